// What the budget and the assumed size change.
//
// RUN: %check_test %s async-cpu-heavy-loop
// RUN: %check_test %s async-cpu-heavy-loop --tag small --option MaxSteps=5000
// RUN: %check_test %s async-cpu-heavy-loop --tag large --option MaxSteps=100000000
// RUN: %check_test %s async-cpu-heavy-loop --tag short --option AssumedElements=10
// RUN: %check_test %s async-cpu-heavy-loop --tag long --option AssumedElements=2000000

#include "mocks/home_made.hpp"
#include <vector>

using home::Lazy;

void use(long);

Lazy<> six_thousand_bad() {
  for (int i = 0; i < 6000; ++i)
  // WARN[small]@-1:3: loop does about 6.0e3 steps without suspending
  // NOTE[small]@-2:3: 6,000 iterations
  // NOTE[small]@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(i);
  co_return;
}

Lazy<> four_thousand_ok() {
  for (int i = 0; i < 4000; ++i)
    use(i);
  co_return;
}

Lazy<> twenty_million_bad() {
  for (int i = 0; i < 20000000; ++i)
  // WARN[default,small,short,long]@-1:3: loop does about 2.0e7 steps without suspending
  // NOTE[default,small,short,long]@-2:3: 20,000,000 iterations
  // NOTE[default,small,short,long]@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(i);
  co_return;
}

Lazy<> one_pass_bad(const std::vector<int> &values) {
  for (int value : values)
  // WARN[long]@-1:3: loop does about 2.0e6 steps without suspending
  // NOTE[long]@-2:3: 2,000,000 iterations (a size known only at run time counts as 2,000,000)
  // NOTE[long]@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(value);
  co_return;
}

Lazy<> two_levels_bad(const std::vector<int> &values) {
  for (int a : values)
  // WARN[default,small]@-1:3: loop does about 1.0e6 steps without suspending
  // NOTE[default,small,long]@-2:3: run it on a thread pool and await the result, or suspend every so many rounds
  // WARN[long]@-3:3: loop does about 4.0e12 steps without suspending
    for (int b : values)
    // NOTE[default,small]@-1:5: 1,000 x 1,000 iterations (a size known only at run time counts as 1,000)
    // NOTE[long]@-2:5: 2,000,000 x 2,000,000 iterations (a size known only at run time counts as 2,000,000)
      use(a ^ b);
  co_return;
}

Lazy<> three_levels_bad(const std::vector<int> &values) {
  for (int a : values)
  // WARN[default,small,large]@-1:3: loop does about 1.0e9 steps without suspending
  // NOTE[default,small,large,long]@-2:3: run it on a thread pool and await the result, or suspend every so many rounds
  // WARN[long]@-3:3: loop does about 8.0e18 steps without suspending
    for (int b : values)
      for (int c : values)
      // NOTE[default,small,large]@-1:7: 1,000 x 1,000 x 1,000 iterations (a size known only at run time counts as 1,000)
      // NOTE[long]@-2:7: 2,000,000 x 2,000,000 x 2,000,000 iterations (a size known only at run time counts as 2,000,000)
        use(a ^ b ^ c);
  co_return;
}
