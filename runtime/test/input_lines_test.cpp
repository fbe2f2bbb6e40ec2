#include "support/temporary_directory.hpp"
#include "support/test.hpp"

#include <corun/input_lines.hpp>

#include <fstream>

#include <sys/socket.h>

using corun::input_lines;
using corun::detail::unique_fd;

namespace {

struct ends {
  unique_fd read;
  unique_fd write;
};

ends pipe_ends() {
  int fds[2];
  EXPECT_EQ(::pipe(fds), 0);
  return {unique_fd(fds[0]), unique_fd(fds[1])};
}

ends socket_ends() {
  int fds[2];
  EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
  return {unique_fd(fds[0]), unique_fd(fds[1])};
}

// A terminal whose other side is ours; no echo, so that nothing comes back.
ends terminal_ends() {
  unique_fd master(::posix_openpt(O_RDWR | O_NOCTTY));
  EXPECT_EQ(::grantpt(master.get()), 0);
  EXPECT_EQ(::unlockpt(master.get()), 0);
  unique_fd slave(::open(::ptsname(master.get()), O_RDWR | O_NOCTTY));
  return {std::move(slave), std::move(master)};
}

void say(int fd, const std::string &text) {
  EXPECT_EQ(::write(fd, text.data(), text.size()),
            static_cast<ssize_t>(text.size()));
}

corun::task<> expect_lines(int fd, std::vector<std::string> expected) {
  input_lines in(fd);
  for (const auto &line : expected)
    EXPECT_EQ(co_await in.next(), line);
  EXPECT_EQ(co_await in.next(), std::nullopt);
  EXPECT_EQ(co_await in.next(), std::nullopt);
}

TEST(InputLines, OfAPipeASocketAndAFile) {
  for (auto make : {&pipe_ends, &socket_ends}) {
    auto e = make();
    say(e.write.get(), "one\r\n\ntwo");
    e.write.reset();
    const int modes = ::fcntl(e.read.get(), F_GETFL);
    run_test(expect_lines(e.read.get(), {"one", "", "two"}));
    EXPECT_EQ(::fcntl(e.read.get(), F_GETFL), modes);
  }
  temporary_directory in;
  std::ofstream(in.path() / "f") << "one\n" << std::string(100000, 'x') << "\n";
  unique_fd file(::open((in.path() / "f").c_str(), O_RDONLY));
  run_test(expect_lines(file.get(), {"one", std::string(100000, 'x')}));
  unique_fd null(::open("/dev/null", O_RDONLY));
  run_test(expect_lines(null.get(), {}));
}

TEST(InputLines, OfATerminal) {
  auto e = terminal_ends();
  const int modes = ::fcntl(e.read.get(), F_GETFL);
  say(e.write.get(), "typed\n");
  run_test([](int fd, int before) -> corun::task<> {
    input_lines in(fd);
    EXPECT_EQ(co_await in.next(), "typed");
    EXPECT_EQ(::fcntl(fd, F_GETFL), before) << "the shell shares this";
  }(e.read.get(), modes));
}

TEST(InputLines, DoNotHoldTheLoop) {
  auto e = pipe_ends();
  asio::io_context context(1);
  std::string got;
  asio::co_spawn(
      context,
      [&]() -> corun::task<> {
        input_lines in(e.read.get());
        got = (co_await in.next()).value();
      },
      asio::detached);
  // Runs while the other waits.
  context.poll();
  asio::post(context, [&] { say(e.write.get(), "late\n"); });
  context.run();
  EXPECT_EQ(got, "late");
}

TEST(InputLines, ACancelledReadLosesNothing) {
  auto e = pipe_ends();
  asio::io_context context(1);
  asio::cancellation_signal signal;
  std::vector<std::string> seen;
  input_lines in(e.read.get());
  say(e.write.get(), "half ");
  asio::co_spawn(context, in.next(),
                 asio::bind_cancellation_slot(
                     signal.slot(), [&](std::exception_ptr x, auto &&) {
                       seen.push_back(x ? "cancelled" : "?");
                     }));
  context.poll();
  signal.emit(asio::cancellation_type::terminal);
  context.run();
  context.restart();
  say(e.write.get(), "line\n");
  asio::co_spawn(context, in.next(), [&](std::exception_ptr, auto line) {
    seen.push_back(line.value_or("none"));
  });
  context.run();
  EXPECT_THAT(seen, testing::ElementsAre("cancelled", "half line"));
  // Its descriptor belongs to the context.
}

TEST(InputLines, Errors) {
  EXPECT_THROW(input_lines(-1), boost::system::system_error);
  EXPECT_THROW(input_lines(0, 0), boost::system::system_error);
  // A number that nothing has; a closed one would soon be somebody's again.
  EXPECT_EQ(error_of([]() -> corun::task<> {
              input_lines in(1000000);
              co_await in.next();
            }()),
            boost::system::errc::bad_file_descriptor);
  unique_fd directory(::open("/", O_RDONLY));
  EXPECT_EQ(error_of([](int fd) -> corun::task<> {
              input_lines in(fd);
              co_await in.next();
            }(directory.get())),
            boost::system::errc::is_a_directory);
  auto e = pipe_ends();
  say(e.write.get(), std::string(20000, 'x'));
  EXPECT_EQ(error_of([](int fd) -> corun::task<> {
              input_lines in(fd, 1000);
              co_await in.next();
            }(e.read.get())),
            corun::errc::limit_exceeded);
}

} // namespace
