#pragma once

#include <corun/detail/waiter.hpp>
#include <corun/error.hpp>
#include <corun/task.hpp>

#include <boost/asio/error.hpp>

#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <type_traits>
#include <utility>

namespace corun {

/// Hands items from coroutines to coroutines, in their order. Who sends to a
/// full channel or receives from an empty one is suspended, never its thread.
///
/// Fair: senders and receivers are served in the order they came.
///
/// Thread safety: every member may be called from any thread and executor, by
/// any number of senders and receivers. It must outlive those who wait.
///
/// \code
/// corun::channel<int> numbers(8);
/// co_await numbers.send(1);
/// numbers.close();
/// while (auto number = co_await numbers.next())
///   std::cout << *number << '\n';
/// \endcode
template <typename T> class channel {
  static_assert(std::is_nothrow_move_constructible_v<T>,
                "an item may not be lost on its way: moving it must not throw");

public:
  using value_type = T;

  /// \param capacity items that are kept while nobody receives. With zero,
  ///   each `send` waits for its receiver.
  explicit channel(std::size_t capacity) noexcept : capacity_(capacity) {}
  channel(const channel &) = delete;
  channel &operator=(const channel &) = delete;

  /// Items that are kept while nobody receives.
  std::size_t capacity() const noexcept { return capacity_; }

  /// Items that are kept now.
  std::size_t size() const {
    std::lock_guard lock(mutex_);
    return items_.size();
  }

  /// Whether nothing can be sent any more.
  ///
  /// \code
  /// corun::channel<int> numbers(8);
  /// bool full = numbers.size() == numbers.capacity();
  /// bool ended = numbers.is_closed();
  /// \endcode
  bool is_closed() const {
    std::lock_guard lock(mutex_);
    return closed_;
  }

  /// Hands \p item over, once there is room for it.
  ///
  /// Completion: on the caller's executor; at once, without a suspension,
  /// where there is room or a receiver. Errors: `errc::closed` where the
  /// channel is or gets closed; `operation_aborted` when cancelled; either
  /// way the item has not been sent. Cancellation: terminal, partial and total
  /// end the wait.
  ///
  /// \code
  /// corun::channel<std::string> lines(1);
  /// co_await lines.send("first");
  /// \endcode
  task<> send(T item) {
    auto result = offer(item);
    if (result == status::none)
      result = co_await detail::async_suspend<status>(
          [this, &item](sender_ptr it) { start(std::move(it), item); },
          [this](const sender_ptr &it, auto) {
            if (it->claim())
              abort(senders_, *it, status::aborted);
          });
    check(result, "corun::channel::send");
  }

  /// Hands \p item over where `send` would not suspend. False where there is
  /// no room or the channel is closed; \p item then is unchanged.
  ///
  /// \code
  /// corun::channel<int> numbers(1);
  /// bool sent = numbers.try_send(1);
  /// \endcode
  bool try_send(T &&item) { return offer(item) == status::done; }
  bool try_send(const T &item) {
    T copy(item);
    return offer(copy) == status::done;
  }

  /// Takes the next item.
  ///
  /// Completion: the item, on the caller's executor; at once, without a
  /// suspension, where there is one. Errors: `errc::closed` where the channel
  /// is closed and empty; `operation_aborted` when cancelled. Cancellation:
  /// terminal, partial and total end the wait; no item is lost.
  ///
  /// \code
  /// corun::channel<int> numbers(1);
  /// co_await numbers.send(1);
  /// int number = co_await numbers.receive();
  /// \endcode
  task<T> receive() {
    auto taken = co_await take();
    check(taken.how, "corun::channel::receive");
    co_return std::move(*taken.item);
  }

  /// As `receive`, but nothing where the channel is closed and empty.
  ///
  /// \code
  /// corun::channel<int> numbers(1);
  /// numbers.close();
  /// while (auto number = co_await numbers.next())
  ///   std::cout << *number << '\n';
  /// \endcode
  task<std::optional<T>> next() {
    auto taken = co_await take();
    if (taken.how == status::aborted)
      check(taken.how, "corun::channel::next");
    co_return std::move(taken.item);
  }

  /// Takes the next item where there is one.
  ///
  /// \code
  /// corun::channel<int> numbers(1);
  /// if (auto number = numbers.try_receive())
  ///   std::cout << *number << '\n';
  /// \endcode
  std::optional<T> try_receive() { return poll().item; }

  /// Ends the channel: who waits to send or receive, or will, gets
  /// `errc::closed`. Items that are kept can still be received.
  void close() {
    detail::waiter_queue<status> senders;
    detail::waiter_queue<received> receivers;
    {
      std::lock_guard lock(mutex_);
      closed_ = true;
      senders_.claim_all(senders);
      receivers_.claim_all(receivers);
    }
    senders.complete_all(status::closed);
    while (!receivers.empty())
      receivers.pop()->complete(received{status::closed, std::nullopt});
  }

private:
  enum class status { none, done, closed, aborted };

  struct received {
    status how = status::none;
    std::optional<T> item;
  };

  using sender_ptr = detail::waiter_ptr<status>;
  using receiver_ptr = detail::waiter_ptr<received>;

  static void check(status how, const char *where) {
    if (how == status::closed)
      detail::throw_error(errc::closed, where);
    if (how == status::aborted)
      detail::throw_error(asio::error::operation_aborted, where);
  }

  /// Moves \p item out where it finds room. With the lock held; \p receiver,
  /// where one gets the item, is completed after its release.
  status offer_locked(T &item, receiver_ptr &receiver) {
    if (closed_)
      return status::closed;
    if ((receiver = receivers_.claim_first()))
      return status::done;
    if (items_.size() >= capacity_)
      return status::none;
    items_.push_back(std::move(item));
    return status::done;
  }

  status offer(T &item) {
    receiver_ptr receiver;
    status result;
    {
      std::lock_guard lock(mutex_);
      result = offer_locked(item, receiver);
    }
    if (receiver)
      receiver->complete(received{status::done, std::move(item)});
    return result;
  }

  void start(sender_ptr it, T &item) {
    receiver_ptr receiver;
    status result;
    {
      std::lock_guard lock(mutex_);
      result = offer_locked(item, receiver);
      if (result == status::none) {
        it->note = reinterpret_cast<std::uintptr_t>(&item);
        senders_.push(std::move(it));
        return;
      }
    }
    if (receiver)
      receiver->complete(received{status::done, std::move(item)});
    if (it->claim())
      it->complete(result);
  }

  /// With the lock held; \p sender, whose item has moved up, is completed
  /// after its release.
  received poll_locked(sender_ptr &sender) {
    received result;
    if (!items_.empty()) {
      result = {status::done, std::move(items_.front())};
      items_.pop_front();
      if ((sender = senders_.claim_first()))
        items_.push_back(std::move(item_of(*sender)));
    } else if ((sender = senders_.claim_first())) {
      result = {status::done, std::move(item_of(*sender))};
    } else if (closed_) {
      result.how = status::closed;
    }
    return result;
  }

  /// The item of a suspended sender, in its frame.
  static T &item_of(detail::waiter<status> &sender) noexcept {
    return *reinterpret_cast<T *>(sender.note);
  }

  received poll() {
    sender_ptr sender;
    received result;
    {
      std::lock_guard lock(mutex_);
      result = poll_locked(sender);
    }
    if (sender)
      sender->complete(status::done);
    return result;
  }

  task<received> take() {
    auto result = poll();
    if (result.how != status::none)
      co_return result;
    co_return co_await detail::async_suspend<received>(
        [this](receiver_ptr it) { start(std::move(it)); },
        [this](const receiver_ptr &it, auto) {
          if (it->claim())
            abort(receivers_, *it, received{status::aborted, std::nullopt});
        });
  }

  void start(receiver_ptr it) {
    sender_ptr sender;
    received result;
    {
      std::lock_guard lock(mutex_);
      result = poll_locked(sender);
      if (result.how == status::none) {
        receivers_.push(std::move(it));
        return;
      }
    }
    if (sender)
      sender->complete(status::done);
    if (it->claim())
      it->complete(std::move(result));
  }

  template <typename Result>
  void abort(detail::waiter_queue<Result> &queue, detail::waiter<Result> &it,
             Result result) {
    {
      std::lock_guard lock(mutex_);
      queue.remove(it);
    }
    it.complete(std::move(result));
  }

  mutable std::mutex mutex_;
  const std::size_t capacity_;
  bool closed_ = false;
  std::deque<T> items_;
  detail::waiter_queue<status> senders_;
  detail::waiter_queue<received> receivers_;
};

} // namespace corun
