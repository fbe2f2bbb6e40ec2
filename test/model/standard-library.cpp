// The standard libraries declare these names in different classes and inline
// namespaces; the entries are written as users write them.
//
// RUN: %build/bin/call-dump %s -- -w -std=c++20 \
// RUN:   | FileCheck %s --implicit-check-not=blocks
// RUN: %if libc++ %{ %build/bin/call-dump %s -- -w -std=c++20 -stdlib=libc++ \
// RUN:   | FileCheck %s --implicit-check-not=blocks %}
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <future>
#include <mutex>
#include <semaphore>
#include <shared_mutex>
#include <thread>

using namespace std::chrono_literals;
namespace fs = std::filesystem;

void futures_bad(std::future<int> f, std::shared_future<void> g) {
  f.wait();
  // CHECK: [[#@LINE-1]]: blocks std::future::wait (std-thread) on 'f'
  f.wait_for(1s);
  // CHECK: [[#@LINE-1]]: blocks std::future::wait_for (std-thread) on 'f'
  f.get();
  // CHECK: [[#@LINE-1]]: blocks std::future::get (std-thread) on 'f'
  g.wait();
  // CHECK: [[#@LINE-1]]: blocks std::shared_future::wait (std-thread) on 'g'
}

void futures_ok(std::future<int> f, std::shared_future<void> g) {
  f.wait_for(0s);
  f.wait_for(std::chrono::seconds(0));
  f.wait_for(std::chrono::milliseconds::zero());
  constexpr auto no_time = 0ms;
  g.wait_for(no_time);
  f.valid();
}

// Declared in __atomic_base for integers and in atomic for the others.
void atomics_bad(std::atomic<int> &i, std::atomic<bool> &b,
                 std::atomic<int *> &p, std::atomic_flag &f) {
  i.wait(0);
  // CHECK: [[#@LINE-1]]: blocks std::atomic::wait (std-thread)
  b.wait(false);
  // CHECK: [[#@LINE-1]]: blocks std::atomic::wait (std-thread)
  p.wait(nullptr);
  // CHECK: [[#@LINE-1]]: blocks std::atomic::wait (std-thread)
  f.wait(false);
  // CHECK: [[#@LINE-1]]: blocks std::atomic_flag::wait (std-thread)
}

// In the inline namespace _V2 in libstdc++.
void condition_bad(std::condition_variable_any &c, std::mutex &m) {
  c.wait(m);
  // CHECK: [[#@LINE-1]]: blocks std::condition_variable_any::wait (std-thread) on 'c'
}

void locks_bad(std::mutex &m, std::shared_mutex &s) {
  std::lock_guard guard(m);
  // CHECK: [[#@LINE-1]]: blocks std::lock_guard::lock_guard (std-thread) on 'm'
  std::unique_lock<std::mutex> lock(m);
  // CHECK: [[#@LINE-1]]: blocks std::unique_lock::unique_lock (std-thread) on 'm'
  std::scoped_lock both(m, s);
  // CHECK: [[#@LINE-1]]: blocks std::scoped_lock::scoped_lock (std-thread) on 'm'
}

void locks_ok(std::mutex &m) {
  std::unique_lock deferred(m, std::defer_lock);
  std::unique_lock tried(m, std::try_to_lock);
  std::unique_lock<std::mutex> empty;
  std::unique_lock moved(std::move(deferred));
  m.try_lock();
  m.unlock();
}

void sleeps_bad() {
  std::this_thread::sleep_for(1s);
  // CHECK: [[#@LINE-1]]: blocks std::this_thread::sleep_for (std-thread)
}

void sleeps_ok() { std::this_thread::sleep_for(0s); }

void threads_bad(std::thread &t) {
  t.join();
  // CHECK: [[#@LINE-1]]: blocks std::thread::join (std-thread) on 't'
}

void semaphores_bad(std::binary_semaphore &s) {
  s.acquire();
  // CHECK: [[#@LINE-1]]: blocks std::counting_semaphore::acquire (std-thread) on 's'
}

void semaphores_ok(std::counting_semaphore<4> &s) {
  s.try_acquire();
  s.try_acquire_for(0s);
  s.release();
}

void filesystem_bad(const fs::path &p) {
  fs::exists(p);
  // CHECK: [[#@LINE-1]]: blocks std::filesystem::exists (std-filesystem)
  fs::create_directories(p);
  // CHECK: [[#@LINE-1]]: blocks std::filesystem::create_directories (std-filesystem)
  fs::directory_iterator entry(p);
  // CHECK: [[#@LINE-1]]: blocks std::filesystem::directory_iterator::directory_iterator
  ++entry;
  // CHECK: [[#@LINE-1]]: blocks std::filesystem::directory_iterator::operator++ (std-filesystem)
}

void filesystem_ok(const fs::path &p, fs::file_status s) {
  p.filename().extension().string();
  (p / "a").lexically_normal();
  fs::exists(s);
  fs::is_directory(s);
}
