// C functions are those with C linkage: a user's function of the same name is
// another function. Conditions on arguments are decided by constant folding.
//
// RUN: %build/bin/call-dump %s -- -w -std=c++20 \
// RUN:   | FileCheck %s --implicit-check-not=blocks
// RUN: %if libc++ %{ %build/bin/call-dump %s -- -w -std=c++20 -stdlib=libc++ \
// RUN:   | FileCheck %s --implicit-check-not=blocks %}
#include <cstdio>
#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

namespace mylib {
int read(int, void *, unsigned long);
unsigned sleep(unsigned);
} // namespace mylib
namespace {
int write(int, const char *);
}
int connect(const char *host);
struct Connection {
  int connect(int, int);
  long read(int, void *, unsigned long);
};

void calls_bad(int s, char *b, std::FILE *f) {
  sleep(1);
  // CHECK: [[#@LINE-1]]: blocks sleep (posix-sleep)
  ::read(s, b, 1);
  // CHECK: [[#@LINE-1]]: blocks read (posix-files)
  read(STDIN_FILENO, b, 1);
  // CHECK: [[#@LINE-1]]: blocks read (std-input)
  std::fread(b, 1, 1, f);
  // CHECK: [[#@LINE-1]]: blocks fread (c-stdio)
}

void names_ok(Connection &c, char *b) {
  mylib::read(0, b, 1);
  mylib::sleep(1);
  write(1, b);
  connect("host");
  c.connect(1, 2);
  c.read(0, b, 1);
}

void flags_bad(int s, char *b, int flags) {
  recv(s, b, 1, 0);
  // CHECK: [[#@LINE-1]]: blocks recv (posix-sockets)
  recv(s, b, 1, MSG_NOSIGNAL);
  // CHECK: [[#@LINE-1]]: blocks recv (posix-sockets)
  recv(s, b, 1, flags);
  // CHECK: [[#@LINE-1]]: blocks recv (posix-sockets)
}

void flags_ok(int s, char *b, int flags) {
  recv(s, b, 1, MSG_DONTWAIT);
  recv(s, b, 1, MSG_NOSIGNAL | MSG_DONTWAIT);
  recv(s, b, 1, flags | MSG_DONTWAIT);
  constexpr int no_wait = MSG_DONTWAIT;
  recv(s, b, 1, no_wait);
}

void timeouts_bad(pollfd *p, int timeout, fd_set *r) {
  poll(p, 1, -1);
  // CHECK: [[#@LINE-1]]: blocks poll (posix-multiplex)
  poll(p, 1, timeout);
  // CHECK: [[#@LINE-1]]: blocks poll (posix-multiplex)
  select(1, r, nullptr, nullptr, nullptr);
  // CHECK: [[#@LINE-1]]: blocks select (posix-multiplex)
  timeval second{1, 0};
  select(1, r, nullptr, nullptr, &second);
  // CHECK: [[#@LINE-1]]: blocks select (posix-multiplex)
  timeval changed{};
  changed.tv_sec = 1;
  select(1, r, nullptr, nullptr, &changed);
  // CHECK: [[#@LINE-1]]: blocks select (posix-multiplex)
}

void timeouts_ok(pollfd *p, epoll_event *e, fd_set *r) {
  poll(p, 1, 0);
  constexpr int at_once = 0;
  epoll_wait(3, e, 1, at_once);
  timeval none{0, 0};
  select(1, r, nullptr, nullptr, &none);
}
