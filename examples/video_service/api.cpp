#include "api.hpp"

#include "json.hpp"
#include "service_error.hpp"
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/this_coro.hpp>
#include <filesystem>
#include <sstream>
#include <string_view>

namespace asio = boost::asio;

namespace video_service
{
namespace
{

struct credentials
{
  std::string user;
  std::string password;
};

/// Of a body `user=NAME&password=WORD`.
credentials parse_credentials(const std::string& body)
{
  const auto separator = body.find('&');
  const std::string user = body.substr(0, separator);
  const std::string password = separator == std::string::npos ? "" : body.substr(separator + 1);
  if (!user.starts_with("user=") || !password.starts_with("password="))
    throw service_error(400, "the body is not of the form user=NAME&password=WORD");
  credentials result{user.substr(5), password.substr(9)};
  if (result.user.empty() || result.password.size() < 8)
    throw service_error(400, "a name and a password of 8 characters are needed");
  return result;
}

/// `/videos/NAME/VIEW` without the prefix; the view may be absent.
struct video_target
{
  std::string name;
  std::string view;
};

video_target parse_video_target(const std::string& target)
{
  const std::string rest = target.substr(std::string_view("/videos/").size());
  const auto slash = rest.find('/');
  video_target result{rest.substr(0, slash),
                      slash == std::string::npos ? "" : rest.substr(slash + 1)};
  const bool plain = result.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz"
                                                   "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                                   "0123456789._-") == std::string::npos;
  if (!plain || result.name.empty() || result.name.size() > 100 || result.name.front() == '.' ||
      result.name.ends_with(".part"))
    throw service_error(400, "not the name of a video: '" + result.name + "'");
  return result;
}

response json(std::string text, int status = 200)
{
  return {status, "application/json", std::move(text)};
}

response picture(std::string pixels)
{
  return {200, "image/x-portable-graymap", std::move(pixels)};
}

} // namespace

api::api(const config& settings, asio::thread_pool& pool)
    : store_(settings.data / "videos"), auth_(pool, settings.data / "audit.log"),
      repository_(settings.postgres), analytics_(pool, store_),
      metadata_client_(settings.metadata_url), cache_(settings.redis_host, settings.redis_port),
      notifier_(settings.webhook_port), thumbnails_(pool)
{
}

response failure(int status, const std::string& reason)
{
  return json("{\"error\": " + quoted(reason) + "}", status);
}

asio::awaitable<response> api::handle(request message)
{
  response answer;
  try
  {
    answer = co_await route(std::move(message));
  }
  catch (const service_error& error)
  {
    answer = failure(error.status(), error.what());
  }
  catch (const std::filesystem::filesystem_error& error)
  {
    answer = failure(500, error.what());
  }
  co_return answer;
}

asio::awaitable<response> api::route(request message)
{
  const std::string call = message.method + " " + message.target;
  if (call == "GET /health")
    co_return json("{\"status\": \"ok\"}");
  if (call == "GET /stats")
    co_return json(co_await analytics_.stats());
  if (call == "POST /register")
    co_return co_await register_user(std::move(message));
  if (call == "POST /login")
    co_return co_await log_in(std::move(message));
  if (call == "GET /videos")
    co_return co_await list();
  if (!message.target.starts_with("/videos/"))
    throw service_error(404, "no such resource: '" + message.target + "'");

  const video_target video = parse_video_target(message.target);
  if (message.method == "PUT" && video.view.empty())
    co_return co_await upload(std::move(message), video.name);
  if (message.method != "GET")
    throw service_error(405, "use GET, or PUT to upload a video");
  if (video.view.empty())
    co_return co_await download(video.name);
  if (video.view == "poster")
    co_return picture(co_await thumbnails_.poster(store_.path_of(video.name)));
  if (video.view == "preview")
    co_return picture(co_await thumbnails_.preview(store_.path_of(video.name)));
  if (video.view == "related")
    co_return json(co_await analytics_.related(video.name));
  if (video.view == "views")
    co_return json(co_await cache_.views(video.name));
  if (video.view == "metadata")
    co_return co_await metadata(video.name);
  throw service_error(404, "a video has no '" + video.view + "'");
}

asio::awaitable<response> api::register_user(request message)
{
  const credentials wanted = parse_credentials(message.body);
  co_await auth_.register_user(wanted.user, wanted.password);

  // Handed to the loop, which runs it: nothing is forgotten here.
  const auto executor = co_await asio::this_coro::executor;
  asio::co_spawn(executor, notifier_.announce("registered " + wanted.user), asio::detached);
  co_return json("{\"user\": " + quoted(wanted.user) + "}", 201);
}

asio::awaitable<response> api::log_in(request message)
{
  const credentials given = parse_credentials(message.body);
  const std::string token = co_await auth_.log_in(given.user, given.password);
  // The cast silences the compiler and mends nothing: the task never starts.
  (void)notifier_.announce("login " + given.user); // cotidy: async-unawaited-task
  co_return json("{\"token\": " + quoted(token) + "}");
}

asio::awaitable<response> api::upload(request message, std::string name)
{
  const std::string owner = auth_.user_of(message.token);
  const video stored = co_await store_.save(name, std::move(message.body));
  auto pending = notifier_.announce("uploaded " + name); // cotidy: async-unawaited-task

  // The file is safe by now; without the database it is just not listed.
  bool listed = true;
  try
  {
    co_await repository_.add(stored, owner);
  }
  catch (const backend_unavailable&)
  {
    listed = false;
  }
  std::ostringstream out;
  out << "{\"name\": " << quoted(stored.name) << ", \"bytes\": " << stored.bytes
      << ", \"listed\": " << (listed ? "true" : "false") << "}";
  co_return json(out.str(), 201);
}

asio::awaitable<response> api::list()
{
  const auto rows = co_await repository_.list();
  std::ostringstream out;
  out << "{\"videos\": [";
  const char* separator = "";
  for (const auto& row : rows)
  {
    out << separator << "{\"name\": " << quoted(row.name) << ", \"owner\": " << quoted(row.owner)
        << ", \"bytes\": " << row.bytes << "}";
    separator = ", ";
  }
  out << "]}";
  co_return json(out.str());
}

asio::awaitable<response> api::download(std::string name)
{
  response answer;
  answer.body = co_await store_.load(name);
  answer.content_type = "application/octet-stream";
  try
  {
    co_await cache_.count_view(name);
  }
  catch (const backend_unavailable&)
  {
    // A view that is not counted is no reason to refuse the video.
  }
  co_return answer;
}

asio::awaitable<response> api::metadata(std::string name)
{
  store_.path_of(name);
  std::optional<std::string> known;
  bool cache_works = true;
  try
  {
    known = co_await cache_.find("metadata:" + name);
  }
  catch (const backend_unavailable&)
  {
    cache_works = false;
  }
  if (!known)
  {
    known = co_await metadata_client_.fetch(name);
    if (cache_works)
      co_await cache_.store("metadata:" + name, *known);
  }
  co_return json(*known);
}

} // namespace video_service
