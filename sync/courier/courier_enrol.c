/*
 * Enrolment: the one meeting with a hub that nobody vouches for but the code on the printed sheet.
 * All that the reply brings is checked before anything is kept, and the state is what makes it
 * count.
 */
#include "courier_int.h"
#include "courier_socket.h"
#include "enrol.h"
#include "file.h"
#include "log.h"
#include "provision.h"
#include <stdio.h>
#include <stdlib.h>

enum { CA_MAX = 256 * 1024 };

/* https://HOST[:PORT], without anything that could carry a secret or lead elsewhere. */
static bool clean_url(const char *given, char ret[COURIER_URL_MAX], struct err *err)
{
    static const char scheme[] = "https://";
    size_t length = strlen(given);
    while (length > 0 && given[length - 1] == '/')
        length--;
    if (strncmp(given, scheme, sizeof scheme - 1) != 0)
        return err_set(err, ERR_USAGE, "the hub's address must begin with https://");
    if (length <= sizeof scheme - 1 || length >= COURIER_URL_MAX)
        return err_set(err, ERR_USAGE, "the hub's address has no name or is too long");
    for (const char *at = given + sizeof scheme - 1; at < given + length; at++)
        if (*at <= ' ' || *at > '~' || strchr("@?#/\\\"<>", *at) != NULL)
            return err_set(err, ERR_USAGE,
                           "the hub's address must be https://NAME or https://NAME:PORT");
    memcpy(ret, given, length);
    ret[length] = '\0';
    return true;
}

/* The same code from the same key makes the same request: a hub answers a repeated request with the
 * very reply that was lost, so the nonce in it must be the one of the first try. */
static struct nonce request_nonce(const struct digest *key, const struct public_key *kiosk)
{
    struct nonce nonce;
    struct span spans[] = { span_text("yousaid/1 enrolment nonce"), span_of(key, sizeof *key),
                            span_of(kiosk, sizeof *kiosk) };
    struct digest digest = digest_of_all(spans, sizeof spans / sizeof spans[0]);
    memcpy(&nonce, &digest, sizeof nonce);
    return nonce;
}

/* What a hub means that worded its refusal. */
static const struct {
    int status;
    const char *sentence;
    const char *fault; /* NULL: as the attempt's outcome is called */
} refusals[] = {
    { 403, "the hub does not know this code; look for a mistyped letter", FAULT_UNKNOWN_CODE },
    { 409, "this code has already been used by another kiosk; ask for a new one", FAULT_USED_CODE },
    { 422, "this code has expired or was used by another kiosk; ask for a new one",
      FAULT_USED_CODE },
    { 429, "the hub is busy; try again in a minute", NULL },
    { 503, "the hub is busy; try again in a minute", NULL },
};

static bool tell_refusal(struct courier *courier, const struct transport_answer *answer,
                         enum attempt_outcome outcome, struct err *err)
{
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
        if (refusals[i].status != answer->status ||
            (outcome != ATTEMPT_UNPROVEN && outcome != ATTEMPT_BUSY))
            continue;
        if (refusals[i].fault != NULL)
            (void)courier_blame(courier, refusals[i].fault);
        return err_set(err, outcome == ATTEMPT_BUSY ? ERR_LATER : ERR_REFUSED, "%s",
                       refusals[i].sentence);
    }
    return err_set(err, ERR_LATER, "%s (status %d, type \"%s\")", attempt_sentence(outcome),
                   answer->status, answer->type);
}

static bool ask_hub(struct courier *courier, const char *hub_url, struct span request_bytes,
                    struct buf *ret_reply, struct err *err)
{
    struct transport *transport = &courier->world.transport;
    struct transport_answer answer = { .body = buf_new(ENROL_BYTES_MAX) };
    char url[COURIER_URL_MAX + 20];
    (void)snprintf(url, sizeof url, "%s/v1/enrol", hub_url);
    struct transport_request request = {
        .url = url,
        .type = "application/cbor",
        .body = request_bytes,
        .first_meeting = true,
        .stop_fd = courier->stop_fd,
    };
    enum transport_result result = transport->post(transport->self, &request, &answer, err);
    enum attempt_outcome outcome = courier_plan_outcome(result, &answer, "application/cbor", false);
    courier->beyond_reach = outcome >= ATTEMPT_NO_NETWORK && outcome <= ATTEMPT_NOT_A_RECEIPT;
    if (outcome == ATTEMPT_ACKNOWLEDGED)
        buf_put_span(ret_reply, buf_span(&answer.body));
    else
        (void)courier_blame(courier, attempt_word(outcome));
    if (outcome != ATTEMPT_ACKNOWLEDGED && result == TRANSPORT_ANSWERED)
        (void)tell_refusal(courier, &answer, outcome, err);
    buf_finish(&answer.body);
    return outcome == ATTEMPT_ACKNOWLEDGED && buf_ok(ret_reply, "the hub's reply", err);
}

/* Is the certificate about us, by a hub that the programme has introduced? */
static bool check_certificate(const struct courier_state *state, struct span message,
                              struct err *err)
{
    struct enrol_certificate said;
    for (size_t i = 0; i < state->hub_key_count; i++) {
        struct err why;
        if (!enrol_certificate_open(message, &state->hub_keys[i], &said, &why)) {
            if (why.kind == ERR_LATER)
                return err_set(err, why.kind, "%s", why.text);
            continue;
        }
        if (said.kiosk == state->kiosk && said.life == state->life &&
            memcmp(&said.key, &state->kiosk_key, sizeof said.key) == 0)
            return true;
        return err_set(err, ERR_REFUSED, "the hub's certificate is about another kiosk");
    }
    return err_set(err, ERR_REFUSED,
                   "the hub's certificate is signed by nobody the programme knows");
}

static bool take_statements(struct courier_state *state, const struct enrol_reply *reply,
                            struct buf *ret_ca, struct err *err)
{
    for (size_t i = 0; i < reply->statement_count; i++)
        if (!courier_trust_statement(state, reply->statements[i], ret_ca, err))
            return err_wrap(err, "a statement in the hub's reply");
    return check_certificate(state, reply->certificate, err);
}

/* Who we are now. Progress is kept when it is the enrolment that we had: only its reply was lost.
 */
static bool make_state(struct courier *courier, const struct enrolling *with,
                       const struct enrol_reply *reply, struct courier_state *ret, struct err *err)
{
    const struct courier_state *held = &courier->state;
    if (held->enrolled && (held->life != reply->life || held->kiosk != reply->kiosk)) {
        (void)courier_blame(courier, FAULT_ALREADY);
        return err_set(err, ERR_REFUSED, "this kiosk is already enrolled, as %016llx at %s",
                       (unsigned long long)held->kiosk, held->hub_url);
    }
    struct public_key key = key_public(&courier->key);
    *ret = held->enrolled ? *held : (struct courier_state){ 0 };
    if (!held->enrolled)
        ret->acknowledged = chain_start(reply->life, &key);
    ret->enrolled = true;
    ret->kiosk = reply->kiosk;
    ret->life = reply->life;
    ret->invitation = with->invitation;
    ret->kiosk_key = key;
    ret->programme = reply->programme;
    (void)snprintf(ret->hub_url, sizeof ret->hub_url, "%s", with->hub_url);
    (void)snprintf(ret->programme_name, sizeof ret->programme_name, "%s", reply->programme_name);
    /* A hub repeats its first reply byte for byte: it may be as old as the printed code. */
    courier_take_floor(ret, reply->hub_time);
    return true;
}

/* The state last: before it nothing counts, after it everything is there. */
static bool keep(struct courier *courier, const struct courier_state *state,
                 const struct enrol_reply *reply, struct span ca, struct err *err)
{
    char path[COURIER_PATH_MAX];
    bool changed;
    bool again = courier->state.enrolled;
    if (!courier_trust_save_ca(courier->data, again, ca, &changed, err) ||
        !courier_statements_add(courier->data, reply->statements, reply->statement_count, err) ||
        !courier_path(courier->data, "certificate", path, err) ||
        !file_write_durable(path, reply->certificate, 0640, err) ||
        !courier_identity_save(courier->data, state, err) ||
        !courier_state_save(courier->data, state, err))
        return false;
    courier->state = *state;
    courier->has_key = true;
    courier->world.transport.renew(courier->world.transport.self);
    courier_pending_forget(courier);
    return true;
}

static bool first_bundle(struct courier *courier, const struct enrol_reply *reply, struct err *err)
{
    enum attempt_outcome outcome;
    if (reply->bundle_serial <= courier->state.bundle_serial)
        return true;
    bool fetched =
        courier_bundle_fetch(courier, reply->bundle_serial, &reply->bundle, &outcome, err);
    if (!fetched)
        (void)courier_blame(courier, FAULT_BUNDLE);
    if (!fetched)
        (void)err_wrap(err,
                       "this kiosk is enrolled as %016llx, but its first bundle did not arrive",
                       (unsigned long long)courier->state.kiosk);
    struct err disk = { 0 };
    if (!courier_note(courier, outcome, 0, err->text, &disk) && fetched) {
        *err = disk;
        return false;
    }
    return fetched;
}

static bool take_reply(struct courier *courier, const struct enrolling *with,
                       const struct enrol_reply *reply, struct err *err)
{
    struct courier_state state = { 0 };
    BUF_AUTO ca = buf_new(CA_MAX);
    buf_put_span(&ca, with->ca);
    return make_state(courier, with, reply, &state, err) &&
           take_statements(&state, reply, &ca, err) &&
           keep(courier, &state, reply, buf_span(&ca), err);
}

bool courier_enrol_ask(struct courier *courier, const struct enrolling *with,
                       struct buf *ret_message, struct err *err)
{
    struct enrol_request request = { .invitation = with->invitation };
    if (!courier_key_load(courier->data, !courier->state.enrolled, &courier->key, err))
        return false;
    request.kiosk = key_public(&courier->key);
    request.nonce = request_nonce(&with->key, &request.kiosk);
    (void)snprintf(request.version, sizeof request.version, "%s", YOUSAID_VERSION);
    return enrol_request_put(&request, &with->key, ret_message, err);
}

bool courier_enrol_answered(struct courier *courier, const struct enrolling *with,
                            struct span message, struct enrol_reply *ret, struct err *err)
{
    struct public_key kiosk = key_public(&courier->key);
    struct nonce nonce = request_nonce(&with->key, &kiosk);
    (void)courier_blame(courier, attempt_word(ATTEMPT_NOT_A_RECEIPT));
    if (!enrol_reply_open(message, &with->key, ret, err))
        return err_wrap(err, "the answer is not from a hub that knows this code");
    if (memcmp(&ret->nonce, &nonce, sizeof nonce) != 0)
        return err_set(err, ERR_REFUSED, "the answer is to another request");
    (void)courier_blame(courier, attempt_word(ATTEMPT_BROKEN));
    return take_reply(courier, with, ret, err);
}

/* By network. Where there is none, the invitation is kept, so that the question can go by stick. */
static bool use_invitation(struct courier *courier, const struct enrolling *with, struct err *err)
{
    struct enrol_reply reply;
    struct err why = { 0 };
    BUF_AUTO asked = buf_new(ENROL_BYTES_MAX);
    BUF_AUTO answered = buf_new(ENROL_BYTES_MAX);
    if (!courier_enrol_ask(courier, with, &asked, err))
        return false;
    if (ask_hub(courier, with->hub_url, buf_span(&asked), &answered, err))
        return courier_enrol_answered(courier, with, buf_span(&answered), &reply, err) &&
               first_bundle(courier, &reply, err);
    if (courier->beyond_reach && !courier->state.enrolled &&
        !courier_pending_save(courier, with, &why))
        log_line(LOG_WARN, "courier", "The invitation is not kept for a stick: %s.", why.text);
    return false;
}

bool courier_enrol(struct courier *courier, const char *hub_url, const char *code, struct err *err)
{
    struct enrolling with = { .ca = courier->extra_ca };
    struct invitation invitation;
    courier->fault = NULL;
    courier->beyond_reach = false;
    if (!clean_url(hub_url, with.hub_url, err))
        return courier_blame(courier, FAULT_ADDRESS);
    if (!invitation_from_code(code, &invitation, err))
        return courier_blame(courier, FAULT_UNKNOWN_CODE);
    courier_tell(courier, 0, 0);
    with.invitation = invitation.id;
    with.key = invitation_key(&invitation);
    bool enrolled = use_invitation(courier, &with, err);
    seal_forget(&invitation, sizeof invitation);
    seal_forget(&with, sizeof with);
    return enrolled;
}

/* *ret_there tells whether there is such a file at all. */
static bool use_file(struct courier *courier, const char *folder, bool *ret_there, struct err *err)
{
    char path[COURIER_PATH_MAX];
    BUF_AUTO bytes = buf_new(PROVISION_FILE_MAX);
    struct problems *problems = calloc(1, sizeof *problems);
    struct provision *file = calloc(1, sizeof *file);
    if (problems == NULL || file == NULL) {
        free(problems);
        free(file);
        *ret_there = true;
        return err_set(err, ERR_LATER, "there is no memory for a setup file");
    }
    bool read =
        file_join(path, sizeof path, folder, PROVISION_FILE, err) && file_read(path, &bytes, err);
    bool whole = read && provision_read(buf_span(&bytes), file, problems);
    *ret_there = read || err->kind != ERR_MISSING;
    if (read && !whole)
        (void)err_set(err, ERR_REFUSED, "%s: %s: %s", PROVISION_FILE,
                      problems->count > 0 ? problems->list[0].pointer : "",
                      problems->count > 0 ? problems->list[0].text : "there is no memory");
    courier->extra_ca = whole ? span_text(file->ca) : (struct span){ 0 };
    bool enrolled = whole ? courier_enrol(courier, file->hub, file->code, err)
                          : courier_blame(courier, FAULT_FILE);
    courier->extra_ca = (struct span){ 0 };
    seal_forget(bytes.data, bytes.size);
    seal_forget(file, sizeof *file);
    free(file);
    free(problems);
    return enrolled;
}

bool courier_provision(struct courier *courier, const char *folder, struct err *err)
{
    struct err answer = { 0 };
    bool there = false;
    courier->fault = NULL;
    courier->beyond_reach = false;
    enum carried_answer found = courier_enrol_find(courier, folder, &answer);
    if (found == FOUND_ANSWER) {
        *err = answer;
        return courier->fault == NULL;
    }
    if (use_file(courier, folder, &there, err))
        return true;
    if (courier->state.enrolled || (there && !courier->beyond_reach))
        return false;
    (void)courier_enrol_carry(courier, folder, err);
    if (found == FOUND_WRONG && strcmp(courier->fault, FAULT_CARRY) == 0) {
        *err = answer;
        (void)courier_blame(courier, FAULT_ANSWER);
    }
    return false;
}
