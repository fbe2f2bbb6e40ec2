#pragma once

#include <corun/detail/awaitable_frames.hpp>
#include <corun/task.hpp>

#include <boost/intrusive/list.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <source_location>
#include <utility>
#include <vector>

namespace corun::detail {

/// A place that a coroutine has passed, by `co_await corun::here()`.
struct passed {
  const void *frame;
  std::source_location where;
};

class task_record;
using task_link = boost::intrusive::list_base_hook<>;

/// All traced tasks of the program.
class task_registry {
public:
  static task_registry &get() {
    // Tasks may end after static objects have.
    static task_registry &all = *new task_registry;
    return all;
  }

  static std::atomic<bool> &enabled() noexcept {
    static std::atomic<bool> on = [] {
      const char *wish = std::getenv("CORUN_DEBUG_TASKS");
      return wish && *wish && std::strcmp(wish, "0") != 0;
    }();
    return on;
  }

  std::mutex mutex;
  boost::intrusive::list<task_record, boost::intrusive::base_hook<task_link>,
                         boost::intrusive::constant_time_size<false>>
      tasks;
  std::uint64_t last = 0;
};

/// One traced task, for as long as its frame is there.
class task_record : public task_link {
public:
  task_record(asio::any_io_executor executor, std::source_location where)
      : executor_(std::move(executor)), started_at_(where) {
    auto &all = task_registry::get();
    std::lock_guard lock(all.mutex);
    number_ = ++all.last;
    all.tasks.push_back(*this);
  }
  ~task_record() {
    auto &all = task_registry::get();
    std::lock_guard lock(all.mutex);
    all.tasks.erase(all.tasks.iterator_to(*this));
  }
  task_record(const task_record &) = delete;
  task_record &operator=(const task_record &) = delete;

  const asio::any_io_executor executor_;
  const std::source_location started_at_;
  const std::chrono::steady_clock::time_point started_ =
      std::chrono::steady_clock::now();
  std::uint64_t number_ = 0;

#if CORUN_HAS_AWAITABLE_FRAMES
  entry_frame *entry_ = nullptr;
  std::vector<passed> passed_;

  void attach(frame_base *frame) {
    std::lock_guard lock(task_registry::get().mutex);
    entry_ = (frame->*frame_members::thread)->entry_point();
  }

  /// The innermost coroutine, then who awaits it and so on.
  template <typename Use> void for_each_frame(Use use) const {
    if (!entry_)
      return;
    for (frame_base *it = entry_->*top_of_stack(); it && it != entry_;
         it = it->*frame_members::caller)
      use(it);
  }

  /// Of each frame the last place.
  void pass(frame_base *frame, std::source_location where) {
    std::vector<passed> kept;
    for_each_frame([&](frame_base *it) {
      for (const passed &place : passed_)
        if (place.frame == it && it != frame)
          kept.push_back(place);
    });
    kept.push_back({frame, where});
    passed_ = std::move(kept);
  }
#endif
};

#if CORUN_HAS_AWAITABLE_FRAMES
struct note_place {
  void operator()(frame_base *frame) const {
    auto &all = task_registry::get();
    entry_frame *entry = (frame->*frame_members::thread)->entry_point();
    std::lock_guard lock(all.mutex);
    for (task_record &it : all.tasks)
      if (it.entry_ == entry)
        it.pass(frame, where);
  }
  std::source_location where;
};
#endif

/// Runs \p work, listed.
template <typename T>
task<T> trace_task(task<T> work, std::source_location where) {
  task_record record(co_await asio::this_coro::executor, where);
#if CORUN_HAS_AWAITABLE_FRAMES
  auto attach = [&record](frame_base *frame) { record.attach(frame); };
  co_await with_frame<decltype(attach)>{attach};
#endif
  co_return co_await std::move(work);
}

} // namespace corun::detail
