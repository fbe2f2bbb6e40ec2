// What leads into shared containers and is used after a suspension.
//
// RUN: %check_test %s async-stale-reference
// RUN: %if libc++ %{ %check_test %s async-stale-reference --tag libc++ -- -stdlib=libc++ %}

#include "mocks/async_simple.hpp"
#include "mocks/cobalt.hpp"
#include "mocks/cppcoro.hpp"
#include "mocks/folly.hpp"
#include "mocks/home_made.hpp"
#include "mocks/libcoro.hpp"
#include "mocks/seastar.hpp"
#include <algorithm>
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

struct User {
  std::string Name;
  int Id = 0;
};
void use(int);
void use(const std::string &);
cppcoro::task<> tick();
cppcoro::task<> send(std::string line);
bool urgent();
std::deque<std::string> SharedLines;

//===----------------------------------------------------------------------===//
// cppcoro: members
//===----------------------------------------------------------------------===//

class Server {
public:
  void leave(int id) { Users.erase(id); }
  // NOTE@-1:24: this changes 'Users'
  // NOTE@-2:24: this changes 'Users'
  // NOTE@-3:24: this changes 'Users'
  // NOTE@-4:24: this changes 'Users'
  // NOTE@-5:24: this changes 'Users'
  // NOTE@-6:24: this changes 'Users'
  void join(User user) { List.push_back(user); }
  // NOTE@-1:26: this changes 'List'
  // NOTE@-2:26: this changes 'List'
  // NOTE@-3:26: this changes 'List'
  // NOTE@-4:26: this changes 'List'
  void index(int id) { Table[id] = User(); }
  // NOTE@-1:24: this changes 'Table'
  void drop() { Connection.reset(); }
  // NOTE@-1:17: this changes 'Connection'
  // NOTE@-2:17: this changes 'Connection'
  // NOTE@-3:17: this changes 'Connection'
  // NOTE@-4:17: this changes 'Connection'
  void replace() { Raw = nullptr; }
  void shrink() { Names.pop_back(); }
  // NOTE@-1:19: this changes 'Names'
  void enqueue(int id) { Queue.push_back(id); }

  cppcoro::task<> iterator_bad(int id) {
    auto found = Users.find(id);
    // NOTE@-1:10: it is taken here
    if (found == Users.end())
      co_return;
    co_await tick();
    // NOTE@-1:5: the coroutine is suspended here
    use(found->second.Name);
    // WARN@-1:9: 'found' leads into 'Users', which may have changed during the suspension
    // NOTE@-2:9: look it up again after the suspension, or keep a copy
  }

  cppcoro::task<> reference_bad(int id) {
    User &user = Users.at(id);
    // NOTE@-1:11: it is taken here
    co_await send(user.Name);
    // NOTE@-1:5: the coroutine is suspended here
    ++user.Id;
    // WARN@-1:7: 'user' leads into 'Users', which may have changed during the suspension
    // NOTE@-2:7: look it up again after the suspension, or keep a copy
  }

  cppcoro::task<> subscript_bad(std::size_t at) {
    auto &user = List[at];
    // NOTE@-1:11: it is taken here
    co_await tick();
    // NOTE@-1:5: the coroutine is suspended here
    use(user.Id);
    // WARN@-1:9: 'user' leads into 'List', which may have changed during the suspension
    // NOTE@-2:9: look it up again after the suspension, or keep a copy
  }

  cppcoro::task<> pointer_bad() {
    User *user = &List.front();
    // NOTE@-1:11: it is taken here
    co_await tick();
    // NOTE@-1:5: the coroutine is suspended here
    use(user->Name);
    // WARN@-1:9: 'user' leads into 'List', which may have changed during the suspension
    // NOTE@-2:9: look it up again after the suspension, or keep a copy
  }

  cppcoro::task<> through_iterator_bad(int id) {
    auto found = Users.find(id);
    User &user = found->second;
    // NOTE@-1:11: it is taken here
    co_await tick();
    // NOTE@-1:5: the coroutine is suspended here
    use(user.Name);
    // WARN@-1:9: 'user' leads into 'Users', which may have changed during the suspension
    // NOTE@-2:9: look it up again after the suspension, or keep a copy
  }

  cppcoro::task<> algorithm_bad(int id) {
    auto found = std::find_if(List.begin(), List.end(),
    // NOTE@-1:10: it is taken here
                              [&](const User &user) { return user.Id == id; });
    co_await tick();
    // NOTE@-1:5: the coroutine is suspended here
    use(found->Name);
    // WARN@-1:9: 'found' leads into 'List', which may have changed during the suspension
    // NOTE@-2:9: look it up again after the suspension, or keep a copy
  }

  cppcoro::task<> table_iterator_bad(int id) {
    auto found = Table.find(id);
    // NOTE@-1:10: it is taken here
    co_await tick();
    // NOTE@-1:5: the coroutine is suspended here
    use(found->second.Id);
    // WARN@-1:9: 'found' leads into 'Table', which may have changed during the suspension
    // NOTE@-2:9: look it up again after the suspension, or keep a copy
  }

  cppcoro::task<> owned_bad() {
    User &user = *Connection;
    // NOTE@-1:11: it is taken here
    co_await tick();
    // NOTE@-1:5: the coroutine is suspended here
    use(user.Name);
    // WARN@-1:9: 'user' leads into 'Connection', which may have changed during the suspension
    // NOTE@-2:9: look it up again after the suspension, or keep a copy
  }

  cppcoro::task<> got_bad() {
    User *user = Connection.get();
    // NOTE@-1:11: it is taken here
    co_await tick();
    // NOTE@-1:5: the coroutine is suspended here
    use(user->Name);
    // WARN@-1:9: 'user' leads into 'Connection', which may have changed during the suspension
    // NOTE@-2:9: look it up again after the suspension, or keep a copy
  }

  cppcoro::task<> for_each_bad() {
    for (auto &[id, user] : Users)
    // WARN@-1:5: the loop's iterator leads into 'Users', which may have changed during the suspension
    // NOTE@-2:5: look it up again after the suspension, or keep a copy
      co_await send(user.Name);
      // NOTE@-1:7: the coroutine is suspended here
  }

  cppcoro::task<> for_each_in_list_bad() {
    for (const User &user : List) {
    // WARN@-1:5: the loop's iterator leads into 'List', which may have changed during the suspension
    // NOTE@-2:5: look it up again after the suspension, or keep a copy
      if (user.Id > 3)
        co_await send(user.Name);
        // NOTE@-1:9: the coroutine is suspended here
    }
  }

  cppcoro::task<> in_loop_bad(int id) {
    auto found = Users.find(id);
    // NOTE@-1:10: it is taken here
    while (urgent()) {
      use(found->second.Id);
      // WARN@-1:11: 'found' leads into 'Users', which may have changed during the suspension
      // NOTE@-2:11: look it up again after the suspension, or keep a copy
      co_await tick();
      // NOTE@-1:7: the coroutine is suspended here
    }
  }

  cppcoro::task<> in_branch_bad(int id) {
    User &user = Users.at(id);
    // NOTE@-1:11: it is taken here
    if (urgent())
      co_await tick();
      // NOTE@-1:7: the coroutine is suspended here
    use(user.Id);
    // WARN@-1:9: 'user' leads into 'Users', which may have changed during the suspension
    // NOTE@-2:9: look it up again after the suspension, or keep a copy
  }

  cppcoro::task<> tested_bad() {
    if (!Connection)
    // NOTE@-1:9: it is tested here
      co_return;
    co_await tick();
    // NOTE@-1:5: the coroutine is suspended here
    use(Connection->Name);
    // WARN@-1:9: 'Connection' is relied on after a suspension, and may be empty by then
    // NOTE@-2:9: test it again after the suspension, or keep a copy of the owner
  }

  cppcoro::task<> tested_around_bad() {
    if (Connection) {
    // NOTE@-1:9: it is tested here
      co_await tick();
      // NOTE@-1:7: the coroutine is suspended here
      use((*Connection).Name);
      // WARN@-1:13: 'Connection' is relied on after a suspension, and may be empty by then
      // NOTE@-2:13: test it again after the suspension, or keep a copy of the owner
    }
  }

  cppcoro::task<> in_lambda_bad() {
    return [](Server &server) -> cppcoro::task<> {
      auto &name = server.Names.front();
      // NOTE@-1:13: it is taken here
      co_await tick();
      // NOTE@-1:7: the coroutine is suspended here
      use(name);
      // WARN@-1:11: 'name' leads into 'Names', which may have changed during the suspension
      // NOTE@-2:11: look it up again after the suspension, or keep a copy
    }(*this);
  }

  cppcoro::task<> looked_up_again_ok(int id) {
    auto found = Users.find(id);
    co_await tick();
    found = Users.find(id);
    use(found->second.Name);
  }

  cppcoro::task<> copied_ok(int id) {
    User user = Users.at(id);
    co_await tick();
    use(user.Name);
  }

  cppcoro::task<> used_before_ok(int id) {
    User &user = Users.at(id);
    use(user.Name);
    co_await send(user.Name);
  }

  cppcoro::task<> taken_after_ok(int id) {
    co_await tick();
    User &user = Users.at(id);
    use(user.Name);
  }

  cppcoro::task<> each_round_ok(int id) {
    while (urgent()) {
      User &user = Users.at(id);
      use(user.Name);
      co_await tick();
    }
  }

  cppcoro::task<> locked_ok(int id) {
    auto lock = co_await Mutex.scoped_lock_async();
    User &user = Users.at(id);
    co_await tick();
    use(user.Name);
  }

  cppcoro::task<> locked_by_hand_ok(int id) {
    co_await Mutex.lock_async();
    User &user = Users.at(id);
    co_await tick();
    use(user.Name);
    Mutex.unlock();
  }

  /// References into a hash table stay when it grows.
  cppcoro::task<> table_reference_ok(int id) {
    User &user = Table.at(id);
    co_await tick();
    use(user.Id);
  }

  cppcoro::task<> unchanged_ok() {
    const std::string &title = Titles.front();
    co_await tick();
    use(title);
  }

  cppcoro::task<> unchanged_loop_ok() {
    for (const std::string &title : Titles)
      co_await send(title);
  }

  cppcoro::task<> tested_again_ok() {
    if (!Connection)
      co_return;
    co_await tick();
    if (Connection)
      use(Connection->Name);
  }

  cppcoro::task<> local_ok(std::vector<User> users) {
    std::vector<User> own = users;
    auto &user = own.front();
    co_await tick();
    use(user.Name);
    for (auto &one : users)
      co_await send(one.Name);
  }

  cppcoro::task<> kept_ok() {
    std::shared_ptr<User> user = Connection;
    co_await tick();
    use(user->Name);
  }

  /// What grows at the ends of a deque leaves the others where they are.
  void write(std::string line) { Lines.push_back(std::move(line)); }
  // NOTE@-1:34: this changes 'Lines'
  cppcoro::task<> deque_ok() {
    while (!Lines.empty()) {
      std::string &line = Lines.front();
      co_await send(line);
      use(line);
      Lines.pop_front();
    }
  }
  cppcoro::task<> deque_iterator_bad() {
    auto first = Lines.begin();
    // NOTE@-1:10: it is taken here
    co_await tick();
    // NOTE@-1:5: the coroutine is suspended here
    use(*first);
    // WARN@-1:10: 'first' leads into 'Lines', which may have changed during the suspension
    // NOTE@-2:10: look it up again after the suspension, or keep a copy
  }
  void write_first(int at, std::string line) { Middle.insert(Middle.begin() + at, std::move(line)); }
  // NOTE@-1:48: this changes 'Middle'
  cppcoro::task<> deque_middle_bad() {
    std::string &line = Middle.back();
    // NOTE@-1:18: it is taken here
    co_await tick();
    // NOTE@-1:5: the coroutine is suspended here
    use(line);
    // WARN@-1:9: 'line' leads into 'Middle', which may have changed during the suspension
    // NOTE@-2:9: look it up again after the suspension, or keep a copy
  }

  /// Nothing removes from the queue.
  cppcoro::task<> moves_nothing_ok(int id) {
    co_await tick();
    Queue.push_back(id);
  }

private:
  std::map<int, User> Users;
  std::vector<User> List;
  std::vector<std::string> Names;
  std::vector<std::string> Titles;
  std::list<int> Queue;
  std::deque<std::string> Lines, Middle;
  std::unordered_map<int, User> Table;
  std::shared_ptr<User> Connection;
  User *Raw = nullptr;
  cppcoro::async_mutex Mutex;
};

/// Two instances of a template are one coroutine, which knows what it removes.
template <typename SocketT> class Writer {
public:
  cppcoro::task<> flush_ok() {
    while (!Lines.empty()) {
      std::string &line = Lines.front();
      co_await send(line);
      use(line);
      Lines.pop_front();
    }
  }

private:
  std::deque<std::string> Lines;
};
template class Writer<int>;
template class Writer<char>;

template <typename SocketT> cppcoro::task<> flush_ok(SocketT &socket) {
  while (!SharedLines.empty()) {
    std::string &line = SharedLines.front();
    co_await send(line);
    use(line);
    SharedLines.pop_front();
  }
}
template cppcoro::task<> flush_ok(int &);
template cppcoro::task<> flush_ok(char &);

/// Nobody assigns to an object while its coroutine runs.
class Movable {
public:
  Movable &operator=(Movable &&other) {
    Owned = std::move(other.Owned);
    return *this;
  }
  cppcoro::task<> assigned_ok() {
    User *user = Owned.get();
    co_await tick();
    use(user->Name);
  }

private:
  std::unique_ptr<User> Owned;
};

//===----------------------------------------------------------------------===//
// Globals, templates, other runtimes
//===----------------------------------------------------------------------===//

std::vector<int> Numbers;
void add_number(int number) { Numbers.push_back(number); }
// NOTE@-1:31: this changes 'Numbers'
// NOTE@-2:31: this changes 'Numbers'
// NOTE@-3:31: this changes 'Numbers'
// NOTE@-4:31: this changes 'Numbers'
// NOTE@-5:31: this changes 'Numbers'
// NOTE@-6:31: this changes 'Numbers'

coro::task<> coro_bad(coro::scheduler &scheduler) {
  int &first = Numbers.front();
  // NOTE@-1:8: it is taken here
  co_await scheduler.yield();
  // NOTE@-1:3: the coroutine is suspended here
  ++first;
  // WARN@-1:5: 'first' leads into 'Numbers', which may have changed during the suspension
  // NOTE@-2:5: look it up again after the suspension, or keep a copy
}

coro::task<> coro_ok(coro::scheduler &scheduler) {
  int first = Numbers.front();
  co_await scheduler.yield();
  use(first);
}

folly::coro::Task<void> folly_bad() {
  auto last = Numbers.begin();
  // NOTE@-1:8: it is taken here
  co_await folly::coro::co_reschedule_on_current_executor;
  // NOTE@-1:3: the coroutine is suspended here
  use(*last);
  // WARN@-1:8: 'last' leads into 'Numbers', which may have changed during the suspension
  // NOTE@-2:8: look it up again after the suspension, or keep a copy
}

folly::coro::Task<void> folly_ok() {
  co_await folly::coro::co_reschedule_on_current_executor;
  auto last = Numbers.begin();
  use(*last);
}

async_simple::coro::Lazy<int> lazy_step(int id);
async_simple::coro::Lazy<int> async_simple_bad() {
  auto &number = Numbers.back();
  // NOTE@-1:9: it is taken here
  co_await lazy_step(1);
  // NOTE@-1:3: the coroutine is suspended here
  co_return number;
  // WARN@-1:13: 'number' leads into 'Numbers', which may have changed during the suspension
  // NOTE@-2:13: look it up again after the suspension, or keep a copy
}

seastar::future<> flush();
seastar::future<> seastar_bad() {
  for (int number : Numbers) {
  // WARN@-1:3: the loop's iterator leads into 'Numbers', which may have changed during the suspension
  // NOTE@-2:3: look it up again after the suspension, or keep a copy
    use(number);
    co_await flush();
    // NOTE@-1:5: the coroutine is suspended here
  }
}
seastar::future<> seastar_ok() {
  std::vector<int> numbers = Numbers;
  for (int number : numbers) {
    use(number);
    co_await flush();
  }
}

boost::cobalt::promise<void> ask();
boost::cobalt::task<void> cobalt_bad() {
  const int *number = &Numbers[0];
  // NOTE@-1:14: it is taken here
  co_await ask();
  // NOTE@-1:3: the coroutine is suspended here
  use(*number);
  // WARN@-1:8: 'number' leads into 'Numbers', which may have changed during the suspension
  // NOTE@-2:8: look it up again after the suspension, or keep a copy
}
boost::cobalt::task<void> cobalt_ok() {
  const int *number = &Numbers[0];
  use(*number);
  co_await ask();
}

home::Lazy<> home_step();
home::Lazy<> home_bad() {
  int &number = Numbers.at(1);
  // NOTE@-1:8: it is taken here
  co_await home_step();
  // NOTE@-1:3: the coroutine is suspended here
  ++number;
  // WARN@-1:5: 'number' leads into 'Numbers', which may have changed during the suspension
  // NOTE@-2:5: look it up again after the suspension, or keep a copy
}
home::Lazy<> home_ok() {
  int &number = Numbers.at(1);
  ++number;
  co_await home_step();
}

template <typename T> class Registry {
public:
  cppcoro::task<> visit_bad(std::size_t at) {
    T &entry = Entries[at];
    // NOTE@-1:8: it is taken here
    co_await tick();
    // NOTE@-1:5: the coroutine is suspended here
    use(entry);
    // WARN@-1:9: 'entry' leads into 'Entries', which may have changed during the suspension
    // NOTE@-2:9: look it up again after the suspension, or keep a copy
  }
  void add(T entry) { Entries.push_back(entry); }
  // NOTE@-1:23: this changes 'Entries'

private:
  std::vector<T> Entries;
};
template class Registry<int>;

std::optional<User> Admin;
void resign() { Admin.reset(); }
// NOTE@-1:17: this changes 'Admin'
cppcoro::task<> optional_bad() {
  if (Admin.has_value()) {
  // NOTE@-1:13: it is tested here
    co_await tick();
    // NOTE@-1:5: the coroutine is suspended here
    use(Admin->Name);
    // WARN@-1:9: 'Admin' is relied on after a suspension, and may be empty by then
    // NOTE@-2:9: test it again after the suspension, or keep a copy of the owner
  }
}

//===----------------------------------------------------------------------===//
// Known limits
//===----------------------------------------------------------------------===//

class Routes {
public:
  void add(std::string route) { All.push_back(route); }
  // NOTE@-1:33: this changes 'All'
  /// It is only filled before anything runs, which nothing here shows.
  cppcoro::task<> FP_filled_at_start() {
    const std::string &first = All.front();
    // NOTE@-1:24: it is taken here
    co_await tick();
    // NOTE@-1:5: the coroutine is suspended here
    use(first);
    // WARN@-1:9: 'first' leads into 'All', which may have changed during the suspension
    // NOTE@-2:9: look it up again after the suspension, or keep a copy
  }

private:
  std::vector<std::string> All;
};

User &find_user(int id);
/// What a function gives back.
cppcoro::task<> FN_returned_reference(int id) {
  User &user = find_user(id);
  co_await tick();
  use(user.Name);
}
