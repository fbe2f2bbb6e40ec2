#include <corun/error.hpp>
#include <corun/loop_monitor.hpp>

#include "symbols.hpp"

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <deque>
#include <execinfo.h>
#include <fcntl.h>
#include <mutex>
#include <pthread.h>
#include <sys/prctl.h>
#include <thread>
#include <ucontext.h>
#include <unistd.h>

namespace corun {

namespace {

constexpr int max_frames = 128;

struct thread_slot : detail::handler_slot {
  pthread_t handle{};
  int thread = 0;
  char name[16] = {};
  bool alive = true;
  // Written by the thread's signal handler, then `sampled` says for which
  // handler.
  void *frames[max_frames] = {};
  int depth = 0;
  std::atomic<std::uint64_t> sampled{0};
  // The monitor's own.
  std::uint64_t asked = 0;
  std::uint64_t reported = 0;
};

/// What the signal handler of this thread writes to.
thread_local thread_slot *current_slot = nullptr;

void *interrupted_at(void *context) {
#if defined(__x86_64__)
  return reinterpret_cast<void *>(
      static_cast<ucontext_t *>(context)->uc_mcontext.gregs[REG_RIP]);
#elif defined(__aarch64__)
  return reinterpret_cast<void *>(
      static_cast<ucontext_t *>(context)->uc_mcontext.pc);
#else
  (void)context;
  return nullptr;
#endif
}

void take_stack(int, siginfo_t *, void *context) {
  const int error = errno;
  if (thread_slot *slot = current_slot) {
    const auto number = slot->number.load(std::memory_order_relaxed);
    void *all[max_frames + 8];
    const int count = ::backtrace(all, max_frames + 8);
    // The first frames are those of this handler.
    int first = 0;
    while (first < count && all[first] != interrupted_at(context))
      ++first;
    if (first == count)
      first = std::min(count, 2);
    slot->depth = std::min(count - first, max_frames);
    std::memcpy(slot->frames, all + first,
                static_cast<std::size_t>(slot->depth) * sizeof(void *));
    if (slot->started.load(std::memory_order_relaxed) != 0)
      slot->sampled.store(number, std::memory_order_release);
  }
  errno = error;
}

int sample_signal() { return SIGRTMIN + 3; }

void install_handler() {
  static const bool once = [] {
    // Loads the unwinder: later would be in a signal handler.
    void *frame;
    ::backtrace(&frame, 1);
    struct sigaction action{};
    action.sa_sigaction = take_stack;
    action.sa_flags = SA_SIGINFO | SA_RESTART;
    return ::sigaction(sample_signal(), &action, nullptr) == 0;
  }();
  (void)once;
}

} // namespace

class loop_monitor::implementation final : public detail::handler_watch {
public:
  explicit implementation(loop_monitor_options options)
      : handler_watch(options.limit.count()),
        shared_(std::make_shared<shared>()), options_(std::move(options)) {
    detail::require(options_.limit >= std::chrono::microseconds(1),
                    "corun::loop_monitor: the limit is below a microsecond");
    if (!options_.output.empty()) {
      file_ = ::open(options_.output.c_str(),
                     O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
      if (file_ < 0)
        detail::throw_error({errno, boost::system::system_category()},
                            "corun::loop_monitor: " + options_.output);
    } else if (!options_.on_held) {
      file_ = 2;
    }
    if (options_.stacks)
      install_handler();
    thread_ = std::thread([this] { look_on(); });
  }

  ~implementation() {
    {
      std::lock_guard lock(shared_->mutex);
      stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
    if (file_ > 2)
      ::close(file_);
  }

  loop_statistics statistics() const {
    std::lock_guard lock(shared_->mutex);
    loop_statistics all;
    for (const auto &slot : shared_->slots) {
      all.handlers += slot.handlers;
      all.total += std::chrono::nanoseconds(slot.total);
      all.longest =
          std::max(all.longest, std::chrono::nanoseconds(slot.longest));
    }
    all.held = held_;
    return all;
  }

private:
  /// Threads may outlive the monitor.
  struct shared {
    std::mutex mutex;
    std::deque<thread_slot> slots;
  };

  /// At the thread's end no more signals may be sent to it.
  struct membership {
    ~membership() {
      current_slot = nullptr;
      for (auto &[of, slot] : all) {
        std::lock_guard lock(of->mutex);
        slot->alive = false;
      }
    }
    std::vector<std::pair<std::shared_ptr<shared>, thread_slot *>> all;
  };

  detail::handler_slot &add_thread() override {
    thread_local membership member;
    for (auto &[of, slot] : member.all)
      if (of == shared_)
        return *(current_slot = slot);
    // Monitors that are gone.
    std::erase_if(member.all,
                  [](auto &it) { return it.first.use_count() == 1; });
    std::lock_guard lock(shared_->mutex);
    auto dead = std::ranges::find(shared_->slots, false, &thread_slot::alive);
    thread_slot &slot =
        dead != shared_->slots.end() ? *dead : shared_->slots.emplace_back();
    slot.alive = true;
    slot.handle = ::pthread_self();
    slot.thread = ::gettid();
    ::prctl(PR_GET_NAME, slot.name);
    member.all.emplace_back(shared_, &slot);
    current_slot = &slot;
    return slot;
  }

  struct finding {
    held_handler what;
    std::vector<void *> frames;
  };

  finding found(thread_slot &slot, std::int64_t ns, bool running) const {
    finding it;
    it.what.held = std::chrono::nanoseconds(ns);
    it.what.running = running;
    it.what.thread = slot.thread;
    it.what.thread_name = slot.name;
    if (slot.sampled.load(std::memory_order_acquire) ==
        slot.number.load(std::memory_order_relaxed))
      it.frames.assign(slot.frames, slot.frames + slot.depth);
    return it;
  }

  void held(detail::handler_slot &of, std::int64_t ns) noexcept override {
    try {
      std::lock_guard lock(shared_->mutex);
      ++held_;
      findings_.push_back(found(static_cast<thread_slot &>(of), ns, false));
    } catch (...) { // No memory for it: it is counted.
    }
    wake_.notify_all();
  }

  void look_on() {
    ::pthread_setname_np(::pthread_self(), "corun-monitor");
    const auto step =
        std::chrono::nanoseconds(std::max<std::int64_t>(limit_ / 4, 250'000));
    std::unique_lock lock(shared_->mutex);
    for (bool stop = false; !stop;) {
      wake_.wait_for(lock, step,
                     [this] { return stopping_ || !findings_.empty(); });
      stop = stopping_;
      for (auto &slot : shared_->slots)
        look_at(slot, stop);
      auto findings = std::exchange(findings_, {});
      lock.unlock();
      for (auto &it : findings)
        report(it);
      lock.lock();
    }
  }

  void look_at(thread_slot &slot, bool last) {
    const auto started = slot.started.load(std::memory_order_acquire);
    const auto number = slot.number.load(std::memory_order_relaxed);
    if (started == 0 || !slot.alive)
      return;
    const auto ns = now() - started;
    // Early enough that its stack is there when it reaches the limit.
    if (options_.stacks && slot.asked != number && ns >= limit_ / 4 * 3) {
      slot.asked = number;
      ::pthread_kill(slot.handle, sample_signal());
    }
    // One that may never end is reported before.
    if (slot.reported != number &&
        (ns >= 10 * limit_ || (last && ns >= limit_))) {
      slot.reported = number;
      findings_.push_back(found(slot, ns, true));
    }
  }

  void report(finding &it) const {
    it.what.frames = detail::name_frames(it.frames);
    if (file_ >= 0) {
      const std::string line = it.what.json() + '\n';
      for (std::size_t done = 0; done < line.size();) {
        const auto n = ::write(file_, line.data() + done, line.size() - done);
        if (n <= 0 && errno != EINTR)
          break;
        done += n > 0 ? static_cast<std::size_t>(n) : 0;
      }
    }
    if (options_.on_held)
      options_.on_held(it.what);
  }

  const std::shared_ptr<shared> shared_;
  const loop_monitor_options options_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::uint64_t held_ = 0;
  std::vector<finding> findings_;
  int file_ = -1;
  std::thread thread_;
};

loop_monitor::loop_monitor(loop_monitor_options options)
    : implementation_(std::make_unique<implementation>(std::move(options))),
      handlers_(implementation_.get()) {}

loop_monitor::~loop_monitor() = default;

loop_statistics loop_monitor::statistics() const {
  return implementation_->statistics();
}

std::string held_handler::json() const {
  char seconds[48];
  std::snprintf(seconds, sizeof seconds, "%.9f",
                std::chrono::duration<double>(held).count());
  std::string out = "{\"kind\":\"handler\",\"seconds\":";
  out += seconds;
  out += ",\"max_seconds\":";
  out += seconds;
  out += ",\"count\":1,\"running\":";
  out += running ? "true" : "false";
  out += ",\"pid\":" + std::to_string(::getpid());
  out += ",\"thread\":" + std::to_string(thread);
  out += ",\"thread_name\":" + detail::quoted(thread_name);
  out += ",\"frames\":[";
  for (const stack_frame &it : frames) {
    out += out.back() == '[' ? "{" : ",{";
    out += "\"function\":" + detail::quoted(it.function);
    out += ",\"file\":" + detail::quoted(it.file);
    out += ",\"line\":" + std::to_string(it.line);
    out += ",\"offset\":" + std::to_string(it.offset);
    out += ",\"module\":" + detail::quoted(it.module) + '}';
  }
  return out + "]}";
}

} // namespace corun
