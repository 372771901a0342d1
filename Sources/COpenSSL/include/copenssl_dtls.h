#ifndef COPENSSL_DTLS_H
#define COPENSSL_DTLS_H

#include <stdint.h>

/// A certificate with its key and the DTLS 1.2 settings that all connections share. Immutable once made; any thread may use it.
typedef struct ssl_ctx_st copenssl_dtls_context;

/// A fresh self-signed ECDSA P-256 certificate; `fingerprint` receives its SHA-256. NULL on failure.
copenssl_dtls_context *copenssl_dtls_context_create(uint8_t fingerprint[32]);
void copenssl_dtls_context_free(copenssl_dtls_context *context);

/// One handshake and the association that follows, in memory: datagrams in, datagrams out.
typedef struct copenssl_dtls copenssl_dtls;

typedef enum {
    COPENSSL_DTLS_HANDSHAKING,
    COPENSSL_DTLS_CONNECTED,
    COPENSSL_DTLS_CLOSED,
    COPENSSL_DTLS_WRONG_FINGERPRINT,
    COPENSSL_DTLS_ALERTED,
    COPENSSL_DTLS_FAILED,
} copenssl_dtls_status;

/// `fingerprint` is what the peer's certificate must hash to, by SHA-256, -384 or -512 according to `fingerprint_count`. NULL on failure.
copenssl_dtls *copenssl_dtls_create(
    copenssl_dtls_context *context, int is_server, const uint8_t *fingerprint, int fingerprint_count);
void copenssl_dtls_free(copenssl_dtls *dtls);

/// A client's first flight.
copenssl_dtls_status copenssl_dtls_start(copenssl_dtls *dtls);
copenssl_dtls_status copenssl_dtls_receive(copenssl_dtls *dtls, const uint8_t *datagram, int count);
/// Sends the last flight again.
copenssl_dtls_status copenssl_dtls_retransmit(copenssl_dtls *dtls);
/// Writes close_notify.
void copenssl_dtls_close(copenssl_dtls *dtls);

/// 1 while a flight of ours waits for its answer.
int copenssl_dtls_awaits_answer(copenssl_dtls *dtls);
/// 1 while the peer's keys are in use and its Finished is still to come.
int copenssl_dtls_expects_finished(const copenssl_dtls *dtls);
/// Number of datagrams written so far.
uint64_t copenssl_dtls_written(const copenssl_dtls *dtls);
/// The oldest datagram not fetched yet: its size, or 0 when there is none. One that exceeds `capacity` is dropped.
int copenssl_dtls_next(copenssl_dtls *dtls, uint8_t *out, int capacity);

/// IANA's number of the negotiated SRTP protection profile, or 0.
int copenssl_dtls_profile(const copenssl_dtls *dtls);
/// Keying material for SRTP (RFC 5764 §4.2). 1 on success.
int copenssl_dtls_export(copenssl_dtls *dtls, uint8_t *out, int count);

#endif
