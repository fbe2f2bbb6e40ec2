#ifndef VIDEO_SERVICE_NOTIFIER_HPP
#define VIDEO_SERVICE_NOTIFIER_HPP

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <string>

namespace video_service
{

/// Tells a subscriber of events, by HTTP POST to a port on loopback. Nothing
/// here blocks: this is how the others should look.
class notifier
{
public:
  /// With port 0 there is no subscriber.
  explicit notifier(std::uint16_t port);

  /// Tries three times and then gives up: events are not worth an error.
  boost::asio::awaitable<void> announce(std::string event);

private:
  const std::uint16_t port_;
};

} // namespace video_service

#endif // VIDEO_SERVICE_NOTIFIER_HPP
