#include "copenssl_dtls_internal.h"

#include <openssl/crypto.h>
#include <openssl/srtp.h>
#include <openssl/x509.h>
#include <string.h>

// MARK: life

// Microseconds until OpenSSL retransmits by itself: beyond every handshake where we drive it by its shown timeout, else our own schedule on its clock.
static unsigned int timer(SSL *ssl, unsigned int last) {
    (void)ssl;
    if (copenssl_dtls_shows_timeout()) return 4000000000u;
    if (last == 0) return 100000;
    return last < 800000 ? last * 2 : 1600000;
}

static int prepare(copenssl_dtls *dtls, SSL_CTX *context, int is_server) {
    dtls->ssl = SSL_new(context);
    BIO *bio = dtls->ssl ? copenssl_dtls_bio(dtls) : NULL;
    if (!bio) return 0;
    SSL_set_bio(dtls->ssl, bio, bio);
    SSL_set_app_data(dtls->ssl, dtls);
    DTLS_set_timer_cb(dtls->ssl, timer);
    SSL_set_mtu(dtls->ssl, COPENSSL_DTLS_MTU);
    if (is_server) {
        SSL_set_accept_state(dtls->ssl);
    } else {
        SSL_set_connect_state(dtls->ssl);
    }
    return 1;
}

copenssl_dtls *copenssl_dtls_create(
    SSL_CTX *context, int is_server, const uint8_t *fingerprint, int fingerprint_count) {
    copenssl_dtls *dtls = OPENSSL_zalloc(sizeof *dtls);
    if (!dtls) return NULL;
    dtls->fingerprint_count = fingerprint_count;
    if (fingerprint_count > (int)sizeof dtls->fingerprint || !prepare(dtls, context, is_server)) {
        copenssl_dtls_free(dtls);
        return NULL;
    }
    memcpy(dtls->fingerprint, fingerprint, fingerprint_count);
    return dtls;
}

void copenssl_dtls_free(copenssl_dtls *dtls) {
    if (!dtls) return;
    SSL_free(dtls->ssl);
    while (dtls->first) {
        copenssl_datagram *next = dtls->first->next;
        OPENSSL_free(dtls->first);
        dtls->first = next;
    }
    OPENSSL_free(dtls);
}

// MARK: fingerprint

static const EVP_MD *digest(int count) {
    switch (count) {
    case 32:
        return EVP_sha256();
    case 48:
        return EVP_sha384();
    case 64:
        return EVP_sha512();
    default:
        return NULL;
    }
}

// Runs inside the handshake, before Finished: with another certificate than the signaled one there never are keys.
int copenssl_dtls_verify(X509_STORE_CTX *store, void *unused) {
    (void)unused;
    SSL *ssl = X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx());
    copenssl_dtls *dtls = SSL_get_app_data(ssl);
    X509 *certificate = X509_STORE_CTX_get0_cert(store);
    const EVP_MD *md = digest(dtls->fingerprint_count);
    unsigned char hash[EVP_MAX_MD_SIZE];
    unsigned int count = 0;
    if (md && certificate && X509_digest(certificate, md, hash, &count) && (int)count == dtls->fingerprint_count
        && CRYPTO_memcmp(hash, dtls->fingerprint, count) == 0)
        return 1;
    dtls->wrong_fingerprint = 1;
    X509_STORE_CTX_set_error(store, X509_V_ERR_CERT_REJECTED);
    return 0;
}

// MARK: progress

static copenssl_dtls_status failure(copenssl_dtls *dtls, int result) {
    int error = SSL_get_error(dtls->ssl, result);
    if (error == SSL_ERROR_ZERO_RETURN) return COPENSSL_DTLS_CLOSED;
    if (dtls->wrong_fingerprint) return COPENSSL_DTLS_WRONG_FINGERPRINT;
    // Alerts from the peer are reported as reasons from this offset on.
    return ERR_GET_REASON(ERR_peek_last_error()) >= SSL_AD_REASON_OFFSET ? COPENSSL_DTLS_ALERTED : COPENSSL_DTLS_FAILED;
}

// We carry no application data, so what arrives is thrown away; reading is what makes OpenSSL answer repeated flights and see close_notify.
static copenssl_dtls_status drain(copenssl_dtls *dtls) {
    uint8_t discarded[2048];
    for (;;) {
        int result = SSL_read(dtls->ssl, discarded, sizeof discarded);
        if (result > 0) continue;
        return SSL_get_error(dtls->ssl, result) == SSL_ERROR_WANT_READ ? COPENSSL_DTLS_CONNECTED : failure(dtls, result);
    }
}

static copenssl_dtls_status progress(copenssl_dtls *dtls) {
    if (!SSL_is_init_finished(dtls->ssl)) {
        int result = SSL_do_handshake(dtls->ssl);
        if (result <= 0)
            return SSL_get_error(dtls->ssl, result) == SSL_ERROR_WANT_READ ? COPENSSL_DTLS_HANDSHAKING
                                                                          : failure(dtls, result);
    }
    return drain(dtls);
}

// The record buffers are 33 KB a connection and needed only while a call is at work. OpenSSL makes them again by itself when it reads, not when it writes.
static void wake(copenssl_dtls *dtls) {
    ERR_clear_error();
    SSL_alloc_buffers(dtls->ssl);
}

static copenssl_dtls_status rest(copenssl_dtls *dtls, copenssl_dtls_status status) {
    SSL_free_buffers(dtls->ssl);
    ERR_clear_error();
    return status;
}

copenssl_dtls_status copenssl_dtls_start(copenssl_dtls *dtls) {
    wake(dtls);
    return rest(dtls, progress(dtls));
}

copenssl_dtls_status copenssl_dtls_receive(copenssl_dtls *dtls, const uint8_t *datagram, int count) {
    wake(dtls);
    dtls->input = datagram;
    dtls->input_count = count;
    copenssl_dtls_status status = progress(dtls);
    dtls->input = NULL;
    return rest(dtls, status);
}

int copenssl_dtls_expects_finished(const copenssl_dtls *dtls) {
    OSSL_HANDSHAKE_STATE state = SSL_get_state(dtls->ssl);
    return state == TLS_ST_SR_CHANGE || state == TLS_ST_CR_CHANGE;
}

copenssl_dtls_status copenssl_dtls_retransmit(copenssl_dtls *dtls) {
    if (!copenssl_dtls_awaits_answer(dtls)) return COPENSSL_DTLS_HANDSHAKING;
    wake(dtls);
    if (dtls->timeout) *dtls->timeout = (struct timeval){.tv_sec = 1};
    int result = DTLSv1_handle_timeout(dtls->ssl);
    return rest(dtls, result < 0 ? failure(dtls, result) : COPENSSL_DTLS_HANDSHAKING);
}

void copenssl_dtls_close(copenssl_dtls *dtls) {
    wake(dtls);
    if (SSL_is_init_finished(dtls->ssl)) SSL_shutdown(dtls->ssl);
    rest(dtls, COPENSSL_DTLS_CLOSED);
}

int copenssl_dtls_awaits_answer(copenssl_dtls *dtls) {
    struct timeval left;
    return SSL_in_init(dtls->ssl) && DTLSv1_get_timeout(dtls->ssl, &left) == 1;
}

// MARK: results

uint64_t copenssl_dtls_written(const copenssl_dtls *dtls) {
    return dtls->written;
}

int copenssl_dtls_next(copenssl_dtls *dtls, uint8_t *out, int capacity) {
    copenssl_datagram *datagram = dtls->first;
    if (!datagram) return 0;
    int count = datagram->count;
    if (count <= capacity) memcpy(out, datagram->bytes, count);
    dtls->first = datagram->next;
    if (!dtls->first) dtls->last = NULL;
    dtls->queued--;
    OPENSSL_free(datagram);
    return count <= capacity ? count : 0;
}

int copenssl_dtls_profile(const copenssl_dtls *dtls) {
    const SRTP_PROTECTION_PROFILE *profile = SSL_get_selected_srtp_profile(dtls->ssl);
    return profile ? (int)profile->id : 0;
}

int copenssl_dtls_export(copenssl_dtls *dtls, uint8_t *out, int count) {
    static const char label[] = "EXTRACTOR-dtls_srtp";
    return SSL_export_keying_material(dtls->ssl, out, count, label, sizeof label - 1, NULL, 0, 0) == 1;
}
