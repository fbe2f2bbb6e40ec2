//===--- HandedClosure.h - lambdas that somebody keeps ----------*- C++ -*-===//
#ifndef COTIDY_MODEL_TASKS_HANDEDCLOSURE_H
#define COTIDY_MODEL_TASKS_HANDEDCLOSURE_H

#include "model/AsyncModel.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace cotidy {

/// A lambda that a body hands to something that runs it when the body may have
/// ended.
struct HandedClosure {
  enum Receiver {
    Loop,   ///< an event loop runs it later, or takes it over as a coroutine
    Thread, ///< a thread pool, or a thread that is detached
    Store,  ///< a member or global, by itself or in a container
    Caller  ///< it is returned, or the task is that waits for it
  };
  const clang::LambdaExpr *Lambda = nullptr;
  const CodeBody *Around = nullptr; ///< the body that hands it over
  Receiver To = Loop;
  /// What hands it over: a call, or the operand of a return statement.
  const clang::Expr *At = nullptr;
  /// The call for Loop and Thread.
  const BodyCall *Call = nullptr;
  /// Of Loop: whether the call runs the lambda before it returns, a coroutine
  /// up to its first suspension. Depends: on its executor.
  enum When { Later, Depends, InPlace };
  When Runs = Later;
};

/// Calls \p Visit for every such lambda. Left out: what is awaited
/// or waited for in place, what runs in place, parameters that say they do not
/// escape, and calls of functions that nobody knows.
void forEachHandedClosure(
    const AsyncModel &Model,
    llvm::function_ref<void(const HandedClosure &)> Visit);

} // namespace cotidy

#endif // COTIDY_MODEL_TASKS_HANDEDCLOSURE_H
