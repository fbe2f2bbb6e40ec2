// Calls on descriptors: files, pipes, terminals, sockets.
#include "interpose.hpp"

#include <cstdio>
#include <cstring>
#include <netdb.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/uio.h>

using namespace corun::guard;

namespace {

bool dont_wait(int flags) { return (flags & MSG_DONTWAIT) != 0; }

bool stream_blocks(int fd) { return kind_of(fd) == kind::stream; }

bool is_file(const char *path) {
  const auto below = [&](const char *directory) {
    return std::strncmp(path, directory, std::strlen(directory)) == 0;
  };
  return options.files && path && !below("/proc/") && !below("/sys/") &&
         !below("/dev/");
}

bool connects_slowly(int fd) {
  int type = 0;
  socklen_t size = sizeof type;
  const int error = errno;
  const bool datagrams =
      ::getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) == 0 &&
      type == SOCK_DGRAM;
  errno = error;
  return !datagrams && stream_blocks(fd);
}

/// What is in the buffer is read without a system call.
bool must_fill(FILE *file) {
  return file && file->_IO_read_ptr >= file->_IO_read_end;
}

template <typename Call>
auto read_stdio(FILE *file, const char *name, Call call) {
  if (!watching() || !must_fill(file))
    return call();
  return watch_descriptor(::fileno(file), false, name, call);
}

} // namespace

// ---- descriptors ------------------------------------------------------------

#define CORUN_DESCRIPTOR(NAME, WRITES, PARAMETERS, ...)                        \
  CORUN_INTERPOSE(ssize_t, NAME, CORUN_UNPACK PARAMETERS) {                    \
    return watch_descriptor(fd, WRITES, #NAME,                                 \
                            [&] { return next_##NAME(__VA_ARGS__); });         \
  }
#define CORUN_UNPACK(...) __VA_ARGS__

CORUN_DESCRIPTOR(read, false, (int fd, void *to, std::size_t size), fd, to,
                 size)
CORUN_DESCRIPTOR(__read_chk, false,
                 (int fd, void *to, std::size_t size, std::size_t room), fd, to,
                 size, room)
CORUN_DESCRIPTOR(write, true, (int fd, const void *from, std::size_t size), fd,
                 from, size)
CORUN_DESCRIPTOR(readv, false, (int fd, const iovec *to, int count), fd, to,
                 count)
CORUN_DESCRIPTOR(writev, true, (int fd, const iovec *from, int count), fd, from,
                 count)
CORUN_DESCRIPTOR(pread, false, (int fd, void *to, std::size_t size, off_t at),
                 fd, to, size, at)
CORUN_DESCRIPTOR(pread64, false, (int fd, void *to, std::size_t size, off_t at),
                 fd, to, size, at)
CORUN_DESCRIPTOR(pwrite, true,
                 (int fd, const void *from, std::size_t size, off_t at), fd,
                 from, size, at)
CORUN_DESCRIPTOR(pwrite64, true,
                 (int fd, const void *from, std::size_t size, off_t at), fd,
                 from, size, at)
CORUN_DESCRIPTOR(preadv, false, (int fd, const iovec *to, int count, off_t at),
                 fd, to, count, at)
CORUN_DESCRIPTOR(pwritev, true,
                 (int fd, const iovec *from, int count, off_t at), fd, from,
                 count, at)

#define CORUN_SOCKET(NAME, PARAMETERS, ...)                                    \
  CORUN_INTERPOSE(ssize_t, NAME, CORUN_UNPACK PARAMETERS) {                    \
    return watch_if([&] { return !dont_wait(flags) && stream_blocks(fd); },    \
                    #NAME, category::socket,                                   \
                    [&] { return next_##NAME(__VA_ARGS__); });                 \
  }

CORUN_SOCKET(recv, (int fd, void *to, std::size_t size, int flags), fd, to,
             size, flags)
CORUN_SOCKET(__recv_chk,
             (int fd, void *to, std::size_t size, std::size_t room, int flags),
             fd, to, size, room, flags)
CORUN_SOCKET(recvfrom,
             (int fd, void *to, std::size_t size, int flags, sockaddr *from,
              socklen_t *length),
             fd, to, size, flags, from, length)
CORUN_SOCKET(recvmsg, (int fd, msghdr *message, int flags), fd, message, flags)
CORUN_SOCKET(send, (int fd, const void *from, std::size_t size, int flags), fd,
             from, size, flags)
CORUN_SOCKET(sendto,
             (int fd, const void *from, std::size_t size, int flags,
              const sockaddr *to, socklen_t length),
             fd, from, size, flags, to, length)
CORUN_SOCKET(sendmsg, (int fd, const msghdr *message, int flags), fd, message,
             flags)

CORUN_INTERPOSE(int, connect, int fd, const sockaddr *to, socklen_t length) {
  return watch_if([&] { return connects_slowly(fd); }, "connect",
                  category::socket,
                  [&] { return next_connect(fd, to, length); });
}

CORUN_INTERPOSE(int, accept, int fd, sockaddr *from, socklen_t *length) {
  return watch_if([&] { return stream_blocks(fd); }, "accept", category::socket,
                  [&] { return next_accept(fd, from, length); });
}

CORUN_INTERPOSE(int, accept4, int fd, sockaddr *from, socklen_t *length,
                int flags) {
  return watch_if([&] { return stream_blocks(fd); }, "accept4",
                  category::socket,
                  [&] { return next_accept4(fd, from, length, flags); });
}

// ---- files ------------------------------------------------------------------

// The mode is variadic in C; the calling conventions of Linux pass it the same.
#define CORUN_OPEN(RESULT, NAME, PARAMETERS, ...)                              \
  CORUN_INTERPOSE(RESULT, NAME, CORUN_UNPACK PARAMETERS) {                     \
    return watch_if([&] { return is_file(path); }, #NAME, category::file,      \
                    [&] { return next_##NAME(__VA_ARGS__); });                 \
  }

CORUN_OPEN(int, open, (const char *path, int flags, unsigned mode), path, flags,
           mode)
CORUN_OPEN(int, open64, (const char *path, int flags, unsigned mode), path,
           flags, mode)
CORUN_OPEN(int, __open_2, (const char *path, int flags), path, flags)
CORUN_OPEN(int, __open64_2, (const char *path, int flags), path, flags)
CORUN_OPEN(int, openat, (int at, const char *path, int flags, unsigned mode),
           at, path, flags, mode)
CORUN_OPEN(int, openat64, (int at, const char *path, int flags, unsigned mode),
           at, path, flags, mode)
CORUN_OPEN(int, creat, (const char *path, unsigned mode), path, mode)
CORUN_OPEN(int, creat64, (const char *path, unsigned mode), path, mode)
CORUN_OPEN(FILE *, fopen, (const char *path, const char *mode), path, mode)
CORUN_OPEN(FILE *, fopen64, (const char *path, const char *mode), path, mode)

#define CORUN_SYNC(NAME)                                                       \
  CORUN_INTERPOSE(int, NAME, int fd) {                                         \
    return watch_if([] { return options.files; }, #NAME, category::file,       \
                    [&] { return next_##NAME(fd); });                          \
  }

CORUN_SYNC(fsync)
CORUN_SYNC(fdatasync)
CORUN_SYNC(syncfs)

CORUN_INTERPOSE(int, flock, int fd, int operation) {
  return watch_if(
      [&] { return !(operation & LOCK_NB) && !(operation & LOCK_UN); }, "flock",
      category::file, [&] { return next_flock(fd, operation); });
}

CORUN_INTERPOSE(std::size_t, fread, void *to, std::size_t size,
                std::size_t count, FILE *file) {
  return read_stdio(file, "fread",
                    [&] { return next_fread(to, size, count, file); });
}

CORUN_INTERPOSE(char *, fgets, char *to, int size, FILE *file) {
  return read_stdio(file, "fgets", [&] { return next_fgets(to, size, file); });
}

CORUN_INTERPOSE(int, fgetc, FILE *file) {
  return read_stdio(file, "fgetc", [&] { return next_fgetc(file); });
}

CORUN_INTERPOSE(int, getc, FILE *file) {
  return read_stdio(file, "getc", [&] { return next_getc(file); });
}

CORUN_INTERPOSE(ssize_t, getline, char **to, std::size_t *size, FILE *file) {
  return read_stdio(file, "getline",
                    [&] { return next_getline(to, size, file); });
}

CORUN_INTERPOSE(ssize_t, getdelim, char **to, std::size_t *size, int end,
                FILE *file) {
  return read_stdio(file, "getdelim",
                    [&] { return next_getdelim(to, size, end, file); });
}

// ---- names ------------------------------------------------------------------

CORUN_INTERPOSE(int, getaddrinfo, const char *node, const char *service,
                const addrinfo *hints, addrinfo **found) {
  return watch_if(
      [&] { return node && !(hints && (hints->ai_flags & AI_NUMERICHOST)); },
      "getaddrinfo", category::dns,
      [&] { return next_getaddrinfo(node, service, hints, found); });
}

CORUN_INTERPOSE(int, getnameinfo, const sockaddr *address, socklen_t length,
                char *host, socklen_t host_size, char *service,
                socklen_t service_size, int flags) {
  return watch_if([&] { return host && !(flags & NI_NUMERICHOST); },
                  "getnameinfo", category::dns,
                  [&] {
                    return next_getnameinfo(address, length, host, host_size,
                                            service, service_size, flags);
                  });
}

CORUN_INTERPOSE(hostent *, gethostbyname, const char *name) {
  return watch("gethostbyname", category::dns,
               [&] { return next_gethostbyname(name); });
}
