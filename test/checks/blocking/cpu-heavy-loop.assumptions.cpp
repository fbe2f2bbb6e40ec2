// Which sizes known only at run time are taken to be large.
//
// RUN: %check_test %s async-cpu-heavy-loop
// RUN: %check_test %s async-cpu-heavy-loop --tag strict --option StrictMode=true

#include "mocks/home_made.hpp"
#include <vector>

using home::Lazy;

void use(long);

// Sizes of one range are one assumption; those of two ranges are two.

struct Board {
  std::vector<int> cells;
  std::vector<int> rules;

  Lazy<> member_pairs_bad() {
    for (int a : cells)
    // WARN@-1:5: loop does about 1.0e6 steps without suspending
    // NOTE@-2:5: run it on a thread pool and await the result, or suspend every so many rounds
      for (std::size_t j = 0; j < this->cells.size(); ++j)
      // NOTE@-1:7: 1,000 x 1,000 iterations (a size known only at run time counts as 1,000)
        use(a ^ cells[j]);
    co_return;
  }
  Lazy<> two_members_bad() {
    for (int a : cells)
    // WARN[strict]@-1:5: loop does about 1.0e6 steps without suspending
    // NOTE[strict]@-2:5: run it on a thread pool and await the result, or suspend every so many rounds
      for (int b : rules)
      // NOTE[strict]@-1:7: 1,000 x 1,000 iterations (a size known only at run time counts as 1,000)
        use(a ^ b);
    co_return;
  }
};

Lazy<> members_of_one_object_bad(const Board &board) {
  for (int a : board.cells)
  // WARN@-1:3: loop does about 1.0e6 steps without suspending
  // NOTE@-2:3: run it on a thread pool and await the result, or suspend every so many rounds
    for (int b : board.cells)
    // NOTE@-1:5: 1,000 x 1,000 iterations (a size known only at run time counts as 1,000)
      use(a ^ b);
  co_return;
}

Lazy<> members_of_two_objects_bad(const Board &one, const Board &other) {
  for (int a : one.cells)
  // WARN[strict]@-1:3: loop does about 1.0e6 steps without suspending
  // NOTE[strict]@-2:3: run it on a thread pool and await the result, or suspend every so many rounds
    for (int b : other.cells)
    // NOTE[strict]@-1:5: 1,000 x 1,000 iterations (a size known only at run time counts as 1,000)
      use(a ^ b);
  co_return;
}

Lazy<> counted_before_bad(const std::vector<int> &values) {
  const std::size_t count = values.size();
  for (int value : values)
  // WARN@-1:3: loop does about 1.0e6 steps without suspending
  // NOTE@-2:3: run it on a thread pool and await the result, or suspend every so many rounds
    for (std::size_t j = 0; j < count; ++j)
    // NOTE@-1:5: 1,000 x 1,000 iterations (a size known only at run time counts as 1,000)
      use(value ^ long(j));
  co_return;
}

Lazy<> three_ranges_bad(const std::vector<int> &a, const std::vector<int> &b,
                       const std::vector<int> &c) {
  for (int x : a)
  // WARN[strict]@-1:3: loop does about 1.0e9 steps without suspending
  // NOTE[strict]@-2:3: run it on a thread pool and await the result, or suspend every so many rounds
    for (int y : b)
      for (int z : c)
      // NOTE[strict]@-1:7: 1,000 x 1,000 x 1,000 iterations (a size known only at run time counts as 1,000)
        use(x ^ y ^ z);
  co_return;
}

Lazy<> pairs_within_each_bad(const std::vector<int> &keys,
                             const std::vector<int> &values) {
  for (int key : keys)
  // WARN@-1:3: loop does about 1.0e9 steps without suspending
  // NOTE@-2:3: run it on a thread pool and await the result, or suspend every so many rounds
    for (int a : values)
      for (int b : values)
      // NOTE@-1:7: 1,000 x 1,000 x 1,000 iterations (a size known only at run time counts as 1,000)
        use(key ^ a ^ b);
  co_return;
}

Lazy<> long_constant_around_bad(const std::vector<int> &values) {
  for (int i = 0; i < 5000; ++i)
  // WARN@-1:3: loop does about 5.0e6 steps without suspending
  // NOTE@-2:3: run it on a thread pool and await the result, or suspend every so many rounds
    for (int value : values)
    // NOTE@-1:5: 5,000 x 1,000 iterations (a size known only at run time counts as 1,000)
      use(value ^ i);
  co_return;
}

Lazy<> short_constant_around_ok(const std::vector<int> &values) {
  for (int i = 0; i < 10; ++i)
    for (int value : values)
      use(value ^ i);
  co_return;
}
