/*
 * import: batches and questions to be enrolled that came on a stick go the same way as those that
 * come by network. What goes back lies beside them: receipts, answers, and the bundle of each kiosk
 * whose venue has something newer than it said it holds.
 */
#include "batch.h"
#include "bundle_file.h"
#include "commands.h"
#include "stick_file.h"
#include "stick_folder.h"
#include "stick_papers.h"
#include <inttypes.h>
#include <stdio.h>

/* Who guesses codes has a network, and is slowed down there: a stick that brings more wrong ones
 * than this is one that was made to. */
enum { COMMAND_PATH_MAX = STICK_PATH_MAX, SURVEYS_MAX = 8, GUESSES_MAX = 10 };

/* "0001.batch" gets "0001.receipt" beside it; any other name just gets the ending. */
static bool answer_path(const char *path, const char *ending, const char *other,
                        char ret[COMMAND_PATH_MAX], struct err *err)
{
    size_t length = strlen(path);
    size_t tail = strlen(ending);
    if (length > tail && strcmp(path + length - tail, ending) == 0)
        length -= tail;
    if (snprintf(ret, COMMAND_PATH_MAX, "%.*s%s", (int)length, path, other) < COMMAND_PATH_MAX)
        return true;
    return err_set(err, ERR_USAGE, "the path %.100s... is too long", path);
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
    struct stick_kiosks met;
    int guesses; /* wrong codes */
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

static bool note_kiosk(struct hub *hub, enum audit_action action, uint64_t kiosk, struct err *err)
{
    char id[17];
    (void)snprintf(id, sizeof id, "%016" PRIx64, kiosk);
    return command_note(hub, action, id, NULL, err);
}

static bool import_batch(struct importing *to, const char *path, struct span message,
                         struct err *err)
{
    char receipt[COMMAND_PATH_MAX];
    __attribute__((cleanup(reply_finish))) struct reply reply = { 0 };
    BUF_AUTO bytes = { 0 };
    if (!answer_path(path, ".batch", ".receipt", receipt, err))
        return false;
    if (!take_all(to, path, message, &bytes, &reply, err))
        return err_wrap(err, "%s", path);
    uint64_t held = hub_batch_holds(hub_store(to->hub), reply.kiosk, message);
    stick_kiosks_add(&to->met, path, reply.kiosk, held, false);
    return stick_file_write(receipt, buf_span(&bytes), err) && judge_reply(&reply, path, err) &&
           note_kiosk(to->hub, DID_BATCH_IMPORTED, reply.kiosk, err);
}

/* Whoever lost the answer gets the very same again. */
static bool import_question(struct importing *to, const char *path, struct span message,
                            struct err *err)
{
    char answer[COMMAND_PATH_MAX];
    uint64_t kiosk = 0;
    bool guess = false;
    BUF_AUTO reply = buf_new(ENROL_BYTES_MAX);
    if (to->guesses >= GUESSES_MAX)
        return err_set(err, ERR_REFUSED, "%s: too many wrong codes came before it", path);
    if (!answer_path(path, ".enrol", ".enrolled", answer, err))
        return false;
    if (!hub_enrol_carried(to->hub, hub_store(to->hub), message, &reply, &kiosk, &guess, err)) {
        to->guesses += guess ? 1 : 0;
        return err_wrap(err, "%s", path);
    }
    printf("kiosk %016" PRIx64 " is enrolled\n", kiosk);
    stick_kiosks_add(&to->met, path, kiosk, 0, true);
    return stick_file_write(answer, buf_span(&reply), err) &&
           note_kiosk(to->hub, DID_KIOSK_ENROLLED, kiosk, err);
}

static bool import_one(struct importing *to, const char *path, struct err *err)
{
    uint16_t invitation;
    struct err none = { 0 };
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    if (!stick_read(path, &message, err))
        return false;
    return enrol_request_invitation(buf_span(&message), &invitation, &none)
               ? import_question(to, path, buf_span(&message), err)
               : import_batch(to, path, buf_span(&message), err);
}

/* One bad file keeps none of the others out. */
static int import_files(struct importing *to, const char *const *files, int count)
{
    int failed = 0;
    struct err one = { 0 };
    for (int i = 0; i < count; i++) {
        if (import_one(to, files[i], &one)) {
            printf("imported %s\n", files[i]);
            continue;
        }
        failed++;
        (void)fprintf(stderr, "not imported: %s\n", one.text);
    }
    return failed;
}

/* What has no room on the stick, or is in the way, makes what was imported no less so. */
static bool bring_bundle(struct hub *hub, const struct stick_kiosk *kiosk)
{
    struct err err = { 0 };
    uint64_t serial = 0;
    if (!hub_stick_bundle_due(hub, hub_store(hub), kiosk->id, kiosk->held, &serial, &err)) {
        if (kiosk->by_name && (err.kind == ERR_MISSING || err.kind == ERR_REFUSED))
            return true; /* whoever named the file */
    } else if (serial == 0 || stick_file_bundle(hub, kiosk->folder, kiosk->id, &serial, &err)) {
        if (serial != 0)
            printf("bundle %" PRIu64 " for kiosk %016" PRIx64 " lies beside\n", serial, kiosk->id);
        return true;
    }
    (void)fprintf(stderr, "no bundle for kiosk %016" PRIx64 ": %s\n", kiosk->id, err.text);
    return !kiosk->is_new;
}

static int bring_bundles(const struct importing *to)
{
    int failed = 0;
    for (size_t i = 0; i < to->met.count; i++)
        failed += bring_bundle(to->hub, &to->met.list[i]) ? 0 : 1;
    return failed;
}

static bool import_all(struct importing *to, const struct cli_args *args, struct err *err)
{
    int failed = 0;
    int total = 0;
    for (int i = 0; i < args->file_count; i++) {
        STICK_FOLDER_AUTO files = { .count = 0 };
        const char *path = args->files[i];
        if (!stick_folder_is(path)) {
            failed += import_files(to, &path, 1);
            total++;
            continue;
        }
        if (!stick_folder_read(path, &files, &to->met, err))
            return false;
        failed += import_files(to, (const char *const *)files.paths, files.count);
        total += files.count;
    }
    failed += bring_bundles(to);
    if (failed == 0)
        return true;
    return err_set(err, ERR_REFUSED,
                   "%d of %d files were not imported, for the reasons above; those of a kiosk end "
                   "in .batch and .enrol",
                   failed, total);
}

static bool run_import(const struct cli_args *args, int *ret_status, struct err *err)
{
    (void)ret_status;
    HUB_AUTO *hub = command_hub(args, err);
    if (hub == NULL || !hub_takes_in(hub_store(hub), err))
        return false;
    struct importing to = { .hub = hub, .met = { .count = 0 } };
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
    "import",
    "FILE|DIR...",
    "Takes in what kiosks put onto a stick; lays receipts, answers and new bundles beside it.\nA "
    "folder stands for all files of kiosks in it (.batch, .enrol). Each kiosk that is met gets its "
    "bundle\nwhen its venue has something newer than it said it holds.",
    import_options,
    1,
    CLI_FILES_MAX,
    run_import,
};
