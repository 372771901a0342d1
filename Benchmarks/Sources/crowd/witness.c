// A thread on each core that the server and the load use, before both of them in line. It wakes every half millisecond; when it is late, nobody could have run
// there: the host of the virtual machine had the core, or an interrupt.

#define _GNU_SOURCE
#include "crowd.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <time.h>

#include "DatagramBatch.h"

enum { WITNESSES = 8, GAPS = 8192, STEP = 500000, NOTABLE = 1000000 };

struct gap {
    int64_t from, to;
};

static struct witness {
    pthread_t thread;
    int core;
    atomic_int count;
    struct gap gaps[GAPS];
} witnesses[WITNESSES];
static int cores;

static void *watch(void *argument) {
    struct witness *witness = argument;
    for (;;) {
        int64_t due = bench_now() + STEP;
        struct timespec time = {due / 1000000000, due % 1000000000};
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL);
        int64_t now = bench_now();
        int count = atomic_load_explicit(&witness->count, memory_order_relaxed);
        if (now - due < NOTABLE || count == GAPS) continue;
        witness->gaps[count] = (struct gap){due, now};
        atomic_store_explicit(&witness->count, count + 1, memory_order_release);
    }
    return NULL;
}

void begin_watching(void) {
    for (; cores < crowd.options.watch_cores; cores++) {
        struct witness *witness = &witnesses[cores];
        pthread_attr_t attributes;
        pthread_attr_init(&attributes);
        cpu_set_t set;
        CPU_ZERO(&set);
        CPU_SET(cores, &set);
        pthread_attr_setaffinity_np(&attributes, sizeof set, &set);
        struct sched_param first = {.sched_priority = 20};
        pthread_attr_setinheritsched(&attributes, PTHREAD_EXPLICIT_SCHED);
        pthread_attr_setschedpolicy(&attributes, SCHED_FIFO);
        pthread_attr_setschedparam(&attributes, &first);
        if (pthread_create(&witness->thread, &attributes, watch, witness) != 0)
            fail("--watch-cores: no thread of the highest priority on core %d; it needs root", cores);
        pthread_attr_destroy(&attributes);
    }
}

bool was_disturbed(int64_t from, int64_t to) {
    for (int i = 0; i < cores; i++) {
        int count = atomic_load_explicit(&witnesses[i].count, memory_order_acquire);
        for (int j = 0; j < count; j++)
            if (witnesses[i].gaps[j].from < to && from < witnesses[i].gaps[j].to) return true;
    }
    return false;
}
