#include "upload_store.hpp"

#include "service_error.hpp"
#include <fstream>
#include <iterator>

namespace video_service
{
namespace
{

video describe(const std::string& name, const std::string& content)
{
  video result{name, content.size(), {}};
  if (content.empty())
    return result;
  for (const unsigned char byte : content)
    result.fingerprint[byte / 4] += 1.0;
  for (double& share : result.fingerprint)
    share /= static_cast<double>(content.size());
  return result;
}

} // namespace

upload_store::upload_store(std::filesystem::path directory) : directory_(std::move(directory))
{
  std::filesystem::create_directories(directory_);
  for (const auto& entry : std::filesystem::directory_iterator(directory_))
  {
    if (!entry.is_regular_file() || entry.path().extension() == ".part")
      continue;
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string content{std::istreambuf_iterator<char>(file), {}};
    const std::string name = entry.path().filename().string();
    index_.emplace(name, describe(name, content));
  }
}

boost::asio::awaitable<video>
upload_store::save(std::string name, std::string content) // cotidy-later: async-unneeded-coroutine
{
  const std::filesystem::path target = directory_ / name;
  std::filesystem::path partial = target;
  partial += ".part";

  std::ofstream file(partial, std::ios::binary); // cotidy: async-sync-io
  file.write(content.data(), static_cast<std::streamsize>(content.size()));
  file.close();
  if (!file)
    throw service_error(507, "cannot store '" + name + "'");
  std::filesystem::rename(partial, target); // cotidy: async-sync-io

  video stored = describe(name, content);
  {
    // Held for one insertion and over no await: this lock is fine.
    std::lock_guard lock(mutex_);
    index_.insert_or_assign(name, stored);
  }
  co_return stored;
}

boost::asio::awaitable<std::string>
upload_store::load(std::string name) // cotidy-later: async-unneeded-coroutine
{
  const std::filesystem::path source = path_of(name);
  std::string content(std::filesystem::file_size(source), '\0'); // cotidy: async-sync-io
  std::ifstream file(source, std::ios::binary);                  // cotidy: async-sync-io
  if (!file.read(content.data(), static_cast<std::streamsize>(content.size())))
    throw service_error(500, "cannot read '" + name + "'");
  co_return content;
}

std::filesystem::path upload_store::path_of(const std::string& name) const
{
  std::lock_guard lock(mutex_);
  if (!index_.contains(name))
    throw service_error(404, "no video '" + name + "'");
  return directory_ / name;
}

std::vector<video> upload_store::snapshot() const
{
  std::lock_guard lock(mutex_);
  std::vector<video> videos;
  videos.reserve(index_.size());
  for (const auto& [name, entry] : index_)
    videos.push_back(entry);
  return videos;
}

} // namespace video_service
