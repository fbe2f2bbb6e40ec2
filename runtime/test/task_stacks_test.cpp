#include "support/test.hpp"

#include <corun/event.hpp>
#include <corun/gather.hpp>
#include <corun/run.hpp>
#include <corun/scope.hpp>
#include <corun/spawn.hpp>
#include <corun/task_stacks.hpp>

namespace {

using corun::task;
using corun::task_stack;

struct debugging {
  debugging() { corun::debug_tasks(true); }
  ~debugging() { corun::debug_tasks(false); }
};

task<> innermost(corun::event &go) { co_await go.wait(); }

task<> middle(corun::event &go) { co_await innermost(go); }

task<int> outermost(corun::event &go) {
  co_await middle(go);
  co_return 7;
}

task<> marks(corun::event &go, int &line) {
  co_await corun::here();
  line = __LINE__ + 1;
  co_await corun::here();
  co_await innermost(go);
}

std::vector<std::string> functions(const task_stack &stack) {
  std::vector<std::string> names;
  for (const auto &it : stack.frames)
    names.push_back(it.function);
  return names;
}

const task_stack *with(const std::vector<task_stack> &all,
                       std::string_view function) {
  for (const task_stack &it : all)
    for (const std::string &name : functions(it))
      if (name.find(function) != std::string::npos)
        return &it;
  return nullptr;
}

TEST(TaskStacks, ShowsWhoAwaitsWhom) {
  debugging on;
  run_test([]() -> task<> {
    auto executor = co_await asio::this_coro::executor;
    corun::event go;
    auto spawned = corun::spawn(executor, outermost(go));
    co_await corun::yield();
    const auto all = corun::task_stacks(executor);
    const task_stack *stack = with(all, "outermost");
    EXPECT_TRUE(stack) << corun::to_text(all);
    if (stack) {
      EXPECT_FALSE(stack->running);
      // The event's wait is a coroutine too.
      auto names = functions(*stack);
      EXPECT_GE(names.size(), 3U) << corun::to_text(all);
      EXPECT_THAT(names[names.size() - 3], testing::HasSubstr("innermost("));
      EXPECT_THAT(names[names.size() - 2], testing::HasSubstr("middle("));
      EXPECT_THAT(names[names.size() - 1], testing::HasSubstr("outermost("));
      EXPECT_THAT(stack->frames.back().file,
                  testing::EndsWith("task_stacks_test.cpp"));
      EXPECT_GT(stack->frames.back().line, 0);
    }
    go.set();
    EXPECT_EQ(co_await spawned.join(), 7);
    EXPECT_FALSE(with(corun::task_stacks(executor), "outermost"));
  }());
}

TEST(TaskStacks, ShowsTheLastLineThatHasBeenNoted) {
  debugging on;
  run_test([]() -> task<> {
    auto executor = co_await asio::this_coro::executor;
    corun::event go;
    int line = 0;
    auto spawned = corun::spawn(executor, marks(go, line));
    co_await corun::yield();
    const auto all = corun::task_stacks(executor);
    const task_stack *stack = with(all, "marks");
    EXPECT_TRUE(stack);
    if (stack) {
      EXPECT_EQ(stack->frames.back().line, line);
    }
    go.set();
    co_await spawned.join();
  }());
}

TEST(TaskStacks, ListsTheTasksOfCombinators) {
  debugging on;
  run_test([]() -> task<> {
    auto executor = co_await asio::this_coro::executor;
    corun::event go;
    auto look = [&]() -> task<int> {
      co_await corun::yield();
      const auto all = corun::task_stacks(executor);
      // Both waiting ones, and this one.
      EXPECT_EQ(all.size(), 3U) << corun::to_text(all);
      EXPECT_EQ(std::ranges::count(all, true, &task_stack::running), 1);
      go.set();
      co_return 0;
    };
    co_await corun::gather(outermost(go), outermost(go), look());
    EXPECT_TRUE(corun::task_stacks(executor).empty());
  }());
}

TEST(TaskStacks, ShowsTasksOfOtherExecutorsWithoutFrames) {
  asio::io_context other(1);
  corun::event go;
  asio::co_spawn(other, corun::traced(outermost(go)), asio::detached);
  other.poll();
  run_test([]() -> task<> {
    const auto all = corun::task_stacks(co_await asio::this_coro::executor);
    EXPECT_EQ(all.size(), 1U);
    EXPECT_TRUE(all[0].elsewhere);
    EXPECT_TRUE(all[0].frames.empty());
    EXPECT_THAT(all[0].started_at.file_name(),
                testing::EndsWith("task_stacks_test.cpp"));
    EXPECT_THAT(corun::to_text(all), testing::HasSubstr("another executor"));
  }());
  go.set();
  other.run();
  EXPECT_TRUE(corun::task_stacks(other.get_executor()).empty());
}

TEST(TaskStacks, ForgetsTasksWhoseContextEnds) {
  {
    asio::io_context context(1);
    corun::event go;
    asio::co_spawn(context, corun::traced(outermost(go)), asio::detached);
    context.poll();
    EXPECT_EQ(corun::task_stacks(context.get_executor()).size(), 1U);
  }
  asio::io_context context;
  EXPECT_TRUE(corun::task_stacks(context.get_executor()).empty());
}

TEST(TaskStacks, ChangesNothingForTheTask) {
  debugging on;
  EXPECT_EQ(run_test(corun::traced(corun::test::after(3, std::string("a")))),
            "a");
  EXPECT_THROW(run_test(corun::traced(corun::test::fail_after(2))),
               std::runtime_error);
  corun::test::cancel_everywhere(
      [] { return corun::traced(corun::test::after(3)); });
  corun::test::cancel_everywhere([]() -> task<> {
    co_await corun::gather(corun::test::after(2), corun::test::after(3));
  });
  EXPECT_EQ(corun::run([]() -> task<int> {
              co_await corun::here();
              co_return 5;
            }()),
            5);
}

TEST(TaskStacks, HereIsNothingInATaskThatIsNotTraced) {
  run_test([]() -> task<> {
    co_await corun::here();
    EXPECT_TRUE(corun::task_stacks(co_await asio::this_coro::executor).empty());
  }());
}

} // namespace
