//===--- LoopGuards.h - conditions that no loop gets past -------*- C++ -*-===//
#ifndef COTIDY_MODEL_BLOCKING_LOOPGUARDS_H
#define COTIDY_MODEL_BLOCKING_LOOPGUARDS_H

#include "model/code/CodeBody.h"

namespace cotidy {

/// Whether a condition around \p Call says that no loop runs it: the code has
/// asked for its thread, `if (ex.running_in_this_thread()) post(..); else
/// wait();`, or it is what a forked child does, `if (fork() == 0) wait();`.
bool isElsewhere(const BodyCall &Call);

} // namespace cotidy

#endif // COTIDY_MODEL_BLOCKING_LOOPGUARDS_H
