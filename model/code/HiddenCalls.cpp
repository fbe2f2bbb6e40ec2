#include "model/code/HiddenCalls.h"
#include "model/code/ExprUtils.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace cotidy {

/// The class of \p T outside system headers whose destructor runs code.
static const CXXRecordDecl *classThatEnds(QualType T) {
  const CXXRecordDecl *Class =
      T->getBaseElementTypeUnsafe()->getAsCXXRecordDecl();
  if (!Class || !Class->hasDefinition() || Class->isDependentContext() ||
      Class->hasTrivialDestructor())
    return nullptr;
  const CXXDestructorDecl *Dtor = Class->getDestructor();
  const SourceManager &SM = Class->getASTContext().getSourceManager();
  return Dtor && !SM.isInSystemHeader(Dtor->getLocation()) ? Class : nullptr;
}

void addDestruction(QualType T, SourceRange Where,
                    std::vector<ImplicitCall> &Into) {
  const CXXRecordDecl *Class = classThatEnds(T);
  if (!Class)
    return;
  CallSite Site;
  Site.Callee = Class->getDestructor();
  Site.ReceiverClass = Class;
  Site.Loc = Where.getBegin();
  Into.push_back({std::move(Site), Where});
}

void addTemporaryEnd(QualType T, SourceRange Where,
                     std::vector<ImplicitCall> &Into) {
  const CXXRecordDecl *Class = classThatEnds(T);
  if (!Class)
    return;
  if (Class->getDestructor()->isUserProvided())
    return addDestruction(T, Where, Into);
  for (const FieldDecl *Field : Class->fields())
    addTemporaryEnd(Field->getType(), Where, Into);
  for (const CXXBaseSpecifier &Base : Class->bases())
    addTemporaryEnd(Base.getType(), Where, Into);
}

static void addCallItself(const Expr *E, SourceRange Where,
                          std::vector<ImplicitCall> &Into) {
  std::optional<CallSite> Site =
      isa<CallExpr>(E) ? CallSite::of(E) : std::nullopt;
  if (Site) {
    Site->Loc = Where.getBegin();
    Into.push_back({std::move(*Site), Where});
  }
}

void addAwaitCalls(const CoroutineSuspendExpr &Await, SourceRange Where,
                   std::vector<ImplicitCall> &Into) {
  // await_transform and operator co_await, around the operand.
  const Expr *Operand = stripTransparent(Await.getOperand());
  const Expr *E = stripTransparent(Await.getCommonExpr());
  while (E != Operand && isa<CallExpr>(E)) {
    addCallItself(E, Where, Into);
    const auto *Call = cast<CallExpr>(E);
    const auto *Member = dyn_cast<CXXMemberCallExpr>(Call);
    bool OfObject = Member && Member->getNumArgs() == 0;
    if (!OfObject && Call->getNumArgs() == 0)
      break;
    E = stripTransparent(OfObject ? Member->getImplicitObjectArgument()
                                  : Call->getArg(0));
  }
  addCallItself(stripTransparent(Await.getReadyExpr()), Where, Into);
  addCallItself(stripTransparent(Await.getSuspendExpr()), Where, Into);
}

void addReturnCall(const CoreturnStmt &Return,
                   std::vector<ImplicitCall> &Into) {
  if (const Expr *Call = Return.getPromiseCall())
    addCallItself(stripTransparent(Call), Return.getSourceRange(), Into);
}

void addEndCalls(const CoroutineBodyStmt &Coroutine,
                 std::vector<ImplicitCall> &Into) {
  if (Coroutine.hasDependentPromiseType())
    return;
  SourceRange Where = Coroutine.getBody()->getEndLoc();
  addHiddenCalls(Coroutine.getExceptionHandler(), Where, Into);
  const auto *Final = dyn_cast_or_null<Expr>(Coroutine.getFinalSuspendStmt());
  const auto *Await =
      Final ? dyn_cast<CoawaitExpr>(stripTransparent(Final)) : nullptr;
  if (!Await)
    return;
  addHiddenCalls(Await->getOperand(), Where, Into);
  addAwaitCalls(*Await, Where, Into);
}

void addHiddenCalls(const Stmt *S, SourceRange Where,
                    std::vector<ImplicitCall> &Into) {
  if (!S || isa<LambdaExpr, UnaryExprOrTypeTraitExpr, CXXNoexceptExpr,
                CXXTypeidExpr, RequiresExpr>(S))
    return;
  if (const auto *Argument = dyn_cast<CXXDefaultArgExpr>(S))
    return addHiddenCalls(Argument->getExpr(), Where, Into);
  if (const auto *Initialiser = dyn_cast<CXXDefaultInitExpr>(S))
    return addHiddenCalls(Initialiser->getExpr(), Where, Into);
  for (const Stmt *Child : S->children())
    addHiddenCalls(Child, Where, Into);
  if (isa<CallExpr, CXXConstructExpr>(S)) {
    if (std::optional<CallSite> Site = CallSite::of(cast<Expr>(S))) {
      Site->Loc = Where.getBegin();
      Into.push_back({std::move(*Site), Where});
    }
  } else if (const auto *Delete = dyn_cast<CXXDeleteExpr>(S)) {
    if (!Delete->isTypeDependent() && !Delete->getDestroyedType().isNull())
      addDestruction(Delete->getDestroyedType(), Where, Into);
  } else if (const auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(S)) {
    if (Temporary->getStorageDuration() == SD_FullExpression)
      addTemporaryEnd(Temporary->getType(), Where, Into);
  }
}

} // namespace cotidy
