// Guards of several runtimes, and some that no catalogue knows.
//
// RUN: %check_test %s async-unacquired-guard

#include "mocks/async_simple.hpp"
#include "mocks/cobalt.hpp"
#include "mocks/concurrencpp.hpp"
#include "mocks/cppcoro.hpp"
#include "mocks/folly.hpp"
#include "mocks/home_made.hpp"
#include "mocks/libcoro.hpp"
#include "mocks/seastar.hpp"
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

//===----------------------------------------------------------------------===//
// Home-made locks
//===----------------------------------------------------------------------===//

struct RoomGuard {
  RoomGuard(RoomGuard &&) noexcept;
  ~RoomGuard();
  void release();
};
struct Permit {
  Permit(Permit &&) noexcept;
  Permit(const Permit &) = delete;
  ~Permit();
};
/// Named like a guard, and a value that one copies.
struct LockInfo {
  LockInfo(const LockInfo &);
  ~LockInfo();
};
/// No guard: its name holds another word.
struct Block {
  Block(Block &&) noexcept;
  ~Block();
};

struct Room {
  home::Lazy<RoomGuard> enter();
  home::Shared<RoomGuard> reserve();
  home::Lazy<Permit> permit(int count = 1);
  home::Lazy<LockInfo> info();
  home::Lazy<Block> block();
  home::Lazy<> leave();
  RoomGuard now();
};
bool urgent();
void work();
template <typename T> void keep(T value) {}
#define ENTER(room) room.enter()

home::Lazy<> lazy_bad(Room &room) {
  auto guard = room.enter();
  // WARN@-1:8: 'guard' holds the task returned by 'enter' and not the lock: nothing is locked
  // NOTE@-2:16: await it with 'co_await' to hold the lock
  // FIX@-3:   auto guard = co_await room.enter();
  work();
  co_return;
}

home::Lazy<> const_bad(Room &room) {
  const auto guard = room.enter();
  // WARN@-1:14: 'guard' holds the task returned by 'enter' and not the lock: nothing is locked
  // NOTE@-2:22: await it with 'co_await' to hold the lock
  // FIX@-3:   const auto guard = co_await room.enter();
  co_return;
}

home::Lazy<> reference_bad(Room &room) {
  auto &&guard = room.enter();
  // WARN@-1:10: 'guard' holds the task returned by 'enter' and not the lock: nothing is locked
  // NOTE@-2:18: await it with 'co_await' to hold the lock
  // FIX@-3:   auto &&guard = co_await room.enter();
  co_return;
}

home::Lazy<> typed_bad(Room &room) {
  home::Lazy<RoomGuard> guard = room.enter();
  // WARN@-1:25: 'guard' holds the task returned by 'enter' and not the lock: nothing is locked
  // NOTE@-2:33: await it with 'co_await' to hold the lock
  co_return;
}

home::Lazy<> braced_bad(Room &room) {
  auto guard{room.enter()};
  // WARN@-1:8: 'guard' holds the task returned by 'enter' and not the lock: nothing is locked
  // NOTE@-2:14: await it with 'co_await' to hold the lock
  co_return;
}

home::Lazy<> permit_bad(Room &room) {
  auto permit = room.permit(2);
  // WARN@-1:8: 'permit' holds the task returned by 'permit' and not the lock: nothing is locked
  // NOTE@-2:17: await it with 'co_await' to hold the lock
  // FIX@-3:   auto permit = co_await room.permit(2);
  co_return;
}

home::Lazy<> eager_bad(Room &room) {
  auto guard = room.reserve();
  // WARN@-1:8: 'guard' holds the task returned by 'reserve' and not the lock: nobody waits until it is granted
  // NOTE@-2:16: await it with 'co_await' to hold the lock
  // FIX@-3:   auto guard = co_await room.reserve();
  work();
  co_return;
}

home::Lazy<> voided_bad(Room &room) {
  auto guard = room.enter();
  // WARN@-1:8: 'guard' holds the task returned by 'enter' and not the lock: nothing is locked
  // NOTE@-2:16: await it with 'co_await' to hold the lock
  // FIX@-3:   auto guard = co_await room.enter();
  (void)guard;
  work();
  co_return;
}

home::Lazy<> maybe_unused_bad(Room &room) {
  [[maybe_unused]] auto guard = room.enter();
  // WARN@-1:25: 'guard' holds the task returned by 'enter' and not the lock: nothing is locked
  // NOTE@-2:33: await it with 'co_await' to hold the lock
  // FIX@-3:   [[maybe_unused]] auto guard = co_await room.enter();
  work();
  co_return;
}

home::Lazy<> underscore_bad(Room &room) {
  auto _ = room.enter();
  // WARN@-1:8: '_' holds the task returned by 'enter' and not the lock: nothing is locked
  // NOTE@-2:12: await it with 'co_await' to hold the lock
  // FIX@-3:   auto _ = co_await room.enter();
  work();
  co_return;
}

home::Lazy<> scope_bad(Room &room) {
  {
    auto guard = room.enter();
    // WARN@-1:10: 'guard' holds the task returned by 'enter' and not the lock: nothing is locked
    // NOTE@-2:18: await it with 'co_await' to hold the lock
    // FIX@-3:     auto guard = co_await room.enter();
    work();
  }
  co_await room.leave();
}

home::Lazy<> branch_bad(Room &room) {
  if (urgent()) {
    auto guard = room.enter();
    // WARN@-1:10: 'guard' holds the task returned by 'enter' and not the lock: nothing is locked
    // NOTE@-2:18: await it with 'co_await' to hold the lock
    // FIX@-3:     auto guard = co_await room.enter();
    work();
  }
  co_return;
}

home::Lazy<> loop_bad(Room &room) {
  while (urgent()) {
    auto guard = room.enter();
    // WARN@-1:10: 'guard' holds the task returned by 'enter' and not the lock: nothing is locked
    // NOTE@-2:18: await it with 'co_await' to hold the lock
    // FIX@-3:     auto guard = co_await room.enter();
    work();
  }
  co_return;
}

void plain_function_bad(Room &room) {
  auto guard = room.enter();
  // WARN@-1:8: 'guard' holds the task returned by 'enter' and not the lock: nothing is locked
  // NOTE@-2:16: only a coroutine can await it: make the function one, or lock where its caller can await
  work();
}

home::Lazy<> handler_bad(Room &room) {
  try {
    co_await room.leave();
  } catch (...) {
    auto guard = room.enter();
    // WARN@-1:10: 'guard' holds the task returned by 'enter' and not the lock: nothing is locked
    // NOTE@-2:18: await it with 'co_await' to hold the lock
    work();
  }
}

home::Lazy<> macro_bad(Room &room) {
  auto guard = ENTER(room);
  // WARN@-1:8: 'guard' holds the task returned by 'enter' and not the lock: nothing is locked
  // NOTE@-2:22: await it with 'co_await' to hold the lock
  co_return;
}

home::Lazy<> lambda_bad(Room &room) {
  auto inside = [](Room &r) -> home::Lazy<> {
    auto guard = r.enter();
    // WARN@-1:10: 'guard' holds the task returned by 'enter' and not the lock: nothing is locked
    // NOTE@-2:18: await it with 'co_await' to hold the lock
    // FIX@-3:     auto guard = co_await r.enter();
    work();
    co_return;
  };
  co_await inside(room);
}

template <typename R> home::Lazy<> instantiated_bad(R &room) {
  auto guard = room.enter();
  // WARN@-1:8: 'guard' holds the task returned by 'enter' and not the lock: nothing is locked
  // NOTE@-2:16: await it with 'co_await' to hold the lock
  // NOTE@-3:8: insert 'co_await'
  // UNSAFE@-4:   auto guard = co_await room.enter();
  work();
  co_return;
}
template home::Lazy<> instantiated_bad(Room &);

home::Lazy<> path_bad(Room &room) {
  auto guard = room.enter();
  // WARN@-1:8: 'guard' holds the task returned by 'enter' and not the lock: nothing is locked
  // NOTE@-2:16: await it with 'co_await' to hold the lock
  if (urgent())
    co_await std::move(guard);
  work();
}
// NOTE@-1:1: the path that ends here never awaits 'guard'

home::Lazy<> two_bad(Room &first, Room &second) {
  auto one = first.enter();
  // WARN@-1:8: 'one' holds the task returned by 'enter' and not the lock: nothing is locked
  // NOTE@-2:14: await it with 'co_await' to hold the lock
  // FIX@-3:   auto one = co_await first.enter();
  auto two = co_await second.enter();
  work();
}

//===----------------------------------------------------------------------===//
// The runtimes of the catalogue
//===----------------------------------------------------------------------===//

coro::task<> libcoro_bad(coro::mutex &mutex) {
  auto lock = mutex.scoped_lock();
  // WARN@-1:8: 'lock' holds the operation returned by 'scoped_lock' and not the lock: nothing is locked
  // NOTE@-2:15: await it with 'co_await' to hold the lock
  // FIX@-3:   auto lock = co_await mutex.scoped_lock();
  work();
  co_return;
}

cppcoro::task<> cppcoro_bad(cppcoro::async_mutex &mutex) {
  auto lock = mutex.scoped_lock_async();
  // WARN@-1:8: 'lock' holds the operation returned by 'scoped_lock_async' and not the lock: nothing is locked
  // NOTE@-2:15: await it with 'co_await' to hold the lock
  // FIX@-3:   auto lock = co_await mutex.scoped_lock_async();
  work();
  co_return;
}

cppcoro::task<> cppcoro_typed_bad(cppcoro::async_mutex &mutex) {
  cppcoro::async_mutex_scoped_lock_operation lock = mutex.scoped_lock_async();
  // WARN@-1:46: 'lock' holds the operation returned by 'scoped_lock_async' and not the lock: nothing is locked
  // NOTE@-2:53: await it with 'co_await' to hold the lock
  work();
  co_return;
}

folly::coro::Task<void> folly_bad(folly::coro::Mutex &mutex) {
  auto lock = mutex.co_scoped_lock();
  // WARN@-1:8: 'lock' holds the operation returned by 'co_scoped_lock' and not the lock: nothing is locked
  // NOTE@-2:15: await it with 'co_await' to hold the lock
  // FIX@-3:   auto lock = co_await mutex.co_scoped_lock();
  work();
  co_return;
}

seastar::future<> seastar_bad(seastar::semaphore &limit) {
  auto units = seastar::get_units(limit, 1);
  // WARN@-1:8: 'units' holds the task returned by 'get_units' and not the lock: nobody waits until it is granted
  // NOTE@-2:16: await it with 'co_await' to hold the lock
  // FIX@-3:   auto units = co_await seastar::get_units(limit, 1);
  work();
  co_return;
}

void seastar_plain_bad(seastar::semaphore &limit) {
  auto units = seastar::get_units(limit, 1);
  // WARN@-1:8: 'units' holds the task returned by 'get_units' and not the lock: nobody waits until it is granted
  // NOTE@-2:16: only a coroutine can await it: make the function one, or lock where its caller can await
  work();
}

concurrencpp::lazy_result<void>
concurrencpp_bad(concurrencpp::async_lock &mutex,
                 std::shared_ptr<concurrencpp::executor> executor) {
  auto lock = mutex.lock(executor);
  // WARN@-1:8: 'lock' holds the task returned by 'lock' and not the lock: nothing is locked
  // NOTE@-2:15: await it with 'co_await' to hold the lock
  // FIX@-3:   auto lock = co_await mutex.lock(executor);
  work();
  co_return;
}

async_simple::coro::Lazy<void>
async_simple_bad(async_simple::coro::Mutex &mutex) {
  auto lock = mutex.coScopedLock();
  // WARN@-1:8: 'lock' holds the operation returned by 'coScopedLock' and not the lock: nothing is locked
  // NOTE@-2:15: await it with 'co_await' to hold the lock
  // FIX@-3:   auto lock = co_await mutex.coScopedLock();
  work();
  co_return;
}

boost::cobalt::task<RoomGuard> cobalt_enter(Room &room);

boost::cobalt::task<void> cobalt_bad(Room &room) {
  auto guard = cobalt_enter(room);
  // WARN@-1:8: 'guard' holds the task returned by 'cobalt_enter' and not the lock: nothing is locked
  // NOTE@-2:16: await it with 'co_await' to hold the lock
  // FIX@-3:   auto guard = co_await cobalt_enter(room);
  work();
  co_return;
}

//===----------------------------------------------------------------------===//
// Nothing to report
//===----------------------------------------------------------------------===//

home::Lazy<> awaited_ok(Room &room) {
  auto guard = co_await room.enter();
  work();
}

home::Lazy<> awaited_later_ok(Room &room) {
  auto entering = room.enter();
  work();
  auto guard = co_await std::move(entering);
}

home::Lazy<> awaited_on_both_ok(Room &room) {
  auto entering = room.enter();
  if (urgent())
    auto guard = co_await std::move(entering);
  else
    keep(std::move(entering));
}

home::Lazy<> early_exit_ok(Room &room) {
  auto entering = room.enter();
  if (urgent())
    co_return;
  auto guard = co_await std::move(entering);
}

home::Lazy<RoomGuard> returned_ok(Room &room) { return room.enter(); }

home::Lazy<RoomGuard> returned_variable_ok(Room &room) {
  auto entering = room.enter();
  return entering;
}

home::Lazy<> passed_ok(Room &room) {
  keep(room.enter());
  auto entering = room.enter();
  keep(std::move(entering));
  co_return;
}

home::Lazy<> captured_ok(Room &room) {
  auto entering = room.enter();
  keep([entering = std::move(entering)]() mutable {
    keep(std::move(entering));
  });
  co_return;
}

home::Lazy<> collected_ok(Room &room) {
  std::vector<home::Lazy<RoomGuard>> entering;
  entering.push_back(room.enter());
  keep(std::move(entering));
  co_return;
}

home::Lazy<> synchronous_ok(Room &room) {
  auto guard = room.now();
  work();
  co_return;
}

// async-unawaited-task reports these: no lock is held by what an await gives.
home::Lazy<> no_guard_ok(Room &room) {
  auto left = room.leave();
  co_return;
}

home::Lazy<> copied_value_ok(Room &room) {
  auto info = room.info();
  co_return;
}

home::Lazy<> other_word_ok(Room &room) {
  auto block = room.block();
  co_return;
}

home::Lazy<> statement_ok(Room &room) {
  room.enter();
  co_return;
}

struct Holder {
  home::Lazy<RoomGuard> Entering;
  explicit Holder(Room &room) : Entering(room.enter()) {}
};

void member_ok(Room &room, Holder &holder) { holder.Entering = room.enter(); }

void thread_mutex_ok(std::mutex &mutex) {
  std::lock_guard<std::mutex> guard(mutex);
  std::unique_lock lock(mutex, std::defer_lock);
  work();
}

void static_ok(Room &room) { static auto forever = room.enter(); }

void heap_ok(Room &room) {
  auto *entering = new home::Lazy<RoomGuard>(room.enter());
  keep(entering);
}

coro::task<> libcoro_ok(coro::mutex &mutex) {
  auto lock = co_await mutex.scoped_lock();
  work();
}

coro::task<> libcoro_plain_lock_ok(coro::mutex &mutex) {
  co_await mutex.lock();
  work();
  mutex.unlock();
}

cppcoro::task<> cppcoro_ok(cppcoro::async_mutex &mutex) {
  auto lock = co_await mutex.scoped_lock_async();
  work();
}

folly::coro::Task<void> folly_ok(folly::coro::Mutex &mutex) {
  auto lock = co_await mutex.co_scoped_lock();
  work();
}

seastar::future<> seastar_ok(seastar::semaphore &limit) {
  auto units = co_await seastar::get_units(limit, 1);
  work();
}

seastar::future<> seastar_then_ok(seastar::semaphore &limit) {
  auto units = seastar::get_units(limit, 1);
  return units.then([](auto) { work(); });
}

void seastar_asked_ok(seastar::semaphore &limit) {
  auto units = seastar::get_units(limit, 1);
  while (!units.available())
    work();
}

concurrencpp::lazy_result<void>
concurrencpp_ok(concurrencpp::async_lock &mutex,
                std::shared_ptr<concurrencpp::executor> executor) {
  auto lock = co_await mutex.lock(executor);
  work();
}

async_simple::coro::Lazy<void>
async_simple_ok(async_simple::coro::Mutex &mutex) {
  auto lock = co_await mutex.coScopedLock();
  work();
}

boost::cobalt::task<void> cobalt_ok(Room &room) {
  auto guard = co_await cobalt_enter(room);
  work();
}
