// What the mock of sdbusplus must let a program write.
// REQUIRES: call-dump
// RUN: %clang++ -std=c++20 -fsyntax-only -Wall -Werror %s
// RUN: g++-12 -std=c++20 -fsyntax-only -Wall -Werror %s
// RUN: %build/bin/call-dump %s -- -std=c++20 | grep -v ": blocks " | FileCheck %s --implicit-check-not="{{[0-9]+: }}"

#include "../Inputs/mocks/sdbusplus.hpp"

using namespace std::chrono_literals;

sdbusplus::async::task<bool> serve(sdbusplus::async::context &ctx, int fd) {
  sdbusplus::async::fdio events(ctx, fd);
  co_await events.next();
  // CHECK: [[#@LINE+1]]: sleep sdbusplus::async::sleep_for (sdbusplus)
  co_await sdbusplus::async::sleep_for(ctx, 10ms);
  co_return true;
}

sdbusplus::async::task<> start(sdbusplus::async::context &ctx) {
  // CHECK: [[#@LINE+1]]: sink sdbusplus::async::context::spawn (sdbusplus)
  ctx.spawn(serve(ctx, 0));
  co_return;
}

int main() {
  sdbusplus::async::context ctx;
  // CHECK: [[#@LINE+1]]: sink sdbusplus::async::context::spawn (sdbusplus)
  ctx.spawn(start(ctx));
  // CHECK: [[#@LINE+1]]: bridge sdbusplus::async::context::run (sdbusplus)
  ctx.run();
}
