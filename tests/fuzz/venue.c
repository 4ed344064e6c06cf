/* What a venue chooses. */
#include "fuzz.h"
#include "venue_profile.h"

static struct problems problems;

static void look_up(const struct local_texts *texts)
{
    static const char *const tags[] = { "en", "cy-GB", "", "-", "en-GB-x-easyread" };
    for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++) {
        struct local_text found = local_text_for(texts, tags[i]);
        must(found.text != NULL, "there is always a text, if an empty one");
        must((found.tag == NULL) == (texts->count == 0), "a text has its language");
    }
}

static void hold(const struct venue_profile *profile)
{
    for (int day = 0; day < VENUE_DAYS; day++)
        for (int i = 0; i < profile->day[day].count; i++) {
            struct venue_opening open = profile->day[day].open[i];
            must(open.from < open.to && open.to <= 24 * 60, "hours are within their day");
            must(venue_profile_is_open(profile, day, open.from), "it is open when it opens");
            must(!venue_profile_is_open(profile, day, open.to), "it is closed when it closes");
        }
    must(profile->key_guard_ms >= 80 && profile->key_guard_ms <= 500, "the guard has its limits");
    must(profile->volume <= 100 && profile->equality_percent <= 100, "a share has its limits");
    for (int i = 0; i < profile->panel_count; i++) {
        struct panel_name panel;
        must(panel_name_read(profile->panels[i], &panel), "a panel's name is read again");
        must(panel.width >= PANEL_SIDE_MIN && panel.height <= PANEL_SIDE_MAX, "it has its limits");
    }
    look_up(&profile->help_where);
    look_up(&profile->taking_part);
    look_up(&profile->controller);
    look_up(&profile->contact);
    look_up(&profile->retention);
    fuzz_accepted("whole");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    problems.count = problems.errors = 0;
    struct venue_profile *profile = venue_profile_load(span_of(data, size), &problems);
    if (profile != NULL)
        hold(profile);
    must(profile != NULL || problems.errors > 0, "a refusal has its reason");
    venue_profile_free(profile);
    return 0;
}
