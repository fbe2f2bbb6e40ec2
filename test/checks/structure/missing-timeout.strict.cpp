// Awaits without a limit in coroutines that another file starts.
//
// RUN: %check_test %s async-missing-timeout --option StrictMode=true

#include "mocks/libcoro.hpp"
#include "mocks/seastar.hpp"
#include <array>
#include <chrono>
#include <string>

using namespace std::chrono_literals;
using Client = coro::net::tcp::client;
using Buffer = std::array<char, 512>;

coro::task<std::size_t> answer_bad(Client &client, Buffer &buffer) {
  std::size_t size = co_await client.read_some(buffer);
  // WARN@-1:31: 'read_some' has no time limit: a peer that falls silent keeps this coroutine and its socket for as long as the system lets it
  // NOTE@-2:31: bound its time: 'coro::scheduler::schedule(task, timeout)'
  co_return co_await client.write_some(buffer) + size;
  // NOTE@-1:22: neither has this
}

seastar::future<> reach_bad(seastar::socket_address address) {
  co_await seastar::connect(address);
  // WARN@-1:12: 'connect' has no time limit: a peer that falls silent keeps this coroutine and its socket for as long as the system lets it
  // NOTE@-2:12: bound its time: 'seastar::with_timeout'
}

coro::task<void> limited_ok(Client &client) { co_await client.connect(); }
coro::task<void> limits_ok(coro::scheduler &scheduler, Client &client) {
  co_await scheduler.schedule(limited_ok(client), 5s);
}

// The limit is in the caller, in another file.
coro::task<void> FP_elsewhere(Client &client) { co_await client.connect(); }
// WARN@-1:58: 'connect' has no time limit: a peer that falls silent keeps this coroutine and its socket for as long as the system lets it
// NOTE@-2:58: bound its time: 'coro::scheduler::schedule(task, timeout)'
