/*
 * The courier's record as bytes: see courier_state.h. A frame of version, content and a digest over
 * the content, so that a flipped bit is noticed wherever it falls; the content is read strictly all
 * the same.
 */
#include "courier_state.h"
#include "cbor_io.h"

enum { STATE_PARTS = 3, IDENTITY_PARTS = 8, TRUST_PARTS = 5, PROGRESS_PARTS = 12 };
enum { CLOCK_PARTS = 3, BUNDLE_PARTS = 3, ATTEMPT_PARTS = 3, REFUSED_PARTS = 2 };

static void put_fixed(struct buf *out, const void *bytes, size_t size)
{
    item_put_bytes(out, span_of(bytes, size));
}

static void put_identity(struct buf *out, const struct courier_state *state)
{
    item_put_array(out, IDENTITY_PARTS);
    item_put_bool(out, state->enrolled);
    item_put_text(out, state->hub_url);
    item_put_uint(out, state->kiosk);
    item_put_uint(out, state->life);
    item_put_uint(out, state->invitation);
    put_fixed(out, &state->kiosk_key, sizeof state->kiosk_key);
    put_fixed(out, &state->programme, sizeof state->programme);
    item_put_text(out, state->programme_name);
}

static void put_key(struct buf *out, uint64_t statement, const void *key)
{
    item_put_array(out, 2);
    item_put_uint(out, statement);
    put_fixed(out, key, sizeof(struct box_public));
}

static void put_box_key(struct buf *out, bool has, uint64_t statement, const struct box_public *key)
{
    if (has)
        put_key(out, statement, key);
    else
        item_put_null(out);
}

static void put_trust(struct buf *out, const struct courier_state *state)
{
    item_put_array(out, TRUST_PARTS);
    item_put_uint(out, state->last_statement);
    item_put_bool(out, state->has_ca);
    item_put_array(out, state->hub_key_count);
    for (size_t i = 0; i < state->hub_key_count; i++)
        put_key(out, state->hub_key_statements[i], &state->hub_keys[i]);
    put_box_key(out, state->has_words_key, state->words_statement, &state->words_key);
    put_box_key(out, state->has_counts_key, state->counts_statement, &state->counts_key);
}

static void put_clock(struct buf *out, const struct courier_state *state)
{
    item_put_array(out, CLOCK_PARTS);
    item_put_int(out, state->hub_time);
    put_fixed(out, &state->hub_time_boot, sizeof state->hub_time_boot);
    item_put_uint(out, state->hub_time_mono);
}

static void put_bundle(struct buf *out, const struct courier_state *state)
{
    item_put_array(out, BUNDLE_PARTS);
    item_put_uint(out, state->bundle_serial);
    put_fixed(out, &state->bundle, sizeof state->bundle);
    put_fixed(out, &state->previous_bundle, sizeof state->previous_bundle);
}

static void put_attempts(struct buf *out, const struct courier_state *state)
{
    item_put_array(out, state->attempt_count);
    for (size_t i = 0; i < state->attempt_count; i++) {
        item_put_array(out, ATTEMPT_PARTS);
        item_put_int(out, state->attempts[i].when);
        item_put_uint(out, state->attempts[i].outcome);
        item_put_uint(out, state->attempts[i].responses);
    }
}

static void put_refused(struct buf *out, const struct courier_state *state)
{
    item_put_array(out, state->refused_listed);
    for (size_t i = 0; i < state->refused_listed; i++) {
        item_put_array(out, REFUSED_PARTS);
        item_put_uint(out, state->refused[i].seq);
        item_put_text(out, state->refused[i].reason);
    }
}

static void put_counted(struct buf *out, const struct counters *counted)
{
    uint8_t bytes[COUNTERS_BYTES];
    counters_put(counted, bytes);
    put_fixed(out, bytes, sizeof bytes);
}

static void put_progress(struct buf *out, const struct courier_state *state)
{
    item_put_array(out, PROGRESS_PARTS);
    item_put_array(out, 2);
    item_put_uint(out, state->acknowledged.seq);
    put_fixed(out, &state->acknowledged.hash, sizeof state->acknowledged.hash);
    item_put_uint(out, state->refused_count);
    put_refused(out, state);
    put_clock(out, state);
    put_bundle(out, state);
    put_counted(out, &state->counted);
    item_put_uint(out, state->salvages_told);
    if (state->paused)
        item_put_text(out, state->pause_reason);
    else
        item_put_null(out);
    item_put_uint(out, state->attempts_total);
    item_put_uint(out, state->failures);
    item_put_int(out, state->next_attempt);
    put_attempts(out, state);
}

bool courier_state_put(const struct courier_state *state, struct buf *ret_bytes, struct err *err)
{
    BUF_AUTO content = buf_new(COURIER_STATE_MAX);
    item_put_array(&content, 3);
    put_identity(&content, state);
    put_trust(&content, state);
    put_progress(&content, state);
    if (!buf_ok(&content, "the courier's state", err))
        return false;
    struct digest digest = digest_of(buf_span(&content));
    item_put_array(ret_bytes, STATE_PARTS);
    item_put_uint(ret_bytes, COURIER_STATE_VERSION);
    item_put_bytes(ret_bytes, buf_span(&content));
    put_fixed(ret_bytes, &digest, sizeof digest);
    return buf_ok(ret_bytes, "the courier's state", err);
}

static void get_array_of(struct cbor_reader *in, size_t size)
{
    if (item_get_array(in, size) != size)
        cbor_refuse(in, "a list of %zu is expected", size);
}

static uint64_t get_up_to(struct cbor_reader *in, uint64_t most)
{
    uint64_t value = item_get_uint(in);
    if (value > most)
        cbor_refuse(in, "the number is over %llu", (unsigned long long)most);
    return value > most ? 0 : value;
}

static void get_identity(struct cbor_reader *in, struct courier_state *ret)
{
    get_array_of(in, IDENTITY_PARTS);
    ret->enrolled = item_get_bool(in);
    item_get_text_into(in, ret->hub_url, sizeof ret->hub_url);
    ret->kiosk = item_get_uint(in);
    ret->life = item_get_uint(in);
    ret->invitation = (uint16_t)get_up_to(in, UINT16_MAX);
    item_get_bytes_exact(in, &ret->kiosk_key, sizeof ret->kiosk_key);
    item_get_bytes_exact(in, &ret->programme, sizeof ret->programme);
    item_get_text_into(in, ret->programme_name, sizeof ret->programme_name);
}

static void get_key(struct cbor_reader *in, uint64_t *ret_statement, void *ret_key)
{
    get_array_of(in, 2);
    *ret_statement = item_get_uint(in);
    item_get_bytes_exact(in, ret_key, sizeof(struct box_public));
}

static bool get_box_key(struct cbor_reader *in, uint64_t *ret_statement, struct box_public *ret)
{
    if (item_take_null(in))
        return false;
    get_key(in, ret_statement, ret);
    return true;
}

static void get_trust(struct cbor_reader *in, struct courier_state *ret)
{
    get_array_of(in, TRUST_PARTS);
    ret->last_statement = item_get_uint(in);
    ret->has_ca = item_get_bool(in);
    ret->hub_key_count = (uint8_t)item_get_array(in, COURIER_HUB_KEYS_MAX);
    for (size_t i = 0; i < ret->hub_key_count && !in->failed; i++)
        get_key(in, &ret->hub_key_statements[i], &ret->hub_keys[i]);
    ret->has_words_key = get_box_key(in, &ret->words_statement, &ret->words_key);
    ret->has_counts_key = get_box_key(in, &ret->counts_statement, &ret->counts_key);
}

static void get_clock(struct cbor_reader *in, struct courier_state *ret)
{
    get_array_of(in, CLOCK_PARTS);
    ret->hub_time = item_get_int(in);
    item_get_bytes_exact(in, &ret->hub_time_boot, sizeof ret->hub_time_boot);
    ret->hub_time_mono = item_get_uint(in);
}

static void get_bundle(struct cbor_reader *in, struct courier_state *ret)
{
    get_array_of(in, BUNDLE_PARTS);
    ret->bundle_serial = item_get_uint(in);
    item_get_bytes_exact(in, &ret->bundle, sizeof ret->bundle);
    item_get_bytes_exact(in, &ret->previous_bundle, sizeof ret->previous_bundle);
}

static void get_attempts(struct cbor_reader *in, struct courier_state *ret)
{
    ret->attempt_count = (uint8_t)item_get_array(in, COURIER_ATTEMPTS_MAX);
    for (size_t i = 0; i < ret->attempt_count && !in->failed; i++) {
        get_array_of(in, ATTEMPT_PARTS);
        ret->attempts[i].when = item_get_int(in);
        ret->attempts[i].outcome = (enum attempt_outcome)get_up_to(in, ATTEMPTS - 1);
        ret->attempts[i].responses = (uint32_t)get_up_to(in, UINT32_MAX);
    }
}

static void get_refused(struct cbor_reader *in, struct courier_state *ret)
{
    ret->refused_listed = (uint16_t)item_get_array(in, COURIER_REFUSED_MAX);
    for (size_t i = 0; i < ret->refused_listed && !in->failed; i++) {
        struct refusal *refusal = &ret->refused[i];
        get_array_of(in, REFUSED_PARTS);
        refusal->seq = item_get_uint(in);
        item_get_text_into(in, refusal->reason, sizeof refusal->reason);
        if (i > 0 && refusal->seq <= ret->refused[i - 1].seq)
            cbor_refuse(in, "responses that were set aside out of order");
    }
}

static void get_counted(struct cbor_reader *in, struct counters *ret)
{
    uint8_t bytes[COUNTERS_BYTES] = { 0 };
    item_get_bytes_exact(in, bytes, sizeof bytes);
    counters_get(bytes, ret);
}

static void get_progress(struct cbor_reader *in, struct courier_state *ret)
{
    get_array_of(in, PROGRESS_PARTS);
    get_array_of(in, 2);
    ret->acknowledged.seq = item_get_uint(in);
    item_get_bytes_exact(in, &ret->acknowledged.hash, sizeof ret->acknowledged.hash);
    ret->refused_count = item_get_uint(in);
    get_refused(in, ret);
    get_clock(in, ret);
    get_bundle(in, ret);
    get_counted(in, &ret->counted);
    ret->salvages_told = item_get_uint(in);
    ret->paused = !item_take_null(in);
    if (ret->paused)
        item_get_text_into(in, ret->pause_reason, sizeof ret->pause_reason);
    ret->attempts_total = (uint32_t)get_up_to(in, UINT32_MAX);
    ret->failures = (uint8_t)get_up_to(in, UINT8_MAX);
    ret->next_attempt = item_get_int(in);
    get_attempts(in, ret);
}

/* The content of the frame, after its digest is found right; borrowed. */
static bool open_frame(struct span bytes, struct span *ret_content, struct err *err)
{
    struct cbor_reader in = cbor_reader_of(bytes);
    struct digest said = { { 0 } };
    get_array_of(&in, STATE_PARTS);
    uint64_t version = item_get_uint(&in);
    if (!in.failed && version != COURIER_STATE_VERSION)
        cbor_refuse(&in, "version %llu is not known here", (unsigned long long)version);
    *ret_content = item_get_bytes(&in);
    item_get_bytes_exact(&in, &said, sizeof said);
    if (!cbor_done(&in, "the courier's state", err))
        return false;
    struct digest is = digest_of(*ret_content);
    if (memcmp(&is, &said, sizeof is) != 0)
        return err_set(err, ERR_CORRUPT, "the courier's state is not what its digest says");
    return true;
}

bool courier_state_get(struct span bytes, struct courier_state *ret, struct err *err)
{
    struct span content;
    if (!open_frame(bytes, &content, err))
        return false;
    struct courier_state state = { 0 };
    struct cbor_reader in = cbor_reader_of(content);
    get_array_of(&in, 3);
    get_identity(&in, &state);
    get_trust(&in, &state);
    get_progress(&in, &state);
    if (!cbor_done(&in, "the courier's state", err))
        return false;
    *ret = state;
    return true;
}
