#include "model/code/LoopChanges.h"
#include "model/code/ExprUtils.h"
#include "model/code/LoopExit.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace cotidy {

void collectAssigned(const Stmt &S, const ASTContext &Ctx, ValueSet &Into) {
  if (const auto *Declaration = dyn_cast<DeclStmt>(&S))
    for (const Decl *D : Declaration->decls()) {
      if (const auto *Var = dyn_cast<VarDecl>(D))
        Into.insert(Var);
      if (const auto *Bound = dyn_cast<DecompositionDecl>(D))
        Into.insert(Bound->bindings().begin(), Bound->bindings().end());
    }
  if (const Expr *Target = changedOperand(S))
    if (const ValueDecl *D = namedObject(Target))
      Into.insert(D);
  for (const Stmt *Child : evaluatedChildren(S, Ctx))
    collectAssigned(*Child, Ctx, Into);
}

ValueSet changedBy(const Stmt &Loop, const ASTContext &Ctx) {
  ValueSet Changed;
  collectAssigned(*loopBody(Loop), Ctx, Changed);
  if (const auto *For = dyn_cast<ForStmt>(&Loop); For && For->getInc())
    collectAssigned(*For->getInc(), Ctx, Changed);
  if (const auto *Range = dyn_cast<CXXForRangeStmt>(&Loop))
    collectAssigned(*Range->getLoopVarStmt(), Ctx, Changed);
  return Changed;
}

bool namesAny(const Stmt &S,
              const llvm::SmallPtrSetImpl<const ValueDecl *> &Values,
              const ASTContext &Ctx) {
  const ValueDecl *D = nullptr;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(&S))
    D = Ref->getDecl();
  else if (const auto *Member = dyn_cast<MemberExpr>(&S))
    D = Member->getMemberDecl();
  if (D && Values.contains(D))
    return true;
  return llvm::any_of(evaluatedChildren(S, Ctx), [&](const Stmt *Child) {
    return namesAny(*Child, Values, Ctx);
  });
}

} // namespace cotidy
