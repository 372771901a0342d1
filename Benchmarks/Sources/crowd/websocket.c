// A WebSocket client (RFC 6455) for texts, without waiting.

#define _GNU_SOURCE
#include "crowd.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "DatagramBatch.h"

enum { OPCODE_TEXT = 1, OPCODE_CLOSE = 8, OPCODE_PING = 9, OPCODE_PONG = 10, LONGEST_TEXT = 4096 };

static void bind_source(int fd, int number) {
    int later = 1;
    setsockopt(fd, SOL_IP, IP_BIND_ADDRESS_NO_PORT, &later, sizeof later);
    uint32_t host = INADDR_LOOPBACK + (uint32_t)(number / crowd.options.per_address);
    struct sockaddr_in source = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(host)};
    if (bind(fd, (struct sockaddr *)&source, sizeof source) < 0) fail("no source address for member %d: %s", number, strerror(errno));
}

static void write_all(struct client *client, const void *bytes, size_t length) {
    ssize_t count = send(client->fd, bytes, length, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count != (ssize_t)length) fail("the server does not read what member %d of room %d says: %s", client->seat, client->room, strerror(errno));
}

void open_client(struct client *client) {
    struct sockaddr_in server = {.sin_family = AF_INET, .sin_port = htons((uint16_t)crowd.options.port)};
    if (inet_pton(AF_INET, crowd.options.host, &server.sin_addr) != 1) fail("%s is no IPv4 address", crowd.options.host);
    client->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (client->fd < 0) fail("no socket: %s", strerror(errno));
    bind_source(client->fd, (int)(client - crowd.clients));
    if (connect(client->fd, (struct sockaddr *)&server, sizeof server) < 0)
        fail("no connection to %s:%d: %s", crowd.options.host, crowd.options.port, strerror(errno));
    int at_once = 1;
    setsockopt(client->fd, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
    // The server is measured until what it writes is at the receiver's kernel; how soon the load reads that is the load's own affair.
    if (client->room == 0) setsockopt(client->fd, SOL_SOCKET, SO_TIMESTAMPNS, &at_once, sizeof at_once);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = client};
    epoll_ctl(crowd.epoll, EPOLL_CTL_ADD, client->fd, &event);
    char head[512];
    int length = snprintf(head, sizeof head,
                          "GET /ws HTTP/1.1\r\nHost: %s:%d\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0\r\nUpgrade: websocket\r\n"
                          "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
                          crowd.options.host, crowd.options.port);
    client->state = CLIENT_UPGRADING;
    write_all(client, head, (size_t)length);
}

// A mask of zeros is one (§5.3).
static void write_frame(struct client *client, int opcode, const void *payload, size_t length) {
    uint8_t frame[LONGEST_TEXT + 8] = {(uint8_t)(0x80 | opcode)};
    size_t head = length < 126 ? 2 : 4;
    if (length < 126) frame[1] = (uint8_t)(0x80 | length);
    else {
        frame[1] = 0x80 | 126;
        frame[2] = (uint8_t)(length >> 8);
        frame[3] = (uint8_t)length;
    }
    if (length > LONGEST_TEXT) fail("a frame of %zu bytes", length);
    memset(frame + head, 0, 4);
    memcpy(frame + head + 4, payload, length);
    write_all(client, frame, head + 4 + length);
}

void say(struct client *client, const char *format, ...) {
    char text[LONGEST_TEXT];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    write_frame(client, OPCODE_TEXT, text, (size_t)length);
    if (crowd.measuring) crowd.sent++;
}

static void take_frame(struct client *client, int opcode, const uint8_t *payload, size_t length, struct arrival at) {
    if (opcode == OPCODE_TEXT) hear(client, (const char *)payload, length, at);
    else if (opcode == OPCODE_PING) write_frame(client, OPCODE_PONG, payload, length);
    else if (opcode == OPCODE_CLOSE && !crowd.leaving)
        fail("the server closed member %d of room %d: %.*s", client->seat, client->room, length > 2 ? (int)length - 2 : 0, payload + 2);
}

// Answers how many bytes the first frame took; 0 when it is not whole.
static size_t next_frame(struct client *client, const uint8_t *bytes, size_t count, struct arrival at) {
    if (count < 2) return 0;
    size_t head = bytes[1] < 126 ? 2 : bytes[1] == 126 ? 4 : 10, length = 0;
    if (count < head) return 0;
    if (head == 2) length = bytes[1];
    else
        for (size_t i = 2; i < head; i++) length = length << 8 | bytes[i];
    if (length > READ_BYTES / 2) fail("the server sends a frame of %zu bytes", length);
    if (count < head + length) return 0;
    take_frame(client, bytes[0] & 15, bytes + head, length, at);
    return head + length;
}

static size_t end_upgrade(struct client *client, const uint8_t *bytes, size_t count) {
    const uint8_t *end = memmem(bytes, count, "\r\n\r\n", 4);
    if (!end) return 0;
    if (count < 12 || memcmp(bytes, "HTTP/1.1 101", 12) != 0) fail("no WebSocket: %.*s", (int)(end - bytes), bytes);
    client->state = CLIENT_JOINING;
    join_room(client);
    return (size_t)(end + 4 - bytes);
}

static void keep_rest(struct client *client, const uint8_t *bytes, size_t count) {
    uint8_t *rest = count ? malloc(count) : NULL;
    if (count) memcpy(rest, bytes, count);
    free(client->rest);
    client->rest = rest;
    client->rest_length = count;
}

// Of several segments read at once the kernel says when the last one came.
static int64_t stamp_of(struct msghdr *message) {
    for (struct cmsghdr *part = CMSG_FIRSTHDR(message); part; part = CMSG_NXTHDR(message, part)) {
        if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_TIMESTAMPNS) continue;
        struct timespec time;
        memcpy(&time, CMSG_DATA(part), sizeof time);
        return time.tv_sec * 1000000000ll + time.tv_nsec;
    }
    return 0;
}

void read_client(struct client *client) {
    memcpy(crowd.buffer, client->rest, client->rest_length);
    _Alignas(struct cmsghdr) char control[64];
    struct iovec piece = {crowd.buffer + client->rest_length, READ_BYTES - client->rest_length};
    struct msghdr message = {.msg_iov = &piece, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    ssize_t more = recvmsg(client->fd, &message, MSG_DONTWAIT);
    struct arrival at = {.read = bench_now()};
    if (more > 0) at.wall = stamp_of(&message);
    if (more < 0 && errno == EAGAIN) return;
    if (more <= 0 && crowd.leaving) return;
    if (more <= 0) fail("the connection of member %d of room %d broke", client->seat, client->room);
    size_t count = client->rest_length + (size_t)more, used = 0;
    while (used < count) {
        size_t step = client->state == CLIENT_UPGRADING ? end_upgrade(client, crowd.buffer + used, count - used)
                                                        : next_frame(client, crowd.buffer + used, count - used, at);
        if (step == 0) break;
        used += step;
    }
    keep_rest(client, crowd.buffer + used, count - used);
}
