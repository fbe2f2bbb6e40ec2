//===--- HeavyLoops.h - loops that keep a thread busy -----------*- C++ -*-===//
#ifndef COTIDY_MODEL_COST_HEAVYLOOPS_H
#define COTIDY_MODEL_COST_HEAVYLOOPS_H

#include "model/AsyncModel.h"
#include "model/cost/Cost.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <string>

namespace cotidy {

struct HeavyLoopLimits {
  double MaxSteps = 1e6;        ///< from here on a loop is heavy
  double AssumedElements = 1e3; ///< what a size known at run time only counts
};

/// A loop that does more than the limit between two suspensions, or never ends,
/// as a reader is told of it.
struct HeavyLoop {
  const clang::Stmt *Loop = nullptr;
  clang::SourceRange Keyword; ///< from the keyword to what it governs
  bool Endless = false;
  /// Only a size that is known at run time makes it heavy.
  bool Assumed = false;
  /// Several such sizes, which have nothing to do with each other, must be
  /// large at once to make it heavy.
  bool Doubtful = false;
  Confidence Certainty = Confidence::High;
  std::string Message;
  struct Note {
    clang::SourceLocation Where;
    std::string Message;
  };
  std::vector<Note> Notes;

  /// Whether the call of \p Call that stands in the body of the loop, or the
  /// one that starts the way to it, stands in the loop.
  bool runs(const LoopCall &Call) const;
};

/// A loop that is not heavy as far as its file shows, and makes calls.
struct CallingLoop {
  clang::SourceRange Keyword;
  Cost Own; ///< without following calls
};

/// Finds the heavy loops of bodies, each cost computed once.
class HeavyLoops {
public:
  HeavyLoops(const AsyncModel &Model, HeavyLoopLimits Limits)
      : Model(Model), Limits(Limits), Costs(Model, Limits.AssumedElements) {}

  /// The outermost heavy loops of \p Body, lambdas in it not included, in
  /// source order. Where \p Root is the body itself, stretches that run on
  /// another executor are left out. None in code with errors: a statement that
  /// does not compile is missing from the AST, and may have suspended.
  std::vector<HeavyLoop> in(const CodeBody &Body, const CodeBody &Root);

  /// Whether a loop inside of \p Loop, which stands in \p Body, is heavy in
  /// each single round of \p Loop.
  bool holdsHeavy(const clang::Stmt &Loop, const CodeBody &Body);

  /// The outermost loops of \p Body that are not heavy and call something,
  /// where in() would look.
  std::vector<CallingLoop> callingIn(const CodeBody &Body);

  /// What a call of \p Body does, without following calls.
  Cost ownCost(const CodeBody &Body) { return Costs.ownCost(Body); }

private:
  void forEachLoop(
      const CodeBody &Body, const CodeBody &Root,
      llvm::function_ref<void(const clang::Stmt &, const Cost &)> Visit);
  bool isUnattended(const clang::Stmt &Loop, const CodeBody &Body) const;
  HeavyLoop describe(const clang::Stmt &Loop, const Cost &C) const;

  const AsyncModel &Model;
  HeavyLoopLimits Limits;
  CostModel Costs;
};

} // namespace cotidy

#endif // COTIDY_MODEL_COST_HEAVYLOOPS_H
