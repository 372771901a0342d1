// SHA1_… and SHA256_… are deprecated in favour of EVP, whose contexts live on the heap.
#define OPENSSL_SUPPRESS_DEPRECATED

#include "copenssl_hmac.h"

#include <openssl/crypto.h>
#include <string.h>

enum { BLOCK = 64 };

static void start(copenssl_hmac *hmac) {
    if (hmac->digest_count == SHA_DIGEST_LENGTH) {
        SHA1_Init(&hmac->inner.sha1);
        SHA1_Init(&hmac->outer.sha1);
    } else {
        SHA256_Init(&hmac->inner.sha256);
        SHA256_Init(&hmac->outer.sha256);
    }
}

static void shorten(int digest_count, const void *key, size_t key_count, uint8_t block[BLOCK]) {
    if (key_count <= BLOCK) {
        if (key_count > 0) memcpy(block, key, key_count);
    } else if (digest_count == SHA_DIGEST_LENGTH) {
        SHA1(key, key_count, block);
    } else {
        SHA256(key, key_count, block);
    }
}

void copenssl_hmac_init(copenssl_hmac *hmac, int digest_count, const void *key, size_t key_count) {
    uint8_t inner[BLOCK] = {0}, outer[BLOCK];
    shorten(digest_count, key, key_count, inner);
    for (int i = 0; i < BLOCK; i++) {
        outer[i] = inner[i] ^ 0x5c;
        inner[i] ^= 0x36;
    }
    hmac->digest_count = digest_count;
    start(hmac);
    copenssl_hmac_update(hmac, inner, BLOCK);
    if (digest_count == SHA_DIGEST_LENGTH) {
        SHA1_Update(&hmac->outer.sha1, outer, BLOCK);
    } else {
        SHA256_Update(&hmac->outer.sha256, outer, BLOCK);
    }
    OPENSSL_cleanse(inner, BLOCK);
    OPENSSL_cleanse(outer, BLOCK);
}

void copenssl_hmac_update(copenssl_hmac *hmac, const void *bytes, size_t count) {
    if (hmac->digest_count == SHA_DIGEST_LENGTH) {
        SHA1_Update(&hmac->inner.sha1, bytes, count);
    } else {
        SHA256_Update(&hmac->inner.sha256, bytes, count);
    }
}

void copenssl_hmac_final(copenssl_hmac *hmac, uint8_t *tag) {
    if (hmac->digest_count == SHA_DIGEST_LENGTH) {
        SHA1_Final(tag, &hmac->inner.sha1);
        SHA1_Update(&hmac->outer.sha1, tag, SHA_DIGEST_LENGTH);
        SHA1_Final(tag, &hmac->outer.sha1);
    } else {
        SHA256_Final(tag, &hmac->inner.sha256);
        SHA256_Update(&hmac->outer.sha256, tag, SHA256_DIGEST_LENGTH);
        SHA256_Final(tag, &hmac->outer.sha256);
    }
}
