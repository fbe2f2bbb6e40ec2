// lookup < NAMES: looks up the host names that standard input has, one on each
// line, and prints their addresses as they are found.
//
// Shows: a pipeline with back-pressure. Lines are read only as fast as names
// are looked up: with a million of them, a few are in memory.
#include <corun/corun.hpp>

#include <cstdio>
#include <optional>
#include <string>

namespace {

using corun::task;
using namespace std::chrono_literals;

task<std::string> look_up(std::string name) {
  std::string line = name + ':';
  try {
    for (const auto &found : co_await corun::resolve(name, "0", 5s))
      line += ' ' + found.endpoint().address().to_string();
  } catch (const boost::system::system_error &e) {
    if (e.code() == boost::asio::error::operation_aborted)
      throw;
    line += " (" + e.code().message() + ')';
  }
  co_return line;
}

void print(std::string line) {
  std::printf("%s\n", line.c_str());
  std::fflush(stdout);
}

task<> program() {
  corun::input_lines in;
  auto names = [&] { return in.next(); };
  auto has_name = [](const std::string &line) { return !line.empty(); };
  co_await corun::pipeline(corun::stream_from(names).filter(has_name))
      .stage({.workers = 8, .buffer = 8}, look_up)
      .stage({}, print)
      .run();
}

} // namespace

int main() { return corun::run_main(program()); }
