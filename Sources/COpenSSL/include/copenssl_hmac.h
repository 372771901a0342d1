#ifndef COPENSSL_HMAC_H
#define COPENSSL_HMAC_H

#include <openssl/sha.h>
#include <stddef.h>
#include <stdint.h>

/// HMAC (RFC 2104) with SHA-1 or SHA-256 as a plain value: copying it is copying the state, so a key is prepared once and used many times
/// without allocation. EVP's HMAC allocates on every use, hence the digests' own functions.
typedef struct {
    union {
        SHA_CTX sha1;
        SHA256_CTX sha256;
    } inner, outer;
    int digest_count;
} copenssl_hmac;

/// `digest_count` is 20 (SHA-1) or 32 (SHA-256).
void copenssl_hmac_init(copenssl_hmac *hmac, int digest_count, const void *key, size_t key_count);
void copenssl_hmac_update(copenssl_hmac *hmac, const void *bytes, size_t count);
/// Writes `digest_count` bytes; the state is used up.
void copenssl_hmac_final(copenssl_hmac *hmac, uint8_t *tag);

#endif
