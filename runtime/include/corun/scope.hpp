#pragma once

#include <corun/detail/group.hpp>
#include <corun/task.hpp>

#include <functional>
#include <optional>
#include <type_traits>
#include <utility>

namespace corun {

/// The tasks of one `with_scope`: what is spawned here ends before the call of
/// `with_scope` does.
///
/// Thread safety: use it on the executor of the coroutine that opened it, and
/// not after the scope has ended.
class scope {
public:
  scope(const scope &) = delete;
  scope &operator=(const scope &) = delete;

  /// Starts \p work beside the caller, on the scope's executor. Its result is
  /// dropped; its exception cancels the scope and is rethrown by `with_scope`.
  /// In a cancelled scope it is cancelled at once.
  ///
  /// \code
  /// co_await corun::with_scope([](corun::scope &scope) -> corun::task<> {
  ///   for (int i = 0; i < 3; ++i)
  ///     scope.spawn(corun::yield());
  ///   co_return;
  /// });
  /// \endcode
  template <typename T> void spawn(task<T> work) {
    group_->start(std::move(work),
                  [group = group_](std::exception_ptr error, auto) {
                    if (error)
                      group->fail(std::move(error));
                  });
  }

  /// Asks all tasks of the scope to end, the body too. Those that end with
  /// `operation_aborted` are no failure of the scope.
  void cancel(asio::cancellation_type type = asio::cancellation_type::all) {
    group_->cancel(type);
  }

  /// Whether the scope has been cancelled, by a failure or by its caller.
  ///
  /// \code
  /// co_await corun::with_scope([](corun::scope &scope) -> corun::task<> {
  ///   scope.spawn(corun::sleep_for(std::chrono::hours(1)));
  ///   if (!scope.is_cancelled())
  ///     scope.cancel();
  ///   co_return;
  /// });
  /// \endcode
  bool is_cancelled() const noexcept { return group_->is_cancelled(); }

private:
  template <typename Body>
  friend std::invoke_result_t<Body &, scope &> with_scope(Body body);

  scope() = default;

  detail::group *group_ = nullptr;
};

/// Structured concurrency: runs \p body, which may spawn tasks in the scope,
/// and returns when the body and all of them have ended. No task outlives the
/// call, so tasks may refer to the caller's variables.
///
/// \param body a function `task<R>(corun::scope &)`.
/// Completion: the body's result, on the caller's executor, after the last
/// task. Errors: the first exception of the body or a task cancels the others
/// and is rethrown when they have ended; `operation_aborted` where `cancel`
/// ended the body early. Cancellation goes to the body and all tasks; the call
/// waits for their end, then throws `operation_aborted` unless all of them
/// ended well. Thread safety: runs on the caller's executor.
///
/// \code
/// int hits = 0;
/// co_await corun::with_scope([&](corun::scope &scope) -> corun::task<> {
///   auto visit = [&]() -> corun::task<> { ++hits; co_return; };
///   scope.spawn(visit());
///   co_await visit();
/// });
/// \endcode
template <typename Body>
std::invoke_result_t<Body &, scope &> with_scope(Body body) {
  using task_type = std::invoke_result_t<Body &, scope &>;
  using value_type = typename task_type::value_type;
  scope opened;
  std::optional<detail::stored<value_type>> result;
  const auto end = co_await detail::async_group([&](detail::group &group) {
    opened.group_ = &group;
    // A coroutine, so that what the call itself throws ends the scope too.
    auto start = [](Body &run, scope &in) -> task_type {
      co_return co_await std::invoke(run, in);
    };
    group.start(start(body, opened), [&](std::exception_ptr error, auto value) {
      result = std::move(value);
      if (error)
        group.fail(std::move(error));
    });
  });
  if (end.failure || end.parent_cancelled || !result)
    end.check("corun::with_scope");
  if constexpr (!std::is_void_v<value_type>)
    co_return std::move(*result);
}

} // namespace corun
