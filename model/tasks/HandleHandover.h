//===--- HandleHandover.h - awaiters that outlive their turn ----*- C++ -*-===//
//
// Once `await_suspend` has resumed its coroutine, or handed its handle to
// another thread, the awaiter may be gone: it stands in the coroutine's frame.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_TASKS_HANDLEHANDOVER_H
#define COTIDY_MODEL_TASKS_HANDLEHANDOVER_H

#include "model/AsyncModel.h"

namespace cotidy {

/// The coroutine's handle is given away, and the awaiter used afterwards.
struct Handover {
  enum Kind {
    Resumed,   ///< the coroutine runs at once
    Offloaded, ///< a thread has the handle and may resume it at any time
    Queued     ///< something that sounds like a queue has it
  };
  Kind How = Resumed;
  const clang::Expr *Call = nullptr; ///< gives the handle away
  const clang::Expr *Use = nullptr;  ///< of the awaiter, behind it on some path
};

/// The first in the member function \p AwaitSuspend. \p Queues: also where the
/// handle only goes to a queue.
std::optional<Handover> useAfterHandover(const CodeBody &AwaitSuspend,
                                         const AsyncModel &Model, bool Queues);

} // namespace cotidy

#endif // COTIDY_MODEL_TASKS_HANDLEHANDOVER_H
