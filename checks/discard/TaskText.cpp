#include "checks/discard/TaskText.h"
#include "model/code/QualifiedName.h"
#include "clang/AST/ASTLambda.h"

using namespace clang;

namespace cotidy {

StringRef nounFor(TypeKind Kind) {
  switch (Kind) {
  case TypeKind::Operation:
    return "operation";
  case TypeKind::AsyncGenerator:
    return "asynchronous generator";
  case TypeKind::Future:
    return "future";
  default:
    return "task";
  }
}

StringRef effectOf(const AwaitableType &Type) {
  if (!Type.Drop)
    return Type.Lazy == false ? ": nobody waits for its end" : "";
  switch (*Type.Drop) {
  case DropEffect::NeverRuns:
    return ": it never runs";
  case DropEffect::Nothing:
    return ": it never starts";
  case DropEffect::RunsOnExceptionLost:
    return ": nobody waits for its end, and its exceptions are lost";
  case DropEffect::RunsOn:
    return ": nobody waits for its end";
  case DropEffect::Cancelled:
    return ": it is cancelled when it is dropped";
  case DropEffect::Terminates:
    return ": the program is terminated when it is dropped";
  case DropEffect::Waits:
    return ": the thread is parked until its end when it is dropped";
  }
  llvm_unreachable("unknown drop effect");
}

std::string originText(const CallSite &Site) {
  auto Named = [](const NamedDecl &D) {
    return " returned by '" + D.getNameAsString() + "'";
  };
  if (isa<CXXConstructExpr>(Site.E))
    return " '" + Site.ReceiverClass->getNameAsString() + "'";
  if (Site.FunctionObject)
    return Named(*Site.FunctionObject);
  if (const auto *Call = dyn_cast<CXXOperatorCallExpr>(Site.E);
      Call && Call->getOperator() == OO_Call) {
    const Expr *Object = Call->getArg(0)->IgnoreParenImpCasts();
    if (const auto *Ref = dyn_cast<DeclRefExpr>(Object))
      return Named(*Ref->getDecl());
    if (const auto *Member = dyn_cast<MemberExpr>(Object))
      return Named(*Member->getMemberDecl());
    if (isLambdaCallOperator(Site.Callee))
      return " returned by this lambda";
  }
  return Named(*Site.Callee);
}

std::string handOver(const AwaitableType &Type, const Catalogue &Known) {
  if (!Type.neverRuns())
    return "keep it where somebody waits for it";
  if (Type.Known && Type.Kind == TypeKind::Task) {
    std::string TypeName = qualifiedName(*Type.Record);
    StringRef Library = StringRef(TypeName).split("::").first;
    for (const RuntimeFunction *F : Known.runtimeFunctions()) {
      StringRef Name = F->Name;
      bool TakesTask = F->Argument >= 0 || Name.starts_with(TypeName + "::");
      if (F->Role == RuntimeRole::Sink && F->Runtime == Type.Known->Runtime &&
          TakesTask && !Name.contains('*') && Name.split("::").first == Library)
        return "hand it to '" + F->Name + "' to let it run on its own";
    }
  }
  return "hand it to something that runs it";
}

} // namespace cotidy
