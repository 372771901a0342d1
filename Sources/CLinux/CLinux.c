#define _GNU_SOURCE
#include "CLinux.h"

#include <arpa/inet.h>
#include <errno.h>
#include <ifaddrs.h>
#include <malloc.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif

#define IOVECS (CLINUX_SEND_BATCH * 4)
#define CHANNEL_HEADER 4

static void from_kernel(const struct sockaddr_storage *from, clinux_address *to) {
    memset(to, 0, sizeof *to);
    if (from->ss_family == AF_INET) {
        const struct sockaddr_in *v4 = (const struct sockaddr_in *)from;
        to->low = 0xffff00000000ull | ntohl(v4->sin_addr.s_addr);
        to->port = ntohs(v4->sin_port);
    } else if (from->ss_family == AF_INET6) {
        const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)from;
        uint64_t halves[2];
        memcpy(halves, &v6->sin6_addr, 16);
        to->high = be64toh(halves[0]);
        to->low = be64toh(halves[1]);
        to->port = ntohs(v6->sin6_port);
        to->scope = IN6_IS_ADDR_LINKLOCAL(&v6->sin6_addr) ? v6->sin6_scope_id : 0;
    }
}

static int is_v4(const clinux_address *address) { return address->high == 0 && address->low >> 32 == 0xffff; }

static socklen_t to_v6(const clinux_address *from, struct sockaddr_storage *to) {
    struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)to;
    memset(v6, 0, sizeof *v6);
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons(from->port);
    v6->sin6_scope_id = from->scope;
    uint64_t halves[2] = {htobe64(from->high), htobe64(from->low)};
    memcpy(&v6->sin6_addr, halves, 16);
    return sizeof *v6;
}

static socklen_t to_v4(const clinux_address *from, struct sockaddr_storage *to) {
    struct sockaddr_in *v4 = (struct sockaddr_in *)to;
    memset(v4, 0, sizeof *v4);
    v4->sin_family = AF_INET;
    v4->sin_port = htons(from->port);
    v4->sin_addr.s_addr = htonl((uint32_t)from->low);
    return sizeof *v4;
}

static int share_port(int descriptor) {
    int on = 1;
    return setsockopt(descriptor, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) < 0 ? -errno : 0;
}

static int bind_socket(int descriptor, int family, const clinux_address *local, int buffer_bytes) {
    int off = 0, status = 0;
    struct sockaddr_storage storage;
    if (family == AF_INET6 && setsockopt(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off) < 0) return -errno;
    // Limits below what is asked are the operator's (net.core.rmem_max); they are no reason not to start.
    setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &buffer_bytes, sizeof buffer_bytes);
    setsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &buffer_bytes, sizeof buffer_bytes);
    socklen_t length = family == AF_INET6 ? to_v6(local, &storage) : to_v4(local, &storage);
    // To who would share it the kernel also gives a port that others share already: one of its choice is shared only once it is ours.
    if (local->port != 0 && (status = share_port(descriptor)) < 0) return status;
    if (bind(descriptor, (struct sockaddr *)&storage, length) < 0) return -errno;
    return local->port == 0 ? share_port(descriptor) : 0;
}

int clinux_udp_open(const clinux_address *local, int buffer_bytes) {
    int family = AF_INET6;
    int descriptor = socket(family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0 && errno == EAFNOSUPPORT) {
        // A kernel without IPv6: "any address" and IPv4 literals still work.
        if (!is_v4(local) && (local->high | local->low) != 0) return -EAFNOSUPPORT;
        family = AF_INET;
        descriptor = socket(family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    }
    if (descriptor < 0) return -errno;
    int status = bind_socket(descriptor, family, local, buffer_bytes);
    if (status < 0) {
        close(descriptor);
        return status;
    }
    return descriptor;
}

int clinux_udp_open_alone(const clinux_address *local, int buffer_bytes) {
    int family = is_v4(local) ? AF_INET : AF_INET6, on = 1;
    struct sockaddr_storage storage;
    int descriptor = socket(family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return -errno;
    if (family == AF_INET6) setsockopt(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
    setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &buffer_bytes, sizeof buffer_bytes);
    setsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &buffer_bytes, sizeof buffer_bytes);
    socklen_t length = family == AF_INET6 ? to_v6(local, &storage) : to_v4(local, &storage);
    if (bind(descriptor, (struct sockaddr *)&storage, length) < 0) {
        int status = -errno;
        close(descriptor);
        return status;
    }
    return descriptor;
}

void clinux_udp_dont_fragment(int descriptor, int on) {
    int value = on ? IP_PMTUDISC_DO : IP_PMTUDISC_WANT;
    setsockopt(descriptor, IPPROTO_IP, IP_MTU_DISCOVER, &value, sizeof value);
}

uint16_t clinux_udp_port(int descriptor) {
    struct sockaddr_storage storage;
    socklen_t length = sizeof storage;
    clinux_address address;
    if (getsockname(descriptor, (struct sockaddr *)&storage, &length) < 0) return 0;
    from_kernel(&storage, &address);
    return address.port;
}

int clinux_epoll_add(int epoll, int descriptor, uint64_t tag) {
    struct epoll_event event = {.events = EPOLLIN, .data = {.u64 = tag}};
    return epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event) < 0 ? -errno : 0;
}

void clinux_epoll_remove(int epoll, int descriptor) { epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, NULL); }

uint64_t clinux_epoll_tag(const struct epoll_event *event) { return event->data.u64; }

struct clinux_receiver {
    struct mmsghdr messages[CLINUX_RECEIVE_BATCH];
    struct iovec iovecs[CLINUX_RECEIVE_BATCH];
    struct sockaddr_storage sources[CLINUX_RECEIVE_BATCH];
    // How many places the last batch filled: only there the kernel has written the length of an address.
    int filled;
};

clinux_receiver *clinux_receiver_create(void *memory, uint32_t size) {
    clinux_receiver *receiver = calloc(1, sizeof *receiver);
    if (!receiver) abort();
    for (int i = 0; i < CLINUX_RECEIVE_BATCH; i++) {
        receiver->iovecs[i] = (struct iovec){(uint8_t *)memory + (size_t)i * size, size};
        receiver->messages[i].msg_hdr.msg_iov = &receiver->iovecs[i];
        receiver->messages[i].msg_hdr.msg_iovlen = 1;
        receiver->messages[i].msg_hdr.msg_name = &receiver->sources[i];
    }
    receiver->filled = CLINUX_RECEIVE_BATCH;
    return receiver;
}

void clinux_receiver_destroy(clinux_receiver *receiver) { free(receiver); }

int clinux_receive(clinux_receiver *receiver, int descriptor) {
    for (int i = 0; i < receiver->filled; i++)
        receiver->messages[i].msg_hdr.msg_namelen = sizeof receiver->sources[i];
    int count = recvmmsg(descriptor, receiver->messages, CLINUX_RECEIVE_BATCH, MSG_DONTWAIT, NULL);
    receiver->filled = count > 0 ? count : 0;
    if (count >= 0) return count;
    // ICMP errors of earlier sends surface here; they say nothing about what can be received.
    return errno == EAGAIN || errno == EINTR || errno == ECONNREFUSED ? 0 : -errno;
}

uint32_t clinux_received(const clinux_receiver *receiver, int index, clinux_address *source) {
    const struct mmsghdr *message = &receiver->messages[index];
    from_kernel(&receiver->sources[index], source);
    return message->msg_hdr.msg_flags & MSG_TRUNC ? 0 : message->msg_len;
}

struct clinux_sender {
    struct mmsghdr messages[CLINUX_SEND_BATCH];
    struct sockaddr_storage destinations[CLINUX_SEND_BATCH];
    struct iovec iovecs[IOVECS];
    union {
        char bytes[CMSG_SPACE(sizeof(uint16_t))];
        struct cmsghdr align;
    } controls[CLINUX_SEND_BATCH];
    // By the place of the part that shows it.
    uint8_t headers[IOVECS][CHANNEL_HEADER];
    int count;
    int used;
    int descriptor;
    int family;
};

clinux_sender *clinux_sender_create(int descriptor) {
    clinux_sender *sender = calloc(1, sizeof *sender);
    if (!sender) abort();
    socklen_t length = sizeof sender->family;
    sender->descriptor = descriptor;
    sender->family = AF_INET6;
    getsockopt(descriptor, SOL_SOCKET, SO_DOMAIN, &sender->family, &length);
    return sender;
}

void clinux_sender_destroy(clinux_sender *sender) { free(sender); }

int clinux_sender_has_room(const clinux_sender *sender) {
    return sender->count < CLINUX_SEND_BATCH && sender->used + 2 * CLINUX_SEGMENTS_MAX <= IOVECS;
}

void clinux_sender_begin(clinux_sender *sender, const clinux_address *destination) {
    struct msghdr *header = &sender->messages[sender->count].msg_hdr;
    memset(header, 0, sizeof *header);
    header->msg_name = &sender->destinations[sender->count];
    header->msg_namelen = sender->family == AF_INET ? to_v4(destination, header->msg_name) : to_v6(destination, header->msg_name);
    header->msg_iov = &sender->iovecs[sender->used];
}

void clinux_sender_append(clinux_sender *sender, const void *bytes, uint32_t count) {
    struct msghdr *header = &sender->messages[sender->count].msg_hdr;
    struct iovec *last = header->msg_iovlen > 0 ? &sender->iovecs[sender->used - 1] : NULL;
    // What lies in one piece is copied in one piece.
    if (last && (const uint8_t *)last->iov_base + last->iov_len == bytes) {
        last->iov_len += count;
        return;
    }
    sender->iovecs[sender->used++] = (struct iovec){(void *)bytes, count};
    header->msg_iovlen++;
}

void clinux_sender_append_channel(clinux_sender *sender, uint16_t channel, const void *bytes, uint32_t count) {
    uint8_t *header = sender->headers[sender->used];
    header[0] = channel >> 8;
    header[1] = channel & 0xff;
    header[2] = count >> 8;
    header[3] = count & 0xff;
    clinux_sender_append(sender, header, CHANNEL_HEADER);
    clinux_sender_append(sender, bytes, count);
}

void clinux_sender_use(clinux_sender *sender, int descriptor, int takes_v4) {
    sender->descriptor = descriptor;
    sender->family = takes_v4 ? AF_INET : AF_INET6;
}

void clinux_sender_end(clinux_sender *sender, uint16_t segment) {
    struct msghdr *header = &sender->messages[sender->count].msg_hdr;
    if (segment > 0) {
        header->msg_control = sender->controls[sender->count].bytes;
        header->msg_controllen = sizeof sender->controls[sender->count].bytes;
        struct cmsghdr *control = CMSG_FIRSTHDR(header);
        control->cmsg_level = SOL_UDP;
        control->cmsg_type = UDP_SEGMENT;
        control->cmsg_len = CMSG_LEN(sizeof segment);
        memcpy(CMSG_DATA(control), &segment, sizeof segment);
    }
    sender->count++;
}

// Takes up to `wanted` bytes from the front of the message's parts, which shrink, into at most two parts: a channel's header and what follows it.
static size_t take_datagram(struct msghdr *rest, size_t wanted, struct iovec parts[2]) {
    size_t count = 0;
    while (rest->msg_iovlen > 0 && wanted > 0 && count < 2) {
        struct iovec *first = rest->msg_iov;
        size_t length = first->iov_len < wanted ? first->iov_len : wanted;
        parts[count++] = (struct iovec){first->iov_base, length};
        wanted -= length;
        first->iov_base = (uint8_t *)first->iov_base + length;
        first->iov_len -= length;
        if (first->iov_len > 0) continue;
        rest->msg_iov++;
        rest->msg_iovlen--;
    }
    return count;
}

static int send_one_by_one(const struct msghdr *header, int descriptor) {
    int refused = 0;
    uint16_t segment;
    struct iovec parts[2];
    struct msghdr rest = *header, single = *header;
    memcpy(&segment, CMSG_DATA(CMSG_FIRSTHDR(header)), sizeof segment);
    single.msg_iov = parts;
    single.msg_control = NULL;
    single.msg_controllen = 0;
    while ((single.msg_iovlen = take_datagram(&rest, segment, parts)) > 0)
        if (sendmsg(descriptor, &single, MSG_DONTWAIT | MSG_NOSIGNAL) < 0) refused = errno;
    return refused;
}

int clinux_sender_flush(clinux_sender *sender, int *last_error, int *segmentation_failed) {
    int descriptor = sender->descriptor;
    int sent = 0, refused = 0;
    while (sent < sender->count) {
        int count = sendmmsg(descriptor, sender->messages + sent, sender->count - sent, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (count > 0) {
            sent += count;
            continue;
        }
        if (errno == EINTR) continue;
        struct msghdr *header = &sender->messages[sent].msg_hdr;
        int error = errno;
        if (header->msg_controllen > 0 && (error == EIO || error == EINVAL || error == EOPNOTSUPP)) {
            *segmentation_failed = 1;
            error = send_one_by_one(header, descriptor);
        }
        if (error != 0) {
            *last_error = error;
            refused++;
        }
        sent++;
    }
    sender->count = 0;
    sender->used = 0;
    return refused;
}

void clinux_give_back_free_memory(void) { malloc_trim(0); }

void clinux_name_thread(const char *name) { pthread_setname_np(pthread_self(), name); }

int clinux_allowed_cores(void) {
    cpu_set_t allowed;
    return sched_getaffinity(0, sizeof allowed, &allowed) < 0 ? 0 : CPU_COUNT(&allowed);
}

int clinux_interface_addresses(clinux_address *addresses, uint8_t *loopback, int capacity) {
    struct ifaddrs *list;
    int count = 0;
    if (getifaddrs(&list) < 0) return 0;
    for (struct ifaddrs *entry = list; entry && count < capacity; entry = entry->ifa_next) {
        if (!entry->ifa_addr || !(entry->ifa_flags & IFF_UP)) continue;
        int family = entry->ifa_addr->sa_family;
        if (family != AF_INET && family != AF_INET6) continue;
        struct sockaddr_storage storage = {0};
        memcpy(&storage, entry->ifa_addr, family == AF_INET ? sizeof(struct sockaddr_in) : sizeof(struct sockaddr_in6));
        from_kernel(&storage, &addresses[count]);
        loopback[count++] = (entry->ifa_flags & IFF_LOOPBACK) != 0;
    }
    freeifaddrs(list);
    return count;
}
