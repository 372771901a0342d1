#define _GNU_SOURCE
#include "ChannelBatch.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST = 64, HEADER = 4 };

static void write_header(uint8_t header[HEADER], uint16_t channel, int count) {
    header[0] = (uint8_t)(channel >> 8);
    header[1] = (uint8_t)channel;
    header[2] = (uint8_t)(count >> 8);
    header[3] = (uint8_t)count;
}

static int send_all(int fd, struct mmsghdr *messages, int count) {
    int sent = 0;
    while (sent < count) {
        int more = sendmmsg(fd, messages + sent, (unsigned)(count - sent), MSG_DONTWAIT);
        if (more <= 0) break;
        sent += more;
    }
    return sent;
}

static int send_chunk(bench_batch *batch, int fd, int first, int count, uint16_t channel) {
    struct mmsghdr messages[MOST] = {0};
    struct iovec parts[2 * MOST];
    uint8_t headers[MOST][HEADER];
    for (int i = 0; i < count; i++) {
        int length = bench_batch_size(batch, first + i);
        write_header(headers[i], channel, length);
        parts[2 * i] = (struct iovec){headers[i], HEADER};
        parts[2 * i + 1] = (struct iovec){bench_batch_slot(batch, first + i), (size_t)length};
        messages[i].msg_hdr.msg_iov = &parts[2 * i];
        messages[i].msg_hdr.msg_iovlen = 2;
    }
    return send_all(fd, messages, count);
}

int bench_channel_send_batch(bench_batch *batch, int fd, int count, uint16_t channel) {
    int sent = 0;
    for (int first = 0; first < count; first += MOST) {
        int chunk = count - first < MOST ? count - first : MOST;
        sent += send_chunk(batch, fd, first, chunk, channel);
    }
    return sent;
}

int bench_channel_send(int fd, uint16_t channel, const uint8_t *bytes, int count) {
    uint8_t header[HEADER];
    write_header(header, channel, count);
    struct iovec parts[2] = {{header, HEADER}, {(void *)bytes, (size_t)count}};
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
    return sendmsg(fd, &message, MSG_DONTWAIT) >= 0;
}

struct bench_peer {
    int fd;
    struct mmsghdr messages[MOST];
    struct iovec parts[MOST];
    struct sockaddr_in sources[MOST];
    uint8_t bytes[MOST][BENCH_SLOT];
};

bench_peer *bench_peer_create(void) {
    bench_peer *peer = calloc(1, sizeof *peer);
    if (!peer) return NULL;
    struct sockaddr_in local = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int buffer = 4 << 20;
    peer->fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (peer->fd < 0 || bind(peer->fd, (struct sockaddr *)&local, sizeof local) != 0) {
        bench_peer_destroy(peer);
        return NULL;
    }
    setsockopt(peer->fd, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
    setsockopt(peer->fd, SOL_SOCKET, SO_SNDBUF, &buffer, sizeof buffer);
    for (int i = 0; i < MOST; i++) {
        peer->messages[i].msg_hdr.msg_name = &peer->sources[i];
        peer->messages[i].msg_hdr.msg_iov = &peer->parts[i];
        peer->messages[i].msg_hdr.msg_iovlen = 1;
    }
    return peer;
}

void bench_peer_destroy(bench_peer *peer) {
    if (!peer) return;
    if (peer->fd >= 0) close(peer->fd);
    free(peer);
}

int bench_peer_descriptor(bench_peer *peer) { return peer->fd; }

int bench_peer_receive(bench_peer *peer, int echoes, int *unsent) {
    for (int i = 0; i < MOST; i++) {
        peer->messages[i].msg_hdr.msg_namelen = sizeof peer->sources[i];
        peer->parts[i] = (struct iovec){peer->bytes[i], BENCH_SLOT};
    }
    int count = recvmmsg(peer->fd, peer->messages, MOST, MSG_DONTWAIT, NULL);
    if (count <= 0) return 0;
    if (!echoes) return count;
    unsigned lengths[MOST];
    for (int i = 0; i < count; i++) {
        lengths[i] = peer->messages[i].msg_len;
        peer->parts[i].iov_len = lengths[i];
    }
    *unsent += count - send_all(peer->fd, peer->messages, count);
    for (int i = 0; i < count; i++) peer->messages[i].msg_len = lengths[i];
    return count;
}

uint8_t *bench_peer_slot(bench_peer *peer, int i) { return peer->bytes[i]; }
int bench_peer_length(bench_peer *peer, int i) { return (int)peer->messages[i].msg_len; }

int bench_peer_send(bench_peer *peer, bench_batch *batch, int count, uint32_t address, uint16_t port) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(address)};
    struct mmsghdr messages[MOST] = {0};
    struct iovec parts[MOST];
    if (count > MOST) count = MOST;
    for (int i = 0; i < count; i++) {
        parts[i] = (struct iovec){bench_batch_slot(batch, i), (size_t)bench_batch_size(batch, i)};
        messages[i].msg_hdr = (struct msghdr){.msg_name = &to, .msg_namelen = sizeof to, .msg_iov = &parts[i], .msg_iovlen = 1};
    }
    return send_all(peer->fd, messages, count);
}
