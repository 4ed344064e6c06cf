/*
 * A hub that was restored from an older backup does not know a kiosk that was enrolled since, or
 * has forgotten what it published at its venue. The kiosk has both, signed by that hub: it shows
 * them, brings the survey that it asks, and shows them once more, so that the venue goes on asking
 * it.
 */
#include "courier_int.h"
#include "enrol.h"
#include "file.h"
#include <stdio.h>

enum { ANSWER_MAX = 16 * 1024, CERTIFICATE_MAX = 1024, PIN_MAX = 1024 };

/* What is shown; the adoption borrows from the rest. */
struct showing {
    struct adoption adoption;
    struct buf certificate, manifest, pin;
    struct digest survey; /* that the bundle asks; zero for none */
};

static void showing_finish(struct showing *showing)
{
    buf_finish(&showing->certificate);
    buf_finish(&showing->manifest);
    buf_finish(&showing->pin);
}
#define SHOWING_AUTO __attribute__((cleanup(showing_finish))) struct showing

/* The blob of this kiosk's PIN, by the name of its invitation. */
static bool load_pin(const struct courier *courier, const struct manifest *manifest,
                     struct buf *ret)
{
    char name[8];
    struct err why = { 0 };
    (void)snprintf(name, sizeof name, "%u", (unsigned)courier->state.invitation);
    for (size_t i = 0; i < manifest->blob_count; i++)
        if (manifest->blobs[i].kind == BLOB_PIN && strcmp(manifest->blobs[i].name, name) == 0)
            return courier_blob_load(courier->data, &manifest->blobs[i].digest, ret, &why);
    return false;
}

/* Sealed, as this goes by sticks too, which are lost. Without it the bundle is shown all the same.
 */
static void show_pin(const struct courier *courier, const struct manifest *manifest,
                     struct showing *ret)
{
    const struct courier_state *state = &courier->state;
    struct err why = { 0 };
    BUF_AUTO blob = buf_new(PIN_MAX);
    if (state->has_counts_key && load_pin(courier, manifest, &blob) &&
        pin_blob_seal(&state->counts_key, state->kiosk, buf_span(&blob), &ret->pin, &why))
        ret->adoption.pin = buf_span(&ret->pin);
}

/* A kiosk that has no bundle yet, or has lost it, shows its certificate alone. */
static void load_bundle(const struct courier *courier, struct showing *ret)
{
    __attribute__((cleanup(manifest_finish))) struct manifest manifest = { 0 };
    const struct digest *bundle = &courier->state.bundle;
    struct err why = { 0 };
    if (courier->state.bundle_serial == 0 ||
        !courier_manifest_open(courier, bundle, &manifest, &why) ||
        !courier_blob_load(courier->data, bundle, &ret->manifest, &why))
        return;
    ret->adoption.manifest = buf_span(&ret->manifest);
    ret->survey = manifest.survey;
    show_pin(courier, &manifest, ret);
}

static bool load(const struct courier *courier, struct showing *ret, struct err *err)
{
    char path[COURIER_PATH_MAX];
    ret->certificate = buf_new(CERTIFICATE_MAX);
    ret->manifest = buf_new(BUNDLE_BYTES_MAX);
    ret->pin = buf_new(PIN_MAX);
    if (!courier_path(courier->data, "certificate", path, err) ||
        !file_read(path, &ret->certificate, err))
        return false;
    ret->adoption.certificate = buf_span(&ret->certificate);
    ret->adoption.invitation = courier->state.invitation;
    load_bundle(courier, ret);
    return true;
}

static enum attempt_outcome judge(struct courier *courier, enum transport_result result,
                                  const struct transport_answer *answer, struct err *err)
{
    enum attempt_outcome outcome =
        courier_plan_outcome(result, answer, NULL, courier_clock_wrong(courier));
    if (result != TRANSPORT_ANSWERED)
        return outcome;
    if (answer->status == 204)
        return ATTEMPT_ACKNOWLEDGED;
    courier->retry_after = answer->retry_after;
    courier_quote_answer(answer, err);
    return outcome == ATTEMPT_ACKNOWLEDGED ? ATTEMPT_NOT_A_RECEIPT : outcome;
}

static bool show(struct courier *courier, struct span message, enum attempt_outcome *ret_outcome,
                 struct err *err)
{
    struct transport_answer answer = { .body = buf_new(ANSWER_MAX) };
    enum transport_result result = courier_post(courier, "/v1/adopt", message, &answer, err);
    *ret_outcome = judge(courier, result, &answer, err);
    buf_finish(&answer.body);
    return *ret_outcome == ATTEMPT_ACKNOWLEDGED;
}

/* What the venue asks goes on being asked there, once the hub has it. That it would not take the
 * survey is no reason to be unknown. */
static bool bring_survey(struct courier *courier, const struct digest *survey)
{
    static const struct digest none;
    struct survey_errands errands = { .count = 0 };
    enum attempt_outcome outcome;
    struct err why = { 0 };
    return memcmp(survey, &none, sizeof none) != 0 &&
           courier_survey_send(courier, survey, &errands, &outcome, &why);
}

bool courier_adoption_make(const struct courier *courier, struct buf *ret_message,
                           struct digest *ret_survey, struct err *err)
{
    SHOWING_AUTO showing = { 0 };
    if (!load(courier, &showing, err) ||
        !adoption_sign(&showing.adoption, &courier->key, ret_message, err))
        return false;
    *ret_survey = showing.survey;
    return true;
}

bool courier_introduce(struct courier *courier, enum attempt_outcome *ret_outcome, struct err *err)
{
    struct digest survey;
    BUF_AUTO message = buf_new(ADOPTION_BYTES_MAX);
    *ret_outcome = ATTEMPT_BROKEN;
    if (!courier_adoption_make(courier, &message, &survey, err) ||
        !show(courier, buf_span(&message), ret_outcome, err))
        return false;
    return !bring_survey(courier, &survey) || show(courier, buf_span(&message), ret_outcome, err);
}
