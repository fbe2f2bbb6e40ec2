//===--- TaskKeeper.h - who has a task when its call is over ----*- C++ -*-===//
//
// What becomes of a task in the full-expression that makes it: whether it ends
// there, or who has it from then on.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_TASKS_TASKKEEPER_H
#define COTIDY_MODEL_TASKS_TASKKEEPER_H

#include "model/tasks/StartedTask.h"

namespace cotidy {

enum class Keeper {
  Nobody,   ///< awaited, or waited for, in the full-expression that makes it
  Runtime,  ///< it runs on its own
  Scope,    ///< a scope, which somebody joins later
  Variable, ///< a local variable, by itself or in a container
  Member,   ///< a member, a global, a container in one
  Caller,   ///< it is returned
  Dropped,  ///< thrown away
  Unknown   ///< handed to code that may do anything with it
};

struct KeptTask {
  Keeper Who = Keeper::Unknown;
  const clang::VarDecl *Variable = nullptr; ///< of Keeper::Variable
  /// What hands it over: the call of the sink, the statement that returns it.
  const clang::Stmt *At = nullptr;
  Start Begins = Start::OwnTime;
  /// What the catalogue says of the call that started it; null where none did,
  /// or one of the project's own functions.
  const RuntimeFunction *Sink = nullptr;
};

/// Who has the value of \p Task, an expression of \p Body that makes a task, a
/// generator or an operation. Follows it through what gives the same task in
/// another form or an awaitable that ends with it: combinators, timeouts,
/// containers.
KeptTask keeperOf(const clang::Expr &Task, const CodeBody &Body,
                  const AsyncModel &Model);

/// Whether \p Body uses what is in \p Variable, which holds a task or tasks,
/// for more than to fill it or to ask something of it: where is the first of
/// those uses.
llvm::SmallVector<const clang::DeclRefExpr *, 4>
usesOfKept(const clang::VarDecl &Variable, const CodeBody &Body);

} // namespace cotidy

#endif // COTIDY_MODEL_TASKS_TASKKEEPER_H
