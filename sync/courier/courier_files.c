/*
 * The courier's folder: its paths, the state file with its twin, and the key. Everything is written
 * beside and renamed, so that a cut at any point leaves the old or the new.
 */
#include "courier_int.h"
#include "file.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_MODE = 0640, KEY_MODE = 0600 };

bool courier_path(const char *data, const char *name, char ret[COURIER_PATH_MAX], struct err *err)
{
    int length = snprintf(ret, COURIER_PATH_MAX, "%s/" COURIER_FOLDER "%s%s", data,
                          *name == '\0' ? "" : "/", name);
    if (length < 0 || length >= COURIER_PATH_MAX)
        return err_set(err, ERR_USAGE, "the path %.100s... is too long", data);
    return true;
}

bool courier_folder_is_there(const char *data, struct err *err)
{
    struct stat at;
    return (stat(data, &at) == 0 && S_ISDIR(at.st_mode)) ||
           err_set(err, ERR_MISSING,
                   "there is no kiosk folder %s; correct the path, or make the folder by enrolling "
                   "(yousaid-courier enrol)",
                   data);
}

static bool load_one(const char *data, const char *name, struct courier_state *ret, struct err *err)
{
    char path[COURIER_PATH_MAX];
    BUF_AUTO bytes = buf_new(COURIER_STATE_MAX);
    if (!courier_path(data, name, path, err) || !file_read(path, &bytes, err))
        return false;
    return courier_state_get(buf_span(&bytes), ret, err) || err_wrap(err, "reading %s", path);
}

/* Not there or not readable for good; anything else (permissions, I/O) must not pass for that. */
static bool is_lost(const struct err *err)
{
    return err->kind != ERR_LATER && err->kind != ERR_DENIED && err->kind != ERR_FULL;
}

bool courier_state_find(const char *data, struct courier_state *ret, enum state_found *ret_found,
                        struct err *err)
{
    struct err first = { 0 };
    struct err second = { 0 };
    *ret_found = STATE_WHOLE;
    if (load_one(data, "state", ret, &first))
        return true;
    *ret_found = STATE_RECOVERED;
    if (is_lost(&first) && load_one(data, "identity", ret, &second))
        return true;
    if (first.kind == ERR_MISSING && second.kind == ERR_MISSING) {
        *ret = (struct courier_state){ 0 };
        *ret_found = STATE_NEW;
        return true;
    }
    bool tell_second = first.kind == ERR_MISSING;
    if (is_lost(&first) && is_lost(&second))
        return err_set(err, ERR_CORRUPT, "%s", tell_second ? second.text : first.text);
    *err = is_lost(&first) ? second : first;
    return false;
}

bool courier_state_load(const char *data, struct courier_state *ret, struct err *err)
{
    enum state_found found;
    return courier_state_find(data, ret, &found, err);
}

static bool save_one(const char *data, const char *name, const struct courier_state *state,
                     struct err *err)
{
    char path[COURIER_PATH_MAX];
    BUF_AUTO bytes = buf_new(COURIER_STATE_MAX);
    return courier_path(data, name, path, err) && courier_state_put(state, &bytes, err) &&
           file_write_durable(path, buf_span(&bytes), FILE_MODE, err);
}

bool courier_state_save(const char *data, const struct courier_state *state, struct err *err)
{
    return save_one(data, "state", state, err);
}

bool courier_identity_save(const char *data, const struct courier_state *state, struct err *err)
{
    struct courier_state identity = *state;
    identity.acknowledged = chain_start(state->life, &state->kiosk_key);
    identity.refused_count = 0;
    identity.refused_listed = 0;
    identity.bundle_serial = 0;
    identity.bundle = identity.previous_bundle = (struct digest){ { 0 } };
    identity.counted = (struct counters){ 0 };
    identity.paused = false;
    identity.attempts_total = 0;
    identity.attempt_count = 0;
    identity.failures = 0;
    identity.next_attempt = 0;
    return save_one(data, "identity", &identity, err);
}

/* Is the secret half what the public half says? A flipped bit would make batches nobody believes.
 */
static bool key_is_whole(const struct secret_key *key)
{
    struct public_key public = key_public(key);
    struct span probe = span_text("yousaid key check");
    struct signature signature = key_sign(key, probe);
    return key_verify(&public, probe, &signature);
}

static bool read_key(const char *path, struct secret_key *ret, struct err *err)
{
    struct stat about;
    BUF_AUTO bytes = buf_new(sizeof *ret + 1);
    if (stat(path, &about) != 0)
        return err_errno(err, "opening %s", path);
    if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return err_set(err, ERR_DENIED, "%s can be read by others; it must have mode 0600", path);
    if (!file_read(path, &bytes, err))
        return false;
    bool whole = bytes.size == sizeof *ret;
    if (whole)
        memcpy(ret, bytes.data, sizeof *ret);
    seal_forget(bytes.data, bytes.size);
    if (!whole || !key_is_whole(ret))
        return err_set(err, ERR_CORRUPT, "%s is damaged: this kiosk cannot sign any more", path);
    return true;
}

/* Written whole beside, then linked into place: link never replaces a key that is there. Durable
 * before the hub hears of it, or a power cut would burn the invitation. */
static bool make_key(const char *data, const char *path, struct secret_key *ret, struct err *err)
{
    char beside[COURIER_PATH_MAX];
    char inside[COURIER_PATH_MAX];
    struct public_key public;
    if (!courier_path(data, "key.fresh", beside, err) || !courier_path(data, "", inside, err))
        return false;
    key_pair_new(&public, ret);
    (void)unlink(beside);
    if (!file_write_durable(beside, span_of(ret, sizeof *ret), KEY_MODE, err))
        return false;
    bool linked = link(beside, path) == 0;
    if (!linked)
        (void)err_errno(err, "keeping the new key as %s", path);
    (void)unlink(beside);
    FD_AUTO folder = open(inside, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (linked && (folder < 0 || fsync(folder) != 0))
        return err_errno(err, "making %s durable", path);
    return linked;
}

bool courier_key_load(const char *data, bool make, struct secret_key *ret, struct err *err)
{
    char path[COURIER_PATH_MAX];
    seal_start();
    if (!courier_path(data, "key", path, err))
        return false;
    if (make && !file_exists(path))
        return make_key(data, path, ret, err);
    if (read_key(path, ret, err))
        return true;
    if (!make || err->kind != ERR_CORRUPT)
        return false;
    /* No hub knows this key yet, so a damaged one costs nothing. */
    char aside[COURIER_PATH_MAX];
    return courier_path(data, "key.broken", aside, err) &&
           (rename(path, aside) == 0 || err_errno(err, "setting %s aside", path)) &&
           make_key(data, path, ret, err);
}
