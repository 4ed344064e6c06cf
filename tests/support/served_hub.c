/* A hub that really serves: see served_hub.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "curl_run.h"
#include "served_hub.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

const char served_survey[] = "{\"title\":\"How was it?\",\"elements\":["
                             "{\"type\":\"boolean\",\"name\":\"fine\",\"title\":\"Fine?\"},"
                             "{\"type\":\"comment\",\"name\":\"words\",\"title\":\"Tell us\"}],"
                             "\"yousaid\":{\"id\":\"small\"}}";

static void *serve(void *argument)
{
    struct served_hub *served = argument;
    struct hub_serving how = { .listen = "127.0.0.1:0", .stop_fd = served->stop[0] };
    served->served = hub_serve(served->serving, &how, &served->serve_err);
    return NULL;
}

/* hub_serve prints its address; standard output goes through a pipe while it starts. */
static void start(struct served_hub *served)
{
    char line[200] = "";
    size_t length = 0;
    int out[2];
    int kept = dup(STDOUT_FILENO);
    assert_int_equal(pipe(out), 0);
    assert_int_equal(pipe(served->stop), 0);
    (void)fflush(stdout);
    assert_true(dup2(out[1], STDOUT_FILENO) >= 0);
    assert_int_equal(pthread_create(&served->thread, NULL, serve, served), 0);
    while (length < sizeof line - 1 && strchr(line, '\n') == NULL &&
           read(out[0], line + length, 1) == 1)
        length++;
    assert_true(dup2(kept, STDOUT_FILENO) >= 0);
    (void)close(kept);
    (void)close(out[0]);
    (void)close(out[1]);
    assert_int_equal(sscanf(line, "listening on %79s", served->url), 1);
}

/* Straight into the store: what may be published is not what these tests are about. */
static void publish(struct served_hub *served)
{
    struct store *store = hub_store(served->hub);
    struct span file = span_text(served_survey);
    struct published_survey survey = { .digest = digest_of(file), .id = "small", .published = 1 };
    struct err err = { 0 };
    if (!store_blob_put(store, &survey.digest, file, &err) ||
        !store_survey_publish(store, &survey, &err) ||
        !store_venue_survey_put(store, "riverside", &survey.digest, &err) ||
        !hub_bundle_refresh(served->hub, "riverside", &err))
        fail_msg("%s", err.text);
}

/* The hub with its venue, not yet serving. */
static void make(struct served_hub *served)
{
    static const char *const names[] = { "localhost", "127.0.0.1", NULL };
    struct venue venue = { .id = "riverside", .name = "Riverside", .time_zone = "Europe/London" };
    struct err err = { 0 };
    *served = (struct served_hub){ 0 };
    folder_new(served->folder, sizeof served->folder);
    (void)snprintf(served->data, sizeof served->data, "%s/hub", served->folder);
    (void)snprintf(served->ca, sizeof served->ca, "%s/tls/ca.pem", served->data);
    assert_true(hub_init(
        served->data, &(struct hub_making){ .programme = "Northshire", .tls_names = names }, &err));
    assert_true(hub_open(served->data, &served->hub, &err));
    assert_true(hub_open(served->data, &served->serving, &err));
    assert_true(hub_venue_put(served->hub, &venue, &err));
}

void served_open(struct served_hub *served)
{
    make(served);
    publish(served);
    start(served);
}

void served_open_bare(struct served_hub *served)
{
    make(served);
    start(served);
}

void served_close(struct served_hub *served)
{
    assert_int_equal(write(served->stop[1], "", 1), 1);
    assert_int_equal(pthread_join(served->thread, NULL), 0);
    assert_true(served->served);
    (void)close(served->stop[0]);
    (void)close(served->stop[1]);
    hub_close(served->serving);
    hub_close(served->hub);
    folder_remove(served->folder);
}
