#include "checks/ChainCheck.h"
#include "fixits/OffloadCode.h"
#include "fixits/TargetChoice.h"
#include "fixits/YieldInLoop.h"
#include "model/AsyncModel.h"
#include "model/cost/HeavyLoops.h"

using namespace clang;

namespace cotidy {
namespace {

const CheckInfo Info{
    .Name = "async-cpu-heavy-loop",
    .Family = "blocking",
    .Summary = "Finds loops that keep the event loop's thread busy for long "
               "without suspending.",
    .Since = "0.1.0",
    .Level = CheckLevel::On,
    .Fixes = FixKind::Unsafe,
    .Precision = "medium",
    .Tags = {"concurrency", "performance"},
    .FollowsCalls = true,
    .Documentation = R"md(
## What it does

Estimates what each loop of a coroutine, or of a handler that an event loop runs,
does between two suspensions, and reports the outermost loop whose estimate reaches `MaxSteps`. A step is about one simple
statement; a million steps take about a millisecond or more. The estimate stands
in the message, and a note shows how it comes about:

- Trip counts that the source shows are multiplied through nesting: constants,
  `std::array`, initialiser lists, `std::min(n, 16)`, checks such as
  `if (n > 16) co_return;`.
- A size known only at run time counts as `AssumedElements` (1,000) for each
  level, so that two nested loops over the same range reach the budget. Of ranges
  that have nothing to do with each other only one counts so, unless `StrictMode`
  is on: seldom are both long. A range that is part of the outer loop's element
  (`post.tags` in a loop over posts) counts as 32: an element holds few things
  beside the whole.
- A call counts as the called function's body, in this file or another (see
  `Index` for clang-tidy), as the catalogue says for key derivation, compression
  and their like, and as one step otherwise.

A loop that nothing ends and that never suspends is reported as such if it does
some work.

## Why is this bad

All coroutines of a loop share its thread. While one of them computes, no other
request is served, no timer fires and no connection is accepted.

## Example

```cpp
#include <boost/asio/awaitable.hpp>
#include <vector>

boost::asio::awaitable<long> related(const std::vector<int> &views) {
  long total = 0;
  for (int a : views)
    for (int b : views)
      total += a ^ b;
  co_return total;
}
```

## Use instead

A thread pool, or a suspension every so many rounds:

```cpp
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <vector>

boost::asio::awaitable<long> related(const std::vector<int> &views) {
  long total = 0;
  for (int a : views) {
    for (int b : views)
      total += a ^ b;
    co_await boost::asio::post(boost::asio::use_awaitable);
  }
  co_return total;
}
```

## Fix safety

Two fixes, both unsafe: the loop runs on a thread and is awaited at once, or the
coroutine suspends in each round. The thread comes first where the loop names
nothing but what its coroutine owns. Either way others run meanwhile: what they
share with the loop must stand that. No fix for a loop in another function than
the coroutine.

## Not reported

- Loops that suspend on a cycle, every round or every so many rounds.
- A single pass over data, unless it calls something costly for each element.
- A scanner's inner loop that goes on where it ended before: the two loops
  together are one pass over the data.
- Macros that wrap statements in a loop which runs once.
- Loops around blocking calls: the call is reported, and awaiting instead of it
  makes the loop suspend.
- Bodies handed to a thread or a thread pool, and synchronous generators.
- What a coroutine does before it is suspended for the first time if only `main`
  starts it or if it takes connections in a loop: nobody waits there.
  A loop without end is reported nevertheless.
- What runs once in the program's life, as a static variable shows (`if (!table)
  table = ...`, `if (!started.exchange(true))`).
- Nested loops over different ranges whose sizes are known only at run time,
  without `StrictMode`; nor a costly call for each element of such a range that
  costs much for large input only (parsing, sorting).

## Known limitations

- The estimate knows no data: all pairs of a short list look like those of a
  long one. Where a bound exists, write it (`std::min`, a check,
  a fixed-size container), raise `MaxSteps`, or suppress the finding.
- A loop in a function that a loop context calls is reported at the loop, with a
  note for the way that leads there. Where only sizes known at run time make it
  heavy, `StrictMode` alone reports it: a parser looks no different. The same
  holds for a loop that a function of another file makes heavy, where such sizes
  make that function costly.
- A recursion counts as one call of each function, as how deep it goes does not
  show; so does a virtual call.
- Algorithms without a lambda (`std::find`) count as one step.

## References

- Boost.Asio, "Coroutines" and "Threads and Boost.Asio".
- Node.js, "Don't Block the Event Loop".
)md"};

class CpuHeavyLoopCheck : public ChainCheck {
public:
  CpuHeavyLoopCheck(StringRef Name, clang::tidy::ClangTidyContext *Context,
                    std::shared_ptr<ModelCache> Models)
      : ChainCheck(Name, Context, std::move(Models)),
        MaxSteps(*this, "MaxSteps", 1000000,
                 "Estimated steps between two suspensions from which on a loop "
                 "is reported."),
        AssumedElements(*this, "AssumedElements", 1000,
                        "Number of elements that a range or loop counts as "
                        "when its size is known only at run time.") {}

protected:
  void analyseDirect(const AsyncModel &Model) override;

private:
  Option<unsigned> MaxSteps;
  Option<unsigned> AssumedElements;
};

/// A thread where the loop has its data to itself; else, first, a suspension
/// in each round, where the rounds are \p Short.
static llvm::SmallVector<Fix, 1> planFixes(const Stmt &Loop, bool Short,
                                           const CodeBody &Body,
                                           const AsyncModel &Model) {
  llvm::SmallVector<Fix, 1> Fixes;
  for (const FixTarget *Target : targetsFor(Body, Model)) {
    std::optional<Fix> Yield =
        Short ? planYield(Loop, Body, *Target, Model) : std::nullopt;
    std::optional<Fix> Offload =
        planOffloadStatement(Loop, Body, *Target, Model);
    if (namesSharedState(Loop))
      std::swap(Yield, Offload);
    for (std::optional<Fix> *Planned : {&Offload, &Yield})
      if (*Planned)
        Fixes.push_back(std::move(**Planned));
    if (!Fixes.empty())
      break;
  }
  return Fixes;
}

void CpuHeavyLoopCheck::analyseDirect(const AsyncModel &Model) {
  llvm::SmallPtrSet<const Stmt *, 8> Reported;
  HeavyLoops Loops(Model,
                   {double(MaxSteps.get()), double(AssumedElements.get())});
  Model.forEachLoopBody([&](const CodeBody &Body, const CodeBody &Root,
                            const BodyCall *Entry) {
    if (Entry && Entry->OffLoop)
      return;
    // A lambda that a reported loop runs is part of that finding.
    const ParentMap &Parents = Root.parents();
    for (const Stmt *S = Entry ? Entry->Site.E : nullptr; S;
         S = Parents.getParent(S))
      if (Reported.contains(S))
        return;
    for (const HeavyLoop &L : Loops.in(Body, Root)) {
      if ((L.Doubtful && !strict()) || (Entry && Entry->Once && !L.Endless))
        continue;
      if (!L.Endless)
        Reported.insert(L.Loop);
      Finding F;
      F.Range = L.Keyword;
      F.Loc = F.Range.getBegin();
      F.Message = L.Message;
      F.Certainty = L.Certainty;
      F.Category = "cpu";
      F.Function = Body.name();
      for (const HeavyLoop::Note &Note : L.Notes)
        F.Notes.push_back({Note.Where, Note.Message});
      if (!L.Endless)
        F.Fixes =
            planFixes(*L.Loop, !Loops.holdsHeavy(*L.Loop, Body), Body, Model);
      report(Model, F);
    }
  });
}

const RegisterCheck<CpuHeavyLoopCheck> Registration(Info);

} // namespace
} // namespace cotidy
