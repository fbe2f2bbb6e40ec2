#ifndef VIDEO_SERVICE_CONFIG_HPP
#define VIDEO_SERVICE_CONFIG_HPP

#include <cstdint>
#include <filesystem>
#include <string>

namespace video_service
{

struct config
{
  std::uint16_t port = 8080;
  std::filesystem::path data = "data";
  std::string postgres = "host=127.0.0.1 port=5432 dbname=videos connect_timeout=2";
  std::string redis_host = "127.0.0.1";
  std::uint16_t redis_port = 6379;
  std::string metadata_url = "http://127.0.0.1:8081/metadata/";
  std::uint16_t webhook_port = 0; ///< on loopback; 0: nobody is told of events
};

/// Reads the command line and, with `--config FILE`, lines `key = value`.
/// Throws std::runtime_error that names the option, key or file.
config read_config(int argc, char** argv);

} // namespace video_service

#endif // VIDEO_SERVICE_CONFIG_HPP
