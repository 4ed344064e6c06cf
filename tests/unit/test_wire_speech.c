/* Speech packs: what is put in is found by what it says, and anything else is no pack. */
#include "speech_pack.h"
#include "wire_samples.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { CLIPS = 3, CLIP_BYTES = 60 };

/* The head of an Opus stream, and something of its own behind it. */
static void make_clip(uint8_t ret[CLIP_BYTES], uint8_t own)
{
    static const uint8_t page[] = { 'O', 'g', 'g', 'S' };
    static const uint8_t head[] = { 'O', 'p', 'u', 's', 'H', 'e', 'a', 'd' };
    memset(ret, own, CLIP_BYTES);
    memcpy(ret, page, sizeof page);
    memcpy(ret + 28, head, sizeof head);
}

static const char *const texts[CLIPS] = { "Very good", "Good", "1 of 6" };
static uint8_t bytes[CLIPS][CLIP_BYTES];

static struct buf make_pack(void)
{
    struct speech_clip clips[CLIPS];
    struct err err = { 0 };
    struct buf pack = buf_new(SPEECH_PACK_MAX);
    for (int i = 0; i < CLIPS; i++) {
        make_clip(bytes[i], (uint8_t)(i + 1));
        clips[i] =
            (struct speech_clip){ speech_key_of("en", texts[i]), span_of(bytes[i], CLIP_BYTES) };
    }
    if (!speech_pack_put(clips, CLIPS, &pack, &err))
        fail_msg("%s", err.text);
    return pack;
}

static bool opens(struct span pack)
{
    struct speech_entry *entries = NULL;
    uint32_t count;
    bool opened = speech_pack_open(pack, &entries, &count, NULL);
    free(entries);
    return opened;
}

static void each_clip_is_found_by_its_language_and_text(void **state)
{
    (void)state;
    BUF_AUTO pack = make_pack();
    struct speech_entry *entries = NULL;
    uint32_t count = 0;
    assert_true(speech_pack_open(buf_span(&pack), &entries, &count, NULL));
    assert_int_equal(count, CLIPS);
    for (int i = 0; i < CLIPS; i++) {
        struct speech_key key = speech_key_of("en", texts[i]),
                          other = speech_key_of("cy", texts[i]);
        const struct speech_entry *entry = speech_find(entries, count, &key);
        assert_non_null(entry);
        assert_true(speech_clip_is(entry, span_of(bytes[i], CLIP_BYTES)));
        assert_memory_equal(pack.data + entry->offset, bytes[i], CLIP_BYTES);
        assert_null(speech_find(entries, count, &other));
    }
    assert_false(speech_clip_is(&entries[0], span_of(bytes[0], CLIP_BYTES - 1)));
    free(entries);
}

static void the_same_clips_make_the_same_bytes_in_any_order(void **state)
{
    (void)state;
    BUF_AUTO pack = make_pack();
    BUF_AUTO turned = buf_new(SPEECH_PACK_MAX);
    struct speech_clip clips[CLIPS];
    for (int i = 0; i < CLIPS; i++)
        clips[i] = (struct speech_clip){ speech_key_of("en", texts[CLIPS - 1 - i]),
                                         span_of(bytes[CLIPS - 1 - i], CLIP_BYTES) };
    assert_true(speech_pack_put(clips, CLIPS, &turned, NULL));
    assert_true(span_equal(buf_span(&pack), buf_span(&turned)));
}

/* Every byte of head and index counts, but those of the digests, which a clip is held to later. */
static void a_pack_with_any_byte_of_its_index_changed_is_none(void **state)
{
    (void)state;
    BUF_AUTO pack = make_pack();
    for (size_t i = 0; i < SPEECH_HEAD + CLIPS * SPEECH_ENTRY; i++) {
        size_t in_entry = i < SPEECH_HEAD ? 0 : (i - SPEECH_HEAD) % SPEECH_ENTRY;
        bool numbers = i < SPEECH_HEAD || in_entry >= 32;
        pack.data[i] ^= 0x80;
        if (numbers && opens(buf_span(&pack)))
            fail_msg("byte %zu may be anything", i);
        pack.data[i] ^= 0x80;
    }
    assert_true(opens(buf_span(&pack)));
}

static void a_pack_that_is_cut_or_longer_is_none(void **state)
{
    (void)state;
    BUF_AUTO pack = make_pack();
    for (size_t size = 0; size < pack.size; size++)
        assert_false(opens(span_of(pack.data, size)));
    buf_put_byte(&pack, 0);
    assert_false(opens(buf_span(&pack)));
}

static void what_is_no_opus_or_says_the_same_twice_is_not_packed(void **state)
{
    (void)state;
    BUF_AUTO pack = buf_new(SPEECH_PACK_MAX);
    struct err err = { 0 };
    make_clip(bytes[0], 1);
    struct speech_clip twice[2] = {
        { speech_key_of("en", "Good"), span_of(bytes[0], CLIP_BYTES) },
        { speech_key_of("en", "Good"), span_of(bytes[0], CLIP_BYTES) },
    };
    assert_false(speech_pack_put(twice, 2, &pack, &err));
    assert_int_equal(err.kind, ERR_REFUSED);
    twice[0].opus = span_text("RIFF, which is a wave file and long enough to be looked at");
    assert_false(speech_pack_put(twice, 1, &pack, &err));
    assert_int_equal(pack.size, 0);
}

static void an_empty_pack_is_a_pack(void **state)
{
    (void)state;
    BUF_AUTO pack = buf_new(SPEECH_PACK_MAX);
    assert_true(speech_pack_put(NULL, 0, &pack, NULL));
    assert_int_equal(pack.size, SPEECH_HEAD);
    assert_true(opens(buf_span(&pack)));
}

static void keys_are_those_of_the_page(void **state)
{
    (void)state;
    char hex[33];
    struct speech_key key = speech_key_of("en", "Very good");
    for (int i = 0; i < 16; i++)
        (void)snprintf(hex + 2 * i, 3, "%02x", key.bytes[i]);
    assert_string_equal(hex, "c5489a40a4387bb9182ff145e5c31381");
}

static int begin(void **state)
{
    (void)state;
    seal_start();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_clip_is_found_by_its_language_and_text),
        cmocka_unit_test(the_same_clips_make_the_same_bytes_in_any_order),
        cmocka_unit_test(a_pack_with_any_byte_of_its_index_changed_is_none),
        cmocka_unit_test(a_pack_that_is_cut_or_longer_is_none),
        cmocka_unit_test(what_is_no_opus_or_says_the_same_twice_is_not_packed),
        cmocka_unit_test(an_empty_pack_is_a_pack),
        cmocka_unit_test(keys_are_those_of_the_page),
    };
    return cmocka_run_group_tests(tests, begin, NULL);
}
