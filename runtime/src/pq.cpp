#include "pq_wait.hpp"

#include <corun/detail/exclusive.hpp>
#include <corun/detail/or_undo.hpp>

#include <cstring>
#include <utility>

namespace corun::pq {

namespace {

using corun::detail::exclusive;
using detail::require;
using detail::require_open;

// libpq's arrays of parameters, copied.
class parameters {
public:
  parameters(int count, const Oid *types, const char *const *values,
             const int *lengths, const int *formats)
      : count_(count) {
    const auto n = static_cast<std::size_t>(count);
    if (types)
      types_.assign(types, types + n);
    if (lengths)
      lengths_.assign(lengths, lengths + n);
    if (formats)
      formats_.assign(formats, formats + n);
    if (!values)
      return;
    for (std::size_t i = 0; i < n; ++i) {
      auto &copy = texts_.emplace_back();
      if (!values[i])
        continue;
      const bool binary = formats && formats[i] != 0 && lengths;
      copy.emplace(values[i], binary ? static_cast<std::size_t>(lengths[i])
                                     : std::strlen(values[i]));
    }
  }

  int count() const { return count_; }
  const Oid *types() const { return types_.empty() ? nullptr : types_.data(); }
  const int *lengths() const {
    return lengths_.empty() ? nullptr : lengths_.data();
  }
  const int *formats() const {
    return formats_.empty() ? nullptr : formats_.data();
  }
  std::vector<const char *> values() const {
    std::vector<const char *> all;
    all.reserve(texts_.size());
    for (const auto &text : texts_)
      all.push_back(text ? text->c_str() : nullptr);
    return all;
  }

private:
  int count_;
  std::vector<Oid> types_;
  std::vector<int> lengths_;
  std::vector<int> formats_;
  std::vector<std::optional<std::string>> texts_;
};

// PQexecStart and PQexecFinish around `send`.
template <class Send>
task<result> converse(PGconn *c, const char *where, Send &send) {
  auto &socket =
      detail::socket_of(c, co_await boost::asio::this_coro::executor, where);
  if (!detail::idle(c))
    co_await detail::discard_results(c, socket, "COPY terminated by new query");
  if (!send())
    co_return result();
  result last;
  for (;;) {
    result next;
    // What follows a result has usually come with it.
    if (PQisBusy(c))
      next = co_await detail::next_result(c, socket);
    else
      next.reset(PQgetResult(c));
    if (!next)
      co_return last;
    last = std::move(next);
    const auto status = PQresultStatus(last);
    if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT ||
        status == PGRES_COPY_BOTH || PQstatus(c) == CONNECTION_BAD)
      co_return last;
  }
}

// An open connection, held by one task.
struct held {
  held(PGconn *connection, const char *where)
      : c((require_open(connection, where), connection)), use(c, where) {
    PQsetnonblocking(c, 1);
  }
  ~held() {
    if (PQstatus(c) == CONNECTION_BAD)
      detail::drop_socket(c);
  }

  PGconn *c;
  exclusive use;
};

template <class Send>
task<result> query(PGconn *c, const char *where, Send send) {
  if (PQpipelineStatus(c) != PQ_PIPELINE_OFF)
    detail::throw_error(errc::invalid_argument,
                        std::string(where) +
                            ": the connection is in pipeline mode");
  const held connection(c, where);
  co_return co_await corun::detail::or_undo(
      [&] { return converse(c, where, send); },
      [c] { return detail::abandon(c); });
}

void require_query(const char *where, PGconn *c, const char *text) {
  if (!c)
    detail::throw_error(errc::invalid_argument,
                        std::string(where) + ": null PGconn*");
  if (!text)
    detail::throw_error(errc::invalid_argument,
                        std::string(where) + ": null text");
}

void require_count(const char *where, int count) {
  if (count < 0)
    detail::throw_error(errc::invalid_argument,
                        std::string(where) +
                            ": a negative number of parameters");
}

} // namespace

task<result> exec(PGconn *c, const char *text) {
  constexpr auto where = "corun::pq::exec";
  require_query(where, c, text);
  return query(c, where, [c, text = std::string(text)] {
    return PQsendQuery(c, text.c_str());
  });
}

task<result> exec_params(PGconn *c, const char *command, int count,
                         const Oid *types, const char *const *values,
                         const int *lengths, const int *formats,
                         int result_format) {
  constexpr auto where = "corun::pq::exec_params";
  require_query(where, c, command);
  require_count(where, count);
  return query(c, where,
               [c, text = std::string(command), result_format,
                p = parameters(count, types, values, lengths, formats)] {
                 return PQsendQueryParams(c, text.c_str(), p.count(), p.types(),
                                          p.values().data(), p.lengths(),
                                          p.formats(), result_format);
               });
}

task<result> prepare(PGconn *c, const char *name, const char *text, int count,
                     const Oid *types) {
  constexpr auto where = "corun::pq::prepare";
  require_query(where, c, name);
  require_query(where, c, text);
  require_count(where, count);
  return query(c, where,
               [c, name = std::string(name), text = std::string(text),
                p = parameters(count, types, nullptr, nullptr, nullptr)] {
                 return PQsendPrepare(c, name.c_str(), text.c_str(), p.count(),
                                      p.types());
               });
}

task<result> exec_prepared(PGconn *c, const char *name, int count,
                           const char *const *values, const int *lengths,
                           const int *formats, int result_format) {
  constexpr auto where = "corun::pq::exec_prepared";
  require_query(where, c, name);
  require_count(where, count);
  return query(c, where,
               [c, name = std::string(name), result_format,
                p = parameters(count, nullptr, values, lengths, formats)] {
                 return PQsendQueryPrepared(c, name.c_str(), p.count(),
                                            p.values().data(), p.lengths(),
                                            p.formats(), result_format);
               });
}

task<result> describe_prepared(PGconn *c, const char *name) {
  constexpr auto where = "corun::pq::describe_prepared";
  require_query(where, c, name);
  return query(c, where, [c, name = std::string(name)] {
    return PQsendDescribePrepared(c, name.c_str());
  });
}

task<result> describe_portal(PGconn *c, const char *name) {
  constexpr auto where = "corun::pq::describe_portal";
  require_query(where, c, name);
  return query(c, where, [c, name = std::string(name)] {
    return PQsendDescribePortal(c, name.c_str());
  });
}

namespace {

task<std::vector<result>> run_pipeline(PGconn *c, const char *where,
                                       const std::vector<statement> &all) {
  auto &socket =
      detail::socket_of(c, co_await boost::asio::this_coro::executor, where);
  co_await detail::discard_results(c, socket, "COPY terminated by new query");
  bool sent = PQenterPipelineMode(c) != 0;
  for (std::size_t i = 0; sent && i < all.size(); ++i) {
    std::vector<const char *> values;
    for (const auto &p : all[i].parameters)
      values.push_back(p ? p->c_str() : nullptr);
    sent = PQsendQueryParams(c, all[i].text.c_str(),
                             static_cast<int>(values.size()), nullptr,
                             values.data(), nullptr, nullptr, 0) != 0;
  }
  // Also after a failure, so that what was queued comes to an end.
  if (!PQpipelineSync(c) || !sent)
    detail::throw_error(errc::invalid_argument,
                        std::string(where) + ": " + PQerrorMessage(c));
  std::vector<result> results;
  for (std::size_t i = 0; i < all.size(); ++i) {
    results.push_back(co_await detail::next_result(c, socket));
    if (PQstatus(c) == CONNECTION_BAD)
      detail::throw_error(errc::closed,
                          std::string(where) + ": " + PQerrorMessage(c));
    while (co_await detail::next_result(c, socket)) {
    }
  }
  // The sync's own result, then the end.
  while (co_await detail::next_result(c, socket)) {
  }
  PQexitPipelineMode(c);
  co_return results;
}

} // namespace

task<std::vector<result>> exec_pipeline(PGconn *c,
                                        std::vector<statement> statements) {
  constexpr auto where = "corun::pq::exec_pipeline";
  require_query(where, c, "");
  if (PQpipelineStatus(c) != PQ_PIPELINE_OFF)
    detail::throw_error(errc::busy,
                        std::string(where) + ": already in pipeline mode");
  const held connection(c, where);
  co_return co_await corun::detail::or_undo(
      [&] { return run_pipeline(c, where, statements); },
      [c] { return detail::abandon(c); });
}

task<result> get_result(PGconn *c) {
  constexpr auto where = "corun::pq::get_result";
  require_query(where, c, "");
  // A closed connection may still have a result: what broke it.
  if (PQsocket(c) < 0)
    co_return result(PQgetResult(c));
  const exclusive use(c, where);
  PQsetnonblocking(c, 1);
  co_return co_await detail::next_result(
      c,
      detail::socket_of(c, co_await boost::asio::this_coro::executor, where));
}

} // namespace corun::pq
