// What the packs know of corun, on its real headers.
// REQUIRES: call-dump, boost-asio
// RUN: %build/bin/call-dump %s -- -std=c++20 -isystem %root/runtime/include | grep -v ": blocks " | FileCheck %s --implicit-check-not="{{[0-9]+: }}"

#include <corun/corun.hpp>

using namespace std::chrono_literals;

corun::task<int> answer() { co_return 42; }

corun::task<> use(corun::mutex &mutex, corun::thread_pool &pool) {
  // CHECK: [[#@LINE+1]]: sleep corun::sleep_for (corun)
  co_await corun::sleep_for(1ms);
  // CHECK: [[#@LINE+1]]: sleep corun::sleep_until (corun)
  co_await corun::sleep_until(std::chrono::steady_clock::now());
  // CHECK: [[#@LINE+1]]: yield corun::yield (corun)
  co_await corun::yield();
  // CHECK: [[#@LINE+1]]: combinator corun::gather (corun)
  co_await corun::gather(answer(), answer());
  // CHECK: [[#@LINE+1]]: combinator corun::settle (corun)
  co_await corun::settle(answer(), answer());
  // CHECK: [[#@LINE+1]]: combinator corun::race (corun)
  co_await corun::race(answer(), answer());
  // CHECK: [[#@LINE+1]]: combinator corun::with_timeout (corun)
  co_await corun::with_timeout(answer(), 1s);
  // CHECK: [[#@LINE+1]]: offload corun::to_thread (corun)
  co_await corun::to_thread([] { return 1; });
  // CHECK: [[#@LINE+1]]: offload corun::to_thread (corun)
  co_await corun::to_thread(pool, [] { return 1; });
  auto guard = co_await mutex.lock();
  // CHECK: [[#@LINE+1]]: sink corun::spawn (corun)
  corun::spawn(co_await boost::asio::this_coro::executor, answer());
  co_await corun::with_scope([](corun::scope &scope) -> corun::task<> {
    // CHECK: [[#@LINE+1]]: sink corun::scope::spawn (corun)
    scope.spawn(answer());
    co_return;
  });
}

int main() {
  // CHECK: [[#@LINE+1]]: bridge corun::run (corun)
  return corun::run(answer()) == 42 ? 0 : 1;
}
