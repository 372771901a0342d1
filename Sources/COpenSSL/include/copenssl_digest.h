#ifndef COPENSSL_DIGEST_H
#define COPENSSL_DIGEST_H

#include <stddef.h>
#include <stdint.h>

/// MD5 (16 bytes) or SHA-256 (32 bytes), by `digest_count`. 1 on success; MD5 fails where OpenSSL is set to FIPS.
int copenssl_digest(int digest_count, const void *bytes, size_t count, uint8_t *digest);

#endif
