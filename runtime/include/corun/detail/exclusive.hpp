#pragma once

#include <corun/error.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_set>

namespace corun::detail {

// Holds a C library's handle for one task. A handle that blocking code shared
// between sessions without harm is corrupted when two coroutines interleave on
// it; this makes that errc::busy.
class exclusive {
public:
  exclusive(const void *handle, const char *where) : handle_(handle) {
    auto &s = shard_of(handle);
    std::lock_guard lock(s.mutex);
    if (!s.handles.insert(handle).second)
      throw_error(errc::busy,
                  std::string(where) + ": another task is using this handle");
  }
  exclusive(const exclusive &) = delete;
  exclusive &operator=(const exclusive &) = delete;
  ~exclusive() {
    auto &s = shard_of(handle_);
    std::lock_guard lock(s.mutex);
    s.handles.erase(handle_);
  }

private:
  struct shard {
    std::mutex mutex;
    std::unordered_set<const void *> handles;
  };

  static shard &shard_of(const void *handle) {
    // Never destroyed: coroutines end after static objects where a context is
    // one itself.
    static auto &shards = *new std::array<shard, 16>;
    return shards[(reinterpret_cast<std::uintptr_t>(handle) >> 6) %
                  shards.size()];
  }

  const void *handle_;
};

} // namespace corun::detail
