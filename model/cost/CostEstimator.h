//===--- CostEstimator.h - sums up the statements of one body ---*- C++ -*-===//
//
// Internal to Cost.cpp, CostEstimator.cpp and CallCost.cpp.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_COST_COSTESTIMATOR_H
#define COTIDY_MODEL_COST_COSTESTIMATOR_H

#include "model/cost/Cost.h"

namespace cotidy {

/// What the estimates of one body and of the lambdas in it need.
struct CostModel::Scope {
  Scope(const clang::ASTContext &Ctx, const clang::Stmt &Root,
        double AssumedElements)
      : Writes(Root), Values(Ctx, Writes),
        Trips(Ctx, Writes, Values, AssumedElements) {}

  VarWrites Writes;
  StaticValues Values;
  TripCounter Trips;
  llvm::DenseMap<const clang::Expr *, const BodyCall *> Calls;
  llvm::SmallPtrSet<const CodeBody *, 2> Bodies; ///< whose calls these are
};

class CostEstimator {
public:
  /// How many calls deep an estimate looks.
  static constexpr unsigned MaxCallDepth = 3;

  /// What a loop over text counts as in a called function. Helpers that trim,
  /// escape or convert see names and lines far more often than documents.
  static constexpr double TextLength = 32;

  /// Calls are followed \p Depth functions deep.
  CostEstimator(CostModel &Model, CostModel::Scope &S, unsigned Depth)
      : Model(Model), S(S), Ctx(Model.Ctx), Depth(Depth) {}

  /// A cost, and apart from it what happens once on the way out of a loop and
  /// is not multiplied by its rounds.
  struct Part : Cost {
    double OnceForLoop = 0, OnceForFunction = 0;

    void add(const Part &Other);
    void larger(const Part &Other);
    void scale(double By);
    Cost total() const;
  };

  Part statement(const clang::Stmt *Stmt);
  Part loop(const clang::Stmt &Loop);

private:
  Part ifStatement(const clang::IfStmt &If);
  Part switchStatement(const clang::SwitchStmt &Switch);
  Part expression(const clang::Stmt *E);
  Part call(const clang::Expr &E);
  Part callee(const BodyCall &Call);
  void addInPlace(Part &P, const BodyCall &Call);
  double catalogued(const BlockingEntry &Entry, const CallSite &Site) const;
  std::optional<CostFactor> repeats(const BodyCall &Call) const;

  CostModel &Model;
  CostModel::Scope &S;
  const clang::ASTContext &Ctx;
  unsigned Depth;
  llvm::SmallVector<EnclosingLoop, 4> Around;
};

} // namespace cotidy

#endif // COTIDY_MODEL_COST_COSTESTIMATOR_H
