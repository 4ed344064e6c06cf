/* A speech pack of any bytes: what is taken is found, lies inside, and is written as it was. */
#include "fuzz.h"
#include "speech_pack.h"
#include <stdlib.h>

static void write_again(struct span pack, const struct speech_entry *entries, uint32_t count)
{
    struct speech_clip *clips = calloc(count + 1U, sizeof *clips);
    BUF_AUTO again = buf_new(SPEECH_PACK_MAX);
    must(clips != NULL, "there is memory for the clips");
    bool true_digests = true;
    for (uint32_t i = 0; i < count; i++) {
        must(entries[i].offset <= pack.size && entries[i].size <= pack.size - entries[i].offset,
             "a clip lies inside its pack");
        must(speech_find(entries, count, &entries[i].key) == &entries[i], "what is there is found");
        clips[i].key = entries[i].key;
        clips[i].opus = span_of(pack.data + entries[i].offset, entries[i].size);
        true_digests &= speech_clip_is(&entries[i], clips[i].opus);
    }
    must(speech_pack_put(clips, count, &again, NULL), "what is read can be written");
    must(again.size == pack.size, "in as many bytes");
    must(!true_digests || span_equal(pack, buf_span(&again)), "as it was");
    free(clips);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct speech_entry *entries = NULL;
    uint32_t count = 0;
    seal_start();
    if (!speech_pack_open(span_of(data, size), &entries, &count, NULL))
        return 0;
    write_again(span_of(data, size), entries, count);
    if (count > 0)
        fuzz_accepted("whole");
    free(entries);
    return 0;
}
