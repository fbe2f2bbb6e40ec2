// Where a body can suspend, and what lives over that.
//
// RUN: %build/bin/suspension-dump %s -- -w -std=c++20 -I%inputs \
// RUN:   | FileCheck %s --implicit-check-not=over
// RUN: %if libc++ %{ %build/bin/suspension-dump %s -- -w -std=c++20 -I%inputs -stdlib=libc++ \
// RUN:   | FileCheck %s --implicit-check-not=over %}
#include "mocks/cppcoro.hpp"
#include "mocks/home_made.hpp"
#include <coroutine>
#include <mutex>
#include <string>
#include <vector>

using cppcoro::task;
task<> tick();
task<int> ask();
task<bool> more();
task<std::vector<int>> list();
void use(int);

task<> straight(int parameter) {
  int before = 1;
  co_await tick();
  // CHECK: [[#@LINE-1]]: await over before, parameter{{$}}
  int after = 2;
  use(before + after);
}

task<> initialiser() {
  int value = co_await ask();
  // CHECK: [[#@LINE-1]]: await over {{$}}
  use(value);
}

task<> arguments(int a) {
  int b = 1;
  use(co_await ask() + b);
  // CHECK: [[#@LINE-1]]: await over a, b{{$}}
}

task<> inner_scope() {
  {
    std::string gone;
  }
  co_await tick();
  // CHECK: [[#@LINE-1]]: await over {{$}}
}

task<> condition() {
  int outer = 0;
  while (co_await more()) {
    // CHECK: [[#@LINE-1]]: await over outer{{$}}
    int round = 1;
    use(round + outer);
  }
  if (int found = co_await ask(); found > 1)
    // CHECK: [[#@LINE-1]]: await over outer{{$}}
    co_await tick();
  // CHECK: [[#@LINE-1]]: await over found, outer{{$}}
}

task<> one_branch(bool wanted) {
  int kept = 1;
  if (wanted) {
    std::string text;
    co_await tick();
    // CHECK: [[#@LINE-1]]: await over kept, text, wanted{{$}}
  }
}

task<> round_the_loop() {
  for (int i = 0; i < 3; ++i) {
    co_await tick();
    // CHECK: [[#@LINE-1]]: await over i{{$}}
    std::string later;
  }
}

task<> ranges() {
  for (int element : co_await list()) {
    // CHECK: [[#@LINE-1]]: await over {{$}}
    co_await tick();
    // CHECK: [[#@LINE-1]]: await over element{{$}}
  }
}

task<> handlers() {
  std::string outside;
  try {
    std::string inside;
    co_await tick();
    // CHECK: [[#@LINE-1]]: await over inside, outside{{$}}
  } catch (...) {
    outside = "failed";
  }
  co_await tick();
  // CHECK: [[#@LINE-1]]: await over outside{{$}}
}

cppcoro::generator<int> numbers() {
  for (int i = 0;; ++i)
    co_yield i;
  // CHECK: [[#@LINE-1]]: yield over i{{$}}
}

task<> never_suspends() {
  int value = 1;
  co_await std::suspend_never();
  use(value);
}

task<> behind_return() {
  co_return;
  co_await tick();
}

task<> in_lambda() {
  int outside = 1;
  auto work = [](int own) -> task<> {
    co_await tick();
    // CHECK: [[#@LINE-1]]: await over own{{$}}
  };
  co_await work(outside);
  // CHECK: [[#@LINE-1]]: await over outside, work{{$}}
}

template <typename T> task<> in_template(T value) {
  co_await tick();
  // CHECK: [[#@LINE-1]]: await over value{{$}}
}
template task<> in_template(int);

template <typename T> task<> without_instance(T value) {
  T other = value;
  co_await other.wait();
  // CHECK: [[#@LINE-1]]: await over other, value{{$}}
}

struct Service {
  home::Lazy<> member(const std::string &name) {
    std::vector<int> numbers;
    co_await child();
    // CHECK: [[#@LINE-1]]: await over name, numbers{{$}}
  }
  home::Lazy<> child();
};

void plain() {
  std::mutex mutex;
  std::lock_guard lock(mutex);
}
