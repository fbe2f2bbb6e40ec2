#include "support/temporary_directory.hpp"
#include "support/test.hpp"

#include <corun/fs.hpp>
#include <corun/whole_file.hpp>

#include <set>

namespace fs = corun::fs;

namespace {

TEST(Fs, AnswersAsItsNamesakes) {
  temporary_directory in;
  run_test([](std::filesystem::path top) -> corun::task<> {
    const auto name = top / "a";
    EXPECT_FALSE(co_await fs::exists(name));
    co_await corun::write_file(name, "12345");
    EXPECT_TRUE(co_await fs::exists(name));
    EXPECT_TRUE(co_await fs::is_regular_file(name));
    EXPECT_FALSE(co_await fs::is_directory(name));
    EXPECT_FALSE(co_await fs::is_empty(name));
    EXPECT_EQ(co_await fs::file_size(name), 5u);
    EXPECT_EQ(co_await fs::hard_link_count(name), 1u);
    EXPECT_EQ((co_await fs::status(name)).type(),
              std::filesystem::file_type::regular);
    EXPECT_GT((co_await fs::space(top)).capacity, 0u);
    EXPECT_EQ(co_await fs::canonical(top / "." / "a"),
              std::filesystem::canonical(name));
    EXPECT_EQ(co_await fs::weakly_canonical(top / "b" / ".." / "c"),
              std::filesystem::weakly_canonical(top / "c"));
    EXPECT_EQ(co_await fs::relative(name, top), "a");
    EXPECT_EQ(co_await fs::proximate(name, top), "a");
    EXPECT_TRUE((co_await fs::absolute("a")).is_absolute());
    EXPECT_EQ(co_await fs::current_path(), std::filesystem::current_path());
    EXPECT_TRUE(co_await fs::is_directory(co_await fs::temp_directory_path()));
  }(in.path()));
}

TEST(Fs, Changes) {
  temporary_directory in;
  run_test([](std::filesystem::path top) -> corun::task<> {
    EXPECT_TRUE(co_await fs::create_directories(top / "x" / "y"));
    EXPECT_FALSE(co_await fs::create_directory(top / "x"));
    co_await corun::write_file(top / "a", "12345");
    EXPECT_TRUE(co_await fs::copy_file(top / "a", top / "b"));
    EXPECT_FALSE(co_await fs::copy_file(top / "a", top / "b",
                                        fs::copy_options::skip_existing));
    co_await fs::copy(top / "a", top / "x");
    co_await fs::rename(top / "b", top / "c");
    EXPECT_FALSE(co_await fs::exists(top / "b"));
    co_await fs::resize_file(top / "c", 2);
    EXPECT_EQ(co_await corun::read_file(top / "c"), "12");
    co_await fs::create_symlink(top / "c", top / "link");
    EXPECT_TRUE(co_await fs::is_symlink(top / "link"));
    EXPECT_TRUE((co_await fs::symlink_status(top / "link")).type() ==
                std::filesystem::file_type::symlink);
    EXPECT_EQ(co_await fs::read_symlink(top / "link"), top / "c");
    co_await fs::copy_symlink(top / "link", top / "link2");
    co_await fs::create_directory_symlink(top / "x", top / "xlink");
    co_await fs::create_hard_link(top / "c", top / "hard");
    EXPECT_TRUE(co_await fs::equivalent(top / "c", top / "hard"));
    const auto when = co_await fs::last_write_time(top / "a");
    co_await fs::last_write_time(top / "a", when - std::chrono::hours(1));
    EXPECT_EQ(co_await fs::last_write_time(top / "a"),
              when - std::chrono::hours(1));
    co_await fs::permissions(top / "a", fs::perms::owner_read);
    co_await fs::permissions(top / "a", fs::perms::owner_write,
                             fs::perm_options::add);
    EXPECT_EQ((co_await fs::status(top / "a")).permissions(),
              fs::perms::owner_read | fs::perms::owner_write);

    std::set<std::string> names;
    for (const auto &entry : co_await fs::directory_entries(top / "x"))
      names.insert(entry.path().filename());
    EXPECT_EQ(names, (std::set<std::string>{"a", "y"}));
    EXPECT_EQ((co_await fs::recursive_directory_entries(top)).size(), 9u);

    EXPECT_TRUE(co_await fs::remove(top / "hard"));
    EXPECT_FALSE(co_await fs::remove(top / "hard"));
    EXPECT_EQ(co_await fs::remove_all(top / "x"), 3u);
  }(in.path()));
}

TEST(Fs, FailsAsItsNamesakes) {
  temporary_directory in;
  run_test([](std::filesystem::path top) -> corun::task<> {
    std::string message;
    try {
      co_await fs::file_size(top / "none");
    } catch (const std::filesystem::filesystem_error &e) {
      message = e.what();
      EXPECT_EQ(e.path1(), top / "none");
      EXPECT_EQ(e.code(), std::errc::no_such_file_or_directory);
    }
    EXPECT_THAT(message, testing::HasSubstr("none"));
    std::error_code error;
    co_await fs::file_size(top / "none", error);
    EXPECT_EQ(error, std::errc::no_such_file_or_directory);
    EXPECT_FALSE(co_await fs::remove(top / "none", error));
    EXPECT_FALSE(error);
    co_await fs::rename(top / "none", top / "other", error);
    EXPECT_EQ(error, std::errc::no_such_file_or_directory);
  }(in.path()));
}

TEST(Fs, EmptyPathIsAnError) {
  run_test([]() -> corun::task<> {
    EXPECT_FALSE(co_await fs::exists(""));
    int failures = 0;
    for (auto call : {+[] { return fs::create_directory(""); },
                      +[] { return fs::is_empty(""); }}) {
      try {
        co_await call();
      } catch (const std::filesystem::filesystem_error &) {
        ++failures;
      }
    }
    EXPECT_EQ(failures, 2);
    bool refused = false;
    try {
      co_await fs::directory_entries("");
    } catch (const std::filesystem::filesystem_error &) {
      refused = true;
    }
    EXPECT_TRUE(refused);
  }());
}

TEST(Fs, IsCancelledAtEverySuspension) {
  temporary_directory in;
  cancel_everywhere([&]() -> corun::task<> {
    co_await fs::create_directories(in.path() / "d" / "e");
    co_await fs::directory_entries(in.path());
    co_await fs::remove_all(in.path() / "d");
  });
}

// What waits for a thread when it is cancelled must not happen.
TEST(Fs, CancelledBeforeAThreadIsFreeNeverRuns) {
  temporary_directory in;
  corun::test::busy_pool busy;
  asio::io_context context(1);
  asio::cancellation_signal signal;
  std::exception_ptr error;
  asio::co_spawn(
      context, fs::create_directory(in.path() / "d"),
      asio::bind_cancellation_slot(
          signal.slot(), [&](std::exception_ptr e, bool) { error = e; }));
  context.poll();
  signal.emit(asio::cancellation_type::terminal);
  context.run();
  EXPECT_TRUE(error) << "it ended before a thread was free";
  busy.release();
  EXPECT_FALSE(std::filesystem::exists(in.path() / "d"));
}

} // namespace
