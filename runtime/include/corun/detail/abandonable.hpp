#pragma once

#include <corun/error.hpp>
#include <corun/task.hpp>
#include <corun/thread_pool.hpp>

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace corun::detail {

// Runs a blocking function that nothing can interrupt on `pool`, and stops
// waiting for it when the await is cancelled (operation_aborted) or `limit` has
// come (errc::timed_out); the function then ends unheard. So `f` must own all
// it uses.
template <class F>
task<std::invoke_result_t<F &>>
abandonable(thread_pool &pool, F f, std::chrono::steady_clock::time_point limit,
            const char *where) {
  namespace asio = boost::asio;
  struct state {
    std::mutex mutex;
    std::optional<std::invoke_result_t<F &>> value;
    std::exception_ptr error;
    // Gone when nobody waits any more.
    std::shared_ptr<asio::steady_timer> waiting;
  };
  struct left {
    std::shared_ptr<state> s;
    ~left() {
      std::lock_guard lock(s->mutex);
      s->waiting.reset();
    }
  };
  const left scope{std::make_shared<state>()};
  const auto timer = std::make_shared<asio::steady_timer>(
      co_await asio::this_coro::executor, limit);
  scope.s->waiting = timer;
  asio::post(pool.get_executor(), [s = scope.s, f = std::move(f)]() mutable {
    std::optional<std::invoke_result_t<F &>> value;
    std::exception_ptr error;
    try {
      value.emplace(f());
    } catch (...) {
      error = std::current_exception();
    }
    std::lock_guard lock(s->mutex);
    s->value = std::move(value);
    s->error = error;
    if (s->waiting)
      asio::post(s->waiting->get_executor(), [t = s->waiting] {
        t->expires_at(std::chrono::steady_clock::time_point::min());
      });
  });
  boost::system::error_code ended;
  co_await timer->async_wait(asio::redirect_error(asio::use_awaitable, ended));
  std::optional<std::invoke_result_t<F &>> value;
  {
    std::lock_guard lock(scope.s->mutex);
    if (scope.s->error)
      std::rethrow_exception(scope.s->error);
    value = std::move(scope.s->value);
  }
  if (value)
    co_return std::move(*value);
  if (ended)
    throw_error(asio::error::operation_aborted, where);
  throw_error(errc::timed_out, where);
}

} // namespace corun::detail
