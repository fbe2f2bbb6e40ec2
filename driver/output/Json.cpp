//===--- Json.cpp - the report as data --------------------------*- C++ -*-===//
//
// docs/report.schema.json describes it. The version is semantic: a new key
// raises the second number, a changed or removed one the first.
//
//===----------------------------------------------------------------------===//
#include "driver/output/Format.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"
#include <nlohmann/json.hpp>

namespace cotidy::driver {
namespace {

using json = nlohmann::ordered_json;

constexpr char SchemaVersion[] = "1.2.0";

json noteJson(const ResultNote &N) {
  json J = {{"message", N.Message}};
  if (N.Where) {
    J["file"] = N.Where->File;
    J["line"] = N.Where->Point.Line;
    J["column"] = N.Where->Point.Column;
  }
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

json suppressionJson(const Result &R) {
  if (R.isOpen())
    return nullptr;
  return {{"kind", R.Suppressed ? "nolint" : "baseline"}};
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
  if (R.Baseline != BaselineState::None)
    J["baselineState"] = toString(R.Baseline);
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
  return {{"byCheck", Rep.countByCheck()},
          {"byCategory", ByCategory},
          {"byDirectory", ByDirectory}};
}

json placeJson(const LinkedPlace &P) {
  return {{"file", P.File}, {"line", P.Line}};
}

json linkedJson(const LinkSummary &S) {
  json Conflicts = json::array();
  for (const Program::Conflict &C : S.Conflicts)
    Conflicts.push_back({{"function", C.Name},
                         {"first", placeJson(C.First)},
                         {"second", placeJson(C.Second)}});
  return {{"functions", S.Functions},
          {"calls", S.Calls},
          {"unknownCallees", S.UnknownCallees},
          {"recursiveFunctions", S.RecursiveFunctions},
          {"conflicts", std::move(Conflicts)}};
}

void renderJson(const Report &Rep, const RenderOptions &,
                llvm::raw_ostream &OS) {
  json Run = {{"root", Rep.Root},
              {"files", Rep.Files},
              {"parsed", Rep.Parsed},
              {"skipped", Rep.Skipped},
              {"profile", Rep.Profile}};
  if (Rep.Seconds)
    Run["seconds"] = *Rep.Seconds;
  if (Rep.Baseline)
    Run["baseline"] = {{"known", Rep.Baseline->Known},
                       {"stale", Rep.Baseline->Stale}};
  if (Rep.Compared)
    Run["compared"] = {{"introduced", Rep.Compared->Introduced},
                       {"fixed", Rep.Compared->Fixed},
                       {"unchanged", Rep.Compared->Unchanged}};
  if (Rep.Linked)
    Run["linked"] = linkedJson(*Rep.Linked);
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
  // Sources may hold bytes that are no UTF-8; JSON may not.
  OS << Document.dump(2, ' ', /*ensure_ascii=*/false,
                      json::error_handler_t::replace)
     << '\n';
}

const RegisterFormat Registration({"json", renderJson, false});

} // namespace
} // namespace cotidy::driver
