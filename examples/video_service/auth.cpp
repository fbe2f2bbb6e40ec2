#include "auth.hpp"

#include "service_error.hpp"
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fstream>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

namespace video_service
{
namespace
{

constexpr int iterations = 100'000;

void fill_random(unsigned char* data, int size)
{
  if (RAND_bytes(data, size) != 1)
    throw service_error(500, "no random numbers");
}

std::string new_token()
{
  std::array<unsigned char, 16> bytes;
  fill_random(bytes.data(), bytes.size());
  std::string token;
  for (const unsigned char byte : bytes)
  {
    token += "0123456789abcdef"[byte / 16];
    token += "0123456789abcdef"[byte % 16];
  }
  return token;
}

// Blocks on the disk. That is a mistake of its caller, a coroutine: the chain
// over one function is what a check sees that looks below the coroutine's body.
void write_audit_line(const std::filesystem::path& log, const std::string& line)
{
  std::ofstream file(log, std::ios::app);
  file << line << '\n';
}

} // namespace

auth::auth(boost::asio::thread_pool& pool, std::filesystem::path audit_log)
    : pool_(pool), audit_log_(std::move(audit_log))
{
}

boost::asio::awaitable<void> auth::register_user( // cotidy-later: async-unneeded-coroutine
    std::string user, std::string password)
{
  account fresh;
  fill_random(fresh.salt.data(), fresh.salt.size());
  const int size = static_cast<int>(password.size());
  PKCS5_PBKDF2_HMAC(password.data(), size, fresh.salt.data(), // cotidy: async-cpu-heavy-call
                    fresh.salt.size(), iterations, EVP_sha256(), fresh.derived.size(),
                    fresh.derived.data());
  {
    std::lock_guard lock(mutex_);
    if (!accounts_.emplace(user, fresh).second)
      throw service_error(409, "the name '" + user + "' is taken");
  }
  // The mistake stands one call further down, in write_audit_line.
  write_audit_line(audit_log_, "registered " + user); // cotidy: async-sync-io
  co_return;
}

boost::asio::awaitable<std::string> auth::log_in(std::string user, std::string password)
{
  account known;
  {
    // Released before the await below: fine.
    std::lock_guard lock(mutex_);
    const auto found = accounts_.find(user);
    if (found == accounts_.end())
      throw service_error(401, "wrong name or password");
    known = found->second;
  }

  // The derivation is slow, and here it runs where it may: on the pool.
  const key derived = co_await boost::asio::co_spawn(
      pool_, [&]() -> boost::asio::awaitable<key> { co_return derive_key(password, known); },
      boost::asio::use_awaitable);
  if (CRYPTO_memcmp(derived.data(), known.derived.data(), derived.size()) != 0)
    throw service_error(401, "wrong name or password");

  const std::string token = new_token();
  std::lock_guard lock(mutex_);
  sessions_.emplace(token, user);
  co_return token;
}

std::string auth::user_of(const std::string& token) const
{
  std::lock_guard lock(mutex_);
  const auto session = sessions_.find(token);
  if (session == sessions_.end())
    throw service_error(401, "log in first and send 'Authorization: Bearer TOKEN'");
  return session->second;
}

auth::key auth::derive_key(const std::string& password, const account& known)
{
  key derived;
  PKCS5_PBKDF2_HMAC(password.data(), static_cast<int>(password.size()), known.salt.data(),
                    known.salt.size(), iterations, EVP_sha256(), derived.size(), derived.data());
  return derived;
}

} // namespace video_service
