/*
 * Words are read page after page: the first page of a reading is noted, and what follows within a
 * quarter of an hour is the same reading. See readings.h. It is remembered in memory alone, so that
 * a hub that starts again notes once more.
 */
#include "readings.h"
#include "rest_state.h"
#include <stdlib.h>

/* Each part ends with a NUL, so that none runs into the next. False without memory. */
static bool digest_what(const struct call *call, const char *subject, const json_t *detail,
                        struct digest *ret)
{
    char *text = json_dumps(detail, JSON_COMPACT | JSON_SORT_KEYS);
    const struct span parts[] = { { (const uint8_t *)call->asker.id, strlen(call->asker.id) + 1 },
                                  { (const uint8_t *)subject, strlen(subject) + 1 },
                                  span_text(text == NULL ? "" : text) };
    *ret = digest_of_all(parts, sizeof parts / sizeof parts[0]);
    bool known = text != NULL;
    free(text);
    return known;
}

/* Where it is remembered, or where it may be: in the place of the oldest. Within the lock. */
static struct words_reading *place_of(struct rest *rest, const struct digest *what)
{
    struct words_reading *oldest = &rest->readings[0];
    for (size_t i = 0; i < WORDS_READINGS; i++) {
        struct words_reading *one = &rest->readings[i];
        if (memcmp(&one->what, what, sizeof *what) == 0)
            return one;
        oldest = one->noted < oldest->noted ? one : oldest;
    }
    return oldest;
}

static bool is_noted(struct rest *rest, const struct digest *what, msec now)
{
    (void)pthread_mutex_lock(&rest->lock);
    const struct words_reading *one = place_of(rest, what);
    bool noted = memcmp(&one->what, what, sizeof *what) == 0 && one->noted != 0 &&
                 now - one->noted < WORDS_READING_SECONDS * (msec)1000;
    (void)pthread_mutex_unlock(&rest->lock);
    return noted;
}

static void remember(struct rest *rest, const struct digest *what, msec now)
{
    (void)pthread_mutex_lock(&rest->lock);
    *place_of(rest, what) = (struct words_reading){ .what = *what, .noted = now };
    (void)pthread_mutex_unlock(&rest->lock);
}

bool readings_note(struct call *call, const char *subject, json_t *detail, struct err *err)
{
    struct digest what;
    msec now = clock_mono();
    bool known = digest_what(call, subject, detail, &what);
    if (known && is_noted(call->rest, &what, now)) {
        json_decref(detail);
        return true;
    }
    if (!call_note(call, DID_WORDS_READ, subject, detail, err))
        return false;
    if (known)
        remember(call->rest, &what, now);
    return true;
}
