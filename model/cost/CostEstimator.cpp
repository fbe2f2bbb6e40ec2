#include "model/cost/CostEstimator.h"
#include "model/code/LoopCondition.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include <algorithm>
#include <utility>

using namespace clang;

namespace cotidy {

using Part = CostEstimator::Part;

void Part::add(const Part &Other) {
  // The largest part explains the sum.
  if (Other.Steps + Other.OnceForLoop + Other.OnceForFunction >
      Steps + OnceForLoop + OnceForFunction)
    Factors = Other.Factors;
  Steps += Other.Steps;
  OnceForLoop += Other.OnceForLoop;
  OnceForFunction += Other.OnceForFunction;
  Calls.insert(Calls.end(), Other.Calls.begin(), Other.Calls.end());
  Blocks |= Other.Blocks;
  Works |= Other.Works;
  if (!Endless)
    Endless = Other.Endless;
}

void Part::larger(const Part &Other) {
  if (Other.Steps > Steps) {
    Steps = Other.Steps;
    Factors = Other.Factors;
  }
  OnceForLoop = std::max(OnceForLoop, Other.OnceForLoop);
  OnceForFunction = std::max(OnceForFunction, Other.OnceForFunction);
  Calls.insert(Calls.end(), Other.Calls.begin(), Other.Calls.end());
  Blocks |= Other.Blocks;
  Works |= Other.Works;
  if (!Endless)
    Endless = Other.Endless;
}

void Part::scale(double By) {
  Steps *= By;
  for (CostCall &Call : Calls)
    Call.Times *= By;
}

Cost Part::total() const {
  Cost C = *this;
  C.Steps += OnceForLoop + OnceForFunction;
  return C;
}

/// A statement is one step even if all it does is free.
static Part atLeastOneStep(Part P) {
  P.Steps = std::max(P.Steps, 1.0);
  return P;
}

Part CostEstimator::statement(const Stmt *Stmt) {
  Part P;
  if (!Stmt || isa<NullStmt, BreakStmt, ContinueStmt>(Stmt))
    return P;
  if (isLoop(Stmt))
    return loop(*Stmt);
  if (const auto *If = dyn_cast<IfStmt>(Stmt))
    return ifStatement(*If);
  if (const auto *Switch = dyn_cast<SwitchStmt>(Stmt))
    return switchStatement(*Switch);
  if (const auto *Try = dyn_cast<CXXTryStmt>(Stmt))
    return statement(Try->getTryBlock()); // handlers run seldom
  if (const auto *Decls = dyn_cast<DeclStmt>(Stmt)) {
    for (const Decl *D : Decls->decls())
      if (const auto *Var = dyn_cast<VarDecl>(D);
          Var && Var->getInit() && !Var->isStaticLocal())
        P.add(atLeastOneStep(expression(Var->getInit())));
    return P;
  }
  if (isa<Expr, ReturnStmt, CoreturnStmt>(Stmt))
    return atLeastOneStep(expression(Stmt));
  // Blocks, labels, attributed statements.
  for (const auto *Child : Stmt->children())
    P.add(statement(Child));
  return P;
}

/// Where \p Condition is `i % 100 == 0` or one of its like: 100.
static double rarity(const Expr *Condition, const StaticValues &Values) {
  const Expr *E = Condition->IgnoreParenImpCasts();
  if (const auto *Not = dyn_cast<UnaryOperator>(E);
      Not && Not->getOpcode() == UO_LNot)
    E = Not->getSubExpr()->IgnoreParenImpCasts();
  else if (const auto *Op = dyn_cast<BinaryOperator>(E);
           Op && Op->getOpcode() == BO_EQ)
    E = Op->getLHS()->IgnoreParenImpCasts();
  else
    return 1;
  const auto *Op = dyn_cast<BinaryOperator>(E);
  if (!Op || (Op->getOpcode() != BO_Rem && Op->getOpcode() != BO_And))
    return 1;
  auto Every = Values.constantOf(Op->getRHS());
  if (!Every || *Every < 1)
    return 1;
  return Op->getOpcode() == BO_Rem ? *Every : *Every + 1;
}

Part CostEstimator::ifStatement(const IfStmt &If) {
  Part P;
  if (If.getInit())
    P.add(statement(If.getInit()));
  if (If.isConsteval() || If.isConstexpr()) {
    for (const Stmt *Child : evaluatedChildren(If, Ctx))
      if (Child != If.getInit() && Child != If.getCond())
        P.add(statement(Child));
    return P;
  }
  if (const DeclStmt *Variable = If.getConditionVariableDeclStmt())
    P.add(statement(Variable));
  else
    P.add(atLeastOneStep(expression(If.getCond())));

  auto Known = S.Values.constantOf(If.getCond());
  auto Branch = [&](const Stmt *Stmt, bool Taken) {
    Part B;
    if (!Stmt || (Known && (*Known != 0) != Taken))
      return B;
    B = statement(Stmt);
    switch (leaving(Stmt, Ctx)) {
    case Leaving::Loop:
      B.OnceForLoop += std::exchange(B.Steps, 0);
      B.Calls.clear();
      break;
    case Leaving::Function:
      B.OnceForFunction += std::exchange(B.Steps, 0);
      B.Calls.clear();
      break;
    case Leaving::Round:
    case Leaving::No:
      if (Taken)
        B.scale(1 / rarity(If.getCond(), S.Values));
      break;
    }
    return B;
  };
  Part Then = Branch(If.getThen(), true);
  Then.larger(Branch(If.getElse(), false));
  P.add(Then);
  return P;
}

Part CostEstimator::switchStatement(const SwitchStmt &Switch) {
  Part P = atLeastOneStep(expression(Switch.getCond()));
  const auto *Block = dyn_cast<CompoundStmt>(Switch.getBody());
  if (!Block)
    return P;
  Part Largest, Current;
  for (const Stmt *Child : Block->body()) {
    if (isa<SwitchCase>(Child)) {
      Largest.larger(Current);
      Current = Part();
    }
    const Stmt *Sub = Child;
    while (const auto *Case = dyn_cast<SwitchCase>(Sub))
      Sub = Case->getSubStmt();
    Current.add(statement(Sub));
  }
  Largest.larger(Current);
  // A break leaves the switch, and each execution of it can.
  Largest.Steps += std::exchange(Largest.OnceForLoop, 0);
  P.add(Largest);
  return P;
}

/// Starting, comparing and counting belong to the rounds; work in the head of a
/// loop is more.
static Part head(Part P) {
  if (P.Steps <= 2)
    P.Steps = 0;
  return P;
}

Part CostEstimator::loop(const Stmt &Loop) {
  TripCount Trips = S.Trips.count(Loop, Around);
  if (Trips.B == TripCount::RunTime && Depth < MaxCallDepth && readsText(Loop))
    Trips.Count = std::min(Trips.Count, TextLength);
  Part P;
  const auto *For = dyn_cast<ForStmt>(&Loop);
  if (const auto *Range = dyn_cast<CXXForRangeStmt>(&Loop))
    P.add(head(expression(Range->getRangeInit())));
  else if (For)
    P.add(head(statement(For->getInit())));
  if (Trips.Count == 0)
    return P;

  if (Trips.Variable)
    S.Values.assume(Trips.Variable, Trips.Middle);
  Around.push_back({&Loop, Trips.Count});
  Part Round = atLeastOneStep(statement(loopBody(Loop)));
  Round.add(head(expression(loopCondition(Loop))));
  if (For)
    Round.add(head(expression(For->getInc())));
  if (const auto *While = dyn_cast<WhileStmt>(&Loop))
    Round.add(statement(While->getConditionVariableDeclStmt()));
  Around.pop_back();

  Round.scale(Trips.Count);
  for (CostCall &Call : Round.Calls)
    Call.Assumed |= Trips.B != TripCount::Constant;
  Round.Steps += std::exchange(Round.OnceForLoop, 0);
  CostFactor Rounds;
  Rounds.At = &Loop;
  Rounds.Count = Trips.Count;
  Rounds.Basis = Trips.B;
  Rounds.Amortised = Trips.Amortised;
  Round.Factors.insert(Round.Factors.begin(), Rounds);
  if (Trips.B == TripCount::Unbounded && !Round.Endless)
    Round.Endless = &Loop;
  P.add(Round);
  P.Factors = Round.Factors;
  return P;
}

Part CostEstimator::expression(const Stmt *E) {
  Part P;
  if (!E)
    return P;
  if (const auto *Op = dyn_cast<BinaryOperator>(E))
    P.Works |= Op->isAssignmentOp();
  // The arms of `c ? a : b`: only one runs.
  if (const auto *Choice = dyn_cast<ConditionalOperator>(E)) {
    P.add(expression(Choice->getCond()));
    Part Arm = expression(Choice->getTrueExpr());
    Arm.larger(expression(Choice->getFalseExpr()));
    P.add(Arm);
    return P;
  }
  if (const auto *Block = dyn_cast<StmtExpr>(E))
    return statement(Block->getSubStmt());
  for (const Stmt *Child : evaluatedChildren(*E, Ctx))
    P.add(expression(Child));
  if (isa<CallExpr, CXXConstructExpr>(E))
    P.add(call(*cast<Expr>(E)));
  return P;
}

} // namespace cotidy
