#include "model/BlockingCalls.h"
#include "model/ExprUtils.h"
#include "model/InputSize.h"
#include "model/Origin.h"
#include "model/StreamOperation.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"

using namespace clang;

namespace cotidy {

std::string displayName(const CallSite &Site, const ASTContext &Ctx) {
  if (Site.FunctionObject)
    return Site.FunctionObject->getNameAsString();
  if (isa<CXXConstructorDecl>(Site.Callee)) {
    PrintingPolicy Policy(Ctx.getLangOpts());
    Policy.SuppressTagKeyword = true;
    QualType Type = Site.E ? Site.E->getType()
                           : Ctx.getCanonicalTagType(Site.ReceiverClass);
    return Type.getUnqualifiedType().getAsString(Policy);
  }
  return Site.Callee->getNameAsString();
}

namespace {

/// Whether \p Condition asks \p Object one of the questions \p Names.
class ReadyCheckFinder : public RecursiveASTVisitor<ReadyCheckFinder> {
public:
  ReadyCheckFinder(const ValueDecl *Object, ArrayRef<std::string> Names)
      : Object(Object), Names(Names) {}
  bool Found = false;

  bool VisitCXXMemberCallExpr(CXXMemberCallExpr *Call) {
    const CXXMethodDecl *Method = Call->getMethodDecl();
    if (Method && Method->getIdentifier() &&
        llvm::is_contained(Names, Method->getName()) &&
        namedObject(Call->getImplicitObjectArgument()) == Object)
      Found = true;
    return !Found;
  }

private:
  const ValueDecl *Object;
  ArrayRef<std::string> Names;
};

bool guardedByReadyCheck(const BodyCall &Call, const ValueDecl *Object,
                         ArrayRef<std::string> Names) {
  if (Names.empty() || !Object)
    return false;
  // An assertion, or a loop that waits for it, asks as well.
  for (const BodyCall &Earlier : Call.Body->Calls) {
    if (&Earlier == &Call)
      break;
    if (Earlier.Site.Receiver && Earlier.Site.Callee->getIdentifier() &&
        llvm::is_contained(Names, Earlier.Site.Callee->getName()) &&
        namedObject(Earlier.Site.Receiver) == Object)
      return true;
  }
  for (const Guard *G = Call.Guards; G; G = G->Outer) {
    ReadyCheckFinder Finder(Object, Names);
    Finder.TraverseStmt(const_cast<Expr *>(G->Condition));
    if (Finder.Found)
      return true;
  }
  return false;
}

/// Whether the body shows that \p Handle is a descriptor in non-blocking mode:
/// it was opened or set with a flag that says so (O_NONBLOCK, SOCK_NONBLOCK),
/// or by a member such as Asio's non_blocking(true).
bool visiblyNonBlocking(const ValueDecl *Handle, const CodeBody &Body,
                        const ASTContext &Ctx) {
  auto SaysNonBlocking = [&](const Expr *Argument) {
    return Lexer::getSourceText(Ctx.getSourceManager().getExpansionRange(
                                    Argument->getSourceRange()),
                                Ctx.getSourceManager(), Ctx.getLangOpts())
        .contains("NONBLOCK");
  };
  for (const BodyCall &Call : Body.Calls) {
    const CallSite &Site = Call.Site;
    bool Concerns = Call.Result == Handle ||
                    (Site.Receiver && namedObject(Site.Receiver) == Handle) ||
                    llvm::any_of(Site.Args, [&](const Expr *Argument) {
                      return namedObject(Argument) == Handle;
                    });
    if (!Concerns)
      continue;
    if (llvm::any_of(Site.Args, SaysNonBlocking))
      return true;
    bool Value = false;
    if (Site.Receiver && Site.Callee->getIdentifier() &&
        Site.Callee->getName().ends_with("non_blocking") && Site.arg(0) &&
        Site.arg(0)->EvaluateAsBooleanCondition(Value, Ctx) && Value)
      return true;
  }
  return false;
}

/// As above, for a member also where other functions of its class show it.
bool visiblyNonBlocking(const ValueDecl *Handle, const CodeBody &Body,
                        const AsyncModel &Model) {
  if (visiblyNonBlocking(Handle, Body, Model.context()))
    return true;
  const auto *Member = dyn_cast<FieldDecl>(Handle);
  return Member && llvm::any_of(Model.bodies(), [&](const CodeBody &Other) {
           const auto *Method = dyn_cast<CXXMethodDecl>(Other.Function);
           return Method && Method->getParent() == Member->getParent() &&
                  visiblyNonBlocking(Handle, Other, Model.context());
         });
}

/// Whether \p Call awaits that a descriptor is ready to be read or written.
bool awaitsReadiness(const BodyCall &Call) {
  const FunctionDecl &Callee = *Call.Site.Callee;
  if (!Call.Awaited || !Callee.getIdentifier())
    return false;
  if (Callee.getName() == "async_wait") // of a socket, not of a timer
    return Call.Site.arg(0) && Call.Site.arg(0)->getType()->isEnumeralType();
  return llvm::StringSwitch<bool>(Callee.getName())
      .Cases({"poll", "readable", "writable"}, true)
      .Cases({"wait_readable", "wait_writable"}, true)
      .Default(false);
}

/// Whether \p Body looks for the error of a descriptor that has nothing to give
/// yet: only one in non-blocking mode has it.
bool handlesWouldBlock(const CodeBody &Body, const ASTContext &Ctx) {
  StringRef Text = Lexer::getSourceText(
      CharSourceRange::getTokenRange(Body.Body->getSourceRange()),
      Ctx.getSourceManager(), Ctx.getLangOpts());
  constexpr StringRef Signs[] = {"EAGAIN",      "EWOULDBLOCK", "EINPROGRESS",
                                 "would_block", "try_again",   "WANT_READ",
                                 "WANT_WRITE"};
  return llvm::any_of(Signs,
                      [&](StringRef Sign) { return Text.contains(Sign); });
}

/// Whether the sockets of \p Body are visibly not waited on by its calls.
bool looksBeforeItReads(const CodeBody &Body, const ASTContext &Ctx) {
  return llvm::any_of(Body.Calls, awaitsReadiness) ||
         handlesWouldBlock(Body, Ctx);
}

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
  if (const BlockingEntry *Entry = Known.blocking(Site, Model.context()))
    return Verdict{Entry->Check,       Entry->Category, Entry->Reason,
                   Entry->Certainty,   Entry->Strict,   &Entry->Replacement,
                   Entry->ReadyChecks, Entry->Handle,   nullptr};
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

/// Whether the object of \p Wait is the future of an asynchronous operation:
/// the result of a call with a token that asks for one.
bool waitsForLoop(const BodyCall &Wait, const Catalogue &Known) {
  if (!Wait.Site.Receiver)
    return false;
  if (std::optional<CallSite> Made =
          CallSite::of(stripTransparent(Wait.Site.Receiver)))
    return Known.returnsFutureOfLoop(*Made);
  const ValueDecl *Future = namedObject(Wait.Site.Receiver);
  return Future &&
         llvm::any_of(Wait.Body->Calls, [&](const BodyCall &Candidate) {
           return Candidate.Result == Future &&
                  Known.returnsFutureOfLoop(Candidate.Site);
         });
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

/// Whether what \p Wait waits for was complete when it got here: what an await
/// gave (`as_future`, `when_all`), what the catalogue says is made ready, or
/// what the event loop hands to a continuation.
bool waitsForComplete(const BodyCall &Wait, const AsyncModel &Model) {
  const Expr *Origin = originOf(Wait.Site.Receiver);
  if (!Origin)
    return false;
  if (isa<CoawaitExpr>(Origin))
    return Origin != stripTransparent(Wait.Site.Receiver);
  if (const ParmVarDecl *Parameter = parameterNamed(Origin)) {
    for (const CodeBody *Body = Wait.Body; Body; Body = Body->Parent)
      if (Parameter->getDeclContext() == Body->Function)
        return Body->Use == LambdaUse::LoopCallback;
    return false;
  }
  std::optional<CallSite> Maker = CallSite::of(Origin);
  return Maker && Model.catalogue().function(*Maker, RuntimeRole::Ready,
                                             Model.context());
}

/// Whether \p Wait waits for what its function was given.
bool waitsForParameter(const BodyCall &Wait) {
  const ParmVarDecl *Parameter = parameterNamed(originOf(Wait.Site.Receiver));
  return Parameter && Parameter->getDeclContext() == Wait.Body->Function;
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
  ContextScan(const AsyncModel &Model, std::vector<BlockingCall> &Found)
      : Model(Model), Found(Found) {}

  void add(const LoopCall &Where) {
    const BodyCall &Call = *Where.Leaf;
    if (Call.Awaited)
      return;
    std::optional<Verdict> V = lookUp(Call.Site, Model);
    if (!V || (V->Check == "async-cpu-heavy-call" &&
               hasSmallInput(Call, V->Category, Model.context())))
      return;
    if (!V->ReadyChecks.empty() && waitsForLoop(Call, Model.catalogue())) {
      V->Check = "async-blocking-bridge";
      V->Category = "bridge";
    }
    if (V->Category == "bridge" && waitsForComplete(Call, Model))
      return;
    const ValueDecl *Handle = handleOf(Call, V->Handle);
    if (guardedByReadyCheck(Call, Handle, V->ReadyChecks))
      return;
    if (V->Handle != -2 &&
        ((Handle && visiblyNonBlocking(Handle, *Call.Body, Model)) ||
         (V->Category == SocketCategory &&
          looksBeforeItReads(*Call.Body, Model.context()))))
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
  const AsyncModel &Model;
  std::vector<BlockingCall> &Found;
  llvm::DenseMap<const BodyCall *, const ValueDecl *> HandleOfFinding;
};

} // namespace

bool hasNonBlockingSockets(const CodeBody &Body, const AsyncModel &Model) {
  return looksBeforeItReads(Body, Model.context());
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

std::vector<BlockingCall> blockingCallsOf(const CodeBody &Body,
                                          const AsyncModel &Model) {
  std::vector<BlockingCall> Found;
  ContextScan Scan(Model, Found);
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
  return Found;
}

std::vector<BlockingCall> findBlockingCalls(const AsyncModel &Model) {
  std::vector<BlockingCall> Found;
  for (const CodeBody &Root : Model.bodies())
    if (Root.OnLoop)
      llvm::append_range(Found, blockingCallsOf(Root, Model));
  return Found;
}

} // namespace cotidy
