#include "model/tasks/Completion.h"
#include "model/code/ExprUtils.h"
#include "model/code/Origin.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace cotidy {
namespace {

/// Whether \p Condition asks \p Object one of the questions \p Names.
class ReadyCheckFinder : public RecursiveASTVisitor<ReadyCheckFinder> {
public:
  ReadyCheckFinder(const ValueDecl *Object, ArrayRef<std::string> Names)
      : Object(Object), Names(Names) {}
  bool Found = false;

  bool VisitCXXMemberCallExpr(CXXMemberCallExpr *Call) {
    const CXXMethodDecl *Method = Call->getMethodDecl();
    if (Method && Method->getIdentifier() &&
        llvm::is_contained(Names, Method->getName()) &&
        namedObject(Call->getImplicitObjectArgument()) == Object)
      Found = true;
    return !Found;
  }

private:
  const ValueDecl *Object;
  ArrayRef<std::string> Names;
};

} // namespace

bool isGuardedByReadyCheck(const BodyCall &Call, const ValueDecl *Object,
                           ArrayRef<std::string> Names) {
  if (Names.empty() || !Object)
    return false;
  // An assertion, or a loop that waits for it, asks as well.
  for (const BodyCall &Earlier : Call.Body->Calls) {
    if (&Earlier == &Call)
      break;
    if (Earlier.Site.Receiver && Earlier.Site.Callee->getIdentifier() &&
        llvm::is_contained(Names, Earlier.Site.Callee->getName()) &&
        namedObject(Earlier.Site.Receiver) == Object)
      return true;
  }
  for (const Guard *G = Call.Guards; G; G = G->Outer) {
    ReadyCheckFinder Finder(Object, Names);
    Finder.TraverseStmt(const_cast<Expr *>(G->Condition));
    if (Finder.Found)
      return true;
  }
  return false;
}

/// Whether a call that \p Is accepts gave the object of \p Wait.
static bool isMadeBy(const BodyCall &Wait,
                     llvm::function_ref<bool(const CallSite &)> Is) {
  if (!Wait.Site.Receiver)
    return false;
  if (std::optional<CallSite> Made =
          CallSite::of(stripTransparent(Wait.Site.Receiver)))
    return Is(*Made);
  const ValueDecl *Future = namedObject(Wait.Site.Receiver);
  return Future &&
         llvm::any_of(Wait.Body->Calls, [&](const BodyCall &Candidate) {
           return Candidate.Result == Future && Is(Candidate.Site);
         });
}

bool waitsForLoop(const BodyCall &Wait, const Catalogue &Known) {
  return isMadeBy(Wait, [&](const CallSite &Made) {
    return Known.returnsFutureOfLoop(Made);
  });
}

bool waitsForDispatch(const BodyCall &Wait, const AsyncModel &Model) {
  return isMadeBy(Wait, [&](const CallSite &Made) {
    const RuntimeFunction *To = Model.catalogue().function(
        Made, RuntimeRole::LoopCallback, Model.context());
    return To && To->MayRunInPlace;
  });
}

bool waitsForComplete(const BodyCall &Wait, const AsyncModel &Model) {
  const Expr *Origin = originOf(Wait.Site.Receiver);
  if (!Origin)
    return false;
  if (isa<CoawaitExpr>(Origin))
    return Origin != stripTransparent(Wait.Site.Receiver);
  if (const ParmVarDecl *Parameter = parameterNamed(Origin)) {
    for (const CodeBody *Body = Wait.Body; Body; Body = Body->Parent)
      if (Parameter->getDeclContext() == Body->Function)
        return Body->Use == LambdaUse::LoopCallback;
    return false;
  }
  std::optional<CallSite> Maker = CallSite::of(Origin);
  return Maker && Model.catalogue().function(*Maker, RuntimeRole::Ready,
                                             Model.context());
}

static bool mentions(const Stmt &S, const VarDecl &Var) {
  const auto *Ref = dyn_cast<DeclRefExpr>(&S);
  return (Ref && Ref->getDecl() == &Var) ||
         llvm::any_of(S.children(), [&](const Stmt *Child) {
           return Child && mentions(*Child, Var);
         });
}

bool joinsAfterAwait(const BodyCall &Join) {
  const auto *Thread = dyn_cast_or_null<VarDecl>(
      Join.Site.Receiver ? namedObject(Join.Site.Receiver) : nullptr);
  const Expr *Init = Thread ? Thread->getInit() : nullptr;
  const auto *Start =
      Init ? dyn_cast<CXXConstructExpr>(Init->IgnoreImplicit()) : nullptr;
  if (!Start || !Thread->isLocalVarDecl())
    return false;
  const SourceManager &SM = Thread->getASTContext().getSourceManager();
  auto AwaitedBetween = [&](const VarDecl &Var) {
    return llvm::any_of(Join.Body->Suspensions, [&](const Expr *Await) {
      SourceLocation At = Await->getBeginLoc();
      return SM.isBeforeInTranslationUnit(Init->getEndLoc(), At) &&
             SM.isBeforeInTranslationUnit(At, Join.Site.Loc) &&
             mentions(*Await, Var);
    });
  };
  return llvm::any_of(Start->arguments(), [&](const Expr *Argument) {
    const LambdaExpr *Runs = lambdaBehind(Argument);
    return Runs &&
           llvm::any_of(Runs->captures(), [&](const LambdaCapture &Capture) {
             const auto *Var = Capture.capturesVariable()
                                   ? dyn_cast<VarDecl>(Capture.getCapturedVar())
                                   : nullptr;
             return Var && AwaitedBetween(*Var);
           });
  });
}

bool waitsForParameter(const BodyCall &Wait) {
  const ParmVarDecl *Parameter = parameterNamed(originOf(Wait.Site.Receiver));
  return Parameter && Parameter->getDeclContext() == Wait.Body->Function;
}

} // namespace cotidy
