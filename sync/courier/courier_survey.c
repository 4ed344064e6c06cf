/*
 * A hub that meets a survey it does not know asks the kiosk for it: the kiosk has what it asked
 * people, signs it, and posts it. Only a survey is ever given away, whatever the hub names.
 */
#include "courier_int.h"
#include <stdio.h>

enum { ANSWER_MAX = 16 * 1024 };

/* The first digits of its digest, as people meet it in lists. */
static void short_name(const struct digest *survey, char ret[13])
{
    char hex[65];
    digest_hex(survey, hex);
    (void)snprintf(ret, 13, "%.12s", hex);
}

bool courier_survey_sign(const struct courier *courier, const struct digest *survey,
                         struct buf *ret_message, struct err *err)
{
    BUF_AUTO bytes = buf_new(BLOB_BYTES_MAX);
    struct err why = { 0 };
    char name[13];
    short_name(survey, name);
    if (!courier_blob_load(courier->data, survey, &bytes, &why))
        return err_set(err, why.kind, "the hub lacks survey %s, which is no longer here", name);
    if (!courier_may_be_survey(buf_span(&bytes)))
        return err_set(err, ERR_REFUSED, "the hub asks for %s, which is no survey", name);
    if (!courier_is_survey(buf_span(&bytes)))
        return err_set(err, ERR_LATER, "there is not enough memory to read survey %s", name);
    return envelope_sign(PURPOSE_SURVEY, &courier->key, buf_span(&bytes), ret_message, err);
}

/* What the hub made of it. */
static enum attempt_outcome judge(struct courier *courier, enum transport_result result,
                                  const struct transport_answer *answer, const char *name,
                                  struct err *err)
{
    enum attempt_outcome outcome =
        courier_plan_outcome(result, answer, NULL, courier_clock_wrong(courier));
    courier->retry_after = answer->retry_after;
    if (result != TRANSPORT_ANSWERED)
        return outcome;
    if (answer->status == 204) {
        (void)err_set(err, ERR_LATER, "it lacked survey %s, which it has now been sent", name);
        return ATTEMPT_ACKNOWLEDGED;
    }
    courier_quote_answer(answer, err);
    (void)err_wrap(err, "survey %s was not taken", name);
    if (outcome == ATTEMPT_UNPROVEN)
        return ATTEMPT_SURVEY_WANTED;
    return outcome == ATTEMPT_ACKNOWLEDGED ? ATTEMPT_NOT_A_RECEIPT : outcome;
}

static enum attempt_outcome post_survey(struct courier *courier, const char *name,
                                        struct span message, struct err *err)
{
    struct transport_answer answer = { .body = buf_new(ANSWER_MAX) };
    char path[40];
    (void)snprintf(path, sizeof path, "/v1/surveys/%016llx",
                   (unsigned long long)courier->state.kiosk);
    enum transport_result result = courier_post(courier, path, message, &answer, err);
    enum attempt_outcome outcome = judge(courier, result, &answer, name, err);
    buf_finish(&answer.body);
    return outcome;
}

static bool was_sent(const struct survey_errands *errands, const struct digest *survey)
{
    for (size_t i = 0; i < errands->count; i++)
        if (memcmp(&errands->sent[i], survey, sizeof *survey) == 0)
            return true;
    return false;
}

bool courier_survey_send(struct courier *courier, const struct digest *survey,
                         struct survey_errands *errands, enum attempt_outcome *ret_outcome,
                         struct err *err)
{
    char name[13];
    BUF_AUTO message = buf_new(SURVEY_FILE_MAX + 1024);
    short_name(survey, name);
    *ret_outcome = ATTEMPT_SURVEY_WANTED;
    if (was_sent(errands, survey))
        return err_set(err, ERR_LATER, "the hub still lacks survey %s, which it was sent", name);
    if (errands->count == SURVEY_ERRANDS_MAX)
        return err_set(err, ERR_LATER, "the hub lacks more surveys than are sent in one go");
    if (!courier_survey_sign(courier, survey, &message, err))
        return false;
    errands->sent[errands->count++] = *survey;
    enum attempt_outcome outcome = post_survey(courier, name, buf_span(&message), err);
    if (outcome == ATTEMPT_ACKNOWLEDGED)
        return true;
    *ret_outcome = outcome;
    return false;
}
