#include "pq_wait.hpp"

#include <corun/detail/deadline.hpp>
#include <corun/detail/exclusive.hpp>
#include <corun/detail/offload.hpp>
#include <corun/thread_pool.hpp>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string_view>

namespace corun::pq {

namespace {

using detail::fd_waiter;

// libpq resolves names, reads password and service files and hashes passwords
// in the functions that start and poll a connection: they run on the pool, only
// the waiting happens on the loop.
template <class F> auto on_pool(F f) {
  return corun::detail::offload(default_thread_pool(), std::move(f));
}

// PQconnectPoll knows nothing of connect_timeout; PQconnectdb grants it to each
// host.
std::chrono::seconds patience_of(PGconn *c) {
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
      PQconninfo(c), &PQconninfoFree);
  long seconds = 0;
  std::ptrdiff_t hosts = 1;
  for (auto *o = options.get(); o && o->keyword; ++o) {
    const std::string_view name = o->keyword;
    const std::string_view value = o->val ? o->val : "";
    if (name == "connect_timeout" && o->val)
      seconds = std::strtol(o->val, nullptr, 10);
    if (name == "host" || name == "hostaddr")
      hosts = std::max(hosts, 1 + std::count(value.begin(), value.end(), ','));
  }
  if (seconds <= 0)
    return std::chrono::seconds::zero();
  // libpq takes 1 for 2.
  return std::chrono::seconds(std::max(2L, seconds) * hosts);
}

using poll_function = PostgresPollingStatusType (*)(PGconn *);

task<> establish(PGconn *c, poll_function poll, const char *where) {
  const auto executor = co_await boost::asio::this_coro::executor;
  fd_waiter *waiting = nullptr;
  std::optional<corun::detail::deadline> limit;
  if (const auto patience = patience_of(c); patience.count() > 0)
    limit.emplace(executor, patience, [&waiting] {
      if (waiting)
        waiting->cancel();
    });
  const auto check_limit = [&] {
    if (limit && limit->expired())
      detail::throw_error(errc::timed_out,
                          std::string(where) + ": connect_timeout has passed");
  };
  auto next = PGRES_POLLING_WRITING;
  while (next == PGRES_POLLING_READING || next == PGRES_POLLING_WRITING) {
    {
      // libpq may go on to another socket at each step.
      fd_waiter socket(executor, PQsocket(c), where);
      check_limit();
      waiting = &socket;
      try {
        if (next == PGRES_POLLING_READING)
          co_await socket.readable();
        else
          co_await socket.writable();
      } catch (const boost::system::system_error &) {
        waiting = nullptr;
        check_limit();
        throw;
      }
      waiting = nullptr;
    }
    next = co_await on_pool([c, poll] { return poll(c); });
  }
}

template <class Start>
task<connection> connect_with(const char *where, Start start) {
  auto c = co_await on_pool([&] { return connection(start()); });
  if (!c)
    throw std::bad_alloc();
  if (PQstatus(c) != CONNECTION_BAD)
    co_await establish(c, &PQconnectPoll, where);
  co_return c;
}

std::optional<std::string> copied(const char *text) {
  return text ? std::optional<std::string>(text) : std::nullopt;
}

const char *pointer(const std::optional<std::string> &text) {
  return text ? text->c_str() : nullptr;
}

task<connection> connect_params(const char *where,
                                std::vector<std::string> keywords,
                                std::vector<std::optional<std::string>> values,
                                int expand_dbname) {
  return connect_with(where, [keywords = std::move(keywords),
                              values = std::move(values), expand_dbname] {
    std::vector<const char *> k;
    std::vector<const char *> v;
    for (std::size_t i = 0; i < keywords.size(); ++i) {
      k.push_back(keywords[i].c_str());
      v.push_back(pointer(values[i]));
    }
    k.push_back(nullptr);
    v.push_back(nullptr);
    return PQconnectStartParams(k.data(), v.data(), expand_dbname);
  });
}

} // namespace

task<connection> connect(const char *conninfo) {
  constexpr auto where = "corun::pq::connect";
  detail::require(conninfo, "corun::pq::connect: null connection string");
  return connect_with(where, [info = std::string(conninfo)] {
    return PQconnectStart(info.c_str());
  });
}

task<connection> connect(const char *const *keywords, const char *const *values,
                         int expand_dbname) {
  detail::require(keywords && values, "corun::pq::connect: null array");
  std::vector<std::string> names;
  std::vector<std::optional<std::string>> copies;
  for (std::size_t i = 0; keywords[i]; ++i) {
    names.emplace_back(keywords[i]);
    copies.push_back(copied(values[i]));
  }
  return connect_params("corun::pq::connect", std::move(names),
                        std::move(copies), expand_dbname);
}

task<connection> connect(const char *host, const char *port,
                         const char *options, const char *,
                         const char *database, const char *login,
                         const char *password) {
  // As in PQsetdbLogin, a database may be a connection string, which the
  // others then complete.
  return connect_params(
      "corun::pq::connect",
      {"dbname", "host", "port", "options", "user", "password"},
      {copied(database), copied(host), copied(port), copied(options),
       copied(login), copied(password)},
      1);
}

task<> reset(PGconn *c) {
  constexpr auto where = "corun::pq::reset";
  detail::require(c, "corun::pq::reset: null PGconn*");
  const corun::detail::exclusive use(c, where);
  detail::drop_socket(c);
  if (co_await on_pool([c] { return PQresetStart(c); }))
    co_await establish(c, &PQresetPoll, where);
}

} // namespace corun::pq
