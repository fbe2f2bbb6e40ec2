#pragma once

#include <corun/detail/spawn_state.hpp>
#include <corun/detail/waiter.hpp>
#include <corun/error.hpp>
#include <corun/event.hpp>
#include <corun/spawn.hpp>
#include <corun/task.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>

#include <cstddef>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <type_traits>
#include <utility>
#include <vector>

namespace corun {

/// Runs tasks, so many beside each other at most. The others wait for a worker:
/// those with the higher priority first, those of the same in the order they
/// came. A worker is no thread, but the leave to run; tasks run on the
/// executors of those who brought them.
///
/// While there is always one with a higher priority, others wait for ever.
///
/// Thread safety: every member may be called from any thread and executor. It
/// must outlive its tasks; `join` waits for them.
///
/// \code
/// corun::runner runner(4);
/// auto answer = []() -> corun::task<int> { co_return 42; };
/// int urgent = co_await runner.run(10, answer);
/// \endcode
class runner {
  template <typename Fn>
  using result = typename std::invoke_result_t<Fn &>::value_type;

public:
  /// \param workers tasks that run at a time, above zero. Errors:
  ///   `errc::invalid_argument` for none.
  explicit runner(std::size_t workers)
      : workers_((detail::require(workers > 0,
                                  "corun::runner: the number of workers is "
                                  "zero"),
                  workers)),
        free_(workers) {}
  runner(const runner &) = delete;
  runner &operator=(const runner &) = delete;

  /// Waits for a worker, then calls \p fn and awaits its task.
  ///
  /// \param priority higher numbers go first; any number.
  /// \param fn a function `task<R>()`, called on the caller's executor.
  /// Completion: the result of the task, on the caller's executor. Errors: the
  /// exceptions of \p fn are rethrown; `operation_aborted` when cancelled, here
  /// or by `cancel`. Cancellation: while it waits, \p fn is not called; later
  /// on it goes to the task, whose end is waited for. No worker is lost.
  ///
  /// \code
  /// corun::runner runner(2);
  /// co_await runner.run(0, corun::yield);
  /// \endcode
  template <typename Fn> task<result<Fn>> run(int priority, Fn fn) {
    const auto executor = co_await asio::this_coro::executor;
    auto started = submit(executor, priority, std::move(fn));
    co_return co_await started.join();
  }

  /// As `run`, beside the caller.
  ///
  /// \param executor where \p fn is called and its task runs; serial, as for
  ///   `spawn`.
  /// Completion: the handle, at once. Where there is a free worker, the task
  /// may begin before, as with `spawn`. Errors: what the task throws goes where
  /// `spawn` says. Cancellation: that of the handle, or `cancel`.
  ///
  /// \code
  /// corun::runner runner(2);
  /// auto executor = co_await boost::asio::this_coro::executor;
  /// auto first = runner.submit(executor, 0, corun::yield);
  /// auto second = runner.submit(executor, 1, corun::yield);
  /// co_await first.join();
  /// co_await runner.join();
  /// \endcode
  template <typename Fn>
  spawned<result<Fn>> submit(const asio::any_io_executor &executor,
                             int priority, Fn fn) {
    auto state = detail::spawn_state<result<Fn>>::make(executor);
    state->start(
        work(std::make_unique<call>(*this, state), priority, std::move(fn)));
    return spawned<result<Fn>>(std::move(state));
  }

  /// Waits until no task runs or waits for a worker, whoever brought it.
  ///
  /// Completion: on the caller's executor; at once, without a suspension, where
  /// there is none. Errors: `operation_aborted` when cancelled. Cancellation:
  /// terminal, partial and total end the wait; the tasks go on.
  ///
  /// \code
  /// corun::runner runner(2);
  /// co_await runner.join();
  /// \endcode
  task<> join() { return idle_.wait(); }

  /// Asks all tasks that there are now to end, those that wait for a worker
  /// too. Those brought later run as ever.
  ///
  /// \code
  /// corun::runner runner(2);
  /// runner.cancel();
  /// co_await runner.join();
  /// \endcode
  void cancel() {
    std::vector<task_ptr> all;
    {
      std::lock_guard lock(mutex_);
      all.assign(tasks_.begin(), tasks_.end());
    }
    for (const auto &each : all)
      each->request_cancel(asio::cancellation_type::all);
  }

  std::size_t workers() const noexcept { return workers_; }

  /// Tasks that have a worker now.
  std::size_t running() const {
    std::lock_guard lock(mutex_);
    return workers_ - free_;
  }

  /// Tasks that have none yet.
  ///
  /// \code
  /// corun::runner runner(4);
  /// std::cout << runner.running() << " of " << runner.workers() << " work, "
  ///           << runner.waiting() << " tasks wait\n";
  /// \endcode
  std::size_t waiting() const {
    std::lock_guard lock(mutex_);
    return tasks_.size() - (workers_ - free_);
  }

private:
  using task_ptr = boost::intrusive_ptr<detail::spawn_base>;

  /// A task's place in the list of all, until its frame is gone.
  class call {
  public:
    call(runner &owner, task_ptr it) : owner_(owner) {
      std::lock_guard lock(owner.mutex_);
      place_ = owner.tasks_.insert(owner.tasks_.end(), std::move(it));
      owner.idle_.reset();
    }
    call(const call &) = delete;
    call &operator=(const call &) = delete;
    ~call() {
      task_ptr last;
      std::lock_guard lock(owner_.mutex_);
      last = std::move(*place_);
      owner_.tasks_.erase(place_);
      // With the lock held: another task may come, and reset it.
      if (owner_.tasks_.empty())
        owner_.idle_.set();
    }

  private:
    runner &owner_;
    std::list<task_ptr>::iterator place_;
  };

  /// The leave to run.
  class [[nodiscard]] worker {
  public:
    explicit worker(runner *owner = nullptr) noexcept : owner_(owner) {}
    worker(worker &&other) noexcept
        : owner_(std::exchange(other.owner_, nullptr)) {}
    worker &operator=(worker &&) = delete;
    ~worker() {
      if (owner_)
        owner_->leave();
    }

    explicit operator bool() const noexcept { return owner_; }

  private:
    runner *owner_;
  };

  using queue = detail::waiter_queue<worker>;
  using waiter_ptr = detail::waiter_ptr<worker>;

  template <typename Fn>
  task<result<Fn>> work([[maybe_unused]] std::unique_ptr<call> listed,
                        int priority, Fn fn) {
    const worker mine = co_await enter(priority);
    co_return co_await std::invoke(fn);
  }

  task<worker> enter(int priority) {
    if (try_enter())
      co_return worker(this);
    auto mine = co_await detail::async_suspend<worker>(
        [this, priority](waiter_ptr it) { wait(priority, std::move(it)); },
        [this, priority](const waiter_ptr &it, auto) {
          if (it->claim())
            abort(priority, *it);
        });
    if (!mine)
      detail::throw_error(asio::error::operation_aborted, "corun::runner::run");
    co_return mine;
  }

  bool try_enter() {
    std::lock_guard lock(mutex_);
    if (free_ == 0)
      return false;
    --free_;
    return true;
  }

  void wait(int priority, waiter_ptr it) {
    queue granted;
    {
      std::lock_guard lock(mutex_);
      waiting_[priority].push(std::move(it));
      grant(granted);
    }
    complete(granted);
  }

  void abort(int priority, detail::waiter<worker> &it) {
    {
      std::lock_guard lock(mutex_);
      if (const auto its = waiting_.find(priority); its != waiting_.end()) {
        its->second.remove(it);
        if (its->second.empty())
          waiting_.erase(its);
      }
    }
    it.complete(worker());
  }

  void leave() {
    queue granted;
    {
      std::lock_guard lock(mutex_);
      ++free_;
      grant(granted);
    }
    complete(granted);
  }

  void grant(queue &granted) noexcept {
    while (free_ > 0 && !waiting_.empty()) {
      const auto first = waiting_.begin();
      if (auto it = first->second.claim_first()) {
        --free_;
        granted.push(std::move(it));
      }
      if (first->second.empty())
        waiting_.erase(first);
    }
  }

  void complete(queue &granted) {
    while (!granted.empty())
      granted.pop()->complete(worker(this));
  }

  const std::size_t workers_;
  mutable std::mutex mutex_;
  std::size_t free_;
  std::map<int, queue, std::greater<>> waiting_;
  std::list<task_ptr> tasks_;
  event idle_{true};
};

} // namespace corun
