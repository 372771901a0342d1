#ifndef BENCH_DATAGRAM_BATCH_H
#define BENCH_DATAGRAM_BATCH_H

#include <netinet/in.h>
#include <stdint.h>

// Datagrams received or sent with one system call. Every slot is 2048 bytes.

enum { BENCH_SLOT = 2048 };

typedef struct bench_batch bench_batch;

bench_batch *_Nullable bench_batch_create(int capacity);
void bench_batch_destroy(bench_batch *_Nullable batch);
uint8_t *_Nonnull bench_batch_slot(bench_batch *_Nonnull batch, int i);
int bench_batch_length(bench_batch *_Nonnull batch, int i);
// What is to be sent of a slot; its size is asked for by `bench_batch_size`.
void bench_batch_set_length(bench_batch *_Nonnull batch, int i, int length);
int bench_batch_size(bench_batch *_Nonnull batch, int i);
// Never waits; answers how many datagrams came, 0 when none.
int bench_batch_receive(bench_batch *_Nonnull batch, int fd);
// Slots 0..<count on a connected socket; answers how many the kernel took.
int bench_batch_send(bench_batch *_Nonnull batch, int fd, int count);
// The same for slots that all have the length of the first: one message, which the kernel cuts into datagrams. All or none.
int bench_batch_send_segments(bench_batch *_Nonnull batch, int fd, int count);

// A non-blocking UDP socket connected to an IPv4 or IPv6 literal, with `buffer` bytes of receive buffer. -1 on failure.
int bench_udp_connect(const char *_Nonnull host, uint16_t port, int buffer);
int bench_tcp_connect(const char *_Nonnull host, uint16_t port);
// From an IPv4 address of this machine, in its byte order.
int bench_tcp_connect_from(uint32_t source, const char *_Nonnull host, uint16_t port);
// Whether the other side of a TCP connection has sent an end or a reset; what else it has sent stays unread.
int bench_is_closed(int fd);
uint16_t bench_local_port(int fd);

int bench_epoll_create(void);
int bench_epoll_add(int epoll, int fd, uint32_t token);
void bench_epoll_remove(int epoll, int fd);
// Tokens of the readable sockets.
int bench_epoll_wait(int epoll, uint32_t *_Nonnull tokens, int capacity, int timeout_ms);

// The same, waiting no longer than until `deadline` on the clock of `bench_now`, to the microsecond.
int bench_epoll_wait_until(int epoll, uint32_t *_Nonnull tokens, int capacity, int64_t deadline);

int64_t bench_now(void);
// Nanoseconds on a CPU of all threads of a process, those included that have ended; -1 when it is gone.
int64_t bench_cpu_time(int pid);
// Resident bytes of a process; -1 when it is gone.
int64_t bench_resident(int pid);

#endif
