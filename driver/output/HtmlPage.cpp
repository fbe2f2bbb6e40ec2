#include "driver/output/HtmlPage.h"
#include "driver/support/JsonText.h"
#include "llvm/Support/Base64.h"
#include "llvm/Support/SHA256.h"
#include "llvm/Support/raw_ostream.h"

namespace cotidy::driver {
namespace {

/// As Content-Security-Policy names what may run: by what it says.
std::string hashSource(llvm::StringRef Text) {
  auto Hash = llvm::SHA256::hash(llvm::arrayRefFromStringRef(Text));
  return "'sha256-" + llvm::encodeBase64(Hash) + "'";
}

/// JSON as it may stand in a script element: no text in it can end the element
/// or begin a comment.
std::string escaped(llvm::StringRef Json) {
  std::string Result;
  Result.reserve(Json.size() + Json.size() / 16);
  for (char C : Json)
    switch (C) {
    case '<':
      Result += "\\u003c";
      break;
    case '>':
      Result += "\\u003e";
      break;
    case '&':
      Result += "\\u0026";
      break;
    default:
      Result += C;
    }
  return Result;
}

/// What stands in place of `@NAME@` in the template.
using Values = std::vector<std::pair<llvm::StringRef, std::string>>;

void write(llvm::StringRef Template, const Values &With,
           llvm::raw_ostream &OS) {
  for (const auto &[Mark, Text] : With) {
    auto [Before, After] = Template.split(Mark);
    OS << Before << Text;
    Template = After;
  }
  OS << Template;
}

} // namespace

void writeHtmlPage(const nlohmann::ordered_json &Data, llvm::raw_ostream &OS) {
  std::string Style, Script = "\"use strict\";\n(() => {\n";
  llvm::StringRef Template;
  for (const HtmlPart &Part : htmlParts()) {
    if (Part.Name.ends_with(".css"))
      Style += Part.Text;
    else if (Part.Name.ends_with(".js"))
      Script += Part.Text;
    else
      Template = Part.Text;
  }
  Script += "})();\n";
  std::string Policy = "default-src 'none'; script-src " + hashSource(Script) +
                       "; style-src " + hashSource(Style) +
                       "; base-uri 'none'; form-action 'none'";
  // In the order of the template, so that no text is searched for marks.
  write(Template,
        {{"@POLICY@", Policy},
         {"@STYLE@", Style},
         {"@DATA@", escaped(jsonText(Data, -1))},
         {"@SCRIPT@", Script}},
        OS);
}

} // namespace cotidy::driver
