// RUN: %check_test %s async-misused-task
// A value that may be an error is no task, though a coroutine can return it.
#include "mocks/cobalt.hpp"
#include "mocks/expected.hpp"
#include "mocks/home_made.hpp"

Expected<int> parse(const char *text);
home::Lazy<int> fetch();

Expected<int> sum_ok() { co_return co_await parse("1") + co_await parse("2"); }

home::Lazy<> asks_ok() {
  if (parse("1"))
    co_return;
  auto kept = parse("2");
  if (!kept)
    co_return;
  co_await fetch();
}

boost::cobalt::promise<bool> ask();

boost::cobalt::task<void> asks_bad() {
  if (ask())
  // WARN@-1:7: the condition asks whether there is a task returned by 'ask', not what it gives
  // NOTE@-2:7: await it with 'co_await' to get its value
  // FIX@-3:   if ((co_await ask()))
    co_return;
}
