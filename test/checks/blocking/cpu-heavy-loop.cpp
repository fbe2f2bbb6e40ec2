// RUN: %check_test %s async-cpu-heavy-loop
// RUN: %check_test %s async-cpu-heavy-loop --tag strict --option StrictMode=true

#include "mocks/home_made.hpp"
#include <algorithm>
#include <array>
#include <atomic>
#include <fstream>
#include <future>
#include <map>
#include <ranges>
#include <span>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

extern "C" int PKCS5_PBKDF2_HMAC(const char *pass, int passlen,
                                 const unsigned char *salt, int saltlen,
                                 int iter, const void *digest, int keylen,
                                 unsigned char *out);

using home::Lazy;
using home::Timer;

void use(long);
int next();
Timer a_moment();

struct Video {
  long views;
  std::vector<std::string> tags;
};

// Run-time sized data.

Lazy<long> pairs_bad(const std::vector<Video> &videos) {
  long total = 0;
  for (const Video &a : videos)
  // WARN@-1:3: loop does about 1.0e6 steps without suspending
  // NOTE@-2:3: run it on a thread pool and await the result, or suspend every so many rounds
    for (const Video &b : videos)
    // NOTE@-1:5: 1,000 x 1,000 iterations (a size known only at run time counts as 1,000)
      total += a.views ^ b.views;
  co_return total;
}

Lazy<long> pairs_by_index_bad(const std::vector<Video> &videos) {
  long total = 0;
  for (std::size_t i = 0; i < videos.size(); ++i)
  // WARN@-1:3: loop does about 1.0e6 steps without suspending
  // NOTE@-2:3: run it on a thread pool and await the result, or suspend every so many rounds
    for (std::size_t j = i + 1; j < videos.size(); ++j)
    // NOTE@-1:5: 1,000 x 1,000 iterations (a size known only at run time counts as 1,000)
      total += videos[i].views ^ videos[j].views;
  co_return total;
}

struct Channel {
  std::vector<Video> videos;
  const std::vector<Video> &newest() const;
};

Lazy<> parts_of_parts_bad(const std::vector<Channel> &channels) {
  for (const Channel &channel : channels)
  // WARN[strict]@-1:3: loop does about 2.0e6 steps without suspending
  // NOTE[strict]@-2:3: run it on a thread pool and await the result, or suspend every so many rounds
    for (const Video &video : channel.videos)
      for (const std::string &tag : video.tags)
      // NOTE[strict]@-1:7: 1,000 x 32 x 32 iterations (a size known only at run time counts as 1,000)
        use(tag.size());
  co_return;
}

Lazy<> rows_bad(const std::vector<std::vector<int>> &rows) {
  for (std::size_t i = 0; i < rows.size(); ++i)
  // WARN[strict]@-1:3: loop does about 1.0e6 steps without suspending
  // NOTE[strict]@-2:3: run it on a thread pool and await the result, or suspend every so many rounds
    for (std::size_t j = 0; j < rows[i].size(); ++j)
    // NOTE[strict]@-1:5: 1,000 x 1,000 iterations (a size known only at run time counts as 1,000)
      use(rows[i][j]);
  co_return;
}

Lazy<int> edit_distance_bad(const std::string &a, const std::string &b) {
  std::vector<int> row(b.size() + 1);
  for (std::size_t i = 1; i <= a.size(); ++i) {
  // WARN[strict]@-1:3: loop does about 3.0e6 steps without suspending
  // NOTE[strict]@-2:3: run it on a thread pool and await the result, or suspend every so many rounds
    int diagonal = row[0];
    for (std::size_t j = 1; j <= b.size(); ++j) {
    // NOTE[strict]@-1:5: 1,000 x 1,000 iterations (a size known only at run time counts as 1,000)
      int above = row[j];
      row[j] = std::min(diagonal + (a[i - 1] != b[j - 1]), above + 1);
      diagonal = above;
    }
  }
  co_return row.back();
}

Lazy<long> while_in_for_bad(const std::vector<Video> &videos, int n) {
  long total = 0;
  for (const Video &video : videos) {
  // WARN[strict]@-1:3: loop does about 2.0e6 steps without suspending
  // NOTE[strict]@-2:3: run it on a thread pool and await the result, or suspend every so many rounds
    int i = 0;
    while (i < n) {
    // NOTE[strict]@-1:5: 1,000 x 1,000 iterations (a size known only at run time counts as 1,000)
      total += video.views ^ i;
      ++i;
    }
  }
  co_return total;
}

Lazy<> three_levels_bad(int n) {
  for (int i = 0; i < n; ++i)
  // WARN@-1:3: loop does about 1.0e9 steps without suspending
  // NOTE@-2:3: run it on a thread pool and await the result, or suspend every so many rounds
    for (int j = 0; j < n; ++j)
      for (int k = 0; k < n; ++k)
      // NOTE@-1:7: 1,000 x 1,000 x 1,000 iterations (a size known only at run time counts as 1,000)
        use(i ^ j ^ k);
  co_return;
}

// Constant trip counts.

Lazy<> constant_bad() {
  for (int i = 0; i < 20000000; ++i)
  // WARN@-1:3: loop does about 2.0e7 steps without suspending
  // NOTE@-2:3: 20,000,000 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(i);
  co_return;
}

Lazy<> constant_nested_bad() {
  for (int y = 0; y < 1080; ++y)
  // WARN@-1:3: loop does about 2.1e6 steps without suspending
  // NOTE@-2:3: run it on a thread pool and await the result, or suspend every so many rounds
    for (int x = 0; x < 1920; ++x)
    // NOTE@-1:5: 1,080 x 1,920 iterations
      use(x ^ y);
  co_return;
}

Lazy<> collatz_bad() {
  long longest = 0;
  for (long start = 1; start < 1'000'000; ++start)
  // WARN@-1:3: loop does about 1.0e9 steps without suspending
  // NOTE@-2:3: run it on a thread pool and await the result, or suspend every so many rounds
    for (long n = start; n != 1; n = n % 2 ? 3 * n + 1 : n / 2)
    // NOTE@-1:5: 999,999 x 1,000 iterations (a size known only at run time counts as 1,000)
      longest = std::max(longest, n);
  use(longest);
  co_return;
}

Lazy<> sieve_bad() {
  static std::array<bool, 2000000> composite;
  for (std::size_t i = 0; i < composite.size(); ++i)
  // WARN@-1:3: loop does about 2.0e6 steps without suspending
  // NOTE@-2:3: 2,000,000 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    composite[i] = i % 2 == 0;
  co_return;
}

Lazy<> constant_around_run_time_bad(const std::vector<int> &values) {
  for (int round = 0; round < 5000; ++round)
  // WARN@-1:3: loop does about 5.0e6 steps without suspending
  // NOTE@-2:3: run it on a thread pool and await the result, or suspend every so many rounds
    for (int value : values)
    // NOTE@-1:5: 5,000 x 1,000 iterations (a size known only at run time counts as 1,000)
      use(value ^ round);
  co_return;
}

Lazy<> do_while_bad() {
  int i = 0;
  do {
  // WARN@-1:3: loop does about 3.0e6 steps without suspending
  // NOTE@-2:3: 3,000,000 iterations
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    use(i);
  } while (++i < 3000000);
  co_return;
}

// Costly calls.

Lazy<> key_for_each_bad(const std::vector<std::string> &words) {
  unsigned char key[32];
  for (const std::string &word : words)
  // WARN@-1:3: loop does about 1.0e11 steps without suspending
  // NOTE@-2:3: 1,000 iterations (a size known only at run time counts as 1,000)
  // NOTE@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    PKCS5_PBKDF2_HMAC(word.data(), int(word.size()), key, 8, 10000, nullptr, 32,
    // NOTE@-1:5: 'PKCS5_PBKDF2_HMAC' does about 1.0e8 steps in each call
                      key);
  co_return;
}

Lazy<> sort_each_bad(std::vector<std::vector<int>> rows) {
  for (auto &row : rows)
  // WARN[strict]@-1:3: loop does about 1.0e7 steps without suspending
  // NOTE[strict]@-2:3: 1,000 iterations (a size known only at run time counts as 1,000)
  // NOTE[strict]@-3:3: run it on a thread pool and await the result, or suspend every so many rounds
    std::sort(row.begin(), row.end());
    // NOTE[strict]@-1:5: 'sort' does about 1.0e4 steps in each call
  co_return;
}

static long distance(const std::vector<int> &a, const std::vector<int> &b) {
  long sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
  // NOTE[strict]@-1:3: 1,000 x 1,000 iterations (a size known only at run time counts as 1,000)
    sum += (a[i] - b[i]) * (a[i] - b[i]);
  return sum;
}

Lazy<> nearest_bad(const std::vector<std::vector<int>> &points,
                   const std::vector<int> &wanted) {
  long best = distance(points.front(), wanted);
  for (const auto &point : points)
  // WARN[strict]@-1:3: loop does about 1.0e6 steps without suspending
  // NOTE[strict]@-2:3: run it on a thread pool and await the result, or suspend every so many rounds
    best = std::min(best, distance(point, wanted));
    // NOTE[strict]@-1:27: 'distance' does about 1.0e3 steps in each call
  use(best);
  co_return;
}

Lazy<> algorithm_in_loop_bad(const std::vector<Video> &videos,
                             std::vector<int> ids) {
  long found = 0;
  for (int id : ids)
  // WARN[strict]@-1:3: loop does about 1.0e6 steps without suspending
  // NOTE[strict]@-2:3: run it on a thread pool and await the result, or suspend every so many rounds
    found += std::count_if(videos.begin(), videos.end(),
    // NOTE[strict]@-1:14: 1,000 x 1,000 iterations (a size known only at run time counts as 1,000)
                           [&](const Video &v) { return v.views == id; });
  use(found);
  co_return;
}

// Where the loop stands.

Lazy<> inner_of_suspending_loop_bad(const std::vector<Video> &videos) {
  for (int round = 0; round < 3; ++round) {
    for (const Video &a : videos)
    // WARN@-1:5: loop does about 1.0e6 steps without suspending
    // NOTE@-2:5: run it on a thread pool and await the result, or suspend every so many rounds
      for (const Video &b : videos)
      // NOTE@-1:7: 1,000 x 1,000 iterations (a size known only at run time counts as 1,000)
        use(a.views ^ b.views);
    co_await a_moment();
  }
}

Lazy<> in_lambda_bad(const std::vector<Video> &videos) {
  auto count = [&] {
    for (const Video &a : videos)
    // WARN@-1:5: loop does about 1.0e6 steps without suspending
    // NOTE@-2:5: run it on a thread pool and await the result, or suspend every so many rounds
      for (const Video &b : videos)
      // NOTE@-1:7: 1,000 x 1,000 iterations (a size known only at run time counts as 1,000)
        use(a.views ^ b.views);
  };
  count();
  co_return;
}

Lazy<> in_branch_bad(const std::vector<Video> &videos, bool full) {
  if (full) {
    for (const Video &a : videos)
    // WARN@-1:5: loop does about 1.0e6 steps without suspending
    // NOTE@-2:5: run it on a thread pool and await the result, or suspend every so many rounds
      for (const Video &b : videos)
      // NOTE@-1:7: 1,000 x 1,000 iterations (a size known only at run time counts as 1,000)
        use(a.views ^ b.views);
  }
  co_await a_moment();
}

template <typename Range> Lazy<> instantiated_bad(const Range &range) {
  for (const auto &a : range)
  // WARN@-1:3: loop does about 1.0e6 steps without suspending
  // NOTE@-2:3: run it on a thread pool and await the result, or suspend every so many rounds
    for (const auto &b : range)
    // NOTE@-1:5: 1,000 x 1,000 iterations (a size known only at run time counts as 1,000)
      use(a ^ b);
  co_return;
}
template Lazy<> instantiated_bad(const std::vector<int> &);

struct Service {
  std::vector<Video> videos;
  Lazy<long> member_bad() {
    long total = 0;
    for (auto &a : videos)
    // WARN@-1:5: loop does about 1.0e6 steps without suspending
    // NOTE@-2:5: run it on a thread pool and await the result, or suspend every so many rounds
      for (auto &b : videos)
      // NOTE@-1:7: 1,000 x 1,000 iterations (a size known only at run time counts as 1,000)
        total += a.views ^ b.views;
    co_return total;
  }
};

// Suspension only where the loop is left.

Lazy<> suspends_on_the_way_out_bad(const std::vector<Video> &videos) {
  for (const Video &a : videos)
  // WARN@-1:3: loop does about 1.0e6 steps without suspending
  // NOTE@-2:3: run it on a thread pool and await the result, or suspend every so many rounds
    for (const Video &b : videos)
    // NOTE@-1:5: 1,000 x 1,000 iterations (a size known only at run time counts as 1,000)
      if (a.views == b.views + 1) {
        co_await a_moment();
        co_return;
      }
}

Lazy<> suspends_before_break_bad(const std::vector<Video> &videos, int n) {
  for (const Video &a : videos) {
  // WARN[strict]@-1:3: loop does about 1.0e6 steps without suspending
  // NOTE[strict]@-2:3: run it on a thread pool and await the result, or suspend every so many rounds
    for (int i = 0; i < n; ++i)
    // NOTE[strict]@-1:5: 1,000 x 1,000 iterations (a size known only at run time counts as 1,000)
      use(a.views ^ i);
    if (a.views < 0) {
      co_await a_moment();
      break;
    }
  }
}

Lazy<std::vector<Video>> load();

Lazy<> awaits_its_range_bad(const std::vector<Video> &others) {
  for (const Video &a : co_await load())
  // WARN[strict]@-1:3: loop does about 1.0e6 steps without suspending
  // NOTE[strict]@-2:3: run it on a thread pool and await the result, or suspend every so many rounds
    for (const Video &b : others)
    // NOTE[strict]@-1:5: 1,000 x 1,000 iterations (a size known only at run time counts as 1,000)
      use(a.views ^ b.views);
}

// Loops that nothing ends.

Lazy<> endless_bad() {
  for (;;)
  // WARN@-1:3: loop works without end and never suspends
  // NOTE@-2:3: suspend in each round, or run it on a thread of its own
    use(next());
  co_return;
}

Lazy<> endless_while_bad() {
  while (true) {
  // WARN@-1:3: loop works without end and never suspends
  // NOTE@-2:3: suspend in each round, or run it on a thread of its own
    int value = next();
    if (value > 3)
      use(value);
  }
  co_return;
}

std::atomic<bool> stopped;

Lazy<> until_flag_bad() {
  while (!stopped)
  // WARN@-1:3: loop works without end and never suspends
  // NOTE@-2:3: suspend in each round, or run it on a thread of its own
    use(next());
  co_return;
}

Lazy<> until_stop_bad(std::stop_token token) {
  for (;;) {
  // WARN@-1:3: loop works without end and never suspends
  // NOTE@-2:3: suspend in each round, or run it on a thread of its own
    if (token.stop_requested())
      break;
    use(next());
  }
  co_return;
}

// Loops that suspend.

Lazy<> suspends_each_round_ok(const std::vector<Video> &videos) {
  for (const Video &a : videos) {
    for (const Video &b : videos)
      use(a.views ^ b.views);
    co_await a_moment();
  }
}

Lazy<> suspends_now_and_then_ok(const std::vector<Video> &videos) {
  int rounds = 0;
  for (const Video &a : videos)
    for (const Video &b : videos) {
      use(a.views ^ b.views);
      if (++rounds % 256 == 0)
        co_await a_moment();
    }
}

Lazy<> suspends_then_continues_ok(const std::vector<Video> &videos, int n) {
  for (const Video &a : videos) {
    if (a.views > 0) {
      co_await a_moment();
      continue;
    }
    for (int i = 0; i < n; ++i)
      use(i);
    break;
  }
}

Lazy<bool> load_more();

Lazy<> suspends_in_condition_ok() {
  while (co_await load_more())
    for (int i = 0; i < 5000; ++i)
      use(i);
}

Lazy<> suspends_in_increment_ok() {
  for (int i = 0; i < 10000000; co_await a_moment(), ++i)
    use(i);
}

Lazy<> suspends_in_catch_ok(const std::vector<Video> &videos, int n) {
  for (const Video &a : videos) {
    for (int i = 0; i < n; ++i)
      use(a.views ^ i);
    try {
      co_await a_moment();
    } catch (...) {
      break;
    }
  }
}

home::AsyncGenerator<int> yields_ok(const std::vector<int> &values, int n) {
  for (int value : values) {
    for (int i = 0; i < n; ++i)
      use(i);
    co_yield value;
  }
}

Lazy<> server_ok() {
  while (true) {
    co_await a_moment();
    use(next());
  }
}

Lazy<> waits_in_switch_ok(int state, int n) {
  for (;;) {
    switch (state) {
    case 0:
      co_await a_moment();
      break;
    case 1:
      for (int i = 0; i < n; ++i)
        state = next();
      break;
    default:
      co_return;
    }
  }
}

// Small and single loops.

Lazy<> one_pass_ok(const std::vector<Video> &videos) {
  long total = 0;
  for (const Video &video : videos) {
    if (video.views > 100)
      total += video.views;
    total ^= video.tags.size();
  }
  use(total);
  co_return;
}

Lazy<> short_constant_ok() {
  for (int i = 0; i < 100; ++i)
    for (int j = 0; j < 10; ++j)
      use(i ^ j);
  co_return;
}

Lazy<> small_array_ok(std::array<float, 256> samples) {
  for (float &sample : samples)
    sample *= 0.5F;
  co_return;
}

Lazy<> small_inner_array_ok(const std::vector<std::array<int, 3>> &points) {
  for (const auto &point : points)
    for (int coordinate : point)
      use(coordinate);
  co_return;
}

Lazy<> braces_inside_ok(const std::vector<Video> &videos) {
  for (const Video &video : videos)
    for (const char *word : {"live", "replay", "short"})
      use(video.views ^ word[0]);
  co_return;
}

Lazy<> bounded_inner_ok(const std::vector<Video> &videos) {
  for (const Video &video : videos)
    for (std::size_t i = 0; i < std::min<std::size_t>(video.tags.size(), 16); ++i)
      use(video.tags[i].size());
  co_return;
}

// An element has few parts beside the number of elements.
Lazy<> parts_of_elements_ok(const std::vector<Video> &videos,
                            const std::vector<Channel *> &channels) {
  for (const Video &video : videos)
    for (const std::string &tag : video.tags)
      use(tag.size());
  for (const Channel *channel : channels)
    for (const Video &video : channel->newest())
      use(video.views);
  for (std::size_t i = 0; i < videos.size(); ++i)
    for (std::size_t j = 0; j < videos[i].tags.size(); ++j)
      use(videos[i].tags[j].size());
  co_return;
}
Lazy<>
bound_parts_of_elements_ok(const std::map<int, std::vector<Video>> &newest) {
  for (const auto &[channel, videos] : newest)
    for (const Video &video : videos)
      use(video.views ^ channel);
  co_return;
}

Lazy<> checked_inner_ok(const std::vector<Video> &videos, int n) {
  if (n > 8)
    co_return;
  for (const Video &video : videos)
    for (int i = 0; i < n; ++i)
      use(video.views ^ i);
}

Lazy<> first_few_ok(const std::vector<Video> &videos) {
  int shown = 0;
  for (const Video &video : videos) {
    if (++shown > 10)
      break;
    for (const std::string &tag : video.tags)
      use(tag.size());
  }
  co_return;
}

Lazy<> page_ok(const std::vector<Video> &videos) {
  for (const Video &video : videos | std::views::take(20))
    for (const std::string &tag : video.tags)
      use(tag.size());
  co_return;
}

Lazy<> tokens_ok(const std::string &text) {
  std::size_t at = 0;
  while (at < text.size()) {
    while (at < text.size() && text[at] == ' ')
      ++at;
    std::size_t begin = at;
    while (at < text.size() && text[at] != ' ')
      ++at;
    use(at - begin);
  }
  co_return;
}

Lazy<void> rest_of_a_span_ok(std::span<int> rows) {
  for (int row : rows.subspan(1))
    use(row);
  co_return;
}

struct LogCategory {
  explicit operator bool() const;
  bool control = true;
};

Lazy<void> one_round_idioms_ok(const std::vector<int> &rows) {
  for (int row : rows)
    for (bool log = row > 0; log; log = false)
      for (const int *once = &row; once; once = nullptr)
        for (bool done = false; !done; done = true)
          use(row);
  // A logger's macro.
  for (int row : rows)
    for (int round = 0; round == 0 && next() != 0; round = 1)
      for (int again = 0; again != 1; again = 1)
        use(row);
  // Qt's.
  for (int row : rows)
    for (LogCategory category; category; category.control = false)
      use(row);
  co_return;
}

Lazy<void> starts_threads_ok(int contexts, int threads_each) {
  std::vector<std::thread> threads;
  for (int i = 0; i < contexts; ++i)
    for (int j = 0; j < threads_each; ++j)
      threads.emplace_back([] {});
  co_return;
}

struct Parser {
  const char *position, *end;
  Lazy<> run_ok() {
    while (position != end) {
      while (position != end && *position != '\n')
        ++position;
      if (position != end)
        ++position;
    }
    co_return;
  }
};

Lazy<> search_then_leave_ok(const std::vector<Video> &videos, int wanted) {
  for (const Video &video : videos)
    if (video.views == wanted) {
      for (const Video &other : videos)
        use(other.views);
      break;
    }
  co_return;
}

Lazy<> binary_search_in_loop_ok(const std::vector<int> &v, int n) {
  for (int wanted = 0; wanted < n; ++wanted) {
    std::size_t low = 0, high = v.size();
    while (low < high) {
      std::size_t middle = low + (high - low) / 2;
      if (v[middle] < wanted)
        low = middle + 1;
      else
        high = middle;
    }
    use(low);
  }
  co_return;
}

static void lower(std::string &text) {
  for (char &c : text)
    c = char(c | 32);
}

Lazy<> names_ok(std::vector<std::string> headers) {
  for (std::string &header : headers)
    lower(header);
  co_return;
}

Lazy<> header_end_ok(std::string buffer) {
  for (;;) {
    auto line = buffer.find('\n');
    if (line == std::string::npos)
      break;
    buffer.erase(0, line + 1);
  }
  co_return;
}

Lazy<> compare_and_swap_ok(std::atomic<int> &counter, int n) {
  for (int i = 0; i < n; ++i) {
    int seen = counter;
    while (!counter.compare_exchange_weak(seen, seen * 2))
      ;
  }
  co_return;
}

// Loops that are other checks' business.

Lazy<> spins_ok() {
  while (!stopped)
    std::this_thread::yield();
  co_return;
}

Lazy<> blocks_ok() {
  while (true) {
    std::this_thread::sleep_for(std::chrono::seconds(1));
    use(next());
  }
  co_return;
}

Lazy<> reads_file_ok() {
  std::ifstream file("list");
  std::string line;
  while (std::getline(file, line))
    use(line.size());
  co_return;
}

Lazy<> writes_each_ok(const std::vector<Video> &videos) {
  std::ofstream file("tags");
  for (const Video &video : videos)
    for (const std::string &tag : video.tags)
      if (!tag.empty())
        file << tag;
  co_return;
}

Lazy<> compares_then_sleeps_bad(const std::vector<Video> &videos) {
  for (int round = 0; round < 10; ++round) {
    for (const Video &a : videos)
    // WARN@-1:5: loop does about 1.0e6 steps without suspending
    // NOTE@-2:5: run it on a thread pool and await the result, or suspend every so many rounds
      for (const Video &b : videos)
      // NOTE@-1:7: 1,000 x 1,000 iterations (a size known only at run time counts as 1,000)
        use(a.views ^ b.views);
    std::this_thread::sleep_for(std::chrono::seconds(1));
  }
  co_return;
}

// Code that does not run on a loop.

void plain_ok(const std::vector<Video> &videos) {
  for (const Video &a : videos)
    for (const Video &b : videos)
      use(a.views ^ b.views);
}

home::Generator<int> generator_ok(const std::vector<Video> &videos) {
  long total = 0;
  for (const Video &a : videos)
    for (const Video &b : videos)
      total += a.views ^ b.views;
  co_yield int(total);
}

Lazy<> offloaded_ok(const std::vector<Video> &videos) {
  auto worker = std::async(std::launch::async, [&] {
    for (const Video &a : videos)
      for (const Video &b : videos)
        use(a.views ^ b.views);
  });
  co_await a_moment();
}

Lazy<> stored_lambda_ok(const std::vector<Video> &videos) {
  auto later = [&] {
    for (const Video &a : videos)
      for (const Video &b : videos)
        use(a.views ^ b.views);
  };
  use(sizeof later);
  co_return;
}

template <bool All> Lazy<> discarded_ok(const std::vector<Video> &videos) {
  for (const Video &a : videos)
    if constexpr (All)
      for (const Video &b : videos)
        use(a.views ^ b.views);
  co_return;
}
template Lazy<> discarded_ok<false>(const std::vector<Video> &);

Lazy<> percentiles_ok(const std::vector<int> &sums, const std::vector<int> &p) {
  auto at = sums.begin();
  for (int percentile : p) {
    while (at != sums.end() && *at < percentile)
      ++at;
    use(at - sums.begin());
  }
  co_return;
}

// Known wrong answers.

// Nothing says that a request has few languages and the site as well.
Lazy<> FP_short_lists(const std::vector<int> &asked,
                      const std::vector<int> &offered) {
  for (int language : asked)
  // WARN[strict]@-1:3: loop does about 1.0e6 steps without suspending
  // NOTE[strict]@-2:3: run it on a thread pool and await the result, or suspend every so many rounds
    for (int other : offered)
    // NOTE[strict]@-1:5: 1,000 x 1,000 iterations (a size known only at run time counts as 1,000)
      if (language == other)
        co_return;
}

// An algorithm without a lambda counts as one step.
Lazy<> FN_algorithm(const std::vector<int> &ids,
                    const std::vector<int> &wanted) {
  long found = 0;
  for (int id : ids)
    found += std::find(wanted.begin(), wanted.end(), id) != wanted.end();
  use(found);
  co_return;
}

static void all_pairs_bad() {
  for (int a = 0; a < 2000; ++a)
  // WARN@-1:3: loop does about 4.0e6 steps without suspending
  // NOTE@-2:3: run it on a thread pool and await the result, or suspend every so many rounds
    for (int b = 0; b < 2000; ++b)
    // NOTE@-1:5: 2,000 x 2,000 iterations
      use(a ^ b);
}

// How long the list is, nobody sees from the coroutine.
static void some_pairs_bad(const std::vector<Video> &videos) {
  for (const Video &a : videos)
  // WARN[strict]@-1:3: loop does about 1.0e6 steps without suspending
  // NOTE[strict]@-2:3: run it on a thread pool and await the result, or suspend every so many rounds
    for (const Video &b : videos)
    // NOTE[strict]@-1:5: 1,000 x 1,000 iterations (a size known only at run time counts as 1,000)
      use(a.views ^ b.views);
}

Lazy<> loops_in_function(const std::vector<Video> &videos) {
  all_pairs_bad();
  // NOTE@-1:3: the event loop gets here: 'loops_in_function' calls 'all_pairs_bad'
  some_pairs_bad(videos);
  // NOTE[strict]@-1:3: the event loop gets here: 'loops_in_function' calls 'some_pairs_bad'
  co_return;
}

// What runs once in the program's life holds up one caller at most.

void fill_table() {
  for (unsigned row = 0; row != 2000; ++row)
    for (unsigned column = 0; column != 2000; ++column)
      use(row ^ column);
}
Lazy<> once_ok() {
  static bool filled = false;
  if (!filled) {
    filled = true;
    fill_table();
    for (unsigned row = 0; row != 2000; ++row)
      for (unsigned column = 0; column != 2000; ++column)
        use(row ^ column);
  }
  co_return;
}
Lazy<> static_variable_ok() {
  static const bool filled = [] {
    for (unsigned row = 0; row != 2000; ++row)
      for (unsigned column = 0; column != 2000; ++column)
        use(row ^ column);
    return true;
  }();
  use(filled);
  co_return;
}
Lazy<> each_time_bad() {
  const bool filled = [] {
    for (unsigned row = 0; row != 2000; ++row)
    // WARN@-1:5: loop does about 4.0e6 steps without suspending
    // NOTE@-2:5: run it on a thread pool and await the result, or suspend every so many rounds
      for (unsigned column = 0; column != 2000; ++column)
      // NOTE@-1:7: 2,000 x 2,000 iterations
        use(row ^ column);
    return true;
  }();
  use(filled);
  co_return;
}
Lazy<> once_without_end_bad() {
  static bool filled = false;
  if (!filled) {
    filled = true;
    for (unsigned row = 0;; ++row)
    // WARN@-1:5: loop works without end and never suspends
    // NOTE@-2:5: suspend in each round, or run it on a thread of its own
      use(row);
  }
  co_return;
}

// Macros of assertion libraries are loops to the compiler only.

bool never();
[[noreturn]] void fail();
#define REQUIRE_ALL(what)                                                      \
  do {                                                                         \
    do {                                                                       \
      use(what);                                                               \
    } while (never());                                                         \
  } while (never())
#define REQUIRE_EACH(what)                                                     \
  for (use(what);; fail())                                                     \
  break

Lazy<> assertion_macros_ok(const std::vector<Video> &videos) {
  for (const Video &video : videos)
    REQUIRE_ALL(video.views);
  REQUIRE_EACH(1);
  co_return;
}

// In a function that no loop context calls.
void never_called_ok(const std::vector<Video> &videos) {
  for (const Video &a : videos)
    for (const Video &b : videos)
      use(a.views ^ b.views);
}
