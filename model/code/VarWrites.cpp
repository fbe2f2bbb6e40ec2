#include "model/code/VarWrites.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/StringSwitch.h"

using namespace clang;

namespace cotidy {

const ValueDecl *namedValue(const Expr *E) {
  if (!E)
    return nullptr;
  E = E->IgnoreParenImpCasts();
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
    return dyn_cast<VarDecl>(Ref->getDecl());
  if (const auto *Member = dyn_cast<MemberExpr>(E))
    return dyn_cast<FieldDecl>(Member->getMemberDecl());
  return nullptr;
}

VarWrites::VarWrites(const Stmt &Body) : Parents(const_cast<Stmt *>(&Body)) {
  visit(&Body);
}

bool VarWrites::isWithin(const Stmt *S, const Stmt *Outer) const {
  while (S && S != Outer)
    S = Parents.getParent(S);
  return S != nullptr;
}

const Stmt *VarWrites::declaration(const VarDecl *Var) const {
  return Declarations.lookup(Var);
}

void VarWrites::add(const Expr *Target, VarWrite Write) {
  Target = Target->IgnoreParens();
  Targets.insert(Target);
  if (const ValueDecl *V = namedValue(Target))
    Writes[V].push_back(Write);
}

static bool mentions(const Stmt *S, const ValueDecl *V) {
  if (!S)
    return false;
  if (const auto *E = dyn_cast<Expr>(S); E && namedValue(E) == V)
    return true;
  return llvm::any_of(S->children(),
                      [&](const Stmt *Child) { return mentions(Child, V); });
}

/// What `v = Value` does to `v`.
static VarWrite assignment(const Expr *At, const ValueDecl *V,
                           const Expr *Value) {
  if (const auto *Op = dyn_cast<BinaryOperator>(Value->IgnoreParenImpCasts())) {
    const Expr *Other = Op->getRHS();
    bool Left = namedValue(Op->getLHS()) == V;
    bool Commutes = Op->getOpcode() == BO_Add || Op->getOpcode() == BO_Mul;
    if (Left || (Commutes && namedValue(Op->getRHS()) == V)) {
      if (!Left)
        Other = Op->getLHS();
      switch (Op->getOpcode()) {
      case BO_Add:
        return {VarWrite::Add, At, Other};
      case BO_Sub:
        return {VarWrite::Subtract, At, Other};
      case BO_Mul:
      case BO_Div:
        return {VarWrite::Scale, At, Other};
      case BO_Shl:
      case BO_Shr:
        return {VarWrite::Shift, At, Other};
      default:
        break;
      }
    }
  }
  return {mentions(Value, V) ? VarWrite::Advance : VarWrite::Assign, At, Value};
}

static std::optional<VarWrite> compoundAssignment(const Expr *At,
                                                  OverloadedOperatorKind Op,
                                                  const Expr *Operand) {
  switch (Op) {
  case OO_PlusEqual:
    return VarWrite{VarWrite::Add, At, Operand};
  case OO_MinusEqual:
    return VarWrite{VarWrite::Subtract, At, Operand};
  case OO_StarEqual:
  case OO_SlashEqual:
    return VarWrite{VarWrite::Scale, At, Operand};
  case OO_LessLessEqual:
  case OO_GreaterGreaterEqual:
    return VarWrite{VarWrite::Shift, At, Operand};
  case OO_PlusPlus:
    return VarWrite{VarWrite::Add, At};
  case OO_MinusMinus:
    return VarWrite{VarWrite::Subtract, At};
  case OO_AmpEqual:
  case OO_PipeEqual:
  case OO_CaretEqual:
  case OO_PercentEqual:
    return VarWrite{VarWrite::Advance, At, Operand};
  default:
    return std::nullopt;
  }
}

void VarWrites::visit(const Stmt *S) {
  if (!S)
    return;
  if (const auto *Op = dyn_cast<UnaryOperator>(S);
      Op && Op->isIncrementDecrementOp()) {
    add(Op->getSubExpr(),
        {Op->isIncrementOp() ? VarWrite::Add : VarWrite::Subtract, Op});
  } else if (const auto *Op = dyn_cast<BinaryOperator>(S);
             Op && Op->isAssignmentOp()) {
    const Expr *Target = Op->getLHS();
    if (Op->getOpcode() == BO_Assign)
      add(Target, assignment(Op, namedValue(Target), Op->getRHS()));
    else if (auto Write = compoundAssignment(
                 Op, BinaryOperator::getOverloadedOperator(Op->getOpcode()),
                 Op->getRHS()))
      add(Target, *Write);
  } else if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(S);
             Op && Op->getNumArgs() > 0) {
    const Expr *Target = Op->getArg(0);
    const Expr *Operand = Op->getNumArgs() > 1 ? Op->getArg(1) : nullptr;
    if (Op->getOperator() == OO_Equal && Operand) {
      add(Target, assignment(Op, namedValue(Target), Operand));
      if (const ValueDecl *V = namedValue(Target))
        Resized.insert(V);
    } else {
      // Of `i++`, the second argument only tells postfix from prefix.
      bool Steps = Op->getOperator() == OO_PlusPlus ||
                   Op->getOperator() == OO_MinusMinus;
      auto Write =
          compoundAssignment(Op, Op->getOperator(), Steps ? nullptr : Operand);
      if (Write)
        add(Target, *Write);
      if (const ValueDecl *V = Write && !Steps ? namedValue(Target) : nullptr)
        Resized.insert(V);
    }
  } else if (const auto *Decls = dyn_cast<DeclStmt>(S)) {
    for (const Decl *D : Decls->decls())
      if (const auto *Var = dyn_cast<VarDecl>(D))
        Declarations[Var] = Decls;
  } else if (const auto *E = dyn_cast<Expr>(S)) {
    if (isa<DeclRefExpr, MemberExpr>(E) && !Targets.contains(E))
      if (const ValueDecl *V = namedValue(E))
        visitUse(E, V);
  }
  if (const auto *Suspend = dyn_cast<CoroutineSuspendExpr>(S)) {
    // The rest of the node repeats the operand.
    visit(Suspend->getOperand());
    return;
  }
  for (const Stmt *Child : S->children())
    visit(Child);
}

/// Whether calling the member function \p Method leaves the number of elements
/// of its object as it is.
static bool keepsSize(const CXXMethodDecl &Method) {
  switch (Method.getOverloadedOperator()) {
  case OO_Subscript:
  case OO_Star:
  case OO_Arrow:
    return true;
  case OO_None:
    break;
  default:
    return false;
  }
  const IdentifierInfo *Name = Method.getIdentifier();
  return Name && llvm::StringSwitch<bool>(Name->getName())
                     .Cases({"at", "begin", "end", "rbegin", "rend"}, true)
                     .Cases({"data", "front", "back", "find", "fill"}, true)
                     .Default(false);
}

static bool passedByMutableReference(QualType Parameter) {
  if (const auto *Reference = Parameter->getAs<ReferenceType>())
    return !Reference->getPointeeType().isConstQualified();
  return false;
}

void VarWrites::visitUse(const Expr *Use, const ValueDecl *V) {
  if (V->getType().getNonReferenceType().isConstQualified())
    return;
  const Stmt *Child = Use;
  const Stmt *Parent = Parents.getParent(Use);
  while (isa_and_nonnull<ParenExpr>(Parent)) {
    Child = Parent;
    Parent = Parents.getParent(Parent);
  }
  if (const auto *Cast = dyn_cast_or_null<ImplicitCastExpr>(Parent)) {
    CastKind K = Cast->getCastKind();
    if (K == CK_LValueToRValue || K == CK_ArrayToPointerDecay ||
        Cast->getType().isConstQualified())
      return;
    if (K == CK_UncheckedDerivedToBase || K == CK_DerivedToBase) {
      Child = Cast;
      Parent = Parents.getParent(Cast);
    }
  }
  // A lambda's captures: the uses in its body are seen for themselves.
  if (!Parent || isa<LambdaExpr>(Parent))
    return;
  if (const auto *Member = dyn_cast<MemberExpr>(Parent)) {
    const auto *Method = dyn_cast<CXXMethodDecl>(Member->getMemberDecl());
    if (!Method || Method->isConst() || Method->isStatic())
      return;
    if (keepsSize(*Method))
      return;
  } else if (const auto *Decls = dyn_cast<DeclStmt>(Parent)) {
    // `auto &&__range = v` of a range-for statement.
    if (Decls->isSingleDecl() && Decls->getSingleDecl()->isImplicit())
      return;
  } else if (const auto *Call = dyn_cast<CallExpr>(Parent)) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Callee);
    unsigned Index = llvm::find(Call->arguments(), Child) - Call->arg_begin();
    if (isa<CXXOperatorCallExpr>(Call) && Method && Method->isInstance()) {
      if (Index == 0 && (Method->isConst() || keepsSize(*Method)))
        return;
      --Index;
    }
    if (Callee && Index < Callee->getNumParams() &&
        !passedByMutableReference(Callee->getParamDecl(Index)->getType()))
      return;
    // begin, end, size and their like of the standard library.
    if (Callee && Callee->isInStdNamespace() && Callee->getIdentifier() &&
        llvm::StringSwitch<bool>(Callee->getName())
            .Cases({"begin", "end", "rbegin", "rend", "size"}, true)
            .Cases({"ssize", "data", "forward", "empty"}, true)
            .Default(false))
      return;
  }
  const auto *At = dyn_cast<Expr>(Parent);
  Writes[V].push_back({VarWrite::Unknown, At ? At : Use});
  Resized.insert(V);
}

} // namespace cotidy
