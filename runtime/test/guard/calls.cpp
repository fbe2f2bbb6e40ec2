// One function for each call that the guard knows. The comment `expect: CALL`
// at the end of a line says which call guard_test.py expects from there.
#include "calls.hpp"

#include <atomic>
#include <barrier>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <functional>
#include <future>
#include <map>
#include <mutex>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <semaphore.h>
#include <shared_mutex>
#include <string>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace {

using namespace std::chrono_literals;

// What prepares a call must not be a finding itself: it runs on a thread of its
// own, and nobody waits for it in the C library.
void elsewhere(std::function<void()> prepare) {
  std::atomic<bool> done{false};
  std::thread([&] {
    prepare();
    done = true;
  }).detach();
  while (!done)
    std::this_thread::yield();
}

void later(std::function<void()> act) {
  std::thread([act] {
    std::this_thread::sleep_for(20ms);
    act();
  }).detach();
}

/// Holds \p lock on another thread for a moment.
void hold(auto &lock) {
  std::atomic<bool> held{false};
  std::thread([&held, &lock] {
    lock.lock();
    held = true;
    std::this_thread::sleep_for(20ms);
    lock.unlock();
  }).detach();
  while (!held)
    std::this_thread::yield();
}

struct pair {
  pair() { (void)!::socketpair(AF_UNIX, SOCK_STREAM, 0, end); }
  ~pair() {
    ::close(end[0]);
    ::close(end[1]);
  }
  void fill() {
    elsewhere([this] { (void)!::write(end[1], "x", 1); });
  }
  int end[2];
};

struct file {
  file() {
    elsewhere([this] {
      fd = ::mkstemp(name);
      (void)!::write(fd, "some\nlines\n", 11);
      ::lseek(fd, 0, SEEK_SET);
    });
  }
  ~file() {
    ::close(fd);
    ::unlink(name);
  }
  char name[32] = "/tmp/corun_guard.XXXXXX";
  int fd = -1;
};

struct listener {
  listener() {
    sockaddr_in any{};
    any.sin_family = AF_INET;
    any.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::bind(fd, reinterpret_cast<sockaddr *>(&any), sizeof any);
    ::listen(fd, 4);
    socklen_t size = sizeof address;
    ::getsockname(fd, reinterpret_cast<sockaddr *>(&address), &size);
  }
  ~listener() { ::close(fd); }
  int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
};

const timespec brief{0, 20'000'000};
char buffer[64];

void block_nanosleep() {
  ::nanosleep(&brief, nullptr); // expect: nanosleep
}
void block_clock_nanosleep() {
  ::clock_nanosleep(CLOCK_MONOTONIC, 0, &brief, // expect: clock_nanosleep
                    nullptr);
}
void block_usleep() {
  ::usleep(20'000); // expect: usleep
}
void block_sleep() {
  ::sleep(1); // expect: sleep
}
void block_sleep_for() {
  std::this_thread::sleep_for(20ms); // expect: nanosleep clock_nanosleep
}
void block_poll() {
  pair both;
  pollfd one{both.end[0], POLLIN, 0};
  ::poll(&one, 1, 20); // expect: poll
}
void block_ppoll() {
  pair both;
  pollfd one{both.end[0], POLLIN, 0};
  ::ppoll(&one, 1, &brief, nullptr); // expect: ppoll
}
void block_select() {
  timeval time{0, 20'000};
  ::select(0, nullptr, nullptr, nullptr, &time); // expect: select
}
void block_pselect() {
  ::pselect(0, nullptr, nullptr, nullptr, &brief, nullptr); // expect: pselect
}
void block_read() {
  pair both;
  both.fill();
  (void)!::read(both.end[0], buffer, sizeof buffer); // expect: read
}
void block_read_pipe() {
  int end[2];
  (void)!::pipe(end);
  later([to = end[1]] { (void)!::write(to, "x", 1); });
  (void)!::read(end[0], buffer, sizeof buffer); // expect: read
}
void block_write() {
  pair both;
  (void)!::write(both.end[0], "x", 1); // expect: write
}
void block_recvmsg() {
  pair both;
  both.fill();
  msghdr message{};
  iovec part{buffer, sizeof buffer};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  (void)!::recvmsg(both.end[0], &message, 0); // expect: recvmsg
}
void block_recv() {
  pair both;
  both.fill();
  (void)!::recv(both.end[0], buffer, sizeof buffer, 0); // expect: recv
}
void block_recvfrom() {
  pair both;
  both.fill();
  (void)!::recvfrom(both.end[0], buffer, 8, 0, nullptr, // expect: recvfrom
                    nullptr);
}
void block_send() {
  pair both;
  (void)!::send(both.end[0], "x", 1, 0); // expect: send
}
void block_sendmsg() {
  pair both;
  msghdr message{};
  iovec part{buffer, 1};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  (void)!::sendmsg(both.end[0], &message, 0); // expect: sendmsg
}
void block_connect() {
  listener to;
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  ::connect(fd, reinterpret_cast<sockaddr *>(&to.address), // expect: connect
            sizeof to.address);
  ::close(fd);
}
void block_accept() {
  listener to;
  elsewhere([&] {
    const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
    ::connect(fd, reinterpret_cast<sockaddr *>(&to.address), sizeof to.address);
  });
  const int fd = ::accept(to.fd, nullptr, nullptr); // expect: accept
  ::close(fd);
}
void block_open() {
  file some;
  ::close(::open(some.name, O_RDONLY)); // expect: open
}
void block_openat() {
  file some;
  ::close(::openat(AT_FDCWD, some.name, O_RDONLY)); // expect: openat
}
void block_read_file() {
  file some;
  (void)!::read(some.fd, buffer, sizeof buffer); // expect: read
}
void block_pread() {
  file some;
  (void)!::pread(some.fd, buffer, sizeof buffer, 0); // expect: pread pread64
}
void block_write_file() {
  file some;
  (void)!::write(some.fd, "x", 1); // expect: write
}
void block_fsync() {
  file some;
  ::fsync(some.fd); // expect: fsync
}
void block_fdatasync() {
  file some;
  ::fdatasync(some.fd); // expect: fdatasync
}
void block_fopen() {
  file some;
  FILE *stream = std::fopen(some.name, "r"); // expect: fopen fopen64
  std::fgets(buffer, sizeof buffer, stream); // expect: fgets
  // The buffer has this line.
  std::fgets(buffer, sizeof buffer, stream);
  std::fclose(stream);
}
void block_ifstream() {
  file some;
  std::ifstream stream(some.name); // expect: fopen fopen64
  std::string line;
  std::getline(stream, line); // expect: read
}
void block_getaddrinfo() {
  addrinfo *found = nullptr;
  ::getaddrinfo("localhost", "80", nullptr, &found); // expect: getaddrinfo
  if (found)
    ::freeaddrinfo(found);
}
void block_waitpid() {
  const pid_t child = ::fork();
  if (child == 0)
    ::_exit(0);
  ::waitpid(child, nullptr, 0); // expect: waitpid
}
void block_wait4() {
  const pid_t child = ::fork();
  if (child == 0)
    ::_exit(0);
  ::wait4(child, nullptr, 0, nullptr); // expect: wait4
}
void block_system() {
  (void)!std::system("true"); // expect: system
}
void block_popen() {
  FILE *stream = ::popen("true", "r"); // expect: popen
  ::pclose(stream);                    // expect: pclose
}
void block_flock() {
  file some;
  ::flock(some.fd, LOCK_EX); // expect: flock
}
void block_join() {
  std::thread other([] { std::this_thread::sleep_for(20ms); });
  other.join(); // expect: pthread_join
}
void block_mutex() {
  static std::mutex mutex;
  hold(mutex);
  mutex.lock(); // expect: pthread_mutex_lock
  mutex.unlock();
}
void block_shared_mutex() {
  static std::shared_mutex mutex;
  hold(mutex);
  mutex.lock_shared(); // expect: pthread_rwlock_rdlock
  mutex.unlock_shared();
}
void block_condition() {
  std::mutex mutex;
  std::condition_variable condition;
  std::unique_lock lock(mutex);
  bool set = false;
  later([&] {
    std::lock_guard other(mutex);
    set = true;
    condition.notify_all();
  });
  while (!set)
    condition.wait(lock); // expect: pthread_cond_wait
}
void block_condition_for() {
  std::mutex mutex;
  std::condition_variable condition;
  std::unique_lock lock(mutex);
  condition.wait_for(lock, 20ms); // expect: pthread_cond_clockwait
}
void block_semaphore() {
  sem_t semaphore;
  ::sem_init(&semaphore, 0, 0);
  later([&] { ::sem_post(&semaphore); });
  ::sem_wait(&semaphore); // expect: sem_wait
}
void block_future() {
  std::promise<int> promise;
  auto future = promise.get_future();
  later([&] { promise.set_value(1); });
  future.get(); // expect: futex
}
void block_atomic_wait() {
  static std::atomic<int> value;
  value = 0;
  later([] {
    value = 1;
    value.notify_all();
  });
  value.wait(0); // expect: futex
}

// Calls of the same names that do not block.
void ok_calls() {
  pair both;
  const timespec zero{};
  ::nanosleep(&zero, nullptr);
  ::usleep(0);
  pollfd one{both.end[0], POLLIN, 0};
  ::poll(&one, 1, 0);
  ::recv(both.end[0], buffer, 1, MSG_DONTWAIT);
  ::fcntl(both.end[0], F_SETFL, O_NONBLOCK);
  (void)!::read(both.end[0], buffer, 1);
  ::recv(both.end[0], buffer, 1, 0);
  ::close(::open("/dev/null", O_RDONLY));
  ::waitpid(-1, nullptr, WNOHANG);
  std::mutex mutex;
  std::lock_guard lock(mutex);
  sem_t semaphore;
  ::sem_init(&semaphore, 0, 1);
  ::sem_wait(&semaphore);
  addrinfo hints{}, *found = nullptr;
  hints.ai_flags = AI_NUMERICHOST;
  if (::getaddrinfo("127.0.0.1", nullptr, &hints, &found) == 0)
    ::freeaddrinfo(found);
  std::promise<int> promise;
  promise.set_value(1);
  promise.get_future().get();
}

#define CALL(NAME) {#NAME, block_##NAME}
const std::map<std::string, void (*)()> all{
    CALL(nanosleep),     CALL(clock_nanosleep),
    CALL(usleep),        CALL(sleep),
    CALL(sleep_for),     CALL(poll),
    CALL(ppoll),         CALL(select),
    CALL(pselect),       CALL(read),
    CALL(read_pipe),     CALL(write),
    CALL(recvmsg),       CALL(recv),
    CALL(recvfrom),      CALL(send),
    CALL(sendmsg),       CALL(connect),
    CALL(accept),        CALL(open),
    CALL(openat),        CALL(read_file),
    CALL(pread),         CALL(write_file),
    CALL(fsync),         CALL(fdatasync),
    CALL(fopen),         CALL(ifstream),
    CALL(getaddrinfo),   CALL(waitpid),
    CALL(wait4),         CALL(system),
    CALL(popen),         CALL(flock),
    CALL(join),          CALL(mutex),
    CALL(shared_mutex),  CALL(condition),
    CALL(condition_for), CALL(semaphore),
    CALL(future),        CALL(atomic_wait),
    {"ok", ok_calls},
};

} // namespace

void (*calls::find(const char *name))() {
  const auto it = all.find(name);
  return it == all.end() ? nullptr : it->second;
}

void calls::pause_for_ever() {
  for (;;)
    ::sleep(1000);
}
