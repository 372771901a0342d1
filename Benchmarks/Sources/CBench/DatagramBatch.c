#define _GNU_SOURCE
#include "DatagramBatch.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

struct bench_batch {
    int capacity;
    uint8_t *bytes;
    struct iovec *vectors;
    struct mmsghdr *messages;
};

bench_batch *bench_batch_create(int capacity) {
    bench_batch *batch = calloc(1, sizeof *batch);
    if (!batch) return NULL;
    batch->capacity = capacity;
    batch->bytes = calloc((size_t)capacity, BENCH_SLOT);
    batch->vectors = calloc((size_t)capacity, sizeof *batch->vectors);
    batch->messages = calloc((size_t)capacity, sizeof *batch->messages);
    for (int i = 0; i < capacity; i++) {
        batch->vectors[i].iov_base = batch->bytes + (size_t)i * BENCH_SLOT;
        batch->vectors[i].iov_len = BENCH_SLOT;
        batch->messages[i].msg_hdr.msg_iov = &batch->vectors[i];
        batch->messages[i].msg_hdr.msg_iovlen = 1;
    }
    return batch;
}

void bench_batch_destroy(bench_batch *batch) {
    if (!batch) return;
    free(batch->bytes);
    free(batch->vectors);
    free(batch->messages);
    free(batch);
}

uint8_t *bench_batch_slot(bench_batch *batch, int i) { return batch->bytes + (size_t)i * BENCH_SLOT; }
int bench_batch_length(bench_batch *batch, int i) { return (int)batch->messages[i].msg_len; }
void bench_batch_set_length(bench_batch *batch, int i, int length) { batch->vectors[i].iov_len = (size_t)length; }
int bench_batch_size(bench_batch *batch, int i) { return (int)batch->vectors[i].iov_len; }

int bench_batch_receive(bench_batch *batch, int fd) {
    int count = recvmmsg(fd, batch->messages, (unsigned)batch->capacity, MSG_DONTWAIT, NULL);
    return count < 0 ? 0 : count;
}

int bench_batch_send(bench_batch *batch, int fd, int count) {
    int sent = 0;
    while (sent < count) {
        int more = sendmmsg(fd, batch->messages + sent, (unsigned)(count - sent), 0);
        if (more <= 0) break;
        sent += more;
    }
    return sent;
}

int bench_batch_send_segments(bench_batch *batch, int fd, int count) {
    uint16_t size = (uint16_t)batch->vectors[0].iov_len;
    union { char bytes[CMSG_SPACE(sizeof size)]; struct cmsghdr align; } control = {{0}};
    struct msghdr message = {.msg_iov = batch->vectors, .msg_iovlen = (size_t)count, .msg_control = &control,
                             .msg_controllen = sizeof control};
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    *header = (struct cmsghdr){
        .cmsg_len = CMSG_LEN(sizeof size), .cmsg_level = IPPROTO_UDP, .cmsg_type = UDP_SEGMENT};
    memcpy(CMSG_DATA(header), &size, sizeof size);
    return sendmsg(fd, &message, 0) < 0 ? 0 : count;
}

static int open_socket(const char *host, uint16_t port, int type, int flags, const struct sockaddr_in *source) {
    char service[8];
    snprintf(service, sizeof service, "%u", port);
    struct addrinfo hints = {.ai_socktype = type}, *found = NULL;
    if (getaddrinfo(host, service, &hints, &found) != 0) return -1;
    int fd = -1;
    for (struct addrinfo *each = found; each && fd < 0; each = each->ai_next) {
        fd = socket(each->ai_family, type | flags | SOCK_CLOEXEC, 0);
        if (fd >= 0 && source) bind(fd, (const struct sockaddr *)source, sizeof *source);
        if (fd >= 0 && connect(fd, each->ai_addr, each->ai_addrlen) != 0) {
            close(fd);
            fd = -1;
        }
    }
    freeaddrinfo(found);
    return fd;
}

int bench_udp_connect(const char *host, uint16_t port, int buffer) {
    int fd = open_socket(host, port, SOCK_DGRAM, SOCK_NONBLOCK, NULL);
    if (fd >= 0) setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
    return fd;
}

int bench_tcp_connect(const char *host, uint16_t port) {
    int fd = open_socket(host, port, SOCK_STREAM, 0, NULL), on = 1;
    if (fd >= 0) setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return fd;
}

int bench_tcp_connect_from(uint32_t source, const char *host, uint16_t port) {
    struct sockaddr_in local = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(source)};
    return open_socket(host, port, SOCK_STREAM, 0, &local);
}

int bench_is_closed(int fd) {
    struct pollfd waiting = {.fd = fd, .events = POLLRDHUP};
    return poll(&waiting, 1, 0) == 1;
}

uint16_t bench_local_port(int fd) {
    struct sockaddr_storage address;
    socklen_t length = sizeof address;
    if (getsockname(fd, (struct sockaddr *)&address, &length) != 0) return 0;
    return ntohs(address.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&address)->sin6_port
                                               : ((struct sockaddr_in *)&address)->sin_port);
}

int bench_epoll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }

int bench_epoll_add(int epoll, int fd, uint32_t token) {
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = token};
    return epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
}

void bench_epoll_remove(int epoll, int fd) { epoll_ctl(epoll, EPOLL_CTL_DEL, fd, NULL); }

int bench_epoll_wait(int epoll, uint32_t *tokens, int capacity, int timeout_ms) {
    struct epoll_event events[256];
    int count = epoll_wait(epoll, events, capacity < 256 ? capacity : 256, timeout_ms);
    for (int i = 0; i < count; i++) tokens[i] = events[i].data.u32;
    return count < 0 ? 0 : count;
}

int bench_epoll_wait_until(int epoll, uint32_t *tokens, int capacity, int64_t deadline) {
    struct epoll_event events[256];
    int64_t wait = deadline - bench_now();
    if (wait < 0) wait = 0;
    struct timespec timeout = {.tv_sec = wait / 1000000000, .tv_nsec = wait % 1000000000};
    int count = epoll_pwait2(epoll, events, capacity < 256 ? capacity : 256, &timeout, NULL);
    for (int i = 0; i < count; i++) tokens[i] = events[i].data.u32;
    return count < 0 ? 0 : count;
}

int64_t bench_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t bench_cpu_time(int pid) {
    clockid_t clock;
    struct timespec spent;
    if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &spent) != 0) return -1;
    return (int64_t)spent.tv_sec * 1000000000 + spent.tv_nsec;
}

int64_t bench_resident(int pid) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/statm", pid);
    FILE *file = fopen(path, "r");
    if (!file) return -1;
    long long pages = -1, all = 0;
    if (fscanf(file, "%lld %lld", &all, &pages) != 2) pages = -1;
    fclose(file);
    return pages < 0 ? -1 : pages * sysconf(_SC_PAGESIZE);
}
