//===--- StartedTask.h - tasks handed over to run on their own --*- C++ -*-===//
#ifndef COTIDY_MODEL_TASKS_STARTEDTASK_H
#define COTIDY_MODEL_TASKS_STARTEDTASK_H

#include "model/AsyncModel.h"
#include <optional>

namespace cotidy {

/// When a coroutine begins to run.
enum class Start {
  OwnTime, ///< a lazy one later, an eager one in its call
  InPlace  ///< in the call that takes its task, up to its first suspension
};

/// A task that a call takes over, to run while its caller goes on.
struct StartedTask {
  const clang::Expr *Task = nullptr;
  /// What the catalogue says of the sink; null for one that the project wrote:
  /// a detached coroutine that awaits its parameter, a function that hands its
  /// parameter on.
  const RuntimeFunction *Sink = nullptr;
  /// The sink is a scope, which is joined before the tasks' arguments die.
  bool InScope = false;
  Start Begins = Start::OwnTime;
};

/// When \p Sink, which \p Call calls, lets the task run.
Start startBy(const RuntimeFunction &Sink, const CallSite &Call,
              const AsyncModel &Model);

/// The task that \p Call starts, if nothing of the call's result is left to
/// wait for.
std::optional<StartedTask> startedTask(const BodyCall &Call,
                                       const AsyncModel &Model);

} // namespace cotidy

#endif // COTIDY_MODEL_TASKS_STARTEDTASK_H
