#include "model/lifetime/LateUse.h"
#include "model/tasks/RunsToEnd.h"
#include "clang/AST/ASTContext.h"

using namespace clang;

namespace cotidy {

const CodeBody *LateUses::coroutine(const FunctionDecl &F) const {
  const CodeBody *Body = Model.bodyOf(F);
  return Body && Body->Kind != BodyKind::Plain && !Body->Dependent ? Body
                                                                   : nullptr;
}

bool LateUses::isLazy(const CodeBody &Coroutine) const {
  return startsSuspended(Coroutine, Model.catalogue(), Model.awaitables())
      .value_or(Coroutine.Kind == BodyKind::Generator);
}

/// The first statement below \p S, in source order, that \p Is accepts. A
/// lambda stands for what it captures: its body is left out.
static const Expr *firstBelow(const Stmt *S,
                              llvm::function_ref<bool(const Stmt &)> Is) {
  if (!S)
    return nullptr;
  if (const auto *E = dyn_cast<Expr>(S); E && Is(*E))
    return E;
  if (isa<LambdaExpr, UnaryExprOrTypeTraitExpr>(S))
    return nullptr;
  for (const Stmt *Child : S->children())
    if (const Expr *Found = firstBelow(Child, Is))
      return Found;
  return nullptr;
}

const Expr *LateUses::first(const CodeBody &Coroutine, Start Begins,
                            Test Uses) const {
  if (Begins == Start::OwnTime && isLazy(Coroutine))
    return firstBelow(Coroutine.Body, Uses);
  // Most parameters are not used at all, or not late: no graph for them.
  if (Coroutine.Suspensions.empty() || !firstBelow(Coroutine.Body, Uses))
    return nullptr;
  if (runsToEnd(Coroutine, Model))
    return nullptr; // it has ended when its call returns
  const SuspensionGraph &Graph = Model.suspensions(Coroutine);
  auto Late = Graph.crossings(
      Graph.start(),
      [&](const SuspensionGraph::Step &Step) {
        return Step.S && isa<Expr>(Step.S) && Uses(*Step.S);
      },
      [](const SuspensionGraph::Step &) { return false; });
  return Late.empty() ? nullptr : cast<Expr>(Late.front().Use);
}

/// An instance of a generic lambda has its own copies of init-captures.
static bool isSame(const ValueDecl &A, const ValueDecl &B) {
  return &A == &B || A.getLocation() == B.getLocation();
}

static bool names(const Stmt &S, const ValueDecl &Var) {
  if (const auto *Ref = dyn_cast<DeclRefExpr>(&S))
    return isSame(*Ref->getDecl(), Var);
  const auto *Lambda = dyn_cast<LambdaExpr>(&S);
  return Lambda &&
         llvm::any_of(Lambda->captures(), [&](const LambdaCapture &C) {
           return C.capturesVariable() && isSame(*C.getCapturedVar(), Var);
         });
}

static bool namesThis(const Stmt &S) {
  if (isa<CXXThisExpr>(S))
    return true;
  const auto *Lambda = dyn_cast<LambdaExpr>(&S);
  return Lambda && llvm::any_of(Lambda->captures(), [](const LambdaCapture &C) {
           return C.capturesThis();
         });
}

const Expr *LateUses::of(const CodeBody &Coroutine, const ValueDecl &Var,
                         Start Begins) const {
  return first(Coroutine, Begins, [&](const Stmt &S) { return names(S, Var); });
}

const Expr *LateUses::ofObject(const CodeBody &Coroutine, Start Begins) const {
  return first(Coroutine, Begins, namesThis);
}

LateUses::Capture LateUses::ofCaptures(const CodeBody &Coroutine,
                                       Start Begins) const {
  if (!Coroutine.Lambda)
    return {};
  for (const LambdaCapture &C : Coroutine.Lambda->captures()) {
    if (C.capturesVariable()) {
      if (const Expr *Use = of(Coroutine, *C.getCapturedVar(), Begins))
        return {Use, C.getCapturedVar()};
    } else if (C.capturesThis()) {
      if (const Expr *Use = ofObject(Coroutine, Begins))
        return {Use, nullptr};
    }
  }
  return {};
}

} // namespace cotidy
