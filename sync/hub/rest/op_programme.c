/* The hub itself, and the first steps to its first kiosk. */
#include "rest_int.h"
#include "statement.h"
#include "store_summary.h"

/* ---- the programme ---- */

struct counts {
    int surveys, kiosks;
    bool heard;
};

static bool count_survey(void *context, const struct published_survey *survey)
{
    struct counts *counts = context;
    counts->surveys += survey->version == 1 && survey->published != 0;
    return true;
}

static bool count_kiosk(void *context, const struct store_kiosk *kiosk)
{
    struct counts *counts = context;
    counts->kiosks += kiosk->revoked_from == 0;
    counts->heard = counts->heard || kiosk->last_seen != 0;
    return true;
}

static bool count_all(struct call *call, struct counts *ret, struct err *err)
{
    *ret = (struct counts){ 0 };
    return store_surveys(call->store, count_survey, ret, err) &&
           store_kiosks(call->store, count_kiosk, ret, err);
}

static bool note_first(void *context, const struct store_member *member)
{
    int32_t *first = context;
    if (*first == 0 || member->month < *first)
        *first = member->month;
    return true;
}

bool op_programme(struct call *call, struct err *err)
{
    struct counts counts;
    int32_t first = 0;
    const struct frame *frame = call_frame(call, err);
    if (frame == NULL || !count_all(call, &counts, err) ||
        !store_members(call->store, note_first, &first, err))
        return false;
    json_t *languages = json_array();
    for (size_t i = 0; hub_language(i) != NULL; i++)
        (void)json_array_append_new(languages, json_string(hub_language(i)));
    call->answer = json_pack(
        "{s:s, s:s, s:b, s:o, s:i, s:i, s:i, s:o, s:s}", "name", hub_programme(call->hub),
        "version", YOUSAID_VERSION, "sample", hub_is_sample(call->hub), "languages", languages,
        "surveys", counts.surveys, "venues", (int)frame->place_count, "kiosks", counts.kiosks,
        "first_day", first == 0 ? json_null() : value_day(first), "api", "v1");
    return true;
}

/* ---- first steps ---- */

static bool note_words_key(void *context, uint64_t number, int kind, struct span message)
{
    (void)number;
    (void)message;
    *(bool *)context = *(bool *)context || kind == STATEMENT_WORDS_KEY;
    return true;
}

static bool has_second_factor(struct call *call, bool *ret, struct err *err)
{
    struct person person = { .second_factor = true };
    if (!call->asker.is_token && !people_get(&call->people, call->asker.id, &person, err))
        return false;
    *ret = person.second_factor;
    return true;
}

bool op_setup(struct call *call, struct err *err)
{
    struct counts counts;
    bool words = false;
    bool second = false;
    const struct frame *frame = call_frame(call, err);
    if (frame == NULL || !count_all(call, &counts, err) || !has_second_factor(call, &second, err) ||
        !store_statements(call->store, note_words_key, &words, err))
        return false;
    const struct {
        const char *step;
        bool done;
    } steps[] = { { "second_factor", second },
                  { "words_key", words },
                  { "venue", frame->place_count > 0 },
                  { "survey", counts.surveys > 0 },
                  { "kiosk", counts.heard } };
    json_t *list = json_array();
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
        (void)json_array_append_new(
            list, json_pack("{s:s, s:b}", "step", steps[i].step, "done", steps[i].done));
    call->answer = json_pack("{s:o}", "steps", list);
    return true;
}
