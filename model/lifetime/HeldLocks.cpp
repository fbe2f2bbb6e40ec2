#include "model/lifetime/HeldLocks.h"
#include "model/code/ExprUtils.h"
#include "model/code/Mentions.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace cotidy {

/// What is written of a mutex: `m` for `&m`, `std::addressof` and casts.
static const Expr *mutexAsWritten(const Expr *Object) {
  const Expr *E = stripTransparent(Object);
  if (const auto *Address = dyn_cast<UnaryOperator>(E);
      Address && Address->getOpcode() == UO_AddrOf)
    return stripTransparent(Address->getSubExpr());
  return E;
}

/// Whether an optional or a pointer that \p Init makes holds anything.
static bool holdsSomething(const Expr *Init) {
  if (!Init || isa<InitListExpr>(Init->IgnoreImplicit()))
    return false;
  const Expr *Value = Init->IgnoreUnlessSpelledInSource();
  if (const CXXConstructExpr *Made = constructionBehind(Init)) {
    if (Made->getNumArgs() == 0)
      return false;
    Value = Made->getArg(0)->IgnoreUnlessSpelledInSource();
  }
  const CXXRecordDecl *Class = Value->getType()->getAsCXXRecordDecl();
  return !Value->getType()->isNullPtrType() &&
         !(Class && Class->isInStdNamespace() && Class->getIdentifier() &&
           Class->getName() == "nullopt_t");
}

/// Tells mutexes apart by how they are written; `this->m` is `m`.
static llvm::FoldingSetNodeID keyOf(const Expr &Object, const ASTContext &Ctx) {
  llvm::FoldingSetNodeID Key;
  const Expr *E = mutexAsWritten(&Object);
  const auto *Member = dyn_cast<MemberExpr>(E);
  if (Member && isa<CXXThisExpr>(Member->getBase()->IgnoreParenImpCasts()))
    Key.AddPointer(Member->getMemberDecl()->getCanonicalDecl());
  else
    E->Profile(Key, Ctx, /*Canonical=*/true);
  return Key;
}

HeldLocks::HeldLocks(const CodeBody &Body, const AsyncModel &Model)
    : Body(Body), Model(Model) {
  for (const ParmVarDecl *Param : Body.Function->parameters())
    readGuard(*Param);
  for (const VarDecl *Var : Body.Locals)
    if (Var->hasLocalStorage())
      readGuard(*Var);
  readCalls();
  if (!Entities.empty())
    readMentions();
  readTemporaries();
  llvm::sort(Found, [](const HeldLock &A, const HeldLock &B) {
    return A.Loc < B.Loc;
  });
}

HeldLocks::~HeldLocks() = default;

void HeldLocks::readGuard(const VarDecl &Var) {
  QualType Type = Var.getType();
  const CXXRecordDecl *Class = heldClass(Type);
  if (!Class || Type->isReferenceType() || isa<DecompositionDecl>(Var))
    return;
  const Expr *Init = isa<ParmVarDecl>(Var) ? nullptr : Var.getInit();
  std::optional<GuardClass> Guard = guardClass(*Class, Init, Model);
  if (!Guard)
    return;
  bool Direct = Class == Type->getAsCXXRecordDecl();
  Entities.push_back({&Var, {}, nullptr});
  if (Direct ? !locksAtStart(*Guard, Init)
             : !isa<ParmVarDecl>(Var) && !holdsSomething(Init))
    return;
  HeldLock Lock;
  Lock.Guard = &Var;
  Lock.Loc = Var.getLocation();
  Lock.Certainty = Guard->Certainty;
  Lock.Entity = Entities.size() - 1;
  const CXXConstructExpr *Made = constructionBehind(Init);
  if (Direct && Made && Made->getNumArgs() > 0) {
    Lock.Mutex = mutexAsWritten(Made->getArg(0));
    // `co_await changed.wait(mutex)` gives it back as well.
    Entities.back().Named = namedObject(Lock.Mutex);
  }
  Found.push_back(Lock);
}

std::optional<unsigned> HeldLocks::entityOf(const Expr &Object) const {
  const ValueDecl *Named = namedObject(&Object);
  for (unsigned I = 0; I < Entities.size(); ++I)
    if (Named && Entities[I].Guard == Named)
      return I;
  llvm::FoldingSetNodeID Key = keyOf(Object, Model.context());
  for (unsigned I = 0; I < Entities.size(); ++I)
    if (!Entities[I].Guard && Entities[I].Mutex == Key)
      return I;
  return std::nullopt;
}

unsigned HeldLocks::mutexEntity(const Expr &Object) {
  if (std::optional<unsigned> Known = entityOf(Object))
    return *Known;
  Entity New;
  New.Mutex = keyOf(Object, Model.context());
  New.Named = namedObject(&Object);
  Entities.push_back(std::move(New));
  return Entities.size() - 1;
}

/// Notes each call that locks or unlocks.
void HeldLocks::readCalls() {
  struct Noted {
    const BodyCall *Call;
    LockCall What;
  };
  std::vector<Noted> Calls;
  for (const BodyCall &Call : Body.Calls) {
    if (!Call.Site.E || isa<CXXConstructExpr>(Call.Site.E))
      continue;
    std::optional<LockCall> What = lockCall(Call.Site, Model);
    if (!What)
      continue;
    if (What->A == LockCall::Take || What->A == LockCall::Try)
      for (const Expr *Object : What->Objects)
        mutexEntity(*Object);
    Calls.push_back({&Call, std::move(*What)});
  }
  for (const Noted &N : Calls)
    for (const Expr *Object : N.What.Objects) {
      std::optional<unsigned> Known = entityOf(*Object);
      if (!Known)
        continue;
      const Entity &Of = Entities[*Known];
      Objects.insert(stripTransparent(Object));
      Objects.insert(mutexAsWritten(Object));
      Events[N.Call->Site.E].push_back(
          {*Known, N.What.A, N.What.A == LockCall::Drop});
      if (N.What.A != LockCall::Take && N.What.A != LockCall::Try)
        continue;
      HeldLock Lock;
      Lock.Guard = Of.Guard;
      Lock.Taken = N.Call->Site.E;
      Lock.Mutex = Of.Guard ? nullptr : mutexAsWritten(Object);
      Lock.Loc = N.Call->Site.Loc;
      Lock.Entity = *Known;
      if (Of.Guard)
        if (std::optional<GuardClass> Guard = guardClass(
                *heldClass(Of.Guard->getType()), Of.Guard->getInit(), Model))
          Lock.Certainty = Guard->Certainty;
      Conditions[Lock.Taken] = N.Call->Guards;
      Found.push_back(Lock);
    }
}

/// Guards without a name live to the end of their expression: over the await
/// whose operand they are made in.
void HeldLocks::readTemporaries() {
  for (const Expr *Await : Body.Suspensions) {
    const Expr *Operand = nullptr;
    if (const auto *E = dyn_cast<CoawaitExpr>(Await))
      Operand = E->getOperand();
    else if (const auto *E = dyn_cast<DependentCoawaitExpr>(Await))
      Operand = E->getOperand();
    llvm::SmallVector<const Stmt *, 16> Pending = {Operand};
    while (!Pending.empty()) {
      const Stmt *S = Pending.pop_back_val();
      if (!S || isa<LambdaExpr, CoroutineSuspendExpr>(S))
        continue;
      if (const auto *Made = dyn_cast<MaterializeTemporaryExpr>(S))
        if (const CXXRecordDecl *Class = Made->getType()->getAsCXXRecordDecl();
            Class && guardClass(*Class, Made->getSubExpr(), Model)) {
          HeldLock Lock;
          Lock.Taken = Await;
          Lock.Temporary = true;
          Lock.Loc = Made->getBeginLoc();
          Found.push_back(Lock);
        }
      for (const Stmt *Child : S->children())
        Pending.push_back(Child);
    }
  }
}

void HeldLocks::readMentions() {
  forEachMention(*Body.Body, [this](const Mention &M) {
    if (Objects.contains(M.E) && !M.Inside)
      return;
    for (unsigned I = 0; I < Entities.size(); ++I)
      if (Entities[I].Guard == M.Named || Entities[I].Named == M.Named)
        readMention(*M.E, I, M.Inside);
  });
}

void HeldLocks::mayUnlock(const Stmt &At, unsigned Entity) {
  Events[&At].push_back({Entity, LockCall::Drop, false});
}

/// Notes what a mention of a guard or mutex outside of the calls that lock it
/// may do to it.
void HeldLocks::readMention(const Expr &Mention, unsigned Entity,
                            const LambdaExpr *Inside) {
  if (Inside)
    return mayUnlock(*Inside, Entity);
  const Expr *Child = &Mention;
  const Stmt *P = Body.parents().getParent(Child);
  while (isa_and_nonnull<ParenExpr, ImplicitCastExpr, FullExpr,
                         MaterializeTemporaryExpr, CXXBindTemporaryExpr>(P)) {
    Child = cast<Expr>(P);
    P = Body.parents().getParent(P);
  }
  const bool IsGuard = Entities[Entity].Guard != nullptr;
  if (!P || isa<CompoundStmt, IfStmt, WhileStmt>(P))
    return;
  if (const auto *Cast = dyn_cast<ExplicitCastExpr>(P);
      Cast && Cast->getType()->isVoidType())
    return;
  if (isa<UnaryOperator>(P) && cast<UnaryOperator>(P)->getOpcode() == UO_LNot)
    return;
  if (const auto *Member = dyn_cast<MemberExpr>(P)) {
    // `lock.mutex()`, `lock.lock()`; what lockCall() knows is noted already.
    const auto *Method = dyn_cast<CXXMethodDecl>(Member->getMemberDecl());
    const Stmt *Call = Body.parents().getParent(Member);
    if (!Method || Method->isConst() || !Call || Events.contains(Call))
      return;
    if (IsGuard && Method->getIdentifier() && Method->getName() == "emplace") {
      Events[Call].push_back({Entity, LockCall::Take, false});
      HeldLock Lock;
      Lock.Guard = Entities[Entity].Guard;
      Lock.Taken = cast<Expr>(Call);
      Lock.Loc = Mention.getBeginLoc();
      Lock.Entity = Entity;
      Found.push_back(Lock);
      return;
    }
    return mayUnlock(*Call, Entity);
  }
  if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(P)) {
    if (!IsGuard || !Operator->isAssignmentOp() || Operator->getArg(0) != Child)
      return;
    // `lock = {}` gives up, `lock = std::unique_lock(m)` locks.
    const Expr *Value = Operator->getArg(1)->IgnoreUnlessSpelledInSource();
    const CXXRecordDecl *Class = heldClass(Entities[Entity].Guard->getType());
    std::optional<GuardClass> Guard = guardClass(*Class, nullptr, Model);
    bool Holds = Guard && !isa<InitListExpr>(Value) && holdsSomething(Value) &&
                 locksAtStart(*Guard, Value);
    if (!Holds)
      return mayUnlock(*Operator, Entity);
    Events[Operator].push_back({Entity, LockCall::Take, false});
    HeldLock Lock;
    Lock.Guard = Entities[Entity].Guard;
    Lock.Taken = Operator;
    Lock.Loc = Operator->getBeginLoc();
    Lock.Certainty = Guard->Certainty;
    Lock.Entity = Entity;
    Found.push_back(Lock);
    return;
  }
  if (const auto *Call = dyn_cast<CallExpr>(P)) {
    if (Events.contains(Call) && Call->getDirectCallee() &&
        !isStdMoveOrForward(*Call))
      return;
    const FunctionDecl *F = Call->getDirectCallee();
    for (unsigned I = 0; F && I < Call->getNumArgs() && I < F->getNumParams();
         ++I) {
      QualType Param = F->getParamDecl(I)->getType();
      bool Reads = !Param->isReferenceType() && !Param->isPointerType();
      if (Call->getArg(I) == Child && !isStdMoveOrForward(*Call) &&
          (Reads || (!Param->getPointeeType().isNull() &&
                     Param->getPointeeType().isConstQualified())))
        return;
    }
    return mayUnlock(*Call, Entity);
  }
  mayUnlock(isa<Expr>(P) ? *P : Mention, Entity);
}

bool HeldLocks::ends(const HeldLock &Lock,
                     const SuspensionGraph::Step &At) const {
  if (At.Dies)
    return At.Dies == Lock.Guard;
  if (Lock.Guard)
    if (const auto *Declaration = dyn_cast<DeclStmt>(At.S))
      return llvm::is_contained(Declaration->decls(), Lock.Guard);
  auto It = Events.find(At.S);
  return It != Events.end() && llvm::any_of(It->second, [&](const Event &E) {
           return E.Entity == Lock.Entity &&
                  (E.Act == LockCall::Drop || E.Act == LockCall::Take);
         });
}

/// Whether \p Holds or \p Fails what \p Known decided, with the same words.
static std::optional<bool> decidedBefore(const Guard *Known, const Expr &E,
                                         const ASTContext &Ctx) {
  llvm::FoldingSetNodeID ID;
  E.Profile(ID, Ctx, /*Canonical=*/true);
  for (const Guard *G = Known; G; G = G->Outer) {
    if (G->Decided == Guard::Unknown)
      continue;
    bool Holds = G->Decided == Guard::Holds;
    const Expr *Condition = G->Condition->IgnoreParenImpCasts();
    while (const auto *Not = dyn_cast<UnaryOperator>(Condition)) {
      if (Not->getOpcode() != UO_LNot)
        break;
      Holds = !Holds;
      Condition = Not->getSubExpr()->IgnoreParenImpCasts();
    }
    llvm::FoldingSetNodeID Other;
    Condition->Profile(Other, Ctx, /*Canonical=*/true);
    if (ID == Other)
      return Holds;
  }
  return std::nullopt;
}

std::optional<bool> HeldLocks::decide(const HeldLock &Lock,
                                      const Expr &Condition) const {
  const Expr *E = Condition.IgnoreParenImpCasts();
  if (const auto *Not = dyn_cast<UnaryOperator>(E);
      Not && Not->getOpcode() == UO_LNot) {
    std::optional<bool> Inner = decide(Lock, *Not->getSubExpr());
    return Inner ? std::optional<bool>(!*Inner) : std::nullopt;
  }
  const auto *Taken = dyn_cast_or_null<CallExpr>(Lock.Taken);
  std::optional<LockCall> Call;
  if (Taken)
    if (std::optional<CallSite> Site = CallSite::of(Taken))
      Call = lockCall(*Site, Model);
  bool Success = !Call || !Call->SuccessIsZero;
  if (Call && Call->A == LockCall::Try) {
    if (E == Taken)
      return Success;
    if (const auto *Compared = dyn_cast<BinaryOperator>(E);
        Compared && Compared->isEqualityOp() &&
        Compared->getLHS()->IgnoreParenImpCasts() == Taken) {
      Expr::EvalResult Value;
      const Expr *Right = Compared->getRHS();
      if (!Right->isValueDependent() &&
          Right->EvaluateAsInt(Value, Model.context()))
        return (Compared->getOpcode() == BO_EQ) ==
               (Value.Val.getInt().getBoolValue() == Success);
    }
    if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
      if (const auto *Var = dyn_cast<VarDecl>(Ref->getDecl());
          Var && Var->getInit() &&
          Var->getInit()->IgnoreParenImpCasts() == Taken)
        return Success;
  }
  if (const auto *Question = dyn_cast<CXXMemberCallExpr>(E);
      Question && Lock.Guard) {
    std::optional<CallSite> Site = CallSite::of(Question);
    if (Site && Site->Receiver && namedObject(Site->Receiver) == Lock.Guard) {
      std::optional<LockCall> Asked = lockCall(*Site, Model);
      if (isa<CXXConversionDecl>(Site->Callee) ||
          (Asked && Asked->A == LockCall::Ask))
        return true;
    }
  }
  if (Lock.Taken && !E->isValueDependent() &&
      !E->HasSideEffects(Model.context()))
    return decidedBefore(Conditions.lookup(Lock.Taken), *E, Model.context());
  return std::nullopt;
}

SuspensionGraph::Place HeldLocks::placeOf(const HeldLock &Lock) const {
  return Lock.Taken ? graph().behind(*Lock.Taken) : graph().behind(*Lock.Guard);
}

llvm::SmallVector<const Suspension *, 4>
HeldLocks::spanned(const HeldLock &Lock) const {
  if (Lock.Temporary) {
    const Suspension *Over = graph().suspension(Lock.Taken);
    return Over ? llvm::SmallVector<const Suspension *, 4>{Over}
                : llvm::SmallVector<const Suspension *, 4>();
  }
  auto Ends = [&](const SuspensionGraph::Step &At) { return ends(Lock, At); };
  auto Decide = [&](const Expr &E) { return decide(Lock, E); };
  llvm::SmallVector<const Suspension *, 4> Result =
      graph().spanned(placeOf(Lock), Ends, Decide);
  if (!Lock.Guard)
    llvm::erase_if(Result, [&](const Suspension *S) {
      bool Unlocked = false;
      graph().walk(
          graph().behind(*S->E),
          [&](const SuspensionGraph::Step &At) {
            if (!ends(Lock, At))
              return SuspensionGraph::Go::On;
            if (auto It = Events.find(At.S); It != Events.end())
              Unlocked |= llvm::any_of(It->second, [&](const Event &E) {
                return E.Entity == Lock.Entity && E.ByCall;
              });
            return SuspensionGraph::Go::Stop;
          },
          Decide);
      return !Unlocked;
    });
  return Result;
}

void HeldLocks::whileHeld(
    const HeldLock &Lock,
    llvm::function_ref<void(const SuspensionGraph::Step &)> Visit) const {
  if (Lock.Temporary)
    return;
  graph().walk(
      placeOf(Lock),
      [&](const SuspensionGraph::Step &At) {
        if (ends(Lock, At))
          return SuspensionGraph::Go::Stop;
        Visit(At);
        return SuspensionGraph::Go::On;
      },
      [&](const Expr &E) { return decide(Lock, E); });
}

} // namespace cotidy
