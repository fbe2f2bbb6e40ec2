#pragma once

#include <corun/detail/exclusive.hpp>
#include <corun/detail/offload.hpp>
#include <corun/detail/posix_io.hpp>
#include <corun/error.hpp>
#include <corun/net.hpp>
#include <corun/task.hpp>
#include <corun/thread_pool.hpp>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/this_coro.hpp>

#include <memory>
#include <optional>
#include <string>

namespace corun {

/// Lines of standard input, or of another descriptor: the counterpart of
/// `std::getline(std::cin, line)`.
///
/// Terminals, pipes and sockets are waited for on the loop, files are read on
/// corun's pool; which it is, is found at run time. The descriptor itself,
/// which a shell may share, is left in its mode where the system allows it
/// (terminals and pipes). What is read ahead is lost to `std::cin`: use one or
/// the other.
///
/// Errors: `boost::system::system_error` from reading; `errc::limit_exceeded`
/// for a line longer than the limit; `errc::busy` while another task reads from
/// this object. Cancellation (any type): throws `operation_aborted` and loses
/// nothing. Thread safety: one task at a time, always on the execution context
/// of the first, which must outlive this.
///
/// \code
/// corun::input_lines in;
/// while (auto line = co_await in.next())
///   std::cout << "you said: " << *line << '\n';
/// \endcode
class input_lines {
public:
  /// Reads from `fd`, which must stay open.
  explicit input_lines(int fd = STDIN_FILENO,
                       std::size_t longest_line = 1 << 20)
      : fd_(fd), longest_line_(longest_line) {
    detail::require(fd >= 0, "corun::input_lines: a negative descriptor");
    detail::require(longest_line > 0,
                    "corun::input_lines: a longest line of zero");
  }
  input_lines(const input_lines &) = delete;
  input_lines &operator=(const input_lines &) = delete;
  ~input_lines() {
    if (shared_modes_ >= 0)
      ::fcntl(fd_, F_SETFL, shared_modes_);
  }

  /// The next line without its end; nullopt at the end of the input.
  task<std::optional<std::string>> next() {
    const detail::exclusive use(this, "corun::input_lines::next");
    if (!source_)
      open(co_await boost::asio::this_coro::executor);
    co_return co_await lines_->read_line();
  }

private:
  // What `reader` needs of a stream: a descriptor that can be waited for, or a
  // file.
  struct source {
    explicit source(const boost::asio::any_io_executor &executor)
        : descriptor(executor) {}

    template <class Token>
    task<std::size_t> async_read_some(boost::asio::mutable_buffer buffer,
                                      Token token) {
      if (descriptor.is_open())
        co_return co_await descriptor.async_read_some(buffer, token);
      const ssize_t n =
          co_await detail::offload(default_thread_pool(), [this, buffer] {
            const ssize_t got = detail::restarted(
                [&] { return ::read(file, buffer.data(), buffer.size()); });
            if (got < 0)
              detail::throw_errno(errno, "corun::input_lines");
            return got;
          });
      if (n == 0)
        token.ec_ = boost::asio::error::eof;
      co_return static_cast<std::size_t>(n);
    }

    boost::asio::posix::stream_descriptor descriptor;
    int file = -1;
  };

  void open(const boost::asio::any_io_executor &executor) {
    auto s = std::make_unique<source>(executor);
    // A description of its own keeps O_NONBLOCK from everybody else.
    const std::string name = "/proc/self/fd/" + std::to_string(fd_);
    detail::unique_fd own(
        ::open(name.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    struct stat info{};
    if (::fstat(fd_, &info) != 0)
      detail::throw_errno(errno, "corun::input_lines");
    const bool waits =
        S_ISFIFO(info.st_mode) || S_ISSOCK(info.st_mode) || ::isatty(fd_);
    if (waits) {
      if (own.get() < 0) {
        shared_modes_ = ::fcntl(fd_, F_GETFL);
        own.reset(::fcntl(fd_, F_DUPFD_CLOEXEC, 0));
      }
      s->descriptor.assign(own.release());
    } else {
      s->file = fd_;
    }
    source_ = std::move(s);
    lines_.emplace(*source_, longest_line_);
  }

  int fd_;
  std::size_t longest_line_;
  // To be given back where the description is shared; -1 if not.
  int shared_modes_ = -1;
  std::unique_ptr<source> source_;
  std::optional<reader<source>> lines_;
};

} // namespace corun
