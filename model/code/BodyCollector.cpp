#include "model/code/BodyCollector.h"
#include "model/code/Coroutine.h"
#include "model/code/ExprUtils.h"
#include "model/code/FirstUse.h"
#include "model/code/HiddenCalls.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace clang;

namespace cotidy {

void BodyCollector::collect() {
  for (Decl *D : Ctx.getTraversalScope())
    TraverseDecl(D);
}

bool BodyCollector::TraverseDecl(Decl *D) {
  if (!D || D->isImplicit())
    return true;
  // A system header cannot be edited, so nothing in it is a finding. Whole
  // namespaces are left out at once.
  if (D->getDeclContext() && D->getDeclContext()->isTranslationUnit() &&
      Ctx.getSourceManager().isInSystemHeader(D->getLocation()))
    return true;
  auto *F = dyn_cast<FunctionDecl>(D);
  if (!F) {
    const auto *Var = dyn_cast<VarDecl>(D);
    llvm::SaveAndRestore Save(StaticDepth,
                              StaticDepth + (Var && Var->isStaticLocal()));
    return Base::TraverseDecl(D);
  }
  if (!F->doesThisDeclarationHaveABody() || F->isDefaulted())
    return true;
  auto *Body = const_cast<Stmt *>(writtenBody(*F));
  if (Body && !Ctx.getSourceManager().isInSystemHeader(F->getLocation()))
    enterBody(*F, nullptr, Body);
  return true;
}

void BodyCollector::enterBody(const FunctionDecl &F, const LambdaExpr *L,
                              Stmt *Body) {
  CodeBody &New = Bodies.emplace_back();
  New.Function = &F;
  New.Body = Body;
  New.Lambda = L;
  New.Parent = Current;
  New.Dependent = F.isDependentContext();
  New.Kind = bodyKind(F, Body, Known);

  llvm::SaveAndRestore SaveBody(Current, &New);
  llvm::SaveAndRestore<const Guard *> SaveGuard(CurrentGuard, nullptr);
  llvm::SaveAndRestore SaveHandler(HandlerDepth, 0U);
  llvm::SaveAndRestore SaveAwait(AwaitDepth, 0U);
  llvm::SaveAndRestore SaveStatic(StaticDepth, 0U);
  if (const auto *Constructor = dyn_cast<CXXConstructorDecl>(&F))
    for (CXXCtorInitializer *Init : Constructor->inits())
      if (Init->isWritten())
        TraverseStmt(Init->getInit());
  TraverseStmt(Body);
  if (const auto *Coroutine = dyn_cast<CoroutineBodyStmt>(F.getBody()))
    addEndCalls(*Coroutine, New.ImplicitCalls);
}

bool BodyCollector::TraverseLambdaExpr(LambdaExpr *L) {
  for (unsigned I = 0, N = L->capture_size(); I != N; ++I)
    if (const LambdaCapture *Capture = L->capture_begin() + I;
        Capture->isExplicit() && L->isInitCapture(Capture))
      TraverseStmt(L->capture_init_begin()[I]);

  const CXXMethodDecl *Operator = L->getCallOperator();
  if (FunctionTemplateDecl *Generic = L->getDependentCallOperator())
    for (FunctionDecl *Instance : Generic->specializations())
      if (auto *Body = const_cast<Stmt *>(writtenBody(*Instance))) {
        size_t Index = Bodies.size();
        enterBody(*Instance, L, Body);
        CallOperators[Instance->getCanonicalDecl()] = &Bodies[Index];
        Lambdas.try_emplace(L, &Bodies[Index]);
      }
  if (auto *Body = const_cast<Stmt *>(writtenBody(*Operator))) {
    size_t Index = Bodies.size();
    enterBody(*Operator, L, Body);
    CallOperators[Operator->getCanonicalDecl()] = &Bodies[Index];
    Lambdas.try_emplace(L, &Bodies[Index]);
  }
  return true;
}

bool BodyCollector::TraverseCXXCatchStmt(CXXCatchStmt *S) {
  llvm::SaveAndRestore Save(HandlerDepth, HandlerDepth + 1);
  return Base::TraverseCXXCatchStmt(S);
}

void BodyCollector::pushGuard(const Expr *Condition, Guard::Result Decided) {
  if (!Condition)
    return;
  bool Once = (CurrentGuard && CurrentGuard->Once) ||
              (Current && Decided != Guard::Unknown &&
               isFirstUse(*Condition, Decided == Guard::Holds, *Current->Body));
  CurrentGuard =
      &Guards.emplace_back(Guard{Condition, CurrentGuard, Decided, Once});
}

bool BodyCollector::traverseGuarded(const Expr *Condition,
                                    Guard::Result Decided, Stmt *S) {
  if (!S)
    return true;
  llvm::SaveAndRestore Save(CurrentGuard, CurrentGuard);
  pushGuard(Condition, Decided);
  return TraverseStmt(S);
}

bool BodyCollector::TraverseIfStmt(IfStmt *S) {
  if (S->isConsteval())
    return !S->isNegatedConsteval() ||
           TraverseStmt(S->getThen()); // the other branch never runs
  TraverseStmt(S->getInit());
  if (S->isConstexpr()) {
    // A branch that depends on a template parameter may be dead in every
    // instantiation: only instantiations tell.
    if (!S->getCond()->isValueDependent())
      if (auto Taken = S->getNondiscardedCase(Ctx))
        TraverseStmt(const_cast<Stmt *>(*Taken));
    return true;
  }
  if (VarDecl *Var = S->getConditionVariable())
    TraverseDecl(Var);
  else
    TraverseStmt(S->getCond());
  // A switch for debugging that is off.
  bool Constant = false,
       Known = !S->getCond()->isValueDependent() &&
               S->getCond()->EvaluateAsBooleanCondition(Constant, Ctx);
  if (!Known || Constant)
    traverseGuarded(S->getCond(), Guard::Holds, S->getThen());
  if (!Known || !Constant)
    traverseGuarded(S->getCond(), Guard::Fails, S->getElse());
  return true;
}

/// Whether control never goes on behind \p S.
static bool leavesBlock(const Stmt *S) {
  if (const auto *Block = dyn_cast_or_null<CompoundStmt>(S))
    S = Block->body_empty() ? nullptr : Block->body_back();
  if (const auto *E = dyn_cast_or_null<Expr>(S))
    return isa<CXXThrowExpr>(E->IgnoreImplicit());
  return isa_and_nonnull<ReturnStmt, CoreturnStmt, BreakStmt, ContinueStmt,
                         GotoStmt>(S);
}

bool BodyCollector::TraverseCompoundStmt(CompoundStmt *S) {
  llvm::SaveAndRestore Save(CurrentGuard, CurrentGuard);
  for (Stmt *Child : S->body()) {
    Discarded.insert(Child);
    TraverseStmt(Child);
    if (const auto *If = dyn_cast<IfStmt>(Child)) {
      if (!If->getElse() && leavesBlock(If->getThen()))
        pushGuard(If->getCond(), Guard::Fails);
    } else if (const auto *While = dyn_cast<WhileStmt>(Child)) {
      pushGuard(While->getCond(), Guard::Unknown);
    } else if (const auto *Do = dyn_cast<DoStmt>(Child)) {
      pushGuard(Do->getCond(), Guard::Unknown);
    } else if (const auto *For = dyn_cast<ForStmt>(Child)) {
      pushGuard(For->getCond(), Guard::Unknown);
    }
  }
  return true;
}

bool BodyCollector::TraverseConditionalOperator(ConditionalOperator *E) {
  TraverseStmt(E->getCond());
  traverseGuarded(E->getCond(), Guard::Holds, E->getTrueExpr());
  traverseGuarded(E->getCond(), Guard::Fails, E->getFalseExpr());
  return true;
}

bool BodyCollector::TraverseBinaryOperator(BinaryOperator *E) {
  if (E->isAssignmentOp())
    noteResult(namedObject(E->getLHS()), E->getRHS());
  TraverseStmt(E->getLHS());
  if (E->isLogicalOp())
    return traverseGuarded(
        E->getLHS(), E->getOpcode() == BO_LAnd ? Guard::Holds : Guard::Fails,
        E->getRHS());
  return TraverseStmt(E->getRHS());
}

bool BodyCollector::runsOnce() const {
  return StaticDepth > 0 || (CurrentGuard && CurrentGuard->Once);
}

void BodyCollector::addLoop(const Stmt *Loop) {
  if (!Current)
    return;
  Current->Loops.push_back(Loop);
  if (runsOnce())
    Current->OnceLoops.insert(Loop);
}

bool BodyCollector::TraverseWhileStmt(WhileStmt *S) {
  addLoop(S);
  if (VarDecl *Var = S->getConditionVariable())
    TraverseDecl(Var);
  else
    TraverseStmt(S->getCond());
  return traverseGuarded(S->getCond(), Guard::Holds, S->getBody());
}

bool BodyCollector::TraverseForStmt(ForStmt *S) {
  addLoop(S);
  TraverseStmt(S->getInit());
  TraverseStmt(S->getCond());
  traverseGuarded(S->getCond(), Guard::Holds, S->getBody());
  return TraverseStmt(S->getInc());
}

bool BodyCollector::TraverseCXXForRangeStmt(CXXForRangeStmt *S) {
  addLoop(S);
  if (Current) {
    SourceRange Head(S->getForLoc(), S->getRParenLoc());
    for (const Stmt *Part : {static_cast<const Stmt *>(S->getBeginStmt()),
                             static_cast<const Stmt *>(S->getEndStmt()),
                             static_cast<const Stmt *>(S->getCond()),
                             static_cast<const Stmt *>(S->getInc()),
                             static_cast<const Stmt *>(S->getLoopVarStmt())})
      addHiddenCalls(Part, Head, Current->ImplicitCalls);
  }
  return Base::TraverseCXXForRangeStmt(S);
}

bool BodyCollector::TraverseDoStmt(DoStmt *S) {
  addLoop(S);
  return Base::TraverseDoStmt(S);
}

void BodyCollector::noteResult(const ValueDecl *Target, const Expr *Init) {
  if (!Target || !Init)
    return;
  const Expr *Source = stripTransparent(Init);
  // A smart pointer or wrapper built around the call's result.
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(Source);
      Construct && Construct->getNumArgs() >= 1)
    Results[stripTransparent(Construct->getArg(0))] = Target;
  Results[Source] = Target;
}

bool BodyCollector::VisitVarDecl(VarDecl *Var) {
  if (!Current || isa<ParmVarDecl>(Var))
    return true;
  noteResult(Var, Var->getInit());
  if (!Var->isLocalVarDecl())
    return true;
  Current->Locals.push_back(Var);
  if (Var->hasLocalStorage())
    if (std::optional<CallSite> Site = CallSite::destructionOf(*Var)) {
      addCall(std::move(*Site));
      Current->Calls.back().Result = Var;
    }
  return true;
}

bool BodyCollector::traverseAwait(const Expr *E, Expr *Operand) {
  if (Current)
    Current->Suspensions.push_back(E);
  AwaitedOperands.insert(stripTransparent(Operand));
  llvm::SaveAndRestore Save(AwaitDepth, AwaitDepth + 1);
  return TraverseStmt(Operand);
}

bool BodyCollector::TraverseCoawaitExpr(CoawaitExpr *E) {
  if (Current && !E->isTypeDependent())
    addAwaitCalls(*E, E->getSourceRange(), Current->ImplicitCalls);
  return traverseAwait(E, E->getOperand());
}

bool BodyCollector::TraverseDependentCoawaitExpr(DependentCoawaitExpr *E) {
  return traverseAwait(E, E->getOperand());
}

bool BodyCollector::VisitCoyieldExpr(CoyieldExpr *E) {
  if (Current) {
    Current->Suspensions.push_back(E);
    if (!E->isTypeDependent())
      addAwaitCalls(*E, E->getSourceRange(), Current->ImplicitCalls);
  }
  return true;
}

bool BodyCollector::VisitCoreturnStmt(CoreturnStmt *S) {
  if (Current)
    addReturnCall(*S, Current->ImplicitCalls);
  return true;
}

void BodyCollector::addCall(CallSite Site) {
  BodyCall &Call = Current->Calls.emplace_back();
  Call.Body = Current;
  Call.Awaited = Site.E && AwaitedOperands.contains(Site.E);
  Call.InAwaitOperand = AwaitDepth > 0;
  Call.InHandler = HandlerDepth > 0;
  Call.Result = Results.lookup(Site.E);
  Call.Guards = CurrentGuard;
  Call.Once = runsOnce();
  Call.Site = std::move(Site);
}

bool BodyCollector::VisitCallExpr(CallExpr *E) {
  if (Current) {
    if (std::optional<CallSite> Site = CallSite::of(E))
      addCall(std::move(*Site));
    else if (!E->getDirectCallee() && !E->isTypeDependent())
      Current->IndirectCalls.push_back(E);
    addDefaults(llvm::ArrayRef(E->getArgs(), E->getNumArgs()),
                E->getSourceRange());
  }
  return true;
}

bool BodyCollector::VisitCXXConstructExpr(CXXConstructExpr *E) {
  if (Current) {
    if (std::optional<CallSite> Site = CallSite::of(E))
      addCall(std::move(*Site));
    addDefaults(llvm::ArrayRef(E->getArgs(), E->getNumArgs()),
                E->getSourceRange());
  }
  return true;
}

static const Expr *withoutWrittenCasts(const Expr *E) {
  E = E->IgnoreParens();
  while (const auto *Cast = dyn_cast<ExplicitCastExpr>(E))
    E = Cast->getSubExpr()->IgnoreParens();
  return E;
}

/// Of \p Values, what is evaluated although nobody wrote it at \p Where, and
/// what dies once the call has returned.
void BodyCollector::addDefaults(llvm::ArrayRef<const Expr *> Values,
                                SourceRange Where) {
  for (const Expr *Value : Values) {
    if (isa<CXXDefaultArgExpr, CXXDefaultInitExpr>(Value))
      addHiddenCalls(Value, Where, Current->ImplicitCalls);
    else if (isa<CXXBindTemporaryExpr>(withoutWrittenCasts(Value)))
      addTemporaryEnd(Value->getType(), Value->getSourceRange(),
                      Current->ImplicitCalls);
  }
}

bool BodyCollector::VisitInitListExpr(InitListExpr *E) {
  const InitListExpr *List = E->isSemanticForm() ? E : E->getSemanticForm();
  if (Current && List)
    for (const Expr *Value : List->inits())
      if (isa_and_nonnull<CXXDefaultInitExpr>(Value))
        addHiddenCalls(Value, E->getSourceRange(), Current->ImplicitCalls);
  return true;
}

bool BodyCollector::VisitCXXDeleteExpr(CXXDeleteExpr *E) {
  if (Current && !E->isTypeDependent() && !E->getDestroyedType().isNull())
    addDestruction(E->getDestroyedType(), E->getSourceRange(),
                   Current->ImplicitCalls);
  return true;
}

bool BodyCollector::VisitMaterializeTemporaryExpr(MaterializeTemporaryExpr *E) {
  if (Current && E->getStorageDuration() == SD_FullExpression)
    addTemporaryEnd(E->getType(), E->getSourceRange(), Current->ImplicitCalls);
  return true;
}

/// `Guard(x);`: a temporary that is the whole of a statement.
bool BodyCollector::VisitExprWithCleanups(ExprWithCleanups *E) {
  const Expr *Whole = withoutWrittenCasts(E->getSubExpr());
  if (Current && Discarded.contains(E) && isa<CXXBindTemporaryExpr>(Whole))
    addTemporaryEnd(Whole->getType(), Whole->getSourceRange(),
                    Current->ImplicitCalls);
  return true;
}

} // namespace cotidy
