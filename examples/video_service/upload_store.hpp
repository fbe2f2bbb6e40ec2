#ifndef VIDEO_SERVICE_UPLOAD_STORE_HPP
#define VIDEO_SERVICE_UPLOAD_STORE_HPP

#include <array>
#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace video_service
{

struct video
{
  std::string name;
  std::uint64_t bytes = 0;
  std::array<double, 64> fingerprint{}; ///< share of the bytes in each of 64 classes
};

/// The uploaded files and an index of them in memory.
class upload_store
{
public:
  /// Indexes the files of \p directory. Reads them all: construct it before
  /// the loop runs.
  explicit upload_store(std::filesystem::path directory);

  boost::asio::awaitable<video> save(std::string name, std::string content);
  boost::asio::awaitable<std::string> load(std::string name);

  /// Throws service_error 404 where there is no such video.
  std::filesystem::path path_of(const std::string& name) const;

  /// Safe to call from any thread.
  std::vector<video> snapshot() const;

private:
  const std::filesystem::path directory_;
  mutable std::mutex mutex_;
  std::map<std::string, video> index_;
};

} // namespace video_service

#endif // VIDEO_SERVICE_UPLOAD_STORE_HPP
