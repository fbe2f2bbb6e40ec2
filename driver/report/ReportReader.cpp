#include "driver/report/ReportReader.h"
#include "driver/settings/CommandLine.h"
#include "llvm/Support/MemoryBuffer.h"
#include <nlohmann/json.hpp>

namespace cotidy::driver {
namespace {

using json = nlohmann::json;

llvm::Error bad(llvm::StringRef File, const llvm::Twine &Why) {
  return usageError("the report " + File + ": " + Why);
}

/// Columns in JSON count bytes; where the line is not there, it is ASCII.
Position position(unsigned Line, unsigned Column, llvm::StringRef Text) {
  unsigned Utf16 = Column && !Text.empty() ? utf16Column(Text, Column - 1) : 0;
  return {Line, Column, Utf16 ? Utf16 : Column};
}

Place placeOf(const json &J) {
  Place P;
  P.File = J.at("file");
  P.SourceLine = J.value("snippet", "");
  P.Point = position(J.at("line"), J.at("column"), P.SourceLine);
  P.Begin = P.End = P.Point;
  unsigned EndLine = J.value("endLine", 0U);
  if (EndLine)
    P.End = position(EndLine, J.at("endColumn"),
                     EndLine == P.Point.Line ? P.SourceLine : "");
  return P;
}

template <typename T, typename ParseT> T named(const json &J, ParseT Parse) {
  auto Value = Parse(J.get<std::string>());
  if (!Value)
    throw std::runtime_error(llvm::toString(Value.takeError()));
  return *Value;
}

Result resultOf(const json &J) {
  Result R;
  R.Where = placeOf(J);
  R.Check = J.at("check");
  R.Message = J.at("message");
  R.Level = named<Level>(J.at("level"), parseLevel);
  R.Certainty = named<Confidence>(J.at("confidence"), parseConfidence);
  R.Category = J.at("category");
  R.Function = J.at("function");
  R.Fingerprint = J.at("fingerprint");
  R.Target = J.value("target", "");
  for (const json &Note : J.at("notes")) {
    R.Notes.push_back({Note.at("message"), std::nullopt});
    if (Note.contains("file"))
      R.Notes.back().Where = placeOf(Note);
    R.Notes.back().Function = Note.value("function", "");
  }
  // What a baseline knew then is a finding all the same.
  const json &Suppressed = J.at("suppressed");
  R.Suppressed = !Suppressed.is_null() && Suppressed.at("kind") == "nolint";
  if (R.Suppressed)
    R.Reason = Suppressed.value("reason", "");
  return R;
}

Report reportOf(const json &J) {
  Report Rep;
  const json &Run = J.at("run");
  Rep.Root = Run.at("root");
  Rep.Profile = Run.at("profile");
  Rep.Files = Run.at("files");
  Rep.Parsed = Run.at("parsed");
  Rep.Skipped = Run.at("skipped");
  for (const json &Finding : J.at("findings"))
    // What a comparison found to be gone is not there.
    if (Finding.value("baselineState", "") != "absent")
      Rep.Results.push_back(resultOf(Finding));
  for (const json &Failure : J.at("failures"))
    Rep.Failures.push_back({Failure.at("file"), Failure.at("message")});
  return Rep;
}

} // namespace

llvm::Expected<Report> readReport(llvm::StringRef File) {
  auto Buffer = llvm::MemoryBuffer::getFile(File, /*IsText=*/true);
  if (!Buffer)
    return bad(File, "cannot be read: " + Buffer.getError().message());
  llvm::StringRef Text = (*Buffer)->getBuffer();
  try {
    json Document = json::parse(Text);
    if (!Document.is_object() || !Document.contains("schemaVersion"))
      return bad(File, "is none of cotidy's: the key 'schemaVersion' is "
                       "missing; 'cotidy --format json' writes one");
    std::string Version = Document.at("schemaVersion");
    if (!llvm::StringRef(Version).starts_with("1."))
      return bad(File, "has the schema version " + Version +
                           ", and this cotidy reads 1.x");
    return reportOf(Document);
  } catch (const json::parse_error &E) {
    return bad(File, "line " +
                         llvm::Twine(1 + Text.take_front(E.byte).count('\n')) +
                         ": no JSON");
  } catch (const std::exception &E) {
    return bad(File, llvm::Twine("does not fit its schema: ") + E.what());
  }
}

} // namespace cotidy::driver
