#ifndef VIDEO_SERVICE_CACHE_HPP
#define VIDEO_SERVICE_CACHE_HPP

#include "idle_connections.hpp"
#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <hiredis/hiredis.h>
#include <optional>
#include <string>

namespace video_service
{

/// Short-lived values and view counters in Redis. Every operation throws
/// backend_unavailable where the server cannot be reached.
class cache
{
public:
  cache(std::string host, std::uint16_t port);

  boost::asio::awaitable<std::optional<std::string>> find(std::string key);
  boost::asio::awaitable<void> store(std::string key, std::string value);

  boost::asio::awaitable<void> count_view(std::string name);

  /// The views counted so far, as JSON.
  boost::asio::awaitable<std::string> views(std::string name);

private:
  struct release
  {
    void operator()(redisContext* context) const { redisFree(context); }
  };
  using connections = idle_connections<redisContext, release>;

  boost::asio::awaitable<connections::lease> connection();

  const std::string host_;
  const std::uint16_t port_;
  connections idle_;
};

} // namespace video_service

#endif // VIDEO_SERVICE_CACHE_HPP
