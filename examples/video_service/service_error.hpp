#ifndef VIDEO_SERVICE_SERVICE_ERROR_HPP
#define VIDEO_SERVICE_SERVICE_ERROR_HPP

#include <stdexcept>
#include <string>

namespace video_service
{

/// An error with the HTTP status that the client gets to see.
class service_error : public std::runtime_error
{
public:
  service_error(int status, const std::string& what) : std::runtime_error(what), status_(status) {}

  int status() const { return status_; }

private:
  int status_;
};

/// A backend that does not answer: 503, so that the client may try again.
class backend_unavailable : public service_error
{
public:
  backend_unavailable(const std::string& backend, const std::string& detail)
      : service_error(503, backend + " is not available: " + detail)
  {
  }
};

} // namespace video_service

#endif // VIDEO_SERVICE_SERVICE_ERROR_HPP
