#include "driver/statistics/Statistics.h"
#include "driver/output/Format.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/raw_ostream.h"
#include <cmath>

namespace cotidy::driver {
namespace {

using json = nlohmann::ordered_json;

struct LevelCounts {
  unsigned Notes = 0, Warnings = 0, Errors = 0;

  void add(Level L) {
    ++(L == Level::Error ? Errors : L == Level::Warning ? Warnings : Notes);
  }
  unsigned total() const { return Notes + Warnings + Errors; }
  std::string text() const {
    std::vector<std::string> Parts;
    for (auto [Number, Noun] :
         {std::pair(Errors, "error"), std::pair(Warnings, "warning"),
          std::pair(Notes, "note")})
      if (Number)
        Parts.push_back(count(Number, Noun));
    return llvm::join(Parts, ", ");
  }
};

struct Counts {
  LevelCounts Open;
  std::map<std::string, LevelCounts> ByCheck; ///< of open findings
  unsigned Suppressed = 0, Baseline = 0, OnOldLines = 0;
  unsigned SafeFixes = 0, UnsafeFixes = 0; ///< offered, of open findings
  unsigned Applied = 0;
  std::map<DropReason, unsigned> Dropped;

  explicit Counts(const Report &Rep) {
    for (const Result &R : Rep.Results) {
      if (R.isOpen()) {
        Open.add(R.Level);
        ByCheck[R.Check].add(R.Level);
        for (const ResultFix &Fix : R.Fixes)
          ++(Fix.Level == Applicability::Safe ? SafeFixes : UnsafeFixes);
      } else if (isThere(R)) {
        ++(R.Suppressed ? Suppressed : R.OnOldLines ? OnOldLines : Baseline);
      }
    }
    if (!Rep.Fixes)
      return;
    Applied = Rep.Fixes->Applied.size();
    for (const DroppedFix &D : Rep.Fixes->Dropped)
      ++Dropped[D.Why];
  }
};

double rounded(double Seconds) { return std::round(Seconds * 1000) / 1000; }

void writeCounts(const Report &Rep, llvm::raw_ostream &OS) {
  Counts C(Rep);
  OS << "findings: " << C.Open.total() << " open";
  if (C.Open.total())
    OS << " (" << C.Open.text() << ')';
  OS << ", " << C.Suppressed << " suppressed by NOLINT, " << C.Baseline
     << " in the baseline, " << C.OnOldLines << " not on changed lines\n";
  for (const auto &[Check, Levels] : C.ByCheck)
    OS << "  " << Check << ": " << Levels.text() << '\n';
  OS << "fixes: " << C.SafeFixes << " safe and " << C.UnsafeFixes
     << " unsafe offered, " << C.Applied << " applied, "
     << (Rep.Fixes ? Rep.Fixes->Dropped.size() : 0) << " dropped\n";
  for (auto [Why, Number] : C.Dropped)
    OS << "  " << describe(Why) << ": " << Number << '\n';
  OS << "files: " << Rep.Files << " selected, " << Rep.Parsed << " analysed, "
     << Rep.Cached << " of all known from an earlier run, " << Rep.Skipped
     << " left out (not C++20), " << Rep.Files - Rep.Parsed - Rep.Skipped
     << " failed\n";
  if (Rep.Linked)
    OS << "facts: " << count(Rep.Linked->Functions, "function") << ", "
       << count(Rep.Linked->Calls, "call") << '\n';
  OS << llvm::formatv("time: {0:f3} s\n", Rep.Figures->Seconds);
}

void writeTimes(const Report &Rep, llvm::raw_ostream &OS) {
  const RunFigures &F = *Rep.Figures;
  OS << "processor time spent on " << count(F.Analysed, "file") << "; "
     << Rep.Cached << " known from an earlier run cost nothing\n";
  double Total = 0;
  for (const SpentTime &T : *F.Times)
    Total += T.Microseconds;
  for (const SpentTime &T : *F.Times)
    OS << llvm::formatv("{0,10:f3} s {1,5:f1} %  {2}\n", T.Microseconds / 1e6,
                        Total > 0 ? T.Microseconds / Total * 100 : 0, T.What);
}

} // namespace

json statisticsJson(const Report &Rep) {
  Counts C(Rep);
  json Findings = json::object(), Dropped = json::object();
  for (const auto &[Check, Levels] : C.ByCheck)
    Findings[Check] = {{"note", Levels.Notes},
                       {"warning", Levels.Warnings},
                       {"error", Levels.Errors}};
  for (auto [Why, Number] : C.Dropped)
    Dropped[toString(Why).str()] = Number;
  json J = {{"seconds", rounded(Rep.Figures->Seconds)},
            {"files",
             {{"selected", Rep.Files},
              {"analysed", Rep.Parsed},
              {"cached", Rep.Cached},
              {"skipped", Rep.Skipped},
              {"failed", Rep.Files - Rep.Parsed - Rep.Skipped}}},
            {"findings", std::move(Findings)},
            {"leftOut",
             {{"nolint", C.Suppressed},
              {"baseline", C.Baseline},
              {"unchanged", C.OnOldLines}}},
            {"fixes",
             {{"safe", C.SafeFixes},
              {"unsafe", C.UnsafeFixes},
              {"applied", C.Applied},
              {"dropped", std::move(Dropped)}}}};
  if (Rep.Linked)
    J["facts"] = {{"functions", Rep.Linked->Functions},
                  {"calls", Rep.Linked->Calls}};
  return J;
}

json timesJson(const Report &Rep) {
  json Spent = json::array();
  for (const SpentTime &T : *Rep.Figures->Times)
    Spent.push_back(
        {{"on", T.What}, {"seconds", double(T.Microseconds) / 1e6}});
  return {{"analysed", Rep.Figures->Analysed},
          {"cached", Rep.Cached},
          {"spent", std::move(Spent)}};
}

std::string figuresText(const Report &Rep) {
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  if (Rep.Figures->Counts)
    writeCounts(Rep, OS);
  if (Rep.Figures->Times)
    writeTimes(Rep, OS);
  return Text;
}

} // namespace cotidy::driver
