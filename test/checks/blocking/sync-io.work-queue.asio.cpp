// REQUIRES: boost-asio
// RUN: %check_test %s async-sync-io
// An io_context that a class runs on a thread of its own and only posts to is
// the queue of that thread: nothing else waits for it.
#include <boost/asio.hpp>
#include <fstream>
#include <string>
#include <thread>

namespace asio = boost::asio;

class Journal {
public:
  Journal() : thread_([this] {
      auto guard = asio::make_work_guard(queue_);
      queue_.run();
    }) {}
  ~Journal() {
    queue_.stop();
    thread_.join();
  }
  void append_ok(std::string line) {
    asio::post(queue_, [line] { std::ofstream("journal") << line; });
  }

private:
  asio::io_context queue_;
  std::thread thread_;
};

class Server {
public:
  explicit Server(int) : timer_(loop_), thread_([this] { loop_.run(); }) {}
  void append_bad(std::string line) {
    asio::post(loop_, [line] { std::ofstream("journal") << line; });
    // WARN@-1:32: 'operator<<' blocks the event loop: it reads or writes the file on the calling thread
    // NOTE@-2:32: run it on a thread pool and await the result
  }

private:
  asio::io_context loop_;
  asio::steady_timer timer_;
  std::thread thread_;
};

// Who gets the loop may wait on it.
class Shared {
public:
  Shared() : thread_([this] { loop_.run(); }) {}
  asio::io_context &loop() { return loop_; }
  void append_bad(std::string line) {
    asio::post(loop_, [line] { std::ofstream("journal") << line; });
    // WARN@-1:32: 'operator<<' blocks the event loop: it reads or writes the file on the calling thread
    // NOTE@-2:32: run it on a thread pool and await the result
  }

private:
  asio::io_context loop_;
  std::thread thread_;
};

// No thread of its own.
class Caller {
public:
  void run() { loop_.run(); }
  void append_bad(std::string line) {
    asio::post(loop_, [line] { std::ofstream("journal") << line; });
    // WARN@-1:32: 'operator<<' blocks the event loop: it reads or writes the file on the calling thread
    // NOTE@-2:32: run it on a thread pool and await the result
  }

private:
  asio::io_context loop_;
};
