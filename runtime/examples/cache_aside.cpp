// cache_aside POSTGRESQL REDIS_PORT: a service that answers, on a port of the
// loopback address which it prints, each line "ID" with the name that the table
// `person` has for it.
//
// Shows: the libraries a program has already, libpq and hiredis, under the
// names they have there; resource_pool for their connections; circuit_breaker,
// so that a cache that is gone costs a moment and no request; scope, so that a
// signal ends all sessions in their order.
#include <corun/corun.hpp>
#include <corun/pq.hpp>
#include <corun/redis.hpp>

#include <charconv>
#include <cstdio>
#include <optional>
#include <stdexcept>
#include <string>

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using corun::task;
using namespace std::chrono_literals;

corun::pool_options<corun::pq::connection> database_pool() {
  corun::pool_options<corun::pq::connection> o;
  o.max_size = 8;
  o.check = [](corun::pq::connection &c) -> task<bool> {
    co_return PQstatus(c) == CONNECTION_OK;
  };
  return o;
}

corun::pool_options<corun::redis::context> cache_pool() {
  corun::pool_options<corun::redis::context> o;
  o.max_size = 8;
  o.check = [](corun::redis::context &c) -> task<bool> {
    co_return c->err == 0;
  };
  return o;
}

class people {
public:
  people(std::string database, int cache)
      : database_([database] { return open_database(database); },
                  database_pool()),
        cache_([cache] { return open_cache(cache); }, cache_pool()) {}

  /// The name of \p id, and where it comes from.
  task<std::string> name_of(long id) {
    const std::string key = "person:" + std::to_string(id);
    if (auto known = co_await cached(key))
      co_return "cache " + *known;
    auto name = co_await stored(id);
    if (!name)
      co_return "unknown";
    co_await remember(key, *name);
    co_return "database " + *name;
  }

private:
  static task<corun::pq::connection> open_database(std::string info) {
    auto c = co_await corun::pq::connect(info.c_str());
    if (PQstatus(c) != CONNECTION_OK)
      throw std::runtime_error(PQerrorMessage(c));
    co_return c;
  }

  static task<corun::redis::context> open_cache(int port) {
    auto c = co_await corun::redis::connect("127.0.0.1", port, timeval{1, 0});
    if (c->err)
      throw std::runtime_error(c->errstr);
    co_return c;
  }

  task<corun::redis::reply> ask_cache(std::string key,
                                      std::optional<std::string> name) {
    auto c = co_await cache_.acquire();
    corun::redis::reply r;
    if (name)
      r = co_await corun::redis::command(*c, "SET %s %s EX 60", key.c_str(),
                                         name->c_str());
    else
      r = co_await corun::redis::command(*c, "GET %s", key.c_str());
    if (!r)
      throw std::runtime_error((*c)->errstr);
    co_return r;
  }

  /// What the cache says; nothing where it is gone.
  task<corun::redis::reply> try_cache(std::string key,
                                      std::optional<std::string> name) {
    auto ask = [&] { return corun::with_timeout(ask_cache(key, name), 500ms); };
    try {
      co_return co_await breaker_.run(ask);
    } catch (const std::exception &) {
      // Where the program ends, the next co_await says so again.
      co_return corun::redis::reply();
    }
  }

  task<std::optional<std::string>> cached(std::string key) {
    const auto r = co_await try_cache(key, std::nullopt);
    if (!r || r->type != REDIS_REPLY_STRING)
      co_return std::nullopt;
    co_return std::string(r->str, r->len);
  }

  task<> remember(std::string key, std::string name) {
    co_await try_cache(std::move(key), std::move(name));
  }

  task<std::optional<std::string>> stored(long id) {
    auto c = co_await database_.acquire();
    const std::string text = std::to_string(id);
    const char *values[] = {text.c_str()};
    const auto r = co_await corun::pq::exec_params(
        *c, "SELECT name FROM person WHERE id = $1", 1, nullptr, values,
        nullptr, nullptr, 0);
    if (PQresultStatus(r) != PGRES_TUPLES_OK)
      throw std::runtime_error(PQresultErrorMessage(r));
    if (PQntuples(r) == 0)
      co_return std::nullopt;
    co_return std::string(PQgetvalue(r, 0, 0));
  }

  corun::resource_pool<corun::pq::connection> database_;
  corun::resource_pool<corun::redis::context> cache_;
  corun::circuit_breaker breaker_{{.failures = 3, .open_time = 1s}};
};

task<std::string> answer(people &all, const std::string &line) {
  long id = 0;
  const char *end = line.data() + line.size();
  if (std::from_chars(line.data(), end, id).ptr != end || line.empty())
    co_return "error: not a number";
  try {
    co_return co_await all.name_of(id);
  } catch (const std::exception &e) {
    co_return std::string("error: ") + e.what();
  }
}

task<> session(people &all, tcp::socket client) {
  try {
    corun::reader in(client, 64);
    while (auto line = co_await in.read_line())
      co_await corun::write(client, co_await answer(all, *line) + '\n');
  } catch (const boost::system::system_error &e) {
    // Of this client only: the others go on.
    if (e.code() != asio::error::operation_aborted)
      std::fprintf(stderr, "session: %s\n", e.what());
  }
}

task<> program(std::string database, int cache) {
  people all(std::move(database), cache);
  tcp::acceptor acceptor(co_await asio::this_coro::executor,
                         {asio::ip::address_v4::loopback(), 0});
  std::printf("%d\n", acceptor.local_endpoint().port());
  std::fflush(stdout);
  auto serve = [&](corun::scope &sessions) -> task<> {
    for (;;)
      sessions.spawn(
          session(all, co_await acceptor.async_accept(asio::use_awaitable)));
  };
  co_await corun::with_scope(serve);
}

} // namespace

int main(int argc, char **argv) {
  if (argc != 3) {
    std::fputs("usage: cache_aside POSTGRESQL REDIS_PORT\n", stderr);
    return 2;
  }
  return corun::run_main(program(argv[1], std::atoi(argv[2])));
}
