#include "checks/AsyncCheck.h"
#include "checks/SuspensionText.h"
#include "model/lifetime/ThreadLocals.h"
#include "clang/AST/ASTContext.h"

using namespace clang;

namespace cotidy {
namespace {

const CheckInfo Info{
    .Name = "async-thread-local-across-suspension",
    .Family = "locks",
    .Summary = "Finds references to thread-local data, and errno, that are "
               "used behind a suspension.",
    .Since = "0.1.0",
    .Level = CheckLevel::On,
    .Fixes = FixKind::None,
    .Precision = "high",
    .Tags = {"concurrency", "correctness"},
    .Documentation = R"md(
## What it does

Reports the first use, behind a suspension, of a reference, pointer, iterator or
view that was made before it and refers to a `thread_local` variable, to a part or
element of one, or to what a library keeps for each thread (`pthread_getspecific`,
`boost::thread_specific_ptr`, `folly::ThreadLocal`); a range-for over thread-local
elements whose body is suspended; and `errno` that is read behind a suspension and
tells of a call before it.

## Why is this bad

A coroutine can be resumed on another thread than the one it was suspended on. The
reference still leads to the first thread's object: two threads then use it at once,
without a lock, since thread-local data need none; or the first thread has ended, and
the object is gone. `errno` is that of the thread which happened to resume the
coroutine.

## Example

```cpp
#include <boost/asio/awaitable.hpp>
#include <string>

boost::asio::awaitable<void> flush();

thread_local std::string buffer;

boost::asio::awaitable<void> report() {
  std::string &text = buffer;
  text = "begin";
  co_await flush();
  text += "end";
}
```

## Use instead

```cpp
#include <boost/asio/awaitable.hpp>
#include <string>

boost::asio::awaitable<void> flush();

thread_local std::string buffer;

boost::asio::awaitable<void> report() {
  buffer = "begin";
  std::string text = buffer;
  co_await flush();
  text += "end";
}
```

A value that is copied out is the coroutine's own.

## Not reported

- Runtimes that resume a coroutine on the thread that suspended it (Seastar,
  Boost.Cobalt, QCoro, Cap'n Proto), as their descriptions say.
- References that are taken again behind the suspension, and the variable itself: its
  name means the data of the thread that runs.
- `errno` behind another call, or behind an await whose result is used: the awaited
  operation may set it.

## Known limitations

- A program that runs its event loop on one thread, although its runtime could use
  several, is reported: nothing in the file shows it.
- Thread-local data that a function of another file gives a reference to, and
  references in members, are missed.
- Thread-local objects that are passed by reference to an awaited coroutine.

## References

- P0772R1, Execution agent local storage, on thread-local variables in coroutines.
- LLVM's `llvm.threadlocal.address`: the name of a thread-local variable means the
  thread that runs, before and behind a suspension; a reference does not.
)md"};

class ThreadLocalAcrossSuspensionCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

  void analyse(const AsyncModel &Model) override {
    for (const CodeBody &Body : Model.bodies()) {
      if (Body.Kind != BodyKind::Coroutine || Body.Suspensions.empty())
        continue;
      const PackInfo *Runtime = Model.catalogue().runtimeOf(*Body.Function);
      if (Runtime && Runtime->KeepsThread)
        continue;
      for (const StaleThreadLocal &Stale : staleThreadLocals(Body, Model))
        reportUse(Model, Body, Stale);
    }
  }

private:
  void reportUse(const AsyncModel &Model, const CodeBody &Body,
                 const StaleThreadLocal &Stale) {
    Finding F;
    // `errno` is a macro of the system.
    F.Loc = Model.context().getSourceManager().getExpansionLoc(
        Stale.Use->getBeginLoc());
    F.Range = SourceRange(F.Loc);
    F.Category = "thread";
    F.Function = Body.name();
    F.Certainty = Confidence::Medium;
    std::string Object = Stale.Object
                             ? "'" + Stale.Object->getNameAsString() + "'"
                             : std::string("data");
    StringRef Taken, Advice;
    switch (Stale.K) {
    case StaleThreadLocal::Alias:
      F.Message = "'" + Stale.Variable->getNameAsString() +
                  "' refers to thread-local " + Object +
                  " of the thread before the suspension; the coroutine may "
                  "run on another one here";
      Taken = "the reference is taken here";
      Advice = "take it again behind the suspension, or copy the value before";
      break;
    case StaleThreadLocal::Loop:
      F.Message = "the loop goes on over thread-local " + Object +
                  " of the thread that began it; the coroutine may run on "
                  "another one after a suspension";
      Advice = "loop over a copy";
      break;
    case StaleThreadLocal::Errno:
      F.Message = "'errno' is read behind a suspension: it is that of the "
                  "thread that resumed the coroutine";
      Taken = "the call that set it";
      Advice = "copy it into a variable before the 'co_await'";
      break;
    }
    if (!Taken.empty())
      F.Notes.push_back({Stale.Origin->getBeginLoc(), Taken.str()});
    noteSuspensions(F, Stale.Over);
    F.Notes.push_back({F.Loc, Advice.str()});
    report(Model, F);
  }
};

const RegisterCheck<ThreadLocalAcrossSuspensionCheck> Registration(Info);

} // namespace
} // namespace cotidy
