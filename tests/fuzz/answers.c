/*
 * Answers: a JSON object of them as `survey walk` takes it, and taps in any order. Whatever is
 * tapped, what stands then could be the end of a visit.
 */
#include "answers.h"
#include "asked.h"
#include "fuzz.h"

enum { WALK_ROOM = 1024 * 1024 };

static void tap(const struct survey *survey, struct feed feed)
{
    struct answers answers = { { 0 } };
    while (feed.rest.size > 0) {
        int question = feed_byte(&feed) % survey->question_count;
        uint32_t state = feed_byte(&feed);
        (void)answers_set(survey, &answers, question, state);
        must(answers_consistent(survey, &answers, NULL), "a visit may end after any tap");
    }
    for (int at = answers_next(survey, &answers, -1), before = -1; at >= 0;
         before = at, at = answers_next(survey, &answers, at)) {
        must(at > before, "onwards is onwards");
        must(answers_previous(survey, &answers, at) == before, "and back is where one was");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct survey *survey;
    BUF_AUTO out = buf_new(WALK_ROOM);
    if (survey == NULL)
        survey = asked_survey();
    bool walked = answers_walk(survey, span_of(data, size), &out, NULL);
    must(!walked || (out.size > 1 && out.data[0] == '{'), "a walk is an object");
    if (walked)
        fuzz_accepted("whole");
    tap(survey, (struct feed){ span_of(data, size) });
    return 0;
}
