#include "pq_wait.hpp"

#include <corun/detail/deadline.hpp>

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>

#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include <sys/socket.h>

namespace corun::pq::detail {

namespace asio = boost::asio;

namespace {

// PQcancel on a thread that nobody has to wait for: a server that accepts and
// never answers holds it as long as TCP does. A thread of the pool would be
// missing there, and waited for at the process' end.
class cancel_request {
  using clock = std::chrono::steady_clock;

public:
  cancel_request(PGcancel *request, const asio::any_io_executor &executor,
                 clock::time_point limit)
      : state_(std::make_shared<state>(executor, limit)) {
    std::thread([request, s = state_] {
      char error[256];
      PQcancel(request, error, sizeof error);
      PQfreeCancel(request);
      std::lock_guard lock(s->mutex);
      s->sent = true;
      if (s->timer)
        asio::post(s->timer->get_executor(), [t = s->timer] { t->cancel(); });
    }).detach();
  }
  cancel_request(const cancel_request &) = delete;
  cancel_request &operator=(const cancel_request &) = delete;
  ~cancel_request() {
    std::lock_guard lock(state_->mutex);
    state_->timer.reset();
  }

  /// Waits for it; false when the limit came first.
  task<bool> sent() {
    boost::system::error_code error;
    if (!done())
      co_await state_->timer->async_wait(
          asio::redirect_error(asio::use_awaitable, error));
    co_return done();
  }

private:
  struct state {
    state(const asio::any_io_executor &executor, clock::time_point limit)
        : timer(std::make_shared<asio::steady_timer>(executor, limit)) {}
    std::mutex mutex;
    bool sent = false;
    std::shared_ptr<asio::steady_timer> timer;
  };

  bool done() {
    std::lock_guard lock(state_->mutex);
    return state_->sent;
  }

  std::shared_ptr<state> state_;
};

task<bool> drained(PGconn *c, fd_waiter &socket) {
  PGcancel *request = PQgetCancel(c);
  if (!request)
    co_return false;
  const auto executor = co_await asio::this_coro::executor;
  cancel_request cancelling(request, executor,
                            std::chrono::steady_clock::now() + cancel_grace);
  corun::detail::deadline patience(executor, cancel_grace,
                                   [&socket] { socket.cancel(); });
  try {
    while (PQtransactionStatus(c) == PQTRANS_ACTIVE) {
      co_await discard_results(c, socket, "cancelled");
      if (PQstatus(c) == CONNECTION_BAD || patience.expired())
        co_return false;
    }
  } catch (const boost::system::system_error &) {
    co_return false;
  }
  if (PQpipelineStatus(c) != PQ_PIPELINE_OFF && !PQexitPipelineMode(c))
    co_return false;
  // A request that is still on its way would hit the next query.
  co_return co_await cancelling.sent();
}

} // namespace

task<> abandon(PGconn *c) {
  const bool pipeline = PQpipelineStatus(c) != PQ_PIPELINE_OFF;
  if (PQstatus(c) == CONNECTION_BAD ||
      (!pipeline && PQtransactionStatus(c) != PQTRANS_ACTIVE))
    co_return;
  auto &socket =
      socket_of(c, co_await asio::this_coro::executor, "corun::pq: cancelling");
  if (co_await drained(c, socket) || PQsocket(c) < 0)
    co_return;
  ::shutdown(PQsocket(c), SHUT_RDWR);
  // libpq finds out by reading; PQstatus then says it.
  while (PQstatus(c) != CONNECTION_BAD && PQconsumeInput(c))
    ;
}

} // namespace corun::pq::detail
