/* Signed lists of chain points: see chain_signed.h. */
#include "base64.h"
#include "chain_list.h"
#include "chain_signed.h"
#include "hub_int.h"
#include "local_time.h"
#include "paper.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

enum { DAY_SECONDS = 86400 };

static const char kind[] = "chain list";
static const char first_line[] = "yousaid chain list 1\n";

/* ---- making ---- */

struct seeking {
    const struct hub *hub;
    struct public_key key;
    struct buf found; /* the statement that introduces this hub */
};

static bool take_statement(void *context, uint64_t number, int statement_kind, struct span message)
{
    struct seeking *seeking = context;
    struct statement statement;
    (void)number;
    if (statement_kind != STATEMENT_HUB_KEY ||
        !statement_open(message, &seeking->hub->programme, &statement, NULL) ||
        !span_equal(statement.subject, span_of(seeking->key.bytes, sizeof seeking->key.bytes)))
        return true;
    buf_put_span(&seeking->found, message);
    return false;
}

static void put_head(const struct hub *hub, int32_t month, int64_t now, struct span introduction,
                     struct buf *out)
{
    char day[11];
    char made[11];
    char hex[65];
    struct digest programme;
    memcpy(programme.bytes, hub->programme.bytes, sizeof programme.bytes);
    digest_hex(&programme, hex);
    local_day_text(month, day);
    local_day_text((int32_t)(now / DAY_SECONDS), made);
    buf_printf(out, "%sprogramme %s %s\nmonth %.7s\nmade %s\nintroduced ", first_line, hex,
               hub->programme_name, day, made);
    base64_put(out, introduction);
    buf_printf(out, "\n");
}

static bool make(struct hub *hub, int32_t month, int64_t now, struct buf *ret, struct err *err)
{
    struct seeking seeking = { .hub = hub,
                               .key = key_public(&hub->key),
                               .found = buf_new(STATEMENT_BYTES_MAX) };
    BUF_AUTO text = buf_new(CHAIN_LIST_MAX);
    bool made = store_statements(hub->store, take_statement, &seeking, err);
    if (made)
        put_head(hub, month, now, buf_span(&seeking.found), &text);
    buf_finish(&seeking.found);
    return made && report_chain_points(hub->store, month, &text, err) &&
           envelope_sign(PURPOSE_CHAIN_LIST, &hub->key, buf_span(&text), ret, err);
}

/* Lists may be long: the paper only names the blob. */
static bool keep(struct hub *hub, const char *id, int32_t month, struct span message,
                 struct err *err)
{
    char hex[65];
    struct digest name = digest_of(message);
    struct store_paper paper = { .rank = month };
    digest_hex(&name, hex);
    (void)snprintf(paper.kind, sizeof paper.kind, "%s", kind);
    (void)snprintf(paper.id, sizeof paper.id, "%s", id);
    return store_blob_put(hub->store, &name, message, err) &&
           (paper_write(hub->store, &paper, json_pack("{s:s}", "blob", hex), PAPER_NEW, err) ||
            err->kind == ERR_STALE);
}

static bool find(struct hub *hub, const char *id, struct digest *ret, bool *ret_found,
                 struct err *err)
{
    struct store_paper paper;
    json_t *read = NULL;
    *ret_found = false;
    if (!paper_read(hub->store, kind, id, "list", &paper, &read, err))
        return err->kind == ERR_MISSING;
    JSON_AUTO *json = read;
    const char *hex = json_string_value(json_object_get(json, "blob"));
    *ret_found = hex != NULL && digest_from_hex(hex, ret);
    return *ret_found || err_set(err, ERR_CORRUPT, "what is kept of this list cannot be read");
}

bool hub_chain_list(struct hub *hub, int32_t month, int64_t now, struct buf *ret, struct err *err)
{
    char day[11];
    char id[8];
    struct digest name;
    bool found;
    local_day_text(month, day);
    (void)snprintf(id, sizeof id, "%.7s", day);
    if (local_month_start(month + 31) > (int32_t)(now / DAY_SECONDS))
        return err_tell(err, ERR_CONFLICT, "This month is not over yet.");
    if (!find(hub, id, &name, &found, err))
        return false;
    if (!found) {
        BUF_AUTO message = buf_new(CHAIN_LIST_MAX);
        if (!make(hub, month, now, &message, err) ||
            !keep(hub, id, month, buf_span(&message), err) || !find(hub, id, &name, &found, err))
            return false;
    }
    return store_blob_get(hub->store, &name, ret, err);
}

bool hub_chain_turn(struct hub *hub, int64_t now, struct err *err)
{
    char day[11];
    char id[8];
    struct digest name;
    bool found;
    int32_t month = local_month_start(local_month_start((int32_t)(now / DAY_SECONDS)) - 1);
    local_day_text(month, day);
    (void)snprintf(id, sizeof id, "%.7s", day);
    if (!find(hub, id, &name, &found, err) || found)
        return found;
    BUF_AUTO message = buf_new(CHAIN_LIST_MAX);
    return hub_chain_list(hub, month, now, &message, err);
}

/* ---- opening ---- */

/* The rest of the line that begins so; false when there is none. */
static bool line_of(struct span text, const char *begins, struct buf *ret)
{
    size_t size = strlen(begins);
    while (text.size > 0) {
        const uint8_t *end = memchr(text.data, '\n', text.size);
        size_t line = end == NULL ? text.size : (size_t)(end - text.data);
        if (line >= size && memcmp(text.data, begins, size) == 0) {
            buf_put(ret, text.data + size, line - size);
            return buf_ok(ret, "a line of the list", NULL);
        }
        if (end == NULL)
            return false;
        text = span_of(end + 1, text.size - line - 1);
    }
    return false;
}

static bool read_head(struct span text, struct public_key *ret_programme, struct buf *introduction,
                      struct err *err)
{
    char hex[65];
    struct digest programme;
    BUF_AUTO line = buf_new(CHAIN_HEAD_MAX);
    BUF_AUTO base64 = buf_new(CHAIN_HEAD_MAX);
    struct span head = span_of(text.data, text.size < CHAIN_HEAD_MAX ? text.size : CHAIN_HEAD_MAX);
    bool begins = text.size >= sizeof first_line - 1 &&
                  memcmp(text.data, first_line, sizeof first_line - 1) == 0;
    bool read = begins && line_of(head, "programme ", &line) && line.size >= sizeof hex - 1 &&
                line_of(head, "introduced ", &base64);
    if (read)
        (void)snprintf(hex, sizeof hex, "%.64s", buf_text(&line));
    if (!read || !digest_from_hex(hex, &programme) ||
        !base64_get(buf_text(&base64), introduction, err))
        return err_set(err, ERR_CORRUPT, "this is no list of chain points");
    memcpy(ret_programme->bytes, programme.bytes, sizeof programme.bytes);
    return true;
}

bool chain_list_open(struct span message, struct span *ret_text, struct public_key *ret_programme,
                     struct err *err)
{
    struct key_id signer;
    struct statement statement;
    struct public_key key;
    BUF_AUTO introduction = buf_new(STATEMENT_BYTES_MAX);
    if (!envelope_open(message, &signer, ret_text, err) ||
        !read_head(*ret_text, ret_programme, &introduction, err) ||
        !statement_open(buf_span(&introduction), ret_programme, &statement, err))
        return false;
    if (statement.kind != STATEMENT_HUB_KEY || statement.subject.size != sizeof key.bytes)
        return err_set(err, ERR_DENIED, "the list names nothing that introduces a hub");
    memcpy(key.bytes, statement.subject.data, sizeof key.bytes);
    return envelope_verify(PURPOSE_CHAIN_LIST, &key, message, ret_text, err);
}
