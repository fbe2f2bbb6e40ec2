#include "support/temporary_directory.hpp"
#include "support/test.hpp"

#include <corun/process.hpp>
#include <corun/to_process.hpp>

#include <csignal>
#include <fstream>
#include <iostream>

#include <sys/wait.h>

namespace process = corun::process;

namespace {

process::result sh(std::string script, process::options o = {}) {
  return run_test(process::run("sh", {"-c", std::move(script)}, std::move(o)));
}

TEST(Process, CapturesOutputAndStatus) {
  const auto r = sh("echo out; echo err >&2; exit 3");
  EXPECT_EQ(r.output, "out\n");
  EXPECT_EQ(r.error, "err\n");
  EXPECT_EQ(r.exit_code, 3);
  EXPECT_FALSE(r.ok());
  EXPECT_TRUE(sh("true").ok());
  EXPECT_TRUE(run_test(process::run("/bin/true")).ok());
}

TEST(Process, SaysWhichSignal) {
  const auto r = sh("kill -9 $$");
  EXPECT_EQ(r.signal, SIGKILL);
  EXPECT_EQ(r.exit_code, -1);
}

TEST(Process, FeedsInput) {
  process::options o;
  o.input = std::string(3 << 20, 'x');
  EXPECT_TRUE(sh("cat", o).output == o.input);
  // A reader that stops early neither fails nor raises SIGPIPE here.
  EXPECT_EQ(sh("head -c 1", o).output, "x");
  EXPECT_TRUE(sh("exit 0", o).ok());
  EXPECT_EQ(sh("cat").output, "");
}

TEST(Process, DirectoryAndEnvironment) {
  temporary_directory in;
  process::options o;
  o.directory = in.path();
  EXPECT_EQ(sh("pwd -P", o).output,
            std::filesystem::canonical(in.path()).string() + "\n");
  o.environment = {"COLOUR=green"};
  EXPECT_EQ(sh("/bin/echo $COLOUR $HOME", o).output, "green\n");
  ::setenv("CORUN_INHERITED", "yes", 1);
  EXPECT_EQ(sh("echo $CORUN_INHERITED").output, "yes\n");
}

TEST(Process, InheritsNoDescriptors) {
  std::ifstream open_here("/dev/null");
  const auto r = sh("ls -l /proc/self/fd >&2; ls /proc/self/fd | wc -l");
  // 0, 1, 2 and the directory that ls reads.
  EXPECT_EQ(std::stoi(r.output), 4) << r.error;
}

TEST(Process, ManyAtOnce) {
  asio::io_context context(1);
  int done = 0;
  for (int i = 0; i < 30; ++i)
    asio::co_spawn(
        context,
        [&, i]() -> corun::task<> {
          const auto text = std::to_string(i);
          const std::vector<std::string> arguments = {text};
          const auto r = co_await process::run("echo", arguments);
          EXPECT_EQ(r.output, text + "\n");
          ++done;
        },
        [](std::exception_ptr e) { EXPECT_FALSE(e); });
  context.run();
  EXPECT_EQ(done, 30);
}

TEST(ProcessErrors, BadInput) {
  EXPECT_EQ(error_of(process::run("")), corun::errc::invalid_argument);
  process::options o;
  o.timeout = -1s;
  EXPECT_EQ(error_of(process::run("true", {}, o)),
            corun::errc::invalid_argument);
  EXPECT_EQ(error_of(process::run("/nonexistent/program")),
            boost::system::errc::no_such_file_or_directory);
  EXPECT_EQ(error_of(process::run("no-such-program-anywhere")),
            boost::system::errc::no_such_file_or_directory);
  EXPECT_EQ(error_of(process::run("/etc/passwd")),
            boost::system::errc::permission_denied);
  o = {};
  o.directory = "/nonexistent";
  EXPECT_EQ(error_of(process::run("true", {}, o)),
            boost::system::errc::no_such_file_or_directory);
}

TEST(ProcessErrors, LeavesNoChildren) {
  for (const auto *name : {"/nonexistent/program", "/etc/passwd", "/bin/true"})
    error_of(process::run(name));
  EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1);
  EXPECT_EQ(errno, ECHILD);
}

TEST(ProcessErrors, KillsAfterTheTimeout) {
  process::options o;
  o.timeout = 50ms;
  const auto start = std::chrono::steady_clock::now();
  // The second one leaves a child that holds the output open.
  for (const auto *script : {"exec sleep 60", "sleep 5 & sleep 60"})
    EXPECT_EQ(error_of(process::run("sh", {"-c", script}, o)),
              corun::errc::timed_out);
  EXPECT_LT(std::chrono::steady_clock::now() - start, 4s);
}

TEST(ProcessErrors, LimitsTheOutput) {
  process::options o;
  o.output_limit = 1000;
  EXPECT_EQ(error_of(process::run("cat", {"/dev/zero"}, o)),
            corun::errc::limit_exceeded);
}

TEST(ProcessCancel, KillsTheProgram) {
  temporary_directory in;
  const auto pidfile = (in.path() / "pid").string();
  asio::io_context context(1);
  asio::cancellation_signal signal;
  std::exception_ptr error;
  asio::co_spawn(
      context,
      process::run("sh", {"-c", "echo $$ > " + pidfile + ".new; mv " + pidfile +
                                    ".new " + pidfile + "; exec sleep 60"}),
      asio::bind_cancellation_slot(
          signal.slot(),
          [&](std::exception_ptr e, process::result) { error = e; }));
  while (!std::filesystem::exists(pidfile))
    context.poll_one();
  signal.emit(asio::cancellation_type::terminal);
  context.run();
  ASSERT_TRUE(error);
  int pid = 0;
  std::ifstream(pidfile) >> pid;
  EXPECT_EQ(::kill(pid, 0), -1) << "it is still there, or a zombie";
}

TEST(ProcessCancel, AtEverySuspension) {
  cancel_everywhere([]() -> corun::task<> {
    process::options o;
    o.input = "x";
    co_await process::run("cat", {}, o);
  });
}

struct point {
  int x;
  double y;
};

point mirrored(point p, std::string text, std::vector<std::string> more) {
  if (text != "text" || more.size() != 2 || more[1] != std::string("b\0", 2))
    throw std::runtime_error("arguments were lost");
  std::cout << "this must not disturb the answer" << std::endl;
  return {-p.x, -p.y};
}
int pid_of() { return ::getpid(); }
void crash() {
  ::signal(SIGABRT, SIG_DFL);
  std::abort();
}
void fail(std::string why) { throw std::invalid_argument(why); }
void leave() { std::_Exit(7); }
void hang() {
  for (;;)
    ::pause();
}

const corun::process_function<point(point, std::string,
                                    std::vector<std::string>)>
    remote_mirrored("mirrored", &mirrored);
const corun::process_function<int()> remote_pid("pid", &pid_of);
const corun::process_function<void()> remote_crash("crash", &crash);
const corun::process_function<void(std::string)> remote_fail("fail", &fail);
const corun::process_function<void()> remote_leave("leave", &leave);
const corun::process_function<void()> remote_hang("hang", &hang);

TEST(ToProcess, RunsElsewhere) {
  const auto p = run_test(
      corun::to_process(remote_mirrored, point{1, 2.5}, "text",
                        std::vector<std::string>{"a", std::string("b\0", 2)}));
  EXPECT_EQ(p.x, -1);
  EXPECT_EQ(p.y, -2.5);
  EXPECT_NE(run_test(corun::to_process(remote_pid)), ::getpid());
}

TEST(ToProcess, ExceptionsAndCrashes) {
  try {
    run_test(corun::to_process(remote_fail, "the reason"));
    ADD_FAILURE();
  } catch (const corun::process_error &e) {
    EXPECT_STREQ(e.what(), "the reason");
  }
  EXPECT_EQ(error_of(corun::to_process(remote_crash)), corun::errc::closed);
  EXPECT_EQ(error_of(corun::to_process(remote_leave)), corun::errc::closed);
  EXPECT_THROW(corun::process_function<void()>("crash", &crash),
               boost::system::system_error);
}

TEST(ToProcess, CancelKills) {
  asio::io_context context(1);
  asio::cancellation_signal signal;
  std::exception_ptr error;
  asio::co_spawn(context, corun::to_process(remote_hang),
                 asio::bind_cancellation_slot(
                     signal.slot(), [&](std::exception_ptr e) { error = e; }));
  context.run_for(100ms);
  signal.emit(asio::cancellation_type::terminal);
  context.run();
  EXPECT_TRUE(error);
}

} // namespace

int main(int argc, char **argv) {
  corun::serve_process_functions(argc, argv);
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
