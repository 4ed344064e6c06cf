/* Samples for the tests of the room wire: see wire_samples.h. */
#include "wire_samples.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static int nibble(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Writes the bytes that hex stands for; as many as there are. */
static void hex_into(const char *hex, uint8_t *to)
{
    for (; *hex != '\0'; hex += 2) {
        assert_true(nibble(hex[0]) >= 0 && nibble(hex[1]) >= 0);
        *to++ = (uint8_t)(nibble(hex[0]) << 4 | nibble(hex[1]));
    }
}

struct buf sample_hex(const char *hex)
{
    size_t size = strlen(hex);
    struct buf bytes = buf_new(1 << 20);
    uint8_t *to = buf_grow(&bytes, size / 2);
    assert_int_equal(size % 2, 0);
    assert_non_null(to);
    hex_into(hex, to);
    return bytes;
}

/* libsodium keeps a secret key as the seed and the public key behind it. */
static struct sample_keys keys_of(const char *seed, const char *public)
{
    struct sample_keys keys = { 0 };
    hex_into(seed, keys.secret.bytes);
    hex_into(public, keys.secret.bytes + 32);
    hex_into(public, keys.public.bytes);
    return keys;
}

struct sample_keys sample_kiosk(void)
{
    return keys_of("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
                   "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
}

struct sample_keys sample_hub(void)
{
    return keys_of("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
                   "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
}

struct sample_keys sample_programme(void)
{
    return keys_of("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
                   "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025");
}

struct dice dice_new(uint64_t seed)
{
    return (struct dice){ seed * 0x9E3779B97F4A7C15u + 1 };
}

/* SplitMix64. */
uint32_t dice_roll(struct dice *dice, uint32_t sides)
{
    uint64_t z = dice->state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return (uint32_t)(((z ^ z >> 31) >> 32) * sides >> 32);
}

uint64_t dice_seed(void)
{
    const char *text = getenv("SEED");
    uint64_t seed = text == NULL ? 1 : strtoull(text, NULL, 10);
    print_message("SEED=%llu\n", (unsigned long long)seed);
    return seed;
}

enum { SEALED_ROOM = 1024 };

static struct span random_sealed(struct dice *dice, uint8_t **at, uint32_t blocks)
{
    size_t size = 48 + SEAL_PAD * (1 + dice_roll(dice, blocks));
    for (size_t i = 0; i < size; i++)
        (*at)[i] = (uint8_t)dice_roll(dice, 256);
    struct span sealed = span_of(*at, size);
    *at += size;
    return sealed;
}

static uint32_t random_state(struct dice *dice)
{
    switch (dice_roll(dice, 12)) {
    case 0:
        return ANSWER_SEALED;
    case 1:
        return 3 + dice_roll(dice, 4096);
    default:
        return dice_roll(dice, 8);
    }
}

/* Each survey has its own number of questions, as in life. */
static void random_answers(struct dice *dice, struct response *response, uint8_t *sealed)
{
    uint32_t survey = dice_roll(dice, 4);
    response->survey.bytes[31] = (uint8_t)survey;
    response->count = (uint8_t)(survey == 0 ? 0 : survey == 1 ? 30 : 3 + survey);
    for (int i = 0; i < response->count; i++)
        response->state[i] = random_state(dice);
    for (uint8_t i = 0; i < response->count && response->words_count < 2; i++) {
        bool follows = survey == 2 && response->state[i] == ANSWER_FIRST && i < 2;
        if (follows || (survey == 3 && dice_roll(dice, 9) == 0))
            response->words[response->words_count++] =
                (struct sealed_words){ i, random_sealed(dice, &sealed, 5) };
    }
    if (survey == 3)
        response->counts = random_sealed(dice, &sealed, 2);
}

static struct response random_response(struct dice *dice, uint8_t *sealed)
{
    static const char *const tags[] = { "en", "cy", "ur", "en-GB-x-easyread" };
    struct response response = {
        .access = (enum access_mode)dice_roll(dice, ACCESS_MODES),
        .assisted = dice_roll(dice, 5) == 0,
        .ending = (enum ending)dice_roll(dice, ENDINGS),
        .gap = (uint8_t)dice_roll(dice, 61),
    };
    (void)snprintf(response.language, sizeof response.language, "%s", tags[dice_roll(dice, 4)]);
    response.bundle.bytes[0] = (uint8_t)dice_roll(dice, 2);
    random_answers(dice, &response, sealed);
    return response;
}

struct sample_crowd crowd_wild(struct dice *dice, uint64_t first_seq, size_t count)
{
    struct sample_crowd crowd = { .count = count };
    crowd.responses = calloc(count + 1, sizeof *crowd.responses);
    crowd.sealed = calloc(count + 1, SEALED_ROOM);
    assert_non_null(crowd.responses);
    assert_non_null(crowd.sealed);
    uint32_t segment = 1 + dice_roll(dice, 5);
    uint32_t minute = dice_roll(dice, 3) == 0 ? UINT32_MAX - 3 : dice_roll(dice, 100000);
    for (size_t i = 0; i < count; i++) {
        segment += dice_roll(dice, 50) == 0;
        minute += dice_roll(dice, 4);
        if (dice_roll(dice, 20) == 0)
            minute = dice_roll(dice, 2000);
        crowd.responses[i] = random_response(dice, crowd.sealed + i * SEALED_ROOM);
        crowd.responses[i].seq = first_seq + i;
        crowd.responses[i].segment = segment;
        crowd.responses[i].minute = minute;
    }
    return crowd;
}

void crowd_finish(struct sample_crowd *crowd)
{
    free(crowd->responses);
    free(crowd->sealed);
    *crowd = (struct sample_crowd){ 0 };
}

struct batch_head sample_head(void)
{
    struct sample_keys kiosk = sample_kiosk();
    struct batch_head head = {
        .kiosk = 7,
        .life = 0x0123456789abcdef,
        .before = chain_start(0x0123456789abcdef, &kiosk.public),
        .bundle_serial = 12,
        .now_segment = 2,
        .now_ms = 86400123,
        .now_wall = 1793491200,
        .health = { .woken = 1,
                    .started = 2,
                    .completed = 3,
                    .restarts = 4,
                    .pending = 5,
                    .room_mib = 6000,
                    .writes = { 6, 4, 16, 17 },
                    .dead = { [7] = 1, [8] = 2 },
                    .left = { .at = { 0, 1 }, .count = 2 },
                    .trouble = TROUBLE_ROOM,
                    .knows_answers = true,
                    .answers = 250,
                    .version = "0.1.0" },
    };
    memset(&head.health.left.survey, 0x5E, sizeof head.health.left.survey);
    for (uint8_t i = 0; i < NONCE_SIZE; i++)
        head.nonce.bytes[i] = (uint8_t)(0xA0 + i);
    return head;
}

struct buf crowd_pack(const struct sample_crowd *crowd, const struct batch_head *head,
                      struct chain_point *ret_after)
{
    struct sample_keys kiosk = sample_kiosk();
    struct err err = { 0 };
    struct buf message = buf_new(BATCH_PACKED_MAX);
    struct batch_writer *writer = batch_writer_new(head);
    assert_non_null(writer);
    batch_writer_segment(writer, &(struct segment){ 1, CLOCK_UNKNOWN, 0 });
    batch_writer_segment(writer, &(struct segment){ 2, CLOCK_SIGNED, 1793491200 });
    for (size_t i = 0; i < crowd->count; i++)
        assert_true(batch_writer_add(writer, &crowd->responses[i]));
    bool packed = batch_writer_finish(writer, &kiosk.secret, &message, ret_after, &err);
    if (!packed)
        fail_msg("%s", err.text);
    batch_writer_free(writer);
    return message;
}

static bool same_words(const struct response *a, const struct response *b)
{
    if (a->words_count != b->words_count)
        return false;
    for (int i = 0; i < a->words_count; i++) {
        if (a->words[i].question != b->words[i].question ||
            !span_equal(a->words[i].sealed, b->words[i].sealed))
            return false;
    }
    return true;
}

bool same_response(const struct response *a, const struct response *b)
{
    return a->seq == b->seq && memcmp(&a->bundle, &b->bundle, sizeof a->bundle) == 0 &&
           memcmp(&a->survey, &b->survey, sizeof a->survey) == 0 &&
           strcmp(a->language, b->language) == 0 && a->access == b->access &&
           a->assisted == b->assisted && a->ending == b->ending && a->segment == b->segment &&
           a->minute == b->minute && a->gap == b->gap && a->count == b->count &&
           memcmp(a->state, b->state, sizeof a->state) == 0 && same_words(a, b) &&
           span_equal(a->counts, b->counts);
}

void every_flipped_bit_is_refused(struct span message, message_opener *open)
{
    BUF_AUTO copy = buf_new(message.size);
    buf_put_span(&copy, message);
    assert_true(open(buf_span(&copy)));
    for (size_t bit = 0; bit < 8 * message.size; bit++) {
        copy.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
        if (open(buf_span(&copy)))
            fail_msg("bit %zu of byte %zu was flipped and nobody noticed", bit % 8, bit / 8);
        copy.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
}

void every_cut_is_refused(struct span message, message_opener *open)
{
    for (size_t size = 0; size < message.size; size++) {
        BUF_AUTO part = buf_new(message.size);
        buf_put(&part, message.data, size);
        if (open(buf_span(&part)))
            fail_msg("the first %zu bytes were taken for the whole", size);
    }
    BUF_AUTO longer = buf_new(message.size + 1);
    buf_put_span(&longer, message);
    buf_put_byte(&longer, 0);
    assert_false(open(buf_span(&longer)));
}
