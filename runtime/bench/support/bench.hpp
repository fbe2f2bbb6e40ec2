#pragma once

#include <corun/task.hpp>

#include <benchmark/benchmark.h>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <utility>

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

/// Registers `theme/form`; \p form is "plain" or "corun".
template <typename Function>
benchmark::internal::Benchmark *compare(const char *theme, const char *form,
                                        Function function) {
  return benchmark::RegisterBenchmark((std::string(theme) + "/" + form).c_str(),
                                      function);
}

} // namespace corun::bench
