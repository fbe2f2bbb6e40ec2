// What the mock of Drogon must let a program write.
#include "../mocks/drogon.hpp"

using namespace std::chrono_literals;

drogon::Task<int> lazy() { co_return 1; }
drogon::Task<> nothing() { co_return; }
drogon::AsyncTask background() { co_await nothing(); }

drogon::Task<> use(trantor::EventLoop *loop, drogon::Mutex &mutex,
                   drogon::orm::DbClient &client) {
  [[maybe_unused]] int sum = co_await lazy();
  auto held = lazy();
  sum += co_await held;
  auto lock = co_await mutex.scoped_lock();
  co_await drogon::sleepCoro(loop, 1s);
  co_await drogon::queueInLoopCoro(loop, [] {});
  co_await drogon::switchThreadCoro(loop);
  co_await drogon::when_all(lazy(), nothing());
  co_await client.execSqlCoro("select 1");
  drogon::async_run(
      [sum]() -> drogon::Task<> { co_await drogon::sleepCoro(nullptr, sum); });
  loop->queueInLoop(drogon::async_func([]() -> drogon::Task<> { co_return; }));
  background();
}

int top(drogon::orm::DbClient &client) {
  return drogon::sync_wait(lazy()) + drogon::co_future(lazy()).get() +
         client.execSqlSync("select 1");
}
