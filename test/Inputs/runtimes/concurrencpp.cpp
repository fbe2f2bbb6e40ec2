// What the mock of concurrencpp must let a program write.
#include "../mocks/concurrencpp.hpp"

using namespace std::chrono_literals;

concurrencpp::result<int> eager() { co_return 1; }
concurrencpp::lazy_result<int> lazy() { co_return 1; }
concurrencpp::null_result background() { co_await lazy(); }
concurrencpp::generator<int> numbers() { co_yield 1; }
concurrencpp::result<int>
there(concurrencpp::executor_tag,
      std::shared_ptr<concurrencpp::thread_pool_executor>) {
  co_return 1;
}

concurrencpp::result<void> use(concurrencpp::runtime &runtime,
                               concurrencpp::async_lock &lock) {
  auto pool = runtime.thread_pool_executor();
  [[maybe_unused]] int sum =
      co_await eager() + co_await lazy() + co_await there({}, pool);
  for (int n : numbers())
    sum += n;
  concurrencpp::shared_result<int> shared(eager());
  sum += co_await shared;
  co_await concurrencpp::resume_on(pool);
  auto guard = co_await lock.lock(pool);
  co_await pool->submit([] { return 1; });
  pool->post([] {});
  co_await runtime.timer_queue()->make_delay_object(10ms, pool);
  co_await concurrencpp::when_all(pool, eager(), eager());
  background();
  lazy().run();
}

int top() { return eager().get(); }
