// What a member says and hears. The server writes the fields of a message in any order.

#define _GNU_SOURCE
#include "crowd.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "DatagramBatch.h"

static bool has(const char *text, size_t length, const char *part) { return memmem(text, length, part, strlen(part)) != NULL; }

// The number after `name`; -1 when there is none.
static long number_after(const char *text, size_t length, const char *name) {
    const char *place = memmem(text, length, name, strlen(name));
    if (!place) return -1;
    const char *end = text + length;
    long value = 0;
    bool found = false;
    for (place += strlen(name); place < end && *place >= '0' && *place <= '9' && value < 1000000000; place++) {
        value = value * 10 + (*place - '0');
        found = true;
    }
    return found ? value : -1;
}

void join_room(struct client *client) {
    say(client, "{\"type\":\"JOIN\",\"version\":1,\"roomId\":\"crowd-%d\",\"name\":\"Member %d\"}", client->room, client->seat);
}

static void see_film(struct client *client, const char *text, size_t length) {
    long revision = number_after(text, length, "\"revision\":");
    if (revision <= client->revision) return;
    client->revision = (int)revision;
    say(client, "{\"type\":\"BUFFERING\",\"revision\":%ld,\"state\":\"ready\"}", revision);
}

static void hear_command(struct client *client, long number, struct arrival at) {
    struct command *command = &crowd.commands[number % COMMANDS];
    if (number >= crowd.command_count || command->sender == client->seat) return;
    if (at.wall == 0) fail("the kernel does not say when a segment came");
    record(&crowd.wire, at.wall - command->sent_wall);
    record(&crowd.each, at.read - command->sent_at);
    crowd.heard++;
    if (at.wall > command->last_wall) command->last_wall = at.wall;
    command->last_read = at.read;
    if (crowd.effect_count < EFFECTS) crowd.effects[crowd.effect_count++] = (struct effect){(int)number % COMMANDS, at.wall - command->sent_wall};
    if (++command->heard < crowd.options.room - 1) return;
    record(&crowd.last_wire, command->last_wall - command->sent_wall);
    record(&crowd.last, at.read - command->sent_at);
}

static void hear_timeline(struct client *client, const char *text, size_t length, struct arrival at) {
    long number = number_after(text, length, "\"id\":\"c");
    if (number >= 0 && client->room == 0) hear_command(client, number, at);
    see_film(client, text, length);
}

void hear(struct client *client, const char *text, size_t length, struct arrival at) {
    if (crowd.measuring) crowd.received++;
    if (client->state == CLIENT_JOINING && has(text, length, "\"type\":\"WELCOME\"")) {
        client->state = CLIENT_JOINED;
        crowd.joined++;
        return;
    }
    if (has(text, length, "\"type\":\"TIMELINE\"")) hear_timeline(client, text, length, at);
    else if (length < 512 && has(text, length, "\"type\":\"ERROR\"") && !crowd.leaving)
        fail("member %d of room %d was told %.*s", client->seat, client->room, (int)length, text);
}

void begin_film(struct client *client) {
    say(client, "{\"type\":\"URL_CHANGE\",\"id\":\"film\",\"revision\":0,\"playing\":true,\"film\":{\"kind\":\"web\","
                "\"url\":\"https://films.example/night.mp4\",\"title\":\"Night\"}}");
}

void give_command(void) {
    int number = crowd.command_count++;
    int sender = (int)(chance() * crowd.options.room);
    struct client *client = &crowd.clients[sender];
    struct command *command = &crowd.commands[number % COMMANDS];
    crowd.expected += (uint64_t)crowd.options.room - 1;
    *command = (struct command){.sender = sender, .sent_at = bench_now(), .sent_wall = wall_clock()};
    if (number % 3 == 0) say(client, "{\"type\":\"SEEK\",\"id\":\"c%d\",\"revision\":%d,\"position\":%d}", number, client->revision, 600 + number);
    else
        say(client, "{\"type\":\"PLAY_PAUSE\",\"id\":\"c%d\",\"revision\":%d,\"playing\":%s}", number, client->revision, number % 3 == 1 ? "false" : "true");
}

void ping(struct client *client) {
    say(client, "{\"type\":\"PING\",\"timestamp\":%.1f,\"roundTrip\":%.1f}", (double)bench_now() / 1e6, 20 + 10 * chance());
}

void report_position(struct client *client) {
    // A page reports while its film plays only; commands pause that of the measured room half of the time.
    if (client->revision == 0) return;
    say(client, "{\"type\":\"SYNC_REPORT\",\"revision\":%d,\"error\":%.1f}", client->revision, 40 * chance() - 20);
}

void chat(struct client *client) {
    say(client, "{\"type\":\"CHAT\",\"id\":\"k\",\"text\":\"Did you see that? I was looking at the popcorn.\"}");
}
