// Keys of curves and of ML-KEM are made in microseconds; the call that makes
// one is that of RSA, too.
//
// RUN: %check_test %s async-cpu-heavy-call
#include "mocks/libcoro.hpp"
#include <string>

extern "C" {
typedef struct evp_pkey_st EVP_PKEY;
EVP_PKEY *EVP_PKEY_Q_keygen(void *library, const char *properties,
                            const char *type, ...);
int EVP_PKEY_keygen(void *context, EVP_PKEY **key);
void *EVP_PKEY_CTX_new_id(int id, void *engine);
int PKCS5_PBKDF2_HMAC(const char *pass, int passlen, const unsigned char *salt,
                      int saltlen, int iter, const void *digest, int keylen,
                      unsigned char *out);
}
#define EVP_PKEY_X25519 1034

EVP_PKEY *exchange_key() {
  EVP_PKEY *key = nullptr;
  EVP_PKEY_keygen(EVP_PKEY_CTX_new_id(EVP_PKEY_X25519, nullptr), &key);
  return key;
}

coro::task<> handshake_ok() {
  exchange_key();
  EVP_PKEY_Q_keygen(nullptr, nullptr, "ML-KEM-768");
  co_return;
}

coro::task<> login_bad(const std::string &password, unsigned char *key) {
  PKCS5_PBKDF2_HMAC(password.data(), 8, key, 16, 600000, nullptr, 32, key);
  // WARN@-1:3: 'PKCS5_PBKDF2_HMAC' blocks the event loop: it derives a key by many rounds of hashing
  // NOTE@-2:3: run it on a thread pool and await the result
  co_return;
}
