// What the fixes of checks/cost make of code on the real Boost.Asio compiles, is
// clean, and stays as it is: see test/tools/round_trip.py.
//
// REQUIRES: boost-asio
// RUN: %python %tools/round_trip.py --build %build --llvm-bin %llvm-bin --work %t %s

#include <boost/asio/awaitable.hpp>
#include <string>
#include <vector>

namespace asio = boost::asio;
using asio::awaitable;

awaitable<std::string> fetch_async(const std::string &url);
awaitable<int> count_async(std::string table);

// case: async-redundant-await | the task itself | corun: unsafe | boost-asio: unsafe
awaitable<std::string> fetch_page_async(const std::string &url) {
  co_return co_await fetch_async(url);
}

// case: async-sequential-awaits | one await of both | corun: unsafe | boost-asio: unsafe
awaitable<std::size_t> sizes_async() {
  std::string head = co_await fetch_async("/head");
  std::string body = co_await fetch_async("/body");
  co_return head.size() + body.size();
}

struct Page {
  std::string head, body;
};

// case: async-sequential-awaits | one await of three, twice in a function | corun: unsafe | boost-asio: unsafe
awaitable<int> counts_async(bool more) { // all of them
  const int users = co_await count_async("users");
  const int pages = co_await count_async("pages");
  const int links = co_await count_async("links");
  if (!more)
    co_return users + pages + links;
  auto days = co_await count_async("days");
  auto name = co_await fetch_async("/name");
  co_return days + static_cast<int>(name.size());
}

// case: async-sequential-awaits | one await of both, assigned | corun: unsafe | boost-asio: unsafe
awaitable<void> fill_async(Page &page) {
  page.head = co_await fetch_async("/head");
  page.body = co_await fetch_async("/body");
}

// case: async-sequential-awaits | a loop over the values of all | corun: unsafe | boost-asio: none
awaitable<std::vector<std::string>> fetch_all_async(std::vector<std::string> urls) {
  std::vector<std::string> pages;
  for (const std::string &url : urls)
    pages.push_back(co_await fetch_async("https:" + url));
  co_return pages;
}
awaitable<int> total_async(const std::vector<std::string> &tables) {
  int total = 0;
  for (const auto &table : tables)
    total += co_await count_async(table);
  co_return total;
}

awaitable<void> pause_async();

// case: async-unneeded-coroutine | a plain function | corun: unsafe | boost-asio: unsafe
static awaitable<std::string> greeting_async(const std::string &name) {
  std::string text = "hello, ";
  if (name.empty())
    co_return "hello";
  text += name;
  co_return text;
}
static awaitable<void> remember_async(std::vector<std::string> &names, std::string name) {
  names.push_back(std::move(name));
  co_return;
}
awaitable<std::size_t> greet_async(std::vector<std::string> &names) {
  co_await pause_async();
  co_await remember_async(names, co_await greeting_async("you"));
  co_return (co_await greeting_async(names.back())).size();
}

// case: async-function-name | another name in all places | corun: unsafe | boost-asio: unsafe
static awaitable<int> count(int n) {
  co_await pause_async();
  co_return n;
}
awaitable<int> sum_async() {
  co_return co_await count(1) + co_await count(2);
}
