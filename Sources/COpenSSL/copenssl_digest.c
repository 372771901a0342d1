#include "copenssl_digest.h"

#include <openssl/evp.h>

int copenssl_digest(int digest_count, const void *bytes, size_t count, uint8_t *digest) {
    const EVP_MD *md = digest_count == 16 ? EVP_md5() : digest_count == 32 ? EVP_sha256() : NULL;
    return md && EVP_Digest(bytes, count, digest, NULL, md, NULL) == 1;
}
