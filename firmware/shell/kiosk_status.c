/*
 * `yousaid-kiosk status`: how the kiosk is doing, in words for staff or as JSON for programs. Reads
 * what screen and courier have written and changes nothing, so it works beside both.
 */
#include "courier_state.h"
#include "file.h"
#include "journal_outbox.h"
#include "kiosk_run.h"
#include "seal.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct status {
    struct courier_state *state;
    char sound[16];                                        /* "works", "none", or "untried" */
    struct journal_counts closed, acknowledged, set_aside; /* of the journal's life */
    bool knows_set_aside;                                  /* with their answers */
    uint64_t stranded; /* saved from a damaged journal; the hub has yet to say which it has */
    struct courier_lost lost;
    uint64_t again; /* that a hub lacks, and a stick carries */
};

/* Answers of response seq alone; false in *ret_known where it is no longer in the journal. */
static bool count_one(struct journal_reader *reader, uint64_t seq, bool *ret_known, uint64_t *ret,
                      struct err *err)
{
    struct journal_counts before, through;
    *ret = 0;
    *ret_known = seq > 0 && journal_reader_counts(reader, seq - 1, &before, err) &&
                 journal_reader_counts(reader, seq, &through, err);
    if (*ret_known)
        *ret = through.answers - before.answers;
    return *ret_known || seq == 0 || err->kind == ERR_MISSING;
}

/* The courier names the newest of them; those that have left the chain are counted by themselves.
 */
static bool count_set_aside(struct journal_reader *reader, struct status *status, struct err *err)
{
    const struct courier_state *state = status->state;
    struct journal_counts *aside = &status->set_aside;
    if (!journal_reader_aside(reader, aside, err))
        return false;
    for (size_t i = 0; i < state->refused_listed; i++) {
        bool here = false;
        uint64_t answers = 0;
        if (!count_one(reader, state->refused[i].seq, &here, &answers, err))
            return false;
        aside->responses += here ? 1 : 0;
        aside->answers += answers;
    }
    status->knows_set_aside = aside->responses == state->refused_count;
    aside->responses = state->refused_count;
    return true;
}

/* Until the courier has followed the journal into another life, what it knows of is of the one
 * before: nobody has acknowledged anything of this one. */
static bool count_heard(struct journal_reader *reader, uint64_t life, struct status *status,
                        struct err *err)
{
    const struct courier_state *state = status->state;
    status->knows_set_aside = true;
    return life != state->life ||
           (journal_reader_counts(reader, state->acknowledged.seq, &status->acknowledged, err) &&
            count_set_aside(reader, status, err));
}

static bool count_all(struct journal_reader *reader, struct status *status, struct err *err)
{
    struct outbox_lives lives = { 0 };
    struct outbox outbox = journal_outbox(reader);
    if (!outbox.lives(outbox.self, &lives, err))
        return false;
    status->stranded = lives.stranded;
    return journal_reader_counts(reader, UINT64_MAX, &status->closed, err) &&
           count_heard(reader, lives.life, status, err);
}

/* A kiosk that has recorded nothing yet has no journal: everything is 0. */
static bool count_journal(const char *data, struct status *status, struct err *err)
{
    struct journal_reader *reader;
    status->knows_set_aside = status->state->refused_count == 0;
    if (!journal_reader_open(data, &reader, err))
        return err->kind == ERR_MISSING;
    bool counted = count_all(reader, status, err);
    journal_reader_close(reader);
    return counted || err_wrap(err, "counting the journal");
}

/* What the screen wrote down when somebody listened. */
static void read_sound(const char *data, struct status *status)
{
    char path[4096];
    struct err err = { 0 };
    BUF_AUTO word = buf_new(sizeof status->sound - 1);
    bool read = file_join(path, sizeof path, data, "screen/sound", &err) &&
                file_read(path, &word, &err) && word.size > 0;
    const char *said = read ? buf_text(&word) : "untried";
    (void)snprintf(status->sound, sizeof status->sound, "%.*s", (int)strcspn(said, "\n"), said);
}

static const char *sound_sentence(const struct status *status)
{
    if (strcmp(status->sound, "works") == 0)
        return "Sound: works.";
    return strcmp(status->sound, "none") == 0 ? "Sound: there is no sound device."
                                              : "Sound: nobody has listened yet.";
}

static const struct attempt *last_attempt(const struct courier_state *state)
{
    return state->attempt_count ? &state->attempts[state->attempt_count - 1] : NULL;
}

static int64_t last_success(const struct courier_state *state)
{
    for (int i = state->attempt_count - 1; i >= 0; i--)
        if (state->attempts[i].outcome == ATTEMPT_ACKNOWLEDGED)
            return state->attempts[i].when;
    return 0;
}

static void when_text(int64_t when, char *ret, size_t size)
{
    time_t seconds = (time_t)when;
    struct tm utc;
    if (when == 0 || !gmtime_r(&seconds, &utc) ||
        strftime(ret, size, "%Y-%m-%d %H:%M UTC", &utc) == 0)
        (void)snprintf(ret, size, "never");
}

static uint64_t pending(const struct status *status)
{
    return status->closed.responses - status->acknowledged.responses + status->stranded;
}

/* What the last attempt said is of the past where something has been recorded since. */
static const char *reason(const struct status *status)
{
    const struct courier_state *state = status->state;
    const struct attempt *last = last_attempt(state);
    if (!state->enrolled)
        return "This kiosk is not enrolled yet.";
    if (state->paused)
        return state->pause_reason;
    if (last != NULL && last->outcome == ATTEMPT_ACKNOWLEDGED && pending(status) > 0)
        return "The last exchange went well; what was recorded since goes with the next.";
    return attempt_sentence(last ? last->outcome : ATTEMPT_NONE);
}

/* The reasons are the hub's words and came through the courier: no terminal obeys them. */
static void print_plain(const char *text)
{
    for (; *text != '\0'; text++)
        (void)putchar((unsigned char)*text < ' ' || *text == 0x7f ? ' ' : *text);
    (void)putchar('\n');
}

static void print_set_aside(const struct courier_state *state)
{
    if (state->refused_count == 0)
        return;
    (void)printf("Set aside by the hub, and kept here too: %llu.\n",
                 (unsigned long long)state->refused_count);
    for (size_t i = 0; i < state->refused_listed; i++) {
        (void)printf("  Response %llu: ", (unsigned long long)state->refused[i].seq);
        print_plain(state->refused[i].reason);
    }
    if (state->refused_count > state->refused_listed)
        (void)printf("  The reasons of the others are at the hub.\n");
}

static void print_stranded(uint64_t stranded)
{
    if (stranded > 0)
        (void)printf("Saved from a damaged journal, and kept until the hub says which of them it "
                     "has: %llu.\n",
                     (unsigned long long)stranded);
}

static void print_again(uint64_t again)
{
    if (again > 0)
        (void)printf("Carried by stick again, as the hub lacks them: %llu.\n",
                     (unsigned long long)again);
}

static void print_lost(const struct courier_lost *lost)
{
    if (lost->count == 0)
        return;
    (void)printf("Lost, as the hub was set back further than responses are kept here: %llu.\n",
                 (unsigned long long)courier_lost_count(lost, INT64_MIN));
    for (size_t i = 0; i < lost->count; i++)
        (void)printf(
            "  Responses %llu to %llu of life %016llx\n", (unsigned long long)lost->runs[i].first,
            (unsigned long long)lost->runs[i].last, (unsigned long long)lost->runs[i].life);
}

/* What two programs wrote at two moments need not add up; nothing is less than none. */
static uint64_t less(uint64_t all, uint64_t part)
{
    return all > part ? all - part : 0;
}

/* What was recorded is at the hub, or waits, or was set aside: in responses and in answers. */
static void print_sums(const struct status *status)
{
    const struct journal_counts *closed = &status->closed, *got = &status->acknowledged;
    const struct journal_counts *aside = &status->set_aside;
    (void)printf("  Counted at the hub: %llu",
                 (unsigned long long)less(got->responses, aside->responses));
    if (status->knows_set_aside)
        (void)printf(" with %llu answers", (unsigned long long)less(got->answers, aside->answers));
    (void)printf("; waiting: %llu with %llu; set aside: %llu",
                 (unsigned long long)(closed->responses - got->responses),
                 (unsigned long long)(closed->answers - got->answers),
                 (unsigned long long)aside->responses);
    if (status->knows_set_aside)
        (void)printf(" with %llu", (unsigned long long)aside->answers);
    (void)printf(".\n");
}

static void print_words(const struct status *status)
{
    const struct courier_state *state = status->state;
    char when[40];
    when_text(last_success(state), when, sizeof when);
    (void)printf("%s\n", reason(status));
    (void)printf("Recorded: %llu responses with %llu answers. Waiting to be sent: %llu.\n",
                 (unsigned long long)status->closed.responses,
                 (unsigned long long)status->closed.answers, (unsigned long long)pending(status));
    print_sums(status);
    (void)printf("Last heard by the hub: %s. Survey bundle: %llu.\n", when,
                 (unsigned long long)state->bundle_serial);
    (void)printf("%s\n", sound_sentence(status));
    print_stranded(status->stranded);
    print_set_aside(state);
    print_again(status->again);
    print_lost(&status->lost);
}

static json_t *number(uint64_t value)
{
    return json_integer((json_int_t)value);
}

/* A reason that is no text is left out: its number says enough. */
static json_t *set_aside_list(const struct courier_state *state)
{
    json_t *list = json_array();
    for (size_t i = 0; list && i < state->refused_listed; i++) {
        const struct refusal *refused = &state->refused[i];
        json_t *one = json_pack("{s:I, s:s*}", "response", (json_int_t)refused->seq, "reason",
                                refused->reason);
        (void)json_array_append_new(list, one ? one : number(refused->seq));
    }
    return list;
}

/* closed = counted + pending + set aside. */
static void put_sums(json_t *all, const struct status *status)
{
    const struct journal_counts *got = &status->acknowledged, *aside = &status->set_aside;
    bool known = status->knows_set_aside;
    (void)json_object_set_new(all, "set_aside_answers",
                              known ? number(aside->answers) : json_null());
    (void)json_object_set_new(all, "counted_responses",
                              number(less(got->responses, aside->responses)));
    (void)json_object_set_new(all, "counted_answers",
                              known ? number(less(got->answers, aside->answers)) : json_null());
}

static void print_json(const struct status *status)
{
    const struct courier_state *state = status->state;
    const struct attempt *last = last_attempt(state);
    const struct journal_counts *closed = &status->closed, *got = &status->acknowledged;
    json_t *all =
        json_pack("{s:b, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:b, s:s, s:s}", "enrolled",
                  state->enrolled, "closed_responses", number(closed->responses), "closed_answers",
                  number(closed->answers), "acknowledged_responses", number(got->responses),
                  "acknowledged_answers", number(got->answers), "pending_responses",
                  number(closed->responses - got->responses), "pending_answers",
                  number(closed->answers - got->answers), "set_aside_responses",
                  number(status->set_aside.responses), "bundle_serial",
                  number(state->bundle_serial), "last_success",
                  number((uint64_t)last_success(state)), "paused", state->paused, "last_attempt",
                  attempt_word(last ? last->outcome : ATTEMPT_NONE), "reason", reason(status));
    if (all)
        (void)json_object_set_new(all, "sound", json_string(status->sound));
    if (all)
        (void)json_object_set_new(all, "set_aside", set_aside_list(state));
    if (all)
        put_sums(all, status);
    if (all)
        (void)json_object_set_new(all, "stranded_responses", number(status->stranded));
    if (all)
        (void)json_object_set_new(all, "again_responses", number(status->again));
    if (all)
        (void)json_object_set_new(all, "lost_responses",
                                  number(courier_lost_count(&status->lost, INT64_MIN)));
    (void)json_dumpf(all, stdout, JSON_COMPACT);
    (void)fputc('\n', stdout);
    json_decref(all);
}

bool kiosk_status(const struct cli_args *args, int *ret_status, struct err *err)
{
    const char *data = cli_value(args, "data", "");
    (void)ret_status;
    seal_start();
    if (!courier_folder_is_there(data, err))
        return false;
    struct status status = { .state = calloc(1, sizeof *status.state) };
    if (!status.state)
        return err_set(err, ERR_LATER, "no memory to read the state");
    bool read = courier_state_load(data, status.state, err) && count_journal(data, &status, err) &&
                courier_lost_load(data, &status.lost, err);
    status.again = courier_again(data);
    read_sound(data, &status);
    if (read && cli_given(args, "json"))
        print_json(&status);
    else if (read)
        print_words(&status);
    free(status.state);
    return read;
}
