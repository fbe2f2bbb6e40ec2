#pragma once

#include <cstddef>
#include <new>
#include <type_traits>
#include <utility>
#include <variant>

namespace corun::detail {

/// A place for one completion handler `void(std::monostate)` of any type;
/// that of a suspended coroutine needs no allocation.
class parked_handler {
public:
  parked_handler() = default;
  parked_handler(const parked_handler &) = delete;
  parked_handler &operator=(const parked_handler &) = delete;
  ~parked_handler() { reset(); }

  explicit operator bool() const noexcept { return run_ != nullptr; }

  /// Takes \p handler; the place must be empty.
  template <typename Handler> void emplace(Handler &&handler) {
    using type = std::decay_t<Handler>;
    if constexpr (sizeof(type) <= sizeof(memory_) &&
                  alignof(type) <= alignof(std::max_align_t)) {
      new (memory_) type(std::forward<Handler>(handler));
      run_ = [](void *memory, bool resume) {
        auto *it = std::launder(static_cast<type *>(memory));
        type taken(std::move(*it));
        it->~type();
        if (resume)
          std::move(taken)(std::monostate());
      };
    } else {
      new (memory_) type *(new type(std::forward<Handler>(handler)));
      run_ = [](void *memory, bool resume) {
        type *it = *std::launder(static_cast<type **>(memory));
        type taken(std::move(*it));
        delete it;
        if (resume)
          std::move(taken)(std::monostate());
      };
    }
  }

  /// Calls the handler. The place may be gone when it returns.
  void resume() { std::exchange(run_, nullptr)(memory_, true); }

  /// Destroys the handler.
  void reset() {
    if (run_)
      std::exchange(run_, nullptr)(memory_, false);
  }

private:
  void (*run_)(void *memory, bool resume) = nullptr;
  alignas(std::max_align_t) unsigned char memory_[4 * sizeof(void *)];
};

} // namespace corun::detail
