#include "checks/AsyncCheck.h"
#include "model/code/Mentions.h"
#include "model/tasks/ScopeUses.h"
#include "model/tasks/TaskHolders.h"
#include "clang/AST/ASTContext.h"
#include "llvm/ADT/MapVector.h"

using namespace clang;

namespace cotidy {
namespace {

const CheckInfo Info{
    .Name = "async-unjoined-scope",
    .Family = "structure",
    .Summary = "Finds scopes, task groups and gates that are destroyed with "
               "tasks in them that nobody has waited for.",
    .Since = "0.1.0",
    .Level = CheckLevel::Strict,
    .Fixes = FixKind::None,
    .Precision = "high",
    .Tags = {"concurrency", "correctness"},
    .Documentation = R"md(
## What it does

Reports a local scope (`cppcoro::async_scope`, `folly::coro::AsyncScope`,
`exec::async_scope`, `unifex::async_scope`, `coro::task_group`, `seastar::gate`)
that gets a task and is destroyed without being joined on some path behind it: an
early `co_return`, a `throw` that nothing catches, or the end of the block. A
member is reported where no function of its class joins it.

With `StrictMode`, also reports a join that an await before it may skip: if that
await throws, the scope is destroyed unjoined.

## Why is this bad

The tasks in a scope refer to what stands around it. Its destructor cannot wait
for them as a coroutine does: it ends the program, or holds the thread until they
have ended, which on the event loop's thread is for ever.

## Example

```cpp
#include <coroutine>
#include <exception>
#include <utility>

namespace cppcoro {
template <typename T = void> struct task {
  struct promise_type {
    task get_return_object() noexcept;
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() noexcept {}
    void unhandled_exception() { throw; }
  };
  ~task();
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) const noexcept;
  void await_resume() const;
};
struct async_scope {
  ~async_scope();
  void spawn(task<> work);
  task<> join();
};
} // namespace cppcoro

cppcoro::task<> fetch(int shard);
bool enough(int shard);

cppcoro::task<> fetch_all(int shards) {
  cppcoro::async_scope scope;
  for (int i = 0; i < shards; ++i) {
    scope.spawn(fetch(i));
    if (enough(i))
      co_return;
  }
  co_await scope.join();
}
```

## Use instead

```cpp
#include <coroutine>
#include <exception>
#include <utility>

namespace cppcoro {
template <typename T = void> struct task {
  struct promise_type {
    task get_return_object() noexcept;
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() noexcept {}
    void unhandled_exception() { throw; }
  };
  ~task();
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) const noexcept;
  void await_resume() const;
};
struct async_scope {
  ~async_scope();
  void spawn(task<> work);
  task<> join();
};
} // namespace cppcoro

cppcoro::task<> fetch(int shard);
bool enough(int shard);

cppcoro::task<> fetch_all(int shards) {
  cppcoro::async_scope scope;
  for (int i = 0; i < shards; ++i) {
    scope.spawn(fetch(i));
    if (enough(i))
      break;
  }
  co_await scope.join();
}
```

`corun::with_scope` joins on every path, exceptions among them.

## Not reported

- Scopes that are joined on all paths, and scopes that never get a task.
- Scopes that other code can join: given away by reference, captured, returned.
- Scopes whose destructor cancels their tasks (Cobalt's `wait_group`, kj's
  `TaskSet`).
- Members of a class of which not all functions are defined in this file.

## When it is wrong

- The scope was joined, and what is put into it afterwards is waited for by itself.
  Too little public code uses scopes to know how often the check is right, which is
  why it is not among those that run by default.

## Known limitations

- Two conditions that always agree (`if (busy) scope.spawn(...)` and
  `if (busy) co_await scope.join()`) are taken for two.
- Scopes behind pointers and in containers are not followed.
- Without `StrictMode`, exceptions count only where the function itself throws.

## References

- folly, `AsyncScope`; cppcoro, `async_scope`; Seastar, `gate`.
)md"};

class UnjoinedScopeCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

  void analyse(const AsyncModel &Model) override {
    SpawnsByField Fields;
    for (const CodeBody &Body : Model.bodies()) {
      if (Body.Dependent)
        continue;
      for (const VarDecl *Var : Body.Locals)
        if (Var->hasLocalStorage())
          if (const RuntimeType *Scope =
                  scopeToJoin(Var->getType(), Model.catalogue()))
            lookAtLocal(*Var, *Scope, Body, Model);
      for (const BodyCall &Call : Body.Calls) {
        noteField(Call.Site.Receiver, Call, Model, Fields);
        for (const Expr *Argument : Call.Site.Args)
          noteField(Argument, Call, Model, Fields);
      }
    }
    for (const auto &[Field, Spawn] : Fields)
      lookAtField(*Field, *Spawn, Model);
  }

private:
  using SpawnsByField = llvm::MapVector<const FieldDecl *, const Expr *>;

  /// Notes the member that \p E names in \p Fields if \p Call puts a task into
  /// it.
  static void noteField(const Expr *E, const BodyCall &Call,
                        const AsyncModel &Model, SpawnsByField &Fields) {
    const auto *Member =
        dyn_cast_or_null<MemberExpr>(E ? E->IgnoreParenImpCasts() : nullptr);
    const auto *Field =
        Member ? dyn_cast<FieldDecl>(Member->getMemberDecl()) : nullptr;
    if (Field && scopeToJoin(Field->getType(), Model.catalogue()) &&
        useOfScope(*Member, *Call.Body, Model) == ScopeUse::Spawn)
      Fields.insert({Field, Call.Site.E});
  }

  void lookAtLocal(const VarDecl &Var, const RuntimeType &Scope,
                   const CodeBody &Body, const AsyncModel &Model);
  void lookAtField(const FieldDecl &Field, const Expr &Spawn,
                   const AsyncModel &Model);
};

std::string whatDestructorDoes(const RuntimeType &Scope) {
  return Scope.Drop == DropEffect::Waits
             ? "its destructor holds the thread until its tasks have ended"
             : "its destructor ends the program if tasks are left";
}

constexpr StringRef Advice =
    "await its end on every path, or let 'corun::with_scope' do so";

void UnjoinedScopeCheck::lookAtLocal(const VarDecl &Var,
                                     const RuntimeType &Scope,
                                     const CodeBody &Body,
                                     const AsyncModel &Model) {
  LocalScope Uses(Var, Body, Model);
  if (!Uses.isJoinedHere())
    return;
  std::optional<UnjoinedPath> Found = Uses.unjoined();
  if (!Found && strict())
    Found = Uses.unjoinedIfAwaitThrows();
  if (!Found)
    return;
  Finding F;
  F.Loc = Var.getLocation();
  F.Range = F.Loc;
  F.Category = "scope";
  F.Certainty = Found->Await ? Confidence::Medium : Confidence::High;
  F.Function = Body.name();
  F.Message = "'" + Var.getNameAsString() + "' is destroyed unjoined " +
              (Found->Await ? "if an await throws: " : "on some path: ") +
              whatDestructorDoes(Scope);
  F.Notes.push_back(
      {Found->Spawn->getBeginLoc(), "a task is put into it here"});
  if (Found->Await)
    F.Notes.push_back(
        {Found->Await->getBeginLoc(), "an exception here skips the join"});
  else if (Found->Leave)
    F.Notes.push_back({Found->Leave->getBeginLoc(), "this leaves its scope"});
  F.Notes.push_back({F.Loc, Advice.str()});
  report(Model, F);
}

void UnjoinedScopeCheck::lookAtField(const FieldDecl &Field, const Expr &Spawn,
                                     const AsyncModel &Model) {
  const auto *Class = dyn_cast<CXXRecordDecl>(Field.getParent());
  if (!Class || !isWhollyVisible(*Class) || Field.getAccess() == AS_public)
    return;
  bool Joined = false;
  for (const CodeBody &Body : Model.bodies())
    forEachMention(*Body.Body, [&](const Mention &M) {
      if (M.Named != &Field)
        return;
      ScopeUse Use = useOfScope(*M.E, Body, Model);
      Joined |= Use == ScopeUse::Join || Use == ScopeUse::Escape;
    });
  if (Joined)
    return;
  Finding F;
  F.Loc = Field.getLocation();
  F.Range = F.Loc;
  F.Category = "scope";
  F.Function = Class->getNameAsString();
  F.Message =
      "'" + Field.getNameAsString() + "' is never joined by its class: " +
      whatDestructorDoes(*scopeToJoin(Field.getType(), Model.catalogue()));
  F.Notes.push_back({Spawn.getBeginLoc(), "a task is put into it here"});
  F.Notes.push_back({F.Loc, "give the class a coroutine that awaits its end, "
                            "and await that before an object is destroyed"});
  report(Model, F);
}

const RegisterCheck<UnjoinedScopeCheck> Registration(Info);

} // namespace
} // namespace cotidy
