// The same questions to the real Boost.Asio.
//
// REQUIRES: boost-asio
// RUN: %check_test %s async-stale-reference

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <map>
#include <memory>
#include <string>

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;

class Server {
public:
  void leave(int id) { Sessions.erase(id); }
  // NOTE@-1:24: this changes 'Sessions'
  // NOTE@-2:24: this changes 'Sessions'
  void disconnect() { Upstream.reset(); }
  // NOTE@-1:23: this changes 'Upstream'

  awaitable<void> notify_bad(int id) {
    auto found = Sessions.find(id);
    // NOTE@-1:10: it is taken here
    co_await asio::async_write(found->second, asio::buffer(Line),
    // NOTE@-1:5: the coroutine is suspended here
                               use_awaitable);
    found->second.close();
    // WARN@-1:5: 'found' leads into 'Sessions', which may have changed during the suspension
    // NOTE@-2:5: look it up again after the suspension, or keep a copy
  }

  awaitable<void> broadcast_bad() {
    for (auto &[id, socket] : Sessions)
    // WARN@-1:5: the loop's iterator leads into 'Sessions', which may have changed during the suspension
    // NOTE@-2:5: look it up again after the suspension, or keep a copy
      co_await asio::async_write(socket, asio::buffer(Line), use_awaitable);
      // NOTE@-1:7: the coroutine is suspended here
  }

  awaitable<void> forward_bad() {
    if (!Upstream)
    // NOTE@-1:9: it is tested here
      co_return;
    co_await asio::async_write(*Upstream, asio::buffer(Line), use_awaitable);
    // NOTE@-1:5: the coroutine is suspended here
    Upstream->close();
    // WARN@-1:5: 'Upstream' is relied on after a suspension, and may be empty by then
    // NOTE@-2:5: test it again after the suspension, or keep a copy of the owner
  }

  awaitable<void> looked_up_again_ok(int id) {
    co_await asio::async_write(Sessions.at(id), asio::buffer(Line),
                               use_awaitable);
    if (auto found = Sessions.find(id); found != Sessions.end())
      found->second.close();
  }

  awaitable<void> kept_ok() {
    auto upstream = Upstream;
    co_await asio::async_write(*upstream, asio::buffer(Line), use_awaitable);
    upstream->close();
  }

  void renew() { Backup = std::make_shared<tcp::socket>(Sessions.at(0).get_executor()); }

  awaitable<void> renewed_only_ok() {
    if (!Backup)
      co_return;
    co_await asio::async_write(*Backup, asio::buffer(Line), use_awaitable);
    Backup->close();
  }

  awaitable<void> connect() {
    Upstream = std::make_shared<tcp::socket>(Sessions.at(0).get_executor());
    co_await Upstream->async_wait(tcp::socket::wait_write, use_awaitable);
  }

  awaitable<void> made_where_empty_ok() {
    if (!Upstream)
      co_await connect();
    Upstream->close();
  }

private:
  std::map<int, tcp::socket> Sessions;
  std::shared_ptr<tcp::socket> Backup;
  std::shared_ptr<tcp::socket> Upstream;
  std::string Line;
};
