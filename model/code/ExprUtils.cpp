#include "model/code/ExprUtils.h"
#include "clang/AST/DeclCXX.h"

using namespace clang;

namespace cotidy {

bool isStdMoveOrForward(const CallExpr &Call) {
  if (Call.isCallToStdMove())
    return true;
  const FunctionDecl *F = Call.getDirectCallee();
  return F && Call.getNumArgs() == 1 && F->isInStdNamespace() &&
         F->getIdentifier() && F->getName() == "forward";
}

const Expr *stripTransparent(const Expr *E) {
  while (E) {
    const Expr *Next = E->IgnoreParenCasts();
    if (const auto *Cleanups = dyn_cast<ExprWithCleanups>(Next))
      Next = Cleanups->getSubExpr();
    else if (const auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(Next))
      Next = Temporary->getSubExpr();
    else if (const auto *Bind = dyn_cast<CXXBindTemporaryExpr>(Next))
      Next = Bind->getSubExpr();
    else if (const auto *Construct = dyn_cast<CXXConstructExpr>(Next);
             Construct && Construct->getNumArgs() >= 1 &&
             Construct->getConstructor()->isCopyOrMoveConstructor())
      Next = Construct->getArg(0);
    else if (const auto *Call = dyn_cast<CallExpr>(Next);
             Call && isStdMoveOrForward(*Call))
      Next = Call->getArg(0);
    if (Next == E)
      return E;
    E = Next;
  }
  return E;
}

const ValueDecl *namedObject(const Expr *E) {
  while ((E = E ? stripTransparent(E) : nullptr)) {
    if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
      return Ref->getDecl();
    if (const auto *Member = dyn_cast<MemberExpr>(E))
      return Member->getMemberDecl();
    if (const auto *Unary = dyn_cast<UnaryOperator>(E);
        Unary &&
        (Unary->getOpcode() == UO_AddrOf || Unary->getOpcode() == UO_Deref)) {
      E = Unary->getSubExpr();
      continue;
    }
    if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(E);
        Operator && Operator->getNumArgs() == 1 &&
        (Operator->getOperator() == OO_Arrow ||
         Operator->getOperator() == OO_Star)) {
      E = Operator->getArg(0);
      continue;
    }
    if (const auto *Call = dyn_cast<CXXMemberCallExpr>(E);
        Call && Call->getNumArgs() == 0 && Call->getMethodDecl() &&
        Call->getMethodDecl()->getIdentifier() &&
        (Call->getMethodDecl()->getName() == "get" ||
         Call->getMethodDecl()->getName() == "value")) {
      E = Call->getImplicitObjectArgument();
      continue;
    }
    return nullptr;
  }
  return nullptr;
}

Assignment assignmentIn(const Stmt *S) {
  const Expr *Target = nullptr, *Value = nullptr;
  if (const auto *Assign = dyn_cast_or_null<BinaryOperator>(S);
      Assign && Assign->getOpcode() == BO_Assign) {
    Target = Assign->getLHS();
    Value = Assign->getRHS();
  } else if (const auto *Operator = dyn_cast_or_null<CXXOperatorCallExpr>(S);
             Operator && Operator->getOperator() == OO_Equal) {
    Target = Operator->getArg(0);
    Value = Operator->getArg(1);
  }
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(
      Target ? Target->IgnoreParenImpCasts() : nullptr);
  return {Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr, Value};
}

const Expr *changedOperand(const Stmt &S) {
  if (const auto *Binary = dyn_cast<BinaryOperator>(&S))
    return Binary->isAssignmentOp() ? Binary->getLHS() : nullptr;
  if (const auto *Unary = dyn_cast<UnaryOperator>(&S))
    return Unary->isIncrementDecrementOp() ? Unary->getSubExpr() : nullptr;
  if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&S))
    return Operator->isAssignmentOp() ||
                   Operator->getOperator() == OO_PlusPlus ||
                   Operator->getOperator() == OO_MinusMinus
               ? Operator->getArg(0)
               : nullptr;
  return nullptr;
}

const LambdaExpr *lambdaBehind(const Expr *E) {
  E = E ? stripTransparent(E) : nullptr;
  if (!E)
    return nullptr;
  if (const auto *Lambda = dyn_cast<LambdaExpr>(E))
    return Lambda;
  const auto *Ref = dyn_cast<DeclRefExpr>(E);
  const auto *Var = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  if (!Var || !Var->hasInit() || Var->isInitCapture())
    return nullptr;
  return dyn_cast<LambdaExpr>(stripTransparent(Var->getInit()));
}

} // namespace cotidy
