#include "checks/blocking/LoopCallReport.h"

namespace cotidy {
namespace {

const CheckInfo Info{
    .Name = "async-sync-io",
    .Family = "blocking",
    .Summary =
        "Finds synchronous input and output on the event loop: files, "
        "sockets, DNS, HTTP, databases, caches, brokers, standard input.",
    .Since = "0.1.0",
    .Level = CheckLevel::On,
    .Fixes = FixKind::SafeAndUnsafe,
    .Precision = "high",
    .Tags = {"concurrency", "performance"},
    .FollowsCalls = true,
    .Documentation = R"md(
## What it does

Reports synchronous I/O where the calling thread is an event loop's: file streams,
stdio, POSIX descriptors, `std::filesystem`, sockets and name resolution, HTTP
clients (libcurl's easy interface), RPC stubs, databases (libpq, SQLite, MySQL),
caches (hiredis), message brokers and standard input. A call counts when it
stands in an asynchronous coroutine, in a handler that an event loop runs, in a
lambda that one of these runs in place, or at the end of a chain of ordinary calls from there, in this file or
another. Several calls on one stream, file or connection in one function are one
finding, at the first.

## Why is this bad

The thread waits for a disk, a peer or a server, and every other coroutine of
the loop waits with it. `O_NONBLOCK` does not help for files: reads and writes
of regular files always wait for the disk.

## Example

```cpp
#include <boost/asio/awaitable.hpp>
#include <fstream>
#include <string>

boost::asio::awaitable<void> store(std::string path, std::string body) {
  std::ofstream file(path);
  file << body;
  co_return;
}
```

## Use instead

```cpp
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fstream>
#include <string>

boost::asio::awaitable<void> store(boost::asio::thread_pool &disk,
                                   std::string path, std::string body) {
  co_await boost::asio::co_spawn(
      disk,
      [&]() -> boost::asio::awaitable<void> {
        std::ofstream file(path);
        file << body;
        co_return;
      },
      boost::asio::use_awaitable);
}
```

## Fix safety

An operation that the target has too becomes an await of that: safe for
`std::filesystem`, unsafe for connections, on which two coroutines can now meet.
Asio's own synchronous operations become their `async_` namesakes. What has no counterpart runs on a thread and is awaited at once
(`co_await corun::to_thread([&] { ... })`, or `co_spawn` on
`boost::asio::system_executor`). That is unsafe: others run meanwhile and may
change what the coroutine relies on, and code on the thread may share data with
them. There is no fix where the value is a reference, where locks or thread-local
data are involved, and where `errno`, or what a library keeps in its place for each thread (`dlerror`), is read.

Fixes need headers of a target that the file can include: `corun`, else
Boost.Asio or Asio alone; the option `FixTargets` says which.

## Not reported

- In-memory streams (`std::ostringstream`).
- Descriptors visibly opened or set non-blocking, sockets in functions that look
  for `EAGAIN` or `SSL_ERROR_WANT_READ`, and calls with a flag such as
  `MSG_DONTWAIT`. Regular files wait all the same and are not recognised as such.
- Paths that visibly begin with `/proc/`, `/sys/` or `/dev/`: no disk has them.
- What a forked child does (`if (fork() == 0) ...`): it has no loop.
- Logging to `std::cerr` and `std::cout`. `StrictMode` reports it.
- Bodies handed to a thread or a thread pool, synchronous generators, and what a
  coroutine does after a move to a thread pool. A loop that a class runs on a
  thread of its own and only posts to is such a thread.
- What runs once in the program's life: initialisers of static variables, what
  fills one that is still empty (`if (!instance) instance = ...`), and what one
  lets through once (`if (!started.exchange(true))`).
- What a coroutine does before it is suspended for the first time if only `main`
  starts it or if it takes connections in a loop, and handlers of signals:
  nobody waits there.

## Known limitations

- Calls are followed through the files that the driver analyses, or inside the
  file where clang-tidy runs without an index (option `Index`). Calls through
  pointers to functions are followed where the function is stored in plain sight.
- Whether a path names a file on a memory file system is not known.

## References

- Boost.Asio, "Stream-Oriented Files" and "Per-Operation Cancellation".
- open(2), "O_NONBLOCK has no effect for regular files".
)md"};

class SyncIoCheck : public LoopCallCheck {
public:
  using LoopCallCheck::LoopCallCheck;
};

const RegisterCheck<SyncIoCheck> Registration(Info);

} // namespace
} // namespace cotidy
