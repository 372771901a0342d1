#ifndef COPENSSL_SRTP_H
#define COPENSSL_SRTP_H

#include <stdint.h>

/// IANA's numbers of the DTLS-SRTP protection profiles.
enum {
    COPENSSL_AES128_CM_SHA1_80 = 0x0001,
    COPENSSL_AEAD_AES_128_GCM = 0x0007,
    COPENSSL_AEAD_AES_256_GCM = 0x0008,
};

/// Key derivation with the AES-CM pseudo-random function at rate 0 (RFC 3711 §4.3, RFC 6188 for 256 bits). 1 on success.
/// A master salt shorter than 14 bytes is padded with zeros behind (RFC 7714 §11).
int copenssl_srtp_derive(
    const uint8_t *key, int key_count, const uint8_t *salt, int salt_count, uint8_t label, uint8_t *out, int out_count);

/// The session keys of one direction, ready to use: key schedules are done once, a packet brings only its IV.
typedef struct copenssl_srtp copenssl_srtp;

/// NULL when the profile is unknown or memory is out. AES-CM is for sealing RTP only; GCM does RTP and RTCP in the direction chosen here.
copenssl_srtp *copenssl_srtp_create(int profile, const uint8_t *master_key, const uint8_t *master_salt, int seals);
/// GCM from session keys and salts instead of master keys, which is how RFC 7714 gives its test vectors.
copenssl_srtp *copenssl_srtp_create_gcm(
    int key_count, const uint8_t *rtp_key, const uint8_t *rtp_salt, const uint8_t *rtcp_key, const uint8_t *rtcp_salt,
    int seals);
void copenssl_srtp_free(copenssl_srtp *srtp);

/// Encrypts `payload` to the place behind the header that already lies in `packet`, and appends the tag. `payload` is either that same place or
/// does not overlap it. The caller has checked `header_count >= 12` and the room for payload and tag. `index` is ROC << 16 | SEQ.
/// Answers the size of the packet, or 0.
int copenssl_srtp_seal(
    copenssl_srtp *srtp, uint64_t index, const uint8_t *payload, int payload_count, uint8_t *packet, int header_count);

/// GCM only: checks and decrypts a packet of `count` bytes in place; the caller has checked `count >= header_count + 16` and
/// `header_count >= 12`. Answers the size without tag, or 0 when it is not authentic.
int copenssl_srtp_open(copenssl_srtp *srtp, uint64_t index, uint8_t *packet, int header_count, int count);

/// GCM only (RFC 7714 §9): `count >= 8`; needs 20 bytes of room behind. Answers the size of the packet, or 0.
int copenssl_srtcp_seal(copenssl_srtp *srtp, uint32_t index, uint8_t *packet, int count);

/// GCM only: `count >= 28`. Answers the size of the plain packet, or 0 when it is not authentic.
int copenssl_srtcp_open(copenssl_srtp *srtp, uint8_t *packet, int count);

#endif
