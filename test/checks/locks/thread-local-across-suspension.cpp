// Thread-local data that a coroutine goes on to use behind a suspension.
//
// RUN: %check_test %s async-thread-local-across-suspension

#include "mocks/async_simple.hpp"
#include "mocks/cobalt.hpp"
#include "mocks/concurrencpp.hpp"
#include "mocks/cppcoro.hpp"
#include "mocks/folly.hpp"
#include "mocks/home_made.hpp"
#include "mocks/libcoro.hpp"
#include "mocks/seastar.hpp"
#include "mocks/threads.hpp"
#include <cerrno>
#include <cstring>
#include <map>
#include <pthread.h>
#include <span>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

struct Statistics {
  int requests = 0;
  std::vector<int> sizes;
  static thread_local Statistics current;
};
thread_local std::string buffer;
thread_local Statistics statistics;
thread_local int depth;
thread_local std::vector<int> numbers;
thread_local std::map<std::string, int> by_name;
thread_local char bytes[256];
std::string shared_buffer;

home::Lazy<> later();
home::Lazy<int> ask();
cppcoro::task<> flush();
coro::task<int> receive(int descriptor);
folly::coro::Task<int> query();
void use(const std::string &text);
void use(int value);
bool wanted();

Statistics &local_statistics() {
  thread_local Statistics own;
  return own;
}
int *local_depth() { return &depth; }

// Found.

cppcoro::task<> reference_bad() {
  std::string &text = buffer;
  // NOTE@-1:23: the reference is taken here
  text = "begin";
  co_await flush();
  // NOTE@-1:3: the coroutine can be suspended here
  text += "end";
  // WARN@-1:3: 'text' refers to thread-local 'buffer' of the thread before the suspension; the coroutine may run on another one here
  // NOTE@-2:3: take it again behind the suspension, or copy the value before
}

home::Lazy<> pointer_bad() {
  int *counter = &depth;
  // NOTE@-1:18: the reference is taken here
  ++*counter;
  co_await later();
  // NOTE@-1:3: the coroutine can be suspended here
  --*counter;
  // WARN@-1:6: 'counter' refers to thread-local 'depth' of the thread before the suspension; the coroutine may run on another one here
  // NOTE@-2:6: take it again behind the suspension, or copy the value before
}

coro::task<int> member_bad(int descriptor) {
  auto &requests = statistics.requests;
  // NOTE@-1:20: the reference is taken here
  int received = co_await receive(descriptor);
  // NOTE@-1:18: the coroutine can be suspended here
  requests += received;
  // WARN@-1:3: 'requests' refers to thread-local 'statistics' of the thread before the suspension; the coroutine may run on another one here
  // NOTE@-2:3: take it again behind the suspension, or copy the value before
  co_return requests;
}

home::Lazy<> static_member_bad() {
  Statistics &own = Statistics::current;
  // NOTE@-1:21: the reference is taken here
  own.requests = co_await ask();
  // WARN@-1:3: 'own' refers to thread-local 'current' of the thread before the suspension; the coroutine may run on another one here
  // NOTE@-2:18: the coroutine can be suspended here
  // NOTE@-3:3: take it again behind the suspension, or copy the value before
}

home::Lazy<> element_bad() {
  int &first = numbers[0];
  // NOTE@-1:16: the reference is taken here
  co_await later();
  // NOTE@-1:3: the coroutine can be suspended here
  first = 1;
  // WARN@-1:3: 'first' refers to thread-local 'numbers' of the thread before the suspension; the coroutine may run on another one here
  // NOTE@-2:3: take it again behind the suspension, or copy the value before
}

home::Lazy<> iterator_bad(std::string name) {
  auto found = by_name.find(name);
  // NOTE@-1:16: the reference is taken here
  if (found == by_name.end())
    co_return;
  co_await later();
  // NOTE@-1:3: the coroutine can be suspended here
  use(found->second);
  // WARN@-1:7: 'found' refers to thread-local 'by_name' of the thread before the suspension; the coroutine may run on another one here
  // NOTE@-2:7: take it again behind the suspension, or copy the value before
}

concurrencpp::result<void> view_bad(concurrencpp::result<void> next) {
  std::string_view text = buffer;
  // NOTE@-1:27: the reference is taken here
  co_await next;
  // NOTE@-1:3: the coroutine can be suspended here
  use(std::string(text));
  // WARN@-1:19: 'text' refers to thread-local 'buffer' of the thread before the suspension; the coroutine may run on another one here
  // NOTE@-2:19: take it again behind the suspension, or copy the value before
}

home::Lazy<> span_bad() {
  std::span<int> all(numbers);
  // NOTE@-1:18: the reference is taken here
  co_await later();
  // NOTE@-1:3: the coroutine can be suspended here
  use(all[0]);
  // WARN@-1:7: 'all' refers to thread-local 'numbers' of the thread before the suspension; the coroutine may run on another one here
  // NOTE@-2:7: take it again behind the suspension, or copy the value before
}

home::Lazy<> array_bad() {
  char *at = bytes;
  // NOTE@-1:14: the reference is taken here
  co_await later();
  // NOTE@-1:3: the coroutine can be suspended here
  *at = 0;
  // WARN@-1:4: 'at' refers to thread-local 'bytes' of the thread before the suspension; the coroutine may run on another one here
  // NOTE@-2:4: take it again behind the suspension, or copy the value before
}

async_simple::coro::Lazy<> accessor_bad() {
  Statistics &own = local_statistics();
  // NOTE@-1:21: the reference is taken here
  co_await async_simple::coro::sleep(std::chrono::seconds(1));
  // NOTE@-1:3: the coroutine can be suspended here
  ++own.requests;
  // WARN@-1:5: 'own' refers to thread-local 'own' of the thread before the suspension; the coroutine may run on another one here
  // NOTE@-2:5: take it again behind the suspension, or copy the value before
}

home::Lazy<> pointer_accessor_bad() {
  int *own = local_depth();
  // NOTE@-1:14: the reference is taken here
  co_await later();
  // NOTE@-1:3: the coroutine can be suspended here
  ++*own;
  // WARN@-1:6: 'own' refers to thread-local 'depth' of the thread before the suspension; the coroutine may run on another one here
  // NOTE@-2:6: take it again behind the suspension, or copy the value before
}

home::Lazy<> loop_bad() {
  for (int number : numbers) {
  // WARN@-1:21: the loop goes on over thread-local 'numbers' of the thread that began it; the coroutine may run on another one after a suspension
  // NOTE@-2:21: loop over a copy
    use(number);
    co_await later();
    // NOTE@-1:5: the coroutine can be suspended here
  }
}

home::Lazy<> in_loop_bad() {
  std::string &text = buffer;
  // NOTE@-1:23: the reference is taken here
  while (wanted()) {
    text += "x";
    // WARN@-1:5: 'text' refers to thread-local 'buffer' of the thread before the suspension; the coroutine may run on another one here
    // NOTE@-2:5: take it again behind the suspension, or copy the value before
    co_await later();
    // NOTE@-1:5: the coroutine can be suspended here
  }
}

home::Lazy<> assigned_bad(pthread_key_t key) {
  void *data = nullptr;
  data = pthread_getspecific(key);
  // NOTE@-1:10: the reference is taken here
  co_await later();
  // NOTE@-1:3: the coroutine can be suspended here
  use(data != nullptr);
  // WARN@-1:7: 'data' refers to thread-local data of the thread before the suspension; the coroutine may run on another one here
  // NOTE@-2:7: take it again behind the suspension, or copy the value before
}

folly::coro::Task<> folly_bad(folly::ThreadLocal<Statistics> &own) {
  Statistics *mine = own.get();
  // NOTE@-1:22: the reference is taken here
  mine->requests = co_await query();
  // WARN@-1:3: 'mine' refers to thread-local data of the thread before the suspension; the coroutine may run on another one here
  // NOTE@-2:20: the coroutine can be suspended here
  // NOTE@-3:3: take it again behind the suspension, or copy the value before
}

home::Lazy<> boost_bad(boost::thread_specific_ptr<Statistics> &own) {
  Statistics &mine = *own;
  // NOTE@-1:22: the reference is taken here
  co_await later();
  // NOTE@-1:3: the coroutine can be suspended here
  mine.requests = 1;
  // WARN@-1:3: 'mine' refers to thread-local data of the thread before the suspension; the coroutine may run on another one here
  // NOTE@-2:3: take it again behind the suspension, or copy the value before
}

home::Lazy<> errno_bad(int descriptor) {
  char data[16];
  if (::read(descriptor, data, sizeof data) < 0) {
  // NOTE@-1:7: the call that set it
    co_await later();
    // NOTE@-1:5: the coroutine can be suspended here
    if (errno == EAGAIN)
    // WARN@-1:9: 'errno' is read behind a suspension: it is that of the thread that resumed the coroutine
    // NOTE@-2:9: copy it into a variable before the 'co_await'
      use("again");
  }
}

home::Lazy<> errno_pointer_bad() {
  int &error = errno;
  // NOTE@-1:16: the reference is taken here
  co_await later();
  // NOTE@-1:3: the coroutine can be suspended here
  use(error);
  // WARN@-1:7: 'error' refers to thread-local data of the thread before the suspension; the coroutine may run on another one here
  // NOTE@-2:7: take it again behind the suspension, or copy the value before
}

home::AsyncGenerator<int> over_yield_bad() {
  auto &own = statistics;
  // NOTE@-1:15: the reference is taken here
  co_yield own.requests;
  // NOTE@-1:3: the coroutine is suspended here until its consumer asks for the next value
  ++own.requests;
  // WARN@-1:5: 'own' refers to thread-local 'statistics' of the thread before the suspension; the coroutine may run on another one here
  // NOTE@-2:5: take it again behind the suspension, or copy the value before
}

class Session {
public:
  home::Lazy<> run_bad() {
    auto &own = scratch;
    // NOTE@-1:17: the reference is taken here
    own.clear();
    co_await later();
    // NOTE@-1:5: the coroutine can be suspended here
    own.push_back(1);
    // WARN@-1:5: 'own' refers to thread-local 'scratch' of the thread before the suspension; the coroutine may run on another one here
    // NOTE@-2:5: take it again behind the suspension, or copy the value before
  }
  home::Lazy<> run_ok() {
    scratch.clear();
    co_await later();
    scratch.push_back(1);
  }

private:
  static thread_local std::vector<int> scratch;
};

void start_bad() {
  auto session = []() -> home::Lazy<> {
    auto &text = buffer;
    // NOTE@-1:18: the reference is taken here
    co_await later();
    // NOTE@-1:5: the coroutine can be suspended here
    text.clear();
    // WARN@-1:5: 'text' refers to thread-local 'buffer' of the thread before the suspension; the coroutine may run on another one here
    // NOTE@-2:5: take it again behind the suspension, or copy the value before
  };
  session();
}

template <typename T> home::Lazy<> generic_bad(T value) {
  std::string &text = buffer;
  // NOTE@-1:23: the reference is taken here
  co_await later();
  // NOTE@-1:3: the coroutine can be suspended here
  text = value;
  // WARN@-1:3: 'text' refers to thread-local 'buffer' of the thread before the suspension; the coroutine may run on another one here
  // NOTE@-2:3: take it again behind the suspension, or copy the value before
}
template home::Lazy<> generic_bad(const char *);
template home::Lazy<> generic_bad(std::string);

// Left alone.

cppcoro::task<> copied_ok() {
  std::string text = buffer;
  co_await flush();
  text += "end";
  use(text);
}

home::Lazy<> by_name_ok() {
  ++depth;
  co_await later();
  --depth;
}

home::Lazy<> used_before_ok() {
  std::string &text = buffer;
  text = "begin";
  co_await later();
  use(1);
}

home::Lazy<> taken_again_ok() {
  int *counter = &depth;
  ++*counter;
  co_await later();
  counter = &depth;
  --*counter;
}

home::Lazy<> in_each_round_ok() {
  while (wanted()) {
    std::string &text = buffer;
    text += "x";
    co_await later();
  }
}

home::Lazy<> value_of_member_ok() {
  int requests = statistics.requests;
  auto size = numbers.size();
  co_await later();
  use(requests + static_cast<int>(size));
}

home::Lazy<> global_ok() {
  std::string &text = shared_buffer;
  co_await later();
  text += "end";
}

home::Lazy<> own_static_ok() {
  static std::string kept;
  std::string &text = kept;
  co_await later();
  text += "end";
}

seastar::future<> same_thread_ok() {
  auto &text = buffer;
  co_await seastar::sleep(std::chrono::seconds(1));
  text += "end";
}

boost::cobalt::task<void> one_thread_ok(boost::cobalt::task<void> next) {
  auto &text = buffer;
  co_await std::move(next);
  text += "end";
}

home::Lazy<> loop_without_await_ok() {
  for (int number : numbers)
    use(number);
  co_await later();
}

home::Lazy<> loop_left_ok() {
  for (int number : numbers) {
    if (number == 0) {
      co_await later();
      break;
    }
  }
}

home::Lazy<> errno_at_once_ok(int descriptor) {
  char data[16];
  while (::read(descriptor, data, sizeof data) < 0) {
    if (errno != EAGAIN)
      co_return;
    co_await later();
  }
}

home::Lazy<> errno_copied_ok(int descriptor) {
  char data[16];
  ssize_t got = ::read(descriptor, data, sizeof data);
  int error = errno;
  co_await later();
  if (got < 0)
    use(error);
}

/// An awaited operation calls read() itself and leaves its error.
home::Lazy<> errno_of_await_ok(int descriptor) {
  errno = 0;
  ::close(descriptor);
  int got = co_await ask();
  if (got < 0)
    use(errno);
}

home::Lazy<> errno_of_call_behind_ok(int descriptor) {
  ::close(descriptor);
  co_await later();
  ::close(descriptor);
  use(errno);
}

home::Lazy<> errno_reset_ok(int descriptor) {
  ::close(descriptor);
  co_await later();
  errno = 0;
}

home::Lazy<> never_suspends_ok() {
  std::string &text = buffer;
  co_await std::suspend_never();
  text += "end";
}

home::Lazy<> other_path_ok() {
  std::string *text = &buffer;
  if (wanted()) {
    co_await later();
    co_return;
  }
  text->clear();
}

void plain_function_ok() {
  std::string &text = buffer;
  later();
  text += "end";
}

// Known wrong answers.

home::Lazy<> fill(std::string &text);
/// The callee keeps the reference over its suspensions.
home::Lazy<> FN_passed_on() { co_await fill(buffer); }

struct View {
  std::string &text;
};
/// A reference in a member.
home::Lazy<> FN_in_member() {
  View view{buffer};
  co_await later();
  view.text += "end";
}
