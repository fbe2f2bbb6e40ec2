// Handlers that catch cancellation and let the coroutine go on.
//
// RUN: %check_test %s async-swallowed-cancellation

#include "mocks/async_simple.hpp"
#include "mocks/cobalt.hpp"
#include "mocks/concurrencpp.hpp"
#include "mocks/cppcoro.hpp"
#include "mocks/folly.hpp"
#include "mocks/home_made.hpp"
#include "mocks/libcoro.hpp"
#include "mocks/seastar.hpp"
#include <cstdio>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

using namespace std::chrono_literals;

void log(const char *text);
void report(const std::exception &error);
struct Metrics {
  void count_failure();
  int failures = 0;
};

//===----------------------------------------------------------------------===//
// cppcoro: each operation throws where its token is cancelled
//===----------------------------------------------------------------------===//

struct Connection {
  cppcoro::task<> send(std::string text, cppcoro::cancellation_token token);
  cppcoro::task<std::string> receive(cppcoro::cancellation_token token);
  cppcoro::task<> close();
  bool is_open() const;
};
cppcoro::task<Connection> connect(std::string host,
                                  cppcoro::cancellation_token token);

cppcoro::task<> echo_loop_bad(Connection &peer,
                              cppcoro::cancellation_token token) {
  while (true) {
  // NOTE@-1:3: the next round begins here
    try {
      co_await peer.send(co_await peer.receive(token), token);
      // NOTE@-1:7: this await throws 'cppcoro::operation_cancelled' when it is cancelled
    } catch (...) {
    // WARN@-1:7: this handler swallows cancellation: the loop goes on although the coroutine is cancelled
    // NOTE@-2:7: put 'catch (const cppcoro::operation_cancelled &) { throw; }' before it
    // NOTE@-3:7: rethrow cancellation before it is caught
    // UNSAFE@-4:     } catch (const cppcoro::operation_cancelled &) { throw; } catch (...) {
      log("lost a message");
    }
  }
}

void report_failure(const char *text);
#define TEST_FAIL(text) report_failure(text)

cppcoro::task<> fails_the_test_ok(Connection &peer,
                                  cppcoro::cancellation_token token) {
  try {
    co_await peer.send("ping", token);
  } catch (...) {
    TEST_FAIL("should not reach");
  }
  co_await peer.send("ping", token);
}

cppcoro::task<> all_hosts_bad(std::vector<std::string> hosts,
                              cppcoro::cancellation_token token) {
  for (const std::string &host : hosts) {
  // NOTE@-1:3: the next round begins here
    try {
      auto peer = co_await connect(host, token);
      // NOTE@-1:19: this await throws 'cppcoro::operation_cancelled' when it is cancelled
      co_await peer.send("hello", token);
    } catch (const std::exception &error) {
    // WARN@-1:7: this handler swallows cancellation: the loop goes on although the coroutine is cancelled
    // NOTE@-2:7: put 'catch (const cppcoro::operation_cancelled &) { throw; }' before it
    // NOTE@-3:7: rethrow cancellation before it is caught
    // UNSAFE@-4:     } catch (const cppcoro::operation_cancelled &) { throw; } catch (const std::exception &error) {
      log(error.what());
    }
  }
}

cppcoro::task<> goes_on_to_the_next_bad(Connection &a, Connection &b,
                                        cppcoro::cancellation_token token) {
  try {
    co_await a.send("prepare", token);
    // NOTE@-1:5: this await throws 'cppcoro::operation_cancelled' when it is cancelled
  } catch (const std::exception &error) {
  // WARN@-1:5: this handler swallows cancellation: the coroutine goes on with its next await
  // NOTE@-2:5: put 'catch (const cppcoro::operation_cancelled &) { throw; }' before it
  // NOTE@-3:5: rethrow cancellation before it is caught
  // UNSAFE@-4:   } catch (const cppcoro::operation_cancelled &) { throw; } catch (const std::exception &error) {
    log(error.what());
  }
  co_await b.send("commit", token);
  // NOTE@-1:3: it goes on here
}

cppcoro::task<> after_first_handler_bad(Connection &peer,
                                        cppcoro::cancellation_token token) {
  for (;;) {
  // NOTE@-1:3: the next round begins here
    try {
      co_await peer.send("ping", token);
      // NOTE@-1:7: this await throws 'cppcoro::operation_cancelled' when it is cancelled
    } catch (const std::logic_error &) {
      throw;
    } catch (...) {
    // WARN@-1:7: this handler swallows cancellation: the loop goes on although the coroutine is cancelled
    // NOTE@-2:7: put 'catch (const cppcoro::operation_cancelled &) { throw; }' before it
    // NOTE@-3:7: rethrow cancellation before it is caught
    // UNSAFE@-4:     } catch (const cppcoro::operation_cancelled &) { throw; } catch (...) {
      log("no answer");
      continue;
    }
  }
}

cppcoro::task<> counts_to_ten_bad(Connection &peer,
                                  cppcoro::cancellation_token token) {
  for (int i = 0; i < 10; ++i) {
  // NOTE@-1:3: the next round begins here
    try {
      co_await peer.send(std::to_string(i), token);
      // NOTE@-1:7: this await throws 'cppcoro::operation_cancelled' when it is cancelled
    } catch (...) {
    // WARN@-1:7: this handler swallows cancellation: the loop goes on although the coroutine is cancelled
    // NOTE@-2:7: put 'catch (const cppcoro::operation_cancelled &) { throw; }' before it
    // NOTE@-3:7: rethrow cancellation before it is caught
    // UNSAFE@-4:     } catch (const cppcoro::operation_cancelled &) { throw; } catch (...) {
    }
  }
}

cppcoro::task<> only_cancellation_in_a_loop_bad(
    Connection &peer, cppcoro::cancellation_token token) {
  while (true) {
  // NOTE@-1:3: the next round begins here
    try {
      co_await peer.receive(token);
      // NOTE@-1:7: this await throws 'cppcoro::operation_cancelled' when it is cancelled
    } catch (const cppcoro::operation_cancelled &) {
    // WARN@-1:7: this handler swallows cancellation: the loop goes on although the coroutine is cancelled
    // NOTE@-2:7: rethrow it, or end the loop
      log("woken");
    }
  }
}

cppcoro::task<> rethrows_ok(Connection &peer,
                            cppcoro::cancellation_token token) {
  while (true) {
    try {
      co_await peer.receive(token);
    } catch (const cppcoro::operation_cancelled &) {
      throw;
    } catch (const std::exception &error) {
      log(error.what());
    }
  }
}

cppcoro::task<> only_cancellation_then_cleanup_ok(
    Connection &peer, cppcoro::cancellation_token token) {
  try {
    co_await peer.receive(token);
  } catch (const cppcoro::operation_cancelled &) {
    log("stopped");
  }
  co_await peer.send("bye", {});
}

cppcoro::task<> closes_ok(Connection &peer, cppcoro::cancellation_token token) {
  try {
    co_await peer.send("last", token);
  } catch (const std::exception &error) {
    log(error.what());
  }
  co_await peer.close();
}

cppcoro::task<> ends_ok(Connection &peer, cppcoro::cancellation_token token) {
  try {
    while (true)
      co_await peer.receive(token);
  } catch (...) {
    log("session ended");
  }
}

cppcoro::task<> asks_the_token_ok(Connection &peer,
                                  cppcoro::cancellation_token token) {
  while (!token.is_cancellation_requested()) {
    try {
      co_await peer.receive(token);
    } catch (const std::exception &error) {
      log(error.what());
    }
  }
}

cppcoro::task<> asks_in_the_loop_ok(Connection &peer,
                                    cppcoro::cancellation_token token) {
  while (true) {
    token.throw_if_cancellation_requested();
    try {
      co_await peer.receive(token);
    } catch (const std::exception &error) {
      log(error.what());
    }
  }
}

cppcoro::task<> while_open_ok(Connection &peer,
                              cppcoro::cancellation_token token) {
  while (peer.is_open()) {
    try {
      co_await peer.receive(token);
    } catch (...) {
      log("garbled");
    }
  }
}

cppcoro::task<> keeps_the_error_ok(Connection &a, Connection &b,
                                   cppcoro::cancellation_token token) {
  std::exception_ptr failure;
  try {
    co_await a.send("begin", token);
  } catch (...) {
    failure = std::current_exception();
  }
  co_await b.send("rollback", token);
  if (failure)
    std::rethrow_exception(failure);
}

cppcoro::task<> remembers_ok(Connection &a, Connection &b,
                             cppcoro::cancellation_token token) {
  bool failed = false;
  try {
    co_await a.send("begin", token);
  } catch (...) {
    failed = true;
  }
  if (failed)
    co_return;
  co_await b.send("commit", token);
}

cppcoro::task<> gives_up_ok(Connection &peer,
                            cppcoro::cancellation_token token) {
  int failures = 0;
  while (true) {
    try {
      co_await peer.send("ping", token);
    } catch (...) {
      ++failures;
    }
    if (failures > 3)
      co_return;
  }
}

cppcoro::task<> other_errors_ok(Connection &peer,
                                cppcoro::cancellation_token token) {
  while (true) {
    try {
      co_await peer.receive(token);
    } catch (const std::runtime_error &error) {
      log(error.what());
    }
  }
}

cppcoro::task<> no_await_inside_ok(Connection &peer,
                                   cppcoro::cancellation_token token) {
  while (true) {
    try {
      report(std::runtime_error("none"));
    } catch (...) {
      log("failed");
    }
    co_await peer.receive(token);
  }
}

cppcoro::task<> leaves_the_loop_ok(Connection &peer,
                                   cppcoro::cancellation_token token) {
  while (true) {
    try {
      co_await peer.receive(token);
    } catch (const std::exception &error) {
      log(error.what());
      break;
    }
  }
}

void throw_again(const std::exception &error);
// Nobody says that the function which is given the error throws it again.
cppcoro::task<> FP_thrown_elsewhere(Connection &peer,
                                    cppcoro::cancellation_token token) {
  while (true) {
  // NOTE@-1:3: the next round begins here
    try {
      co_await peer.receive(token);
      // NOTE@-1:7: this await throws 'cppcoro::operation_cancelled' when it is cancelled
    } catch (const std::exception &error) {
    // WARN@-1:7: this handler swallows cancellation: the loop goes on although the coroutine is cancelled
    // NOTE@-2:7: put 'catch (const cppcoro::operation_cancelled &) { throw; }' before it
    // NOTE@-3:7: rethrow cancellation before it is caught
    // UNSAFE@-4:     } catch (const cppcoro::operation_cancelled &) { throw; } catch (const std::exception &error) {
      throw_again(error);
    }
  }
}

bool ready();
// `ready` says nothing of ending.
cppcoro::task<> FP_asks_by_another_word(Connection &peer,
                                        cppcoro::cancellation_token token) {
  while (ready()) {
  // NOTE@-1:3: the next round begins here
    try {
      co_await peer.receive(token);
      // NOTE@-1:7: this await throws 'cppcoro::operation_cancelled' when it is cancelled
    } catch (...) {
    // WARN@-1:7: this handler swallows cancellation: the loop goes on although the coroutine is cancelled
    // NOTE@-2:7: put 'catch (const cppcoro::operation_cancelled &) { throw; }' before it
    // NOTE@-3:7: rethrow cancellation before it is caught
    // UNSAFE@-4:     } catch (const cppcoro::operation_cancelled &) { throw; } catch (...) {
      log("garbled");
    }
  }
}

// What the handler changes is looked at, but for something else.
cppcoro::task<> FN_counts(Connection &peer, Metrics &metrics,
                          cppcoro::cancellation_token token) {
  while (true) {
    try {
      co_await peer.receive(token);
    } catch (...) {
      ++metrics.failures;
    }
    if (metrics.failures % 100 == 0)
      log("many failures");
  }
}

//===----------------------------------------------------------------------===//
// folly
//===----------------------------------------------------------------------===//

struct Client {
  folly::coro::Task<int> get(int id);
  folly::coro::Task<> put(int id, int value);
  folly::coro::Task<> close();
};

folly::coro::Task<> copies_bad(Client &from, Client &to) {
  int value = 0;
  try {
    value = co_await from.get(1);
    // NOTE@-1:13: this await throws 'folly::OperationCancelled' when it is cancelled
  } catch (const std::exception &error) {
  // WARN@-1:5: this handler swallows cancellation: the coroutine goes on with its next await
  // NOTE@-2:5: put 'catch (const folly::OperationCancelled &) { throw; }' before it
  // NOTE@-3:5: rethrow cancellation before it is caught
  // UNSAFE@-4:   } catch (const folly::OperationCancelled &) { throw; } catch (const std::exception &error) {
    log(error.what());
  }
  co_await to.put(1, value);
  // NOTE@-1:3: it goes on here
}

folly::coro::Task<> polls_bad(Client &client) {
  while (true) {
  // NOTE@-1:3: the next round begins here
    try {
      co_await client.get(1);
      // NOTE@-1:7: this await throws 'folly::OperationCancelled' when it is cancelled
      co_await folly::coro::sleep(1s);
    } catch (...) {
    // WARN@-1:7: this handler swallows cancellation: the loop goes on although the coroutine is cancelled
    // NOTE@-2:7: put 'catch (const folly::OperationCancelled &) { throw; }' before it
    // NOTE@-3:7: rethrow cancellation before it is caught
    // UNSAFE@-4:     } catch (const folly::OperationCancelled &) { throw; } catch (...) {
      log("again");
    }
  }
}

folly::coro::Task<int> ends_with_a_value_ok(Client &client) {
  try {
    co_return co_await client.get(1);
  } catch (const std::exception &) {
    co_return 0;
  }
}

folly::coro::Task<> nested_handler_ok(Client &client) {
  while (true) {
    try {
      co_await client.get(1);
    } catch (...) {
      try {
        throw;
      } catch (const folly::OperationCancelled &) {
        throw;
      } catch (const std::exception &error) {
        log(error.what());
      }
    }
  }
}

//===----------------------------------------------------------------------===//
// Seastar
//===----------------------------------------------------------------------===//

seastar::future<> store(int shard);

seastar::future<> periodic_bad(seastar::abort_source &as) {
  for (;;) {
  // NOTE@-1:3: the next round begins here
    try {
      co_await seastar::sleep_abortable(1s, as);
      // NOTE@-1:7: this await throws 'seastar::abort_requested_exception' when it is cancelled
      co_await store(0);
    } catch (...) {
    // WARN@-1:7: this handler swallows cancellation: the loop goes on although the coroutine is cancelled
    // NOTE@-2:7: put 'catch (const seastar::abort_requested_exception &) { throw; }' before it
    // NOTE@-3:7: rethrow cancellation before it is caught
    // UNSAFE@-4:     } catch (const seastar::abort_requested_exception &) { throw; } catch (...) {
      log("flush failed");
    }
  }
}

seastar::future<> two_shards_bad() {
  try {
    co_await store(0);
    // NOTE@-1:5: this await throws 'seastar::abort_requested_exception' when it is cancelled
  } catch (const std::exception &error) {
  // WARN@-1:5: this handler swallows cancellation: the coroutine goes on with its next await
  // NOTE@-2:5: put 'catch (const seastar::abort_requested_exception &) { throw; }' before it
  // NOTE@-3:5: rethrow cancellation before it is caught
  // UNSAFE@-4:   } catch (const seastar::abort_requested_exception &) { throw; } catch (const std::exception &error) {
    log(error.what());
  }
  co_await store(1);
  // NOTE@-1:3: it goes on here
}

seastar::future<> periodic_ok(seastar::abort_source &as) {
  while (!as.abort_requested()) {
    try {
      co_await seastar::sleep_abortable(1s, as);
      co_await store(0);
    } catch (...) {
      log("flush failed");
    }
  }
}

seastar::future<> sleep_only_ok(seastar::abort_source &as) {
  try {
    co_await seastar::sleep_abortable(1s, as);
  } catch (const seastar::sleep_aborted &) {
  }
  co_await store(0);
}

//===----------------------------------------------------------------------===//
// async_simple
//===----------------------------------------------------------------------===//

async_simple::coro::Lazy<int> load(int key);

async_simple::coro::Lazy<> warm_up_bad(std::vector<int> keys) {
  for (int key : keys) {
  // NOTE@-1:3: the next round begins here
    try {
      co_await load(key);
      // NOTE@-1:7: this await throws 'async_simple::SignalException' when it is cancelled
    } catch (const std::runtime_error &error) {
    // WARN@-1:7: this handler swallows cancellation: the loop goes on although the coroutine is cancelled
    // NOTE@-2:7: put 'catch (const async_simple::SignalException &) { throw; }' before it
    // NOTE@-3:7: rethrow cancellation before it is caught
    // UNSAFE@-4:     } catch (const async_simple::SignalException &) { throw; } catch (const std::runtime_error &error) {
      log(error.what());
    }
  }
}

async_simple::coro::Lazy<> one_after_another_bad() {
  try {
    co_await load(1);
    // NOTE@-1:5: this await throws 'async_simple::SignalException' when it is cancelled
  } catch (...) {
  // WARN@-1:5: this handler swallows cancellation: the coroutine goes on with its next await
  // NOTE@-2:5: put 'catch (const async_simple::SignalException &) { throw; }' before it
  // NOTE@-3:5: rethrow cancellation before it is caught
  // UNSAFE@-4:   } catch (const async_simple::SignalException &) { throw; } catch (...) {
  }
  co_await load(2);
  // NOTE@-1:3: it goes on here
}

//===----------------------------------------------------------------------===//
// Cobalt, concurrencpp: cancellation stays, so that only a loop swallows it
//===----------------------------------------------------------------------===//

boost::cobalt::task<int> request(int id);

boost::cobalt::task<void> serve_bad() {
  for (;;) {
  // NOTE@-1:3: the next round begins here
    try {
      co_await request(1);
      // NOTE@-1:7: this await throws 'boost::system::system_error' when it is cancelled
    } catch (const boost::system::system_error &error) {
    // WARN@-1:7: this handler swallows cancellation: each await of the cancelled coroutine throws again, and the loop spins without end
    // NOTE@-2:7: rethrow where the error is 'boost::asio::error::operation_aborted'
    // NOTE@-3:7: rethrow it where it is cancellation
    // UNSAFE@-4:     } catch (const boost::system::system_error &error) {
    // UNSAFE@-5:       if (error.code() == boost::asio::error::operation_aborted)
    // UNSAFE@-6:         throw;
      log(error.what());
    }
  }
}

boost::cobalt::promise<void> do_while_bad() {
  do {
  // NOTE@-1:3: the next round begins here
    try {
      co_await request(1);
      // NOTE@-1:7: this await throws 'boost::system::system_error' when it is cancelled
    } catch (const std::exception &error) {
    // WARN@-1:7: this handler swallows cancellation: each await of the cancelled coroutine throws again, and the loop spins without end
    // NOTE@-2:7: rethrow where the error is 'boost::asio::error::operation_aborted'
    // NOTE@-3:7: rethrow it where it is cancellation
    // UNSAFE@-4:     } catch (const std::exception &error) {
    // UNSAFE@-5:       if (const auto *thrown = dynamic_cast<const boost::system::system_error *>(&error);
    // UNSAFE@-6:           thrown && thrown->code() == boost::asio::error::operation_aborted)
    // UNSAFE@-7:         throw;
      log(error.what());
    }
  } while (true);
}

boost::cobalt::task<void> pauses_outside_ok() {
  for (;;) {
    try {
      co_await request(1);
    } catch (const std::exception &error) {
      log(error.what());
    }
    co_await boost::cobalt::io::sleep(1s);
  }
}

boost::cobalt::task<void> fallback_ok() {
  try {
    co_await request(1);
  } catch (const std::exception &error) {
    log(error.what());
  }
  co_await request(2);
}

boost::cobalt::task<void> few_tries_ok() {
  for (int i = 0; i < 3; ++i) {
    try {
      co_await request(1);
    } catch (const std::exception &error) {
      log(error.what());
    }
  }
}

concurrencpp::lazy_result<void> step(int number);

concurrencpp::lazy_result<void> steps_bad() {
  for (int i = 0;; ++i) {
  // NOTE@-1:3: the next round begins here
    try {
      co_await step(i);
      // NOTE@-1:7: this await throws 'concurrencpp::errors::runtime_shutdown' when it is cancelled
    } catch (const std::exception &error) {
    // WARN@-1:7: this handler swallows cancellation: each await of the cancelled coroutine throws again, and the loop spins without end
    // NOTE@-2:7: put 'catch (const concurrencpp::errors::runtime_shutdown &) { throw; }' before it
    // NOTE@-3:7: rethrow cancellation before it is caught
    // UNSAFE@-4:     } catch (const concurrencpp::errors::runtime_shutdown &) { throw; } catch (const std::exception &error) {
      log(error.what());
    }
  }
}

concurrencpp::result<void> steps_with_end_ok(int count) {
  for (int i = 0; i < count; ++i) {
    try {
      co_await step(i);
    } catch (const std::exception &error) {
      log(error.what());
    }
  }
}

//===----------------------------------------------------------------------===//
// Runtimes without cancellation by exception
//===----------------------------------------------------------------------===//

coro::task<void> libcoro_ok(coro::scheduler &scheduler) {
  while (true) {
    try {
      co_await scheduler.yield_for(1ms);
    } catch (...) {
      log("failed");
    }
  }
}

home::Lazy<> unknown_type_ok() {
  while (true) {
    try {
      co_await home::sleep(1);
    } catch (...) {
      log("failed");
    }
  }
}
