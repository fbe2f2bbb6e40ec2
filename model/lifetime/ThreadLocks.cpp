#include "model/lifetime/ThreadLocks.h"
#include "model/catalogue/NamePattern.h"
#include "model/code/ClassMembers.h"
#include "model/code/ExprUtils.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace cotidy {
namespace {

const FunctionDecl *member(const CXXRecordDecl &Record, StringRef Name) {
  return memberFunction(Record, nameOf(Record.getASTContext(), Name));
}

/// Whether one of the members that lock \p Record gives something to await.
bool isLockedByAwaiting(const CXXRecordDecl &Record, const AsyncModel &Model) {
  if (Model.catalogue().isAsyncMutex(Record))
    return true;
  const CXXRecordDecl *Definition = withMembers(Record);
  return Definition &&
         llvm::any_of(Definition->methods(), [&](const CXXMethodDecl *Method) {
           return Method->getIdentifier() &&
                  Method->getName().contains_insensitive("lock") &&
                  Model.awaitables().find(Method->getReturnType());
         });
}

/// Whether \p Record says with clang's attribute that threads lock it.
bool isCapability(const CXXRecordDecl &Record) {
  const auto *Attribute = Record.getAttr<CapabilityAttr>();
  return Attribute && !Attribute->getName().contains("role");
}

/// Whether \p Record, which nobody described, has what the standard asks of a
/// mutex, and something to hold its state in.
bool looksLikeMutex(const CXXRecordDecl &Record, const AsyncModel &Model) {
  const CXXRecordDecl *Class = Record.getDefinition();
  return Class && !Class->isEmpty() && member(Record, "lock") &&
         member(Record, "unlock") && member(Record, "try_lock") &&
         !isLockedByAwaiting(Record, Model);
}

/// What a guard's template arguments say of the mutex it holds.
enum class HeldMutex { None, Thread, LooksLike, Other };

HeldMutex heldMutex(const CXXRecordDecl &Guard, const AsyncModel &Model) {
  const auto *Specialization =
      dyn_cast<ClassTemplateSpecializationDecl>(&Guard);
  if (!Specialization)
    return HeldMutex::None;
  HeldMutex Result = HeldMutex::None;
  auto Visit = [&](const TemplateArgument &Argument) {
    const CXXRecordDecl *Class = Argument.getKind() == TemplateArgument::Type
                                     ? classOf(Argument.getAsType())
                                     : nullptr;
    if (!Class || Result == HeldMutex::Thread)
      return;
    if (isThreadMutex(*Class, Model))
      Result = HeldMutex::Thread;
    else if (!member(*Class, "unlock"))
      return; // no mutex: the value that one protects
    else if (Class->hasDefinition() && !Class->isEmpty() &&
             !isLockedByAwaiting(*Class, Model))
      Result = HeldMutex::LooksLike;
    else if (Result == HeldMutex::None)
      Result = HeldMutex::Other;
  };
  bool Any = false;
  for (const TemplateArgument &Argument :
       Specialization->getTemplateArgs().asArray()) {
    if (Argument.getKind() != TemplateArgument::Pack) {
      Any = true;
      Visit(Argument);
      continue;
    }
    for (const TemplateArgument &Element : Argument.pack_elements()) {
      Any = true;
      Visit(Element);
    }
  }
  // `std::scoped_lock<>` holds nothing.
  return Any ? Result : HeldMutex::Other;
}

/// Whether one that is neither copied nor described, called after what it is,
/// and made from a mutex, is a guard.
bool looksLikeGuard(const CXXRecordDecl &Record, const Expr *Init,
                    const AsyncModel &Model) {
  const CXXRecordDecl *Class = Record.getDefinition();
  if (!Class || !Class->getIdentifier() || !Class->getDestructor() ||
      !Class->getDestructor()->isUserProvided() ||
      Class->hasSimpleCopyConstructor())
    return false;
  std::string Name = Class->getName().lower();
  if (!StringRef(Name).contains("lock") && !StringRef(Name).contains("guard"))
    return false;
  const CXXConstructExpr *Made = constructionBehind(Init);
  return Made && !Made->getConstructor()->isCopyOrMoveConstructor() &&
         llvm::any_of(Made->arguments(), [&](const Expr *Argument) {
           QualType Type = Argument->getType();
           const CXXRecordDecl *Mutex = Type->isPointerType()
                                            ? Type->getPointeeCXXRecordDecl()
                                            : Type->getAsCXXRecordDecl();
           return Mutex && isThreadMutex(*Mutex, Model);
         });
}

template <typename AttrT> bool concernsReceiver(const AttrT &Attribute) {
  return Attribute.args_size() == 0;
}

/// The same of what clang's thread-safety attributes say.
std::optional<LockCall> attributedCall(const CallSite &Call) {
  const auto *Method = dyn_cast<CXXMethodDecl>(Call.Callee);
  if (!Method || !Call.Receiver)
    return std::nullopt;
  LockCall Result{LockCall::Take, false, {Call.Receiver}};
  if (const auto *Take = Method->getAttr<AcquireCapabilityAttr>();
      Take && concernsReceiver(*Take))
    return Result;
  if (const auto *Try = Method->getAttr<TryAcquireCapabilityAttr>();
      Try && concernsReceiver(*Try)) {
    Result.A = LockCall::Try;
    const Expr *Success = Try->getSuccessValue();
    bool Holds = true;
    if (Success && !Success->isValueDependent() &&
        Success->EvaluateAsBooleanCondition(Holds, Method->getASTContext()))
      Result.SuccessIsZero = !Holds;
    return Result;
  }
  if (const auto *Drop = Method->getAttr<ReleaseCapabilityAttr>();
      Drop && concernsReceiver(*Drop)) {
    Result.A = LockCall::Drop;
    return Result;
  }
  return std::nullopt;
}

/// The same of home-made mutexes.
std::optional<LockCall> namedCall(const CallSite &Call,
                                  const AsyncModel &Model) {
  const FunctionDecl &F = *Call.Callee;
  if (!Call.Receiver || !Call.ReceiverClass || !F.getIdentifier())
    return std::nullopt;
  std::optional<LockCall::Act> Act;
  if (F.getName() == "lock" || F.getName() == "lock_shared")
    Act = LockCall::Take;
  else if (F.getName() == "try_lock" || F.getName() == "try_lock_shared")
    Act = LockCall::Try;
  else if (F.getName() == "unlock" || F.getName() == "unlock_shared")
    Act = LockCall::Drop;
  if (!Act || !looksLikeMutex(*Call.ReceiverClass, Model))
    return std::nullopt;
  return LockCall{*Act, false, {Call.Receiver}};
}

} // namespace

const CXXRecordDecl *heldClass(QualType T) {
  const CXXRecordDecl *Class = T->getAsCXXRecordDecl();
  const auto *Holder = dyn_cast_or_null<ClassTemplateSpecializationDecl>(Class);
  if (!Holder || !Holder->isInStdNamespace() ||
      (Holder->getName() != "optional" && Holder->getName() != "unique_ptr"))
    return Class;
  const TemplateArgument &Argument = Holder->getTemplateArgs()[0];
  return Argument.getKind() == TemplateArgument::Type
             ? Argument.getAsType()->getAsCXXRecordDecl()
             : nullptr;
}

const CXXConstructExpr *constructionBehind(const Expr *Init) {
  const Expr *E = Init ? Init->IgnoreUnlessSpelledInSource() : nullptr;
  if (const auto *Cast = dyn_cast_or_null<CXXFunctionalCastExpr>(E))
    E = Cast->getSubExpr()->IgnoreUnlessSpelledInSource();
  return dyn_cast_or_null<CXXConstructExpr>(E);
}

bool isThreadMutex(const CXXRecordDecl &Record, const AsyncModel &Model) {
  if (const ThreadType *Known = Model.catalogue().threadType(Record))
    return Known->Kind == ThreadTypeKind::Mutex;
  return isCapability(Record);
}

std::optional<GuardClass> guardClass(const CXXRecordDecl &Record,
                                     const Expr *Init,
                                     const AsyncModel &Model) {
  GuardClass Result;
  if (Model.catalogue().isDisallowedInCoroutines(Record))
    return std::nullopt;
  Result.Known = Model.catalogue().threadType(Record);
  if (Result.Known && Result.Known->Kind != ThreadTypeKind::Guard)
    return std::nullopt;
  if (Result.Known) {
    switch (heldMutex(Record, Model)) {
    case HeldMutex::None:
    case HeldMutex::Thread:
      return Result;
    case HeldMutex::LooksLike:
      Result.Certainty = Confidence::Medium;
      return Result;
    case HeldMutex::Other:
      return std::nullopt;
    }
    llvm_unreachable("unknown mutex");
  }
  if (Record.hasAttr<ScopedLockableAttr>())
    return Result;
  Result.Certainty = Confidence::Medium;
  if (looksLikeGuard(Record, Init, Model))
    return Result;
  return std::nullopt;
}

bool locksAtStart(const GuardClass &Guard, const Expr *Init) {
  if (!Init)
    return true;
  const CXXConstructExpr *Made = constructionBehind(Init);
  if (!Made)
    return true; // a function gave it
  const CXXConstructorDecl &Constructor = *Made->getConstructor();
  if (Constructor.isCopyOrMoveConstructor())
    return true;
  if (Made->getNumArgs() == 0)
    return false;
  if (!Guard.Known && Constructor.getParent()->hasAttr<ScopedLockableAttr>())
    return Constructor.hasAttr<AcquireCapabilityAttr>() ||
           Constructor.hasAttr<TryAcquireCapabilityAttr>() ||
           Constructor.hasAttr<RequiresCapabilityAttr>();
  return !Guard.Known || llvm::none_of(Made->arguments(), [&](const Expr *E) {
    const CXXRecordDecl *Class = E->getType()->getAsCXXRecordDecl();
    return Class &&
           llvm::any_of(Guard.Known->DeferredBy, [&](const std::string &Name) {
             return NamePattern(Name).matches(*Class);
           });
  });
}

std::optional<LockCall> lockCall(const CallSite &Call,
                                 const AsyncModel &Model) {
  constexpr std::pair<ThreadRole, LockCall::Act> Roles[] = {
      {ThreadRole::Lock, LockCall::Take},
      {ThreadRole::TryLock, LockCall::Try},
      {ThreadRole::Unlock, LockCall::Drop},
      {ThreadRole::Owns, LockCall::Ask},
      {ThreadRole::Wait, LockCall::Wait}};
  for (auto [Role, Act] : Roles) {
    const ThreadFunction *F = Model.catalogue().threadFunction(Call, Role);
    if (!F)
      continue;
    LockCall Result{Act, F->SuccessIsZero, {}};
    if (F->Argument == -1 && Call.Receiver)
      Result.Objects.push_back(Call.Receiver);
    else if (F->Argument == -2)
      Result.Objects.append(Call.Args.begin(), Call.Args.end());
    else if (const Expr *Object =
                 F->Argument >= 0 ? Call.arg(F->Argument) : nullptr)
      Result.Objects.push_back(Object);
    return Result;
  }
  if (std::optional<LockCall> Attributed = attributedCall(Call))
    return Attributed;
  return namedCall(Call, Model);
}

} // namespace cotidy
