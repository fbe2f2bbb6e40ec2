#include "driver/fixing/Offers.h"
#include "driver/fixing/Judge.h"
#include "driver/fixing/Trial.h"
#include "llvm/ADT/STLExtras.h"

namespace cotidy::driver {
namespace {

/// A unit whose fixes are wrong in number costs no more parses than this.
constexpr unsigned MaxParses = 24;

class Offers {
public:
  Offers(const Unit &U, const AnalysisSettings &Settings, Outcome &Out)
      : U(U), Settings(Settings),
        Base(Settings.Edited ? *Settings.Edited : Overlay()), Out(Out) {}

  void verify() {
    collect();
    while (!Untried.empty() && Parses < MaxParses)
      verifyBatch(takeBatch());
    for (const Candidate &C : Untried)
      drop({&C, DropReason::NotTried, ""});
    for (Result &R : Out.Results)
      keepVerified(R);
  }

private:
  using Place = std::tuple<std::string, Position, std::string, std::string>;
  static Place placeOf(const Result &R) {
    return {R.Where.File, R.Where.Point, R.Check, R.Message};
  }

  void collect() {
    for (const Result &R : Out.Results)
      for (size_t I = 0; I < R.Fixes.size() && !R.Suppressed; ++I) {
        auto C = makeCandidate(R, I, Settings.TheProject.root());
        if (C)
          Untried.push_back(std::move(*C));
      }
    sortByPlace(Untried);
    // Other ways out of the same finding wait for a later batch.
    llvm::stable_sort(Untried, [](const Candidate &A, const Candidate &B) {
      return A.Fix < B.Fix;
    });
  }

  /// Fixes that can be made together, one for each finding.
  std::vector<Candidate> takeBatch() {
    std::vector<Candidate> Batch, Rest;
    std::set<Place> Findings;
    for (Candidate &C : Untried) {
      bool Fits = !Findings.contains(placeOf(C.Of)) &&
                  llvm::none_of(Batch, [&](const Candidate &Other) {
                    return conflict(C, Other);
                  });
      if (Fits)
        Findings.insert(placeOf(C.Of));
      (Fits ? Batch : Rest).push_back(std::move(C));
    }
    Untried = std::move(Rest);
    return Batch;
  }

  void verifyBatch(const std::vector<Candidate> &Batch) {
    SetSearch::Set All;
    for (const Candidate &C : Batch)
      All.push_back(&C);
    SetSearch Search(All);
    while (!Search.done() && Parses < MaxParses) {
      if (auto O = attempt(Search.trial()))
        Search.reject(std::move(*O));
      else
        Search.accept();
    }
    for (const Candidate *C : Search.accepted())
      Sound.insert({placeOf(C->Of), C->Fix});
    for (const Dropped &D : Search.dropped())
      drop(D);
    for (const Candidate *C : Search.left())
      drop({C, DropReason::NotTried, ""});
  }

  std::optional<Objection> attempt(const SetSearch::Set &Trial) {
    auto Edited = withFixes(Base, Trial);
    if (!Edited)
      return Objection{
          DropReason::Malformed, llvm::toString(Edited.takeError()), {}};
    Outcome After = parse(*Edited);
    // Most code has no warnings, so that what there was before is not asked.
    if (After.Warnings && !After.Warnings->empty() && !Out.Warnings)
      Out.Warnings = parse(Base).Warnings;
    return judge(Out, After, Trial);
  }

  Outcome parse(const Overlay &Edited) {
    ++Parses;
    AnalysisSettings Again = Settings;
    Again.Edited = &Edited;
    Again.CollectWarnings = true;
    Again.CollectFacts = Again.CollectDependencies = false;
    return analyseFile(U, Again);
  }

  void drop(const Dropped &D) {
    Out.DroppedFixes.push_back({noteOf(*D.What), D.Why, D.Detail});
  }

  void keepVerified(Result &R) {
    std::vector<ResultFix> Kept;
    for (size_t I = 0; I < R.Fixes.size(); ++I)
      if (Sound.contains({placeOf(R), I}))
        Kept.push_back(std::move(R.Fixes[I]));
    R.Fixes = std::move(Kept);
  }

  const Unit &U;
  const AnalysisSettings &Settings;
  const Overlay Base;
  Outcome &Out;
  std::vector<Candidate> Untried;
  std::set<std::pair<Place, size_t>> Sound;
  unsigned Parses = 0;
};

} // namespace

void keepSoundFixes(const Unit &U, const AnalysisSettings &Settings,
                    Outcome &Out) {
  Offers(U, Settings, Out).verify();
}

} // namespace cotidy::driver
