#pragma once

#include <corun/detail/group.hpp>
#include <corun/error.hpp>
#include <corun/outcome.hpp>
#include <corun/task.hpp>

#include <cstddef>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace corun {

namespace detail {

/// Starts \p work in \p group; `win(outcome)` is called where it is the first
/// to end, and the others are cancelled.
template <typename T, typename Win>
void start_racer(group &group, task<T> work, bool &won, Win win) {
  group.start(std::move(work), [&group, &won, win = std::move(win)](
                                   std::exception_ptr error, auto value) {
    if ((error && group.ended_as_asked(error)) || std::exchange(won, true))
      return;
    if (error)
      group.fail(std::move(error));
    else
      win(std::move(*value));
    group.cancel();
  });
}

} // namespace detail

/// Runs \p tasks beside each other until the first has ended, well or with an
/// exception; the others are cancelled and waited for, and what they end with
/// is dropped.
///
/// \param tasks may be of different types.
/// Completion: a variant whose index tells which task was first, a
/// `std::monostate` in it for a `task<void>`; on the caller's executor, after
/// the last task has ended. Errors: the exception of the first task to end.
/// Cancellation goes to every task; the call waits for their end, then throws
/// `operation_aborted` unless one of them ended otherwise. Thread safety: the
/// tasks run on the caller's executor.
///
/// \code
/// auto slow = corun::sleep_for(std::chrono::hours(1));
/// auto result = co_await corun::race(std::move(slow), corun::yield());
/// if (result.index() == 1)
///   std::cout << "the second was faster\n";
/// \endcode
template <typename... Ts>
  requires(sizeof...(Ts) > 0)
task<std::variant<detail::stored<Ts>...>> race(task<Ts>... tasks) {
  using result_type = std::variant<detail::stored<Ts>...>;
  std::optional<result_type> result;
  bool won = false;
  const auto end = co_await detail::async_group([&](detail::group &group) {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      (detail::start_racer(group, std::move(tasks), won,
                           [&result](auto value) {
                             result.emplace(std::in_place_index<I>,
                                            std::move(value));
                           }),
       ...);
    }(std::index_sequence_for<Ts...>());
  });
  if (!result)
    end.check("corun::race");
  co_return std::move(*result);
}

/// Which task of a range won a race, and its result.
template <typename T> struct race_result {
  std::size_t index = 0;
  detail::stored<T> value;
};

/// As above, for any number of tasks of one type. They start as in `gather`,
/// none of the next 64 behind a winner.
///
/// Errors: as above; `errc::invalid_argument` where there is no task.
///
/// \code
/// std::vector<corun::task<>> tasks;
/// tasks.push_back(corun::yield());
/// std::size_t first = (co_await corun::race(std::move(tasks))).index;
/// \endcode
template <typename T> task<race_result<T>> race(std::vector<task<T>> tasks) {
  detail::require(!tasks.empty(), "corun::race: no task");
  std::optional<race_result<T>> result;
  bool won = false;
  const auto end = co_await detail::async_group([&](detail::group &group) {
    group.start_all(tasks.size(), [&](std::size_t i) {
      detail::start_racer(group, std::move(tasks[i]), won,
                          [&result, i](auto value) {
                            result.emplace(race_result<T>{i, std::move(value)});
                          });
    });
  });
  if (!result)
    end.check("corun::race");
  co_return std::move(*result);
}

} // namespace corun
