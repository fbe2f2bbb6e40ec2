#include "model/cost/TripCount.h"
#include "model/code/ExprUtils.h"
#include "model/code/LoopCondition.h"
#include "model/code/StandardNames.h"
#include "model/cost/AssumedRounds.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/StringSwitch.h"
#include <algorithm>
#include <cmath>

using namespace clang;

namespace cotidy {

/// As many rounds as an `int` has positive values: no program counts so far.
constexpr double AllNumbers = 0x7fffffff;

static TripCount constantTrips(double Count) {
  return {std::max(0.0, std::ceil(Count)), TripCount::Constant};
}

static TripCount runTimeTrips(double Count) {
  return {std::max(1.0, std::ceil(Count)), TripCount::RunTime};
}

/// The tighter of two bounds on one loop.
static TripCount tighter(const TripCount &A, const TripCount &B) {
  if (A.B == TripCount::Unbounded || B.B == TripCount::Unbounded)
    return A.B == TripCount::Unbounded ? B : A;
  if (A.Count != B.Count)
    return A.Count < B.Count ? A : B;
  return A.B == TripCount::Constant ? A : B;
}

/// The looser of two bounds, of which the larger counts.
static TripCount looser(const TripCount &A, const TripCount &B) {
  if (A.B != B.B)
    return A.B < B.B ? B : A;
  return A.Count < B.Count ? B : A;
}

/// Whether \p E ends in a call that does not come back.
static bool neverReturns(const Expr *E) {
  const auto *Call = dyn_cast_or_null<CallExpr>(E ? E->IgnoreImplicit() : E);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  return Callee && Callee->isNoReturn();
}

/// What \p Condition says once \p Variable is \p Value; nothing where that does
/// not decide it.
static std::optional<bool> conditionWith(const Expr *Condition,
                                         const ValueDecl &Variable,
                                         const llvm::APSInt &Value,
                                         const ASTContext &Ctx) {
  const Expr *E = Condition->IgnoreParenImpCasts();
  if (namedValue(E) == &Variable)
    return Value != 0;
  if (const auto *Not = dyn_cast<UnaryOperator>(E);
      Not && Not->getOpcode() == UO_LNot) {
    auto Inner = conditionWith(Not->getSubExpr(), Variable, Value, Ctx);
    return Inner ? std::optional(!*Inner) : std::nullopt;
  }
  const auto *Op = dyn_cast<BinaryOperator>(E);
  if (!Op)
    return std::nullopt;
  if (Op->isLogicalOp()) {
    auto Left = conditionWith(Op->getLHS(), Variable, Value, Ctx);
    auto Right = conditionWith(Op->getRHS(), Variable, Value, Ctx);
    bool Decides = Op->getOpcode() == BO_LOr;
    if (Left == Decides || Right == Decides)
      return Decides;
    return Left && Right ? std::optional(!Decides) : std::nullopt;
  }
  Expr::EvalResult Limit;
  if (!Op->isEqualityOp() ||
      namedValue(Op->getLHS()->IgnoreParenImpCasts()) != &Variable ||
      Op->getRHS()->isValueDependent() ||
      !Op->getRHS()->EvaluateAsInt(Limit, Ctx))
    return std::nullopt;
  return llvm::APSInt::isSameValue(Value, Limit.Val.getInt()) ==
         (Op->getOpcode() == BO_EQ);
}

/// Whether \p Condition asks an object, converted to bool, of which the
/// increment sets the member \p Set to a constant. Whatever the conversion
/// does: macros that wrap a statement are written so (`qCDebug(category) <<
/// ...`).
static bool asksWhatIsSet(const Expr &Condition, const Expr &Set) {
  const auto *Asked = dyn_cast<CXXMemberCallExpr>(
      Condition.IgnoreImplicit()->IgnoreParenImpCasts());
  const auto *Member = dyn_cast<MemberExpr>(Set.IgnoreParenImpCasts());
  return Asked && isa_and_nonnull<CXXConversionDecl>(Asked->getMethodDecl()) &&
         Member && !Member->isArrow() && namedValue(Member->getBase()) &&
         namedValue(Member->getBase()) ==
             namedValue(Asked->getImplicitObjectArgument());
}

/// Whether the increment of \p For makes its condition false:
/// `for (bool once = true; once; once = false)`,
/// `for (int r = 0; r == 0 && enabled(); r = 1)`.
static bool endsByIncrement(const ForStmt &For, const ASTContext &Ctx) {
  const auto *Set = dyn_cast_or_null<BinaryOperator>(
      For.getInc() ? For.getInc()->IgnoreParens() : nullptr);
  if (!Set || Set->getOpcode() != BO_Assign || !For.getCond() ||
      Set->isValueDependent())
    return false;
  const ValueDecl *Variable = namedValue(Set->getLHS());
  Expr::EvalResult Number;
  llvm::APSInt Value;
  bool Truth = false;
  if (Set->getRHS()->EvaluateAsInt(Number, Ctx))
    Value = Number.Val.getInt();
  else if (Set->getRHS()->EvaluateAsBooleanCondition(Truth, Ctx))
    Value = llvm::APSInt::getUnsigned(Truth);
  else
    return false;
  return (Variable &&
          conditionWith(For.getCond(), *Variable, Value, Ctx) == false) ||
         asksWhatIsSet(*For.getCond(), *Set->getLHS());
}

TripCount TripCounter::count(const Stmt &Loop,
                             ArrayRef<EnclosingLoop> Around) const {
  TripCount T = countRounds(Loop, Around);
  if (T.B == TripCount::RunTime || isCappedSize(Loop))
    T.Count = std::min(T.Count, assumedRounds(Loop, Around, Ctx));
  return T;
}

TripCount TripCounter::countRounds(const Stmt &Loop,
                                   ArrayRef<EnclosingLoop> Around) const {
  if (const auto *Range = dyn_cast<CXXForRangeStmt>(&Loop)) {
    auto Elements = Values.elementsOf(Range->getRangeInit(), &Loop);
    TripCount T = Elements ? constantTrips(*Elements) : runTimeTrips(Assumed);
    return countExits(T, Loop);
  }
  if (isMacroWrapper(Loop))
    return constantTrips(1);
  // Macros also wrap them in a for whose increment never returns: `for (Fault
  // f;; f.fatal())`.
  if (const auto *For = dyn_cast<ForStmt>(&Loop);
      For && (neverReturns(For->getInc()) || endsByIncrement(*For, Ctx)))
    return constantTrips(1);
  const Expr *Condition = loopCondition(Loop);
  TripCount T{Assumed, TripCount::Unbounded};
  if (const auto *While = dyn_cast<WhileStmt>(&Loop);
      While && While->getConditionVariable())
    T = runTimeTrips(Assumed);
  else if (Condition)
    T = countCondition(Condition, Loop);
  if (isa<DoStmt>(Loop) && T.B == TripCount::Constant)
    T.Count = std::max(T.Count, 1.0);
  T = countExits(T, Loop);
  if (T.B == TripCount::RunTime) {
    double Crossed = crossedTrips(Loop, Around);
    if (Crossed > 1) {
      T.Count = std::max(1.0, T.Count / Crossed);
      T.Amortised = true;
    }
  }
  return T;
}

TripCount TripCounter::countCondition(const Expr *Condition,
                                      const Stmt &Loop) const {
  const Expr *E = Condition->IgnoreParenImpCasts();
  if (const auto *Cleanups = dyn_cast<ExprWithCleanups>(E))
    return countCondition(Cleanups->getSubExpr(), Loop);
  if (E->isTypeDependent())
    return runTimeTrips(Assumed);
  if (auto Value = Values.constantOf(E))
    return *Value != 0 ? TripCount{Assumed, TripCount::Unbounded}
                       : constantTrips(0);
  if (isExternalFlag(E, Values))
    return {Assumed, TripCount::Unbounded};
  if (retries(E))
    return runTimeTrips(2);
  if (const auto *Rewritten = dyn_cast<CXXRewrittenBinaryOperator>(E)) {
    auto Form = Rewritten->getDecomposedForm();
    return countComparison({Form.LHS, Form.Opcode, Form.RHS}, Loop);
  }
  if (const auto *Op = dyn_cast<BinaryOperator>(E)) {
    if (Op->getOpcode() == BO_LAnd)
      return tighter(countCondition(Op->getLHS(), Loop),
                     countCondition(Op->getRHS(), Loop));
    if (Op->getOpcode() == BO_LOr)
      return looser(countCondition(Op->getLHS(), Loop),
                    countCondition(Op->getRHS(), Loop));
    if (Op->isComparisonOp())
      return countComparison({Op->getLHS(), Op->getOpcode(), Op->getRHS()},
                             Loop);
  }
  if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(E);
      Op && Op->isComparisonOp() && Op->getNumArgs() == 2)
    return countComparison(
        {Op->getArg(0), BinaryOperator::getOverloadedOpcode(Op->getOperator()),
         Op->getArg(1)},
        Loop);
  // `while (n--)`, `for (; n; n /= 10)`
  return countComparison({E, BO_NE, nullptr}, Loop);
}

/// `++i`, `i++`, `i * i` seen as `i`.
static const Expr *comparedVariable(const Expr *E, bool &Squared) {
  E = E->IgnoreParenImpCasts();
  if (const auto *Op = dyn_cast<UnaryOperator>(E);
      Op && Op->isIncrementDecrementOp())
    return Op->getSubExpr()->IgnoreParenImpCasts();
  if (const auto *Op = dyn_cast<BinaryOperator>(E);
      Op && Op->getOpcode() == BO_Mul && namedValue(Op->getLHS()) &&
      namedValue(Op->getLHS()) == namedValue(Op->getRHS())) {
    Squared = true;
    return Op->getLHS();
  }
  return E;
}

TripCount TripCounter::countComparison(const Comparison &C,
                                       const Stmt &Loop) const {
  bool Squared = false;
  const Expr *Left = comparedVariable(C.Variable, Squared);
  const ValueDecl *Variable = namedValue(Left);
  Step S = Variable ? stepOf(*Variable, Loop) : Step();
  bool Ignored = false;
  const Expr *Right = C.Limit ? comparedVariable(C.Limit, Ignored) : nullptr;
  const ValueDecl *Other = Right ? namedValue(Right) : nullptr;
  Step OtherStep = Other ? stepOf(*Other, Loop) : Step();
  if (Variable && Other && halves(*Variable, Loop) && halves(*Other, Loop))
    return runTimeTrips(std::log2(Assumed));
  if (S.K == Step::None && OtherStep.K != Step::None)
    return countComparison(
        {Right, BinaryOperator::reverseComparisonOp(C.Op), Left}, Loop);
  if (S.K == Step::None || OtherStep.K != Step::None)
    return runTimeTrips(Assumed);
  if (S.K == Step::Geometric)
    return countGeometric(C, S, *Variable, Loop);
  if (!Squared)
    return countLinear(C, S, *Variable, Loop);
  auto Limit = Values.valueOf(C.Limit, &Loop);
  return Limit ? constantTrips(std::sqrt(std::max(*Limit, 0.0)) / S.Amount)
               : runTimeTrips(Assumed);
}

TripCount TripCounter::countLinear(const Comparison &C, const Step &S,
                                   const ValueDecl &Variable,
                                   const Stmt &Loop) const {
  // A comparison that the steps move away from does not end the loop.
  bool WantsUp = C.Op == BO_LT || C.Op == BO_LE;
  bool WantsDown = C.Op == BO_GT || C.Op == BO_GE;
  if ((WantsUp && !S.Up) || (WantsDown && S.Up) || C.Op == BO_EQ)
    return runTimeTrips(Assumed);

  const Expr *Init = initialValue(Variable, Loop);
  auto From = Init ? Values.valueOf(Init, &Loop) : std::nullopt;
  auto To = C.Limit ? Values.valueOf(C.Limit, &Loop) : std::optional(0.0);
  std::optional<double> Distance;
  if (From && To)
    Distance = S.Up ? *To - *From : *From - *To;
  else if (Init && C.Limit)
    Distance = S.Up ? Values.extent(Init, C.Limit, &Loop)
                    : Values.extent(C.Limit, Init, &Loop);
  // A counter is rarely negative, so a limit alone bounds a loop upwards.
  if (!Distance && S.Up && To && *To >= 0)
    Distance = To;
  if (!Distance && !S.Up && From && *From >= 0)
    Distance = From;
  if (!Distance)
    return runTimeTrips(Assumed / S.Amount);
  if (C.Op == BO_LE || C.Op == BO_GE)
    *Distance += 1;
  TripCount T = constantTrips(*Distance / S.Amount);
  if (From) {
    T.Variable = dyn_cast<VarDecl>(&Variable);
    T.Middle = *From + (S.Up ? *Distance : -*Distance) / 2;
  }
  return T;
}

TripCount TripCounter::countGeometric(const Comparison &C, const Step &S,
                                      const ValueDecl &Variable,
                                      const Stmt &Loop) const {
  const Expr *Init = initialValue(Variable, Loop);
  auto From = Init ? Values.valueOf(Init, &Loop) : std::nullopt;
  auto To = C.Limit ? Values.valueOf(C.Limit, &Loop) : std::optional(0.0);
  if (!From || !To)
    return runTimeTrips(std::log(Assumed) / std::log(S.Amount));
  double Large = std::max({*From, *To, 1.0});
  double Small = std::max(1.0, std::min(*From, *To));
  return constantTrips(std::log(Large / Small) / std::log(S.Amount));
}

TripCounter::Step TripCounter::stepOf(const ValueDecl &Variable,
                                      const Stmt &Loop) const {
  const auto *For = dyn_cast<ForStmt>(&Loop);
  Step Result;
  for (const VarWrite &Write : Writes.of(&Variable)) {
    if (!Writes.isWithin(Write.At, &Loop) ||
        (For && For->getInit() && Writes.isWithin(Write.At, For->getInit())))
      continue;
    Step This;
    auto Amount = Write.Operand ? Values.valueOf(Write.Operand, &Loop)
                                : std::optional(1.0);
    switch (Write.K) {
    case VarWrite::Add:
    case VarWrite::Subtract:
      if (!Amount)
        Amount = 1;
      This = {Step::Linear, std::abs(*Amount),
              (Write.K == VarWrite::Add) == (*Amount >= 0)};
      break;
    case VarWrite::Scale:
      This = {Step::Geometric, Amount ? *Amount : 2};
      break;
    case VarWrite::Shift:
      This = {Step::Geometric, Amount ? std::exp2(std::min(*Amount, 64.0)) : 2};
      break;
    default:
      return {};
    }
    if (This.Amount <= (This.K == Step::Geometric ? 1 : 0))
      return {};
    // `i += 2` in the body of a loop over `++i` skips, `i /= 2` ends it soon.
    if (Result.K == Step::None || This.K == Step::Geometric ||
        (Result.K == This.K && This.Amount < Result.Amount))
      Result = This;
  }
  return Result;
}

/// Whether the loop sets \p Variable to about the middle between two values, as
/// a binary search does.
bool TripCounter::halves(const ValueDecl &Variable, const Stmt &Loop) const {
  auto IsHalf = [](const Stmt *S, auto &Self, unsigned Depth) -> bool {
    if (!S || Depth > 8)
      return false;
    if (const auto *Op = dyn_cast<BinaryOperator>(S);
        Op && (Op->getOpcode() == BO_Div || Op->getOpcode() == BO_Shr))
      return true;
    if (const auto *Call = dyn_cast<CallExpr>(S))
      if (const FunctionDecl *Callee = Call->getDirectCallee();
          Callee && Callee->getIdentifier() && Callee->getName() == "midpoint")
        return true;
    if (const auto *Ref = dyn_cast<DeclRefExpr>(S))
      if (const auto *Var = dyn_cast<VarDecl>(Ref->getDecl());
          Var && Var->isLocalVarDecl() && Self(Var->getInit(), Self, Depth + 1))
        return true;
    return llvm::any_of(S->children(), [&](const Stmt *Child) {
      return Self(Child, Self, Depth + 1);
    });
  };
  bool Found = false;
  for (const VarWrite &Write : Writes.of(&Variable)) {
    if (!Writes.isWithin(Write.At, &Loop))
      continue;
    if (Write.K != VarWrite::Assign || !IsHalf(Write.Operand, IsHalf, 0))
      return false;
    Found = true;
  }
  return Found;
}

const Expr *TripCounter::initialValue(const ValueDecl &Variable,
                                      const Stmt &Loop) const {
  const auto *For = dyn_cast<ForStmt>(&Loop);
  const auto *Var = dyn_cast<VarDecl>(&Variable);
  const Expr *Init = Var && !isa<ParmVarDecl>(Var) ? Var->getInit() : nullptr;
  for (const VarWrite &Write : Writes.of(&Variable)) {
    bool InInit =
        For && For->getInit() && Writes.isWithin(Write.At, For->getInit());
    if (Writes.isWithin(Write.At, &Loop) && !InInit)
      break;
    Init = Write.K == VarWrite::Assign ? Write.Operand : nullptr;
  }
  return Init;
}

TripCount TripCounter::countExits(TripCount T, const Stmt &Loop) const {
  Leaving L = leaving(loopBody(Loop), Ctx);
  SmallVector<LoopExit, 4> Exits;
  if (L == Leaving::Loop || L == Leaving::Function ||
      T.B == TripCount::Unbounded || T.Count > 1)
    Exits = exitsOf(Loop, Ctx);
  bool EndedByData = false;
  for (const LoopExit &Exit : Exits) {
    // The end of the first round, unless a `continue` stands before it.
    if (Exit.Conditions.empty())
      return constantTrips(1);
    EndedByData |= !llvm::all_of(Exit.Conditions, [&](const Expr *Condition) {
      return isExternalFlag(Condition, Values);
    });
    if (Exit.Conditions.size() != 1)
      continue;
    // `if (++rounds == 10) break;`
    const auto *Op = dyn_cast<BinaryOperator>(
        Exit.Conditions.front()->IgnoreParenImpCasts());
    if (!Op || !Op->isComparisonOp())
      continue;
    BinaryOperatorKind Stays =
        BinaryOperator::negateComparisonOp(Op->getOpcode());
    TripCount Counted =
        countComparison({Op->getLHS(), Stays, Op->getRHS()}, Loop);
    if (Counted.B == TripCount::Constant && Counted.Count > 0)
      T = tighter(T, Counted);
  }
  // A search that gives up where its numbers end has no bound, either.
  if ((T.B == TripCount::Unbounded || T.Count >= AllNumbers) && EndedByData)
    T = runTimeTrips(Assumed);
  return T;
}

bool TripCounter::declaredOutside(const Expr *Cursor, const Stmt *Outer) const {
  Cursor = Cursor->IgnoreParenImpCasts();
  while (const auto *Member = dyn_cast<MemberExpr>(Cursor))
    Cursor = Member->getBase()->IgnoreParenImpCasts();
  if (isa<CXXThisExpr>(Cursor))
    return true;
  const auto *Ref = dyn_cast<DeclRefExpr>(Cursor);
  const auto *Var = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  if (!Var)
    return false;
  const Stmt *Declaration = Writes.declaration(Var);
  return !Declaration || !Writes.isWithin(Declaration, Outer);
}

/// The rounds of those loops around \p Loop over which it goes on with what its
/// condition looks at, without starting anew.
double TripCounter::crossedTrips(const Stmt &Loop,
                                 ArrayRef<EnclosingLoop> Around) const {
  const Expr *Condition = loopCondition(Loop);
  if (!Condition)
    return 1;
  SmallVector<const Expr *, 4> Cursors;
  auto Collect = [&](const Stmt *S, auto &Self) -> void {
    if (!S)
      return;
    const auto *E = dyn_cast<Expr>(S);
    if (isa_and_nonnull<DeclRefExpr, MemberExpr>(E))
      if (const ValueDecl *V = namedValue(E);
          V && llvm::any_of(Writes.of(V), [&](const VarWrite &Write) {
            return Writes.isWithin(Write.At, &Loop);
          }))
        Cursors.push_back(E);
    for (const Stmt *Child : S->children())
      Self(Child, Self);
  };
  Collect(Condition, Collect);
  if (Cursors.empty())
    return 1;

  const auto *For = dyn_cast<ForStmt>(&Loop);
  auto GoesOn = [&](const Expr *Cursor, const Stmt *Outer) {
    if (!declaredOutside(Cursor, Outer))
      return false;
    return llvm::none_of(
        Writes.of(namedValue(Cursor)), [&](const VarWrite &Write) {
          bool InInit = For && For->getInit() &&
                        Writes.isWithin(Write.At, For->getInit());
          return Write.K == VarWrite::Assign &&
                 Writes.isWithin(Write.At, Outer) &&
                 (InInit || !Writes.isWithin(Write.At, &Loop));
        });
  };
  double Crossed = 1;
  for (const EnclosingLoop &Outer : llvm::reverse(Around)) {
    if (!llvm::all_of(Cursors, [&](const Expr *Cursor) {
          return GoesOn(Cursor, Outer.Loop);
        }))
      break;
    Crossed *= std::max(1.0, Outer.Trips);
  }
  return Crossed;
}

} // namespace cotidy
