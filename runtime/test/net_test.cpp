#include "support/temporary_directory.hpp"
#include "support/test.hpp"

#include <corun/net.hpp>

using asio::ip::tcp;

namespace {

// A server of one connection that runs `serve` on it, and a client.
template <class Serve, class Use> void converse(Serve serve, Use use) {
  corun::test::watchdog guard;
  asio::io_context context(1);
  tcp::acceptor acceptor(context, {asio::ip::address_v4::loopback(), 0});
  asio::co_spawn(
      context,
      [&]() -> corun::task<> {
        auto socket = co_await acceptor.async_accept(asio::use_awaitable);
        co_await serve(socket);
      },
      [](std::exception_ptr e) { EXPECT_FALSE(e); });
  asio::co_spawn(
      context,
      [&]() -> corun::task<> {
        auto socket = co_await corun::connect(
            "127.0.0.1", std::to_string(acceptor.local_endpoint().port()), 5s);
        co_await use(socket);
      },
      [](std::exception_ptr e) { EXPECT_FALSE(e); });
  context.run();
}

TEST(Net, Resolves) {
  const auto found = run_test(corun::resolve("127.0.0.1", "80", 5s));
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found.begin()->endpoint().port(), 80);
  EXPECT_FALSE(run_test(corun::resolve("localhost", "http")).empty());
}

TEST(Net, ResolveErrors) {
  EXPECT_EQ(error_of(corun::resolve("", "80")), corun::errc::invalid_argument);
  EXPECT_EQ(error_of(corun::resolve("localhost", "80", -1s)),
            corun::errc::invalid_argument);
  EXPECT_TRUE(error_of(corun::resolve("no-such-host.invalid", "80")));
}

TEST(Net, ALookupThatTakesTooLongIsLeft) {
  corun::test::busy_pool busy;
  EXPECT_EQ(error_of(corun::resolve("localhost", "80", 10ms)),
            corun::errc::timed_out);
  EXPECT_EQ(error_of(corun::connect("localhost", "80", 10ms)),
            corun::errc::timed_out);
}

TEST(Net, ResolveIsCancelledAtEverySuspension) {
  cancel_everywhere([]() -> corun::task<> {
    co_await corun::resolve("localhost", "http", 30s);
  });
}

TEST(Net, ReadsLinesAndBytes) {
  converse(
      [](tcp::socket &s) -> corun::task<> {
        co_await corun::write(s, "one\r\ntwo\n\n12345rest\nno end");
      },
      [](tcp::socket &s) -> corun::task<> {
        corun::reader in(s);
        EXPECT_EQ(co_await in.read_line(), "one");
        EXPECT_EQ(co_await in.read_line(), "two");
        EXPECT_EQ(co_await in.read_line(), "");
        EXPECT_EQ(co_await in.read_exactly(0), "");
        EXPECT_EQ(co_await in.read_exactly(5), "12345");
        EXPECT_EQ(co_await in.read_line(), "rest");
        EXPECT_EQ(co_await in.read_line(), "no end");
        EXPECT_EQ(co_await in.read_line(), std::nullopt);
        EXPECT_EQ(co_await in.read_line(), std::nullopt);
      });
}

TEST(Net, ReadsMuch) {
  const std::string much(3 << 20, 'x');
  converse(
      [&](tcp::socket &s) -> corun::task<> { co_await corun::write(s, much); },
      [&](tcp::socket &s) -> corun::task<> {
        corun::reader in(s);
        EXPECT_TRUE(co_await in.read_exactly(much.size()) == much);
      });
}

TEST(Net, ReadErrors) {
  converse(
      [](tcp::socket &s) -> corun::task<> {
        co_await corun::write(s, std::string(20000, 'x'));
      },
      [](tcp::socket &s) -> corun::task<> {
        corun::reader in(s, 1000);
        boost::system::error_code code;
        try {
          co_await in.read_line();
        } catch (const boost::system::system_error &e) {
          code = e.code();
        }
        EXPECT_EQ(code, corun::errc::limit_exceeded);
        try {
          co_await in.read_exactly(30000);
        } catch (const boost::system::system_error &e) {
          code = e.code();
        }
        EXPECT_EQ(code, asio::error::eof);
        EXPECT_EQ((co_await in.read_exactly(20000)).size(), 20000u);
        EXPECT_THROW(corun::reader(s, 0), boost::system::system_error);
      });
}

TEST(Net, ACancelledReadLosesNothing) {
  converse(
      [](tcp::socket &s) -> corun::task<> {
        co_await corun::write(s, "first half, ");
        char ready;
        co_await asio::async_read(s, asio::buffer(&ready, 1),
                                  asio::use_awaitable);
        co_await corun::write(s, "second half\n");
      },
      [](tcp::socket &s) -> corun::task<> {
        corun::reader in(s);
        asio::cancellation_signal signal;
        const auto executor = co_await asio::this_coro::executor;
        bool cancelled = false;
        asio::co_spawn(executor, in.read_line(),
                       asio::bind_cancellation_slot(
                           signal.slot(), [&](std::exception_ptr e, auto &&) {
                             cancelled = e != nullptr;
                           }));
        while (in.buffered().empty())
          co_await asio::post(executor, asio::use_awaitable);
        signal.emit(asio::cancellation_type::terminal);
        while (!cancelled)
          co_await asio::post(executor, asio::use_awaitable);
        co_await corun::write(s, "!");
        EXPECT_EQ(co_await in.read_line(), "first half, second half");
      });
}

TEST(Net, ConnectErrors) {
  EXPECT_EQ(error_of(corun::connect("127.0.0.1", "1", 5s)),
            boost::system::errc::connection_refused);
  EXPECT_EQ(error_of(corun::connect("", "1")), corun::errc::invalid_argument);
  EXPECT_EQ(error_of(corun::connect("127.0.0.1", "1", -5s)),
            corun::errc::invalid_argument);
}

// A listener whose queue is full answers no further connection.
TEST(Net, AStalledConnectTimesOut) {
  asio::io_context context(1);
  tcp::acceptor acceptor(context);
  acceptor.open(tcp::v4());
  acceptor.bind({asio::ip::address_v4::loopback(), 0});
  acceptor.listen(0);
  run_test([](std::string port) -> corun::task<> {
    std::vector<tcp::socket> queued;
    boost::system::error_code code;
    while (!code && queued.size() < 10) {
      try {
        queued.push_back(co_await corun::connect("127.0.0.1", port, 100ms));
      } catch (const boost::system::system_error &e) {
        code = e.code();
      }
    }
    EXPECT_EQ(code, corun::errc::timed_out);
  }(std::to_string(acceptor.local_endpoint().port())));
}

TEST(Net, ConnectIsCancelledAtEverySuspension) {
  asio::io_context context(1);
  tcp::acceptor acceptor(context, {asio::ip::address_v4::loopback(), 0});
  const auto port = std::to_string(acceptor.local_endpoint().port());
  cancel_everywhere([&]() -> corun::task<> {
    auto socket = co_await corun::connect("127.0.0.1", port, 30s);
    co_await corun::write(socket, "hello");
  });
}

} // namespace
