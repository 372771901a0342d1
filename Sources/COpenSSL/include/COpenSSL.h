#ifndef COPENSSL_H
#define COPENSSL_H

// Narrow faces over OpenSSL: its macros do not import into Swift, and one C call per packet is what the packet path can afford.
#include "copenssl_digest.h"
#include "copenssl_certificate.h"
#include "copenssl_dtls.h"
#include "copenssl_hmac.h"
#include "copenssl_random.h"
#include "copenssl_srtp.h"

#endif
