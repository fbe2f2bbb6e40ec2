#include "model/tasks/TaskFate.h"
#include "model/code/ExprUtils.h"
#include "model/tasks/TaskHolders.h"
#include "model/tasks/UnusedPath.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;

namespace cotidy {

TaskFates::TaskFates(const CodeBody &Body, ASTContext &Ctx)
    : Body(Body), Ctx(Ctx) {}
TaskFates::~TaskFates() = default;

const Stmt *TaskFates::parent(const Stmt &S) const {
  return Body.parents().getParent(&S);
}

namespace {

bool isCastToVoid(const Stmt *S) {
  const auto *Cast = dyn_cast_or_null<ExplicitCastExpr>(S);
  return Cast && Cast->getType()->isVoidType();
}

bool isStdIgnore(const Expr *E) {
  const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParenImpCasts());
  return Ref && Ref->getDecl()->isInStdNamespace() &&
         Ref->getDecl()->getIdentifier() &&
         Ref->getDecl()->getName() == "ignore";
}

/// The place of \p E among the children of \p Parent.
unsigned positionIn(const Stmt &Parent, const Expr *E) {
  unsigned Position = 0;
  for (const Stmt *Child : Parent.children()) {
    if (Child == E)
      break;
    ++Position;
  }
  return Position;
}

/// Whether \p E stands in \p Parent as a statement whose value nobody takes.
bool isStatementOf(const Stmt &Parent, const Expr *E) {
  if (isa<CompoundStmt, LabelStmt, SwitchCase, AttributedStmt>(Parent))
    return true;
  if (const auto *If = dyn_cast<IfStmt>(&Parent))
    return E != If->getCond();
  if (const auto *For = dyn_cast<ForStmt>(&Parent))
    return E != For->getCond();
  if (const auto *While = dyn_cast<WhileStmt>(&Parent))
    return E != While->getCond();
  if (const auto *Do = dyn_cast<DoStmt>(&Parent))
    return E != Do->getCond();
  if (const auto *Switch = dyn_cast<SwitchStmt>(&Parent))
    return E != Switch->getCond();
  if (const auto *Range = dyn_cast<CXXForRangeStmt>(&Parent))
    return E == Range->getBody();
  return false;
}

} // namespace

/// Follows the value of \p Task upwards through everything that leaves it the
/// same task or puts it into a container.
TaskFates::Value TaskFates::follow(const Expr &Task) const {
  Value V{&Task, &Task};
  QualType TaskType = Task.getType();
  while (const auto *P = dyn_cast_or_null<Expr>(parent(*V.E))) {
    if (isa<ParenExpr, FullExpr, MaterializeTemporaryExpr, CXXBindTemporaryExpr,
            ImplicitCastExpr>(P)) {
    } else if (isa<ExplicitCastExpr>(P)) {
      if (isCastToVoid(P))
        return V;
    } else if (const auto *Either = dyn_cast<ConditionalOperator>(P)) {
      if (V.E == Either->getCond())
        return V;
    } else if (const auto *Binary = dyn_cast<BinaryOperator>(P)) {
      if (Binary->getOpcode() != BO_Comma || V.E != Binary->getRHS())
        return V;
    } else if (const auto *Construct = dyn_cast<CXXConstructExpr>(P)) {
      if (isStandardHolderOf(Construct->getType(), TaskType)) {
        if (!V.InContainer)
          V.Element = positionIn(*P, V.E);
        V.InContainer = true;
      } else if (!Construct->getConstructor()->isCopyOrMoveConstructor())
        return V;
    } else if (const auto *List = dyn_cast<InitListExpr>(P)) {
      if (List->getType()->isArrayType() ||
          isStandardHolderOf(List->getType(), TaskType)) {
        if (!V.InContainer)
          V.Element = positionIn(*P, V.E);
        V.InContainer = true;
      } else if (!List->isTransparent())
        return V;
    } else if (isa<CXXStdInitializerListExpr>(P)) {
      V.InContainer = true;
    } else if (const auto *Call = dyn_cast<CallExpr>(P)) {
      if (makesHolder(*Call)) {
        V.Element = positionIn(*P, V.E) - 1; // the first child is the callee
        V.InContainer = true;
      } else if (!isStdMoveOrForward(*Call)) {
        return V;
      }
    } else {
      return V;
    }
    V.E = P;
    if (!V.InContainer &&
        !isa<FullExpr, MaterializeTemporaryExpr, BinaryOperator>(P))
      V.Whole = P;
  }
  return V;
}

TaskFate TaskFates::of(const Expr &Task) {
  Value V = follow(Task);
  TaskFate Result{Fate::Kept, V.Whole};
  const Stmt *P = parent(*V.E);
  if (!P)
    return fateOfMember(V);
  if (const auto *Lambda = dyn_cast<LambdaExpr>(P))
    return fateOfCapture(*Lambda, V);
  if (const auto *Declaration = dyn_cast<DeclStmt>(P)) {
    for (const Decl *D : Declaration->decls())
      if (const auto *Var = dyn_cast<VarDecl>(D);
          Var && Var->getInit() == V.E && isFollowable(Var)) {
        if (const auto *Bound = dyn_cast<DecompositionDecl>(Var))
          return fateOfBindings(*Bound, V);
        return fateOfVariable(*Var, V, /*Initializes=*/true);
      }
    return Result;
  }
  if (isa<CoawaitExpr, DependentCoawaitExpr>(P)) {
    Result.Kind = Fate::Awaited;
    return Result;
  }
  if (isCastToVoid(P)) {
    Result.Kind = Fate::CastToVoid;
    return Result;
  }
  if (const auto *Call = dyn_cast<CallExpr>(P))
    return fateOfArgument(V, *Call);
  if (isa<CompoundStmt>(P) && isa_and_nonnull<StmtExpr>(parent(*P)))
    return Result;
  if (const auto *Comma = dyn_cast<BinaryOperator>(P);
      (Comma && Comma->getOpcode() == BO_Comma) || isStatementOf(*P, V.E))
    Result.Kind = Fate::Discarded;
  return Result;
}

/// Whether the uses of \p D in this body are all there are.
bool TaskFates::isFollowable(const ValueDecl *D) const {
  const auto *Var = dyn_cast<VarDecl>(D);
  return Var && Var->isLocalVarDecl() && Var->hasLocalStorage() &&
         !Var->isImplicit() && Var->getDeclContext() == Body.Function;
}

TaskFate TaskFates::fateOfArgument(const Value &V, const CallExpr &Call) {
  TaskFate Result{Fate::Kept, V.Whole};
  const FunctionDecl *Callee = Call.getDirectCallee();
  if (!Callee)
    return Result;
  if (Callee->getOverloadedOperator() == OO_Coawait) {
    Result.Kind = Fate::Awaited;
    return Result;
  }

  const Expr *Target = nullptr;
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call)) {
    if (!isInsertion(*Member->getMethodDecl()))
      return Result;
    Target = Member->getImplicitObjectArgument();
  } else if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&Call);
             Operator && Operator->getOperator() == OO_Equal &&
             V.E == Operator->getArg(1)) {
    Target = Operator->getArg(0);
    if (isStdIgnore(Target)) {
      Result.Kind = Fate::CastToVoid;
      return Result;
    }
    if (const auto *Subscript =
            dyn_cast<CXXOperatorCallExpr>(Target->IgnoreParenImpCasts());
        Subscript && Subscript->getOperator() == OO_Subscript)
      Target = Subscript->getArg(0);
  }
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(
      Target ? Target->IgnoreParenImpCasts() : nullptr);
  if (!Ref || !isFollowable(Ref->getDecl()) ||
      Ref->getDecl()->getType()->isReferenceType())
    return Result;
  Value Put = V;
  Put.InContainer = isStandardHolderOf(Ref->getType(), V.Whole->getType());
  if (!Put.InContainer &&
      !Ctx.hasSameUnqualifiedType(Ref->getType(), V.Whole->getType()))
    return Result;
  return fateOfVariable(*cast<VarDecl>(Ref->getDecl()), Put,
                        /*Initializes=*/false);
}

TaskFate TaskFates::fateOfVariable(const VarDecl &Var, const Value &V,
                                   bool Initializes) {
  const Local &Variable = indexedLocals()[&Var];
  auto Has = [&](Mention How) {
    return llvm::any_of(Variable.References,
                        [How](const Reference &R) { return R.How == How; });
  };
  TaskFate Result{Fate::Kept, V.Whole, &Var};
  Result.Polled = Has(Mention::Tested);
  if (Has(Mention::Used)) {
    if (Initializes && !V.InContainer && !usedInLoop(Variable) &&
        leavesUnused(Var, Variable, Result))
      Result.Kind = Fate::UnusedOnPath;
    return Result;
  }
  bool Deliberate =
      Has(Mention::Voided) || Var.hasAttr<UnusedAttr>() || Var.getName() == "_";
  Result.Unmentioned = Initializes && Variable.References.empty();
  Result.Kind = Deliberate      ? Fate::CastToVoid
                : V.InContainer ? Fate::UnusedElement
                                : Fate::UnusedVariable;
  return Result;
}

/// A task in a container belongs to the binding of its place; any other value
/// is that of all bindings together.
TaskFate TaskFates::fateOfBindings(const DecompositionDecl &Var,
                                   const Value &V) {
  TaskFate Result{Fate::Kept, V.Whole, &Var};
  auto IsRead = [&](const BindingDecl *Binding) {
    return llvm::any_of(
        indexedLocals()[Binding].References, [](const Reference &R) {
          return R.How == Mention::Used || R.How == Mention::Tested;
        });
  };
  if (V.InContainer) {
    if (V.Element >= Var.bindings().size())
      return Result;
    Result.Variable = Var.bindings()[V.Element];
    if (!IsRead(Var.bindings()[V.Element]))
      Result.Kind = Fate::UnusedVariable;
    return Result;
  }
  for (const BindingDecl *Binding : Var.bindings())
    if (!IsRead(Binding))
      Result.Unread.push_back(Binding);
  if (Result.Unread.size() < Var.bindings().size())
    return Result;
  Result.Kind =
      Var.hasAttr<UnusedAttr>() ? Fate::CastToVoid : Fate::UnusedVariable;
  for (const BindingDecl *Binding : Var.bindings())
    if (llvm::any_of(
            indexedLocals()[Binding].References,
            [](const Reference &R) { return R.How == Mention::Voided; }))
      Result.Kind = Fate::CastToVoid;
  return Result;
}

/// A capture that the lambda never names is kept for nothing.
TaskFate TaskFates::fateOfCapture(const LambdaExpr &Lambda, const Value &V) {
  TaskFate Result{Fate::Kept, V.Whole};
  for (const auto &[Capture, Init] :
       llvm::zip(Lambda.captures(), Lambda.capture_inits())) {
    if (Init != V.E || !Lambda.isInitCapture(&Capture))
      continue;
    const ValueDecl *Var = Capture.getCapturedVar();
    if (indexedLocals()[Var].References.empty()) {
      Result.Variable = Var;
      Result.Kind = Fate::UnusedVariable;
    }
  }
  return Result;
}

/// What a constructor puts into a private member that nothing names.
TaskFate TaskFates::fateOfMember(const Value &V) const {
  TaskFate Result{Fate::Kept, V.Whole};
  const auto *Constructor = dyn_cast<CXXConstructorDecl>(Body.Function);
  if (!Constructor || Body.Lambda)
    return Result;
  for (const CXXCtorInitializer *Init : Constructor->inits()) {
    const FieldDecl *Field = Init->getMember();
    if (Field && stripTransparent(Init->getInit()) == stripTransparent(V.E) &&
        Field->getAccess() == AS_private && !Field->isReferenced() &&
        !Field->hasAttr<UnusedAttr>() &&
        isWhollyVisible(*Constructor->getParent())) {
      Result.Variable = Field;
      Result.Kind = Fate::UnusedVariable;
    }
  }
  return Result;
}

/// The nearest expression around \p E that a reader sees; \p Child is set to
/// its operand that holds \p E.
const Expr *TaskFates::visibleParent(const Expr &E, const Expr *&Child) const {
  Child = &E;
  const auto *P = dyn_cast_or_null<Expr>(parent(E));
  while (isa_and_nonnull<ParenExpr, ImplicitCastExpr, FullExpr,
                         MaterializeTemporaryExpr, CXXBindTemporaryExpr>(P)) {
    Child = P;
    P = dyn_cast_or_null<Expr>(parent(*P));
  }
  return P;
}

TaskFates::Mention TaskFates::mentionOf(const DeclRefExpr &Ref) const {
  const Expr *Child = nullptr;
  const Expr *P = visibleParent(Ref, Child);
  if (!P)
    return Mention::Used;
  if (const auto *Call = dyn_cast<CallExpr>(P);
      Call && isStdMoveOrForward(*Call))
    if (P = visibleParent(*Call, Child); !P)
      return Mention::Used;
  if (isCastToVoid(P))
    return Mention::Voided;
  if (const auto *Member = dyn_cast<MemberExpr>(P)) {
    const auto *Method = dyn_cast<CXXMethodDecl>(Member->getMemberDecl());
    if (Method && isQuery(*Method))
      return Mention::Tested;
    if (Method && (isInsertion(*Method) || isHousekeeping(*Method)))
      return Mention::Filled;
    return Mention::Used;
  }
  const auto *Operator = dyn_cast<CXXOperatorCallExpr>(P);
  if (!Operator || Operator->getNumArgs() != 2)
    return Mention::Used;
  if (Operator->getOperator() == OO_Subscript && Operator->getArg(0) == Child) {
    const auto *Outer =
        dyn_cast_or_null<CXXOperatorCallExpr>(visibleParent(*Operator, Child));
    return Outer && Outer->getOperator() == OO_Equal &&
                   Outer->getArg(0) == Child
               ? Mention::Filled
               : Mention::Used;
  }
  if (Operator->getOperator() != OO_Equal)
    return Mention::Used;
  if (Operator->getArg(0) == Child)
    return Mention::Filled;
  return isStdIgnore(Operator->getArg(0)) ? Mention::Voided : Mention::Used;
}

/// Finds the declarations and mentions of every local variable, those inside
/// nested lambdas included.
TaskFates::LocalIndex &TaskFates::indexedLocals() {
  if (Locals)
    return *Locals;
  LocalIndex &Index = Locals.emplace();
  llvm::SmallPtrSet<const Stmt *, 32> Seen;
  llvm::SmallVector<const Stmt *, 32> Pending{Body.Body};
  while (!Pending.empty()) {
    const Stmt *S = Pending.pop_back_val();
    if (!S || !Seen.insert(S).second)
      continue;
    if (const auto *Declaration = dyn_cast<DeclStmt>(S)) {
      for (const Decl *D : Declaration->decls())
        if (const auto *Var = dyn_cast<VarDecl>(D))
          Index[Var].Declaration = Declaration;
    } else if (const auto *Ref = dyn_cast<DeclRefExpr>(S)) {
      if (const auto *Var = dyn_cast<ValueDecl>(Ref->getDecl());
          isa<VarDecl, BindingDecl>(Var))
        Index[Var].References.push_back({Ref, mentionOf(*Ref)});
    }
    Pending.append(S->child_begin(), S->child_end());
  }
  return Index;
}

/// Whether a loop behind the declaration uses the variable. Such loops are
/// taken to run at least once.
bool TaskFates::usedInLoop(const Local &Variable) const {
  const Stmt *Scope =
      Variable.Declaration ? parent(*Variable.Declaration) : nullptr;
  for (const Reference &R : Variable.References)
    for (const Stmt *S = R.Ref; S && S != Scope; S = parent(*S))
      if (isa<ForStmt, WhileStmt, DoStmt, CXXForRangeStmt>(S))
        return true;
  return false;
}

const CFG *TaskFates::flow() {
  if (!Flow) {
    CFG::BuildOptions Options;
    Options.setAlwaysAdd(Stmt::DeclRefExprClass);
    Options.setAlwaysAdd(Stmt::CXXThrowExprClass);
    Flow = CFG::buildCFG(Body.Function, const_cast<Stmt *>(Body.Body), &Ctx,
                         Options);
  }
  return Flow->get();
}

/// Whether control can leave the scope of \p Var on a path that does not
/// mention it.
bool TaskFates::leavesUnused(const VarDecl &Var, const Local &Variable,
                             TaskFate &Result) {
  const CFG *Graph = flow();
  if (!Graph)
    return false;
  llvm::SmallPtrSet<const Stmt *, 8> Mentions;
  for (const Reference &R : Variable.References)
    Mentions.insert(R.Ref);
  std::optional<PathEnd> End = pathAround(*Graph, Var, Mentions);
  if (!End)
    return false;
  Result.LeavesAt = End->Round  ? Var.getLocation()
                    : End->Exit ? End->Exit->getBeginLoc()
                                : Body.Body->getEndLoc();
  const SourceManager &SM = Ctx.getSourceManager();
  Result.LeavesBeforeUse =
      End->Exit && llvm::all_of(Variable.References, [&](const Reference &R) {
        return SM.isBeforeInTranslationUnit(Result.LeavesAt,
                                            R.Ref->getBeginLoc());
      });
  return true;
}

} // namespace cotidy
