#pragma once

#include <corun/detail/offload.hpp>
#include <corun/sqlite.hpp>

#include <atomic>
#include <utility>

namespace corun::sqlite::detail {

/// Runs `f`, which gives a result code, on `executor`; a cancellation
/// interrupts `database`, and what it interrupted throws operation_aborted.
/// The interruption never hits another call: it happens only while `f` runs.
template <class Executor, class F>
task<int> interruptible(Executor executor, sqlite3 *database, const char *where,
                        F f) {
  bool interrupted = false;
  const int code = co_await corun::detail::offload(
      std::move(executor), std::move(f), [database, &interrupted] {
        interrupted = true;
        sqlite3_interrupt(database);
      });
  if (interrupted && (code & 0xff) == SQLITE_INTERRUPT)
    corun::detail::throw_error(boost::asio::error::operation_aborted, where);
  co_return code;
}

} // namespace corun::sqlite::detail
