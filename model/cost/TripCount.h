//===--- TripCount.h - how often a loop runs --------------------*- C++ -*-===//
#ifndef COTIDY_MODEL_COST_TRIPCOUNT_H
#define COTIDY_MODEL_COST_TRIPCOUNT_H

#include "model/code/LoopExit.h"
#include "model/code/StaticValues.h"

namespace cotidy {

/// An estimate of the rounds that one execution of a loop takes.
struct TripCount {
  enum Basis {
    Constant, ///< the source shows it
    RunTime,  ///< depends on data; an assumption stands in for it
    Unbounded ///< nothing that the loop computes ends it
  };
  double Count = 0;
  Basis B = RunTime;

  /// The loop goes on where its last execution ended (a scanner's inner loop),
  /// so that \c Count is its share of one pass over the data.
  bool Amortised = false;

  /// The counting variable and its value in the middle round, where known.
  const clang::VarDecl *Variable = nullptr;
  double Middle = 0;
};

/// A loop around the one asked about.
struct EnclosingLoop {
  const clang::Stmt *Loop;
  double Trips;
};

class TripCounter {
public:
  /// A range whose size is known only at run time counts as \p AssumedElements.
  TripCounter(const clang::ASTContext &Ctx, const VarWrites &Writes,
              const StaticValues &Values, double AssumedElements)
      : Ctx(Ctx), Writes(Writes), Values(Values), Assumed(AssumedElements) {}

  /// Estimates \p Loop, which stands in \p Around, outermost first. A loop over
  /// a run-time number of threads counts as some tens of rounds.
  TripCount count(const clang::Stmt &Loop,
                  llvm::ArrayRef<EnclosingLoop> Around) const;

private:
  /// A variable compared with something that ends a loop.
  struct Comparison {
    const clang::Expr *Variable;
    clang::BinaryOperatorKind Op;
    const clang::Expr *Limit; ///< null stands for zero
  };
  struct Step {
    enum Kind { Linear, Geometric, None } K = None;
    double Amount = 0; ///< added, or the factor
    bool Up = true;
  };

  TripCount countRounds(const clang::Stmt &Loop,
                        llvm::ArrayRef<EnclosingLoop> Around) const;
  TripCount countCondition(const clang::Expr *Condition,
                           const clang::Stmt &Loop) const;
  TripCount countComparison(const Comparison &C, const clang::Stmt &Loop) const;
  TripCount countLinear(const Comparison &C, const Step &S,
                        const clang::ValueDecl &Variable,
                        const clang::Stmt &Loop) const;
  TripCount countGeometric(const Comparison &C, const Step &S,
                           const clang::ValueDecl &Variable,
                           const clang::Stmt &Loop) const;
  TripCount countExits(TripCount T, const clang::Stmt &Loop) const;
  Step stepOf(const clang::ValueDecl &Variable, const clang::Stmt &Loop) const;
  bool halves(const clang::ValueDecl &Variable, const clang::Stmt &Loop) const;
  const clang::Expr *initialValue(const clang::ValueDecl &Variable,
                                  const clang::Stmt &Loop) const;
  bool declaredOutside(const clang::Expr *Cursor,
                       const clang::Stmt *Outer) const;
  double crossedTrips(const clang::Stmt &Loop,
                      llvm::ArrayRef<EnclosingLoop> Around) const;

  const clang::ASTContext &Ctx;
  const VarWrites &Writes;
  const StaticValues &Values;
  double Assumed;
};

} // namespace cotidy

#endif // COTIDY_MODEL_COST_TRIPCOUNT_H
