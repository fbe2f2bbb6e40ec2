#include "support/environment.hpp"
#include "support/proxy.hpp"
#include "support/test.hpp"

#include <corun/redis.hpp>

namespace redis = corun::redis;

namespace {

corun::task<redis::context>
open(int port = port_from("CORUN_TEST_REDIS_PORT")) {
  auto c = co_await redis::connect("127.0.0.1", port);
  if (c->err)
    throw std::runtime_error(c->errstr);
  co_return c;
}

corun::task<> expect_usable(redisContext *c) {
  const auto r = co_await redis::command(c, "ECHO %s", "still here");
  EXPECT_TRUE(r) << c->errstr;
  if (r) {
    EXPECT_STREQ(r->str, "still here");
  }
}

// Runs `work` and cancels it once `ready` says so.
template <class T, class Ready>
std::exception_ptr cancelled_when(corun::task<T> work, Ready ready) {
  asio::io_context context(1);
  asio::cancellation_signal signal;
  std::exception_ptr error;
  asio::co_spawn(
      context, std::move(work),
      asio::bind_cancellation_slot(
          signal.slot(), [&](std::exception_ptr e, auto &&...) { error = e; }));
  asio::co_spawn(
      context,
      [&]() -> corun::task<> {
        co_await ready();
        signal.emit(asio::cancellation_type::terminal);
      },
      asio::detached);
  context.run();
  return error;
}

corun::task<> blocked_client() {
  auto other = co_await open();
  for (;;) {
    const auto r = co_await redis::command(other, "INFO clients");
    if (std::string_view(r->str).find("blocked_clients:1") !=
        std::string_view::npos)
      co_return;
  }
}

TEST(Redis, Commands) {
  run_test([]() -> corun::task<> {
    auto c = co_await open();
    auto r =
        co_await redis::command(c, "SET %s %b", "key", "a\0b", std::size_t{3});
    EXPECT_STREQ(r->str, "OK");
    r = co_await redis::command(c, "GET key");
    EXPECT_EQ(std::string(r->str, r->len), std::string("a\0b", 3));
    const char *arguments[] = {"STRLEN", "key"};
    r = co_await redis::command(c, 2, arguments, nullptr);
    EXPECT_EQ(r->integer, 3);
    r = co_await redis::command(c, "NONSENSE");
    EXPECT_EQ(r->type, REDIS_REPLY_ERROR);
    co_await expect_usable(c);
  }());
}

TEST(Redis, ConnectsInEachForm) {
  run_test([]() -> corun::task<> {
    const auto path = environment("CORUN_TEST_REDIS_SOCKET");
    const int port = port_from("CORUN_TEST_REDIS_PORT");
    const timeval second{1, 0};
    auto a = co_await redis::connect("localhost", port);
    auto b = co_await redis::connect("127.0.0.1", port, second);
    auto c = co_await redis::connect(path.c_str());
    auto d = co_await redis::connect(path.c_str(), second);
    for (redisContext *each : {a.get(), b.get(), c.get(), d.get()})
      co_await expect_usable(each);
  }());
}

// The edits that a fix makes must compile and own what they owned before.
TEST(Redis, RepliesPassForTheLibrarysOwn) {
  run_test([]() -> corun::task<> {
    redisContext *raw = co_await open();
    void *answer = co_await redis::command(raw, "ECHO a");
    freeReplyObject(answer);
    auto *r = static_cast<redisReply *>(co_await redis::command(raw, "ECHO b"));
    EXPECT_STREQ(r->str, "b");
    freeReplyObject(r);
    auto owned = co_await redis::command(raw, "ECHO c");
    freeReplyObject(owned);
    EXPECT_EQ(owned.get(), nullptr);
    redisFree(raw);
  }());
}

// Code that is not yet rewritten goes on working beside code that is.
TEST(Redis, ContextsKeepTheirMode) {
  const int port = port_from("CORUN_TEST_REDIS_PORT");
  auto c = run_test(open());
  redis::reply r(static_cast<redisReply *>(redisCommand(c, "ECHO mixed")));
  ASSERT_TRUE(r);
  EXPECT_STREQ(r->str, "mixed");
  run_test(expect_usable(c));
  r.reset(static_cast<redisReply *>(redisCommand(c, "ECHO again")));
  ASSERT_TRUE(r);

  redis::context blocking(redisConnect("127.0.0.1", port));
  run_test(expect_usable(blocking));
  EXPECT_TRUE(blocking->flags & REDIS_BLOCK);
  redis::context free_running(redisConnectNonBlock("127.0.0.1", port));
  run_test(expect_usable(free_running));
  EXPECT_FALSE(free_running->flags & REDIS_BLOCK);
}

TEST(Redis, Pipelines) {
  run_test([]() -> corun::task<> {
    auto c = co_await open();
    redis::pipeline p(c);
    const char *arguments[] = {"ECHO", "last"};
    p.add("DEL counter").add("INCR counter").add("INCRBY counter %d", 5);
    p.add(2, arguments, nullptr);
    const auto replies = co_await p.run();
    EXPECT_EQ(replies.size(), 4u);
    EXPECT_EQ(replies[2]->integer, 6);
    EXPECT_STREQ(replies[3]->str, "last");
    EXPECT_TRUE((co_await p.run()).empty());

    redisAppendCommand(c, "ECHO one");
    redisAppendCommand(c, "ECHO two");
    EXPECT_STREQ((co_await redis::get_reply(c))->str, "one");
    EXPECT_STREQ((co_await redis::get_reply(c))->str, "two");
  }());
}

TEST(Redis, MovesMuchBothWays) {
  run_test([]() -> corun::task<> {
    auto c = co_await open();
    const std::string much(8 << 20, 'x');
    auto r = co_await redis::command(c, "ECHO %b", much.data(), much.size());
    EXPECT_EQ(r->len, much.size());
    // The server sends while it still reads: both must go on.
    redis::pipeline p(c);
    for (int i = 0; i < 400; ++i)
      p.add("ECHO %b", much.data(), std::size_t{100000});
    EXPECT_EQ((co_await p.run()).size(), 400u);
  }());
}

TEST(Redis, Subscriptions) {
  run_test([]() -> corun::task<> {
    auto listening = co_await open();
    auto sending = co_await open();
    co_await redis::command(listening, "SUBSCRIBE news");
    co_await redis::command(sending, "PUBLISH news hello");
    const auto message = co_await redis::get_reply(listening);
    EXPECT_STREQ(message->element[2]->str, "hello");
  }());
}

TEST(Redis, ManyConnectionsOnOneThread) {
  asio::io_context context(1);
  int done = 0;
  auto worker = [&]() -> corun::task<> {
    auto c = co_await open();
    for (int i = 0; i < 20; ++i)
      co_await expect_usable(c);
    ++done;
  };
  for (int i = 0; i < 40; ++i)
    asio::co_spawn(context, worker(),
                   [](std::exception_ptr e) { EXPECT_FALSE(e); });
  context.run();
  EXPECT_EQ(done, 40);
}

TEST(RedisErrors, BadInput) {
  const auto invalid = corun::errc::invalid_argument;
  EXPECT_EQ(thrown([] { return redis::command(nullptr, "PING"); }), invalid);
  EXPECT_EQ(thrown([] { return redis::get_reply(nullptr); }), invalid);
  EXPECT_EQ(thrown([] { return redis::reconnect(nullptr); }), invalid);
  EXPECT_EQ(thrown([] { return redis::connect(nullptr); }), invalid);
  EXPECT_EQ(thrown([] { return redis::connect(""); }), invalid);
  EXPECT_EQ(thrown([] { return redis::connect("", 1); }), invalid);
  EXPECT_EQ(thrown([] { return redis::connect("localhost", -1); }), invalid);
  EXPECT_EQ(thrown([] { return redis::connect("localhost", 1, {-1, 0}); }),
            invalid);
  EXPECT_THROW(redis::pipeline(nullptr), boost::system::system_error);
  auto c = run_test(open());
  redisContext *raw = c;
  EXPECT_EQ(thrown([raw] {
              return redis::command(raw, static_cast<const char *>(nullptr));
            }),
            invalid);
  EXPECT_EQ(thrown([raw] { return redis::command(raw, 0, nullptr, nullptr); }),
            invalid);
  EXPECT_EQ(thrown([raw] { return redis::command(raw, "%y"); }), invalid);
  run_test(expect_usable(c));
}

TEST(RedisErrors, ConnectionRefused) {
  auto c = run_test(redis::connect("127.0.0.1", 1));
  EXPECT_EQ(c->err, REDIS_ERR_IO);
  EXPECT_THAT(c->errstr, testing::HasSubstr("refused"));
  EXPECT_EQ(error_of(redis::command(c, "PING")), corun::errc::closed);
  EXPECT_EQ(run_test(redis::reconnect(c)), REDIS_ERR);
  auto unknown = run_test(redis::connect("no-such-host.invalid", 1));
  EXPECT_NE(unknown->err, 0);
  auto no_file = run_test(redis::connect("/nonexistent"));
  EXPECT_NE(no_file->err, 0);
}

TEST(RedisErrors, TwoTasksOnOneContext) {
  auto c = run_test(open());
  expect_busy(redis::command(c, "PING"), redis::command(c, "PING"));
}

TEST(RedisErrors, TheServerClosesInMidCommand) {
  run_test([]() -> corun::task<> {
    auto c = co_await open();
    auto killer = co_await open();
    const auto id = co_await redis::command(c, "CLIENT ID");
    redisAppendCommand(c, "BLPOP nothing 0");
    auto ex = co_await asio::this_coro::executor;
    asio::co_spawn(
        ex,
        [](redisContext *k, long long victim) -> corun::task<> {
          co_await blocked_client();
          co_await redis::command(k, "CLIENT KILL ID %lld", victim);
        }(killer, id->integer),
        asio::detached);
    EXPECT_FALSE(co_await redis::get_reply(c));
    EXPECT_EQ(c->err, REDIS_ERR_EOF);
    EXPECT_EQ(co_await redis::reconnect(c), REDIS_OK);
    co_await expect_usable(c);
    redis::pipeline p(c);
    p.add("PING").add("QUIT").add("PING");
    bool closed = false;
    try {
      co_await p.run();
    } catch (const boost::system::system_error &e) {
      closed = e.code() == corun::errc::closed;
    }
    EXPECT_TRUE(closed);
  }());
}

TEST(RedisCancel, AtEverySuspension) {
  cancel_everywhere([]() -> corun::task<> { co_await open(); });
  auto c = run_test(open());
  cancel_everywhere(
      [&]() -> corun::task<> {
        co_await redis::command(c, "SET a b");
        redis::pipeline p(c);
        p.add("PING").add("GET a");
        co_await p.run();
      },
      [&](bool) { run_test(expect_usable(c)); });
}

TEST(RedisCancel, ABlockingCommandBreaksTheContext) {
  auto c = run_test(open());
  const auto error =
      cancelled_when(redis::command(c, "BLPOP nothing 0"), &blocked_client);
  EXPECT_EQ(code_of(error), asio::error::operation_aborted);
  EXPECT_NE(c->err, 0);
  EXPECT_EQ(error_of(redis::command(c, "PING")), corun::errc::closed);
  EXPECT_EQ(run_test(redis::reconnect(c)), REDIS_OK);
  run_test(expect_usable(c));
}

TEST(RedisCancel, GetReplyLosesNothing) {
  auto c = run_test(open());
  redisAppendCommand(c, "BLPOP later 0");
  const auto error = cancelled_when(redis::get_reply(c), &blocked_client);
  EXPECT_EQ(code_of(error), asio::error::operation_aborted);
  auto other = run_test(open());
  run_test([](redisContext *o) -> corun::task<> {
    co_await redis::command(o, "LPUSH later x");
  }(other));
  EXPECT_STREQ(run_test(redis::get_reply(c))->element[1]->str, "x");
}

TEST(RedisFaults, AStalledServer) {
  corun::test::proxy network(port_from("CORUN_TEST_REDIS_PORT"));
  auto c = run_test(open(network.port()));
  network.stall();
  const auto start = std::chrono::steady_clock::now();
  const auto error =
      cancelled_when(redis::command(c, "PING"), []() -> corun::task<> {
        asio::steady_timer limit(co_await asio::this_coro::executor, 50ms);
        co_await limit.async_wait(asio::use_awaitable);
      });
  EXPECT_EQ(code_of(error), asio::error::operation_aborted);
  EXPECT_LT(std::chrono::steady_clock::now() - start, redis::cancel_grace + 1s);
  EXPECT_EQ(error_of(redis::command(c, "PING")), corun::errc::closed);
}

// Last: stops the server.
TEST(RedisFaults, TheServerDies) {
  run_test([]() -> corun::task<> {
    auto c = co_await open();
    EXPECT_FALSE(co_await redis::command(c, "SHUTDOWN NOSAVE NOW"));
    EXPECT_NE(c->err, 0);
    EXPECT_EQ(co_await redis::reconnect(c), REDIS_ERR);
  }());
}

} // namespace
