#include "support/temporary_directory.hpp"
#include "support/test.hpp"

#include <corun/file.hpp>
#include <corun/whole_file.hpp>

#include <fstream>

using corun::file;
using corun::file_backend;
using corun::open_mode;

namespace {

constexpr auto create = open_mode::read_write | open_mode::create;

std::string message_of(corun::task<> work) {
  try {
    run_test(std::move(work));
  } catch (const boost::system::system_error &e) {
    return e.what();
  }
  return "no error";
}

TEST(WholeFile, WritesReadsAndAppends) {
  temporary_directory in;
  run_test([](std::filesystem::path name) -> corun::task<> {
    co_await corun::write_file(name, std::string("a\0b", 3));
    co_await corun::append_file(name, "c");
    EXPECT_EQ(co_await corun::read_file(name), std::string("a\0bc", 4));
    co_await corun::write_file(name, "");
    EXPECT_EQ(co_await corun::read_file(name), "");
  }(in.path() / "f"));
}

TEST(WholeFile, ReadsMoreThanOnePieceAndFilesWithoutSize) {
  temporary_directory in;
  std::string big(3 * corun::detail::io_piece + 17, 'x');
  big[corun::detail::io_piece] = 'y';
  run_test([](std::filesystem::path name,
              const std::string &content) -> corun::task<> {
    co_await corun::write_file(name, content);
    EXPECT_TRUE(co_await corun::read_file(name) == content);
    EXPECT_THAT(co_await corun::read_file("/proc/self/status"),
                testing::HasSubstr("VmPeak"));
  }(in.path() / "f", big));
}

TEST(WholeFile, ErrorsSayWhatAndWhere) {
  EXPECT_EQ(error_of(corun::read_file("")), corun::errc::invalid_argument);
  EXPECT_EQ(error_of(corun::write_file("", "x")),
            corun::errc::invalid_argument);
  EXPECT_EQ(error_of(corun::append_file("", "x")),
            corun::errc::invalid_argument);
  EXPECT_EQ(error_of(corun::read_file("/nonexistent/f")),
            boost::system::errc::no_such_file_or_directory);
  EXPECT_EQ(error_of(corun::read_file("/")),
            boost::system::errc::is_a_directory);
  EXPECT_THAT(message_of(corun::write_file("/nonexistent/f", "x")),
              testing::AllOf(testing::HasSubstr("corun::write_file"),
                             testing::HasSubstr("/nonexistent/f")));
}

TEST(WholeFile, AFullDiskIsAnError) {
  EXPECT_EQ(error_of(corun::write_file("/dev/full", "x")),
            boost::system::errc::no_space_on_device);
  EXPECT_EQ(error_of(corun::append_file("/dev/full", "x")),
            boost::system::errc::no_space_on_device);
}

TEST(WholeFile, IsCancelledAtEverySuspension) {
  temporary_directory in;
  cancel_everywhere([&]() -> corun::task<> {
    co_await corun::write_file(in.path() / "f", "content");
    co_await corun::append_file(in.path() / "f", "content");
    co_await corun::read_file(in.path() / "f");
  });
}

TEST(WholeFile, ALongReadStopsBetweenPieces) {
  temporary_directory in;
  asio::io_context context(1);
  asio::cancellation_signal signal;
  std::exception_ptr error;
  asio::co_spawn(context, corun::read_file("/dev/zero"),
                 asio::bind_cancellation_slot(
                     signal.slot(),
                     [&](std::exception_ptr e, std::string) { error = e; }));
  context.poll();
  signal.emit(asio::cancellation_type::terminal);
  context.run();
  ASSERT_TRUE(error);
}

TEST(FileBackend, ThePoolIsAlwaysThere) {
  temporary_directory in;
  run_test([](std::filesystem::path name) -> corun::task<> {
    auto f = co_await file::open(name, create, 0600, file_backend::thread_pool);
    EXPECT_EQ(f.backend(), file_backend::thread_pool);
    auto best = co_await file::open(name, create);
    EXPECT_EQ(best.backend() == file_backend::io_uring,
              corun::detail::io_uring_available());
  }(in.path() / "f"));
}

class File : public testing::TestWithParam<file_backend> {
public:
  void SetUp() override {
    if (GetParam() == file_backend::io_uring &&
        !corun::detail::io_uring_available())
      GTEST_SKIP() << "no io_uring here";
  }
  corun::task<file> open(open_mode mode) {
    return file::open(in_.path() / "f", mode, 0600, GetParam());
  }
  temporary_directory in_;
};

INSTANTIATE_TEST_SUITE_P(On, File,
                         testing::Values(file_backend::io_uring,
                                         file_backend::thread_pool),
                         [](const auto &info) {
                           return info.param == file_backend::io_uring
                                      ? "IoUring"
                                      : "ThreadPool";
                         });

TEST_P(File, ReadsAndWritesAtPositions) {
  run_test([](File &self) -> corun::task<> {
    auto f = co_await self.open(create);
    EXPECT_EQ(f.backend(), GetParam());
    co_await f.write_at(4, asio::buffer("efgh", 4));
    co_await f.write_at(0, asio::buffer("abcd", 4));
    EXPECT_EQ(co_await f.read_at(2, 4), "cdef");
    EXPECT_EQ(co_await f.read_at(6, 10), "gh");
    EXPECT_EQ(co_await f.read_at(8, 10), "");
    EXPECT_EQ(co_await f.read_at(0, 0), "");
    EXPECT_EQ(co_await f.size(), 8u);
    co_await f.resize(3);
    co_await f.sync_data();
    co_await f.sync_all();
    EXPECT_EQ(co_await f.size(), 3u);
    co_await f.close();
    EXPECT_FALSE(f.is_open());
    EXPECT_EQ(f.native_handle(), -1);
    EXPECT_EQ(co_await corun::read_file(self.in_.path() / "f"), "abc");
  }(*this));
}

TEST_P(File, ReadsAndWritesInOrder) {
  run_test([](File &self) -> corun::task<> {
    auto f = co_await self.open(create);
    for (int i = 0; i < 10; ++i)
      co_await f.write(asio::buffer("0123456789", 10));
    EXPECT_EQ(f.position(), 100u);
    f.seek(95);
    EXPECT_EQ(co_await f.read(3), "567");
    EXPECT_EQ(co_await f.read(30), "89");
    EXPECT_EQ(co_await f.read(30), "");
    file moved = std::move(f);
    EXPECT_FALSE(f.is_open());
    moved.seek(0);
    EXPECT_EQ(co_await moved.read(2), "01");
    auto appending =
        co_await self.open(open_mode::write_only | open_mode::append);
    co_await appending.write_at(0, asio::buffer("end", 3));
    EXPECT_EQ(co_await moved.read_at(99, 10), "9end");
  }(*this));
}

TEST_P(File, ManyOperationsAtOnce) {
  asio::io_context context(1);
  int done = 0;
  auto work = [&]() -> corun::task<> {
    auto f = co_await open(create);
    auto one = [&](int i) -> corun::task<> {
      std::string block(10000, static_cast<char>('a' + i % 26));
      co_await f.write_at(static_cast<std::uint64_t>(i) * block.size(),
                          asio::buffer(block));
      EXPECT_EQ(co_await f.read_at(static_cast<std::uint64_t>(i) * block.size(),
                                   block.size()),
                block);
      ++done;
    };
    auto ex = co_await asio::this_coro::executor;
    for (int i = 0; i < 200; ++i)
      asio::co_spawn(ex, one(i), asio::detached);
    while (done < 200)
      co_await asio::post(ex, asio::use_awaitable);
  };
  asio::co_spawn(context, work(),
                 [](std::exception_ptr e) { EXPECT_FALSE(e); });
  context.run();
  EXPECT_EQ(done, 200);
}

TEST_P(File, BigTransfers) {
  run_test([](File &self) -> corun::task<> {
    std::string big(5 * corun::detail::io_piece + 3, 'x');
    big.back() = 'y';
    auto f = co_await self.open(create);
    co_await f.write_at(0, asio::buffer(big));
    EXPECT_TRUE(co_await f.read_at(0, big.size()) == big);
  }(*this));
}

TEST_P(File, ErrorsSayWhatAndWhere) {
  EXPECT_EQ(error_of(file::open("", create, 0600, GetParam())),
            corun::errc::invalid_argument);
  EXPECT_EQ(error_of(open(open_mode::read_only)),
            boost::system::errc::no_such_file_or_directory);
  run_test(corun::write_file(in_.path() / "f", "abc"));
  EXPECT_EQ(error_of(open(create | open_mode::exclusive)),
            boost::system::errc::file_exists);
  EXPECT_THAT(message_of([](File &self) -> corun::task<> {
                auto f = co_await self.open(open_mode::read_only);
                co_await f.write_at(0, asio::buffer("x", 1));
              }(*this)),
              testing::AllOf(testing::HasSubstr("corun::file::write_at"),
                             testing::HasSubstr(in_.path().string())));
}

TEST_P(File, AClosedFileIsAnError) {
  file never;
  EXPECT_EQ(error_of(never.read_at(0, 1)), corun::errc::closed);
  EXPECT_EQ(error_of(never.read(1)), corun::errc::closed);
  EXPECT_EQ(error_of([](file &f) -> corun::task<> {
              co_await f.write_at(0, asio::buffer("x", 1));
            }(never)),
            corun::errc::closed);
  EXPECT_EQ(error_of(never.size()), corun::errc::closed);
  EXPECT_EQ(error_of(never.close()), corun::errc::closed);
  EXPECT_EQ(error_of(never.sync_all()), corun::errc::closed);
}

TEST_P(File, AFullDiskIsAnError) {
  EXPECT_EQ(error_of([]() -> corun::task<> {
              auto f = co_await file::open("/dev/full", open_mode::write_only,
                                           0600, GetParam());
              co_await f.write_at(0, asio::buffer("x", 1));
            }()),
            boost::system::errc::no_space_on_device);
}

TEST_P(File, IsCancelledAtEverySuspension) {
  cancel_everywhere([&]() -> corun::task<> {
    auto f = co_await open(create);
    std::string big(2 * corun::detail::io_piece, 'x');
    co_await f.write_at(0, asio::buffer(big));
    co_await f.read_at(0, big.size());
    co_await f.size();
    co_await f.close();
  });
}

TEST_P(File, StaysUsableAfterACancelledRead) {
  asio::io_context context(1);
  asio::cancellation_signal signal;
  std::optional<file> f;
  asio::co_spawn(context, open(create), [&](std::exception_ptr, file opened) {
    f = std::move(opened);
  });
  context.run();
  context.restart();
  ASSERT_TRUE(f && f->is_open());
  for (int i = 0; i < 20; ++i) {
    asio::co_spawn(context, f->read_at(0, 100000),
                   asio::bind_cancellation_slot(
                       signal.slot(), [](std::exception_ptr, std::string) {}));
    context.poll_one();
    signal.emit(asio::cancellation_type::terminal);
    context.run();
    context.restart();
  }
  std::string back;
  asio::co_spawn(
      context,
      [&]() -> corun::task<> {
        co_await f->write_at(0, asio::buffer("still here", 10));
        back = co_await f->read_at(0, 10);
      },
      asio::detached);
  context.run();
  EXPECT_EQ(back, "still here");
  f.reset();
}

} // namespace
