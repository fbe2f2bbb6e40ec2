#pragma once

#include <corun/detail/posix_io.hpp>
#include <corun/process.hpp>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/readable_pipe.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <csignal>

#include <pthread.h>
#include <unistd.h>

namespace corun::process {

using corun::detail::unique_fd;

/// A pipe whose ends no other program inherits and that keeps clear of the
/// standard descriptors, which the child's are moved onto.
struct pipe_ends {
  unique_fd read;
  unique_fd write;

  pipe_ends() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0)
      corun::detail::throw_errno(errno, "corun::process::run: pipe");
    read = above_standard(ends[0]);
    write = above_standard(ends[1]);
  }

private:
  static unique_fd above_standard(int fd) {
    unique_fd given(fd);
    if (fd > STDERR_FILENO)
      return given;
    unique_fd moved(::fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
    if (moved.get() < 0)
      corun::detail::throw_errno(errno, "corun::process::run: pipe");
    return moved;
  }
};

/// write(2) to a pipe that may have no reader, without the signal.
inline ssize_t write_without_sigpipe(int fd, const char *data,
                                     std::size_t size) {
  sigset_t pipe_only, before, pending;
  sigemptyset(&pipe_only);
  sigaddset(&pipe_only, SIGPIPE);
  sigpending(&pending);
  const bool was_pending = sigismember(&pending, SIGPIPE) == 1;
  pthread_sigmask(SIG_BLOCK, &pipe_only, &before);
  const ssize_t n = ::write(fd, data, size);
  const int error = errno;
  if (n < 0 && error == EPIPE && !was_pending) {
    const timespec at_once{};
    while (sigtimedwait(&pipe_only, nullptr, &at_once) < 0 && errno == EINTR) {
    }
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  errno = error;
  return n;
}

/// Writes `data` and closes the pipe; a reader that stops early is no error.
inline task<> feed(unique_fd end, const std::string &data) {
  namespace asio = boost::asio;
  asio::posix::stream_descriptor pipe(co_await asio::this_coro::executor,
                                      end.release());
  pipe.native_non_blocking(true);
  std::size_t done = 0;
  while (done < data.size()) {
    const ssize_t n = write_without_sigpipe(
        pipe.native_handle(), data.data() + done, data.size() - done);
    if (n >= 0)
      done += static_cast<std::size_t>(n);
    else if (errno == EPIPE)
      co_return;
    else if (errno == EAGAIN)
      co_await pipe.async_wait(asio::posix::stream_descriptor::wait_write,
                               asio::use_awaitable);
    else if (errno != EINTR)
      corun::detail::throw_errno(errno, "corun::process::run: writing input");
  }
}

/// Reads to the end.
inline task<std::string> drain(unique_fd end, std::size_t limit) {
  namespace asio = boost::asio;
  asio::readable_pipe pipe(co_await asio::this_coro::executor, end.release());
  std::string all;
  char piece[16384];
  for (;;) {
    boost::system::error_code error;
    const std::size_t n = co_await pipe.async_read_some(
        asio::buffer(piece), asio::redirect_error(asio::use_awaitable, error));
    all.append(piece, n);
    if (all.size() > limit)
      corun::detail::throw_error(errc::limit_exceeded,
                                 "corun::process::run: the program's output");
    if (error == asio::error::eof)
      co_return all;
    if (error)
      corun::detail::throw_error(error, "corun::process::run: reading output");
  }
}

} // namespace corun::process
