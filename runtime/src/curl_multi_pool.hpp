#pragma once

#include <curl/curl.h>

#include <cstddef>
#include <mutex>
#include <new>
#include <utility>
#include <vector>

namespace corun::curl {

/// Multi handles between their transfers. A multi handle holds the connections
/// that its transfers left open, so the one that `handle` used last is given to
/// it again, else the one that was used last at all.
///
/// A multi handle for each transfer, as curl_easy_perform has it, instead of
/// one for all: transfers on several threads then share nothing.
class multi_pool {
public:
  static multi_pool &instance() {
    // Never destroyed: coroutines may end after static objects.
    static auto &pool = *new multi_pool;
    return pool;
  }

  CURLM *take(const CURL *handle) {
    {
      std::lock_guard lock(mutex_);
      for (std::size_t i = idle_.size(); i-- > 0;)
        if (idle_[i].first == handle)
          return take_at(i);
      if (!idle_.empty())
        return take_at(idle_.size() - 1);
    }
    CURLM *fresh = curl_multi_init();
    if (!fresh)
      throw std::bad_alloc();
    curl_multi_setopt(fresh, CURLMOPT_MAXCONNECTS, 8L);
    return fresh;
  }

  void give_back(const CURL *handle, CURLM *multi) noexcept {
    try {
      std::lock_guard lock(mutex_);
      if (idle_.size() < limit) {
        idle_.emplace_back(handle, multi);
        return;
      }
    } catch (const std::bad_alloc &) {
    }
    curl_multi_cleanup(multi);
  }

private:
  static constexpr std::size_t limit = 64;

  CURLM *take_at(std::size_t i) {
    CURLM *multi = idle_[i].second;
    idle_.erase(idle_.begin() + static_cast<std::ptrdiff_t>(i));
    return multi;
  }

  std::mutex mutex_;
  std::vector<std::pair<const CURL *, CURLM *>> idle_;
};

class leased_multi {
public:
  explicit leased_multi(const CURL *handle)
      : handle_(handle), multi_(multi_pool::instance().take(handle)) {}
  leased_multi(const leased_multi &) = delete;
  leased_multi &operator=(const leased_multi &) = delete;
  ~leased_multi() { give_back(); }

  CURLM *get() const noexcept { return multi_; }
  void give_back() noexcept {
    if (CURLM *multi = std::exchange(multi_, nullptr))
      multi_pool::instance().give_back(handle_, multi);
  }

private:
  const CURL *handle_;
  CURLM *multi_;
};

} // namespace corun::curl
