#define _GNU_SOURCE
#include "crowd.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "DatagramBatch.h"

enum { EVENTS = 256, PATIENCE_SECONDS = 120 };

struct crowd crowd;

void fail(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fputs("crowd: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(1);
}

int64_t wall_clock(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec * 1000000000ll + now.tv_nsec;
}

double chance(void) {
    static uint64_t state = 88172645463325252u;
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (double)(state >> 11) / 9007199254740992.0;
}

// One look at what came; waits until `until` at most.
static void turn(int64_t until) {
    int64_t now = bench_now(), next = keep_timetable(now);
    if (until < next) next = until;
    struct timespec wait = {0};
    if (next > now) wait = (struct timespec){(next - now) / 1000000000, (next - now) % 1000000000};
    struct epoll_event events[EVENTS];
    int count = epoll_pwait2(crowd.epoll, events, EVENTS, &wait, NULL);
    if (count < 0 && errno != EINTR) fail("epoll: %s", strerror(errno));
    for (int i = 0; i < count; i++) read_client(events[i].data.ptr);
}

static void run_for(double seconds) {
    int64_t end = bench_now() + (int64_t)(seconds * 1e9);
    while (bench_now() < end) turn(end);
}

static void seat_everybody(void) {
    const struct options *options = &crowd.options;
    crowd.count = options->room + options->rooms * options->members;
    crowd.clients = calloc((size_t)crowd.count, sizeof *crowd.clients);
    crowd.buffer = malloc(READ_BYTES);
    crowd.effects = calloc(EFFECTS, sizeof *crowd.effects);
    crowd.epoll = epoll_create1(EPOLL_CLOEXEC);
    for (int i = 0; i < crowd.count; i++) {
        struct client *client = &crowd.clients[i];
        bool measured = i < options->room;
        client->room = measured ? 0 : 1 + (i - options->room) / options->members;
        client->seat = measured ? i : (i - options->room) % options->members;
    }
}

static void allow_sockets(void) {
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    rlim_t wanted = (rlim_t)crowd.count + 64;
    if (limit.rlim_cur >= wanted) return;
    limit.rlim_cur = wanted;
    if (limit.rlim_max < wanted) limit.rlim_max = wanted;
    if (setrlimit(RLIMIT_NOFILE, &limit) < 0) fail("the limit of open files is below %d: %s", (int)wanted, strerror(errno));
}

static void join_everybody(void) {
    int64_t begin = bench_now(), step = 1000000000 / crowd.options.join_rate;
    for (int i = 0; i < crowd.count; i++) {
        while (bench_now() < begin + i * step) turn(begin + i * step);
        open_client(&crowd.clients[i]);
    }
    int64_t deadline = bench_now() + PATIENCE_SECONDS * 1000000000ll;
    while (crowd.joined < crowd.count && bench_now() < deadline) turn(bench_now() + 100000000);
    if (crowd.joined < crowd.count) fail("%d of %d members were let in", crowd.joined, crowd.count);
}

// Parties begin their films when they like: what the server does every few seconds for a room it does not do for all at once.
static void begin_films(void) {
    if (crowd.options.report == 0) return;
    int rooms = crowd.options.rooms + (crowd.options.room > 0);
    for (int i = 0; i < crowd.count; i++) {
        if (crowd.clients[i].seat != 0) continue;
        begin_film(&crowd.clients[i]);
        run_for(crowd.options.warm_up / rooms);
    }
}

// Milliseconds that the host of a virtual machine has taken from its cores; nothing that ran here could do anything about them.
static int64_t stolen_time(void) {
    FILE *file = fopen("/proc/stat", "r");
    long long ticks = 0;
    if (!file) return 0;
    if (fscanf(file, "cpu %*d %*d %*d %*d %*d %*d %*d %lld", &ticks) != 1) ticks = 0;
    fclose(file);
    return ticks * 1000 / sysconf(_SC_CLK_TCK);
}

static void measure(void) {
    int pid = crowd.options.server_pid;
    int64_t begin = bench_now(), cpu = pid ? bench_cpu_time(pid) : 0, stolen = stolen_time();
    crowd.measuring = true;
    run_for(crowd.options.seconds);
    double elapsed = (double)(bench_now() - begin) / 1e9;
    double spent = pid ? (double)(bench_cpu_time(pid) - cpu) / 1e9 : 0;
    int64_t resident = pid ? bench_resident(pid) : 0;
    crowd.measuring = false;
    crowd.stolen = stolen_time() - stolen;
    // What is under way still counts as heard.
    run_for(1);
    if (pid && resident < 0) fail("the server is gone");
    print_report(elapsed, spent, resident);
}

int main(int count, char **words) {
    read_options(count, words, &crowd.options);
    seat_everybody();
    allow_sockets();
    join_everybody();
    begin_timetable(bench_now());
    begin_films();
    begin_watching();
    run_for(crowd.options.warm_up);
    measure();
    end_timetable();
    crowd.leaving = true;
    return 0;
}
