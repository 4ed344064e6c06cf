/* The zstd frame inside a batch: sizes before memory, and nothing read that is not there. */
#include "fuzz.h"
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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span bytes = span_of(data, size);
    uint8_t start[START];
    size_t got = 0;
    BUF_AUTO whole = buf_new(CEILING);
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
