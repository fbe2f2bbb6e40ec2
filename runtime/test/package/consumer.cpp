#include <corun/corun.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <iostream>

int main() {
  boost::asio::io_context context;
  boost::asio::co_spawn(context, corun::sleep_for(std::chrono::milliseconds(1)),
                        boost::asio::detached);
  context.run();
  std::cout << "slept\n";
}
