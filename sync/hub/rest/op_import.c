/* What came on a stick goes the same way as what came by network: batches and questions to be
 * enrolled, whose receipts and answers are handed over to be carried back, and what lies beside
 * them for a hub that has forgotten the kiosk; and the bundle of a kiosk that no network brings. */
#include "base64.h"
#include "batch.h"
#include "enrol.h"
#include "ingest.h"
#include "rest_int.h"
#include <stdio.h>
#include <strings.h>

enum { RECEIPT_TEXT_MAX = 512 * 1024 };

/* What the reply says beside what was taken; the kiosk gets it in any case. */
static const struct outcome {
    const char *code, *text;
} outcomes[] = {
    [INSTRUCTION_NONE] = { "taken", "Its answers are here." },
    [INSTRUCTION_NEW_LIFE] = { "fork", "It is refused: the kiosk's history differs from what is "
                                       "here already; its card may have been copied or put back "
                                       "to an older state." },
    [INSTRUCTION_SEND_FROM] = { "gap", "It is not taken: what comes before it is missing; import "
                                       "that first." },
    [INSTRUCTION_SEND_SURVEY] = { "survey_missing",
                                  "It is not wholly taken: it answers a survey that is not here; "
                                  "publish that, or let the kiosk bring it by network." },
    [INSTRUCTION_REVOKED] = { "revoked", "The kiosk is revoked: what it recorded since then is set "
                                         "aside." },
};

/* The serial of a bundle that is newer than what the kiosk held, or null. That there is none to be
 * had, for one that is revoked say, makes the batch no less taken. */
static json_t *bundle_due(struct call *call, uint64_t kiosk, uint64_t held)
{
    uint64_t serial = 0;
    struct err why = { 0 };
    if (!hub_stick_bundle_due(call->hub, call->store, kiosk, held, &serial, &why) || serial == 0)
        return json_null();
    return json_integer((json_int_t)serial);
}

/* What is to be carried back, in Base64. Takes the finding over. */
static bool answer_with(struct call *call, bool taken, json_t *finding, struct span message,
                        uint64_t kiosk, uint64_t held, struct err *err)
{
    BUF_AUTO receipt = buf_new(RECEIPT_TEXT_MAX);
    base64_put(&receipt, message);
    call->answer = json_pack("{s:b, s:o, s:s%, s:o, s:o}", "taken", taken, "finding", finding,
                             "receipt", buf_text(&receipt), receipt.size, "kiosk", value_key(kiosk),
                             "bundle", bundle_due(call, kiosk, held));
    return buf_ok(&receipt, "the receipt", err);
}

static bool answer_reply(struct call *call, const struct public_key *hub, uint64_t kiosk,
                         struct span message, struct err *err)
{
    struct reply reply;
    if (!reply_open(message, hub, &reply, err))
        return false;
    enum instruction instruction = reply.instruction;
    reply_finish(&reply);
    if (instruction >= sizeof outcomes / sizeof outcomes[0])
        return err_set(err, ERR_CORRUPT, "a reply says what nobody knows");
    return answer_with(
        call, instruction == INSTRUCTION_NONE || instruction == INSTRUCTION_REVOKED,
        finding_json(outcomes[instruction].code, json_object(), "%s", outcomes[instruction].text),
        message, kiosk, hub_batch_holds(call->store, kiosk, call->request->body), err);
}

/* Somebody else's batch, or none at all, is no reason to sign in again. */
static bool take_batch(struct call *call, struct buf *ret_reply, struct public_key *ret_hub,
                       struct err *err)
{
    struct ingest *ingest = NULL;
    struct ingest_config config = hub_ingest_config(call->hub);
    *ret_hub = key_public(&config.hub_key);
    bool started = ingest_start(&config, &ingest, err);
    seal_forget(&config, sizeof config);
    bool taken = started && ingest_carried_wait(ingest, call->request->body, ret_reply, err);
    ingest_stop(ingest);
    if (started && !taken && err->kind != ERR_LATER && err->kind != ERR_FULL)
        err->kind = ERR_REFUSED;
    return taken;
}

/* No receipt goes back for it. Takes the finding over. */
static bool answer_papers(struct call *call, uint64_t kiosk, json_t *finding, struct err *err)
{
    char id[17];
    (void)snprintf(id, sizeof id, "%016llx", (unsigned long long)kiosk);
    call->answer = json_pack("{s:b, s:o, s:s, s:o, s:n}", "taken", 1, "finding", finding, "receipt",
                             "", "kiosk", value_key(kiosk), "bundle");
    return call_note(call, DID_BATCH_IMPORTED, id,
                     json_pack("{s:O}", "finding", json_object_get(call->answer, "finding")), err);
}

/* Whatever is wrong with it is no reason to sign in again. */
static bool refuse(struct err *err)
{
    if (err->kind == ERR_DENIED)
        err->kind = ERR_REFUSED;
    return false;
}

static bool import_adoption(struct call *call, struct err *err)
{
    uint64_t kiosk = 0;
    if (!hub_adopt(call->hub, call->store, call->request->body, &kiosk, err))
        return refuse(err);
    return answer_papers(
        call, kiosk,
        finding_json("adopted", json_object(),
                     "The hub knows this kiosk again; its batches can be taken in."),
        err);
}

/* A survey does not say whose kiosk's it is: its file's name does. */
static bool import_survey(struct call *call, const char *kiosk, struct err *err)
{
    uint64_t id = 0;
    if (!value_key_read(kiosk, &id))
        return err_set(err, ERR_USAGE, "kiosk is 16 hexadecimal digits.");
    if (!hub_survey_take(call->store, kiosk, call->request->body, err))
        return refuse(err);
    return answer_papers(
        call, id,
        finding_json("survey_brought", json_object(),
                     "The hub has this survey now; what answers it can be taken in."),
        err);
}

static bool import_batch(struct call *call, struct err *err)
{
    uint64_t kiosk = 0;
    char id[17];
    struct public_key hub;
    BUF_AUTO reply = { 0 };
    if (!batch_sender(call->request->body, &kiosk, err))
        return err_tell(err, ERR_REFUSED, "This is no batch as a kiosk writes it.");
    (void)snprintf(id, sizeof id, "%016llx", (unsigned long long)kiosk);
    return take_batch(call, &reply, &hub, err) &&
           answer_reply(call, &hub, kiosk, buf_span(&reply), err) &&
           call_note(call, DID_BATCH_IMPORTED, id,
                     json_pack("{s:O}", "finding", json_object_get(call->answer, "finding")), err);
}

/* The answer is carried back instead of a receipt. Who brings wrong codes is slowed down as anybody
 * is who guesses. */
static bool import_question(struct call *call, struct err *err)
{
    uint64_t kiosk = 0;
    char id[17];
    bool guess = false;
    BUF_AUTO reply = buf_new(ENROL_BYTES_MAX);
    if (!call_may_guess(call, err))
        return false;
    if (!hub_enrol_carried(call->hub, call->store, call->request->body, &reply, &kiosk, &guess,
                           err)) {
        if (guess)
            call_note_guess(call);
        return refuse(err);
    }
    (void)snprintf(id, sizeof id, "%016llx", (unsigned long long)kiosk);
    return answer_with(call, true,
                       finding_json("enrolled", json_object(),
                                    "The kiosk is enrolled; its answer is to be carried back."),
                       buf_span(&reply), kiosk, 0, err) &&
           call_note(call, DID_KIOSK_ENROLLED, id, json_object(), err);
}

bool op_import(struct call *call, struct err *err)
{
    char kiosk[17];
    struct span certificate;
    struct err none = { 0 };
    if (!hub_takes_in(call->store, err))
        return false;
    if (strcasecmp(call->request->content_type, "application/cbor") == 0)
        return import_question(call, err);
    if (strcasecmp(call->request->content_type, "application/cose") != 0)
        return err_set(err, ERR_TYPE,
                       "Send the file as application/cose, a question to be enrolled as "
                       "application/cbor.");
    if (!query_text(call, "kiosk", kiosk, sizeof kiosk, err))
        return false;
    if (kiosk[0] != '\0')
        return import_survey(call, kiosk, err);
    return adoption_certificate(call->request->body, &certificate, &none)
               ? import_adoption(call, err)
               : import_batch(call, err);
}

/* ---- a bundle to be carried to its kiosk ---- */

/* Begins when the first piece is there: what is wrong before is answered in words. */
struct carrying {
    struct call *call;
    struct http_stream *stream;
};

static bool put_piece(void *self, struct span bytes, struct err *err)
{
    struct carrying *carrying = self;
    if (carrying->stream == NULL)
        carrying->stream = call_stream(carrying->call, "application/octet-stream", err);
    return carrying->stream != NULL && http_stream_write(carrying->stream, bytes, err);
}

static bool find_kiosk(struct call *call, uint64_t *ret, struct err *err)
{
    struct store_kiosk kiosk;
    struct err why = { 0 };
    const struct frame *frame = call_frame(call, err);
    if (frame == NULL)
        return false;
    bool known =
        value_key_read(call->values[0], ret) && store_kiosk_get(call->store, *ret, &kiosk, &why);
    const struct place *place = known ? frame_place(frame, kiosk.venue) : NULL;
    return (place != NULL && call_reaches(call, frame, place)) ||
           err_set(err, ERR_MISSING, "There is no such kiosk.");
}

bool op_kiosk_bundle(struct call *call, struct err *err)
{
    uint64_t kiosk = 0;
    uint64_t serial = 0;
    struct carrying carrying = { .call = call };
    const struct bundle_sink to = { .put = put_piece, .self = &carrying };
    if (!find_kiosk(call, &kiosk, err))
        return false;
    bool sent = hub_stick_bundle(call->hub, call->store, kiosk, &to, &serial, err);
    if (carrying.stream == NULL)
        return sent;
    http_stream_end(carrying.stream, sent);
    call_stream_over(call, sent, err);
    return sent;
}
