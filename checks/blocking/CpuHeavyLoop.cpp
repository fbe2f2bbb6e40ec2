#include "checks/AsyncCheck.h"
#include "model/AsyncModel.h"
#include "model/Cost.h"
#include "model/LoopExit.h"
#include "model/QualifiedName.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include <cmath>

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
    .Fixes = FixKind::None,
    .Precision = "medium",
    .Tags = {"concurrency", "performance"},
    .Documentation = R"md(
## What it does

Estimates what each loop of a coroutine does between two suspensions, and reports
the outermost loop whose estimate reaches `MaxSteps`. A step is about one simple
statement; a million steps take about a millisecond or more. The estimate stands
in the message, and a note shows how it comes about:

- Trip counts that the source shows are multiplied through nesting: constants,
  `std::array`, initialiser lists, `std::min(n, 16)`, checks such as
  `if (n > 16) co_return;`.
- A size known only at run time counts as `AssumedElements` (1,000) for each
  level, so that two nested loops over run-time sized data reach the budget.
- A call counts as the called function's body where the file shows it, as the
  catalogue says for key derivation, compression and their like, and as one step
  otherwise.

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

No fix is offered.

## Not reported

- Loops that suspend on a cycle, every round or every so many rounds.
- A single pass over data, unless it calls something costly for each element.
- A scanner's inner loop that goes on where it ended before: the two loops
  together are one pass over the data.
- Loops around blocking calls: the call is reported, and awaiting instead of it
  makes the loop suspend.
- Bodies handed to a thread or a thread pool, and synchronous generators.

## Known limitations

- The estimate knows no data: nested loops over two short lists look like nested
  loops over two long ones. Where a bound exists, write it (`std::min`, a check,
  a fixed-size container), raise `MaxSteps`, or suppress the finding.
- Loops in functions that the coroutine calls count in the loop around the call,
  but are not reported on their own yet.
- Algorithms without a lambda (`std::find`) count as one step.

## References

- Boost.Asio, "Coroutines" and "Threads and Boost.Asio".
- Node.js, "Don't Block the Event Loop".
)md"};

/// `4.0e8`
std::string steps(double Count) {
  int Exponent = Count < 1 ? 0 : static_cast<int>(std::log10(Count));
  double Mantissa = Count / std::pow(10.0, Exponent);
  // 9.96e5 is written 1.0e6.
  if (Mantissa >= 9.95) {
    Mantissa /= 10;
    ++Exponent;
  }
  return llvm::formatv("{0:f1}e{1}", Mantissa, Exponent).str();
}

/// `20,000`, as a reader counts.
std::string rounds(double Count) {
  if (Count >= 1e9)
    return steps(Count);
  std::string Digits = std::to_string(std::llround(Count));
  for (int I = static_cast<int>(Digits.size()) - 3; I > 0; I -= 3)
    Digits.insert(I, ",");
  return Digits;
}

SourceRange keywordRange(const Stmt &Loop) {
  if (const auto *Range = dyn_cast<CXXForRangeStmt>(&Loop))
    return {Range->getForLoc(), Range->getRParenLoc()};
  if (const auto *For = dyn_cast<ForStmt>(&Loop))
    return {For->getForLoc(), For->getRParenLoc()};
  if (const auto *While = dyn_cast<WhileStmt>(&Loop))
    return {While->getWhileLoc(), While->getRParenLoc()};
  return Loop.getBeginLoc();
}

/// Whether a size known only at run time makes \p C what it is.
bool assumes(const Cost &C) {
  return llvm::any_of(C.Factors, [](const CostFactor &Factor) {
    return !Factor.isCall() && Factor.Basis != TripCount::Constant;
  });
}

class CpuHeavyLoopCheck : public AsyncCheck {
public:
  CpuHeavyLoopCheck(StringRef Name, clang::tidy::ClangTidyContext *Context,
                    std::shared_ptr<ModelCache> Models)
      : AsyncCheck(Name, Context, std::move(Models)),
        MaxSteps(*this, "MaxSteps", 1000000,
                 "Estimated steps between two suspensions from which on a loop "
                 "is reported."),
        AssumedElements(*this, "AssumedElements", 1000,
                        "Number of elements that a range or loop counts as "
                        "when its size is known only at run time.") {}

  void analyse(const AsyncModel &Model) override;

private:
  void analyse(const CodeBody &Body, const CodeBody &Root,
               const AsyncModel &Model, CostModel &Costs);
  void reportLoop(const Stmt &Loop, const Cost &C, const CodeBody &Body,
                  const AsyncModel &Model);

  Option<unsigned> MaxSteps;
  Option<unsigned> AssumedElements;

  llvm::SmallPtrSet<const Stmt *, 8> ReportedLoops;
};

void CpuHeavyLoopCheck::analyse(const AsyncModel &Model) {
  // A statement that does not compile is missing from the AST, and a co_await
  // may have stood in it.
  if (Model.context().getDiagnostics().hasUncompilableErrorOccurred())
    return;
  ReportedLoops.clear();
  CostModel Costs(Model, AssumedElements.get());
  Model.forEachLoopBody(
      [&](const CodeBody &Body, const CodeBody &Root, const BodyCall *Entry) {
        const SourceManager &SM = Model.context().getSourceManager();
        if (Entry && !Root.staysOnLoopAt(Entry->Site.Loc, SM))
          return;
        // A lambda that a reported loop runs is part of that finding.
        const ParentMap &Parents = Root.parents();
        for (const Stmt *S = Entry ? Entry->Site.E : nullptr; S;
             S = Parents.getParent(S))
          if (ReportedLoops.contains(S))
            return;
        analyse(Body, Root, Model, Costs);
      });
}

void CpuHeavyLoopCheck::analyse(const CodeBody &Body, const CodeBody &Root,
                                const AsyncModel &Model, CostModel &Costs) {
  const ASTContext &Ctx = Model.context();
  const SourceManager &SM = Ctx.getSourceManager();
  llvm::SmallPtrSet<const Stmt *, 8> Settled;
  for (const Stmt *Loop : Body.Loops) {
    bool Inside = false;
    for (const Stmt *S = Body.parents().getParent(Loop); S && !Inside;
         S = Body.parents().getParent(S))
      Inside = Settled.contains(S);
    if (Inside ||
        (&Body == &Root && !Body.staysOnLoopAt(Loop->getBeginLoc(), SM)))
      continue;
    if (suspendsOnCycle(*Loop, Ctx))
      continue;
    Cost C = Costs.loopCost(*Loop, Body);
    // The call that blocks is reported. Awaited instead, it is a suspension.
    if (C.Blocks)
      continue;
    // What this loop does not reach, loops in it do not reach either.
    Settled.insert(Loop);
    if (C.Endless) {
      if (C.Works)
        reportLoop(*C.Endless, C, Body, Model);
    } else if (C.Steps >= MaxSteps.get() && !(Body.Dependent && assumes(C))) {
      ReportedLoops.insert(Loop);
      reportLoop(*Loop, C, Body, Model);
    }
  }
}

void CpuHeavyLoopCheck::reportLoop(const Stmt &Loop, const Cost &C,
                                   const CodeBody &Body,
                                   const AsyncModel &Model) {
  Finding F;
  F.Range = keywordRange(Loop);
  F.Loc = F.Range.getBegin();
  F.Category = "cpu";
  F.Function = Body.name();
  if (C.Endless) {
    F.Message = "loop works without end and never suspends";
    F.Certainty = Confidence::Medium;
    F.Notes.push_back({F.Loc, "suspend in each round, or run it on a thread of "
                              "its own"});
    report(Model, F);
    return;
  }

  F.Message = "loop does about " + steps(C.Steps) + " steps without suspending";
  std::string Product;
  SourceLocation Innermost = F.Loc;
  for (const CostFactor &Factor : C.Factors) {
    if (Factor.Entry)
      F.Certainty = std::min(F.Certainty, Factor.Entry->Certainty);
    if (Factor.isCall() || Factor.Count == 1)
      continue;
    Product += (Product.empty() ? "" : " x ") + rounds(Factor.Count);
    Innermost = Factor.At->getBeginLoc();
  }
  Product = Product.empty() ? "1 iteration" : Product + " iterations";
  if (assumes(C)) {
    // A run-time size is an assumption, and so is the finding.
    F.Certainty = std::min(F.Certainty, Confidence::Medium);
    Product += " (a size known only at run time counts as " +
               rounds(AssumedElements.get()) + ")";
  }
  F.Notes.push_back({Innermost, Product});
  for (const CostFactor &Factor : C.Factors) {
    const auto *Call = dyn_cast<Expr>(Factor.At);
    if (!Call || !Factor.isCall())
      continue;
    std::string Name = Factor.Entry ? lastComponent(Factor.Entry->Name).str()
                                    : Factor.Callee->getNameAsString();
    F.Notes.push_back({Call->getExprLoc(), "'" + Name + "' does about " +
                                               steps(Factor.Count) +
                                               " steps in each call"});
  }
  F.Notes.push_back({F.Loc, "run it on a thread pool and await the result, or "
                            "suspend every so many rounds"});
  report(Model, F);
}

const RegisterCheck<CpuHeavyLoopCheck> Registration(Info);

} // namespace
} // namespace cotidy
