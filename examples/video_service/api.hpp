#ifndef VIDEO_SERVICE_API_HPP
#define VIDEO_SERVICE_API_HPP

#include "analytics.hpp"
#include "auth.hpp"
#include "cache.hpp"
#include "config.hpp"
#include "message.hpp"
#include "metadata_client.hpp"
#include "notifier.hpp"
#include "thumbnails.hpp"
#include "upload_store.hpp"
#include "video_repository.hpp"
#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>
#include <string>

namespace video_service
{

/// An answer that says why there is no other.
response failure(int status, const std::string& reason);

/// The endpoints. One loop thread calls it; \p pool is for work that takes long.
class api
{
public:
  api(const config& settings, boost::asio::thread_pool& pool);

  /// Answers every request; a service_error becomes its status and a JSON text.
  boost::asio::awaitable<response> handle(request message);

private:
  boost::asio::awaitable<response> route(request message);
  boost::asio::awaitable<response> register_user(request message);
  boost::asio::awaitable<response> log_in(request message);
  boost::asio::awaitable<response> upload(request message, std::string name);
  boost::asio::awaitable<response> list();
  boost::asio::awaitable<response> download(std::string name);
  boost::asio::awaitable<response> metadata(std::string name);

  upload_store store_;
  auth auth_;
  video_repository repository_;
  analytics analytics_;
  metadata_client metadata_client_;
  cache cache_;
  notifier notifier_;
  thumbnails thumbnails_;
};

} // namespace video_service

#endif // VIDEO_SERVICE_API_HPP
