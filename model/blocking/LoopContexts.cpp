#include "model/blocking/LoopContexts.h"
#include "model/blocking/ExecutorMoves.h"
#include "model/blocking/StartUp.h"
#include "model/blocking/WorkQueues.h"
#include "model/code/ExprUtils.h"
#include "model/code/LoopExit.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace cotidy {
namespace {

/// Ends the search through wrappers around wrappers.
constexpr unsigned MaxDepth = 6;

/// What an argument stands for.
struct Callable {
  /// What runs when it is called; for a coroutine that was called already, its
  /// body.
  llvm::SmallVector<CodeBody *, 1> Bodies;
  /// Where an executor binds it that a wrapper on the way names.
  LambdaUse Bound = LambdaUse::Unknown;
  /// It is the task that this call of a function made.
  const Expr *TaskOf = nullptr;
};

class ContextFinder {
public:
  ContextFinder(ArrayRef<CodeBody *> Active, std::deque<CodeBody> &Bodies,
                const BodyCollector &Collector, const Catalogue &Known,
                ASTContext &Ctx)
      : Active(Active), Bodies(Bodies), Collector(Collector), Known(Known),
        Ctx(Ctx) {
    for (CodeBody *Body : Active)
      if (!Body->Lambda)
        Functions[Body->Function->getCanonicalDecl()] = Body;
  }

  void run() {
    for (CodeBody *Body : Active)
      for (BodyCall &Call : Body->Calls)
        place(Call);
    leaveOutWorkQueues();
    // A generic lambda has a body for each instantiation.
    for (CodeBody *Body : Active)
      if (Body->Lambda)
        if (const CodeBody *First = Collector.lambdaBody(Body->Lambda)) {
          Body->Use = First->Use;
          Body->HandedTo = First->HandedTo;
        }

    ExecutorMoves Moves(Bodies, Known, Ctx);
    for (CodeBody *Body : Active) {
      Body->OnLoop = Body->Kind == BodyKind::Coroutine
                         ? Body->Use != LambdaUse::Offloaded || !Body->Lambda
                         : Body->Kind == BodyKind::Plain &&
                               Body->Use == LambdaUse::LoopCallback;
      if (Body->OnLoop)
        Moves.mark(*Body);
    }
    collectCalls();
    for (CodeBody *Body : Active)
      if (Body->Kind == BodyKind::Coroutine)
        leaveOutDrivers(*Body);
    leaveOutOffloadedCoroutines();
    findUnattended();
  }

private:
  bool has(const CallSite &Site, RuntimeRole Role, int Argument) const {
    const RuntimeFunction *F = Known.function(Site, Role, Ctx, Argument);
    // A callback that runs on whatever executor its receiver has is no proof.
    return F && F->Certainty != Confidence::Low;
  }

  void place(BodyCall &Call);
  void place(BodyCall &Call, const Expr *Argument, int Index);
  void put(CodeBody &Body, BodyCall &Call, int Argument, LambdaUse Bound);
  void takeOver(const CodeBody &Body, const BodyCall &Call,
                const Expr &Argument, int Index);
  bool offloads(const CallSite &Site, int Argument, LambdaUse Bound) const;
  Callable resolve(const Expr *E, unsigned Depth) const;
  Callable resolveCall(const CallSite &Site, unsigned Depth) const;
  void addFunctionObject(QualType Type, Callable &Result) const;
  void collectCalls();
  void leaveOutWorkQueues();
  void leaveOutDrivers(CodeBody &Body);
  void leaveOutOffloadedCoroutines();
  void findUnattended();
  bool runsOffLoop(const BodyCall &Call) const;

  ArrayRef<CodeBody *> Active;
  std::deque<CodeBody> &Bodies;
  const BodyCollector &Collector;
  const Catalogue &Known;
  ASTContext &Ctx;
  llvm::DenseMap<const FunctionDecl *, CodeBody *> Functions;
  llvm::DenseMap<const CodeBody *, llvm::SmallVector<const BodyCall *, 2>>
      CallsOf;
  RunsOfBodies Runs;
  llvm::SmallPtrSet<const Expr *, 8> OffloadedTasks;
  llvm::SmallPtrSet<const CodeBody *, 8> OffloadedCoroutines;
};

void ContextFinder::addFunctionObject(QualType Type, Callable &Result) const {
  // `T object(a, b)` in a template has no type yet.
  const CXXRecordDecl *Class =
      Type.isNull() ? nullptr : Type->getAsCXXRecordDecl();
  if (!Class || !Class->hasDefinition() || Class->isLambda())
    return;
  for (const NamedDecl *Found :
       Class->lookup(Ctx.DeclarationNames.getCXXOperatorName(OO_Call))) {
    if (const auto *Method = dyn_cast<CXXMethodDecl>(Found)) {
      if (CodeBody *Body = Functions.lookup(Method->getCanonicalDecl()))
        Result.Bodies.push_back(Body);
    } else if (const auto *Template = dyn_cast<FunctionTemplateDecl>(Found)) {
      for (const FunctionDecl *Instance : Template->specializations())
        if (CodeBody *Body = Functions.lookup(Instance->getCanonicalDecl()))
          Result.Bodies.push_back(Body);
    }
  }
}

Callable ContextFinder::resolveCall(const CallSite &Site,
                                    unsigned Depth) const {
  Callable Result;
  for (unsigned I = 0, N = Site.Args.size(); I != N; ++I) {
    if (!Known.function(Site, RuntimeRole::Wrapper, Ctx, I))
      continue;
    Callable Inner = resolve(Site.Args[I], Depth - 1);
    if (Inner.Bodies.empty())
      continue;
    // The innermost executor is the one that counts.
    if (Inner.Bound != LambdaUse::Unknown)
      return Inner;
    if (has(Site, RuntimeRole::Offload, static_cast<int>(I)))
      Inner.Bound = LambdaUse::Offloaded;
    else if (Known.function(Site, RuntimeRole::MoveBack, Ctx))
      Inner.Bound = LambdaUse::LoopCallback;
    return Inner;
  }
  CodeBody *Callee = Functions.lookup(Site.Callee->getCanonicalDecl());
  if (Callee && Callee->Kind == BodyKind::Coroutine) {
    Result.Bodies.push_back(Callee);
    Result.TaskOf = Site.E;
  }
  return Result;
}

Callable ContextFinder::resolve(const Expr *E, unsigned Depth) const {
  Callable Result;
  E = E ? stripTransparent(E) : nullptr;
  if (!E || Depth == 0)
    return Result;
  if (const auto *Unary = dyn_cast<UnaryOperator>(E);
      Unary && Unary->getOpcode() == UO_AddrOf)
    return resolve(Unary->getSubExpr(), Depth);
  if (const auto *Lambda = dyn_cast<LambdaExpr>(E)) {
    if (CodeBody *Body = Collector.lambdaBody(Lambda))
      Result.Bodies.push_back(Body);
    return Result;
  }
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    if (const auto *Function = dyn_cast<FunctionDecl>(Ref->getDecl())) {
      if (CodeBody *Body = Functions.lookup(Function->getCanonicalDecl()))
        Result.Bodies.push_back(Body);
      return Result;
    }
    if (const auto *Var = dyn_cast<VarDecl>(Ref->getDecl());
        Var && !isa<ParmVarDecl>(Var) && Var->hasInit())
      Result = resolve(Var->getInit(), Depth - 1);
  } else if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(E);
             Operator && Operator->getOperator() == OO_Call) {
    // `co_spawn(pool, [] -> task { ... }(), token)`
    if (const LambdaExpr *Lambda = lambdaBehind(Operator->getArg(0)))
      if (CodeBody *Body = Collector.lambdaBody(Lambda);
          Body && Body->Kind == BodyKind::Coroutine)
        Result.Bodies.push_back(Body);
    if (Result.Bodies.empty())
      if (std::optional<CallSite> Site = CallSite::of(E))
        Result = resolveCall(*Site, Depth);
    return Result;
  } else if (std::optional<CallSite> Site;
             isa<CallExpr>(E) && (Site = CallSite::of(E))) {
    Result = resolveCall(*Site, Depth);
  } else if (const auto *Construct = dyn_cast<CXXConstructExpr>(E);
             Construct && Construct->getNumArgs() >= 1) {
    // `std::function<void()>(lambda)`
    Result = resolve(Construct->getArg(0), Depth - 1);
    Result.TaskOf = nullptr;
  }
  if (Result.Bodies.empty())
    addFunctionObject(E->getType(), Result);
  return Result;
}

/// Whether \p Site runs its argument, bound to \p Bound, off the loop.
bool ContextFinder::offloads(const CallSite &Site, int Argument,
                             LambdaUse Bound) const {
  return Bound == LambdaUse::Offloaded ||
         (Bound == LambdaUse::Unknown &&
          has(Site, RuntimeRole::Offload, Argument));
}

void ContextFinder::put(CodeBody &Body, BodyCall &Call, int Argument,
                        LambdaUse Bound) {
  const CallSite &Site = Call.Site;
  if (Bound == LambdaUse::Unknown &&
      has(Site, RuntimeRole::InPlace, Argument)) {
    if (!Body.Lambda)
      return;
    Body.Use = LambdaUse::InPlace;
    Call.RunsInPlace.push_back(&Body);
  } else if (offloads(Site, Argument, Bound)) {
    // A function may be handed to a loop elsewhere.
    if (Body.Lambda || Body.Use == LambdaUse::Unknown)
      Body.Use = LambdaUse::Offloaded;
  } else if (has(Site, RuntimeRole::LoopCallback, Argument) ||
             (Bound == LambdaUse::LoopCallback &&
              has(Site, RuntimeRole::Offload, Argument))) {
    if (Body.Lambda && Body.Use == LambdaUse::Offloaded)
      return;
    Body.Use = LambdaUse::LoopCallback;
    if (!Body.HandedTo)
      Body.HandedTo = &Call;
  }
}

void ContextFinder::place(BodyCall &Call) {
  const CallSite &Site = Call.Site;
  if (CodeBody *Callee = Collector.lambdaBody(Site.Callee)) {
    if (Callee->Use == LambdaUse::Unknown)
      Callee->Use = LambdaUse::InPlace;
    if (Callee->Kind == BodyKind::Plain)
      Call.RunsInPlace.push_back(Callee);
  }
  // `work().scheduleOn(pool)`
  if (Site.Receiver && has(Site, RuntimeRole::Offload, -1))
    place(Call, Site.Receiver, -1);
  for (unsigned I = 0, N = Site.Args.size(); I != N; ++I)
    place(Call, Site.Args[I], static_cast<int>(I));
}

/// Keeps that \p Call takes \p Body, which is what \p Argument stands for.
void ContextFinder::takeOver(const CodeBody &Body, const BodyCall &Call,
                             const Expr &Argument, int Index) {
  // The call of a coroutine is kept as such.
  if (isa<CallExpr>(stripTransparent(&Argument)))
    return;
  if (has(Call.Site, RuntimeRole::Sink, Index) ||
      has(Call.Site, RuntimeRole::Bridge, Index))
    Runs[&Body].By.push_back(&Call);
  else
    Runs[&Body].AnyTime = true;
}

void ContextFinder::place(BodyCall &Call, const Expr *Argument, int Index) {
  Callable Found = resolve(Argument, MaxDepth);
  if (!Found.TaskOf) {
    for (CodeBody *Body : Found.Bodies) {
      put(*Body, Call, Index, Found.Bound);
      takeOver(*Body, Call, *Argument, Index);
    }
  } else if (offloads(Call.Site, Index, Found.Bound)) {
    OffloadedTasks.insert(Found.TaskOf);
  }
}

void ContextFinder::leaveOutWorkQueues() {
  WorkQueues Queues(Active, Known, Ctx);
  for (CodeBody *Body : Active)
    if (Body->Lambda && Body->HandedTo && Queues.takes(Body->HandedTo->Site)) {
      Body->Use = LambdaUse::Offloaded;
      Body->HandedTo = nullptr;
    }
}

void ContextFinder::collectCalls() {
  for (const CodeBody *Body : Active)
    for (const BodyCall &Call : Body->Calls) {
      const CodeBody *Callee = Collector.lambdaBody(Call.Site.Callee);
      if (!Callee)
        Callee = Functions.lookup(Call.Site.Callee->getCanonicalDecl());
      if (Callee && Callee != Body)
        CallsOf[Callee].push_back(&Call);
    }
}

/// Where a runtime's tasks start on the thread that awaits them, a task that
/// runs the loop before it suspends is how that thread comes to drive the
/// loop: it does not run on it.
void ContextFinder::leaveOutDrivers(CodeBody &Body) {
  const SourceManager &SM = Ctx.getSourceManager();
  auto MaySuspendBefore = [&](const BodyCall &Call) {
    SourceLocation Reach = Call.Site.Loc;
    for (const Stmt *S = Call.Site.E; S; S = Body.parents().getParent(S))
      if (isLoop(S))
        Reach = S->getEndLoc(); // its next round comes before as well
    return llvm::any_of(Body.Suspensions, [&](const Expr *Suspension) {
      return SM.isBeforeInTranslationUnit(Suspension->getBeginLoc(), Reach);
    });
  };
  for (BodyCall &Call : Body.Calls) {
    const RuntimeFunction *Bridge =
        Call.Site.E ? Known.function(Call.Site, RuntimeRole::Bridge, Ctx)
                    : nullptr;
    if (!Bridge || !Bridge->DrivesLoop || MaySuspendBefore(Call) ||
        llvm::any_of(CallsOf.lookup(&Body),
                     [](const BodyCall *Start) { return Start->Awaited; }))
      continue;
    Call.OffLoop = true;
    Body.OffLoop.insert(Call.Site.Loc);
  }
}

bool ContextFinder::runsOffLoop(const BodyCall &Call) const {
  if (OffloadedTasks.contains(Call.Site.E))
    return true;
  if (!Call.Awaited)
    return false;
  return Call.OffLoop || OffloadedCoroutines.contains(Call.Body) ||
         (Call.Body->Lambda && Call.Body->Use == LambdaUse::Offloaded);
}

void ContextFinder::leaveOutOffloadedCoroutines() {
  for (bool Changed = true; Changed;) {
    Changed = false;
    for (CodeBody *Body : Active) {
      if (!Body->OnLoop || Body->Kind != BodyKind::Coroutine)
        continue;
      auto Calls = CallsOf.find(Body);
      bool Called = Calls != CallsOf.end();
      // A lambda that is not only called may be called anywhere.
      if (Body->Lambda && (!Called || Body->Use != LambdaUse::InPlace))
        continue;
      if ((!Called && Body->Use != LambdaUse::Offloaded) ||
          (Called && !llvm::all_of(Calls->second, [&](const BodyCall *Call) {
             return runsOffLoop(*Call);
           })))
        continue;
      Body->OnLoop = false;
      OffloadedCoroutines.insert(Body);
      Changed = true;
    }
  }
}

void ContextFinder::findUnattended() {
  for (CodeBody *Body : Active)
    if (Body->HandedTo) {
      const RuntimeFunction *To =
          Known.function(Body->HandedTo->Site, RuntimeRole::LoopCallback, Ctx);
      if (To && To->ForOperator)
        Body->FirstPause = Body->Body->getEndLoc();
    }
  for (const auto &[Body, Calls] : CallsOf)
    Runs[Body].By.append(Calls.begin(), Calls.end());
  findStartUp(Active, Runs, Known, Ctx);
}

} // namespace

void findLoopContexts(ArrayRef<CodeBody *> Active, std::deque<CodeBody> &Bodies,
                      const BodyCollector &Collector, const Catalogue &Known,
                      ASTContext &Ctx) {
  ContextFinder(Active, Bodies, Collector, Known, Ctx).run();
}

} // namespace cotidy
