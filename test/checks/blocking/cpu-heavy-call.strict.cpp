// RUN: %check_test %s async-cpu-heavy-call --option StrictMode=true
#include "mocks/home_made.hpp"
#include <algorithm>
#include <array>
#include <numeric>
#include <regex>
#include <string>
#include <vector>

extern "C" {
int compress2(unsigned char *dest, unsigned long *destLen,
              const unsigned char *source, unsigned long sourceLen, int level);
unsigned char *SHA256(const unsigned char *d, std::size_t n, unsigned char *md);
}

using home::Lazy;

// Cost that depends on the input: strict.

Lazy<void> sorts_bad(std::vector<int> values) {
  std::sort(values.begin(), values.end());
  // WARN@-1:3: 'sort' blocks the event loop: it sorts the whole range
  // NOTE@-2:3: run it on a thread pool and await the result
  co_return;
}

Lazy<bool> matches_bad(const std::string &text, const std::regex &pattern) {
  co_return std::regex_match(text, pattern);
  // WARN@-1:13: 'regex_match' blocks the event loop: it matches by backtracking
  // NOTE@-2:13: run it on a thread pool and await the result
}

Lazy<void> compiles_bad(const std::string &expression) {
  std::regex pattern(expression);
  // WARN@-1:14: 'std::regex' blocks the event loop: it compiles the expression
  // NOTE@-2:14: run it on a thread pool and await the result
  co_return;
}

Lazy<long> sums_bad(const std::vector<long> &values) {
  co_return std::accumulate(values.begin(), values.end(), 0L);
  // WARN@-1:13: 'accumulate' blocks the event loop: it goes over the whole range
  // NOTE@-2:13: run it on a thread pool and await the result
}

Lazy<void> hashes_bad(const std::string &body, unsigned char *digest) {
  SHA256(reinterpret_cast<const unsigned char *>(body.data()), body.size(),
  // WARN@-1:3: 'SHA256' blocks the event loop: it hashes all of the input
  // NOTE@-2:3: run it on a thread pool and await the result
         digest);
  co_return;
}

Lazy<void> compresses_bad(unsigned char *out, unsigned long *size,
                          const unsigned char *in, unsigned long length) {
  compress2(out, size, in, length, 6);
  // WARN@-1:3: 'compress2' blocks the event loop: it compresses all of the input
  // NOTE@-2:3: run it on a thread pool and await the result
  co_return;
}

Lazy<void> small_array_ok() {
  std::array<int, 16> values{};
  std::sort(values.begin(), values.end());
  std::ranges::sort(values);
  co_return;
}

Lazy<void> constant_expression_ok() {
  static const std::regex number("[0-9]+");
  co_return;
}

Lazy<bool> literal_input_ok(const std::regex &pattern) {
  co_return std::regex_match("12", pattern);
}

Lazy<void> hash_of_buffer_ok(unsigned char *digest) {
  unsigned char block[64] = {};
  SHA256(block, sizeof block, digest);
  co_return;
}

Lazy<void> compress_small_ok(unsigned char *out, unsigned long *size,
                             const unsigned char *in) {
  compress2(out, size, in, 100, 6);
  co_return;
}
