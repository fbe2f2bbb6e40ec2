//===--- LendingFacts.cpp - what coroutines are lent ----------------------===//
#include "model/facts/Collector.h"
#include "model/facts/StoredFunctions.h"
#include "model/lifetime/LentArguments.h"
#include "model/lifetime/ReferenceKind.h"
#include "clang/AST/Attr.h"

using namespace clang;

namespace cotidy {
namespace {

/// What to think of the parameter \p Parameter of a coroutine of which no call
/// is seen.
LentParameter::Uncalled uncalled(const FunctionDecl &F,
                                 const ParmVarDecl &Parameter,
                                 const Catalogue &Known) {
  // Somebody else says what the parameters are.
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  if (F.isOverloadedOperator() || (Method && Method->isVirtual()) || F.isMain())
    return LentParameter::Silent;
  // Its callers are in the class, in templates that this file does not need.
  if (F.getAccess() == AS_private)
    return LentParameter::Silent;
  const FunctionDecl *Pattern = F.getTemplateInstantiationPattern();
  unsigned Index = Parameter.getFunctionScopeIndex();
  QualType Written =
      Pattern && Index < Pattern->getNumParams()
          ? Pattern->getParamDecl(Index)->getType().getNonPackExpansionType()
          : Parameter.getType();
  // Of what a header offers, not all callers need be among the files that are
  // read: on real code nearly all of them awaited it at once.
  const SourceManager &SM = F.getASTContext().getSourceManager();
  bool IsOffered = !SM.isInMainFile(SM.getExpansionLoc(
      (Pattern ? Pattern : &F)->getCanonicalDecl()->getLocation()));
  LentParameter::Uncalled Reported =
      IsOffered ? LentParameter::Strict : LentParameter::Reported;
  switch (referenceKind(Parameter.getType(), Known)) {
  case ReferenceKind::None:
  case ReferenceKind::Pointer:
    return LentParameter::Silent;
  case ReferenceKind::Iterator:
    return LentParameter::Strict;
  case ReferenceKind::RValue:
    // `T &&` is whatever the caller has.
    return Written->isDependentType() ? LentParameter::Strict : Reported;
  case ReferenceKind::View:
    return Reported;
  case ReferenceKind::LValue:
    return takesTemporaries(Parameter.getType()) && !Written->isDependentType()
               ? Reported
               : LentParameter::Strict;
  }
  llvm_unreachable("unknown kind of reference");
}

/// Whether the type of the tasks of \p F sees to it that they are awaited in
/// time.
bool watchesItsTasks(const FunctionDecl &F, const AsyncModel &Model) {
  const CXXRecordDecl *Record = F.getReturnType()->getAsCXXRecordDecl();
  if (!Record)
    return false;
  const AwaitableType *Type = Model.awaitables().find(F.getReturnType());
  return Record->hasAttr<CoroLifetimeBoundAttr>() ||
         (Type && Type->Known && Type->Known->AwaitAtOnce);
}

bool mayLend(const FunctionDecl &Callee, const Catalogue &Known) {
  return llvm::any_of(Callee.parameters(), [&](const ParmVarDecl *P) {
    return referenceKind(P->getType(), Known) != ReferenceKind::None;
  });
}

std::string describe(const LentArgument &Lent, const KeptTask &Task) {
  std::string What = Lent.What.Variable
                         ? "'" + Lent.What.Variable->getNameAsString() + "'"
                         : "the temporary";
  switch (Task.Who) {
  case Keeper::Runtime:
    return What + " dies while the task, which is spawned here, goes on";
  case Keeper::Caller:
    return What + " dies when the task is returned from here";
  case Keeper::Dropped:
    return What + " dies while the task goes on";
  default:
    return What + " dies before the task, which is stored here";
  }
}

} // namespace

void Collector::addLentParameters(const CodeBody &Body, uint8_t Check,
                                  FunctionFacts &F) {
  if (Body.Kind != BodyKind::Coroutine ||
      watchesItsTasks(*Body.Function, Model))
    return;
  for (const ParmVarDecl *Parameter : Body.Function->parameters()) {
    unsigned Index = Parameter->getFunctionScopeIndex();
    if (Index > 255 || referenceKind(Parameter->getType(), Model.catalogue()) ==
                           ReferenceKind::None)
      continue;
    const Expr *Use = Uses.of(Body, *Parameter);
    if (!Use)
      continue;
    const Expr *Later = Uses.of(Body, *Parameter, Start::InPlace);
    LentParameter P;
    P.Index = Index;
    P.Unseen = Body.Lambda
                   ? LentParameter::Silent
                   : uncalled(*Body.Function, *Parameter, Model.catalogue());
    P.Silenced = silencedAt(Parameter->getLocation()) >> Check & 1;
    P.IsView = referenceKind(Parameter->getType(), Model.catalogue()) ==
               ReferenceKind::View;
    P.Where = place(Parameter->getLocation());
    P.Use = place(Use->getSourceRange());
    if (Later)
      P.LaterUse = place(Later->getSourceRange());
    P.Name = text(Parameter->getName());
    F.Lent.push_back(P);
  }
}

void Collector::addLending(const CodeBody &Body, FunctionFacts &F) {
  auto Check = checkIndex("async-dangling-parameter");
  if (!Check || !Settings.Checks[*Check].Enabled)
    return;
  addLentParameters(Body, *Check, F);
  for (const BodyCall &Call : Body.Calls) {
    // A function whose address is given away is called by somebody.
    for (const Expr *Argument : Call.Site.Args)
      if (const FunctionDecl *Passed = functionValue(Argument);
          Passed && mayLend(*Passed, Model.catalogue()))
        if (auto Id = functionId(*Passed))
          F.Lends.push_back({*Id, {}});
    const FunctionDecl &Callee = *Call.Site.Callee;
    if (SM.isInSystemHeader(Callee.getLocation()) || !makesTask(Call, Model) ||
        !mayLend(Callee, Model.catalogue()))
      continue;
    auto Id = functionId(Callee);
    if (!Id)
      continue;
    LendingFact &Lends = F.Lends.emplace_back(LendingFact{*Id, {}});
    // A generic lambda's one call, such as that of std::visit, has a callee for
    // each type; that it is wrong is to be said there, and not of each.
    if (Call.Awaited || Body.Function->isTemplateInstantiation())
      continue;
    LendingCall Lending = lendingCall(Call, nullptr, Model);
    for (const LentArgument &Lent : Lending.Arguments)
      if (!Lent.What.IsObject)
        Lends.Gone.push_back({static_cast<uint8_t>(Lent.What.Parameter),
                              Lent.What.AfterAwait,
                              Lending.Task.Begins == Start::InPlace,
                              place(Call.Site.E->getSourceRange()),
                              text(describe(Lent, Lending.Task))});
  }
  // One call that is all right tells as much as several.
  auto Rank = [](const LendingFact &L) {
    return std::pair(L.Callee,
                     L.Gone.empty() ? FactPlace() : L.Gone.front().Where);
  };
  llvm::sort(F.Lends, [&](const LendingFact &A, const LendingFact &B) {
    return Rank(A) < Rank(B);
  });
  F.Lends.erase(llvm::unique(F.Lends,
                             [](const LendingFact &A, const LendingFact &B) {
                               return A.Callee == B.Callee && A.Gone.empty() &&
                                      B.Gone.empty();
                             }),
                F.Lends.end());
}

} // namespace cotidy
