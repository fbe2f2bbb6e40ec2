// The same questions to the real Boost.Asio.
//
// REQUIRES: boost-asio
// RUN: %check_test %s async-cpu-heavy-loop

#include <algorithm>
#include <array>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <map>
#include <memory>
#include <openssl/evp.h>
#include <string>
#include <vector>

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;

struct Session {
  tcp::socket socket;
  std::vector<std::string> inbox;
};
using Sessions = std::vector<std::shared_ptr<Session>>;

awaitable<std::size_t> all_pairs_bad(const Sessions &sessions) {
  std::size_t same = 0;
  for (const auto &a : sessions)
  // WARN@-1:3: loop does about 2.0e6 steps without suspending
  // NOTE@-2:3: run it on a thread pool and await the result, or suspend every so many rounds
  // NOTE@-3:3: let others run in each round with 'boost::asio::post'
  // NOTE@-4:3: run it on a thread of 'boost::asio::system_executor'
    for (const auto &b : sessions)
    // NOTE@-1:5: 1,000 x 1,000 iterations (a size known only at run time counts as 1,000)
      same += a->inbox.size() == b->inbox.size();
  co_return same;
}

awaitable<void> matrix_bad(std::array<std::array<double, 512>, 512> &a,
                           const std::array<std::array<double, 512>, 512> &b) {
  std::array<double, 512> row;
  for (std::size_t i = 0; i < a.size(); ++i) {
  // WARN@-1:3: loop does about 1.3e8 steps without suspending
  // NOTE@-2:3: run it on a thread pool and await the result, or suspend every so many rounds
  // NOTE@-3:3: let others run in each round with 'boost::asio::post'
  // NOTE@-4:3: run it on a thread of 'boost::asio::system_executor'
    for (std::size_t j = 0; j < a.size(); ++j) {
      row[j] = 0;
      for (std::size_t k = 0; k < a.size(); ++k)
      // NOTE@-1:7: 512 x 512 x 512 iterations
        row[j] += a[i][k] * b[k][j];
    }
    a[i] = row;
  }
  co_return;
}

awaitable<void> passwords_bad(const std::map<std::string, std::string> &users) {
  std::array<unsigned char, 32> key;
  for (const auto &[name, password] : users)
  // WARN@-1:3: loop does about 1.0e11 steps without suspending
  // NOTE@-2:3: 1,000 iterations (a size known only at run time counts as 1,000)
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
  // NOTE@-4:3: let others run in each round with 'boost::asio::post'
  // NOTE@-5:3: run it on a thread of 'boost::asio::system_executor'
    PKCS5_PBKDF2_HMAC(password.data(), int(password.size()), nullptr, 0, 100000,
    // NOTE@-1:5: 'PKCS5_PBKDF2_HMAC' does about 1.0e8 steps in each call
                      EVP_sha256(), int(key.size()), key.data());
  co_return;
}

awaitable<void> search_bad(tcp::socket &socket, long wanted) {
  long found = 0;
  for (long candidate = 2; candidate < 10'000'000; ++candidate)
  // WARN@-1:3: loop does about 2.0e7 steps without suspending
  // NOTE@-2:3: 9,999,998 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
  // NOTE@-4:3: run it on a thread of 'boost::asio::system_executor'
  // NOTE@-5:3: let others run in each round with 'boost::asio::post'
    if (wanted % candidate == 0)
      found = candidate;
  co_await asio::async_write(socket, asio::buffer(&found, sizeof found),
                             use_awaitable);
}

awaitable<void> after_connect_ok(tcp::socket socket, Sessions sessions) {
  for (;;) {
    std::string line;
    co_await asio::async_read_until(socket, asio::dynamic_buffer(line), '\n',
                                    use_awaitable);
    for (const auto &session : sessions)
      for (const auto &text : session->inbox)
        for (const auto &other : session->inbox)
          if (text == other + line)
            line.clear();
  }
}

void spawn_lambda_bad(asio::io_context &context, std::vector<int> values) {
  asio::co_spawn(
      context,
      [values]() -> awaitable<void> {
        long total = 0;
        for (int a : values)
        // WARN@-1:9: loop does about 1.0e6 steps without suspending
        // NOTE@-2:9: run it on a thread pool and await the result, or suspend every so many rounds
        // NOTE@-3:9: run it on a thread of 'boost::asio::system_executor'
        // NOTE@-4:9: let others run in each round with 'boost::asio::post'
          for (int b : values)
          // NOTE@-1:11: 1,000 x 1,000 iterations (a size known only at run time counts as 1,000)
            total += a ^ b;
        asio::steady_timer timer(co_await asio::this_coro::executor,
                                 std::chrono::milliseconds(total & 1));
        co_await timer.async_wait(use_awaitable);
      },
      asio::detached);
}

awaitable<void> accept_ok(tcp::acceptor &acceptor, Sessions &sessions) {
  for (;;) {
    tcp::socket socket = co_await acceptor.async_accept(use_awaitable);
    sessions.push_back(std::make_shared<Session>(std::move(socket)));
  }
}

awaitable<void> echo_ok(tcp::socket socket) {
  std::array<char, 1024> data;
  while (true) {
    std::size_t n =
        co_await socket.async_read_some(asio::buffer(data), use_awaitable);
    for (std::size_t i = 0; i < n; ++i)
      data[i] = char(data[i] ^ 1);
    co_await asio::async_write(socket, asio::buffer(data, n), use_awaitable);
  }
}

awaitable<void> broadcast_ok(Sessions &sessions, std::string text) {
  for (auto &session : sessions)
    co_await asio::async_write(session->socket, asio::buffer(text),
                               use_awaitable);
}

awaitable<void> yields_ok(const Sessions &sessions) {
  std::size_t rounds = 0, same = 0;
  for (const auto &a : sessions)
    for (const auto &b : sessions) {
      same += a->inbox.size() == b->inbox.size();
      if (++rounds % 1024 == 0)
        co_await asio::post(use_awaitable);
    }
}

awaitable<void> headers_ok(tcp::socket &socket) {
  asio::streambuf buffer;
  co_await asio::async_read_until(socket, buffer, "\r\n\r\n", use_awaitable);
  std::istream stream(&buffer);
  std::map<std::string, std::string> headers;
  std::string line;
  while (std::getline(stream, line) && line != "\r") {
    auto colon = line.find(':');
    if (colon == std::string::npos)
      continue;
    headers[line.substr(0, colon)] = line.substr(colon + 1);
  }
}

awaitable<void> clean_up_ok(Sessions &sessions) {
  for (auto it = sessions.begin(); it != sessions.end();) {
    if (!(*it)->socket.is_open())
      it = sessions.erase(it);
    else
      ++it;
  }
  co_return;
}

awaitable<void> offloaded_ok(asio::thread_pool &pool, std::vector<int> values) {
  asio::post(pool, [values] {
    long total = 0;
    for (int a : values)
      for (int b : values)
        total += a ^ b;
  });
  co_return;
}

// A coroutine with a stack of its own suspends in the calls that take its
// context.

void stackful_accept_ok(asio::io_context &context) {
  asio::spawn(context, [&context](asio::yield_context yield) {
    tcp::acceptor acceptor(context);
    for (;;) {
      tcp::socket socket(context);
      boost::system::error_code error;
      acceptor.async_accept(socket, yield[error]);
      if (!error)
        asio::spawn(context, [kept = std::make_shared<tcp::socket>(std::move(
                                  socket))](asio::yield_context inner) {
          std::array<char, 1024> data;
          for (;;) {
            boost::system::error_code failed;
            std::size_t n = kept->async_read_some(
                asio::buffer(data), asio::redirect_error(inner, failed));
            asio::async_write(*kept, asio::buffer(data, n), inner);
          }
        });
    }
  });
}

void stackful_pairs_bad(asio::io_context &context, Sessions &sessions) {
  asio::spawn(context, [&context, &sessions](asio::yield_context yield) {
    std::size_t same = 0;
    for (const auto &a : sessions)
    // WARN@-1:5: loop does about 2.0e6 steps without suspending
    // NOTE@-2:5: run it on a thread pool and await the result, or suspend every so many rounds
      for (const auto &b : sessions)
      // NOTE@-1:7: 1,000 x 1,000 iterations (a size known only at run time counts as 1,000)
        same += a->inbox.size() == b->inbox.size();
    asio::steady_timer timer(context, std::chrono::milliseconds(same & 1));
    timer.async_wait(yield);
  });
}
