// Awaited values that tell success from failure.
//
// RUN: %check_test %s async-ignored-result
// RUN: %check_test %s async-ignored-result --tag strict --option StrictMode=true

#include "mocks/async_simple.hpp"
#include "mocks/cobalt.hpp"
#include "mocks/concurrencpp.hpp"
#include "mocks/cppcoro.hpp"
#include "mocks/folly.hpp"
#include "mocks/home_made.hpp"
#include "mocks/libcoro.hpp"
#include "mocks/seastar.hpp"
#include <array>
#include <exception>
#include <optional>
#include <system_error>
#include <tuple>
#include <utility>
#include <vector>

/// What projects mark themselves.
struct [[nodiscard]] Status {
  bool ok() const;
};
enum class [[nodiscard]] Verdict { Good, Bad };
template <typename T> struct [[nodiscard]] Result {
  ~Result();
  explicit operator bool() const;
  T value() const;
};
struct Plain {
  int Value;
};
struct RoomGuard {
  RoomGuard(RoomGuard &&) noexcept;
  ~RoomGuard();
  home::Lazy<> lock();
};
namespace tl {
template <typename T, typename E> struct expected {
  bool has_value() const;
  T value() const;
};
} // namespace tl

home::Lazy<Status> save(int value = 0);
home::Lazy<Verdict> judge();
home::Lazy<Result<int>> load();
home::Lazy<tl::expected<int, int>> parse();
home::Lazy<std::error_code> flush();
home::Lazy<std::exception_ptr> caught();
home::Lazy<std::tuple<std::error_code, int>> read_some();
home::Lazy<std::pair<int, std::error_code>> write_some();
home::Lazy<std::vector<Status>> save_all();
home::Shared<Status> save_eagerly();
home::Lazy<RoomGuard> enter();
home::Lazy<Plain> plain();
home::Lazy<int> number();
home::Lazy<bool> flag();
home::Lazy<std::optional<int>> maybe();
home::Lazy<home::Lazy<Status>> nested();
home::Lazy<const Status &> last();
home::Lazy<> nothing();
void change_shared();
bool urgent();
template <typename T> void keep(T &&value) {}
#define SAVE() save()

//===----------------------------------------------------------------------===//
// Home-made types
//===----------------------------------------------------------------------===//

home::Lazy<> class_bad() { co_await save(1); }
// WARN@-1:28: the outcome of 'save' is ignored
// NOTE@-2:28: look at it, or say '(void)' to ignore it

home::Lazy<> enumeration_bad() { co_await judge(); }
// WARN@-1:34: the outcome of 'judge' is ignored
// NOTE@-2:34: look at it, or say '(void)' to ignore it

home::Lazy<> template_bad() { co_await load(); }
// WARN@-1:31: the outcome of 'load' is ignored
// NOTE@-2:31: look at it, or say '(void)' to ignore it

home::Lazy<> expected_bad() { co_await parse(); }
// WARN@-1:31: the outcome of 'parse' is ignored
// NOTE@-2:31: look at it, or say '(void)' to ignore it

home::Lazy<> error_code_bad() { co_await flush(); }
// WARN[strict]@-1:33: the outcome of 'flush' is ignored
// NOTE[strict]@-2:33: look at it, or say '(void)' to ignore it

home::Lazy<> exception_bad() { co_await caught(); }
// WARN[strict]@-1:32: the outcome of 'caught' is ignored
// NOTE[strict]@-2:32: look at it, or say '(void)' to ignore it

home::Lazy<> tuple_bad() { co_await read_some(); }
// WARN@-1:28: the outcome of 'read_some' is ignored
// NOTE@-2:28: look at it, or say '(void)' to ignore it

home::Lazy<> pair_bad() { co_await write_some(); }
// WARN[strict]@-1:27: the outcome of 'write_some' is ignored
// NOTE[strict]@-2:27: look at it, or say '(void)' to ignore it

home::Lazy<> elements_strict_bad() { co_await save_all(); }
// WARN[strict]@-1:38: the outcome of 'save_all' is ignored
// NOTE[strict]@-2:38: look at it, or say '(void)' to ignore it

home::Lazy<> eager_bad() { co_await save_eagerly(); }
// WARN@-1:28: the outcome of 'save_eagerly' is ignored
// NOTE@-2:28: look at it, or say '(void)' to ignore it

home::Lazy<> guard_bad() { co_await enter(); change_shared(); }
// WARN@-1:28: the lock that this await gives is released at once
// NOTE@-2:28: keep it in a variable as long as it is needed

home::Lazy<> variable_bad() {
  auto status = co_await save(1);
  // WARN@-1:17: the outcome of 'save' is never read
  // NOTE@-2:8: 'status' holds it and is never used
  // NOTE@-3:17: look at it, or say '(void)' to ignore it
  co_return;
}

home::Lazy<> typed_variable_bad() {
  Result<int> result = co_await load();
  // WARN@-1:24: the outcome of 'load' is never read
  // NOTE@-2:15: 'result' holds it and is never used
  // NOTE@-3:24: look at it, or say '(void)' to ignore it
  co_return;
}

home::Lazy<> bindings_bad() {
  auto [error, count] = co_await read_some();
  // WARN@-1:25: the outcome of 'read_some' is never read
  // NOTE@-2:8: none of these is used
  // NOTE@-3:25: look at it, or say '(void)' to ignore it
  co_return;
}

home::Lazy<> stored_task_bad() {
  auto saving = save(1);
  co_await std::move(saving);
  // WARN@-1:3: the outcome of this await is ignored
  // NOTE@-2:3: look at it, or say '(void)' to ignore it
}

home::Lazy<> branch_bad() {
  if (urgent())
    co_await save(1);
    // WARN@-1:5: the outcome of 'save' is ignored
    // NOTE@-2:5: look at it, or say '(void)' to ignore it
}

home::Lazy<> loop_bad() {
  for (int i = 0; i < 3; ++i)
    co_await save(i);
    // WARN@-1:5: the outcome of 'save' is ignored
    // NOTE@-2:5: look at it, or say '(void)' to ignore it
}

home::Lazy<> comma_bad() { co_await save(1), co_await nothing(); }
// WARN@-1:28: the outcome of 'save' is ignored
// NOTE@-2:28: look at it, or say '(void)' to ignore it

home::Lazy<> arms_bad() { urgent() ? co_await save(1) : co_await save(2); }
// WARN@-1:38: the outcome of 'save' is ignored
// NOTE@-2:38: look at it, or say '(void)' to ignore it
// WARN@-3:57: the outcome of 'save' is ignored
// NOTE@-4:57: look at it, or say '(void)' to ignore it

home::Lazy<> macro_bad() { co_await SAVE(); }
// WARN@-1:28: the outcome of 'save' is ignored
// NOTE@-2:28: look at it, or say '(void)' to ignore it

home::Lazy<> lambda_bad() {
  auto inside = []() -> home::Lazy<> { co_await save(1); };
  // WARN@-1:40: the outcome of 'save' is ignored
  // NOTE@-2:40: look at it, or say '(void)' to ignore it
  co_await inside();
}

template <typename T> home::Lazy<> instantiated_bad(T) { co_await save(1); }
// WARN@-1:58: the outcome of 'save' is ignored
// NOTE@-2:58: look at it, or say '(void)' to ignore it
template home::Lazy<> instantiated_bad(int);

home::Lazy<> overwritten_bad() {
  auto status = co_await save(1);
  // WARN@-1:17: the outcome of 'save' is never read
  // NOTE@-2:8: 'status' holds it and is never used
  // NOTE@-3:17: look at it, or say '(void)' to ignore it
  // NOTE@-4:8: 'status' holds it and is never used
  status = co_await save(2);
  // WARN@-1:12: the outcome of 'save' is never read
  // NOTE@-2:12: look at it, or say '(void)' to ignore it
}

// Only a strict reader wants to know that an error is not looked at where
// something else is.
home::Lazy<int> unread_error_bad() {
  auto [error, count] = co_await read_some();
  // WARN[strict]@-1:25: the outcome of 'read_some' is never read
  // NOTE[strict]@-2:9: 'error' is never used
  // NOTE[strict]@-3:25: look at it before the other values
  co_return count;
}

//===----------------------------------------------------------------------===//
// The runtimes of the catalogue
//===----------------------------------------------------------------------===//

cppcoro::task<Status> cppcoro_save();
cppcoro::task<> cppcoro_bad() { co_await cppcoro_save(); }
// WARN@-1:33: the outcome of 'cppcoro_save' is ignored
// NOTE@-2:33: look at it, or say '(void)' to ignore it

cppcoro::task<> cppcoro_guard_bad(cppcoro::async_mutex &mutex) {
  co_await mutex.scoped_lock_async();
  // WARN@-1:3: the lock that this await gives is released at once
  // NOTE@-2:3: keep it in a variable as long as it is needed
  change_shared();
}

coro::task<tl::expected<int, int>> libcoro_parse();
coro::task<> libcoro_bad() { co_await libcoro_parse(); }
// WARN@-1:30: the outcome of 'libcoro_parse' is ignored
// NOTE@-2:30: look at it, or say '(void)' to ignore it

coro::task<> libcoro_guard_bad(coro::mutex &mutex) {
  co_await mutex.scoped_lock();
  // WARN@-1:3: the lock that this await gives is released at once
  // NOTE@-2:3: keep it in a variable as long as it is needed
  change_shared();
}

folly::coro::Task<folly::Try<int>> folly_try();
folly::coro::Task<void> folly_bad() { co_await folly_try(); }
// WARN@-1:39: the outcome of 'folly_try' is ignored
// NOTE@-2:39: look at it, or say '(void)' to ignore it

folly::coro::Task<void> folly_guard_bad(folly::coro::Mutex &mutex) {
  co_await mutex.co_scoped_lock();
  // WARN@-1:3: the lock that this await gives is released at once
  // NOTE@-2:3: keep it in a variable as long as it is needed
  change_shared();
}

seastar::future<> seastar_guard_bad(seastar::semaphore &limit) {
  co_await seastar::get_units(limit, 1);
  // WARN@-1:3: the lock that this await gives is released at once
  // NOTE@-2:3: keep it in a variable as long as it is needed
  change_shared();
}

seastar::future<std::error_code> seastar_flush();
seastar::future<> seastar_bad() { co_await seastar_flush(); }
// WARN[strict]@-1:35: the outcome of 'seastar_flush' is ignored
// NOTE[strict]@-2:35: look at it, or say '(void)' to ignore it

concurrencpp::result<Status> concurrencpp_save();
concurrencpp::lazy_result<void> concurrencpp_bad() {
  co_await concurrencpp_save();
  // WARN@-1:3: the outcome of 'concurrencpp_save' is ignored
  // NOTE@-2:3: look at it, or say '(void)' to ignore it
}

async_simple::coro::Lazy<int> async_simple_ask();
async_simple::coro::Lazy<void> async_simple_strict_bad() {
  std::vector<async_simple::coro::Lazy<int>> all;
  all.push_back(async_simple_ask());
  co_await async_simple::coro::collectAll(std::move(all));
  // WARN[strict]@-1:3: the outcome of 'collectAll' is ignored
  // NOTE[strict]@-2:3: look at it, or say '(void)' to ignore it
}

async_simple::coro::Lazy<void> async_simple_try_bad() {
  auto asking = async_simple_ask();
  co_await asking.coAwaitTry();
  // WARN@-1:3: the outcome of 'coAwaitTry' is ignored
  // NOTE@-2:3: look at it, or say '(void)' to ignore it
}

boost::cobalt::task<Status> cobalt_save();
boost::cobalt::task<void> cobalt_bad() { co_await cobalt_save(); }
// WARN@-1:42: the outcome of 'cobalt_save' is ignored
// NOTE@-2:42: look at it, or say '(void)' to ignore it

//===----------------------------------------------------------------------===//
// Nothing to report
//===----------------------------------------------------------------------===//

home::Lazy<> read_ok() {
  auto status = co_await save(1);
  if (!status.ok())
    co_return;
}

home::Lazy<> condition_ok() {
  if ((co_await save(1)).ok())
    co_return;
  while (co_await judge() == Verdict::Bad)
    keep(co_await load());
}

home::Lazy<> asked_ok() {
  auto parsed = co_await parse();
  if (parsed.has_value())
    co_return;
}

home::Lazy<> cast_ok() {
  (void)co_await save(1);
  static_cast<void>(co_await load());
}

/// Whoever holds the lock does what this one came for.
home::Lazy<Status> waits_for_others_ok(bool busy) {
  if (busy) {
    co_await enter();
    co_return Status();
  }
  co_return co_await save(1);
}

/// How a guard takes its lock: nobody has to keep what that gives.
home::Lazy<> RoomGuard::lock() {
  co_await enter();
  change_shared();
}

struct Wire {
  home::Lazy<std::error_code> write(int);
  void close();
  home::Lazy<std::error_code> async_shutdown();
};

/// Whether the last words arrive changes nothing.
home::Lazy<> last_words_ok(Wire &wire) {
  for (int left = 3; left > 0; --left) {
    if (auto error = co_await wire.write(left)) {
      co_await wire.write(-1);
      wire.close();
      co_return;
    }
  }
  co_await wire.write(0);
  change_shared();
  co_await wire.async_shutdown();
}

home::Lazy<> closed_much_later_bad(Wire &wire) {
  co_await wire.write(1);
  // WARN[strict]@-1:3: the outcome of 'write' is ignored
  // NOTE[strict]@-2:3: look at it, or say '(void)' to ignore it
  if (auto error = co_await wire.write(2))
    co_return;
  wire.close();
}

home::Lazy<> ignored_ok() { std::ignore = co_await save(1); }

home::Lazy<> voided_variable_ok() {
  auto status = co_await save(1);
  (void)status;
}

home::Lazy<> maybe_unused_ok() {
  [[maybe_unused]] auto status = co_await save(1);
  [[maybe_unused]] auto [error, count] = co_await read_some();
}

home::Lazy<> named_ok() {
  auto _ = co_await save(1);
  auto ignored = co_await save(2);
  auto unused_status = co_await save(3);
  auto [ignored_error, count] = co_await read_some();
}

home::Lazy<Status> returned_ok() { co_return co_await save(1); }

home::Lazy<Status> returned_variable_ok() {
  auto status = co_await save(1);
  co_return status;
}

home::Lazy<> passed_ok() { keep(co_await save(1)); }

home::Lazy<> member_ok() { (co_await save(1)).ok(); }

home::Lazy<> value_used_ok() {
  int value = (co_await load()).value();
  keep(value);
}

home::Lazy<> plain_ok() {
  co_await plain();
  co_await number();
  co_await flag();
  co_await maybe();
  co_await nothing();
}

// async-nested-task reports it.
home::Lazy<> nested_ok() { co_await nested(); }

home::Lazy<> reference_ok() { co_await last(); }

home::Lazy<> bindings_read_ok() {
  auto [error, count] = co_await read_some();
  if (!error)
    keep(count);
}

home::Lazy<> error_read_ok() {
  auto [error, count] = co_await read_some();
  keep(error);
}

home::Lazy<> captured_ok() {
  auto status = co_await save(1);
  keep([&] { return status.ok(); });
}

home::Lazy<> kept_guard_ok() {
  auto guard = co_await enter();
  co_await nothing();
}

home::Lazy<> assigned_ok(Status &out) { out = co_await save(1); }

home::Lazy<> collected_ok() {
  std::vector<Status> all;
  all.push_back(co_await save(1));
  keep(all);
}

// async-unawaited-task reports it.
home::Lazy<> dropped_task_ok() {
  save(1);
  co_return;
}

home::Lazy<> path_ok() {
  auto status = co_await save(1);
  if (urgent())
    keep(status);
}

Status synchronous();
void plain_call_ok() { keep(synchronous()); }

cppcoro::task<> cppcoro_ok() {
  if ((co_await cppcoro_save()).ok())
    co_return;
}

cppcoro::task<> cppcoro_guard_ok(cppcoro::async_mutex &mutex) {
  auto lock = co_await mutex.scoped_lock_async();
  co_await mutex.lock_async();
}

coro::task<> libcoro_ok() {
  auto parsed = co_await libcoro_parse();
  keep(parsed);
}

folly::coro::Task<void> folly_ok() {
  auto result = co_await folly_try();
  if (result.hasException())
    co_return;
}

seastar::future<> seastar_ok() {
  if (co_await seastar_flush())
    co_return;
}

concurrencpp::lazy_result<void> concurrencpp_ok() {
  (void)co_await concurrencpp_save();
}

async_simple::coro::Lazy<void> async_simple_ok() {
  co_await async_simple_ask();
  auto asking = async_simple_ask();
  auto result = co_await asking.coAwaitTry();
  if (result.hasError())
    co_return;
}

boost::cobalt::task<void> cobalt_ok() { keep(co_await cobalt_save()); }
