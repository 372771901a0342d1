#include "crowd.h"

#include <stdlib.h>

#include "DatagramBatch.h"

// One thing that all members say once an interval, each at its own moment of it.
struct habit {
    void (*act)(struct client *client);
    int64_t interval, begin;
    // Nanoseconds after the beginning of the interval, ascending, and whose.
    int64_t *moments;
    int *clients;
    int next;
};

enum { HABITS = 3 };
static struct habit habits[HABITS];
static int64_t next_command;
static bool is_running;

static int compare(const void *a, const void *b) {
    int64_t first = *(const int64_t *)a, second = *(const int64_t *)b;
    return (first > second) - (first < second);
}

static void begin_habit(struct habit *habit, double seconds, void (*act)(struct client *), int64_t now) {
    *habit = (struct habit){.act = act, .interval = (int64_t)(seconds * 1e9), .begin = now};
    if (habit->interval == 0) return;
    size_t count = (size_t)crowd.count;
    habit->moments = calloc(count, sizeof *habit->moments);
    habit->clients = calloc(count, sizeof *habit->clients);
    for (size_t i = 0; i < count; i++) {
        habit->moments[i] = (int64_t)(chance() * (double)habit->interval);
        habit->clients[i] = (int)i;
    }
    qsort(habit->moments, count, sizeof *habit->moments, compare);
    // Neighbours in time are not neighbours in a room.
    for (size_t i = count - 1; i > 0; i--) {
        size_t other = (size_t)(chance() * (double)(i + 1));
        int swap = habit->clients[i];
        habit->clients[i] = habit->clients[other];
        habit->clients[other] = swap;
    }
}

void begin_timetable(int64_t now) {
    begin_habit(&habits[0], crowd.options.ping, ping, now);
    begin_habit(&habits[1], crowd.options.report, report_position, now);
    begin_habit(&habits[2], crowd.options.chat, chat, now);
    next_command = INT64_MAX;
    is_running = true;
}

void end_timetable(void) { is_running = false; }

static void note_lateness(int64_t due, int64_t now) {
    if (crowd.measuring && now - due > crowd.worst_lateness) crowd.worst_lateness = now - due;
}

static int64_t due(const struct habit *habit) {
    return habit->interval == 0 ? INT64_MAX : habit->begin + habit->moments[habit->next];
}

static void keep_habit(struct habit *habit, int64_t now) {
    while (due(habit) <= now) {
        note_lateness(due(habit), now);
        habit->act(&crowd.clients[habit->clients[habit->next]]);
        if (++habit->next < crowd.count) continue;
        habit->next = 0;
        habit->begin += habit->interval;
    }
}

// At random moments, so that they fall between all others.
static void keep_commands(int64_t now) {
    if (!crowd.measuring || crowd.options.room == 0 || crowd.options.commands == 0) {
        next_command = INT64_MAX;
        return;
    }
    int64_t pause = (int64_t)((0.5 + chance()) / crowd.options.commands * 1e9);
    if (next_command == INT64_MAX) next_command = now + pause;
    if (now < next_command) return;
    note_lateness(next_command, now);
    give_command();
    next_command = now + pause;
}

int64_t keep_timetable(int64_t now) {
    if (!is_running) return INT64_MAX;
    keep_commands(now);
    int64_t next = next_command;
    for (int i = 0; i < HABITS; i++) {
        keep_habit(&habits[i], now);
        if (due(&habits[i]) < next) next = due(&habits[i]);
    }
    return next;
}
