#ifndef VIDEO_SERVICE_AUTH_HPP
#define VIDEO_SERVICE_AUTH_HPP

#include <array>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>

namespace video_service
{

/// Accounts and sessions, kept in memory; registrations go to an audit log.
class auth
{
public:
  auth(boost::asio::thread_pool& pool, std::filesystem::path audit_log);

  /// Throws service_error 409 where the name is taken.
  boost::asio::awaitable<void> register_user(std::string user, std::string password);

  /// Gives a session token. Throws service_error 401.
  boost::asio::awaitable<std::string> log_in(std::string user, std::string password);

  /// The user of a session. Throws service_error 401.
  std::string user_of(const std::string& token) const;

private:
  using key = std::array<unsigned char, 32>;

  struct account
  {
    std::array<unsigned char, 16> salt;
    key derived;
  };

  static key derive_key(const std::string& password, const account& known);

  boost::asio::thread_pool& pool_;
  const std::filesystem::path audit_log_;
  mutable std::mutex mutex_;
  std::map<std::string, account> accounts_;
  std::map<std::string, std::string> sessions_;
};

} // namespace video_service

#endif // VIDEO_SERVICE_AUTH_HPP
