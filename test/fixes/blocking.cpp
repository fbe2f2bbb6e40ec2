// What the fixes of checks/blocking make of code on the real Boost.Asio compiles, is
// clean, and stays as it is: see test/tools/round_trip.py.
//
// REQUIRES: boost-asio
// RUN: %python %tools/round_trip.py --build %build --llvm-bin %llvm-bin --work %t %s

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

extern "C" char *crypt(const char *phrase, const char *setting);

namespace asio = boost::asio;
using asio::awaitable;

// case: async-blocking-call | sleeping | corun: safe | boost-asio: safe
awaitable<void> sleeps(std::chrono::milliseconds pause) {
  std::this_thread::sleep_for(pause);
  std::this_thread::sleep_for(std::chrono::seconds(1) + pause);
  co_return;
}

// case: async-blocking-call | sleeping, of POSIX | corun: safe | boost-asio: safe
awaitable<void> sleeps_for_posix(unsigned count) {
  sleep(count);
  for (unsigned i = 0; i < count; ++i)
    usleep(10);
  co_return;
}

// case: async-blocking-call | a thread for what has no counterpart | corun: unsafe | boost-asio: unsafe
awaitable<int> joins(std::thread worker) {
  worker.join();
  co_return 1;
}

// case: async-sync-io | the awaitable counterpart | corun: safe | boost-asio: unsafe
awaitable<std::uintmax_t> looks_at_files(std::filesystem::path file) {
  if (!std::filesystem::exists(file))
    co_return 0;
  co_return std::filesystem::file_size(file);
}

// case: async-sync-io | a thread for what has no counterpart | corun: unsafe | boost-asio: unsafe
awaitable<std::string> reads_a_file(std::string name) {
  std::ifstream file(name);
  std::string line;
  if (!std::getline(file, line))
    co_return "";
  co_return line;
}

// case: async-sync-io | the asynchronous namesake | corun: unsafe | boost-asio: unsafe
awaitable<std::size_t> reads_a_socket(asio::ip::tcp::socket peer) {
  char data[64];
  std::size_t size = peer.read_some(asio::buffer(data));
  boost::system::error_code error;
  size += peer.write_some(asio::buffer(data), error);
  co_return error ? 0 : size;
}

struct Store {
  std::string load(int key);
  awaitable<std::string> async_load(int key);
};

// case: async-sync-variant | the asynchronous variant | corun: unsafe | boost-asio: unsafe
awaitable<std::string> loads(Store &store) {
  std::string row = store.load(7);
  co_return row + "!";
}

awaitable<long> number();
awaitable<void> nothing();

// case: async-blocking-bridge | awaiting instead of waiting | corun: none | boost-asio: unsafe
awaitable<long> waits(asio::io_context &io) {
  co_return asio::co_spawn(io, number(), asio::use_future).get();
}

// case: async-cpu-heavy-call | a thread | corun: unsafe | boost-asio: unsafe
awaitable<std::string> hashes(std::string password) {
  std::string salt = "$6$";
  std::string hash = crypt(password.c_str(), salt.c_str());
  co_return hash;
}

// case: async-cpu-heavy-loop | a thread | corun: unsafe | boost-asio: unsafe
awaitable<long> relates(std::vector<int> views) {
  long total = 0;
  for (int a : views)
    for (int b : views)
      total += a ^ b;
  co_return total;
}

// case: async-cpu-heavy-loop | a yield in each round | corun: unsafe | boost-asio: unsafe
awaitable<long> relates_shared(const std::vector<int> &views) {
  long total = 0;
  for (int a : views) {
    for (int b : views)
      total += a ^ b;
  }
  co_return total;
}

long compute();

// case: async-false-offload | the form that moves | corun: unsafe | boost-asio: unsafe
awaitable<long> moves(asio::thread_pool &pool) {
  co_await asio::post(pool, asio::use_awaitable);
  co_return compute();
}
