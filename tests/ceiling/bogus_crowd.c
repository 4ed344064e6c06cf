/*
 * A flood of enrolments that nobody invited: bogus_crowd PORT COUNT sends COUNT well-formed
 * requests with invented codes to 127.0.0.1, from LINES addresses by turns, a connection each, and
 * prints how many of each status came back.
 */
#include "enrol.h"
#include "seal.h"
#include "tls_client.h"
#include <stdio.h>
#include <stdlib.h>

enum { LINES = 20, STATUS_MAX = 600, HEAD_MAX = 8192, COUNT_MAX = 10 * 1000 * 1000 };

static struct tls_client lines[LINES];
static unsigned long seen[STATUS_MAX];

/* A request as a kiosk makes it, with a code that nobody has. */
static void make_request(struct buf *ret)
{
    struct err err;
    struct digest key;
    struct secret_key secret;
    struct enrol_request request = { .version = "bogus" };
    uint16_t id;
    BUF_AUTO body = buf_new(4096);
    seal_random(&key, sizeof key);
    seal_random(&id, sizeof id);
    seal_random(&request.nonce, sizeof request.nonce);
    request.invitation = id & 0x7fff;
    key_pair_new(&request.kiosk, &secret);
    must(enrol_request_put(&request, &key, &body, &err), "a request");
    buf_printf(ret,
               "POST /v1/enrol HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/cbor\r\n"
               "Content-Length: %zu\r\n\r\n",
               body.size);
    buf_put_span(ret, buf_span(&body));
}

static bool open_line(struct tls_client *line, int at, uint16_t port)
{
    char from[20];
    (void)snprintf(from, sizeof from, "127.0.1.%d", 2 + at);
    return line->session != NULL || tls_client_open(line, from, port);
}

/* Reads the head and as much of a body as it announces. */
static int hear_status(struct tls_client *line)
{
    char head[HEAD_MAX];
    int status = 0;
    if (!tls_client_hear_head(line, head, sizeof head))
        return 0;
    if (sscanf(head, "HTTP/1.1 %d", &status) != 1 || status < 0 || status >= STATUS_MAX)
        return 0;
    return status;
}

/* A connection each: what follows an answer's head is not read. */
static void ask(int at, uint16_t port)
{
    int status = 0;
    struct tls_client *line = &lines[at];
    BUF_AUTO request = buf_new(8192);
    make_request(&request);
    if (open_line(line, at, port) && tls_client_say(line, request.data, request.size))
        status = hear_status(line);
    tls_client_close(line);
    seen[status]++;
}

int main(int count_of_words, char **words)
{
    if (count_of_words != 3) {
        (void)fprintf(stderr, "bogus_crowd PORT COUNT\n");
        return 2;
    }
    long port = strtol(words[1], NULL, 10);
    long count = strtol(words[2], NULL, 10);
    must(port > 0 && port <= UINT16_MAX && count > 0 && count <= COUNT_MAX, "numbers in bounds");
    seal_start();
    tls_client_start();
    for (int i = 0; i < LINES; i++)
        lines[i].fd = -1;
    for (long i = 0; i < count; i++)
        ask((int)(i % LINES), (uint16_t)port);
    for (int i = 0; i < STATUS_MAX; i++)
        if (seen[i] > 0)
            printf("%d %lu\n", i, seen[i]);
    tls_client_stop();
    return 0;
}
