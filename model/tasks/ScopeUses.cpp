#include "model/tasks/ScopeUses.h"
#include "model/code/Mentions.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/StmtCXX.h"

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

LocalScope::LocalScope(const VarDecl &Var, const CodeBody &Body,
                       const AsyncModel &Model)
    : Var(Var), Body(Body), Model(Model) {
  forEachMention(*Body.Body, [&](const Mention &M) {
    if (M.Named != &Var)
      return;
    switch (M.Inside ? ScopeUse::Escape : useOfScope(*M.E, Body, Model)) {
    case ScopeUse::Spawn:
      Spawns.push_back(M.E);
      break;
    case ScopeUse::Join:
      Joins.push_back(M.E);
      break;
    case ScopeUse::Query:
      break;
    case ScopeUse::Escape:
      Escapes = true;
      break;
    }
  });
}

void LocalScope::walkUnjoined(
    const Expr &Spawn,
    llvm::function_ref<void(const SuspensionGraph::Step &)> Visit) const {
  const SuspensionGraph &Graph = Model.suspensions(Body);
  Graph.walkMarked(Graph.behind(Spawn),
                   [&](const SuspensionGraph::Step &At, bool &) {
                     if (At.S && llvm::is_contained(Joins, At.S))
                       return SuspensionGraph::Go::Stop;
                     Visit(At);
                     return At.Dies == &Var ? SuspensionGraph::Go::Stop
                                            : SuspensionGraph::Go::On;
                   });
}

bool LocalScope::isInTry(const Stmt &S) const {
  for (const Stmt *P = &S; P; P = Body.parents().getParent(P))
    if (isa<CXXTryStmt>(P))
      return true;
  return false;
}

std::optional<UnjoinedPath> LocalScope::unjoined() const {
  std::optional<UnjoinedPath> Result;
  for (const Expr *Spawn : Spawns) {
    const Stmt *Last = nullptr;
    walkUnjoined(*Spawn, [&](const SuspensionGraph::Step &At) {
      if (Result)
        return;
      // The ends of scopes follow the statement that leaves them.
      if (At.S)
        Last = At.S;
      bool Throws = isa_and_nonnull<CXXThrowExpr>(At.S) && !isInTry(*At.S);
      if (At.Dies == &Var || Throws)
        Result = UnjoinedPath{
            Spawn,
            isa_and_nonnull<ReturnStmt, CoreturnStmt, CXXThrowExpr>(Last)
                ? Last
                : nullptr,
            nullptr};
    });
  }
  return Result;
}

std::optional<UnjoinedPath> LocalScope::unjoinedIfAwaitThrows() const {
  std::optional<UnjoinedPath> Result;
  for (const Expr *Spawn : Spawns)
    walkUnjoined(*Spawn, [&](const SuspensionGraph::Step &At) {
      if (!Result && isa_and_nonnull<CoawaitExpr>(At.S) && !isInTry(*At.S))
        Result = UnjoinedPath{Spawn, nullptr, cast<Expr>(At.S)};
    });
  return Result;
}

} // namespace cotidy
