#include "model/tasks/Awaitable.h"
#include "model/code/ClassMembers.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace cotidy {

static const Expr *returnedValue(const FunctionDecl &F) {
  const auto *Body = dyn_cast_or_null<CompoundStmt>(
      F.hasSkippedBody() ? nullptr : F.getBody());
  if (!Body || Body->size() != 1)
    return nullptr;
  const auto *Return = dyn_cast<ReturnStmt>(Body->body_front());
  return Return ? Return->getRetValue() : nullptr;
}

std::optional<bool> constantAnswer(const FunctionDecl &F) {
  const Expr *Answer = returnedValue(F);
  bool Value = false;
  if (!Answer || Answer->isValueDependent() ||
      !Answer->EvaluateAsBooleanCondition(Value, F.getASTContext()))
    return std::nullopt;
  return Value;
}

namespace {

DeclarationName coawaitOperator(const ASTContext &Ctx) {
  return Ctx.DeclarationNames.getCXXOperatorName(OO_Coawait);
}

bool hasFreeOperator(const ASTContext &Ctx, const CXXRecordDecl &Record) {
  const DeclContext *Namespace = Record.getEnclosingNamespaceContext();
  while (Namespace) {
    for (const NamedDecl *Found : Namespace->lookup(coawaitOperator(Ctx))) {
      const FunctionDecl *F = Found->getUnderlyingDecl()->getAsFunction();
      if (F && !F->isDeleted() && F->getNumParams() == 1 &&
          isWrittenFor(F->getParamDecl(0)->getType(), Record))
        return true;
    }
    if (!Namespace->isInlineNamespace())
      return false;
    Namespace = Namespace->getParent();
  }
  return false;
}

const ClassTemplateDecl *coroutineTraits(const ASTContext &Ctx) {
  for (const NamedDecl *Std :
       Ctx.getTranslationUnitDecl()->lookup(nameOf(Ctx, "std")))
    if (const auto *Namespace = dyn_cast<NamespaceDecl>(Std))
      for (const NamedDecl *Found :
           Namespace->lookup(nameOf(Ctx, "coroutine_traits")))
        if (const auto *Template = dyn_cast<ClassTemplateDecl>(Found))
          return Template;
  return nullptr;
}

/// Whether awaiting the awaiter \p Awaiter leaves the coroutine suspended until
/// somebody resumes it; empty where its members do not show it.
std::optional<bool> suspendsForGood(const ASTContext &Ctx,
                                    const CXXRecordDecl &Awaiter) {
  if (isNamed(Awaiter, "suspend_always"))
    return true;
  if (isNamed(Awaiter, "suspend_never"))
    return false;
  const FunctionDecl *Ready =
      memberFunction(Awaiter, nameOf(Ctx, "await_ready"));
  const FunctionDecl *Suspend =
      memberFunction(Awaiter, nameOf(Ctx, "await_suspend"));
  if (!Ready || !Suspend)
    return std::nullopt;
  auto IsInherited = [&Awaiter](const FunctionDecl &F) {
    return !cast<Decl>(&F)->getDeclContext()->Equals(&Awaiter);
  };
  if (IsInherited(*Ready) && IsInherited(*Suspend))
    for (const CXXBaseSpecifier &Base : withMembers(Awaiter)->bases())
      if (const CXXRecordDecl *BaseClass = classOf(Base.getType()))
        if (std::optional<bool> Inherited = suspendsForGood(Ctx, *BaseClass))
          return Inherited;
  std::optional<bool> IsReady = constantAnswer(*Ready);
  if (!IsReady)
    return std::nullopt;
  if (*IsReady)
    return false;
  const auto *Parent = cast<CXXRecordDecl>(Suspend->getDeclContext());
  const auto *Body = dyn_cast_or_null<CompoundStmt>(
      Suspend->hasSkippedBody() ? nullptr : Suspend->getBody());
  if ((Body && Body->body_empty()) || isNamed(*Parent, "suspend_always"))
    return true;
  return std::nullopt; // it may resume the coroutine elsewhere
}

/// The same of the promise's member \p Name (`initial_suspend`).
std::optional<bool> suspendsAt(const ASTContext &Ctx,
                               const CXXRecordDecl &Promise, StringRef Name) {
  const FunctionDecl *F = memberFunction(Promise, nameOf(Ctx, Name));
  if (!F)
    return std::nullopt;
  const CXXRecordDecl *Awaiter = classOf(F->getReturnType());
  if (!Awaiter)
    if (const Expr *Value = returnedValue(*F))
      Awaiter = classOf(Value->getType());
  return Awaiter ? suspendsForGood(Ctx, *Awaiter) : std::nullopt;
}

/// Overloads of `await_transform` sorted by what they say of \p Operand.
struct Transforms {
  bool Any = false;     ///< the promise has some
  bool Takes = false;   ///< one is written for the operand's class
  bool Refuses = false; ///< a deleted one is
};

Transforms transformsFor(const ASTContext &Ctx, const CXXRecordDecl &Promise,
                         const CXXRecordDecl &Operand) {
  Transforms Result;
  anyMember(Promise, nameOf(Ctx, "await_transform"),
            [&](const NamedDecl &Member) {
              Result.Any = true;
              const FunctionDecl *F = Member.getAsFunction();
              if (F && F->getNumParams() >= 1 &&
                  isWrittenFor(F->getParamDecl(0)->getType(), Operand))
                (F->isDeleted() ? Result.Refuses : Result.Takes) = true;
              return false;
            });
  return Result;
}

std::optional<AwaitedBy> structure(const ASTContext &Ctx,
                                   const CXXRecordDecl &Record,
                                   const CXXRecordDecl *Promise) {
  if (hasFunction(Record, coawaitOperator(Ctx)))
    return AwaitedBy::MemberOperator;
  if (hasFunction(Record, nameOf(Ctx, "await_ready")) &&
      hasFunction(Record, nameOf(Ctx, "await_suspend")) &&
      hasFunction(Record, nameOf(Ctx, "await_resume")))
    return AwaitedBy::Protocol;
  if (hasFreeOperator(Ctx, Record))
    return AwaitedBy::FreeOperator;
  if (Promise && transformsFor(Ctx, *Promise, Record).Takes)
    return AwaitedBy::OwnPromise;
  return std::nullopt;
}

/// Whether \p Record can be consumed without awaiting, as `std::future` can:
/// then it is the handle of work that runs anyway.
bool isFutureLike(const ASTContext &Ctx, const CXXRecordDecl &Record) {
  return hasFunction(Record, nameOf(Ctx, "get")) ||
         hasFunction(Record, nameOf(Ctx, "wait")) ||
         hasFunction(Record, nameOf(Ctx, "then"));
}

/// Whether \p Record holds a value or says why not, as `std::expected` does:
/// its coroutines only leave early.
bool isOutcomeLike(const ASTContext &Ctx, const CXXRecordDecl &Record) {
  auto Has = [&](StringRef Name) {
    return hasFunction(Record, nameOf(Ctx, Name));
  };
  return (Has("has_value") || Has("hasValue")) && Has("value");
}

/// Whether nothing is lost with an object of \p Record: its author neither
/// marked it [[nodiscard]] nor made it own the coroutine.
bool hasNoOwner(const CXXRecordDecl &Record) {
  return !Record.hasAttr<WarnUnusedResultAttr>() &&
         Record.hasTrivialDestructor();
}

/// Whether `operator co_await` is written for rvalues alone: awaiting takes the
/// task out of its variable.
bool awaitedAsRvalueOnly(const ASTContext &Ctx, const CXXRecordDecl &Record) {
  bool Any = false, All = true;
  anyMember(Record, coawaitOperator(Ctx), [&](const NamedDecl &Member) {
    const auto *F = dyn_cast_or_null<CXXMethodDecl>(Member.getAsFunction());
    if (F && !F->isDeleted()) {
      Any = true;
      All &= F->getRefQualifier() == RQ_RValue;
    }
    return false;
  });
  return Any && All;
}

const RuntimeType *knownType(const Catalogue &Known,
                             const CXXRecordDecl &Record) {
  if (const RuntimeType *Type = Known.type(Record))
    return Type;
  if (const CXXRecordDecl *Definition = withMembers(Record))
    for (const CXXBaseSpecifier &Base : Definition->bases())
      if (Base.getAccessSpecifier() == AS_public)
        if (const CXXRecordDecl *BaseClass = classOf(Base.getType()))
          if (const RuntimeType *Type = knownType(Known, *BaseClass))
            return Type;
  return nullptr;
}

} // namespace

bool bodyTellsLaziness(const Decl &D) {
  const FunctionDecl *F = D.getAsFunction();
  return F && F->getIdentifier() &&
         llvm::is_contained({"await_ready", "await_suspend", "initial_suspend",
                             "final_suspend"},
                            F->getName());
}

/// The specialisations of `std::coroutine_traits` that somebody wrote.
const std::vector<Awaitables::WrittenTraits> &
Awaitables::writtenTraits() const {
  if (Traits)
    return *Traits;
  Traits.emplace();
  const ClassTemplateDecl *Template = coroutineTraits(Ctx);
  if (!Template)
    return *Traits;
  auto Add = [&](const ClassTemplateSpecializationDecl &Specialization) {
    const TemplateArgumentList &Arguments = Specialization.getTemplateArgs();
    if (Arguments.size() == 0 ||
        Arguments[0].getKind() != TemplateArgument::Type)
      return;
    if (const CXXRecordDecl *Promise =
            memberType(Specialization, nameOf(Ctx, "promise_type")))
      Traits->push_back({Arguments[0].getAsType(), Promise});
  };
  for (const ClassTemplateSpecializationDecl *Full :
       Template->specializations())
    if (Full->isExplicitSpecialization())
      Add(*Full);
  llvm::SmallVector<ClassTemplatePartialSpecializationDecl *, 4> Partials;
  const_cast<ClassTemplateDecl *>(Template)->getPartialSpecializations(
      Partials);
  for (const ClassTemplatePartialSpecializationDecl *Partial : Partials)
    Add(*Partial);
  return *Traits;
}

/// The promise of coroutines that return \p Record: [coroutine.traits.primary]
/// takes the nested type, a specialisation of the traits any other.
const CXXRecordDecl *Awaitables::promiseFor(const CXXRecordDecl &Record) const {
  if (const CXXRecordDecl *Nested =
          memberType(Record, nameOf(Ctx, "promise_type")))
    return Nested;
  for (const WrittenTraits &Written : writtenTraits())
    if (isWrittenFor(Written.Result, Record))
      return Written.Promise;
  return nullptr;
}

std::optional<AwaitableType>
Awaitables::examine(const CXXRecordDecl &Record) const {
  AwaitableType Result;
  Result.Record = &Record;
  Result.Promise = promiseFor(Record);
  if (const RuntimeType *Type = knownType(Known, Record)) {
    bool NeverAwaited =
        Type->Await == AwaitRule::None &&
        (Type->Kind == TypeKind::Future || Type->Kind == TypeKind::Detached);
    if (Type->Kind == TypeKind::Generator || Type->Kind == TypeKind::Scope ||
        Type->Kind == TypeKind::Guard || NeverAwaited)
      return std::nullopt;
    Result.Known = Type;
    Result.Kind = Type->Kind;
    Result.Lazy = Type->Lazy;
    Result.Drop = Type->Drop;
    Result.Await = Type->Await;
    Result.DropLegitimate =
        Type->DropLegitimate || Type->Kind == TypeKind::Detached;
    return Result;
  }

  std::optional<AwaitedBy> By = structure(Ctx, Record, Result.Promise);
  if (!By)
    return std::nullopt;
  Result.By = *By;
  if (awaitedAsRvalueOnly(Ctx, Record))
    Result.Await = AwaitRule::RvalueOnly;
  if (Result.Promise) {
    Result.Kind = TypeKind::Task;
    Result.Lazy = suspendsAt(Ctx, *Result.Promise, "initial_suspend");
    if (Result.Lazy && *Result.Lazy) {
      Result.Drop = DropEffect::NeverRuns;
    } else if (suspendsAt(Ctx, *Result.Promise, "final_suspend") == false) {
      if (Result.Lazy == false && isOutcomeLike(Ctx, Record))
        return std::nullopt;
      // A frame that frees itself at the end was made to run unattended.
      Result.DropLegitimate = true;
    } else if (Result.Lazy == false && hasNoOwner(Record)) {
      Result.DropLegitimate = true;
    }
    return Result;
  }
  // A free operator makes an existing class awaitable that has its own life (a
  // duration, a future of another library).
  if (*By == AwaitedBy::FreeOperator || isFutureLike(Ctx, Record)) {
    Result.Kind = TypeKind::Future;
    Result.DropLegitimate = true;
  } else if (*By == AwaitedBy::Protocol) {
    Result.Lazy = true;
    Result.Drop = DropEffect::Nothing;
  }
  return Result;
}

const AwaitableType *Awaitables::find(QualType T) const {
  const CXXRecordDecl *Record = classOf(T);
  if (!Record)
    return nullptr;
  auto [Entry, New] = Cache.try_emplace(Record->getCanonicalDecl());
  if (New)
    if (std::optional<AwaitableType> Found = examine(*Record))
      Entry->second = std::make_unique<AwaitableType>(*Found);
  return Entry->second.get();
}

bool Awaitables::isDetached(QualType T) const {
  const CXXRecordDecl *Record = classOf(T);
  if (!Record)
    return false;
  if (const RuntimeType *Type = knownType(Known, *Record))
    return Type->Kind == TypeKind::Detached;
  const CXXRecordDecl *Promise = promiseFor(*Record);
  return Promise && !structure(Ctx, *Record, Promise) &&
         suspendsAt(Ctx, *Promise, "initial_suspend") == false &&
         suspendsAt(Ctx, *Promise, "final_suspend") == false;
}

/// Whether the specialisations \p A and \p B of one template differ in the
/// first argument only: `task<int>` and `task<void>`, but not
/// `awaitable<int, E1>` and `awaitable<int, E2>`.
static bool differInResultOnly(const CXXRecordDecl &A, const CXXRecordDecl &B) {
  if (A.getCanonicalDecl() == B.getCanonicalDecl())
    return true;
  const auto *First = dyn_cast<ClassTemplateSpecializationDecl>(&A);
  const auto *Second = dyn_cast<ClassTemplateSpecializationDecl>(&B);
  if (!First || !Second || templateOf(A) != templateOf(B))
    return false;
  ArrayRef<TemplateArgument> FirstArgs = First->getTemplateArgs().asArray();
  ArrayRef<TemplateArgument> SecondArgs = Second->getTemplateArgs().asArray();
  if (FirstArgs.size() != SecondArgs.size())
    return false;
  for (size_t I = 1; I < FirstArgs.size(); ++I)
    if (!FirstArgs[I].structurallyEquals(SecondArgs[I]))
      return false;
  return true;
}

bool Awaitables::canAwait(const CXXRecordDecl &Promise,
                          QualType CoroutineResult, QualType Operand) const {
  const AwaitableType *Type = find(Operand);
  const CXXRecordDecl *Result = classOf(CoroutineResult);
  if (!Type)
    return false;
  Transforms Overloads = transformsFor(Ctx, Promise, *Type->Record);
  if (Overloads.Refuses)
    return false;
  if (Result && Type->Kind == TypeKind::Task &&
      differInResultOnly(*Result, *Type->Record))
    return true;
  if (!Overloads.Any)
    return structure(Ctx, *Type->Record, nullptr).has_value();
  const ClassTemplateDecl *Template = templateOf(*Type->Record);
  if (Template && Result && Template == templateOf(*Result))
    return false; // its other arguments differ
  const AwaitableType *Own = find(CoroutineResult);
  return Overloads.Takes || (Own && Own->Known && Type->Known &&
                             Own->Known->Runtime == Type->Known->Runtime);
}

QualType Awaitables::awaitedType(QualType Operand) const {
  const CXXRecordDecl *Record = classOf(Operand);
  if (!Record)
    return {};
  DeclarationName Resume = nameOf(Ctx, "await_resume");
  const FunctionDecl *F = memberFunction(*Record, Resume);
  if (!F)
    if (const FunctionDecl *Operator =
            memberFunction(*Record, coawaitOperator(Ctx)))
      if (const CXXRecordDecl *Awaiter = classOf(Operator->getReturnType()))
        F = memberFunction(*Awaiter, Resume);
  if (!F || F->getReturnType()->isDependentType() ||
      F->getReturnType()->isUndeducedType())
    return {};
  return F->getReturnType();
}

QualType Awaitables::valueOf(QualType Operand) const {
  QualType Declared = awaitedType(Operand);
  if (!Declared.isNull())
    return Declared;
  const AwaitableType *Type = find(Operand);
  const auto *Task = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      Type ? Operand.getNonReferenceType()->getAsCXXRecordDecl() : nullptr);
  bool IsTask = Task && (Type->Kind == TypeKind::Task ||
                         Type->Kind == TypeKind::Future || Type->Promise);
  if (!IsTask || Task->getTemplateArgs().size() == 0 ||
      Task->getTemplateArgs()[0].getKind() != TemplateArgument::Type)
    return {};
  return Task->getTemplateArgs()[0].getAsType();
}

} // namespace cotidy
