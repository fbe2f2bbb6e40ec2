#include "model/HiddenCalls.h"
#include "model/ExprUtils.h"
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

void addAwaitCalls(const CoawaitExpr &Await, std::vector<ImplicitCall> &Into) {
  SourceRange Where = Await.getSourceRange();
  auto Add = [&](const Expr *E) {
    std::optional<CallSite> Site =
        isa<CallExpr>(E) ? CallSite::of(E) : std::nullopt;
    if (Site) {
      Site->Loc = Where.getBegin();
      Into.push_back({std::move(*Site), Where});
    }
  };
  // await_transform and operator co_await, around the operand.
  const Expr *Operand = stripTransparent(Await.getOperand());
  const Expr *E = stripTransparent(Await.getCommonExpr());
  while (E != Operand && isa<CallExpr>(E)) {
    Add(E);
    const auto *Call = cast<CallExpr>(E);
    const auto *Member = dyn_cast<CXXMemberCallExpr>(Call);
    bool OfObject = Member && Member->getNumArgs() == 0;
    if (!OfObject && Call->getNumArgs() == 0)
      break;
    E = stripTransparent(OfObject ? Member->getImplicitObjectArgument()
                                  : Call->getArg(0));
  }
  Add(stripTransparent(Await.getReadyExpr()));
  Add(stripTransparent(Await.getSuspendExpr()));
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
