#ifndef VIDEO_SERVICE_METADATA_CLIENT_HPP
#define VIDEO_SERVICE_METADATA_CLIENT_HPP

#include <boost/asio/awaitable.hpp>
#include <string>

namespace video_service
{

/// Asks another HTTP API for what it knows of a video.
class metadata_client
{
public:
  explicit metadata_client(std::string base_url);

  /// Throws backend_unavailable when the third attempt has failed as well.
  boost::asio::awaitable<std::string> fetch(std::string name);

private:
  const std::string base_url_;
};

} // namespace video_service

#endif // VIDEO_SERVICE_METADATA_CLIENT_HPP
