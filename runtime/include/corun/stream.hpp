#pragma once

#include <corun/detail/stream_source.hpp>
#include <corun/detail/stream_stages.hpp>
#include <corun/error.hpp>
#include <corun/scope.hpp>
#include <corun/task.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <ranges>
#include <type_traits>
#include <utility>
#include <vector>

namespace corun {

/// Items that arrive one after the other, and what is to be done with each.
/// Lazy: nothing happens before `for_each` or `collect` is awaited, and then no
/// item is asked for before it is needed, but by `buffered`.
///
/// Each function takes the stream over, and so is called on a temporary one or
/// a moved one. What a stream starts ends before the `for_each` or `collect`
/// does. The functions given may return their result or a `task` of it; they
/// may refer to the caller's variables. Where none of them ever suspends, the
/// stream holds the loop until its end.
///
/// Errors: the first exception of a source or function, in the order of the
/// items, ends the stream and is rethrown by `for_each` or `collect`;
/// `errc::invalid_argument` for a stream that has been taken over. Thread
/// safety: everything runs on the executor of who awaits the end.
///
/// \code
/// std::vector<int> ids = {1, 2, 3, 4, 5};
/// auto load = [](int id) -> corun::task<std::string> {
///   co_return std::to_string(id);
/// };
/// std::vector<std::string> loaded = co_await corun::stream_from(ids)
///     .filter([](int id) { return id != 3; })
///     .map(load)
///     .buffered(2)
///     .collect();
/// \endcode
template <typename T> class [[nodiscard]] stream {
  static_assert(std::is_object_v<T> && std::is_move_constructible_v<T>,
                "a stream's items are objects that can be moved");

public:
  using value_type = T;

  /// For sources: `stream_from` makes streams.
  explicit stream(detail::source_ptr<T> source) noexcept
      : source_(std::move(source)) {}

  /// Makes another item of each one.
  ///
  /// \param fn a function `U(T)` or `task<U>(T)`; with a task, the next item
  ///   is asked for when it has ended, unless `buffered` follows.
  ///
  /// \code
  /// auto half = [](int n) { return n / 2.0; };
  /// auto halves = corun::stream_from(std::vector{1, 2, 3}).map(half);
  /// \endcode
  template <typename Fn> stream<detail::call_result<Fn, T>> map(Fn fn) && {
    using mapped = detail::map_source<T, Fn>;
    return stream<detail::call_result<Fn, T>>(
        std::make_unique<mapped>(source(), std::move(fn)));
  }

  /// Lets through what \p fn says true to.
  ///
  /// \param fn a function `bool(const T &)` or `task<bool>(const T &)`.
  ///
  /// \code
  /// auto odd = [](int n) { return n % 2 != 0; };
  /// auto odds = corun::stream_from(std::vector{1, 2, 3}).filter(odd);
  /// \endcode
  template <typename Fn> stream filter(Fn fn) && {
    using filtered = detail::filter_source<T, Fn>;
    return stream(std::make_unique<filtered>(source(), std::move(fn)));
  }

  /// Makes one item, a vector, of \p size items each; the last one may be
  /// smaller. An exception drops those that fill no batch yet.
  ///
  /// Errors: `errc::invalid_argument` for a size of zero, at once.
  ///
  /// \code
  /// auto pairs = corun::stream_from(std::vector{1, 2, 3}).batch(2);
  /// \endcode
  stream<std::vector<T>> batch(std::size_t size) && {
    detail::require(size > 0, "corun::stream::batch: the size is zero");
    return stream<std::vector<T>>(
        std::make_unique<detail::batch_source<T>>(source(), size));
  }

  /// Runs the tasks of the `map`s right before it for \p count items beside
  /// each other, and keeps their order. Behind anything else it asks for so
  /// many items in advance.
  ///
  /// An item counts from its start until it is asked for. An exception is told
  /// when it is its item's turn, and cancels the tasks that run then.
  ///
  /// \param count above zero. Errors: `errc::invalid_argument` for zero, at
  ///   once.
  ///
  /// \code
  /// std::vector<int> numbers = {1, 2, 3};
  /// auto load = [](int id) -> corun::task<std::string> {
  ///   co_return std::to_string(id);
  /// };
  /// std::vector<std::string> loaded =
  ///     co_await corun::stream_from(numbers)
  ///         .map(load)
  ///         .buffered(8)
  ///         .collect();
  /// \endcode
  stream buffered(std::size_t count) && {
    detail::require(count > 0, "corun::stream::buffered: the count is zero");
    return stream(
        std::make_unique<detail::buffered_source<T>>(source(), count));
  }

  /// Ends the stream after \p count items; no further one is asked for.
  ///
  /// \code
  /// auto first = corun::stream_from(std::vector{1, 2, 3}).take(1);
  /// \endcode
  stream take(std::size_t count) && {
    return stream(std::make_unique<detail::take_source<T>>(source(), count));
  }

  /// Calls \p fn for each item, in their order, one after the other.
  ///
  /// \param fn a function `void(T)` or `task<void>(T)`.
  /// Completion: after the last item, when all that the stream started has
  /// ended; on the caller's executor. Errors: see `stream`; exceptions of
  /// \p fn end the stream too. Cancellation goes to what runs; the call waits
  /// for its end, then throws `operation_aborted`. Items that were asked for
  /// and not given to \p fn are dropped.
  ///
  /// \code
  /// std::vector<int> numbers = {1, 2, 3};
  /// auto print = [](int n) { std::cout << n << '\n'; };
  /// co_await corun::stream_from(numbers).for_each(print);
  /// \endcode
  template <typename Fn> task<> for_each(Fn fn) && {
    return drain(source(), std::move(fn));
  }

  /// Waits for all items.
  ///
  /// Completion: the items in their order, on the caller's executor. Errors
  /// and cancellation: as `for_each`.
  ///
  /// \code
  /// std::vector<int> numbers = {1, 2, 3};
  /// std::vector<int> same =
  ///     co_await corun::stream_from(numbers).collect();
  /// \endcode
  task<std::vector<T>> collect() && { return collect(source()); }

private:
  template <typename> friend class pipeline;

  /// Once.
  detail::source_ptr<T> source() {
    detail::require(source_ != nullptr,
                    "corun::stream: it has been taken over");
    return std::move(source_);
  }

  template <typename Fn>
  static task<> drain(detail::source_ptr<T> source, Fn fn) {
    auto body = [&](scope &in) -> task<> {
      while (auto item = co_await source->next(in)) {
        if constexpr (detail::call_type<Fn, T>::is_task)
          co_await std::invoke(fn, std::move(*item));
        else
          std::invoke(fn, std::move(*item));
      }
      // What runs in advance is not needed any more.
      in.cancel();
    };
    co_await with_scope(body);
  }

  static task<std::vector<T>> collect(detail::source_ptr<T> source) {
    std::vector<T> items;
    auto add = [&items](T item) { items.push_back(std::move(item)); };
    co_await drain(std::move(source), add);
    co_return items;
  }

  detail::source_ptr<T> source_;
};

/// A stream of the elements of \p range.
///
/// \param range any input range. It is copied or moved into the stream, unless
///   it is a view; elements are read one by one.
///
/// \code
/// auto numbers = corun::stream_from(std::vector{1, 2, 3});
/// \endcode
template <std::ranges::input_range Range>
stream<std::ranges::range_value_t<Range>> stream_from(Range range) {
  return stream<std::ranges::range_value_t<Range>>(
      std::make_unique<detail::range_source<Range>>(std::move(range)));
}

/// A stream of what is received from \p from, until it is closed and empty.
/// The channel must outlive the stream.
///
/// \code
/// corun::channel<int> numbers(2);
/// co_await numbers.send(1);
/// numbers.close();
/// std::vector<int> all = co_await corun::stream_from(numbers).collect();
/// \endcode
template <typename T> stream<T> stream_from(channel<T> &from) {
  return stream<T>(std::make_unique<detail::channel_source<T>>(from));
}

/// A stream of what \p fn returns, until that is nothing.
///
/// \param fn a function `std::optional<T>()` or `task<std::optional<T>>()`.
///
/// \code
/// auto count = [n = 0]() mutable -> std::optional<int> {
///   return n < 3 ? std::optional(n++) : std::nullopt;
/// };
/// std::vector<int> numbers = co_await corun::stream_from(count).collect();
/// \endcode
template <typename Fn>
  requires(!std::ranges::range<Fn> && std::is_invocable_v<Fn &>)
stream<typename detail::call_result<Fn>::value_type> stream_from(Fn fn) {
  return stream<typename detail::call_result<Fn>::value_type>(
      std::make_unique<detail::function_source<Fn>>(std::move(fn)));
}

/// A stream of what the coroutine \p body sends, until it ends. It begins when
/// the first item is asked for, and each `send` waits until its item is. Where
/// the stream ends early, the coroutine is cancelled and its end waited for.
///
/// \param body a function `task<>(channel<T> &)`. What it throws follows the
///   items it has sent.
///
/// \code
/// auto count = [](corun::channel<int> &out) -> corun::task<> {
///   for (int n = 0;; ++n)
///     co_await out.send(n);
/// };
/// std::vector<int> some =
///     co_await corun::stream_from_generator<int>(count).take(3).collect();
/// \endcode
template <typename T, typename Fn> stream<T> stream_from_generator(Fn body) {
  return stream<T>(
      std::make_unique<detail::generator_source<T, Fn>>(std::move(body)));
}

} // namespace corun
