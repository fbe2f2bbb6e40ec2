#pragma once

#include <cstdlib>
#include <stdexcept>
#include <string>

namespace corun::test {

/// What servers.py put into the environment.
inline std::string environment(const char *name) {
  const char *value = std::getenv(name);
  if (!value)
    throw std::runtime_error(
        std::string(name) +
        " is not set: run this through test/support/servers.py");
  return value;
}

inline unsigned short port_from(const char *name) {
  return static_cast<unsigned short>(std::stoi(environment(name)));
}

/// The URL of \p path on nginx, without TLS.
inline std::string plain(const std::string &path) {
  return "http://127.0.0.1:" + environment("CORUN_TEST_HTTP_PORT") + path;
}

} // namespace corun::test
