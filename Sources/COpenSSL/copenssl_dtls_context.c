#include "copenssl_dtls_internal.h"

#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/x509.h>

// Every peer speaks ECDHE with AES-GCM; RSA is for peers whose own certificate is RSA when they play the server.
static const char ciphers[] =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
    "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";

// The server's order decides (RFC 5764 §4.1.1): GCM costs half of AES-CM with HMAC.
static const char profiles[] = "SRTP_AEAD_AES_128_GCM:SRTP_AEAD_AES_256_GCM:SRTP_AES128_CM_SHA1_80";

// No peer validates these: what counts is the fingerprint (RFC 8122 §5). The end is RFC 5280 §4.1.2.5's "no expiration".
static int set_validity(X509 *certificate) {
    return ASN1_TIME_set_string(X509_getm_notBefore(certificate), "20000101000000Z")
        && ASN1_TIME_set_string(X509_getm_notAfter(certificate), "99991231235959Z");
}

static int set_name(X509 *certificate) {
    X509_NAME *name = X509_get_subject_name(certificate);
    return X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)"WebRTC", -1, -1, 0)
        && X509_set_issuer_name(certificate, name);
}

static int set_serial(X509 *certificate) {
    uint64_t serial;
    return RAND_bytes((unsigned char *)&serial, sizeof serial) == 1
        && ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), serial >> 1 | 1);
}

static X509 *self_signed(EVP_PKEY *key) {
    X509 *certificate = X509_new();
    if (certificate && X509_set_version(certificate, X509_VERSION_3) && set_serial(certificate) && set_validity(certificate)
        && set_name(certificate) && X509_set_pubkey(certificate, key) && X509_sign(certificate, key, EVP_sha256()))
        return certificate;
    X509_free(certificate);
    return NULL;
}

static int configure(SSL_CTX *context) {
    SSL_CTX_set_options(
        context, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_NO_QUERY_MTU
                     | SSL_OP_NO_COMPRESSION);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
    SSL_CTX_set_cert_verify_callback(context, copenssl_dtls_verify, NULL);
    // Bounds what a handshake message, complete or in pieces, may take.
    SSL_CTX_set_max_cert_list(context, 16 * 1024);
    return SSL_CTX_set_min_proto_version(context, DTLS1_2_VERSION)
        && SSL_CTX_set_max_proto_version(context, DTLS1_2_VERSION) && SSL_CTX_set_cipher_list(context, ciphers)
        && SSL_CTX_set1_groups_list(context, "X25519:P-256:P-384")
        // This one answers 0 on success.
        && SSL_CTX_set_tlsext_use_srtp(context, profiles) == 0;
}

static int install(SSL_CTX *context, uint8_t fingerprint[32]) {
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509 *certificate = key ? self_signed(key) : NULL;
    int ok = certificate && SSL_CTX_use_certificate(context, certificate) && SSL_CTX_use_PrivateKey(context, key)
        && X509_digest(certificate, EVP_sha256(), fingerprint, NULL);
    X509_free(certificate);
    EVP_PKEY_free(key);
    return ok;
}

SSL_CTX *copenssl_dtls_context_create(uint8_t fingerprint[32]) {
    SSL_CTX *context = SSL_CTX_new(DTLS_method());
    if (context && configure(context) && install(context, fingerprint)) return context;
    SSL_CTX_free(context);
    ERR_clear_error();
    return NULL;
}

void copenssl_dtls_context_free(SSL_CTX *context) {
    SSL_CTX_free(context);
}
