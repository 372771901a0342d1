#ifndef COPENSSL_DTLS_INTERNAL_H
#define COPENSSL_DTLS_INTERNAL_H

#include "copenssl_dtls.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/time.h>

enum {
    COPENSSL_DTLS_MTU = 1200,
    // A flight of ours is five datagrams at most; what nobody fetches counts as lost on the way.
    COPENSSL_DTLS_QUEUE_LIMIT = 32,
};

typedef struct copenssl_datagram {
    struct copenssl_datagram *next;
    int count;
    uint8_t bytes[];
} copenssl_datagram;

struct copenssl_dtls {
    SSL *ssl;
    // The datagram that is being received; NULL once OpenSSL has taken it.
    const uint8_t *input;
    int input_count;
    copenssl_datagram *first, *last;
    int queued;
    uint64_t written;
    // Where OpenSSL keeps the time of its next retransmission, see copenssl_dtls_bio.c; NULL when it does not show.
    struct timeval *timeout;
    int wrong_fingerprint;
    int fingerprint_count;
    uint8_t fingerprint[64];
};

int copenssl_dtls_verify(X509_STORE_CTX *store, void *unused);
BIO *copenssl_dtls_bio(copenssl_dtls *dtls);
/// Whether OpenSSL lets the BIO see (and set) its retransmission time.
int copenssl_dtls_shows_timeout(void);

#endif
