#include "model/ScopeUses.h"
#include "clang/AST/ASTContext.h"

using namespace clang;

namespace cotidy {

const RuntimeType *scopeToJoin(QualType T, const Catalogue &Known) {
  const CXXRecordDecl *Class = T->getAsCXXRecordDecl();
  const RuntimeType *Type = Class ? Known.type(*Class) : nullptr;
  if (!Type || Type->Kind != TypeKind::Scope)
    return nullptr;
  return Type->Drop == DropEffect::Terminates || Type->Drop == DropEffect::Waits
             ? Type
             : nullptr;
}

static ScopeUse useByCall(const CallExpr &Call, bool AsObject,
                          const AsyncModel &Model) {
  std::optional<CallSite> Site = CallSite::of(&Call);
  if (!Site)
    return ScopeUse::Escape;
  auto Is = [&](RuntimeRole Role) {
    return Model.catalogue().function(*Site, Role, Model.context()) != nullptr;
  };
  // `co_await group` is a call of its operator underneath.
  if (Is(RuntimeRole::Join) ||
      Site->Callee->getOverloadedOperator() == OO_Coawait)
    return ScopeUse::Join;
  if (Is(RuntimeRole::Sink))
    return ScopeUse::Spawn;
  if (!AsObject)
    return ScopeUse::Escape;
  // A member that no pack knows and that one awaits may be another join.
  bool Awaitable =
      Model.awaitables().find(Call.getType()) && !Is(RuntimeRole::Combinator);
  return Awaitable ? ScopeUse::Escape : ScopeUse::Query;
}

ScopeUse useOfScope(const Expr &Ref, const CodeBody &Body,
                    const AsyncModel &Model) {
  const Stmt *Child = &Ref;
  const Stmt *Parent = Body.parents().getParent(Child);
  while (isa_and_nonnull<ImplicitCastExpr, ParenExpr, MaterializeTemporaryExpr>(
      Parent)) {
    Child = Parent;
    Parent = Body.parents().getParent(Parent);
  }
  if (const auto *Member = dyn_cast_or_null<MemberExpr>(Parent)) {
    const auto *Call = dyn_cast_or_null<CXXMemberCallExpr>(
        Body.parents().getParentIgnoreParens(Member));
    return Call ? useByCall(*Call, /*AsObject=*/true, Model) : ScopeUse::Escape;
  }
  if (isa_and_nonnull<CoawaitExpr>(Parent))
    return ScopeUse::Join;
  if (const auto *Call = dyn_cast_or_null<CallExpr>(Parent))
    return useByCall(*Call, /*AsObject=*/false, Model);
  return ScopeUse::Escape;
}

} // namespace cotidy
