#pragma once

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace corun::detail {

// The system's file calls for code that runs on the pool: restarted when a
// signal interrupts them, and cut into pieces between which a cancellation is
// seen.

inline constexpr std::size_t io_piece = 1 << 20;

[[noreturn]] inline void throw_errno(int error, const std::string &where) {
  throw boost::system::system_error(error, boost::system::system_category(),
                                    where);
}

class unique_fd {
public:
  unique_fd() = default;
  explicit unique_fd(int fd) : fd_(fd) {}
  unique_fd(unique_fd &&other) noexcept : fd_(other.release()) {}
  unique_fd &operator=(unique_fd &&other) noexcept {
    reset(other.release());
    return *this;
  }
  ~unique_fd() { reset(); }

  int get() const noexcept { return fd_; }
  int release() noexcept { return std::exchange(fd_, -1); }
  void reset(int fd = -1) noexcept {
    if (fd_ >= 0)
      ::close(fd_);
    fd_ = fd;
  }

private:
  int fd_ = -1;
};

template <class Call> auto restarted(Call call) {
  decltype(call()) done;
  do
    done = call();
  while (done < 0 && errno == EINTR);
  return done;
}

inline unique_fd open_file(const std::string &path, int flags, unsigned mode,
                           const char *where) {
  const int fd =
      restarted([&] { return ::open(path.c_str(), flags | O_CLOEXEC, mode); });
  if (fd < 0)
    throw_errno(errno, std::string(where) + ": " + path);
  return unique_fd(fd);
}

class stop_flag {
public:
  void request() noexcept { stop_.store(true, std::memory_order_relaxed); }
  void check(const char *where) const {
    if (stop_.load(std::memory_order_relaxed))
      throw boost::system::system_error(boost::asio::error::operation_aborted,
                                        where);
  }

private:
  std::atomic<bool> stop_{false};
};

// Transfers all of [data, data + size) through `call(position, bytes)`; ends
// early where `call` moves nothing.
template <class Call>
std::size_t transfer(std::size_t size, const stop_flag &stop,
                     const std::string &where, Call call) {
  std::size_t done = 0;
  while (done < size) {
    stop.check(where.c_str());
    const ssize_t moved =
        restarted([&] { return call(done, std::min(size - done, io_piece)); });
    if (moved < 0)
      throw_errno(errno, where);
    if (moved == 0)
      break;
    done += static_cast<std::size_t>(moved);
  }
  return done;
}

inline void write_whole(int fd, const std::string &data, const stop_flag &stop,
                        const std::string &where) {
  transfer(data.size(), stop, where, [&](std::size_t at, std::size_t n) {
    return ::write(fd, data.data() + at, n);
  });
}

inline std::string read_whole(int fd, const stop_flag &stop,
                              const std::string &where) {
  struct stat info{};
  if (::fstat(fd, &info) != 0)
    throw_errno(errno, where);
  // One byte more than the size, so that the end shows without growing; files
  // of /proc have size 0, others grow while they are read.
  std::string content(static_cast<std::size_t>(info.st_size) + 1, '\0');
  std::size_t done = 0;
  for (;;) {
    done += transfer(content.size() - done, stop, where,
                     [&](std::size_t at, std::size_t n) {
                       return ::read(fd, content.data() + done + at, n);
                     });
    if (done < content.size())
      break;
    content.resize(std::max(content.size() * 2, std::size_t{4096}));
  }
  content.resize(done);
  return content;
}

} // namespace corun::detail
