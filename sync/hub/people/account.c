/* An account as a paper, and back. */
#include "people_int.h"
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

void account_finish(struct account *account)
{
    struct buf *bufs[] = { &account->totp, &account->totp_next, &account->wishes };
    for (size_t i = 0; i < sizeof bufs / sizeof bufs[0]; i++)
        buf_finish(bufs[i]);
    seal_forget(account->password, sizeof account->password);
}

/* ---- reading ---- */

static void read_hex(const json_t *json, const char *name, struct buf *ret)
{
    const char *hex = json_string_value(json_object_get(json, name));
    unsigned byte;
    *ret = buf_new(ACCOUNT_MAX);
    for (; hex != NULL && sscanf(hex, "%2x", &byte) == 1; hex += 2)
        buf_put_byte(ret, (uint8_t)byte);
}

static void read_codes(const json_t *json, struct account *ret)
{
    const json_t *codes = json_object_get(json, "codes");
    for (size_t i = 0; i < RECOVERY_CODES && i < json_array_size(codes); i++) {
        const char *code = json_string_value(json_array_get(codes, i));
        (void)snprintf(ret->codes[i], sizeof ret->codes[i], "%s", code == NULL ? "" : code);
        ret->person.recovery_left += ret->codes[i][0] != '\0';
    }
}

static void read_person(const json_t *json, struct person *ret)
{
    char role[32];
    paper_text(json, "email", ret->email, sizeof ret->email);
    paper_text(json, "name", ret->name, sizeof ret->name);
    paper_text(json, "role", role, sizeof role);
    if (!desk_role_from_name(role, &ret->role))
        ret->state = PERSON_CLOSED; /* a role that this program does not know allows nothing */
    else
        ret->state = (enum person_state)paper_number(json, "state");
    scope_read(json, &ret->scope);
    ret->created = paper_number(json, "created");
    ret->last_sign_in = paper_number(json, "last_sign_in");
}

static void read_wishes(const json_t *json, struct buf *ret)
{
    const json_t *wishes = json_object_get(json, "wishes");
    char *text = wishes == NULL ? NULL : json_dumps(wishes, JSON_COMPACT | JSON_SORT_KEYS);
    *ret = buf_new(WISHES_MAX);
    if (text != NULL)
        buf_put_span(ret, span_text(text));
    free(text);
}

bool account_from_paper(const struct store_paper *paper, struct account *ret, struct err *err)
{
    *ret = (struct account){ 0 };
    JSON_AUTO *json = paper_json(paper, err);
    if (json == NULL)
        return false;
    (void)snprintf(ret->person.id, sizeof ret->person.id, "%.16s", paper->id);
    ret->person.version = paper->version;
    read_person(json, &ret->person);
    paper_text(json, "password", ret->password, sizeof ret->password);
    read_hex(json, "totp", &ret->totp);
    read_hex(json, "totp_next", &ret->totp_next);
    read_codes(json, ret);
    read_wishes(json, &ret->wishes);
    ret->person.second_factor = ret->totp.size > 0;
    ret->totp_step = paper_number(json, "totp_step");
    ret->failures = (int)paper_number(json, "failures");
    ret->next_try = paper_number(json, "next_try");
    return true;
}

bool account_read(const struct people *p, const char *id, struct account *ret, struct err *err)
{
    struct store_paper paper;
    BUF_AUTO body = buf_new(ACCOUNT_MAX);
    *ret = (struct account){ 0 };
    if (store_paper_get(p->store, KIND_ACCOUNT, id, &paper, &body, err))
        return account_from_paper(&paper, ret, err);
    return err->kind == ERR_MISSING ? err_set(err, ERR_MISSING, "There is no such account.")
                                    : false;
}

static void lower(const char *email, char ret[EMAIL_MAX + 1])
{
    size_t i = 0;
    for (; i < EMAIL_MAX && email[i] != '\0'; i++)
        ret[i] = (char)tolower((unsigned char)email[i]);
    ret[i] = '\0';
}

bool account_by_email(const struct people *p, const char *email, struct account *ret,
                      struct err *err)
{
    struct store_paper paper;
    char also[EMAIL_MAX + 1];
    BUF_AUTO body = buf_new(ACCOUNT_MAX);
    *ret = (struct account){ 0 };
    lower(email, also);
    if (store_paper_find(p->store, KIND_ACCOUNT, also, &paper, &body, err))
        return account_from_paper(&paper, ret, err);
    return err->kind == ERR_MISSING
               ? err_set(err, ERR_MISSING, "There is no account of this e-mail address.")
               : false;
}

/* ---- writing ---- */

static json_t *hex_json(struct span bytes)
{
    BUF_AUTO hex = buf_new(2 * ACCOUNT_MAX);
    for (size_t i = 0; i < bytes.size; i++)
        buf_printf(&hex, "%02x", bytes.data[i]);
    return json_string(buf_text(&hex));
}

static json_t *codes_json(const struct account *account)
{
    json_t *list = json_array();
    for (size_t i = 0; i < RECOVERY_CODES; i++)
        (void)json_array_append_new(list, json_string(account->codes[i]));
    return list;
}

static json_t *wishes_json(const struct account *account)
{
    json_t *json = json_loadb((const char *)account->wishes.data, account->wishes.size, 0, NULL);
    return json == NULL ? json_object() : json;
}

static json_t *account_json(const struct account *account)
{
    const struct person *person = &account->person;
    return json_pack(
        "{s:s, s:s, s:s, s:o, s:i, s:I, s:I, s:s, s:o, s:o, s:I, s:o, s:i, s:I, s:o}", "email",
        person->email, "name", person->name, "role", desk_role_name(person->role), "scope",
        scope_json(&person->scope), "state", (int)person->state, "created",
        (json_int_t)person->created, "last_sign_in", (json_int_t)person->last_sign_in, "password",
        account->password, "totp", hex_json(buf_span(&account->totp)), "totp_next",
        hex_json(buf_span(&account->totp_next)), "totp_step", (json_int_t)account->totp_step,
        "codes", codes_json(account), "failures", account->failures, "next_try",
        (json_int_t)account->next_try, "wishes", wishes_json(account));
}

bool account_write(const struct people *p, const struct account *account, struct err *err)
{
    struct store_paper paper = { .kind = KIND_ACCOUNT, .rank = account->person.created };
    (void)snprintf(paper.id, sizeof paper.id, "%s", account->person.id);
    lower(account->person.email, paper.also);
    if (paper_write(p->store, &paper, account_json(account), account->person.version, err))
        return true;
    if (err->kind == ERR_CONFLICT)
        return err_tell(err, ERR_CONFLICT, "This e-mail address has an account already.");
    return err->kind == ERR_STALE
               ? err_set(err, ERR_STALE,
                         "Somebody else has changed this account since you read it.")
               : false;
}
