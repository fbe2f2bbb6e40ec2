// Cases for lambda coroutines with captures.
//
// ours: async-capturing-lambda

#include "mocks/cppcoro.hpp"
#include "mocks/folly.hpp"
#include "mocks/home_made.hpp"
#include "mocks/libcoro.hpp"
#include "mocks/seastar.hpp"
#include <string>
#include <utility>
#include <vector>

cppcoro::task<> fetch(int id);
coro::task<> visit(int id);
void use(int);

cppcoro::task<> called_and_returned_bad(int id) {
  return [id]() -> cppcoro::task<> { co_await fetch(id); }();
}

cppcoro::task<> called_and_stored_bad(int id) {
  auto task = [&]() -> cppcoro::task<> { co_await fetch(id); }();
  co_await task;
}

cppcoro::task<> collected_bad(std::vector<int> ids) {
  std::vector<cppcoro::task<>> all;
  for (int id : ids)
    all.push_back([id]() -> cppcoro::task<> { co_await fetch(id); }());
  co_await cppcoro::when_all(std::move(all));
}

void called_and_spawned_bad(coro::thread_pool &pool, int id) {
  pool.spawn_detached([id]() -> coro::task<> { co_await visit(id); }());
}

cppcoro::task<> given_to_a_scope_bad(cppcoro::async_scope &scope, int id) {
  scope.spawn([id]() -> cppcoro::task<> { co_await fetch(id); }());
  co_await scope.join();
}

cppcoro::task<> variable_that_dies_first_bad(int id) {
  auto load = [id]() -> cppcoro::task<> { co_await fetch(id); };
  return load();
}

seastar::future<> store(int id);
seastar::future<> continuation_bad(int id) {
  return store(1).then([id]() -> seastar::future<> {
    co_await store(2);
    co_await store(id);
  });
}

void detached_coroutine_bad(int id) {
  [id]() -> home::Detached {
    co_await home::sleep(10);
    use(id);
  }();
}

int generator_bad(int limit) {
  int sum = 0;
  auto numbers = [limit]() -> cppcoro::generator<int> {
    for (int i = 0; i < limit; ++i)
      co_yield i;
  }();
  for (int i : numbers)
    sum += i;
  return sum;
}

class Cache {
public:
  cppcoro::task<> captured_object_bad() {
    return [this]() -> cppcoro::task<> { co_await fetch(Size); }();
  }

private:
  int Size = 0;
};

cppcoro::task<> awaited_at_once_ok(int id) {
  co_await [id]() -> cppcoro::task<> { co_await fetch(id); }();
}

cppcoro::task<> awaited_in_a_combinator_ok(int id) {
  co_await cppcoro::when_all([&]() -> cppcoro::task<> { co_await fetch(id); }(),
                             fetch(id));
}

void waited_for_ok(int id) {
  cppcoro::sync_wait([&]() -> cppcoro::task<> { co_await fetch(id); }());
}

cppcoro::task<> variable_that_lives_on_ok(int id) {
  auto load = [&]() -> cppcoro::task<> { co_await fetch(id); };
  co_await load();
  co_await load();
}

folly::coro::Task<void> step(int id);
folly::coro::Task<void> kept_by_co_invoke_ok(int id) {
  return folly::coro::co_invoke(
      [id]() -> folly::coro::Task<void> { co_await step(id); });
}

coro::task<> kept_by_invoke_ok(int id) {
  co_await coro::invoke([id]() -> coro::task<> { co_await visit(id); });
}

seastar::future<> kept_by_lambda_ok(int id) {
  co_await store(1).then(
      seastar::coroutine::lambda([id]() -> seastar::future<> {
        co_await store(2);
        co_await store(id);
      }));
}

seastar::future<> used_before_the_first_await_ok(int id) {
  return store(1).then([id]() -> seastar::future<> { co_await store(id); });
}

cppcoro::task<> no_captures_ok(int id) {
  return [](int id) -> cppcoro::task<> { co_await fetch(id); }(id);
}

cppcoro::task<> no_coroutine_ok(int id) {
  return [id] { return fetch(id); }();
}
