#pragma once

#include <corun/task.hpp>

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <type_traits>
#include <utility>

namespace corun::detail {

// What a blocking function left behind: a value, an exception, or nothing
// because it was cancelled before it began.
template <class R> struct offload_outcome {
  using stored = std::conditional_t<std::is_void_v<R>, bool, R>;
  std::optional<stored> value;
  std::exception_ptr error;

  template <class F> void run(F &f) {
    try {
      if constexpr (std::is_void_v<R>) {
        f();
        value.emplace(true);
      } else {
        value.emplace(f());
      }
    } catch (...) {
      error = std::current_exception();
    }
  }

  R take() {
    if (error)
      std::rethrow_exception(error);
    if (!value)
      throw boost::system::system_error(boost::asio::error::operation_aborted);
    if constexpr (!std::is_void_v<R>)
      return std::move(*value);
  }
};

// One blocking call on its way through a pool. The handler is owned here, so
// the awaiting frame, and with it every buffer the function uses, outlives the
// running function whatever happens to the executor that awaits it.
template <class F, class Interrupt, class Handler> class offload_job {
public:
  using result = std::invoke_result_t<F &>;
  using executor = boost::asio::associated_executor_t<Handler>;

  offload_job(F &f, Interrupt &interrupt, offload_outcome<result> &outcome,
              Handler handler)
      : function_(f), interrupt_(interrupt), outcome_(outcome),
        work_(boost::asio::get_associated_executor(handler)),
        handler_(std::move(handler)) {}

  void run() {
    {
      std::lock_guard lock(mutex_);
      if (phase_ == phase::dropped)
        return;
      phase_ = phase::running;
    }
    outcome_.run(function_);
    {
      std::lock_guard lock(mutex_);
      phase_ = phase::done;
    }
    complete();
  }

  void cancel(boost::asio::cancellation_type type) {
    using boost::asio::cancellation_type;
    {
      std::lock_guard lock(mutex_);
      // Total cancellation promises no side effect: too late once it runs.
      if (phase_ == phase::running && type != cancellation_type::total)
        interrupt_();
      if (phase_ != phase::queued)
        return;
      phase_ = phase::dropped;
    }
    complete();
  }

private:
  enum class phase { queued, running, done, dropped };

  void complete() {
    auto executor = work_.get_executor();
    boost::asio::post(executor, std::move(*handler_));
    handler_.reset();
    work_.reset();
  }

  std::mutex mutex_;
  phase phase_ = phase::queued;
  F &function_;
  Interrupt &interrupt_;
  offload_outcome<result> &outcome_;
  boost::asio::executor_work_guard<executor> work_;
  std::optional<Handler> handler_;
};

struct no_interrupt {
  void operator()() const noexcept {}
};

// Runs `f` on `pool` and resumes on the awaiting coroutine's executor with its
// result or exception. `f` may refer to the awaiting frame.
//
// Cancellation: a function that has not begun never runs, and the await ends
// at once with operation_aborted. For one that runs, `interrupt` is called (on
// the cancelling thread, under a lock that keeps the function's end away) and
// the await ends when the function does.
template <class Executor, class F, class Interrupt = no_interrupt>
task<std::invoke_result_t<F &>> offload(Executor pool, F f,
                                        Interrupt interrupt = {}) {
  offload_outcome<std::invoke_result_t<F &>> outcome;
  co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>,
                                       void()>(
      [&](auto handler) {
        using job_type = offload_job<F, Interrupt, decltype(handler)>;
        auto slot = boost::asio::get_associated_cancellation_slot(handler);
        auto job = std::make_shared<job_type>(f, interrupt, outcome,
                                              std::move(handler));
        if (slot.is_connected())
          slot.assign(
              [job](boost::asio::cancellation_type t) { job->cancel(t); });
        boost::asio::post(pool, [job] { job->run(); });
      },
      boost::asio::use_awaitable);
  co_return outcome.take();
}

} // namespace corun::detail
