#include "model/tasks/RunsToEnd.h"
#include "model/code/ExprUtils.h"

using namespace clang;

namespace cotidy {
namespace {

/// Deeper nests of coroutines that all wait for nothing are not worth a search.
constexpr unsigned MaxDepth = 3;

const CodeBody *calledCoroutine(const Expr &Task, const AsyncModel &Model) {
  std::optional<CallSite> Site = CallSite::of(stripTransparent(&Task));
  if (!Site)
    return nullptr;
  const auto *Method = dyn_cast<CXXMethodDecl>(Site->Callee);
  if (Method && Method->isVirtual())
    return nullptr;
  const CodeBody *Body = Model.bodyOf(*Site->Callee);
  return Body && Body->Kind == BodyKind::Coroutine && !Body->Dependent
             ? Body
             : nullptr;
}

/// Whether both return the same class or instances of one template.
bool sameKindOfTask(const FunctionDecl &A, const FunctionDecl &B) {
  auto Written = [](const FunctionDecl &F) -> const Decl * {
    const CXXRecordDecl *Class = F.getReturnType()->getAsCXXRecordDecl();
    const auto *Instance =
        dyn_cast_or_null<ClassTemplateSpecializationDecl>(Class);
    return Instance ? cast<Decl>(Instance->getSpecializedTemplate()) : Class;
  };
  return Written(A) && Written(A) == Written(B);
}

bool runsToEnd(const CodeBody &Body, const AsyncModel &Model, unsigned Depth) {
  if (Body.Kind != BodyKind::Coroutine || Body.Dependent ||
      Model.catalogue().startsElsewhere(*Body.Function))
    return false;
  return llvm::all_of(Body.Suspensions, [&](const Expr *E) {
    if (!canSuspend(*E, Model.catalogue()))
      return true;
    const auto *Await = dyn_cast<CoawaitExpr>(E);
    const CodeBody *Inner = Await && Depth < MaxDepth
                                ? calledCoroutine(*Await->getOperand(), Model)
                                : nullptr;
    // A lazy one of another kind may be started elsewhere.
    return Inner && Inner != &Body &&
           (startsSuspended(*Inner, Model.catalogue(), Model.awaitables()) ==
                false ||
            sameKindOfTask(*Inner->Function, *Body.Function)) &&
           runsToEnd(*Inner, Model, Depth + 1);
  });
}

} // namespace

bool runsToEnd(const CodeBody &Body, const AsyncModel &Model) {
  return runsToEnd(Body, Model, 0);
}

bool taskRunsToEnd(const Expr &Task, const AsyncModel &Model) {
  const CodeBody *Body = calledCoroutine(Task, Model);
  return Body && runsToEnd(*Body, Model, 0);
}

} // namespace cotidy
