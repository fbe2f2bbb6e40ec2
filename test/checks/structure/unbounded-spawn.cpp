// Loops that start as many tasks as there are elements.
//
// RUN: %check_test %s async-unbounded-spawn

#include "mocks/async_simple.hpp"
#include "mocks/cobalt.hpp"
#include "mocks/concurrencpp.hpp"
#include "mocks/cppcoro.hpp"
#include "mocks/folly.hpp"
#include "mocks/home_made.hpp"
#include "mocks/libcoro.hpp"
#include "mocks/seastar.hpp"
#include <array>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

using cppcoro::task;

task<> fetch(std::string url);
task<int> ask(int key);
task<std::string> next_url();

//===----------------------------------------------------------------------===//
// cppcoro
//===----------------------------------------------------------------------===//

task<> each_element_bad(cppcoro::async_scope &scope,
                        std::vector<std::string> urls) {
  for (const std::string &url : urls)
  // NOTE@-1:3: nothing in this loop waits for a task to end
    scope.spawn(fetch(url));
    // WARN@-1:5: a task is spawned for each element, and all run at once: memory, sockets and the other side take the load of the whole input
    // NOTE@-2:5: run so many at a time: 'corun::map_concurrent'
  co_return;
}

task<> by_index_bad(cppcoro::async_scope &scope,
                    const std::vector<std::string> &urls) {
  for (std::size_t i = 0; i < urls.size(); ++i)
  // NOTE@-1:3: nothing in this loop waits for a task to end
    scope.spawn(fetch(urls[i]));
    // WARN@-1:5: a task is spawned for each element, and all run at once: memory, sockets and the other side take the load of the whole input
    // NOTE@-2:5: run so many at a time: 'corun::map_concurrent'
  co_return;
}

task<> map_bad(cppcoro::async_scope &scope,
               const std::map<int, std::string> &urls) {
  for (const auto &[key, url] : urls)
  // NOTE@-1:3: nothing in this loop waits for a task to end
    if (!url.empty())
      scope.spawn(fetch(url));
      // WARN@-1:7: a task is spawned for each element, and all run at once: memory, sockets and the other side take the load of the whole input
      // NOTE@-2:7: run so many at a time: 'corun::map_concurrent'
  co_await scope.join();
}

task<> until_empty_bad(cppcoro::async_scope &scope,
                       std::vector<std::string> urls) {
  while (!urls.empty()) {
  // NOTE@-1:3: nothing in this loop waits for a task to end
    scope.spawn(fetch(urls.back()));
    // WARN@-1:5: a task is spawned for each element, and all run at once: memory, sockets and the other side take the load of the whole input
    // NOTE@-2:5: run so many at a time: 'corun::map_concurrent'
    urls.pop_back();
  }
  co_return;
}

task<> collected_bad(std::vector<std::string> urls) {
  std::vector<task<>> tasks;
  for (const std::string &url : urls)
  // NOTE@-1:3: nothing in this loop waits for a task to end
    tasks.push_back(fetch(url));
    // WARN@-1:5: a task is collected for each element, and all run at once: memory, sockets and the other side take the load of the whole input
    // NOTE@-2:5: run so many at a time: 'corun::map_concurrent'
  co_await cppcoro::when_all(std::move(tasks));
}

task<> emplaced_bad(int count) {
  std::vector<task<int>> tasks;
  for (int i = 0; i < count; ++i)
  // NOTE@-1:3: nothing in this loop waits for a task to end
    tasks.emplace_back(ask(i));
    // WARN@-1:5: a task is collected for each element, and all run at once: memory, sockets and the other side take the load of the whole input
    // NOTE@-2:5: run so many at a time: 'corun::map_concurrent'
  co_await cppcoro::when_all(std::move(tasks));
}

task<> nested_loops_bad(cppcoro::async_scope &scope,
                        std::vector<std::vector<std::string>> pages) {
  for (const auto &page : pages)
    for (const std::string &url : page)
    // NOTE@-1:5: nothing in this loop waits for a task to end
      scope.spawn(fetch(url));
      // WARN@-1:7: a task is spawned for each element, and all run at once: memory, sockets and the other side take the load of the whole input
      // NOTE@-2:7: run so many at a time: 'corun::map_concurrent'
  co_return;
}

task<> accept_loop_ok(cppcoro::async_scope &scope) {
  while (true)
    scope.spawn(fetch(co_await next_url()));
}

task<> semaphore_ok(cppcoro::async_scope &scope, cppcoro::async_mutex &slots,
                    std::vector<std::string> urls) {
  for (const std::string &url : urls) {
    co_await slots.lock_async();
    scope.spawn(fetch(url));
  }
}

task<> constant_ok(cppcoro::async_scope &scope) {
  for (int i = 0; i < 8; ++i)
    scope.spawn(fetch(std::to_string(i)));
  co_return;
}

task<> array_ok(cppcoro::async_scope &scope,
                const std::array<std::string, 3> &urls) {
  for (const std::string &url : urls)
    scope.spawn(fetch(url));
  co_return;
}

task<> initialiser_list_ok(cppcoro::async_scope &scope) {
  for (const char *url : {"a", "b", "c"})
    scope.spawn(fetch(url));
  co_return;
}

task<> threads_ok(cppcoro::async_scope &scope) {
  for (unsigned i = 0; i < std::thread::hardware_concurrency(); ++i)
    scope.spawn(fetch(std::to_string(i)));
  co_return;
}

task<> limit_ok(cppcoro::async_scope &scope, std::vector<std::string> urls,
                std::size_t limit) {
  for (std::size_t i = 0; i < urls.size() && i < limit; ++i)
    scope.spawn(fetch(urls[i]));
  co_return;
}

task<> one_by_one_ok(std::vector<std::string> urls) {
  for (const std::string &url : urls)
    co_await fetch(url);
}

task<> collected_and_awaited_in_turn_ok(std::vector<std::string> urls) {
  std::vector<task<>> tasks;
  for (const std::string &url : urls)
    tasks.push_back(fetch(url));
  for (task<> &one : tasks)
    co_await one;
}

task<> batches_ok(cppcoro::async_scope &scope,
                  std::vector<std::vector<std::string>> pages) {
  for (const auto &page : pages) {
    for (const std::string &url : page)
      scope.spawn(fetch(url));
    co_await scope.join();
  }
}

task<> once_ok(cppcoro::async_scope &scope, std::string url) {
  scope.spawn(fetch(url));
  co_return;
}

void start_up_ok(cppcoro::async_scope &scope, std::vector<std::string> urls) {
  for (const std::string &url : urls)
    scope.spawn(fetch(url));
}

task<> tasks_that_are_there_ok(cppcoro::async_scope &scope,
                               std::vector<task<>> tasks) {
  for (task<> &one : tasks)
    scope.spawn(std::move(one));
  co_return;
}

struct Settings {
  std::vector<std::string> listeners;
  std::vector<std::string> routes;
};

task<> few_by_name_ok(cppcoro::async_scope &scope, const Settings &settings) {
  for (const std::string &address : settings.listeners)
    scope.spawn(fetch(address));
  co_return;
}

task<> peers_ok(cppcoro::async_scope &scope, std::vector<std::string> peers) {
  for (const std::string &address : peers)
    scope.spawn(fetch(address));
  co_return;
}

task<> logged(task<> inner);
task<> wrapped_ok(cppcoro::async_scope &scope, std::vector<task<>> tasks) {
  for (task<> &one : tasks)
    scope.spawn(logged(std::move(one)));
  co_return;
}

// There are only a few.
task<> FP_short_list(cppcoro::async_scope &scope, const Settings &settings) {
  for (const std::string &route : settings.routes)
  // NOTE@-1:3: nothing in this loop waits for a task to end
    scope.spawn(fetch(route));
    // WARN@-1:5: a task is spawned for each element, and all run at once: memory, sockets and the other side take the load of the whole input
    // NOTE@-2:5: run so many at a time: 'corun::map_concurrent'
  co_return;
}

task<> run_all(std::vector<task<>> tasks);

// The tasks go into a container that another function awaits.
task<> FN_handed_on(std::vector<std::string> urls) {
  std::vector<task<>> tasks;
  for (const std::string &url : urls)
    tasks.push_back(fetch(url));
  co_await run_all(std::move(tasks));
}

//===----------------------------------------------------------------------===//
// Other runtimes
//===----------------------------------------------------------------------===//

coro::task<void> chore(int number);
coro::task<void> libcoro_bad(coro::thread_pool &pool, std::vector<int> keys) {
  for (int key : keys)
  // NOTE@-1:3: nothing in this loop waits for a task to end
    (void)pool.spawn_detached(chore(key));
    // WARN@-1:11: a task is spawned for each element, and all run at once: memory, sockets and the other side take the load of the whole input
    // NOTE@-2:11: run so many at a time: 'corun::map_concurrent'
  co_return;
}
coro::task<void> libcoro_group_bad(coro::task_group<coro::scheduler> &group,
                                   std::vector<int> keys) {
  for (int key : keys)
  // NOTE@-1:3: nothing in this loop waits for a task to end
    (void)group.start(chore(key));
    // WARN@-1:11: a task is spawned for each element, and all run at once: memory, sockets and the other side take the load of the whole input
    // NOTE@-2:11: run so many at a time: 'corun::map_concurrent'
  co_await group;
}
coro::task<void> libcoro_collected_bad(std::vector<int> keys) {
  std::vector<coro::task<void>> tasks;
  for (int key : keys)
  // NOTE@-1:3: nothing in this loop waits for a task to end
    tasks.push_back(chore(key));
    // WARN@-1:5: a task is collected for each element, and all run at once: memory, sockets and the other side take the load of the whole input
    // NOTE@-2:5: run so many at a time: 'corun::map_concurrent'
  co_await coro::when_all(std::move(tasks));
}
coro::task<void> libcoro_ok(coro::thread_pool &pool) {
  for (int i = 0; i < 4; ++i)
    (void)pool.spawn_detached(chore(i));
  co_return;
}

folly::coro::Task<int> get(int id);
folly::coro::Task<> folly_bad(std::vector<int> ids) {
  std::vector<folly::coro::Task<int>> tasks;
  for (int id : ids)
  // NOTE@-1:3: nothing in this loop waits for a task to end
    tasks.push_back(get(id));
    // WARN@-1:5: a task is collected for each element, and all run at once: memory, sockets and the other side take the load of the whole input
    // NOTE@-2:5: run so many at a time: 'folly::coro::collectAllWindowed'
  co_await folly::coro::collectAllRange(std::move(tasks));
}
folly::coro::Task<> folly_scope_bad(folly::coro::AsyncScope &scope,
                                    std::vector<int> ids) {
  for (int id : ids)
  // NOTE@-1:3: nothing in this loop waits for a task to end
    scope.add(folly::coro::co_withExecutor(folly::getGlobalCPUExecutor(),
    // WARN@-1:5: a task is spawned for each element, and all run at once: memory, sockets and the other side take the load of the whole input
    // NOTE@-2:5: run so many at a time: 'folly::coro::collectAllWindowed'
                                           get(id)));
  co_return;
}
folly::coro::Task<> folly_windowed_ok(std::vector<int> ids) {
  std::vector<folly::coro::Task<int>> tasks;
  for (int id : ids)
    tasks.push_back(get(id));
  co_await folly::coro::collectAllWindowed(std::move(tasks), 10);
}

seastar::future<> flush(int page);
seastar::future<> seastar_bad(std::vector<int> pages) {
  std::vector<seastar::future<>> flushes;
  for (int page : pages)
  // NOTE@-1:3: nothing in this loop waits for a task to end
    flushes.push_back(flush(page));
    // WARN@-1:5: a task is collected for each element, and all run at once: memory, sockets and the other side take the load of the whole input
    // NOTE@-2:5: run so many at a time: 'seastar::max_concurrent_for_each'
  co_await seastar::when_all_succeed(std::move(flushes));
}
seastar::future<> seastar_ok(std::vector<int> pages) {
  co_await seastar::max_concurrent_for_each(
      pages, 10, [](int page) { return flush(page); });
}

boost::cobalt::promise<void> tick(int number);
boost::cobalt::task<void> cobalt_bad(std::vector<int> numbers) {
  boost::cobalt::wait_group group;
  for (int number : numbers)
  // NOTE@-1:3: nothing in this loop waits for a task to end
    group.push_back(tick(number));
    // WARN@-1:5: a task is spawned for each element, and all run at once: memory, sockets and the other side take the load of the whole input
    // NOTE@-2:5: run so many at a time: 'corun::map_concurrent'
  co_await group;
}

async_simple::coro::Lazy<> load(int key);
async_simple::coro::Lazy<> async_simple_bad(std::vector<int> keys) {
  for (int key : keys)
  // NOTE@-1:3: nothing in this loop waits for a task to end
    load(key).start([](auto &&) {});
    // WARN@-1:5: a task is spawned for each element, and all run at once: memory, sockets and the other side take the load of the whole input
    // NOTE@-2:5: run so many at a time: 'async_simple::coro::collectAllWindowed'
  co_return;
}

home::Lazy<> home_made_ok(std::vector<int> numbers) {
  for (int number : numbers)
    co_await home::sleep(number);
}
