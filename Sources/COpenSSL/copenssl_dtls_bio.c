// A BIO that keeps datagram boundaries: OpenSSL's memory BIO is a byte stream and would glue records of two datagrams together.

#include "copenssl_dtls_internal.h"

#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <string.h>

// OpenSSL reads a real clock to decide whether a flight is due again. Up to 3.1 it tells its BIO by address where it keeps that time, so we can set
// it: far away normally, past when our own virtual deadline has come. Later versions pass the address of a copy.
int copenssl_dtls_shows_timeout(void) {
    return OpenSSL_version_num() < 0x30200000UL;
}

static int bio_read(BIO *bio, char *out, int capacity) {
    copenssl_dtls *dtls = BIO_get_data(bio);
    BIO_clear_retry_flags(bio);
    if (!dtls->input) {
        BIO_set_retry_read(bio);
        return -1;
    }
    int count = dtls->input_count < capacity ? dtls->input_count : capacity;
    memcpy(out, dtls->input, count);
    dtls->input = NULL;
    return count;
}

static int bio_write(BIO *bio, const char *bytes, int count) {
    copenssl_dtls *dtls = BIO_get_data(bio);
    BIO_clear_retry_flags(bio);
    if (count <= 0 || dtls->queued >= COPENSSL_DTLS_QUEUE_LIMIT) return count;
    copenssl_datagram *datagram = OPENSSL_malloc(sizeof *datagram + count);
    if (!datagram) return count;
    datagram->next = NULL;
    datagram->count = count;
    memcpy(datagram->bytes, bytes, count);
    if (dtls->last) {
        dtls->last->next = datagram;
    } else {
        dtls->first = datagram;
    }
    dtls->last = datagram;
    dtls->queued++;
    dtls->written++;
    return count;
}

static long bio_ctrl(BIO *bio, int command, long number, void *pointer) {
    copenssl_dtls *dtls = BIO_get_data(bio);
    (void)number;
    switch (command) {
    case BIO_CTRL_FLUSH:
        return 1;
    case BIO_CTRL_DGRAM_QUERY_MTU:
    case BIO_CTRL_DGRAM_GET_FALLBACK_MTU:
        return COPENSSL_DTLS_MTU;
    case BIO_CTRL_DGRAM_SET_NEXT_TIMEOUT:
        if (copenssl_dtls_shows_timeout()) dtls->timeout = pointer;
        return 1;
    default:
        return 0;
    }
}

static CRYPTO_ONCE once = CRYPTO_ONCE_STATIC_INIT;
static BIO_METHOD *method;

static void make_method(void) {
    BIO_METHOD *made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "datagrams in memory");
    if (made && BIO_meth_set_read(made, bio_read) && BIO_meth_set_write(made, bio_write) && BIO_meth_set_ctrl(made, bio_ctrl))
        method = made;
}

BIO *copenssl_dtls_bio(copenssl_dtls *dtls) {
    if (!CRYPTO_THREAD_run_once(&once, make_method) || !method) return NULL;
    BIO *bio = BIO_new(method);
    if (!bio) return NULL;
    BIO_set_data(bio, dtls);
    BIO_set_init(bio, 1);
    return bio;
}
