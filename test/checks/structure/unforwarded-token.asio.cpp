// The same questions beside the real Boost.Asio.
//
// REQUIRES: boost-asio
// RUN: %check_test %s async-unforwarded-token

#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <stop_token>
#include <string>

namespace asio = boost::asio;
using asio::awaitable;
using asio::ip::tcp;

awaitable<std::string> download(std::string url, std::stop_token stop = {});
// NOTE@-1:24: its last parameter takes it
awaitable<void> upload(tcp::socket &socket, std::string text);
awaitable<void> upload(tcp::socket &socket, std::string text,
// NOTE@-1:17: this overload takes it
                       std::stop_token stop);

awaitable<std::size_t> size_bad(std::string url, std::stop_token stop) {
  co_return (co_await download(url)).size();
  // WARN@-1:23: 'download' is not given 'stop': it goes on when this function is told to stop
  // NOTE@-2:23: pass 'stop' as last argument
  // FIX@-3:   co_return (co_await download(url, stop)).size();
}

awaitable<void> overload_bad(tcp::socket &socket, std::stop_token stop) {
  co_await upload(socket, "text");
  // WARN@-1:12: 'upload' is not given 'stop': it goes on when this function is told to stop
  // NOTE@-2:12: pass 'stop' as last argument
  // NOTE@-3:12: pass 'stop'
  // UNSAFE@-4:   co_await upload(socket, "text", stop);
}

awaitable<std::size_t> size_ok(std::string url, std::stop_token stop) {
  co_return (co_await download(url, stop)).size();
}

awaitable<void> operations_ok(tcp::socket &socket, asio::steady_timer &timer,
                              std::stop_token stop) {
  co_await timer.async_wait(asio::use_awaitable);
  co_await asio::async_write(socket, asio::buffer("x", 1), asio::use_awaitable);
  co_await upload(socket, "text", stop);
}

//===----------------------------------------------------------------------===//
// Cancellation slots and deadlines
//===----------------------------------------------------------------------===//

using time_point = std::chrono::steady_clock::time_point;

awaitable<int> ask(int key, asio::cancellation_slot slot = {});
// NOTE@-1:16: its last parameter takes it
awaitable<int> look_up(int key, time_point deadline = time_point::max());
// NOTE@-1:16: its last parameter takes it
// NOTE@-2:16: its last parameter takes it
awaitable<int> changed_since(int key, time_point since = {});
awaitable<int> load(int key);
awaitable<int> load(int key, time_point deadline);
// NOTE@-1:16: this overload takes it

awaitable<int> slot_bad(asio::cancellation_slot slot) { co_return co_await ask(1); }
// WARN@-1:76: 'ask' is not given 'slot': it goes on when this function is told to stop
// NOTE@-2:76: pass 'slot' as last argument
// FIX@-3: awaitable<int> slot_bad(asio::cancellation_slot slot) { co_return co_await ask(1, slot); }

awaitable<int> deadline_bad(time_point deadline) {
  if (int found = co_await look_up(1); found > 0)
  // WARN@-1:28: 'look_up' is not given 'deadline': it goes on when this function's time is over
  // NOTE@-2:28: pass 'deadline' as last argument
  // FIX@-3:   if (int found = co_await look_up(1, deadline); found > 0)
    co_return found;
  co_return 0;
}

awaitable<int> deadline_overload_bad(time_point deadline) {
  co_return co_await load(2);
  // WARN@-1:22: 'load' is not given 'deadline': it goes on when this function's time is over
  // NOTE@-2:22: pass 'deadline' as last argument
  // NOTE@-3:22: pass 'deadline'
  // UNSAFE@-4:   co_return co_await load(2, deadline);
}

awaitable<int> slot_given_ok(asio::cancellation_slot slot) {
  co_return co_await ask(1, slot);
}

awaitable<int> deadline_given_ok(time_point deadline) {
  co_return co_await look_up(1, deadline - std::chrono::seconds(1));
}

awaitable<int> other_time_ok(time_point deadline) {
  co_return co_await changed_since(1);
}

awaitable<int> not_a_deadline_ok(time_point since) {
  co_return co_await look_up(1);
}

awaitable<int> both_bad(std::stop_token stop, time_point deadline) {
  co_return co_await look_up(3);
  // WARN@-1:22: 'look_up' is not given 'deadline': it goes on when this function's time is over
  // NOTE@-2:22: pass 'deadline' as last argument
  // FIX@-3:   co_return co_await look_up(3, deadline);
}
