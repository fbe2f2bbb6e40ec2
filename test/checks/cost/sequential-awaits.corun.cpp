// What the fix target corun makes of awaits that could run together.
//
// REQUIRES: boost-asio
// RUN: %check_test %s async-sequential-awaits -- -isystem %S/../../../runtime/include

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
// UNSAFE@-1: #include <boost/asio/steady_timer.hpp>
// UNSAFE@-2: #include <corun/gather.hpp>
#include <corun/task.hpp>
#include <string>
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

awaitable<std::string> assigned_bad() {
  std::string head, body;
  head = co_await fetch("/head");
  // NOTE@-1:10: this does not depend on the others
  body = co_await fetch("/body");
  // WARN@-1:10: these 2 awaits take the sum of their times; gathered they take the longest
  // NOTE@-2:10: run them together: 'corun::gather'
  co_return head + body;
}

awaitable<std::string> one_ok() { co_return co_await fetch("/head"); }
