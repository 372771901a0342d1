#include "CCount.h"

#include <stdbool.h>
#include <stddef.h>
#include <errno.h>

static struct bench_counts counts;
static bool counting;

// MARK: the heap: these take the place of glibc's, which keeps its own under other names

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);
extern void __libc_free(void *);

void *malloc(size_t size) {
    counts.allocations += counting;
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    counts.allocations += counting;
    return __libc_calloc(count, size);
}

void *realloc(void *old, size_t size) {
    counts.allocations += counting;
    return __libc_realloc(old, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    counts.allocations += counting;
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **out, size_t alignment, size_t size) {
    counts.allocations += counting;
    *out = __libc_memalign(alignment, size);
    return *out ? 0 : ENOMEM;
}

void free(void *memory) {
    counts.frees += counting;
    __libc_free(memory);
}

// MARK: reference counts: the hooks that the Swift runtime keeps for Instruments

extern bool _swift_enableSwizzlingOfAllocationAndRefCountingFunctions_forInstrumentsOnly;
extern void *(*_swift_retain)(void *);
extern void *(*_swift_retain_n)(void *, uint32_t);
extern void (*_swift_release)(void *);
extern void (*_swift_release_n)(void *, uint32_t);

static void *(*original_retain)(void *);
static void *(*original_retain_n)(void *, uint32_t);
static void (*original_release)(void *);
static void (*original_release_n)(void *, uint32_t);

static void *count_retain(void *object) {
    counts.retains += counting;
    return original_retain(object);
}

static void *count_retain_n(void *object, uint32_t n) {
    counts.retains += counting;
    return original_retain_n(object, n);
}

static void count_release(void *object) {
    counts.releases += counting;
    original_release(object);
}

static void count_release_n(void *object, uint32_t n) {
    counts.releases += counting;
    original_release_n(object, n);
}

static void hook(void) {
    if (original_retain) return;
    original_retain = _swift_retain;
    original_retain_n = _swift_retain_n;
    original_release = _swift_release;
    original_release_n = _swift_release_n;
    _swift_retain = count_retain;
    _swift_retain_n = count_retain_n;
    _swift_release = count_release;
    _swift_release_n = count_release_n;
}

void bench_count_start(void) {
    hook();
    _swift_enableSwizzlingOfAllocationAndRefCountingFunctions_forInstrumentsOnly = true;
    counts = (struct bench_counts){0};
    counting = true;
}

struct bench_counts bench_count_stop(void) {
    counting = false;
    _swift_enableSwizzlingOfAllocationAndRefCountingFunctions_forInstrumentsOnly = false;
    return counts;
}
