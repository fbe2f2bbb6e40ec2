#include "http_origin.hpp"

namespace corun::http {

namespace {

target checked(boost::urls::url url, errc kind) {
  const auto refuse = [&](const char *why) {
    detail::throw_error(kind, std::string("corun::http: ") + why + ": " +
                                  std::string(url.buffer()));
  };
  const auto scheme = url.scheme_id();
  if (scheme != boost::urls::scheme::http &&
      scheme != boost::urls::scheme::https)
    refuse("not an http or https URL");
  if (url.host_address().empty())
    refuse("a URL without a host");
  if (url.has_userinfo())
    refuse("user and password in a URL; set Authorization instead");
  target to;
  to.at.tls = scheme == boost::urls::scheme::https;
  to.at.host = url.host_address();
  to.at.port = url.has_port() && !url.port().empty()
                   ? std::string(url.port())
                   : (to.at.tls ? "443" : "80");
  to.url = std::move(url);
  return to;
}

} // namespace

std::string target::path_and_query() const {
  std::string line(url.encoded_target());
  // "http://host?query" has no path; the request line needs one.
  if (line.empty() || line.front() != '/')
    line.insert(line.begin(), '/');
  return line;
}

std::string target::authority() const {
  return std::string(url.encoded_host_and_port());
}

target parse_target(const std::string &url) {
  const auto parsed = boost::urls::parse_uri(url);
  if (!parsed)
    detail::throw_error(errc::invalid_argument,
                        "corun::http: not a URL: " + url);
  return checked(boost::urls::url(*parsed), errc::invalid_argument);
}

target redirected(const target &base, const std::string &location) {
  const auto reference = boost::urls::parse_uri_reference(location);
  boost::urls::url to;
  if (location.empty() || !reference ||
      !boost::urls::resolve(base.url, *reference, to))
    detail::throw_error(errc::protocol_error,
                        "corun::http: a redirect to nowhere: " + location);
  auto next = checked(std::move(to), errc::protocol_error);
  if (base.at.tls && !next.at.tls)
    detail::throw_error(errc::protocol_error,
                        "corun::http: a redirect from https to " + location);
  return next;
}

} // namespace corun::http
