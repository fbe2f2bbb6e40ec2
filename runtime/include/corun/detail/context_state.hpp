#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/execution/context.hpp>
#include <boost/asio/execution_context.hpp>
#include <boost/asio/query.hpp>
#include <boost/intrusive/list.hpp>

#include <atomic>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace corun::detail {

namespace asio = boost::asio;

using link = boost::intrusive::list_base_hook<>;

template <typename T>
using list =
    boost::intrusive::list<T, boost::intrusive::constant_time_size<false>>;

/// What corun keeps for each execution context: who is suspended outside of
/// Asio's own services, and what has been spawned.
///
/// A coroutine that waits in a mutex or channel is owned by no operation of
/// the context. Without this list it would leak when the context ends, or be
/// destroyed later, through an executor that is gone.
class context_state {
public:
  /// A suspended coroutine.
  class suspended : public link {
  public:
    /// The context ends: destroys the coroutine.
    virtual void abandon() noexcept = 0;

  protected:
    ~suspended() = default;
  };

  /// A spawned task that runs, or whose exception nobody has taken yet.
  class spawned : public link {
  public:
    virtual void request_cancel(asio::cancellation_type type) = 0;
    /// The exception that the task ended with, where nobody has taken it.
    virtual std::exception_ptr take_exception() noexcept = 0;
    /// False where it is being destroyed.
    virtual bool hold() noexcept = 0;
    virtual void drop() noexcept = 0;

  protected:
    ~spawned() = default;
  };

  /// Who gets the exception that no one can await any more.
  using exception_handler = std::function<void(std::exception_ptr)>;

  void add(suspended &it) {
    std::lock_guard lock(mutex_);
    suspended_.push_back(it);
  }

  /// Whether the caller may resume \p it; the context then stays until
  /// `resumed`. True for one caller only.
  bool claim(suspended &it) noexcept {
    std::lock_guard lock(mutex_);
    if (down_ || !it.is_linked())
      return false;
    suspended_.erase(suspended_.iterator_to(it));
    resuming_.fetch_add(1, std::memory_order_relaxed);
    return true;
  }

  void resumed() noexcept { resuming_.fetch_sub(1, std::memory_order_release); }

  /// Whether the context still takes functions; it then stays until `resumed`.
  bool enter() noexcept {
    std::lock_guard lock(mutex_);
    if (!down_)
      resuming_.fetch_add(1, std::memory_order_relaxed);
    return !down_;
  }

  /// False where whatever starts now must be cancelled at once.
  bool add(spawned &it) {
    std::lock_guard lock(mutex_);
    spawned_.push_back(it);
    return !closing_;
  }

  /// Cancels all spawned tasks, those that start later too.
  void close() {
    {
      std::lock_guard lock(mutex_);
      closing_ = true;
    }
    for_each_spawned(
        [](spawned &it) { it.request_cancel(asio::cancellation_type::all); });
  }

  void remove(spawned &it) noexcept {
    std::lock_guard lock(mutex_);
    if (it.is_linked())
      spawned_.erase(spawned_.iterator_to(it));
  }

  /// Calls \p use for each spawned task there is now, outside of the lock.
  template <typename Use> void for_each_spawned(Use use) {
    std::vector<spawned *> all;
    {
      std::lock_guard lock(mutex_);
      for (spawned &it : spawned_)
        if (it.hold())
          all.push_back(&it);
    }
    for (spawned *it : all) {
      use(*it);
      it->drop();
    }
  }

  exception_handler on_exception() const {
    std::lock_guard lock(mutex_);
    return on_exception_;
  }

  void on_exception(exception_handler handler) {
    std::lock_guard lock(mutex_);
    on_exception_ = std::move(handler);
  }

  /// Makes executors that run beside each other; empty outside of `run`.
  using executor_factory = std::function<asio::any_io_executor()>;

  executor_factory parallel() const {
    std::lock_guard lock(mutex_);
    return parallel_;
  }

  void parallel(executor_factory make) {
    std::lock_guard lock(mutex_);
    parallel_ = std::move(make);
  }

  void shutdown() noexcept {
    {
      std::lock_guard lock(mutex_);
      down_ = true;
      spawned_.clear();
      on_exception_ = nullptr;
      parallel_ = nullptr;
    }
    // Who has claimed one of our coroutines still posts to the context.
    while (resuming_.load(std::memory_order_acquire) != 0)
      std::this_thread::yield();
    while (suspended *orphan = take_suspended())
      orphan->abandon();
  }

private:
  suspended *take_suspended() noexcept {
    std::lock_guard lock(mutex_);
    if (suspended_.empty())
      return nullptr;
    suspended &it = suspended_.front();
    suspended_.pop_front();
    return &it;
  }

  mutable std::mutex mutex_;
  list<suspended> suspended_;
  list<spawned> spawned_;
  exception_handler on_exception_;
  executor_factory parallel_;
  bool closing_ = false;
  bool down_ = false;
  std::atomic<int> resuming_{0};
};

class context_service : public asio::execution_context::service {
public:
  using key_type = context_service;
  inline static asio::execution_context::id id;

  explicit context_service(asio::execution_context &context)
      : service(context), state_(std::make_shared<context_state>()) {}

  ~context_service() override { ++generation(); }

  /// \p context's state. Looked up once for each thread, as long as no
  /// context ends: another one may stand at its address then.
  static std::shared_ptr<context_state>
  state_of(asio::execution_context &context) {
    struct last {
      asio::execution_context *context = nullptr;
      unsigned long generation = 0;
      std::shared_ptr<context_state> state;
    };
    thread_local last known;
    const auto now = generation().load(std::memory_order_acquire);
    if (known.context != &context || known.generation != now)
      known = {&context, now,
               asio::use_service<context_service>(context).state_};
    return known.state;
  }

private:
  void shutdown() override { state_->shutdown(); }

  static std::atomic<unsigned long> &generation() noexcept {
    static std::atomic<unsigned long> ended{0};
    return ended;
  }

  std::shared_ptr<context_state> state_;
};

inline std::shared_ptr<context_state>
state_of(asio::execution_context &context) {
  return context_service::state_of(context);
}

inline std::shared_ptr<context_state>
state_of(const asio::any_io_executor &executor) {
  return state_of(asio::query(executor, asio::execution::context));
}

} // namespace corun::detail
