#ifndef BENCH_DTLS_PEER_H
#define BENCH_DTLS_PEER_H

#include "SRTPCipher.h"

// DTLS 1.2 with use_srtp over memory, one self-signed P-256 certificate a process.

typedef struct bench_dtls bench_dtls;

// SHA-256 of the certificate, made at the first call. 0 on failure.
int bench_dtls_fingerprint(uint8_t out[_Nonnull 32]);
bench_dtls *_Nullable bench_dtls_create(int is_client, enum bench_profile profile);
void bench_dtls_destroy(bench_dtls *_Nullable dtls);
// Starts the handshake (client) or goes on with it. -1: failed, 0: under way, 1: connected.
int bench_dtls_advance(bench_dtls *_Nonnull dtls);
int bench_dtls_receive(bench_dtls *_Nonnull dtls, const uint8_t *_Nonnull datagram, int length);
// Repeats the last flight when OpenSSL's timer says so.
void bench_dtls_tick(bench_dtls *_Nonnull dtls);
// The next datagram to send, 0 when there is none.
int bench_dtls_next(bench_dtls *_Nonnull dtls, uint8_t *_Nonnull out, int capacity);
// 0 when not connected, or when the peer chose no SRTP profile.
int bench_dtls_keys(bench_dtls *_Nonnull dtls, enum bench_profile *_Nonnull profile,
                    struct bench_master *_Nonnull local, struct bench_master *_Nonnull remote);

#endif
