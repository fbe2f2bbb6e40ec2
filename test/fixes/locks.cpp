// What the fixes of checks/locks make of code on the real Boost.Asio compiles, is
// clean, and stays as it is: see test/tools/round_trip.py.
//
// REQUIRES: boost-asio
// RUN: %python %tools/round_trip.py --build %build --llvm-bin %llvm-bin --work %t %s

#include <boost/asio/awaitable.hpp>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace asio = boost::asio;
using asio::awaitable;

awaitable<void> send(std::string text);

std::mutex mutex;
std::vector<std::string> pending;
int sent = 0;

// case: async-lock-across-suspension | a block around the part under the lock | corun: unsafe | boost-asio: unsafe
awaitable<void> counts() {
  std::lock_guard lock(mutex);
  ++sent;
  co_await send("done");
}

// case: async-lock-across-suspension | `unlock()` before the await | corun: unsafe | boost-asio: unsafe
awaitable<void> sends(std::string text) {
  std::unique_lock lock(mutex);
  pending.push_back(text);
  co_await send("sent");
}

awaitable<std::string> fetch(std::string key);

// case: async-lock-across-suspension | a mutex that is awaited | corun: unsafe | boost-asio: none
class Cache {
public:
  awaitable<std::string> look_up(std::string key) {
    std::lock_guard<std::mutex> lock(mutex);
    auto found = entries.find(key);
    if (found == entries.end())
      found = entries.emplace(key, co_await fetch(key)).first;
    co_return found->second;
  }
  awaitable<void> refresh(std::string key) {
    std::unique_lock lock(mutex);
    entries[key] = co_await fetch(key);
    lock.unlock();
    co_await send("refreshed");
  }

private:
  std::mutex mutex;
  std::map<std::string, std::string> entries;
};
