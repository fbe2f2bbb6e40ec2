#include "model/blocking/BlockingCalls.h"
#include "model/blocking/LoopGuards.h"
#include "model/blocking/NonBlocking.h"
#include "model/code/ExprUtils.h"
#include "model/code/HiddenCalls.h"
#include "model/code/OwnedObjects.h"
#include "model/code/QualifiedName.h"
#include "model/facts/Collector.h"
#include "model/facts/StoredFunctions.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Index/USRGeneration.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/Support/xxhash.h"

using namespace clang;

namespace cotidy {

std::optional<FunctionId> functionId(const Decl &D) {
  llvm::SmallString<128> Usr;
  if (index::generateUSRForDecl(&D, Usr))
    return std::nullopt;
  // The top bits are kept clear of the keys that a DenseMap reserves.
  return llvm::xxh3_64bits(llvm::StringRef(Usr)) >> 1;
}

FileFacts Collector::run() {
  Facts.MainFile = Settings.FileName(SM.getMainFileID());
  Facts.Checks = Settings.Checks;
  Facts.Virtuals = Settings.Virtuals;
  Facts.MaxSteps = static_cast<uint64_t>(Settings.Loops.MaxSteps);
  for (const CodeBody &Body : Model.bodies())
    if (!Body.Dependent)
      addBody(Body);
  // Destructors and constructors that nobody wrote; they bring in others.
  for (size_t I = 0; I < Implicit.size(); ++I)
    addImplicit(*Implicit[I]);
  for (auto [In, Function] : storedFunctions(Ctx))
    if (auto Variable = functionId(*In))
      if (auto Id = functionId(*Function))
        Facts.Stored.push_back({*Variable, *Id});
  llvm::sort(Facts.Stored);
  Facts.Stored.erase(llvm::unique(Facts.Stored), Facts.Stored.end());
  return std::move(Facts);
}

uint32_t Collector::silencedAt(SourceLocation Loc) const {
  uint32_t Mask = 0;
  for (size_t I = 0; I < Settings.Checks.size(); ++I)
    if (Settings.Silenced(SM.getFileLoc(Loc), Settings.Checks[I].Name))
      Mask |= 1u << I;
  return Mask;
}

FunctionFacts *Collector::newFunction(const FunctionDecl &F,
                                      llvm::StringRef Name) {
  auto Id = functionId(F);
  if (!Id || !Known.insert(*Id).second)
    return nullptr;
  FunctionFacts &New = Facts.Functions.emplace_back();
  New.Id = *Id;
  New.Name = text(Name);
  New.Where = place(F.getLocation());
  if (const auto *Method = dyn_cast<CXXMethodDecl>(&F))
    for (const CXXMethodDecl *Base : Method->overridden_methods())
      if (auto BaseId = functionId(*Base))
        New.Overrides.push_back(*BaseId);
  llvm::sort(New.Overrides);
  return &New;
}

void Collector::addBody(const CodeBody &Body) {
  FunctionFacts *F = newFunction(*Body.Function, Body.name());
  if (!F)
    return;
  bool Cut = Model.catalogue().cut(*Body.Function);
  F->Root = Body.OnLoop && !Cut;
  F->Followed = Body.Kind == BodyKind::Plain && !Cut;
  F->NonBlockingSockets = hasNonBlockingSockets(Body, Model);
  ParameterFacts Parameters(Body, Model);
  addCosts(Body, *F);
  llvm::DenseSet<const BodyCall *> Leaves = addLeaves(Body, Parameters, *F);
  for (const BodyCall &Call : Body.Calls)
    if (!Leaves.contains(&Call))
      addCall(Call, Body, Parameters, *F);
  for (const ImplicitCall &Call : Body.ImplicitCalls)
    addImplicitCall(Call, Body, *F);
  for (const CallExpr *Call : Body.IndirectCalls)
    addIndirect(*Call, Body, *F);
  for (const VarDecl *Local : Body.Locals)
    addDestruction(*Local, Body, *F);
  addImplicitParts(*Body.Function, *F);
  addLending(Body, *F);
  llvm::sort(F->Calls, [](const CallFact &A, const CallFact &B) {
    return std::tie(A.Where, A.Kind, A.Callee) <
           std::tie(B.Where, B.Kind, B.Callee);
  });
}

std::string Collector::calleeName(const CallSite &Site) const {
  if (Site.Callee->getIdentifier() || Site.FunctionObject ||
      isa<CXXConstructorDecl>(Site.Callee))
    return displayName(Site, Ctx);
  if (const ValueDecl *Object =
          Site.Receiver ? namedObject(Site.Receiver) : nullptr;
      Object && Site.Callee->getOverloadedOperator() == OO_Call)
    return Object->getNameAsString();
  return Site.Callee->getNameAsString();
}

CallFact Collector::callAt(SourceRange Where, const CodeBody &Body,
                           llvm::StringRef Name, bool Destroys) {
  CallFact C;
  C.Where = place(Where);
  C.Name = text(Name);
  if (Body.OnLoop) {
    C.OnLoop = Body.staysOnLoopAt(Where.getBegin());
    C.Unattended =
        Destroys ? Body.isUnattendedAtEnd() : Body.isUnattendedAt(Where, SM);
    C.Silenced = silencedAt(Where.getBegin());
  }
  return C;
}

void Collector::addCall(const BodyCall &Call, const CodeBody &Body,
                        ParameterFacts &Parameters, FunctionFacts &F) {
  const CallSite &Site = Call.Site;
  if ((!Site.E && !mayBeFollowed(Site, Model)) || isElsewhere(Call))
    return;
  std::string Name = calleeName(Site);
  auto Add = [&](const FunctionDecl &Callee, CallKind Kind, bool Passes) {
    auto Id = functionId(Callee);
    if (!Id)
      return;
    CallFact C = callAt(Site.range(), Body, Name, /*Destroys=*/!Site.E);
    C.Unattended |= Call.Once;
    C.Callee = *Id;
    C.Kind = Kind;
    if (auto Times = CallTimes.find(Site.E); Times != CallTimes.end()) {
      C.Times = wholeNumber(std::min(Times->second.Times, 4e9));
      C.TimesAssumed = Times->second.Assumed;
    }
    addDetail(C, Parameters.detailOf(Call, Passes ? &Callee : nullptr), F);
    F.Calls.push_back(C);
  };
  bool RunsLambda = false;
  for (const CodeBody *Inner : Call.RunsInPlace) {
    Add(*Inner->Function, CallKind::Direct, false);
    RunsLambda |= Inner->Function == Site.Callee;
  }
  if (RunsLambda || !mayBeFollowed(Site, Model))
    return;
  addPassed(Call, Body, Name, F);
  if (const ValueDecl *Holder = functionHolder(Site)) {
    addHeld(*Holder, Site.range(), Body, F);
    return;
  }
  if (SM.isInSystemHeader(Site.Callee->getLocation()))
    return;
  const auto *Method = dyn_cast<CXXMethodDecl>(Site.Callee);
  const FunctionDecl *Callee = Site.Callee;
  CallKind Kind = CallKind::Direct;
  if (Method && Method->isVirtual() && Site.E && dispatches(Site)) {
    const Expr *Object = Site.Receiver;
    if (const CXXMethodDecl *Only =
            Object ? Method->getDevirtualizedMethod(Object, false) : nullptr)
      Callee = Only;
    else
      Kind = CallKind::Virtual;
  }
  Add(*Callee, Kind, true);
  noteImplicit(*Callee);
}

void Collector::addDetail(CallFact &C, CallDetail Detail, FunctionFacts &F) {
  if (Detail.empty())
    return;
  F.Details.push_back(std::move(Detail));
  C.Detail = F.Details.size();
}

void Collector::addImplicitCall(const ImplicitCall &Call, const CodeBody &Body,
                                FunctionFacts &F) {
  const FunctionDecl &Callee = *Call.Site.Callee;
  if (!mayBeFollowed(Call.Site, Model))
    return;
  const auto *Method = dyn_cast<CXXMethodDecl>(&Callee);
  addImplicitCall(Callee, Call.Where, Body, F,
                  Method && Method->isVirtual() ? CallKind::Virtual
                                                : CallKind::Direct);
}

void Collector::addImplicitCall(const FunctionDecl &Callee, SourceRange Where,
                                const CodeBody &Body, FunctionFacts &F,
                                CallKind Kind) {
  auto Id = functionId(Callee);
  if (!Id || SM.isInSystemHeader(Callee.getLocation()))
    return;
  // Nobody reads the operator there: its class says more.
  bool Destroys = isa<CXXDestructorDecl>(Callee);
  CallFact C =
      callAt(Where, Body,
             Callee.getIdentifier() || Destroys ? Callee.getNameAsString()
                                                : qualifiedName(Callee),
             Destroys);
  C.Callee = *Id;
  C.Kind = Kind;
  F.Calls.push_back(C);
  noteImplicit(Callee);
}

bool Collector::dispatches(const CallSite &Site) {
  const auto *Call = dyn_cast<CXXMemberCallExpr>(Site.E);
  const auto *Member =
      Call ? dyn_cast<MemberExpr>(Call->getCallee()->IgnoreParens()) : nullptr;
  return !Member || !Member->hasQualifier();
}

const ValueDecl *Collector::functionHolder(const CallSite &Site) {
  if (Site.Callee->getOverloadedOperator() != OO_Call || !Site.Receiver ||
      Site.FunctionObject)
    return nullptr;
  const auto *Method = dyn_cast<CXXMethodDecl>(Site.Callee);
  if (!Method || Method->getParent()->isLambda() ||
      !Method->getASTContext().getSourceManager().isInSystemHeader(
          Method->getLocation()))
    return nullptr;
  return namedObject(Site.Receiver);
}

void Collector::addHeld(const ValueDecl &Holder, SourceRange Where,
                        const CodeBody &Body, FunctionFacts &F) {
  if (const auto *Parameter = dyn_cast<ParmVarDecl>(&Holder)) {
    if (Parameter->getDeclContext() == Body.Function &&
        Parameter->getFunctionScopeIndex() < 32)
      F.RunsParameters |= 1u << Parameter->getFunctionScopeIndex();
    return;
  }
  auto Id = functionId(Holder);
  if (!Id)
    return;
  CallFact C = callAt(Where, Body, Holder.getNameAsString());
  C.Callee = *Id;
  C.Kind = CallKind::Stored;
  F.Calls.push_back(C);
}

void Collector::addIndirect(const CallExpr &Call, const CodeBody &Body,
                            FunctionFacts &F) {
  if (const ValueDecl *Holder = namedObject(Call.getCallee()))
    addHeld(*Holder, Call.getSourceRange(), Body, F);
}

void Collector::addPassed(const BodyCall &Call, const CodeBody &Body,
                          llvm::StringRef Name, FunctionFacts &F) {
  const CallSite &Site = Call.Site;
  if (SM.isInSystemHeader(Site.Callee->getLocation()))
    return;
  auto Receiver = functionId(*Site.Callee);
  for (unsigned I = 0; Receiver && I < Site.Args.size() && I < 32; ++I) {
    const FunctionDecl *Passed = functionValue(Site.Args[I]);
    auto Id = Passed ? functionId(*Passed) : std::nullopt;
    if (!Id)
      continue;
    CallFact C = callAt(Site.range(), Body, Name, /*Destroys=*/!Site.E);
    C.Callee = *Id;
    C.Kind = CallKind::Passed;
    C.Receiver = *Receiver;
    C.Parameter = I;
    F.Calls.push_back(C);
  }
}

void Collector::addDestruction(const VarDecl &Local, const CodeBody &Body,
                               FunctionFacts &F) {
  QualType T = Local.getType();
  if (!Local.hasLocalStorage() || T->isReferenceType())
    return;
  const CXXRecordDecl *Class = T->getAsCXXRecordDecl();
  if (Class && Class->hasUserDeclaredDestructor() &&
      !SM.isInSystemHeader(Class->getLocation()) &&
      Class->getDestructor()->isUserProvided())
    return; // among the body's calls
  if (!ownedDestructors(T).empty() && !handsOn(*Body.Body, Local))
    addDestructors(T, Local.getLocation(), Body, F);
}

void Collector::addDestructors(QualType T, SourceLocation Where,
                               const CodeBody &Body, FunctionFacts &F) {
  for (const OwnedDestructor &Owned : ownedDestructors(T))
    addImplicitCall(*Owned.Dtor, Where, Body, F,
                    Owned.Dispatched ? CallKind::Virtual : CallKind::Direct);
}

void Collector::noteImplicit(const FunctionDecl &F) {
  if ((F.isImplicit() || F.isDefaulted()) &&
      isa<CXXConstructorDecl, CXXDestructorDecl>(&F))
    Implicit.push_back(&F);
}

void Collector::addImplicit(const FunctionDecl &Decl) {
  FunctionFacts *F = newFunction(Decl, qualifiedName(Decl));
  if (F)
    addImplicitParts(Decl, *F);
}

void Collector::addImplicitParts(const FunctionDecl &Decl, FunctionFacts &F) {
  const CodeBody Nowhere;
  if (const auto *Constructor = dyn_cast<CXXConstructorDecl>(&Decl)) {
    std::vector<ImplicitCall> Calls;
    for (const CXXCtorInitializer *Init : Constructor->inits())
      if (!Init->isWritten())
        addHiddenCalls(Init->getInit(), Decl.getLocation(), Calls);
    for (const ImplicitCall &Call : Calls)
      addImplicitCall(Call, Nowhere, F);
    return;
  }
  if (!isa<CXXDestructorDecl>(&Decl))
    return;
  const auto *Class = cast<CXXRecordDecl>(Decl.getDeclContext());
  for (const FieldDecl *Field : Class->fields())
    addDestructors(Field->getType(), Decl.getLocation(), Nowhere, F);
  for (const CXXBaseSpecifier &Base : Class->bases())
    addDestructors(Base.getType(), Decl.getLocation(), Nowhere, F);
}

FileFacts collectFacts(const AsyncModel &Model, const FactsSettings &Settings) {
  return Collector(Model, Settings).run();
}

} // namespace cotidy
