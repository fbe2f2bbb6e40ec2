// HTTP requests against nginx on the loopback address.
#include "support/bench.hpp"

#include <corun/gather.hpp>
#include <corun/http.hpp>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>

#include <stdexcept>
#include <string>
#include <vector>

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using corun::task;
using corun::bench::compare;
using corun::bench::operations;

constexpr int requests = 100;

std::string port() { return corun::bench::setting("CORUN_TEST_HTTP_PORT"); }

// What a program writes with Beast alone that keeps its connection and gives
// each request a time limit.
task<> plain_session(std::string at) {
  using namespace std::chrono_literals;
  beast::tcp_stream stream(co_await asio::this_coro::executor);
  stream.expires_after(10s);
  co_await stream.async_connect(
      asio::ip::tcp::endpoint(asio::ip::address_v4::loopback(),
                              static_cast<unsigned short>(std::stoi(at))),
      asio::use_awaitable);
  stream.socket().set_option(asio::ip::tcp::no_delay(true));
  beast::flat_buffer buffer;
  for (int i = 0; i < requests; ++i) {
    http::request<http::string_body> message(http::verb::get, "/hello", 11);
    message.set(http::field::host, "127.0.0.1:" + at);
    message.set(http::field::user_agent, "plain");
    message.prepare_payload();
    stream.expires_after(30s);
    co_await http::async_write(stream, message, asio::use_awaitable);
    http::response<http::string_body> answer;
    co_await http::async_read(stream, buffer, answer, asio::use_awaitable);
    if (answer.body() != "hello\n")
      throw std::runtime_error("a wrong answer");
  }
}

task<> corun_session(corun::http::client &client, const std::string &url) {
  for (int i = 0; i < requests; ++i) {
    const auto answer = co_await client.get(url);
    if (answer.body() != "hello\n")
      throw std::runtime_error("a wrong answer");
  }
}

task<> plain_sessions(int count) {
  const auto at = port();
  std::vector<task<>> all;
  for (int i = 0; i < count; ++i)
    all.push_back(plain_session(at));
  co_await corun::gather(std::move(all));
}

task<> corun_sessions(int count) {
  const auto url = "http://127.0.0.1:" + port() + "/hello";
  corun::http::options o;
  o.max_idle_per_origin = static_cast<std::size_t>(count);
  corun::http::client client(o);
  std::vector<task<>> all;
  for (int i = 0; i < count; ++i)
    all.push_back(corun_session(client, url));
  co_await corun::gather(std::move(all));
}

[[maybe_unused]] const bool registered = [] {
  compare("HTTP request, 1 connection", "plain", [](auto &s) {
    operations(s, requests, [] { return plain_sessions(1); });
  });
  compare("HTTP request, 1 connection", "corun", [](auto &s) {
    operations(s, requests, [] { return corun_sessions(1); });
  });
  compare("HTTP request, 64 connections", "plain", [](auto &s) {
    operations(s, 64 * requests, [] { return plain_sessions(64); });
  });
  compare("HTTP request, 64 connections", "corun", [](auto &s) {
    operations(s, 64 * requests, [] { return corun_sessions(64); });
  });
  return true;
}();

} // namespace
