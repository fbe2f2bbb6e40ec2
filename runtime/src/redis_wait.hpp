#pragma once

#include <corun/detail/fd_waiter.hpp>
#include <corun/redis.hpp>

#include <boost/asio/this_coro.hpp>

#include <cstdio>

#include <fcntl.h>

// What hiredis' blocking functions do inside, with the wait left to the loop.

namespace corun::redis::detail {

using corun::detail::fd_waiter;
using corun::detail::require;
using corun::detail::throw_error;

inline void break_off(redisContext *c, int kind, const char *reason) {
  c->err = kind;
  std::snprintf(c->errstr, sizeof c->errstr, "%s", reason);
}

inline void require_open(const redisContext *c, const char *where) {
  if (!c)
    throw_error(errc::invalid_argument,
                std::string(where) + ": null redisContext*");
  if (c->err || c->fd < 0 || !(c->flags & REDIS_CONNECTED))
    throw_error(errc::closed, std::string(where) + ": the context is broken: " +
                                  (c->err ? c->errstr : "not connected"));
}

/// Has a context in blocking mode not block for as long as this lives.
class unblocked {
public:
  explicit unblocked(redisContext *c)
      : context_(c), blocking_(c->flags & REDIS_BLOCK), fd_(c->fd),
        modes_(::fcntl(c->fd, F_GETFL)) {
    context_->flags &= ~REDIS_BLOCK;
    if (modes_ >= 0 && !(modes_ & O_NONBLOCK))
      ::fcntl(fd_, F_SETFL, modes_ | O_NONBLOCK);
  }
  unblocked(const unblocked &) = delete;
  unblocked &operator=(const unblocked &) = delete;
  ~unblocked() {
    context_->flags |= blocking_;
    if (modes_ >= 0 && !(modes_ & O_NONBLOCK) && context_->fd == fd_)
      ::fcntl(fd_, F_SETFL, modes_);
  }

private:
  redisContext *context_;
  int blocking_;
  int fd_;
  int modes_;
};

/// Sends the output buffer. False if the connection broke.
inline task<bool> flush(redisContext *c, fd_waiter &socket) {
  for (;;) {
    int done = 0;
    if (redisBufferWrite(c, &done) != REDIS_OK)
      co_return false;
    if (done)
      co_return true;
    // The server may not read on before somebody reads its replies.
    co_await socket.ready();
    if (redisBufferRead(c) != REDIS_OK)
      co_return false;
  }
}

/// The next reply; null if the connection broke.
inline task<reply> next_reply(redisContext *c, fd_waiter &socket) {
  for (;;) {
    void *next = nullptr;
    if (redisGetReplyFromReader(c, &next) != REDIS_OK)
      co_return reply();
    if (next)
      co_return reply(static_cast<redisReply *>(next));
    co_await socket.readable();
    if (redisBufferRead(c) != REDIS_OK)
      co_return reply();
  }
}

} // namespace corun::redis::detail
