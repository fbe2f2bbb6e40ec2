#include "redis_wait.hpp"

#include <corun/detail/deadline.hpp>
#include <corun/detail/exclusive.hpp>
#include <corun/detail/or_undo.hpp>

#include <memory>
#include <utility>

#include <sys/socket.h>

namespace corun::redis {

namespace {

using corun::detail::exclusive;
using detail::fd_waiter;
using detail::require_open;

// A command as it goes over the wire.
std::string formatted(const char *where, char *command, int size) {
  if (size < 0 || !command)
    detail::throw_error(errc::invalid_argument,
                        std::string(where) + ": the format is wrong");
  const std::unique_ptr<char, decltype(&redisFreeCommand)> owned(
      command, &redisFreeCommand);
  return std::string(command, static_cast<std::size_t>(size));
}

std::string formatted(const char *where, const char *format,
                      std::va_list arguments) {
  if (!format)
    detail::throw_error(errc::invalid_argument,
                        std::string(where) + ": null format");
  char *command = nullptr;
  const int size = redisvFormatCommand(&command, format, arguments);
  return formatted(where, command, size);
}

std::string formatted(const char *where, int count, const char **arguments,
                      const std::size_t *lengths) {
  if (count <= 0 || !arguments)
    detail::throw_error(errc::invalid_argument,
                        std::string(where) + ": no arguments");
  char *command = nullptr;
  const int size = redisFormatCommandArgv(&command, count, arguments, lengths);
  return formatted(where, command, size);
}

// Replies that are on their way when a task is cancelled would answer the next
// command: reads them, or breaks the context.
task<> drop_replies(redisContext *c, std::size_t outstanding) {
  const auto executor = co_await boost::asio::this_coro::executor;
  fd_waiter socket(executor, c->fd, "corun::redis: cancelling");
  corun::detail::deadline patience(executor, cancel_grace,
                                   [&socket] { socket.cancel(); });
  bool all = false;
  try {
    all = co_await detail::flush(c, socket);
    while (all && outstanding > 0 && !patience.expired()) {
      all = static_cast<bool>((co_await detail::next_reply(c, socket)).get());
      --outstanding;
    }
  } catch (const boost::system::system_error &) {
  }
  if (all && outstanding == 0)
    co_return;
  if (!c->err)
    detail::break_off(c, REDIS_ERR_OTHER,
                      "cancelled while a reply was outstanding");
  ::shutdown(c->fd, SHUT_RDWR);
}

// Sends `commands` and calls `take` with each of `count` replies until one is
// null.
template <class Take>
task<> converse(redisContext *c, const char *where, const std::string &commands,
                std::size_t count, Take &take) {
  require_open(c, where);
  const exclusive use(c, where);
  const detail::unblocked mode(c);
  std::size_t outstanding = 0;
  const auto work = [&]() -> task<> {
    fd_waiter socket(co_await boost::asio::this_coro::executor, c->fd, where);
    if (redisAppendFormattedCommand(c, commands.data(), commands.size()) !=
        REDIS_OK)
      co_return take(reply());
    outstanding = count;
    if (!co_await detail::flush(c, socket))
      co_return take(reply());
    while (outstanding > 0) {
      reply next = co_await detail::next_reply(c, socket);
      --outstanding;
      const bool last = !next;
      take(std::move(next));
      if (last)
        co_return;
    }
  };
  co_await corun::detail::or_undo(std::ref(work), [&]() -> task<> {
    if (outstanding > 0 && !c->err)
      co_await drop_replies(c, outstanding);
  });
}

task<reply> one(redisContext *c, const char *where, std::string commands) {
  reply answer;
  auto take = [&](reply r) { answer = std::move(r); };
  co_await converse(c, where, commands, 1, take);
  co_return answer;
}

} // namespace

task<reply> vcommand(redisContext *c, const char *format,
                     std::va_list arguments) {
  constexpr auto where = "corun::redis::command";
  return one(c, where, formatted(where, format, arguments));
}

task<reply> command(redisContext *c, const char *format, ...) {
  std::va_list arguments;
  va_start(arguments, format);
  struct end {
    std::va_list &list;
    ~end() { va_end(list); }
  } const ended{arguments};
  return vcommand(c, format, arguments);
}

task<reply> command(redisContext *c, int count, const char **arguments,
                    const std::size_t *lengths) {
  constexpr auto where = "corun::redis::command";
  return one(c, where, formatted(where, count, arguments, lengths));
}

task<reply> get_reply(redisContext *c) {
  constexpr auto where = "corun::redis::get_reply";
  require_open(c, where);
  const exclusive use(c, where);
  const detail::unblocked mode(c);
  fd_waiter socket(co_await boost::asio::this_coro::executor, c->fd, where);
  if (!co_await detail::flush(c, socket))
    co_return reply();
  co_return co_await detail::next_reply(c, socket);
}

pipeline::pipeline(redisContext *c) : context_(c) {
  detail::require(c, "corun::redis::pipeline: null redisContext*");
}

pipeline &pipeline::add(const char *format, ...) {
  std::va_list arguments;
  va_start(arguments, format);
  struct end {
    std::va_list &list;
    ~end() { va_end(list); }
  } const ended{arguments};
  commands_ += formatted("corun::redis::pipeline::add", format, arguments);
  ++count_;
  return *this;
}

pipeline &pipeline::add(int count, const char **arguments,
                        const std::size_t *lengths) {
  commands_ +=
      formatted("corun::redis::pipeline::add", count, arguments, lengths);
  ++count_;
  return *this;
}

task<std::vector<reply>> pipeline::run() {
  constexpr auto where = "corun::redis::pipeline::run";
  const std::string commands = std::exchange(commands_, {});
  const std::size_t count = std::exchange(count_, 0);
  std::vector<reply> replies;
  if (count == 0)
    co_return replies;
  auto take = [&](reply r) {
    if (!r)
      detail::throw_error(errc::closed,
                          std::string(where) + ": " + context_->errstr);
    replies.push_back(std::move(r));
  };
  co_await converse(context_, where, commands, count, take);
  co_return replies;
}

} // namespace corun::redis
