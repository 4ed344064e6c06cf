/*
 * What no hub has any more: a hub was set back further than this kiosk keeps responses. One line a
 * life, "LIFE FIRST LAST WHEN", in DIR/courier/lost, so that staff can be told how many there are.
 */
#include "courier_int.h"
#include "file.h"
#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LOST_BYTES_MAX = 4096, LOST_MODE = 0640 };

static bool lost_path(const char *data, char ret[COURIER_PATH_MAX], struct err *err)
{
    return courier_path(data, "lost", ret, err);
}

/* A line that cannot be meant says nothing; no journal numbers further. */
static void take_line(const char *line, struct courier_lost *ret)
{
    struct courier_lost_run run;
    if (ret->count < COURIER_LOST_MAX &&
        sscanf(line, "%16" SCNx64 " %20" SCNu64 " %20" SCNu64 " %20" SCNd64, &run.life, &run.first,
               &run.last, &run.noted) == 4 &&
        run.first > 0 && run.first <= run.last && run.last <= INT64_MAX)
        ret->runs[ret->count++] = run;
}

/* True also where there is none. */
static bool read_list(const char *path, struct courier_lost *ret, struct err *err)
{
    BUF_AUTO bytes = buf_new(LOST_BYTES_MAX + 1); /* and the end of the string */
    struct err why = { 0 };
    *ret = (struct courier_lost){ .count = 0 };
    if (!file_read(path, &bytes, &why)) {
        *err = why;
        return why.kind == ERR_MISSING;
    }
    char *rest = NULL;
    buf_put_byte(&bytes, '\0');
    if (!buf_ok(&bytes, "what was lost", err))
        return false;
    for (char *line = strtok_r((char *)bytes.data, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest))
        take_line(line, ret);
    return true;
}

bool courier_lost_load(const char *data, struct courier_lost *ret, struct err *err)
{
    char path[COURIER_PATH_MAX];
    struct err unread = { 0 };
    *ret = (struct courier_lost){ .count = 0 };
    if (!lost_path(data, path, err))
        return false;
    if (!read_list(path, ret, &unread))
        ret->count = 0;
    return true;
}

/* Nobody wrote that here, and it would be in the way for ever. */
static bool is_no_list(const char *path)
{
    struct stat about;
    return lstat(path, &about) == 0 &&
           (!S_ISREG(about.st_mode) || about.st_size > LOST_BYTES_MAX || access(path, R_OK) != 0);
}

/* The list as it will be changed: what is no list is set aside. */
static bool load_to_change(const char *data, struct courier_lost *ret, struct err *err)
{
    char path[COURIER_PATH_MAX];
    char aside[COURIER_PATH_MAX];
    if (!lost_path(data, path, err) || !courier_path(data, "lost.broken", aside, err))
        return false;
    if (read_list(path, ret, err))
        return true;
    return is_no_list(path) && (rename(path, aside) == 0 || err_errno(err, "moving %s", path));
}

uint64_t courier_lost_count(const struct courier_lost *lost, int64_t since)
{
    uint64_t count = 0;
    for (size_t i = 0; i < lost->count; i++)
        if (lost->runs[i].noted >= since)
            count += lost->runs[i].last - lost->runs[i].first + 1;
    return count;
}

static bool save(const char *data, const struct courier_lost *lost, struct err *err)
{
    char path[COURIER_PATH_MAX];
    BUF_AUTO bytes = buf_new(LOST_BYTES_MAX);
    for (size_t i = 0; i < lost->count; i++)
        buf_printf(&bytes, "%016" PRIx64 " %" PRIu64 " %" PRIu64 " %" PRId64 "\n",
                   lost->runs[i].life, lost->runs[i].first, lost->runs[i].last,
                   lost->runs[i].noted);
    return lost_path(data, path, err) && buf_ok(&bytes, "what was lost", err) &&
           file_write_durable(path, buf_span(&bytes), LOST_MODE, err);
}

/* The place of that life; where it has none, a new one, or that of the life before all others. */
static size_t place_of(struct courier_lost *lost, uint64_t life)
{
    for (size_t i = 0; i < lost->count; i++)
        if (lost->runs[i].life == life)
            return i;
    if (lost->count == COURIER_LOST_MAX)
        memmove(&lost->runs[0], &lost->runs[1], --lost->count * sizeof lost->runs[0]);
    lost->runs[lost->count] = (struct courier_lost_run){ .life = life };
    return lost->count++;
}

bool courier_lost_note(const char *data, const struct courier_lost_run *run, bool *ret_new,
                       struct err *err)
{
    struct courier_lost lost;
    *ret_new = false;
    if (!load_to_change(data, &lost, err))
        return false;
    struct courier_lost_run *here = &lost.runs[place_of(&lost, run->life)];
    if (here->first == run->first && here->last == run->last)
        return true;
    *ret_new = true;
    *here = *run;
    return save(data, &lost, err);
}

bool courier_lost_forget(const char *data, uint64_t life, struct err *err)
{
    struct courier_lost lost;
    size_t left = 0;
    if (!load_to_change(data, &lost, err))
        return false;
    for (size_t i = 0; i < lost.count; i++)
        if (lost.runs[i].life != life)
            lost.runs[left++] = lost.runs[i];
    if (left == lost.count)
        return true;
    lost.count = left;
    return save(data, &lost, err);
}
