#include "support/environment.hpp"
#include "support/proxy.hpp"
#include "support/test.hpp"

#include <corun/http.hpp>

namespace http = corun::http;
using asio::ip::tcp;

namespace {

std::string secure(const std::string &host, const std::string &path) {
  return "https://" + host + ":" + environment("CORUN_TEST_HTTPS_PORT") + path;
}

http::options trusting() {
  http::options o;
  o.tls = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_client);
  o.tls->load_verify_file(environment("CORUN_TEST_CA"));
  o.tls->set_verify_mode(asio::ssl::verify_peer);
  return o;
}

// A server that answers each connection in turn with one of `answers`, in a
// fixed text, once it has seen the end of a request's header.
class scripted_server {
public:
  explicit scripted_server(asio::io_context &context)
      : acceptor_(context, {asio::ip::address_v4::loopback(), 0}) {}

  std::string url(const std::string &path = "/") const {
    return "http://127.0.0.1:" +
           std::to_string(acceptor_.local_endpoint().port()) + path;
  }

  corun::task<> serve(std::vector<std::string> answers) {
    for (auto &answer : answers) {
      auto socket = co_await acceptor_.async_accept(asio::use_awaitable);
      std::string request;
      boost::system::error_code error;
      co_await asio::async_read_until(
          socket, asio::dynamic_buffer(request), "\r\n\r\n",
          asio::redirect_error(asio::use_awaitable, error));
      requests.push_back(request);
      co_await asio::async_write(socket, asio::buffer(answer),
                                 asio::use_awaitable);
    }
  }

  std::vector<std::string> requests;

private:
  tcp::acceptor acceptor_;
};

// The outcome of `work` beside a scripted server.
template <class Work>
boost::system::error_code scripted(std::vector<std::string> answers,
                                   Work work) {
  corun::test::watchdog guard;
  asio::io_context context(1);
  scripted_server server(context);
  boost::system::error_code code;
  asio::co_spawn(context, server.serve(std::move(answers)), asio::detached);
  asio::co_spawn(context, work(server), [&](std::exception_ptr e) {
    try {
      if (e)
        std::rethrow_exception(e);
    } catch (const boost::system::system_error &error) {
      code = error.code();
    }
  });
  context.run();
  return code;
}

TEST(Http, GetsAndReusesTheConnection) {
  run_test([]() -> corun::task<> {
    http::client client;
    for (int i = 0; i < 3; ++i) {
      const auto r = co_await client.get(plain("/hello"));
      EXPECT_EQ(r.result_int(), 200u);
      EXPECT_EQ(r.body(), "hello\n");
      EXPECT_EQ(client.idle_connections(), 1u);
    }
    EXPECT_EQ((co_await client.get(plain("/big"))).body().size(), 1u << 20);
    EXPECT_EQ((co_await client.get(plain("/missing"))).result_int(), 404u);
    EXPECT_EQ((co_await client.get(plain("/close"))).body(), "closed");
    EXPECT_EQ(client.idle_connections(), 0u);
    co_await client.get(plain("/hello"));
    client.close_idle();
    EXPECT_EQ(client.idle_connections(), 0u);
  }());
}

TEST(Http, SendsAnyMethod) {
  run_test([]() -> corun::task<> {
    http::client client;
    EXPECT_EQ(
        (co_await client.post(plain("/method"), "body", "text/plain")).body(),
        "POST text/plain 4");
    http::request head;
    head.method(http::verb::head);
    const auto r = co_await client.send(plain("/hello"), head);
    EXPECT_EQ(r[http::field::content_length], "6");
    EXPECT_EQ(r.body(), "");
    http::fields headers;
    headers.set(http::field::user_agent, "tester");
    headers.set(http::field::authorization, "Basic x");
    EXPECT_EQ((co_await client.get(plain("/agent"), headers)).body(),
              "tester|Basic x");
    EXPECT_EQ((co_await client.get(plain("/agent"))).body(), "corun|");
  }());
}

TEST(Http, FollowsRedirects) {
  run_test([]() -> corun::task<> {
    http::client client;
    EXPECT_EQ((co_await client.get(plain("/redirect/3"))).body(), "hello\n");
    http::options o;
    o.max_redirects = 0;
    http::client staying(o);
    EXPECT_EQ((co_await staying.get(plain("/redirect/1"))).result_int(), 302u);
  }());
  http::client client;
  EXPECT_EQ(error_of([](http::client &c) -> corun::task<> {
              co_await c.get(plain("/loop"));
            }(client)),
            corun::errc::limit_exceeded);
}

TEST(Http, RedirectsKeepOrChangeTheMethod) {
  const std::string see_other =
      "HTTP/1.1 303 See Other\r\nLocation: ?next\r\n"
      "Content-Length: 0\r\nConnection: close\r\n\r\n";
  const std::string temporary =
      "HTTP/1.1 307 Temporary Redirect\r\nLocation: /b/../c\r\n"
      "Content-Length: 0\r\nConnection: close\r\n\r\n";
  const std::string ok =
      "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
  EXPECT_FALSE(scripted(
      {temporary, see_other, ok}, [](scripted_server &s) -> corun::task<> {
        http::client client;
        co_await client.post(s.url("/a"), "x", "text/plain");
        EXPECT_THAT(s.requests[0], testing::StartsWith("POST /a HTTP/1.1\r\n"));
        EXPECT_THAT(s.requests[1], testing::StartsWith("POST /c HTTP/1.1\r\n"));
        EXPECT_THAT(s.requests[2],
                    testing::StartsWith("GET /c?next HTTP/1.1\r\n"));
        EXPECT_THAT(s.requests[2],
                    testing::Not(testing::HasSubstr("Content-")));
      }));
}

TEST(Http, RedirectsLeaveSecretsBehind) {
  run_test([]() -> corun::task<> {
    http::client client(trusting());
    http::fields headers;
    headers.set(http::field::authorization, "Basic secret");
    EXPECT_EQ((co_await client.get(plain("/away"), headers)).body(), "corun|");
  }());
  const std::string down = "HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n";
  EXPECT_EQ(scripted({down},
                     [](scripted_server &s) -> corun::task<> {
                       http::client client;
                       co_await client.get(s.url());
                     }),
            corun::errc::protocol_error);
}

TEST(Http, Tls) {
  run_test([]() -> corun::task<> {
    http::client client(trusting());
    for (const auto *host : {"localhost", "127.0.0.1"})
      EXPECT_EQ((co_await client.get(secure(host, "/hello"))).body(),
                "hello\n");
    EXPECT_EQ(client.idle_connections(), 2u);
  }());
}

TEST(Http, TlsChecksCertificateAndName) {
  http::client distrusting;
  EXPECT_TRUE(error_of([](http::client &c) -> corun::task<> {
    co_await c.get(secure("localhost", "/hello"));
  }(distrusting)));
  http::client client(trusting());
  EXPECT_TRUE(error_of([](http::client &c) -> corun::task<> {
    co_await c.get(secure("127.0.0.2", "/hello"));
  }(client)));
  // Plain text where TLS is expected.
  EXPECT_TRUE(error_of([](http::client &c) -> corun::task<> {
    co_await c.get("https://127.0.0.1:" + environment("CORUN_TEST_HTTP_PORT"));
  }(client)));
}

TEST(Http, ReplacesAConnectionThatTheServerClosed) {
  const std::string kept = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n";
  EXPECT_FALSE(scripted({kept + "1", kept + "2"},
                        [](scripted_server &s) -> corun::task<> {
                          http::client client;
                          EXPECT_EQ((co_await client.get(s.url())).body(), "1");
                          EXPECT_EQ((co_await client.get(s.url())).body(), "2");
                        }));
}

TEST(Http, SkipsInterimResponses) {
  const std::string interim = "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
                              "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  EXPECT_FALSE(scripted({interim}, [](scripted_server &s) -> corun::task<> {
    http::client client;
    EXPECT_EQ((co_await client.get(s.url())).body(), "ok");
  }));
}

TEST(Http, ManyAtOnce) {
  http::client client;
  asio::io_context context(1);
  int done = 0;
  for (int i = 0; i < 100; ++i)
    asio::co_spawn(
        context,
        [&]() -> corun::task<> {
          for (int j = 0; j < 10; ++j)
            EXPECT_EQ((co_await client.get(plain("/hello"))).body(), "hello\n");
          ++done;
        },
        [](std::exception_ptr e) { EXPECT_FALSE(e); });
  context.run();
  EXPECT_EQ(done, 100);
  EXPECT_EQ(client.idle_connections(), http::options().max_idle_per_origin);
  client.close_idle();
}

TEST(Http, OnSeveralThreads) {
  asio::thread_pool threads(4);
  http::client client;
  std::atomic<int> done = 0;
  for (int i = 0; i < 40; ++i)
    asio::co_spawn(
        asio::make_strand(threads),
        [&]() -> corun::task<> {
          for (int j = 0; j < 10; ++j)
            if ((co_await client.get(plain("/hello"))).body() == "hello\n")
              ++done;
        },
        asio::detached);
  threads.wait();
  EXPECT_EQ(done, 400);
}

TEST(HttpErrors, BadInput) {
  http::client client;
  for (const auto *url :
       {"", "hello", "ftp://localhost/", "http://", "http:///x",
        "http://user:secret@localhost/", "http://localhost:99999999/ x"}) {
    EXPECT_EQ(error_of([](http::client &c, std::string u) -> corun::task<> {
                co_await c.get(u);
              }(client, url)),
              corun::errc::invalid_argument)
        << url;
  }
  http::options o;
  o.timeout = -1s;
  EXPECT_THROW(http::client{o}, boost::system::system_error);
}

TEST(HttpErrors, ConnectionRefused) {
  http::client client;
  EXPECT_EQ(error_of([](http::client &c) -> corun::task<> {
              co_await c.get("http://127.0.0.1:1/");
            }(client)),
            boost::system::errc::connection_refused);
}

TEST(HttpErrors, LimitsTheBody) {
  http::options o;
  o.body_limit = 1000;
  http::client client(o);
  EXPECT_EQ(error_of([](http::client &c) -> corun::task<> {
              co_await c.get(plain("/big"));
            }(client)),
            corun::errc::limit_exceeded);
}

TEST(HttpErrors, TheServerDiesInMidResponse) {
  EXPECT_TRUE(scripted({"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"},
                       [](scripted_server &s) -> corun::task<> {
                         http::client client;
                         co_await client.get(s.url());
                       }));
  EXPECT_TRUE(
      scripted({"nonsense\r\n\r\n"}, [](scripted_server &s) -> corun::task<> {
        http::client client;
        co_await client.get(s.url());
      }));
}

TEST(HttpErrors, AStalledServerTimesOut) {
  corun::test::proxy network(port_from("CORUN_TEST_HTTP_PORT"));
  network.stall();
  http::options o;
  o.timeout = 100ms;
  http::client client(o);
  const auto port = std::to_string(network.port());
  EXPECT_EQ(error_of([](http::client &c, std::string p) -> corun::task<> {
              co_await c.get("http://127.0.0.1:" + p + "/hello");
            }(client, port)),
            corun::errc::timed_out);
  EXPECT_EQ(error_of([](http::client &c, std::string p) -> corun::task<> {
              co_await c.get("https://127.0.0.1:" + p + "/hello");
            }(client, port)),
            corun::errc::timed_out);
  // Stalls in the middle of a body.
  EXPECT_EQ(error_of([](http::client &c) -> corun::task<> {
              co_await c.get(plain("/slow"));
            }(client)),
            corun::errc::timed_out);
}

TEST(HttpCancel, AtEverySuspension) {
  http::client client(trusting());
  for (const auto &url : {plain("/redirect/1"), secure("localhost", "/hello")})
    cancel_everywhere([&]() -> corun::task<> {
      http::client own(trusting());
      co_await own.get(url);
      co_await own.get(url);
    });
}

} // namespace
