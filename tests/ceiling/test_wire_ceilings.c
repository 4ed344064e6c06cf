/*
 * The wire's ceilings hold before anything is decoded: what claims to be more than it may is
 * refused, and nothing large has been allocated by then. Memory is counted where the room asks for
 * it; what zstd asks for by itself is bounded by a process that may have no more.
 */
#include "cbor_io.h"
#include "short_memory.h"
#include "wire_messages.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* Instrumented programs map terabytes for themselves. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define INSTRUMENTED 1
#endif
#endif
#ifndef INSTRUMENTED
#define INSTRUMENTED 0
#endif

enum {
    SMALL = 64 * 1024,           /* beside copies of the message itself */
    ROOM = 3 * 1024 * 1024,      /* of the process that may have no more */
    FRAME_MAX = 2 * 1024 * 1024, /* of the frames that are made here */
    DEEP = 10000,
    BLOCK = 128 * 1024,
};

static struct sample_keys kiosk, hub, programme;

/* ---- the doors: every message that comes from outside ---- */

static bool open_batch(struct span message, struct err *err)
{
    struct batch batch = { 0 };
    bool taken = batch_open(message, &kiosk.public, &batch, err);
    batch_finish(&batch);
    return taken;
}

static bool open_sender(struct span message, struct err *err)
{
    uint64_t sender;
    return batch_sender(message, &sender, err);
}

static bool open_reply(struct span message, struct err *err)
{
    struct reply reply = { 0 };
    bool taken = reply_open(message, &hub.public, &reply, err);
    reply_finish(&reply);
    return taken;
}

static bool open_manifest(struct span message, struct err *err)
{
    struct manifest manifest = { 0 };
    bool taken = manifest_open(message, &hub.public, &manifest, err);
    manifest_finish(&manifest);
    return taken;
}

static bool open_statement(struct span message, struct err *err)
{
    struct statement statement;
    return statement_open(message, &programme.public, &statement, err);
}

static bool open_certificate(struct span message, struct err *err)
{
    struct enrol_certificate certificate;
    return enrol_certificate_open(message, &hub.public, &certificate, err);
}

static bool open_request(struct span message, struct err *err)
{
    struct enrol_request request;
    struct digest key = { { 1 } };
    return enrol_request_open(message, &key, &request, err);
}

static bool open_enrol_reply(struct span message, struct err *err)
{
    static struct enrol_reply reply;
    struct digest key = { { 1 } };
    return enrol_reply_open(message, &key, &reply, err);
}

static const struct door {
    const char *name;
    bool (*open)(struct span message, struct err *err);
    size_t most;
} doors[] = {
    { "a batch", open_batch, BATCH_PACKED_MAX },
    { "a batch's sender", open_sender, BATCH_PACKED_MAX },
    { "a reply", open_reply, REPLY_BYTES_MAX },
    { "a manifest", open_manifest, BUNDLE_BYTES_MAX },
    { "a statement", open_statement, STATEMENT_BYTES_MAX },
    { "a certificate", open_certificate, 1024 },
    { "an enrolment request", open_request, ENROL_BYTES_MAX },
    { "an enrolment reply", open_enrol_reply, ENROL_BYTES_MAX },
};

static void one_byte_over_is_refused_and_nothing_allocated(void **state)
{
    (void)state;
    BUF_AUTO bytes = buf_new(BATCH_OPEN_MAX);
    assert_non_null(buf_grow(&bytes, BATCH_PACKED_MAX + 1));
    memset(bytes.data, 0x81, bytes.size);
    for (size_t i = 0; i < sizeof doors / sizeof doors[0]; i++) {
        struct err at_most = { 0 };
        struct err over = { 0 };
        assert_false(doors[i].open(span_of(bytes.data, doors[i].most), &at_most));
        memory_watch();
        assert_false(doors[i].open(span_of(bytes.data, doors[i].most + 1), &over));
        if (over.kind != ERR_TOO_LARGE || at_most.kind == ERR_TOO_LARGE || memory_asked() > 0)
            fail_msg("%s: %s; %s; %zu bytes asked for", doors[i].name, over.text, at_most.text,
                     memory_asked());
    }
}

/* ---- signed lies ---- */

/* A frame that stores its content as it is. */
static void put_frame(struct span content, uint32_t stated, struct buf *out)
{
    static const uint8_t magic[] = { 0x28, 0xB5, 0x2F, 0xFD, 0xA0 };
    buf_put(out, magic, sizeof magic);
    for (int i = 0; i < 4; i++)
        buf_put_byte(out, (uint8_t)(stated >> 8 * i));
    do {
        size_t size = content.size < BLOCK ? content.size : BLOCK;
        size_t head = size << 3 | (size == content.size ? 1U : 0U);
        for (int i = 0; i < 3; i++)
            buf_put_byte(out, (uint8_t)(head >> 8 * i));
        buf_put(out, content.data, size);
        content = span_of(content.data + size, content.size - size);
    } while (content.size > 0);
}

static void sign_batch(struct span content, struct buf *ret)
{
    BUF_AUTO frame = buf_new(FRAME_MAX);
    put_frame(content, (uint32_t)content.size, &frame);
    assert_true(envelope_sign(PURPOSE_BATCH, &kiosk.secret, buf_span(&frame), ret, NULL));
}

static void sign_reply(struct span content, struct buf *ret)
{
    assert_true(envelope_sign(PURPOSE_REPLY, &hub.secret, content, ret, NULL));
}

static void sign_manifest(struct span content, struct buf *ret)
{
    assert_true(envelope_sign(PURPOSE_BUNDLE, &hub.secret, content, ret, NULL));
}

static void sign_statement(struct span content, struct buf *ret)
{
    assert_true(envelope_sign(PURPOSE_STATEMENT, &programme.secret, content, ret, NULL));
}

static void sign_certificate(struct span content, struct buf *ret)
{
    assert_true(envelope_sign(PURPOSE_CERTIFICATE, &hub.secret, content, ret, NULL));
}

static void make_batch(struct buf *ret)
{
    struct dice dice = dice_new(3);
    struct batch_head head = sample_head();
    struct sample_crowd crowd = crowd_wild(&dice, 1, 30);
    struct chain_point after;
    struct batch batch = { 0 };
    BUF_AUTO message = crowd_pack(&crowd, &head, &after);
    assert_true(batch_open(buf_span(&message), &kiosk.public, &batch, NULL));
    buf_put_span(ret, buf_span(&batch.open));
    batch_finish(&batch);
    crowd_finish(&crowd);
}

static void take_payload(const struct buf *message, struct buf *ret)
{
    struct key_id key;
    struct span payload = { 0 };
    assert_true(envelope_open(buf_span(message), &key, &payload, NULL));
    buf_put_span(ret, payload);
}

static void make_reply(struct buf *ret)
{
    struct reply reply = sample_reply();
    BUF_AUTO message = buf_new(REPLY_BYTES_MAX);
    assert_true(reply_sign(&reply, &hub.secret, &message, NULL));
    take_payload(&message, ret);
}

static void make_manifest(struct buf *ret)
{
    struct manifest manifest = sample_manifest();
    BUF_AUTO message = buf_new(BUNDLE_BYTES_MAX);
    assert_true(manifest_sign(&manifest, &hub.secret, &message, NULL));
    take_payload(&message, ret);
}

static void make_statement(struct buf *ret)
{
    struct statement statement = sample_statement();
    BUF_AUTO message = buf_new(STATEMENT_BYTES_MAX);
    assert_true(statement_sign(&statement, &programme.secret, &message, NULL));
    take_payload(&message, ret);
}

static void make_certificate(struct buf *ret)
{
    struct enrol_certificate certificate = sample_certificate();
    BUF_AUTO message = buf_new(STATEMENT_BYTES_MAX);
    assert_true(enrol_certificate_sign(&certificate, &hub.secret, &message, NULL));
    take_payload(&message, ret);
}

static const struct kind {
    const char *name;
    void (*make)(struct buf *ret);                      /* what is signed */
    void (*sign)(struct span content, struct buf *ret); /* the message around it */
    bool (*open)(struct span message, struct err *err);
} kinds[] = {
    { "a batch", make_batch, sign_batch, open_batch },
    { "a reply", make_reply, sign_reply, open_reply },
    { "a manifest", make_manifest, sign_manifest, open_manifest },
    { "a statement", make_statement, sign_statement, open_statement },
    { "a certificate", make_certificate, sign_certificate, open_certificate },
};
enum { KINDS = sizeof kinds / sizeof kinds[0] };

/* Opens what says this; it is refused, and little was allocated. */
static void refuses_cheaply(const struct kind *kind, struct span content, const char *why)
{
    struct err err = { 0 };
    BUF_AUTO message = buf_new(FRAME_MAX);
    kind->sign(content, &message);
    memory_watch();
    bool taken = kind->open(buf_span(&message), &err);
    size_t asked = memory_asked();
    bool refused = err.kind == ERR_REFUSED || err.kind == ERR_TOO_LARGE;
    if (taken || !refused || asked > SMALL + 4 * message.size)
        fail_msg("%s, %s: taken %d, \"%s\", %zu bytes asked for", kind->name, why, taken, err.text,
                 asked);
}

/* A head of CBOR: how long it is, and what stands behind it before the next one. */
struct head {
    uint8_t major;
    size_t size;
    uint64_t argument;
};

static struct head head_at(struct span content, size_t at)
{
    uint8_t first = content.data[at];
    uint8_t low = first & 31;
    struct head head = { .major = first >> 5, .size = 1, .argument = low };
    if (low < 24)
        return head;
    head.size += (size_t)1 << (low - 24);
    head.argument = 0;
    for (size_t i = 1; i < head.size; i++)
        head.argument = head.argument << 8 | content.data[at + i];
    return head;
}

/* The content with another argument in the head at this place. */
static void put_other(struct span content, size_t at, uint64_t argument, struct buf *out)
{
    struct head head = head_at(content, at);
    buf_clear(out);
    buf_put(out, content.data, at);
    buf_put_byte(out, (uint8_t)(head.major << 5 | 27));
    for (int i = 7; i >= 0; i--)
        buf_put_byte(out, (uint8_t)(argument >> 8 * i));
    buf_put(out, content.data + at + head.size, content.size - at - head.size);
}

enum { MAJOR_BYTES = 2, MAJOR_TEXT = 3, MAJOR_ARRAY = 4, MAJOR_MAP = 5 };

static size_t try_lies_at(const struct kind *kind, struct span content, size_t at)
{
    static const uint64_t lies[] = { UINT64_C(1) << 32, (UINT64_C(1) << 32) + 1, UINT64_C(1) << 61,
                                     UINT64_C(1) << 63, UINT64_MAX };
    BUF_AUTO lying = buf_new(FRAME_MAX);
    for (size_t i = 0; i < sizeof lies / sizeof lies[0]; i++) {
        put_other(content, at, lies[i], &lying);
        refuses_cheaply(kind, buf_span(&lying), "a count of the world");
    }
    return sizeof lies / sizeof lies[0];
}

/* Every array, map, text and byte string in the message claims to be larger than the world. */
static void counts_of_the_world_are_refused_before_they_are_believed(void **state)
{
    (void)state;
    for (size_t k = 0; k < KINDS; k++) {
        size_t tried = 0;
        BUF_AUTO content = buf_new(FRAME_MAX);
        kinds[k].make(&content);
        struct span whole = buf_span(&content);
        for (size_t at = 0; at < whole.size;) {
            struct head head = head_at(whole, at);
            bool string = head.major == MAJOR_BYTES || head.major == MAJOR_TEXT;
            if (string || head.major == MAJOR_ARRAY || head.major == MAJOR_MAP)
                tried += try_lies_at(&kinds[k], whole, at);
            at += head.size + (string ? (size_t)head.argument : 0);
        }
        assert_true(tried > 0);
        print_message("%s: %zu lies\n", kinds[k].name, tried);
    }
}

static void depth_is_refused_at_its_ceiling(void **state)
{
    (void)state;
    static const size_t depths[] = { CBOR_DEPTH_MAX + 1, DEEP };
    static const uint8_t openings[] = { 0x81, 0xa1, 0xc1, 0x9f, 0xbf, 0x5f };
    for (size_t k = 0; k < KINDS; k++)
        for (size_t d = 0; d < sizeof depths / sizeof depths[0]; d++)
            for (size_t i = 0; i < sizeof openings; i++) {
                BUF_AUTO deep = buf_new(DEEP + 1);
                memset(buf_grow(&deep, depths[d]), openings[i], depths[d]);
                refuses_cheaply(&kinds[k], buf_span(&deep), "depth");
            }
}

/* ---- frames ---- */

/* Blocks that repeat one byte: four bytes of a frame for 128 KiB of content. */
static void put_bomb(uint32_t stated, uint32_t blocks, struct buf *out)
{
    static const uint8_t magic[] = { 0x28, 0xB5, 0x2F, 0xFD, 0xA0 };
    buf_put(out, magic, sizeof magic);
    for (int i = 0; i < 4; i++)
        buf_put_byte(out, (uint8_t)(stated >> 8 * i));
    for (uint32_t i = 0; i < blocks; i++) {
        uint32_t head = (uint32_t)BLOCK << 3 | 2 | (i + 1 == blocks ? 1 : 0);
        for (int byte = 0; byte < 3; byte++)
            buf_put_byte(out, (uint8_t)(head >> 8 * byte));
        buf_put_byte(out, 0x9F);
    }
}

static const struct bomb {
    const char *name;
    uint8_t head[14];
    uint8_t head_size;
    uint32_t stated, blocks; /* used without a head */
    enum err_kind kind;
} bombs[] = {
    { .name = "a gibibyte, and says so",
      .stated = 1U << 30,
      .blocks = 8192,
      .kind = ERR_TOO_LARGE },
    { .name = "a byte over", .stated = BATCH_OPEN_MAX + 1, .blocks = 65, .kind = ERR_TOO_LARGE },
    { .name = "says a kibibyte, is 128", .stated = 1024, .blocks = 1, .kind = ERR_REFUSED },
    { .name = "says a kibibyte, is a gibibyte",
      .stated = 1024,
      .blocks = 8192,
      .kind = ERR_REFUSED },
    { .name = "2^64 - 1 bytes",
      .head = { 0x28, 0xB5, 0x2F, 0xFD, 0xE0, 255, 255, 255, 255, 255, 255, 255, 255, 1 },
      .head_size = 14,
      .kind = ERR_REFUSED },
    { .name = "2^63 bytes",
      .head = { 0x28, 0xB5, 0x2F, 0xFD, 0xE0, 0, 0, 0, 0, 0, 0, 0, 128, 1 },
      .head_size = 14,
      .kind = ERR_TOO_LARGE },
    { .name = "no size",
      .head = { 0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x00, 1, 0, 0 },
      .head_size = 9,
      .kind = ERR_REFUSED },
    { .name = "a window of 16 MiB",
      .head = { 0x28, 0xB5, 0x2F, 0xFD, 0x80, 14 << 3, 0, 4, 0, 0, 1, 0, 0 },
      .head_size = 13,
      .kind = ERR_TOO_LARGE },
    { .name = "the largest window",
      .head = { 0x28, 0xB5, 0x2F, 0xFD, 0x80, 255, 0, 4, 0, 0, 1, 0, 0 },
      .head_size = 13,
      .kind = ERR_TOO_LARGE },
};
enum { BOMBS = sizeof bombs / sizeof bombs[0] };

static void make_bomb(const struct bomb *bomb, struct buf *ret)
{
    BUF_AUTO frame = buf_new(FRAME_MAX);
    if (bomb->head_size > 0)
        buf_put(&frame, bomb->head, bomb->head_size);
    else
        put_bomb(bomb->stated, bomb->blocks, &frame);
    assert_true(envelope_sign(PURPOSE_BATCH, &kiosk.secret, buf_span(&frame), ret, NULL));
}

static void a_bomb_is_refused_by_its_head(void **state)
{
    (void)state;
    for (size_t i = 0; i < BOMBS; i++) {
        struct err err = { 0 };
        BUF_AUTO message = buf_new(FRAME_MAX);
        make_bomb(&bombs[i], &message);
        memory_watch();
        bool taken = open_batch(buf_span(&message), &err);
        if (taken || err.kind != bombs[i].kind || memory_asked() > SMALL + 2 * message.size)
            fail_msg("%s: taken %d, \"%s\", %zu bytes asked for", bombs[i].name, taken, err.text,
                     memory_asked());
    }
}

/* What a process says of the message that may have only so much more memory; ERR_NONE when it is
 * taken. */
static enum err_kind verdict_in_little_room(const struct buf *message,
                                            bool (*open)(struct span message, struct err *err))
{
    int status = 0;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct err err = { 0 };
        unsigned long pages = 0;
        FILE *file = fopen("/proc/self/statm", "r");
        if (file == NULL || fscanf(file, "%20lu", &pages) != 1)
            _exit(99);
        (void)fclose(file);
        rlim_t room = (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE) + ROOM;
        if (setrlimit(RLIMIT_AS, &(struct rlimit){ room, room }) != 0)
            _exit(98);
        (void)open(buf_span(message), &err);
        _exit((int)err.kind);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return (enum err_kind)WEXITSTATUS(status);
}

/* zstd's own memory too: an honest message of the greatest size finds no room there, so a bomb that
 * is refused by name was never given any. */
static void a_bomb_finds_no_more_memory_than_an_honest_message(void **state)
{
    (void)state;
    if (INSTRUMENTED)
        skip();
    const struct bomb largest = { .stated = BATCH_OPEN_MAX, .blocks = BATCH_OPEN_MAX / BLOCK };
    BUF_AUTO honest = buf_new(FRAME_MAX);
    make_bomb(&largest, &honest);
    assert_int_equal(verdict_in_little_room(&honest, open_batch), ERR_LATER);
    for (size_t i = 0; i < BOMBS; i++) {
        BUF_AUTO message = buf_new(FRAME_MAX);
        make_bomb(&bombs[i], &message);
        assert_int_equal(verdict_in_little_room(&message, open_batch), bombs[i].kind);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bomb_finds_no_more_memory_than_an_honest_message),
        cmocka_unit_test(one_byte_over_is_refused_and_nothing_allocated),
        cmocka_unit_test(counts_of_the_world_are_refused_before_they_are_believed),
        cmocka_unit_test(depth_is_refused_at_its_ceiling),
        cmocka_unit_test(a_bomb_is_refused_by_its_head),
    };
    seal_start();
    kiosk = sample_kiosk();
    hub = sample_hub();
    programme = sample_programme();
    return cmocka_run_group_tests_name("wire_ceilings", tests, NULL, NULL);
}
