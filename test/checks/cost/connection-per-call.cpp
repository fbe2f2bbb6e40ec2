// Clients that live for one request, on several runtimes.
//
// RUN: %check_test %s async-connection-per-call

#include "mocks/cppcoro.hpp"
#include "mocks/drogon.hpp"
#include "mocks/folly.hpp"
#include "mocks/seastar.hpp"
#include <memory>
#include <string>
#include <vector>

// As libcurl declares it.
extern "C" {
typedef void CURL;
CURL *curl_easy_init(void);
void curl_easy_cleanup(CURL *);
}

//===----------------------------------------------------------------------===//
// drogon
//===----------------------------------------------------------------------===//

drogon::Task<> forward_bad(drogon::HttpRequestPtr req) {
// NOTE@-1:51: this function runs for each request
  auto client = drogon::HttpClient::newHttpClient("http://backend");
  // WARN@-1:17: an HTTP client is made anew for each request: each one connects and shakes hands again, because connections are kept in it
  // NOTE@-2:17: make it once and share it, or lend it from a pool: 'corun::resource_pool'
  co_await client->sendRequestCoro(req);
}

drogon::Task<> shared_ok(drogon::HttpRequestPtr req,
                         const drogon::HttpClientPtr &client) {
  co_await client->sendRequestCoro(req);
}

struct Backend {
  drogon::HttpClientPtr client;
  drogon::Task<> connect_ok(drogon::HttpRequestPtr) {
    client = drogon::HttpClient::newHttpClient("http://backend");
    co_return;
  }
};

drogon::Task<> fan_out_bad(std::vector<std::string> hosts,
                           drogon::HttpRequestPtr ping) {
  for (const std::string &host : hosts) {
  // NOTE@-1:3: each round makes one and throws it away
    auto client = drogon::HttpClient::newHttpClient(host);
    // WARN@-1:19: an HTTP client is made anew in each round of this loop: each one connects and shakes hands again, because connections are kept in it
    // NOTE@-2:19: make it once and share it, or lend it from a pool: 'corun::resource_pool'
    co_await client->sendRequestCoro(ping);
  }
}

//===----------------------------------------------------------------------===//
// cppcoro
//===----------------------------------------------------------------------===//

cppcoro::task<> next();

cppcoro::task<> scale_bad(std::vector<std::string> images) {
  for (const std::string &image : images) {
  // NOTE@-1:3: each round makes one and throws it away
    cppcoro::static_thread_pool pool(4);
    // WARN@-1:33: a thread pool is made anew in each round of this loop: each one starts its threads and joins them
    // NOTE@-2:33: make it once and share it, or lend it from a pool: 'corun::resource_pool'
    co_await next();
    co_await pool.schedule();
  }
}

cppcoro::task<> scale_ok(std::vector<std::string> images) {
  cppcoro::static_thread_pool pool(4);
  for (const std::string &image : images)
    co_await pool.schedule();
}

struct upload_request {
  std::string body;
};

cppcoro::task<> upload_bad(upload_request req) {
// NOTE@-1:43: this function runs for each request
  CURL *client = curl_easy_init();
  // WARN@-1:18: an HTTP client is made anew for each request: each one connects and shakes hands again, because connections are kept in it
  // NOTE@-2:18: make it once and share it, or lend it from a pool: 'corun::resource_pool'
  co_await next();
  curl_easy_cleanup(client);
}

cppcoro::task<CURL *> lend_ok(upload_request) { co_return curl_easy_init(); }

//===----------------------------------------------------------------------===//
// folly
//===----------------------------------------------------------------------===//

folly::coro::Task<void> step();

folly::coro::Task<void> executor_bad(upload_request req) {
// NOTE@-1:53: this function runs for each request
  folly::CPUThreadPoolExecutor pool(8);
  // WARN@-1:32: a thread pool is made anew for each request: each one starts its threads and joins them
  // NOTE@-2:32: make it once and share it, or lend it from a pool: 'corun::resource_pool'
  pool.add([] {});
  co_await step();
}

folly::coro::Task<void> kept_ok(upload_request,
                                std::shared_ptr<folly::CPUThreadPoolExecutor> &kept) {
  auto pool = std::make_shared<folly::CPUThreadPoolExecutor>(8);
  kept = pool;
  co_await step();
}

folly::coro::Task<void> local_heap_bad(upload_request) {
// NOTE@-1:54: this function runs for each request
  auto pool = std::make_shared<folly::CPUThreadPoolExecutor>(8);
  // WARN@-1:15: a thread pool is made anew for each request: each one starts its threads and joins them
  // NOTE@-2:15: make it once and share it, or lend it from a pool: 'corun::resource_pool'
  pool->add([] {});
  co_await step();
}

//===----------------------------------------------------------------------===//
// Seastar
//===----------------------------------------------------------------------===//

seastar::future<> tick();

seastar::future<> each_url_bad(std::vector<std::string> urls) {
  for (const std::string &url : urls) {
  // NOTE@-1:3: each round makes one and throws it away
    CURL *client = curl_easy_init();
    // WARN@-1:20: an HTTP client is made anew in each round of this loop: each one connects and shakes hands again, because connections are kept in it
    // NOTE@-2:20: make it once and share it, or lend it from a pool: 'corun::resource_pool'
    co_await tick();
    curl_easy_cleanup(client);
  }
}

seastar::future<> one_client_ok(std::vector<std::string> urls) {
  CURL *client = curl_easy_init();
  for (const std::string &url : urls)
    co_await tick();
  curl_easy_cleanup(client);
}
