// Clients of databases, caches, brokers and HTTP, with their real headers.
// RUN: %check_test %s async-sync-io -- -I/usr/include/postgresql -I/usr/include/mariadb
#include "mocks/libcoro.hpp"

#include <curl/curl.h>
#include <hiredis/async.h>
#include <hiredis/hiredis.h>
#include <leveldb/db.h>
#include <libmemcached/memcached.h>
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
  PQclear(rows);
  co_return;
}

coro::task<> libpq_connect_bad() {
  PGconn *db = PQconnectdb("");
  PQexec(db, "select 1");
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
  transaction.commit();
  co_return;
}

coro::task<> mysql_bad(MYSQL *db) {
  mysql_query(db, "select 1");
  mysql_store_result(db);
  co_return;
}

coro::task<> sqlite_bad(sqlite3 *db) {
  sqlite3_exec(db, "select 1", nullptr, nullptr, nullptr);
  co_return;
}

coro::task<> sqlite_bind_ok(sqlite3_stmt *statement) {
  sqlite3_bind_int(statement, 1, 1);
  co_return;
}

coro::task<> odbc_bad(SQLHSTMT statement) {
  SQLExecute(statement);
  co_return;
}

coro::task<> redis_bad(redisContext *cache) {
  redisCommand(cache, "GET %s", "key");
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
  co_return;
}

coro::task<> leveldb_bad(leveldb::DB &db) {
  std::string value;
  db.Get(leveldb::ReadOptions(), "key", &value);
  co_return;
}

coro::task<> curl_easy_bad(CURL *request) {
  curl_easy_setopt(request, CURLOPT_URL, "http://127.0.0.1");
  curl_easy_perform(request);
  co_return;
}

coro::task<> curl_multi_ok(CURLM *requests) {
  int running = 0;
  curl_multi_socket_action(requests, CURL_SOCKET_TIMEOUT, 0, &running);
  co_return;
}

coro::task<> curl_poll_bad(CURLM *requests) {
  curl_multi_poll(requests, nullptr, 0, 1000, nullptr);
  co_return;
}

coro::task<> zmq_bad(void *socket) {
  char buffer[16];
  zmq_recv(socket, buffer, sizeof buffer, 0);
  co_return;
}

coro::task<> zmq_dont_wait_ok(void *socket) {
  char buffer[16];
  zmq_recv(socket, buffer, sizeof buffer, ZMQ_DONTWAIT);
  co_return;
}

coro::task<> kafka_bad(rd_kafka_t *client) {
  rd_kafka_flush(client, 1000);
  co_return;
}

coro::task<> kafka_poll_at_once_ok(rd_kafka_t *client) {
  rd_kafka_poll(client, 0);
  co_return;
}

coro::task<> tls_bad(SSL *session) {
  SSL_connect(session);
  co_return;
}
