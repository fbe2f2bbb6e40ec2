// ZeroMQ's publishers drop what they cannot queue: where a file has one, what it
// sends may not wait.
//
// RUN: %check_test %s async-sync-io
// RUN: %check_test %s async-sync-io --tag strict --option StrictMode=true

#include "mocks/libcoro.hpp"
#include <zmq.h>

class Market {
public:
  explicit Market(void *context) : Socket(zmq_socket(context, ZMQ_PUB)) {}

  coro::task<> publish_bad() {
    zmq_send(Socket, "price", 5, 0);
    // WARN[strict]@-1:5: 'zmq_send' blocks the event loop: it waits until the queue has room
    // NOTE[strict]@-2:5: run it on a thread pool and await the result
    co_return;
  }

  coro::task<> publish_at_once_ok() {
    zmq_send(Socket, "price", 5, ZMQ_DONTWAIT);
    co_return;
  }

  coro::task<> receive_bad(void *socket) {
    char buffer[16];
    zmq_recv(socket, buffer, sizeof buffer, 0);
    // WARN@-1:5: 'zmq_recv' blocks the event loop: it waits for a message
    // NOTE@-2:5: run it on a thread pool and await the result
    co_return;
  }

private:
  void *Socket;
};
