#include "support/environment.hpp"
#include "support/proxy.hpp"
#include "support/test.hpp"

#include <corun/curl.hpp>

namespace {

struct easy {
  easy(const std::string &url) : handle(curl_easy_init()) {
    curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &easy::write);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, &body);
  }
  easy(const easy &) = delete;
  ~easy() { curl_easy_cleanup(handle); }

  long number(CURLINFO info) const {
    long value = 0;
    curl_easy_getinfo(handle, info, &value);
    return value;
  }

  static std::size_t write(char *data, std::size_t, std::size_t n, void *to) {
    static_cast<std::string *>(to)->append(data, n);
    return n;
  }

  CURL *handle;
  std::string body;
};

TEST(Curl, Performs) {
  easy e(plain("/hello"));
  EXPECT_EQ(run_test(corun::curl::perform(e.handle)), CURLE_OK);
  EXPECT_EQ(e.body, "hello\n");
  EXPECT_EQ(e.number(CURLINFO_RESPONSE_CODE), 200);
}

TEST(Curl, KeepsTheHandlesOptions) {
  easy e(plain("/redirect/3"));
  curl_easy_setopt(e.handle, CURLOPT_FOLLOWLOCATION, 1L);
  EXPECT_EQ(run_test(corun::curl::perform(e.handle)), CURLE_OK);
  EXPECT_EQ(e.body, "hello\n");
  EXPECT_EQ(e.number(CURLINFO_REDIRECT_COUNT), 3);
  easy missing(plain("/missing"));
  curl_easy_setopt(missing.handle, CURLOPT_FAILONERROR, 1L);
  EXPECT_EQ(run_test(corun::curl::perform(missing.handle)),
            CURLE_HTTP_RETURNED_ERROR);
}

TEST(Curl, Tls) {
  easy e("https://localhost:" + environment("CORUN_TEST_HTTPS_PORT") +
         "/hello");
  EXPECT_EQ(run_test(corun::curl::perform(e.handle)),
            CURLE_PEER_FAILED_VERIFICATION);
  const auto ca = environment("CORUN_TEST_CA");
  curl_easy_setopt(e.handle, CURLOPT_CAINFO, ca.c_str());
  EXPECT_EQ(run_test(corun::curl::perform(e.handle)), CURLE_OK);
  EXPECT_EQ(e.body, "hello\n");
}

TEST(Curl, ReusesConnections) {
  run_test([]() -> corun::task<> {
    easy e(plain("/hello"));
    co_await corun::curl::perform(e.handle);
    for (int i = 0; i < 5; ++i) {
      EXPECT_EQ(co_await corun::curl::perform(e.handle), CURLE_OK);
      EXPECT_EQ(e.number(CURLINFO_NUM_CONNECTS), 0);
    }
    // Also from one handle to the next, as code makes one for each request.
    easy next(plain("/hello"));
    EXPECT_EQ(co_await corun::curl::perform(next.handle), CURLE_OK);
    EXPECT_EQ(next.number(CURLINFO_NUM_CONNECTS), 0);
  }());
}

TEST(Curl, ManyAtOnce) {
  asio::io_context context(1);
  int done = 0;
  auto one = [&](int i) -> corun::task<> {
    easy e(plain(i % 2 ? "/hello" : "/big"));
    EXPECT_EQ(co_await corun::curl::perform(e.handle), CURLE_OK);
    EXPECT_EQ(e.body.size(), i % 2 ? 6u : 1u << 20);
    ++done;
  };
  for (int i = 0; i < 100; ++i)
    asio::co_spawn(context, one(i),
                   [](std::exception_ptr e) { EXPECT_FALSE(e); });
  context.run();
  EXPECT_EQ(done, 100);
}

TEST(Curl, OnSeveralThreads) {
  asio::thread_pool threads(4);
  std::atomic<int> done = 0;
  for (int i = 0; i < 50; ++i)
    asio::co_spawn(
        asio::make_strand(threads),
        [&]() -> corun::task<> {
          easy e(plain("/hello"));
          for (int j = 0; j < 5; ++j)
            if (co_await corun::curl::perform(e.handle) == CURLE_OK)
              ++done;
        },
        asio::detached);
  threads.join();
  EXPECT_EQ(done, 250);
}

TEST(Curl, SendsAndReceivesAtOnce) {
  easy e(plain("/method"));
  const std::string much(3 << 20, 'x');
  curl_easy_setopt(e.handle, CURLOPT_POSTFIELDSIZE,
                   static_cast<long>(much.size()));
  curl_easy_setopt(e.handle, CURLOPT_POSTFIELDS, much.data());
  EXPECT_EQ(run_test(corun::curl::perform(e.handle)), CURLE_OK);
}

TEST(CurlErrors, NullAndBusy) {
  EXPECT_EQ(error_of(corun::curl::perform(nullptr)),
            corun::errc::invalid_argument);
  easy e(plain("/hello"));
  CURLM *other = curl_multi_init();
  curl_multi_add_handle(other, e.handle);
  EXPECT_EQ(error_of(corun::curl::perform(e.handle)), corun::errc::busy);
  curl_multi_remove_handle(other, e.handle);
  curl_multi_cleanup(other);
  EXPECT_EQ(run_test(corun::curl::perform(e.handle)), CURLE_OK);

  asio::io_context context(1);
  std::vector<boost::system::error_code> codes;
  for (int i = 0; i < 2; ++i)
    asio::co_spawn(
        context,
        [&]() -> corun::task<> {
          try {
            co_await corun::curl::perform(e.handle);
            codes.push_back({});
          } catch (const boost::system::system_error &error) {
            codes.push_back(error.code());
          }
        },
        asio::detached);
  context.run();
  EXPECT_THAT(codes,
              testing::ElementsAre(boost::system::error_code(corun::errc::busy),
                                   boost::system::error_code()));
}

TEST(CurlErrors, FailuresAreCurls) {
  easy refused("http://127.0.0.1:1/");
  EXPECT_EQ(run_test(corun::curl::perform(refused.handle)),
            CURLE_COULDNT_CONNECT);
  easy unknown("http://no-such-host.invalid/");
  EXPECT_EQ(run_test(corun::curl::perform(unknown.handle)),
            CURLE_COULDNT_RESOLVE_HOST);
  easy nonsense("nonsense://x");
  EXPECT_EQ(run_test(corun::curl::perform(nonsense.handle)),
            CURLE_UNSUPPORTED_PROTOCOL);
  easy empty("");
  EXPECT_EQ(run_test(corun::curl::perform(empty.handle)), CURLE_URL_MALFORMAT);
}

TEST(CurlErrors, AStalledServerTimesOut) {
  corun::test::proxy network(port_from("CORUN_TEST_HTTP_PORT"));
  network.stall();
  easy e("http://127.0.0.1:" + std::to_string(network.port()) + "/hello");
  curl_easy_setopt(e.handle, CURLOPT_TIMEOUT_MS, 100L);
  EXPECT_EQ(run_test(corun::curl::perform(e.handle)), CURLE_OPERATION_TIMEDOUT);
}

TEST(CurlErrors, TheServerDiesInMidTransfer) {
  asio::io_context context(1);
  asio::ip::tcp::acceptor acceptor(context,
                                   {asio::ip::address_v4::loopback(), 0});
  auto serve = [&]() -> corun::task<> {
    auto s = co_await acceptor.async_accept(asio::use_awaitable);
    char request[1024];
    co_await s.async_read_some(asio::buffer(request), asio::use_awaitable);
    const std::string half =
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf";
    co_await asio::async_write(s, asio::buffer(half), asio::use_awaitable);
  };
  easy e("http://127.0.0.1:" +
         std::to_string(acceptor.local_endpoint().port()));
  CURLcode code = CURLE_OK;
  asio::co_spawn(context, serve(), asio::detached);
  asio::co_spawn(context, corun::curl::perform(e.handle),
                 [&](std::exception_ptr, CURLcode c) { code = c; });
  context.run();
  EXPECT_EQ(code, CURLE_PARTIAL_FILE);
  EXPECT_EQ(e.body, "half");
}

TEST(CurlCancel, AtEverySuspension) {
  easy e(plain("/big"));
  cancel_everywhere(
      [&]() -> corun::task<> {
        e.body.clear();
        co_await corun::curl::perform(e.handle);
      },
      [&](bool) {
        e.body.clear();
        EXPECT_EQ(run_test(corun::curl::perform(e.handle)), CURLE_OK);
        EXPECT_EQ(e.body.size(), 1u << 20);
      });
}

TEST(CurlCancel, InMidTransfer) {
  easy e(plain("/slow"));
  asio::io_context context(1);
  asio::cancellation_signal signal;
  std::exception_ptr error;
  asio::co_spawn(
      context, corun::curl::perform(e.handle),
      asio::bind_cancellation_slot(
          signal.slot(), [&](std::exception_ptr x, CURLcode) { error = x; }));
  while (e.body.empty())
    context.run_one();
  signal.emit(asio::cancellation_type::terminal);
  context.run();
  EXPECT_TRUE(error);
  EXPECT_LT(e.body.size(), 1u << 20);
}

} // namespace
