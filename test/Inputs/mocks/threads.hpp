//===--- threads.hpp - locks and scopes of threads --------------*- C++ -*-===//
//
// Names only: of Abseil, Boost, Qt, folly, Python's bindings and tracers.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_TEST_MOCKS_THREADS_HPP
#define COTIDY_TEST_MOCKS_THREADS_HPP

#include <memory>
#include <utility>

namespace absl {
class __attribute__((capability("mutex"))) Mutex {
public:
  void Lock() __attribute__((acquire_capability()));
  void Unlock() __attribute__((release_capability()));
  void ReaderLock() __attribute__((acquire_shared_capability()));
  void ReaderUnlock() __attribute__((release_shared_capability()));
  bool TryLock() __attribute__((try_acquire_capability(true)));

private:
  long state;
};
class __attribute__((scoped_lockable)) MutexLock {
public:
  explicit MutexLock(Mutex *mu) __attribute__((acquire_capability(mu)));
  MutexLock(const MutexLock &) = delete;
  ~MutexLock() __attribute__((release_capability()));
};
class __attribute__((scoped_lockable)) ReleasableMutexLock {
public:
  explicit ReleasableMutexLock(Mutex *mu)
      __attribute__((acquire_capability(mu)));
  ReleasableMutexLock(const ReleasableMutexLock &) = delete;
  ~ReleasableMutexLock() __attribute__((release_capability()));
  void Release() __attribute__((release_capability()));
};
} // namespace absl

namespace boost {
class mutex {
public:
  void lock();
  void unlock();
  bool try_lock();

private:
  long state;
};
struct defer_lock_t {};
inline constexpr defer_lock_t defer_lock{};
template <typename Mutex> class lock_guard {
public:
  explicit lock_guard(Mutex &m);
  lock_guard(const lock_guard &) = delete;
  ~lock_guard();
};
template <typename Mutex> class unique_lock {
public:
  unique_lock() noexcept;
  explicit unique_lock(Mutex &m);
  unique_lock(Mutex &m, defer_lock_t) noexcept;
  unique_lock(unique_lock &&) noexcept;
  unique_lock &operator=(unique_lock &&) noexcept;
  ~unique_lock();
  void lock();
  void unlock();
  bool owns_lock() const noexcept;
};
template <typename T> class thread_specific_ptr {
public:
  T *get() const;
  T *operator->() const;
  T &operator*() const;
};
} // namespace boost

class QMutex {
public:
  void lock();
  bool tryLock(int timeout = 0);
  void unlock();

private:
  void *d;
};
template <typename Mutex> class QMutexLocker {
public:
  explicit QMutexLocker(Mutex *mutex);
  QMutexLocker(const QMutexLocker &) = delete;
  ~QMutexLocker();
  void unlock();
  void relock();
};
class QReadWriteLock {
public:
  void lockForRead();
  void lockForWrite();
  void unlock();

private:
  void *d;
};
class QReadLocker {
public:
  explicit QReadLocker(QReadWriteLock *lock);
  ~QReadLocker();
  void unlock();
};

namespace folly {
template <bool ReaderPriority> class SharedMutexImpl {
public:
  void lock();
  bool try_lock();
  void unlock();
  void lock_shared();
  void unlock_shared();

private:
  unsigned state;
};
using SharedMutex = SharedMutexImpl<false>;
template <typename Synchronized, typename Policy> class LockedPtr {
public:
  using Data = typename Synchronized::DataType;
  LockedPtr() noexcept;
  LockedPtr(LockedPtr &&) noexcept;
  LockedPtr &operator=(LockedPtr &&) noexcept;
  ~LockedPtr();
  Data *operator->() const;
  Data &operator*() const;
  void unlock();
};
template <typename T, typename Mutex = SharedMutex> class Synchronized {
public:
  using DataType = T;
  LockedPtr<Synchronized, int> wlock();
  LockedPtr<Synchronized, const int> rlock();
  T copy() const;
};
class RequestContext;
class RequestContextScopeGuard {
public:
  RequestContextScopeGuard();
  ~RequestContextScopeGuard();
};
template <typename Tag> class rcu_reader_domain {
public:
  rcu_reader_domain() noexcept;
  rcu_reader_domain(rcu_reader_domain &&) noexcept;
  ~rcu_reader_domain();
};
using rcu_reader = rcu_reader_domain<int>;
template <typename T> class ThreadLocal {
public:
  T *get() const;
  T *operator->() const;
  T &operator*() const;
};
} // namespace folly

namespace pybind11 {
class gil_scoped_acquire {
public:
  gil_scoped_acquire();
  gil_scoped_acquire(const gil_scoped_acquire &) = delete;
  ~gil_scoped_acquire();
};
class gil_scoped_release {
public:
  gil_scoped_release();
  gil_scoped_release(const gil_scoped_release &) = delete;
  ~gil_scoped_release();
};
} // namespace pybind11

namespace opentelemetry {
inline namespace v1 {
namespace trace {
class Span;
class Scope final {
public:
  explicit Scope(const std::shared_ptr<Span> &span) noexcept;
  ~Scope();
};
} // namespace trace
namespace context {
class Token {
public:
  ~Token() noexcept;
};
class RuntimeContext {
public:
  static std::unique_ptr<Token> Attach(int context) noexcept;
};
} // namespace context
} // namespace v1
} // namespace opentelemetry

namespace tracy {
class ScopedZone {
public:
  explicit ScopedZone(const char *name, bool active = true);
  ~ScopedZone();
};
} // namespace tracy

namespace c10 {
class InferenceMode {
public:
  explicit InferenceMode(bool enabled = true);
  ~InferenceMode();
};
namespace cuda {
class CUDAGuard {
public:
  explicit CUDAGuard(int device);
  ~CUDAGuard();
};
} // namespace cuda
} // namespace c10

#endif // COTIDY_TEST_MOCKS_THREADS_HPP
