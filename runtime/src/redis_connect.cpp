#include "redis_wait.hpp"

#include <corun/detail/deadline.hpp>
#include <corun/detail/exclusive.hpp>
#include <corun/detail/offload.hpp>
#include <corun/thread_pool.hpp>

#include <cstring>
#include <new>
#include <optional>

#include <sys/socket.h>

namespace corun::redis {

namespace {

using detail::fd_waiter;
using duration = std::chrono::steady_clock::duration;

// hiredis resolves names where it starts a connection: that runs on the pool.
template <class F> auto on_pool(F f) {
  return corun::detail::offload(default_thread_pool(), std::move(f));
}

// Waits until the connection that hiredis started is there or failed, and puts
// the context into blocking mode, as the blocking functions leave it.
task<> finish(redisContext *c, std::optional<duration> patience,
              const char *where) {
  if (c->err)
    co_return;
  const auto executor = co_await boost::asio::this_coro::executor;
  fd_waiter socket(executor, c->fd, where);
  std::optional<corun::detail::deadline> limit;
  if (patience)
    limit.emplace(executor, *patience, [&socket] { socket.cancel(); });
  try {
    co_await socket.writable();
  } catch (const boost::system::system_error &) {
    detail::break_off(c, REDIS_ERR_IO, "Connection timed out");
    if (!limit || !limit->expired())
      throw;
    co_return;
  }
  int error = 0;
  socklen_t size = sizeof error;
  if (::getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0)
    error = errno;
  if (error)
    co_return detail::break_off(c, REDIS_ERR_IO, std::strerror(error));
  const int modes = ::fcntl(c->fd, F_GETFL);
  ::fcntl(c->fd, F_SETFL, modes & ~O_NONBLOCK);
  c->flags |= REDIS_BLOCK;
}

std::optional<duration> checked(std::optional<timeval> timeout) {
  if (!timeout)
    return std::nullopt;
  detail::require(timeout->tv_sec >= 0 && timeout->tv_usec >= 0,
                  "corun::redis::connect: negative timeout");
  return std::chrono::seconds(timeout->tv_sec) +
         std::chrono::microseconds(timeout->tv_usec);
}

template <class Start>
task<context> connect_with(std::optional<duration> patience, Start start) {
  auto c = co_await on_pool([&] { return context(start()); });
  if (!c)
    throw std::bad_alloc();
  co_await finish(c, patience, "corun::redis::connect");
  co_return c;
}

task<context> connect_tcp(const char *host, int port,
                          std::optional<timeval> timeout) {
  detail::require(host && *host, "corun::redis::connect: empty host");
  detail::require(port > 0 && port < 65536,
                  "corun::redis::connect: a port that cannot be");
  return connect_with(checked(timeout), [host = std::string(host), port] {
    return redisConnectNonBlock(host.c_str(), port);
  });
}

task<context> connect_unix(const char *path, std::optional<timeval> timeout) {
  detail::require(path && *path, "corun::redis::connect: empty path");
  return connect_with(checked(timeout), [path = std::string(path)] {
    return redisConnectUnixNonBlock(path.c_str());
  });
}

} // namespace

task<context> connect(const char *host, int port) {
  return connect_tcp(host, port, std::nullopt);
}

task<context> connect(const char *host, int port, timeval timeout) {
  return connect_tcp(host, port, timeout);
}

task<context> connect(const char *path) {
  return connect_unix(path, std::nullopt);
}

task<context> connect(const char *path, timeval timeout) {
  return connect_unix(path, timeout);
}

task<int> reconnect(redisContext *c) {
  constexpr auto where = "corun::redis::reconnect";
  detail::require(c, "corun::redis::reconnect: null redisContext*");
  const corun::detail::exclusive use(c, where);
  c->flags &= ~REDIS_BLOCK;
  std::optional<timeval> timeout;
  if (c->timeout)
    timeout = *c->timeout;
  const int started = co_await on_pool([c] { return redisReconnect(c); });
  if (started == REDIS_OK)
    co_await finish(c, checked(timeout), where);
  co_return c->err ? REDIS_ERR : REDIS_OK;
}

} // namespace corun::redis
