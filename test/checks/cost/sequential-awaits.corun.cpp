// What the fix target corun makes of awaits that could run together.
//
// REQUIRES: boost-asio
// RUN: %check_test %s async-sequential-awaits -- -isystem %S/../../../runtime/include

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
// UNSAFE@-1: #include <boost/asio/steady_timer.hpp>
// UNSAFE@-2: #include <corun/gather.hpp>
// UNSAFE@-3: #include <corun/map_concurrent.hpp>
#include <corun/task.hpp>
// UNSAFE@-1: #include <corun/task.hpp>
// UNSAFE@-2: #include <ranges>
#include <string>
// UNSAFE@-1: #include <string>
// UNSAFE@-2: #include <tuple>
#include <vector>

using boost::asio::awaitable;

awaitable<std::string> fetch(std::string url);
awaitable<int> count_rows(std::string table);
awaitable<std::vector<int>> list_ids(int shard);

awaitable<std::string> two_bad() {
  std::string head = co_await fetch("/head"); std::string body = co_await fetch("/body");
  // WARN@-1:66: these 2 awaits take the sum of their times; gathered they take the longest
  // NOTE@-2:22: this does not depend on the others
  // NOTE@-3:66: run them together: 'corun::gather'
  // NOTE@-4:66: run them together with 'corun::gather'
  // UNSAFE@-5:   auto [head, body] = co_await corun::gather(fetch("/head"), fetch("/body"));
  co_return head + body;
}

awaitable<int> three_bad(std::string table) {
  const auto rows = co_await count_rows(table); const auto ids = co_await list_ids(3); const auto page = co_await fetch("/page");
  // WARN@-1:66: these 3 awaits take the sum of their times; gathered they take the longest
  // NOTE@-2:21: this does not depend on the others
  // NOTE@-3:106: this does not depend on the others
  // NOTE@-4:66: run them together: 'corun::gather'
  // NOTE@-5:66: run them together with 'corun::gather'
  // UNSAFE@-6:   const auto [rows, ids, page] = co_await corun::gather(count_rows(table), list_ids(3), fetch("/page"));
  co_return rows + static_cast<int>(ids.size() + page.size());
}

namespace inner {
corun::task<int> task_bad() {
  auto first = co_await count_rows("a"); auto second = co_await count_rows("b");
  // WARN@-1:56: these 2 awaits take the sum of their times; gathered they take the longest
  // NOTE@-2:16: this does not depend on the others
  // NOTE@-3:56: run them together: 'corun::gather'
  // NOTE@-4:56: run them together with 'corun::gather'
  // UNSAFE@-5:   auto [first, second] = co_await corun::gather(count_rows("a"), count_rows("b"));
  co_return first + second;
}
} // namespace inner

// A comment between them would be lost: as those of this test are, so the
// awaits that are gathered stand in one line.
awaitable<std::string> comment_bad() {
  std::string head = co_await fetch("/head");
  // NOTE@-1:22: this does not depend on the others
  // The rest of the page.
  std::string body = co_await fetch("/body");
  // WARN@-1:22: these 2 awaits take the sum of their times; gathered they take the longest
  // NOTE@-2:22: run them together: 'corun::gather'
  co_return head + body;
}

// The variable has another type than the value.
awaitable<long> converted_bad() {
  long rows = co_await count_rows("a");
  // NOTE@-1:15: this does not depend on the others
  long more = co_await count_rows("b");
  // WARN@-1:15: these 2 awaits take the sum of their times; gathered they take the longest
  // NOTE@-2:15: run them together: 'corun::gather'
  co_return rows + more;
}

// One of them may be changed later, the other not.
awaitable<std::string> mixed_bad() {
  const std::string head = co_await fetch("/head");
  // NOTE@-1:28: this does not depend on the others
  std::string body = co_await fetch("/body");
  // WARN@-1:22: these 2 awaits take the sum of their times; gathered they take the longest
  // NOTE@-2:22: run them together: 'corun::gather'
  body += head;
  co_return body;
}

awaitable<std::string> into_locals_bad() {
  std::string head, body;
  head = co_await fetch("/head"); body = co_await fetch("/body");
  // WARN@-1:42: these 2 awaits take the sum of their times; gathered they take the longest
  // NOTE@-2:10: this does not depend on the others
  // NOTE@-3:42: run them together: 'corun::gather'
  // NOTE@-4:42: run them together with 'corun::gather'
  // UNSAFE@-5:   std::tie(head, body) = co_await corun::gather(fetch("/head"), fetch("/body"));
  co_return head + body;
}

struct Page {
  std::string head;
  int rows = 0;

  awaitable<void> fill_bad() {
    head = co_await fetch("/head"); this->rows = co_await count_rows("a");
    // WARN@-1:50: these 2 awaits take the sum of their times; gathered they take the longest
    // NOTE@-2:12: this does not depend on the others
    // NOTE@-3:50: run them together: 'corun::gather'
    // NOTE@-4:50: run them together with 'corun::gather'
    // UNSAFE@-5:     std::tie(head, this->rows) = co_await corun::gather(fetch("/head"), count_rows("a"));
  }
};

//===----------------------------------------------------------------------===//
// Loops
//===----------------------------------------------------------------------===//

awaitable<std::vector<std::string>> each_bad(std::vector<std::string> urls) {
  std::vector<std::string> pages;
  for (const std::string &url : urls)
  // WARN@-1:3: each round waits for the one before: the loop takes the sum of the times of its awaits
  // NOTE@-2:3: run several at a time: 'corun::map_concurrent'
  // NOTE@-3:3: run 16 at a time with 'corun::map_concurrent'
  // UNSAFE@-4:   for (auto &&url_result : co_await corun::map_concurrent(std::views::all(urls), 16, [&](const std::string &url) { return fetch(url); }))
    pages.push_back(co_await fetch(url));
    // NOTE@-1:21: this needs nothing that another round gives
    // UNSAFE@-2:     pages.push_back(std::move(url_result));
  co_return pages;
}

awaitable<int> total_bad(const std::vector<std::string> &tables) {
  int total = 0;
  for (const auto &table : tables) {
  // WARN@-1:3: each round waits for the one before: the loop takes the sum of the times of its awaits
  // NOTE@-2:3: run several at a time: 'corun::map_concurrent'
  // NOTE@-3:3: run 16 at a time with 'corun::map_concurrent'
  // UNSAFE@-4:   for (auto &&table_result : co_await corun::map_concurrent(std::views::all(tables), 16, [&](const auto &table) { return count_rows(table); })) {
    int rows = co_await count_rows(table);
    // NOTE@-1:16: this needs nothing that another round gives
    // UNSAFE@-2:     int rows = table_result;
    total += rows;
  }
  co_return total;
}

awaitable<std::size_t> look_up(const std::string &name);

// What the call makes for the task must live as long as the task.
awaitable<std::size_t> temporaries_bad(const std::vector<std::string> &names) {
  std::size_t total = 0;
  for (auto name : names)
  // WARN@-1:3: each round waits for the one before: the loop takes the sum of the times of its awaits
  // NOTE@-2:3: run several at a time: 'corun::map_concurrent'
  // NOTE@-3:3: run 16 at a time with 'corun::map_concurrent'
  // UNSAFE@-4:   for (auto &&name_result : co_await corun::map_concurrent(std::views::all(names), 16, [&](const auto &name) -> boost::asio::awaitable<std::size_t> { co_return co_await look_up("/" + name); }))
    total += co_await look_up("/" + name);
    // NOTE@-1:14: this needs nothing that another round gives
    // UNSAFE@-2:     total += name_result;
  co_return total;
}

// The element is named a second time.
awaitable<int> by_name_bad(std::vector<std::string> tables) {
  int total = 0;
  for (const std::string &table : tables)
  // WARN@-1:3: each round waits for the one before: the loop takes the sum of the times of its awaits
  // NOTE@-2:3: run several at a time: 'corun::map_concurrent'
    total += co_await count_rows(table) * static_cast<int>(table.size());
    // NOTE@-1:14: this needs nothing that another round gives
  co_return total;
}

awaitable<std::vector<int>> counted_bad(std::vector<std::string> tables) {
  std::vector<int> rows;
  for (std::size_t i = 0; i < tables.size(); ++i)
  // WARN@-1:3: each round waits for the one before: the loop takes the sum of the times of its awaits
  // NOTE@-2:3: run several at a time: 'corun::map_concurrent'
    rows.push_back(co_await count_rows(tables[i]));
    // NOTE@-1:20: this needs nothing that another round gives
  co_return rows;
}

// The range ends with the loop.
std::vector<std::string> list_tables();
awaitable<int> temporary_range_bad() {
  int total = 0;
  for (const std::string &table : list_tables())
  // WARN@-1:3: each round waits for the one before: the loop takes the sum of the times of its awaits
  // NOTE@-2:3: run several at a time: 'corun::map_concurrent'
    total += co_await count_rows(table);
    // NOTE@-1:14: this needs nothing that another round gives
  co_return total;
}

// The strings are made for one round.
awaitable<std::size_t> converted_elements_bad(const std::vector<const char *> &names) {
  std::size_t total = 0;
  for (const std::string &name : names)
  // WARN@-1:3: each round waits for the one before: the loop takes the sum of the times of its awaits
  // NOTE@-2:3: run several at a time: 'corun::map_concurrent'
    total += co_await look_up(name);
    // NOTE@-1:14: this needs nothing that another round gives
  co_return total;
}

// The comment would be lost.
awaitable<int> commented_bad(std::vector<std::string> tables) {
  int total = 0;
  for (const auto &table /* of the tenant */ : tables)
  // WARN@-1:3: each round waits for the one before: the loop takes the sum of the times of its awaits
  // NOTE@-2:3: run several at a time: 'corun::map_concurrent'
    total += co_await count_rows(table);
    // NOTE@-1:14: this needs nothing that another round gives
  co_return total;
}

awaitable<std::string> one_ok() { co_return co_await fetch("/head"); }
