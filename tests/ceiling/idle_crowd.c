/*
 * A crowd that connects and says nothing: idle_crowd PORT COUNT EACH opens COUNT TLS connections to
 * 127.0.0.1, EACH from one address (127.0.0.2 and on), prints how many were let in, and keeps them
 * until its standard input ends; then it prints how many are still open.
 */
#include "tls_client.h"
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

enum { CROWD_MAX = 12000, SPARE = 100 };

static struct tls_client crowd[CROWD_MAX];

static void raise_descriptors(void)
{
    struct rlimit limit;
    must(getrlimit(RLIMIT_NOFILE, &limit) == 0, "no limit of descriptors");
    limit.rlim_cur = limit.rlim_max < CROWD_MAX + SPARE ? limit.rlim_max : CROWD_MAX + SPARE;
    must(setrlimit(RLIMIT_NOFILE, &limit) == 0, "the limit of descriptors cannot be raised");
}

static int let_in(uint16_t port, int count, int each)
{
    int open = 0;
    for (int i = 0; i < count; i++) {
        char from[20];
        (void)snprintf(from, sizeof from, "127.0.0.%d", 2 + i / each);
        open += tls_client_open(&crowd[i], from, port);
    }
    return open;
}

/* The hub has not hung up: nothing is to be read but what it sent at the handshake. */
static bool is_open(const struct tls_client *client)
{
    struct pollfd line = { .fd = client->fd, .events = POLLRDHUP };
    return client->session != NULL && poll(&line, 1, 0) == 0;
}

static int still_open(int count)
{
    int open = 0;
    for (int i = 0; i < count; i++)
        open += is_open(&crowd[i]);
    return open;
}

static void await_end_of_input(void)
{
    char byte;
    while (read(STDIN_FILENO, &byte, 1) > 0)
        continue;
}

int main(int count_of_words, char **words)
{
    if (count_of_words != 4) {
        (void)fprintf(stderr, "idle_crowd PORT COUNT EACH\n");
        return 2;
    }
    long port = strtol(words[1], NULL, 10);
    long count = strtol(words[2], NULL, 10);
    long each = strtol(words[3], NULL, 10);
    must(port > 0 && port <= UINT16_MAX && count > 0 && count <= CROWD_MAX && each > 0 &&
             count / each < 250,
         "numbers in their bounds");
    raise_descriptors();
    tls_client_start();
    printf("in %d\n", let_in((uint16_t)port, (int)count, (int)each));
    (void)fflush(stdout);
    await_end_of_input();
    printf("open %d\n", still_open((int)count));
    for (long i = 0; i < count; i++)
        tls_client_close(&crowd[i]);
    tls_client_stop();
    return 0;
}
