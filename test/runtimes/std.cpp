// The names of the standard library's pack, with each of its implementations.
// REQUIRES: call-dump
// RUN: %build/bin/call-dump %s -- -std=c++20 | grep -v ": blocks " | FileCheck %s --implicit-check-not="{{[0-9]+: }}"
// RUN: %build/bin/call-dump %s -- -std=c++20 -stdlib=libc++ | grep -v ": blocks " | FileCheck %s --implicit-check-not="{{[0-9]+: }}"

#include <algorithm>
#include <functional>
#include <future>
#include <list>
#include <map>
#include <mutex>
#include <numeric>
#include <string>
#include <thread>
#include <tuple>
#include <variant>
#include <vector>

void offloads() {
  // CHECK: [[#@LINE+1]]: offload std::thread::thread (std)
  std::thread thread([] {});
  // CHECK: [[#@LINE+1]]: offload std::jthread::jthread (std)
  std::jthread joining([] {});
  // CHECK: [[#@LINE+1]]: offload std::async (std)
  auto result = std::async([] {});
  // CHECK: [[#@LINE+1]]: offload std::packaged_task::packaged_task (std)
  std::packaged_task<void()> task([] {});
}

void in_place(std::vector<int> &values, std::list<int> &list,
              std::once_flag &once, std::variant<int, std::string> &variant,
              std::map<int, int> &map) {
  // CHECK: [[#@LINE+1]]: in_place std::for_each (std)
  std::for_each(values.begin(), values.end(), [](int) {});
  // CHECK: [[#@LINE+1]]: in_place std::sort (std)
  std::sort(values.begin(), values.end(), [](int a, int b) { return a > b; });
  // CHECK: [[#@LINE+1]]: in_place std::transform (std)
  std::transform(values.begin(), values.end(), values.begin(),
                 [](int n) { return n; });
  // CHECK: [[#@LINE+1]]: in_place std::accumulate (std)
  std::accumulate(values.begin(), values.end(), 0,
                  [](int a, int b) { return a + b; });
  // CHECK: [[#@LINE+1]]: in_place std::ranges::for_each (std)
  std::ranges::for_each(values, [](int) {});
  // CHECK: [[#@LINE+1]]: in_place std::ranges::sort (std)
  std::ranges::sort(values, [](int a, int b) { return a > b; });
  // CHECK: [[#@LINE+1]]: in_place std::ranges::find_if (std)
  (void)std::ranges::find_if(values, [](int n) { return n > 0; });
  // CHECK: [[#@LINE+1]]: in_place std::erase_if (std)
  std::erase_if(map, [](auto &entry) { return entry.first > 0; });
  // CHECK: [[#@LINE+1]]: in_place std::list::sort (std)
  list.sort([](int a, int b) { return a > b; });
  // CHECK: [[#@LINE+1]]: in_place std::list::remove_if (std)
  list.remove_if([](int n) { return n > 0; });
  // CHECK: [[#@LINE+1]]: in_place std::call_once (std)
  std::call_once(once, [] {});
  // CHECK: [[#@LINE+1]]: in_place std::visit (std)
  std::visit([](auto &) {}, variant);
  // CHECK: [[#@LINE+1]]: in_place std::apply (std)
  std::apply([](int, int) {}, std::make_tuple(1, 2));
  // CHECK: [[#@LINE+1]]: in_place std::invoke (std)
  std::invoke([] {});
}
