//===--- Cost.h - how much work a loop does ---------------------*- C++ -*-===//
//
// A static estimate, made to tell "a few" from "far too many": a step is about
// one simple statement. Trip counts multiply through nesting, sizes known only
// at run time count as an assumed number of elements, a called function counts
// as its body where the file shows it and as the catalogue says otherwise, any
// other call as one step.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_COST_COST_H
#define COTIDY_MODEL_COST_COST_H

#include "model/AsyncModel.h"
#include "model/cost/TripCount.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallPtrSet.h"
#include <memory>

namespace cotidy {

/// One of the numbers that an estimate is the product of.
struct CostFactor {
  /// The loop; a call of an algorithm that runs a lambda for each element; or
  /// a call that is costly itself.
  const clang::Stmt *At = nullptr;
  /// Rounds, or steps of one call.
  double Count = 0;
  TripCount::Basis Basis = TripCount::Constant;
  /// The rounds are a share of one pass over data: see TripCount::Amortised.
  bool Amortised = false;
  /// For a catalogued call: what the catalogue says.
  const BlockingEntry *Entry = nullptr;
  /// For a call of a function whose body was counted: that function.
  const clang::FunctionDecl *Callee = nullptr;

  bool isCall() const { return Entry || Callee; }
};

/// A call whose callee an estimate counts as one step.
struct CostCall {
  const clang::Expr *At = nullptr;
  double Times = 1;
  bool Assumed = false; ///< because of a size known only at run time
};

/// An estimate of what a loop or a body does in one execution.
struct Cost {
  double Steps = 0;
  /// What the largest part of \c Steps is the product of, outermost first.
  llvm::SmallVector<CostFactor, 4> Factors;
  /// It holds a call that blocks the thread and is reported: that call is the
  /// mistake, and awaiting instead makes the loop around it suspend.
  bool Blocks = false;
  /// It does more than look at conditions, yield and count.
  bool Works = false;
  /// A loop in it (or it itself) that nothing ends, or null.
  const clang::Stmt *Endless = nullptr;
  /// In estimates that follow no calls: those that might be followed.
  std::vector<CostCall> Calls;
};

/// Whether a size known only at run time makes \p C what it is.
bool isAssumed(const Cost &C);

class CostModel {
public:
  /// Follows calls into the bodies of \p Model. A range whose size is known
  /// only at run time counts as \p AssumedElements.
  CostModel(const AsyncModel &Model, double AssumedElements);
  ~CostModel();

  /// What one execution of \p Loop, which stands in \p Body, does.
  Cost loopCost(const clang::Stmt &Loop, const CodeBody &Body);

  /// The same, following no calls.
  Cost ownLoopCost(const clang::Stmt &Loop, const CodeBody &Body);
  Cost ownCost(const CodeBody &Body) { return bodyCost(Body, 0); }

private:
  Cost loopCost(const clang::Stmt &Loop, const CodeBody &Body, unsigned Depth);
  friend class CostEstimator;
  struct Scope;

  Scope &scopeOf(const CodeBody &Body);
  Cost bodyCost(const CodeBody &Body, unsigned Depth);
  const CodeBody *definitionOf(const clang::FunctionDecl &F) const;

  const AsyncModel &Model;
  const clang::ASTContext &Ctx;
  const Catalogue &Known;
  const double AssumedElements;
  llvm::DenseMap<const clang::Stmt *, std::unique_ptr<Scope>> Scopes;
  llvm::DenseMap<std::pair<const CodeBody *, unsigned>, Cost> BodyCosts;
  llvm::SmallPtrSet<const CodeBody *, 4> InProgress;
};

} // namespace cotidy

#endif // COTIDY_MODEL_COST_COST_H
