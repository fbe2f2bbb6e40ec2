#pragma once

#include <corun/detail/wire.hpp>
#include <corun/process.hpp>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace corun {

/// What a function in another process threw: its message.
class process_error : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

namespace detail {

using process_entry = std::string (*)(const void *function,
                                      std::string_view arguments);

void register_process_function(const char *name, process_entry entry,
                               const void *function);
task<std::string> call_in_process(std::string name, std::string arguments,
                                  process::options o);

} // namespace detail

template <class Signature> class process_function;

/// A function that to_process() can run in a process of its own: made once, at
/// namespace scope, under a name that no other has.
///
/// Arguments and result travel as bytes: trivially copyable types without
/// pointers, `std::string`, and `std::vector`s of such.
template <class R, class... A> class process_function<R(A...)> {
public:
  process_function(const char *name, R (*function)(A...)) : name_(name) {
    detail::register_process_function(name, &process_function::enter,
                                      reinterpret_cast<const void *>(function));
  }

  const char *name() const noexcept { return name_; }

private:
  static std::string enter(const void *function, std::string_view bytes) {
    const auto call = reinterpret_cast<R (*)(A...)>(
        reinterpret_cast<std::uintptr_t>(function));
    detail::wire_reader in(bytes);
    // Braces: from left to right.
    std::tuple<std::decay_t<A>...> arguments{in.get<std::decay_t<A>>()...};
    std::string out;
    if constexpr (std::is_void_v<R>)
      std::apply(call, std::move(arguments));
    else
      detail::wire_put(out, std::apply(call, std::move(arguments)));
    return out;
  }

  const char *name_;
};

/// To be called first in `main` of a program that uses to_process(): in a
/// process that was started for a function it runs it and ends the process;
/// otherwise it returns at once.
void serve_process_functions(int argc, char **argv);

/// Runs `function(arguments...)` in a fresh process of this program and gives
/// its result: for work that must not share the process because it may crash,
/// leaks, or changes global state.
///
/// Completes with the function's result on the awaiting executor. What it
/// prints to standard output goes to standard error.
///
/// Errors: process_error with the message of what the function threw;
/// `errc::closed` where the process ended otherwise, by a signal for example;
/// `errc::not_supported` where `main` does not call serve_process_functions().
/// Cancellation (any type): kills the process; throws `operation_aborted`.
/// Thread safety: may be called from any executor.
///
/// Link `corun::process`.
///
/// \code
/// int sum(std::vector<int> numbers) {
///   int all = 0;
///   for (int n : numbers)
///     all += n;
///   return all;
/// }
/// const corun::process_function<int(std::vector<int>)> remote_sum("sum",
/// &sum);
///
/// corun::task<> use() {
///   std::vector<int> numbers{1, 2, 3};
///   std::cout << co_await corun::to_process(remote_sum, numbers) << '\n';
/// }
/// int main(int argc, char **argv) {
///   corun::serve_process_functions(argc, argv);
///   return 0;
/// }
/// \endcode
template <class R, class... A, class... Given>
  requires std::is_invocable_v<R (*)(A...), Given...>
task<R> to_process(const process_function<R(A...)> &function,
                   Given... arguments) {
  std::string bytes;
  (detail::wire_put(bytes, std::decay_t<A>(std::move(arguments))), ...);
  const std::string answer = co_await detail::call_in_process(
      function.name(), std::move(bytes), process::options());
  if constexpr (!std::is_void_v<R>)
    co_return detail::wire_reader(answer).get<std::decay_t<R>>();
}

} // namespace corun
