/*
 * Enrolment: an invitation becomes a kiosk. An unknown code and a wrong MAC get one and the same
 * answer, so that nobody can ask which codes exist; everything else is said only to whoever holds
 * the secret.
 */
#include "enrol.h"
#include "hub_int.h"
#include "log.h"
#include <stdlib.h>

/* Statements collected for a reply; the bytes are owned here. */
struct statement_list {
    struct buf messages[ENROL_STATEMENTS_MAX];
    size_t count;
    bool full;
};

static void statement_list_free(struct statement_list **list)
{
    if (*list == NULL)
        return;
    for (size_t i = 0; i < (*list)->count; i++)
        buf_finish(&(*list)->messages[i]);
    free(*list);
}
#define STATEMENTS_AUTO __attribute__((cleanup(statement_list_free))) struct statement_list

static bool take_statement(void *context, uint64_t number, int kind, struct span message)
{
    struct statement_list *list = context;
    (void)number;
    (void)kind;
    if (list->count == ENROL_STATEMENTS_MAX) {
        list->full = true;
        return false;
    }
    struct buf *copy = &list->messages[list->count];
    *copy = buf_new(message.size);
    buf_put_span(copy, message);
    list->full = copy->failed;
    list->count++;
    return !list->full;
}

static bool no_such_code(bool *ret_guess, struct err *err)
{
    *ret_guess = true;
    return err_tell(err, ERR_DENIED,
                    "This code is not known here. Check it, or ask for a new invitation.");
}

/* Finds the invitation and checks that the sender knows its secret. */
static bool open_request(struct store *store, struct span bytes,
                         struct store_invitation *invitation, struct enrol_request *request,
                         bool *ret_guess, struct err *err)
{
    uint16_t id;
    if (!enrol_request_invitation(bytes, &id, err))
        return false;
    if (!store_invitation_get(store, id, invitation, err))
        return err->kind == ERR_MISSING ? no_such_code(ret_guess, err) : false;
    struct digest key = invitation_kept_key(invitation);
    bool opened = enrol_request_open(bytes, &key, request, err);
    seal_forget(&key, sizeof key);
    return opened || no_such_code(ret_guess, err);
}

/* A second key is reported, and counts as a guess so that the report cannot be made without end. */
static bool still_holds(struct store *store, const struct store_invitation *invitation,
                        const struct enrol_request *request, bool *ret_guess, struct err *err)
{
    unix_seconds now = clock_now().wall;
    if (invitation->used && memcmp(invitation->used_by, request->kiosk.bytes, 32) == 0)
        return true;
    if (invitation->used) {
        *ret_guess = true;
        log_line(LOG_WARN, "enrol", "the code of kiosk %016llx came with a second key: refused",
                 (unsigned long long)invitation->kiosk);
        return store_event(store, invitation->kiosk, now, "second key refused", err) &&
               err_set(err, ERR_REFUSED,
                       "This code was used by another kiosk. Ask for a new invitation.");
    }
    if (invitation->expires <= now)
        return err_set(err, ERR_REFUSED, "This code has expired. Ask for a new invitation.");
    return true;
}

/* 63 random bits that are not zero: they fit every engine's integers. */
static uint64_t new_number(void)
{
    uint64_t number;
    do {
        seal_random(&number, sizeof number);
        number &= INT64_MAX;
    } while (number == 0);
    return number;
}

static struct store_kiosk new_kiosk(const struct store_invitation *invitation,
                                    const struct enrol_request *request)
{
    struct store_kiosk kiosk = {
        .id = new_number(),
        .life = new_number(),
        .invitation = invitation->id,
        .pin_blob = invitation->pin_blob,
        .enrolled = clock_now().wall,
    };
    memcpy(kiosk.key, request->kiosk.bytes, sizeof kiosk.key);
    memcpy(kiosk.venue, invitation->venue, sizeof kiosk.venue);
    return kiosk;
}

static bool certify(const struct hub *hub, const struct store_kiosk *kiosk,
                    struct buf *ret_certificate, struct err *err)
{
    struct enrol_certificate certificate = {
        .kiosk = kiosk->id,
        .life = kiosk->life,
        .issued = kiosk->enrolled,
    };
    memcpy(certificate.key.bytes, kiosk->key, sizeof kiosk->key);
    memcpy(certificate.venue, kiosk->venue, sizeof certificate.venue);
    return enrol_certificate_sign(&certificate, &hub->key, ret_certificate, err);
}

static bool collect_statements(struct store *store, struct statement_list *list,
                               struct enrol_reply *reply, struct err *err)
{
    if (list == NULL)
        return err_set(err, ERR_LATER, "there is no memory for the statements");
    if (!statements_needed(store, take_statement, list, err))
        return false;
    if (list->full)
        return err_set(err, ERR_FULL, "there are more than %d statements for a new kiosk",
                       ENROL_STATEMENTS_MAX);
    for (size_t i = 0; i < list->count; i++)
        reply->statements[i] = buf_span(&list->messages[i]);
    reply->statement_count = list->count;
    return true;
}

static bool name_bundle(struct store *store, const char *venue, struct enrol_reply *reply,
                        struct err *err)
{
    struct store_bundle bundle;
    if (!store_bundle_get(store, venue, &bundle, err))
        return err->kind == ERR_MISSING;
    reply->bundle_serial = bundle.serial;
    reply->bundle = bundle.manifest;
    return true;
}

static bool put_reply(const struct hub *hub, struct store *store,
                      const struct store_invitation *invitation,
                      const struct enrol_request *request, const struct store_kiosk *kiosk,
                      struct buf *ret, struct err *err)
{
    BUF_AUTO certificate = buf_new(4096);
    STATEMENTS_AUTO *list = calloc(1, sizeof *list);
    struct enrol_reply reply = {
        .nonce = request->nonce,
        .kiosk = kiosk->id,
        .life = kiosk->life,
        .hub_time = kiosk->enrolled,
        .programme = hub->programme,
    };
    memcpy(reply.programme_name, hub->programme_name, sizeof reply.programme_name);
    if (!certify(hub, kiosk, &certificate, err) || !collect_statements(store, list, &reply, err) ||
        !name_bundle(store, kiosk->venue, &reply, err))
        return false;
    reply.certificate = buf_span(&certificate);
    struct digest key = invitation_kept_key(invitation);
    bool put = enrol_reply_put(&reply, &key, ret, err);
    seal_forget(&key, sizeof key);
    return put;
}

/* Of several that came with the same key at once, one became the kiosk: the store knows which. */
static void grant_wish(struct store *store, uint16_t id, struct err *err)
{
    struct store_invitation invitation;
    if (store_invitation_get(store, id, &invitation, err))
        enrol_grant_wish(store, id, invitation.kiosk);
}

/* The store decides, in one transaction, whether this key is the first; the same key gets the reply
 * that was lost, byte for byte. */
bool hub_enrol(const struct hub *hub, struct store *store, struct span request_bytes,
               struct buf *ret_reply, bool *ret_guess, struct err *err)
{
    struct store_invitation invitation;
    struct enrol_request request;
    BUF_AUTO reply = buf_new(ENROL_BYTES_MAX);
    *ret_guess = false;
    if (!open_request(store, request_bytes, &invitation, &request, ret_guess, err) ||
        !still_holds(store, &invitation, &request, ret_guess, err))
        return false;
    struct store_kiosk kiosk = new_kiosk(&invitation, &request);
    struct chain_point start = chain_start(kiosk.life, &request.kiosk);
    if (!put_reply(hub, store, &invitation, &request, &kiosk, &reply, err) ||
        !store_enrol(store, invitation.id, &kiosk, &start.hash, buf_span(&reply), ret_reply, err))
        return false;
    grant_wish(store, invitation.id, err);
    return true;
}
