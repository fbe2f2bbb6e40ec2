#pragma once

#include <corun/detail/group.hpp>
#include <corun/outcome.hpp>
#include <corun/task.hpp>

#include <cstddef>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

namespace corun {

namespace detail {

template <typename T>
void start_settled(group &group, task<T> work,
                   std::optional<outcome<T>> &into) {
  group.start(std::move(work),
              [&group, &into](std::exception_ptr error, auto value) {
                if (error) {
                  group.ended_as_asked(error);
                  into.emplace(std::move(error));
                } else {
                  into.emplace(std::move(*value));
                }
              });
}

} // namespace detail

/// Runs \p tasks beside each other and waits for all of them, whatever happens
/// to each: an exception of one cancels no other.
///
/// Completion: a tuple of an `outcome` for each task, in the order of the
/// arguments, on the caller's executor. Errors: none but `operation_aborted`;
/// the tasks' exceptions are in their outcomes. Cancellation goes to every
/// task; the call waits for their end, then throws `operation_aborted` where
/// it ended any of them early. Thread safety: the tasks run on the caller's
/// executor.
///
/// \code
/// auto fails = []() -> corun::task<int> {
///   throw std::runtime_error("no");
///   co_return 0;
/// };
/// auto [first, second] = co_await corun::settle(fails(), corun::yield());
/// if (!first)
///   std::cout << "the second went on\n";
/// \endcode
template <typename... Ts>
  requires(sizeof...(Ts) > 0)
task<std::tuple<outcome<Ts>...>> settle(task<Ts>... tasks) {
  std::tuple<std::optional<outcome<Ts>>...> results;
  const auto end = co_await detail::async_group([&](detail::group &group) {
    std::apply(
        [&](auto &...into) {
          (detail::start_settled(group, std::move(tasks), into), ...);
        },
        results);
  });
  end.check("corun::settle");
  co_return std::apply(
      [](auto &...values) {
        return std::tuple<outcome<Ts>...>(std::move(*values)...);
      },
      results);
}

/// As above, for any number of tasks of one type. They start as in `gather`.
///
/// \code
/// std::vector<corun::task<>> tasks;
/// tasks.push_back(corun::yield());
/// for (auto &outcome : co_await corun::settle(std::move(tasks)))
///   if (!outcome)
///     std::cout << "one failed\n";
/// \endcode
template <typename T>
task<std::vector<outcome<T>>> settle(std::vector<task<T>> tasks) {
  std::vector<std::optional<outcome<T>>> results(tasks.size());
  const auto end = co_await detail::async_group([&](detail::group &group) {
    group.start_all(tasks.size(), [&](std::size_t i) {
      detail::start_settled(group, std::move(tasks[i]), results[i]);
    });
  });
  end.check("corun::settle");
  std::vector<outcome<T>> values;
  values.reserve(results.size());
  for (auto &result : results)
    values.push_back(std::move(*result));
  co_return values;
}

} // namespace corun
