#include "crowd.h"

#include <stdio.h>

void record(struct histogram *histogram, int64_t nanoseconds) {
    int64_t place = nanoseconds / 1000;
    histogram->buckets[place < 0 ? 0 : place > 200000 ? 200000 : place]++;
    histogram->count++;
    if (nanoseconds > histogram->highest) histogram->highest = nanoseconds;
}

// Milliseconds at or below which the share of all values lies.
static double quantile(const struct histogram *histogram, double share) {
    uint64_t wanted = (uint64_t)(share * (double)histogram->count + 0.999999), seen = 0;
    for (int i = 0; i < 200001; i++) {
        seen += histogram->buckets[i];
        if (seen >= wanted && seen > 0) return i / 1000.0;
    }
    return 0;
}

// Fills the histograms of commands during which every core that is watched was there; answers how many the others are.
static int sift(void) {
    static bool disturbed[COMMANDS];
    int count = crowd.command_count < COMMANDS ? crowd.command_count : COMMANDS, left_out = 0;
    for (int i = 0; i < count; i++) {
        const struct command *command = &crowd.commands[i];
        disturbed[i] = was_disturbed(command->sent_at, command->last_read);
        left_out += disturbed[i];
        if (!disturbed[i]) record(&crowd.calm_last_wire, command->last_wall - command->sent_wall);
    }
    for (size_t i = 0; i < crowd.effect_count; i++)
        if (!disturbed[crowd.effects[i].command]) record(&crowd.calm_wire, crowd.effects[i].wire);
    return left_out;
}

static void print_calm(void) {
    int left_out = sift();
    printf("without %d commands during which a core was taken away for 1 ms or more: p50 %.2f  p95 %.2f  p99 %.2f  worst %.2f; to the last: p50 %.2f  p99 %.2f\n",
           left_out, quantile(&crowd.calm_wire, 0.5), quantile(&crowd.calm_wire, 0.95), quantile(&crowd.calm_wire, 0.99),
           (double)crowd.calm_wire.highest / 1e6, quantile(&crowd.calm_last_wire, 0.5), quantile(&crowd.calm_last_wire, 0.99));
}

static void print_json(double elapsed, double cpu, double resident) {
    printf("{\"members\":%d,\"seconds\":%.1f,\"sentPerSecond\":%.0f,\"receivedPerSecond\":%.0f,\"commands\":%d,\"delivered\":%.5f,"
           "\"wireP50Ms\":%.3f,\"wireP95Ms\":%.3f,\"wireP99Ms\":%.3f,\"wireWorstMs\":%.3f,\"lastWireP50Ms\":%.3f,\"lastWireP99Ms\":%.3f,"
           "\"p50Ms\":%.3f,\"p95Ms\":%.3f,\"p99Ms\":%.3f,\"worstMs\":%.3f,\"lastP50Ms\":%.3f,\"lastP99Ms\":%.3f,\"lateMs\":%.3f,\"stolenMs\":%lld,"
           "\"serverCores\":%.4f,\"serverMB\":%.1f}\n",
           crowd.count, elapsed, (double)crowd.sent / elapsed, (double)crowd.received / elapsed, crowd.command_count,
           crowd.expected ? (double)crowd.heard / (double)crowd.expected : 1, quantile(&crowd.wire, 0.5), quantile(&crowd.wire, 0.95),
           quantile(&crowd.wire, 0.99), (double)crowd.wire.highest / 1e6, quantile(&crowd.last_wire, 0.5), quantile(&crowd.last_wire, 0.99), quantile(&crowd.each, 0.5), quantile(&crowd.each, 0.95),
           quantile(&crowd.each, 0.99), (double)crowd.each.highest / 1e6, quantile(&crowd.last, 0.5), quantile(&crowd.last, 0.99),
           (double)crowd.worst_lateness / 1e6, (long long)crowd.stolen, cpu, resident);
}

void print_report(double elapsed, double cpu_seconds, int64_t resident_bytes) {
    double cpu = cpu_seconds / elapsed, resident = (double)resident_bytes / 1048576;
    if (crowd.options.json) return print_json(elapsed, cpu, resident);
    printf("%d members, %.1f s: they sent %.0f and received %.0f messages a second\n", crowd.count, elapsed, (double)crowd.sent / elapsed,
           (double)crowd.received / elapsed);
    if (crowd.expected) {
        printf("%d commands, %.3f %% of their effects heard by the others\n", crowd.command_count,
               100 * (double)crowd.heard / (double)crowd.expected);
        printf("from write to each receiver's kernel, ms: p50 %.2f  p95 %.2f  p99 %.2f  worst %.2f; to the last: p50 %.2f  p99 %.2f\n",
               quantile(&crowd.wire, 0.5), quantile(&crowd.wire, 0.95), quantile(&crowd.wire, 0.99), (double)crowd.wire.highest / 1e6,
               quantile(&crowd.last_wire, 0.5), quantile(&crowd.last_wire, 0.99));
        if (crowd.options.watch_cores) print_calm();
        printf("from write to each read, ms: p50 %.2f  p95 %.2f  p99 %.2f  worst %.2f\n", quantile(&crowd.each, 0.5),
               quantile(&crowd.each, 0.95), quantile(&crowd.each, 0.99), (double)crowd.each.highest / 1e6);
        printf("from write to the last read, ms: p50 %.2f  p99 %.2f\n", quantile(&crowd.last, 0.5), quantile(&crowd.last, 0.99));
    }
    printf("the load itself was %.2f ms late at most, and the host took %lld ms of all cores\n", (double)crowd.worst_lateness / 1e6,
           (long long)crowd.stolen);
    if (crowd.options.server_pid)
        printf("server: %.1f %% of a core, %.1f MB resident, %.1f KB a member\n", 100 * cpu, resident,
               (double)resident_bytes / 1024 / crowd.count);
}
