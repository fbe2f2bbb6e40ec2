// What the mock of Boost.Cobalt must let a program write.
// REQUIRES: call-dump
// RUN: %clang++ -std=c++20 -fsyntax-only -Wall -Werror %s
// RUN: g++-12 -std=c++20 -fsyntax-only -Wall -Werror %s
// RUN: %build/bin/call-dump %s -- -std=c++20 | grep -v ": blocks " | FileCheck %s --implicit-check-not="{{[0-9]+: }}"

#include "../Inputs/mocks/cobalt.hpp"

namespace cobalt = boost::cobalt;
using namespace std::chrono_literals;

cobalt::task<int> lazy() { co_return 1; }
// CHECK: [[#@LINE+1]]: sleep boost::cobalt::io::sleep (cobalt)
cobalt::promise<void> eager() { co_await cobalt::io::sleep(1ms); }
cobalt::generator<int> numbers() {
  co_yield 1;
  co_return 2;
}
cobalt::detached background() { co_await eager(); }

cobalt::task<void> use(cobalt::channel<int> &channel,
                       cobalt::wait_group &group) {
  int value = co_await lazy();
  // CHECK: [[#@LINE+1]]: type boost::cobalt::promise (cobalt)
  auto pending = eager();
  // CHECK: [[#@LINE+1]]: type boost::cobalt::generator (cobalt)
  auto source = numbers();
  value += co_await source + co_await channel.read();
  co_await channel.write(value);
  // CHECK: [[#@LINE+1]]: combinator boost::cobalt::race (cobalt)
  co_await cobalt::race(lazy(), eager());
  // CHECK: [[#@LINE+1]]: combinator boost::cobalt::gather (cobalt)
  co_await cobalt::gather(lazy(), lazy());
  // CHECK: [[#@LINE+1]]: combinator boost::cobalt::join (cobalt)
  co_await cobalt::join(eager(), std::move(pending));
  // CHECK: [[#@LINE+1]]: sink boost::cobalt::promise::operator+ (cobalt)
  +eager();
  // CHECK: [[#@LINE+1]]: sink boost::cobalt::wait_group::push_back (cobalt)
  group.push_back(eager());
  co_await group.wait();
  background();
}

struct Context {};

int top() {
  Context context;
  // CHECK: [[#@LINE+1]]: sink boost::cobalt::spawn (cobalt)
  cobalt::spawn(context, lazy(), [](std::exception_ptr, int) {});
  // CHECK: [[#@LINE+1]]: bridge boost::cobalt::run (cobalt)
  return cobalt::run(lazy());
}
