#ifndef COPENSSL_CERTIFICATE_H
#define COPENSSL_CERTIFICATE_H

#include <stddef.h>
#include <stdint.h>

/// A new ECDSA P-256 key and a certificate for `names` ("DNS:localhost,IP:127.0.0.1"), signed with it and valid for `days`.
/// Both are DER in memory that `copenssl_free` releases. 1 on success.
int copenssl_self_signed(
    const char *names, int days, uint8_t **certificate, size_t *certificate_count, uint8_t **key, size_t *key_count);
void copenssl_free(uint8_t *bytes, size_t count);

/// Whether the private key (DER) is that of the certificate (DER).
int copenssl_key_matches(const uint8_t *certificate, size_t certificate_count, const uint8_t *key, size_t key_count);

#endif
