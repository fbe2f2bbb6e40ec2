#include "metadata_client.hpp"

#include "service_error.hpp"
#include <chrono>
#include <curl/curl.h>
#include <memory>
#include <thread>

namespace video_service
{
namespace
{

std::size_t append(char* data, std::size_t, std::size_t size, void* answer)
{
  static_cast<std::string*>(answer)->append(data, size);
  return size;
}

struct cleanup
{
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};

} // namespace

metadata_client::metadata_client(std::string base_url) : base_url_(std::move(base_url)) {}

boost::asio::awaitable<std::string>
metadata_client::fetch(std::string name) // cotidy-later: async-unneeded-coroutine
{
  const std::unique_ptr<CURL, cleanup> owner(curl_easy_init());
  CURL* handle = owner.get();
  std::string answer;
  curl_easy_setopt(handle, CURLOPT_URL, (base_url_ + name).c_str());
  curl_easy_setopt(handle, CURLOPT_FAILONERROR, 1L);
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, 2000L);
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &append);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &answer);

  CURLcode outcome = CURLE_OK;
  for (int attempt = 1; attempt <= 3; ++attempt)
  {
    answer.clear();
    outcome = curl_easy_perform(handle); // cotidy: async-sync-io
    if (outcome == CURLE_OK)
      co_return answer;
    const std::chrono::milliseconds pause(50 * attempt);
    std::this_thread::sleep_for(pause); // cotidy: async-blocking-call
  }
  throw backend_unavailable("the metadata API", curl_easy_strerror(outcome));
}

} // namespace video_service
