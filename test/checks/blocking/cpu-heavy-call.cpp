// RUN: %check_test %s async-cpu-heavy-call
#include "mocks/cppcoro.hpp"
#include "mocks/folly.hpp"
#include "mocks/home_made.hpp"
#include "mocks/seastar.hpp"
#include <algorithm>
#include <string>
#include <thread>
#include <vector>

extern "C" {
int PKCS5_PBKDF2_HMAC(const char *pass, int passlen, const unsigned char *salt,
                      int saltlen, int iter, const void *digest, int keylen,
                      unsigned char *out);
int crypto_pwhash_str(char *out, const char *passwd, unsigned long long size,
                      unsigned long long opslimit, unsigned long memlimit);
int EVP_PKEY_keygen(void *ctx, void **key);
char *crypt(const char *phrase, const char *setting);
}

using home::Lazy;
unsigned char key[32], salt[16];
bool often();

// High cost.

Lazy<void> derivation_bad(std::string password) {
  PKCS5_PBKDF2_HMAC(password.data(), 8, salt, 16, 600000, nullptr, 32, key);
  // WARN@-1:3: 'PKCS5_PBKDF2_HMAC' blocks the event loop: it derives a key by many rounds of hashing
  // NOTE@-2:3: run it on a thread pool and await the result
  co_return;
}

cppcoro::task<> literal_password_bad() {
  PKCS5_PBKDF2_HMAC("secret", 6, salt, 16, 600000, nullptr, 32, key);
  // WARN@-1:3: 'PKCS5_PBKDF2_HMAC' blocks the event loop: it derives a key by many rounds of hashing
  // NOTE@-2:3: run it on a thread pool and await the result
  co_return;
}

Lazy<void> password_hash_bad(const std::string &password) {
  char hash[128];
  if (crypto_pwhash_str(hash, password.data(), password.size(), 4, 1 << 28))
  // WARN@-1:7: 'crypto_pwhash_str' blocks the event loop: it hashes the password with much memory and time
  // NOTE@-2:7: run it on a thread pool and await the result
    co_return;
}

seastar::future<> key_generation_bad(void *context) {
  void *made = nullptr;
  EVP_PKEY_keygen(context, &made);
  // WARN@-1:3: 'EVP_PKEY_keygen' blocks the event loop: it makes a key pair; for RSA it searches for primes
  // NOTE@-2:3: run it on a thread pool and await the result
  co_return;
}

folly::coro::Task<> crypt_bad(const std::string &password) {
  crypt(password.c_str(), "$6$");
  // WARN@-1:3: 'crypt' blocks the event loop: it hashes the password by many rounds
  // NOTE@-2:3: run it on a thread pool and await the result
  co_return;
}

Lazy<void> lambda_bad(std::string password) {
  auto hash = [&] { return crypt(password.c_str(), "$6$"); };
  // NOTE@-1:28: 'crypt' hashes the password by many rounds
  hash();
  // WARN@-1:3: 'hash' blocks the event loop through 'crypt'
  // NOTE@-2:3: run it on a thread pool and await the result
  co_return;
}

static void check_password(const std::string &password) {
  crypt(password.c_str(), "$6$");
  // NOTE@-1:3: 'crypt' hashes the password by many rounds
}

Lazy<void> helper_bad(std::string password) {
  check_password(password);
  // WARN@-1:3: 'check_password' blocks the event loop through 'crypt'
  // NOTE@-2:3: run 'check_password' on a thread pool and await the result, or make it a coroutine
  co_return;
}

void handler_bad(seastar::future<int> number) {
  (void)number.then([](int) { return crypt("phrase", "$6$"); });
  // WARN@-1:38: 'crypt' blocks the event loop: it hashes the password by many rounds
  // NOTE@-2:38: run it on a thread pool and await the result
}

// A small loop is below the budget of no one: each call is the finding.
Lazy<void> suspends_between_bad(const std::vector<std::string> &passwords,
                                home::Timer &timer) {
  for (const std::string &password : passwords) {
    crypt(password.c_str(), "$6$");
    // WARN@-1:5: 'crypt' blocks the event loop: it hashes the password by many rounds
    // NOTE@-2:5: run it on a thread pool and await the result
    co_await timer;
  }
}

Lazy<void> branch_bad(std::string password) {
  if (often())
    crypt(password.c_str(), "$6$");
    // WARN@-1:5: 'crypt' blocks the event loop: it hashes the password by many rounds
    // NOTE@-2:5: run it on a thread pool and await the result
  co_return;
}

cppcoro::task<> before_move_bad(cppcoro::static_thread_pool &pool) {
  crypt("phrase", "$6$");
  // WARN@-1:3: 'crypt' blocks the event loop: it hashes the password by many rounds
  // NOTE@-2:3: run it on a thread pool and await the result
  co_await pool.schedule();
}

void plain_function_ok(std::string password) {
  crypt(password.c_str(), "$6$");
}

Lazy<void> thread_ok(std::string password) {
  std::thread([=] { crypt(password.c_str(), "$6$"); }).detach();
  co_return;
}

cppcoro::task<> moved_ok(cppcoro::static_thread_pool &pool) {
  co_await pool.schedule();
  crypt("phrase", "$6$");
}

static cppcoro::task<> on_the_pool_ok() {
  crypt("phrase", "$6$");
  co_return;
}

cppcoro::task<> offloaded_ok(cppcoro::static_thread_pool &pool) {
  co_await cppcoro::schedule_on(pool, on_the_pool_ok());
}

cppcoro::generator<int> generator_ok() {
  crypt("phrase", "$6$");
  co_yield 1;
}

Lazy<std::size_t> unevaluated_ok() { co_return sizeof(crypt("a", "b")); }

Lazy<void> dead_branch_ok() {
  if constexpr (false)
    crypt("phrase", "$6$");
  co_return;
}

namespace mine {
char *crypt(const char *, const char *);
}
Lazy<void> same_name_ok() {
  mine::crypt("phrase", "$6$");
  co_return;
}

// The loop is the finding of async-cpu-heavy-loop, which does not run here.
Lazy<void> in_loop_bad(const std::vector<std::string> &passwords) {
  for (const std::string &password : passwords)
    crypt(password.c_str(), "$6$");
    // WARN@-1:5: 'crypt' blocks the event loop: it hashes the password by many rounds
    // NOTE@-2:5: run it on a thread pool and await the result
  co_return;
}

// What depends on the size of the input is left to StrictMode.
Lazy<void> sort_ok(std::vector<int> values) {
  std::sort(values.begin(), values.end());
  co_return;
}
