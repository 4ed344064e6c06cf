/* "You said, we did": a venue's file, and one notice as it is added. */
#include "notices.h"
#include "fuzz.h"

static struct problems problems;

static void hold_date(struct notice_date date)
{
    must(date.year >= 2000 && date.month >= 1 && date.month <= 12 && date.day <= 31,
         "a date is one that there is");
}

static void hold(const struct notices *notices)
{
    must(notices->count <= NOTICES_MAX, "there are no more notices than there is room for");
    for (int i = 0; i < notices->count; i++) {
        const struct notice *notice = &notices->list[i];
        hold_date(notice->said_on);
        hold_date(notice->did_on);
        must(notice->said.count > 0 && notice->did.count > 0, "both sides say something");
        must(local_text_for(&notice->said, "cy").text[0] != '\0',
             "a side has a text for everybody");
        (void)notice_speaks(notice, "en-GB");
    }
}

static void try(struct span bytes,
                struct notices *(*load)(struct span bytes, struct problems *problems),
                const char *way)
{
    problems.count = problems.errors = 0;
    struct notices *notices = load(bytes, &problems);
    if (notices != NULL) {
        hold(notices);
        fuzz_accepted(way);
    }
    must(notices != NULL || problems.errors > 0, "a refusal has its reason");
    notices_free(notices);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    try(span_of(data, size), notices_load, "file");
    try(span_of(data, size), notice_load, "one");
    return 0;
}
