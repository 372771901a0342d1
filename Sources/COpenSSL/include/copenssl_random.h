#ifndef COPENSSL_RANDOM_H
#define COPENSSL_RANDOM_H

#include <stddef.h>
#include <stdint.h>

/// 1 when all bytes were filled.
int copenssl_random(void *bytes, size_t count);

/// 1 when equal; takes the same time wherever the first difference lies.
int copenssl_equal(const void *left, const void *right, size_t count);

#endif
