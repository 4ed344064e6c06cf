/*
 * Bringing a bundle, from the hub or off a stick: the manifest by its name, each blob by its name,
 * and only when all of it is here and right does the state name it. A fetch that is cut goes on
 * where it stopped.
 */
#include "courier_int.h"
#include "file.h"
#include <stdio.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* Room that a bundle leaves for the journal. */
#define ROOM_KEPT (UINT64_C(32) << 20)

struct fetch {
    struct courier *courier;
    const struct bundle_source *from;
    enum attempt_outcome *ret_outcome;
    struct err *err;
};

static bool fail(const struct fetch *fetch, enum attempt_outcome outcome)
{
    *fetch->ret_outcome = outcome;
    return false;
}

static bool blob_path(const struct fetch *fetch, const struct digest *name, const char *suffix,
                      char path[COURIER_PATH_MAX])
{
    return courier_blob_path(fetch->courier->data, name, suffix, path, fetch->err);
}

/* What an earlier, cut fetch left; empty when that is nothing or more than there can be. */
static void read_part(const char *path, size_t size, struct buf *part)
{
    struct err missing = { 0 };
    if (!file_read(path, part, &missing) || part->size >= size) {
        (void)unlink(path);
        buf_clear(part);
    }
}

/* Joins what was there and what came; a hub that knows no ranges sends everything (200). */
static bool join(struct buf *part, const struct transport_answer *answer)
{
    if (answer->status != 206)
        buf_clear(part);
    buf_put_span(part, buf_span(&answer->body));
    return !part->failed;
}

/* Keeps what came before a cut, so that the next try need not ask for it again. */
static void keep_part(const char *path, struct buf *part, const struct transport_answer *answer)
{
    struct err lost = { 0 };
    bool carries = answer->status == 200 || answer->status == 206;
    if (carries && answer->body.size > 0 && join(part, answer) &&
        !file_write_durable(path, buf_span(part), 0640, &lost))
        (void)unlink(path);
}

static enum attempt_outcome get_blob(const struct fetch *fetch, const struct digest *name,
                                     size_t from, struct transport_answer *answer)
{
    struct courier *courier = fetch->courier;
    char hex[65];
    char url[COURIER_URL_MAX + 100];
    digest_hex(name, hex);
    (void)snprintf(url, sizeof url, "%s/v1/blobs/%s", courier->state.hub_url, hex);
    struct transport_request request = { .url = url,
                                         .from = from,
                                         .system_trust = !courier->state.has_ca,
                                         .judged_at = courier_judging_time(courier),
                                         .small_packets =
                                             courier->small_packets || courier->state.failures > 0,
                                         .stop_fd = courier->stop_fd };
    enum transport_result result =
        courier->world.transport.get(courier->world.transport.self, &request, answer, fetch->err);
    request.judged_at = courier_second_time(courier, result);
    if (request.judged_at != 0)
        result = courier->world.transport.get(courier->world.transport.self, &request, answer,
                                              fetch->err);
    courier->retry_after = answer->retry_after;
    enum attempt_outcome outcome =
        courier_plan_outcome(result, answer, NULL, courier_clock_wrong(courier));
    if (result == TRANSPORT_ANSWERED && outcome != ATTEMPT_ACKNOWLEDGED)
        (void)err_set(fetch->err, ERR_LATER, "a part of the bundle was answered with status %d",
                      answer->status);
    return outcome;
}

static bool is_named(const struct buf *bytes, const struct digest *name)
{
    struct digest is = digest_of(buf_span(bytes));
    return !bytes->failed && memcmp(&is, name, sizeof is) == 0;
}

/* Gets a blob of at most `most` bytes over the network and keeps it under its name. */
static bool fetch_named(const struct fetch *fetch, const struct digest *name, size_t most)
{
    char path[COURIER_PATH_MAX];
    char part_path[COURIER_PATH_MAX];
    if (!blob_path(fetch, name, "", path) || !blob_path(fetch, name, ".part", part_path))
        return fail(fetch, ATTEMPT_BROKEN);
    BUF_AUTO bytes = buf_new(most);
    read_part(part_path, most, &bytes);
    struct transport_answer answer = { .body = buf_new(most) };
    enum attempt_outcome outcome = get_blob(fetch, name, bytes.size, &answer);
    if (outcome != ATTEMPT_ACKNOWLEDGED) {
        keep_part(part_path, &bytes, &answer);
        buf_finish(&answer.body);
        return fail(fetch, outcome);
    }
    bool whole = join(&bytes, &answer) && is_named(&bytes, name);
    buf_finish(&answer.body);
    (void)unlink(part_path);
    if (bytes.starved) {
        (void)buf_ok(&bytes, "a part of the bundle", fetch->err);
        return fail(fetch, ATTEMPT_BROKEN);
    }
    if (!whole) {
        (void)err_set(fetch->err, ERR_CORRUPT, "a part of the bundle is not what its name says");
        return fail(fetch, ATTEMPT_NOT_A_RECEIPT);
    }
    return file_write_durable(path, buf_span(&bytes), 0640, fetch->err) ||
           fail(fetch, ATTEMPT_BROKEN);
}

static bool fetch_blob(void *self, const struct blob_name *blob, enum attempt_outcome *ret_outcome,
                       struct err *err)
{
    struct fetch fetch = { .courier = self, .ret_outcome = ret_outcome, .err = err };
    return fetch_named(&fetch, &blob->digest, blob->size);
}

static bool is_here(const struct fetch *fetch, const struct digest *name)
{
    BUF_AUTO bytes = buf_new(BLOB_BYTES_MAX);
    struct err missing = { 0 };
    return courier_blob_load(fetch->courier->data, name, &bytes, &missing);
}

/* Sees to it that a blob is here and whole. */
static bool have_blob(const struct fetch *fetch, const struct blob_name *blob)
{
    const struct bundle_source *from = fetch->from;
    return (!from->in_turn && is_here(fetch, &blob->digest)) ||
           from->bring(from->self, blob, fetch->ret_outcome, fetch->err);
}

/* Nobody knows how much is free where the disk does not say. */
static bool is_free(const struct fetch *fetch, uint64_t bytes)
{
    struct statvfs room;
    return statvfs(fetch->courier->data, &room) != 0 ||
           (uint64_t)room.f_bavail * room.f_frsize >= bytes;
}

static bool check_room(const struct fetch *fetch, const struct manifest *manifest,
                       const struct digest *name)
{
    uint64_t wanted = ROOM_KEPT;
    for (size_t i = 0; i < manifest->blob_count; i++) {
        char path[COURIER_PATH_MAX];
        if (!blob_path(fetch, &manifest->blobs[i].digest, "", path))
            return fail(fetch, ATTEMPT_BROKEN);
        if (!file_exists(path))
            wanted += manifest->blobs[i].size;
    }
    if (is_free(fetch, wanted))
        return true;
    courier_make_room(fetch->courier, name);
    if (is_free(fetch, wanted))
        return true;
    (void)err_set(fetch->err, ERR_FULL, "there is no room for the new bundle");
    return fail(fetch, ATTEMPT_BROKEN);
}

static bool fetch_blobs(const struct fetch *fetch, const struct manifest *manifest)
{
    for (size_t i = 0; i < manifest->blob_count; i++) {
        const struct blob_name *blob = &manifest->blobs[i];
        if (blob->size > BLOB_BYTES_MAX) {
            (void)err_set(fetch->err, ERR_TOO_LARGE, "the bundle's %s is too large", blob->name);
            return fail(fetch, ATTEMPT_NOT_A_RECEIPT);
        }
        if (!have_blob(fetch, blob))
            return err_wrap(fetch->err, "%s", blob->name);
        courier_tell(fetch->courier, (uint32_t)i + 1, (uint32_t)manifest->blob_count);
    }
    return true;
}

/* Keys that changed: believed once the bundle that brings them is whole. */
static bool take_statements(const struct fetch *fetch, const struct manifest *manifest)
{
    struct courier *courier = fetch->courier;
    struct courier_state state = courier->state;
    BUF_AUTO ca = buf_new(256 * 1024);
    bool changed = false;
    for (size_t i = 0; i < manifest->blob_count; i++) {
        BUF_AUTO message = buf_new(STATEMENT_BYTES_MAX);
        if (manifest->blobs[i].kind != BLOB_STATEMENT)
            continue;
        if (!courier_blob_load(courier->data, &manifest->blobs[i].digest, &message, fetch->err) ||
            !courier_trust_statement(&state, buf_span(&message), &ca, fetch->err))
            return fail(fetch, ATTEMPT_NOT_A_RECEIPT);
        struct span said = buf_span(&message);
        if (!courier_statements_add(courier->data, &said, 1, fetch->err))
            return fail(fetch, ATTEMPT_BROKEN);
    }
    if (ca.size > 0 &&
        !courier_trust_save_ca(courier->data, true, buf_span(&ca), &changed, fetch->err))
        return fail(fetch, ATTEMPT_BROKEN);
    courier->state = state;
    if (changed)
        courier->world.transport.renew(courier->world.transport.self);
    return true;
}

static bool check_serial(const struct fetch *fetch, uint64_t serial,
                         const struct manifest *manifest)
{
    if (manifest->serial == serial && serial > fetch->courier->state.bundle_serial)
        return true;
    (void)err_set(fetch->err, ERR_REFUSED, "the bundle has serial %llu instead of %llu",
                  (unsigned long long)manifest->serial, (unsigned long long)serial);
    return fail(fetch, ATTEMPT_NOT_A_RECEIPT);
}

/* The state names the bundle only now that it is whole; then what it replaced may go. */
static bool make_current(const struct fetch *fetch, uint64_t serial, const struct digest *name)
{
    struct courier_state *state = &fetch->courier->state;
    state->previous_bundle = state->bundle;
    state->bundle = *name;
    state->bundle_serial = serial;
    if (!courier_state_save(fetch->courier->data, state, fetch->err))
        return fail(fetch, ATTEMPT_BROKEN);
    courier_tidy(fetch->courier);
    return true;
}

bool courier_bundle_take(struct courier *courier, uint64_t serial, const struct digest *name,
                         const struct bundle_source *from, enum attempt_outcome *ret_outcome,
                         struct err *err)
{
    __attribute__((cleanup(manifest_finish))) struct manifest manifest = { 0 };
    struct fetch fetch = { courier, from, ret_outcome, err };
    *ret_outcome = ATTEMPT_BROKEN;
    if (!courier_manifest_open(courier, name, &manifest, err))
        return fail(&fetch, ATTEMPT_NOT_A_RECEIPT);
    if (!check_serial(&fetch, serial, &manifest) || !check_room(&fetch, &manifest, name) ||
        !fetch_blobs(&fetch, &manifest) ||
        (from->end != NULL && !from->end(from->self, ret_outcome, err)) ||
        !take_statements(&fetch, &manifest) || !make_current(&fetch, serial, name))
        return false;
    *ret_outcome = ATTEMPT_ACKNOWLEDGED;
    return true;
}

bool courier_bundle_fetch(struct courier *courier, uint64_t serial, const struct digest *name,
                          enum attempt_outcome *ret_outcome, struct err *err)
{
    const struct bundle_source network = { .bring = fetch_blob, .self = courier };
    const struct fetch fetch = { courier, &network, ret_outcome, err };
    const struct blob_name manifest = { .digest = *name, .size = BUNDLE_BYTES_MAX };
    *ret_outcome = ATTEMPT_BROKEN;
    return courier_folder_make(courier->data, "blobs", err) && have_blob(&fetch, &manifest) &&
           courier_bundle_take(courier, serial, name, &network, ret_outcome, err);
}
