#include "model/HiddenCalls.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace cotidy {

void addDestruction(QualType T, SourceRange Where,
                    std::vector<ImplicitCall> &Into) {
  const CXXRecordDecl *Class =
      T->getBaseElementTypeUnsafe()->getAsCXXRecordDecl();
  if (!Class || !Class->hasDefinition() || Class->isDependentContext() ||
      Class->hasTrivialDestructor())
    return;
  const CXXDestructorDecl *Dtor = Class->getDestructor();
  const SourceManager &SM = Class->getASTContext().getSourceManager();
  if (!Dtor || SM.isInSystemHeader(Dtor->getLocation()))
    return;
  CallSite Site;
  Site.Callee = Dtor;
  Site.ReceiverClass = Class;
  Site.Loc = Where.getBegin();
  Into.push_back({std::move(Site), Where});
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
      addDestruction(Temporary->getType(), Where, Into);
  }
}

} // namespace cotidy
