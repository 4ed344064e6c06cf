/*
 * A bundle off a stick: yousaid-KIOSK.bundle (bundle_file.h). It goes the way of one from the hub:
 * statements first, then the hub's word that it is for this kiosk, its manifest, each part by its
 * digest; and only when all of it is here and right does the state name it. It is read piece by
 * piece, so that it takes no more memory than its largest part.
 */
#include "courier_int.h"
#include "file.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* What a sealed PIN blob takes at the most, with its head. */
enum { CA_MAX = 256 * 1024, PIN_SEALED_MAX = 8 * 1024, PIN_MAX = 1024, HEAD_ROOM = 16 };

struct carried_file {
    struct courier *courier;
    int fd;
    uint64_t at, size;
    size_t brought; /* parts, of as many as its head counts */
    struct buf window;
    struct bundle_file head; /* borrows from head_bytes */
    struct buf head_bytes;
};

static void carried_file_finish(struct carried_file *file)
{
    file_close(&file->fd);
    buf_finish(&file->window);
    buf_finish(&file->head_bytes);
}
#define CARRIED_FILE_AUTO __attribute__((cleanup(carried_file_finish))) struct carried_file

/* Up to `most` bytes from where the file stands, in ret. */
static bool read_window(const struct carried_file *file, size_t most, struct buf *ret,
                        struct err *err)
{
    uint64_t left = file->size - file->at;
    size_t want = left < most ? (size_t)left : most;
    buf_clear(ret);
    uint8_t *space = buf_grow(ret, want);
    if (space == NULL)
        return buf_ok(ret, "a bundle's file", err);
    for (size_t got = 0; got < want;) {
        ssize_t count = pread(file->fd, space + got, want - got, (off_t)(file->at + got));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return err_errno(err, "reading the bundle");
        if (count == 0)
            return err_set(err, ERR_CORRUPT, "the bundle breaks off");
        got += (size_t)count;
    }
    return true;
}

/* False with ERR_MISSING when there is none. */
static bool open_file(struct carried_file *file, int folder, struct err *err)
{
    char name[STICK_NAME_SIZE];
    struct stat about;
    bundle_file_name(file->courier->state.kiosk, name);
    file->fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (file->fd < 0)
        return err_errno(err, "opening %s", name);
    if (fstat(file->fd, &about) != 0)
        return err_errno(err, "looking at %s", name);
    if (!S_ISREG(about.st_mode))
        return err_set(err, ERR_REFUSED, "%s is not a file", name);
    if ((uint64_t)about.st_size > BUNDLE_FILE_MAX)
        return err_set(err, ERR_TOO_LARGE, "%s is larger than any bundle", name);
    file->size = (uint64_t)about.st_size;
    return true;
}

static bool read_head(struct carried_file *file, struct err *err)
{
    size_t used = 0;
    file->head_bytes = buf_new(BUNDLE_FILE_HEAD_MAX + BUNDLE_BLOBS_MAX);
    file->window = buf_new(BUNDLE_FILE_BLOB_MAX);
    if (!read_window(file, BUNDLE_FILE_HEAD_MAX + BUNDLE_BLOBS_MAX, &file->head_bytes, err) ||
        !bundle_file_head_get(buf_span(&file->head_bytes), &file->head, &used, err))
        return false;
    file->at = used;
    return true;
}

/* The programme's own statements hold by themselves, whoever brings them. */
static bool trust(const struct bundle_file *head, struct courier_state *state, struct buf *ret_ca,
                  struct err *err)
{
    for (size_t i = 0; i < head->statement_count; i++)
        if (!courier_trust_statement(state, head->statements[i], ret_ca, err))
            return err_wrap(err, "a statement beside the bundle");
    return true;
}

/* Is it for us, by the word of a hub that the programme has introduced, and of this manifest? */
static bool open_offer(const struct bundle_file *head, const struct courier_state *state,
                       struct bundle_offer *ret, struct err *err)
{
    struct digest manifest = digest_of(head->manifest);
    bool opened = false;
    (void)err_set(err, ERR_DENIED, "the bundle is offered by nobody this kiosk knows");
    for (size_t i = 0; i < state->hub_key_count && !opened; i++) {
        struct err why = { 0 };
        opened = bundle_offer_open(head->offer, &state->hub_keys[i], ret, &why);
        if (!opened && why.kind != ERR_DENIED)
            return *err = why, false;
    }
    if (!opened)
        return false;
    if (ret->kiosk != state->kiosk)
        return err_set(err, ERR_REFUSED, "the bundle is for kiosk %016llx",
                       (unsigned long long)ret->kiosk);
    if (memcmp(&ret->manifest, &manifest, sizeof manifest) != 0)
        return err_set(err, ERR_REFUSED, "the manifest is not the one that was offered");
    return true;
}

static bool believe(struct courier *courier, const struct courier_state *state,
                    const struct bundle_file *head, struct span ca, struct err *err)
{
    bool changed = false;
    if (!courier_statements_add(courier->data, head->statements, head->statement_count, err) ||
        (ca.size > 0 && !courier_trust_save_ca(courier->data, true, ca, &changed, err)))
        return false;
    courier->state = *state;
    if (changed)
        courier->world.transport.renew(courier->world.transport.self);
    return true;
}

static bool keep_blob(const struct courier *courier, const struct digest *name, struct span bytes,
                      struct err *err)
{
    char path[COURIER_PATH_MAX];
    struct err missing = { 0 };
    BUF_AUTO here = buf_new(BLOB_BYTES_MAX);
    if (courier_blob_load(courier->data, name, &here, &missing))
        return true;
    return courier_blob_path(courier->data, name, "", path, err) &&
           file_write_durable(path, bytes, 0640, err);
}

/* A kiosk's PIN has six digits: its hash lies on no stick but sealed. */
static bool open_pin(const struct courier *courier, struct span sealed, struct buf *ret,
                     struct err *err)
{
    struct public_key key = key_public(&courier->key);
    struct box_public public;
    struct box_secret secret;
    if (!box_public_of(&key, &public))
        return err_set(err, ERR_CORRUPT, "this kiosk's key is none");
    box_secret_of(&courier->key, &secret);
    bool opened = pin_blob_open(&public, &secret, courier->state.kiosk, sealed, ret, err);
    seal_forget(&secret, sizeof secret);
    return opened;
}

/* The next part of the file, which must be what the manifest names now. */
static bool next_part(struct carried_file *file, const struct blob_name *blob, struct span *ret,
                      struct err *err)
{
    size_t used = 0;
    size_t most = blob->kind == BLOB_PIN ? PIN_SEALED_MAX : blob->size + HEAD_ROOM;
    if (!read_window(file, most, &file->window, err) ||
        !bundle_file_blob_get(buf_span(&file->window), ret, &used, err))
        return false;
    file->at += used;
    return true;
}

static bool bring(void *self, const struct blob_name *blob, enum attempt_outcome *ret_outcome,
                  struct err *err)
{
    struct carried_file *file = self;
    struct span part;
    BUF_AUTO pin = buf_new(PIN_MAX);
    *ret_outcome = ATTEMPT_NOT_A_RECEIPT;
    if (!next_part(file, blob, &part, err) ||
        (blob->kind == BLOB_PIN && !open_pin(file->courier, part, &pin, err)))
        return false;
    if (blob->kind == BLOB_PIN)
        part = buf_span(&pin);
    struct digest is = digest_of(part);
    if (memcmp(&is, &blob->digest, sizeof is) != 0)
        return err_set(err, ERR_CORRUPT, "a part of the bundle is not what its name says");
    file->brought++;
    *ret_outcome = ATTEMPT_BROKEN;
    return keep_blob(file->courier, &blob->digest, part, err);
}

static bool end(void *self, enum attempt_outcome *ret_outcome, struct err *err)
{
    const struct carried_file *file = self;
    if (file->at == file->size && file->brought == file->head.blob_count)
        return true;
    *ret_outcome = ATTEMPT_NOT_A_RECEIPT;
    return file->at == file->size
               ? err_set(err, ERR_CORRUPT, "the file counts %zu parts, and has %zu",
                         file->head.blob_count, file->brought)
               : err_set(err, ERR_CORRUPT, "something stands behind the bundle's end");
}

/* ERR_STALE: it is older than what is held, or the very same (serial 0 in ret). */
static bool is_news(const struct courier_state *held, struct bundle_offer *ret, struct err *err)
{
    uint64_t serial = ret->serial;
    if (serial > held->bundle_serial)
        return true;
    if (serial == held->bundle_serial)
        ret->serial = 0;
    return err_set(err, ERR_STALE, "the bundle on the stick is %llu, older than %llu, held here",
                   (unsigned long long)serial, (unsigned long long)held->bundle_serial);
}

static bool take(struct carried_file *file, struct bundle_offer *ret, struct err *err)
{
    struct courier *courier = file->courier;
    struct courier_state state = courier->state;
    enum attempt_outcome outcome;
    BUF_AUTO ca = buf_new(CA_MAX);
    const struct bundle_source from = { .bring = bring, .end = end, .self = file, .in_turn = true };
    return read_head(file, err) && trust(&file->head, &state, &ca, err) &&
           open_offer(&file->head, &state, ret, err) && is_news(&state, ret, err) &&
           believe(courier, &state, &file->head, buf_span(&ca), err) &&
           courier_folder_make(courier->data, "blobs", err) &&
           keep_blob(courier, &ret->manifest, file->head.manifest, err) &&
           courier_bundle_take(courier, ret->serial, &ret->manifest, &from, &outcome, err);
}

void courier_bundle_carried(struct courier *courier, int folder, struct courier_stick *ret)
{
    CARRIED_FILE_AUTO file = { .courier = courier, .fd = -1 };
    struct bundle_offer offer = { 0 };
    struct err why = { 0 };
    ret->bundle = 0;
    ret->bundle_bad = false;
    ret->bundle_why[0] = '\0';
    if (!open_file(&file, folder, &why)) {
        ret->bundle_bad = why.kind != ERR_MISSING;
    } else if (take(&file, &offer, &why)) {
        ret->bundle = offer.serial;
        return;
    } else {
        ret->bundle_bad = why.kind != ERR_STALE;
    }
    if (ret->bundle_bad || offer.serial != 0)
        (void)snprintf(ret->bundle_why, sizeof ret->bundle_why, "%.190s", why.text);
}
