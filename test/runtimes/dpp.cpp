// What the mock of D++ must let a program write.
// REQUIRES: call-dump
// RUN: %clang++ -std=c++20 -fsyntax-only -Wall -Werror %s
// RUN: g++-12 -std=c++20 -fsyntax-only -Wall -Werror %s
// RUN: %build/bin/call-dump %s -- -std=c++20 | grep -v ": blocks " | FileCheck %s --implicit-check-not="{{[0-9]+: }}"

#include "../Inputs/mocks/dpp.hpp"

dpp::task<int> eager() { co_return 1; }
dpp::coroutine<int> lazy() { co_return 1; }

dpp::task<> use(dpp::cluster &bot, const dpp::slashcommand_t &event) {
  [[maybe_unused]] int sum = co_await eager() + co_await lazy();
  // CHECK: [[#@LINE+1]]: type dpp::task (dpp)
  auto held = eager();
  sum += co_await held;
  co_await event.co_reply();
  // CHECK: [[#@LINE+1]]: sleep dpp::cluster::co_sleep (dpp)
  co_await bot.co_sleep(1);
  // CHECK: [[#@LINE+1]]: combinator dpp::when_any::when_any (dpp)
  co_await dpp::when_any{eager(), eager()};
}

void top(dpp::cluster &bot) {
  // CHECK: [[#@LINE+1]]: loop_callback dpp::event_router_t::operator() (dpp)
  bot.on_slashcommand([](const dpp::slashcommand_t &event) -> dpp::job {
    co_await event.co_reply();
  });
  // CHECK: [[#@LINE+1]]: loop_callback dpp::cluster::start_timer (dpp)
  bot.start_timer([](dpp::timer) {}, 1);
  // CHECK: [[#@LINE+1]]: bridge dpp::basic_awaitable::sync_wait (dpp)
  eager().sync_wait();
}
