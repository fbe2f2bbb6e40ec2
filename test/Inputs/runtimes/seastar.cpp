// What the mock of Seastar must let a program write.
#include "../mocks/seastar.hpp"

using namespace std::chrono_literals;

seastar::future<int> eager() { co_return 1; }
seastar::future<> nothing() { co_return; }
seastar::coroutine::experimental::generator<int> numbers() { co_yield 1; }

seastar::future<> use(seastar::semaphore &semaphore, seastar::gate &gate) {
  [[maybe_unused]] int sum = co_await eager();
  auto held = eager();
  sum += co_await std::move(held);
  auto units = co_await seastar::get_units(semaphore, 1);
  co_await seastar::sleep(10ms);
  co_await seastar::coroutine::maybe_yield();
  co_await seastar::when_all(eager(), nothing());
  co_await seastar::coroutine::all([] { return eager(); },
                                   [] { return nothing(); });
  std::vector<int> elements(3);
  co_await seastar::coroutine::parallel_for_each(elements,
                                                 [](int) { return nothing(); });
  co_await seastar::with_gate(gate, [] { return nothing(); });
  co_await nothing().then([] {});
  auto result = co_await seastar::coroutine::as_future(eager());
  sum += result.get();
  auto source = numbers();
  co_await source();
  (void)nothing();
}

seastar::future<> top() {
  return seastar::async([] { return eager().get(); }).discard_result();
}
