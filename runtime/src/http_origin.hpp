#pragma once

#include <corun/http.hpp>

#include <boost/url/parse.hpp>
#include <boost/url/url.hpp>

#include <compare>
#include <string>

namespace corun::http {

/// Where a URL's requests go.
struct origin {
  bool tls = false;
  std::string host;
  std::string port;
  auto operator<=>(const origin &) const = default;
};

/// A URL that a request can be sent to.
struct target {
  boost::urls::url url;
  origin at;

  /// What stands in the request line.
  std::string path_and_query() const;
  /// What stands in the Host field.
  std::string authority() const;
};

/// Throws `errc::invalid_argument` for what is not an http(s) URL.
target parse_target(const std::string &url);

/// Where `location` leads from `base`; `errc::protocol_error` if nowhere.
target redirected(const target &base, const std::string &location);

} // namespace corun::http
