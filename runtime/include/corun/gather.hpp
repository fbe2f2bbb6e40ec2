#pragma once

#include <corun/detail/group.hpp>
#include <corun/task.hpp>

#include <cstddef>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace corun {

namespace detail {

/// Starts \p work in \p group; its result goes to \p into, its exception fails
/// the group.
template <typename T>
void start_into(group &group, task<T> work, std::optional<stored<T>> &into) {
  group.start(std::move(work),
              [&group, &into](std::exception_ptr error, auto value) {
                if (error)
                  group.fail(std::move(error));
                else
                  into = std::move(value);
              });
}

} // namespace detail

/// Runs \p tasks beside each other and waits for all of them. Fails fast: the
/// first exception cancels the others.
///
/// \param tasks may be of different types; a `task<void>` has `std::monostate`
///   in the result. Where all of them are `task<void>`, so is the whole.
/// Completion: a tuple of the results in the order of the arguments, on the
/// caller's executor, after the last task has ended. Errors: the first
/// exception is rethrown once all have ended; later ones are dropped.
/// Cancellation goes to every task; the call waits for their end, then throws
/// `operation_aborted` unless all of them ended well. Thread safety: the tasks
/// run on the caller's executor, so never at the same moment.
///
/// \code
/// auto one = []() -> corun::task<int> { co_return 1; };
/// auto two = []() -> corun::task<std::string> { co_return "two"; };
/// auto [number, text] = co_await corun::gather(one(), two());
/// \endcode
template <typename... Ts>
  requires(sizeof...(Ts) > 0 && !(std::is_void_v<Ts> && ...))
task<std::tuple<detail::stored<Ts>...>> gather(task<Ts>... tasks) {
  std::tuple<std::optional<detail::stored<Ts>>...> results;
  const auto end = co_await detail::async_group([&](detail::group &group) {
    std::apply(
        [&](auto &...into) {
          (detail::start_into(group, std::move(tasks), into), ...);
        },
        results);
  });
  end.check("corun::gather");
  co_return std::apply(
      [](auto &...values) {
        return std::tuple<detail::stored<Ts>...>(std::move(*values)...);
      },
      results);
}

/// As above, for tasks without results.
///
/// \code
/// co_await corun::gather(corun::yield(), corun::yield());
/// \endcode
template <typename... Ts>
  requires(sizeof...(Ts) > 0 && (std::is_void_v<Ts> && ...))
task<> gather(task<Ts>... tasks) {
  const auto end = co_await detail::async_group([&](detail::group &group) {
    auto start = [&group](task<> work) {
      group.start(std::move(work), [&group](std::exception_ptr error, auto) {
        if (error)
          group.fail(std::move(error));
      });
    };
    (start(std::move(tasks)), ...);
  });
  end.check("corun::gather");
}

/// As above, for any number of tasks of one type; nothing to wait for where
/// there are none. All of them start, 64 at a time, between which the loop does
/// what else it has to do: `map_concurrent` has a limit. When the call is
/// cancelled, or a task fails, the next 64 and those behind them never start.
///
/// Completion: the results in the order of \p tasks.
///
/// \code
/// auto square = [](int n) -> corun::task<int> { co_return n * n; };
/// std::vector<corun::task<int>> tasks;
/// for (int n : {1, 2, 3})
///   tasks.push_back(square(n));
/// std::vector<int> squares = co_await corun::gather(std::move(tasks));
/// \endcode
template <typename T>
  requires(!std::is_void_v<T>)
task<std::vector<T>> gather(std::vector<task<T>> tasks) {
  std::vector<std::optional<T>> results(tasks.size());
  const auto end = co_await detail::async_group([&](detail::group &group) {
    group.start_all(tasks.size(), [&](std::size_t i) {
      detail::start_into(group, std::move(tasks[i]), results[i]);
    });
  });
  end.check("corun::gather");
  std::vector<T> values;
  values.reserve(results.size());
  for (auto &result : results)
    values.push_back(std::move(*result));
  co_return values;
}

/// As above, for tasks without results.
///
/// \code
/// std::vector<corun::task<>> tasks;
/// tasks.push_back(corun::yield());
/// co_await corun::gather(std::move(tasks));
/// \endcode
inline task<> gather(std::vector<task<>> tasks) {
  const auto end = co_await detail::async_group([&](detail::group &group) {
    group.start_all(tasks.size(), [&](std::size_t i) {
      group.start(std::move(tasks[i]),
                  [&group](std::exception_ptr error, auto) {
                    if (error)
                      group.fail(std::move(error));
                  });
    });
  });
  end.check("corun::gather");
}

} // namespace corun
