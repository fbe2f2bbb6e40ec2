//===--- LeafFacts.cpp - what blocks or computes in a body ----------------===//
#include "model/blocking/BlockingCalls.h"
#include "model/blocking/LoopGuards.h"
#include "model/blocking/NonBlocking.h"
#include "model/facts/Collector.h"

using namespace clang;

namespace cotidy {

void Collector::addCosts(const CodeBody &Body, FunctionFacts &F) {
  CallTimes.clear();
  auto LoopCheck = checkIndex("async-cpu-heavy-loop");
  bool Computes =
      !Body.Loops.empty() || llvm::any_of(Body.Calls, [&](const BodyCall &C) {
        return !C.RunsInPlace.empty() ||
               Model.catalogue().blocking(C.Site, Ctx);
      });
  if (!Computes || !LoopCheck || Body.Dependent ||
      Ctx.getDiagnostics().hasUncompilableErrorOccurred())
    return;
  Cost C = Loops.ownCost(Body);
  F.Own = costFact(C);
  for (const CostCall &Call : C.Calls)
    CallTimes[Call.At] = Call;
  if (!F.Root && !F.Followed)
    return;
  for (const CallingLoop &Loop : Loops.callingIn(Body)) {
    LoopFact L;
    for (const CostCall &Call : Loop.Own.Calls)
      if (std::optional<CallSite> Site = CallSite::of(Call.At);
          Site && mayBeFollowed(*Site, Model) &&
          !SM.isInSystemHeader(Site->Callee->getLocation()))
        if (auto Id = functionId(*Site->Callee))
          L.Calls.push_back({*Id, place(Call.At->getSourceRange()),
                             text(calleeName(*Site)), wholeNumber(Call.Times),
                             Call.Assumed});
    if (L.Calls.empty())
      continue;
    L.Where = place(Loop.Keyword);
    L.Own = costFact(Loop.Own);
    L.Silenced = silencedAt(Loop.Keyword.getBegin()) >> *LoopCheck & 1;
    F.Loops.push_back(std::move(L));
  }
}

llvm::DenseSet<const BodyCall *>
Collector::addLeaves(const CodeBody &Body, ParameterFacts &Parameters,
                     FunctionFacts &F) {
  llvm::DenseSet<const BodyCall *> Calls;
  // A lambda that the body around it runs in place is part of that body.
  if (Body.Lambda && Body.Use == LambdaUse::InPlace)
    return Calls;
  auto LoopCheck = checkIndex("async-cpu-heavy-loop");
  std::vector<HeavyLoop> Heavy;
  if (LoopCheck && F.Followed)
    Heavy = Loops.in(Body, Body);
  for (const BlockingCall &Call : blockingCallsOf(Body, Model)) {
    const BodyCall &Leaf = *Call.Where.Leaf;
    Calls.insert(&Leaf);
    auto Check = checkIndex(Call.Check);
    if (!Check || !F.Followed)
      continue;
    // The loop is the finding.
    if (Call.Check == "async-cpu-heavy-call" && LoopCheck &&
        llvm::any_of(Heavy, [&](const HeavyLoop &Loop) {
          const CheckSetting &Setting = Settings.Checks[*LoopCheck];
          bool Tolerated = Loop.Assumed || Loop.Endless;
          return Setting.Enabled && (Setting.Strict || !Tolerated) &&
                 Loop.runs(Call.Where);
        }))
      continue;
    LeafFact L;
    L.Check = *Check;
    L.Certainty = Call.Certainty;
    L.Strict = Call.Strict || Call.WaitsForParameter;
    L.Silenced = silencedAt(Leaf.Site.Loc) >> *Check & 1;
    L.Category = text(Call.Category);
    L.Name = text(Call.Name);
    L.Reason = text(Call.Reason);
    L.Where = place(Leaf.Site.range());
    L.Tests = Parameters.testsOf(Leaf);
    F.Own.Waits |= !L.Strict && Call.Check != "async-cpu-heavy-call";
    F.Leaves.push_back(std::move(L));
  }
  if (F.Followed)
    addConditionalLeaves(Body, Parameters, Calls, F);
  if (!LoopCheck)
    return Calls;
  for (const HeavyLoop &Loop : Heavy) {
    LeafFact L;
    L.Check = *LoopCheck;
    L.Certainty = Loop.Certainty;
    // Far from the coroutine, nobody can tell what the data is: parsers
    // and queues look like two nested loops over long lists, and a spin
    // lock like a loop that nothing ends.
    L.Strict = Loop.Assumed || Loop.Endless;
    L.Silenced = silencedAt(Loop.Keyword.getBegin()) >> *LoopCheck & 1;
    L.ReportedHere = true;
    L.Category = text("cpu");
    L.Reason = text(Loop.Message);
    L.Where = place(Loop.Keyword);
    for (const HeavyLoop::Note &Note : Loop.Notes)
      L.Notes.push_back({place(Note.Where), text(Note.Message)});
    F.Leaves.push_back(std::move(L));
  }
  return Calls;
}

void Collector::addConditionalLeaves(const CodeBody &Body,
                                     ParameterFacts &Parameters,
                                     llvm::DenseSet<const BodyCall *> &Calls,
                                     FunctionFacts &F) {
  for (const BodyCall &Call : Body.Calls) {
    // What blocks without a condition is a leaf already, or does not wait.
    if (Calls.contains(&Call) || Call.Awaited || isElsewhere(Call) ||
        Model.catalogue().blocking(Call.Site, Ctx))
      continue;
    const BlockingEntry *Entry = Parameters.conditional(Call.Site);
    auto Check = Entry ? checkIndex(Entry->Check) : std::nullopt;
    if (!Check || !Entry->ReadyChecks.empty() ||
        neverWaits(Call, Entry->Category, Entry->Handle, Model))
      continue;
    Calls.insert(&Call);
    LeafFact L;
    L.Check = *Check;
    L.Certainty = Entry->Certainty;
    L.Strict = Entry->Strict;
    L.Silenced = silencedAt(Call.Site.Loc) >> *Check & 1;
    L.Category = text(Entry->Category);
    L.Name = text(displayName(Call.Site, Ctx));
    L.Reason = text(Entry->Reason);
    L.Where = place(Call.Site.range());
    L.Tests = Parameters.testsOf(Call);
    F.Leaves.push_back(std::move(L));
  }
}

std::optional<uint8_t> Collector::checkIndex(llvm::StringRef Check) const {
  for (size_t I = 0; I < Settings.Checks.size(); ++I)
    if (Settings.Checks[I].Name == Check)
      return I;
  return std::nullopt;
}

} // namespace cotidy
