/* import: batches that came on a stick go the same way as those that come by network. */
#include "batch.h"
#include "commands.h"
#include "stick_papers.h"
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { COMMAND_PATH_MAX = STICK_PATH_MAX, SURVEYS_MAX = 8 };

/* "0001.batch" gets "0001.receipt" beside it; any other name just gets the ending. */
static bool receipt_path(const char *path, char ret[COMMAND_PATH_MAX], struct err *err)
{
    static const char ending[] = ".batch";
    size_t length = strlen(path);
    if (length > sizeof ending - 1 && strcmp(path + length - (sizeof ending - 1), ending) == 0)
        length -= sizeof ending - 1;
    if (snprintf(ret, COMMAND_PATH_MAX, "%.*s.receipt", (int)length, path) < COMMAND_PATH_MAX)
        return true;
    return err_set(err, ERR_USAGE, "the path %.100s... is too long", path);
}

static bool write_beside(const char *beside, struct span bytes, struct err *err)
{
    (void)unlink(beside);
    FD_AUTO fd = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (fd < 0)
        return err_errno(err, "writing %s", beside);
    for (size_t at = 0; at < bytes.size;) {
        ssize_t written = write(fd, bytes.data + at, bytes.size - at);
        if (written < 0 && errno != EINTR)
            return err_errno(err, "writing %s", beside);
        at += written < 0 ? 0 : (size_t)written;
    }
    return fsync(fd) == 0 || err_errno(err, "writing %s", beside);
}

/* Like file_write_durable but for sticks, whose file system may know no modes; a receipt is no
 * secret and the courier reads it as another user. */
static bool write_receipt(const char *path, struct span bytes, struct err *err)
{
    char beside[COMMAND_PATH_MAX + 8];
    char copy[COMMAND_PATH_MAX];
    (void)snprintf(beside, sizeof beside, "%s.new", path);
    (void)snprintf(copy, sizeof copy, "%s", path);
    mode_t kept = umask(022);
    bool written = write_beside(beside, bytes, err);
    (void)umask(kept);
    if (!written)
        return false;
    if (rename(beside, path) != 0)
        return err_errno(err, "writing %s", path);
    FD_AUTO folder = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return (folder >= 0 && fsync(folder) == 0) || err_errno(err, "making %s durable", path);
}

/* What the receipt says beside what was taken. The kiosk gets it in any case. */
static bool judge_reply(const struct reply *reply, const char *path, struct err *err)
{
    static const char *const said[] = {
        [INSTRUCTION_NEW_LIFE] =
            "is refused: the kiosk's history differs from what is here already; its card may have "
            "been copied or put back to an older state. Bring the stick to the kiosk, which then "
            "goes on under a new name",
        [INSTRUCTION_SEND_FROM] = "is not taken: what comes before it is missing; import that "
                                  "first, or bring the stick to "
                                  "the kiosk, which then writes it again",
        [INSTRUCTION_SEND_SURVEY] =
            "is not wholly taken: it answers a survey that is not here; publish that, or bring the "
            "stick to the kiosk, which then lays it beside",
    };
    if (reply->instruction >= sizeof said / sizeof said[0] || said[reply->instruction] == NULL)
        return true;
    return err_set(err, ERR_REFUSED, "%s %s", path, said[reply->instruction]);
}

/* Where all goes. */
struct importing {
    struct hub *hub;
    struct ingest *ingest;
    struct public_key key; /* the hub's */
};

/* A kiosk that this hub has forgotten shows who enrolled it, by what lies beside its batch. */
static bool take_batch(struct importing *to, const char *path, struct span message,
                       struct buf *ret_reply, struct err *err)
{
    uint64_t kiosk;
    struct err why = { 0 };
    if (ingest_carried_wait(to->ingest, message, ret_reply, err))
        return true;
    if (err->kind != ERR_DENIED || !batch_sender(message, &kiosk, &why) ||
        !stick_adopt(to->hub, path, kiosk, &why))
        return false;
    buf_finish(ret_reply);
    printf("kiosk %016llx was not known here: it is adopted\n", (unsigned long long)kiosk);
    return ingest_carried_wait(to->ingest, message, ret_reply, err);
}

/* Again, for as long as it asks for another survey that lies there too. */
static bool take_all(struct importing *to, const char *path, struct span message,
                     struct buf *ret_reply, struct reply *ret, struct err *err)
{
    for (int i = 0; i <= SURVEYS_MAX; i++) {
        struct err why = { 0 };
        reply_finish(ret);
        *ret = (struct reply){ 0 };
        buf_finish(ret_reply);
        *ret_reply = (struct buf){ 0 };
        if (!take_batch(to, path, message, ret_reply, err) ||
            !reply_open(buf_span(ret_reply), &to->key, ret, err))
            return false;
        if (ret->instruction != INSTRUCTION_SEND_SURVEY ||
            !stick_survey(to->hub, path, ret->kiosk, &ret->instruction_survey, &why))
            return true;
    }
    return true;
}

static bool import_one(struct importing *to, const char *path, struct err *err)
{
    char receipt[COMMAND_PATH_MAX];
    __attribute__((cleanup(reply_finish))) struct reply reply = { 0 };
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    BUF_AUTO bytes = { 0 };
    if (!receipt_path(path, receipt, err) || !stick_read(path, &message, err))
        return false;
    if (!take_all(to, path, buf_span(&message), &bytes, &reply, err))
        return err_wrap(err, "%s", path);
    return write_receipt(receipt, buf_span(&bytes), err) && judge_reply(&reply, path, err);
}

/* One bad file keeps none of the others out. */
static bool import_all(struct importing *to, const struct cli_args *args, struct err *err)
{
    int failed = 0;
    struct err one = { 0 };
    for (int i = 0; i < args->file_count; i++) {
        if (import_one(to, args->files[i], &one)) {
            printf("imported %s\n", args->files[i]);
            continue;
        }
        failed++;
        (void)fprintf(stderr, "not imported: %s\n", one.text);
    }
    if (failed == 0)
        return true;
    return err_set(
        err, ERR_REFUSED,
        "%d of %d files were not imported, for the reasons above; those of a kiosk end in .batch",
        failed, args->file_count);
}

static bool run_import(const struct cli_args *args, int *ret_status, struct err *err)
{
    (void)ret_status;
    HUB_AUTO *hub = command_hub(args, err);
    if (hub == NULL)
        return false;
    struct importing to = { .hub = hub };
    struct ingest_config config = hub_ingest_config(hub);
    to.key = key_public(&config.hub_key);
    bool started = ingest_start(&config, &to.ingest, err);
    seal_forget(&config, sizeof config);
    bool imported = started && import_all(&to, args, err);
    ingest_stop(to.ingest);
    return imported;
}

static const struct cli_option import_options[] = { OPTION_DATA, OPTION_END };

const struct cli_command command_import = {
    "import",       "FILE...", "Takes in batches from a stick and writes receipts beside them.",
    import_options, 1,         CLI_FILES_MAX,
    run_import,
};
