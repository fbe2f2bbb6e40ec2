// REQUIRES: boost-asio
// RUN: %check_test %s async-sync-io
// The start of a program with Boost.Asio: the loop serves nobody before the
// first suspension of what main spawns.
#include <boost/asio.hpp>
#include <filesystem>
#include <fstream>
#include <string>

namespace asio = boost::asio;
using asio::ip::tcp;

asio::awaitable<void> session_bad(tcp::socket client) {
  std::ifstream page("page");
  // WARN@-1:17: 'std::ifstream' blocks the event loop: it reads or writes the file on the calling thread
  // NOTE@-2:17: run it on a thread pool and await the result
  // NOTE@-3:17: run it on a thread of 'boost::asio::system_executor'
  // UNSAFE@-4:   std::ifstream page = co_await boost::asio::co_spawn(boost::asio::system_executor(), [&]() -> boost::asio::awaitable<std::ifstream> { co_return std::ifstream("page"); }, boost::asio::use_awaitable);
  std::string text(std::istreambuf_iterator<char>(page), {});
  co_await async_write(client, asio::buffer(text), asio::use_awaitable);
}

asio::awaitable<void> listener_ok(unsigned short port) {
  auto executor = co_await asio::this_coro::executor;
  std::ofstream("ports") << port;
  tcp::acceptor acceptor(executor, {tcp::v4(), port});
  for (;;) {
    tcp::socket client = co_await acceptor.async_accept(asio::use_awaitable);
    asio::co_spawn(executor, session_bad(std::move(client)), asio::detached);
  }
}

asio::awaitable<std::string> settings_ok() {
  std::ifstream file("settings");
  co_return std::string(std::istreambuf_iterator<char>(file), {});
}

class Server {
public:
  asio::awaitable<void> run_bad();
  asio::awaitable<void> passive_bad();

private:
  asio::local::stream_protocol::acceptor acceptor_;
  tcp::acceptor data_;
  bool stopped_ = false;
};

// Whoever starts it, does so once.
asio::awaitable<void> Server::run_bad() {
  std::filesystem::remove("server.socket");
  acceptor_.listen();
  while (!stopped_) {
    auto client = co_await acceptor_.async_accept(asio::use_awaitable);
    std::ofstream("clients", std::ios::app) << "one more";
    // WARN@-1:5: 'operator<<' blocks the event loop: it reads or writes the file on the calling thread
    // NOTE@-2:5: run it on a thread pool and await the result
    // NOTE@-3:5: run it on a thread of 'boost::asio::system_executor'
    // UNSAFE@-4:     co_await boost::asio::co_spawn(boost::asio::system_executor(), [&]() -> boost::asio::awaitable<void> { std::ofstream("clients", std::ios::app) << "one more"; co_return; }, boost::asio::use_awaitable);
  }
}

// One connection, of a client that is there already.
asio::awaitable<void> Server::passive_bad() {
  std::ifstream file("data");
  // WARN@-1:17: 'std::ifstream' blocks the event loop: it reads or writes the file on the calling thread
  // NOTE@-2:17: run it on a thread pool and await the result
  // NOTE@-3:17: run it on a thread of 'boost::asio::system_executor'
  // UNSAFE@-4:   std::ifstream file = co_await boost::asio::co_spawn(boost::asio::system_executor(), [&]() -> boost::asio::awaitable<std::ifstream> { co_return std::ifstream("data"); }, boost::asio::use_awaitable);
  auto client = co_await data_.async_accept(asio::use_awaitable);
}

static void start_bad(asio::io_context &loop) {
  asio::co_spawn(loop, listener_ok(8080), asio::detached);
  asio::co_spawn(
      loop,
      []() -> asio::awaitable<void> {
        std::ifstream("motd");
        std::string settings = co_await settings_ok();
        std::ofstream("settings.bak") << settings;
        // WARN@-1:9: 'operator<<' blocks the event loop: it reads or writes the file on the calling thread
        // NOTE@-2:9: run it on a thread pool and await the result
        // NOTE@-3:9: run it on a thread of 'boost::asio::system_executor'
        // UNSAFE@-4:         co_await boost::asio::co_spawn(boost::asio::system_executor(), [&]() -> boost::asio::awaitable<void> { std::ofstream("settings.bak") << settings; co_return; }, boost::asio::use_awaitable);
      },
      asio::detached);
  static asio::steady_timer timer(loop);
  timer.async_wait([](auto) {
    std::ofstream("alive");
    // WARN@-1:5: 'std::ofstream' blocks the event loop: it reads or writes the file on the calling thread
    // NOTE@-2:5: run it on a thread pool and await the result
  });
}

int main() {
  asio::io_context loop;
  start_bad(loop);
  loop.run();
}
