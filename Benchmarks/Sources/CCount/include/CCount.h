#ifndef BENCH_COUNT_H
#define BENCH_COUNT_H

#include <stdint.h>

// Counts what the process does to its heap and to reference counts while counting is on. For a program with one thread.

struct bench_counts {
    uint64_t allocations, frees, retains, releases;
};

void bench_count_start(void);
struct bench_counts bench_count_stop(void);

#endif
