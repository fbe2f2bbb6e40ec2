// Calls something of each component, so that it has to link.
#include <corun/corun.hpp>

#ifdef CORUN_WITH_curl
#include <corun/curl.hpp>
#endif
#ifdef CORUN_WITH_http
#include <corun/http.hpp>
#endif
#ifdef CORUN_WITH_monitor
#include <corun/loop_monitor.hpp>
#endif
#ifdef CORUN_WITH_pq
#include <corun/pq.hpp>
#endif
#ifdef CORUN_WITH_process
#include <corun/process.hpp>
#endif
#ifdef CORUN_WITH_redis
#include <corun/redis.hpp>
#endif
#ifdef CORUN_WITH_sqlite
#include <corun/sqlite.hpp>
#endif

#include <functional>
#include <iostream>
#include <stdexcept>

namespace {

using corun::task;

/// What no argument can be: the library itself has to say so.
task<> expect_invalid(const char *name, std::function<task<>()> call) {
  try {
    co_await call();
  } catch (const boost::system::system_error &e) {
    if (e.code() == corun::errc::invalid_argument) {
      std::cout << name << '\n';
      co_return;
    }
  }
  throw std::runtime_error(std::string(name) + " is not there");
}

task<> components() {
  co_await corun::sleep_for(std::chrono::milliseconds(1));
#ifdef CORUN_WITH_curl
  auto curl = []() -> task<> { co_await corun::curl::perform(nullptr); };
  co_await expect_invalid("curl", curl);
#endif
#ifdef CORUN_WITH_http
  auto http = []() -> task<> {
    corun::http::client client;
    co_await client.get("no URL");
  };
  co_await expect_invalid("http", http);
#endif
#ifdef CORUN_WITH_monitor
  corun::loop_monitor monitor;
  co_await monitor.watch(corun::yield());
  std::cout << "monitor\n";
#endif
#ifdef CORUN_WITH_pq
  auto pq = []() -> task<> { co_await corun::pq::exec(nullptr, "SELECT 1"); };
  co_await expect_invalid("pq", pq);
#endif
#ifdef CORUN_WITH_process
  auto process = []() -> task<> { co_await corun::process::run(""); };
  co_await expect_invalid("process", process);
#endif
#ifdef CORUN_WITH_redis
  auto redis = []() -> task<> {
    co_await corun::redis::command(nullptr, "PING");
  };
  co_await expect_invalid("redis", redis);
#endif
#ifdef CORUN_WITH_sqlite
  auto sqlite = []() -> task<> { co_await corun::sqlite::close(nullptr); };
  co_await expect_invalid("sqlite", sqlite);
#endif
}

} // namespace

int main() { return corun::run_main(components()); }
