/*
 * Batches: what goes in comes out, and nothing else is taken. Hostile batches are made here by hand
 * and signed with a good key, because a stolen kiosk has one.
 */
#include "cbor_io.h"
#include "wire_samples.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static bool opens(struct span message)
{
    struct sample_keys kiosk = sample_kiosk();
    struct batch batch = { 0 };
    bool taken = batch_open(message, &kiosk.public, &batch, NULL);
    batch_finish(&batch);
    return taken;
}

static void assert_round_trip(const struct sample_crowd *crowd, const struct batch_head *head)
{
    struct sample_keys kiosk = sample_kiosk();
    struct chain_point after;
    struct batch batch = { 0 };
    struct err err = { 0 };
    BUF_AUTO message = crowd_pack(crowd, head, &after);
    if (!batch_open(buf_span(&message), &kiosk.public, &batch, &err))
        fail_msg("%s", err.text);
    assert_int_equal(batch.response_count, crowd->count);
    for (size_t i = 0; i < crowd->count; i++)
        assert_true(same_response(&batch.responses[i], &crowd->responses[i]));
    assert_int_equal(batch.head.after.seq, head->before.seq + crowd->count);
    assert_memory_equal(&batch.head.after.hash, &after.hash, sizeof after.hash);
    batch_finish(&batch);
}

static void wild_responses_come_out_as_they_went_in(void **state)
{
    (void)state;
    static const size_t sizes[] = { 1, 2, 3, 5, 17, 60, 200, 300, 800, 2500 };
    struct dice dice = dice_new(dice_seed());
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct batch_head head = sample_head();
        head.before.seq = (uint64_t)dice_roll(&dice, 1000000) * dice_roll(&dice, 1000000);
        struct sample_crowd crowd = crowd_wild(&dice, head.before.seq + 1, sizes[i]);
        assert_round_trip(&crowd, &head);
        crowd_finish(&crowd);
    }
}

static void hundreds_of_small_batches_come_out_as_they_went_in(void **state)
{
    (void)state;
    struct dice dice = dice_new(dice_seed() + 1);
    struct batch_head head = sample_head();
    for (int i = 0; i < 300; i++) {
        struct sample_crowd crowd = crowd_wild(&dice, 1, 1 + dice_roll(&dice, 8));
        assert_round_trip(&crowd, &head);
        crowd_finish(&crowd);
    }
}

static void the_head_and_the_segments_come_out_as_they_went_in(void **state)
{
    (void)state;
    struct sample_keys kiosk = sample_kiosk();
    struct batch_head head = sample_head();
    head.origins[0] = (struct life_origin){ .life = UINT64_MAX, .first = 41, .through = 3 };
    head.origins[1] = (struct life_origin){ .life = 5, .first = 2, .through = 4 };
    head.origin_count = 2;
    head.now_wall = -62135596800;
    struct sample_crowd none = { 0 };
    struct chain_point after;
    struct batch batch = { 0 };
    BUF_AUTO message = crowd_pack(&none, &head, &after);
    assert_true(batch_open(buf_span(&message), &kiosk.public, &batch, NULL));
    assert_int_equal(batch.response_count, 0);
    assert_int_equal(batch.segment_count, 2);
    assert_int_equal(batch.segments[1].number, 2);
    assert_int_equal(batch.segments[1].clock, CLOCK_SIGNED);
    assert_int_equal(batch.segments[1].base_wall, 1793491200);
    assert_int_equal(batch.head.kiosk, 7);
    assert_int_equal(batch.head.life, head.life);
    assert_memory_equal(&batch.head.nonce, &head.nonce, sizeof head.nonce);
    assert_memory_equal(&batch.head.before, &head.before, sizeof head.before);
    assert_memory_equal(&batch.head.after, &head.before, sizeof head.before);
    assert_int_equal(batch.head.origin_count, 2);
    assert_memory_equal(batch.head.origins, head.origins, sizeof head.origins);
    assert_int_equal(batch.head.bundle_serial, 12);
    assert_int_equal(batch.head.now_segment, 2);
    assert_int_equal(batch.head.now_ms, 86400123);
    assert_int_equal(batch.head.now_wall, head.now_wall);
    assert_memory_equal(&batch.head.health, &head.health, sizeof head.health);
    batch_finish(&batch);
}

static size_t packed_size(const struct batch_head *head)
{
    struct sample_crowd none = { 0 };
    struct chain_point after;
    BUF_AUTO message = crowd_pack(&none, head, &after);
    return message.size;
}

/* Hubs from before read what does not tell of any as they always did. */
static void help_is_told_in_a_part_of_its_own_that_is_left_out_for_none(void **state)
{
    (void)state;
    struct sample_keys kiosk = sample_kiosk();
    struct batch_head head = sample_head();
    struct sample_crowd none = { 0 };
    struct chain_point after;
    struct batch batch = { 0 };
    size_t before = packed_size(&head);
    head.health.helped = 3;
    assert_true(packed_size(&head) > before);
    BUF_AUTO message = crowd_pack(&none, &head, &after);
    assert_true(batch_open(buf_span(&message), &kiosk.public, &batch, NULL));
    assert_memory_equal(&batch.head.health, &head.health, sizeof head.health);
    batch_finish(&batch);
}

static void what_was_sealed_in_an_older_life_is_bound_there(void **state)
{
    static const struct {
        uint64_t seq, life, bound;
    } expected[] = { { 1, 9, 41 }, { 3, 9, 43 }, { 4, 5, 2 }, { 6, 5, 4 }, { 7, 1, 7 } };
    const struct batch_head head = { .life = 1,
                                     .origins = { { 9, 41, 3 }, { 5, 2, 6 } },
                                     .origin_count = 2 };
    (void)state;
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        uint64_t life;
        uint64_t seq;
        batch_bound(&head, expected[i].seq, &life, &seq);
        assert_int_equal(life, expected[i].life);
        assert_int_equal(seq, expected[i].bound);
    }
}

static void a_serial_that_no_hub_can_make_is_refused(void **state)
{
    (void)state;
    struct sample_keys kiosk = sample_kiosk();
    struct batch_head head = sample_head();
    struct sample_crowd none = { 0 };
    struct chain_point after;
    struct batch batch = { 0 };
    struct err err = { 0 };
    head.bundle_serial = BUNDLE_SERIAL_MAX;
    BUF_AUTO fine = crowd_pack(&none, &head, &after);
    head.bundle_serial = BUNDLE_SERIAL_MAX + 1;
    BUF_AUTO over = crowd_pack(&none, &head, &after);
    assert_true(batch_open(buf_span(&fine), &kiosk.public, &batch, &err));
    assert_true(batch.head.bundle_serial == BUNDLE_SERIAL_MAX);
    batch_finish(&batch);
    assert_false(batch_open(buf_span(&over), &kiosk.public, &batch, &err));
    assert_non_null(strstr(err.text, "serial"));
}

static void the_sender_is_known_before_it_is_believed(void **state)
{
    (void)state;
    struct dice dice = dice_new(3);
    struct batch_head head = sample_head();
    head.kiosk = UINT64_MAX;
    struct sample_crowd crowd = crowd_wild(&dice, 1, 700);
    struct chain_point after;
    BUF_AUTO message = crowd_pack(&crowd, &head, &after);
    uint64_t kiosk = 0;
    struct err err = { 0 };
    assert_true(batch_sender(buf_span(&message), &kiosk, &err));
    assert_true(kiosk == UINT64_MAX);
    assert_false(batch_sender(span_text("not a batch"), &kiosk, &err));
    assert_int_equal(err.kind, ERR_REFUSED);
    crowd_finish(&crowd);
}

static void a_changed_or_cut_batch_is_refused(void **state)
{
    (void)state;
    struct dice dice = dice_new(4);
    struct batch_head head = sample_head();
    struct sample_crowd crowd = crowd_wild(&dice, 1, 2);
    struct chain_point after;
    BUF_AUTO message = crowd_pack(&crowd, &head, &after);
    every_flipped_bit_is_refused(buf_span(&message), opens);
    every_cut_is_refused(buf_span(&message), opens);
    crowd_finish(&crowd);
}

static void another_kiosks_key_does_not_open_it(void **state)
{
    (void)state;
    struct sample_keys hub = sample_hub();
    struct batch_head head = sample_head();
    struct sample_crowd none = { 0 };
    struct chain_point after;
    struct batch batch;
    struct err err = { 0 };
    BUF_AUTO message = crowd_pack(&none, &head, &after);
    assert_false(batch_open(buf_span(&message), &hub.public, &batch, &err));
    assert_int_equal(err.kind, ERR_DENIED);
}

/* Adds the response to a fresh batch; false when the writer would not have it. */
static bool writer_takes(const struct response *response, struct err *err)
{
    struct sample_keys kiosk = sample_kiosk();
    struct batch_head head = sample_head();
    struct batch_writer *writer = batch_writer_new(&head);
    struct chain_point after;
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    bool taken = batch_writer_add(writer, response) &&
                 batch_writer_finish(writer, &kiosk.secret, &message, &after, err);
    if (!taken)
        assert_false(batch_writer_finish(writer, &kiosk.secret, &message, &after, err));
    batch_writer_free(writer);
    return taken;
}

static void a_response_that_is_none_spoils_the_batch_with_a_sentence(void **state)
{
    (void)state;
    struct err err = { 0 };
    struct response good = { .seq = 1, .language = "en", .count = 1 };
    assert_true(writer_takes(&good, &err));
    struct response bad = good;
    bad.seq = 2;
    assert_false(writer_takes(&bad, &err));
    assert_int_equal(err.kind, ERR_USAGE);
    bad = good;
    bad.gap = 61;
    assert_false(writer_takes(&bad, &err));
    assert_int_equal(err.kind, ERR_REFUSED);
    assert_non_null(strstr(err.text, "gap"));
}

static void a_full_batch_says_so_and_can_be_finished(void **state)
{
    (void)state;
    struct sample_keys kiosk = sample_kiosk();
    struct batch_head head = sample_head();
    struct batch_writer *writer = batch_writer_new(&head);
    struct response response = { .seq = 1, .language = "en", .count = 3, .gap = 60 };
    for (; response.seq <= BATCH_RESPONSES_MAX; response.seq++) {
        response.minute += 2;
        response.state[0] = (uint32_t)(3 + response.seq % 5);
        assert_true(batch_writer_add(writer, &response));
    }
    assert_false(batch_writer_add(writer, &response));
    struct chain_point after;
    struct err err = { 0 };
    struct batch batch = { 0 };
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    assert_true(batch_writer_finish(writer, &kiosk.secret, &message, &after, &err));
    assert_int_equal(after.seq, BATCH_RESPONSES_MAX);
    assert_true(batch_open(buf_span(&message), &kiosk.public, &batch, &err));
    assert_int_equal(batch.response_count, BATCH_RESPONSES_MAX);
    assert_int_equal(batch.responses[19999].minute, 40000);
    batch_finish(&batch);
    batch_writer_free(writer);
}

/* The worst that people could do: every answer different, as many words as fit. */
static void a_batch_that_packs_badly_stays_within_its_limit(void **state)
{
    (void)state;
    struct sample_keys kiosk = sample_kiosk();
    struct dice dice = dice_new(dice_seed() + 2);
    struct batch_head head = sample_head();
    struct batch_writer *writer = batch_writer_new(&head);
    struct response response = { .seq = 0, .language = "en", .count = 30 };
    do {
        response.seq++;
        response.gap = (uint8_t)dice_roll(&dice, 61);
        response.minute = dice_roll(&dice, UINT32_MAX);
        response.ending = (enum ending)dice_roll(&dice, ENDINGS);
        for (int i = 0; i < 30; i++)
            response.state[i] = 3 + dice_roll(&dice, 4096);
    } while (batch_writer_add(writer, &response));
    struct chain_point after;
    struct err err = { 0 };
    struct batch batch = { 0 };
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    if (!batch_writer_finish(writer, &kiosk.secret, &message, &after, &err))
        fail_msg("%s", err.text);
    assert_int_equal(after.seq, response.seq - 1);
    assert_true(after.seq > 4000);
    assert_true(batch_open(buf_span(&message), &kiosk.public, &batch, &err));
    batch_finish(&batch);
    batch_writer_free(writer);
}

static void words_fill_a_batch_before_its_limit(void **state)
{
    (void)state;
    static uint8_t sealed[WORDS_SEALED_MAX];
    struct sample_keys kiosk = sample_kiosk();
    struct dice dice = dice_new(5);
    struct batch_head head = sample_head();
    struct batch_writer *writer = batch_writer_new(&head);
    for (size_t i = 0; i < sizeof sealed; i++)
        sealed[i] = (uint8_t)dice_roll(&dice, 256);
    size_t whole = WORDS_SEALED_MAX - (WORDS_SEALED_MAX - 48) % SEAL_PAD;
    struct response response = { .language = "en", .count = 4, .words_count = 4 };
    for (uint8_t i = 0; i < 4; i++) {
        response.state[i] = ANSWER_FIRST;
        response.words[i] = (struct sealed_words){ i, span_of(sealed, whole) };
    }
    do {
        response.seq++;
        sealed[response.seq % sizeof sealed]++;
    } while (batch_writer_add(writer, &response));
    struct chain_point after;
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    assert_true(batch_writer_finish(writer, &kiosk.secret, &message, &after, NULL));
    assert_in_range(after.seq, 55, 63);
    batch_writer_free(writer);
}

/* A zstd frame that stores its content, with a stated size. */
static void put_frame(struct span content, struct buf *out)
{
    static const uint8_t magic[] = { 0x28, 0xB5, 0x2F, 0xFD, 0xA0 };
    enum { BLOCK_MAX = 128 * 1024 };
    buf_put(out, magic, sizeof magic);
    for (int i = 0; i < 4; i++)
        buf_put_byte(out, (uint8_t)(content.size >> 8 * i));
    do {
        size_t size = content.size < BLOCK_MAX ? content.size : BLOCK_MAX;
        size_t head = size << 3 | (size == content.size ? 1 : 0);
        for (int i = 0; i < 3; i++)
            buf_put_byte(out, (uint8_t)(head >> 8 * i));
        buf_put(out, content.data, size);
        content = span_of(content.data + size, content.size - size);
    } while (content.size > 0);
}

/* Signs any payload as the kiosk would. */
static struct buf sign(struct span payload)
{
    struct sample_keys kiosk = sample_kiosk();
    struct buf message = buf_new(2 * BATCH_OPEN_MAX);
    assert_true(envelope_sign(PURPOSE_BATCH, &kiosk.secret, payload, &message, NULL));
    return message;
}

static enum err_kind verdict_on_payload(struct span payload)
{
    struct sample_keys kiosk = sample_kiosk();
    struct batch batch = { 0 };
    struct err err = { 0 };
    BUF_AUTO message = sign(payload);
    if (batch_open(buf_span(&message), &kiosk.public, &batch, &err))
        batch_finish(&batch);
    return err.kind;
}

static enum err_kind verdict_on_content(struct span content)
{
    BUF_AUTO frame = buf_new(2 * BATCH_OPEN_MAX);
    put_frame(content, &frame);
    return verdict_on_payload(buf_span(&frame));
}

/* What is inside a batch, unpacked. */
static struct buf content_of(const struct sample_crowd *crowd, const struct batch_head *head)
{
    struct sample_keys kiosk = sample_kiosk();
    struct chain_point after;
    struct batch batch = { 0 };
    BUF_AUTO message = crowd_pack(crowd, head, &after);
    struct buf content = buf_new(BATCH_OPEN_MAX);
    assert_true(batch_open(buf_span(&message), &kiosk.public, &batch, NULL));
    buf_put_span(&content, buf_span(&batch.open));
    batch_finish(&batch);
    return content;
}

static void a_stored_frame_is_as_good_as_a_packed_one(void **state)
{
    (void)state;
    struct dice dice = dice_new(6);
    struct batch_head head = sample_head();
    struct sample_crowd crowd = crowd_wild(&dice, 1, 500);
    BUF_AUTO content = content_of(&crowd, &head);
    assert_int_equal(verdict_on_content(buf_span(&content)), ERR_NONE);
    crowd_finish(&crowd);
}

/*
 * Whatever is changed inside and signed anew is either refused or changes nothing that the chain is
 * over: the responses cannot be other than those that the chain names.
 */
static void a_signed_lie_about_the_responses_is_refused(void **state)
{
    (void)state;
    struct sample_keys kiosk = sample_kiosk();
    struct dice dice = dice_new(dice_seed() + 3);
    struct batch_head head = sample_head();
    struct sample_crowd crowd = crowd_wild(&dice, 1, 12);
    BUF_AUTO content = content_of(&crowd, &head);
    size_t refused = 0;
    for (size_t i = 0; i < 20000; i++) {
        size_t at = dice_roll(&dice, (uint32_t)content.size);
        uint8_t before = content.data[at];
        content.data[at] = (uint8_t)dice_roll(&dice, 256);
        BUF_AUTO frame = buf_new(BATCH_PACKED_MAX);
        put_frame(buf_span(&content), &frame);
        BUF_AUTO message = sign(buf_span(&frame));
        struct batch batch = { 0 };
        if (batch_open(buf_span(&message), &kiosk.public, &batch, NULL)) {
            for (size_t n = 0; n < crowd.count; n++)
                assert_true(same_response(&batch.responses[n], &crowd.responses[n]));
            batch_finish(&batch);
        } else {
            refused++;
        }
        content.data[at] = before;
    }
    assert_true(refused > 10000);
    crowd_finish(&crowd);
}

static void bytes_behind_the_content_are_refused(void **state)
{
    (void)state;
    struct batch_head head = sample_head();
    struct sample_crowd none = { 0 };
    BUF_AUTO content = content_of(&none, &head);
    buf_put_byte(&content, 0xF6);
    assert_int_equal(verdict_on_content(buf_span(&content)), ERR_REFUSED);
}

/* A frame that says it unpacks to so many bytes, and whose blocks repeat one byte so often. */
static void put_bomb(uint32_t stated, uint32_t blocks, struct buf *out)
{
    static const uint8_t magic[] = { 0x28, 0xB5, 0x2F, 0xFD, 0xA0 };
    enum { REPEATED = 128 * 1024, BLOCK_REPEAT = 1 << 1 };
    buf_put(out, magic, sizeof magic);
    for (int i = 0; i < 4; i++)
        buf_put_byte(out, (uint8_t)(stated >> 8 * i));
    for (uint32_t i = 0; i < blocks; i++) {
        uint32_t head = (uint32_t)REPEATED << 3 | BLOCK_REPEAT | (i + 1 == blocks ? 1 : 0);
        for (int byte = 0; byte < 3; byte++)
            buf_put_byte(out, (uint8_t)(head >> 8 * byte));
        buf_put_byte(out, 0x9F);
    }
}

static void a_bomb_is_refused_before_it_goes_off(void **state)
{
    (void)state;
    BUF_AUTO honest = buf_new(1 << 20);
    put_bomb(1u << 30, 8192, &honest);
    assert_int_equal(verdict_on_payload(buf_span(&honest)), ERR_TOO_LARGE);
    BUF_AUTO lying = buf_new(1 << 20);
    put_bomb(1u << 20, 8192, &lying);
    assert_int_equal(verdict_on_payload(buf_span(&lying)), ERR_REFUSED);
    BUF_AUTO largest = buf_new(1 << 20);
    put_bomb(BATCH_OPEN_MAX, BATCH_OPEN_MAX / (128 * 1024), &largest);
    assert_int_equal(verdict_on_payload(buf_span(&largest)), ERR_REFUSED);
    uint64_t kiosk = 0;
    BUF_AUTO message = sign(buf_span(&honest));
    assert_false(batch_sender(buf_span(&message), &kiosk, NULL));
}

static void frames_of_other_kinds_are_refused(void **state)
{
    (void)state;
    struct batch_head head = sample_head();
    struct sample_crowd none = { 0 };
    BUF_AUTO content = content_of(&none, &head);
    BUF_AUTO frame = buf_new(1 << 20);
    put_frame(buf_span(&content), &frame);
    assert_int_equal(verdict_on_payload(buf_span(&frame)), ERR_NONE);
    static const uint8_t descriptors[] = { 0xA1, 0xA2, 0xA3, 0xA4, 0xA8, 0x00, 0x80 };
    for (size_t i = 0; i < sizeof descriptors; i++) {
        frame.data[4] = descriptors[i];
        assert_int_not_equal(verdict_on_payload(buf_span(&frame)), ERR_NONE);
    }
    frame.data[4] = 0xA0;
    size_t whole = frame.size;
    put_frame(span_text(""), &frame);
    assert_int_equal(verdict_on_payload(buf_span(&frame)), ERR_REFUSED);
    frame.size = whole - 1;
    assert_int_equal(verdict_on_payload(buf_span(&frame)), ERR_REFUSED);
    static const uint8_t skippable[] = { 0x50, 0x2A, 0x4D, 0x18, 0, 0, 0, 0 };
    assert_int_equal(verdict_on_payload(span_of(skippable, sizeof skippable)), ERR_REFUSED);
    assert_int_equal(verdict_on_payload(span_text("")), ERR_REFUSED);
}

/* The same content in a frame that states a window. */
static enum err_kind verdict_on_window(struct span content, uint8_t window)
{
    BUF_AUTO plain = buf_new(1 << 20);
    BUF_AUTO frame = buf_new(1 << 20);
    put_frame(content, &plain);
    buf_put(&frame, plain.data, 4);
    buf_put_byte(&frame, 0x80);
    buf_put_byte(&frame, window);
    buf_put(&frame, plain.data + 5, plain.size - 5);
    uint64_t sender = 0;
    BUF_AUTO message = sign(buf_span(&frame));
    enum err_kind verdict = verdict_on_payload(buf_span(&frame));
    assert_true(batch_sender(buf_span(&message), &sender, NULL) == (verdict == ERR_NONE));
    return verdict;
}

static void a_window_of_over_eight_mebibytes_is_refused(void **state)
{
    (void)state;
    struct batch_head head = sample_head();
    struct sample_crowd none = { 0 };
    BUF_AUTO content = content_of(&none, &head);
    assert_int_equal(verdict_on_window(buf_span(&content), 0), ERR_NONE);
    assert_int_equal(verdict_on_window(buf_span(&content), 13 << 3), ERR_NONE);
    assert_int_equal(verdict_on_window(buf_span(&content), 13 << 3 | 1), ERR_TOO_LARGE);
    assert_int_equal(verdict_on_window(buf_span(&content), 0xFF), ERR_TOO_LARGE);
}

static void a_damaged_frame_is_refused_even_when_it_is_signed(void **state)
{
    (void)state;
    struct sample_keys kiosk = sample_kiosk();
    struct dice dice = dice_new(dice_seed() + 4);
    struct batch_head head = sample_head();
    struct sample_crowd crowd = crowd_wild(&dice, 1, 400);
    struct chain_point after;
    struct key_id key;
    struct span payload;
    BUF_AUTO message = crowd_pack(&crowd, &head, &after);
    assert_true(envelope_open(buf_span(&message), &key, &payload, NULL));
    BUF_AUTO frame = buf_new(payload.size);
    buf_put_span(&frame, payload);
    for (int i = 0; i < 3000; i++) {
        size_t at = dice_roll(&dice, (uint32_t)frame.size);
        uint8_t before = frame.data[at];
        frame.data[at] ^= (uint8_t)(1 + dice_roll(&dice, 255));
        BUF_AUTO changed = sign(buf_span(&frame));
        struct batch batch = { 0 };
        if (batch_open(buf_span(&changed), &kiosk.public, &batch, NULL)) {
            for (size_t n = 0; n < crowd.count; n++)
                assert_true(same_response(&batch.responses[n], &crowd.responses[n]));
            batch_finish(&batch);
        }
        frame.data[at] = before;
    }
    crowd_finish(&crowd);
}

static void a_batch_over_a_mebibyte_is_refused_unread(void **state)
{
    (void)state;
    struct sample_keys kiosk = sample_kiosk();
    struct err err = { 0 };
    struct batch batch;
    uint64_t sender;
    uint8_t *large = calloc(1, BATCH_PACKED_MAX + 1);
    assert_non_null(large);
    struct span message = span_of(large, BATCH_PACKED_MAX + 1);
    assert_false(batch_open(message, &kiosk.public, &batch, &err));
    assert_int_equal(err.kind, ERR_TOO_LARGE);
    assert_false(batch_sender(message, &sender, &err));
    assert_int_equal(err.kind, ERR_TOO_LARGE);
    free(large);
}

static void segments_are_few_and_in_order(void **state)
{
    (void)state;
    struct sample_keys kiosk = sample_kiosk();
    struct batch_head head = sample_head();
    struct chain_point after;
    struct err err = { 0 };
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    struct batch_writer *writer = batch_writer_new(&head);
    batch_writer_segment(writer, &(struct segment){ 2, CLOCK_UNKNOWN, 0 });
    batch_writer_segment(writer, &(struct segment){ 2, CLOCK_UNKNOWN, 0 });
    assert_false(batch_writer_finish(writer, &kiosk.secret, &message, &after, &err));
    assert_int_equal(err.kind, ERR_USAGE);
    batch_writer_free(writer);
    writer = batch_writer_new(&head);
    for (uint32_t i = 0; i <= BATCH_SEGMENTS_MAX; i++)
        batch_writer_segment(writer, &(struct segment){ i, CLOCK_UNKNOWN, 0 });
    assert_false(batch_writer_finish(writer, &kiosk.secret, &message, &after, &err));
    assert_int_equal(err.kind, ERR_TOO_LARGE);
    batch_writer_free(writer);
}

int main(void)
{
    seal_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wild_responses_come_out_as_they_went_in),
        cmocka_unit_test(hundreds_of_small_batches_come_out_as_they_went_in),
        cmocka_unit_test(the_head_and_the_segments_come_out_as_they_went_in),
        cmocka_unit_test(help_is_told_in_a_part_of_its_own_that_is_left_out_for_none),
        cmocka_unit_test(what_was_sealed_in_an_older_life_is_bound_there),
        cmocka_unit_test(a_serial_that_no_hub_can_make_is_refused),
        cmocka_unit_test(the_sender_is_known_before_it_is_believed),
        cmocka_unit_test(a_changed_or_cut_batch_is_refused),
        cmocka_unit_test(another_kiosks_key_does_not_open_it),
        cmocka_unit_test(a_response_that_is_none_spoils_the_batch_with_a_sentence),
        cmocka_unit_test(a_full_batch_says_so_and_can_be_finished),
        cmocka_unit_test(a_batch_that_packs_badly_stays_within_its_limit),
        cmocka_unit_test(words_fill_a_batch_before_its_limit),
        cmocka_unit_test(a_stored_frame_is_as_good_as_a_packed_one),
        cmocka_unit_test(a_signed_lie_about_the_responses_is_refused),
        cmocka_unit_test(bytes_behind_the_content_are_refused),
        cmocka_unit_test(a_bomb_is_refused_before_it_goes_off),
        cmocka_unit_test(frames_of_other_kinds_are_refused),
        cmocka_unit_test(a_window_of_over_eight_mebibytes_is_refused),
        cmocka_unit_test(a_damaged_frame_is_refused_even_when_it_is_signed),
        cmocka_unit_test(a_batch_over_a_mebibyte_is_refused_unread),
        cmocka_unit_test(segments_are_few_and_in_order),
    };
    return cmocka_run_group_tests_name("wire_batch", tests, NULL, NULL);
}
