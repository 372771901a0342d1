#ifndef COPENSSL_H
#define COPENSSL_H

#include <openssl/ssl.h>

#endif
