#include "model/HeavyLoops.h"
#include "model/LoopExit.h"
#include "model/QualifiedName.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include <cmath>

using namespace clang;

namespace cotidy {
namespace {

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

/// Whether a size known only at run time makes \p C what it is.
bool assumes(const Cost &C) {
  return llvm::any_of(C.Factors, [](const CostFactor &Factor) {
    return !Factor.isCall() && Factor.Basis != TripCount::Constant;
  });
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

std::vector<HeavyLoop> HeavyLoops::in(const CodeBody &Body,
                                      const CodeBody &Root) {
  std::vector<HeavyLoop> Result;
  const ASTContext &Ctx = Model.context();
  if (Ctx.getDiagnostics().hasUncompilableErrorOccurred())
    return Result;
  llvm::SmallPtrSet<const Stmt *, 8> Settled;
  for (const Stmt *Loop : Body.Loops) {
    bool Inside = false;
    for (const Stmt *S = Body.parents().getParent(Loop); S && !Inside;
         S = Body.parents().getParent(S))
      Inside = Settled.contains(S);
    if (Inside || (&Body == &Root && !Body.staysOnLoopAt(Loop->getBeginLoc())))
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
        Result.push_back(describe(*C.Endless, C));
    } else if (C.Steps >= Limits.MaxSteps && !(Body.Dependent && assumes(C))) {
      Result.push_back(describe(*Loop, C));
    }
  }
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

  L.Message = "loop does about " + steps(C.Steps) + " steps without suspending";
  std::string Product;
  SourceLocation Innermost = L.Keyword.getBegin();
  for (const CostFactor &Factor : C.Factors) {
    if (Factor.Entry)
      L.Certainty = std::min(L.Certainty, Factor.Entry->Certainty);
    if (Factor.isCall() || Factor.Count == 1)
      continue;
    Product += (Product.empty() ? "" : " x ") + rounds(Factor.Count);
    Innermost = Factor.At->getBeginLoc();
  }
  Product = Product.empty() ? "1 iteration" : Product + " iterations";
  L.Assumed = assumes(C);
  if (L.Assumed) {
    // A run-time size is an assumption, and so is the finding.
    L.Certainty = std::min(L.Certainty, Confidence::Medium);
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
                                               steps(Factor.Count) +
                                               " steps in each call"});
  }
  L.Notes.push_back({L.Keyword.getBegin(),
                     "run it on a thread pool and await the result, or "
                     "suspend every so many rounds"});
  return L;
}

} // namespace cotidy
