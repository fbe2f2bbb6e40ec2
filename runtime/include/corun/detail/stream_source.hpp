#pragma once

#include <corun/channel.hpp>
#include <corun/scope.hpp>
#include <corun/task.hpp>

#include <cstddef>
#include <exception>
#include <functional>
#include <optional>
#include <ranges>
#include <type_traits>
#include <utility>

namespace corun::detail {

template <typename T> struct awaited_type {
  static constexpr bool is_task = false;
  using type = T;
};
template <typename T> struct awaited_type<task<T>> {
  static constexpr bool is_task = true;
  using type = T;
};

/// What a call of Fn gives, awaited where it is a task.
template <typename Fn, typename... Args>
using call_type =
    awaited_type<std::remove_cvref_t<std::invoke_result_t<Fn &, Args...>>>;
template <typename Fn, typename... Args>
using call_result = typename call_type<Fn, Args...>::type;

/// Where a stream's items come from. Everything happens on one executor. One
/// `next` runs at a time, and none after the end or an exception.
template <typename T> class stream_source {
public:
  stream_source() = default;
  stream_source(const stream_source &) = delete;
  stream_source &operator=(const stream_source &) = delete;
  virtual ~stream_source() = default;

  /// The next item; nothing at the end.
  ///
  /// \param in where the source may start tasks: it ends before the source.
  virtual task<std::optional<T>> next(scope &in) = 0;

  /// The next item as a task that has not begun and may run beside others.
  virtual task<std::optional<task<T>>> next_task(scope &in) {
    auto item = co_await next(in);
    if (!item)
      co_return std::nullopt;
    co_return ready(std::move(*item));
  }

private:
  static task<T> ready(T item) { co_return item; }
};

template <typename Range>
class range_source final
    : public stream_source<std::ranges::range_value_t<Range>> {
  using value_type = std::ranges::range_value_t<Range>;

public:
  explicit range_source(Range range) : range_(std::move(range)) {}

  task<std::optional<value_type>> next(scope &) override {
    // Not before it is asked for: a range may compute or read its elements.
    if (next_)
      ++*next_;
    else
      next_.emplace(std::ranges::begin(range_));
    if (*next_ == std::ranges::end(range_))
      co_return std::nullopt;
    co_return take();
  }

private:
  std::optional<value_type> take() {
    // A view's elements are not ours.
    if constexpr (std::ranges::view<Range>)
      return std::optional<value_type>(std::in_place, **next_);
    else
      return std::optional<value_type>(std::in_place,
                                       std::ranges::iter_move(*next_));
  }

  Range range_;
  std::optional<std::ranges::iterator_t<Range>> next_;
};

template <typename T> class channel_source final : public stream_source<T> {
public:
  explicit channel_source(channel<T> &from) : from_(from) {}

  task<std::optional<T>> next(scope &) override { return from_.next(); }

private:
  channel<T> &from_;
};

template <typename Fn>
class function_source final
    : public stream_source<typename call_result<Fn>::value_type> {
  using value_type = typename call_result<Fn>::value_type;

public:
  explicit function_source(Fn fn) : fn_(std::move(fn)) {}

  task<std::optional<value_type>> next(scope &) override {
    if constexpr (call_type<Fn>::is_task)
      co_return co_await std::invoke(fn_);
    else
      co_return std::invoke(fn_);
  }

private:
  Fn fn_;
};

/// Items that a coroutine sends. It begins with the first `next`, and is never
/// more than one item ahead.
template <typename T, typename Fn>
class generator_source final : public stream_source<T> {
public:
  explicit generator_source(Fn body) : body_(std::move(body)) {}

  task<std::optional<T>> next(scope &in) override {
    if (!std::exchange(started_, true))
      in.spawn(run());
    auto item = co_await out_.next();
    if (!item && error_)
      std::rethrow_exception(error_);
    co_return item;
  }

private:
  task<> run() {
    try {
      co_await std::invoke(body_, out_);
    } catch (...) {
      error_ = std::current_exception();
    }
    out_.close();
  }

  Fn body_;
  channel<T> out_{0};
  std::exception_ptr error_;
  bool started_ = false;
};

} // namespace corun::detail
