#include "checks/AsyncCheck.h"
#include "checks/SuspensionText.h"
#include "fixits/AwaitMutex.h"
#include "fixits/NarrowLock.h"
#include "model/lifetime/HeldLocks.h"
#include "clang/AST/ASTContext.h"

using namespace clang;

namespace cotidy {
namespace {

const CheckInfo Info{
    .Name = "async-lock-across-suspension",
    .Family = "locks",
    .Summary = "Finds locks of threads that a coroutine holds while it is "
               "suspended.",
    .Since = "0.1.0",
    .Level = CheckLevel::On,
    .Fixes = FixKind::Unsafe,
    .Precision = "high",
    .Tags = {"concurrency", "correctness"},
    .Documentation = R"md(
## What it does

Follows every lock that a coroutine takes along its paths, by a guard
(`std::lock_guard`, `unique_lock`, `QMutexLocker`, `absl::MutexLock`, what
`folly::Synchronized::wlock` gives) or by hand (`lock()` and `unlock()`,
`pthread_mutex_lock`), and reports it if the coroutine can be suspended before it is
unlocked. Each such suspension is a note: a `co_await` in a statement, initialiser,
condition or argument, and a `co_yield`. Known are the mutexes of the standard
library, Boost, POSIX, Abseil, Qt, folly and others, classes that clang's
thread-safety attributes call a capability, and home-made classes with `lock`,
`unlock` and `try_lock`.

## Why is this bad

While the coroutine is suspended its thread runs others. One of them that wants the
same lock blocks the thread, and with it the loop that should resume the coroutine
which holds it: a deadlock on one thread, a stalled thread pool on several. And the
coroutine may be resumed on another thread, which must not unlock what it has not
locked.

## Example

```cpp
#include <boost/asio/awaitable.hpp>
#include <map>
#include <mutex>
#include <string>

boost::asio::awaitable<std::string> fetch(std::string key);

std::mutex mutex;
std::map<std::string, std::string> cache;

boost::asio::awaitable<std::string> lookup(std::string key) {
  std::lock_guard lock(mutex);
  auto found = cache.find(key);
  if (found == cache.end())
    found = cache.emplace(key, co_await fetch(key)).first;
  co_return found->second;
}
```

## Use instead

```cpp
#include <boost/asio/awaitable.hpp>
#include <map>
#include <mutex>
#include <string>

boost::asio::awaitable<std::string> fetch(std::string key);

std::mutex mutex;
std::map<std::string, std::string> cache;

boost::asio::awaitable<std::string> lookup(std::string key) {
  {
    std::lock_guard lock(mutex);
    if (auto found = cache.find(key); found != cache.end())
      co_return found->second;
  }
  std::string value = co_await fetch(key);
  std::lock_guard lock(mutex);
  co_return cache.emplace(std::move(key), std::move(value)).first->second;
}
```

Where the lock must span the await, it must be one that is awaited itself
(`cppcoro::async_mutex`, `folly::coro::Mutex`), or the state must belong to one
strand.

## Fix safety

A guard that is made locked is unlocked before the statement with the first await,
or stands in a block of its own, if the part under the lock touches something
shared and nothing behind it names that again. Where that does not serve, the mutex
becomes `corun::mutex`, and each guard of it awaits: if it is a `std::mutex` that
only this file can name, and only such guards in coroutines do. Unsafe: only a
reader knows what the mutex protects.

## Not reported

- Mutexes that are awaited, whatever guard holds them: `std::unique_lock` of
  `folly::coro::Mutex`.
- Locks that are unlocked, released, moved away or out of scope before the
  suspension; a guard made with `std::defer_lock` and never locked; the branch in
  which `try_lock` or `owns_lock` said no.
- Awaits that never suspend: `co_await asio::this_coro::executor`.
- Guards of a class that holds no state, such as a null mutex.

## Known limitations

- A guard or mutex that is handed to a function by reference, or captured by a lambda
  by reference, may be unlocked there: it is not followed further.
- A mutex that is locked by hand is reported only if the same function unlocks it
  behind the suspension.
- Guards in members and in the captures of a lambda are not followed.

## References

- C++ Core Guidelines CP.52: Do not hold locks or other synchronization primitives
  across suspension points.
- clang-tidy, `cppcoreguidelines-no-suspend-with-lock`, which follows no `unlock()`
  and knows no other libraries.
)md"};

class LockAcrossSuspensionCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

  void analyse(const AsyncModel &Model) override {
    for (const CodeBody &Body : Model.bodies()) {
      if (Body.Kind == BodyKind::Plain || Body.Suspensions.empty())
        continue;
      HeldLocks Locks(Body, Model);
      for (const HeldLock &Lock : Locks.locks())
        if (auto Over = Locks.spanned(Lock); !Over.empty())
          reportLock(Model, Body, Lock, Over);
    }
  }

private:
  void reportLock(const AsyncModel &Model, const CodeBody &Body,
                  const HeldLock &Lock,
                  llvm::ArrayRef<const Suspension *> Over) {
    const PackInfo *Runtime = Model.catalogue().runtimeOf(*Body.Function);
    bool Generator = Body.Kind == BodyKind::Generator;
    Finding F;
    F.Loc = Lock.Loc;
    F.Range = SourceRange(F.Loc);
    F.Category = "lock";
    F.Function = Body.name();
    F.Certainty = Generator ? Confidence::Medium : Lock.Certainty;
    F.Message = subject(Lock, Model.context());
    F.Message += Generator ? " while the generator's consumer runs: "
                           : " while the coroutine is suspended: ";
    if (Generator)
      F.Message += "if the consumer wants the lock as well, or never comes "
                   "back, it is not unlocked";
    else if (Runtime && Runtime->KeepsThread)
      F.Message += "the next coroutine of this thread that locks it blocks "
                   "the thread for good";
    else
      F.Message += "others that lock it block their threads, and it may be "
                   "unlocked on another thread";
    noteSuspensions(F, Over);
    std::string Advice = (StringRef("unlock it before the ") +
                          (Over.front()->Yields ? "'co_yield'" : "'co_await'"))
                             .str();
    if (!Generator) {
      Advice += ", or use a mutex that is awaited";
      if (Runtime && !Runtime->AsyncMutexes.empty())
        Advice += ", such as '" + Runtime->AsyncMutexes.front() + "'";
    }
    F.Notes.push_back({F.Loc, std::move(Advice)});
    if (Lock.Guard && !Lock.Taken && !Generator) {
      std::optional<Fix> Planned =
          planNarrowLock(*Lock.Guard, *Over.front()->E, Body, Model);
      if (!Planned && Lock.Mutex)
        Planned = planAwaitedMutex(*Lock.Mutex, Model);
      if (Planned)
        F.Fixes.push_back(std::move(*Planned));
    }
    report(Model, F);
  }

  static std::string subject(const HeldLock &Lock, const ASTContext &Ctx) {
    std::string Mutex = Lock.Mutex ? quotedText(*Lock.Mutex, Ctx) : "";
    if (Lock.Guard) {
      std::string Guard = "'" + Lock.Guard->getNameAsString() + "'";
      return Mutex.empty() ? Guard + " stays locked"
                           : Guard + " keeps " + Mutex + " locked";
    }
    if (Lock.Temporary)
      return "the lock that is taken in this expression is held";
    return (Mutex.empty() ? "the mutex" : Mutex) + " stays locked";
  }
};

const RegisterCheck<LockAcrossSuspensionCheck> Registration(Info);

} // namespace
} // namespace cotidy
