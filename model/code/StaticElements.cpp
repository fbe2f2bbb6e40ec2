//===--- StaticElements.cpp - how many elements a range has ---------------===//
#include "model/code/LoopExit.h"
#include "model/code/StandardNames.h"
#include "model/code/StaticValues.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/StringSwitch.h"
#include <algorithm>

using namespace clang;

namespace cotidy {

/// The size or capacity that the type \p T fixes: arrays, `std::array<T, N>`,
/// `std::span<T, N>`, `std::bitset<N>`, and containers of a capacity given as
/// template argument.
static std::optional<double> elementsOfType(QualType T, const ASTContext &Ctx) {
  T = T.getNonReferenceType();
  if (const auto *Array = Ctx.getAsConstantArrayType(T))
    return Array->getSize().roundToDouble();
  const auto *Record = T->getAsCXXRecordDecl();
  const auto *Class = dyn_cast_or_null<ClassTemplateSpecializationDecl>(Record);
  if (!Class || !Class->getIdentifier())
    return std::nullopt;
  bool Fixed = llvm::StringSwitch<bool>(Class->getName())
                   .Cases({"array", "span", "bitset"}, true)
                   .Cases({"inplace_vector", "static_vector"}, true)
                   .Cases({"static_string", "basic_static_string"}, true)
                   .Default(false);
  if (!Fixed)
    return std::nullopt;
  for (const TemplateArgument &Arg : Class->getTemplateArgs().asArray())
    // std::dynamic_extent has all bits set.
    if (Arg.getKind() == TemplateArgument::Integral &&
        !Arg.getAsIntegral().isAllOnes())
      return Arg.getAsIntegral().roundToDouble();
  return std::nullopt;
}

/// The name of the class of \p E, or empty.
static StringRef className(const Expr &E) {
  const auto *Record = E.getType().getNonReferenceType()->getAsCXXRecordDecl();
  return Record && Record->getIdentifier() ? Record->getName() : StringRef();
}

std::optional<double> StaticValues::elementsOf(const Expr *Range,
                                               const Stmt *At,
                                               unsigned Depth) const {
  if (!Range || Depth > MaxDepth)
    return std::nullopt;
  const Expr *E = Range->IgnoreParenImpCasts()->IgnoreUnlessSpelledInSource();
  if (E->isTypeDependent())
    return std::nullopt;
  if (auto Fixed = elementsOfType(E->getType(), Ctx)) {
    // The terminating zero of a literal is no element to a reader.
    return isa<StringLiteral>(E) ? *Fixed - 1 : Fixed;
  }
  if (const auto *Choice = dyn_cast<ConditionalOperator>(E)) {
    auto True = elementsOf(Choice->getTrueExpr(), At, Depth + 1);
    auto False = elementsOf(Choice->getFalseExpr(), At, Depth + 1);
    return True && False ? std::optional(std::max(*True, *False))
                         : std::nullopt;
  }
  if (const auto *Call = dyn_cast<CallExpr>(E))
    return elementsOfCall(*Call, At, Depth);
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    const auto *Var = dyn_cast<VarDecl>(Ref->getDecl());
    if (!Var || !Var->getInit() || isa<ParmVarDecl>(Var))
      return std::nullopt;
    bool Keeps = Var->getType().getNonReferenceType().isConstQualified() ||
                 (Var->isLocalVarDecl() && !Writes.resized(Var));
    return Keeps ? elementsOfInit(Var->getInit(), At, Depth + 1) : std::nullopt;
  }
  return elementsOfInit(E, At, Depth + 1);
}

std::optional<double> StaticValues::elementsOfCall(const CallExpr &Call,
                                                   const Stmt *At,
                                                   unsigned Depth) const {
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call)) {
    StringRef Name = memberCallee(*Member);
    unsigned NumArgs = Call.getNumArgs();
    if (NumArgs == 1 && (Name == "first" || Name == "last"))
      return valueOf(Call.getArg(0), At, Depth + 1);
    if (Name != "subspan" && Name != "substr")
      return std::nullopt;
    std::optional<double> Length;
    if (NumArgs == 2 && !isa<CXXDefaultArgExpr>(Call.getArg(1)))
      Length = valueOf(Call.getArg(1), At, Depth + 1);
    return Length
               ? Length
               : elementsOf(Member->getImplicitObjectArgument(), At, Depth + 1);
  }

  // Views: `v | std::views::take(8)`, `std::views::iota(0, 10)`.
  const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&Call);
  if (Operator && Operator->getOperator() == OO_Pipe) {
    auto Left = elementsOf(Call.getArg(0), At, Depth + 1);
    const auto *Adaptor =
        dyn_cast<CallExpr>(Call.getArg(1)->IgnoreUnlessSpelledInSource());
    std::optional<double> Taken;
    if (Adaptor && standardCallee(*Adaptor) == "take")
      Taken = elementsOfCall(*Adaptor, At, Depth + 1);
    if (!Left || !Taken)
      return Left ? Left : Taken;
    return std::min(*Left, *Taken);
  }
  StringRef Name = standardCallee(Call);
  SmallVector<const Expr *, 4> Args = writtenArguments(Call);
  if (Args.empty())
    return std::nullopt;
  if (Name == "iota" && Args.size() == 2)
    return extent(Args[0], Args[1], At, Depth + 1);
  if (Name == "take")
    return valueOf(Args.back(), At, Depth + 1);
  bool SameSize = llvm::StringSwitch<bool>(Name)
                      .Cases({"all", "reverse", "keys", "values"}, true)
                      .Cases({"elements", "enumerate", "transform"}, true)
                      .Cases({"filter", "drop", "take_while"}, true)
                      .Cases({"as_rvalue", "as_const", "common"}, true)
                      .Default(false);
  return SameSize ? elementsOf(Args[0], At, Depth + 1) : std::nullopt;
}

std::optional<double> StaticValues::elementsOfInit(const Expr *Init,
                                                   const Stmt *At,
                                                   unsigned Depth) const {
  const Expr *E = Init->IgnoreImplicit();
  if (Depth > MaxDepth)
    return std::nullopt;
  if (const auto *Cast = dyn_cast<ExplicitCastExpr>(E))
    return elementsOfInit(Cast->getSubExpr(), At, Depth + 1);
  if (const auto *List = dyn_cast<CXXStdInitializerListExpr>(E))
    return elementsOfType(List->getSubExpr()->getType(), Ctx);
  if (const auto *Literal = dyn_cast<StringLiteral>(E))
    return Literal->getLength();
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(E)) {
    unsigned NumArgs = Construct->getNumArgs();
    while (NumArgs > 0 &&
           isa<CXXDefaultArgExpr>(Construct->getArg(NumArgs - 1)))
      --NumArgs;
    if (NumArgs == 0)
      return std::nullopt;
    const Expr *First = Construct->getArg(0);
    // `std::vector<int> v(16)`, `std::string s(16, ' ')`
    if (First->getType()->isIntegerType())
      return className(*E) == "basic_string_view" || NumArgs > 2
                 ? std::nullopt
                 : valueOf(First, At, Depth + 1);
    // `std::string_view s(data, 16)`, `std::span s(data, 16)`
    if (NumArgs == 2 && Construct->getArg(1)->getType()->isIntegerType())
      return valueOf(Construct->getArg(1), At, Depth + 1);
    if (NumArgs == 1)
      return elementsOf(First, At, Depth + 1);
    return std::nullopt;
  }
  return E == Init ? std::nullopt : elementsOf(E, At, Depth + 1);
}

/// Splits \p E at `&&` (or `||` if \p Or), parentheses looked through.
static void splitLogical(const Expr *E, bool Or,
                         SmallVectorImpl<const Expr *> &Parts) {
  E = E->IgnoreParenImpCasts();
  const auto *Op = dyn_cast<BinaryOperator>(E);
  if (Op && Op->getOpcode() == (Or ? BO_LOr : BO_LAnd)) {
    splitLogical(Op->getLHS(), Or, Parts);
    splitLogical(Op->getRHS(), Or, Parts);
  } else {
    Parts.push_back(E);
  }
}

std::optional<double> StaticValues::boundFrom(const Expr *Condition, bool Holds,
                                              const Expr *E) const {
  // What holds of a conjunction holds of its parts, what does not hold of a
  // disjunction likewise.
  SmallVector<const Expr *, 4> Parts;
  splitLogical(Condition, /*Or=*/!Holds, Parts);
  std::optional<double> Bound;
  for (const Expr *Part : Parts) {
    bool PartHolds = Holds;
    while (const auto *Not = dyn_cast<UnaryOperator>(Part)) {
      if (Not->getOpcode() != UO_LNot)
        break;
      PartHolds = !PartHolds;
      Part = Not->getSubExpr()->IgnoreParenImpCasts();
    }
    const auto *Op = dyn_cast<BinaryOperator>(Part);
    if (!Op || !Op->isComparisonOp())
      continue;
    BinaryOperatorKind K = Op->getOpcode();
    const Expr *Limit = Op->getRHS();
    if (sameExpr(Op->getRHS(), E)) {
      K = BinaryOperator::reverseComparisonOp(K);
      Limit = Op->getLHS();
    } else if (!sameExpr(Op->getLHS(), E)) {
      continue;
    }
    if (!PartHolds)
      K = BinaryOperator::negateComparisonOp(K);
    if (K != BO_LT && K != BO_LE && K != BO_EQ)
      continue;
    if (auto Value = constantOf(Limit))
      Bound = Bound ? std::min(*Bound, *Value) : *Value;
  }
  return Bound;
}

std::optional<double> StaticValues::guardBound(const Expr *E,
                                               const Stmt *At) const {
  // Only what names something can stand in a check as well.
  if (!isa<DeclRefExpr, MemberExpr, CXXMemberCallExpr>(E))
    return std::nullopt;
  const Stmt *Child = At;
  for (const Stmt *Parent = Writes.parents().getParent(At); Parent;
       Child = Parent, Parent = Writes.parents().getParent(Parent)) {
    if (const auto *If = dyn_cast<IfStmt>(Parent)) {
      if (Child == If->getThen() || Child == If->getElse())
        if (auto Bound = boundFrom(If->getCond(), Child == If->getThen(), E))
          return Bound;
    } else if (const auto *Block = dyn_cast<CompoundStmt>(Parent)) {
      for (const Stmt *Earlier : Block->body()) {
        if (Earlier == Child)
          break;
        const auto *If = dyn_cast<IfStmt>(Earlier);
        if (!If || If->getElse())
          continue;
        auto Bound = boundFrom(If->getCond(), false, E);
        if (!Bound)
          continue;
        if (leaving(If->getThen(), Ctx) != Leaving::No)
          return Bound;
        // `if (n > 16) n = 16;`
        const Stmt *Then = If->getThen();
        if (const auto *Only = dyn_cast<CompoundStmt>(Then);
            Only && Only->size() == 1)
          Then = Only->body_front();
        if (const auto *Set = dyn_cast<BinaryOperator>(Then);
            Set && Set->getOpcode() == BO_Assign && sameExpr(Set->getLHS(), E))
          if (auto Value = constantOf(Set->getRHS()))
            return std::max(*Bound, *Value);
      }
    }
  }
  return std::nullopt;
}

} // namespace cotidy
