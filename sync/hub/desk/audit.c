/* The audit log's chain: see audit.h. */
#include "audit.h"
#include "clock.h"
#include "seal.h"
#include <stdio.h>

const struct audit_actor audit_command_line = { "", "command line" };

enum { LINE_MAX = AUDIT_DETAIL_MAX + 2048 };

/* Each part with its length before it, so that no two lines are the same bytes. */
static void put_part(struct buf *out, struct span part)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        buf_put_byte(out, (uint8_t)(part.size >> shift));
    buf_put_span(out, part);
}

static void put_number(struct buf *out, uint64_t number)
{
    for (int shift = 56; shift >= 0; shift -= 8)
        buf_put_byte(out, (uint8_t)(number >> shift));
}

static bool hash_line(const struct digest *before, const struct store_audit *line,
                      struct digest *ret, struct err *err)
{
    BUF_AUTO bytes = buf_new(LINE_MAX);
    buf_put(&bytes, before->bytes, sizeof before->bytes);
    put_number(&bytes, line->number);
    put_number(&bytes, (uint64_t)line->at);
    put_part(&bytes, span_text(line->actor_id));
    put_part(&bytes, span_text(line->actor));
    put_part(&bytes, span_text(line->action));
    put_part(&bytes, span_text(line->subject));
    put_part(&bytes, line->detail);
    *ret = digest_of(buf_span(&bytes));
    return buf_ok(&bytes, "a line of the audit log", err);
}

/* Alone, a line that somebody else has overtaken is made anew: several hubs may write at once. */
enum { TRIES = 20 };

static bool try_note(struct store *store, struct store_audit *line, struct err *err)
{
    struct digest before;
    if (!store_audit_head(store, &line->number, &before, err))
        return false;
    line->number++;
    return hash_line(&before, line, &line->hash, err) && store_audit_add(store, line, err);
}

bool audit_note(struct store *store, const struct audit_actor *actor, enum audit_action action,
                const char *subject, const char *detail, struct err *err)
{
    struct store_audit line = { .at = clock_now().wall,
                                .detail = span_text(detail == NULL ? "{}" : detail) };
    (void)snprintf(line.actor_id, sizeof line.actor_id, "%s", actor->id);
    (void)snprintf(line.actor, sizeof line.actor, "%s", actor->name);
    (void)snprintf(line.action, sizeof line.action, "%s", audit_action_code(action));
    (void)snprintf(line.subject, sizeof line.subject, "%s", subject);
    for (int i = 0; i < TRIES; i++) {
        *err = (struct err){ 0 };
        if (try_note(store, &line, err))
            return true;
        if (err->kind != ERR_LATER)
            break;
    }
    return err_wrap(err, "writing to the audit log");
}

struct walking {
    struct audit_proof proof;
    struct err err;
    bool failed;
};

static bool prove_line(void *context, const struct store_audit *line)
{
    struct walking *walking = context;
    struct audit_proof *proof = &walking->proof;
    struct digest expected;
    walking->failed = !hash_line(&proof->head, line, &expected, &walking->err);
    if (walking->failed)
        return false;
    if (line->number != proof->entries + 1 ||
        memcmp(&expected, &line->hash, sizeof expected) != 0) {
        proof->broken_at = proof->entries + 1;
        return false;
    }
    proof->entries++;
    proof->head = expected;
    return true;
}

bool audit_verify(struct store *store, struct audit_proof *ret, struct err *err)
{
    struct walking walking = { 0 };
    if (!store_audits(store, &(struct audit_query){ 0 }, prove_line, &walking, err))
        return false;
    if (walking.failed)
        return err_set(err, walking.err.kind, "%s", walking.err.text);
    *ret = walking.proof;
    return true;
}
