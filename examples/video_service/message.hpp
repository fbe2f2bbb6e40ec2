#ifndef VIDEO_SERVICE_MESSAGE_HPP
#define VIDEO_SERVICE_MESSAGE_HPP

#include <string>

namespace video_service
{

/// What the endpoints need of an HTTP request. Plain data, so that only the
/// server itself includes Beast.
struct request
{
  std::string method;
  std::string target;
  std::string token; ///< of the header `Authorization: Bearer TOKEN`
  std::string body;
};

struct response
{
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
};

} // namespace video_service

#endif // VIDEO_SERVICE_MESSAGE_HPP
