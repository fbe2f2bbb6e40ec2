// The same questions to the real Boost.Asio.
//
// REQUIRES: boost-asio
// RUN: %check_test %s async-unbounded-spawn

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <string>
#include <vector>

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;

awaitable<void> fetch(std::string url);
awaitable<void> session(tcp::socket socket);

awaitable<void> all_at_once_bad(std::vector<std::string> urls) {
  auto executor = co_await asio::this_coro::executor;
  for (const std::string &url : urls)
  // NOTE@-1:3: nothing in this loop waits for a task to end
    asio::co_spawn(executor, fetch(url), asio::detached);
    // WARN@-1:5: a task is spawned for each element, and all run at once: memory, sockets and the other side take the load of the whole input
    // NOTE@-2:5: run so many at a time: 'corun::map_concurrent'
}

awaitable<void> lambdas_bad(std::vector<std::string> urls) {
  auto executor = co_await asio::this_coro::executor;
  for (std::size_t i = 0; i != urls.size(); ++i)
  // NOTE@-1:3: nothing in this loop waits for a task to end
    asio::co_spawn(
    // WARN@-1:5: a task is spawned for each element, and all run at once: memory, sockets and the other side take the load of the whole input
    // NOTE@-2:5: run so many at a time: 'corun::map_concurrent'
        executor,
        [url = urls[i]]() -> awaitable<void> { co_await fetch(url); },
        asio::detached);
}

void from_a_handler_bad(asio::io_context &io, tcp::acceptor &acceptor,
                        std::vector<std::string> urls) {
  asio::post(io, [&io, urls] {
    for (const std::string &url : urls)
    // NOTE@-1:5: nothing in this loop waits for a task to end
      asio::co_spawn(io, fetch(url), asio::detached);
      // WARN@-1:7: a task is spawned for each element, and all run at once: memory, sockets and the other side take the load of the whole input
      // NOTE@-2:7: run so many at a time: 'corun::map_concurrent'
  });
}

awaitable<void> accepts_ok(tcp::acceptor &acceptor) {
  auto executor = co_await asio::this_coro::executor;
  for (;;)
    asio::co_spawn(executor,
                   session(co_await acceptor.async_accept(use_awaitable)),
                   asio::detached);
}

using Slots = asio::experimental::channel<void(boost::system::error_code)>;
awaitable<void> slots_ok(Slots &slots, std::vector<std::string> urls) {
  auto executor = co_await asio::this_coro::executor;
  for (const std::string &url : urls) {
    co_await slots.async_send({}, use_awaitable);
    asio::co_spawn(executor, fetch(url), asio::detached);
  }
}

awaitable<void> awaits_each_ok(std::vector<std::string> urls) {
  for (const std::string &url : urls)
    co_await asio::co_spawn(co_await asio::this_coro::executor, fetch(url),
                            use_awaitable);
}

void before_the_loop_ok(asio::io_context &io, std::vector<std::string> urls) {
  for (const std::string &url : urls)
    asio::co_spawn(io, fetch(url), asio::detached);
  io.run();
}
