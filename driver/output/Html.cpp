//===--- Html.cpp - the report as a page to look at -------------*- C++ -*-===//
//
// The page gets data and shows it (driver/output/html/). Names that findings
// share stand once, so that ten thousand findings are few megabytes.
//
//===----------------------------------------------------------------------===//
#include "checks/CheckInfo.h"
#include "driver/output/FixDiff.h"
#include "driver/output/Format.h"
#include "driver/output/HtmlPage.h"
#include "driver/report/LoopShare.h"
#include "driver/report/Migration.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/Path.h"

namespace cotidy::driver {
namespace {

using json = nlohmann::ordered_json;

/// Names as numbers, in the order in which they are first used.
class Table {
public:
  size_t operator[](llvm::StringRef Name) {
    auto [It, New] = Numbers.try_emplace(Name, Names.size());
    if (New)
      Names.push_back(Name.str());
    return It->second;
  }

  std::vector<std::string> Names;

private:
  llvm::StringMap<size_t> Numbers;
};

const char *stateOf(const Result &R) {
  if (R.Baseline == BaselineState::Absent)
    return "fixed";
  if (R.Suppressed)
    return "nolint";
  if (R.isOpen())
    return "open";
  return R.OnOldLines ? "unchanged" : "baseline";
}

/// What blocks: of a chain what it leads to, else what the message is about,
/// which comes first and in quotes.
llvm::StringRef targetOf(const Result &R) {
  if (!R.Target.empty())
    return R.Target;
  llvm::StringRef Message = R.Message;
  if (Message.consume_front("'"))
    return Message.take_until([](char C) { return C == '\''; });
  return "";
}

class PageData {
public:
  json make(const Report &Rep) {
    json Findings = json::array(), Failures = json::array();
    for (const Result &R : Rep.Results)
      Findings.push_back(finding(R, Rep));
    for (const Failure &F : Rep.Failures)
      Failures.push_back({F.File, F.Message});
    json Data = {
        {"kind", "report"},
        {"title", llvm::sys::path::filename(Rep.Root).str()},
        {"tool", {{"version", COTIDY_VERSION}, {"llvm", COTIDY_LLVM_VERSION}}},
        {"run", run(Rep)},
        {"groups", groups(Rep)},
        {"findings", std::move(Findings)},
        {"failures", std::move(Failures)}};
    if (auto Share = loopShare(Rep))
      Data["loop"] = {{"contexts", Share->Contexts},
                      {"functions", Share->Functions},
                      {"clean", Share->Clean}};
    if (Rep.Evidence)
      Data["evidence"] = evidence(*Rep.Evidence);
    // Behind all that uses them.
    Data["sources"] = sources(Rep);
    Data["files"] = Files.Names;
    Data["checks"] = json::array();
    for (const std::string &Name : Checks.Names)
      Data["checks"].push_back(check(Name));
    return Data;
  }

private:
  /// Columns count bytes as messages have them; those of the marked range count
  /// as the page does.
  json place(const Place &P) {
    bool BeginsHere = P.Begin.Line == P.Point.Line;
    return {Files[P.File],     P.Point.Line,
            P.Point.Column,    P.End.Line,
            P.End.Utf16Column, BeginsHere ? P.Begin.Utf16Column : 1};
  }

  json note(const ResultNote &N) {
    json J = {N.Message, nullptr};
    if (N.Where)
      J[1] = place(*N.Where);
    if (!N.Function.empty())
      J.push_back(N.Function);
    return J;
  }

  json fix(const ResultFix &F, const SourceExcerpts &Excerpts) {
    json Hunks = json::array();
    for (const DiffHunk &H : fixDiff(F, Excerpts)) {
      json Rows = json::array();
      for (const DiffHunk::Row &R : H.Rows)
        Rows.push_back({std::string(1, R.Kind), R.Text});
      Hunks.push_back({{"file", Files[H.File]},
                       {"line", H.Line},
                       {"lines", std::move(Rows)}});
    }
    return {{"title", F.Title},
            {"safe", F.Level == Applicability::Safe},
            {"hunks", std::move(Hunks)}};
  }

  json finding(const Result &R, const Report &Rep) {
    json J = {{"check", Checks[R.Check]},
              {"level", unsigned(R.Level)},
              {"confidence", unsigned(R.Certainty)},
              {"category", R.Category},
              {"message", R.Message},
              {"place", place(R.Where)},
              {"line", R.Where.SourceLine},
              {"inside", R.Function},
              {"target", targetOf(R).str()},
              {"state", stateOf(R)},
              {"id", R.Fingerprint}};
    if (stopsLoop(R))
      J["stops"] = true;
    if (R.Seen)
      J["seen"] = seen(*R.Seen);
    for (const ResultNote &N : R.Notes)
      J["notes"].push_back(note(N));
    for (const ResultFix &F : R.Fixes)
      J["fixes"].push_back(fix(F, Rep.Excerpts));
    return J;
  }

  static json seen(const Sighting &S) {
    return {{"seconds", S.Seconds},
            {"longest", S.Longest},
            {"count", S.Count},
            {"calls", S.Calls}};
  }

  static json evidence(const EvidenceSummary &E) {
    json Unexplained = json::array();
    for (const UnexplainedRecord &U : E.Unexplained) {
      json J = seen(U.Seen);
      J["category"] = U.Category;
      J["frames"] = U.Frames;
      Unexplained.push_back(std::move(J));
    }
    return {{"files", E.Files},
            {"records", E.Records},
            {"unexplained", std::move(Unexplained)}};
  }

  static json run(const Report &Rep) {
    json J = {{"profile", Rep.Profile},
              {"files", Rep.Files},
              {"parsed", Rep.Parsed},
              {"skipped", Rep.Skipped}};
    if (Rep.Seconds)
      J["seconds"] = *Rep.Seconds;
    if (Rep.Changed)
      J["newFrom"] = Rep.Changed->Since;
    J["baseline"] = Rep.Baseline.has_value();
    J["compared"] = Rep.Compared.has_value();
    return J;
  }

  static json groups(const Report &Rep) {
    json All = json::array();
    for (const MigrationGroup &G : migrationGroups()) {
      json Categories = json::array();
      unsigned Done = 0;
      for (llvm::StringRef Category : G.Categories) {
        Categories.push_back(Category.str());
        if (Rep.Baseline)
          if (auto It = Rep.Baseline->StaleByCategory.find(Category.str());
              It != Rep.Baseline->StaleByCategory.end())
            Done += It->second;
      }
      All.push_back({{"name", G.Name.str()},
                     {"categories", std::move(Categories)},
                     {"done", Done}});
    }
    return All;
  }

  /// For each file the stretches of lines that are known.
  json sources(const Report &Rep) {
    json All = json::array();
    for (const std::string &File : Files.Names) {
      json Stretches = json::array();
      auto Lines = Rep.Excerpts.find(File);
      unsigned Next = 0;
      std::string Text;
      unsigned First = 0;
      auto Close = [&] {
        if (Next)
          Stretches.push_back({First, std::move(Text)});
      };
      if (Lines != Rep.Excerpts.end())
        for (const auto &[Number, Line] : Lines->second) {
          if (Number != Next) {
            Close();
            First = Number;
            Text = Line;
          } else {
            Text += '\n' + Line;
          }
          Next = Number + 1;
        }
      Close();
      All.push_back(std::move(Stretches));
    }
    return All;
  }

  static json check(const std::string &Name) {
    const RegisteredCheck *C = findCheck(Name);
    if (!C)
      return {{"name", Name}, {"family", ""}};
    return {{"name", Name},
            {"family", C->Info.Family.str()},
            {"summary", C->Info.Summary.str()},
            {"url", C->Info.url()},
            {"documentation", C->Info.Documentation.trim().str()}};
  }

  Table Files, Checks;
};

void renderHtml(const Report &Rep, const RenderOptions &,
                llvm::raw_ostream &OS) {
  writeHtmlPage(PageData().make(Rep), OS);
}

const RegisterFormat Registration({"html", renderHtml, false, true, true});

} // namespace
} // namespace cotidy::driver
