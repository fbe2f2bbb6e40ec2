#include "api.hpp"
#include "config.hpp"
#include "http_server.hpp"
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/thread_pool.hpp>
#include <csignal>
#include <curl/curl.h>
#include <exception>
#include <iostream>

namespace asio = boost::asio;

int main(int argc, char** argv)
{
  try
  {
    // Files are read before the loop runs: nobody waits yet.
    const video_service::config settings = video_service::read_config(argc, argv);
    curl_global_init(CURL_GLOBAL_DEFAULT);

    asio::io_context loop(1);
    asio::thread_pool pool(2);
    video_service::api endpoints(settings, pool);
    video_service::http_server server(loop, settings.port, endpoints);
    asio::co_spawn(loop, server.run(), asio::detached);

    asio::signal_set signals(loop, SIGINT, SIGTERM);
    signals.async_wait([&loop](const boost::system::error_code&, int) { loop.stop(); });

    std::cout << "listening on http://127.0.0.1:" << server.port() << std::endl;
    loop.run();
    pool.join();
    std::cout << "stopped" << std::endl;
    return 0;
  }
  catch (const std::exception& error)
  {
    std::cerr << "video_service: " << error.what()
              << "\nusage: video_service [--port PORT] [--data DIR] [--config FILE]\n";
    return 1;
  }
}
