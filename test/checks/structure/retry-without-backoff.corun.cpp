// What the fix target corun makes of attempts without a pause.
//
// REQUIRES: boost-asio
// RUN: %check_test %s async-retry-without-backoff -- -isystem %S/../../../runtime/include

// UNSAFE@-1:
// UNSAFE@-2: #include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
// UNSAFE@-1: #include <boost/asio/use_awaitable.hpp>
// UNSAFE@-2: #include <corun/retry.hpp>
// UNSAFE@-3: #include <chrono>
// UNSAFE@-4: #include <corun/sleep.hpp>
#include <exception>
#include <iostream>
#include <string>

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;

awaitable<std::string> fetch(std::string url);
awaitable<void> prepare();
bool is_hopeless(const std::exception &error);

//===----------------------------------------------------------------------===//
// 'corun::retry'
//===----------------------------------------------------------------------===//

awaitable<void> until_it_works_bad(tcp::socket &socket, tcp::endpoint server) {
  for (;;) {
  // WARN@-1:3: this loop tries again at once: while the other side fails, it spins and adds to its load
  // NOTE@-2:3: wait between attempts, longer each time: 'corun::retry'
  // NOTE@-3:3: let 'corun::retry' try it again, after longer and longer waits
  // UNSAFE@-4:   co_await corun::retry(corun::retry_policy{.attempts = corun::retry_policy::unlimited}, [&]() -> corun::task<void> {
    try {
      co_await socket.async_connect(server, use_awaitable);
      // NOTE@-1:7: this is tried again
      break;
      // UNSAFE@-1:       co_return;
    } catch (const std::exception &error) {
    // NOTE@-1:7: a failure leads from here to the next attempt without a pause
      std::cerr << error.what() << '\n';
      // UNSAFE@-1:       std::cerr << error.what() << '\n';
      // UNSAFE@-2:       throw;
    }
  }
  // UNSAFE@-1:   });
  std::cerr << "connected\n";
}

awaitable<void> returns_from_within_bad(tcp::socket &socket, tcp::endpoint server) {
  while (true) {
  // WARN@-1:3: this loop tries again at once: while the other side fails, it spins and adds to its load
  // NOTE@-2:3: wait between attempts, longer each time: 'corun::retry'
  // NOTE@-3:3: let 'corun::retry' try it again, after longer and longer waits
  // UNSAFE@-4:   co_await corun::retry(corun::retry_policy{.attempts = corun::retry_policy::unlimited}, [&]() -> corun::task<void> {
    try {
      co_await prepare();
      // NOTE@-1:7: this is tried again
      co_await socket.async_connect(server, use_awaitable);
      co_return;
    } catch (const std::exception &error) {
    // NOTE@-1:7: a failure leads from here to the next attempt without a pause
      std::cerr << error.what() << '\n';
      // UNSAFE@-1:       std::cerr << error.what() << '\n';
      // UNSAFE@-2:       throw;
    }
  }
  // UNSAFE@-1:   }); co_return;
  std::cerr << "never\n";
}

awaitable<std::string> with_a_value_bad(std::string url) {
  while (true) {
  // WARN@-1:3: this loop tries again at once: while the other side fails, it spins and adds to its load
  // NOTE@-2:3: wait between attempts, longer each time: 'corun::retry'
  // NOTE@-3:3: let 'corun::retry' try it again, after longer and longer waits
  // UNSAFE@-4:   co_return co_await corun::retry(corun::retry_policy{.attempts = corun::retry_policy::unlimited}, [&]() -> corun::task<std::string> {
    try {
      co_return co_await fetch(url);
      // NOTE@-1:17: this is tried again
    } catch (const std::exception &error) {
    // NOTE@-1:7: a failure leads from here to the next attempt without a pause
      std::cerr << error.what() << '\n';
      // UNSAFE@-1:       std::cerr << error.what() << '\n';
      // UNSAFE@-2:       throw;
    }
  }
  // UNSAFE@-1:   });
}

awaitable<void> so_many_times_bad(std::string &page) {
  constexpr int times = 10;
  for (int attempt = 0; attempt < times; ++attempt) {
  // WARN@-1:3: this loop tries again at once: while the other side fails, it spins and adds to its load
  // NOTE@-2:3: wait between attempts, longer each time: 'corun::retry'
  // NOTE@-3:3: let 'corun::retry' try it again, after longer and longer waits
  // UNSAFE@-4:   co_await corun::retry(corun::retry_policy{.attempts = times}, [&]() -> corun::task<void> {
    try {
      page = co_await fetch("/page");
      // NOTE@-1:14: this is tried again
      co_return;
    } catch (...) {
    // NOTE@-1:7: a failure leads from here to the next attempt without a pause
    // UNSAFE@-2:     } catch (...) {
    // UNSAFE@-3:       throw;
    }
  }
  // UNSAFE@-1:   });
}

struct Client {
  tcp::socket socket;
  tcp::endpoint server;
  int failures = 0;

  awaitable<void> connect_bad() {
    while (true) {
    // WARN@-1:5: this loop tries again at once: while the other side fails, it spins and adds to its load
    // NOTE@-2:5: wait between attempts, longer each time: 'corun::retry'
    // NOTE@-3:5: let 'corun::retry' try it again, after longer and longer waits
    // UNSAFE@-4:     co_await corun::retry(corun::retry_policy{.attempts = corun::retry_policy::unlimited}, [&]() -> corun::task<void> {
      try {
        co_await socket.async_connect(server, use_awaitable);
        // NOTE@-1:9: this is tried again
        break;
        // UNSAFE@-1:         co_return;
      } catch (const std::exception &error) {
      // NOTE@-1:9: a failure leads from here to the next attempt without a pause
        ++failures;
        // UNSAFE@-1:         ++failures;
        // UNSAFE@-2:         throw;
      }
    }
    // UNSAFE@-1:     });
  }
};

//===----------------------------------------------------------------------===//
// A pause
//===----------------------------------------------------------------------===//

awaitable<bool> gives_up_bad(tcp::socket &socket, tcp::endpoint server) {
// UNSAFE@-1: awaitable<bool> gives_up_bad(tcp::socket &socket, tcp::endpoint server) {
// UNSAFE@-2:   std::chrono::milliseconds pause(100);
  for (int attempt = 0; attempt < 5; ++attempt) {
  // WARN@-1:3: this loop tries again at once: while the other side fails, it spins and adds to its load
  // NOTE@-2:3: wait between attempts, longer each time: 'corun::retry'
  // NOTE@-3:3: wait longer after each failure with 'corun::sleep_for'
    try {
      co_await socket.async_connect(server, use_awaitable);
      // NOTE@-1:7: this is tried again
      co_return true;
    } catch (const std::exception &error) {
    // NOTE@-1:7: a failure leads from here to the next attempt without a pause
      std::cerr << attempt << ": " << error.what() << '\n';
    }
    // UNSAFE@-1:     }
    // UNSAFE@-2:     co_await corun::sleep_for(pause);
    // UNSAFE@-3:     pause = std::min(pause * 2, std::chrono::milliseconds(30'000));
  }
  co_return false;
}

awaitable<void> hopeless_bad(std::string &page) {
// UNSAFE@-1: awaitable<void> hopeless_bad(std::string &page) {
// UNSAFE@-2:   std::chrono::milliseconds pause(100);
  for (;;) {
  // WARN@-1:3: this loop tries again at once: while the other side fails, it spins and adds to its load
  // NOTE@-2:3: wait between attempts, longer each time: 'corun::retry'
  // NOTE@-3:3: wait longer after each failure with 'corun::sleep_for'
    try {
      page = co_await fetch("/page");
      // NOTE@-1:14: this is tried again
      break;
    } catch (const std::exception &error) {
    // NOTE@-1:7: a failure leads from here to the next attempt without a pause
      if (is_hopeless(error))
        throw;
    }
    // UNSAFE@-1:     }
    // UNSAFE@-2:     co_await corun::sleep_for(pause);
    // UNSAFE@-3:     pause = std::min(pause * 2, std::chrono::milliseconds(30'000));
  }
}

awaitable<void> error_code_bad(tcp::socket &socket, tcp::endpoint server) {
// UNSAFE@-1: awaitable<void> error_code_bad(tcp::socket &socket, tcp::endpoint server) {
// UNSAFE@-2:   std::chrono::milliseconds pause(100);
  for (int attempt = 0; attempt < 5; ++attempt) {
  // WARN@-1:3: this loop tries again at once: while the other side fails, it spins and adds to its load
  // NOTE@-2:3: wait between attempts, longer each time: 'corun::retry'
  // NOTE@-3:3: wait longer after each failure with 'corun::sleep_for'
    auto [error] =
        co_await socket.async_connect(server, asio::as_tuple(use_awaitable));
        // NOTE@-1:9: this is tried again
    if (!error)
    // NOTE@-1:5: a failure leads from here to the next attempt without a pause
      break;
    std::cerr << error.message() << '\n';
    // UNSAFE@-1:     std::cerr << error.message() << '\n';
    // UNSAFE@-2:     co_await corun::sleep_for(pause);
    // UNSAFE@-3:     pause = std::min(pause * 2, std::chrono::milliseconds(30'000));
  }
}

//===----------------------------------------------------------------------===//
// No fix
//===----------------------------------------------------------------------===//

// The next round begins without reaching the end of this one.
awaitable<void> begins_again_bad(std::string &page) {
  for (int attempt = 0;; ++attempt) {
  // WARN@-1:3: this loop tries again at once: while the other side fails, it spins and adds to its load
  // NOTE@-2:3: wait between attempts, longer each time: 'corun::retry'
    try {
      page = co_await fetch("/page");
      // NOTE@-1:14: this is tried again
      break;
    } catch (const std::exception &) {
    // NOTE@-1:7: a failure leads from here to the next attempt without a pause
      if (attempt < 3)
        continue;
    }
    std::cerr << "again\n";
  }
}

// A pause would come after success as well.
awaitable<void> by_condition_bad(std::string &page) {
  bool done = false;
  while (!done) {
  // WARN@-1:3: this loop tries again at once: while the other side fails, it spins and adds to its load
  // NOTE@-2:3: wait between attempts, longer each time: 'corun::retry'
    try {
      page = co_await fetch("/page");
      // NOTE@-1:14: this is tried again
      done = true;
    } catch (const std::exception &error) {
    // NOTE@-1:7: a failure leads from here to the next attempt without a pause
      std::cerr << error.what() << '\n';
    }
  }
}

template <typename T> awaitable<void> in_a_template_bad(T &page) {
  for (;;) {
  // WARN@-1:3: this loop tries again at once: while the other side fails, it spins and adds to its load
  // NOTE@-2:3: wait between attempts, longer each time: 'corun::retry'
    try {
      page = co_await fetch("/page");
      // NOTE@-1:14: this is tried again
      break;
    } catch (const std::exception &error) {
    // NOTE@-1:7: a failure leads from here to the next attempt without a pause
      std::cerr << error.what() << '\n';
    }
  }
}
template awaitable<void> in_a_template_bad(std::string &);

// Of a name that is taken, the next.
awaitable<void> named_bad(std::string &page, int pause) {
// UNSAFE@-1: awaitable<void> named_bad(std::string &page, int pause) {
// UNSAFE@-2:   std::chrono::milliseconds pause2(100);
  for (int attempt = 0; attempt < 5; ++attempt) {
  // WARN@-1:3: this loop tries again at once: while the other side fails, it spins and adds to its load
  // NOTE@-2:3: wait between attempts, longer each time: 'corun::retry'
  // NOTE@-3:3: wait longer after each failure with 'corun::sleep_for'
    try {
      page = co_await fetch("/page");
      // NOTE@-1:14: this is tried again
      break;
    } catch (const std::exception &error) {
    // NOTE@-1:7: a failure leads from here to the next attempt without a pause
      std::cerr << error.what() << attempt + pause << '\n';
    }
    // UNSAFE@-1:     }
    // UNSAFE@-2:     co_await corun::sleep_for(pause2);
    // UNSAFE@-3:     pause2 = std::min(pause2 * 2, std::chrono::milliseconds(30'000));
  }
}

awaitable<void> once_ok(std::string &page) {
  try {
    page = co_await fetch("/page");
  } catch (const std::exception &error) {
    std::cerr << error.what() << '\n';
  }
}
