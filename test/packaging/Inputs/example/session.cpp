// A task of its own, and the two mistakes that every project makes first.
#include <chrono>
#include <coroutine>
#include <thread>

class Task {
public:
  struct promise_type {
    Task get_return_object() { return Task(Handle::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { throw; }
  };
  using Handle = std::coroutine_handle<promise_type>;

  explicit Task(Handle H) : H(H) {}
  Task(Task &&Other) noexcept : H(Other.H) { Other.H = nullptr; }
  ~Task() {
    if (H)
      H.destroy();
  }
  bool await_ready() const noexcept { return false; }
  Handle await_suspend(std::coroutine_handle<>) noexcept { return H; }
  void await_resume() {}

private:
  Handle H;
};

Task ping() { co_return; }

Task session() {
  std::this_thread::sleep_for(std::chrono::seconds(1));
  ping();
  co_await ping();
}
