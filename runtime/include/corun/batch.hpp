#pragma once

#include <corun/error.hpp>
#include <corun/task.hpp>

#include <cstddef>
#include <functional>
#include <ranges>
#include <type_traits>
#include <utility>
#include <vector>

namespace corun {

namespace detail {

template <typename Range>
using batch_of = std::vector<std::ranges::range_value_t<Range>>;

template <typename Fn, typename Range>
using batch_result =
    typename std::invoke_result_t<Fn &, batch_of<Range>>::value_type;

} // namespace detail

/// Cuts \p range into batches and awaits \p fn for one after the other: for
/// services that take many items in one request.
///
/// \param range any input range. It is copied or moved into the call, unless
///   it is a view.
/// \param size items in a batch, above zero; the last one may be smaller.
/// \param fn a function `task<R>(std::vector<item>)`.
/// Completion: the results of the batches in their order, where R is not void;
/// on the caller's executor. Errors: the first exception ends the call;
/// `errc::invalid_argument` for a size of zero. Cancellation goes to the batch
/// that runs; the rest is not begun. Thread safety: runs on the caller's
/// executor.
///
/// \code
/// std::vector<int> ids = {1, 2, 3, 4, 5};
/// auto load = [](std::vector<int> some) -> corun::task<std::size_t> {
///   co_return some.size();
/// };
/// std::vector<std::size_t> sizes = co_await corun::batch(ids, 2, load);
/// \endcode
template <std::ranges::input_range Range, typename Fn>
auto batch(Range range, std::size_t size, Fn fn) -> task<
    std::conditional_t<std::is_void_v<detail::batch_result<Fn, Range>>, void,
                       std::vector<std::conditional_t<
                           std::is_void_v<detail::batch_result<Fn, Range>>, int,
                           detail::batch_result<Fn, Range>>>>> {
  using value_type = detail::batch_result<Fn, Range>;
  constexpr bool has_results = !std::is_void_v<value_type>;
  detail::require(size > 0, "corun::batch: the size is zero");
  std::vector<std::conditional_t<has_results, value_type, int>> results;
  auto next = std::ranges::begin(range);
  const auto last = std::ranges::end(range);
  while (next != last) {
    detail::batch_of<Range> items;
    for (; items.size() < size && next != last; ++next)
      items.push_back(*next);
    if constexpr (has_results)
      results.push_back(co_await std::invoke(fn, std::move(items)));
    else
      co_await std::invoke(fn, std::move(items));
  }
  if constexpr (has_results)
    co_return results;
}

} // namespace corun
