// Clients of real libraries that live for one request, on Boost.Asio.
//
// REQUIRES: boost-asio
// RUN: %check_test %s async-connection-per-call -- -I/usr/include/postgresql

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <curl/curl.h>
#include <hiredis/hiredis.h>
#include <libpq-fe.h>
#include <map>
#include <memory>
#include <openssl/ssl.h>
#include <string>
#include <thread>
#include <vector>

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::awaitable;
using asio::use_awaitable;

using request = http::request<http::string_body>;

awaitable<void> answer(std::string text);
awaitable<std::string> receive();

//===----------------------------------------------------------------------===//
// For each request
//===----------------------------------------------------------------------===//

awaitable<void> database_bad(const request &req) {
// NOTE@-1:45: this function runs for each request
  PGconn *db = PQconnectdb("dbname=shop");
  // WARN@-1:16: a database connection is made anew for each request: each one connects and logs in
  // NOTE@-2:16: make it once and share it, or lend it from a pool: 'corun::resource_pool'
  PGresult *rows = PQexec(db, "select 1");
  PQclear(rows);
  PQfinish(db);
  co_await answer(std::string(req.body()));
}

struct finish {
  void operator()(PGconn *db) const { PQfinish(db); }
};

awaitable<void> owned_database_bad(http::request<http::string_body> req) {
// NOTE@-1:69: this function runs for each request
  std::unique_ptr<PGconn, finish> db(PQconnectdb("dbname=shop"));
  // WARN@-1:38: a database connection is made anew for each request: each one connects and logs in
  // NOTE@-2:38: make it once and share it, or lend it from a pool: 'corun::resource_pool'
  PQclear(PQexec(db.get(), req.body().c_str()));
  co_await answer("done");
}

awaitable<void> cache_bad(request req) {
// NOTE@-1:35: this function runs for each request
  redisContext *cache = redisConnect("127.0.0.1", 6379);
  // WARN@-1:25: a cache connection is made anew for each request: each one connects and authenticates
  // NOTE@-2:25: make it once and share it, or lend it from a pool: 'corun::resource_pool'
  if (!cache || cache->err)
    co_return;
  freeReplyObject(redisCommand(cache, "GET %s", req.body().c_str()));
  redisFree(cache);
  co_await answer("done");
}

awaitable<void> client_bad(const request &req) {
// NOTE@-1:43: this function runs for each request
  CURL *client = curl_easy_init();
  // WARN@-1:18: an HTTP client is made anew for each request: each one connects and shakes hands again, because connections are kept in it
  // NOTE@-2:18: make it once and share it, or lend it from a pool: 'corun::resource_pool'
  curl_easy_setopt(client, CURLOPT_URL, req.body().c_str());
  co_await answer("done");
  curl_easy_cleanup(client);
}

awaitable<void> pool_bad(request req) {
// NOTE@-1:34: this function runs for each request
  asio::thread_pool workers(4);
  // WARN@-1:21: a thread pool is made anew for each request: each one starts its threads and joins them
  // NOTE@-2:21: make it once and share it, or lend it from a pool: 'corun::resource_pool'
  asio::post(workers, [] {});
  co_await answer(req.body());
}

awaitable<void> pool_on_heap_bad(request req) {
// NOTE@-1:42: this function runs for each request
  auto workers = std::make_unique<asio::thread_pool>(4);
  // WARN@-1:18: a thread pool is made anew for each request: each one starts its threads and joins them
  // NOTE@-2:18: make it once and share it, or lend it from a pool: 'corun::resource_pool'
  asio::post(*workers, [] {});
  co_await answer(req.body());
}

awaitable<void> tls_context_bad(const request &req) {
// NOTE@-1:48: this function runs for each request
  asio::ssl::context tls(asio::ssl::context::tls_client);
  // WARN@-1:22: a TLS context is made anew for each request: each one loads certificates and forgets the sessions that could be resumed
  // NOTE@-2:22: make it once and share it, or lend it from a pool: 'corun::resource_pool'
  tls.set_default_verify_paths();
  co_await answer(req.body());
}

awaitable<void> c_tls_context_bad(const request &req) {
// NOTE@-1:50: this function runs for each request
  SSL_CTX *tls = SSL_CTX_new(TLS_client_method());
  // WARN@-1:18: a TLS context is made anew for each request: each one loads certificates and forgets the sessions that could be resumed
  // NOTE@-2:18: make it once and share it, or lend it from a pool: 'corun::resource_pool'
  SSL *connection = SSL_new(tls);
  co_await answer(req.body());
  SSL_free(connection);
  SSL_CTX_free(tls);
}

struct page {
  awaitable<void> show_bad(const request &req) {
  // NOTE@-1:43: this function runs for each request
    PGconn *db = PQconnectdb("dbname=shop");
    // WARN@-1:18: a database connection is made anew for each request: each one connects and logs in
    // NOTE@-2:18: make it once and share it, or lend it from a pool: 'corun::resource_pool'
    PQclear(PQexec(db, req.body().c_str()));
    PQfinish(db);
    co_await answer("done");
  }
};

void listen_bad(asio::io_context &loop) {
  auto handle = [](request req) -> awaitable<void> {
  // NOTE@-1:28: this function runs for each request
    redisContext *cache = redisConnect("127.0.0.1", 6379);
    // WARN@-1:27: a cache connection is made anew for each request: each one connects and authenticates
    // NOTE@-2:27: make it once and share it, or lend it from a pool: 'corun::resource_pool'
    freeReplyObject(redisCommand(cache, "PING"));
    redisFree(cache);
    co_await answer(req.body());
  };
  asio::co_spawn(loop, handle(request()), asio::detached);
}

//===----------------------------------------------------------------------===//
// In each round
//===----------------------------------------------------------------------===//

awaitable<void> each_key_bad(std::vector<std::string> keys) {
  for (const std::string &key : keys) {
  // NOTE@-1:3: each round makes one and throws it away
    redisContext *cache = redisConnect("127.0.0.1", 6379);
    // WARN@-1:27: a cache connection is made anew in each round of this loop: each one connects and authenticates
    // NOTE@-2:27: make it once and share it, or lend it from a pool: 'corun::resource_pool'
    freeReplyObject(redisCommand(cache, "DEL %s", key.c_str()));
    redisFree(cache);
    co_await answer(key);
  }
}

awaitable<void> by_index_bad(std::vector<std::string> urls) {
  for (std::size_t i = 0; i < urls.size(); ++i) {
  // NOTE@-1:3: each round makes one and throws it away
    CURL *client = curl_easy_init();
    // WARN@-1:20: an HTTP client is made anew in each round of this loop: each one connects and shakes hands again, because connections are kept in it
    // NOTE@-2:20: make it once and share it, or lend it from a pool: 'corun::resource_pool'
    curl_easy_setopt(client, CURLOPT_URL, urls[i].c_str());
    curl_easy_perform(client);
    curl_easy_cleanup(client);
    co_await answer(urls[i]);
  }
}

awaitable<void> each_entry_bad(std::map<int, std::string> rows) {
  for (const auto &[key, value] : rows) {
  // NOTE@-1:3: each round makes one and throws it away
    if (value.empty())
      continue;
    PGconn *db = PQconnectdb("dbname=shop");
    // WARN@-1:18: a database connection is made anew in each round of this loop: each one connects and logs in
    // NOTE@-2:18: make it once and share it, or lend it from a pool: 'corun::resource_pool'
    PQclear(PQexec(db, value.c_str()));
    PQfinish(db);
    co_await answer(value);
  }
}

awaitable<void> pool_in_loop_bad(std::vector<std::string> images) {
  for (const std::string &image : images) {
  // NOTE@-1:3: each round makes one and throws it away
    asio::thread_pool pool(4);
    // WARN@-1:23: a thread pool is made anew in each round of this loop: each one starts its threads and joins them
    // NOTE@-2:23: make it once and share it, or lend it from a pool: 'corun::resource_pool'
    asio::post(pool, [] {});
    co_await answer(image);
  }
}

template <typename Range> awaitable<void> generic_bad(Range keys) {
  for (const auto &key : keys) {
  // NOTE@-1:3: each round makes one and throws it away
    redisContext *cache = redisConnect("127.0.0.1", 6379);
    // WARN@-1:27: a cache connection is made anew in each round of this loop: each one connects and authenticates
    // NOTE@-2:27: make it once and share it, or lend it from a pool: 'corun::resource_pool'
    freeReplyObject(redisCommand(cache, "DEL %s", key.c_str()));
    redisFree(cache);
    co_await answer(key);
  }
}

awaitable<void> instantiate_ok() {
  co_await generic_bad(std::vector<std::string>());
}

//===----------------------------------------------------------------------===//
// Made once, or for somebody who keeps it
//===----------------------------------------------------------------------===//

awaitable<void> handed_in_ok(PGconn *db, const request &req) {
  PQclear(PQexec(db, req.body().c_str()));
  co_await answer("done");
}

awaitable<void> static_ok(const request &req) {
  static PGconn *db = PQconnectdb("dbname=shop");
  PQclear(PQexec(db, req.body().c_str()));
  co_await answer("done");
}

awaitable<void> before_the_loop_ok(std::vector<std::string> keys) {
  redisContext *cache = redisConnect("127.0.0.1", 6379);
  for (const std::string &key : keys) {
    freeReplyObject(redisCommand(cache, "DEL %s", key.c_str()));
    co_await answer(key);
  }
  redisFree(cache);
}

// Nothing says that this runs more than once.
awaitable<void> no_request_ok(std::string query) {
  PGconn *db = PQconnectdb("dbname=shop");
  PQclear(PQexec(db, query.c_str()));
  PQfinish(db);
  co_await answer("done");
}

awaitable<PGconn *> returned_ok(const request &req) {
  PGconn *db = PQconnectdb(req.body().c_str());
  co_await answer("connected");
  co_return db;
}

awaitable<void> filled_pool_ok(std::vector<PGconn *> &idle,
                               const std::vector<std::string> &servers) {
  for (const std::string &server : servers) {
    PGconn *db = PQconnectdb(server.c_str());
    idle.push_back(db);
    co_await answer(server);
  }
}

struct session {
  PGconn *db = nullptr;

  awaitable<void> member_ok(const request &req) {
    db = PQconnectdb(req.body().c_str());
    co_await answer("connected");
  }

  awaitable<void> assigned_ok(const request &req) {
    PGconn *made = PQconnectdb(req.body().c_str());
    co_await answer("connected");
    db = made;
  }
};

awaitable<void> moved_ok(std::vector<std::unique_ptr<PGconn, finish>> &idle,
                         const request &req) {
  std::unique_ptr<PGconn, finish> db(PQconnectdb(req.body().c_str()));
  co_await answer("connected");
  idle.push_back(std::move(db));
}

awaitable<void> captured_ok(asio::io_context &loop, const request &req) {
  redisContext *cache = redisConnect("127.0.0.1", 6379);
  asio::post(loop, [cache] { redisFree(cache); });
  co_await answer(req.body());
}

// One connection for a stream of messages.
awaitable<void> stream_ok(const request &) {
  redisContext *cache = redisConnect("127.0.0.1", 6379);
  for (;;) {
    std::string key = co_await receive();
    if (key.empty())
      break;
    freeReplyObject(redisCommand(cache, "DEL %s", key.c_str()));
  }
  redisFree(cache);
}

awaitable<void> session_in_loop_ok(std::vector<std::string> servers) {
  for (const std::string &server : servers) {
    PGconn *db = PQconnectdb(server.c_str());
    for (std::string query = co_await receive(); !query.empty();
         query = co_await receive())
      PQclear(PQexec(db, query.c_str()));
    PQfinish(db);
  }
}

// It connects again when the server went away.
awaitable<void> reconnect_ok() {
  for (;;) {
    redisContext *cache = redisConnect("127.0.0.1", 6379);
    freeReplyObject(redisCommand(cache, "SUBSCRIBE news"));
    redisFree(cache);
    co_await answer("lost");
  }
}

awaitable<void> now_and_then_ok(asio::steady_timer &timer,
                                std::vector<std::string> keys) {
  for (const std::string &key : keys) {
    redisContext *cache = redisConnect("127.0.0.1", 6379);
    freeReplyObject(redisCommand(cache, "DEL %s", key.c_str()));
    redisFree(cache);
    timer.expires_after(std::chrono::minutes(1));
    co_await timer.async_wait(use_awaitable);
  }
}

awaitable<void> few_rounds_ok() {
  for (int i = 0; i < 2; ++i) {
    redisContext *cache = redisConnect("127.0.0.1", 6379 + i);
    freeReplyObject(redisCommand(cache, "PING"));
    redisFree(cache);
    co_await answer("pong");
  }
}

// No event loop waits for these.
void tool_ok(std::vector<std::string> keys) {
  for (const std::string &key : keys) {
    redisContext *cache = redisConnect("127.0.0.1", 6379);
    freeReplyObject(redisCommand(cache, "DEL %s", key.c_str()));
    redisFree(cache);
  }
}

void thread_ok(const std::vector<std::string> &keys) {
  std::thread worker([keys] {
    for (const std::string &key : keys) {
      redisContext *cache = redisConnect("127.0.0.1", 6379);
      freeReplyObject(redisCommand(cache, "DEL %s", key.c_str()));
      redisFree(cache);
    }
  });
  worker.join();
}
