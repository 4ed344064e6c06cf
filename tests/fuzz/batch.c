/*
 * Batches, at each of their layers: the input is the message as it comes, the zstd frame inside it,
 * or the CBOR inside that, framed and signed here. The chain is put right, so that mutations get
 * past it; then every response and the whole batch must go out and come in again as they were.
 */
#include "batch.h"
#include "cbor_io.h"
#include "fuzz.h"
#include "wire_samples.h"

enum { BLOCK_MAX = 128 * 1024 - 1, BLOCK_HEAD = 3, FIELD_AFTER = 5 };

static struct chain_point came_to; /* the last link that the reader made */

struct chain_point __real_chain_next(const struct chain_point *point, struct span canonical);
struct chain_point __wrap_chain_next(const struct chain_point *point, struct span canonical);

struct chain_point __wrap_chain_next(const struct chain_point *point, struct span canonical)
{
    came_to = __real_chain_next(point, canonical);
    return came_to;
}

/* A zstd frame that stores the bytes as they are: no packing, whatever they may be. */
static struct buf stored(struct span raw)
{
    static const uint8_t head[] = { 0x28, 0xB5, 0x2F, 0xFD, 0xA0 };
    struct buf frame = buf_new(raw.size + raw.size / BLOCK_MAX * BLOCK_HEAD + 64);
    buf_put(&frame, head, sizeof head);
    for (int i = 0; i < 4; i++)
        buf_put_byte(&frame, (uint8_t)(raw.size >> 8 * i));
    size_t at = 0;
    do {
        size_t size = raw.size - at < BLOCK_MAX ? raw.size - at : BLOCK_MAX;
        uint32_t block = (uint32_t)size << 3 | (at + size == raw.size);
        for (int i = 0; i < BLOCK_HEAD; i++)
            buf_put_byte(&frame, (uint8_t)(block >> 8 * i));
        buf_put(&frame, raw.data == NULL ? raw.data : raw.data + at, size);
        at += size;
    } while (at < raw.size);
    return frame;
}

/* Where the hash of the point behind the responses stands; 0 when the head is not whole. */
static size_t find_after(struct span raw)
{
    struct cbor_reader in = cbor_reader_of(raw);
    uint8_t skipped[32];
    (void)item_get_map(&in, 64);
    for (uint64_t key = 0; key < FIELD_AFTER && !in.failed; key++) {
        if (item_get_uint(&in) != key)
            return 0;
        if (key == 3)
            (void)item_get_bytes(&in);
        if (key == 4) {
            (void)item_get_array(&in, 2);
            (void)item_get_uint(&in);
            item_get_bytes_exact(&in, skipped, sizeof skipped);
        }
        if (key < 3)
            (void)item_get_uint(&in);
    }
    (void)item_get_uint(&in);
    (void)item_get_array(&in, 2);
    (void)item_get_uint(&in);
    item_get_bytes_exact(&in, skipped, sizeof skipped);
    return in.failed ? 0 : in.at - sizeof skipped;
}

static bool same_head(const struct batch_head *a, const struct batch_head *b)
{
    return a->kiosk == b->kiosk && a->life == b->life && a->before.seq == b->before.seq &&
           a->after.seq == b->after.seq && memcmp(&a->nonce, &b->nonce, sizeof a->nonce) == 0 &&
           memcmp(&a->after.hash, &b->after.hash, sizeof a->after.hash) == 0 &&
           a->origin_count == b->origin_count &&
           memcmp(a->origins, b->origins, sizeof a->origins) == 0 &&
           a->bundle_serial == b->bundle_serial && a->now_segment == b->now_segment &&
           a->now_ms == b->now_ms && a->now_wall == b->now_wall &&
           strcmp(a->health.version, b->health.version) == 0;
}

static void response_comes_back(const struct response *response)
{
    struct response again;
    BUF_AUTO bytes = buf_new(RESPONSE_BYTES_MAX);
    must(response_put(response, &bytes, NULL), "a response in a batch has canonical bytes");
    must(response_get(buf_span(&bytes), &again, NULL), "which can be read");
    must(same_response(response, &again), "as it was");
}

static void open_again(const struct batch *first, struct span message,
                       const struct public_key *kiosk)
{
    struct batch again;
    must(batch_open(message, kiosk, &again, NULL), "a batch that is written can be read");
    must(same_head(&first->head, &again.head), "with its head");
    must(first->response_count == again.response_count, "and its responses");
    for (size_t i = 0; i < first->response_count; i++)
        must(same_response(&first->responses[i], &again.responses[i]), "one by one");
    must(first->segment_count == again.segment_count, "and its boot segments");
    batch_finish(&again);
}

static void write_again(const struct batch *batch, const struct sample_keys *kiosk)
{
    struct chain_point after;
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    struct batch_writer *writer = batch_writer_new(&batch->head);
    must(writer != NULL, "there is memory for a writer");
    for (size_t i = 0; i < batch->segment_count; i++)
        batch_writer_segment(writer, &batch->segments[i]);
    bool whole = true;
    for (size_t i = 0; i < batch->response_count && whole; i++) {
        response_comes_back(&batch->responses[i]);
        whole = batch_writer_add(writer, &batch->responses[i]);
    }
    if (whole) {
        must(batch_writer_finish(writer, &kiosk->secret, &message, &after, NULL), "it is written");
        open_again(batch, buf_span(&message), &kiosk->public);
    }
    batch_writer_free(writer);
}

static bool open_packed(struct span packed, const struct sample_keys *kiosk, const char *way)
{
    struct batch batch;
    uint64_t sender = 0;
    BUF_AUTO message = fuzz_signed(PURPOSE_BATCH, &kiosk->secret, packed);
    bool named = batch_sender(buf_span(&message), &sender, NULL);
    if (!batch_open(buf_span(&message), &kiosk->public, &batch, NULL))
        return false;
    must(named && sender == batch.head.kiosk, "who sent it is known from its start");
    write_again(&batch, kiosk);
    batch_finish(&batch);
    fuzz_accepted(way);
    return true;
}

static void open_raw(struct span raw, const struct sample_keys *kiosk)
{
    came_to = (struct chain_point){ 0 };
    BUF_AUTO as_it_is = stored(raw);
    if (open_packed(buf_span(&as_it_is), kiosk, "content") || came_to.seq == 0)
        return;
    BUF_AUTO mended = buf_new(raw.size);
    buf_put_span(&mended, raw);
    size_t at = find_after(raw);
    if (at == 0 || mended.failed)
        return;
    memcpy(mended.data + at, came_to.hash.bytes, sizeof came_to.hash.bytes);
    BUF_AUTO packed = stored(buf_span(&mended));
    (void)open_packed(buf_span(&packed), kiosk, "mended");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sample_keys kiosk = sample_kiosk();
    struct batch batch;
    uint64_t sender;
    struct feed feed = { span_of(data, size) };
    uint8_t layer = feed_byte(&feed);
    if (layer == 'z')
        (void)open_packed(feed.rest, &kiosk, "packed");
    else if (layer == 'c')
        open_raw(feed.rest, &kiosk);
    else if (batch_sender(feed.rest, &sender, NULL) &&
             batch_open(feed.rest, &kiosk.public, &batch, NULL)) {
        batch_finish(&batch);
        fuzz_accepted("message");
    }
    return 0;
}
