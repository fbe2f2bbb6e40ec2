// What the mock of D++ must let a program write.
#include "../mocks/dpp.hpp"

dpp::task<int> eager() { co_return 1; }
dpp::coroutine<int> lazy() { co_return 1; }

dpp::task<> use(dpp::cluster &bot, const dpp::slashcommand_t &event) {
  [[maybe_unused]] int sum = co_await eager() + co_await lazy();
  auto held = eager();
  sum += co_await held;
  co_await event.co_reply();
  co_await bot.co_sleep(1);
  co_await dpp::when_any{eager(), eager()};
}

void top(dpp::cluster &bot) {
  bot.on_slashcommand([](const dpp::slashcommand_t &event) -> dpp::job {
    co_await event.co_reply();
  });
  bot.start_timer([](dpp::timer) {}, 1);
  eager().sync_wait();
}
