//===--- List.cpp - cotidy list ---------------------------------*- C++ -*-===//
#include "checks/CheckInfo.h"
#include "driver/commands/Commands.h"
#include "driver/support/AtomicFile.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/raw_ostream.h"
#include <nlohmann/json.hpp>

namespace cotidy::driver {

using json = nlohmann::ordered_json;

static std::string listText() {
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  size_t Width = 0;
  for (const RegisteredCheck &C : registeredChecks())
    Width = std::max(Width, C.Info.Name.size());
  for (const RegisteredCheck &C : registeredChecks()) {
    OS << C.Info.Name;
    OS.indent(Width - C.Info.Name.size()) << llvm::formatv(
        "  {0,-7} {1}\n", toString(C.Info.Level), C.Info.Summary);
  }
  return Text;
}

static std::string listJson() {
  json Checks = json::array();
  for (const RegisteredCheck &C : registeredChecks()) {
    json Options = json::array();
    for (const OptionInfo &O : optionsOf(C))
      Options.push_back({{"name", O.Name},
                         {"type", O.Type},
                         {"default", O.Default},
                         {"documentation", O.Documentation}});
    json Tags = json::array();
    for (llvm::StringRef Tag : C.Info.Tags)
      Tags.push_back(Tag.str());
    Checks.push_back({{"name", C.Info.Name.str()},
                      {"family", C.Info.Family.str()},
                      {"summary", C.Info.Summary.str()},
                      {"since", C.Info.Since.str()},
                      {"level", toString(C.Info.Level).str()},
                      {"fixes", toString(C.Info.Fixes).str()},
                      {"precision", C.Info.Precision.str()},
                      {"tags", std::move(Tags)},
                      {"url", C.Info.url()},
                      {"documentation", C.Info.Documentation.trim().str()},
                      {"options", std::move(Options)}});
  }
  return Checks.dump(2) + "\n";
}

llvm::Expected<ExitStatus> runList(const CommandLine &Cmd) {
  for (const OutputRequest &Output : Cmd.Outputs) {
    std::string Text = Output.Format == "json" ? listJson() : listText();
    if (llvm::Error E = Output.File.empty()
                            ? writeToStdout(Text)
                            : writeAtomically(Output.File, Text))
      return E;
  }
  return NothingFound;
}

} // namespace cotidy::driver
