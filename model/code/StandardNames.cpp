#include "model/code/StandardNames.h"
#include "clang/AST/DeclCXX.h"

using namespace clang;

namespace cotidy {

bool inStandardLibrary(const Decl &D) {
  for (const DeclContext *C = D.getDeclContext(); C; C = C->getParent())
    if (C->isStdNamespace())
      return true;
  return false;
}

/// The function object whose call operator \p Call runs, or null.
static const Expr *functionObject(const CallExpr &Call) {
  const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&Call);
  return Operator && Operator->getOperator() == OO_Call ? Operator->getArg(0)
                                                        : nullptr;
}

StringRef standardCallee(const CallExpr &Call) {
  const NamedDecl *Named = Call.getDirectCallee();
  if (const Expr *Object = functionObject(Call)) {
    const auto *Ref = dyn_cast<DeclRefExpr>(Object->IgnoreParenImpCasts());
    Named = Ref ? Ref->getDecl() : nullptr;
  }
  if (!Named || !Named->getDeclName().isIdentifier() ||
      isa<CXXMethodDecl>(Named) || !inStandardLibrary(*Named))
    return {};
  return Named->getName();
}

SmallVector<const Expr *, 4> writtenArguments(const CallExpr &Call) {
  SmallVector<const Expr *, 4> Args(Call.arguments());
  if (functionObject(Call))
    Args.erase(Args.begin());
  return Args;
}

StringRef memberCallee(const CXXMemberCallExpr &Call) {
  const CXXMethodDecl *Method = Call.getMethodDecl();
  return Method && Method->getIdentifier() ? Method->getName() : StringRef();
}

} // namespace cotidy
