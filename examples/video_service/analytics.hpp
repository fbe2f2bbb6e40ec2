#ifndef VIDEO_SERVICE_ANALYTICS_HPP
#define VIDEO_SERVICE_ANALYTICS_HPP

#include "upload_store.hpp"
#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>
#include <string>

namespace video_service
{

/// Figures over all videos.
class analytics
{
public:
  analytics(boost::asio::thread_pool& pool, const upload_store& store);

  /// Count, bytes and the two videos that are most alike, as JSON.
  boost::asio::awaitable<std::string> stats();

  /// Names of the videos most like \p name, best first, as JSON.
  boost::asio::awaitable<std::string> related(std::string name);

private:
  boost::asio::thread_pool& pool_;
  const upload_store& store_;
};

} // namespace video_service

#endif // VIDEO_SERVICE_ANALYTICS_HPP
