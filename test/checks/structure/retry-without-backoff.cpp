// Loops that try again at once.
//
// RUN: %check_test %s async-retry-without-backoff

#include "mocks/async_simple.hpp"
#include "mocks/cobalt.hpp"
#include "mocks/cppcoro.hpp"
#include "mocks/folly.hpp"
#include "mocks/home_made.hpp"
#include "mocks/libcoro.hpp"
#include "mocks/seastar.hpp"
#include <exception>
#include <string>
#include <system_error>
#include <thread>
#include <tuple>
#include <vector>

using namespace std::chrono_literals;
using cppcoro::task;

void log(const char *text);
struct Connection {
  task<> send(std::string text);
  task<> handshake();
};
task<Connection> connect(std::string host);
task<std::tuple<std::error_code, int>> try_read(Connection &peer);
task<std::error_code> try_write(Connection &peer, std::string text);

//===----------------------------------------------------------------------===//
// cppcoro
//===----------------------------------------------------------------------===//

task<Connection> until_it_works_bad(std::string host) {
  while (true) {
  // WARN@-1:3: this loop tries again at once: while the other side fails, it spins and adds to its load
  // NOTE@-2:3: wait between attempts, longer each time: 'corun::retry'
    try {
      co_return co_await connect(host);
      // NOTE@-1:17: this is tried again
    } catch (const std::exception &error) {
    // NOTE@-1:7: a failure leads from here to the next attempt without a pause
      log(error.what());
    }
  }
}

task<> counted_bad(std::string host) {
  for (int attempt = 0; attempt < 5; ++attempt) {
  // WARN@-1:3: this loop tries again at once: while the other side fails, it spins and adds to its load
  // NOTE@-2:3: wait between attempts, longer each time: 'corun::retry'
    try {
      Connection peer = co_await connect(host);
      // NOTE@-1:25: this is tried again
      co_await peer.handshake();
      co_return;
    } catch (const std::exception &error) {
    // NOTE@-1:7: a failure leads from here to the next attempt without a pause
      log(error.what());
    }
  }
}

task<> breaks_bad(Connection &peer) {
  for (;;) {
  // WARN@-1:3: this loop tries again at once: while the other side fails, it spins and adds to its load
  // NOTE@-2:3: wait between attempts, longer each time: 'corun::retry'
    try {
      co_await peer.send("hello");
      // NOTE@-1:7: this is tried again
      break;
    } catch (...) {
    // NOTE@-1:7: a failure leads from here to the next attempt without a pause
    }
  }
}

task<> continues_bad(Connection &peer) {
  for (int i = 0; i < 3; i++) {
  // WARN@-1:3: this loop tries again at once: while the other side fails, it spins and adds to its load
  // NOTE@-2:3: wait between attempts, longer each time: 'corun::retry'
    try {
      co_await peer.send("hello");
      // NOTE@-1:7: this is tried again
    } catch (const std::exception &) {
    // NOTE@-1:7: a failure leads from here to the next attempt without a pause
      log("again");
      continue;
    }
    break;
  }
}

task<> flag_bad(Connection &peer) {
  bool done = false;
  while (!done) {
  // WARN@-1:3: this loop tries again at once: while the other side fails, it spins and adds to its load
  // NOTE@-2:3: wait between attempts, longer each time: 'corun::retry'
    try {
      co_await peer.send("hello");
      // NOTE@-1:7: this is tried again
      done = true;
    } catch (const std::exception &error) {
    // NOTE@-1:7: a failure leads from here to the next attempt without a pause
      log(error.what());
    }
  }
}

task<> do_while_bad(Connection &peer) {
  bool failed;
  do {
  // WARN@-1:3: this loop tries again at once: while the other side fails, it spins and adds to its load
  // NOTE@-2:3: wait between attempts, longer each time: 'corun::retry'
    failed = true;
    try {
      co_await peer.send("hello");
      // NOTE@-1:7: this is tried again
      failed = false;
    } catch (const std::exception &error) {
    // NOTE@-1:7: a failure leads from here to the next attempt without a pause
      log(error.what());
    }
  } while (failed);
}

task<int> error_code_bad(Connection &peer) {
  while (true) {
  // WARN@-1:3: this loop tries again at once: while the other side fails, it spins and adds to its load
  // NOTE@-2:3: wait between attempts, longer each time: 'corun::retry'
    auto [error, size] = co_await try_read(peer);
    // NOTE@-1:26: this is tried again
    if (!error)
    // NOTE@-1:5: a failure leads from here to the next attempt without a pause
      co_return size;
    log("read failed");
  }
}

task<> error_variable_bad(Connection &peer) {
  std::error_code error;
  for (int attempt = 0; attempt < 10; ++attempt) {
  // WARN@-1:3: this loop tries again at once: while the other side fails, it spins and adds to its load
  // NOTE@-2:3: wait between attempts, longer each time: 'corun::retry'
    error = co_await try_write(peer, "hello");
    // NOTE@-1:13: this is tried again
    if (!error)
    // NOTE@-1:5: a failure leads from here to the next attempt without a pause
      break;
  }
}

task<> some_errors_end_it_bad(Connection &peer) {
  while (true) {
  // WARN@-1:3: this loop tries again at once: while the other side fails, it spins and adds to its load
  // NOTE@-2:3: wait between attempts, longer each time: 'corun::retry'
    try {
      co_await peer.send("hello");
      // NOTE@-1:7: this is tried again
      co_return;
    } catch (const std::logic_error &) {
      throw;
    } catch (const std::exception &error) {
    // NOTE@-1:7: a failure leads from here to the next attempt without a pause
      log(error.what());
    }
  }
}

task<> constant_delay_ok(cppcoro::io_service &io, Connection &peer) {
  while (true) {
    try {
      co_await peer.send("hello");
      co_return;
    } catch (const std::exception &error) {
      log(error.what());
    }
    co_await io.schedule_after(100ms);
  }
}

task<> growing_delay_ok(cppcoro::io_service &io, Connection &peer) {
  auto pause = 10ms;
  for (int attempt = 0; attempt < 8; ++attempt, pause *= 2) {
    try {
      co_await peer.send("hello");
      co_return;
    } catch (const std::exception &error) {
      log(error.what());
    }
    co_await io.schedule_after(pause);
  }
}

task<> blocking_delay_ok(Connection &peer) {
  while (true) {
    try {
      co_await peer.send("hello");
      co_return;
    } catch (const std::exception &error) {
      std::this_thread::sleep_for(100ms);
    }
  }
}

task<> wait_until_up();
task<> awaits_an_event_ok(Connection &peer) {
  while (true) {
    try {
      co_await peer.send("hello");
      co_return;
    } catch (const std::exception &error) {
      log(error.what());
    }
    co_await wait_until_up();
  }
}

task<Connection> several_hosts_ok(std::vector<std::string> hosts) {
  for (const std::string &host : hosts) {
    try {
      co_return co_await connect(host);
    } catch (const std::exception &error) {
      log(error.what());
    }
  }
  throw std::runtime_error("no host");
}

task<Connection> hosts_by_index_ok(std::vector<std::string> hosts) {
  for (std::size_t i = 0; i < hosts.size(); ++i) {
    try {
      co_return co_await connect(hosts[i]);
    } catch (const std::exception &error) {
      log(error.what());
    }
  }
  throw std::runtime_error("no host");
}

task<Connection> next_host_ok(std::string host) {
  while (true) {
    try {
      co_return co_await connect(host);
    } catch (const std::exception &error) {
      host += "-fallback";
    }
  }
}

task<> serves_ok(Connection &peer) {
  while (true) {
    try {
      co_await peer.send("tick");
    } catch (const std::exception &error) {
      log(error.what());
    }
  }
}

task<> reads_until_error_ok(Connection &peer) {
  while (true) {
    auto [error, size] = co_await try_read(peer);
    if (error)
      break;
    log("read");
  }
}

task<> gives_up_ok(Connection &peer) {
  while (true) {
    try {
      co_await peer.send("hello");
      co_return;
    } catch (const std::exception &error) {
      log(error.what());
      throw;
    }
  }
}

task<> no_await_ok(std::string text) {
  int value = 0;
  while (true) {
    try {
      value = std::stoi(text);
      break;
    } catch (const std::exception &) {
      text.pop_back();
    }
  }
  co_await connect(std::to_string(value));
}

task<> once_ok(Connection &peer) {
  try {
    co_await peer.send("hello");
  } catch (const std::exception &error) {
    log(error.what());
  }
  co_await peer.send("hello");
}

task<> send_slowly(Connection &peer);

// What is awaited waits itself before it fails.
task<> FP_waits_inside(Connection &peer) {
  while (true) {
  // WARN@-1:3: this loop tries again at once: while the other side fails, it spins and adds to its load
  // NOTE@-2:3: wait between attempts, longer each time: 'corun::retry'
    try {
      co_await send_slowly(peer);
      // NOTE@-1:7: this is tried again
      co_return;
    } catch (const std::exception &error) {
    // NOTE@-1:7: a failure leads from here to the next attempt without a pause
      log(error.what());
    }
  }
}

task<bool> try_send(Connection &peer);

// Success is told by a value of its own.
task<> FN_success_by_bool(Connection &peer) {
  while (!co_await try_send(peer))
    log("again");
}

//===----------------------------------------------------------------------===//
// Other runtimes
//===----------------------------------------------------------------------===//

folly::coro::Task<int> get(int id);
folly::coro::Task<int> folly_bad(int id) {
  while (true) {
  // WARN@-1:3: this loop tries again at once: while the other side fails, it spins and adds to its load
  // NOTE@-2:3: wait between attempts, longer each time: 'folly::coro::retryWithExponentialBackoff'
    try {
      co_return co_await get(id);
      // NOTE@-1:17: this is tried again
    } catch (const std::runtime_error &) {
    // NOTE@-1:7: a failure leads from here to the next attempt without a pause
    }
  }
}
folly::coro::Task<int> folly_ok(int id) {
  while (true) {
    try {
      co_return co_await get(id);
    } catch (const std::runtime_error &) {
    }
    co_await folly::coro::sleep(1s);
  }
}

seastar::future<> flush(int shard);
seastar::future<> seastar_bad(int shard) {
  for (unsigned tries = 0; tries < 10; ++tries) {
  // WARN@-1:3: this loop tries again at once: while the other side fails, it spins and adds to its load
  // NOTE@-2:3: wait between attempts, longer each time: 'corun::retry'
    try {
      co_await flush(shard);
      // NOTE@-1:7: this is tried again
      co_return;
    } catch (...) {
    // NOTE@-1:7: a failure leads from here to the next attempt without a pause
    }
  }
}
seastar::future<> seastar_ok(int shard) {
  for (unsigned tries = 0; tries < 10; ++tries) {
    try {
      co_await flush(shard);
      co_return;
    } catch (...) {
    }
    co_await seastar::sleep(1s);
  }
}

coro::task<int> ask(int id);
coro::task<int> libcoro_bad(int id) {
  for (;;) {
  // WARN@-1:3: this loop tries again at once: while the other side fails, it spins and adds to its load
  // NOTE@-2:3: wait between attempts, longer each time: 'corun::retry'
    try {
      co_return co_await ask(id);
      // NOTE@-1:17: this is tried again
    } catch (const std::exception &) {
    // NOTE@-1:7: a failure leads from here to the next attempt without a pause
    }
  }
}
coro::task<int> libcoro_ok(coro::scheduler &scheduler, int id) {
  for (;;) {
    try {
      co_return co_await ask(id);
    } catch (const std::exception &) {
    }
    co_await scheduler.yield_for(10ms);
  }
}

boost::cobalt::task<int> request(int id);
boost::cobalt::task<int> cobalt_bad(int id) {
  while (true) {
  // WARN@-1:3: this loop tries again at once: while the other side fails, it spins and adds to its load
  // NOTE@-2:3: wait between attempts, longer each time: 'corun::retry'
    try {
      co_return co_await request(id);
      // NOTE@-1:17: this is tried again
    } catch (const std::exception &) {
    // NOTE@-1:7: a failure leads from here to the next attempt without a pause
    }
  }
}

async_simple::coro::Lazy<int> load(int key);
async_simple::coro::Lazy<int> async_simple_bad(int key) {
  for (int i = 0; i < 3; ++i) {
  // WARN@-1:3: this loop tries again at once: while the other side fails, it spins and adds to its load
  // NOTE@-2:3: wait between attempts, longer each time: 'corun::retry'
    try {
      co_return co_await load(key);
      // NOTE@-1:17: this is tried again
    } catch (const std::exception &) {
    // NOTE@-1:7: a failure leads from here to the next attempt without a pause
    }
  }
  co_return 0;
}

home::Lazy<> fetch(std::string url);
home::Lazy<> home_made_bad(std::string url) {
  while (true) {
  // WARN@-1:3: this loop tries again at once: while the other side fails, it spins and adds to its load
  // NOTE@-2:3: wait between attempts, longer each time: 'corun::retry'
    try {
      co_await fetch(url);
      // NOTE@-1:7: this is tried again
      co_return;
    } catch (...) {
    // NOTE@-1:7: a failure leads from here to the next attempt without a pause
      log("again");
    }
  }
}
home::Lazy<> home_made_ok(std::string url) {
  while (true) {
    try {
      co_await fetch(url);
      co_return;
    } catch (...) {
      log("again");
    }
    co_await home::sleep(100);
  }
}
