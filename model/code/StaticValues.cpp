#include "model/code/StaticValues.h"
#include "model/code/StandardNames.h"
#include "model/llvm/Compat.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/StringSwitch.h"
#include <algorithm>
#include <cmath>

using namespace clang;

namespace cotidy {

/// Looks through what does not change a number: parentheses, casts,
/// temporaries, `size_t{16}`.
static const Expr *stripNumeric(const Expr *E) {
  while (E) {
    const Expr *Inner = E->IgnoreUnlessSpelledInSource();
    if (const auto *Cast = dyn_cast<ExplicitCastExpr>(Inner))
      Inner = Cast->getSubExpr();
    else if (const auto *List = dyn_cast<InitListExpr>(Inner);
             List && List->getNumInits() == 1 &&
             List->getType()->isArithmeticType())
      Inner = List->getInit(0);
    if (Inner == E)
      break;
    E = Inner;
  }
  return E;
}

/// The smaller of two numbers of which one may be unknown.
static std::optional<double> least(std::optional<double> A,
                                   std::optional<double> B) {
  if (!A || !B)
    return A ? A : B;
  return std::min(*A, *B);
}

static std::optional<double> greatest(std::optional<double> A,
                                      std::optional<double> B) {
  if (!A || !B)
    return std::nullopt;
  return std::max(*A, *B);
}

bool StaticValues::sameExpr(const Expr *A, const Expr *B) const {
  A = A->IgnoreParenImpCasts();
  B = B->IgnoreParenImpCasts();
  if (A->getStmtClass() != B->getStmtClass())
    return false;
  llvm::FoldingSetNodeID First, Second;
  A->Profile(First, Ctx, /*Canonical=*/true);
  B->Profile(Second, Ctx, /*Canonical=*/true);
  return First == Second;
}

std::optional<double> StaticValues::constantOf(const Expr *E) const {
  if (!E || E->isValueDependent() || E->isTypeDependent() ||
      E->containsErrors())
    return std::nullopt;
  if (E->getType()->isIntegralOrEnumerationType()) {
    Expr::EvalResult Result;
    if (E->EvaluateAsInt(Result, Ctx))
      return Result.Val.getInt().roundToDouble();
  } else if (E->getType()->isRealFloatingType()) {
    llvm::APFloat Result(0.0);
    if (E->EvaluateAsFloat(Result, Ctx))
      return Result.convertToDouble();
  }
  return std::nullopt;
}

std::optional<double> StaticValues::valueOf(const Expr *E,
                                            const Stmt *At) const {
  return valueOf(E, At, 0);
}

std::optional<double> StaticValues::elementsOf(const Expr *Range,
                                               const Stmt *At) const {
  return elementsOf(Range, At, 0);
}

std::optional<double> StaticValues::extent(const Expr *Begin, const Expr *End,
                                           const Stmt *At) const {
  return extent(Begin, End, At, 0);
}

/// The largest number that the type of \p E or the bit-field it names holds,
/// if that is small enough to bound a loop.
static std::optional<double> boundOfType(const Expr &E, const ASTContext &Ctx) {
  QualType T = E.getType();
  if (!T->isIntegralOrUnscopedEnumerationType() || T->isEnumeralType())
    return std::nullopt;
  unsigned Bits = Ctx.getIntWidth(T);
  if (const FieldDecl *Field = E.getSourceBitField();
      Field && !Field->getBitWidth()->isValueDependent())
    Bits = std::min(Bits, bitWidth(*Field));
  if (Bits > 8)
    return std::nullopt;
  return std::exp2(T->isSignedIntegerType() ? Bits - 1 : Bits) - 1;
}

std::optional<double> StaticValues::valueOf(const Expr *E, const Stmt *At,
                                            unsigned Depth) const {
  E = stripNumeric(E);
  if (!E || Depth > MaxDepth || E->isTypeDependent())
    return std::nullopt;
  if (std::optional<double> Constant = constantOf(E))
    return Constant;

  std::optional<double> Shown;
  if (const auto *Op = dyn_cast<BinaryOperator>(E)) {
    Shown = valueOfBinary(*Op, At, Depth);
  } else if (const auto *Choice = dyn_cast<ConditionalOperator>(E)) {
    auto True = valueOf(Choice->getTrueExpr(), At, Depth + 1);
    auto False = valueOf(Choice->getFalseExpr(), At, Depth + 1);
    // `n < 16 ? n : 16` is a minimum.
    auto Guarded = boundFrom(Choice->getCond(), true, Choice->getTrueExpr());
    Shown = greatest(least(True, Guarded),
                     least(False, boundFrom(Choice->getCond(), false,
                                            Choice->getFalseExpr())));
  } else if (const auto *Call = dyn_cast<CallExpr>(E)) {
    Shown = valueOfCall(*Call, At, Depth);
  } else if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    if (const auto *Var = dyn_cast<VarDecl>(Ref->getDecl())) {
      if (auto It = Assumed.find(Var); It != Assumed.end())
        return It->second;
      if (Var->isLocalVarDecl() && Var->getInit() && Writes.of(Var).empty() &&
          !Var->getType()->isReferenceType())
        Shown = valueOf(Var->getInit(), At, Depth + 1);
    }
  }
  return least(least(Shown, guardBound(E, At)), boundOfType(*E, Ctx));
}

std::optional<double> StaticValues::valueOfBinary(const BinaryOperator &Op,
                                                  const Stmt *At,
                                                  unsigned Depth) const {
  auto Left = valueOf(Op.getLHS(), At, Depth + 1);
  auto Right = valueOf(Op.getRHS(), At, Depth + 1);
  switch (Op.getOpcode()) {
  case BO_Rem:
    return Right ? std::optional(*Right - 1) : Left;
  case BO_And:
    return least(Left, Right);
  case BO_Comma:
  case BO_Assign:
    return Right;
  default:
    break;
  }
  if (Op.getOpcode() == BO_Sub && !(Left && Right))
    return extent(Op.getRHS(), Op.getLHS(), At, Depth + 1);
  if (!Left || !Right)
    return std::nullopt;
  switch (Op.getOpcode()) {
  case BO_Add:
    return *Left + *Right;
  case BO_Sub:
    return *Left - *Right;
  case BO_Mul:
    return *Left * *Right;
  case BO_Div:
    return *Right == 0 ? std::nullopt : std::optional(*Left / *Right);
  case BO_Shl:
    return std::ldexp(*Left, static_cast<int>(std::min(*Right, 64.0)));
  case BO_Shr:
    return std::ldexp(*Left, -static_cast<int>(std::min(*Right, 64.0)));
  default:
    return std::nullopt;
  }
}

std::optional<double> StaticValues::valueOfCall(const CallExpr &Call,
                                                const Stmt *At,
                                                unsigned Depth) const {
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call)) {
    StringRef Name = memberCallee(*Member);
    if (Call.getNumArgs() == 0 && (Name == "size" || Name == "length"))
      return elementsOf(Member->getImplicitObjectArgument(), At, Depth + 1);
    return std::nullopt;
  }
  SmallVector<const Expr *, 4> Args = writtenArguments(Call);
  StringRef Name = standardCallee(Call);
  if (Args.empty() || Name.empty())
    return std::nullopt;
  if (Name == "size" || Name == "ssize")
    return elementsOf(Args[0], At, Depth + 1);
  if (Name == "distance" && Args.size() == 2)
    return extent(Args[0], Args[1], At, Depth + 1);
  if (Name == "clamp" && Args.size() >= 3)
    return valueOf(Args[2], At, Depth + 1);
  if (Name != "min" && Name != "max")
    return std::nullopt;
  // `std::min({a, b, c})`
  const Expr *First = Args[0]->IgnoreImplicit();
  if (const auto *List = dyn_cast<CXXStdInitializerListExpr>(First))
    if (const auto *Inits =
            dyn_cast<InitListExpr>(List->getSubExpr()->IgnoreImplicit()))
      Args.assign(Inits->inits().begin(), Inits->inits().end());
  std::optional<double> Result = valueOf(Args[0], At, Depth + 1);
  for (const Expr *Arg : llvm::drop_begin(Args)) {
    if (!Arg->getType()->isArithmeticType())
      continue;
    auto Value = valueOf(Arg, At, Depth + 1);
    Result = Name == "min" ? least(Result, Value) : greatest(Result, Value);
  }
  return Result;
}

/// Where \p Call is `x.begin()`, `std::end(x)` or one of their like: `x`.
static const Expr *rangeOfIterator(const Expr *E) {
  E = E->IgnoreUnlessSpelledInSource();
  auto IsIterator = [](StringRef Name) {
    return llvm::StringSwitch<bool>(Name)
        .Cases({"begin", "end", "cbegin", "cend"}, true)
        .Cases({"rbegin", "rend", "crbegin", "crend"}, true)
        .Default(false);
  };
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(E))
    return IsIterator(memberCallee(*Member))
               ? Member->getImplicitObjectArgument()
               : nullptr;
  if (const auto *Call = dyn_cast<CallExpr>(E))
    if (IsIterator(standardCallee(*Call)))
      if (SmallVector<const Expr *, 4> Args = writtenArguments(*Call);
          !Args.empty())
        return Args[0];
  return nullptr;
}

std::optional<double> StaticValues::extent(const Expr *Begin, const Expr *End,
                                           const Stmt *At,
                                           unsigned Depth) const {
  Begin = stripNumeric(Begin);
  End = stripNumeric(End);
  if (!Begin || !End || Depth > MaxDepth || Begin->isTypeDependent() ||
      End->isTypeDependent())
    return std::nullopt;
  if (End->getType()->isArithmeticType()) {
    auto From = valueOf(Begin, At, Depth + 1);
    auto To = valueOf(End, At, Depth + 1);
    if (From && To)
      return *To - *From;
  }
  const Expr *Range = rangeOfIterator(End);
  if (const Expr *BeginRange = rangeOfIterator(Begin);
      Range && BeginRange && sameExpr(Range, BeginRange))
    return elementsOf(Range, At, Depth + 1);

  if (const auto *Op = dyn_cast<BinaryOperator>(End);
      Op && Op->getOpcode() == BO_Add) {
    if (sameExpr(Op->getLHS(), Begin))
      return valueOf(Op->getRHS(), At, Depth + 1);
    if (sameExpr(Op->getRHS(), Begin))
      return valueOf(Op->getLHS(), At, Depth + 1);
  }
  if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(End);
      Op && Op->getOperator() == OO_Plus && Op->getNumArgs() == 2 &&
      sameExpr(stripNumeric(Op->getArg(0)), Begin))
    return valueOf(Op->getArg(1), At, Depth + 1);
  if (const auto *Choice = dyn_cast<ConditionalOperator>(End))
    return least(extent(Begin, Choice->getTrueExpr(), At, Depth + 1),
                 extent(Begin, Choice->getFalseExpr(), At, Depth + 1));
  if (const auto *Call = dyn_cast<CallExpr>(End);
      Call && standardCallee(*Call) == "min") {
    std::optional<double> Result;
    for (const Expr *Arg : writtenArguments(*Call))
      Result = least(Result, extent(Begin, Arg, At, Depth + 1));
    return Result;
  }
  if (const auto *Ref = dyn_cast<DeclRefExpr>(End))
    if (const auto *Var = dyn_cast<VarDecl>(Ref->getDecl());
        Var && Var->isLocalVarDecl() && Var->getInit() &&
        Writes.of(Var).empty())
      return extent(Begin, Var->getInit(), At, Depth + 1);
  return std::nullopt;
}

} // namespace cotidy
