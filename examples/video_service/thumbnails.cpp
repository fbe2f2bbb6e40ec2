#include "thumbnails.hpp"

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/packaged_task.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_future.hpp>
#include <fstream>
#include <future>

namespace asio = boost::asio;

namespace video_service
{
namespace
{

constexpr int width = 64;
constexpr int height = 36;
using frame = std::array<char, width * height>;

std::string to_pgm(int columns, int rows, const std::string& pixels)
{
  return "P5 " + std::to_string(columns) + " " + std::to_string(rows) + " 255\n" + pixels;
}

// The two below read files and compute, and may: they run on the pool only.
std::string render_poster(const std::filesystem::path& source)
{
  frame pixels{};
  std::ifstream file(source, std::ios::binary);
  file.read(pixels.data(), pixels.size());
  std::string half;
  for (int y = 0; y < height; y += 2)
    for (int x = 0; x < width; x += 2)
      half += pixels[y * width + x];
  return to_pgm(width / 2, height / 2, half);
}

std::string render_preview(const std::filesystem::path& source)
{
  std::array<unsigned long, width * height> sums{};
  unsigned long frames = 0;
  std::ifstream file(source, std::ios::binary);
  for (frame pixels; file.read(pixels.data(), pixels.size()); ++frames)
    for (std::size_t i = 0; i < pixels.size(); ++i)
      sums[i] += static_cast<unsigned char>(pixels[i]);
  std::string mean;
  for (const unsigned long sum : sums)
    mean += static_cast<char>(frames == 0 ? 0 : sum / frames);
  return to_pgm(width, height, mean);
}

} // namespace

thumbnails::thumbnails(asio::thread_pool& pool) : pool_(pool) {}

asio::awaitable<std::string>
thumbnails::poster(std::filesystem::path source) // cotidy-later: async-unneeded-coroutine
{
  std::packaged_task<std::string()> render([source] { return render_poster(source); });
  std::future<std::string> picture = asio::post(pool_, std::move(render));
  // The work runs on the pool, and the loop waits for it all the same.
  co_return picture.get(); // cotidy: async-blocking-call
}

asio::awaitable<std::string>
thumbnails::preview(std::filesystem::path source) // cotidy-later: async-unneeded-coroutine
{
  const auto render = [source]() -> asio::awaitable<std::string>
  { co_return render_preview(source); };
  co_return asio::co_spawn(pool_, render, asio::use_future).get(); // cotidy: async-blocking-bridge
}

} // namespace video_service
