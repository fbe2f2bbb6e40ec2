#include "model/code/CallSite.h"

using namespace clang;

namespace cotidy {
namespace {

/// The class \p Object is of, or points or refers to.
const CXXRecordDecl *classOf(const Expr &Object) {
  QualType Type = Object.getType();
  if (const CXXRecordDecl *Pointee = Type->getPointeeCXXRecordDecl())
    return Pointee;
  return Type->getAsCXXRecordDecl();
}

/// Strips what the compiler added, so that the static type is the written one.
const Expr *asWritten(const Expr *E) {
  const Expr *Before = nullptr;
  while (E != Before) {
    Before = E;
    E = E->IgnoreParens()->IgnoreImplicit();
  }
  return E;
}

/// The namespace- or class-scope variable that \p Object names, or null.
const VarDecl *functionObject(const Expr &Object) {
  const ValueDecl *Named = nullptr;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(&Object))
    Named = Ref->getDecl();
  else if (const auto *Member = dyn_cast<MemberExpr>(&Object))
    Named = Member->getMemberDecl();
  const auto *Var = dyn_cast_or_null<VarDecl>(Named);
  return Var && Var->isDefinedOutsideFunctionOrMethod() ? Var : nullptr;
}

void setReceiver(CallSite &Call, const Expr *Object) {
  Call.Receiver = asWritten(Object);
  Call.ReceiverClass = classOf(*Call.Receiver);
}

} // namespace

std::optional<CallSite> CallSite::of(const Expr *E) {
  CallSite Call;
  Call.E = E;
  Call.Loc = E->getBeginLoc();

  if (const auto *Construct = dyn_cast<CXXConstructExpr>(E)) {
    const CXXConstructorDecl *Ctor = Construct->getConstructor();
    if (Ctor->isTrivial())
      return std::nullopt;
    Call.Callee = Ctor;
    Call.ReceiverClass = Ctor->getParent();
    Call.Args.append(Construct->arg_begin(), Construct->arg_end());
    return Call;
  }

  const auto *CE = dyn_cast<CallExpr>(E);
  if (!CE)
    return std::nullopt;
  Call.Callee = CE->getDirectCallee();
  if (!Call.Callee)
    return std::nullopt;

  auto Args = llvm::make_range(CE->arg_begin(), CE->arg_end());
  const auto *Method = dyn_cast<CXXMethodDecl>(Call.Callee);
  if (const auto *MemberCall = dyn_cast<CXXMemberCallExpr>(CE)) {
    setReceiver(Call, MemberCall->getImplicitObjectArgument());
  } else if (isa<CXXOperatorCallExpr>(CE) && Method) {
    setReceiver(Call, CE->getArg(0));
    if (Method->getOverloadedOperator() == OO_Call)
      Call.FunctionObject = functionObject(*Call.Receiver);
    Args = llvm::drop_begin(Args);
  } else if (Method) {
    // A static member function; the object, if written, plays no part.
    Call.ReceiverClass = Method->getParent();
  }
  Call.Args.append(Args.begin(), Args.end());
  return Call;
}

std::optional<CallSite> CallSite::destructionOf(const VarDecl &Var) {
  if (!Var.hasLocalStorage() || Var.getType()->isReferenceType())
    return std::nullopt;
  const CXXRecordDecl *Class =
      Var.getType()->getBaseElementTypeUnsafe()->getAsCXXRecordDecl();
  if (!Class || !Class->hasDefinition())
    return std::nullopt;
  const CXXDestructorDecl *Dtor = Class->getDestructor();
  if (!Dtor || !Dtor->isUserProvided())
    return std::nullopt;
  CallSite Call;
  Call.Callee = Dtor;
  Call.ReceiverClass = Class;
  Call.Loc = Var.getLocation();
  return Call;
}

} // namespace cotidy
