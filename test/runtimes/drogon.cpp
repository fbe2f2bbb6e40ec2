// What the mock of Drogon must let a program write.
// REQUIRES: call-dump
// RUN: %clang++ -std=c++20 -fsyntax-only -Wall -Werror %s
// RUN: g++-12 -std=c++20 -fsyntax-only -Wall -Werror %s
// RUN: %build/bin/call-dump %s -- -std=c++20 | grep -v ": blocks " | FileCheck %s --implicit-check-not="{{[0-9]+: }}"

#include "../Inputs/mocks/drogon.hpp"

using namespace std::chrono_literals;

drogon::Task<int> lazy() { co_return 1; }
drogon::Task<> nothing() { co_return; }
drogon::AsyncTask background() { co_await nothing(); }

drogon::Task<> use(trantor::EventLoop *loop, drogon::Mutex &mutex,
                   drogon::orm::DbClient &client) {
  [[maybe_unused]] int sum = co_await lazy();
  // CHECK: [[#@LINE+1]]: type drogon::Task (drogon)
  auto held = lazy();
  sum += co_await held;
  // CHECK: [[#@LINE+1]]: type std::unique_lock (std)
  auto lock = co_await mutex.scoped_lock();
  // CHECK: [[#@LINE+1]]: sleep drogon::sleepCoro (drogon)
  co_await drogon::sleepCoro(loop, 1s);
  // CHECK: [[#@LINE+1]]: loop_callback drogon::queueInLoopCoro (drogon)
  co_await drogon::queueInLoopCoro(loop, [] {});
  // CHECK: [[#@LINE+2]]: move drogon::switchThreadCoro (drogon)
  // CHECK: [[#@LINE+1]]: move_back drogon::switchThreadCoro (drogon)
  co_await drogon::switchThreadCoro(loop);
  // CHECK: [[#@LINE+1]]: combinator drogon::when_all (drogon)
  co_await drogon::when_all(lazy(), nothing());
  co_await client.execSqlCoro("select 1");
  // CHECK: [[#@LINE+1]]: sink drogon::async_run (drogon)
  drogon::async_run(
      // CHECK: [[#@LINE+1]]: sleep drogon::sleepCoro (drogon)
      [sum]() -> drogon::Task<> { co_await drogon::sleepCoro(nullptr, sum); });
  // CHECK: [[#@LINE+2]]: loop_callback trantor::EventLoop::queueInLoop (drogon)
  // CHECK: [[#@LINE+1]]: sink drogon::async_func (drogon)
  loop->queueInLoop(drogon::async_func([]() -> drogon::Task<> { co_return; }));
  background();
}

int top(drogon::orm::DbClient &client) {
  // CHECK: [[#@LINE+2]]: bridge drogon::sync_wait (drogon)
  // CHECK: [[#@LINE+1]]: sink drogon::co_future (drogon)
  return drogon::sync_wait(lazy()) + drogon::co_future(lazy()).get() +
         client.execSqlSync("select 1");
}
