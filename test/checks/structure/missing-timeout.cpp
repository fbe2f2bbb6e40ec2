// Awaits for the other side without a limit.
//
// RUN: %check_test %s async-missing-timeout

#include "mocks/async_simple.hpp"
#include "mocks/cppcoro.hpp"
#include "mocks/drogon.hpp"
#include "mocks/home_made.hpp"
#include "mocks/libcoro.hpp"
#include "mocks/seastar.hpp"
#include <array>
#include <chrono>
#include <stop_token>
#include <string>
#include <utility>

using namespace std::chrono_literals;

void log(const char *text);

//===----------------------------------------------------------------------===//
// libcoro: each operation takes a time-out that is 0 by default
//===----------------------------------------------------------------------===//

using Client = coro::net::tcp::client;
using Buffer = std::array<char, 512>;

coro::task<void> connects_bad(Client &client) { co_await client.connect(); }
// WARN@-1:58: 'connect' has no time limit: a peer that falls silent keeps this coroutine and its socket for as long as the system lets it
// NOTE@-2:58: bound its time: 'coro::scheduler::schedule(task, timeout)'

coro::task<std::size_t> reads_bad(Client &client, Buffer &buffer) {
  co_return co_await client.read_some(buffer);
  // WARN@-1:22: 'read_some' has no time limit: a peer that falls silent keeps this coroutine and its socket for as long as the system lets it
  // NOTE@-2:22: bound its time: 'coro::scheduler::schedule(task, timeout)'
}

coro::task<void> writes_bad(Client &client, Buffer &buffer) {
  std::size_t written = co_await client.write_some(buffer);
  // WARN@-1:34: 'write_some' has no time limit: a peer that falls silent keeps this coroutine and its socket for as long as the system lets it
  // NOTE@-2:34: bound its time: 'coro::scheduler::schedule(task, timeout)'
  if (written < buffer.size())
    log("short write");
}

coro::task<void> echoes_bad(Client &client) {
  Buffer buffer;
  while (true) {
    if (co_await client.read_some(buffer) == 0)
    // WARN@-1:18: 'read_some' has no time limit: a peer that falls silent keeps this coroutine and its socket for as long as the system lets it
    // NOTE@-2:18: bound its time: 'coro::scheduler::schedule(task, timeout)'
      co_return;
    co_await client.write_some(buffer);
    // NOTE@-1:14: neither has this
  }
}

coro::task<void> one_of_two_bad(Client &client, Buffer &buffer) {
  co_await client.connect(5s);
  co_await client.read_some(buffer);
  // WARN@-1:12: 'read_some' has no time limit: a peer that falls silent keeps this coroutine and its socket for as long as the system lets it
  // NOTE@-2:12: bound its time: 'coro::scheduler::schedule(task, timeout)'
}

coro::task<std::size_t> asked_bad(Client &client, Buffer &buffer) {
  co_return co_await client.read_some(buffer);
  // WARN@-1:22: 'read_some' has no time limit: a peer that falls silent keeps this coroutine and its socket for as long as the system lets it
  // NOTE@-2:22: bound its time: 'coro::scheduler::schedule(task, timeout)'
}
coro::task<void> asks_both_ways_ok(coro::scheduler &scheduler, Client &client,
                                   Buffer &buffer) {
  co_await asked_bad(client, buffer);
  co_await scheduler.schedule(asked_bad(client, buffer), 5s);
}

coro::task<void> given_ok(Client &client, Buffer &buffer) {
  co_await client.connect(5s);
  co_await client.read_some(buffer, 1s);
  co_await client.write_some(buffer, 1s);
}

coro::task<std::size_t> limited_outside_ok(Client &client, Buffer &buffer) {
  co_return co_await client.read_some(buffer);
}
coro::task<void> limits_ok(coro::scheduler &scheduler, Client &client,
                           Buffer &buffer) {
  co_await scheduler.schedule(limited_outside_ok(client, buffer), 5s);
}

coro::task<void> token_ok(Client &client, std::stop_token stop) {
  co_await client.connect();
}

coro::task<void> until_ok(Client &client,
                          std::chrono::steady_clock::time_point end) {
  co_await client.connect();
}

coro::task<void> raced_ok(coro::scheduler &scheduler, Client &client) {
  co_await coro::when_any(client.connect(), scheduler.yield_for(5s));
}

class Session {
public:
  coro::task<void> run_bad() { co_await Peer.connect(); }
  // WARN@-1:41: 'connect' has no time limit: a peer that falls silent keeps this coroutine and its socket for as long as the system lets it
  // NOTE@-2:41: bound its time: 'coro::scheduler::schedule(task, timeout)'

private:
  Client Peer;
};

class TimedSession {
public:
  coro::task<void> run_ok() { co_await Peer.connect(); }

private:
  Client Peer;
  std::chrono::milliseconds IdleTimeout{5000};
};

coro::task<void> sleeps_ok(coro::scheduler &scheduler) {
  co_await scheduler.yield_for(1s);
}

// Who starts it stands in another file, and may limit it there.
coro::task<void> FN_elsewhere(Client &client) { co_await client.connect(); }

coro::task<void> below_bad(Client &client) { co_await client.connect(); }
// WARN@-1:55: 'connect' has no time limit: a peer that falls silent keeps this coroutine and its socket for as long as the system lets it
// NOTE@-2:55: bound its time: 'coro::scheduler::schedule(task, timeout)'
coro::task<void> hands_on(Client &client) { co_await below_bad(client); }
coro::task<void> returned_bad(Client &client) { co_await client.connect(); }
// WARN@-1:58: 'connect' has no time limit: a peer that falls silent keeps this coroutine and its socket for as long as the system lets it
// NOTE@-2:58: bound its time: 'coro::scheduler::schedule(task, timeout)'
coro::task<void> gives(Client &client) { return returned_bad(client); }

// A timer in another place ends it.
coro::task<void> FP_ended_elsewhere(Client &client) {
  co_await client.connect();
  // WARN@-1:12: 'connect' has no time limit: a peer that falls silent keeps this coroutine and its socket for as long as the system lets it
  // NOTE@-2:12: bound its time: 'coro::scheduler::schedule(task, timeout)'
}

coro::task<void> below_limit_ok(Client &client) { co_await client.connect(); }
coro::task<void> hands_on_in_time(Client &client) {
  co_await below_limit_ok(client);
}
coro::task<void> limits_above_ok(coro::scheduler &scheduler, Client &client) {
  co_await scheduler.schedule(hands_on_in_time(client), 5s);
}

// The variable has to do with something else.
coro::task<void> FN_other_timer(Client &client, int timers) {
  log(timers > 0 ? "some" : "none");
  co_await client.connect();
}

void starts_ok(Client &client, Buffer &buffer, Session &session) {
  coro::sync_wait(connects_bad(client));
  coro::sync_wait(reads_bad(client, buffer));
  coro::sync_wait(writes_bad(client, buffer));
  coro::sync_wait(echoes_bad(client));
  coro::sync_wait(one_of_two_bad(client, buffer));
  coro::sync_wait(session.run_bad());
  coro::sync_wait(hands_on(client));
  coro::sync_wait(gives(client));
  coro::sync_wait(FP_ended_elsewhere(client));
}
void starts_both_ways_ok(coro::scheduler &scheduler, Client &client,
                         Buffer &buffer) {
  coro::sync_wait(asks_both_ways_ok(scheduler, client, buffer));
}

void starts_given_ok(Client &client, Buffer &buffer) {
  coro::sync_wait(given_ok(client, buffer));
}
void starts_limits_ok(coro::scheduler &scheduler, Client &client,
                      Buffer &buffer) {
  coro::sync_wait(limits_ok(scheduler, client, buffer));
}
void starts_token_ok(Client &client) { coro::sync_wait(token_ok(client, {})); }
void starts_until_ok(Client &client) { coro::sync_wait(until_ok(client, {})); }
void starts_raced_ok(coro::scheduler &scheduler, Client &client) {
  coro::sync_wait(raced_ok(scheduler, client));
}
void starts_timed_ok(TimedSession &timed) { coro::sync_wait(timed.run_ok()); }
void starts_above_ok(coro::scheduler &scheduler, Client &client) {
  coro::sync_wait(limits_above_ok(scheduler, client));
}
void starts_other_ok(Client &client) {
  coro::sync_wait(FN_other_timer(client, 1));
}

void starts_a_lambda_bad(Client &client) {
  coro::sync_wait([](Client &client) -> coro::task<void> {
    co_await client.connect();
    // WARN@-1:14: 'connect' has no time limit: a peer that falls silent keeps this coroutine and its socket for as long as the system lets it
    // NOTE@-2:14: bound its time: 'coro::scheduler::schedule(task, timeout)'
  }(client));
}

//===----------------------------------------------------------------------===//
// Seastar
//===----------------------------------------------------------------------===//

seastar::future<> seastar_bad(seastar::socket_address address) {
  auto socket = co_await seastar::connect(address);
  // WARN@-1:26: 'connect' has no time limit: a peer that falls silent keeps this coroutine and its socket for as long as the system lets it
  // NOTE@-2:26: bound its time: 'seastar::with_timeout'
  log("connected");
}

seastar::future<> seastar_in_a_loop_bad(seastar::socket_address address) {
  for (int i = 0; i < 3; ++i)
    co_await seastar::connect(address);
    // WARN@-1:14: 'connect' has no time limit: a peer that falls silent keeps this coroutine and its socket for as long as the system lets it
    // NOTE@-2:14: bound its time: 'seastar::with_timeout'
}

seastar::future<> seastar_ok(seastar::socket_address address) {
  auto socket = co_await seastar::with_timeout(
      std::chrono::steady_clock::now() + 5s, seastar::connect(address));
  log("connected");
}

seastar::future<> seastar_token_ok(seastar::socket_address address,
                                   seastar::abort_source &as) {
  co_await seastar::connect(address);
}

void starts_seastar_ok(seastar::socket_address address) {
  (void)seastar_bad(address);
  (void)seastar_in_a_loop_bad(address);
  (void)seastar_ok(address);
}
void starts_seastar_token_ok(seastar::socket_address address,
                             seastar::abort_source &as) {
  (void)seastar_token_ok(address, as);
}

//===----------------------------------------------------------------------===//
// async_simple and coro_io
//===----------------------------------------------------------------------===//

async_simple::coro::Lazy<int> coro_io_bad(coro_io::socket &peer) {
  co_return co_await coro_io::async_connect(peer, "localhost", "80");
  // WARN@-1:22: 'async_connect' has no time limit: a peer that falls silent keeps this coroutine and its socket for as long as the system lets it
  // NOTE@-2:22: bound its time: 'corun::with_timeout'
}

async_simple::coro::Lazy<std::size_t> coro_io_read_bad(coro_io::socket &peer) {
  char buffer[128];
  std::size_t size = co_await coro_io::async_read(peer, buffer, sizeof(buffer));
  // WARN@-1:31: 'async_read' has no time limit: a peer that falls silent keeps this coroutine and its socket for as long as the system lets it
  // NOTE@-2:31: bound its time: 'corun::with_timeout'
  size += co_await coro_io::async_write(peer, buffer, size);
  // NOTE@-1:20: neither has this
  co_return size;
}

async_simple::coro::Lazy<int> coro_io_ok(coro_io::socket &peer,
                                         std::chrono::milliseconds timeout) {
  co_return co_await coro_io::async_connect(peer, "localhost", "80");
}

void starts_coro_io_ok(coro_io::socket &peer) {
  coro_io_bad(peer).start([](auto &&) {});
  coro_io_read_bad(peer).start([](auto &&) {});
  coro_io_ok(peer, 5s).start([](auto &&) {});
}

//===----------------------------------------------------------------------===//
// Drogon
//===----------------------------------------------------------------------===//

drogon::Task<> drogon_bad(drogon::HttpClient &client,
                          drogon::HttpRequestPtr request) {
  co_await client.sendRequestCoro(request);
  // WARN@-1:12: 'sendRequestCoro' has no time limit: a peer that falls silent keeps this coroutine and its socket for as long as the system lets it
  // NOTE@-2:12: bound its time: 'corun::with_timeout'
}

drogon::Task<> drogon_twice_bad(drogon::HttpClient &client,
                                drogon::HttpRequestPtr request) {
  co_await client.sendRequestCoro(request, 5.0);
  co_await client.sendRequestCoro(request);
  // WARN@-1:12: 'sendRequestCoro' has no time limit: a peer that falls silent keeps this coroutine and its socket for as long as the system lets it
  // NOTE@-2:12: bound its time: 'corun::with_timeout'
}

drogon::Task<> drogon_ok(drogon::HttpClient &client,
                         drogon::HttpRequestPtr request) {
  co_await client.sendRequestCoro(request, 5.0);
}

void starts_drogon_ok(drogon::HttpClient &client,
                      drogon::HttpRequestPtr request) {
  drogon::async_run([&client, request]() -> drogon::Task<> {
    co_await drogon_bad(client, request);
    co_await drogon_twice_bad(client, request);
    co_await drogon_ok(client, request);
  });
}

home::Lazy<> home_made_ok() { co_await home::sleep(1); }

cppcoro::task<> cppcoro_ok(cppcoro::io_service &io) {
  co_await io.schedule_after(1s);
}
