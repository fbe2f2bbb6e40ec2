// Which sizes known only at run time are taken to be large.
//
// RUN: %check_test %s async-cpu-heavy-loop
// RUN: %check_test %s async-cpu-heavy-loop --tag strict --option StrictMode=true

#include "mocks/home_made.hpp"
#include <algorithm>
#include <cstdint>
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

// A bound is no count: what an element holds is few, whatever it could be.

Lazy<> capped_parts_ok(const std::vector<Board> &boards) {
  for (const Board &board : boards) {
    const auto count = static_cast<std::uint8_t>(
        std::min<std::size_t>(board.cells.size(), 255));
    for (std::size_t i = 0; i < count; ++i) {
      use(board.cells[i]), use(board.cells[i]), use(board.cells[i]);
      use(board.cells[i]), use(board.cells[i]), use(board.cells[i]);
    }
  }
  co_return;
}

Lazy<> capped_range_bad(const std::vector<Board> &boards, const Board &all) {
  for (const Board &board : boards)
  // WARN@-1:3: loop does about 5.0e6 steps without suspending
  // NOTE@-2:3: run it on a thread pool and await the result, or suspend every so many rounds
    for (std::size_t i = 0; i < std::min<std::size_t>(all.cells.size(), 5000); ++i)
    // NOTE@-1:5: 1,000 x 5,000 iterations (a size known only at run time counts as 1,000)
      use(board.cells[i]);
  co_return;
}

// A search ends when it has found; that it gives up after all numbers there are
// does not say how long it takes.

bool is_free(std::uint32_t id);
std::uint32_t Cursor;

std::uint32_t next_free() {
  for (std::uint64_t tries = 0; tries < 0x100000000ull; ++tries)
    if (is_free(++Cursor))
      return Cursor;
  return 0;
}
Lazy<std::uint32_t> next_free_ok() { co_return next_free(); }

Lazy<> proof_of_work_bad() {
  for (std::uint32_t nonce = 0; nonce < 50'000'000; ++nonce)
  // WARN@-1:3: loop does about 5.0e7 steps without suspending
  // NOTE@-2:3: 50,000,000 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    if (is_free(nonce))
      break;
  co_return;
}

Lazy<> all_numbers_bad() {
  for (std::uint64_t i = 0; i < 0x100000000ull; ++i)
  // WARN@-1:3: loop does about 4.3e9 steps without suspending
  // NOTE@-2:3: 4.3e9 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(i);
  co_return;
}
