/* The zstd frame inside a batch, and that of a message which leans on what passed before: sizes
 * before memory, and nothing read that is not there. */
#include "fuzz.h"
#include "lean.h"
#include "pack.h"

enum { CEILING = 8 * 1024 * 1024, START = 64, PACK_MAX = 4096 };

static void packs_and_unpacks(struct span bytes)
{
    struct marks marks = { .count = 0 };
    BUF_AUTO packed = buf_new(2 * PACK_MAX);
    BUF_AUTO again = buf_new(PACK_MAX);
    marks_add(&marks, bytes.size / 2);
    must(pack(bytes, &marks, &packed, NULL), "anything can be packed");
    must(unpack(buf_span(&packed), &again, NULL), "and unpacked");
    must(span_equal(bytes, buf_span(&again)), "into what it was");
}

/* A message whose past is FUZZ_PASSED, however it was said. */
static void leans(struct span packed)
{
    struct span passed = span_text(FUZZ_PASSED);
    BUF_AUTO body = buf_new(LEAN_BODY_MAX);
    BUF_AUTO again = buf_new(LEAN_MESSAGE_MAX);
    BUF_AUTO said = buf_new(LEAN_BODY_MAX);
    BUF_AUTO message = buf_new(LEAN_MESSAGE_MAX);
    must(lean_batch(passed, span_of(NULL, 0), &body, NULL), "nothing can be said");
    buf_clear(&body);
    must(lean_batch(passed, passed, &body, NULL), "what passed can be said again");
    body.size = LEAN_NAME_SIZE; /* whose name stands before what comes from outside */
    buf_put_span(&body, packed);
    if (!buf_ok(&body, "a body", NULL) || !lean_batch_open(passed, buf_span(&body), &message, NULL))
        return;
    must(message.size <= LEAN_MESSAGE_MAX, "within limits");
    must(lean_batch(passed, buf_span(&message), &said, NULL), "what is read can be said");
    must(lean_batch_open(passed, buf_span(&said), &again, NULL), "and read again");
    must(span_equal(buf_span(&message), buf_span(&again)), "as it was");
    if (memmem(message.data, message.size, passed.data, passed.size) != NULL)
        fuzz_accepted("behind");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span bytes = span_of(data, size);
    uint8_t start[START];
    size_t got = 0;
    BUF_AUTO whole = buf_new(CEILING);
    leans(bytes);
    bool unpacked = unpack(bytes, &whole, NULL);
    bool started = unpack_start(bytes, start, sizeof start, &got, NULL);
    must(got <= sizeof start && whole.size <= CEILING, "within limits");
    if (unpacked) {
        must(started, "what can be unpacked whole can be looked into");
        must(got == (whole.size < START ? whole.size : START), "as far as was asked");
        must(got == 0 || memcmp(start, whole.data, got) == 0, "and begins as it does");
        fuzz_accepted("whole");
    }
    if (unpacked && whole.size <= PACK_MAX)
        packs_and_unpacks(buf_span(&whole));
    return 0;
}
