//===--- drogon.hpp - Drogon and Trantor, names only ------------*- C++ -*-===//
#ifndef COTIDY_TEST_MOCKS_DROGON_HPP
#define COTIDY_TEST_MOCKS_DROGON_HPP

#include "support.hpp"
#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace trantor {
class EventLoop {
public:
  template <typename Functor> void runInLoop(Functor &&f) {}
  void queueInLoop(std::function<void()> f);
  unsigned long runAfter(double delay, std::function<void()> cb);
  unsigned long runEvery(double interval, std::function<void()> cb);
};
class TaskQueue {
public:
  virtual ~TaskQueue() = default;
  virtual void runTaskInQueue(std::function<void()> &&task) = 0;
};
class ConcurrentTaskQueue : public TaskQueue {
public:
  explicit ConcurrentTaskQueue(unsigned threads, const std::string &name);
  void runTaskInQueue(std::function<void()> &&task) override;
};
} // namespace trantor

namespace drogon {

using mock_support::await_result_t;

template <typename T> struct final_awaiter {
  bool await_ready() noexcept;
  auto await_suspend(std::coroutine_handle<T> handle) noexcept {
    return std::coroutine_handle<>(handle);
  }
  void await_resume() noexcept;
};

template <typename Promise> struct task_awaiter {
  bool await_ready() noexcept;
  auto await_suspend(std::coroutine_handle<> handle) noexcept { return handle; }
  auto await_resume() { return Promise::result(); }
};

template <typename T = void> struct [[nodiscard]] Task {
  struct promise_type : mock_support::returns<T> {
    Task get_return_object();
    std::suspend_always initial_suspend() { return {}; }
    mock_support::final_awaiter final_suspend() noexcept;
    static T result();
  };
  Task(const Task &) = delete;
  Task(Task &&) noexcept;
  ~Task();
  Task &operator=(Task &&) noexcept;
  auto operator co_await() const noexcept {
    return task_awaiter<promise_type>{};
  }
};

struct AsyncTask {
  struct promise_type {
    AsyncTask get_return_object() noexcept;
    std::suspend_never initial_suspend() const noexcept { return {}; }
    std::suspend_never final_suspend() const noexcept { return {}; }
    void unhandled_exception();
    void return_void() noexcept;
  };
};

template <typename T = void> struct CallbackAwaiter {
  bool await_ready() noexcept;
  T await_resume() noexcept(false);
};

namespace internal {
struct [[nodiscard]] TimerAwaiter : CallbackAwaiter<void> {
  void await_suspend(std::coroutine_handle<> handle);
};
struct [[nodiscard]] LoopAwaiter : CallbackAwaiter<void> {
  void await_suspend(std::coroutine_handle<> handle);
};
struct [[nodiscard]] SwitchThreadAwaiter : CallbackAwaiter<void> {
  void await_suspend(std::coroutine_handle<> handle);
};
template <typename... Tasks>
struct WhenAllAwaiter : CallbackAwaiter<std::tuple<Tasks *...>> {
  void await_suspend(std::coroutine_handle<> handle);
};
} // namespace internal

template <typename Await>
auto sync_wait(Await &&await) -> await_result_t<Await> {
  return mock_support::anything{};
}
template <typename Await>
auto co_future(Await &&await) noexcept -> std::future<await_result_t<Await>> {
  return mock_support::anything{};
}

internal::TimerAwaiter
sleepCoro(trantor::EventLoop *loop,
          const std::chrono::duration<double> &delay) noexcept;
internal::TimerAwaiter sleepCoro(trantor::EventLoop *loop,
                                 double delay) noexcept;
internal::LoopAwaiter queueInLoopCoro(trantor::EventLoop *workLoop,
                                      std::function<void()> taskFunc,
                                      trantor::EventLoop *resumeLoop = nullptr);
internal::SwitchThreadAwaiter
switchThreadCoro(trantor::EventLoop *loop) noexcept;

template <typename Coro> void async_run(Coro &&coro) {}
template <typename Coro> std::function<void()> async_func(Coro &&coro) {
  return mock_support::anything{};
}

template <typename... Tasks>
internal::WhenAllAwaiter<Tasks...> when_all(Tasks... tasks) {
  return mock_support::anything{};
}
template <typename T>
internal::WhenAllAwaiter<std::vector<Task<T>>>
when_all(std::vector<Task<T>> tasks) {
  return mock_support::anything{};
}

class Mutex final {
  class CoroMutexAwaiter {
  public:
    bool await_ready() noexcept;
    void await_suspend(std::coroutine_handle<> handle) noexcept;
    void await_resume() noexcept;
  };
  class ScopedCoroMutexAwaiter : public CoroMutexAwaiter {
  public:
    [[nodiscard]] auto await_resume() noexcept {
      return std::unique_lock<Mutex>{};
    }
  };

public:
  [[nodiscard]] ScopedCoroMutexAwaiter
  scoped_lock(trantor::EventLoop *loop = nullptr) noexcept;
  [[nodiscard]] CoroMutexAwaiter
  lock(trantor::EventLoop *loop = nullptr) noexcept;
  void lock_sync();
  void unlock() noexcept;
};

class HttpRequest;
class HttpResponse;
using HttpRequestPtr = std::shared_ptr<HttpRequest>;
using HttpResponsePtr = std::shared_ptr<HttpResponse>;
enum class ReqResult { Ok, Timeout };

namespace internal {
struct [[nodiscard]] HttpRespAwaiter : CallbackAwaiter<HttpResponsePtr> {
  void await_suspend(std::coroutine_handle<> handle);
};
} // namespace internal

class HttpClient;
using HttpClientPtr = std::shared_ptr<HttpClient>;
class HttpClient {
public:
  static HttpClientPtr newHttpClient(const std::string &hostString,
                                     trantor::EventLoop *loop = nullptr);
  virtual ~HttpClient() = default;
  virtual void
  sendRequest(const HttpRequestPtr &req,
              const std::function<void(ReqResult, const HttpResponsePtr &)> &cb,
              double timeout = 0) = 0;
  std::pair<ReqResult, HttpResponsePtr> sendRequest(const HttpRequestPtr &req,
                                                    double timeout = 0);
  internal::HttpRespAwaiter sendRequestCoro(HttpRequestPtr req,
                                            double timeout = 0);
};

namespace orm {
class Result;
namespace internal {
struct [[nodiscard]] SqlAwaiter : CallbackAwaiter<int> {
  void await_suspend(std::coroutine_handle<> handle);
};
} // namespace internal
class DbClient {
public:
  virtual ~DbClient() noexcept = default;
  template <typename... Arguments>
  int execSqlSync(const std::string &sql, Arguments &&...args) noexcept(false) {
    return mock_support::anything{};
  }
  template <typename... Arguments>
  std::future<int> execSqlAsyncFuture(const std::string &sql,
                                      Arguments &&...args) noexcept {
    return mock_support::anything{};
  }
  template <typename... Arguments>
  internal::SqlAwaiter execSqlCoro(const std::string &sql, Arguments... args) {
    return mock_support::anything{};
  }
};
} // namespace orm

} // namespace drogon

#endif // COTIDY_TEST_MOCKS_DROGON_HPP
