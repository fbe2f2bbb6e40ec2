#include "checks/AsyncCheck.h"
#include "fixits/MapTasks.h"
#include "model/code/ExprUtils.h"
#include "model/code/LoopExit.h"
#include "model/cost/TripCount.h"
#include "model/tasks/Idioms.h"
#include "model/tasks/TaskHolders.h"
#include "clang/AST/ASTContext.h"
#include <optional>

using namespace clang;

namespace cotidy {
namespace {

const CheckInfo Info{
    .Name = "async-unbounded-spawn",
    .Family = "structure",
    .Summary = "Finds loops that start a task for each element of run-time "
               "data with no bound on how many run at once.",
    .Since = "0.1.0",
    .Level = CheckLevel::Strict,
    .Fixes = FixKind::Unsafe,
    .Precision = "medium",
    .Tags = {"concurrency", "performance"},
    .Documentation = R"md(
## What it does

Reports a loop in asynchronous code whose number of rounds comes from run-time
data and that spawns a task in each round, or collects tasks that a combinator
then runs together, and that never waits in between.

## Why is this bad

Ten elements make ten tasks, and a million a million: as many frames, buffers,
sockets and requests at once. The process runs out of descriptors or memory, or
the other side begins to refuse. With a bound the work takes as long, because the
other side was the limit anyway, and the load stays flat.

## Example

```cpp
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/this_coro.hpp>
#include <string>
#include <vector>

boost::asio::awaitable<void> fetch(std::string url);

boost::asio::awaitable<void> fetch_all(std::vector<std::string> urls) {
  auto executor = co_await boost::asio::this_coro::executor;
  for (const std::string &url : urls)
    boost::asio::co_spawn(executor, fetch(url), boost::asio::detached);
}
```

## Use instead

Start so many workers and let them share the work. `corun::map_concurrent` does
that:

```cpp
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/this_coro.hpp>
#include <memory>
#include <string>
#include <vector>

boost::asio::awaitable<void> fetch(std::string url);

boost::asio::awaitable<void> work(std::shared_ptr<std::vector<std::string>> urls) {
  while (!urls->empty()) {
    std::string url = std::move(urls->back());
    urls->pop_back();
    co_await fetch(std::move(url));
  }
}

boost::asio::awaitable<void> fetch_all(std::vector<std::string> urls) {
  auto executor = co_await boost::asio::this_coro::executor;
  auto queue = std::make_shared<std::vector<std::string>>(std::move(urls));
  for (int worker = 0; worker < 8; ++worker)
    boost::asio::co_spawn(executor, work(queue), boost::asio::detached);
}
```

## Fix safety

In a coroutine the loop waits for a permit of `corun::semaphore` before it starts the
next task, 16 at a time, and the task gives it back when it ends. Unsafe: the loop now
takes as long as all but its last tasks, and tasks that wait for one another may wait
for one that was not started. Tasks that are collected, and loops outside of
coroutines, have no fix.

## Not reported

- Loops with an await in them: accept loops, loops that acquire a semaphore.
- Loops with a constant number of rounds, or one for each thread.
- Tasks that are collected for a windowed combinator, or awaited one by one.
- Loops that say `limit`, `max`, `in_flight` or the like.
- Loops over peers, replicas, shards, listeners: there are few, and all are to be
  reached at once.
- Tasks that wrap tasks which were there before.
- Code that does not run on an event loop: `main`, start-up.

## When it is wrong

- The list is short in practice, though its name does not say so.

## Known limitations

- A bound inside the task (it acquires a semaphore first) is not seen: its frame
  and arguments are there all the same.
- Operations that are collected and started together (`deferred` for
  `make_parallel_group`) are not seen.

## References

- Seastar, `max_concurrent_for_each`; folly, `collectAllWindowed`.
)md"};

/// Rounds from which on tasks are many, where nothing shows how many there are.
constexpr double AssumedElements = 1000;

/// Whether \p Made is given a task that was there before: what is spawned is
/// only a wrapper around it.
bool wrapsTask(const Expr &Made, const AsyncModel &Model) {
  const auto *Call = dyn_cast<CallExpr>(&Made);
  return Call && llvm::any_of(Call->arguments(), [&](const Expr *Argument) {
           const Expr *Given = stripTransparent(Argument);
           const AwaitableType *Type =
               Model.awaitables().find(Given->getType().getNonReferenceType());
           return isa<DeclRefExpr>(Given) && Type &&
                  Type->Kind == TypeKind::Task;
         });
}

/// Whether something in \p S has to do with a bound, or with parts of the
/// program's own set-up, of which there are few and all are wanted at once.
bool namesBound(const Stmt &S, const ASTContext &Ctx) {
  const NamedDecl *D = nullptr;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(&S))
    D = Ref->getDecl();
  else if (const auto *Member = dyn_cast<MemberExpr>(&S))
    D = Member->getMemberDecl();
  if (D && D->getIdentifier()) {
    std::string Name = D->getName().lower();
    for (StringRef Part :
         {"limit", "max", "flight", "semaphore", "acquire", "thread", "worker",
          "batch", "concurren", "core", "peer", "replica", "cluster",
          "follower", "member", "listener", "acceptor", "shard"})
      if (StringRef(Name).contains(Part))
        return true;
  }
  return llvm::any_of(evaluatedChildren(S, Ctx), [&](const Stmt *Child) {
    return namesBound(*Child, Ctx);
  });
}

class UnboundedSpawnCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

  void analyse(const AsyncModel &Model) override {
    for (const CodeBody &Body : Model.bodies())
      if (Body.OnLoop && !Body.Dependent && !Body.Loops.empty())
        for (const BodyCall &Call : Body.Calls) {
          if (const Expr *Spawned = spawned(Call, Model))
            look(Call, Spawned, Body, Model);
          else if (collects(Call, Body, Model))
            look(Call, nullptr, Body, Model);
        }
  }

private:
  static const Expr *spawned(const BodyCall &Call, const AsyncModel &Model);
  static bool collects(const BodyCall &Call, const CodeBody &Body,
                       const AsyncModel &Model);
  void look(const BodyCall &Call, const Expr *Spawned, const CodeBody &Body,
            const AsyncModel &Model);
};

/// The task that \p Call starts and that is made for it, or null.
const Expr *UnboundedSpawnCheck::spawned(const BodyCall &Call,
                                         const AsyncModel &Model) {
  if (!Call.Site.E || Call.InAwaitOperand)
    return nullptr;
  const RuntimeFunction *Sink =
      Model.catalogue().function(Call.Site, RuntimeRole::Sink, Model.context());
  if (!Sink || Model.catalogue().anyHolds(Sink->ResultStillLazyIf, Call.Site,
                                          Model.context()))
    return nullptr;
  const Expr *Task = Sink->Argument == -1
                         ? Call.Site.Receiver
                         : Call.Site.arg(std::max(Sink->Argument, 0));
  // A task made in this round, or a coroutine lambda; not one that is there.
  const Expr *Made = Task ? stripTransparent(Task) : nullptr;
  return isa_and_nonnull<CallExpr, LambdaExpr>(Made) && !wrapsTask(*Made, Model)
             ? Made
             : nullptr;
}

/// Whether \p Call puts a task into a local container, and a combinator runs
/// what is in it together.
bool UnboundedSpawnCheck::collects(const BodyCall &Call, const CodeBody &Body,
                                   const AsyncModel &Model) {
  const auto *Method = dyn_cast<CXXMethodDecl>(Call.Site.Callee);
  if (!Method || !Call.Site.Receiver || Call.Site.Args.size() != 1 ||
      !isInsertion(*Method))
    return false;
  const Expr *Task = stripTransparent(Call.Site.arg(0));
  const AwaitableType *Type = Model.awaitables().find(Task->getType());
  const auto *Tasks =
      dyn_cast_or_null<VarDecl>(namedObject(Call.Site.Receiver));
  if (!isa<CallExpr>(Task) || wrapsTask(*Task, Model) || !Type ||
      Type->Kind != TypeKind::Task || !Tasks || !Tasks->isLocalVarDecl())
    return false;
  for (const BodyCall &Other : Body.Calls) {
    if (!Model.catalogue().function(Other.Site, RuntimeRole::Combinator,
                                    Model.context()))
      continue;
    StringRef Name = Other.Site.Callee->getIdentifier()
                         ? Other.Site.Callee->getName()
                         : StringRef();
    if (Name.contains_insensitive("window") || Name.contains("max_concurrent"))
      continue;
    for (const Expr *Argument : Other.Site.Args)
      if (namedObject(Argument) == Tasks)
        return true;
  }
  return false;
}

void UnboundedSpawnCheck::look(const BodyCall &Call, const Expr *Spawned,
                               const CodeBody &Body, const AsyncModel &Model) {
  const ASTContext &Ctx = Model.context();
  const Stmt *Loop = nullptr;
  for (const Stmt *S = Call.Site.E; S; S = Body.parents().getParent(S)) {
    if (isLoop(S) && !Loop)
      Loop = S;
    // What awaits between rounds bounds all loops in it, too.
    if (isLoop(S) && suspendsOnCycle(*S, Model.catalogue(), Ctx))
      return;
  }
  if (!Loop || namesBound(*Loop, Ctx))
    return;
  VarWrites Writes(*Body.Body);
  StaticValues Values(Ctx, Writes);
  TripCount Rounds =
      TripCounter(Ctx, Writes, Values, AssumedElements).count(*Loop, {});
  if (Rounds.B != TripCount::RunTime || Rounds.Count < AssumedElements)
    return;
  Finding F;
  F.Loc = Call.Site.Loc;
  F.Range = Call.Site.E->getSourceRange();
  F.Category = "spawn";
  F.Certainty = Confidence::Medium;
  F.Function = Body.name();
  F.Message = std::string("a task is ") + (Spawned ? "spawned" : "collected") +
              " for each element, and all run at once: memory, sockets and the "
              "other side take the load of the whole input";
  F.Notes.push_back({loopHead(*Loop).getBegin(),
                     "nothing in this loop waits for a task to end"});
  F.Notes.push_back(
      {F.Loc, "run so many at a time: '" +
                  idiomFor(Body, "bounded", "corun::map_concurrent", Model) +
                  "'"});
  if (Spawned)
    if (std::optional<Fix> Bounded =
            planBoundedSpawn(*Loop, *Spawned, Body, Model))
      F.Fixes.push_back(std::move(*Bounded));
  report(Model, F);
}

const RegisterCheck<UnboundedSpawnCheck> Registration(Info);

} // namespace
} // namespace cotidy
