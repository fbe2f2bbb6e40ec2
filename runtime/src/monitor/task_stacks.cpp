#include <corun/task_stacks.hpp>

#include "symbols.hpp"

#include <algorithm>
#include <cstdio>
#include <cstring>

namespace corun {

namespace {

#if CORUN_HAS_AWAITABLE_FRAMES
/// What corun and Asio put between the program's coroutines.
bool is_own(const stack_frame &it) {
  return it.function.find("corun::detail::trace_task") != std::string::npos ||
         it.function.find("co_spawn_entry_point") != std::string::npos;
}

void add_frames(const detail::task_record &from, task_stack &to) {
  from.for_each_frame([&](detail::frame_base *frame) {
    if (frame->*detail::frame_members::thread)
      to.running = true;
    auto functions = detail::name_frames({detail::code_of(frame)});
    // The function itself, not what is inlined at its first instruction.
    stack_frame it = std::move(functions.back());
    if (is_own(it))
      return;
    for (const detail::passed &place : from.passed_)
      if (place.frame == frame) {
        it.file = place.where.file_name();
        it.line = static_cast<int>(place.where.line());
      }
    to.frames.push_back(std::move(it));
  });
}
#else
void add_frames(const detail::task_record &, task_stack &) {}
#endif

} // namespace

std::vector<task_stack> task_stacks(const asio::any_io_executor &executor) {
  std::vector<task_stack> all;
  const auto now = std::chrono::steady_clock::now();
  auto &registry = detail::task_registry::get();
  std::lock_guard lock(registry.mutex);
  for (const detail::task_record &it : registry.tasks) {
    task_stack &stack = all.emplace_back();
    stack.number = it.number_;
    stack.age = now - it.started_;
    stack.started_at = it.started_at_;
    stack.elsewhere = it.executor_ != executor;
    if (!stack.elsewhere)
      add_frames(it, stack);
  }
  return all;
}

std::string to_text(const std::vector<task_stack> &stacks) {
  std::string out;
  for (const task_stack &it : stacks) {
    char age[32];
    std::snprintf(age, sizeof age, "%.3f",
                  std::chrono::duration<double>(it.age).count());
    out += "task " + std::to_string(it.number) + ", " + age + " s";
    out += it.elsewhere ? ", on another executor"
           : it.running ? ", running"
                        : ", suspended";
    if (*it.started_at.file_name())
      out += std::string(", started at ") + it.started_at.file_name() + ':' +
             std::to_string(it.started_at.line());
    out += '\n';
    for (const stack_frame &frame : it.frames) {
      out += "  " + (frame.function.empty() ? "?" : frame.function);
      if (!frame.file.empty())
        out += " at " + frame.file + ':' + std::to_string(frame.line);
      out += '\n';
    }
  }
  return out;
}

} // namespace corun
