#include "support/stress.hpp"
#include "support/test.hpp"

#include <corun/channel.hpp>

using corun::channel;

namespace {

TEST(Channel, KeepsTheOrder) {
  for (std::size_t capacity : {0, 1, 3, 100}) {
    asio::io_context context(1);
    channel<int> numbers(capacity);
    std::vector<int> seen;
    auto produce = [&]() -> corun::task<> {
      for (int i = 0; i < 20; ++i) {
        co_await numbers.send(i);
        EXPECT_LE(numbers.size(), capacity);
      }
      numbers.close();
    };
    auto consume = [&]() -> corun::task<> {
      while (auto n = co_await numbers.next())
        seen.push_back(*n);
    };
    asio::co_spawn(context, produce(), asio::detached);
    asio::co_spawn(context, consume(), asio::detached);
    context.run();
    std::vector<int> all(20);
    std::iota(all.begin(), all.end(), 0);
    EXPECT_EQ(seen, all) << "capacity " << capacity;
  }
}

TEST(Channel, MovesItems) {
  run_test([]() -> corun::task<> {
    channel<move_only> items(2);
    co_await items.send(move_only(1));
    EXPECT_TRUE(items.try_send(move_only(2)));
    move_only third(3);
    EXPECT_FALSE(items.try_send(std::move(third)));
    // What was not sent is still there.
    EXPECT_EQ(third.get(), 3);
    EXPECT_EQ((co_await items.receive()).get(), 1);
    EXPECT_EQ(items.try_receive()->get(), 2);
    EXPECT_FALSE(items.try_receive());
  }());
}

TEST(Channel, ClosedKeepsWhatWasSent) {
  run_test([]() -> corun::task<> {
    channel<int> numbers(2);
    co_await numbers.send(1);
    numbers.close();
    numbers.close();
    EXPECT_TRUE(numbers.is_closed());
    EXPECT_FALSE(numbers.try_send(2));
    try {
      co_await numbers.send(2);
      ADD_FAILURE();
    } catch (const boost::system::system_error &e) {
      EXPECT_EQ(e.code(), corun::errc::closed);
    }
    EXPECT_EQ(co_await numbers.receive(), 1);
    EXPECT_FALSE(co_await numbers.next());
    try {
      co_await numbers.receive();
      ADD_FAILURE();
    } catch (const boost::system::system_error &e) {
      EXPECT_EQ(e.code(), corun::errc::closed);
      EXPECT_THAT(e.what(), testing::HasSubstr("corun::channel::receive"));
    }
  }());
}

TEST(Channel, ClosingWakesWhoWaits) {
  asio::io_context context(1);
  channel<int> full(1), empty(1);
  EXPECT_TRUE(full.try_send(0));
  int closed = 0;
  auto count = [&](auto &call) -> corun::task<> {
    try {
      co_await call();
    } catch (const boost::system::system_error &e) {
      closed += e.code() == corun::errc::closed;
    }
  };
  auto send = [&] { return full.send(1); };
  auto receive = [&] { return empty.receive(); };
  for (int i = 0; i < 2; ++i) {
    asio::co_spawn(context, count(send), asio::detached);
    asio::co_spawn(context, count(receive), asio::detached);
  }
  context.poll();
  EXPECT_EQ(closed, 0);
  full.close();
  empty.close();
  context.run();
  EXPECT_EQ(closed, 4);
  EXPECT_EQ(full.size(), 1u);
}

TEST(Channel, CancelledAtEverySuspensionNothingIsLost) {
  for (std::size_t capacity : {0, 1}) {
    int sent = 0, received = 0;
    auto items = std::make_shared<channel<int>>(capacity);
    auto drain = [&] {
      while (items->try_receive())
        ++received;
    };
    // A cancelled sender has not sent.
    cancel_everywhere(
        [&]() -> corun::task<> {
          auto slow = [](std::shared_ptr<channel<int>> c,
                         int &n) -> corun::task<> {
            for (int i = 0; i < 6; ++i) {
              co_await corun::yield();
              if (c->try_receive())
                ++n;
            }
          };
          asio::co_spawn(co_await asio::this_coro::executor,
                         slow(items, received), asio::detached);
          for (int i = 0; i < 3; ++i) {
            co_await items->send(i);
            ++sent;
          }
        },
        [&](bool) {
          drain();
          ASSERT_EQ(sent, received);
        });
    // A cancelled receiver has not received.
    sent = received = 0;
    cancel_everywhere(
        [&]() -> corun::task<> {
          auto slow = [](std::shared_ptr<channel<int>> c,
                         int &n) -> corun::task<> {
            for (int i = 0; i < 6; ++i) {
              co_await corun::yield();
              if (c->try_send(i))
                ++n;
            }
          };
          asio::co_spawn(co_await asio::this_coro::executor, slow(items, sent),
                         asio::detached);
          for (int i = 0; i < 3; ++i) {
            co_await items->receive();
            ++received;
          }
        },
        [&](bool) {
          drain();
          ASSERT_EQ(sent, received);
        });
  }
}

TEST(Channel, ContextThatEndsTakesItsWaitersAlong) {
  channel<int> full(0);
  auto alive = std::make_shared<int>();
  {
    asio::io_context context(1);
    asio::co_spawn(
        context,
        [](channel<int> &c, std::shared_ptr<int>) -> corun::task<> {
          co_await c.send(1);
        }(full, alive),
        asio::detached);
    context.poll();
  }
  EXPECT_EQ(alive.use_count(), 1);
  EXPECT_FALSE(full.try_receive());
}

TEST(Channel, LosesNothingAmongManyThreads) {
  for (std::size_t capacity : {0, 4}) {
    channel<int> items(capacity);
    std::atomic<long> sent{0}, received{0};
    std::atomic<int> senders{32};
    const auto result = stress([&](int number) -> corun::task<> {
      if (number % 4 < 2) {
        struct leave {
          channel<int> &c;
          std::atomic<int> &n;
          ~leave() {
            if (--n == 0)
              c.close();
          }
        } at_end{items, senders};
        for (int i = 1; i <= 100; ++i) {
          co_await items.send(i);
          sent += i;
        }
      } else {
        while (auto item = co_await items.next())
          received += *item;
      }
    });
    while (auto item = items.try_receive())
      received += *item;
    EXPECT_EQ(result.ended + result.aborted, 64);
    EXPECT_EQ(sent, received);
    EXPECT_GE(sent, 16 * 5050);
  }
}

} // namespace
