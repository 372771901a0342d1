#include "copenssl_random.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>

int copenssl_random(void *bytes, size_t count) {
    return RAND_bytes_ex(NULL, bytes, count, 0) == 1;
}

int copenssl_equal(const void *left, const void *right, size_t count) {
    return CRYPTO_memcmp(left, right, count) == 0;
}
