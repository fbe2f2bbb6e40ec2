#include "driver/fixing/Fixer.h"
#include "driver/analysis/Scheduler.h"
#include "driver/fixing/Judge.h"
#include "driver/fixing/Trial.h"
#include "llvm/ADT/STLExtras.h"

namespace cotidy::driver {

/// Each round fixes at least one finding and adds none. What still conflicts
/// after so many is left, and said.
static constexpr unsigned MaxRounds = 20;

/// Fixes that are verified together, since some unit sees several of them.
struct Fixer::Group {
  SetSearch Search;
  std::map<std::string, std::set<size_t>> Readers; ///< units of each file
  std::map<size_t, Outcome> Latest = {}; ///< units with what is accepted

  std::set<size_t> readersOf(const SetSearch::Set &Fixes) const {
    std::set<size_t> All;
    for (const Candidate *C : Fixes)
      for (const FileEdit &E : C->Edits)
        All.insert(Readers.at(E.File).begin(), Readers.at(E.File).end());
    return All;
  }
};

/// A unit in which the next trial of a group is to be looked at.
struct Fixer::Job {
  size_t Group, Unit;
  const Overlay *Edited;
  Outcome After = {};
};

Fixer::Fixer(llvm::ArrayRef<Unit> Units, const AnalysisSettings &Settings,
             FixChooser &Chooser, unsigned Jobs, std::vector<Outcome> &Outcomes)
    : Units(Units), Settings(Settings), Chooser(Chooser), Jobs(Jobs),
      Outcomes(Outcomes) {}

llvm::Error Fixer::run(ReportMaker MakeReport) {
  auto First = MakeReport(Outcomes);
  if (!First)
    return First.takeError();
  Last = std::move(*First);
  for (unsigned I = 0; I < MaxRounds; ++I) {
    auto Again = round(MakeReport);
    if (!Again)
      return Again.takeError();
    if (!*Again)
      break;
  }
  return llvm::Error::success();
}

/// Whether another round may bring more.
llvm::Expected<bool> Fixer::round(ReportMaker MakeReport) {
  std::vector<Candidate> Chosen = Chooser.choose(*Last);
  if (Chosen.empty())
    return false;
  std::vector<Group> Groups = divide(Chosen);
  while (tryNext(Groups))
    ;
  for (const Group &G : Groups)
    for (const Dropped &D : G.Search.dropped())
      Chooser.refuse(*D.What, D.Why, D.Detail);
  return keep(Groups, MakeReport);
}

std::map<std::string, std::set<size_t>> Fixer::readers() const {
  std::map<std::string, std::set<size_t>> All;
  for (size_t I = 0; I < Outcomes.size(); ++I)
    for (const std::string &File : Outcomes[I].Dependencies)
      All[File].insert(I);
  return All;
}

/// Fixes that no unit sees together do not wait for each other.
std::vector<Fixer::Group>
Fixer::divide(const std::vector<Candidate> &Chosen) const {
  auto All = readers();
  struct Part {
    SetSearch::Set Fixes;
    std::set<size_t> Units;
  };
  std::vector<Part> Parts;
  for (const Candidate &C : Chosen) {
    Part Mine{{&C}, {}};
    for (const FileEdit &E : C.Edits)
      Mine.Units.insert(All[E.File].begin(), All[E.File].end());
    std::vector<Part> Apart;
    for (Part &P : Parts) {
      bool Shares = llvm::any_of(
          P.Units, [&](size_t U) { return Mine.Units.contains(U); });
      if (!Shares) {
        Apart.push_back(std::move(P));
        continue;
      }
      P.Fixes.insert(P.Fixes.end(), Mine.Fixes.begin(), Mine.Fixes.end());
      Mine.Fixes = std::move(P.Fixes);
      Mine.Units.merge(P.Units);
    }
    Parts = std::move(Apart);
    Parts.push_back(std::move(Mine));
  }
  std::vector<Group> Groups;
  for (Part &P : Parts) {
    // Candidates lie in one array, in the order of their places.
    llvm::sort(P.Fixes);
    Groups.push_back({SetSearch(P.Fixes), {}});
    for (const Candidate *C : P.Fixes)
      for (const FileEdit &E : C->Edits)
        Groups.back().Readers[E.File] = All[E.File];
  }
  return Groups;
}

/// Parses what each group wants to be tried next, all at once. False if none
/// has anything left.
bool Fixer::tryNext(std::vector<Group> &Groups) {
  std::vector<Job> Todo;
  std::vector<Overlay> Edited(Groups.size());
  std::vector<bool> Trying(Groups.size());
  for (size_t I = 0; I < Groups.size(); ++I) {
    SetSearch &Search = Groups[I].Search;
    while (!Search.done() && !Trying[I]) {
      auto Made = withFixes(Current, Search.trial());
      if (!Made) {
        Search.reject(
            {DropReason::Malformed, llvm::toString(Made.takeError()), {}});
        continue;
      }
      Edited[I] = std::move(*Made);
      Trying[I] = true;
      for (size_t U : Groups[I].readersOf(Search.next()))
        Todo.push_back({I, U, &Edited[I]});
    }
  }
  std::vector<std::optional<Objection>> Against = objections(Groups, Todo);
  for (size_t I = 0; I < Groups.size(); ++I) {
    if (!Trying[I])
      continue;
    SetSearch &Search = Groups[I].Search;
    if (Against[I]) {
      Search.reject(std::move(*Against[I]));
      continue;
    }
    for (Job &J : Todo)
      if (J.Group == I)
        Groups[I].Latest[J.Unit] = std::move(J.After);
    Search.accept();
  }
  return llvm::is_contained(Trying, true);
}

/// What is to be said against the trial of each group; keeps what comes out of
/// the units.
std::vector<std::optional<Objection>>
Fixer::objections(const std::vector<Group> &Groups, std::vector<Job> &Todo) {
  std::vector<Task> Tasks;
  for (const Job &J : Todo) {
    Tasks.push_back({&Units[J.Unit], Settings});
    Tasks.back().Settings.Edited = J.Edited;
  }
  runTasks(Tasks, Jobs,
           [&](size_t I, Outcome O) { Todo[I].After = std::move(O); });
  std::vector<std::optional<Objection>> Against(Groups.size());
  for (const Job &J : Todo)
    if (!Against[J.Group])
      Against[J.Group] =
          judge(Outcomes[J.Unit], J.After, Groups[J.Group].Search.trial());
  if (!Settings.SkipBodies)
    return Against;
  std::vector<Job> Sound;
  for (const Job &J : Todo)
    if (!Against[J.Group] && !J.After.Failed)
      Sound.push_back({J.Group, J.Unit, J.Edited});
  std::vector<std::optional<Failure>> Failures = compile(Sound);
  for (auto [J, Failed] : llvm::zip(Sound, Failures))
    if (Failed && !Against[J.Group] && compiles(J.Unit))
      Against[J.Group] = {DropReason::AddsError, Failed->Message, {}};
  return Against;
}

/// Parses all bodies, those of libraries as well, which an analysis skips: a
/// template's body may not suit what a fix gives it.
std::vector<std::optional<Failure>> Fixer::compile(llvm::ArrayRef<Job> Todo) {
  auto NoChecks = std::make_shared<clang::tidy::ClangTidyOptions>();
  NoChecks->Checks = "-*";
  std::vector<Unit> Bare;
  for (const Job &J : Todo)
    Bare.push_back({Units[J.Unit].Entry, NoChecks});
  std::vector<Task> Tasks;
  for (auto [J, U] : llvm::zip(Todo, Bare)) {
    AnalysisSettings Whole = Settings;
    Whole.SkipBodies = Whole.CollectFacts = Whole.ShareHeaders = false;
    Whole.CollectWarnings = Whole.CollectDependencies = false;
    Whole.Edited = J.Edited;
    Tasks.push_back({&U, Whole});
  }
  std::vector<std::optional<Failure>> Result(Todo.size());
  runTasks(Tasks, Jobs,
           [&](size_t I, Outcome O) { Result[I] = std::move(O.Failed); });
  return Result;
}

/// Whether a compiler accepts the unit as it was; what is accepted later keeps
/// it so.
bool Fixer::compiles(size_t Unit) {
  auto [Known, New] = Compiled.try_emplace(Unit, false);
  if (New)
    Known->second = !compile(Job{0, Unit, &Current}).front();
  return Known->second;
}

/// Takes over what the groups accepted, if the whole program bears it: chains
/// over files are in no unit's findings.
llvm::Expected<bool> Fixer::keep(std::vector<Group> &Groups,
                                 ReportMaker MakeReport) {
  SetSearch::Set Accepted;
  std::vector<Outcome> Later = Outcomes;
  for (Group &G : Groups) {
    llvm::append_range(Accepted, G.Search.accepted());
    for (auto &[U, After] : G.Latest)
      Later[U] = std::move(After);
  }
  llvm::sort(Accepted);
  if (Accepted.empty())
    return true; // what was refused may have left another way out
  auto Edited = withFixes(Current, Accepted);
  if (!Edited)
    return Edited.takeError();
  auto Rep = MakeReport(Later);
  if (!Rep)
    return Rep.takeError();

  FindingCounts Expected(Last->Results);
  for (const Candidate *C : Accepted)
    Expected.remove(*C);
  if (auto Against = Expected.objection(Rep->Results, Accepted)) {
    const auto &Blamed =
        Against->Suspects.empty() ? Accepted : Against->Suspects;
    for (const Candidate *C : Blamed)
      Chooser.refuse(*C, Against->Why, Against->Detail);
    return true;
  }
  for (const Candidate *C : Accepted) {
    Applied.push_back(noteOf(*C));
    for (const FileEdit &E : C->Edits)
      Originals.try_emplace(E.File, Current.read(E.File).value_or(""));
  }
  Outcomes = std::move(Later);
  Current = std::move(*Edited);
  Last = std::move(*Rep);
  return true;
}

std::vector<FixedFile> Fixer::files() const {
  std::vector<FixedFile> All;
  for (const auto &[File, Before] : Originals)
    if (auto After = Current.read(File); After && *After != Before)
      All.push_back({File, Before, std::move(*After)});
  return All;
}

FixSummary Fixer::summary() const {
  return {true, 0, Applied, Chooser.dropped()};
}

} // namespace cotidy::driver
