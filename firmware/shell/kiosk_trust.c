/* Whom the screen believes: see kiosk_trust.h. Numbers never go back: what an older statement says
 * does not replace what a newer one said. */
#include "kiosk_trust.h"
#include "log.h"

/* A place for one more hub key: its own, a free one, or that of the oldest statement. */
static size_t hub_key_slot(const struct trust *trust, const struct public_key *key)
{
    size_t oldest = 0;
    for (size_t i = 0; i < trust->hub_key_count; i++) {
        if (seal_equal(&trust->hub_keys[i], key, sizeof *key))
            return i;
        if (trust->hub_statements[i] < trust->hub_statements[oldest])
            oldest = i;
    }
    return trust->hub_key_count < COURIER_HUB_KEYS_MAX ? trust->hub_key_count : oldest;
}

static void take_hub_key(struct trust *trust, const struct statement *said)
{
    struct public_key key;
    memcpy(&key, said->subject.data, sizeof key);
    size_t slot = hub_key_slot(trust, &key);
    if (slot < trust->hub_key_count && trust->hub_statements[slot] >= said->number)
        return;
    trust->hub_keys[slot] = key;
    trust->hub_statements[slot] = said->number;
    if (slot == trust->hub_key_count)
        trust->hub_key_count++;
}

static void take_box_key(struct trust_key *kept, const struct statement *said)
{
    if (kept->known && kept->statement >= said->number)
        return;
    *kept = (struct trust_key){ .known = true, .statement = said->number };
    memcpy(&kept->key, said->subject.data, sizeof kept->key);
}

static bool is_key(const struct statement *said)
{
    return said->kind == STATEMENT_HUB_KEY || said->kind == STATEMENT_WORDS_KEY ||
           said->kind == STATEMENT_COUNTS_KEY;
}

bool trust_take(struct trust *trust, const struct public_key *programme, struct span message,
                struct err *err)
{
    struct statement said;
    if (!statement_open(message, programme, &said, err))
        return false;
    if (!is_key(&said))
        return true;
    if (said.subject.size != sizeof(struct public_key))
        return err_set(err, ERR_REFUSED, "statement %llu introduces a key of %zu bytes",
                       (unsigned long long)said.number, said.subject.size);
    if (said.kind == STATEMENT_HUB_KEY)
        take_hub_key(trust, &said);
    else
        take_box_key(said.kind == STATEMENT_WORDS_KEY ? &trust->words : &trust->counts, &said);
    return true;
}

struct taking {
    struct trust *trust;
    const struct public_key *programme;
};

static bool take_one(void *context, struct span message)
{
    const struct taking *taking = context;
    struct err err = { 0 };
    if (!trust_take(taking->trust, taking->programme, message, &err))
        log_line(LOG_WARN, "kiosk", "a statement is not believed: %s", err.text);
    return true;
}

bool trust_load(const char *data, const struct public_key *programme, struct trust *trust,
                struct err *err)
{
    struct taking taking = { .trust = trust, .programme = programme };
    return courier_statements_load(data, take_one, &taking, err) ||
           err_wrap(err, "reading the programme's statements");
}

static bool open_reply(const struct trust *trust, struct span message, struct reply *ret,
                       struct err *err)
{
    for (size_t i = 0; i < trust->hub_key_count; i++)
        if (reply_open(message, &trust->hub_keys[i], ret, err))
            return true;
    return err_set(err, ERR_DENIED, "the receipt is not signed by a hub of the programme");
}

bool trust_reply(const char *data, const struct trust *trust, uint64_t kiosk, uint64_t life,
                 struct reply *ret, struct err *err)
{
    BUF_AUTO message = buf_new(REPLY_BYTES_MAX);
    if (!courier_receipt_load(data, &message, err) ||
        !open_reply(trust, buf_span(&message), ret, err))
        return false;
    if (ret->kiosk == kiosk && ret->life == life)
        return true;
    reply_finish(ret);
    return err_set(err, ERR_DENIED, "the receipt is for another kiosk or another life of it");
}
