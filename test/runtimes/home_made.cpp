// What the home-made coroutine types must let a program write.
// REQUIRES: call-dump
// RUN: %clang++ -std=c++20 -fsyntax-only -Wall -Werror %s
// RUN: g++-12 -std=c++20 -fsyntax-only -Wall -Werror %s
// RUN: %build/bin/call-dump %s -- -std=c++20 | count 0

#include "../Inputs/mocks/home_made.hpp"

home::Lazy<int> lazy() { co_return 1; }
home::Lazy<> nothing() { co_return; }
home::Shared<int> eager() { co_return 1; }
home::Generator<int> numbers() { co_yield 1; }
home::Sequence<int> sequence() { co_yield 1; }
home::AsyncGenerator<int> later() {
  co_await home::sleep(1);
  co_yield 1;
}
home::Detached background() { co_await nothing(); }

home::Lazy<> use() {
  [[maybe_unused]] int sum = co_await lazy();
  auto held = lazy();
  sum += co_await std::move(held);
  auto shared = eager();
  sum += co_await shared + co_await shared;
  for (int n : numbers())
    sum += n;
  for (int n : sequence())
    sum += n;
  auto source = later();
  co_await source.next();
  co_await home::sleep(sum);
  background();
}
