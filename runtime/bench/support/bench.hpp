#pragma once

#include <corun/task.hpp>

#include <benchmark/benchmark.h>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace corun::bench {

/// Runs \p body on \p context until it has ended. It can be cancelled, as every
/// task of a program that can end early: both forms pay for that.
inline void run_on(asio::io_context &context, task<> body) {
  std::exception_ptr error;
  asio::cancellation_signal signal;
  asio::co_spawn(context, std::move(body),
                 asio::bind_cancellation_slot(
                     signal.slot(), [&](std::exception_ptr e) { error = e; }));
  context.run();
  context.restart();
  if (error)
    std::rethrow_exception(error);
}

/// Runs `body()`, which does `batch` operations, for each iteration.
template <typename Body>
void operations(benchmark::State &state, int batch, Body body) {
  asio::io_context context(1);
  for (auto _ : state)
    run_on(context, body());
  state.SetItemsProcessed(state.iterations() * batch);
}

/// What is compared, in the order of registration.
inline std::vector<std::string> &themes() {
  static std::vector<std::string> all;
  return all;
}

/// Registers `theme/form`; \p form is "plain" or "corun". With \p own_clock,
/// the function sets the time of each iteration.
template <typename Function>
void compare(const std::string &theme, const std::string &form,
             Function function, bool own_clock = false) {
  if (std::ranges::find(themes(), theme) == themes().end())
    themes().push_back(theme);
  auto *added =
      benchmark::RegisterBenchmark((theme + "/" + form).c_str(), function);
  if (own_clock)
    added->UseManualTime()->Iterations(1);
  else
    added->UseRealTime();
}

/// A variable that test/support/servers.py sets.
inline const char *setting(const char *name) {
  if (const char *value = std::getenv(name))
    return value;
  throw std::runtime_error(std::string("no ") + name +
                           ": run this through test/support/servers.py");
}

/// Prints how late a timer of a millisecond comes, beside an idle loop and
/// beside what is measured here.
void measure_latency();

} // namespace corun::bench
