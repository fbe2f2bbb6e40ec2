//===--- ScopeUses.h - what code does with a scope of tasks -----*- C++ -*-===//
#ifndef COTIDY_MODEL_TASKS_SCOPEUSES_H
#define COTIDY_MODEL_TASKS_SCOPEUSES_H

#include "model/AsyncModel.h"

namespace cotidy {

/// The pack's entry of the class of \p T if it is a scope, nursery, group or
/// gate that must be joined before it is destroyed; null otherwise.
const RuntimeType *scopeToJoin(clang::QualType T, const Catalogue &Known);

enum class ScopeUse {
  Spawn, ///< a task is put into the scope
  Join,  ///< its tasks are waited for
  Query, ///< anything else that neither fills nor empties it
  Escape ///< other code can join it
};

/// What the reference \p Ref to a scope, which stands in \p Body, is for.
ScopeUse useOfScope(const clang::Expr &Ref, const CodeBody &Body,
                    const AsyncModel &Model);

/// Where a scope is destroyed unjoined, and the spawn before that.
struct UnjoinedPath {
  const clang::Expr *Spawn = nullptr;
  /// The statement that leaves; null: the scope's block ends, or \c Await
  const clang::Stmt *Leave = nullptr;
  const clang::Expr *Await = nullptr; ///< an await that leaves if it throws
};

/// The uses of a scope that is a local variable of a body.
class LocalScope {
public:
  LocalScope(const clang::VarDecl &Var, const CodeBody &Body,
             const AsyncModel &Model);

  /// Whether it gets a task, and nothing but this body can join it.
  bool isJoinedHere() const { return !Escapes && !Spawns.empty(); }

  /// A path from a spawn to the scope's end without a join.
  std::optional<UnjoinedPath> unjoined() const;

  /// The same, over an await that throws what nothing around it catches.
  std::optional<UnjoinedPath> unjoinedIfAwaitThrows() const;

private:
  /// Calls \p Visit for each step from \p Spawn on until the scope is joined.
  void walkUnjoined(
      const clang::Expr &Spawn,
      llvm::function_ref<void(const SuspensionGraph::Step &)> Visit) const;
  bool isInTry(const clang::Stmt &S) const;

  const clang::VarDecl &Var;
  const CodeBody &Body;
  const AsyncModel &Model;
  llvm::SmallVector<const clang::Expr *, 4> Spawns, Joins;
  bool Escapes = false;
};

} // namespace cotidy

#endif // COTIDY_MODEL_TASKS_SCOPEUSES_H
