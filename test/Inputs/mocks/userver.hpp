//===--- userver.hpp - userver, names only ----------------------*- C++ -*-===//
//
// Stackful: waiting suspends the coroutine without co_await.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_TEST_MOCKS_USERVER_HPP
#define COTIDY_TEST_MOCKS_USERVER_HPP

#include "support.hpp"
#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <type_traits>

namespace userver {
namespace engine {

class TaskProcessor;

class [[nodiscard]] TaskBase {
public:
  bool IsFinished() const;
  void Wait() const noexcept(false);
  template <typename Rep, typename Period>
  void WaitFor(const std::chrono::duration<Rep, Period> &duration) const {}
  void RequestCancel();
  void SyncCancel() noexcept;
  void BlockingWait() const;

protected:
  TaskBase();
  TaskBase(TaskBase &&) noexcept;
  ~TaskBase();
};

class [[nodiscard]] Task : public TaskBase {
public:
  Task();
  Task(Task &&) noexcept;
  ~Task();
  void Detach() &&;
};

template <typename T> class [[nodiscard]] TaskWithResult : public Task {
public:
  TaskWithResult(TaskWithResult &&) noexcept;
  T Get() noexcept(false);
};

template <typename Function, typename... Args>
[[nodiscard]] auto AsyncNoSpan(Function &&f, Args &&...args)
    -> TaskWithResult<std::invoke_result_t<Function, Args...>> {
  return mock_support::anything{};
}
template <typename Function, typename... Args>
[[nodiscard]] auto AsyncNoSpan(TaskProcessor &processor, Function &&f,
                               Args &&...args)
    -> TaskWithResult<std::invoke_result_t<Function, Args...>> {
  return mock_support::anything{};
}

template <typename Rep, typename Period>
void SleepFor(const std::chrono::duration<Rep, Period> &duration) {}
void Yield();
template <typename... Tasks> void WaitAllChecked(Tasks &...tasks) {}
void RunStandalone(std::function<void()> payload);

class Mutex final {
public:
  void lock();
  void unlock();
  bool try_lock() noexcept;
};

} // namespace engine

namespace utils {
template <typename Function, typename... Args>
[[nodiscard]] auto Async(std::string name, Function &&f, Args &&...args)
    -> engine::TaskWithResult<std::invoke_result_t<Function, Args...>> {
  return mock_support::anything{};
}
} // namespace utils

namespace concurrent {
class BackgroundTaskStorage final {
public:
  ~BackgroundTaskStorage();
  template <typename... Args>
  void AsyncDetach(std::string name, Args &&...args) {}
  void Detach(engine::Task &&task);
};
} // namespace concurrent
} // namespace userver

#endif // COTIDY_TEST_MOCKS_USERVER_HPP
