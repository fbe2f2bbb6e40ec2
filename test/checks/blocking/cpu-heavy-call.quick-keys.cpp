// Keys of curves and of ML-KEM are made in microseconds, and so are keys that
// HKDF derives from others; the calls are those of RSA and of PBKDF2, too.
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
typedef struct evp_kdf_st EVP_KDF;
typedef struct evp_kdf_ctx_st EVP_KDF_CTX;
EVP_KDF *EVP_KDF_fetch(void *library, const char *name, const char *properties);
EVP_KDF_CTX *EVP_KDF_CTX_new(EVP_KDF *kdf);
int EVP_KDF_derive(EVP_KDF_CTX *context, unsigned char *key, unsigned long size,
                   const void *parameters);
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

coro::task<> segment_ok(unsigned char *key) {
  EVP_KDF *kdf = EVP_KDF_fetch(nullptr, "HKDF", nullptr);
  EVP_KDF_derive(EVP_KDF_CTX_new(kdf), key, 32, nullptr);
  co_return;
}

coro::task<> login_bad(const std::string &password, unsigned char *key) {
  PKCS5_PBKDF2_HMAC(password.data(), 8, key, 16, 600000, nullptr, 32, key);
  // WARN@-1:3: 'PKCS5_PBKDF2_HMAC' blocks the event loop: it derives a key by many rounds of hashing
  // NOTE@-2:3: run it on a thread pool and await the result
  co_return;
}
