#pragma once

#include <corun/detail/io_uring.hpp>
#include <corun/detail/offload.hpp>
#include <corun/detail/posix_io.hpp>
#include <corun/error.hpp>
#include <corun/task.hpp>
#include <corun/thread_pool.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/random_access_file.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace corun {

/// How a file is opened; combined with `|`. One of `read_only`, `write_only`
/// and `read_write`, which mean what `O_RDONLY` ... of open(2) mean.
enum class open_mode : int {
  read_only = O_RDONLY,
  write_only = O_WRONLY,
  read_write = O_RDWR,
  append = O_APPEND,
  create = O_CREAT,
  exclusive = O_EXCL,
  truncate = O_TRUNC,
  sync_all_on_write = O_SYNC,
};

constexpr open_mode operator|(open_mode a, open_mode b) {
  return static_cast<open_mode>(static_cast<int>(a) | static_cast<int>(b));
}

/// What carries a file's reads and writes.
enum class file_backend {
  /// io_uring where the kernel has it, else the pool.
  automatic,
  /// io_uring, or errc::not_supported.
  io_uring,
  /// corun's pool of threads.
  thread_pool,
};

/// An open file with awaitable reads and writes at positions.
///
/// Reads and writes go through Asio's `random_access_file` on io_uring where
/// the kernel has it, else through corun's pool of threads; this is found at
/// run time (see file_backend, and the environment variable
/// `CORUN_IO_URING=0`). Opening, closing, resizing and syncing, which io_uring
/// of Boost 1.81 has not, always use the pool. Meant for files that can be read
/// at a position: regular files and most devices; not pipes.
///
/// Errors: `boost::system::system_error` whose message names operation and
/// path; `errc::closed` on a file that is not open.
///
/// Cancellation: an operation that is cancelled throws `operation_aborted`; a
/// write may then have been done in part. The file stays usable.
///
/// Thread safety: distinct files are independent. On one file several
/// operations may be under way at once, all awaited on the same serial
/// executor. With io_uring the file belongs to the execution context on which
/// it was opened and must be destroyed before it. The object must not move
/// or be destroyed while an operation is under way.
///
/// \code
/// using corun::open_mode;
/// auto log = co_await corun::file::open(
///     "log.bin", open_mode::read_write | open_mode::create);
/// co_await log.write_at(0, boost::asio::buffer("header", 6));
/// std::string back = co_await log.read_at(0, 6);
/// \endcode
class file {
public:
  /// A file that is not open.
  file() = default;
  file(file &&) noexcept = default;
  file &operator=(file &&other) noexcept {
    if (this != &other) {
      release_ring();
      state_ = std::move(other.state_);
      ring_ = std::move(other.ring_);
      position_ = other.position_;
    }
    return *this;
  }

  /// Closes the file without a report; see close().
  ~file() { release_ring(); }

  /// Opens `path` as `mode` says; a file that is created gets `permissions`
  /// less the umask. Throws `errc::invalid_argument` for an empty path and
  /// `errc::not_supported` for a backend that is not there.
  ///
  /// \code
  /// auto log = co_await corun::file::open("log.bin");
  /// bool ring = log.backend() == corun::file_backend::io_uring;
  /// int fd = log.native_handle();
  /// \endcode
  static task<file> open(std::filesystem::path path,
                         open_mode mode = open_mode::read_only,
                         unsigned permissions = 0666,
                         file_backend backend = file_backend::automatic) {
    detail::require(!path.empty(), "corun::file::open: empty path");
    const bool ring =
        backend != file_backend::thread_pool && detail::io_uring_available();
    if (backend == file_backend::io_uring && !ring)
      detail::throw_error(errc::not_supported,
                          "corun::file::open: no io_uring for " +
                              path.string());
    file opened;
    opened.state_ = co_await detail::offload(default_thread_pool(), [&] {
      return std::make_shared<state>(
          detail::open_file(path.string(), static_cast<int>(mode), permissions,
                            "corun::file::open"),
          path.string());
    });
#if defined(BOOST_ASIO_HAS_FILE)
    if (ring)
      opened.ring_.emplace(co_await boost::asio::this_coro::executor,
                           opened.state_->fd.get());
#endif
    co_return opened;
  }

  bool is_open() const noexcept { return state_ != nullptr; }

  /// The descriptor, still owned by this object; -1 if it is not open.
  int native_handle() const noexcept { return state_ ? state_->fd.get() : -1; }

  /// What carries reads and writes here; never `automatic`.
  file_backend backend() const noexcept {
    return ring_ ? file_backend::io_uring : file_backend::thread_pool;
  }

  /// Reads at `offset` (bytes from the start) until `buffer` is full or the
  /// file ends; the number of bytes read.
  task<std::size_t> read_at(std::uint64_t offset,
                            boost::asio::mutable_buffer buffer) {
    co_return co_await read_at(check("corun::file::read_at"), offset, buffer);
  }

  /// Reads at most `size` bytes at `offset`; less only at the file's end.
  ///
  /// \code
  /// auto log = co_await corun::file::open("log.bin");
  /// std::string last = co_await log.read_at(co_await log.size() - 8, 8);
  /// \endcode
  task<std::string> read_at(std::uint64_t offset, std::size_t size) {
    auto self = check("corun::file::read_at");
    std::string bytes(size, '\0');
    bytes.resize(co_await read_at(self, offset, boost::asio::buffer(bytes)));
    co_return bytes;
  }

  /// Writes all of `buffer` at `offset` (bytes from the start; the end if the
  /// file was opened with `append`). The bytes must stay until completion.
  task<> write_at(std::uint64_t offset, boost::asio::const_buffer buffer) {
    return write_at(check("corun::file::write_at"), offset, buffer);
  }

  /// Reads on from where the last read() or write() ended, which starts at 0;
  /// at most `size` bytes, an empty string at the file's end. One read() or
  /// write() at a time.
  ///
  /// \code
  /// auto log = co_await corun::file::open("log.bin");
  /// log.seek(16);
  /// for (;;) {
  ///   std::string piece = co_await log.read(4096);
  ///   if (piece.empty())
  ///     break;
  /// }
  /// std::cout << log.position() << " bytes\n";
  /// \endcode
  task<std::string> read(std::size_t size) {
    std::string bytes = co_await read_at(position_, size);
    position_ += bytes.size();
    co_return bytes;
  }

  /// Writes all of `buffer` where the last read() or write() ended.
  task<> write(boost::asio::const_buffer buffer) {
    co_await write_at(position_, buffer);
    position_ += buffer.size();
  }

  /// Where read() and write() go on, in bytes from the start.
  std::uint64_t position() const noexcept { return position_; }
  /// Has read() and write() go on at `position`.
  void seek(std::uint64_t position) noexcept { position_ = position; }

  /// The file's size in bytes.
  task<std::uint64_t> size() {
    return on_pool("corun::file::size",
                   [](const state &s, const std::string &where) {
                     struct stat info{};
                     if (::fstat(s.fd.get(), &info) != 0)
                       detail::throw_errno(errno, where);
                     return static_cast<std::uint64_t>(info.st_size);
                   });
  }

  /// Cuts or extends the file to `bytes` bytes.
  task<> resize(std::uint64_t bytes) {
    return on_pool("corun::file::resize", [bytes](const state &s,
                                                  const std::string &where) {
      if (::ftruncate(s.fd.get(), static_cast<off_t>(bytes)) != 0)
        detail::throw_errno(errno, where);
    });
  }

  /// Waits until what was written, and the file's metadata, is on the disk.
  task<> sync_all() {
    return on_pool("corun::file::sync_all",
                   [](const state &s, const std::string &where) {
                     if (::fsync(s.fd.get()) != 0)
                       detail::throw_errno(errno, where);
                   });
  }

  /// As sync_all, without the metadata that reading does not need.
  ///
  /// \code
  /// auto log = co_await corun::file::open("log.bin",
  ///                                       corun::open_mode::read_write);
  /// co_await log.resize(16);
  /// co_await log.write(boost::asio::buffer("header", 6));
  /// co_await log.sync_data();
  /// co_await log.sync_all();
  /// co_await log.close();
  /// \endcode
  task<> sync_data() {
    return on_pool("corun::file::sync_data",
                   [](const state &s, const std::string &where) {
                     if (::fdatasync(s.fd.get()) != 0)
                       detail::throw_errno(errno, where);
                   });
  }

  /// Closes the file and reports what the system says to it (some file systems
  /// tell only here that a write failed). Operations under way on io_uring are
  /// cancelled, those on the pool end first.
  task<> close() {
    auto self = check("corun::file::close");
    release_ring();
    state_.reset();
    co_await detail::offload(default_thread_pool(), [&self] {
      // Shared only while an operation runs on the pool; its end then closes.
      if (self.use_count() == 1 && ::close(self->fd.release()) != 0)
        detail::throw_errno(errno, "corun::file::close: " + self->path);
    });
  }

private:
  struct state {
    state(detail::unique_fd f, std::string p)
        : fd(std::move(f)), path(std::move(p)) {}
    detail::unique_fd fd;
    std::string path;
  };
  using shared_state = std::shared_ptr<state>;

#if defined(BOOST_ASIO_HAS_FILE)
  using ring_file = boost::asio::random_access_file;
#else
  struct ring_file {
    int release() { return -1; }
  };
#endif

  shared_state check(const char *where) const {
    if (!state_)
      detail::throw_error(errc::closed, where);
    return state_;
  }

  // The descriptor is the state's; Asio only borrows it.
  void release_ring() noexcept {
    if (ring_)
      ring_->release();
    ring_.reset();
  }

  template <class F>
  auto on_pool(const char *operation, F f)
      -> task<std::invoke_result_t<F &, const state &, const std::string &>> {
    auto self = check(operation);
    co_return co_await detail::offload(default_thread_pool(), [&] {
      return f(*self, std::string(operation) + ": " + self->path);
    });
  }

  template <class Call>
  static task<std::size_t> on_pool_pieces(const state &s, const char *operation,
                                          std::size_t size, Call call) {
    detail::stop_flag stop;
    const std::string where = std::string(operation) + ": " + s.path;
    co_return co_await detail::offload(
        default_thread_pool(),
        [&] { return detail::transfer(size, stop, where, call); },
        [&stop] { stop.request(); });
  }

#if defined(BOOST_ASIO_HAS_FILE)
  template <class Start>
  static task<std::size_t> on_ring(const state &s, const char *operation,
                                   std::size_t size, Start start) {
    std::size_t done = 0;
    while (done < size) {
      boost::system::error_code error;
      const std::size_t moved = co_await start(
          done, boost::asio::redirect_error(boost::asio::use_awaitable, error));
      if (error == boost::asio::error::eof)
        break;
      if (error)
        detail::throw_error(error, std::string(operation) + ": " + s.path);
      if (moved == 0)
        break;
      done += moved;
    }
    co_return done;
  }
#endif

  task<std::size_t> read_at(shared_state self, std::uint64_t offset,
                            boost::asio::mutable_buffer buffer) {
    constexpr auto name = "corun::file::read_at";
#if defined(BOOST_ASIO_HAS_FILE)
    if (ring_)
      co_return co_await on_ring(
          *self, name, buffer.size(), [&](std::size_t at, auto token) {
            return ring_->async_read_some_at(offset + at, buffer + at, token);
          });
#endif
    auto *to = static_cast<char *>(buffer.data());
    co_return co_await on_pool_pieces(
        *self, name, buffer.size(), [&](std::size_t at, std::size_t n) {
          return ::pread(self->fd.get(), to + at, n,
                         static_cast<off_t>(offset + at));
        });
  }

  task<> write_at(shared_state self, std::uint64_t offset,
                  boost::asio::const_buffer buffer) {
    constexpr auto name = "corun::file::write_at";
#if defined(BOOST_ASIO_HAS_FILE)
    if (ring_) {
      co_await on_ring(
          *self, name, buffer.size(), [&](std::size_t at, auto token) {
            return ring_->async_write_some_at(offset + at, buffer + at, token);
          });
      co_return;
    }
#endif
    const auto *from = static_cast<const char *>(buffer.data());
    co_await on_pool_pieces(*self, name, buffer.size(),
                            [&](std::size_t at, std::size_t n) {
                              return ::pwrite(self->fd.get(), from + at, n,
                                              static_cast<off_t>(offset + at));
                            });
  }

  shared_state state_;
  std::optional<ring_file> ring_;
  std::uint64_t position_ = 0;
};

} // namespace corun
