#pragma once

#include <corun/detail/group.hpp>
#include <corun/error.hpp>
#include <corun/task.hpp>

#include <cstddef>
#include <deque>
#include <functional>
#include <iterator>
#include <optional>
#include <ranges>
#include <type_traits>
#include <utility>
#include <vector>

namespace corun {

namespace detail {

template <typename Fn, typename Range>
using mapped_task =
    std::invoke_result_t<Fn &, std::ranges::range_reference_t<Range>>;

template <typename Fn, typename Range>
using mapped = typename mapped_task<Fn, Range>::value_type;

/// Keeps at most `limit` calls running: each one's end starts the next.
template <typename Range, typename Fn> class mapper {
public:
  using value_type = mapped<Fn, Range>;
  using slot = std::optional<stored<value_type>>;

  mapper(Range &range, Fn &fn)
      : fn_(fn), next_(std::ranges::begin(range)),
        last_(std::ranges::end(range)) {}

  void start(group &group, std::size_t limit) {
    for (std::size_t i = 0; i < limit && has_next(group); ++i)
      start_next(group);
  }

  /// Whether a call has been made for each element.
  bool is_done() const { return next_ == last_; }

  std::deque<slot> results;

private:
  bool has_next(const group &group) const {
    return !group.is_cancelled() && !is_done();
  }

  void start_next(group &group) {
    slot &into = results.emplace_back();
    group.start(call(),
                [this, &group, &into](std::exception_ptr error, auto value) {
                  if (error)
                    group.fail(std::move(error));
                  else
                    into = std::move(value);
                  if (has_next(group))
                    start_next(group);
                });
  }

  /// A coroutine, so that what the call or the range throws fails the group.
  mapped_task<Fn, Range> call() {
    std::optional<mapped_task<Fn, Range>> made;
    std::exception_ptr error;
    try {
      made.emplace(std::invoke(fn_, *next_));
      ++next_;
    } catch (...) {
      error = std::current_exception();
    }
    if (made)
      return std::move(*made);
    return [](std::exception_ptr e) -> mapped_task<Fn, Range> {
      std::rethrow_exception(e);
      co_return co_await mapped_task<Fn, Range>();
    }(error);
  }

  Fn &fn_;
  std::ranges::iterator_t<Range> next_;
  std::ranges::sentinel_t<Range> last_;
};

} // namespace detail

/// Calls \p fn for each element of \p range and awaits the tasks it returns,
/// at most \p limit of them at a time. Fails fast: the first exception cancels
/// the running ones, and no further call is made.
///
/// \param range any input range. It is copied or moved into the call, unless
///   it is a view; elements are read one by one, when there is room.
/// \param limit how many tasks run beside each other; above zero.
/// \param fn a function `task<R>(element)`, called on the caller's executor.
/// Completion: the results in the order of the range, where R is not void; on
/// the caller's executor, after the last task has ended. Errors: the first
/// exception, also of \p fn or the range itself, is rethrown once all have
/// ended; `errc::invalid_argument` for a limit of zero. Cancellation goes to
/// the running tasks; the call waits for their end, then throws
/// `operation_aborted`. Thread safety: runs on the caller's executor.
///
/// \code
/// std::vector<int> numbers = {1, 2, 3, 4};
/// auto square = [](int n) -> corun::task<int> { co_return n * n; };
/// std::vector<int> squares =
///     co_await corun::map_concurrent(numbers, 2, square);
/// \endcode
template <std::ranges::input_range Range, typename Fn>
auto map_concurrent(Range range, std::size_t limit, Fn fn)
    -> task<std::conditional_t<
        std::is_void_v<detail::mapped<Fn, Range>>, void,
        std::vector<detail::stored<detail::mapped<Fn, Range>>>>> {
  using value_type = detail::mapped<Fn, Range>;
  detail::require(limit > 0, "corun::map_concurrent: the limit is zero");
  detail::mapper<Range, Fn> mapper(range, fn);
  const auto end = co_await detail::async_group(
      [&](detail::group &group) { mapper.start(group, limit); });
  end.check("corun::map_concurrent");
  if (!mapper.is_done())
    throw boost::system::system_error(asio::error::operation_aborted,
                                      "corun::map_concurrent");
  if constexpr (!std::is_void_v<value_type>) {
    std::vector<value_type> values;
    values.reserve(mapper.results.size());
    for (auto &result : mapper.results)
      values.push_back(std::move(*result));
    co_return values;
  }
}

} // namespace corun
