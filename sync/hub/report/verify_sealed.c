/* Counts blocks of one kiosk against the sums and asides that came of them: see verify_int.h. */
#include "verify_int.h"
#include <stdio.h>

/* What only the holder of the counts key can see of a sealed block, as counts_open says it. */
static bool is_counts_reason(const struct survey *survey, const char *reason)
{
    static const char *const reasons[] = {
        "what is sealed belongs to another response or question",
        "what is sealed states a wrong size",
        "what is sealed has a wrong padding",
        "the counts block is too short for its survey",
        "the counts block is too long for its survey",
    };
    char answer[sizeof((struct store_aside *)0)->reason];
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++)
        if (strcmp(reason, reasons[i]) == 0)
            return true;
    for (int i = 0; i < survey->question_count; i++) {
        (void)snprintf(answer, sizeof answer, "%s has no such answer", survey->questions[i].name);
        if (survey->questions[i].sensitivity == SENSITIVITY_COUNTS && strcmp(reason, answer) == 0)
            return true;
    }
    return false;
}

/* What was sealed in an earlier life is bound to its number there. */
static struct seal_binding binding_of(const struct verify *verify, const struct response *response)
{
    struct seal_binding binding = { .survey = response->survey };
    batch_bound(&verify->head, response->seq, &binding.life, &binding.seq);
    return binding;
}

static bool open_block(const struct verify *verify, const struct survey *survey,
                       const struct response *response, struct answers *ret, struct err *err)
{
    const struct report_counts *counts = verify->counts;
    struct seal_binding binding = binding_of(verify, response);
    return counts_open(&counts->public, &counts->secret, &binding, survey, response->counts, ret,
                       err);
}

static void add_up(struct verify *verify, const struct survey *survey,
                   const struct store_response *expected, const struct answers *answers)
{
    struct leaving *leaving = verify->leaving;
    verify->failed |= !tally_sum_add_sealed(verify->sum, survey, expected, answers, &verify->err);
    if (leaving != NULL && leaving->goes)
        verify->failed |=
            !tally_sum_add_sealed(leaving->sum, survey, expected, answers, &verify->err);
}

static void note_unopened(struct verify *verify)
{
    struct leaving *leaving = verify->leaving;
    verify->unopened++;
    if (leaving != NULL && leaving->goes)
        leaving->runs[leaving->run_count - 1].unopened++;
}

void verify_sealed_kept(struct verify *verify, const struct survey *survey,
                        const struct response *response, const struct store_response *expected)
{
    struct answers answers = { 0 };
    struct err why = { 0 };
    if (response->counts.size == 0 || verify->counts == NULL)
        return;
    if (open_block(verify, survey, response, &answers, &why))
        add_up(verify, survey, expected, &answers);
    else if (why.kind == ERR_DENIED)
        note_unopened(verify);
    else
        verify_doubt(verify,
                     "response %llu counts, and what is sealed in it says that it should not: %s",
                     (unsigned long long)response->seq, why.text);
    seal_forget(&answers, sizeof answers);
}

bool verify_sealed_aside(struct verify *verify, const struct survey *survey,
                         const struct response *response, const struct store_aside *aside)
{
    struct answers answers = { 0 };
    struct err why = { 0 };
    if (response->counts.size == 0 || !is_counts_reason(survey, aside->reason))
        return false;
    bool closed = verify->counts == NULL;
    bool fine = !closed && open_block(verify, survey, response, &answers, &why);
    seal_forget(&answers, sizeof answers);
    if (!closed && why.kind != ERR_DENIED)
        return !fine && strcmp(why.text, aside->reason) == 0;
    verify->sealed_asides++;
    return true;
}

bool verify_sealed_whole(const struct verify *verify)
{
    return verify->counts != NULL && verify->unopened == 0;
}
