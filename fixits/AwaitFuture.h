//===--- AwaitFuture.h - await what a future is waited for ------*- C++ -*-===//
//
// Before:  asio::co_spawn(pool, render(), asio::use_future).get();
// After:   co_await asio::co_spawn(pool, render(), boost::asio::use_awaitable);
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_FIXITS_AWAITFUTURE_H
#define COTIDY_FIXITS_AWAITFUTURE_H

#include "fixits/Fix.h"
#include "model/AsyncModel.h"
#include <optional>

namespace cotidy {

/// Plans an await in the place of \p Wait, a call of a member function without
/// arguments (`get`, `wait`) on the future that an operation gives for a
/// completion token of \p Target's. Empty for anything else, and where the
/// place allows no await or is a macro's.
std::optional<Fix> planAwaitFuture(const BodyCall &Wait,
                                   const FixTarget &Target,
                                   const AsyncModel &Model);

} // namespace cotidy

#endif // COTIDY_FIXITS_AWAITFUTURE_H
