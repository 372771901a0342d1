// Many members of many rooms on one thread: WebSockets that say what a party page says, and note when they hear of a command.

#ifndef CROWD_H
#define CROWD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { COMMANDS = 4096, EFFECTS = 1 << 20, READ_BYTES = 1 << 20 };

struct options {
    const char *host;
    int port, room, rooms, members, per_address, join_rate, server_pid, watch_cores;
    // A second, in the measured room.
    double commands;
    // Seconds between two messages of one member; 0 for never.
    double ping, report, chat;
    double seconds, warm_up;
    bool json;
};

enum client_state { CLIENT_NEW, CLIENT_UPGRADING, CLIENT_JOINING, CLIENT_JOINED };

struct client {
    int fd;
    enum client_state state;
    int room, seat;
    // Of the film it was last told of; 0 before the first.
    int revision;
    // What has come of a frame or header that is not whole yet.
    uint8_t *rest;
    size_t rest_length;
};

struct histogram {
    // One a microsecond; what is later falls into the last one.
    uint32_t buckets[200001];
    uint64_t count;
    int64_t highest;
};

// When something came: at the kernel, by the clock that the kernel stamps with (0 when it did not), and when the load had read it.
struct arrival {
    int64_t wall, read;
};

struct command {
    int64_t sent_at, sent_wall;
    // The last arrival: at a receiver's kernel, and read.
    int64_t last_wall, last_read;
    int sender, heard;
};

// One receiver's part of a command.
struct effect {
    int command;
    int64_t wire;
};

struct crowd {
    struct options options;
    int epoll, count, joined;
    struct client *clients;
    struct command commands[COMMANDS];
    int command_count;
    bool measuring, leaving;
    // Of each receiver, and of the last receiver of each command: until it was at the receiver's kernel, and until the load had read it.
    struct histogram wire, last_wire, each, last;
    // Of commands that nobody disturbed.
    struct histogram calm_wire, calm_last_wire;
    struct effect *effects;
    size_t effect_count;
    uint64_t sent, received, expected, heard;
    // How late a timer of the load was at most while it measured, nanoseconds.
    int64_t worst_lateness;
    // What the host took from the machine's cores meanwhile, milliseconds.
    int64_t stolen;
    uint8_t *buffer;
};

extern struct crowd crowd;

// options.c: exits with 2 when a flag is wrong.
void read_options(int count, char **words, struct options *options);

// websocket.c
void open_client(struct client *client);
void read_client(struct client *client);
// One text frame.
void say(struct client *client, const char *format, ...) __attribute__((format(printf, 2, 3)));

// member.c: what a member says and hears.
void join_room(struct client *client);
void hear(struct client *client, const char *text, size_t length, struct arrival at);
void begin_film(struct client *client);
void give_command(void);
void ping(struct client *client);
void report_position(struct client *client);
void chat(struct client *client);

// timetable.c: each member says each thing at its own moment of the interval.
void begin_timetable(int64_t now);
void end_timetable(void);
// Says what is due; answers when the next is.
int64_t keep_timetable(int64_t now);

// witness.c: whether a core was taken away meanwhile, as far as it is watched.
void begin_watching(void);
bool was_disturbed(int64_t from, int64_t to);

// report.c
void record(struct histogram *histogram, int64_t nanoseconds);
void print_report(double elapsed, double cpu_seconds, int64_t resident);

// Says what is wrong, and exits with 1.
void fail(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));
// The clock of the kernel's stamps, nanoseconds.
int64_t wall_clock(void);
// From 0 to below 1, the same in each run.
double chance(void);

#endif
