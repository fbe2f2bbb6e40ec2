#pragma once

#include <corun/channel.hpp>
#include <corun/detail/stream_source.hpp>
#include <corun/detail/stream_stages.hpp>
#include <corun/error.hpp>
#include <corun/mutex.hpp>
#include <corun/stream.hpp>
#include <corun/task.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

namespace corun {

/// How a stage of a `pipeline` works.
///
/// \code
/// corun::stage_options four{.workers = 4, .buffer = 16};
/// \endcode
struct stage_options {
  /// Items that the stage works on beside each other; above zero.
  std::size_t workers = 1;
  /// Results that are kept until the next stage takes them. Where it is full,
  /// the workers wait. With zero, each waits for its taker.
  std::size_t buffer = 1;
};

namespace detail {

/// Workers that take items from a source and send what they make of them.
template <typename T, typename Fn>
class staged_source final : public stream_source<stored<call_result<Fn, T>>> {
  using value_type = stored<call_result<Fn, T>>;

public:
  staged_source(source_ptr<T> from, Fn fn, stage_options o)
      : from_(std::move(from)), fn_(std::move(fn)), running_(o.workers),
        out_(o.buffer) {}

  task<std::optional<value_type>> next(scope &in) override {
    if (!std::exchange(started_, true))
      for (std::size_t left = running_; left > 0; --left)
        in.spawn(work(in));
    co_return co_await out_.next();
  }

private:
  task<> work(scope &in) {
    while (auto item = co_await take(in)) {
      auto made = co_await apply(std::move(*item));
      co_await out_.send(std::move(made));
    }
    if (--running_ == 0)
      out_.close();
  }

  task<std::optional<T>> take(scope &in) {
    const auto turn = co_await taking_.lock();
    if (ended_)
      co_return std::nullopt;
    auto item = co_await from_->next(in);
    ended_ = !item;
    co_return item;
  }

  task<value_type> apply(T item) {
    if constexpr (std::is_void_v<call_result<Fn, T>>) {
      if constexpr (call_type<Fn, T>::is_task)
        co_await std::invoke(fn_, std::move(item));
      else
        std::invoke(fn_, std::move(item));
      co_return value_type();
    } else if constexpr (call_type<Fn, T>::is_task) {
      co_return co_await std::invoke(fn_, std::move(item));
    } else {
      co_return std::invoke(fn_, std::move(item));
    }
  }

  source_ptr<T> from_;
  Fn fn_;
  std::size_t running_;
  channel<value_type> out_;
  mutex taking_;
  bool started_ = false;
  bool ended_ = false;
};

} // namespace detail

/// Stages that work beside each other: while one works on an item, the stage
/// before it works on the next ones. Between them stand bounded channels, so
/// that a slow stage holds up those before it instead of piling up their
/// results.
///
/// Where a stage has several workers, items may pass each other; `map` and
/// `buffered` of `stream` keep the order. Workers are coroutines: what computes
/// or blocks belongs in a `to_thread` in the stage's function.
///
/// As with a `stream`, nothing happens before the end is awaited, each function
/// takes the pipeline over, and all that was started ends before the end does.
///
/// Errors: the first exception of the input or a stage cancels all stages and
/// is rethrown when they have ended; items under way are dropped. Thread
/// safety: everything runs on the executor of who awaits the end.
///
/// \code
/// std::vector<int> ids = {1, 2, 3, 4, 5};
/// auto load = [](int id) -> corun::task<std::string> {
///   co_return std::to_string(id);
/// };
/// auto store = [](std::string text) -> corun::task<> {
///   std::cout << text << '\n';
///   co_return;
/// };
/// co_await corun::pipeline(corun::stream_from(ids))
///     .stage({.workers = 4, .buffer = 8}, load)
///     .stage({}, store)
///     .run();
/// \endcode
template <typename T> class [[nodiscard]] pipeline {
public:
  using value_type = T;

  /// \param input where the items come from.
  explicit pipeline(stream<T> input) noexcept : items_(std::move(input)) {}

  /// Adds a stage behind those there are.
  ///
  /// \param o see `stage_options`.
  /// \param fn a function `U(T)` or `task<U>(T)`. Where U is void, the items
  ///   behind the stage are `std::monostate`.
  /// Errors: `errc::invalid_argument` for no workers, at once.
  ///
  /// \code
  /// std::vector<int> numbers = {1, 2};
  /// auto half = [](int n) { return n / 2.0; };
  /// std::vector<double> halves =
  ///     co_await corun::pipeline(corun::stream_from(numbers))
  ///         .stage({.workers = 2}, half)
  ///         .collect();
  /// \endcode
  template <typename Fn>
  pipeline<detail::stored<detail::call_result<Fn, T>>> stage(stage_options o,
                                                             Fn fn) && {
    using result = detail::stored<detail::call_result<Fn, T>>;
    detail::require(o.workers > 0,
                    "corun::pipeline::stage: the number of workers is zero");
    return pipeline<result>(
        stream<result>(std::make_unique<detail::staged_source<T, Fn>>(
            items_.source(), std::move(fn), o)));
  }

  /// What leaves the last stage, in the order it does.
  ///
  /// \code
  /// auto half = [](int n) { return n / 2.0; };
  /// auto one = corun::pipeline(corun::stream_from(std::vector{1, 2}))
  ///                .stage({}, half)
  ///                .output()
  ///                .take(1);
  /// \endcode
  stream<T> output() && { return std::move(items_); }

  /// Waits for all items, as they leave the last stage.
  ///
  /// Completion, errors, cancellation: as `run`.
  ///
  /// \code
  /// std::vector<int> numbers = {1, 2};
  /// std::vector<int> same =
  ///     co_await corun::pipeline(corun::stream_from(numbers))
  ///         .collect();
  /// \endcode
  task<std::vector<T>> collect() && { return std::move(items_).collect(); }

  /// Waits until all items have passed all stages; drops what leaves the last.
  ///
  /// Completion: when everything has ended, on the caller's executor. Errors:
  /// see `pipeline`; `errc::invalid_argument` for a pipeline that has been
  /// taken over. Cancellation goes to all stages; the call waits for their end,
  /// then throws `operation_aborted`. Items under way are dropped.
  ///
  /// \code
  /// std::vector<int> numbers = {1, 2};
  /// auto print = [](int n) { std::cout << n << '\n'; };
  /// co_await corun::pipeline(corun::stream_from(numbers))
  ///     .stage({}, print)
  ///     .run();
  /// \endcode
  task<> run() && {
    return std::move(items_).for_each([](const T &) {});
  }

private:
  stream<T> items_;
};

} // namespace corun
