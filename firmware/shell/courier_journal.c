/* The journal, opened when it is there: see courier_journal.h. */
#include "courier_journal.h"
#include "device.h"
#include "journal_outbox.h"
#include <stdlib.h>

struct courier_journal {
    char *data;
    struct journal_reader *reader; /* NULL until the screen has made the journal */
    struct outbox outbox;
};

static bool open_journal(struct courier_journal *journal, struct err *err)
{
    if (journal->reader != NULL)
        return true;
    if (!journal_reader_open(journal->data, &journal->reader, err))
        return false;
    journal->outbox = journal_outbox(journal->reader);
    return true;
}

static bool read_responses(void *self, uint64_t from, size_t limit,
                           bool (*take)(void *context, const struct response *response,
                                        const struct chain_point *after),
                           void *context, struct err *err)
{
    struct courier_journal *journal = self;
    return open_journal(journal, err) &&
           journal->outbox.read(journal->outbox.self, from, limit, take, context, err);
}

static bool read_segments(void *self, uint32_t from,
                          bool (*take)(void *context, const struct segment *segment,
                                       const struct boot_id *boot, msec base),
                          void *context, struct err *err)
{
    struct courier_journal *journal = self;
    return open_journal(journal, err) &&
           journal->outbox.segments(journal->outbox.self, from, take, context, err);
}

static bool read_ends(void *self, struct chain_point *ret_purged, struct chain_point *ret_last,
                      struct err *err)
{
    struct courier_journal *journal = self;
    return open_journal(journal, err) &&
           journal->outbox.ends(journal->outbox.self, ret_purged, ret_last, err);
}

static bool read_counters(void *self, struct counters *ret, struct err *err)
{
    struct courier_journal *journal = self;
    return open_journal(journal, err) && journal->outbox.counters(journal->outbox.self, ret, err);
}

/* Good to know, and no reason to send nothing. 0 says that nobody knows, so that a full disk has 1.
 */
static uint32_t room_mib(void *self)
{
    const struct courier_journal *journal = self;
    uint32_t mib = 0;
    struct err unknown;
    if (!device_room(journal->data, &mib, &unknown))
        return 0;
    return mib == 0 ? 1 : mib;
}

bool courier_journal_new(const char *data, struct courier_journal **ret, struct err *err)
{
    struct courier_journal *journal = calloc(1, sizeof *journal);
    char *copy = strdup(data);
    if (journal == NULL || copy == NULL) {
        free(journal);
        free(copy);
        return err_set(err, ERR_LATER, "there is no memory for the journal");
    }
    journal->data = copy;
    *ret = journal;
    return true;
}

void courier_journal_free(struct courier_journal *journal)
{
    if (journal == NULL)
        return;
    journal_reader_close(journal->reader);
    free(journal->data);
    free(journal);
}

static bool read_lives(void *self, struct outbox_lives *ret, struct err *err)
{
    struct courier_journal *journal = self;
    return open_journal(journal, err) && journal->outbox.lives(journal->outbox.self, ret, err);
}

static bool read_older(void *self, uint64_t after, struct outbox_older ret[OUTBOX_OLDER_MAX],
                       size_t *ret_count, struct err *err)
{
    struct courier_journal *journal = self;
    return open_journal(journal, err) &&
           journal->outbox.older(journal->outbox.self, after, ret, ret_count, err);
}

static void turn(void *self, uint64_t life)
{
    struct courier_journal *journal = self;
    if (journal->reader != NULL)
        journal->outbox.turn(journal->outbox.self, life);
}

static bool read_origins(void *self, uint64_t from,
                         bool (*take)(void *context, const struct life_origin *origin),
                         void *context, struct err *err)
{
    struct courier_journal *journal = self;
    return open_journal(journal, err) &&
           journal->outbox.origins(journal->outbox.self, from, take, context, err);
}

static bool read_answers(void *self, uint64_t seq, bool *ret_known, uint64_t *ret, struct err *err)
{
    struct courier_journal *journal = self;
    return open_journal(journal, err) &&
           journal->outbox.answers(journal->outbox.self, seq, ret_known, ret, err);
}

struct outbox courier_journal_outbox(struct courier_journal *journal)
{
    return (struct outbox){ .self = journal,
                            .read = read_responses,
                            .segments = read_segments,
                            .ends = read_ends,
                            .lives = read_lives,
                            .older = read_older,
                            .turn = turn,
                            .origins = read_origins,
                            .answers = read_answers,
                            .counters = read_counters,
                            .room_mib = room_mib };
}
