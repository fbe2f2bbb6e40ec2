#pragma once

#include <corun/error.hpp>
#include <corun/task.hpp>

#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

namespace corun::detail {

// Waits for a descriptor that belongs to somebody else, without ever reading,
// writing or closing it. Works on a duplicate: the owner may close its own at
// any time, and the reactor takes each descriptor only once.
class fd_waiter {
public:
  // Costs nothing until the first wait; `where` must outlive this.
  fd_waiter(const boost::asio::any_io_executor &executor, int fd,
            const char *where)
      : descriptor_(executor), fd_(fd), where_(where) {}

  auto readable() {
    attach();
    return descriptor_.async_wait(
        boost::asio::posix::descriptor_base::wait_read,
        boost::asio::use_awaitable);
  }

  auto writable() {
    attach();
    return descriptor_.async_wait(
        boost::asio::posix::descriptor_base::wait_write,
        boost::asio::use_awaitable);
  }

  // Until either; which one is for the caller to find out.
  task<> ready() {
    using boost::asio::deferred;
    using base = boost::asio::posix::descriptor_base;
    attach();
    co_await boost::asio::experimental::make_parallel_group(
        descriptor_.async_wait(base::wait_read, deferred),
        descriptor_.async_wait(base::wait_write, deferred))
        .async_wait(boost::asio::experimental::wait_for_one(),
                    boost::asio::use_awaitable);
    // The group reports a cancellation as its members' error only.
    const auto state = co_await boost::asio::this_coro::cancellation_state;
    if (state.cancelled() != boost::asio::cancellation_type::none)
      throw_error(boost::asio::error::operation_aborted,
                  "corun: waiting for a descriptor");
  }

  // Ends what waits, with operation_aborted.
  void cancel() noexcept {
    boost::system::error_code ignored;
    descriptor_.cancel(ignored);
  }

private:
  void attach() {
    if (descriptor_.is_open())
      return;
    const int own = ::fcntl(fd_, F_DUPFD_CLOEXEC, 0);
    if (own < 0)
      throw_error({errno, boost::system::system_category()}, where_);
    boost::system::error_code error;
    descriptor_.assign(own, error);
    if (error) {
      ::close(own);
      throw_error(error, where_);
    }
  }

  boost::asio::posix::stream_descriptor descriptor_;
  int fd_;
  const char *where_;
};

} // namespace corun::detail
