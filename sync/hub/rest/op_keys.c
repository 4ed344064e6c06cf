/* Words keys: the public half is stated by the programme, the private half is wrapped by a
 * passphrase before it comes here, and the hub keeps it for whoever knows that. */
#include "file.h"
#include "rest_int.h"
#include "statement.h"
#include "words_file.h"
#include <stdio.h>
#include <stdlib.h>

enum { HOLDERS_MIN = 2, HOLDERS_MOST = 8, WRAPPED_TEXT_MAX = 2048 };

/* ---- listing ---- */

struct listing {
    struct call *call;
    json_t *items;
    bool failed;
    struct err *err;
};

/* What was sent here with the key; nothing for one that the command line made. */
static json_t *kept_of(struct listing *listing, const char *id)
{
    struct store_paper paper;
    json_t *json = NULL;
    if (!paper_read(listing->call->store, "words_key", id, "key", &paper, &json, listing->err))
        listing->failed = listing->failed || listing->err->kind != ERR_MISSING;
    return json;
}

/* The wrapped form that the command line left in this hub's folder; "" for none. */
static void wrapped_of_file(struct call *call, const char *id, char ret[WRAPPED_TEXT_MAX + 1])
{
    struct err why;
    ret[0] = '\0';
    BUF_AUTO text = buf_new(WORDS_FILE_MAX);
    if (!hub_words_file(call->hub, id, &text, &why))
        return;
    JSON_AUTO *file = json_loadb((const char *)text.data, text.size, 0, NULL);
    paper_text(file, "wrapped", ret, WRAPPED_TEXT_MAX + 1);
}

static json_t *key_json(struct listing *listing, const struct statement *statement)
{
    char id[WORDS_ID_SIZE];
    char hex[65];
    char wrapped[WRAPPED_TEXT_MAX + 1];
    struct box_public key;
    struct digest as_digest;
    memcpy(key.bytes, statement->subject.data, sizeof key.bytes);
    memcpy(as_digest.bytes, statement->subject.data, sizeof as_digest.bytes);
    words_key_id(&key, id);
    digest_hex(&as_digest, hex);
    JSON_AUTO *kept = kept_of(listing, id);
    wrapped_of_file(listing->call, id, wrapped);
    if (kept != NULL)
        paper_text(kept, "wrapped", wrapped, sizeof wrapped);
    json_t *holders = json_object_get(kept, "holders");
    return json_pack("{s:s, s:s, s:o, s:o, s:b, s:o}", "id", id, "public", hex, "wrapped",
                     value_text_or_null(wrapped), "made", value_time(statement->issued), "current",
                     0, "holders", holders == NULL ? json_array() : json_incref(holders));
}

static bool take_statement(void *context, uint64_t number, int kind, struct span message)
{
    struct listing *listing = context;
    struct statement statement;
    (void)number;
    if (kind != STATEMENT_WORDS_KEY)
        return true;
    if (hub_statement(listing->call->hub, message, &statement, listing->err) &&
        statement.subject.size == sizeof(struct box_public))
        (void)json_array_insert_new(listing->items, 0, key_json(listing, &statement));
    return !listing->failed;
}

/* The last that was stated is the one that kiosks seal to. */
static bool list_keys(struct call *call, struct err *err)
{
    struct listing listing = { .call = call, .items = json_array(), .err = err };
    call->answer = json_pack("{s:o}", "items", listing.items);
    if (!store_statements(call->store, take_statement, &listing, err) || listing.failed)
        return false;
    json_t *newest = json_array_get(listing.items, 0);
    if (newest != NULL)
        (void)json_object_set_new(newest, "current", json_true());
    return true;
}

bool op_words_keys(struct call *call, struct err *err)
{
    return list_keys(call, err);
}

/* ---- a new one ---- */

static bool hex_read(const char *text, uint8_t *ret, size_t size)
{
    unsigned byte;
    if (strlen(text) != 2 * size || strspn(text, "0123456789abcdef") != 2 * size)
        return false;
    for (size_t i = 0; i < size; i++) {
        if (sscanf(text + 2 * i, "%2x", &byte) != 1)
            return false;
        ret[i] = (uint8_t)byte;
    }
    return true;
}

/* Two people at least keep the passphrase: what one alone knows is lost with that one. */
static void body_holders(struct body *body)
{
    const json_t *list = body_array(body, "holders", true, HOLDERS_MOST);
    if (list != NULL && json_array_size(list) < HOLDERS_MIN)
        body_problem(body, "holders", "Two people at least must hold the passphrase.");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *name = json_string_value(json_array_get(list, i));
        if (name == NULL || *name == '\0' || strlen(name) >= STORE_NAME_MAX)
            body_problem(body, "holders", "Each is a name of at most 199 bytes.");
    }
}

struct new_key {
    struct box_public public;
    const char *wrapped; /* borrowed */
};

static bool read_key(struct call *call, struct new_key *ret, struct err *err)
{
    uint8_t wrapped[WRAPPED_TEXT_MAX / 2] = { 0 };
    struct body body = body_of(call);
    const char *public = body_borrow(&body, "public", true, 64);
    ret->wrapped = body_borrow(&body, "wrapped", true, WRAPPED_TEXT_MAX);
    body_holders(&body);
    if (public != NULL && !hex_read(public, ret->public.bytes, sizeof ret->public.bytes))
        body_problem(&body, "public", "It must be 64 hexadecimal digits.");
    size_t size = ret->wrapped == NULL ? 0 : strlen(ret->wrapped) / 2;
    if (ret->wrapped != NULL &&
        (!hex_read(ret->wrapped, wrapped, size) || !words_key_is_sound(span_of(wrapped, size))))
        body_problem(&body, "wrapped",
                     "It must be a private key, wrapped by a passphrase at the full cost.");
    return body_end(&body, err);
}

/* The wrapped form is kept before the key is stated: none is in use that nobody could open. */
static bool keep_key(struct call *call, const struct new_key *key, const char *id, struct err *err)
{
    struct store_paper paper = { .kind = "words_key", .rank = call->people.now };
    json_t *holders = json_object_get(call->body, "holders");
    (void)snprintf(paper.id, sizeof paper.id, "%s", id);
    if (!store_together(call->store, err))
        return false;
    TOGETHER_AUTO together = call->store;
    if (!paper_write(call->store, &paper,
                     json_pack("{s:s, s:O}", "wrapped", key->wrapped, "holders", holders),
                     PAPER_NEW, err))
        return err->kind == ERR_STALE ? err_tell(err, ERR_CONFLICT, "This key is here already.")
                                      : false;
    return call_note(call, DID_WORDS_KEY_MADE, id, json_pack("{s:O}", "holders", holders), err) &&
           store_together_keep(call->store, err);
}

static bool state_key(struct call *call, const struct new_key *key, struct err *err)
{
    return hub_words_state(call->hub, &key->public, err) ||
           (err->kind == ERR_MISSING &&
            err_tell(
                err, ERR_CONFLICT,
                "The programme key is not on this hub: put it back to introduce a words key."));
}

bool op_words_key_new(struct call *call, struct err *err)
{
    struct new_key key;
    char id[WORDS_ID_SIZE];
    if (!read_key(call, &key, err))
        return false;
    words_key_id(&key.public, id);
    if (!hub_can_state(call->hub, err))
        return err_tell(err, ERR_CONFLICT,
                        "The programme key is not on this hub: put it back to introduce a words "
                        "key.");
    if (!keep_key(call, &key, id, err) || !state_key(call, &key, err) || !list_keys(call, err))
        return false;
    json_t *made = json_incref(json_array_get(json_object_get(call->answer, "items"), 0));
    json_decref(call->answer);
    call->answer = made;
    call->status = 201;
    (void)snprintf(call->location, sizeof call->location, "/api/v1/words-keys");
    return true;
}
