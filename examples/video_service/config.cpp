#include "config.hpp"

#include <charconv>
#include <fstream>
#include <stdexcept>

namespace video_service
{
namespace
{

std::uint16_t to_port(const std::string& key, const std::string& value)
{
  std::uint16_t port = 0;
  const char* end = value.data() + value.size();
  const auto [stop, error] = std::from_chars(value.data(), end, port);
  if (error != std::errc() || stop != end)
    throw std::runtime_error(key + ": '" + value + "' is not a port (0 to 65535)");
  return port;
}

std::string trimmed(const std::string& text)
{
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string::npos)
    return "";
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

void set(config& settings, const std::string& key, const std::string& value)
{
  if (key == "port")
    settings.port = to_port(key, value);
  else if (key == "data")
    settings.data = value;
  else if (key == "postgres")
    settings.postgres = value;
  else if (key == "redis_host")
    settings.redis_host = value;
  else if (key == "redis_port")
    settings.redis_port = to_port(key, value);
  else if (key == "metadata_url")
    settings.metadata_url = value;
  else if (key == "webhook_port")
    settings.webhook_port = to_port(key, value);
  else
    throw std::runtime_error("unknown setting '" + key + "'");
}

// Reads a file, and rightly so: main calls this before there is a loop.
void read_file(config& settings, const std::string& name)
{
  std::ifstream file(name);
  if (!file)
    throw std::runtime_error("cannot read the configuration '" + name + "'");
  for (std::string line; std::getline(file, line);)
  {
    line = trimmed(line);
    if (line.empty() || line.front() == '#')
      continue;
    const auto equals = line.find('=');
    if (equals == std::string::npos)
      throw std::runtime_error(name + ": '" + line + "' is not of the form key = value");
    set(settings, trimmed(line.substr(0, equals)), trimmed(line.substr(equals + 1)));
  }
}

} // namespace

config read_config(int argc, char** argv)
{
  config settings;
  for (int i = 1; i < argc; i += 2)
  {
    const std::string option = argv[i];
    if (option != "--port" && option != "--data" && option != "--config")
      throw std::runtime_error("unknown option '" + option + "'");
    if (i + 1 == argc)
      throw std::runtime_error(option + " needs a value");
    if (option == "--config")
      read_file(settings, argv[i + 1]);
    else
      set(settings, option.substr(2), argv[i + 1]);
  }
  return settings;
}

} // namespace video_service
