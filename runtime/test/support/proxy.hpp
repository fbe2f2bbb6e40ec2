#pragma once

#include <boost/asio.hpp>

#include <atomic>
#include <future>
#include <memory>
#include <thread>

namespace corun::test {

/// A relay to a port of the loopback address that can stop relaying while it
/// keeps all connections open and accepts new ones: a stalled network.
class proxy {
public:
  explicit proxy(unsigned short target)
      : target_(boost::asio::ip::address_v4::loopback(), target),
        acceptor_(context_, {boost::asio::ip::address_v4::loopback(), 0}),
        port_(acceptor_.local_endpoint().port()) {
    boost::asio::co_spawn(context_, accept(), boost::asio::detached);
    thread_ = std::thread([this] { context_.run(); });
  }
  ~proxy() {
    context_.stop();
    thread_.join();
  }

  unsigned short port() const { return port_; }

  /// From now on no byte passes.
  void stall() { stalled_ = true; }

private:
  using socket = boost::asio::ip::tcp::socket;

  boost::asio::awaitable<void> accept() {
    using boost::asio::use_awaitable;
    for (;;) {
      auto in = std::make_shared<socket>(
          co_await acceptor_.async_accept(use_awaitable));
      auto out = std::make_shared<socket>(context_);
      if (!stalled_)
        co_await out->async_connect(target_, use_awaitable);
      kept_.push_back(in);
      boost::asio::co_spawn(context_, relay(in, out), boost::asio::detached);
      boost::asio::co_spawn(context_, relay(out, in), boost::asio::detached);
    }
  }

  boost::asio::awaitable<void> relay(std::shared_ptr<socket> from,
                                     std::shared_ptr<socket> to) {
    using boost::asio::use_awaitable;
    char buffer[16384];
    while (!stalled_) {
      boost::system::error_code error;
      const auto n = co_await from->async_read_some(
          boost::asio::buffer(buffer),
          boost::asio::redirect_error(use_awaitable, error));
      if (stalled_)
        break;
      if (error) {
        to->shutdown(socket::shutdown_send, error);
        co_return;
      }
      co_await boost::asio::async_write(*to, boost::asio::buffer(buffer, n),
                                        use_awaitable);
    }
    // Stalled: keep both ends open and say nothing.
    kept_.push_back(from);
    kept_.push_back(to);
  }

  boost::asio::io_context context_{1};
  boost::asio::ip::tcp::endpoint target_;
  boost::asio::ip::tcp::acceptor acceptor_;
  unsigned short port_;
  std::atomic<bool> stalled_{false};
  std::vector<std::shared_ptr<socket>> kept_;
  std::thread thread_;
};

} // namespace corun::test
