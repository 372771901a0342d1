#include "include/copenssl_certificate.h"

#include <limits.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

static int set_serial(X509 *certificate) {
    uint64_t serial;
    return RAND_bytes((unsigned char *)&serial, sizeof serial) == 1
        && ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), serial >> 1 | 1);
}

// From yesterday, for clocks that are not quite right.
static int set_validity(X509 *certificate, int days) {
    return X509_gmtime_adj(X509_getm_notBefore(certificate), -86400L) != NULL
        && X509_gmtime_adj(X509_getm_notAfter(certificate), 86400L * days) != NULL;
}

static int set_subject(X509 *certificate) {
    X509_NAME *name = X509_get_subject_name(certificate);
    return X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)"ToperParty", -1, -1, 0)
        && X509_set_issuer_name(certificate, name);
}

static int set_names(X509 *certificate, const char *names) {
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, NULL, NID_subject_alt_name, names);
    int ok = extension && X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
    return ok;
}

static X509 *make(EVP_PKEY *key, const char *names, int days) {
    X509 *certificate = X509_new();
    if (certificate && X509_set_version(certificate, X509_VERSION_3) && set_serial(certificate)
        && set_validity(certificate, days) && set_subject(certificate) && set_names(certificate, names)
        && X509_set_pubkey(certificate, key) && X509_sign(certificate, key, EVP_sha256()))
        return certificate;
    X509_free(certificate);
    return NULL;
}

int copenssl_self_signed(
    const char *names, int days, uint8_t **certificate, size_t *certificate_count, uint8_t **key, size_t *key_count) {
    EVP_PKEY *pair = EVP_EC_gen("P-256");
    X509 *made = pair ? make(pair, names, days) : NULL;
    *certificate = *key = NULL;
    int first = made ? i2d_X509(made, certificate) : -1;
    int second = made ? i2d_PrivateKey(pair, key) : -1;
    X509_free(made);
    EVP_PKEY_free(pair);
    ERR_clear_error();
    if (first > 0 && second > 0) {
        *certificate_count = (size_t)first;
        *key_count = (size_t)second;
        return 1;
    }
    OPENSSL_free(*certificate);
    OPENSSL_free(*key);
    return 0;
}

void copenssl_free(uint8_t *bytes, size_t count) {
    OPENSSL_clear_free(bytes, count);
}

int copenssl_key_matches(const uint8_t *certificate, size_t certificate_count, const uint8_t *key, size_t key_count) {
    if (certificate_count > LONG_MAX || key_count > LONG_MAX) return 0;
    X509 *parsed = d2i_X509(NULL, &certificate, (long)certificate_count);
    EVP_PKEY *pair = d2i_AutoPrivateKey(NULL, &key, (long)key_count);
    int matches = parsed && pair && X509_check_private_key(parsed, pair) == 1;
    X509_free(parsed);
    EVP_PKEY_free(pair);
    ERR_clear_error();
    return matches;
}
