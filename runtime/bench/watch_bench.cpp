// What watching costs: an echo over a socket, with and without.
#include "support/bench.hpp"

#include <corun/loop_monitor.hpp>
#include <corun/operation_monitor.hpp>
#include <corun/sleep.hpp>

#include <boost/asio/detached.hpp>
#include <boost/asio/local/connect_pair.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

namespace asio = boost::asio;
using corun::task;
using corun::bench::compare;
using stream = asio::local::stream_protocol::socket;

constexpr int rounds = 2000;

task<> answer(stream &socket, int count) {
  std::array<char, 64> text;
  for (int i = 0; i < count; ++i) {
    co_await asio::async_read(socket, asio::buffer(text), asio::use_awaitable);
    co_await asio::async_write(socket, asio::buffer(text), asio::use_awaitable);
  }
}

task<> ask(stream &socket, int count) {
  std::array<char, 64> text{};
  for (int i = 0; i < count; ++i) {
    co_await asio::async_write(socket, asio::buffer(text), asio::use_awaitable);
    co_await asio::async_read(socket, asio::buffer(text), asio::use_awaitable);
  }
}

void echo(asio::io_context &context, const asio::any_io_executor &executor,
          int count) {
  stream one(executor), other(executor);
  asio::local::connect_pair(one, other);
  asio::co_spawn(executor, answer(one, count), asio::detached);
  asio::co_spawn(executor, ask(other, count), asio::detached);
  context.run();
  context.restart();
}

void echo_plain(benchmark::State &state) {
  asio::io_context context(1);
  for (auto _ : state)
    echo(context, context.get_executor(), rounds);
  state.SetItemsProcessed(state.iterations() * rounds);
}

void echo_monitored(benchmark::State &state) {
  corun::loop_monitor monitor;
  asio::io_context context(1);
  for (auto _ : state)
    echo(context, monitor.watch(context.get_executor()), rounds);
  state.SetItemsProcessed(state.iterations() * rounds);
}

/// This program again, as what it is with this variable set: an echo that
/// prints how long it took.
const bool is_child = [] {
  if (!std::getenv("CORUN_BENCH_ECHO"))
    return false;
  asio::io_context context(1);
  echo(context, context.get_executor(), rounds);
  const auto start = std::chrono::steady_clock::now();
  echo(context, context.get_executor(), 10 * rounds);
  std::printf("%.9f\n", std::chrono::duration<double>(
                            std::chrono::steady_clock::now() - start)
                            .count());
  std::exit(0);
}();

void in_child(benchmark::State &state, const std::string &environment) {
  char self[4096] = {};
  if (::readlink("/proc/self/exe", self, sizeof self - 1) < 0)
    std::abort();
  const std::string command =
      "CORUN_BENCH_ECHO=1 " + environment + " '" + self + "'";
  for (auto _ : state) {
    FILE *child = ::popen(command.c_str(), "r");
    double seconds = 0;
    if (!child || std::fscanf(child, "%lf", &seconds) != 1)
      state.SkipWithError("the child has failed");
    if (child)
      ::pclose(child);
    state.SetIterationTime(seconds / (10 * rounds));
  }
}

task<> steps(int count) {
  for (int i = 0; i < count; ++i)
    co_await corun::yield();
}

task<> measured_steps(corun::operation_monitor &monitor, int count) {
  for (int i = 0; i < count; ++i)
    co_await monitor.measure("yield", corun::yield());
}

[[maybe_unused]] const bool registered = [] {
  compare("watching: loop_monitor, echo", "plain", echo_plain);
  compare("watching: loop_monitor, echo", "corun", echo_monitored);
  compare("watching: operation_monitor, yield", "plain", [](auto &s) {
    corun::bench::operations(s, rounds, [] { return steps(rounds); });
  });
  compare("watching: operation_monitor, yield", "corun", [](auto &s) {
    corun::operation_monitor monitor;
    corun::bench::operations(s, rounds,
                             [&] { return measured_steps(monitor, rounds); });
  });
  compare(
      "watching: guard, echo", "plain", [](auto &s) { in_child(s, ""); }, true);
  compare(
      "watching: guard, echo", "corun",
      [](auto &s) { in_child(s, "LD_PRELOAD=" CORUN_GUARD); }, true);
  return true;
}();

} // namespace
