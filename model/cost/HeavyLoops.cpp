#include "model/cost/HeavyLoops.h"
#include "model/code/LoopExit.h"
#include "model/code/QualifiedName.h"
#include "model/cost/Assumptions.h"
#include "model/cost/StepsText.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include <cmath>

using namespace clang;

namespace cotidy {
namespace {

/// `20,000`, as a reader counts.
std::string rounds(double Count) {
  if (Count >= 1e9)
    return stepsText(Count);
  std::string Digits = std::to_string(std::llround(Count));
  for (int I = static_cast<int>(Digits.size()) - 3; I > 0; I -= 3)
    Digits.insert(I, ",");
  return Digits;
}

} // namespace

bool HeavyLoop::runs(const LoopCall &Call) const {
  for (const BodyCall *Step : {Call.Entry, Call.Leaf})
    for (const Stmt *S = Step->Site.E; S;
         S = Step->Body->parents().getParent(S))
      if (S == Loop)
        return true;
  return false;
}

void HeavyLoops::forEachLoop(
    const CodeBody &Body, const CodeBody &Root,
    llvm::function_ref<void(const Stmt &, const Cost &)> Visit) {
  const ASTContext &Ctx = Model.context();
  if (Ctx.getDiagnostics().hasUncompilableErrorOccurred())
    return;
  llvm::SmallPtrSet<const Stmt *, 8> Settled;
  for (const Stmt *Loop : Body.Loops) {
    bool Inside = false;
    for (const Stmt *S = Body.parents().getParent(Loop); S && !Inside;
         S = Body.parents().getParent(S))
      Inside = Settled.contains(S);
    if (Inside || (&Body == &Root && !Body.staysOnLoopAt(Loop->getBeginLoc())))
      continue;
    if (suspendsOnCycle(*Loop, Model.catalogue(), Ctx))
      continue;
    Cost C = Costs.loopCost(*Loop, Body);
    // The call that blocks is reported. Awaited instead, it is a suspension.
    if (C.Blocks)
      continue;
    // What this loop does not reach, loops in it do not reach either.
    Settled.insert(Loop);
    Visit(*Loop, C);
  }
}

/// Whether nobody waits for \p Loop, in a coroutine that starts the program, or
/// one caller at most, since it runs once.
bool HeavyLoops::isUnattended(const Stmt &Loop, const CodeBody &Body) const {
  return Body.OnceLoops.contains(&Loop) ||
         (Body.Kind == BodyKind::Coroutine &&
          Body.isUnattendedAt(Loop.getSourceRange(),
                              Model.context().getSourceManager()));
}

std::vector<HeavyLoop> HeavyLoops::in(const CodeBody &Body,
                                      const CodeBody &Root) {
  std::vector<HeavyLoop> Result;
  forEachLoop(Body, Root, [&](const Stmt &Loop, const Cost &C) {
    if (C.Endless) {
      if (C.Works)
        Result.push_back(describe(*C.Endless, C));
    } else if (C.Steps >= Limits.MaxSteps &&
               !(Body.Dependent && isAssumed(C)) && !isUnattended(Loop, Body)) {
      Result.push_back(describe(Loop, C));
    }
  });
  return Result;
}

bool HeavyLoops::holdsHeavy(const Stmt &Loop, const CodeBody &Body) {
  return llvm::any_of(Body.Loops, [&](const Stmt *Inner) {
    if (Inner == &Loop)
      return false;
    for (const Stmt *S = Inner; S; S = Body.parents().getParent(S))
      if (S == &Loop) {
        Cost C = Costs.loopCost(*Inner, Body);
        return C.Endless || C.Steps >= Limits.MaxSteps;
      }
    return false;
  });
}

std::vector<CallingLoop> HeavyLoops::callingIn(const CodeBody &Body) {
  std::vector<CallingLoop> Result;
  forEachLoop(Body, Body, [&](const Stmt &Loop, const Cost &C) {
    if (C.Endless || C.Steps >= Limits.MaxSteps || isUnattended(Loop, Body))
      return;
    Cost Own = Costs.ownLoopCost(Loop, Body);
    if (!Own.Calls.empty())
      Result.push_back({loopHead(Loop), std::move(Own)});
  });
  return Result;
}

HeavyLoop HeavyLoops::describe(const Stmt &Loop, const Cost &C) const {
  HeavyLoop L;
  L.Loop = &Loop;
  L.Keyword = loopHead(Loop);
  if (C.Endless) {
    L.Message = "loop works without end and never suspends";
    L.Certainty = Confidence::Medium;
    L.Notes.push_back({L.Keyword.getBegin(),
                       "suspend in each round, or run it on a thread of "
                       "its own"});
    L.Endless = true;
    return L;
  }

  L.Message =
      "loop does about " + stepsText(C.Steps) + " steps without suspending";
  std::string Product;
  bool SizeAtRunTime = false;
  SourceLocation Innermost = L.Keyword.getBegin();
  for (const CostFactor &Factor : C.Factors) {
    if (Factor.Entry)
      L.Certainty = std::min(L.Certainty, Factor.Entry->Certainty);
    if (Factor.isCall() || Factor.Count == 1)
      continue;
    SizeAtRunTime |= Factor.Basis != TripCount::Constant;
    Product += (Product.empty() ? "" : " x ") + rounds(Factor.Count);
    Innermost = Factor.At->getBeginLoc();
  }
  Product = Product.empty() ? "1 iteration" : Product + " iterations";
  L.Assumed = isAssumed(C);
  L.Doubtful = stepsOfOneAssumption(C) < Limits.MaxSteps;
  if (L.Assumed) {
    // A run-time size is an assumption, and so is the finding.
    L.Certainty = std::min(L.Certainty, Confidence::Medium);
    if (SizeAtRunTime)
      Product += " (a size known only at run time counts as " +
                 rounds(Limits.AssumedElements) + ")";
  }
  L.Notes.push_back({Innermost, Product});
  for (const CostFactor &Factor : C.Factors) {
    const auto *Call = dyn_cast<Expr>(Factor.At);
    if (!Call || !Factor.isCall())
      continue;
    std::string Name = Factor.Entry ? lastComponent(Factor.Entry->Name).str()
                                    : Factor.Callee->getNameAsString();
    L.Notes.push_back({Call->getExprLoc(), "'" + Name + "' does about " +
                                               stepsText(Factor.Count) +
                                               " steps in each call"});
  }
  L.Notes.push_back({L.Keyword.getBegin(),
                     "run it on a thread pool and await the result, or "
                     "suspend every so many rounds"});
  return L;
}

} // namespace cotidy
