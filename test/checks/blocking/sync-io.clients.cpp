// Clients of databases, caches, brokers and HTTP, with their real headers.
// RUN: %check_test %s async-sync-io -- -I/usr/include/postgresql -I/usr/include/mariadb
#include "mocks/libcoro.hpp"

#include <curl/curl.h>
#include <hiredis/async.h>
#include <hiredis/hiredis.h>
#include <leveldb/db.h>
#include <libmemcached/memcached.h>
#include <libmemcached/util.h>
#include <libpq-fe.h>
#include <librdkafka/rdkafka.h>
#include <mysql.h>
#include <openssl/ssl.h>
#include <pqxx/pqxx>
#include <sql.h>
#include <sqlext.h>
#include <sqlite3.h>
#include <string>
#include <zmq.h>

coro::task<> libpq_bad(PGconn *db) {
  PGresult *rows = PQexec(db, "select 1");
  // WARN@-1:20: 'PQexec' blocks the event loop: it waits for the server's reply
  // NOTE@-2:20: run it on a thread pool and await the result
  PQclear(rows);
  co_return;
}

coro::task<> libpq_connect_bad() {
  PGconn *db = PQconnectdb("");
  // WARN@-1:16: 'PQconnectdb' blocks the event loop: it waits for the database server
  // NOTE@-2:16: run it on a thread pool and await the result
  PQexec(db, "select 1");
  // NOTE@-1:3: 'PQexec' on the same handle blocks too
  co_return;
}

coro::task<> libpq_async_ok(PGconn *db) {
  PQsendQuery(db, "select 1");
  PQconsumeInput(db);
  if (!PQisBusy(db))
    PQflush(db);
  co_return;
}

coro::task<> pqxx_bad(pqxx::work &transaction) {
  transaction.exec("select 1");
  // WARN@-1:3: 'exec' blocks the event loop: it waits for the server's reply
  // NOTE@-2:3: run it on a thread pool and await the result
  transaction.commit();
  // NOTE@-1:3: 'commit' on the same handle blocks too
  co_return;
}

coro::task<> mysql_bad(MYSQL *db) {
  mysql_query(db, "select 1");
  // WARN@-1:3: 'mysql_query' blocks the event loop: it waits for the server's reply
  // NOTE@-2:3: run it on a thread pool and await the result
  mysql_store_result(db);
  // NOTE@-1:3: 'mysql_store_result' on the same handle blocks too
  co_return;
}

coro::task<> sqlite_bad(sqlite3 *db) {
  sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr);
  // WARN@-1:3: 'sqlite3_exec' blocks the event loop: it reads and writes the disk on the calling thread
  // NOTE@-2:3: run it on a thread pool and await the result
  co_return;
}

coro::task<> sqlite_bind_ok(sqlite3_stmt *statement) {
  sqlite3_bind_int(statement, 1, 1);
  co_return;
}

coro::task<> odbc_bad(SQLHSTMT statement) {
  SQLExecute(statement);
  // WARN@-1:3: 'SQLExecute' blocks the event loop: it waits for the server's reply
  // NOTE@-2:3: run it on a thread pool and await the result
  co_return;
}

coro::task<> redis_bad(redisContext *cache) {
  redisCommand(cache, "GET %s", "key");
  // WARN@-1:3: 'redisCommand' blocks the event loop: it waits for the Redis server's reply
  // NOTE@-2:3: run it on a thread pool and await the result
  co_return;
}

coro::task<> redis_async_ok(redisAsyncContext *cache) {
  redisAsyncCommand(cache, nullptr, nullptr, "GET key");
  co_return;
}

coro::task<> memcached_bad(memcached_st *cache) {
  size_t length = 0;
  uint32_t flags = 0;
  memcached_return_t error;
  memcached_get(cache, "key", 3, &length, &flags, &error);
  // WARN@-1:3: 'memcached_get' blocks the event loop: it waits for the memcached server
  // NOTE@-2:3: run it on a thread pool and await the result
  co_return;
}

coro::task<> leveldb_bad(leveldb::DB &db) {
  std::string value;
  db.Get(leveldb::ReadOptions(), "key", &value);
  // WARN@-1:3: 'Get' blocks the event loop: it may read the disk on the calling thread
  // NOTE@-2:3: run it on a thread pool and await the result
  co_return;
}

coro::task<> curl_easy_bad(CURL *request) {
  curl_easy_setopt(request, CURLOPT_URL, "http://127.0.0.1");
  curl_easy_perform(request);
  // WARN@-1:3: 'curl_easy_perform' blocks the event loop: it waits for the whole transfer
  // NOTE@-2:3: run it on a thread pool and await the result
  co_return;
}

coro::task<> curl_multi_ok(CURLM *requests) {
  int running = 0;
  curl_multi_socket_action(requests, CURL_SOCKET_TIMEOUT, 0, &running);
  co_return;
}

coro::task<> curl_poll_bad(CURLM *requests) {
  curl_multi_poll(requests, nullptr, 0, 1000, nullptr);
  // WARN@-1:3: 'curl_multi_poll' blocks the event loop: it waits for a transfer to have something to do
  // NOTE@-2:3: run it on a thread pool and await the result
  co_return;
}

coro::task<> zmq_bad(void *socket) {
  char buffer[16];
  zmq_recv(socket, buffer, sizeof buffer, 0);
  // WARN@-1:3: 'zmq_recv' blocks the event loop: it waits for a message
  // NOTE@-2:3: run it on a thread pool and await the result
  co_return;
}

coro::task<> zmq_dont_wait_ok(void *socket) {
  char buffer[16];
  zmq_recv(socket, buffer, sizeof buffer, ZMQ_DONTWAIT);
  co_return;
}

coro::task<> kafka_bad(rd_kafka_t *client) {
  rd_kafka_flush(client, 1000);
  // WARN@-1:3: 'rd_kafka_flush' blocks the event loop: it waits until all messages are delivered
  // NOTE@-2:3: run it on a thread pool and await the result
  co_return;
}

coro::task<> kafka_poll_at_once_ok(rd_kafka_t *client) {
  rd_kafka_poll(client, 0);
  co_return;
}

coro::task<> tls_bad(SSL *session) {
  SSL_connect(session);
  // WARN@-1:3: 'SSL_connect' blocks the event loop: it waits for the peer's part of the TLS handshake
  // NOTE@-2:3: run it on a thread pool and await the result
  co_return;
}

/// The wait for one of a pool's connections and the request on it have one
/// cure: one finding, which names the request.
static void ask_pooled(memcached_pool_st *pool) {
  memcached_return_t error;
  memcached_st *cache = memcached_pool_fetch(pool, nullptr, &error);
  size_t length = 0;
  uint32_t flags = 0;
  memcached_get(cache, "key", 3, &length, &flags, &error);
  // NOTE@-1:3: 'memcached_get' waits for the memcached server
  memcached_pool_release(pool, cache);
}
coro::task<> pooled_bad(memcached_pool_st *pool) {
  ask_pooled(pool);
  // WARN@-1:3: 'ask_pooled' blocks the event loop through 'memcached_get'
  // NOTE@-2:3: run 'ask_pooled' on a thread pool and await the result, or make it a coroutine
  co_return;
}
