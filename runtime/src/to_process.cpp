#include <corun/detail/posix_io.hpp>
#include <corun/to_process.hpp>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <vector>

#include <unistd.h>

namespace corun {

namespace {

constexpr auto flag = "--corun-process-function";

// The first byte of an answer: a program that does not serve would print
// something else, or nothing.
constexpr char returned = '\1';
constexpr char threw = '\2';

struct registered {
  detail::process_entry entry;
  const void *function;
};

std::map<std::string, registered> &functions() {
  static std::map<std::string, registered> all;
  return all;
}

std::string answer_of(const char *name, const std::string &arguments) {
  try {
    const auto at = functions().find(name);
    if (at == functions().end())
      throw std::runtime_error(std::string("no process function ") + name);
    return returned + at->second.entry(at->second.function, arguments);
  } catch (const std::exception &e) {
    return threw + std::string(e.what());
  } catch (...) {
    return threw + std::string("an exception that is no std::exception");
  }
}

} // namespace

void detail::register_process_function(const char *name, process_entry entry,
                                       const void *function) {
  if (!functions().emplace(name, registered{entry, function}).second)
    throw_error(errc::invalid_argument,
                std::string("corun::process_function: a second ") + name);
}

void serve_process_functions(int argc, char **argv) {
  if (argc != 3 || std::strcmp(argv[1], flag) != 0)
    return;
  int status = EXIT_FAILURE;
  try {
    // The answer keeps the pipe; what the function prints goes elsewhere.
    const detail::unique_fd answers(::dup(STDOUT_FILENO));
    ::dup2(STDERR_FILENO, STDOUT_FILENO);
    const detail::stop_flag never;
    const auto arguments =
        detail::read_whole(STDIN_FILENO, never, "corun: reading arguments");
    const auto answer = answer_of(argv[2], arguments);
    std::fflush(nullptr);
    detail::write_whole(answers.get(), answer, never, "corun: answering");
    status = EXIT_SUCCESS;
  } catch (const std::exception &e) {
    std::fprintf(stderr, "%s\n", e.what());
  }
  // Destructors of static objects belong to the program that was not started.
  std::_Exit(status);
}

task<std::string> detail::call_in_process(std::string name,
                                          std::string arguments,
                                          process::options o) {
  o.input = std::move(arguments);
  // A named list: g++ 12 cannot compile one in braces inside of an await.
  const std::vector<std::string> arguments_of_program = {flag, name};
  auto r = co_await process::run("/proc/self/exe", arguments_of_program,
                                 std::move(o));
  const std::string where = "corun::to_process: " + name;
  if (r.signal != 0)
    throw_error(errc::closed,
                where + " ended by signal " + std::to_string(r.signal));
  if (r.output.starts_with(threw))
    throw process_error(r.output.substr(1));
  if (r.exit_code != 0)
    throw_error(errc::closed, where + " ended with exit status " +
                                  std::to_string(r.exit_code));
  if (!r.output.starts_with(returned))
    throw_error(errc::not_supported,
                where + ": main does not call serve_process_functions");
  co_return r.output.substr(1);
}

} // namespace corun
