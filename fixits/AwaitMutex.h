//===--- AwaitMutex.h - a mutex that coroutines wait for --------*- C++ -*-===//
//
// Before:  std::mutex mutex;              After:  corun::mutex mutex;
//          std::lock_guard lock(mutex);           auto lock =
//                                                     co_await mutex.lock();
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_FIXITS_AWAITMUTEX_H
#define COTIDY_FIXITS_AWAITMUTEX_H

#include "fixits/Fix.h"
#include "model/AsyncModel.h"
#include <optional>

namespace cotidy {

/// Plans the target's mutex in the place of the `std::mutex` that \p Mutex
/// names, a variable or member, and an await in the place of each guard of it.
/// Empty where anything but a guard (`lock_guard`, `scoped_lock`,
/// `unique_lock`) of a coroutine that the target serves names it, or that guard
/// is used for more than to be unlocked; where not all that name it can be told
/// (placesNaming()); and where a macro wrote a part.
std::optional<Fix> planAwaitedMutex(const clang::Expr &Mutex,
                                    const AsyncModel &Model);

} // namespace cotidy

#endif // COTIDY_FIXITS_AWAITMUTEX_H
