#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <utility>

namespace corun::detail {

// Calls `on_expiry` on `executor`, which must be serial, when `wait` has
// passed, unless it is destroyed first. For timeouts inside an operation, where
// a race of two coroutines would cost more than the operation.
class deadline {
public:
  deadline(const boost::asio::any_io_executor &executor,
           std::chrono::steady_clock::duration wait,
           std::function<void()> on_expiry)
      : state_(std::make_shared<state>(std::move(on_expiry))),
        timer_(executor, wait) {
    timer_.async_wait([s = state_](boost::system::error_code error) {
      // Set first: on_expiry may end the operation.
      if (error || !s->on_expiry)
        return;
      s->expired = true;
      s->on_expiry();
    });
  }
  deadline(const deadline &) = delete;
  deadline &operator=(const deadline &) = delete;
  ~deadline() { state_->on_expiry = nullptr; }

  bool expired() const noexcept { return state_->expired; }

private:
  struct state {
    explicit state(std::function<void()> f) : on_expiry(std::move(f)) {}
    std::function<void()> on_expiry;
    bool expired = false;
  };
  std::shared_ptr<state> state_;
  boost::asio::steady_timer timer_;
};

} // namespace corun::detail
