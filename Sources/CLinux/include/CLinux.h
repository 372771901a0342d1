#ifndef CLINUX_H
#define CLINUX_H

// What Glibc's module map does not export: epoll, eventfd, batched datagrams and their offloads.
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#define CLINUX_RECEIVE_BATCH 64
#define CLINUX_SEND_BATCH 256
// The kernel refuses more segments in one send (UDP_MAX_SEGMENTS).
#define CLINUX_SEGMENTS_MAX 64

// An address as Bytes.SocketAddress holds it: IPv4 is IPv4-mapped.
typedef struct {
    uint64_t high;
    uint64_t low;
    uint32_t scope;
    uint16_t port;
} clinux_address;

typedef struct clinux_receiver clinux_receiver;
typedef struct clinux_sender clinux_sender;

// Opens a bound, non-blocking UDP socket with SO_REUSEPORT; returns the descriptor or -errno.
int clinux_udp_open(const clinux_address *local, int buffer_bytes);
// The same, but alone on its port, and for one family only: what a relayed address needs.
int clinux_udp_open_alone(const clinux_address *local, int buffer_bytes);
// Sets or clears IPv4's DF bit on what is sent; by default the kernel decides.
void clinux_udp_dont_fragment(int descriptor, int on);
// The bound port, or 0.
uint16_t clinux_udp_port(int descriptor);
// Adds a descriptor to an epoll set for reading; returns 0 or -errno.
int clinux_epoll_add(int epoll, int descriptor, uint64_t tag);
// Takes it out again.
void clinux_epoll_remove(int epoll, int descriptor);
uint64_t clinux_epoll_tag(const struct epoll_event *event);

// Receives into CLINUX_RECEIVE_BATCH consecutive buffers of `size` bytes at `memory`.
clinux_receiver *clinux_receiver_create(void *memory, uint32_t size);
void clinux_receiver_destroy(clinux_receiver *receiver);
// Number of datagrams, 0 when none is there, or -errno.
int clinux_receive(clinux_receiver *receiver, int descriptor);
// Length and source of the n-th datagram of the last batch. A truncated datagram has length 0.
uint32_t clinux_received(const clinux_receiver *receiver, int index, clinux_address *source);

// Messages will be sent on this socket, whose family decides the form of destinations.
clinux_sender *clinux_sender_create(int descriptor);
void clinux_sender_destroy(clinux_sender *sender);
// Whether another message of up to CLINUX_SEGMENTS_MAX segments fits before a flush is needed.
int clinux_sender_has_room(const clinux_sender *sender);
void clinux_sender_begin(clinux_sender *sender, const clinux_address *destination);
void clinux_sender_append(clinux_sender *sender, const void *bytes, uint32_t count);
// The same, behind the four bytes of a ChannelData header (RFC 8656 section 12.4); needs room for two parts.
void clinux_sender_append_channel(clinux_sender *sender, uint16_t channel, const void *bytes, uint32_t count);
// Closes the message begun; `segment` > 0 asks the kernel to cut it into datagrams of that size (UDP_SEGMENT).
void clinux_sender_end(clinux_sender *sender, uint16_t segment);
// Sends all messages. Returns the number of messages that the kernel refused; `last_error` gets the errno of the last of them.
// Messages whose segmentation is refused are sent datagram by datagram, and `segmentation_failed` is set.
int clinux_sender_flush(clinux_sender *sender, int *last_error, int *segmentation_failed);

// From now on messages go out of another socket, which is one for IPv4 alone or not; those begun have to be flushed before.
void clinux_sender_use(clinux_sender *sender, int descriptor, int takes_v4);

// Pages that the allocator keeps free go back to the kernel.
void clinux_give_back_free_memory(void);

// Names the calling thread, as `top -H` and profilers show it.
void clinux_name_thread(const char *name);

// On how many cores the calling thread may run; 0 when the kernel does not say, as on machines with more than 1024.
int clinux_allowed_cores(void);

// Every address of every interface that is up; returns the number written.
int clinux_interface_addresses(clinux_address *addresses, uint8_t *loopback, int capacity);

#endif
