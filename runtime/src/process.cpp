// Without Boost.Filesystem, which would have to be linked. The headers of 1.81
// then forget two that they use.
#define BOOST_PROCESS_USE_STD_FS 1
#include <boost/optional.hpp>
#include <boost/type_traits.hpp>

#include "process_pipe.hpp"

#include <corun/detail/offload.hpp>
#include <corun/detail/or_undo.hpp>
#include <corun/gather.hpp>
#include <corun/thread_pool.hpp>
#include <corun/timeout.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/process/v2/environment.hpp>
#include <boost/process/v2/posix/default_launcher.hpp>
#include <boost/process/v2/process.hpp>
#include <boost/process/v2/start_dir.hpp>
#include <boost/process/v2/stdio.hpp>

#include <cstdlib>
#include <memory>

#include <linux/close_range.h>
#include <sys/syscall.h>
#include <sys/wait.h>

namespace corun::process {

namespace asio = boost::asio;
namespace bp = boost::process::v2;
using corun::detail::throw_errno;
using corun::detail::throw_error;

namespace {

// A child and the parent's ends of its pipes. Killed and reaped if it still
// runs at the end.
class child {
public:
  child() = default;
  child(child &&other) noexcept
      : in(std::move(other.in)), out(std::move(other.out)),
        err(std::move(other.err)), pidfd_(std::move(other.pidfd_)),
        pid_(std::exchange(other.pid_, -1)) {}
  ~child() {
    if (pid_ > 0) {
      kill();
      ::waitpid(pid_, nullptr, 0);
    }
  }

  void started(int pid) {
    pid_ = pid;
    pidfd_.reset(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
    if (pidfd_.get() < 0)
      throw_errno(errno, "corun::process::run: pidfd_open");
  }

  void kill() noexcept {
    if (pid_ > 0)
      ::kill(pid_, SIGKILL);
  }

  // Waits for the end, then gives waitpid's status.
  task<int> ended() {
    if (pid_ <= 0)
      co_return 0;
    asio::posix::stream_descriptor end(
        co_await asio::this_coro::executor,
        ::fcntl(pidfd_.get(), F_DUPFD_CLOEXEC, 0));
    co_await end.async_wait(asio::posix::stream_descriptor::wait_read,
                            asio::use_awaitable);
    int status = 0;
    if (::waitpid(std::exchange(pid_, -1), &status, 0) < 0)
      throw_errno(errno, "corun::process::run: waitpid");
    co_return status;
  }

  unique_fd in;
  unique_fd out;
  unique_fd err;

private:
  unique_fd pidfd_;
  int pid_ = -1;
};

// What Boost.Process 1.81 leaves open in the child.
struct child_setup {
  // It closes the descriptors that the program is not to inherit, but not all.
  bp::error_code on_exec_setup(bp::posix::default_launcher &,
                               const std::filesystem::path &,
                               const char *const *) const {
    ::close_range(STDERR_FILENO + 1, ~0u, CLOSE_RANGE_CLOEXEC);
    return {};
  }

  // Its exit() would run this program's destructors, which wait for threads
  // that the child has not.
  template <class... Ignored> void on_exec_error(Ignored &&...) const {
    ::_exit(EXIT_FAILURE);
  }
};

std::filesystem::path found(const std::string &executable) {
  if (executable.find('/') != std::string::npos)
    return executable;
  const auto path = bp::environment::find_executable(executable);
  if (path.empty())
    throw_error(make_error_code(boost::system::errc::no_such_file_or_directory),
                "corun::process::run: " + executable);
  return path;
}

child start(const std::string &executable,
            const std::vector<std::string> &arguments, const options &o) {
  child c;
  pipe_ends in, out, err;
  // Boost.Process tells its context of the fork, before and after; only one
  // that nobody runs can take that.
  asio::io_context context(1);
  bp::default_process_launcher launcher;
  boost::system::error_code error;
  bp::process_stdio stdio{in.read.get(), out.write.get(), err.write.get()};
  const auto program = found(executable);
  std::vector<const char *> variables;
  if (o.environment) {
    for (const auto &each : *o.environment)
      variables.push_back(each.c_str());
    variables.push_back(nullptr);
    launcher.env = variables.data();
  }
  auto process =
      o.directory.empty()
          ? launcher(context.get_executor(), error, program, arguments, stdio,
                     child_setup())
          : launcher(context.get_executor(), error, program, arguments, stdio,
                     child_setup(), bp::process_start_dir(o.directory));
  if (error) {
    if (launcher.pid > 0)
      ::waitpid(launcher.pid, nullptr, 0);
    throw_error(error, "corun::process::run: " + executable);
  }
  c.started(process.id());
  process.detach();
  c.in = std::move(in.write);
  c.out = std::move(out.read);
  c.err = std::move(err.read);
  return c;
}

task<result> converse(child &c, const options &o) {
  auto [fed, output, error, status] = co_await gather(
      feed(std::move(c.in), o.input), drain(std::move(c.out), o.output_limit),
      drain(std::move(c.err), o.output_limit), c.ended());
  result r;
  r.output = std::move(output);
  r.error = std::move(error);
  r.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  r.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  co_return r;
}

} // namespace

task<result> run(std::string executable, std::vector<std::string> arguments,
                 options o) {
  corun::detail::require(!executable.empty(),
                         "corun::process::run: empty executable");
  corun::detail::require(o.timeout >= time_limit::zero(),
                         "corun::process::run: negative timeout");
  // fork and exec of a large process take their time.
  child c = co_await corun::detail::offload(
      default_thread_pool(), [&] { return start(executable, arguments, o); });
  co_return co_await corun::detail::or_undo(
      [&]() -> task<result> {
        if (o.timeout == no_limit)
          return converse(c, o);
        return with_timeout(converse(c, o), o.timeout);
      },
      [&]() -> task<> {
        c.kill();
        co_await c.ended();
      });
}

} // namespace corun::process
