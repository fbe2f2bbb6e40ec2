//===--- SwallowingHandler.h - cancellation that goes unheard ---*- C++ -*-===//
#ifndef COTIDY_MODEL_TASKS_SWALLOWINGHANDLER_H
#define COTIDY_MODEL_TASKS_SWALLOWINGHANDLER_H

#include "model/tasks/Cancellation.h"
#include "clang/AST/StmtCXX.h"
#include <vector>

namespace cotidy {

/// A handler that catches the cancellation of its coroutine, does not look at
/// it, and lets the coroutine go on.
struct SwallowingHandler {
  const clang::CXXCatchStmt *Handler = nullptr;
  const clang::Expr *Await = nullptr; ///< in the try block: what throws
  /// Where the coroutine goes on: in the next round of a loop, or at an await.
  const clang::Stmt *Loop = nullptr;
  const clang::Expr *Next = nullptr;
};

/// Those of the coroutine \p Body, which \p Rule cancels. Where cancellation
/// persists, the next await throws again, so that only loops count whose awaits
/// the handler all guards and that nothing else ends.
std::vector<SwallowingHandler> swallowingHandlers(const CodeBody &Body,
                                                  const CancellationRule &Rule,
                                                  const AsyncModel &Model);

} // namespace cotidy

#endif // COTIDY_MODEL_TASKS_SWALLOWINGHANDLER_H
