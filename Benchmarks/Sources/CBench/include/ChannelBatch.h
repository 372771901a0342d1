#ifndef BENCH_CHANNEL_BATCH_H
#define BENCH_CHANNEL_BATCH_H

#include "DatagramBatch.h"

// ChannelData (RFC 8656 section 12.4) over a connected UDP socket, and the peer at the other end of a relay.

// Slots 0..<count, each behind its header; answers how many the kernel took.
int bench_channel_send_batch(bench_batch *_Nonnull batch, int fd, int count, uint16_t channel);
// 1 when the kernel took it.
int bench_channel_send(int fd, uint16_t channel, const uint8_t *_Nonnull bytes, int count);

typedef struct bench_peer bench_peer;

// An IPv4 socket on 127.0.0.1 and any port, with as much buffer as the kernel gives.
bench_peer *_Nullable bench_peer_create(void);
void bench_peer_destroy(bench_peer *_Nullable peer);
int bench_peer_descriptor(bench_peer *_Nonnull peer);
// Never waits. Answers how many datagrams came; with `echoes` each has gone back to where it came from, and `unsent` counts those that the kernel refused.
int bench_peer_receive(bench_peer *_Nonnull peer, int echoes, int *_Nonnull unsent);
uint8_t *_Nonnull bench_peer_slot(bench_peer *_Nonnull peer, int i);
int bench_peer_length(bench_peer *_Nonnull peer, int i);
// Slots 0..<count of a batch to one address, in the machine's byte order; answers how many the kernel took.
int bench_peer_send(bench_peer *_Nonnull peer, bench_batch *_Nonnull batch, int count, uint32_t address, uint16_t port);

#endif
