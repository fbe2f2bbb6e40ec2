// The standard library and POSIX, with both standard libraries.
// RUN: %check_test %s async-sync-io
// RUN: %if libc++ %{ %check_test %s async-sync-io --tag libc++ -- -stdlib=libc++ %}
#include "mocks/cppcoro.hpp"

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <linux/netlink.h>
#include <memory>
#include <netdb.h>
#include <sstream>
#include <string>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

// File streams.

cppcoro::task<> ofstream_bad(std::string body) {
  std::ofstream file("upload");
  // WARN@-1:17: 'std::ofstream' blocks the event loop: it reads or writes the file on the calling thread
  // NOTE@-2:17: run it on a thread pool and await the result
  file << body << '\n';
  // NOTE@-1:3: 'operator<<' on the same handle blocks too
  // NOTE@-2:3: 'operator<<' on the same handle blocks too
  file.write(body.data(), 1);
  // NOTE@-1:3: 'write' on the same handle blocks too
  file.close();
  // NOTE@-1:3: 'close' on the same handle blocks too
  co_return;
}

cppcoro::task<> ofstream_opened_later_bad(std::string body) {
  std::ofstream file;
  file.open("upload");
  // WARN@-1:3: 'open' blocks the event loop: it reads or writes the file on the calling thread
  // NOTE@-2:3: run it on a thread pool and await the result
  file << body;
  // NOTE@-1:3: 'operator<<' on the same handle blocks too
  co_return;
}

cppcoro::task<> ifstream_bad() {
  std::ifstream file("config");
  // WARN@-1:17: 'std::ifstream' blocks the event loop: it reads or writes the file on the calling thread
  // NOTE@-2:17: run it on a thread pool and await the result
  std::string line;
  while (std::getline(file, line))
  // NOTE@-1:10: 'getline' on the same handle blocks too
    ;
  co_return;
}

cppcoro::task<> fstream_parameter_bad(std::fstream &file) {
  file.seekg(0);
  // WARN@-1:3: 'seekg' blocks the event loop: it reads or writes the file on the calling thread
  // NOTE@-2:3: run it on a thread pool and await the result
  co_return;
}

cppcoro::task<> two_files_bad() {
  std::ofstream first("a");
  // WARN@-1:17: 'std::ofstream' blocks the event loop: it reads or writes the file on the calling thread
  // NOTE@-2:17: run it on a thread pool and await the result
  std::ofstream second("b");
  // WARN@-1:17: 'std::ofstream' blocks the event loop: it reads or writes the file on the calling thread
  // NOTE@-2:17: run it on a thread pool and await the result
  co_return;
}

struct Store {
  std::ofstream log;
  cppcoro::task<> member_bad(int value) {
    log << value;
    // WARN@-1:5: 'operator<<' blocks the event loop: it reads or writes the file on the calling thread
    // NOTE@-2:5: run it on a thread pool and await the result
    log << value;
    // NOTE@-1:5: 'operator<<' on the same handle blocks too
    co_return;
  }
};

class LogFile : public std::ofstream {};

cppcoro::task<> derived_stream_bad(LogFile &log) {
  log.write("x", 1);
  // WARN@-1:3: 'write' blocks the event loop: it reads or writes the file on the calling thread
  // NOTE@-2:3: run it on a thread pool and await the result
  co_return;
}

cppcoro::task<> string_streams_ok(std::string body) {
  std::ostringstream out;
  out << body << 1;
  out.write("x", 1);
  std::istringstream in(body);
  std::string word;
  in >> word;
  std::getline(in, word);
  std::stringstream both;
  both << 1 << std::flush;
  co_return;
}

cppcoro::task<> unknown_stream_ok(std::ostream &out, std::istream &in) {
  out << 1;
  int number = 0;
  in >> number;
  co_return;
}

cppcoro::task<bool> closed_file_ok(std::ofstream &file) {
  co_return file.is_open() && file.good();
}

std::unique_ptr<std::ifstream> config;

cppcoro::task<> file_behind_pointer_bad() {
  std::string line;
  std::getline(*config, line);
  // WARN@-1:3: 'getline' blocks the event loop: it reads or writes the file on the calling thread
  // NOTE@-2:3: run it on a thread pool and await the result
  co_return;
}

// Standard input.

cppcoro::task<> cin_bad() {
  int number = 0;
  std::cin >> number;
  // WARN@-1:3: 'operator>>' blocks the event loop: it waits for input
  // NOTE@-2:3: run it on a thread pool and await the result
  co_return;
}

cppcoro::task<> getline_cin_bad() {
  std::string line;
  std::getline(std::cin, line);
  // WARN@-1:3: 'getline' blocks the event loop: it waits for input
  // NOTE@-2:3: run it on a thread pool and await the result
  co_return;
}

cppcoro::task<> log_ok() {
  std::cerr << "failed" << std::endl;
  co_return;
}

// Filesystem.

cppcoro::task<bool> exists_bad() { co_return std::filesystem::exists("a"); }
// WARN@-1:46: 'exists' blocks the event loop: it looks the path up in the file system
// NOTE@-2:46: run it on a thread pool and await the result

cppcoro::task<> remove_all_bad() {
  std::filesystem::remove_all("a");
  // WARN@-1:3: 'remove_all' blocks the event loop: it removes the whole tree on the calling thread
  // NOTE@-2:3: run it on a thread pool and await the result
  co_return;
}

cppcoro::task<> iterate_bad() {
  for (const auto &entry : std::filesystem::directory_iterator("."))
  // WARN@-1:28: 'std::filesystem::directory_iterator' blocks the event loop: it reads the directory
  // NOTE@-2:28: run it on a thread pool and await the result
    (void)entry;
  co_return;
}

cppcoro::task<> path_ok(std::filesystem::path base) {
  auto file = (base / "a").lexically_normal().extension();
  (void)file;
  co_return;
}

// stdio.

cppcoro::task<> stdio_bad() {
  FILE *file = fopen("a", "r");
  // WARN@-1:16: 'fopen' blocks the event loop: it opens the file on the calling thread
  // NOTE@-2:16: run it on a thread pool and await the result
  char buffer[16];
  fread(buffer, 1, sizeof buffer, file);
  // NOTE@-1:3: 'fread' on the same handle blocks too
  fclose(file);
  // NOTE@-1:3: 'fclose' on the same handle blocks too
  co_return;
}

cppcoro::task<> snprintf_ok() {
  char buffer[16];
  snprintf(buffer, sizeof buffer, "%d", 1);
  co_return;
}

// POSIX files.

cppcoro::task<> posix_file_bad() {
  int file = open("a", O_RDONLY);
  // WARN@-1:14: 'open' blocks the event loop: it waits for the file system
  // NOTE@-2:14: run it on a thread pool and await the result
  char buffer[16];
  read(file, buffer, sizeof buffer);
  // NOTE@-1:3: 'read' on the same handle blocks too
  close(file);
  co_return;
}

cppcoro::task<> fsync_bad(int file) {
  fsync(file);
  // WARN@-1:3: 'fsync' blocks the event loop: it waits until the data are on the disk
  // NOTE@-2:3: run it on a thread pool and await the result
  co_return;
}

cppcoro::task<> non_blocking_descriptor_ok(const char *pipe) {
  char buffer[16];
  int descriptor = ::open(pipe, O_RDONLY | O_NONBLOCK);
  read(descriptor, buffer, sizeof buffer);
  co_return;
}

cppcoro::task<> made_non_blocking_ok(int descriptor) {
  char buffer[16];
  fcntl(descriptor, F_SETFL, O_NONBLOCK);
  read(descriptor, buffer, sizeof buffer);
  co_return;
}

cppcoro::task<> wakes_a_thread_ok(int event) {
  std::uint64_t one = 1;
  write(event, &one, sizeof one);
  co_return;
}

struct Pipe {
  int descriptor;
  void open() { fcntl(descriptor, F_SETFL, O_NONBLOCK); }
  cppcoro::task<> made_non_blocking_before_ok() {
    char buffer[16];
    read(descriptor, buffer, sizeof buffer);
    co_return;
  }
};

// Sockets and names.

cppcoro::task<> recv_bad(int socket) {
  char buffer[16];
  recv(socket, buffer, sizeof buffer, 0);
  // WARN@-1:3: 'recv' blocks the event loop: it waits for data from the peer
  // NOTE@-2:3: run it on a thread pool and await the result
  co_return;
}

cppcoro::task<> recv_dont_wait_ok(int socket) {
  char buffer[16];
  recv(socket, buffer, sizeof buffer, MSG_DONTWAIT);
  co_return;
}

cppcoro::task<> getaddrinfo_bad() {
  addrinfo *result = nullptr;
  getaddrinfo("example.org", "80", nullptr, &result);
  // WARN@-1:3: 'getaddrinfo' blocks the event loop: it waits for the name servers
  // NOTE@-2:3: run it on a thread pool and await the result
  co_return;
}

cppcoro::task<> gethostbyname_bad() {
  gethostbyname("example.org");
  // WARN@-1:3: 'gethostbyname' blocks the event loop: it waits for the name servers
  // NOTE@-2:3: run it on a thread pool and await the result
  co_return;
}

// Places.

cppcoro::task<> lambda_bad() {
  auto load = [](const char *path) {
    std::ifstream file(path);
    // NOTE@-1:19: 'std::ifstream' reads or writes the file on the calling thread
    return file.good();
  };
  load("a");
  // WARN@-1:3: 'load' blocks the event loop through 'std::ifstream'
  // NOTE@-2:3: run it on a thread pool and await the result
  co_return;
}

cppcoro::task<> in_handler_bad() {
  try {
    co_await cppcoro::task<>();
  } catch (...) {
    std::ofstream log("errors");
    // WARN@-1:19: 'std::ofstream' blocks the event loop: it reads or writes the file on the calling thread
    // NOTE@-2:19: run it on a thread pool and await the result
  }
}

cppcoro::generator<std::string> synchronous_generator_ok() {
  std::ifstream file("a");
  std::string line;
  while (std::getline(file, line))
    co_yield line;
}

void plain_function_ok() { std::ofstream file("a"); }

// Names that look alike.

namespace mine {
int read(int, char *, int) { return 0; }
int open(const char *) { return 0; }
} // namespace mine

struct Channel {
  int read() { return 0; }
  void write(int) {}
  void close() {}
  void connect() {}
};

cppcoro::task<> names_of_users_ok(Channel channel) {
  channel.connect();
  channel.write(channel.read());
  channel.close();
  mine::read(mine::open("a"), nullptr, 0);
  co_return;
}

// A switch for debugging that is off.
constexpr bool DumpReplies = false;
cppcoro::task<> switched_off_ok() {
  if (DumpReplies) {
    std::ofstream dump("replies");
    dump << "reply";
  }
  co_return;
}

// Who looks for the error of a socket that is not ready has set it so.
cppcoro::task<> would_block_ok(int socket, char *data, cppcoro::task<> ready) {
  if (connect(socket, nullptr, 0) != 0 && errno == EINPROGRESS)
    co_await std::move(ready);
}

bool IsErrorWouldBlock(int error);

cppcoro::task<> would_block_by_name_ok(int socket, char *data,
                                       cppcoro::task<> ready) {
  if (recv(socket, data, 16, 0) < 0 && IsErrorWouldBlock(errno))
    co_await std::move(ready);
}

cppcoro::task<> pair_ok(char *data) {
  int ends[2];
  socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends);
  send(ends[1], data, 1, 0);
  co_return;
}

// A helper of the project, seen by its name only.
void setNonBlocking(int descriptor, bool on = true);

struct Peer {
  int socket;
  void open() {
    socket = ::socket(AF_INET, SOCK_STREAM, 0);
    setNonBlocking(socket);
  }
  cppcoro::task<> non_blocking_by_name_ok() {
    char buffer[16];
    recv(socket, buffer, sizeof buffer, 0);
    co_return;
  }
  int take_one(int listener) { return accept(listener, nullptr, nullptr); }
  cppcoro::task<> non_blocking_class_ok(int listener) {
    take_one(listener);
    co_return;
  }
};

cppcoro::task<> blocking_again_bad(int socket) {
  char buffer[16];
  setNonBlocking(socket, false);
  recv(socket, buffer, sizeof buffer, 0);
  // WARN@-1:3: 'recv' blocks the event loop: it waits for data from the peer
  // NOTE@-2:3: run it on a thread pool and await the result
  co_return;
}

static long receive_some(int socket, char *buffer, unsigned long size) {
  long got = recv(socket, buffer, size, 0);
  return got < 0 && errno == EAGAIN ? 0 : got;
}

cppcoro::task<> helper_with_size_ok(int socket) {
  char buffer[16];
  receive_some(socket, buffer, sizeof buffer);
  co_return;
}

// On no disk, and no peer to wait for.

cppcoro::task<> device_ok() {
  int tunnel = open("/dev/net/tun", O_RDWR);
  std::ifstream status("/proc/self/status");
  std::string line;
  while (std::getline(status, line))
    (void)tunnel;
  co_return;
}

cppcoro::task<> device_read_bad(char *data) {
  int tunnel = open("/dev/net/tun", O_RDWR);
  (void)read(tunnel, data, 16);
  // WARN@-1:9: 'read' blocks the event loop: it reads from the file or device on the calling thread
  // NOTE@-2:9: run it on a thread pool and await the result
  co_return;
}

cppcoro::task<> near_a_device_bad() {
  std::ifstream status("/devices");
  // WARN@-1:17: 'std::ifstream' blocks the event loop: it reads or writes the file on the calling thread
  // NOTE@-2:17: run it on a thread pool and await the result
  co_return;
}

cppcoro::task<> netlink_ok(msghdr &message) {
  int kernel = socket(AF_NETLINK, SOCK_DGRAM, NETLINK_ROUTE);
  sendmsg(kernel, &message, 0);
  recvmsg(kernel, &message, 0);
  co_return;
}

class Polled {
public:
  cppcoro::task<> sibling_looks_ok(char *data) {
    recv(socket, data, 16, 0);
    co_return;
  }
  bool again(char *data) {
    return recv(socket, data, 16, 0) < 0 && errno == EAGAIN;
  }

private:
  int socket;
};

static bool is_running() {
  std::ifstream status("/proc/self/status");
  return open("/dev/net/tun", O_RDWR) >= 0 && status.good();
}

static void tell_kernel(msghdr &message) {
  int kernel = socket(AF_NETLINK, SOCK_DGRAM, NETLINK_ROUTE);
  sendmsg(kernel, &message, 0);
}

cppcoro::task<> helpers_ok(msghdr &message) {
  if (is_running())
    tell_kernel(message);
  co_return;
}
