#include "model/blocking/BlockingCalls.h"
#include "model/blocking/LoopGuards.h"
#include "model/blocking/NonBlocking.h"
#include "model/blocking/StreamOperation.h"
#include "model/code/ExprUtils.h"
#include "model/cost/InputSize.h"
#include "model/llvm/Compat.h"
#include "model/tasks/Completion.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace cotidy {

std::string displayName(const CallSite &Site, const ASTContext &Ctx) {
  if (Site.FunctionObject)
    return Site.FunctionObject->getNameAsString();
  if (isa<CXXConstructorDecl>(Site.Callee)) {
    PrintingPolicy Policy(Ctx.getLangOpts());
    Policy.SuppressTagKeyword = true;
    QualType Type =
        Site.E ? Site.E->getType() : canonicalType(*Site.ReceiverClass);
    return Type.getUnqualifiedType().getAsString(Policy);
  }
  return Site.Callee->getNameAsString();
}

namespace {

/// Whether \p Var gives its value away, or says that nobody waits for it,
/// before its scope ends.
bool givenAway(const ValueDecl *Var, const CodeBody &Body) {
  return llvm::any_of(Body.Calls, [&](const BodyCall &Call) {
    const CallSite &Site = Call.Site;
    if (Site.Receiver && namedObject(Site.Receiver) == Var &&
        Site.Callee->getIdentifier() && Site.Callee->getName() == "detach")
      return true;
    return llvm::any_of(Site.Args, [&](const Expr *Argument) {
      return Argument->isXValue() && namedObject(Argument) == Var;
    });
  });
}

/// What the catalogue says of one call, whichever kind of pack says it.
struct Verdict {
  StringRef Check, Category, Reason;
  Confidence Certainty;
  bool Strict;
  const std::map<std::string, std::string> *Replacement;
  ArrayRef<std::string> ReadyChecks;
  int Handle; ///< as BlockingEntry::Handle
  const Expr *WaitedFor;
};

constexpr int ReceiverArgument = -1;

/// Whether the declaration of \p F has the effect attribute \p Kind.
bool hasEffect(const FunctionDecl &F, FunctionEffect::Kind Kind) {
  for (const FunctionEffectWithCondition &Has : F.getFunctionEffects())
    if (Has.Effect.kind() == Kind && !Has.Cond.getCondition())
      return true;
  return false;
}

std::optional<Verdict> lookUp(const CallSite &Site, const AsyncModel &Model) {
  static const std::map<std::string, std::string> NoReplacement;
  const Catalogue &Known = Model.catalogue();
  if (hasEffect(*Site.Callee, FunctionEffect::Kind::Blocking))
    return Verdict{"async-blocking-call",
                   "declared",
                   "is declared [[clang::blocking]]",
                   Confidence::High,
                   false,
                   &NoReplacement,
                   {},
                   -2,
                   nullptr};
  if (const BlockingEntry *Entry = Known.blocking(Site, Model.context())) {
    bool Strict = Entry->Strict ||
                  llvm::any_of(Entry->StrictIfNamed, [&](StringRef Text) {
                    return Model.isWritten(Text);
                  });
    return Verdict{Entry->Check,       Entry->Category, Entry->Reason,
                   Entry->Certainty,   Strict,          &Entry->Replacement,
                   Entry->ReadyChecks, Entry->Handle,   nullptr};
  }
  const RuntimeFunction *Bridge =
      Known.function(Site, RuntimeRole::Bridge, Model.context());
  if (!Bridge)
    return std::nullopt;
  const Expr *WaitedFor = Bridge->Argument == ReceiverArgument ? Site.Receiver
                          : Bridge->Argument >= 0 ? Site.arg(Bridge->Argument)
                                                  : Site.arg(0);
  return Verdict{"async-blocking-bridge",
                 "bridge",
                 Bridge->Reason,
                 Bridge->Certainty,
                 false,
                 &Bridge->Replacement,
                 Bridge->ReadyChecks,
                 ReceiverArgument,
                 WaitedFor};
}

const ValueDecl *handleOf(const BodyCall &Call, int Handle) {
  const Expr *E = nullptr;
  if (Handle >= 0)
    E = Call.Site.arg(Handle);
  else if (Handle == ReceiverArgument && !(E = streamOf(Call.Site)))
    E = Call.Site.Receiver;
  // Of an array of handles (`socketpair`), the array.
  if (const auto *Element = dyn_cast_or_null<ArraySubscriptExpr>(
          E ? E->IgnoreParenImpCasts() : nullptr))
    E = Element->getBase();
  if (const ValueDecl *Named = E ? namedObject(E) : nullptr)
    return Named;
  return Call.Result;
}

/// What a coroutine of the runtime of \p Root awaits instead: what the pack
/// says, or for a sleep the runtime's own.
std::string replacementFor(const CodeBody &Root, const Verdict &V,
                           const Catalogue &Known) {
  const CXXRecordDecl *Task =
      Root.Function->getReturnType()->getAsCXXRecordDecl();
  const RuntimeType *Type = Task ? Known.type(*Task) : nullptr;
  if (!Type)
    return "";
  if (auto Found = V.Replacement->find(Type->Runtime);
      Found != V.Replacement->end())
    return Found->second;
  if (V.Category == "sleep")
    for (const RuntimeFunction *F : Known.runtimeFunctions())
      if (F->Role == RuntimeRole::Sleep && F->Runtime == Type->Runtime)
        return "co_await " + F->Name;
  return "";
}

/// The blocking calls of one loop context.
class ContextScan {
public:
  /// \p IsContext: the body is seen as the loop context that it is, and not
  /// as a function that others call.
  ContextScan(const AsyncModel &Model, bool IsContext,
              std::vector<BlockingCall> &Found)
      : Model(Model), IsContext(IsContext), Found(Found) {}

  void add(const LoopCall &Where) {
    const BodyCall &Call = *Where.Leaf;
    if (Call.Awaited || isElsewhere(Call))
      return;
    std::optional<Verdict> V = lookUp(Call.Site, Model);
    if (!V || (V->Check == "async-cpu-heavy-call" &&
               hasSmallInput(Call, V->Category, Model.context())))
      return;
    if (!countsUnattended(V->Category) &&
        (runsOnce(Where) || (IsContext && isUnattended(Where))))
      return;
    if (V->Category == "wait" && waitsForDispatch(Call, Model))
      V->Strict = true;
    if (!V->ReadyChecks.empty() && waitsForLoop(Call, Model.catalogue())) {
      V->Check = "async-blocking-bridge";
      V->Category = "bridge";
    }
    if (V->Category == "wait" && joinsAfterAwait(Call))
      return;
    if (V->Category == "bridge" && waitsForComplete(Call, Model))
      return;
    const ValueDecl *Handle = handleOf(Call, V->Handle);
    if (isGuardedByReadyCheck(Call, Handle, V->ReadyChecks) ||
        neverWaits(Call, V->Category, V->Handle, Model))
      return;
    bool Destruction = !Call.Site.E;
    if (Destruction && Handle && givenAway(Handle, *Call.Body))
      return;
    if (Handle)
      for (BlockingCall &Earlier : Found)
        if (Earlier.Check == V->Check && Earlier.Strict == V->Strict &&
            Earlier.Where.Leaf->Body == Call.Body &&
            HandleOfFinding.lookup(Earlier.Where.Leaf) == Handle) {
          if (!Destruction)
            Earlier.SameHandle.push_back(&Call);
          return;
        }
    HandleOfFinding[&Call] = Handle;
    Found.push_back({Where,
                     displayName(Call.Site, Model.context()),
                     V->Check,
                     V->Category,
                     V->Reason,
                     V->Certainty,
                     V->Strict,
                     replacementFor(*Where.Root, *V, Model.catalogue()),
                     V->WaitedFor,
                     !V->ReadyChecks.empty() && waitsForParameter(Call),
                     {}});
  }

private:
  static bool runsOnce(const LoopCall &Where) {
    return Where.Entry->Once || Where.Leaf->Once ||
           llvm::any_of(Where.Via,
                        [](const BodyCall *Call) { return Call->Once; });
  }

  bool isUnattended(const LoopCall &Where) const {
    const CallSite &Entry = Where.Entry->Site;
    return Entry.E ? Where.Root->isUnattendedAt(
                         Entry.range(), Model.context().getSourceManager())
                   : Where.Root->isUnattendedAtEnd();
  }

  const AsyncModel &Model;
  bool IsContext;
  std::vector<BlockingCall> &Found;
  llvm::DenseMap<const BodyCall *, const ValueDecl *> HandleOfFinding;
};

} // namespace

bool neverWaits(const BodyCall &Call, StringRef Category, int Handle,
                const AsyncModel &Model) {
  if (Handle == -2)
    return Category == "file" && opensNoDisk(Call.Site);
  const ValueDecl *Named = handleOf(Call, Handle);
  return (Named && isNonBlocking(Named, *Call.Body, Model)) ||
         (waitsForDescriptor(Category) &&
          hasNonBlockingSockets(*Call.Body, Model));
}

bool mayBeFollowed(const CallSite &Site, const AsyncModel &Model) {
  const Catalogue &Known = Model.catalogue();
  const ASTContext &Ctx = Model.context();
  if (hasEffect(*Site.Callee, FunctionEffect::Kind::NonBlocking) ||
      Known.blocking(Site, Ctx))
    return false;
  constexpr RuntimeRole Described[] = {
      RuntimeRole::Sink,         RuntimeRole::Combinator, RuntimeRole::Offload,
      RuntimeRole::LoopCallback, RuntimeRole::Bridge,     RuntimeRole::Sleep,
      RuntimeRole::Yield,        RuntimeRole::Move};
  return llvm::none_of(Described, [&](RuntimeRole Role) {
    return Known.function(Site, Role, Ctx);
  });
}

static void scan(const CodeBody &Body, const AsyncModel &Model, bool IsContext,
                 std::vector<BlockingCall> &Found) {
  std::vector<BlockingCall> OfBody;
  ContextScan Scan(Model, IsContext, OfBody);
  std::vector<LoopCall> Destructions;
  Model.forEachLoopCall(Body, [&](const LoopCall &Where) {
    if (Where.Leaf->Site.E)
      Scan.add(Where);
    else
      Destructions.push_back(Where);
  });
  // The end of a scope is the finding only where no call on the object is.
  for (const LoopCall &Where : Destructions)
    Scan.add(Where);
  llvm::move(OfBody, std::back_inserter(Found));
}

std::vector<BlockingCall> blockingCallsOf(const CodeBody &Body,
                                          const AsyncModel &Model) {
  std::vector<BlockingCall> Found;
  scan(Body, Model, /*IsContext=*/false, Found);
  return Found;
}

std::vector<BlockingCall> findBlockingCalls(const AsyncModel &Model) {
  std::vector<BlockingCall> Found;
  for (const CodeBody &Root : Model.bodies())
    if (Root.OnLoop)
      scan(Root, Model, /*IsContext=*/true, Found);
  return Found;
}

} // namespace cotidy
