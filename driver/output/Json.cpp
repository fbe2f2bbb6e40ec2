//===--- Json.cpp - the report as data --------------------------*- C++ -*-===//
//
// docs/report.schema.json describes it. The version is semantic: a new key
// raises the second number, a changed or removed one the first.
//
//===----------------------------------------------------------------------===//
#include "driver/output/Format.h"
#include "driver/report/LoopShare.h"
#include "driver/statistics/Statistics.h"
#include "driver/support/JsonText.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

namespace cotidy::driver {
namespace {

using json = nlohmann::ordered_json;

constexpr char SchemaVersion[] = "1.6.0";

json noteJson(const ResultNote &N) {
  json J = {{"message", N.Message}};
  if (N.Where) {
    J["file"] = N.Where->File;
    J["line"] = N.Where->Point.Line;
    J["column"] = N.Where->Point.Column;
  }
  if (!N.Function.empty())
    J["function"] = N.Function;
  return J;
}

json fixJson(const ResultFix &F) {
  json Edits = json::array();
  for (const Edit &E : F.Edits)
    Edits.push_back({{"file", E.File},
                     {"offset", E.Offset},
                     {"length", E.Length},
                     {"text", E.Text}});
  return {{"title", F.Title},
          {"applicability", F.Level == Applicability::Safe ? "safe" : "unsafe"},
          {"edits", std::move(Edits)}};
}

json seenJson(const Sighting &S) {
  return {{"seconds", S.Seconds},
          {"longest", S.Longest},
          {"count", S.Count},
          {"calls", S.Calls}};
}

json evidenceJson(const EvidenceSummary &E) {
  json Unexplained = json::array();
  for (const UnexplainedRecord &U : E.Unexplained) {
    json J = seenJson(U.Seen);
    J["category"] = U.Category;
    J["frames"] = U.Frames;
    Unexplained.push_back(std::move(J));
  }
  return {{"files", E.Files},
          {"records", E.Records},
          {"lost", E.Lost},
          {"unexplained", std::move(Unexplained)}};
}

json suppressionJson(const Result &R) {
  if (R.isOpen())
    return nullptr;
  json J = {{"kind", R.Suppressed   ? "nolint"
                     : R.OnOldLines ? "unchanged"
                                    : "baseline"}};
  if (R.Suppressed && !R.Reason.empty())
    J["reason"] = R.Reason;
  return J;
}

json resultJson(const Result &R) {
  json Notes = json::array(), Fixes = json::array();
  for (const ResultNote &N : R.Notes)
    Notes.push_back(noteJson(N));
  for (const ResultFix &F : R.Fixes)
    Fixes.push_back(fixJson(F));
  json J = {{"check", R.Check},
            {"level", toString(R.Level).str()},
            {"confidence", cotidy::toString(R.Certainty).str()},
            {"category", R.Category},
            {"message", R.Message},
            {"file", R.Where.File},
            {"line", R.Where.Point.Line},
            {"column", R.Where.Point.Column},
            {"endLine", R.Where.End.Line},
            {"endColumn", R.Where.End.Column},
            {"snippet", R.Where.SourceLine},
            {"function", R.Function},
            {"fingerprint", R.Fingerprint},
            {"notes", std::move(Notes)},
            {"fixes", std::move(Fixes)},
            {"suppressed", suppressionJson(R)}};
  if (!R.Target.empty())
    J["target"] = R.Target;
  if (R.Seen)
    J["seen"] = seenJson(*R.Seen);
  if (R.Baseline != BaselineState::None)
    J["baselineState"] = toString(R.Baseline);
  return J;
}

json fixNoteJson(const FixNote &N) {
  return {{"check", N.Check},
          {"file", N.File},
          {"line", N.Line},
          {"column", N.Column},
          {"title", N.Title}};
}

json fixesJson(const FixSummary &S) {
  json Dropped = json::array(), Applied = json::array();
  std::map<std::string, unsigned> ByReason;
  for (const FixNote &N : S.Applied)
    Applied.push_back(fixNoteJson(N));
  for (const DroppedFix &D : S.Dropped) {
    ++ByReason[toString(D.Why).str()];
    Dropped.push_back(fixNoteJson(D.Fix));
    Dropped.back()["reason"] = toString(D.Why).str();
    Dropped.back()["detail"] = D.Detail;
  }
  json J = {{"byReason", ByReason}, {"dropped", std::move(Dropped)}};
  if (S.Applying) {
    J["applied"] = std::move(Applied);
    J["files"] = S.Files;
  }
  return J;
}

json summaryJson(const Report &Rep) {
  std::map<std::string, unsigned> ByCategory, ByDirectory;
  for (const Result &R : Rep.Results) {
    if (!R.isOpen())
      continue;
    ++ByCategory[R.Category];
    llvm::StringRef Folder = llvm::sys::path::parent_path(
        R.Where.File, llvm::sys::path::Style::posix);
    ++ByDirectory[Folder.empty() ? "." : Folder.str()];
  }
  json J = {{"byCheck", Rep.countByCheck()},
            {"byCategory", ByCategory},
            {"byDirectory", ByDirectory}};
  if (Rep.Fixes)
    J["fixes"] = fixesJson(*Rep.Fixes);
  return J;
}

json placeJson(const LinkedPlace &P) {
  return {{"file", P.File}, {"line", P.Line}};
}

json linkedJson(const LinkSummary &S, const LoopShare &Loop) {
  json Conflicts = json::array();
  for (const Program::Conflict &C : S.Conflicts)
    Conflicts.push_back({{"function", C.Name},
                         {"first", placeJson(C.First)},
                         {"second", placeJson(C.Second)}});
  return {{"functions", S.Functions},
          {"calls", S.Calls},
          {"unknownCallees", S.UnknownCallees},
          {"recursiveFunctions", S.RecursiveFunctions},
          {"loop",
           {{"contexts", Loop.Contexts},
            {"functions", Loop.Functions},
            {"clean", Loop.Clean}}},
          {"conflicts", std::move(Conflicts)}};
}

void renderJson(const Report &Rep, const RenderOptions &,
                llvm::raw_ostream &OS) {
  json Run = {{"root", Rep.Root},
              {"files", Rep.Files},
              {"parsed", Rep.Parsed},
              {"skipped", Rep.Skipped},
              {"profile", Rep.Profile}};
  if (Rep.Seconds) {
    Run["seconds"] = *Rep.Seconds;
    Run["cached"] = Rep.Cached;
    Run["precompiled"] = Rep.Precompiled;
  }
  if (Rep.Baseline)
    Run["baseline"] = {{"known", Rep.Baseline->Known},
                       {"stale", Rep.Baseline->Stale}};
  if (Rep.Changed)
    Run["newFrom"] = {{"revision", Rep.Changed->Since},
                      {"elsewhere", Rep.Changed->Elsewhere}};
  if (Rep.Compared)
    Run["compared"] = {{"introduced", Rep.Compared->Introduced},
                       {"fixed", Rep.Compared->Fixed},
                       {"unchanged", Rep.Compared->Unchanged}};
  if (Rep.Linked)
    Run["linked"] = linkedJson(*Rep.Linked, *loopShare(Rep));
  if (Rep.Figures && Rep.Figures->Counts)
    Run["statistics"] = statisticsJson(Rep);
  if (Rep.Figures && Rep.Figures->Times)
    Run["times"] = timesJson(Rep);
  if (Rep.Evidence)
    Run["evidence"] = evidenceJson(*Rep.Evidence);
  json Findings = json::array(), Failures = json::array();
  for (const Result &R : Rep.Results)
    Findings.push_back(resultJson(R));
  for (const Failure &F : Rep.Failures)
    Failures.push_back({{"file", F.File}, {"message", F.Message}});
  json Document = {{"schemaVersion", SchemaVersion},
                   {"tool",
                    {{"name", "cotidy"},
                     {"version", COTIDY_VERSION},
                     {"llvm", COTIDY_LLVM_VERSION}}},
                   {"run", std::move(Run)},
                   {"findings", std::move(Findings)},
                   {"summary", summaryJson(Rep)},
                   {"failures", std::move(Failures)}};
  OS << jsonText(Document, 2) << '\n';
}

const RegisterFormat Registration({"json", renderJson, false, true});

} // namespace
} // namespace cotidy::driver
