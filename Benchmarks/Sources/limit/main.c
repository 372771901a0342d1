// The least a relay can do on this machine: one thread, one socket, recvmmsg in, one cipher pass in, one per receiver out, sendmmsg out.
// No WebRTC: a client announces its room and its SRTP master key in one datagram (see PlainSignaling.swift).

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "SRTPCipher.h"

enum { MAX_IN = 64, SLOT = 2048, MAX_OUT = 1024, ANNOUNCEMENT = 54, MAX_SEGMENTS = 48, MAX_ROOMS = 256 };

enum send_mode { SEND_GSO, SEND_MMSG, SEND_ONE };

struct client {
    struct sockaddr_in address;
    bench_cipher *cipher;
    struct client *next;
    uint32_t ssrc;
    uint16_t room;
    // The highest RTP index so far plus 2^16, so that 0 means none.
    uint64_t highest;
};

union segment_control {
    struct cmsghdr header;
    uint8_t bytes[CMSG_SPACE(sizeof(uint16_t))];
};

static struct {
    int fd, flush_at;
    enum send_mode mode;
    struct client *by_port[65536];
    struct client *receivers[MAX_ROOMS];
    uint8_t in[MAX_IN][SLOT];
    struct iovec in_vectors[MAX_IN];
    struct sockaddr_in in_addresses[MAX_IN];
    struct mmsghdr in_messages[MAX_IN];
    int header[MAX_IN], length[MAX_IN];
    uint64_t index[MAX_IN];
    struct client *sender[MAX_IN];
    uint8_t *out;
    size_t out_used;
    struct iovec out_vectors[MAX_OUT];
    union segment_control controls[MAX_OUT];
    struct mmsghdr out_messages[MAX_OUT];
    int out_count, out_packets;
} relay;

static void flush_one_by_one(void) {
    for (int i = 0; i < relay.out_count; i++) {
        struct msghdr *message = &relay.out_messages[i].msg_hdr;
        (void)sendto(relay.fd, message->msg_iov->iov_base, message->msg_iov->iov_len, 0, message->msg_name,
                     message->msg_namelen);
    }
}

static void flush_out(void) {
    if (relay.mode == SEND_ONE) flush_one_by_one();
    else
        for (int sent = 0; sent < relay.out_count;) {
            int more = sendmmsg(relay.fd, relay.out_messages + sent, (unsigned)(relay.out_count - sent), 0);
            sent += more > 0 ? more : 1;
        }
    relay.out_count = relay.out_packets = 0;
    relay.out_used = 0;
}

static void push(struct client *to, uint8_t *bytes, size_t length, int segment) {
    int i = relay.out_count++;
    struct msghdr *message = &relay.out_messages[i].msg_hdr;
    relay.out_vectors[i] = (struct iovec){bytes, length};
    *message = (struct msghdr){.msg_name = &to->address, .msg_namelen = sizeof to->address,
                               .msg_iov = &relay.out_vectors[i], .msg_iovlen = 1};
    if (segment == 0) return;
    relay.controls[i].header = (struct cmsghdr){
        .cmsg_len = CMSG_LEN(sizeof(uint16_t)), .cmsg_level = IPPROTO_UDP, .cmsg_type = UDP_SEGMENT};
    uint16_t size = (uint16_t)segment;
    memcpy(CMSG_DATA(&relay.controls[i].header), &size, sizeof size);
    message->msg_control = &relay.controls[i];
    message->msg_controllen = sizeof relay.controls[i];
}

// Seals packet `from` of the batch for one receiver at the end of the output; answers its length.
static int seal(struct client *to, int from) {
    uint8_t *slot = relay.out + relay.out_used;
    memcpy(slot, relay.in[from], (size_t)relay.header[from]);
    uint32_t ssrc = htonl(to->ssrc);
    memcpy(slot + 8, &ssrc, 4);
    int length = bench_seal_rtp(to->cipher, slot, relay.header[from], relay.in[from] + relay.header[from],
                                relay.length[from] - relay.header[from], relay.index[from]);
    relay.out_used += (size_t)length;
    relay.out_packets++;
    return length;
}

// Packets of one publisher to one receiver: with GSO equal-sized neighbours share a message.
static void forward(struct client *to, const int *packets, int count) {
    for (int i = 0; i < count;) {
        uint8_t *start = relay.out + relay.out_used;
        int size = seal(to, packets[i]), total = size, run = 1;
        while (relay.mode == SEND_GSO && i + run < count && run < MAX_SEGMENTS &&
               relay.length[packets[i + run]] == relay.length[packets[i]])
            total += seal(to, packets[i + run++]);
        push(to, start, (size_t)total, run > 1 ? size : 0);
        i += run;
        if (relay.out_packets >= relay.flush_at) flush_out();
    }
}

static void forward_from(struct client *publisher, int first, int count) {
    int packets[MAX_IN], found = 0;
    for (int i = first; i < count; i++)
        if (relay.sender[i] == publisher) {
            packets[found++] = i;
            relay.sender[i] = NULL;
        }
    for (struct client *to = relay.receivers[publisher->room]; to; to = to->next) forward(to, packets, found);
}

static int header_length(const uint8_t *packet, int length) {
    int header = 12 + 4 * (packet[0] & 15);
    if ((packet[0] & 16) && header + 4 <= length) header += 4 + 4 * (packet[header + 2] << 8 | packet[header + 3]);
    return header < length ? header : 0;
}

static uint64_t extend(struct client *client, uint16_t sequence) {
    if (client->highest == 0) client->highest = 0x10000ull | sequence;
    int64_t distance = (int16_t)(sequence - (uint16_t)client->highest);
    uint64_t index = client->highest + (uint64_t)distance;
    if (distance > 0) client->highest = index;
    return index - 0x10000;
}

static void open_packet(int i, struct client *client) {
    int length = (int)relay.in_messages[i].msg_len, header = header_length(relay.in[i], length);
    if (header == 0) return;
    uint64_t index = extend(client, (uint16_t)(relay.in[i][2] << 8 | relay.in[i][3]));
    int opened = bench_open_rtp(client->cipher, relay.in[i], header, length, index);
    if (opened == 0) return;
    relay.header[i] = header;
    relay.length[i] = opened;
    relay.index[i] = index;
    relay.sender[i] = client;
}

static void announce(int i) {
    const uint8_t *bytes = relay.in[i];
    uint16_t port = ntohs(relay.in_addresses[i].sin_port), room = (uint16_t)(bytes[6] << 8 | bytes[7]);
    if (room < MAX_ROOMS && !relay.by_port[port] && bytes[5] <= BENCH_AES128_CM_SHA1_80) {
        struct bench_master master;
        memcpy(master.key, bytes + 8, 32);
        memcpy(master.salt, bytes + 40, 14);
        struct client *client = calloc(1, sizeof *client);
        *client = (struct client){.address = relay.in_addresses[i], .room = room, .ssrc = port,
                                  .cipher = bench_cipher_create((enum bench_profile)bytes[5], &master)};
        if (bytes[4] == 2) {
            client->next = relay.receivers[room];
            relay.receivers[room] = client;
        }
        relay.by_port[port] = client;
    }
    (void)sendto(relay.fd, bytes, 8, 0, (struct sockaddr *)&relay.in_addresses[i], sizeof relay.in_addresses[i]);
}

static void accept_datagram(int i) {
    relay.sender[i] = NULL;
    relay.in_messages[i].msg_hdr.msg_namelen = sizeof relay.in_addresses[i];
    struct client *client = relay.by_port[ntohs(relay.in_addresses[i].sin_port)];
    if (relay.in[i][0] >> 6 == 2) {
        // 192…223 in the second byte is RTCP (RFC 5761 §4).
        if (client && relay.in_messages[i].msg_len > 12 && (relay.in[i][1] < 192 || relay.in[i][1] > 223))
            open_packet(i, client);
    } else if (relay.in_messages[i].msg_len == ANNOUNCEMENT && memcmp(relay.in[i], "PLN1", 4) == 0) announce(i);
}

static void run(void) {
    for (;;) {
        int count = recvmmsg(relay.fd, relay.in_messages, MAX_IN, MSG_WAITFORONE, NULL);
        for (int i = 0; i < count; i++) accept_datagram(i);
        for (int i = 0; i < count; i++)
            if (relay.sender[i]) forward_from(relay.sender[i], i, count);
        if (relay.out_count) flush_out();
    }
}

static void prepare(uint16_t port) {
    relay.out = malloc((size_t)(MAX_OUT + MAX_SEGMENTS) * SLOT);
    for (int i = 0; i < MAX_IN; i++) {
        relay.in_vectors[i] = (struct iovec){relay.in[i], SLOT};
        relay.in_messages[i].msg_hdr = (struct msghdr){.msg_name = &relay.in_addresses[i],
                                                       .msg_namelen = sizeof relay.in_addresses[i],
                                                       .msg_iov = &relay.in_vectors[i], .msg_iovlen = 1};
    }
    relay.fd = socket(AF_INET, SOCK_DGRAM, 0);
    int buffer = 4 << 20;
    setsockopt(relay.fd, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
    setsockopt(relay.fd, SOL_SOCKET, SO_SNDBUF, &buffer, sizeof buffer);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (bind(relay.fd, (struct sockaddr *)&address, sizeof address) != 0) {
        perror("limit: bind");
        exit(1);
    }
}

static const char help[] =
    "USAGE: limit PORT gso|mmsg|one [PACKETS]\n\n"
    "The least that a relay can do on this machine, as the yardstick for a server: one thread, one socket, one cipher pass in and one for every\n"
    "receiver out, no WebRTC. Listens on 127.0.0.1:PORT until it is stopped.\n\n"
    "  gso        equal packets to one receiver leave as one send\n"
    "  mmsg       many packets leave in one system call\n"
    "  one        a system call for every packet\n"
    "  PACKETS    sent at once at most, 1 to 1024   (256)\n\n"
    "EXAMPLE  taskset -c 0 .build/release/limit 4390 gso &\n"
    "         taskset -c 1 .build/release/party-load --server plain --url 127.0.0.1:4390 --receivers 50 --server-pid $!\n\n"
    "EXIT CODES  1 the port cannot be had, 2 an argument is wrong\n";

static int wrong(const char *name, const char *value) {
    fprintf(stderr, "limit: %s: '%s' will not do (see limit --help)\n", name, value);
    return 2;
}

// -1 when the text is no whole number from 1 to most.
static long number(const char *text, long most) {
    char *end;
    long value = strtol(text, &end, 10);
    return *text && !*end && value >= 1 && value <= most ? value : -1;
}

int main(int count, char **arguments) {
    if (count > 1 && (strcmp(arguments[1], "--help") == 0 || strcmp(arguments[1], "-h") == 0)) {
        fputs(help, stdout);
        return 0;
    }
    if (count < 3 || count > 4) {
        fprintf(stderr, "limit: PORT and one of gso, mmsg and one are needed (see limit --help)\n");
        return 2;
    };
    long port = number(arguments[1], 65535), flush_at = count > 3 ? number(arguments[3], MAX_OUT) : 256;
    if (port < 0) return wrong("PORT", arguments[1]);
    if (flush_at < 0) return wrong("PACKETS", arguments[3]);
    if (strcmp(arguments[2], "gso") == 0) relay.mode = SEND_GSO;
    else if (strcmp(arguments[2], "mmsg") == 0) relay.mode = SEND_MMSG;
    else if (strcmp(arguments[2], "one") == 0) relay.mode = SEND_ONE;
    else return wrong("gso|mmsg|one", arguments[2]);
    relay.flush_at = (int)flush_at;
    prepare((uint16_t)port);
    run();
}
