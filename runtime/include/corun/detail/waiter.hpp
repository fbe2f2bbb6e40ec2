#pragma once

#include <corun/detail/context_state.hpp>
#include <corun/detail/recycled.hpp>

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/execution/blocking.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/require.hpp>
#include <boost/asio/system_executor.hpp>
#include <boost/intrusive/list.hpp>
#include <boost/smart_ptr/intrusive_ptr.hpp>

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace corun::detail {

struct queue_tag;
using queue_link =
    boost::intrusive::list_base_hook<boost::intrusive::tag<queue_tag>>;

/// One suspension of one coroutine that waits for a `Result`. It ends once:
/// who gets true from `claim` must call `complete`.
template <typename Result>
class waiter : public context_state::suspended, public queue_link {
public:
  bool claim() noexcept { return context_->claim(*this); }

  /// Posts the coroutine's resumption to its executor. The caller may hold no
  /// lock that a destructor of \p result takes: a context that ends destroys
  /// the resumption, and the result in it, instead of running it.
  virtual void complete(Result result) = 0;

  bool is_queued() const noexcept { return queue_link::is_linked(); }

  /// What the owner of the queue notes about it: a weight, or an address.
  std::uintptr_t note = 0;

  friend void intrusive_ptr_add_ref(waiter *it) noexcept {
    it->references_.fetch_add(1, std::memory_order_relaxed);
  }
  friend void intrusive_ptr_release(waiter *it) noexcept {
    if (it->references_.fetch_sub(1, std::memory_order_acq_rel) == 1)
      it->destroy();
  }

protected:
  explicit waiter(std::shared_ptr<context_state> context)
      : context_(std::move(context)) {}
  ~waiter() = default;

  virtual void destroy() noexcept = 0;

  std::shared_ptr<context_state> context_;

private:
  // That of who made it, and its own until the wait ends.
  std::atomic<int> references_{2};
};

template <typename Result>
using waiter_ptr = boost::intrusive_ptr<waiter<Result>>;

struct no_guard {};

template <typename Result, typename Handler, typename Guard = no_guard>
class waiter_of final : public waiter<Result>,
                        public recycled<waiter_of<Result, Handler, Guard>> {
public:
  template <typename H>
  static waiter_ptr<Result> make(H &&handler, Guard guard = {}) {
    asio::any_io_executor executor(asio::get_associated_executor(handler));
    return waiter_ptr<Result>(new waiter_of(std::move(executor),
                                            std::forward<H>(handler),
                                            std::move(guard)),
                              false);
  }

  void complete(Result result) override {
    // The function may run, and this object end, before the call returns.
    const auto self = waiter_ptr<Result>(this, false);
    const auto executor = std::move(executor_);
    executor.execute([handler = *std::exchange(handler_, std::nullopt),
                      result = std::move(result)]() mutable {
      std::move(handler)(std::move(result));
    });
    this->context_->resumed();
  }

private:
  template <typename H>
  waiter_of(asio::any_io_executor executor, H &&handler, Guard guard)
      : waiter<Result>(state_of(executor)),
        executor_(asio::prefer(
            asio::require(std::move(executor), asio::execution::blocking.never),
            asio::execution::outstanding_work.tracked)),
        handler_(std::forward<H>(handler)), guard_(std::move(guard)) {
    this->context_->add(*this);
  }

  void abandon() noexcept override {
    guard_.reset();
    {
      auto handler = std::exchange(handler_, std::nullopt);
      executor_ = asio::any_io_executor();
    }
    intrusive_ptr_release(this);
  }

  void destroy() noexcept override { delete this; }

  /// Keeps the context running, and posts: asked for once, while nobody waits
  /// for the resumption.
  asio::any_io_executor executor_;
  std::optional<Handler> handler_;
  std::optional<Guard> guard_;
};

/// The asynchronous operation `void(Result)` that suspends the caller.
///
/// \param start gets the waiter; it completes it or leaves it to another.
/// \param cancel gets the waiter and the cancellation's type. It must claim the
///   waiter before it touches anything that only a suspended caller keeps
///   alive.
/// \param guard destroyed before the caller, where its context ends.
template <typename Result, typename Start, typename Cancel,
          typename Guard = no_guard>
auto async_suspend(Start start, Cancel cancel, Guard guard = {}) {
  return asio::async_initiate<const asio::deferred_t, void(Result)>(
      [](auto &&handler, Start start, Cancel cancel, Guard guard) {
        using handler_type = std::decay_t<decltype(handler)>;
        auto slot = asio::get_associated_cancellation_slot(handler);
        auto it = waiter_of<Result, handler_type, Guard>::make(
            std::forward<decltype(handler)>(handler), std::move(guard));
        if (slot.is_connected())
          slot.assign([it, cancel](asio::cancellation_type type) mutable {
            if (type != asio::cancellation_type::none)
              cancel(it, type);
          });
        start(std::move(it));
      },
      asio::deferred, std::move(start), std::move(cancel), std::move(guard));
}

/// Waiters in the order they came. The owner's mutex guards it.
template <typename Result> class waiter_queue {
public:
  waiter_queue() = default;
  waiter_queue(const waiter_queue &) = delete;
  waiter_queue &operator=(const waiter_queue &) = delete;

  /// Those still here belong to contexts that have ended.
  ~waiter_queue() {
    while (!queue_.empty())
      pop();
  }

  bool empty() const noexcept { return queue_.empty(); }

  waiter<Result> &front() noexcept { return queue_.front(); }

  void push(waiter_ptr<Result> it) noexcept {
    queue_.push_back(*it);
    it.detach();
  }

  waiter_ptr<Result> pop() noexcept {
    waiter<Result> &it = queue_.front();
    queue_.pop_front();
    return waiter_ptr<Result>(&it, false);
  }

  /// Takes \p it out, where it is still in.
  bool remove(waiter<Result> &it) noexcept {
    if (!it.is_queued())
      return false;
    queue_.erase(queue_.iterator_to(it));
    intrusive_ptr_release(&it);
    return true;
  }

  /// Ends the wait of all; each gets a copy of \p result.
  void complete_all(const Result &result) {
    while (!empty())
      pop()->complete(result);
  }

  /// Moves all that still wait to \p claimed, claimed.
  void claim_all(waiter_queue &claimed) noexcept {
    while (auto it = claim_first())
      claimed.push(std::move(it));
  }

  /// The first that still waits, claimed; nothing where there is none.
  waiter_ptr<Result> claim_first() noexcept {
    while (!queue_.empty())
      if (auto it = pop(); it->claim())
        return it;
    return nullptr;
  }

private:
  boost::intrusive::list<waiter<Result>,
                         boost::intrusive::base_hook<queue_link>,
                         boost::intrusive::constant_time_size<false>>
      queue_;
};

} // namespace corun::detail
