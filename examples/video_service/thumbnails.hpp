#ifndef VIDEO_SERVICE_THUMBNAILS_HPP
#define VIDEO_SERVICE_THUMBNAILS_HPP

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>
#include <filesystem>
#include <string>

namespace video_service
{

/// Small pictures of videos, in the format PGM. A stand-in for a decoder: it
/// takes a file as raw frames of 64 by 36 grey bytes.
class thumbnails
{
public:
  explicit thumbnails(boost::asio::thread_pool& pool);

  /// The first frame, half as large.
  boost::asio::awaitable<std::string> poster(std::filesystem::path source);

  /// The mean of all frames.
  boost::asio::awaitable<std::string> preview(std::filesystem::path source);

private:
  boost::asio::thread_pool& pool_;
};

} // namespace video_service

#endif // VIDEO_SERVICE_THUMBNAILS_HPP
