#include "model/tasks/HandedClosure.h"
#include "model/code/ExprUtils.h"
#include "model/tasks/RunsToEnd.h"
#include "model/tasks/TaskHolders.h"
#include "model/tasks/TaskKeeper.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"

using namespace clang;

namespace cotidy {
namespace {

bool isCallable(QualType T) {
  const CXXRecordDecl *Record = T.getNonReferenceType()->getAsCXXRecordDecl();
  if (!Record || !Record->hasDefinition())
    return false;
  ASTContext &Ctx = Record->getASTContext();
  return Record->hasMemberName(
      Ctx.DeclarationNames.getCXXOperatorName(OO_Call));
}

class Finder {
public:
  Finder(const CodeBody &Body, const AsyncModel &Model,
         llvm::function_ref<void(const HandedClosure &)> Visit)
      : Body(Body), Known(Model.catalogue()), Model(Model), Visit(Visit) {}

  void run() {
    for (const BodyCall &Call : Body.Calls)
      if (Call.Site.E && !Call.InAwaitOperand)
        look(Call);
  }

private:
  /// The lambda that \p E is, in a wrapper or under another executor as well.
  const LambdaExpr *closureIn(const Expr *E) const {
    if (const LambdaExpr *Lambda = lambdaBehind(E))
      return Lambda;
    E = stripTransparent(E);
    if (const auto *Construct = dyn_cast_or_null<CXXConstructExpr>(E))
      return Construct->getNumArgs() >= 1 && isCallable(Construct->getType())
                 ? closureIn(Construct->getArg(0))
                 : nullptr;
    std::optional<CallSite> Site = E ? CallSite::of(E) : std::nullopt;
    if (!Site)
      return nullptr;
    const RuntimeFunction *Wrapper =
        Known.function(*Site, RuntimeRole::Wrapper, Model.context());
    return Wrapper && Wrapper->Argument >= 0 && Site->arg(Wrapper->Argument)
               ? closureIn(Site->arg(Wrapper->Argument))
               : nullptr;
  }

  void look(const BodyCall &Call) {
    const CallSite &Site = Call.Site;
    const auto *Method = dyn_cast<CXXMethodDecl>(Site.Callee);
    bool Stores = Method && (Method->getOverloadedOperator() == OO_Equal
                                 ? isCallable(Site.E->getType())
                                 : isInsertion(*Method));
    for (auto [Index, Argument] : llvm::enumerate(Site.Args)) {
      const LambdaExpr *Lambda = closureIn(Argument);
      if (!Lambda)
        continue;
      if (Stores) {
        if (outlivesBody(Site.Receiver))
          Visit({Lambda, &Body, HandedClosure::Store, Site.E});
      } else if (!staysInside(Site, Index)) {
        lookAtSink(Call, *Lambda, Index);
      }
    }
  }

  /// Whether \p Object is a member of the object or of what is not a local, or
  /// a global.
  static bool outlivesBody(const Expr *Object) {
    while (const auto *Member = dyn_cast_or_null<MemberExpr>(
               Object ? stripTransparent(Object) : nullptr)) {
      if (isa<CXXThisExpr>(stripTransparent(Member->getBase())))
        return true;
      if (Member->isArrow())
        return false; // nobody knows whose it is
      Object = Member->getBase();
    }
    const auto *Ref = dyn_cast_or_null<DeclRefExpr>(
        Object ? stripTransparent(Object) : nullptr);
    const auto *Var = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
    return Var && Var->hasGlobalStorage();
  }

  bool staysInside(const CallSite &Site, unsigned Index) const {
    if (Known.function(Site, RuntimeRole::InPlace, Model.context(), Index))
      return true;
    return Index < Site.Callee->getNumParams() &&
           Site.Callee->getParamDecl(Index)->hasAttr<NoEscapeAttr>();
  }

  /// `f().start(callback)`: where f never suspends, it has ended when start()
  /// returns, and the callback has run.
  bool startsToEnd(const CallSite &Site) const {
    const RuntimeFunction *Start =
        Site.Receiver ? Known.function(Site, RuntimeRole::Sink, Model.context())
                      : nullptr;
    return Start && Start->Argument == -1 &&
           taskRunsToEnd(*Site.Receiver, Model);
  }

  void lookAtSink(const BodyCall &Call, const LambdaExpr &Lambda,
                  unsigned Index) {
    const CallSite &Site = Call.Site;
    auto Is = [&](RuntimeRole Role) {
      return Known.function(Site, Role, Model.context(), Index);
    };
    if (Is(RuntimeRole::Offload)) {
      if (isa<CXXConstructExpr>(Site.E)) {
        if (const Expr *Detach = detachOf(*Site.E))
          Visit({&Lambda, &Body, HandedClosure::Thread, Detach, &Call});
      } else {
        hand(Call, Lambda, HandedClosure::Thread);
      }
    } else if (const RuntimeFunction *Callback =
                   Is(RuntimeRole::LoopCallback)) {
      if (!startsToEnd(Site))
        hand(Call, Lambda, HandedClosure::Loop,
             Callback->MayRunInPlace ? HandedClosure::Depends
                                     : HandedClosure::Later);
    } else if (const RuntimeFunction *Sink = Is(RuntimeRole::Sink)) {
      if (!startsToEnd(Site))
        hand(Call, Lambda, HandedClosure::Loop,
             startBy(*Sink, Site, Model) == Start::InPlace
                 ? HandedClosure::InPlace
                 : HandedClosure::Later);
    }
  }

  void hand(const BodyCall &Call, const LambdaExpr &Lambda,
            HandedClosure::Receiver To,
            HandedClosure::When Runs = HandedClosure::Later) {
    const Expr &E = *Call.Site.E;
    QualType Result = E.getType();
    if (Result->isVoidType() || Result->isBooleanType()) {
      Visit({&Lambda, &Body, To, &E, &Call, Runs});
      return;
    }
    // Whatever else the call returns may be what waits for the lambda.
    if (!Model.awaitables().find(Result))
      return;
    KeptTask Task = keeperOf(E, Body, Model);
    if (Task.Who == Keeper::Caller)
      Visit({&Lambda, &Body, HandedClosure::Caller, &E, &Call});
    else if (Task.Who == Keeper::Runtime ||
             (Task.Who == Keeper::Dropped &&
              !Model.awaitables().find(Result)->neverRuns()))
      Visit({&Lambda, &Body, To, &E, &Call, Runs});
  }

  /// The call of `detach()` on the thread that \p Construct makes, or null: the
  /// thread is joined, or its end is the program's.
  const Expr *detachOf(const Expr &Construct) const {
    const ValueDecl *Variable = nullptr;
    const Stmt *Made = &Construct;
    for (const Stmt *P = Body.parents().getParent(Made); P;
         Made = P, P = Body.parents().getParent(P)) {
      if (const auto *Declaration = dyn_cast<DeclStmt>(P)) {
        for (const Decl *D : Declaration->decls())
          if (const auto *Var = dyn_cast<VarDecl>(D);
              Var && Var->getInit() == Made)
            Variable = Var;
        break;
      }
      if (!isa<Expr>(P))
        break;
    }
    for (const BodyCall &Call : Body.Calls) {
      const CallSite &Site = Call.Site;
      if (!Site.Receiver || !Site.Callee->getIdentifier() ||
          Site.Callee->getName() != "detach")
        continue;
      if (stripTransparent(Site.Receiver) == &Construct ||
          (Variable && namedObject(Site.Receiver) == Variable))
        return Site.E;
    }
    return nullptr;
  }

  const CodeBody &Body;
  const Catalogue &Known;
  const AsyncModel &Model;
  llvm::function_ref<void(const HandedClosure &)> Visit;
};

/// The expression of the return statement that gives away \p Lambda, or null.
const Expr *returned(const LambdaExpr &Lambda, const CodeBody &Body) {
  const Stmt *E = &Lambda;
  while (const Stmt *P = Body.parents().getParent(E)) {
    if (const auto *Return = dyn_cast<ReturnStmt>(P))
      return Return->getRetValue();
    const auto *Construct = dyn_cast<CXXConstructExpr>(P);
    if (!isa<CastExpr, FullExpr, ParenExpr, MaterializeTemporaryExpr,
             CXXBindTemporaryExpr>(P) &&
        !(Construct && isCallable(Construct->getType())))
      return nullptr;
    E = P;
  }
  return nullptr;
}

} // namespace

void forEachHandedClosure(
    const AsyncModel &Model,
    llvm::function_ref<void(const HandedClosure &)> Visit) {
  for (const CodeBody &Body : Model.bodies()) {
    if (Body.Dependent)
      continue;
    if (Body.Lambda && Body.Parent)
      if (const Expr *Value = returned(*Body.Lambda, *Body.Parent))
        Visit({Body.Lambda, Body.Parent, HandedClosure::Caller, Value});
    Finder(Body, Model, Visit).run();
  }
}

} // namespace cotidy
