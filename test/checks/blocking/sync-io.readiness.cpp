// RUN: %check_test %s async-sync-io
// A descriptor that was awaited has its answer, and others beside it in the
// same function are taken for such.
#include "mocks/sdbusplus.hpp"
#include <memory>
#include <unistd.h>

namespace async = sdbusplus::async;

async::task<int> awaits_first_ok(async::context &ctx, int fd) {
  auto events = std::make_unique<async::fdio>(ctx, fd);
  co_await events->next();
  char answer = 0;
  co_return read(fd, &answer, 1);
}

async::task<int> does_not_await_bad(async::context &ctx, int fd) {
  async::fdio events(ctx, fd);
  events.next();
  char answer = 0;
  co_return read(fd, &answer, 1);
  // WARN@-1:13: 'read' blocks the event loop: it reads from the file or device on the calling thread
  // NOTE@-2:13: run it on a thread pool and await the result
}
