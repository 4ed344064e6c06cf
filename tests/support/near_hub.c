/* The real hub behind the courier's transport: see near_hub.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "file.h"
#include "hub_int.h"
#include "ingest_wait.h"
#include "lean.h"
#include "near_hub.h"
#include "report.h"
#include "words_file.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

static const char passphrase[] = "a passphrase of words";

void near_hub_publish(const char *data, const char *json)
{
    struct published_survey survey = {
        .digest = digest_of(span_text(json)), .id = "small", .published = 1, .accepted = "en"
    };
    struct hub *hub = NULL;
    struct err err = { 0 };
    if (!hub_open(data, &hub, &err) ||
        !store_blob_put(hub->store, &survey.digest, span_text(json), &err) ||
        !store_survey_publish(hub->store, &survey, &err) ||
        !store_venue_survey_put(hub->store, "riverside", &survey.digest, &err) ||
        !hub_bundle_refresh(hub, "riverside", &err))
        fail_msg("%s", err.text);
    hub_close(hub);
}

void near_hub_make(const char *data, const char *survey)
{
    static const char *const names[] = { "localhost", NULL };
    struct venue venue = { .id = "riverside", .name = "Riverside", .time_zone = "Europe/London" };
    char words[17];
    struct hub *hub = NULL;
    struct err err = { 0 };
    if (!hub_init(data, &(struct hub_making){ .programme = "Northshire", .tls_names = names },
                  &err) ||
        !hub_open(data, &hub, &err) || !hub_words_new(hub, span_text(passphrase), words, &err) ||
        !hub_venue_put(hub, &venue, &err))
        fail_msg("%s", err.text);
    hub_close(hub);
    near_hub_publish(data, survey);
}

bool near_hub_open(struct near_hub *near, const char *data, struct err *err)
{
    *near = (struct near_hub){ .posts = near->posts, .passed = buf_new(LEAN_PASSED_MAX) };
    (void)snprintf(near->data, sizeof near->data, "%s", data);
    if (!hub_open(data, &near->hub, err))
        return false;
    struct ingest_config config = hub_ingest_config(near->hub);
    if (ingest_start(&config, &near->ingest, err))
        return true;
    near_hub_close(near);
    return false;
}

void near_hub_close(struct near_hub *near)
{
    ingest_stop(near->ingest);
    hub_close(near->hub);
    buf_finish(&near->passed);
    near->ingest = NULL;
    near->hub = NULL;
}

void near_hub_invite(struct near_hub *near, char ret[CODE_SIZE])
{
    struct invite invite;
    struct err err = { 0 };
    if (!hub_invite(near->hub, "riverside", &invite, &err))
        fail_msg("%s", err.text);
    memcpy(ret, invite.code, CODE_SIZE);
}

/* ---- the transport ---- */

static void answer_error(struct transport_answer *answer, const struct err *err)
{
    answer->status = err_http(err->kind);
    (void)snprintf(answer->type, sizeof answer->type, "application/problem+json");
    buf_clear(&answer->body);
    buf_printf(&answer->body, "{\"detail\":\"%s\"}", err->text);
}

static void answer_good(struct transport_answer *answer, int status, const char *type)
{
    answer->status = status;
    (void)snprintf(answer->type, sizeof answer->type, "%s", type);
}

static void serve_sync(struct near_hub *near, struct span body, struct transport_answer *answer)
{
    struct err err = ingest_send(near->ingest, ingest_batch, body, &answer->body);
    if (err.kind == ERR_NONE) {
        lean_keep(&near->passed, body, buf_span(&answer->body));
        answer_good(answer, 200, "application/cose");
    } else {
        answer_error(answer, &err);
    }
}

/* As sync/hub/api/serve_batch.c does it: one connection, which is never lost. */
static void serve_next(struct near_hub *near, struct span body, struct transport_answer *answer)
{
    struct err err;
    BUF_AUTO batch = buf_new(LEAN_MESSAGE_MAX);
    BUF_AUTO reply = buf_new(LEAN_MESSAGE_MAX);
    BUF_AUTO passed = buf_new(LEAN_PASSED_MAX);
    if (!lean_batch_open(buf_span(&near->passed), body, &batch, &err)) {
        err.kind = ERR_CONFLICT;
        answer_error(answer, &err);
        return;
    }
    buf_put_span(&passed, buf_span(&near->passed));
    serve_sync(near, buf_span(&batch), answer);
    if (answer->status != 200)
        return;
    buf_put_span(&reply, buf_span(&answer->body));
    buf_clear(&answer->body);
    assert_true(
        lean_reply(buf_span(&passed), buf_span(&batch), buf_span(&reply), &answer->body, &err));
    answer_good(answer, 200, "application/zstd");
}

static void serve_enrol(struct near_hub *near, struct span body, struct transport_answer *answer)
{
    struct err err = { 0 };
    bool guess;
    if (hub_enrol(near->hub, near->hub->store, body, &answer->body, &guess, &err))
        answer_good(answer, 200, "application/cbor");
    else
        answer_error(answer, &err);
}

static void serve_survey(struct near_hub *near, const char *kiosk, struct span body,
                         struct transport_answer *answer)
{
    struct err err = { 0 };
    if (hub_survey_take(near->hub->store, kiosk, body, &err))
        answer_good(answer, 204, "");
    else
        answer_error(answer, &err);
}

static void serve_adopt(struct near_hub *near, struct span body, struct transport_answer *answer)
{
    struct err err = { 0 };
    if (hub_adopt(near->hub, near->hub->store, body, NULL, &err))
        answer_good(answer, 204, "");
    else
        answer_error(answer, &err);
}

static void serve(struct near_hub *near, const struct transport_request *request,
                  struct transport_answer *answer)
{
    const char *survey = strstr(request->url, "/v1/surveys/");
    if (strstr(request->url, "/v1/sync") != NULL)
        serve_sync(near, request->body, answer);
    else if (strstr(request->url, "/v1/next") != NULL)
        serve_next(near, request->body, answer);
    else if (strstr(request->url, "/v1/enrol") != NULL)
        serve_enrol(near, request->body, answer);
    else if (survey != NULL)
        serve_survey(near, survey + strlen("/v1/surveys/"), request->body, answer);
    else if (strstr(request->url, "/v1/adopt") != NULL)
        serve_adopt(near, request->body, answer);
    else
        fail_msg("nobody serves %s", request->url);
}

static enum transport_result unheard(struct err *err)
{
    (void)err_set(err, ERR_LATER, "the hub did not answer");
    return TRANSPORT_NO_ANSWER;
}

static enum transport_result near_post(void *self, const struct transport_request *request,
                                       struct transport_answer *answer, struct err *err)
{
    struct near_hub *near = self;
    enum near_trouble trouble = near->trouble;
    near->trouble = NEAR_FINE;
    near->posts++;
    if (near->hub == NULL || trouble == NEAR_SILENT)
        return unheard(err);
    serve(near, request, answer);
    if (trouble != NEAR_LOST_REPLY)
        return TRANSPORT_ANSWERED;
    buf_clear(&answer->body);
    answer->status = 0;
    return unheard(err);
}

static enum transport_result near_get(void *self, const struct transport_request *request,
                                      struct transport_answer *answer, struct err *err)
{
    struct near_hub *near = self;
    struct digest name;
    struct err why = { 0 };
    const char *hex = strstr(request->url, "/v1/blobs/");
    assert_non_null(hex);
    assert_true(digest_from_hex(hex + strlen("/v1/blobs/"), &name));
    if (near->hub == NULL)
        return unheard(err);
    if (store_blob_get(near->hub->store, &name, &answer->body, &why))
        answer_good(answer, 200, "application/octet-stream");
    else
        answer_error(answer, &why);
    return TRANSPORT_ANSWERED;
}

static void near_renew(void *self)
{
    (void)self;
}

struct transport near_hub_transport(struct near_hub *near)
{
    return (struct transport){
        .self = near, .post = near_post, .get = near_get, .renew = near_renew, .close = near_renew
    };
}

/* ---- what it has ---- */

/* The one words key of the hub, as `words new` has named it. */
static bool read_words_key(const struct near_hub *near, struct box_public *ret_key,
                           struct box_secret *ret_secret, struct err *err)
{
    char folder[300];
    char path[600] = "";
    BUF_AUTO text = buf_new(WORDS_FILE_MAX);
    (void)snprintf(folder, sizeof folder, "%s/words", near->data);
    DIR *open = opendir(folder);
    assert_non_null(open);
    for (struct dirent *entry; (entry = readdir(open)) != NULL;)
        if (entry->d_name[0] != '.')
            (void)snprintf(path, sizeof path, "%s/%.200s", folder, entry->d_name);
    (void)closedir(open);
    return file_read(path, &text, err) &&
           words_file_get(buf_span(&text), span_text(passphrase), ret_key, ret_secret, err);
}

bool near_hub_words(struct near_hub *near, FILE *out, uint64_t *ret_opened, struct err *err)
{
    struct box_public key;
    struct box_secret secret;
    return read_words_key(near, &key, &secret, err) &&
           report_words(near->hub->store, &key, &secret, out, ret_opened, err);
}

void near_hub_verify(struct near_hub *near)
{
    char *said = NULL;
    size_t size = 0;
    bool clean = false;
    struct err err = { 0 };
    struct report_counts counts = { near->hub->counts_public, near->hub->counts_secret };
    FILE *out = open_memstream(&said, &size);
    assert_non_null(out);
    bool proved = report_verify_sealed(near->hub->store, &counts, out, &clean, &err);
    (void)fclose(out);
    if (!proved || !clean)
        fail_msg("%s%s", err.text, said);
    free(said);
}
