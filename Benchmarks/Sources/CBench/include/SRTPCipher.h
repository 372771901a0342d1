#ifndef BENCH_SRTP_CIPHER_H
#define BENCH_SRTP_CIPHER_H

#include <stddef.h>
#include <stdint.h>

// SRTP (RFC 3711, RFC 7714) on OpenSSL alone: what `limit` spends and what the load's clients use, so that neither depends on the code under test.

enum bench_profile { BENCH_AEAD_AES_128_GCM = 0, BENCH_AEAD_AES_256_GCM = 1, BENCH_AES128_CM_SHA1_80 = 2 };

struct bench_master {
    uint8_t key[32];
    uint8_t salt[14];
};

typedef struct bench_cipher bench_cipher;

// One direction of one association. NULL when OpenSSL refuses.
bench_cipher *_Nullable bench_cipher_create(enum bench_profile profile, const struct bench_master *_Nonnull master);
void bench_cipher_destroy(bench_cipher *_Nullable cipher);

int bench_master_key_length(enum bench_profile profile);
int bench_master_salt_length(enum bench_profile profile);
// Bytes that sealing adds to an RTP packet.
int bench_tag_length(enum bench_profile profile);

// The header lies in packet[0..header]; the plaintext, which may lie elsewhere, goes behind it sealed. `index` is ROC << 16 | SEQ.
// Both answer the length of the result, 0 when it is not authentic or too short.
int bench_seal_rtp(bench_cipher *_Nonnull cipher, uint8_t *_Nonnull packet, int header,
                   const uint8_t *_Nonnull plaintext, int length, uint64_t index);
int bench_open_rtp(bench_cipher *_Nonnull cipher, uint8_t *_Nonnull packet, int header, int length, uint64_t index);
// In place; the packet needs 20 bytes of room behind it.
int bench_seal_rtcp(bench_cipher *_Nonnull cipher, uint8_t *_Nonnull packet, int length, uint32_t index);
int bench_open_rtcp(bench_cipher *_Nonnull cipher, uint8_t *_Nonnull packet, int length);

void bench_hmac_sha1(const uint8_t *_Nonnull key, int key_length, const uint8_t *_Nonnull data, int length,
                     uint8_t out[_Nonnull 20]);
void bench_md5(const uint8_t *_Nonnull data, int length, uint8_t out[_Nonnull 16]);
uint32_t bench_crc32(const uint8_t *_Nonnull data, int length);
void bench_random(uint8_t *_Nonnull out, int length);

#endif
