/*
 * Blobs in DIR/courier/blobs, each named by its digest (courier_state.h), and what they turn out to
 * be: a manifest, a survey.
 */
#include "courier_int.h"
#include "file.h"
#include "survey.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>

bool courier_blob_path(const char *data, const struct digest *name, const char *suffix,
                       char ret[COURIER_PATH_MAX], struct err *err)
{
    char hex[65];
    char inside[100];
    digest_hex(name, hex);
    (void)snprintf(inside, sizeof inside, "blobs/%s%.10s", hex, suffix);
    return courier_path(data, inside, ret, err);
}

bool courier_blob_load(const char *data, const struct digest *name, struct buf *ret_bytes,
                       struct err *err)
{
    char path[COURIER_PATH_MAX];
    BUF_AUTO bytes = buf_new(BLOB_BYTES_MAX);
    if (!courier_blob_path(data, name, "", path, err) || !file_read(path, &bytes, err))
        return false;
    struct digest is = digest_of(buf_span(&bytes));
    if (memcmp(&is, name, sizeof is) != 0)
        return err_set(err, ERR_CORRUPT, "%s is not what its name says", path);
    buf_put_span(ret_bytes, buf_span(&bytes));
    return buf_ok(ret_bytes, "a blob", err);
}

bool courier_blob_open(const char *data, const struct digest *name, int *ret_fd, struct err *err)
{
    char path[COURIER_PATH_MAX];
    if (!courier_blob_path(data, name, "", path, err))
        return false;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0)
        return err_errno(err, "cannot open %s", path);
    *ret_fd = fd;
    return true;
}

bool courier_manifest_open(const struct courier *courier, const struct digest *name,
                           struct manifest *ret, struct err *err)
{
    BUF_AUTO message = buf_new(BUNDLE_BYTES_MAX);
    if (!courier_blob_load(courier->data, name, &message, err))
        return false;
    for (size_t i = 0; i < courier->state.hub_key_count; i++) {
        struct err why = { 0 };
        if (manifest_open(buf_span(&message), &courier->state.hub_keys[i], ret, &why))
            return true;
        *err = why;
        if (why.kind != ERR_DENIED)
            return false;
    }
    return err_set(err, ERR_DENIED, "the bundle is signed by nobody this kiosk knows");
}

/* in_doubt is the answer when there is no memory to find out. */
static bool loads_as_survey(struct span bytes, bool in_doubt)
{
    struct problems *problems = calloc(1, sizeof *problems);
    struct survey *survey =
        bytes.size > SURVEY_FILE_MAX || problems == NULL ? NULL : survey_load(bytes, problems);
    bool is = survey != NULL || (in_doubt && (problems == NULL || problems->starved));
    survey_free(survey);
    free(problems);
    return is;
}

bool courier_is_survey(struct span bytes)
{
    return loads_as_survey(bytes, false);
}

bool courier_may_be_survey(struct span bytes)
{
    return loads_as_survey(bytes, true);
}
