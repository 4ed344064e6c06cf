/*
 * What the courier has written for the screen to believe: statements, the last receipt, and which
 * bundle is asked. Bare bytes, and bytes behind true signatures.
 */
#include "cbor_io.h"
#include "courier_int.h"
#include "file.h"
#include "fuzz.h"
#include "kiosk_holding.h"
#include "wire_samples.h"

enum { STATEMENTS = 20, FILE_ROOM = COURIER_STATEMENTS_MAX, KIOSK = 7 };

static const uint64_t life = UINT64_C(0x0123456789abcdef);

static void make_folder(const char *name)
{
    char path[300];
    must(file_join(path, sizeof path, fuzz_folder(), name, NULL) &&
             file_make_folder(path, 0700, NULL),
         "there is a folder");
}

static struct buf statements_of(struct feed *feed)
{
    struct sample_keys programme = sample_programme();
    struct buf file = buf_new(FILE_ROOM);
    struct span pieces[STATEMENTS];
    size_t count = 0;
    uint8_t shape = feed_byte(feed);
    if (shape == 'f') {
        buf_put_span(&file, feed_piece(feed));
        return file;
    }
    for (; count < STATEMENTS && count < shape % STATEMENTS && feed->rest.size > 0; count++)
        pieces[count] = feed_piece(feed);
    item_put_array(&file, count);
    for (size_t i = 0; i < count; i++) {
        BUF_AUTO message = fuzz_signed(PURPOSE_STATEMENT, &programme.secret, pieces[i]);
        item_put_bytes(&file, shape & 128 ? pieces[i] : buf_span(&message));
    }
    return file;
}

static bool count_statement(void *context, struct span message)
{
    must(message.size <= STATEMENT_BYTES_MAX, "no statement is larger than one may be");
    return ++*(size_t *)context < STATEMENTS_MAX;
}

/* The courier takes over what the screen does. */
static void as_courier(const struct buf *file)
{
    static struct courier_state state;
    struct sample_keys programme = sample_programme();
    BUF_AUTO pem = buf_new(FILE_ROOM);
    struct cbor_reader in = cbor_reader_of(buf_span(file));
    size_t count = item_get_array(&in, STATEMENTS_MAX);
    state = (struct courier_state){ .programme = programme.public };
    for (size_t i = 0; i < count && !in.failed; i++) {
        struct span message = item_get_bytes(&in);
        (void)!courier_trust_statement(&state, message, &pem, NULL);
        if (message.size <= STATEMENT_BYTES_MAX)
            must(courier_statements_add(fuzz_folder(), &message, 1, NULL), "one more can be kept");
    }
    must(state.hub_key_count <= COURIER_HUB_KEYS_MAX, "no more hub keys than there is room for");
    if (state.last_statement > 0)
        fuzz_accepted("statement");
}

static void read_receipt(struct feed *feed, const struct trust *trust)
{
    struct sample_keys hub = sample_hub();
    struct reply reply = { 0 };
    uint8_t shape = feed_byte(feed);
    BUF_AUTO message = fuzz_signed(PURPOSE_REPLY, &hub.secret, feed->rest);
    fuzz_write("courier/receipt", shape & 1 ? feed->rest : buf_span(&message));
    if (!trust_reply(fuzz_folder(), trust, KIOSK, life, &reply, NULL))
        return;
    must(reply.kiosk == KIOSK && reply.life == life, "a receipt that is believed is ours");
    reply_finish(&reply);
    fuzz_accepted("receipt");
}

static void read_active(struct span bytes)
{
    struct active active;
    struct active again;
    fuzz_write("screen/active", bytes);
    if (!holding_active_load(fuzz_folder(), &active, NULL))
        return;
    must(holding_active_save(fuzz_folder(), &active, NULL) &&
             holding_active_load(fuzz_folder(), &again, NULL) &&
             memcmp(&active, &again, sizeof again) == 0,
         "which bundle is asked is written as it was read");
    fuzz_accepted("active");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sample_keys programme = sample_programme();
    struct sample_keys hub = sample_hub();
    struct feed feed = { span_of(data, size) };
    struct trust trust = { .hub_keys = { hub.public }, .hub_key_count = 1 };
    size_t count = 0;
    make_folder("courier");
    make_folder("screen");
    BUF_AUTO file = statements_of(&feed);
    fuzz_write("courier/statements", buf_span(&file));
    (void)!courier_statements_load(fuzz_folder(), count_statement, &count, NULL);
    (void)!trust_load(fuzz_folder(), &programme.public, &trust, NULL);
    must(trust.hub_key_count <= COURIER_HUB_KEYS_MAX, "no more hub keys than there is room for");
    as_courier(&file);
    read_receipt(&feed, &trust);
    read_active(span_of(data, size));
    return 0;
}
