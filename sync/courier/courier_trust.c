/*
 * Whom this kiosk believes: keys and certificates that programme statements introduce. Nothing else
 * introduces anything. A key that holds from a later day is known from now on; a key once known is
 * replaced only by a statement with a higher number.
 */
#include "courier_int.h"
#include "file.h"
#include <stdio.h>

enum { PEM_MAX = 512 * 1024, PEM_LINE = 64 };

/* A place for one more hub key: its own, a free one, or that of the oldest statement. */
static size_t hub_key_slot(const struct courier_state *state, const void *key)
{
    for (size_t i = 0; i < state->hub_key_count; i++)
        if (memcmp(&state->hub_keys[i], key, sizeof state->hub_keys[i]) == 0)
            return i;
    if (state->hub_key_count < COURIER_HUB_KEYS_MAX)
        return state->hub_key_count;
    size_t oldest = 0;
    for (size_t i = 1; i < state->hub_key_count; i++)
        if (state->hub_key_statements[i] < state->hub_key_statements[oldest])
            oldest = i;
    return oldest;
}

static void keep_hub_key(struct courier_state *state, const struct statement *statement)
{
    size_t slot = hub_key_slot(state, statement->subject.data);
    bool fresh = slot == state->hub_key_count;
    if (!fresh && state->hub_key_statements[slot] >= statement->number)
        return;
    memcpy(&state->hub_keys[slot], statement->subject.data, sizeof state->hub_keys[slot]);
    state->hub_key_statements[slot] = statement->number;
    if (fresh)
        state->hub_key_count++;
}

static void keep_box_key(const struct statement *statement, bool *has, uint64_t *number,
                         struct box_public *key)
{
    if (*has && *number >= statement->number)
        return;
    *has = true;
    *number = statement->number;
    memcpy(key, statement->subject.data, sizeof *key);
}

static void put_base64(struct buf *out, struct span bytes)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    size_t column = 0;
    for (size_t i = 0; i < bytes.size; i += 3) {
        size_t left = bytes.size - i;
        uint32_t three = (uint32_t)bytes.data[i] << 16;
        three |= left > 1 ? (uint32_t)bytes.data[i + 1] << 8 : 0;
        three |= left > 2 ? (uint32_t)bytes.data[i + 2] : 0;
        buf_put_byte(out, (uint8_t)letters[three >> 18 & 63]);
        buf_put_byte(out, (uint8_t)letters[three >> 12 & 63]);
        buf_put_byte(out, left > 1 ? (uint8_t)letters[three >> 6 & 63] : '=');
        buf_put_byte(out, left > 2 ? (uint8_t)letters[three & 63] : '=');
        column += 4;
        if (column % PEM_LINE == 0)
            buf_put_byte(out, '\n');
    }
    if (column % PEM_LINE != 0)
        buf_put_byte(out, '\n');
}

static void put_pem(struct buf *out, struct span der)
{
    buf_printf(out, "-----BEGIN CERTIFICATE-----\n");
    put_base64(out, der);
    buf_printf(out, "-----END CERTIFICATE-----\n");
}

/* From the first on there is no way back to the certificates of the system. */
static void keep_ca(struct courier_state *state, struct span der, struct buf *ret_ca)
{
    state->has_ca = true;
    put_pem(ret_ca, der);
}

static bool subject_fits(const struct statement *statement, struct err *err)
{
    bool is_key = statement->kind == STATEMENT_HUB_KEY || statement->kind == STATEMENT_WORDS_KEY ||
                  statement->kind == STATEMENT_COUNTS_KEY;
    if (is_key && statement->subject.size != sizeof(struct public_key))
        return err_set(err, ERR_REFUSED, "statement %llu introduces a key of %zu bytes",
                       (unsigned long long)statement->number, statement->subject.size);
    return true;
}

bool courier_trust_statement(struct courier_state *state, struct span message, struct buf *ret_ca,
                             struct err *err)
{
    struct statement said;
    if (!statement_open(message, &state->programme, &said, err) || !subject_fits(&said, err))
        return false;
    if (said.kind == STATEMENT_HUB_KEY)
        keep_hub_key(state, &said);
    else if (said.kind == STATEMENT_WORDS_KEY)
        keep_box_key(&said, &state->has_words_key, &state->words_statement, &state->words_key);
    else if (said.kind == STATEMENT_COUNTS_KEY)
        keep_box_key(&said, &state->has_counts_key, &state->counts_statement, &state->counts_key);
    else if (said.kind == STATEMENT_CA)
        keep_ca(state, said.subject, ret_ca);
    if (said.number > state->last_statement)
        state->last_statement = said.number;
    return buf_ok(ret_ca, "the certificates of the programme", err);
}

/* Each certificate of pem that is not in `out` yet. */
static void add_new(struct buf *out, struct span pem)
{
    static const char end[] = "-----END CERTIFICATE-----\n";
    while (pem.size > 0) {
        const uint8_t *stop = memmem(pem.data, pem.size, end, sizeof end - 1);
        if (stop == NULL)
            return;
        size_t size = (size_t)(stop - pem.data) + sizeof end - 1;
        if (out->size == 0 || memmem(out->data, out->size, pem.data, size) == NULL)
            buf_put(out, pem.data, size);
        pem = span_of(pem.data + size, pem.size - size);
    }
}

bool courier_trust_save_ca(const char *data, bool keep_old, struct span pem, bool *ret_changed,
                           struct err *err)
{
    char path[COURIER_PATH_MAX];
    BUF_AUTO old = buf_new(PEM_MAX);
    BUF_AUTO all = buf_new(PEM_MAX);
    struct err missing = { 0 };
    *ret_changed = false;
    if (!courier_path(data, "ca.pem", path, err))
        return false;
    if (!file_read(path, &old, &missing) && missing.kind != ERR_MISSING) {
        *err = missing;
        return false;
    }
    if (keep_old)
        add_new(&all, buf_span(&old));
    add_new(&all, pem);
    if (!buf_ok(&all, "the certificates of the programme", err))
        return false;
    *ret_changed = !span_equal(buf_span(&all), buf_span(&old));
    return !*ret_changed || file_write_durable(path, buf_span(&all), 0640, err);
}
