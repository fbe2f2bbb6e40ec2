// Calls that wait for time, events, threads and processes.
#include "interpose.hpp"

#include <cstdio>
#include <linux/futex.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/syscall.h>
#include <sys/wait.h>

using namespace corun::guard;

namespace {

bool is_zero(const timespec *time) {
  return time && time->tv_sec == 0 && time->tv_nsec == 0;
}

} // namespace

// ---- time -------------------------------------------------------------------

CORUN_INTERPOSE(int, nanosleep, const timespec *time, timespec *left) {
  return watch_if([&] { return !is_zero(time); }, "nanosleep", category::sleep,
                  [&] { return next_nanosleep(time, left); });
}

CORUN_INTERPOSE(int, clock_nanosleep, clockid_t clock, int flags,
                const timespec *time, timespec *left) {
  return watch_if(
      [&] { return !is_zero(time); }, "clock_nanosleep", category::sleep,
      [&] { return next_clock_nanosleep(clock, flags, time, left); });
}

CORUN_INTERPOSE(int, thrd_sleep, const timespec *time, timespec *left) {
  return watch_if([&] { return !is_zero(time); }, "thrd_sleep", category::sleep,
                  [&] { return next_thrd_sleep(time, left); });
}

CORUN_INTERPOSE(int, usleep, unsigned time) {
  return watch_if([&] { return time != 0; }, "usleep", category::sleep,
                  [&] { return next_usleep(time); });
}

CORUN_INTERPOSE(unsigned, sleep, unsigned time) {
  return watch_if([&] { return time != 0; }, "sleep", category::sleep,
                  [&] { return next_sleep(time); });
}

// ---- events -----------------------------------------------------------------

// Waiting for these is a loop's work, never a finding.
#define CORUN_EVENTS(NAME, BLOCKS, PARAMETERS, ...)                            \
  CORUN_INTERPOSE(int, NAME, CORUN_UNPACK PARAMETERS) {                        \
    if (watching() && (BLOCKS))                                                \
      note_wait(__builtin_return_address(0), __builtin_frame_address(0));      \
    return next_##NAME(__VA_ARGS__);                                           \
  }
#define CORUN_UNPACK(...) __VA_ARGS__

CORUN_EVENTS(epoll_wait, timeout != 0,
             (int fd, epoll_event *events, int count, int timeout), fd, events,
             count, timeout)
CORUN_EVENTS(epoll_pwait, timeout != 0,
             (int fd, epoll_event *events, int count, int timeout,
              const sigset_t *mask),
             fd, events, count, timeout, mask)
CORUN_EVENTS(epoll_pwait2, !is_zero(timeout),
             (int fd, epoll_event *events, int count, const timespec *timeout,
              const sigset_t *mask),
             fd, events, count, timeout, mask)

CORUN_INTERPOSE(int, poll, pollfd *set, nfds_t count, int timeout) {
  return watch_if([&] { return timeout != 0; }, "poll", category::wait,
                  [&] { return next_poll(set, count, timeout); });
}

CORUN_INTERPOSE(int, __poll_chk, pollfd *set, nfds_t count, int timeout,
                std::size_t room) {
  return watch_if([&] { return timeout != 0; }, "poll", category::wait,
                  [&] { return next___poll_chk(set, count, timeout, room); });
}

CORUN_INTERPOSE(int, ppoll, pollfd *set, nfds_t count, const timespec *timeout,
                const sigset_t *mask) {
  return watch_if([&] { return !is_zero(timeout); }, "ppoll", category::wait,
                  [&] { return next_ppoll(set, count, timeout, mask); });
}

CORUN_INTERPOSE(int, select, int count, fd_set *read, fd_set *write,
                fd_set *except, timeval *timeout) {
  return watch_if(
      [&] { return !timeout || timeout->tv_sec != 0 || timeout->tv_usec != 0; },
      "select", category::wait,
      [&] { return next_select(count, read, write, except, timeout); });
}

CORUN_INTERPOSE(int, pselect, int count, fd_set *read, fd_set *write,
                fd_set *except, const timespec *timeout, const sigset_t *mask) {
  return watch_if(
      [&] { return !is_zero(timeout); }, "pselect", category::wait,
      [&] { return next_pselect(count, read, write, except, timeout, mask); });
}

// ---- threads ----------------------------------------------------------------

CORUN_INTERPOSE(int, pthread_mutex_lock, pthread_mutex_t *mutex) {
  return watch_lock(
      "pthread_mutex_lock", [&] { return ::pthread_mutex_trylock(mutex); },
      [&] { return next_pthread_mutex_lock(mutex); });
}

CORUN_INTERPOSE(int, pthread_rwlock_rdlock, pthread_rwlock_t *lock) {
  return watch_lock(
      "pthread_rwlock_rdlock", [&] { return ::pthread_rwlock_tryrdlock(lock); },
      [&] { return next_pthread_rwlock_rdlock(lock); });
}

CORUN_INTERPOSE(int, pthread_rwlock_wrlock, pthread_rwlock_t *lock) {
  return watch_lock(
      "pthread_rwlock_wrlock", [&] { return ::pthread_rwlock_trywrlock(lock); },
      [&] { return next_pthread_rwlock_wrlock(lock); });
}

CORUN_INTERPOSE_VERSION(int, pthread_cond_wait, "GLIBC_2.3.2",
                        pthread_cond_t *condition, pthread_mutex_t *mutex) {
  return watch("pthread_cond_wait", category::lock,
               [&] { return next_pthread_cond_wait(condition, mutex); });
}

CORUN_INTERPOSE_VERSION(int, pthread_cond_timedwait, "GLIBC_2.3.2",
                        pthread_cond_t *condition, pthread_mutex_t *mutex,
                        const timespec *end) {
  return watch("pthread_cond_timedwait", category::lock, [&] {
    return next_pthread_cond_timedwait(condition, mutex, end);
  });
}

CORUN_INTERPOSE(int, pthread_cond_clockwait, pthread_cond_t *condition,
                pthread_mutex_t *mutex, clockid_t clock, const timespec *end) {
  return watch("pthread_cond_clockwait", category::lock, [&] {
    return next_pthread_cond_clockwait(condition, mutex, clock, end);
  });
}

CORUN_INTERPOSE(int, pthread_barrier_wait, pthread_barrier_t *barrier) {
  return watch("pthread_barrier_wait", category::lock,
               [&] { return next_pthread_barrier_wait(barrier); });
}

CORUN_INTERPOSE(int, pthread_join, pthread_t thread, void **result) {
  // The end of a thread that has ended is no wait.
  if (watching() && ::pthread_tryjoin_np(thread, result) == 0)
    return 0;
  return watch("pthread_join", category::wait,
               [&] { return next_pthread_join(thread, result); });
}

CORUN_INTERPOSE(int, sem_wait, sem_t *semaphore) {
  if (watching() && ::sem_trywait(semaphore) == 0)
    return 0;
  return watch("sem_wait", category::lock,
               [&] { return next_sem_wait(semaphore); });
}

CORUN_INTERPOSE(int, sem_timedwait, sem_t *semaphore, const timespec *end) {
  if (watching() && ::sem_trywait(semaphore) == 0)
    return 0;
  return watch("sem_timedwait", category::lock,
               [&] { return next_sem_timedwait(semaphore, end); });
}

CORUN_INTERPOSE(int, sem_clockwait, sem_t *semaphore, clockid_t clock,
                const timespec *end) {
  if (watching() && ::sem_trywait(semaphore) == 0)
    return 0;
  return watch("sem_clockwait", category::lock,
               [&] { return next_sem_clockwait(semaphore, clock, end); });
}

// std::future, std::atomic::wait, std::latch and std::counting_semaphore of
// libstdc++ call the kernel so.
CORUN_INTERPOSE(long, syscall, long number, long a, long b, long c, long d,
                long e, long f) {
  return watch_if(
      [&] {
        const long command = b & FUTEX_CMD_MASK;
        return number == SYS_futex &&
               (command == FUTEX_WAIT || command == FUTEX_WAIT_BITSET);
      },
      "futex", category::lock,
      [&] { return next_syscall(number, a, b, c, d, e, f); });
}

// ---- processes --------------------------------------------------------------

CORUN_INTERPOSE(int, system, const char *command) {
  return watch_if([&] { return command != nullptr; }, "system",
                  category::process, [&] { return next_system(command); });
}

CORUN_INTERPOSE(FILE *, popen, const char *command, const char *mode) {
  return watch("popen", category::process,
               [&] { return next_popen(command, mode); });
}

CORUN_INTERPOSE(int, pclose, FILE *file) {
  return watch("pclose", category::process, [&] { return next_pclose(file); });
}

CORUN_INTERPOSE(pid_t, wait, int *status) {
  return watch("wait", category::process, [&] { return next_wait(status); });
}

CORUN_INTERPOSE(pid_t, waitpid, pid_t child, int *status, int flags) {
  return watch_if([&] { return !(flags & WNOHANG); }, "waitpid",
                  category::process,
                  [&] { return next_waitpid(child, status, flags); });
}

CORUN_INTERPOSE(pid_t, wait4, pid_t child, int *status, int flags,
                rusage *usage) {
  return watch_if([&] { return !(flags & WNOHANG); }, "wait4",
                  category::process,
                  [&] { return next_wait4(child, status, flags, usage); });
}

CORUN_INTERPOSE(int, waitid, idtype_t type, id_t child, siginfo_t *about,
                int flags) {
  return watch_if([&] { return !(flags & WNOHANG); }, "waitid",
                  category::process,
                  [&] { return next_waitid(type, child, about, flags); });
}

// ---- ends without destructors -----------------------------------------------

extern "C" next_symbol __start_corun_next[];
extern "C" next_symbol __stop_corun_next[];

namespace corun::guard {

void find_all_symbols() noexcept {
  for (next_symbol *it = __start_corun_next; it != __stop_corun_next; ++it)
    it->get();
}

} // namespace corun::guard

CORUN_INTERPOSE(void, _exit, int status) {
  report(false);
  next__exit(status);
  __builtin_unreachable();
}

CORUN_INTERPOSE(void, _Exit, int status) {
  report(false);
  next__Exit(status);
  __builtin_unreachable();
}

CORUN_INTERPOSE(void, quick_exit, int status) {
  report(false);
  next_quick_exit(status);
  __builtin_unreachable();
}
