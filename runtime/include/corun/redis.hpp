#pragma once

#include <corun/detail/owner.hpp>
#include <corun/error.hpp>
#include <corun/task.hpp>

#include <hiredis/hiredis.h>

#include <chrono>
#include <cstdarg>
#include <cstddef>
#include <string>
#include <vector>

#include <sys/time.h>

/// hiredis without blocking: each function that waits for the server, with its
/// own arguments, on the caller's own `redisContext *`.
///
/// Contract: `co_await corun::redis::command(c, format, ...)` gives the reply
/// that `redisCommand(c, format, ...)` gives, owned (see reply); a null one,
/// and the reason in `c->err` and `c->errstr`, where the connection broke.
/// Contexts in blocking and in non-blocking mode both serve, and keep their
/// mode.
///
/// Arguments are copied before the function returns; a task may outlive them.
///
/// Errors: what hiredis cannot tell is a `boost::system::system_error`:
/// `errc::invalid_argument` for a null context or a wrong format,
/// `errc::closed` for a context that is broken when the task starts,
/// `errc::busy` while another task uses it.
///
/// Cancellation (any type): Redis cannot take a command back. Its reply is
/// waited for, for cancel_grace, and dropped; then the task throws
/// `operation_aborted` and the context can be used again. If the reply does not
/// come (a blocking command, a stalled server), the context is broken: `c->err`
/// is set, later calls throw `errc::closed`, reconnect() repairs it.
///
/// Thread safety: distinct contexts are independent; one context is for one
/// task at a time.
///
/// Link `corun::redis`.
namespace corun::redis {

/// How long a cancelled command's reply is waited for.
inline constexpr std::chrono::seconds cancel_grace{1};

/// Owns a `redisReply` and converts to it: an lvalue lends the pointer, the
/// unnamed result of a co_await gives it away, so
/// `void *r = co_await command(...)` owns what it gets as it did before.
/// `freeReplyObject(r)` on an object of this type frees it once.
class reply : public detail::owner<redisReply, &::freeReplyObject> {
public:
  using owner::owner;
  friend void freeReplyObject(reply &r) noexcept { r.reset(); }
};

/// Owns a `redisContext`, in the same way; `redisFree(c)` closes it once.
class context : public detail::owner<redisContext, &::redisFree> {
public:
  using owner::owner;
  friend void redisFree(context &c) noexcept { c.reset(); }
};

/// The counterpart of `redisConnect`; names are resolved on a thread of the
/// pool.
///
/// Completes with a context in blocking mode whose `err` says whether it
/// succeeded, as hiredis does it. Cancellation closes it.
///
/// \code
/// auto c = co_await corun::redis::connect("localhost", 6379);
/// if (c->err)
///   throw std::runtime_error(c->errstr);
/// auto r = co_await corun::redis::command(c, "GET %s", "key");
/// if (r && r->type == REDIS_REPLY_STRING)
///   std::cout << r->str << '\n';
/// \endcode
task<context> connect(const char *host, int port);

/// The counterpart of `redisConnectWithTimeout`. `errc::invalid_argument` for a
/// negative timeout.
task<context> connect(const char *host, int port, timeval timeout);

/// The counterpart of `redisConnectUnix`.
task<context> connect(const char *path);

/// The counterpart of `redisConnectUnixWithTimeout`.
task<context> connect(const char *path, timeval timeout);

/// The counterpart of `redisReconnect`: `REDIS_OK` or `REDIS_ERR`.
///
/// \code
/// auto c = co_await corun::redis::connect("localhost", 6379);
/// if (c->err && co_await corun::redis::reconnect(c) != REDIS_OK)
///   throw std::runtime_error(c->errstr);
/// \endcode
task<int> reconnect(redisContext *context);

/// The counterpart of `redisCommand`; the format is hiredis'.
///
/// \code
/// auto c = co_await corun::redis::connect("localhost", 6379);
/// auto r = co_await corun::redis::command(c, "INCRBY %s %d", "visits", 2);
/// \endcode
task<reply> command(redisContext *context, const char *format, ...);

/// The counterpart of `redisvCommand`.
///
/// \code
/// corun::task<corun::redis::reply> ask(redisContext *c, const char *f, ...) {
///   std::va_list arguments;
///   va_start(arguments, f);
///   auto work = corun::redis::vcommand(c, f, arguments);
///   va_end(arguments);
///   return work;
/// }
/// \endcode
task<reply> vcommand(redisContext *context, const char *format,
                     std::va_list arguments);

/// The counterpart of `redisCommandArgv`; `lengths` may be null.
///
/// \code
/// auto c = co_await corun::redis::connect("localhost", 6379);
/// const char *words[] = {"SET", "key", "value"};
/// auto r = co_await corun::redis::command(c, 3, words, nullptr);
/// \endcode
task<reply> command(redisContext *context, int count, const char **arguments,
                    const std::size_t *lengths);

/// The counterpart of `redisGetReply`: sends what `redisAppendCommand` queued
/// and gives the next reply, or the next message of a subscription.
/// Cancellation only ends the wait: the reply can be fetched later.
///
/// \code
/// auto c = co_await corun::redis::connect("localhost", 6379);
/// co_await corun::redis::command(c, "SUBSCRIBE %s", "news");
/// auto message = co_await corun::redis::get_reply(c);
/// \endcode
task<reply> get_reply(redisContext *context);

/// Several commands in one round trip.
///
/// \code
/// auto c = co_await corun::redis::connect("localhost", 6379);
/// corun::redis::pipeline both(c);
/// both.add("INCR %s", "visits");
/// both.add("EXPIRE %s %d", "visits", 60);
/// std::vector<corun::redis::reply> replies = co_await both.run();
/// \endcode
class pipeline {
public:
  /// `context` must outlive the pipeline.
  explicit pipeline(redisContext *context);

  /// Queues a command in hiredis' format.
  pipeline &add(const char *format, ...);

  /// Queues a command of `count` arguments; `lengths` may be null.
  pipeline &add(int count, const char **arguments, const std::size_t *lengths);

  /// Sends all that was queued and gives the replies in order; the queue is
  /// empty afterwards. `errc::closed` if the connection breaks before the last.
  task<std::vector<reply>> run();

private:
  redisContext *context_;
  std::string commands_;
  std::size_t count_ = 0;
};

} // namespace corun::redis
