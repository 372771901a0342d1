#include "crowd.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char help[] =
    "USAGE: crowd [options]\n"
    "\n"
    "Members of parties on one thread: each has a WebSocket, joins its room, and then says what a party page says. In one room, the measured\n"
    "one, members play, pause and seek in turn; it prints how long it took from just before a command was written until what came of it was at\n"
    "each of the others' sockets, by the kernel's stamp, and until they had read it. Nothing of the server's code is in it.\n"
    "\n"
    "  --host ADDRESS    IPv4 address of the server                                          (127.0.0.1)\n"
    "  --port N          its port                                                            (4001)\n"
    "  --room N          members of the measured room; 0 for none                            (100)\n"
    "  --commands N      play, pause and seek in the measured room, a second                 (10)\n"
    "  --rooms N         other rooms                                                         (200)\n"
    "  --members N       members of each other room                                          (20)\n"
    "  --ping S          seconds between a member's PINGs; 0 for none: then it answers the server's pings only   (5)\n"
    "  --report S        seconds between reports of its position; 0 for none, and no film    (1)\n"
    "  --chat S          seconds between a member's chat messages; 0 for none                (60)\n"
    "  --seconds S       measured time                                                       (30)\n"
    "  --warm-up S       in which films begin, and as long again, before it                  (5)\n"
    "  --join-rate N     members who join a second                                           (500)\n"
    "  --per-address N   connections from each of 127.0.0.1, 127.0.0.2, …                    (200)\n"
    "  --server-pid PID  whose CPU time and memory to report\n"
    "  --watch-cores N   note when one of the first N cores was taken away, as a host does with a virtual machine's, and report commands during\n"
    "                    which none was, too; needs root                                    (0)\n"
    "  --json            one line of JSON\n"
    "\n"
    "EXAMPLES  a command in a room of 100 beside 200 rooms of 20, and 10 000 members who only ping:\n"
    "  crowd --port 4376 --server-pid 4711\n"
    "  crowd --port 4376 --server-pid 4711 --room 0 --rooms 500 --members 20 --report 0 --chat 0\n"
    "\n"
    "EXIT CODES  0 measured, 1 the server could not be reached, did not let everybody in or closed a connection, 2 a flag is wrong\n";

static void wrong(const char *option, const char *problem) {
    fprintf(stderr, "crowd: %s %s\n", option, problem);
    exit(2);
}

static double number(const char *option, const char *text) {
    char *end;
    double value = strtod(text, &end);
    if (*text == 0 || *end != 0 || !(value >= 0 && value <= 1e6)) wrong(option, "wants a number from 0 to 1000000");
    return value;
}

static void set(struct options *options, const char *name, const char *value) {
    const struct { const char *name; int *place; } counts[] = {
        {"--port", &options->port}, {"--room", &options->room}, {"--rooms", &options->rooms},
        {"--members", &options->members}, {"--per-address", &options->per_address},
        {"--join-rate", &options->join_rate}, {"--server-pid", &options->server_pid}, {"--watch-cores", &options->watch_cores}};
    const struct { const char *name; double *place; } numbers[] = {
        {"--commands", &options->commands}, {"--ping", &options->ping}, {"--report", &options->report},
        {"--chat", &options->chat}, {"--seconds", &options->seconds}, {"--warm-up", &options->warm_up}};
    if (strcmp(name, "--host") == 0) {
        options->host = value;
        return;
    }
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        if (strcmp(name, counts[i].name) == 0) {
            *counts[i].place = (int)number(name, value);
            return;
        }
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (strcmp(name, numbers[i].name) == 0) {
            *numbers[i].place = number(name, value);
            return;
        }
    wrong(name, "is no option; see --help");
}

static void check(const struct options *options) {
    if (options->port < 1 || options->port > 65535) wrong("--port", "wants a number from 1 to 65535");
    if (options->per_address < 1) wrong("--per-address", "wants a number from 1 on");
    if (options->join_rate < 1) wrong("--join-rate", "wants a number from 1 on");
    if (options->seconds <= 0) wrong("--seconds", "wants more than 0");
    if (options->watch_cores > 8) wrong("--watch-cores", "wants 8 at most");
    if (options->room == 1) wrong("--room", "wants two members at least, or 0");
    if (options->room + options->rooms * options->members < 1) wrong("--rooms", "leaves nobody");
    // Each has its number in the table of commands until it was heard by all.
    if (options->commands > 100) wrong("--commands", "wants 100 at most");
}

void read_options(int count, char **words, struct options *options) {
    *options = (struct options){.host = "127.0.0.1", .port = 4001, .room = 100, .rooms = 200, .members = 20,
                                .per_address = 200, .join_rate = 500, .commands = 10, .ping = 5, .report = 1,
                                .chat = 60, .seconds = 30, .warm_up = 5};
    for (int i = 1; i < count; i++) {
        if (strcmp(words[i], "--help") == 0 || strcmp(words[i], "-h") == 0) {
            fputs(help, stdout);
            exit(0);
        }
        if (strcmp(words[i], "--json") == 0) options->json = true;
        else if (i + 1 < count) {
            set(options, words[i], words[i + 1]);
            i++;
        } else wrong(words[i], "needs a value");
    }
    check(options);
}
