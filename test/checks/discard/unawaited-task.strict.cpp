// What StrictMode adds.
//
// RUN: %check_test %s async-unawaited-task
// RUN: %check_test %s async-unawaited-task --tag strict --option StrictMode=true

#include "mocks/cobalt.hpp"
#include "mocks/concurrencpp.hpp"
#include "mocks/home_made.hpp"
#include "mocks/seastar.hpp"
#include <utility>

concurrencpp::result<int> compute();
home::Shared<> refresh();
seastar::future<> flush();
boost::cobalt::promise<void> watch();
bool urgent();

// Detached by design: only a strict reader wants to know.
concurrencpp::result<void> statement_bad() {
  compute();
  // WARN[strict]@-1:3: task returned by 'compute' is never awaited: nobody waits for its end, and its exceptions are lost
  // NOTE[strict]@-2:3: await it with 'co_await', or keep it where somebody waits for it
  // FIX[strict]@-3:   co_await compute();
  co_return;
}

home::Shared<> eager_on_one_path_bad() {
  auto running = refresh();
  // WARN[strict]@-1:18: task returned by 'refresh' is not awaited on every path
  // NOTE[strict]@-2:18: make it where it is awaited, or use it on every path
  if (urgent())
    co_return;
    // NOTE[strict]@-1:5: the path that ends here leaves 'running' unused
  co_await running;
}

// The variable keeps the work going to the end of the scope.
boost::cobalt::promise<void> kept_in_scope_bad() {
  auto watching = watch();
  // WARN[strict]@-1:19: task returned by 'watch' is never awaited: it is cancelled when it is dropped
  // NOTE[strict]@-2:8: 'watching' holds it and is never used
  // NOTE[strict]@-3:19: await it with 'co_await', or keep it where somebody waits for it
  // NOTE[strict]@-4:19: let it run on its own
  // FIX[strict]@-5:   co_await watch();
  co_return;
}

boost::cobalt::promise<void> cancelled_bad() {
  watch();
  // WARN@-1:3: task returned by 'watch' is never awaited: it is cancelled when it is dropped
  // NOTE@-2:3: await it with 'co_await', or keep it where somebody waits for it
  // NOTE@-3:3: let it run on its own
  // FIX@-4:   co_await watch();
  co_return;
}

seastar::future<> reported_by_the_runtime_ok() {
  (void)flush();
  co_return;
}

home::Shared<> eager_cast_ok() {
  (void)refresh();
  co_return;
}
