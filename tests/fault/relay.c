/*
 * A line between a kiosk and its hub that is as bad as one likes: it stands on a port of this
 * machine, carries bytes to another one and back, and cuts, slows, delays, swallows or answers for
 * the other side. One connection at a time. Prints the port that it stands on.
 *
 *   relay --listen N --to N [--family 4|6] [--up BYTES] [--down BYTES] [--rate BYTES] [--delay MS]
 *         [--silent 1] [--answer FILE]
 */
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { PIECE = 1400, ANSWER_MAX = 65536, BACKLOG = 8 };

struct line {
    long listen, to, family;
    long up, down;    /* cut after so many bytes; -1: never */
    long rate, delay; /* bytes a second, milliseconds a piece; 0: as they come */
    long silent;
    const char *answer; /* a file: what is said instead of the hub */
};

static void give_up(const char *what)
{
    perror(what);
    exit(1);
}

static void pause_ms(long ms)
{
    struct timespec left = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 };
    while (nanosleep(&left, &left) != 0)
        continue;
}

static socklen_t address_of(const struct line *line, long port, struct sockaddr_storage *ret)
{
    struct sockaddr_in *four = (struct sockaddr_in *)ret;
    struct sockaddr_in6 *six = (struct sockaddr_in6 *)ret;
    memset(ret, 0, sizeof *ret);
    if (line->family == 6) {
        six->sin6_family = AF_INET6;
        six->sin6_addr = in6addr_loopback;
        six->sin6_port = htons((uint16_t)port);
        return sizeof *six;
    }
    four->sin_family = AF_INET;
    four->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    four->sin_port = htons((uint16_t)port);
    return sizeof *four;
}

static int stand(const struct line *line)
{
    struct sockaddr_storage at;
    socklen_t size = address_of(line, line->listen, &at);
    int on = 1;
    int fd = socket(at.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
        bind(fd, (struct sockaddr *)&at, size) != 0 || listen(fd, BACKLOG) != 0 ||
        getsockname(fd, (struct sockaddr *)&at, &size) != 0)
        give_up("standing on the port");
    const struct sockaddr_in *four = (const struct sockaddr_in *)&at; /* the port is in one place */
    printf("%u\n", ntohs(four->sin_port));
    (void)fflush(stdout);
    return fd;
}

static int go_on(const struct line *line)
{
    struct sockaddr_storage at;
    socklen_t size = address_of(line, line->to, &at);
    int fd = socket(at.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && connect(fd, (struct sockaddr *)&at, size) != 0) {
        (void)close(fd);
        return -1;
    }
    return fd;
}

/* One piece from one side to the other; false when that was the last. *left counts down to the cut.
 */
static bool carry(const struct line *line, int from, int to, long *left)
{
    char piece[PIECE];
    ssize_t got = read(from, piece, sizeof piece);
    if (got <= 0)
        return false;
    if (line->delay > 0)
        pause_ms(line->delay);
    if (line->rate > 0)
        pause_ms(got * 1000 / line->rate);
    size_t size = *left >= 0 && *left < got ? (size_t)*left : (size_t)got;
    for (size_t sent = 0; sent < size;) {
        ssize_t put = write(to, piece + sent, size - sent);
        if (put <= 0)
            return false;
        sent += (size_t)put;
    }
    *left -= *left >= 0 ? (long)size : 0;
    return *left != 0;
}

static void carry_all(const struct line *line, int client)
{
    long up = line->up, down = line->down;
    int hub = go_on(line);
    struct pollfd ends[] = { { client, POLLIN, 0 }, { hub, POLLIN, 0 } };
    bool open = hub >= 0 && up != 0;
    while (open && poll(ends, 2, -1) > 0)
        open = (ends[0].revents == 0 || carry(line, client, hub, &up)) &&
               (ends[1].revents == 0 || carry(line, hub, client, &down));
    if (hub >= 0)
        (void)close(hub);
}

/* Says what is in the file to whatever is asked. */
static void answer(const struct line *line, int client)
{
    static char said[ANSWER_MAX];
    char asked[PIECE];
    FILE *file = fopen(line->answer, "re");
    if (file == NULL)
        give_up(line->answer);
    size_t size = fread(said, 1, sizeof said, file);
    (void)fclose(file);
    if (read(client, asked, sizeof asked) > 0 && write(client, said, size) < 0)
        perror("answering");
}

/* Takes everything and says nothing, until the other side has enough of it. */
static void swallow(int client)
{
    char piece[PIECE];
    while (read(client, piece, sizeof piece) > 0)
        continue;
}

static void serve(const struct line *line, int client)
{
    if (line->silent != 0)
        swallow(client);
    else if (line->answer != NULL)
        answer(line, client);
    else
        carry_all(line, client);
    (void)close(client);
}

static bool take_option(struct line *line, const char *name, const char *value)
{
    const struct {
        const char *name;
        long *value;
    } numbers[] = { { "--listen", &line->listen }, { "--to", &line->to },
                    { "--family", &line->family }, { "--up", &line->up },
                    { "--down", &line->down },     { "--rate", &line->rate },
                    { "--delay", &line->delay },   { "--silent", &line->silent } };
    if (strcmp(name, "--answer") == 0) {
        line->answer = value;
        return true;
    }
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        if (strcmp(name, numbers[i].name) == 0) {
            *numbers[i].value = strtol(value, NULL, 10);
            return true;
        }
    return false;
}

int main(int count, char **words)
{
    struct line line = { .family = 4, .up = -1, .down = -1 };
    for (int i = 1; i < count; i += 2)
        if (i + 1 == count || !take_option(&line, words[i], words[i + 1])) {
            (void)fprintf(stderr, "relay: what is %s?\n", words[i]);
            return 2;
        }
    (void)signal(SIGPIPE, SIG_IGN);
    int door = stand(&line);
    for (;;) {
        int client = accept4(door, NULL, NULL, SOCK_CLOEXEC);
        if (client < 0)
            give_up("waiting for somebody");
        serve(&line, client);
    }
}
