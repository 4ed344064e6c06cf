/* Language files, and filling the placeholders of what they say. */
#include "wording.h"
#include "fuzz.h"

static struct problems problems;

static void fill(const char *text)
{
    static const char *const pairs[] = { "seconds", "60", "answer", "Good", NULL };
    char room[64];
    for (size_t size = 1; size <= sizeof room; size += 7) {
        size_t length = wording_fill(room, size, text, pairs);
        must(length < size && room[length] == '\0' && strlen(room) == length, "it is cut and ends");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char text[512];
    problems.count = problems.errors = 0;
    struct wording *wording = wording_load(span_of(data, size), &problems);
    for (int i = 0; wording != NULL && i < WORD_COUNT; i++)
        fill(wording->word[i]);
    if (wording != NULL)
        fuzz_accepted("whole");
    must(wording != NULL || problems.errors > 0, "a refusal has its reason");
    wording_free(wording);
    fill(fuzz_text(span_of(data, size), text, sizeof text));
    return 0;
}
