#include "DTLSPeer.h"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <stdlib.h>
#include <string.h>

struct bench_dtls {
    SSL *ssl;
    BIO *in, *out;
    int is_client;
};

static X509 *certificate;
static EVP_PKEY *private_key;

static int make_certificate(void) {
    if (certificate) return 1;
    private_key = EVP_EC_gen("P-256");
    X509 *x509 = X509_new();
    if (!private_key || !x509) return 0;
    X509_set_version(x509, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(x509), 1);
    X509_gmtime_adj(X509_getm_notBefore(x509), -86400);
    X509_gmtime_adj(X509_getm_notAfter(x509), 86400 * 30);
    X509_set_pubkey(x509, private_key);
    X509_NAME *name = X509_get_subject_name(x509);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)"party-load", -1, -1, 0);
    X509_set_issuer_name(x509, name);
    if (!X509_sign(x509, private_key, EVP_sha256())) return 0;
    certificate = x509;
    return 1;
}

int bench_dtls_fingerprint(uint8_t out[32]) {
    unsigned int length = 0;
    return make_certificate() && X509_digest(certificate, EVP_sha256(), out, &length) == 1 && length == 32;
}

// Who the peer is does not matter to a load; its fingerprint is not checked.
static int accept_any(int preverified, X509_STORE_CTX *store) {
    (void)preverified;
    (void)store;
    return 1;
}

static const char *profile_name(enum bench_profile profile) {
    switch (profile) {
    case BENCH_AEAD_AES_128_GCM: return "SRTP_AEAD_AES_128_GCM";
    case BENCH_AEAD_AES_256_GCM: return "SRTP_AEAD_AES_256_GCM";
    case BENCH_AES128_CM_SHA1_80: return "SRTP_AES128_CM_SHA1_80";
    }
    return "";
}

static SSL_CTX *context(enum bench_profile profile) {
    static SSL_CTX *contexts[3];
    if (contexts[profile]) return contexts[profile];
    SSL_CTX *ctx = SSL_CTX_new(DTLS_method());
    if (!ctx || !make_certificate()) return NULL;
    SSL_CTX_set_min_proto_version(ctx, DTLS1_2_VERSION);
    SSL_CTX_set_max_proto_version(ctx, DTLS1_2_VERSION);
    SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, accept_any);
    SSL_CTX_use_certificate(ctx, certificate);
    SSL_CTX_use_PrivateKey(ctx, private_key);
    SSL_CTX_set_options(ctx, SSL_OP_NO_QUERY_MTU);
    SSL_CTX_set_read_ahead(ctx, 1);
    // Answers 0 when it worked.
    if (SSL_CTX_set_tlsext_use_srtp(ctx, profile_name(profile)) != 0) return NULL;
    return contexts[profile] = ctx;
}

bench_dtls *bench_dtls_create(int is_client, enum bench_profile profile) {
    SSL_CTX *ctx = context(profile);
    bench_dtls *dtls = ctx ? calloc(1, sizeof *dtls) : NULL;
    if (!dtls) return NULL;
    dtls->is_client = is_client;
    dtls->ssl = SSL_new(ctx);
    dtls->in = BIO_new(BIO_s_mem());
    dtls->out = BIO_new(BIO_s_mem());
    BIO_set_mem_eof_return(dtls->in, -1);
    BIO_set_mem_eof_return(dtls->out, -1);
    SSL_set_bio(dtls->ssl, dtls->in, dtls->out);
    SSL_set_mtu(dtls->ssl, 1200);
    if (is_client) SSL_set_connect_state(dtls->ssl); else SSL_set_accept_state(dtls->ssl);
    return dtls;
}

void bench_dtls_destroy(bench_dtls *dtls) {
    if (!dtls) return;
    SSL_free(dtls->ssl);
    free(dtls);
}

int bench_dtls_advance(bench_dtls *dtls) {
    int result = SSL_do_handshake(dtls->ssl);
    if (result == 1) return 1;
    int error = SSL_get_error(dtls->ssl, result);
    return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE ? 0 : -1;
}

int bench_dtls_receive(bench_dtls *dtls, const uint8_t *datagram, int length) {
    BIO_write(dtls->in, datagram, length);
    if (!SSL_is_init_finished(dtls->ssl)) return bench_dtls_advance(dtls);
    // After the handshake only alerts and the peer's repeated last flight arrive; reading lets OpenSSL answer those.
    uint8_t ignored[256];
    (void)SSL_read(dtls->ssl, ignored, sizeof ignored);
    return 1;
}

void bench_dtls_tick(bench_dtls *dtls) {
    if (!SSL_is_init_finished(dtls->ssl)) (void)DTLSv1_handle_timeout(dtls->ssl);
}

// A memory BIO joins what was written to it; a record each is a valid way to cut it into datagrams again (RFC 6347 §4.1.1).
int bench_dtls_next(bench_dtls *dtls, uint8_t *out, int capacity) {
    if (capacity < 13 || BIO_pending(dtls->out) < 13) return 0;
    if (BIO_read(dtls->out, out, 13) != 13) return 0;
    int body = out[11] << 8 | out[12];
    if (13 + body > capacity) return 0;
    return BIO_read(dtls->out, out + 13, body) == body ? 13 + body : 0;
}

static int profile_of(const SRTP_PROTECTION_PROFILE *chosen, enum bench_profile *profile) {
    if (!chosen) return 0;
    for (int i = 0; i < 3; i++)
        if (strcmp(chosen->name, profile_name((enum bench_profile)i)) == 0) {
            *profile = (enum bench_profile)i;
            return 1;
        }
    return 0;
}

int bench_dtls_keys(bench_dtls *dtls, enum bench_profile *profile, struct bench_master *local,
                    struct bench_master *remote) {
    if (!SSL_is_init_finished(dtls->ssl)) return 0;
    if (!profile_of(SSL_get_selected_srtp_profile(dtls->ssl), profile)) return 0;
    size_t key = (size_t)bench_master_key_length(*profile), salt = (size_t)bench_master_salt_length(*profile);
    uint8_t material[2 * (32 + 14)];
    static const char label[] = "EXTRACTOR-dtls_srtp";
    if (SSL_export_keying_material(dtls->ssl, material, 2 * (key + salt), label, sizeof label - 1, NULL, 0, 0) != 1)
        return 0;
    // RFC 5764 §4.2: client key, server key, client salt, server salt.
    struct bench_master *client = dtls->is_client ? local : remote, *server = dtls->is_client ? remote : local;
    memcpy(client->key, material, key);
    memcpy(server->key, material + key, key);
    memcpy(client->salt, material + 2 * key, salt);
    memcpy(server->salt, material + 2 * key + salt, salt);
    return 1;
}
