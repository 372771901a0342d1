#define _GNU_SOURCE
#include "StreamSocket.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "DatagramBatch.h"

// More waiting bytes than any load makes: the server has stopped reading.
enum { MOST_HELD = 4 << 20 };

struct bench_stream {
    int fd;
    SSL *ssl;
    uint8_t *held;
    size_t count, capacity;
};

static SSL_CTX *context(void) {
    static SSL_CTX *shared;
    if (shared) return shared;
    shared = SSL_CTX_new(TLS_client_method());
    if (shared) SSL_CTX_set_mode(shared, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    return shared;
}

static int secure(bench_stream *stream) {
    SSL_CTX *shared = context();
    stream->ssl = shared ? SSL_new(shared) : NULL;
    return stream->ssl && SSL_set_fd(stream->ssl, stream->fd) == 1 && SSL_connect(stream->ssl) == 1;
}

bench_stream *bench_stream_connect(const char *host, uint16_t port, int is_secure) {
    bench_stream *stream = calloc(1, sizeof *stream);
    if (!stream) return NULL;
    // OpenSSL writes without MSG_NOSIGNAL.
    signal(SIGPIPE, SIG_IGN);
    stream->fd = bench_tcp_connect(host, port);
    if (stream->fd < 0 || (is_secure && !secure(stream))) {
        bench_stream_destroy(stream);
        return NULL;
    }
    return stream;
}

void bench_stream_destroy(bench_stream *stream) {
    if (!stream) return;
    SSL_free(stream->ssl);
    if (stream->fd >= 0) close(stream->fd);
    free(stream->held);
    free(stream);
}

int bench_stream_descriptor(bench_stream *stream) { return stream->fd; }

void bench_stream_unblock(bench_stream *stream) {
    fcntl(stream->fd, F_SETFL, fcntl(stream->fd, F_GETFL) | O_NONBLOCK);
}

static int can_wait(bench_stream *stream, int result) {
    if (!stream->ssl) return errno == EAGAIN || errno == EINTR;
    int error = SSL_get_error(stream->ssl, result);
    return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE;
}

int bench_stream_read(bench_stream *stream, uint8_t *out, int capacity) {
    int count = stream->ssl ? SSL_read(stream->ssl, out, capacity) : (int)recv(stream->fd, out, (size_t)capacity, 0);
    if (count > 0) return count;
    if (count == 0 && !stream->ssl) return -1;
    return can_wait(stream, count) ? 0 : -1;
}

// As much as goes; -1 when the connection has ended.
static int write_some(bench_stream *stream, const uint8_t *bytes, size_t count) {
    size_t done = 0;
    while (done < count) {
        int more = stream->ssl ? SSL_write(stream->ssl, bytes + done, (int)(count - done))
                               : (int)send(stream->fd, bytes + done, count - done, MSG_NOSIGNAL);
        if (more > 0) {
            done += (size_t)more;
        } else if (can_wait(stream, more)) {
            break;
        } else {
            return -1;
        }
    }
    return (int)done;
}

static int hold(bench_stream *stream, const uint8_t *bytes, size_t count) {
    if (stream->count + count > MOST_HELD) return -1;
    if (stream->count + count > stream->capacity) {
        size_t capacity = 2 * (stream->count + count);
        uint8_t *held = realloc(stream->held, capacity);
        if (!held) return -1;
        stream->held = held;
        stream->capacity = capacity;
    }
    memcpy(stream->held + stream->count, bytes, count);
    stream->count += count;
    return 0;
}

int bench_stream_write(bench_stream *stream, const uint8_t *bytes, int count) {
    if (stream->count > 0) {
        int done = write_some(stream, stream->held, stream->count);
        if (done < 0) return -1;
        memmove(stream->held, stream->held + done, stream->count - (size_t)done);
        stream->count -= (size_t)done;
        if (stream->count > 0) return hold(stream, bytes, (size_t)count);
    }
    int done = write_some(stream, bytes, (size_t)count);
    return done < 0 ? -1 : done == count ? 0 : hold(stream, bytes + done, (size_t)(count - done));
}

int bench_tls_hello(uint8_t *out, int capacity) {
    SSL *ssl = context() ? SSL_new(context()) : NULL;
    BIO *in = BIO_new(BIO_s_mem()), *written = BIO_new(BIO_s_mem());
    if (!ssl || !in || !written) return 0;
    SSL_set_bio(ssl, in, written);
    SSL_connect(ssl);
    int count = BIO_read(written, out, capacity);
    SSL_free(ssl);
    return count > 0 ? count : 0;
}
