// Boost.Asio alone: timers, a queue of messages, many small coroutines.
#include <boost/asio.hpp>
#include <deque>
#include <memory>
#include <set>
#include <string>

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;

namespace {

class room;

class member : public std::enable_shared_from_this<member> {
public:
  member(tcp::socket socket, room &where)
      : socket(std::move(socket)), timer(this->socket.get_executor()),
        where(where) {
    timer.expires_at(asio::steady_timer::time_point::max());
  }

  void start();
  void deliver(const std::string &text) {
    pending.push_back(text);
    timer.cancel_one();
  }

private:
  awaitable<void> read();
  awaitable<void> write();

  tcp::socket socket;
  asio::steady_timer timer;
  room &where;
  std::deque<std::string> pending;
};

class room {
public:
  void join(std::shared_ptr<member> who) { members.insert(std::move(who)); }
  void leave(const std::shared_ptr<member> &who) { members.erase(who); }
  void deliver(const std::string &text) {
    for (const auto &who : members)
      who->deliver(text);
  }

private:
  std::set<std::shared_ptr<member>> members;
};

void member::start() {
  where.join(shared_from_this());
  asio::co_spawn(
      socket.get_executor(),
      [self = shared_from_this()] { return self->read(); }, asio::detached);
  asio::co_spawn(
      socket.get_executor(),
      [self = shared_from_this()] { return self->write(); }, asio::detached);
}

awaitable<void> member::read() {
  for (std::string text;;) {
    std::size_t size = co_await asio::async_read_until(
        socket, asio::dynamic_buffer(text, 1024), '\n', use_awaitable);
    where.deliver(text.substr(0, size));
    text.erase(0, size);
  }
}

awaitable<void> member::write() {
  while (socket.is_open()) {
    if (pending.empty()) {
      boost::system::error_code ignored;
      co_await timer.async_wait(asio::redirect_error(use_awaitable, ignored));
      continue;
    }
    co_await asio::async_write(socket, asio::buffer(pending.front()),
                               use_awaitable);
    pending.pop_front();
  }
}

awaitable<void> listen(tcp::acceptor acceptor, room &where) {
  for (;;)
    std::make_shared<member>(co_await acceptor.async_accept(use_awaitable),
                             where)
        ->start();
}

} // namespace

int main() {
  asio::io_context io(1);
  room where;
  asio::co_spawn(io, listen(tcp::acceptor(io, {tcp::v4(), 9000}), where),
                 asio::detached);
  io.run();
}
