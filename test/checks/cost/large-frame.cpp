// Large variables in the frames of coroutines.
//
// RUN: %check_test %s async-large-frame
// RUN: %check_test %s async-large-frame --tag small --option MaxFrameBytes=1024

#include "mocks/async_simple.hpp"
#include "mocks/cobalt.hpp"
#include "mocks/concurrencpp.hpp"
#include "mocks/cppcoro.hpp"
#include "mocks/folly.hpp"
#include "mocks/home_made.hpp"
#include "mocks/libcoro.hpp"
#include "mocks/seastar.hpp"
#include <array>
#include <bitset>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

home::Lazy<> later();
home::Lazy<int> read(char *into, int size);
cppcoro::task<int> receive(std::array<char, 65536> &into);
coro::task<int> poll(char *into);
folly::coro::Task<int> query();
void fill(char *into);
bool wanted();

struct Packet {
  char header[64];
  char payload[20000];
};
struct Small {
  char text[512];
};

// Found.

home::Lazy<> array_bad() {
  char buffer[32768];
  // WARN@-1:8: 'buffer' lives over a suspension and takes 32768 bytes of the coroutine's frame, which every call allocates
  // NOTE@-2:8: keep it in a container of the size that is needed, or end its scope before the coroutine is suspended
  co_await read(buffer, sizeof buffer);
  // NOTE@-1:3: the coroutine can be suspended here
}

cppcoro::task<> std_array_bad() {
  std::array<char, 65536> buffer;
  // WARN@-1:27: 'buffer' lives over a suspension and takes 65536 bytes of the coroutine's frame, which every call allocates
  // NOTE@-2:27: keep it in a container of the size that is needed, or end its scope before the coroutine is suspended
  while (co_await receive(buffer))
  // NOTE@-1:10: the coroutine can be suspended here
    ;
}

coro::task<int> used_before_only_bad() {
  char scratch[20000];
  // WARN@-1:8: 'scratch' lives over a suspension and takes 20000 bytes of the coroutine's frame, which every call allocates
  // NOTE@-2:8: keep it in a container of the size that is needed, or end its scope before the coroutine is suspended
  fill(scratch);
  co_return co_await poll(nullptr);
  // NOTE@-1:13: the coroutine can be suspended here
}

folly::coro::Task<> object_bad() {
  Packet packet{};
  // WARN@-1:10: 'packet' lives over a suspension and takes 20064 bytes of the coroutine's frame, which every call allocates
  // NOTE@-2:10: keep it in a container of the size that is needed, or end its scope before the coroutine is suspended
  packet.header[0] = static_cast<char>(co_await query());
  // NOTE@-1:40: the coroutine can be suspended here
}

seastar::future<> two_together_bad() {
  char input[10000], output[9000];
  // WARN[default]@-1:8: 'input' and others live over a suspension and take 19000 bytes of the coroutine's frame, which every call allocates; it alone takes 10000
  // NOTE@-2:22: 'output' takes 9000 bytes more
  // NOTE@-3:8: keep it in a container of the size that is needed, or end its scope before the coroutine is suspended
  // WARN[small]@-4:8: 'input' lives over a suspension and takes 10000 bytes of the coroutine's frame, which every call allocates
  fill(input);
  fill(output);
  co_await seastar::sleep(std::chrono::seconds(1));
  // NOTE@-1:3: the coroutine can be suspended here
}

concurrencpp::result<int> parameter_bad(Packet packet,
// WARN@-1:48: 'packet' lives over a suspension and takes 20064 bytes of the coroutine's frame, which every call allocates
// NOTE@-2:48: keep it in a container of the size that is needed, or end its scope before the coroutine is suspended
                                        concurrencpp::result<int> next) {
  co_return co_await next + packet.header[0];
  // NOTE@-1:13: the coroutine can be suspended here
}

async_simple::coro::Lazy<> optional_bad() {
  std::optional<Packet> packet;
  // WARN@-1:25: 'packet' lives over a suspension and takes 20065 bytes of the coroutine's frame, which every call allocates
  // NOTE@-2:25: keep it in a container of the size that is needed, or end its scope before the coroutine is suspended
  co_await async_simple::coro::sleep(std::chrono::seconds(1));
  // NOTE@-1:3: the coroutine can be suspended here
  if (packet)
    fill(packet->header);
}

boost::cobalt::task<void> bits_bad(boost::cobalt::task<void> next) {
  std::bitset<1000000> seen;
  // WARN@-1:24: 'seen' lives over a suspension and takes 125000 bytes of the coroutine's frame, which every call allocates
  // NOTE@-2:24: keep it in a container of the size that is needed, or end its scope before the coroutine is suspended
  co_await std::move(next);
  // NOTE@-1:3: the coroutine can be suspended here
  seen.set(1);
}

home::AsyncGenerator<int> generator_bad() {
  char page[32768];
  // WARN@-1:8: 'page' lives over a suspension and takes 32768 bytes of the coroutine's frame, which every call allocates
  // NOTE@-2:8: keep it in a container of the size that is needed, or end its scope before the coroutine is suspended
  for (int i = 0; i < 10; ++i) {
    fill(page);
    co_yield page[0];
    // NOTE@-1:5: the coroutine is suspended here until its consumer asks for the next value
  }
}

home::Generator<int> synchronous_bad() {
  std::array<int, 8192> table{};
  // WARN@-1:25: 'table' lives over a suspension and takes 32768 bytes of the coroutine's frame, which every call allocates
  // NOTE@-2:25: keep it in a container of the size that is needed, or end its scope before the coroutine is suspended
  for (int element : table)
    co_yield element;
    // NOTE@-1:5: the coroutine is suspended here until its consumer asks for the next value
}

home::Lazy<> in_branch_bad() {
  if (wanted()) {
    char buffer[20000];
    // WARN@-1:10: 'buffer' lives over a suspension and takes 20000 bytes of the coroutine's frame, which every call allocates
    // NOTE@-2:10: keep it in a container of the size that is needed, or end its scope before the coroutine is suspended
    co_await read(buffer, sizeof buffer);
    // NOTE@-1:5: the coroutine can be suspended here
  }
}

home::Lazy<> in_loop_bad() {
  for (int i = 0; i < 3; ++i) {
    char buffer[20000];
    // WARN@-1:10: 'buffer' lives over a suspension and takes 20000 bytes of the coroutine's frame, which every call allocates
    // NOTE@-2:10: keep it in a container of the size that is needed, or end its scope before the coroutine is suspended
    co_await read(buffer, sizeof buffer);
    // NOTE@-1:5: the coroutine can be suspended here
  }
}

class Session {
public:
  home::Lazy<> run_bad() {
    Packet packet;
    // WARN@-1:12: 'packet' lives over a suspension and takes 20064 bytes of the coroutine's frame, which every call allocates
    // NOTE@-2:12: keep it in a container of the size that is needed, or end its scope before the coroutine is suspended
    co_await read(packet.payload, sizeof packet.payload);
    // NOTE@-1:5: the coroutine can be suspended here
  }
};

void start_bad() {
  auto session = []() -> home::Lazy<> {
    char buffer[40000];
    // WARN@-1:10: 'buffer' lives over a suspension and takes 40000 bytes of the coroutine's frame, which every call allocates
    // NOTE@-2:10: keep it in a container of the size that is needed, or end its scope before the coroutine is suspended
    co_await read(buffer, sizeof buffer);
    // NOTE@-1:5: the coroutine can be suspended here
  };
  session();
}

template <int Size> home::Lazy<> generic_bad() {
  char buffer[Size];
  // WARN@-1:8: 'buffer' lives over a suspension and takes 50000 bytes of the coroutine's frame, which every call allocates
  // NOTE@-2:8: keep it in a container of the size that is needed, or end its scope before the coroutine is suspended
  co_await read(buffer, Size);
  // NOTE@-1:3: the coroutine can be suspended here
}
template home::Lazy<> generic_bad<16>();
template home::Lazy<> generic_bad<50000>();

home::Lazy<> nested_array_bad() {
  Small rows[8][8];
  // WARN@-1:9: 'rows' lives over a suspension and takes 32768 bytes of the coroutine's frame, which every call allocates
  // NOTE@-2:9: keep it in a container of the size that is needed, or end its scope before the coroutine is suspended
  co_await later();
  // NOTE@-1:3: the coroutine can be suspended here
  fill(rows[0][0].text);
}

// Left alone.

home::Lazy<> small_ok() {
  char buffer[256];
  co_await read(buffer, sizeof buffer);
}

home::Lazy<> ends_before_ok() {
  {
    char buffer[32768];
    fill(buffer);
  }
  co_await later();
}

cppcoro::task<> begins_behind_ok() {
  co_await later();
  std::array<char, 65536> buffer;
  fill(buffer.data());
}

coro::task<int> on_heap_ok() {
  auto buffer = std::make_unique<char[]>(65536);
  co_return co_await poll(buffer.get());
}

home::Lazy<> vector_ok() {
  std::vector<char> buffer(65536);
  co_await read(buffer.data(), 65536);
}

seastar::future<> not_together_ok() {
  {
    char input[10000];
    fill(input);
  }
  co_await seastar::sleep(std::chrono::seconds(1));
  char output[9000];
  fill(output);
}

folly::coro::Task<> one_after_the_other_ok() {
  {
    char input[500];
    fill(input);
    co_await query();
  }
  {
    char output[500];
    fill(output);
    co_await query();
  }
}

async_simple::coro::Lazy<> static_ok() {
  static char table[65536];
  fill(table);
  co_await async_simple::coro::sleep(std::chrono::seconds(1));
}

boost::cobalt::task<void> reference_ok(Packet &packet,
                                       boost::cobalt::task<void> next) {
  Packet &same = packet;
  co_await std::move(next);
  fill(same.header);
}

home::Lazy<> pointer_ok(Packet *packet) {
  co_await later();
  fill(packet->header);
}

home::Lazy<> in_helper_ok() {
  auto once = [] {
    char buffer[65536];
    fill(buffer);
  };
  once();
  co_await later();
}

home::Lazy<> other_branch_ok() {
  if (wanted()) {
    char buffer[65536];
    fill(buffer);
    co_return;
  }
  co_await later();
}

concurrencpp::result<int> never_suspends_ok() {
  char buffer[65536];
  fill(buffer);
  co_return buffer[0];
}

home::Lazy<> always_ready_ok() {
  char buffer[65536];
  fill(buffer);
  co_await std::suspend_never();
}

void plain_function_ok() {
  char buffer[65536];
  fill(buffer);
  later();
}

template <int Size> home::Lazy<> not_instantiated_ok() {
  char buffer[Size];
  co_await read(buffer, Size);
}

home::Lazy<> keep(const Packet &packet);
/// A temporary in the awaited expression is in the frame as well.
home::Lazy<> FN_temporary() { co_await keep(Packet{}); }
