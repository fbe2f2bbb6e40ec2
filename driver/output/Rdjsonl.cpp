//===--- Rdjsonl.cpp - the Reviewdog Diagnostic Format ----------*- C++ -*-===//
//
// https://github.com/reviewdog/reviewdog, proto/rdf: one diagnostic for each
// line. Columns count bytes, ends are exclusive.
//
//===----------------------------------------------------------------------===//
#include "checks/CheckInfo.h"
#include "driver/output/Annotation.h"
#include "driver/output/Format.h"
#include "driver/support/JsonText.h"
#include "llvm/Support/raw_ostream.h"

namespace cotidy::driver {
namespace {

using json = nlohmann::ordered_json;

json rangeJson(const Position &Begin, const Position &End) {
  return {{"start", {{"line", Begin.Line}, {"column", Begin.Column}}},
          {"end", {{"line", End.Line}, {"column", End.Column}}}};
}

const char *severity(Level L) {
  switch (L) {
  case Level::Note:
    return "INFO";
  case Level::Warning:
    return "WARNING";
  case Level::Error:
    return "ERROR";
  }
  llvm_unreachable("all levels are handled");
}

json diagnostic(const std::string &Message, const std::string &File,
                const char *Severity) {
  return {{"message", Message},
          {"location", {{"path", File}}},
          {"severity", Severity},
          {"source", {{"name", "cotidy"}, {"url", "https://cotidy.dev"}}}};
}

/// The one suggestion that a reader may take with a click. A suggestion has no
/// title and is one edit of the same file.
const Edit *suggestion(const Result &R) {
  for (const ResultFix &F : R.Fixes)
    if (F.Level == Applicability::Safe && F.Edits.size() == 1 &&
        F.Edits.front().File == R.Where.File)
      return &F.Edits.front();
  return nullptr;
}

void renderRdjsonl(const Report &Rep, const RenderOptions &,
                   llvm::raw_ostream &OS) {
  auto Write = [&](const json &J) { OS << jsonText(J, -1) << '\n'; };
  for (const Result &R : Rep.Results) {
    if (!R.isOpen())
      continue;
    json J = diagnostic(annotation(R), R.Where.File, severity(R.Level));
    if (R.Where.Point.Line)
      J["location"]["range"] = rangeJson(R.Where.Begin, R.Where.End);
    J["code"] = {{"value", R.Check}};
    if (const RegisteredCheck *Check = findCheck(R.Check))
      J["code"]["url"] = Check->Info.url();
    if (const Edit *E = suggestion(R))
      J["suggestions"] = json::array(
          {{{"range", rangeJson(E->Begin, E->End)}, {"text", E->Text}}});
    Write(J);
  }
  for (const Failure &F : Rep.Failures)
    Write(diagnostic(annotation(F), F.File, "ERROR"));
}

const RegisterFormat Registration({"rdjsonl", renderRdjsonl, false, true});

} // namespace
} // namespace cotidy::driver
