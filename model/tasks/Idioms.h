//===--- Idioms.h - what a runtime has for a purpose ------------*- C++ -*-===//
#ifndef COTIDY_MODEL_TASKS_IDIOMS_H
#define COTIDY_MODEL_TASKS_IDIOMS_H

#include "model/AsyncModel.h"

namespace cotidy {

/// The name of what serves \p Purpose (`timeout`, `retry`, `gather`, ...) in
/// the runtime of the coroutine \p Body: the runtime's own where its pack names
/// one, otherwise \p Default.
std::string idiomFor(const CodeBody &Body, llvm::StringRef Purpose,
                     llvm::StringRef Default, const AsyncModel &Model);

} // namespace cotidy

#endif // COTIDY_MODEL_TASKS_IDIOMS_H
