// RUN: %check_test %s @NAME@
#include "mocks/cppcoro.hpp"

void example_mistake();

cppcoro::task<> calls_it_bad() {
  example_mistake();
  // WARN@-1:3: 'example_mistake' is a mistake on the event loop
  // NOTE@-2:3: say what to do instead
  co_return;
}

cppcoro::task<> leaves_it_ok() { co_return; }

void off_the_loop_ok() { example_mistake(); }
