//===--- NarrowLock.h - give a lock back before an await --------*- C++ -*-===//
//
// Before:  std::lock_guard lock(mutex);    After:  {
//          ++count;                                  std::lock_guard
//          lock(mutex); co_await send();                          ++count;
//                                                  }
//                                                  co_await send();
//
// Before:  std::unique_lock lock(mutex);   After:  std::unique_lock
// lock(mutex);
//          ++count;                                ++count;
//          co_await send();                        lock.unlock();
//                                                  co_await send();
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_FIXITS_NARROWLOCK_H
#define COTIDY_FIXITS_NARROWLOCK_H

#include "fixits/Fix.h"
#include "model/AsyncModel.h"
#include <optional>

namespace cotidy {

/// Plans that \p Guard, a local variable of \p Body that is made locked, gives
/// its lock back before the statement of its block that \p FirstAwait stands
/// in. Empty where the part between the two touches nothing shared or names the
/// guard, where the rest of the block names the guard, what the part touches of
/// shared state, or a variable that it declares, and where a macro is involved.
std::optional<Fix> planNarrowLock(const clang::VarDecl &Guard,
                                  const clang::Stmt &FirstAwait,
                                  const CodeBody &Body,
                                  const AsyncModel &Model);

} // namespace cotidy

#endif // COTIDY_FIXITS_NARROWLOCK_H
