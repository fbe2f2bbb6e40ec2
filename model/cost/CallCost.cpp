//===--- CallCost.cpp - what one call costs -------------------------------===//
#include "model/code/StandardNames.h"
#include "model/cost/CostEstimator.h"
#include "clang/AST/Attr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/StringSwitch.h"
#include <algorithm>

using namespace clang;

namespace cotidy {

using Part = CostEstimator::Part;

/// Whether a call of \p F only passes time or looks at something.
static bool onlyWaits(const FunctionDecl &F) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  const CXXRecordDecl *Class = Method ? Method->getParent() : nullptr;
  if (Class && Class->getIdentifier() && inStandardLibrary(*Class) &&
      Class->getName().contains("atomic"))
    return true;
  if (!F.getIdentifier())
    return isa<CXXConversionDecl>(F);
  return llvm::StringSwitch<bool>(F.getName())
      .Cases({"yield", "sched_yield", "stop_requested", "pause"}, true)
      .Cases({"_mm_pause", "__builtin_ia32_pause", "cpu_relax"}, true)
      .Cases({"sleep_for", "sleep_until", "sleep", "usleep"}, true)
      .Cases({"now", "nanosleep"}, true)
      .Default(false);
}

Part CostEstimator::call(const Expr &E) {
  Part P;
  // Operators and constructions whose body is not known are part of their
  // statement.
  if (const auto *Call = dyn_cast<CallExpr>(&E)) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    bool IsOperator = isa<CXXOperatorCallExpr>(Call) ||
                      isa_and_nonnull<CXXConversionDecl>(Callee);
    P.Steps = IsOperator ? 0 : 1;
    P.Works = !Callee || !onlyWaits(*Callee);
  }
  const BodyCall *Known = S.Calls.lookup(&E);
  if (!Known)
    return P;
  if (const BlockingEntry *Entry = Model.Known.blocking(Known->Site, Ctx)) {
    if (Entry->Check != "async-cpu-heavy-call") {
      P.Blocks = !Entry->Strict;
      return P;
    }
    CostFactor Factor;
    Factor.At = &E;
    Factor.Entry = Entry;
    Factor.Count = catalogued(*Entry, Known->Site);
    P.Steps = std::max(P.Steps, Factor.Count);
    P.Factors = {Factor};
    return P;
  }
  if (!Known->RunsInPlace.empty())
    addInPlace(P, *Known);
  else
    P.larger(callee(*Known));
  return P;
}

double CostEstimator::catalogued(const BlockingEntry &Entry,
                                 const CallSite &Site) const {
  double Usual = Entry.Cost > 0 ? Entry.Cost : Model.AssumedElements;
  if (Entry.Category != "hash" && Entry.Category != "sort")
    return Usual;
  // Their cost follows the size of the input, which the call may show.
  std::optional<double> Size;
  if (Site.Args.size() >= 2)
    Size = S.Values.extent(Site.Args[0], Site.Args[1], Site.E);
  for (const Expr *Arg : Site.Args) {
    if (Size)
      break;
    if (Arg->getType()->isIntegerType())
      Size = S.Values.valueOf(Arg, Site.E);
    else if (Arg->getType()->isRecordType())
      Size = S.Values.elementsOf(Arg, Site.E);
  }
  return Size && *Size >= 1 ? std::min(Usual, *Size * 10) : Usual;
}

std::optional<CostFactor> CostEstimator::repeats(const BodyCall &Call) const {
  const CallSite &Site = Call.Site;
  const NamedDecl *Algorithm =
      Site.FunctionObject ? cast<NamedDecl>(Site.FunctionObject) : Site.Callee;
  if (!inStandardLibrary(*Algorithm) || Site.Args.size() < 2)
    return std::nullopt;
  CostFactor Factor;
  Factor.At = Site.E;
  std::optional<double> Elements;
  QualType First = Site.Args[0]->getType(), Second = Site.Args[1]->getType();
  bool Iterators = Site.Args.size() >= 3 &&
                   Ctx.hasSameUnqualifiedType(First.getNonReferenceType(),
                                              Second.getNonReferenceType());
  if (Iterators)
    Elements = S.Values.extent(Site.Args[0], Site.Args[1], Site.E);
  else if (Site.FunctionObject)
    Elements = S.Values.elementsOf(Site.Args[0], Site.E);
  else
    return std::nullopt;
  Factor.Basis = Elements ? TripCount::Constant : TripCount::RunTime;
  Factor.Count = Elements.value_or(Model.AssumedElements);
  return Factor;
}

void CostEstimator::addInPlace(Part &P, const BodyCall &Call) {
  std::optional<CostFactor> Repeats = repeats(Call);
  for (const CodeBody *Lambda : Call.RunsInPlace) {
    if (Lambda->Kind != BodyKind::Plain)
      continue;
    Part Inside;
    static_cast<Cost &>(Inside) = Model.bodyCost(*Lambda, Depth);
    Inside.Endless = nullptr; // looked at as a body of its own
    if (Repeats) {
      Inside.scale(Repeats->Count);
      for (CostCall &Each : Inside.Calls)
        Each.Assumed |= Repeats->Basis != TripCount::Constant;
      Inside.Factors.insert(Inside.Factors.begin(), *Repeats);
    }
    P.add(Inside);
  }
}

Part CostEstimator::callee(const BodyCall &Call) {
  Part P;
  if (Depth == 0)
    P.Calls.push_back({Call.Site.E});
  const auto *Method = dyn_cast<CXXMethodDecl>(Call.Site.Callee);
  bool MayBeOverridden = Method && Method->isVirtual() &&
                         !Method->hasAttr<FinalAttr>() &&
                         !Method->getParent()->hasAttr<FinalAttr>();
  const CodeBody *Body = Model.definitionOf(*Call.Site.Callee);
  // A driver that skips bodies outside the project sees fewer of them than
  // clang-tidy does: only what every front end sees may count.
  if (Body && !Ctx.getSourceManager().isWrittenInSameFile(
                  Call.Site.Loc, Body->Body->getBeginLoc()))
    Body = nullptr;
  if (!Body || Body->Kind != BodyKind::Plain || MayBeOverridden || Depth == 0)
    return P;
  static_cast<Cost &>(P) = Model.bodyCost(*Body, Depth - 1);
  P.Calls.clear();
  P.Endless = nullptr; // not a loop of this body
  if (!P.Factors.empty()) {
    CostFactor Factor;
    Factor.At = Call.Site.E;
    Factor.Callee = Call.Site.Callee;
    Factor.Count = P.Steps;
    P.Factors.insert(P.Factors.begin(), Factor);
  }
  return P;
}

} // namespace cotidy
