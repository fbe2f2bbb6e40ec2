// What the fix target corun has for files and clients, on their real headers.
// REQUIRES: boost-asio
// RUN: %check_test %s async-sync-io -- -isystem %S/../../../runtime/include -I/usr/include/postgresql
#include <boost/asio/awaitable.hpp>

#include <cerrno>
// FIX@-1: #include <cerrno>
// FIX@-2: #include <corun/fs.hpp>
// UNSAFE@-3: #include <cerrno>
// UNSAFE@-4: #include <corun/fs.hpp>
// UNSAFE@-5: #include <corun/to_thread.hpp>
// UNSAFE@-6: #include <corun/curl.hpp>
// UNSAFE@-7: #include <corun/pq.hpp>
// UNSAFE@-8: #include <corun/redis.hpp>
// UNSAFE@-9: #include <corun/sqlite.hpp>
#include <curl/curl.h>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <hiredis/hiredis.h>
#include <libpq-fe.h>
#include <memory>
#include <sqlite3.h>
#include <string>
#include <sys/time.h>
#include <system_error>
#include <unistd.h>

namespace asio = boost::asio;
namespace fs = std::filesystem;

// ---- std::filesystem --------------------------------------------------------

asio::awaitable<std::uintmax_t> queries_bad(fs::path file, fs::path other) {
  std::uintmax_t size = 0;
  if (fs::exists(file) && fs::is_regular_file(file))
  // WARN@-1:7: 'exists' blocks the event loop: it looks the path up in the file system
  // NOTE@-2:7: run it on a thread pool and await the result
  // WARN@-3:27: 'is_regular_file' blocks the event loop: it looks the path up in the file system
  // NOTE@-4:27: run it on a thread pool and await the result
  // FIX@-5:   if (co_await corun::fs::exists(file) && co_await corun::fs::is_regular_file(file))
    size += fs::file_size(file);
    // WARN@-1:13: 'file_size' blocks the event loop: it looks the path up in the file system
    // NOTE@-2:13: run it on a thread pool and await the result
    // FIX@-3:     size += co_await corun::fs::file_size(file);
  if (!fs::is_directory(file))
  // WARN@-1:8: 'is_directory' blocks the event loop: it looks the path up in the file system
  // NOTE@-2:8: run it on a thread pool and await the result
  // FIX@-3:   if (!co_await corun::fs::is_directory(file))
    size += fs::hard_link_count(file);
    // WARN@-1:13: 'hard_link_count' blocks the event loop: it looks the path up in the file system
    // NOTE@-2:13: run it on a thread pool and await the result
    // FIX@-3:     size += co_await corun::fs::hard_link_count(file);
  std::error_code error;
  size += std::filesystem::is_symlink(file, error) + fs::is_empty(file);
  // WARN@-1:11: 'is_symlink' blocks the event loop: it looks the path up in the file system
  // NOTE@-2:11: run it on a thread pool and await the result
  // WARN@-3:54: 'is_empty' blocks the event loop: it looks the path up in the file system
  // NOTE@-4:54: run it on a thread pool and await the result
  // FIX@-5:   size += co_await corun::fs::is_symlink(file, error) + co_await corun::fs::is_empty(file);
  size += fs::equivalent(file, other);
  // WARN@-1:11: 'equivalent' blocks the event loop: it looks the path up in the file system
  // NOTE@-2:11: run it on a thread pool and await the result
  // FIX@-3:   size += co_await corun::fs::equivalent(file, other);
  fs::file_status status = fs::status(file);
  // WARN@-1:28: 'status' blocks the event loop: it looks the path up in the file system
  // NOTE@-2:28: run it on a thread pool and await the result
  // FIX@-3:   fs::file_status status = co_await corun::fs::status(file);
  status = fs::symlink_status(file);
  // WARN@-1:12: 'symlink_status' blocks the event loop: it looks the path up in the file system
  // NOTE@-2:12: run it on a thread pool and await the result
  // FIX@-3:   status = co_await corun::fs::symlink_status(file);
  fs::file_time_type written = fs::last_write_time(file);
  // WARN@-1:32: 'last_write_time' blocks the event loop: it looks the path up in the file system
  // NOTE@-2:32: run it on a thread pool and await the result
  // FIX@-3:   fs::file_time_type written = co_await corun::fs::last_write_time(file);
  size += fs::space(file).free + (written > fs::file_time_type());
  // WARN@-1:11: 'space' blocks the event loop: it looks the path up in the file system
  // NOTE@-2:11: run it on a thread pool and await the result
  // FIX@-3:   size += (co_await corun::fs::space(file)).free + (written > fs::file_time_type());
  fs::path real = fs::canonical(file);
  // WARN@-1:19: 'canonical' blocks the event loop: it looks the path up in the file system
  // NOTE@-2:19: run it on a thread pool and await the result
  // FIX@-3:   fs::path real = co_await corun::fs::canonical(file);
  real = fs::weakly_canonical(fs::read_symlink(file));
  // WARN@-1:10: 'weakly_canonical' blocks the event loop: it looks the path up in the file system
  // NOTE@-2:10: run it on a thread pool and await the result
  // WARN@-3:31: 'read_symlink' blocks the event loop: it looks the path up in the file system
  // NOTE@-4:31: run it on a thread pool and await the result
  // FIX@-5:   real = co_await corun::fs::weakly_canonical(co_await corun::fs::read_symlink(file));
  real = fs::relative(file, other);
  real = fs::proximate(fs::absolute(file), other);
  co_return size + (status.type() == fs::file_type::regular) +
      real.native().size();
}

asio::awaitable<bool> changes_bad(fs::path from, fs::path to) {
  bool done = fs::create_directory(to);
  // WARN@-1:15: 'create_directory' blocks the event loop: it changes the file system
  // NOTE@-2:15: run it on a thread pool and await the result
  // FIX@-3:   bool done = co_await corun::fs::create_directory(to);
  done = fs::create_directories(to / "a" / "b");
  // NOTE@-1:10: 'create_directories' on the same handle blocks too
  // FIX@-2:   done = co_await corun::fs::create_directories(to / "a" / "b");
  fs::create_symlink(from, to);
  // WARN@-1:3: 'create_symlink' blocks the event loop: it changes the file system
  // NOTE@-2:3: run it on a thread pool and await the result
  // FIX@-3:   co_await corun::fs::create_symlink(from, to);
  fs::create_directory_symlink(from, to);
  // WARN@-1:3: 'create_directory_symlink' blocks the event loop: it changes the file system
  // NOTE@-2:3: run it on a thread pool and await the result
  // FIX@-3:   co_await corun::fs::create_directory_symlink(from, to);
  fs::create_hard_link(from, to);
  // WARN@-1:3: 'create_hard_link' blocks the event loop: it changes the file system
  // NOTE@-2:3: run it on a thread pool and await the result
  // FIX@-3:   co_await corun::fs::create_hard_link(from, to);
  fs::copy(from, to);
  // WARN@-1:3: 'copy' blocks the event loop: it copies files on the calling thread
  // NOTE@-2:3: run it on a thread pool and await the result
  // FIX@-3:   co_await corun::fs::copy(from, to);
  done = fs::copy_file(from, to, fs::copy_options::overwrite_existing);
  // NOTE@-1:10: 'copy_file' on the same handle blocks too
  // FIX@-2:   done = co_await corun::fs::copy_file(from, to, fs::copy_options::overwrite_existing);
  fs::copy_symlink(from, to);
  // WARN@-1:3: 'copy_symlink' blocks the event loop: it changes the file system
  // NOTE@-2:3: run it on a thread pool and await the result
  // FIX@-3:   co_await corun::fs::copy_symlink(from, to);
  fs::rename(from, to);
  // WARN@-1:3: 'rename' blocks the event loop: it changes the file system
  // NOTE@-2:3: run it on a thread pool and await the result
  // FIX@-3:   co_await corun::fs::rename(from, to);
  done = fs::remove(from);
  // NOTE@-1:10: 'remove' on the same handle blocks too
  // FIX@-2:   done = co_await corun::fs::remove(from);
  fs::remove_all(from);
  // WARN@-1:3: 'remove_all' blocks the event loop: it removes the whole tree on the calling thread
  // NOTE@-2:3: run it on a thread pool and await the result
  // FIX@-3:   co_await corun::fs::remove_all(from);
  fs::resize_file(to, 10);
  // WARN@-1:3: 'resize_file' blocks the event loop: it changes the file system
  // NOTE@-2:3: run it on a thread pool and await the result
  // FIX@-3:   co_await corun::fs::resize_file(to, 10);
  fs::permissions(to, fs::perms::owner_all);
  // WARN@-1:3: 'permissions' blocks the event loop: it changes the file system
  // NOTE@-2:3: run it on a thread pool and await the result
  // FIX@-3:   co_await corun::fs::permissions(to, fs::perms::owner_all);
  co_return done;
}

// ---- streams ----------------------------------------------------------------

asio::awaitable<void> appends_bad(fs::path log, std::string line) {
  std::ofstream file(log, std::ios::app);
  // WARN@-1:17: 'std::ofstream' blocks the event loop: it reads or writes the file on the calling thread
  // NOTE@-2:17: run it on a thread pool and await the result
  // NOTE@-3:17: run it on a thread with 'corun::to_thread'
  // UNSAFE@-4:   std::ofstream file = co_await corun::to_thread([&] { return std::ofstream(log, std::ios::app); });
  file << line << '\n';
  // NOTE@-1:3: 'operator<<' on the same handle blocks too
  // NOTE@-2:3: 'operator<<' on the same handle blocks too
  // UNSAFE@-3:   co_await corun::to_thread([&] { file << line << '\n'; });
  co_return;
}

asio::awaitable<int> counts_lines_bad(std::string name) {
  std::ifstream in{name};
  // WARN@-1:17: 'std::ifstream' blocks the event loop: it reads or writes the file on the calling thread
  // NOTE@-2:17: run it on a thread pool and await the result
  // NOTE@-3:17: run it on a thread with 'corun::to_thread'
  // UNSAFE@-4:   std::ifstream in = co_await corun::to_thread([&] { return std::ifstream{name}; });
  int lines = 0;
  for (std::string line; std::getline(in, line);)
  // NOTE@-1:26: 'getline' on the same handle blocks too
  // UNSAFE@-2:   for (std::string line; co_await corun::to_thread([&] { return static_cast<bool>(std::getline(in, line)); });)
    ++lines;
  co_return lines;
}

asio::awaitable<std::size_t> reads_some_bad(std::ifstream in) {
  char data[64];
  if (!in.read(data, sizeof data))
  // WARN@-1:8: 'read' blocks the event loop: it reads or writes the file on the calling thread
  // NOTE@-2:8: run it on a thread pool and await the result
  // NOTE@-3:8: run it on a thread with 'corun::to_thread'
  // UNSAFE@-4:   if (co_await corun::to_thread([&] { return !in.read(data, sizeof data); }))
    co_return 0;
  co_return static_cast<std::size_t>(in.gcount());
}

asio::awaitable<void> writes_at_once_bad(std::string name) {
  std::ofstream(name) << "done";
  // WARN@-1:3: 'operator<<' blocks the event loop: it reads or writes the file on the calling thread
  // NOTE@-2:3: run it on a thread pool and await the result
  // NOTE@-3:3: run it on a thread with 'corun::to_thread'
  // UNSAFE@-4:   co_await corun::to_thread([&] { std::ofstream(name) << "done"; });
  co_return;
}

void write_line(const std::string &name, const std::string &line) {
  std::ofstream file(name);
  // NOTE@-1:17: 'std::ofstream' reads or writes the file on the calling thread
  file << line;
}

std::string read_first(const std::string &name) {
  std::ifstream file(name);
  // NOTE@-1:17: 'std::ifstream' reads or writes the file on the calling thread
  std::string line;
  std::getline(file, line);
  return line;
}

asio::awaitable<std::size_t> through_functions_bad(std::string name) {
  write_line(name, "a line");
  // WARN@-1:3: 'write_line' blocks the event loop through 'std::ofstream'
  // NOTE@-2:3: run 'write_line' on a thread pool and await the result, or make it a coroutine
  // NOTE@-3:3: run it on a thread with 'corun::to_thread'
  // UNSAFE@-4:   co_await corun::to_thread([&] { write_line(name, "a line"); });
  std::string line = read_first(name);
  // WARN@-1:22: 'read_first' blocks the event loop through 'std::ifstream'
  // NOTE@-2:22: run 'read_first' on a thread pool and await the result, or make it a coroutine
  // NOTE@-3:22: run it on a thread with 'corun::to_thread'
  // UNSAFE@-4:   std::string line = co_await corun::to_thread([&] { return read_first(name); });
  co_return line.size() + read_first("b").size();
  // NOTE@-1:27: 'read_first' gets there too
  // UNSAFE@-2:   co_return line.size() + (co_await corun::to_thread([&] { return read_first("b"); })).size();
}

// ---- clients ----------------------------------------------------------------

asio::awaitable<long> fetches_bad(std::string url) {
  CURL *handle = curl_easy_init();
  curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
  long status = 0;
  if (curl_easy_perform(handle) == CURLE_OK)
  // WARN@-1:7: 'curl_easy_perform' blocks the event loop: it waits for the whole transfer
  // NOTE@-2:7: run it on a thread pool and await the result
  // NOTE@-3:7: use 'corun::curl::perform' instead
  // UNSAFE@-4:   if (co_await corun::curl::perform(handle) == CURLE_OK)
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_cleanup(handle);
  co_return status;
}

asio::awaitable<int> queries_database_bad(std::string where) {
  PGconn *connection = PQconnectdb(where.c_str());
  // WARN@-1:24: 'PQconnectdb' blocks the event loop: it waits for the database server
  // NOTE@-2:24: run it on a thread pool and await the result
  // NOTE@-3:24: use 'corun::pq::connect' instead
  // UNSAFE@-4:   PGconn *connection = co_await corun::pq::connect(where.c_str());
  const char *values[] = {"1"};
  PGresult *rows = PQexecParams(connection, "SELECT $1::int", 1, nullptr,
  // NOTE@-1:20: 'PQexecParams' on the same handle blocks too
  // UNSAFE@-2:   PGresult *rows = co_await corun::pq::exec_params(connection, "SELECT $1::int", 1, nullptr,
                                values, nullptr, nullptr, 0);
  int count = PQntuples(rows);
  PQclear(rows);
  PQclear(PQprepare(connection, "s", "SELECT 1", 0, nullptr));
  // NOTE@-1:11: 'PQprepare' on the same handle blocks too
  // UNSAFE@-2:   PQclear(co_await corun::pq::prepare(connection, "s", "SELECT 1", 0, nullptr));
  PQclear(PQexecPrepared(connection, "s", 0, nullptr, nullptr, nullptr, 0));
  // NOTE@-1:11: 'PQexecPrepared' on the same handle blocks too
  // UNSAFE@-2:   PQclear(co_await corun::pq::exec_prepared(connection, "s", 0, nullptr, nullptr, nullptr, 0));
  PQclear(PQdescribePrepared(connection, "s"));
  // NOTE@-1:11: 'PQdescribePrepared' on the same handle blocks too
  // UNSAFE@-2:   PQclear(co_await corun::pq::describe_prepared(connection, "s"));
  PQreset(connection);
  // NOTE@-1:3: 'PQreset' on the same handle blocks too
  // UNSAFE@-2:   co_await corun::pq::reset(connection);
  PQfinish(connection);
  co_return count;
}

struct clear {
  void operator()(PGresult *result) const { PQclear(result); }
};
using result = std::unique_ptr<PGresult, clear>;

asio::awaitable<bool> wraps_results_bad(PGconn *connection) {
  result begun(PQexec(connection, "BEGIN"));
  // WARN@-1:16: 'PQexec' blocks the event loop: it waits for the server's reply
  // NOTE@-2:16: run it on a thread pool and await the result
  // NOTE@-3:16: use 'corun::pq::exec' instead
  // UNSAFE@-4:   result begun(co_await corun::pq::exec(connection, "BEGIN"));
  result done;
  done.reset(PQexec(connection, "COMMIT"));
  // NOTE@-1:14: 'PQexec' on the same handle blocks too
  // UNSAFE@-2:   done.reset(co_await corun::pq::exec(connection, "COMMIT"));
  co_return PQresultStatus(done.get()) == PGRES_COMMAND_OK && begun;
}

// The await gives an owner, which `auto *` cannot take.
asio::awaitable<int> deduces_the_result_bad(PGconn *connection) {
  auto *rows = PQexec(connection, "SELECT 1");
  // WARN@-1:16: 'PQexec' blocks the event loop: it waits for the server's reply
  // NOTE@-2:16: run it on a thread pool and await the result
  // NOTE@-3:16: run it on a thread with 'corun::to_thread'
  // UNSAFE@-4:   auto *rows = co_await corun::to_thread([&] { return PQexec(connection, "SELECT 1"); });
  int count = PQntuples(rows);
  PQclear(rows);
  co_return count;
}

asio::awaitable<bool> asks_cache_bad(std::string key) {
  redisContext *cache =
      redisConnectWithTimeout("127.0.0.1", 6379, timeval{1, 0});
      // WARN@-1:7: 'redisConnectWithTimeout' blocks the event loop: it waits for the Redis server
      // NOTE@-2:7: run it on a thread pool and await the result
      // NOTE@-3:7: use 'corun::redis::connect' instead
      // UNSAFE@-4:       co_await corun::redis::connect("127.0.0.1", 6379, timeval{1, 0});
  redisReply *reply =
      static_cast<redisReply *>(redisCommand(cache, "GET %s", key.c_str()));
      // NOTE@-1:33: 'redisCommand' on the same handle blocks too
      // UNSAFE@-2:       static_cast<redisReply *>(co_await corun::redis::command(cache, "GET %s", key.c_str()));
  bool found = reply && reply->type == REDIS_REPLY_STRING;
  freeReplyObject(reply);
  redisFree(cache);
  co_return found;
}

asio::awaitable<int> steps_bad(sqlite3 *database) {
  sqlite3_exec(database, "BEGIN", nullptr, nullptr, nullptr);
  // WARN@-1:3: 'sqlite3_exec' blocks the event loop: it reads and writes the disk on the calling thread
  // NOTE@-2:3: run it on a thread pool and await the result
  // NOTE@-3:3: use 'corun::sqlite::exec' instead
  // UNSAFE@-4:   co_await corun::sqlite::exec(database, "BEGIN", nullptr, nullptr, nullptr);
  sqlite3_stmt *statement = nullptr;
  sqlite3_prepare_v2(database, "SELECT 1", -1, &statement, nullptr);
  int rows = 0;
  while (sqlite3_step(statement) == SQLITE_ROW)
  // WARN@-1:10: 'sqlite3_step' blocks the event loop: it reads and writes the disk on the calling thread
  // NOTE@-2:10: run it on a thread pool and await the result
  // NOTE@-3:10: use 'corun::sqlite::step' instead
  // UNSAFE@-4:   while (co_await corun::sqlite::step(statement) == SQLITE_ROW)
    ++rows;
  sqlite3_finalize(statement);
  co_return rows;
}

// ---- reported without a fix -------------------------------------------------

asio::awaitable<int> reads_errno_bad(const char *name) {
  int fd = ::open(name, O_RDONLY);
  // WARN@-1:12: 'open' blocks the event loop: it waits for the file system
  // NOTE@-2:12: run it on a thread pool and await the result
  if (fd < 0)
    throw std::system_error(errno, std::generic_category());
  co_return fd;
}

asio::awaitable<bool> in_a_handler_bad(fs::path file) {
  try {
    co_return file.empty();
  } catch (const std::exception &) {
    fs::remove(file);
    // WARN@-1:5: 'remove' blocks the event loop: it changes the file system
    // NOTE@-2:5: run it on a thread pool and await the result
  }
  co_return false;
}

#define SIZE_OF(file) fs::file_size(file)
asio::awaitable<std::uintmax_t> in_a_macro_bad(fs::path file) {
  co_return SIZE_OF(file);
  // WARN@-1:13: 'file_size' blocks the event loop: it looks the path up in the file system
  // NOTE@-2:13: run it on a thread pool and await the result
}

const std::string &cached(const std::string &name) {
  static std::string content;
  std::ifstream file(name);
  // NOTE@-1:17: 'std::ifstream' reads or writes the file on the calling thread
  std::getline(file, content);
  return content;
}

asio::awaitable<char> gives_a_reference_bad(std::string name) {
  const std::string &content = cached(name);
  // WARN@-1:32: 'cached' blocks the event loop through 'std::ifstream'
  // NOTE@-2:32: run 'cached' on a thread pool and await the result, or make it a coroutine
  co_return content.empty() ? ' ' : content[0];
}

// ---- fine -------------------------------------------------------------------

asio::awaitable<bool> looks_at_the_name_ok(fs::path file) {
  co_return file.has_extension() && file.extension() == ".txt";
}
