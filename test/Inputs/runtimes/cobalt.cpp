// What the mock of Boost.Cobalt must let a program write.
#include "../mocks/cobalt.hpp"

namespace cobalt = boost::cobalt;
using namespace std::chrono_literals;

cobalt::task<int> lazy() { co_return 1; }
cobalt::promise<void> eager() { co_await cobalt::io::sleep(1ms); }
cobalt::generator<int> numbers() {
  co_yield 1;
  co_return 2;
}
cobalt::detached background() { co_await eager(); }

cobalt::task<void> use(cobalt::channel<int> &channel,
                       cobalt::wait_group &group) {
  int value = co_await lazy();
  auto pending = eager();
  auto source = numbers();
  value += co_await source + co_await channel.read();
  co_await channel.write(value);
  co_await cobalt::race(lazy(), eager());
  co_await cobalt::gather(lazy(), lazy());
  co_await cobalt::join(eager(), std::move(pending));
  +eager();
  group.push_back(eager());
  co_await group.wait();
  background();
}

struct Context {};

int top() {
  Context context;
  cobalt::spawn(context, lazy(), [](std::exception_ptr, int) {});
  return cobalt::run(lazy());
}
