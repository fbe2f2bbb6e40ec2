#include "pq_socket.hpp"

#include <corun/detail/context_end.hpp>

#include <boost/asio/execution/context.hpp>
#include <boost/asio/query.hpp>

#include <libpq-events.h>

#include <memory>
#include <mutex>
#include <new>
#include <optional>

namespace corun::pq::detail {

namespace asio = boost::asio;
using corun::detail::fd_waiter;

namespace {

// Emptied by whichever ends first, the connection or the context.
struct slot final : corun::detail::context_bound {
  std::mutex mutex;
  std::optional<fd_waiter> waiter;

  void clear() {
    std::lock_guard lock(mutex);
    waiter.reset();
  }
  void context_ended(asio::execution_context &) override { clear(); }
};

// What libpq keeps for us with the connection.
struct kept {
  asio::execution_context *context = nullptr;
  int fd = -1;
  std::shared_ptr<slot> where;

  void clear() {
    if (where)
      where->clear();
    where.reset();
  }
};

int on_event(PGEventId event, void *info, void *);

kept *kept_with(PGconn *c) {
  return static_cast<kept *>(PQinstanceData(c, &on_event));
}

int on_event(PGEventId event, void *info, void *) {
  if (event == PGEVT_CONNRESET)
    drop_socket(static_cast<PGEventConnReset *>(info)->conn);
  if (event == PGEVT_CONNDESTROY) {
    PGconn *c = static_cast<PGEventConnDestroy *>(info)->conn;
    const std::unique_ptr<kept> last(kept_with(c));
    if (last)
      last->clear();
  }
  return 1;
}

} // namespace

fd_waiter &socket_of(PGconn *c, const asio::any_io_executor &executor,
                     const char *where) {
  kept *k = kept_with(c);
  if (!k) {
    auto fresh = std::make_unique<kept>();
    if (!PQregisterEventProc(c, &on_event, "corun", nullptr) ||
        !PQsetInstanceData(c, &on_event, fresh.get()))
      throw std::bad_alloc();
    k = fresh.release();
  }
  auto &context = asio::query(executor, asio::execution::context);
  // The slot is empty where its context has ended; an address may come again.
  if (!k->where || !k->where->waiter || k->context != &context ||
      k->fd != PQsocket(c)) {
    k->clear();
    auto fresh = std::make_shared<slot>();
    fresh->waiter.emplace(executor, PQsocket(c), where);
    corun::detail::context_end::tell(context, fresh);
    k->context = &context;
    k->fd = PQsocket(c);
    k->where = std::move(fresh);
  }
  return *k->where->waiter;
}

void drop_socket(PGconn *c) {
  if (kept *k = kept_with(c))
    k->clear();
}

} // namespace corun::pq::detail
