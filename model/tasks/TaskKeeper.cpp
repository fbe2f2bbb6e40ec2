#include "model/tasks/TaskKeeper.h"
#include "model/code/ExprUtils.h"
#include "model/code/Mentions.h"
#include "model/tasks/TaskHolders.h"
#include "clang/AST/ASTContext.h"

using namespace clang;

namespace cotidy {
namespace {

class Follower {
public:
  Follower(const Expr &Task, const CodeBody &Body, const AsyncModel &Model)
      : Body(Body), Model(Model), TaskType(Task.getType()), E(&Task) {}

  KeptTask run() {
    std::optional<KeptTask> Result;
    while (!Result)
      Result = step();
    // A sink that gives a handle (`spawn_joinable`) has started the task
    // whatever becomes of that.
    if (Started &&
        (Result->Who == Keeper::Dropped || Result->Who == Keeper::Unknown))
      Result = {Keeper::Runtime, nullptr, Started};
    Result->Begins = Begins;
    Result->Sink = Sink;
    return *Result;
  }

private:
  using Found = std::optional<KeptTask>;

  /// Looks at what stands around \c E: either says who has the task, or makes
  /// that the new \c E.
  Found step() {
    const Stmt *P = Body.parents().getParent(E);
    if (!P)
      return KeptTask{isa<CXXConstructorDecl>(Body.Function) && !Body.Lambda
                          ? Keeper::Member
                          : Keeper::Unknown,
                      nullptr, E};
    if (isa<CoawaitExpr, DependentCoawaitExpr>(P))
      return KeptTask{Keeper::Nobody, nullptr, P};
    if (isa<ReturnStmt, CoreturnStmt>(P))
      return KeptTask{Keeper::Caller, nullptr, P};
    if (const auto *Declaration = dyn_cast<DeclStmt>(P))
      return intoVariable(*Declaration);
    if (const auto *Call = dyn_cast<CallExpr>(P))
      return intoCall(*Call);
    if (const auto *Member = dyn_cast<MemberExpr>(P))
      return intoMemberCall(*Member);
    if (const auto *Construct = dyn_cast<CXXConstructExpr>(P))
      return intoConstruction(*Construct);
    if (const auto *Either = dyn_cast<ConditionalOperator>(P))
      return E == Either->getCond() ? KeptTask{} : up(*Either);
    if (const auto *Binary = dyn_cast<BinaryOperator>(P)) {
      if (Binary->getOpcode() != BO_Comma)
        return KeptTask{};
      return E == Binary->getRHS() ? up(*Binary)
                                   : Found(KeptTask{Keeper::Dropped});
    }
    if (const auto *Cast = dyn_cast<ExplicitCastExpr>(P);
        Cast && Cast->getType()->isVoidType())
      return KeptTask{Keeper::Dropped, nullptr, P};
    if (isa<ParenExpr, CastExpr, FullExpr, MaterializeTemporaryExpr,
            CXXBindTemporaryExpr, CXXStdInitializerListExpr>(P))
      return up(*cast<Expr>(P));
    if (const auto *List = dyn_cast<InitListExpr>(P))
      return List->getType()->isArrayType() || List->isTransparent() ||
                     isStandardHolderOf(List->getType(), TaskType)
                 ? up(*List)
                 : KeptTask{};
    if (isa<Expr>(P) || (isa<CompoundStmt>(P) && isStatementExpression(*P)))
      return KeptTask{};
    return isa<IfStmt, WhileStmt, DoStmt, SwitchStmt>(P) && isCondition(*P)
               ? KeptTask{}
               : KeptTask{Keeper::Dropped, nullptr, E};
  }

  Found up(const Expr &Outer) {
    E = &Outer;
    return std::nullopt;
  }

  bool isStatementExpression(const Stmt &Block) const {
    return isa_and_nonnull<StmtExpr>(Body.parents().getParent(&Block));
  }

  bool isCondition(const Stmt &P) const {
    if (const auto *If = dyn_cast<IfStmt>(&P))
      return If->getCond() == E;
    if (const auto *While = dyn_cast<WhileStmt>(&P))
      return While->getCond() == E;
    if (const auto *Do = dyn_cast<DoStmt>(&P))
      return Do->getCond() == E;
    return cast<SwitchStmt>(P).getCond() == E;
  }

  Found intoVariable(const DeclStmt &Declaration) const {
    for (const Decl *D : Declaration.decls())
      if (const auto *Var = dyn_cast<VarDecl>(D); Var && Var->getInit() == E)
        return Var->hasLocalStorage()
                   ? KeptTask{Keeper::Variable, Var, &Declaration}
                   : KeptTask{Keeper::Member, nullptr, &Declaration};
    return KeptTask{};
  }

  /// The container or variable that \p Target names has the task.
  KeptTask into(const Expr &Target, const Stmt &At) const {
    const Expr *Object = Target.IgnoreParenImpCasts();
    if (const auto *Subscript = dyn_cast<CXXOperatorCallExpr>(Object);
        Subscript && Subscript->getOperator() == OO_Subscript)
      Object = Subscript->getArg(0)->IgnoreParenImpCasts();
    else if (const auto *Element = dyn_cast<ArraySubscriptExpr>(Object))
      Object = Element->getBase()->IgnoreParenImpCasts();
    if (const auto *Ref = dyn_cast<DeclRefExpr>(Object))
      if (const auto *Var = dyn_cast<VarDecl>(Ref->getDecl())) {
        if (!Var->hasLocalStorage())
          return {Keeper::Member, nullptr, &At};
        if (Var->getType()->isReferenceType())
          return {}; // it may be anybody's
        return Var->getDeclContext() == Body.Function
                   ? KeptTask{Keeper::Variable, Var, &At}
                   : KeptTask{};
      }
    return isa<MemberExpr>(Object) ? KeptTask{Keeper::Member, nullptr, &At}
                                   : KeptTask{};
  }

  bool isAwaitable(QualType T) const {
    return !T->isVoidType() && Model.awaitables().find(T);
  }

  /// What \p Call does with the task that is its argument or its object.
  Found take(const Expr &Call, const CallSite &Site) {
    const Catalogue &Known = Model.catalogue();
    const ASTContext &Ctx = Model.context();
    auto IsAbout = [&](RuntimeRole Role) {
      int Index = argument(Site);
      const RuntimeFunction *F = Known.function(Site, Role, Ctx, Index);
      if (!F && Index < 0) // detach() takes all there is
        F = Known.function(Site, Role, Ctx);
      return F && (F->Argument == Index || F->Argument == -2) ? F : nullptr;
    };
    if (IsAbout(RuntimeRole::Bridge))
      return KeptTask{Keeper::Nobody, nullptr, &Call};
    // The future of work that was handed over: co_spawn(..., use_future).get()
    if (Started && argument(Site) < 0)
      if (const BlockingEntry *Entry = Known.blocking(Site, Ctx);
          Entry && Entry->Category == "wait")
        return KeptTask{Keeper::Nobody, nullptr, &Call};
    if (const RuntimeFunction *Takes = IsAbout(RuntimeRole::Sink)) {
      if (Known.anyHolds(Takes->ResultStillLazyIf, Site, Ctx))
        return up(Call);
      Sink = Takes;
      Begins = startBy(*Takes, Site, Model);
      if (Call.getType()->isVoidType() || Call.getType()->isBooleanType()) {
        const RuntimeType *Receiver =
            Site.ReceiverClass ? Known.type(*Site.ReceiverClass) : nullptr;
        return KeptTask{Receiver && Receiver->Kind == TypeKind::Scope
                            ? Keeper::Scope
                            : Keeper::Runtime,
                        nullptr, &Call};
      }
      Started = &Call;
      return up(Call);
    }
    for (const BodyCall &Candidate : Body.Calls)
      if (Candidate.Site.E == &Call)
        if (std::optional<StartedTask> Own = startedTask(Candidate, Model);
            Own && Own->Task &&
            stripTransparent(Own->Task) == stripTransparent(E)) {
          Begins = Own->Begins;
          return KeptTask{Own->InScope ? Keeper::Scope : Keeper::Runtime,
                          nullptr, &Call};
        }
    // Whoever awaits what comes of it awaits it.
    if (IsAbout(RuntimeRole::Combinator) || isAwaitable(Call.getType()))
      return up(Call);
    return KeptTask{};
  }

  /// The index of the argument of \p Site that is the task, -1 for its object.
  int argument(const CallSite &Site) const {
    for (auto [Index, Argument] : llvm::enumerate(Site.Args))
      if (Argument == E)
        return static_cast<int>(Index);
    return -1;
  }

  Found intoCall(const CallExpr &Call) {
    if (isStdMoveOrForward(Call) || makesHolder(Call))
      return up(Call);
    const FunctionDecl *Callee = Call.getDirectCallee();
    if (!Callee)
      return KeptTask{};
    if (Callee->getOverloadedOperator() == OO_Coawait ||
        (Callee->getIdentifier() && Callee->getName() == "await_transform"))
      return KeptTask{Keeper::Nobody, nullptr, &Call};
    if (const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call);
        Member && isInsertion(*Member->getMethodDecl()))
      return into(*Member->getImplicitObjectArgument(), Call);
    if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&Call);
        Operator && Operator->getOperator() == OO_Equal &&
        Operator->getNumArgs() == 2)
      return E == Operator->getArg(1) ? into(*Operator->getArg(0), Call)
                                      : KeptTask{};
    std::optional<CallSite> Site = CallSite::of(&Call);
    return Site ? take(Call, *Site) : KeptTask{};
  }

  Found intoMemberCall(const MemberExpr &Member) {
    const auto *Call =
        dyn_cast_or_null<CXXMemberCallExpr>(Body.parents().getParent(&Member));
    if (!Call || Call->getCallee() != &Member)
      return KeptTask{};
    const CXXMethodDecl *Method = Call->getMethodDecl();
    std::optional<CallSite> Site = CallSite::of(Call);
    if (!Method || !Site)
      return KeptTask{};
    if (Method->getOverloadedOperator() == OO_Coawait)
      return KeptTask{Keeper::Nobody, nullptr, Call};
    return take(*Call, *Site);
  }

  Found intoConstruction(const CXXConstructExpr &Construct) {
    if (Construct.getConstructor()->isCopyOrMoveConstructor() ||
        isStandardHolderOf(Construct.getType(), TaskType))
      return up(Construct);
    if (std::optional<CallSite> Site = CallSite::of(&Construct))
      return take(Construct, *Site);
    return KeptTask{};
  }

  const CodeBody &Body;
  const AsyncModel &Model;
  QualType TaskType;
  const Expr *E;
  const Expr *Started = nullptr;
  const RuntimeFunction *Sink = nullptr;
  Start Begins = Start::OwnTime;
};

} // namespace

KeptTask keeperOf(const Expr &Task, const CodeBody &Body,
                  const AsyncModel &Model) {
  return Follower(Task, Body, Model).run();
}

llvm::SmallVector<const DeclRefExpr *, 4> usesOfKept(const VarDecl &Variable,
                                                     const CodeBody &Body) {
  llvm::SmallVector<const DeclRefExpr *, 4> Uses;
  forEachMention(*Body.Body, [&](const Mention &M) {
    const auto *Ref = dyn_cast<DeclRefExpr>(M.E);
    if (!Ref || M.Named != &Variable)
      return;
    const Stmt *P = Body.parents().getParentIgnoreParenImpCasts(
        const_cast<DeclRefExpr *>(Ref));
    const auto *Member = dyn_cast_or_null<MemberExpr>(P);
    const auto *Method =
        Member ? dyn_cast<CXXMethodDecl>(Member->getMemberDecl()) : nullptr;
    if (Method &&
        (isInsertion(*Method) || isHousekeeping(*Method) || isQuery(*Method)))
      return;
    if (const auto *Operator = dyn_cast_or_null<CXXOperatorCallExpr>(P);
        Operator && Operator->getOperator() == OO_Equal &&
        Operator->getArg(0)->IgnoreParenImpCasts() == Ref)
      return;
    if (const auto *Cast = dyn_cast_or_null<ExplicitCastExpr>(P);
        Cast && Cast->getType()->isVoidType())
      return;
    Uses.push_back(Ref);
  });
  return Uses;
}

} // namespace cotidy
