#include "fixits/AwaitPlace.h"
#include "fixits/TextParts.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace cotidy {

bool placeAllowsAwait(const Expr &Operand, const CodeBody &Body) {
  if (isFromMacro(Operand.getSourceRange()))
    return false;
  for (const Stmt *S = &Operand; S != Body.Body;
       S = Body.parents().getParent(S)) {
    if (!S || isa<CXXCatchStmt, LambdaExpr, StmtExpr>(S))
      return false;
    if (const auto *Declaration = dyn_cast<DeclStmt>(S))
      for (const Decl *D : Declaration->decls())
        if (const auto *Var = dyn_cast<VarDecl>(D);
            Var && !Var->hasLocalStorage())
          return false;
  }
  return true;
}

bool bindsWeaker(const Expr &E) {
  const Expr *Inner = E.IgnoreImplicit();
  if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(Inner))
    return Operator->isInfixBinaryOp();
  return isa<BinaryOperator, AbstractConditionalOperator,
             CXXRewrittenBinaryOperator>(Inner);
}

bool isPostfixBase(const Expr &E, const CodeBody &Body) {
  const Expr *Child = &E;
  const Stmt *P = Body.parents().getParent(Child);
  while (isa_and_nonnull<ImplicitCastExpr, MaterializeTemporaryExpr,
                         CXXBindTemporaryExpr>(P)) {
    Child = cast<Expr>(P);
    P = Body.parents().getParent(P);
  }
  if (const auto *Operator = dyn_cast_or_null<CXXOperatorCallExpr>(P))
    return Operator->getArg(0) == Child &&
           (Operator->getOperator() == OO_Call ||
            Operator->getOperator() == OO_Subscript ||
            Operator->getOperator() == OO_Arrow);
  if (const auto *Call = dyn_cast_or_null<CallExpr>(P))
    return Call->getCallee() == Child;
  return isa_and_nonnull<MemberExpr, ArraySubscriptExpr>(P);
}

const Stmt *writtenParent(const Expr &E, const CodeBody &Body,
                          const Stmt *&Child) {
  Child = &E;
  const Stmt *P = Body.parents().getParent(Child);
  while (
      isa_and_nonnull<ImplicitCastExpr, MaterializeTemporaryExpr,
                      CXXBindTemporaryExpr, ExprWithCleanups, ParenExpr>(P)) {
    Child = P;
    P = Body.parents().getParent(P);
  }
  return P;
}

bool isDiscarded(const Expr &E, const CodeBody &Body) {
  const Stmt *Child = nullptr;
  const Stmt *P = writtenParent(E, Body, Child);
  if (const auto *If = dyn_cast_or_null<IfStmt>(P))
    return If->getThen() == Child || If->getElse() == Child;
  if (const auto *For = dyn_cast_or_null<ForStmt>(P))
    return For->getBody() == Child || For->getInc() == Child;
  if (const auto *While = dyn_cast_or_null<WhileStmt>(P))
    return While->getBody() == Child;
  if (const auto *Do = dyn_cast_or_null<DoStmt>(P))
    return Do->getBody() == Child;
  if (const auto *Range = dyn_cast_or_null<CXXForRangeStmt>(P))
    return Range->getBody() == Child;
  if (const auto *Case = dyn_cast_or_null<SwitchCase>(P))
    return Case->getSubStmt() == Child;
  return isa_and_nonnull<CompoundStmt, LabelStmt, AttributedStmt>(P);
}

bool isInstantiated(const CodeBody &Body) {
  for (const CodeBody *Around = &Body; Around; Around = Around->Parent)
    if (Around->Function->isTemplateInstantiation())
      return true;
  return false;
}

} // namespace cotidy
