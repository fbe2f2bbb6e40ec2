#include "curl_multi_pool.hpp"

#include <corun/curl.hpp>
#include <corun/detail/exclusive.hpp>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <map>
#include <memory>
#include <string>

#include <fcntl.h>
#include <unistd.h>

namespace corun::curl {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

void check(CURLMcode code, const char *what) {
  if (code == CURLM_OK)
    return;
  const std::string where = std::string("corun::curl::perform: ") + what +
                            ": " + curl_multi_strerror(code);
  if (code == CURLM_ADDED_ALREADY)
    detail::throw_error(errc::busy, where);
  if (code == CURLM_OUT_OF_MEMORY)
    throw std::bad_alloc();
  detail::throw_error(errc::invalid_argument, where);
}

// One transfer on a multi handle of its own for as long as it lasts. Handlers
// keep it alive; after end() they do nothing.
class transfer : public std::enable_shared_from_this<transfer> {
public:
  transfer(const asio::any_io_executor &executor, CURL *handle)
      : multi_(handle), handle_(handle), executor_(executor), timer_(executor),
        finished_(executor, asio::steady_timer::time_point::max()) {}

  void start() {
    CURLM *multi = multi_.get();
    curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, &transfer::on_socket);
    curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, &transfer::on_timer);
    curl_multi_setopt(multi, CURLMOPT_TIMERDATA, this);
    active_ = true;
    check(curl_multi_add_handle(multi, handle_), "adding the handle");
    added_ = true;
  }

  void end() noexcept {
    active_ = false;
    CURLM *multi = multi_.get();
    if (added_)
      curl_multi_remove_handle(multi, handle_);
    added_ = false;
    curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, nullptr);
    curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, nullptr);
    for (const auto &each : sockets_)
      each.second->close();
    sockets_.clear();
    timer_.cancel();
    multi_.give_back();
  }

  task<CURLcode> result() {
    while (!done_) {
      error_code error;
      co_await finished_.async_wait(
          asio::redirect_error(asio::use_awaitable, error));
      if (!done_)
        detail::throw_error(asio::error::operation_aborted,
                            "corun::curl::perform");
    }
    co_return code_;
  }

private:
  struct watch {
    explicit watch(const asio::any_io_executor &executor)
        : descriptor(executor) {}
    // Handlers that still wait keep this alive: closing ends their wait.
    void close() noexcept {
      error_code ignored;
      descriptor.close(ignored);
    }
    // A duplicate: curl closes its own when it likes.
    asio::posix::stream_descriptor descriptor;
    int wanted = 0;
    bool reading = false;
    bool writing = false;
  };

  static int on_socket(CURL *, curl_socket_t socket, int what, void *self,
                       void *) {
    return static_cast<transfer *>(self)->watch_socket(socket, what);
  }

  static int on_timer(CURLM *, long milliseconds, void *self) {
    static_cast<transfer *>(self)->set_timer(milliseconds);
    return 0;
  }

  int watch_socket(curl_socket_t socket, int what) {
    if (what == CURL_POLL_REMOVE) {
      const auto at = sockets_.find(socket);
      if (at != sockets_.end()) {
        at->second->close();
        sockets_.erase(at);
      }
      return 0;
    }
    auto &watched = sockets_[socket];
    if (!watched) {
      watched = std::make_shared<watch>(executor_);
      error_code error;
      const int own = ::fcntl(socket, F_DUPFD_CLOEXEC, 0);
      if (own >= 0)
        watched->descriptor.assign(own, error);
      if (own < 0 || error) {
        if (own >= 0)
          ::close(own);
        sockets_.erase(socket);
        return -1;
      }
    }
    watched->wanted = what;
    wait(socket, watched);
    return 0;
  }

  void wait(curl_socket_t socket, const std::shared_ptr<watch> &watched) {
    using base = asio::posix::descriptor_base;
    if ((watched->wanted & CURL_POLL_IN) && !watched->reading) {
      watched->reading = true;
      watched->descriptor.async_wait(
          base::wait_read,
          [self = shared_from_this(), socket, watched](error_code error) {
            watched->reading = false;
            self->ready(error, socket, watched, CURL_POLL_IN, CURL_CSELECT_IN);
          });
    }
    if ((watched->wanted & CURL_POLL_OUT) && !watched->writing) {
      watched->writing = true;
      watched->descriptor.async_wait(
          base::wait_write,
          [self = shared_from_this(), socket, watched](error_code error) {
            watched->writing = false;
            self->ready(error, socket, watched, CURL_POLL_OUT,
                        CURL_CSELECT_OUT);
          });
    }
  }

  void ready(error_code error, curl_socket_t socket,
             const std::shared_ptr<watch> &watched, int poll, int select) {
    if (error == asio::error::operation_aborted || !watches(socket, watched))
      return;
    if (error)
      act(socket, CURL_CSELECT_ERR);
    else if (watched->wanted & poll)
      act(socket, select);
    // Unless curl has dropped the socket, or is on to another of this number.
    if (watches(socket, watched))
      wait(socket, watched);
  }

  bool watches(curl_socket_t socket,
               const std::shared_ptr<watch> &watched) const {
    const auto at = sockets_.find(socket);
    return active_ && at != sockets_.end() && at->second == watched;
  }

  void set_timer(long milliseconds) {
    timer_.cancel();
    if (milliseconds < 0)
      return;
    timer_.expires_after(std::chrono::milliseconds(milliseconds));
    timer_.async_wait([self = shared_from_this()](error_code error) {
      if (!error && self->active_)
        self->act(CURL_SOCKET_TIMEOUT, 0);
    });
  }

  void act(curl_socket_t socket, int events) {
    int running = 0;
    curl_multi_socket_action(multi_.get(), socket, events, &running);
    int left = 0;
    while (const CURLMsg *message = curl_multi_info_read(multi_.get(), &left)) {
      if (message->msg != CURLMSG_DONE)
        continue;
      code_ = message->data.result;
      done_ = true;
      finished_.cancel();
    }
  }

  leased_multi multi_;
  CURL *handle_;
  asio::any_io_executor executor_;
  asio::steady_timer timer_;
  asio::steady_timer finished_;
  std::map<curl_socket_t, std::shared_ptr<watch>> sockets_;
  bool active_ = false;
  bool added_ = false;
  bool done_ = false;
  CURLcode code_ = CURLE_OK;
};

struct ended {
  std::shared_ptr<transfer> transfer_;
  ~ended() { transfer_->end(); }
};

} // namespace

task<CURLcode> perform(CURL *handle) {
  detail::require(handle, "corun::curl::perform: null CURL*");
  const detail::exclusive use(handle, "corun::curl::perform");
  // g++ 12 destroys what braces around a co_await hold twice.
  const auto executor = co_await asio::this_coro::executor;
  const ended scope{std::make_shared<transfer>(executor, handle)};
  scope.transfer_->start();
  co_return co_await scope.transfer_->result();
}

} // namespace corun::curl
