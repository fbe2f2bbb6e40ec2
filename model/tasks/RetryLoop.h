//===--- RetryLoop.h - loops that try until they succeed --------*- C++ -*-===//
#ifndef COTIDY_MODEL_TASKS_RETRYLOOP_H
#define COTIDY_MODEL_TASKS_RETRYLOOP_H

#include "model/AsyncModel.h"

namespace cotidy {

/// A loop that ends once an await succeeds and goes round when it fails.
struct RetryLoop {
  const clang::Expr *Attempt = nullptr; ///< the await
  /// The handler that lets the loop go on, or the test for success.
  const clang::Stmt *Failure = nullptr;
  /// It sleeps, or awaits something else, between two attempts.
  bool Paused = false;
};

/// How \p Loop, which stands in the coroutine \p Body, tries one operation
/// again; empty where it does anything else.
std::optional<RetryLoop> retryOf(const clang::Stmt &Loop, const CodeBody &Body,
                                 const AsyncModel &Model);

} // namespace cotidy

#endif // COTIDY_MODEL_TASKS_RETRYLOOP_H
