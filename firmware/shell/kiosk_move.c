/*
 * `yousaid-kiosk move`: the kiosk may be enrolled at another hub, and takes along what that one is
 * to have. The journal notes it; what the courier knows of the old hub it lays aside itself
 * (yousaid-courier leave).
 */
#include "courier_state.h"
#include "file.h"
#include "journal.h"
#include "kiosk_run.h"
#include "kiosk_trust.h"
#include "seal.h"
#include <stdio.h>
#include <stdlib.h>

static const struct {
    const char *name;
    enum journal_take take;
} takes[] = { { "unsent", TAKE_UNSENT }, { "all", TAKE_ALL } };

struct moving {
    const char *data;
    struct courier_state *state;
    struct trust trust;
    struct journal *journal;
};

static void moving_finish(struct moving *moving)
{
    journal_close(moving->journal);
    free(moving->state);
}
#define MOVING_AUTO __attribute__((cleanup(moving_finish))) struct moving

static bool take_from_text(const char *text, enum journal_take *ret, struct err *err)
{
    for (size_t i = 0; i < sizeof takes / sizeof takes[0]; i++)
        if (strcmp(text, takes[i].name) == 0) {
            *ret = takes[i].take;
            return true;
        }
    return err_set(err, ERR_USAGE,
                   "--take is unsent, while the old hub keeps what it has, or all, when it is gone "
                   "for good");
}

static bool load(struct moving *moving, struct err *err)
{
    seal_start();
    moving->state = calloc(1, sizeof *moving->state);
    if (moving->state == NULL)
        return err_set(err, ERR_LATER, "there is no memory to read what the courier knows");
    if (!courier_folder_is_there(moving->data, err) ||
        !courier_state_load(moving->data, moving->state, err))
        return false;
    if (!moving->state->enrolled)
        return err_set(err, ERR_CONFLICT,
                       "this kiosk belongs to no hub, so that it can be enrolled as it is");
    return trust_load(moving->data, &moving->state->programme, &moving->trust, err);
}

/* Whose the journal is: the courier has followed it into its present life, or will. */
static bool open_journal(struct moving *moving, struct err *err)
{
    const struct courier_state *state = moving->state;
    struct journal_identity identity = { .life = state->life,
                                         .kiosk = state->kiosk_key,
                                         .programme = state->programme };
    if (journal_open(moving->data, &identity, &moving->journal, err))
        return true;
    return err->kind == ERR_LATER
               ? err_set(err, ERR_LATER, "the screen is running: stop yousaid-kiosk first")
               : false;
}

/* What the old hub is certain to have: it said so itself, and has not asked for it again since. */
static bool find_receipt(const struct moving *moving, struct journal_receipt *ret, struct err *err)
{
    const struct courier_state *state = moving->state;
    struct reply reply = { 0 };
    uint64_t life = journal_identity(moving->journal).life;
    *ret = (struct journal_receipt){ .refused = state->refused,
                                     .refused_count = state->refused_listed };
    if (!trust_reply(moving->data, &moving->trust, state->kiosk, life, &reply, err))
        return err->kind == ERR_MISSING || err->kind == ERR_DENIED;
    ret->through =
        state->acknowledged.seq < reply.through.seq ? state->acknowledged : reply.through;
    reply_finish(&reply);
    return true;
}

/* Which bundle was asked is the old hub's matter. */
static bool forget_bundle(const struct moving *moving, struct err *err)
{
    char path[4096];
    return file_join(path, sizeof path, moving->data, "screen/active", err) &&
           (remove(path) == 0 || !file_exists(path) || err_errno(err, "removing %s", path));
}

static bool let_move(struct moving *moving, enum journal_take take, struct err *err)
{
    struct journal_receipt receipt;
    struct journal_leaving leaving = { 0 };
    if (!find_receipt(moving, &receipt, err) ||
        !journal_let_move(moving->journal, take, &receipt, err) ||
        !journal_leaving(moving->journal, &leaving, err) || !forget_bundle(moving, err))
        return false;
    printf("%llu responses go along with this kiosk; %llu stay here as what the old hub has.\n"
           "Now let its courier leave that hub (yousaid-courier leave), and enrol it anew.\n",
           (unsigned long long)leaving.along, (unsigned long long)leaving.behind);
    return true;
}

bool kiosk_move(const struct cli_args *args, int *ret_status, struct err *err)
{
    MOVING_AUTO moving = { .data = cli_value(args, "data", "") };
    enum journal_take take = TAKE_UNSENT;
    (void)ret_status;
    return take_from_text(cli_value(args, "take", ""), &take, err) && load(&moving, err) &&
           open_journal(&moving, err) && let_move(&moving, take, err);
}
