// program PLACE CALL: makes a call that blocks, in a loop or beside one.
#include "calls.hpp"

#include <corun/fs.hpp>
#include <corun/loop_thread.hpp>
#include <corun/run.hpp>
#include <corun/sleep.hpp>
#include <corun/to_thread.hpp>
#include <corun/whole_file.hpp>

#include <boost/asio.hpp>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <dlfcn.h>
#include <map>
#include <string>
#include <sys/epoll.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using call = void (*)();

// ---- in a loop --------------------------------------------------------------

void in_handler(call blocks) {
  asio::io_context context;
  asio::post(context, blocks);
  context.run();
}

void in_polled_handler(call blocks) {
  asio::io_context context;
  asio::post(context, blocks);
  while (!context.stopped())
    context.poll();
}

void in_coroutine(call blocks) {
  asio::io_context context;
  asio::co_spawn(
      context,
      [](call it) -> asio::awaitable<void> {
        asio::steady_timer timer(co_await asio::this_coro::executor, 1ms);
        co_await timer.async_wait(asio::use_awaitable);
        it();
      }(blocks),
      asio::detached);
  context.run();
}

corun::task<> task_of(call blocks) {
  co_await corun::sleep_for(1ms);
  blocks();
}

void in_task(call blocks) { corun::run(task_of(blocks)); }

void in_task_of_many_threads(call blocks) {
  corun::run(task_of(blocks), {.threads = 4});
}

/// A loop that the guard knows nothing about.
void in_own_loop(call blocks) {
  const int events = ::epoll_create1(0);
  for (int round = 0; round < 2; ++round) {
    epoll_event event;
    ::epoll_wait(events, &event, 1, 1);
    if (round == 0)
      blocks();
  }
  ::close(events);
}

void in_marked_thread(call blocks) {
  corun::loop_thread marked;
  blocks();
}

// ---- where it is right to block ---------------------------------------------

void after_loop(call blocks) {
  in_handler([] {});
  in_coroutine([] {});
  corun::run(corun::sleep_for(1ms));
  blocks();
}

void between_loops(call blocks) {
  for (int i = 0; i < 3; ++i) {
    asio::io_context context;
    asio::steady_timer timer(context, 1ms);
    timer.async_wait([](auto) {});
    context.run();
    blocks();
  }
}

/// Waits for a thread in the loop of another one, without blocking.
void beside_loop(void (*start)(call, asio::io_context &), call blocks) {
  asio::io_context context;
  start(blocks, context);
  context.run();
}

void in_pool(call blocks) {
  static asio::thread_pool pool(2);
  beside_loop(
      [](call it, asio::io_context &context) {
        asio::post(pool, [it, &context, work = make_work_guard(context)] {
          it();
          asio::post(context, [] {});
        });
      },
      blocks);
  pool.join();
}

/// A pool with a timer waits for events too, and is still a pool.
void in_pool_with_timer(call blocks) {
  asio::thread_pool pool(2);
  asio::steady_timer timer(pool, 5ms);
  timer.async_wait([blocks](auto) { blocks(); });
  pool.join();
}

void in_thread(call blocks) {
  std::jthread thread;
  asio::io_context context;
  asio::steady_timer timer(context, 1ms);
  timer.async_wait([&](auto) { thread = std::jthread(blocks); });
  context.run();
}

void in_to_thread(call blocks) {
  corun::run(
      [](call it) -> corun::task<> { co_await corun::to_thread(it); }(blocks));
}

/// A child of a handler is no loop.
void in_child(call blocks) {
  static call it;
  it = blocks;
  in_handler([] {
    const pid_t child = ::fork();
    if (child == 0) {
      it();
      ::_exit(0);
    }
    int status = 0;
    while (::waitpid(child, &status, WNOHANG) == 0)
      ::sched_yield();
  });
}

// ---- ends -------------------------------------------------------------------

void then(call blocks, call end) {
  static call first, second;
  first = blocks;
  second = end;
  in_handler([] {
    first();
    second();
  });
}

void then_exit_at_once(call blocks) {
  then(blocks, [] { ::_exit(0); });
}

void then_quick_exit(call blocks) {
  then(blocks, [] { std::quick_exit(0); });
}

void then_abort(call blocks) {
  then(blocks, [] { std::abort(); });
}

void then_fault(call blocks) {
  then(blocks, [] { ::raise(SIGSEGV); });
}

void then_terminate(call blocks) {
  then(blocks, [] { ::raise(SIGTERM); });
}

/// Ended while the call has not returned.
void while_blocked(call) {
  std::thread([target = ::getpid()] {
    ::usleep(50'000);
    ::kill(target, SIGTERM);
  }).detach();
  in_handler([] { calls::pause_for_ever(); });
}

/// The loop's child loops too, and both report.
void in_forked_loops(call blocks) {
  const pid_t child = ::fork();
  in_handler(blocks);
  if (child == 0)
    return;
  ::waitpid(child, nullptr, 0);
}

/// A child that has the memory of its parent ends.
void around_vfork(call blocks) {
  static call it;
  it = blocks;
  in_handler([] {
    it();
    if (::vfork() == 0)
      ::_exit(0);
    it();
  });
}

/// A library's static objects, and its code after it has been unloaded.
void in_library(call) {
  in_handler([] {
    void *library = ::dlopen(CORUN_TEST_LIBRARY, RTLD_NOW);
    if (!library)
      std::abort();
    reinterpret_cast<call>(::dlsym(library, "library_blocks"))();
    ::dlclose(library);
  });
}

/// What blocks before main, and in threads that start and end all the time.
const bool before_main = [] {
  const timespec brief{0, 1000};
  ::nanosleep(&brief, nullptr);
  return true;
}();

void in_many_threads(call) {
  for (int round = 0; round < 20; ++round) {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i)
      threads.emplace_back([] {
        in_handler([] {
          const timespec brief{0, 1000};
          for (int j = 0; j < 10; ++j)
            ::nanosleep(&brief, nullptr);
        });
      });
  }
}

/// All that a good program does, on several threads.
asio::awaitable<void> good_session(asio::ip::tcp::socket socket) {
  char text[256];
  boost::system::error_code end;
  for (;;) {
    const auto size = co_await socket.async_read_some(
        asio::buffer(text), asio::redirect_error(asio::use_awaitable, end));
    if (end)
      co_return;
    co_await asio::async_write(socket, asio::buffer(text, size),
                               asio::use_awaitable);
  }
}

asio::awaitable<void> good_client(std::string port) {
  auto executor = co_await asio::this_coro::executor;
  asio::ip::tcp::resolver resolver(executor);
  const auto found =
      co_await resolver.async_resolve("127.0.0.1", port, asio::use_awaitable);
  co_await resolver.async_resolve("localhost", port, asio::use_awaitable);
  asio::ip::tcp::socket socket(executor);
  co_await asio::async_connect(socket, found, asio::use_awaitable);
  char text[1000] = {};
  for (int i = 0; i < 50; ++i) {
    co_await asio::async_write(socket, asio::buffer(text), asio::use_awaitable);
    co_await asio::async_read(socket, asio::buffer(text), asio::use_awaitable);
    co_await corun::sleep_for(100us);
  }
  static std::atomic<int> number{0};
  const auto file = "/tmp/corun_guard." + std::to_string(::getpid()) + '.' +
                    std::to_string(number++);
  co_await corun::write_file(file, std::string("text"));
  co_await corun::read_file(file);
  co_await corun::fs::remove(file);
}

void good_server(call) {
  // Two threads may start it at the same time, and wait for each other.
  corun::default_thread_pool();
  asio::io_context context;
  asio::ip::tcp::acceptor acceptor(context,
                                   {asio::ip::address_v4::loopback(), 0});
  asio::signal_set signals(context, SIGUSR1);
  signals.async_wait([&](auto, int) { acceptor.close(); });
  asio::co_spawn(
      context,
      [&]() -> asio::awaitable<void> {
        while (acceptor.is_open()) {
          boost::system::error_code closed;
          auto socket = co_await acceptor.async_accept(
              asio::redirect_error(asio::use_awaitable, closed));
          if (closed)
            co_return;
          asio::co_spawn(asio::make_strand(context),
                         good_session(std::move(socket)), asio::detached);
        }
      },
      asio::detached);
  const auto port = std::to_string(acceptor.local_endpoint().port());
  for (int i = 0; i < 4; ++i)
    asio::co_spawn(asio::make_strand(context), good_client(port),
                   [&, i](std::exception_ptr error) {
                     if (error)
                       std::abort();
                     if (i == 0)
                       ::raise(SIGUSR1);
                   });
  std::vector<std::jthread> threads;
  for (int i = 0; i < 3; ++i)
    threads.emplace_back([&] { context.run(); });
}

/// Signals arrive while the guard records.
void in_signals(call) {
  struct sigaction action{};
  action.sa_handler = [](int) {
    const timespec short_time{0, 1};
    ::nanosleep(&short_time, nullptr);
  };
  action.sa_flags = SA_RESTART;
  ::sigaction(SIGALRM, &action, nullptr);
  in_handler([] {
    itimerval often{{0, 200}, {0, 200}};
    ::setitimer(ITIMER_REAL, &often, nullptr);
    for (int i = 0; i < 2000; ++i) {
      const timespec time{0, 1000};
      ::nanosleep(&time, nullptr);
    }
    itimerval never{};
    ::setitimer(ITIMER_REAL, &never, nullptr);
  });
}

const std::map<std::string, void (*)(call)> places{
    {"handler", in_handler},
    {"polled", in_polled_handler},
    {"coroutine", in_coroutine},
    {"task", in_task},
    {"many", in_task_of_many_threads},
    {"own", in_own_loop},
    {"marked", in_marked_thread},
    {"after", after_loop},
    {"between", between_loops},
    {"pool", in_pool},
    {"timer_pool", in_pool_with_timer},
    {"thread", in_thread},
    {"to_thread", in_to_thread},
    {"child", in_child},
    {"exit", then_exit_at_once},
    {"abort", then_abort},
    {"fault", then_fault},
    {"terminate", then_terminate},
    {"while", while_blocked},
    {"forked", in_forked_loops},
    {"signals", in_signals},
    {"quick_exit", then_quick_exit},
    {"vfork", around_vfork},
    {"library", in_library},
    {"threads", in_many_threads},
    {"good", good_server},
};

} // namespace

int main(int argc, char **argv) {
  if (argc != 3 || !places.contains(argv[1]))
    return 2;
  const call blocks = calls::find(argv[2]);
  if (!blocks)
    return 2;
  places.at(argv[1])(blocks);
  std::puts("done");
}
