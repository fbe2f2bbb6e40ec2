#include "analytics.hpp"

#include "json.hpp"
#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cmath>
#include <cstdint>
#include <sstream>
#include <utility>
#include <vector>

namespace video_service
{
namespace
{

double distance(const video& a, const video& b)
{
  double sum = 0;
  for (std::size_t i = 0; i < a.fingerprint.size(); ++i)
    sum += std::abs(a.fingerprint[i] - b.fingerprint[i]);
  return sum;
}

} // namespace

analytics::analytics(boost::asio::thread_pool& pool, const upload_store& store)
    : pool_(pool), store_(store)
{
}

boost::asio::awaitable<std::string> analytics::stats() // cotidy-later: async-unneeded-coroutine
{
  const std::vector<video> videos = store_.snapshot();
  std::uint64_t bytes = 0;
  double closest = 2;
  std::pair<std::string, std::string> alike;
  for (const video& a : videos) // cotidy: async-cpu-heavy-loop
  {
    bytes += a.bytes;
    for (const video& b : videos)
      if (a.name < b.name && distance(a, b) < closest)
      {
        closest = distance(a, b);
        alike = {a.name, b.name};
      }
  }

  // A stream in memory blocks nobody.
  std::ostringstream out;
  out << "{\"videos\": " << videos.size() << ", \"bytes\": " << bytes << ", \"most_alike\": ["
      << quoted(alike.first) << ", " << quoted(alike.second) << "]}";
  co_return out.str();
}

boost::asio::awaitable<std::string> analytics::related(std::string name)
{
  // As slow as the loops above, but it runs on the pool and the loop goes on.
  const auto best = co_await boost::asio::co_spawn(
      pool_,
      [&]() -> boost::asio::awaitable<std::vector<std::pair<double, std::string>>>
      {
        std::vector<std::pair<double, std::string>> ranking;
        const std::vector<video> videos = store_.snapshot();
        for (const video& a : videos)
          for (const video& b : videos)
            if (a.name == name && b.name != name)
              ranking.emplace_back(distance(a, b), b.name);
        std::sort(ranking.begin(), ranking.end());
        ranking.resize(std::min<std::size_t>(ranking.size(), 3));
        co_return ranking;
      },
      boost::asio::use_awaitable);

  std::ostringstream out;
  out << "{\"related\": [";
  for (const auto& [score, other] : best)
    out << (other == best.front().second ? "" : ", ") << quoted(other);
  out << "]}";
  co_return out.str();
}

} // namespace video_service
