// What loops are estimated at: with a budget of one step, each says it.
//
// RUN: %check_test %s async-cpu-heavy-loop --option MaxSteps=1

#include "mocks/home_made.hpp"
#include <array>
#include <algorithm>
#include <bitset>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <memory>
#include <numeric>
#include <ranges>
#include <span>
#include <string>
#include <string_view>
#include <vector>

using home::Lazy;

void use(long);
int next();
bool more();

// Constant bounds, each direction and step.

Lazy<> up_bad() {
  for (int i = 0; i < 300; ++i)
  // WARN@-1:3: loop does about 3.0e2 steps without suspending
  // NOTE@-2:3: 300 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(i);
  co_return;
}

Lazy<> up_including_bad() {
  for (int i = 1; i <= 300; i++)
  // WARN@-1:3: loop does about 3.0e2 steps without suspending
  // NOTE@-2:3: 300 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(i);
  co_return;
}

Lazy<> down_bad() {
  for (int i = 299; i >= 0; --i)
  // WARN@-1:3: loop does about 3.0e2 steps without suspending
  // NOTE@-2:3: 300 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(i);
  co_return;
}

Lazy<> down_in_the_condition_bad() {
  for (unsigned i = 300; i-- > 0;)
  // WARN@-1:3: loop does about 3.0e2 steps without suspending
  // NOTE@-2:3: 300 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(i);
  co_return;
}

Lazy<> step_bad() {
  for (int i = 0; i < 300; i += 3)
  // WARN@-1:3: loop does about 1.0e2 steps without suspending
  // NOTE@-2:3: 100 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(i);
  co_return;
}

Lazy<> step_by_assignment_bad() {
  for (int i = 0; i != 300; i = i + 3)
  // WARN@-1:3: loop does about 1.0e2 steps without suspending
  // NOTE@-2:3: 100 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(i);
  co_return;
}

Lazy<> doubling_bad() {
  for (int i = 1; i < 1024; i *= 2)
  // WARN@-1:3: loop does about 1.0e1 steps without suspending
  // NOTE@-2:3: 10 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(i);
  co_return;
}

Lazy<> shifting_bad() {
  for (unsigned i = 1024; i > 0; i >>= 1)
  // WARN@-1:3: loop does about 1.0e1 steps without suspending
  // NOTE@-2:3: 10 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(i);
  co_return;
}

Lazy<> floating_bad() {
  for (double t = 0; t < 1; t += 0.01)
  // WARN@-1:3: loop does about 1.0e2 steps without suspending
  // NOTE@-2:3: 100 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(t);
  co_return;
}

Lazy<> limit_on_the_left_bad() {
  for (int i = 0; 300 > i; ++i)
  // WARN@-1:3: loop does about 3.0e2 steps without suspending
  // NOTE@-2:3: 300 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(i);
  co_return;
}

constexpr int rows = 20, columns = 30;

Lazy<> named_constants_bad() {
  for (int i = 0; i < rows * columns; ++i)
  // WARN@-1:3: loop does about 6.0e2 steps without suspending
  // NOTE@-2:3: 600 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(i);
  co_return;
}

Lazy<> unchanged_local_bad() {
  int count = 300;
  for (int i = 0; i < count; ++i)
  // WARN@-1:3: loop does about 3.0e2 steps without suspending
  // NOTE@-2:3: 300 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(i);
  co_return;
}

Lazy<> square_root_bad() {
  for (int i = 2; i * i <= 10000; ++i)
  // WARN@-1:3: loop does about 1.0e2 steps without suspending
  // NOTE@-2:3: 100 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(i);
  co_return;
}

Lazy<> two_statements_bad() {
  for (int i = 0; i < 300; ++i) {
  // WARN@-1:3: loop does about 6.0e2 steps without suspending
  // NOTE@-2:3: 300 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(i);
    use(i + 1);
  }
  co_return;
}

Lazy<> empty_body_bad() {
  for (int i = 0; i < 300; ++i)
  // WARN@-1:3: loop does about 3.0e2 steps without suspending
  // NOTE@-2:3: 300 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    ;
  co_return;
}

// While and do loops with a counter.

Lazy<> while_up_bad() {
  int i = 0;
  while (i < 300) {
  // WARN@-1:3: loop does about 6.0e2 steps without suspending
  // NOTE@-2:3: 300 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(i);
    ++i;
  }
  co_return;
}

Lazy<> while_down_bad() {
  int left = 300;
  while (left--)
  // WARN@-1:3: loop does about 3.0e2 steps without suspending
  // NOTE@-2:3: 300 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(left);
  co_return;
}

Lazy<> while_assigned_before_bad() {
  int i = next();
  use(i);
  i = 0;
  while (i < 300)
  // WARN@-1:3: loop does about 3.0e2 steps without suspending
  // NOTE@-2:3: 300 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(i++);
  co_return;
}

Lazy<> do_bad() {
  int i = 0;
  do {
  // WARN@-1:3: loop does about 3.0e2 steps without suspending
  // NOTE@-2:3: 300 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(i);
  } while (++i < 300);
  co_return;
}

Lazy<> do_once_bad() {
  do {
  // WARN@-1:3: loop does about 1.0e0 steps without suspending
  // NOTE@-2:3: 1 iteration
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(1);
  } while (false);
  co_return;
}

Lazy<> digits_bad(long n) {
  while (n > 0) {
  // WARN@-1:3: loop does about 6.0e0 steps without suspending
  // NOTE@-2:3: 3 iterations (a size known only at run time counts as 1,000)
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(n % 10);
    n /= 10;
  }
  co_return;
}

Lazy<> counted_exit_bad() {
  int rounds = 0;
  while (more()) {
  // WARN@-1:3: loop does about 4.2e1 steps without suspending
  // NOTE@-2:3: 21 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    if (++rounds > 20)
      break;
    use(rounds);
  }
  co_return;
}

Lazy<> counted_exit_of_endless_bad() {
  int rounds = 0;
  for (;;) {
  // WARN@-1:3: loop does about 4.1e1 steps without suspending
  // NOTE@-2:3: 20 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    if (rounds++ == 20)
      co_return;
    use(rounds);
  }
}

// Nesting.

Lazy<> nested_bad() {
  for (int i = 0; i < 20000; ++i)
  // WARN@-1:3: loop does about 4.0e8 steps without suspending
  // NOTE@-2:3: run it on a thread pool and await the result, or suspend every so many rounds
    for (int j = 0; j < 20000; ++j)
    // NOTE@-1:5: 20,000 x 20,000 iterations
      use(i);
  co_return;
}

Lazy<> three_levels_bad() {
  for (int i = 0; i < 10; ++i)
  // WARN@-1:3: loop does about 6.0e3 steps without suspending
  // NOTE@-2:3: run it on a thread pool and await the result, or suspend every so many rounds
    for (int j = 0; j < 20; ++j)
      for (int k = 0; k < 30; ++k)
      // NOTE@-1:7: 10 x 20 x 30 iterations
        use(i);
  co_return;
}

Lazy<> triangle_bad() {
  for (int i = 0; i < 1000; ++i)
  // WARN@-1:3: loop does about 5.0e5 steps without suspending
  // NOTE@-2:3: run it on a thread pool and await the result, or suspend every so many rounds
    for (int j = 0; j < i; ++j)
    // NOTE@-1:5: 1,000 x 500 iterations
      use(j);
  co_return;
}

Lazy<> upper_triangle_bad() {
  for (int i = 0; i < 1000; ++i)
  // WARN@-1:3: loop does about 5.0e5 steps without suspending
  // NOTE@-2:3: run it on a thread pool and await the result, or suspend every so many rounds
    for (int j = i + 1; j < 1000; ++j)
    // NOTE@-1:5: 1,000 x 499 iterations
      use(j);
  co_return;
}

Lazy<> blocked_bad() {
  for (int block = 0; block < 1024; block += 64)
  // WARN@-1:3: loop does about 1.0e3 steps without suspending
  // NOTE@-2:3: run it on a thread pool and await the result, or suspend every so many rounds
    for (int i = block; i < block + 64; ++i)
    // NOTE@-1:5: 16 x 64 iterations
      use(i);
  co_return;
}

Lazy<> blocked_with_minimum_bad(int size) {
  for (int block = 0; block < size; block += 64)
  // WARN@-1:3: loop does about 1.0e3 steps without suspending
  // NOTE@-2:3: run it on a thread pool and await the result, or suspend every so many rounds
    for (int i = block; i < std::min(block + 64, size); ++i)
    // NOTE@-1:5: 16 x 64 iterations (a size known only at run time counts as 1,000)
      use(i);
  co_return;
}

// Run-time sizes.

Lazy<> run_time_bad(int n) {
  for (int i = 0; i < n; ++i)
  // WARN@-1:3: loop does about 1.0e3 steps without suspending
  // NOTE@-2:3: 1,000 iterations (a size known only at run time counts as 1,000)
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(i);
  co_return;
}

Lazy<> run_time_range_bad(const std::vector<int> &values) {
  for (int value : values)
  // WARN@-1:3: loop does about 1.0e3 steps without suspending
  // NOTE@-2:3: 1,000 iterations (a size known only at run time counts as 1,000)
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(value);
  co_return;
}

Lazy<> iterators_bad(const std::map<int, int> &values) {
  for (auto it = values.begin(); it != values.end(); ++it)
  // WARN@-1:3: loop does about 1.0e3 steps without suspending
  // NOTE@-2:3: 1,000 iterations (a size known only at run time counts as 1,000)
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(it->second);
  co_return;
}

Lazy<> run_time_triangle_bad(const std::vector<int> &v) {
  for (std::size_t i = 0; i < v.size(); ++i)
  // WARN@-1:3: loop does about 1.0e6 steps without suspending
  // NOTE@-2:3: run it on a thread pool and await the result, or suspend every so many rounds
    for (std::size_t j = i + 1; j < v.size(); ++j)
    // NOTE@-1:5: 1,000 x 1,000 iterations (a size known only at run time counts as 1,000)
      use(v[i]);
  co_return;
}

Lazy<> draining_bad(std::vector<int> queue) {
  while (!queue.empty())
  // WARN@-1:3: loop does about 1.0e3 steps without suspending
  // NOTE@-2:3: 1,000 iterations (a size known only at run time counts as 1,000)
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    queue.pop_back();
  co_return;
}

Lazy<> linked_list_bad() {
  struct Node {
    Node *next;
  };
  static Node *head;
  for (Node *node = head; node; node = node->next)
  // WARN@-1:3: loop does about 1.0e3 steps without suspending
  // NOTE@-2:3: 1,000 iterations (a size known only at run time counts as 1,000)
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(1);
  co_return;
}

Lazy<> chunks_bad(std::size_t size) {
  for (std::size_t at = 0; at < size; at += 100)
  // WARN@-1:3: loop does about 1.0e1 steps without suspending
  // NOTE@-2:3: 10 iterations (a size known only at run time counts as 1,000)
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(at);
  co_return;
}

Lazy<> binary_search_bad(const std::vector<int> &v, int wanted) {
  std::size_t low = 0, high = v.size();
  while (low < high) {
  // WARN@-1:3: loop does about 3.0e1 steps without suspending
  // NOTE@-2:3: 10 iterations (a size known only at run time counts as 1,000)
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    std::size_t middle = (low + high) / 2;
    if (v[middle] < wanted)
      low = middle + 1;
    else
      high = middle;
  }
  co_return;
}

// Bounds of run-time sizes that the source shows.

Lazy<> minimum_bad(int n) {
  for (int i = 0; i < std::min(n, 16); ++i)
  // WARN@-1:3: loop does about 1.6e1 steps without suspending
  // NOTE@-2:3: 16 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(i);
  co_return;
}

Lazy<> minimum_before_bad(const std::vector<int> &v) {
  const auto count = std::min<std::size_t>(v.size(), 16);
  for (std::size_t i = 0; i < count; ++i)
  // WARN@-1:3: loop does about 1.6e1 steps without suspending
  // NOTE@-2:3: 16 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(v[i]);
  co_return;
}

Lazy<> minimum_of_list_bad(int n, int m) {
  for (int i = 0; i < std::min({n, m, 16}); ++i)
  // WARN@-1:3: loop does about 1.6e1 steps without suspending
  // NOTE@-2:3: 16 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(i);
  co_return;
}

Lazy<> conditional_minimum_bad(int n) {
  for (int i = 0; i < (n < 16 ? n : 16); ++i)
  // WARN@-1:3: loop does about 1.6e1 steps without suspending
  // NOTE@-2:3: 16 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(i);
  co_return;
}

Lazy<> clamped_bad(int n) {
  for (int i = 0; i < std::clamp(n, 1, 16); ++i)
  // WARN@-1:3: loop does about 1.6e1 steps without suspending
  // NOTE@-2:3: 16 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(i);
  co_return;
}

Lazy<> conjunction_bad(const std::vector<int> &v) {
  for (std::size_t i = 0; i < v.size() && i < 16; ++i)
  // WARN@-1:3: loop does about 1.6e1 steps without suspending
  // NOTE@-2:3: 16 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(v[i]);
  co_return;
}

Lazy<> remainder_bad(unsigned n) {
  for (unsigned i = 0; i < n % 17; ++i)
  // WARN@-1:3: loop does about 1.6e1 steps without suspending
  // NOTE@-2:3: 16 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(i);
  co_return;
}

Lazy<> byte_bad(std::uint8_t n) {
  for (std::uint8_t i = 0; i < n; ++i)
  // WARN@-1:3: loop does about 2.5e2 steps without suspending
  // NOTE@-2:3: 255 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(i);
  co_return;
}

Lazy<> checked_before_bad(const std::vector<int> &v) {
  if (v.size() > 16)
    co_return;
  for (std::size_t i = 0; i < v.size(); ++i)
  // WARN@-1:3: loop does about 1.6e1 steps without suspending
  // NOTE@-2:3: 16 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(v[i]);
}

Lazy<> checked_around_bad(int n) {
  if (n > 0 && n <= 16)
    for (int i = 0; i < n; ++i)
    // WARN@-1:5: loop does about 1.6e1 steps without suspending
    // NOTE@-2:5: 16 iterations
    // NOTE@-3:5: run it on a thread pool and await the result, or suspend every so many rounds
      use(i);
  co_return;
}

Lazy<> cut_before_bad(int n) {
  if (n > 16)
    n = 16;
  for (int i = 0; i < n; ++i)
  // WARN@-1:3: loop does about 1.6e1 steps without suspending
  // NOTE@-2:3: 16 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(i);
  co_return;
}

// Ranges of a size that the source shows.

Lazy<> built_in_array_bad() {
  int values[16] = {};
  for (int value : values)
  // WARN@-1:3: loop does about 1.6e1 steps without suspending
  // NOTE@-2:3: 16 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(value);
  co_return;
}

Lazy<> std_array_bad(const std::array<int, 16> &values) {
  for (int value : values)
  // WARN@-1:3: loop does about 1.6e1 steps without suspending
  // NOTE@-2:3: 16 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(value);
  for (std::size_t i = 0; i < values.size(); ++i)
  // WARN@-1:3: loop does about 1.6e1 steps without suspending
  // NOTE@-2:3: 16 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(values[i]);
  for (auto it = values.begin(); it != values.end(); ++it)
  // WARN@-1:3: loop does about 1.6e1 steps without suspending
  // NOTE@-2:3: 16 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(*it);
  co_return;
}

Lazy<> fixed_span_bad(std::span<const int, 16> values) {
  for (int value : values)
  // WARN@-1:3: loop does about 1.6e1 steps without suspending
  // NOTE@-2:3: 16 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(value);
  co_return;
}

Lazy<> part_of_span_bad(std::span<const int> values) {
  for (int value : values.first(16))
  // WARN@-1:3: loop does about 1.6e1 steps without suspending
  // NOTE@-2:3: 16 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(value);
  co_return;
}

Lazy<> braces_bad() {
  for (int value : {1, 2, 3})
  // WARN@-1:3: loop does about 3.0e0 steps without suspending
  // NOTE@-2:3: 3 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(value);
  co_return;
}

Lazy<> initialiser_list_bad() {
  auto values = {1, 2, 3};
  for (int value : values)
  // WARN@-1:3: loop does about 3.0e0 steps without suspending
  // NOTE@-2:3: 3 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(value);
  co_return;
}

Lazy<> constant_vector_bad() {
  const std::vector<std::string> names = {"a", "b", "c"};
  for (const std::string &name : names)
  // WARN@-1:3: loop does about 6.0e0 steps without suspending
  // NOTE@-2:3: 3 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(name.size());
  co_return;
}

Lazy<> unchanged_vector_bad() {
  std::vector<int> values(16);
  for (int &value : values)
  // WARN@-1:3: loop does about 1.6e1 steps without suspending
  // NOTE@-2:3: 16 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    value = next();
  co_return;
}

Lazy<> grown_vector_bad() {
  std::vector<int> values(16);
  values.push_back(next());
  for (int &value : values)
  // WARN@-1:3: loop does about 1.0e3 steps without suspending
  // NOTE@-2:3: 1,000 iterations (a size known only at run time counts as 1,000)
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    value = next();
  co_return;
}

Lazy<> literal_bad() {
  for (char c : std::string_view("abc"))
  // WARN@-1:3: loop does about 3.0e0 steps without suspending
  // NOTE@-2:3: 3 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(c);
  co_return;
}

Lazy<> bits_bad(std::bitset<16> bits) {
  for (std::size_t i = 0; i < bits.size(); ++i)
  // WARN@-1:3: loop does about 1.6e1 steps without suspending
  // NOTE@-2:3: 16 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(bits[i]);
  co_return;
}

Lazy<> counting_view_bad() {
  for (int i : std::views::iota(0, 16))
  // WARN@-1:3: loop does about 1.6e1 steps without suspending
  // NOTE@-2:3: 16 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(i);
  co_return;
}

Lazy<> taking_view_bad(const std::vector<int> &values) {
  for (int value : values | std::views::take(16))
  // WARN@-1:3: loop does about 1.6e1 steps without suspending
  // NOTE@-2:3: 16 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(value);
  co_return;
}

// One pass in two loops.

Lazy<> scanner_bad(const std::string &text) {
  std::size_t at = 0;
  while (at < text.size()) {
  // WARN@-1:3: loop does about 3.0e3 steps without suspending
  // NOTE@-2:3: 1,000 iterations (a size known only at run time counts as 1,000)
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    while (at < text.size() && text[at] == ' ')
      ++at;
    use(at);
    ++at;
  }
  co_return;
}

Lazy<> restarted_scanner_bad(const std::string &text) {
  std::size_t begin = 0;
  while (begin < text.size()) {
  // WARN@-1:3: loop does about 1.0e6 steps without suspending
  // NOTE@-2:3: run it on a thread pool and await the result, or suspend every so many rounds
    std::size_t at = begin;
    while (at < text.size() && text[at] != ' ')
    // NOTE@-1:5: 1,000 x 1,000 iterations (a size known only at run time counts as 1,000)
      ++at;
    use(at);
    ++begin;
  }
  co_return;
}

// Branches.

Lazy<> larger_branch_bad(bool all) {
  for (int i = 0; i < 10; ++i)
  // WARN@-1:3: loop does about 1.0e3 steps without suspending
  // NOTE@-2:3: run it on a thread pool and await the result, or suspend every so many rounds
    if (all)
      for (int j = 0; j < 100; ++j)
      // NOTE@-1:7: 10 x 100 iterations
        use(j);
    else
      use(i);
  co_return;
}

Lazy<> seldom_bad() {
  for (int i = 0; i < 1000; ++i)
  // WARN@-1:3: loop does about 2.0e3 steps without suspending
  // NOTE@-2:3: 1,000 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    if (i % 100 == 0)
      for (int j = 0; j < 100; ++j)
        use(j);
  co_return;
}

Lazy<> on_the_way_out_bad(const std::vector<int> &values) {
  for (int value : values)
  // WARN@-1:3: loop does about 2.0e3 steps without suspending
  // NOTE@-2:3: run it on a thread pool and await the result, or suspend every so many rounds
    if (value < 0) {
      for (int other : values)
      // NOTE@-1:7: 1,000 x 1,000 iterations (a size known only at run time counts as 1,000)
        use(other);
      break;
    }
  co_return;
}

template <bool All> Lazy<> discarded_bad() {
  for (int i = 0; i < 10; ++i)
  // WARN@-1:3: loop does about 1.0e1 steps without suspending
  // NOTE@-2:3: 10 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    if constexpr (All)
      for (int j = 0; j < 100; ++j)
        use(j);
    else
      use(i);
  co_return;
}
template Lazy<> discarded_bad<false>();

Lazy<> cases_bad(int kind) {
  for (int i = 0; i < 10; ++i)
  // WARN@-1:3: loop does about 1.0e3 steps without suspending
  // NOTE@-2:3: run it on a thread pool and await the result, or suspend every so many rounds
    switch (kind) {
    case 0:
      use(i);
      break;
    case 1:
      for (int j = 0; j < 100; ++j)
      // NOTE@-1:7: 10 x 100 iterations
        use(j);
      break;
    }
  co_return;
}

Lazy<> first_round_only_bad() {
  for (int i = 0; i < 300; ++i) {
  // WARN@-1:3: loop does about 1.0e0 steps without suspending
  // NOTE@-2:3: 1 iteration
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(i);
    break;
  }
  co_return;
}

Lazy<> unevaluated_bad() {
  for (int i = 0; i < 10; ++i)
  // WARN@-1:3: loop does about 1.0e1 steps without suspending
  // NOTE@-2:3: 10 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(sizeof([] {
      for (int j = 0; j < 100; ++j)
        use(j);
      return 0;
    }()));
  co_return;
}

// Calls.

static void ten_rounds_bad() {
  for (int i = 0; i < 10; ++i)
  // WARN@-1:3: loop does about 1.0e1 steps without suspending
  // NOTE@-2:3: 10 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
  // NOTE@-4:3: 300 x 10 iterations
    use(i);
}

Lazy<> called_function_bad() {
  for (int i = 0; i < 300; ++i)
  // WARN@-1:3: loop does about 3.0e3 steps without suspending
  // NOTE@-2:3: run it on a thread pool and await the result, or suspend every so many rounds
    ten_rounds_bad();
    // NOTE@-1:5: the event loop gets here: 'called_function_bad' calls 'ten_rounds_bad'
    // NOTE@-2:5: 'ten_rounds_bad' does about 1.0e1 steps in each call
  co_return;
}

static int factorial(int n) { return n < 2 ? 1 : n * factorial(n - 1); }

Lazy<> recursion_bad() {
  for (int i = 0; i < 300; ++i)
  // WARN@-1:3: loop does about 6.0e2 steps without suspending
  // NOTE@-2:3: 300 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(factorial(i));
  co_return;
}

static std::string trimmed(std::string text) {
  while (!text.empty() && text.back() == ' ')
  // NOTE@-1:3: 1,000 x 32 iterations (a size known only at run time counts as 1,000)
    text.pop_back();
  return text;
}

Lazy<> helper_over_text_bad(std::vector<std::string> lines) {
  for (std::string &line : lines)
  // WARN@-1:3: loop does about 3.3e4 steps without suspending
  // NOTE@-2:3: run it on a thread pool and await the result, or suspend every so many rounds
    line = trimmed(line);
    // NOTE@-1:12: 'trimmed' does about 3.3e1 steps in each call
  co_return;
}

Lazy<> lambda_in_place_bad() {
  for (int i = 0; i < 300; ++i) {
  // WARN@-1:3: loop does about 3.3e3 steps without suspending
  // NOTE@-2:3: run it on a thread pool and await the result, or suspend every so many rounds
    auto inner = [&] {
      for (int j = 0; j < 10; ++j)
      // NOTE@-1:7: 300 x 10 iterations
        use(j);
    };
    inner();
  }
  co_return;
}

Lazy<> uncalled_lambda_bad() {
  for (int i = 0; i < 300; ++i) {
  // WARN@-1:3: loop does about 6.0e2 steps without suspending
  // NOTE@-2:3: 300 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    auto inner = [&] {
      for (int j = 0; j < 10; ++j)
        use(j);
    };
    use(sizeof inner);
  }
  co_return;
}

Lazy<> algorithm_bad(const std::vector<int> &values) {
  for (int i = 0; i < 300; ++i)
  // WARN@-1:3: loop does about 3.0e5 steps without suspending
  // NOTE@-2:3: run it on a thread pool and await the result, or suspend every so many rounds
    std::for_each(values.begin(), values.end(), [](int value) { use(value); });
    // NOTE@-1:5: 300 x 1,000 iterations (a size known only at run time counts as 1,000)
  co_return;
}

Lazy<> nothing_ok() { co_return; }
