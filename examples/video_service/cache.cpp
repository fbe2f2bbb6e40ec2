#include "cache.hpp"

#include "service_error.hpp"
#include <memory>
#include <sys/time.h>

namespace video_service
{
namespace
{

struct release_reply
{
  void operator()(redisReply* reply) const { freeReplyObject(reply); }
};

using reply_pointer = std::unique_ptr<redisReply, release_reply>;

reply_pointer checked(const redisContext* context, void* answer)
{
  reply_pointer reply(static_cast<redisReply*>(answer));
  if (!reply)
    throw backend_unavailable("Redis", context->errstr);
  if (reply->type == REDIS_REPLY_ERROR)
    throw backend_unavailable("Redis", reply->str);
  return reply;
}

} // namespace

cache::cache(std::string host, std::uint16_t port) : host_(std::move(host)), port_(port) {}

boost::asio::awaitable<cache::connections::lease>
cache::connection() // cotidy: async-unneeded-coroutine
{
  connections::lease lent = idle_.lend();
  if (!lent.get() || lent.get()->err != 0)
  {
    const char* host = host_.c_str();
    const timeval wait{0, 500'000};
    lent.reset(redisConnectWithTimeout(host, port_, wait)); // cotidy: async-sync-io
  }
  if (!lent.get() || lent.get()->err != 0)
    throw backend_unavailable("Redis", lent.get() ? lent.get()->errstr : "out of memory");
  co_return lent;
}

boost::asio::awaitable<std::optional<std::string>> cache::find(std::string key)
{
  const auto lent = co_await connection();
  redisContext* context = lent.get();
  void* answer = redisCommand(context, "GET %s", key.c_str()); // cotidy: async-sync-io
  const reply_pointer reply = checked(context, answer);
  if (reply->type != REDIS_REPLY_STRING)
    co_return std::nullopt;
  co_return std::string(reply->str, reply->len);
}

boost::asio::awaitable<void> cache::store(std::string key, std::string value)
{
  const auto lent = co_await connection();
  redisContext* context = lent.get();
  void* answer = redisCommand(context, "SETEX %s 60 %b", key.c_str(), // cotidy: async-sync-io
                              value.data(), value.size());
  checked(context, answer);
}

boost::asio::awaitable<void> cache::count_view(std::string name)
{
  const auto lent = co_await connection();
  redisContext* context = lent.get();
  void* answer = redisCommand(context, "INCR views:%s", name.c_str()); // cotidy: async-sync-io
  checked(context, answer);
}

boost::asio::awaitable<std::string> cache::views(std::string name)
{
  const auto lent = co_await connection();
  redisContext* context = lent.get();
  void* answer = redisCommand(context, "GET views:%s", name.c_str()); // cotidy: async-sync-io
  const reply_pointer reply = checked(context, answer);
  const std::string count = reply->type == REDIS_REPLY_STRING ? reply->str : "0";
  co_return "{\"views\": " + count + "}";
}

} // namespace video_service
