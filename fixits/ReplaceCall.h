//===--- ReplaceCall.h - the target's operation for a call ------*- C++ -*-===//
//
// Before:  std::this_thread::sleep_for(wait);
// After:   co_await corun::sleep_for(wait);
//
// Before:  socket.read_some(buffer);
// After:   co_await socket.async_read_some(buffer, boost::asio::use_awaitable);
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_FIXITS_REPLACECALL_H
#define COTIDY_FIXITS_REPLACECALL_H

#include "fixits/Fix.h"
#include "model/AsyncModel.h"
#include <optional>

namespace cotidy {

/// Plans the counterpart that \p Target has for \p Call, which must stand in a
/// coroutine that can await the target's operations. Empty where the target
/// has none, where the place cannot do with what the await gives, allows no
/// await, or is a macro's.
std::optional<Fix> planReplaceCall(const BodyCall &Call,
                                   const FixTarget &Target,
                                   const AsyncModel &Model);

} // namespace cotidy

#endif // COTIDY_FIXITS_REPLACECALL_H
