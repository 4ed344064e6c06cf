/* What staff set: a pause, the languages, light and sound, the day's hours. */
#include "staff_parts.h"

/* Who does not know the time cannot be back at one. */
void screen_staff_pause(struct canvas *canvas)
{
    int32_t day;
    uint16_t minute;
    bool paused = canvas->kiosk->standing.settings.pause.kind != PAUSE_NONE;
    struct staff_page page = { .title = canvas_word(canvas, WORD_PAUSE_TITLE),
                               .more = canvas_word(canvas, WORD_PAUSE_MORE),
                               .out = STAFF_BACK };
    struct staff_button buttons[5] = {
        staff_button(canvas, STAFF_CLEAN, WORD_PAUSE_CLEAN),
        staff_button(canvas, STAFF_OUT_OF_ORDER, WORD_PAUSE_ORDER),
        staff_button(canvas, STAFF_CLOSED_TODAY, WORD_PAUSE_TODAY),
    };
    int count = 3;
    if (kiosk_local_now(canvas->kiosk, &day, &minute))
        buttons[count++] = staff_button(canvas, STAFF_BACK_AT, WORD_PAUSE_BACK);
    if (paused)
        buttons[count++] = staff_button(canvas, STAFF_RESUME, WORD_PAUSE_RESUME);
    struct rect body = staff_page(canvas, &page);
    staff_list(canvas, body, buttons, count, 2);
}

/* A place for one line of buttons under what there is. */
static struct rect next_line(const struct canvas *canvas, struct rect *body, int height)
{
    struct rect line = { body->x, body->y, body->w, height };
    int used = height + (canvas->theme.compact ? canvas->theme.s8 : canvas->theme.s24);
    body->y += used;
    body->h -= used;
    return line;
}

void screen_staff_back_at(struct canvas *canvas)
{
    const struct theme *theme = &canvas->theme;
    const char *time = staff_time(canvas, canvas->kiosk->staff.minute);
    struct staff_page page = { .title = staff_filled(canvas, WORD_PAUSED_BACK, "time", time),
                               .more = canvas_word(canvas, WORD_PAUSE_MORE),
                               .out = STAFF_BACK };
    struct rect body = staff_page(canvas, &page);
    struct staff_step step = { .label = "",
                               .value = time,
                               .less = staff_button(canvas, STAFF_EARLIER, WORD_STAFF_EARLIER),
                               .more = staff_button(canvas, STAFF_LATER, WORD_STAFF_LATER) };
    struct staff_button now = staff_button(canvas, STAFF_PAUSE_NOW, WORD_PAUSE_NOW);
    staff_step(canvas, next_line(canvas, &body, staff_step_height(canvas)), &step);
    staff_bar(canvas, next_line(canvas, &body, theme->bar), &now, 1);
}

/* The long words have a line of their own where the names of languages stand in two columns. */
static void usual_at_foot(struct canvas *canvas, struct rect *body)
{
    const struct theme *theme = &canvas->theme;
    struct staff_button usual = staff_button(canvas, STAFF_USUAL, WORD_STAFF_USUAL);
    body->h -= theme->target + theme->s16;
    struct rect foot = { body->x, body->y + body->h + theme->s16, body->w, theme->target };
    staff_list(canvas, foot, &usual, 1, 1);
}

void screen_staff_languages(struct canvas *canvas)
{
    const struct program *program = canvas->kiosk->program;
    struct staff_button buttons[KIOSK_LANGUAGES_MAX + 1];
    struct staff_page page = { .title = canvas_word(canvas, WORD_SET_LANGUAGES),
                               .more = canvas_word(canvas, WORD_SET_LANGUAGES_MORE),
                               .out = STAFF_BACK,
                               .small = true };
    int count = program != NULL ? program->language_count : 0;
    for (int i = 0; i < count; i++) {
        buttons[i] = (struct staff_button){ .target = { TARGET_LANGUAGE, (uint32_t)i },
                                            .text = program->wordings[i]->name,
                                            .language = program->wordings[i]->tag,
                                            .on = i == 0 };
    }
    int languages = count;
    struct rect body = staff_page(canvas, &page);
    if (canvas->theme.narrow)
        usual_at_foot(canvas, &body);
    else
        buttons[count++] = staff_button(canvas, STAFF_USUAL, WORD_STAFF_USUAL);
    int columns = count > 8 || canvas->theme.compact ? 3 : 2;
    staff_list(canvas, body, buttons, count, columns);
    for (int i = 0; i < languages; i++)
        canvas_name_position(canvas, buttons[i].target, i + 1, languages);
}

/* "7 of 10", in words: a stroke between two numbers is turned round where one reads to the left. */
static const char *level(struct canvas *canvas, int now, int most)
{
    const char *const pairs[] = { "number", canvas_count(canvas, (uint32_t)now), "count",
                                  canvas_count(canvas, (uint32_t)most), NULL };
    return canvas_fill(canvas, WORD_SAY_POSITION, pairs);
}

static void light_draw(struct canvas *canvas, struct rect at)
{
    const struct kiosk *kiosk = canvas->kiosk;
    const struct staff_status *status = kiosk->standing.status;
    if (status == NULL || !status->has_light) {
        staff_say(canvas, canvas_word(canvas, WORD_SET_NO_LIGHT), COLOUR_MUTED, at);
        return;
    }
    uint8_t light = kiosk->standing.settings.light;
    light = light != 0 ? light : LIGHT_STEPS;
    struct staff_step step = {
        .label = canvas_word(canvas, WORD_SET_LIGHT),
        .value = level(canvas, light, LIGHT_STEPS),
        .less = staff_button(canvas, STAFF_DARKER, WORD_STAFF_LESS),
        .more = staff_button(canvas, STAFF_LIGHTER, WORD_STAFF_MORE_OF_IT),
        .least = light == 1,
        .most = light == LIGHT_STEPS,
    };
    staff_step(canvas, at, &step);
}

void screen_staff_sound(struct canvas *canvas)
{
    const struct theme *theme = &canvas->theme;
    const struct local_settings *settings = &canvas->kiosk->standing.settings;
    struct staff_page page = { .title = canvas_word(canvas, WORD_SET_SOUND),
                               .more = "",
                               .out = STAFF_BACK };
    int loud = kiosk_usual_volume(canvas->kiosk);
    struct staff_step volume = {
        .label = canvas_word(canvas, WORD_SET_VOLUME),
        .value = level(canvas, loud, VOLUME_STEPS),
        .less = staff_button(canvas, STAFF_SOFTER, WORD_STAFF_LESS),
        .more = staff_button(canvas, STAFF_LOUDER, WORD_STAFF_MORE_OF_IT),
        .least = loud == 1,
        .most = loud == VOLUME_STEPS,
    };
    struct staff_button aloud = staff_button(canvas, STAFF_ALOUD, WORD_SET_ALOUD);
    aloud.on = !settings->silent;
    struct rect body = staff_page(canvas, &page);
    light_draw(canvas, next_line(canvas, &body, staff_step_height(canvas)));
    staff_step(canvas, next_line(canvas, &body, staff_step_height(canvas)), &volume);
    staff_list(canvas, next_line(canvas, &body, theme->bar), &aloud, 1, 1);
}

enum { DAY_MINUTES = 24 * 60 };

static struct staff_step hours_step(struct canvas *canvas, enum wording_key word, uint16_t minute,
                                    enum staff_item earlier, enum staff_item later)
{
    const char *time = staff_time(canvas, minute);
    return (struct staff_step){ .label = staff_filled(canvas, word, "time", time),
                                .value = "",
                                .less = staff_button(canvas, earlier, WORD_STAFF_EARLIER),
                                .more = staff_button(canvas, later, WORD_STAFF_LATER) };
}

static void hours_draw(struct canvas *canvas, struct rect body, uint16_t from, uint16_t to)
{
    const struct theme *theme = &canvas->theme;
    struct staff_step opens =
        hours_step(canvas, WORD_SET_OPENS, from, STAFF_OPENS_EARLIER, STAFF_OPENS_LATER);
    struct staff_step closes =
        hours_step(canvas, WORD_SET_CLOSES, to, STAFF_CLOSES_EARLIER, STAFF_CLOSES_LATER);
    struct staff_button usual = staff_button(canvas, STAFF_USUAL, WORD_STAFF_USUAL);
    opens.least = from == 0 && to > 0;
    closes.most = to == DAY_MINUTES;
    staff_step(canvas, next_line(canvas, &body, staff_step_height(canvas)), &opens);
    staff_step(canvas, next_line(canvas, &body, staff_step_height(canvas)), &closes);
    staff_bar(canvas, next_line(canvas, &body, theme->bar), &usual, 1);
}

void screen_staff_hours(struct canvas *canvas)
{
    uint16_t from, to, minute;
    int32_t day;
    bool known = kiosk_local_now(canvas->kiosk, &day, &minute);
    bool limited = kiosk_hours(canvas->kiosk, &from, &to);
    enum wording_key more = WORD_SET_HOURS_MORE;
    if (!known)
        more = WORD_VERDICT_NO_TIME;
    else if (!limited)
        more = WORD_SET_HOURS_ALWAYS;
    else if (from == to)
        more = WORD_PAUSE_TODAY;
    struct staff_page page = { .title = canvas_word(canvas, WORD_SET_HOURS),
                               .more = canvas_word(canvas, more),
                               .out = STAFF_BACK };
    struct rect body = staff_page(canvas, &page);
    if (known)
        hours_draw(canvas, body, from, to);
}
