#include "model/cost/Cost.h"
#include "model/cost/CostEstimator.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace cotidy {

CostModel::CostModel(const AsyncModel &Model, double AssumedElements)
    : Model(Model), Ctx(Model.context()), Known(Model.catalogue()),
      AssumedElements(AssumedElements) {}

CostModel::~CostModel() = default;

const CodeBody *CostModel::definitionOf(const FunctionDecl &F) const {
  const CodeBody *Body = Model.bodyOf(F);
  return Body && !Body->Lambda ? Body : nullptr;
}

CostModel::Scope &CostModel::scopeOf(const CodeBody &Body) {
  // What a lambda captures may change in the body around it. The body of an
  // instantiated call operator is a copy and stands in no other body.
  const CodeBody *Root = &Body;
  while (Root->Parent && !Root->Function->isTemplateInstantiation())
    Root = Root->Parent;
  std::unique_ptr<Scope> &S = Scopes[Root->Body];
  if (!S)
    S = std::make_unique<Scope>(Ctx, *Root->Body, AssumedElements);
  if (S->Bodies.insert(&Body).second)
    for (const BodyCall &Call : Body.Calls)
      if (Call.Site.E)
        S->Calls[Call.Site.E] = &Call;
  return *S;
}

Cost CostModel::bodyCost(const CodeBody &Body, unsigned Depth) {
  auto Key = std::make_pair(&Body, Depth);
  if (auto It = BodyCosts.find(Key); It != BodyCosts.end())
    return It->second;
  // How deep a recursion goes does not show, so its calls count as nothing.
  if (!InProgress.insert(&Body).second)
    return {};
  Cost C =
      CostEstimator(*this, scopeOf(Body), Depth).statement(Body.Body).total();
  InProgress.erase(&Body);
  BodyCosts[Key] = C;
  return C;
}

bool isAssumed(const Cost &C) {
  return llvm::any_of(C.Factors, [](const CostFactor &Factor) {
    // What is costly for large input alone is so because of a size, too.
    return Factor.Entry ? Factor.Entry->Strict
                        : !Factor.Callee && Factor.Basis != TripCount::Constant;
  });
}

Cost CostModel::loopCost(const Stmt &Loop, const CodeBody &Body) {
  return loopCost(Loop, Body, CostEstimator::MaxCallDepth);
}

Cost CostModel::ownLoopCost(const Stmt &Loop, const CodeBody &Body) {
  return loopCost(Loop, Body, 0);
}

Cost CostModel::loopCost(const Stmt &Loop, const CodeBody &Body,
                         unsigned Depth) {
  Scope &S = scopeOf(Body);
  // Loops around it that suspend give their counters a value.
  SmallVector<const Stmt *, 4> Outer;
  for (const Stmt *P = S.Writes.parents().getParent(&Loop); P && P != Body.Body;
       P = S.Writes.parents().getParent(P))
    if (isLoop(P))
      Outer.push_back(P);
  for (const Stmt *Around : llvm::reverse(Outer))
    if (TripCount T = S.Trips.count(*Around, {}); T.Variable)
      S.Values.assume(T.Variable, T.Middle);
  return CostEstimator(*this, S, Depth).loop(Loop).total();
}

} // namespace cotidy
