// fetch URL...: gets pages beside each other and prints for each its status,
// size and address.
//
// Shows: corun::http::client, which keeps and shares connections; retry with
// back-off for what may pass; with_timeout around all attempts of a page;
// map_concurrent, which keeps 8 of them going.
#include <corun/corun.hpp>
#include <corun/http.hpp>

#include <cstdio>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

namespace http = corun::http;
using corun::task;
using namespace std::chrono_literals;

/// A server that has too much to do may answer the next time.
struct overloaded : std::runtime_error {
  using runtime_error::runtime_error;
};

bool may_pass(const std::exception_ptr &error) {
  try {
    std::rethrow_exception(error);
  } catch (const overloaded &) {
    return true;
  } catch (...) {
    return corun::is_transient(std::current_exception());
  }
}

struct page {
  std::string url;
  std::string status;
};

task<http::response> get(http::client &client, const std::string &url) {
  auto answer = co_await client.get(url);
  if (answer.result_int() == 429 || answer.result_int() >= 500)
    throw overloaded("status " + std::to_string(answer.result_int()));
  co_return answer;
}

task<page> fetch(http::client &client, std::string url) {
  corun::retry_policy policy;
  policy.attempts = 4;
  policy.first_wait = 50ms;
  policy.retry_on = may_pass;
  auto attempt = [&] { return get(client, url); };
  std::string status;
  try {
    const auto answer =
        co_await corun::with_timeout(corun::retry(policy, attempt), 10s);
    status = std::to_string(answer.result_int()) + ' ' +
             std::to_string(answer.body().size());
  } catch (const std::exception &e) {
    // One page that fails does not end the others.
    status = std::string("failed: ") + e.what();
  }
  co_return page{std::move(url), std::move(status)};
}

task<int> program(std::vector<std::string> urls) {
  http::client client;
  auto one = [&](const std::string &url) { return fetch(client, url); };
  bool failed = false;
  for (const auto &[url, status] :
       co_await corun::map_concurrent(urls, 8, one)) {
    std::printf("%s %s\n", url.c_str(), status.c_str());
    failed = failed || status.starts_with("failed");
  }
  co_return failed ? 1 : 0;
}

} // namespace

int main(int argc, char **argv) {
  if (argc < 2) {
    std::fputs("usage: fetch URL...\n", stderr);
    return 2;
  }
  return corun::run_main(program({argv + 1, argv + argc}));
}
