// The same questions to the real Boost.Asio.
//
// REQUIRES: boost-asio
// RUN: %check_test %s async-swallowed-cancellation

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <cstdio>
#include <exception>
#include <string>

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;

awaitable<void> session(tcp::socket socket);

awaitable<void> accept_loop_bad(tcp::acceptor &acceptor) {
  auto executor = co_await asio::this_coro::executor;
  for (;;) {
  // NOTE@-1:3: the next round begins here
    try {
      tcp::socket socket = co_await acceptor.async_accept(use_awaitable);
      // NOTE@-1:28: this await throws 'boost::system::system_error' when it is cancelled
      asio::co_spawn(executor, session(std::move(socket)), asio::detached);
    } catch (const std::exception &error) {
    // WARN@-1:7: this handler swallows cancellation: each await of the cancelled coroutine throws again, and the loop spins without end
    // NOTE@-2:7: rethrow where the error is 'boost::asio::error::operation_aborted'
    // NOTE@-3:7: rethrow it where it is cancellation
    // UNSAFE@-4:     } catch (const std::exception &error) {
    // UNSAFE@-5:       if (const auto *thrown = dynamic_cast<const boost::system::system_error *>(&error);
    // UNSAFE@-6:           thrown && thrown->code() == boost::asio::error::operation_aborted)
    // UNSAFE@-7:         throw;
      std::fprintf(stderr, "accept: %s\n", error.what());
    }
  }
}

awaitable<void> reads_on_bad(tcp::socket &socket) {
  std::string line;
  while (true) {
  // NOTE@-1:3: the next round begins here
    try {
      co_await asio::async_read_until(socket, asio::dynamic_buffer(line), '\n',
      // NOTE@-1:7: this await throws 'boost::system::system_error' when it is cancelled
                                      use_awaitable);
      line.clear();
    } catch (const boost::system::system_error &error) {
    // WARN@-1:7: this handler swallows cancellation: each await of the cancelled coroutine throws again, and the loop spins without end
    // NOTE@-2:7: rethrow where the error is 'boost::asio::error::operation_aborted'
    // NOTE@-3:7: rethrow it where it is cancellation
    // UNSAFE@-4:     } catch (const boost::system::system_error &error) {
    // UNSAFE@-5:       if (error.code() == boost::asio::error::operation_aborted)
    // UNSAFE@-6:         throw;
      std::fprintf(stderr, "read: %s\n", error.what());
      continue;
    }
  }
}

awaitable<void> everything_bad(asio::steady_timer &timer, tcp::socket &socket) {
  for (;;) {
  // NOTE@-1:3: the next round begins here
    try {
      timer.expires_after(std::chrono::seconds(1));
      co_await timer.async_wait(use_awaitable);
      // NOTE@-1:7: this await throws 'boost::system::system_error' when it is cancelled
      co_await asio::async_write(socket, asio::buffer("ping", 4),
                                 use_awaitable);
    } catch (...) {
    // WARN@-1:7: this handler swallows cancellation: each await of the cancelled coroutine throws again, and the loop spins without end
    // NOTE@-2:7: rethrow where the error is 'boost::asio::error::operation_aborted'
    }
  }
}

awaitable<void> tests_the_code_ok(tcp::acceptor &acceptor) {
  for (;;) {
    try {
      co_await session(co_await acceptor.async_accept(use_awaitable));
    } catch (const boost::system::system_error &error) {
      if (error.code() == asio::error::operation_aborted)
        throw;
      std::fprintf(stderr, "accept: %s\n", error.what());
    }
  }
}

awaitable<void> rethrows_first_ok(tcp::acceptor &acceptor) {
  for (;;) {
    try {
      co_await session(co_await acceptor.async_accept(use_awaitable));
    } catch (const boost::system::system_error &) {
      throw;
    } catch (const std::exception &error) {
      std::fprintf(stderr, "session: %s\n", error.what());
    }
  }
}

awaitable<void> pauses_ok(tcp::acceptor &acceptor, asio::steady_timer &timer) {
  for (;;) {
    try {
      co_await session(co_await acceptor.async_accept(use_awaitable));
    } catch (const std::exception &error) {
      std::fprintf(stderr, "session: %s\n", error.what());
    }
    timer.expires_after(std::chrono::seconds(1));
    co_await timer.async_wait(use_awaitable);
  }
}

awaitable<void> while_open_ok(tcp::acceptor &acceptor) {
  while (acceptor.is_open()) {
    try {
      co_await session(co_await acceptor.async_accept(use_awaitable));
    } catch (const std::exception &error) {
      std::fprintf(stderr, "session: %s\n", error.what());
    }
  }
}

awaitable<void> fallback_ok(tcp::socket &socket, tcp::endpoint first,
                            tcp::endpoint second) {
  try {
    co_await socket.async_connect(first, use_awaitable);
    co_return;
  } catch (const std::exception &error) {
    std::fprintf(stderr, "connect: %s\n", error.what());
  }
  co_await socket.async_connect(second, use_awaitable);
}

awaitable<void> takes_it_over_ok(tcp::acceptor &acceptor) {
  co_await asio::this_coro::throw_if_cancelled(false);
  for (;;) {
    try {
      co_await session(co_await acceptor.async_accept(use_awaitable));
    } catch (const std::exception &error) {
      std::fprintf(stderr, "session: %s\n", error.what());
    }
    if ((co_await asio::this_coro::cancellation_state).cancelled() !=
        asio::cancellation_type::none)
      co_return;
  }
}

awaitable<void> ends_ok(tcp::socket &socket) {
  try {
    std::string line;
    for (;;)
      co_await asio::async_read_until(socket, asio::dynamic_buffer(line), '\n',
                                      use_awaitable);
  } catch (const std::exception &error) {
    std::fprintf(stderr, "session: %s\n", error.what());
  }
}

awaitable<void> parses_ok(tcp::socket &socket) {
  std::string line;
  for (;;) {
    auto [error, size] = co_await asio::async_read_until(
        socket, asio::dynamic_buffer(line), '\n',
        asio::as_tuple(use_awaitable));
    if (error)
      co_return;
    try {
      std::printf("%d\n", std::stoi(line));
    } catch (const std::exception &) {
      std::puts("no number");
    }
  }
}
