#pragma once

#include <utility>

namespace corun::detail {

// Owns a C library's handle and still passes for it: what lets
// `PGresult *r = PQexec(...)` become `PGresult *r = co_await exec(...)`.
//
// An lvalue lends its pointer. An rvalue gives it away, so that a raw pointer,
// a std::unique_ptr or a releasing function that takes the result of a
// co_await owns it, as it owned what the C function gave.
template <class T, auto Release> class owner {
public:
  owner() = default;
  explicit owner(T *handle) noexcept : handle_(handle) {}
  owner(owner &&other) noexcept : handle_(other.release()) {}
  owner &operator=(owner &&other) noexcept {
    reset(other.release());
    return *this;
  }
  ~owner() { reset(); }

  T *get() const noexcept { return handle_; }
  T *release() noexcept { return std::exchange(handle_, nullptr); }
  void reset(T *handle = nullptr) noexcept {
    if (T *old = std::exchange(handle_, handle))
      Release(old);
  }

  T *operator->() const noexcept { return handle_; }

  // Asking is not taking: both are needed, or an rvalue would give its pointer
  // away to be asked.
  explicit operator bool() const & noexcept { return handle_ != nullptr; }
  explicit operator bool() && noexcept { return handle_ != nullptr; }

  operator T *() const & noexcept { return handle_; }
  operator T *() && noexcept { return release(); }

private:
  T *handle_ = nullptr;
};

} // namespace corun::detail
