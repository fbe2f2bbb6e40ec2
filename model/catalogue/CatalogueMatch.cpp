#include "model/blocking/ArgumentConditions.h"
#include "model/blocking/StreamOperation.h"
#include "model/blocking/ThreadPools.h"
#include "model/catalogue/CatalogueImpl.h"

using namespace clang;

namespace cotidy {
namespace {

const CXXRecordDecl *classOf(const Expr &Object) {
  QualType Type = Object.getType();
  if (const CXXRecordDecl *Pointee = Type->getPointeeCXXRecordDecl())
    return Pointee;
  return Type->getAsCXXRecordDecl();
}

/// A construction that opens something: not a copy, not without arguments.
bool isOpeningConstruction(const CallSite &Call) {
  const auto *Ctor = dyn_cast<CXXConstructorDecl>(Call.Callee);
  return Ctor && !Ctor->isCopyOrMoveConstructor() && !Call.Args.empty() &&
         !isa<CXXDefaultArgExpr>(Call.Args.front());
}

} // namespace

const BlockingEntry *Catalogue::blocking(
    const CallSite &Call, const ASTContext &Ctx,
    llvm::function_ref<bool(const ArgumentCondition &)> Assumed) const {
  ConditionContext Conditions{Call, Ctx, I->CompletionTokens, I->ThreadPools};
  const BlockingEntry *Found = nullptr;
  auto Accept = [&](const void *Candidate) {
    const auto *E = static_cast<const BlockingEntry *>(Candidate);
    if (llvm::all_of(E->BlocksIf,
                     [&](const ArgumentCondition &C) {
                       return Conditions.holds(C) || Assumed(C);
                     }) &&
        !Conditions.anyHolds(E->NonblockingIf))
      Found = E;
    return Found != nullptr;
  };
  if (I->BlockingIndex.find(Call, Accept))
    return Found;

  const Expr *Stream = streamOf(Call);
  const CXXRecordDecl *StreamClass = nullptr;
  if (Stream)
    StreamClass = classOf(*Stream);
  else if (isOpeningConstruction(Call))
    StreamClass = Call.ReceiverClass;
  if (!StreamClass)
    return nullptr;

  if (const auto *Ref = dyn_cast_or_null<DeclRefExpr>(Stream))
    if (const auto *Var = dyn_cast<VarDecl>(Ref->getDecl());
        Var && Var->isDefinedOutsideFunctionOrMethod())
      if (auto It = I->StreamObjects.find(Var->getName());
          It != I->StreamObjects.end())
        for (const Impl::NamedEntry &E : It->second)
          if (E.Name.matches(*Var) && Accept(E.Entry))
            return Found;

  auto IsKnownStream = [&](const CXXRecordDecl &Class) {
    const IdentifierInfo *II = Class.getIdentifier();
    auto It =
        II ? I->StreamClasses.find(II->getName()) : I->StreamClasses.end();
    return It != I->StreamClasses.end() &&
           llvm::any_of(It->second, [&](const Impl::NamedEntry &E) {
             return E.Name.matches(Class) && Accept(E.Entry);
           });
  };
  // A user's class that derives from a stream has constructors of its own,
  // which are looked into like any function.
  bool IsKnown = Stream ? anyClassOrBase(*StreamClass, IsKnownStream)
                        : IsKnownStream(*StreamClass);
  return IsKnown ? Found : nullptr;
}

const RuntimeFunction *Catalogue::function(const CallSite &Call,
                                           RuntimeRole Role,
                                           const ASTContext &Ctx,
                                           std::optional<int> Argument) const {
  ConditionContext Conditions{Call, Ctx, I->CompletionTokens, I->ThreadPools};
  const RuntimeFunction *Found = nullptr;
  I->FunctionIndex.find(Call, [&](const void *Candidate) {
    const auto *F = static_cast<const RuntimeFunction *>(Candidate);
    bool Concerns = !Argument || F->Argument == *Argument ||
                    (F->Argument == -2 && *Argument >= 0);
    if (F->Role == Role && Concerns && Conditions.allHold(F->OnlyIf) &&
        !Conditions.anyHolds(F->NonblockingIf))
      Found = F;
    return Found != nullptr;
  });
  return Found;
}

bool Catalogue::anyHolds(llvm::ArrayRef<ArgumentCondition> Conditions,
                         const CallSite &Call, const ASTContext &Ctx) const {
  return ConditionContext{Call, Ctx, I->CompletionTokens, I->ThreadPools}
      .anyHolds(Conditions);
}

const RuntimeType *Catalogue::type(const CXXRecordDecl &Record) const {
  const IdentifierInfo *II = Record.getIdentifier();
  auto It = II ? I->TypeIndex.find(II->getName()) : I->TypeIndex.end();
  if (It == I->TypeIndex.end())
    return nullptr;
  for (const Impl::NamedEntry &E : It->second)
    if (E.Name.matches(Record))
      return static_cast<const RuntimeType *>(E.Entry);
  return nullptr;
}

const Expr *Catalogue::handle(const BlockingEntry &Entry,
                              const CallSite &Call) {
  const Expr *Handle = nullptr;
  if (Entry.Kind != NameKind::Function)
    Handle = streamOf(Call);
  else if (Entry.Handle == -1)
    Handle = Call.Receiver;
  else if (Entry.Handle >= 0)
    Handle = Call.arg(Entry.Handle);
  return Handle ? Handle->IgnoreParens()->IgnoreImplicit() : nullptr;
}

bool Catalogue::returnsFutureOfLoop(const CallSite &Call) const {
  return llvm::any_of(Call.Args, [&](const Expr *Argument) {
    const CXXRecordDecl *Class = classOf(*Argument);
    return Class &&
           llvm::any_of(I->FutureTokens, [&](const NamePattern &Token) {
             return Token.matches(*Class);
           });
  });
}

static bool anyMatches(llvm::ArrayRef<NamePattern> Names,
                       const CXXRecordDecl &Record) {
  return llvm::any_of(
      Names, [&](const NamePattern &Name) { return Name.matches(Record); });
}

bool Catalogue::isAlwaysReady(const CXXRecordDecl &Record) const {
  return anyMatches(I->AlwaysReady, Record);
}

bool Catalogue::isProgram(const FunctionDecl &F) const {
  const CXXRecordDecl *Task = F.getReturnType()->getAsCXXRecordDecl();
  return Task && anyMatches(I->Programs, *Task);
}

bool Catalogue::isAsyncMutex(const CXXRecordDecl &Record) const {
  return anyMatches(I->AsyncMutexes, Record);
}

const PackInfo *Catalogue::runtimeOf(const FunctionDecl &F) const {
  const CXXRecordDecl *Class = F.getReturnType()->getAsCXXRecordDecl();
  const RuntimeType *Type = Class ? type(*Class) : nullptr;
  if (!Type)
    return nullptr;
  for (const PackInfo &Pack : I->Packs)
    if (Pack.IsRuntime && Pack.Name == Type->Runtime)
      return &Pack;
  return nullptr;
}

const ThreadType *Catalogue::threadType(const CXXRecordDecl &Record) const {
  const ThreadType *Found = nullptr;
  anyClassOrBase(Record, [&](const CXXRecordDecl &Class) {
    const IdentifierInfo *II = Class.getIdentifier();
    auto It =
        II ? I->ThreadTypeIndex.find(II->getName()) : I->ThreadTypeIndex.end();
    if (It != I->ThreadTypeIndex.end())
      for (const Impl::NamedEntry &E : It->second)
        if (!Found && E.Name.matches(Class))
          Found = static_cast<const ThreadType *>(E.Entry);
    return Found != nullptr;
  });
  return Found;
}

const ThreadFunction *Catalogue::threadFunction(const CallSite &Call,
                                                ThreadRole Role) const {
  const ThreadFunction *Found = nullptr;
  I->ThreadFunctionIndex.find(Call, [&](const void *Candidate) {
    const auto *F = static_cast<const ThreadFunction *>(Candidate);
    if (F->Role == Role)
      Found = F;
    return Found != nullptr;
  });
  return Found;
}

const ClientEntry *Catalogue::client(const CallSite &Call) const {
  const ClientEntry *Found = nullptr;
  I->ClientIndex.find(Call, [&](const void *Candidate) {
    Found = static_cast<const ClientEntry *>(Candidate);
    return true;
  });
  return Found;
}

bool Catalogue::isDisallowedInCoroutines(const CXXRecordDecl &Record) const {
  const CXXRecordDecl *Class = Record.getDefinition();
  return Class && llvm::any_of(I->DisallowedMarks, [&](StringRef Mark) {
           ASTContext &Ctx = Record.getASTContext();
           return llvm::any_of(Class->lookup(&Ctx.Idents.get(Mark)),
                               llvm::IsaPred<TypeDecl>);
         });
}

bool Catalogue::suspendsStack(const Stmt &E) const {
  const auto *Call = dyn_cast<CallExpr>(&E);
  if (!Call || I->StackTokens.empty())
    return false;
  const Expr *Last = nullptr;
  for (const Expr *Argument : Call->arguments())
    if (!isa<CXXDefaultArgExpr>(Argument))
      Last = Argument;
  // `yield[ec]` makes a token of another one.
  return Last && !isa<CXXOperatorCallExpr>(Call) &&
         isOrHolds(Last->getType(), I->StackTokens);
}

bool Catalogue::isOutcome(const CXXRecordDecl &Record) const {
  return anyMatches(I->Outcomes, Record) || isErrorCode(Record);
}

bool Catalogue::isErrorCode(const CXXRecordDecl &Record) const {
  return anyMatches(I->ErrorCodes, Record);
}

bool Catalogue::isView(const CXXRecordDecl &Record) const {
  return llvm::any_of(
      I->Views, [&](const NamePattern &View) { return View.matches(Record); });
}

bool Catalogue::isCancellationToken(const CXXRecordDecl &Record) const {
  return llvm::any_of(I->CancellationTokens, [&](const NamePattern &Token) {
    return Token.matches(Record);
  });
}

const Cut *Catalogue::cut(const FunctionDecl &F) const {
  // Operators, constructors and destructors are among a class's `*`.
  bool Named = F.getIdentifier();
  for (const auto &[Name, C] : I->Cuts)
    if (Named ? Name.matches(F)
              : Name.last() == "*" && Name.matchesScope(F.getDeclContext()))
      return &C;
  return nullptr;
}

bool Catalogue::startsElsewhere(const FunctionDecl &Coroutine) const {
  if (I->StartTags.empty())
    return false;
  return llvm::any_of(Coroutine.parameters(), [&](const ParmVarDecl *P) {
    const CXXRecordDecl *Class =
        P->getType().getNonReferenceType()->getAsCXXRecordDecl();
    return Class && llvm::any_of(I->StartTags, [&](const NamePattern &Tag) {
             return Tag.matches(*Class);
           });
  });
}

} // namespace cotidy
