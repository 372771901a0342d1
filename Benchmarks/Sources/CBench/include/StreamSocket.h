#ifndef BENCH_STREAM_SOCKET_H
#define BENCH_STREAM_SOCKET_H

#include <stdint.h>

// A TCP connection, within TLS when asked. Whose certificate the server shows does not matter to a load.

typedef struct bench_stream bench_stream;

// Waits until it is connected. NULL on failure.
bench_stream *_Nullable bench_stream_connect(const char *_Nonnull host, uint16_t port, int is_secure);
void bench_stream_destroy(bench_stream *_Nullable stream);
int bench_stream_descriptor(bench_stream *_Nonnull stream);
// From now on reading never waits.
void bench_stream_unblock(bench_stream *_Nonnull stream);
// How many bytes came, 0 when there are none for now, -1 when the connection has ended.
int bench_stream_read(bench_stream *_Nonnull stream, uint8_t *_Nonnull out, int capacity);
// Takes everything: what the kernel has no room for goes out before the next bytes. -1 when the connection has ended.
int bench_stream_write(bench_stream *_Nonnull stream, const uint8_t *_Nonnull bytes, int count);

// The ClientHello that such a connection begins with; 0 when OpenSSL makes none.
int bench_tls_hello(uint8_t *_Nonnull out, int capacity);

#endif
