/*
 * By stick: the batches that would have gone over the network, as files, beside them what a hub
 * needs that has forgotten this kiosk, and the receipts and the bundle that a hub has laid there. A
 * stick may be
 * pulled out at any moment and comes back from strange hands: each file is whole or not there, and
 * what is not ours is left alone.
 *
 * Names: yousaid-KIOSK-LIFE-FROM-TO.batch, the hub's reply beside it as ...-TO.receipt, and
 * yousaid-KIOSK-manifest.txt with a line "DIGEST SIZE NAME" for each file; yousaid-KIOSK.adoption
 * and yousaid-KIOSK-SURVEY.survey, signed as they are posted; yousaid-KIOSK.bundle
 * (courier_bundle_carried.c).
 */
#include "courier_int.h"
#include "courier_socket.h"
#include "enrol.h"
#include "file.h"
#include "log.h"
#include "receipt.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    STICK_FILES_MAX = 1000,
    STICK_SURVEYS_MAX = 8,
};

struct work {
    struct courier *courier;
    int folder;
    struct courier_stick *ret;
    struct buf manifest;
    struct chain_point from;                  /* what lies behind it goes onto the stick */
    struct digest surveys[STICK_SURVEYS_MAX]; /* that receipts on it ask for */
    size_t survey_count;
    bool lacks; /* a receipt says that the hub has less than it once acknowledged */
    struct carried carried;
};

void courier_batch_name(const struct courier *courier, uint64_t life, uint64_t from, uint64_t to,
                        const char *kind, char ret[STICK_NAME_MAX])
{
    (void)snprintf(ret, STICK_NAME_MAX,
                   "yousaid-%016" PRIx64 "-%016" PRIx64 "-%" PRIu64 "-%" PRIu64 ".%s",
                   courier->state.kiosk, life, from, to, kind);
}

static bool write_file(const struct work *work, const char *name, struct span bytes,
                       struct err *err)
{
    if (file_write_foreign(work->folder, name, bytes, err))
        return true;
    (void)courier_blame(work->courier, err->kind == ERR_FULL ? FAULT_STICK_FULL : FAULT_STICK_GONE);
    return err_wrap(err, "the stick");
}

static bool read_receipt(const struct work *work, const char *name, struct buf *ret)
{
    FD_AUTO fd = openat(work->folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    uint8_t *space = buf_grow(ret, REPLY_BYTES_MAX);
    if (fd < 0 || space == NULL)
        return false;
    size_t size = 0;
    for (;;) {
        ssize_t got = read(fd, space + size, REPLY_BYTES_MAX - size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            ret->size = size;
            return got == 0 && size > 0 && size < REPLY_BYTES_MAX;
        }
        size += (size_t)got;
    }
}

/* The kiosk's own disk failed: no fault of the receipt, which must be offered again. */
static bool is_disk(const struct err *err)
{
    return err->kind == ERR_FULL || err->kind == ERR_LATER;
}

static void want_survey(struct work *work, const struct digest *survey)
{
    for (size_t i = 0; i < work->survey_count; i++)
        if (memcmp(&work->surveys[i], survey, sizeof *survey) == 0)
            return;
    if (work->survey_count < STICK_SURVEYS_MAX)
        work->surveys[work->survey_count++] = *survey;
}

/* False when the receipt shows a fork or could not be kept; what is foreign or damaged is counted
 * and left. */
static bool take_receipt(struct work *work, const char *name, struct exchange *x, struct err *err)
{
    enum attempt_outcome outcome = ATTEMPT_NOT_A_RECEIPT;
    BUF_AUTO message = buf_new(REPLY_BYTES_MAX);
    x->acknowledged = x->refused = 0;
    x->lacks_survey = false;
    bool taken = read_receipt(work, name, &message) &&
                 exchange_take(work->courier, x, buf_span(&message), true, &outcome, err);
    if (!taken && (outcome == ATTEMPT_FORK || (outcome == ATTEMPT_BROKEN && is_disk(err))))
        return err_wrap(err, "%s", name);
    if (taken && x->lacks_survey)
        want_survey(work, &x->survey);
    work->ret->receipts += taken ? 1 : 0;
    work->ret->foreign += taken ? 0 : 1;
    work->ret->acknowledged += x->acknowledged;
    work->ret->refused += x->refused;
    return true;
}

static bool has_ending(const char *name, const char *ending)
{
    size_t length = strlen(name);
    size_t tail = strlen(ending);
    return length > tail && length < STICK_NAME_MAX && strcmp(name + length - tail, ending) == 0;
}

static void close_listing(DIR **listing)
{
    if (*listing != NULL)
        (void)closedir(*listing);
}

/* Calls `see` for each name on the stick; stops at the first false. */
static bool each_name(struct work *work,
                      bool (*see)(struct work *work, const char *name, struct exchange *x,
                                  struct err *err),
                      struct exchange *x, struct err *err)
{
    int fd = openat(work->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    __attribute__((cleanup(close_listing))) DIR *listing = fd < 0 ? NULL : fdopendir(fd);
    if (listing == NULL) {
        (void)err_errno(err, "reading the stick");
        file_close(&fd);
        return false;
    }
    for (int i = 0; i < STICK_ENTRIES_MAX; i++) {
        const struct dirent *entry = readdir(listing);
        if (entry == NULL)
            return true;
        if (!see(work, entry->d_name, x, err))
            return false;
    }
    return err_set(err, ERR_TOO_LARGE, "there are more than %d files on the stick",
                   STICK_ENTRIES_MAX);
}

static bool see_receipt(struct work *work, const char *name, struct exchange *x, struct err *err)
{
    return !has_ending(name, ".receipt") || take_receipt(work, name, x, err);
}

/* That it is not known is no reason to save nothing. */
static void note_again(const struct work *work, uint64_t count)
{
    struct err why = { 0 };
    if (!courier_again_save(work->courier->data, count, &why))
        log_line(LOG_WARN, "courier", "What goes by stick again is not noted: %s.", why.text);
}

/* What is acknowledged is saved before its files go. */
static bool take_receipts(struct work *work, struct err *err)
{
    struct exchange x;
    enum attempt_outcome outcome;
    BUF_AUTO unsent = buf_new(BATCH_PACKED_MAX);
    if (!exchange_make(work->courier, 0, NULL, &x, &unsent, &outcome, err) ||
        !each_name(work, see_receipt, &x, err) ||
        !courier_state_save(work->courier->data, &work->courier->state, err))
        return false;
    size_t left = courier_stick_clear(work->courier, work->folder, false);
    if (work->ret->receipts > 0 && !x.lacks && left == 0)
        note_again(work, 0);
    work->ret->new_life = x.new_life;
    work->lacks = x.lacks;
    work->from = x.lacks ? x.lacks_from : work->courier->state.acknowledged;
    return true;
}

static uint32_t cut(uint64_t count)
{
    return count > UINT32_MAX ? UINT32_MAX : (uint32_t)count;
}

/* And a line of it in the manifest. */
static bool write_listed(struct work *work, const char *name, struct span bytes, struct err *err)
{
    char hex[65];
    struct digest digest = digest_of(bytes);
    digest_hex(&digest, hex);
    buf_printf(&work->manifest, "%s %zu %s\n", hex, bytes.size, name);
    return write_file(work, name, bytes, err);
}

static void note_carried(struct work *work, const struct courier *courier, const struct exchange *x)
{
    if (courier->older || work->carried.count == CARRIED_MAX)
        return;
    work->carried.purged = x->purged.seq;
    work->carried.nonces[work->carried.count++] = x->nonce;
}

static bool write_batch(struct work *work, struct courier *courier, struct chain_point *from,
                        bool *ret_more, struct err *err)
{
    struct exchange x;
    enum attempt_outcome outcome;
    char name[STICK_NAME_MAX];
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    if (!exchange_make(courier, courier->settings.batch_max, from, &x, &message, &outcome, err))
        return false;
    if (!courier->older)
        work->ret->pending = x.last.seq - courier->state.acknowledged.seq;
    *ret_more = x.count > 0;
    if (x.count == 0)
        return true;
    note_carried(work, courier, &x);
    courier_batch_name(courier, courier->state.life, x.before.seq + 1, x.after.seq, "batch", name);
    if (!write_listed(work, name, buf_span(&message), err))
        return false;
    work->ret->files++;
    work->ret->written += x.count;
    courier_tell(work->courier, cut(work->ret->written), cut(work->ret->pending));
    *from = x.after;
    return true;
}

static bool write_life(struct work *work, struct courier *courier, struct chain_point from,
                       struct err *err)
{
    bool more = true;
    while (more && work->ret->files < STICK_FILES_MAX)
        if (!write_batch(work, courier, &from, &more, err))
            return false;
    return true;
}

/* What stands before a response that cannot be read is found by ever smaller batches. */
static bool write_older_life(struct work *work, struct courier *other, struct err *err)
{
    struct chain_point from;
    struct chain_point last;
    bool more = true;
    if (!other->outbox.ends(other->outbox.self, &from, &last, err))
        return false;
    while (more && work->ret->files < STICK_FILES_MAX)
        if (!write_batch(work, other, &from, &more, err)) {
            if (err->kind != ERR_CORRUPT || other->settings.batch_max <= 1)
                return false;
            other->settings.batch_max /= 2;
        }
    return true;
}

struct writing {
    struct work *work;
    struct err *err;
    bool failed;
};

/* A life of which the journal gives no more is no reason to save nothing: only the stick is. */
static bool see_older(void *context, struct courier *other, const struct outbox_older *older)
{
    struct writing *writing = context;
    struct err why = { 0 };
    if (write_older_life(writing->work, other, &why))
        return true;
    writing->failed = writing->work->courier->fault != NULL;
    if (writing->failed)
        *writing->err = why;
    else
        log_line(LOG_WARN, "courier", "Not all of life %016llx is on the stick: %s.",
                 (unsigned long long)older->life, why.text);
    return !writing->failed;
}

/* A hub that was set back may lack what it had of older lives; what it has, it knows again. */
static bool write_older(struct work *work, struct err *err)
{
    struct writing writing = { .work = work, .err = err };
    struct err why = { 0 };
    if (work->courier->outbox.older == NULL)
        return true;
    if (!courier_older_each(work->courier, see_older, &writing, &why))
        log_line(LOG_WARN, "courier", "Older lives are not on the stick: %s.", why.text);
    return !writing.failed;
}

static bool write_again(struct work *work, struct err *err)
{
    if (!write_older(work, err))
        return false;
    note_again(work, work->ret->written);
    return true;
}

/* One that is no longer here is told on the network, too, and is no reason to write nothing. */
static bool write_survey(struct work *work, const struct digest *survey, struct err *err)
{
    static const struct digest none;
    char name[STICK_NAME_MAX];
    char hex[65];
    struct err why = { 0 };
    BUF_AUTO message = buf_new(SURVEY_FILE_MAX + 1024);
    if (memcmp(survey, &none, sizeof none) == 0 ||
        !courier_survey_sign(work->courier, survey, &message, &why))
        return true;
    digest_hex(survey, hex);
    (void)snprintf(name, sizeof name, "yousaid-%016" PRIx64 "-%.16s.survey",
                   work->courier->state.kiosk, hex);
    return write_listed(work, name, buf_span(&message), err);
}

/* What a hub needs that was set back to before it knew this kiosk, or what it asks. */
static bool write_papers(struct work *work, struct err *err)
{
    char name[STICK_NAME_MAX];
    struct digest survey;
    struct err why = { 0 };
    BUF_AUTO message = buf_new(ADOPTION_BYTES_MAX);
    (void)snprintf(name, sizeof name, "yousaid-%016" PRIx64 ".adoption",
                   work->courier->state.kiosk);
    if (courier_adoption_make(work->courier, &message, &survey, &why)) {
        if (!write_listed(work, name, buf_span(&message), err))
            return false;
        want_survey(work, &survey);
    }
    for (size_t i = 0; i < work->survey_count; i++)
        if (!write_survey(work, &work->surveys[i], err))
            return false;
    return true;
}

static bool write_batches(struct work *work, struct err *err)
{
    char name[STICK_NAME_MAX];
    if (work->ret->new_life)
        return true;
    if (!write_life(work, work->courier, work->from, err) ||
        (work->lacks && !write_again(work, err)) ||
        (work->carried.count > 0 &&
         !courier_carried_save(work->courier->data, &work->carried, err)))
        return false;
    if (work->ret->files == 0)
        return (void)courier_stick_clear(work->courier, work->folder, true), true;
    if (!write_papers(work, err))
        return false;
    (void)snprintf(name, sizeof name, "yousaid-%016" PRIx64 "-manifest.txt",
                   work->courier->state.kiosk);
    return buf_ok(&work->manifest, "the stick's manifest", err) &&
           write_file(work, name, buf_span(&work->manifest), err);
}

bool courier_stick_borrow(const struct courier *courier, const char *folder, struct stick_loan *ret,
                          struct err *err)
{
    return courier->stick_socket == NULL || stick_borrow(courier->stick_socket, folder, ret, err);
}

static bool use_stick(struct courier *courier, const char *folder, struct courier_stick *ret,
                      struct err *err)
{
    FD_AUTO fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return courier_blame(courier, FAULT_STICK_GONE), err_errno(err, "opening %s", folder);
    courier_tell(courier, 0, 0);
    struct work work = { .courier = courier,
                         .folder = fd,
                         .ret = ret,
                         .manifest = buf_new(STICK_FILES_MAX * (STICK_NAME_MAX + 100)) };
    courier_bundle_carried(courier, fd, ret); /* first: it may bring a hub's key */
    bool done = take_receipts(&work, err) && write_batches(&work, err);
    buf_finish(&work.manifest);
    return done;
}

bool courier_stick(struct courier *courier, const char *folder, struct courier_stick *ret,
                   struct err *err)
{
    struct err refused = { 0 };
    STICK_LOAN_AUTO loan = { .line = -1 };
    *ret = (struct courier_stick){ 0 };
    if (!courier->state.enrolled)
        return err_set(err, ERR_DENIED, "this kiosk is not enrolled yet");
    courier->fault = NULL;
    /* A stick that may not be written is read all the same: its receipts count. */
    bool lent = courier_stick_borrow(courier, folder, &loan, &refused);
    if (!use_stick(courier, folder, ret, err)) {
        bool is_stick = courier->fault != NULL && strcmp(courier->fault, FAULT_STICK_GONE) == 0;
        if (!lent && is_stick)
            *err = refused;
        return false;
    }
    return stick_give_back(&loan, err) || courier_blame(courier, FAULT_STICK_GONE);
}
