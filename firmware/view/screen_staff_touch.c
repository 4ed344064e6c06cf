/* The panel itself: where a finger is felt, how the picture stands, where a finger really is. */
#include "staff_parts.h"

static struct rect around(const struct canvas *canvas, struct touch_place place, int size)
{
    int x = (int)((int64_t)place.x * canvas->panel.width / TOUCH_ONE) - size / 2;
    int y = (int)((int64_t)place.y * canvas->panel.height / TOUCH_ONE) - size / 2;
    int right = canvas->panel.width - size, bottom = canvas->panel.height - size;
    x = x < 0 ? 0 : x > right ? right : x;
    y = y < 0 ? 0 : y > bottom ? bottom : y;
    return (struct rect){ x, y, size, size };
}

/* --- test --- */

static void felt_draw(struct canvas *canvas, struct touch_place place, bool newest)
{
    const struct theme *theme = &canvas->theme;
    int size = theme->target;
    struct rect at = around(canvas, place, size), middle = around(canvas, place, size / 6);
    canvas_box(canvas, at, newest ? COLOUR_TINT : COLOUR_NONE, COLOUR_ACCENT,
               newest ? theme->thick : theme->edge, size / 2);
    canvas_box(canvas, middle, COLOUR_ACCENT, COLOUR_NONE, 0, middle.w / 2);
}

/* Fingers are where they are in every language. */
void screen_staff_test(struct canvas *canvas)
{
    const struct staff *staff = &canvas->kiosk->staff;
    struct staff_page page = { .title = canvas_word(canvas, WORD_SET_TEST),
                               .more = canvas_word(canvas, WORD_SET_TEST_MORE),
                               .out = STAFF_BACK };
    int count = staff->mark_count < TEST_MARKS_MAX ? staff->mark_count : TEST_MARKS_MAX;
    (void)staff_page(canvas, &page);
    canvas->unmirrored = true;
    for (int i = 0; i < count; i++)
        felt_draw(canvas, staff->marks[i],
                  i == (staff->mark_count + TEST_MARKS_MAX - 1) % TEST_MARKS_MAX);
    canvas->unmirrored = false;
}

/* --- trials --- */

static void trial_draw(struct canvas *canvas)
{
    uint32_t seconds = kiosk_seconds_left(canvas->kiosk, canvas->now);
    struct staff_page page = { .title = canvas_word(canvas, WORD_TRIAL_TITLE),
                               .more = staff_filled(canvas, WORD_TRIAL_MORE, "seconds",
                                                    canvas_count(canvas, seconds)),
                               .out = STAFF_ITEMS };
    const struct staff_button buttons[] = { staff_button(canvas, STAFF_KEEP, WORD_TRIAL_KEEP),
                                            staff_button(canvas, STAFF_UNDO, WORD_TRIAL_UNDO) };
    struct rect body = staff_page(canvas, &page);
    body.h = canvas->theme.bar;
    staff_bar(canvas, body, buttons, 2);
}

void screen_staff_turn(struct canvas *canvas)
{
    struct staff_page page = { .title = canvas_word(canvas, WORD_SET_TURN),
                               .more = canvas_word(canvas, WORD_SET_TURN_MORE),
                               .out = STAFF_BACK };
    struct staff_button buttons[] = {
        staff_button(canvas, STAFF_UPRIGHT, WORD_TURN_UPRIGHT),
        staff_button(canvas, STAFF_RIGHT, WORD_TURN_RIGHT),
        staff_button(canvas, STAFF_OVER, WORD_TURN_OVER),
        staff_button(canvas, STAFF_LEFT, WORD_TURN_LEFT),
    };
    if (canvas->kiosk->staff.on_trial) {
        trial_draw(canvas);
        return;
    }
    buttons[canvas->kiosk->standing.settings.turn].on = true;
    struct rect body = staff_page(canvas, &page);
    staff_list(canvas, body, buttons, TURNS, 2);
}

/* --- adjust --- */

/* A ring round the point that is meant. */
static void mark_draw(struct canvas *canvas, struct touch_place place)
{
    const struct theme *theme = &canvas->theme;
    struct rect middle = around(canvas, place, theme->s8);
    canvas_box(canvas, around(canvas, place, theme->tile), COLOUR_NONE, COLOUR_ACCENT, theme->edge,
               theme->tile / 2);
    canvas_box(canvas, middle, COLOUR_ACCENT, COLOUR_NONE, 0, middle.w / 2);
}

/* The words stand where no mark is. */
void screen_staff_adjust(struct canvas *canvas)
{
    const struct staff *staff = &canvas->kiosk->staff;
    const struct theme *theme = &canvas->theme;
    if (staff->felt_count >= TOUCH_MARKS) {
        trial_draw(canvas);
        return;
    }
    const char *words = canvas_word(
        canvas, staff->felt_badly && staff->felt_count == 0 ? WORD_ADJUST_AGAIN : WORD_ADJUST_MORE);
    struct rect words_at = { canvas->panel.width / 5, canvas->panel.height * 5 / 8,
                             canvas->panel.width * 3 / 5, theme->target * 2 };
    struct text text = {
        .text = words,
        .largest = TYPE_TEXT,
        .smallest = TYPE_TINY,
        .colour = COLOUR_INK,
        .align = ALIGN_CENTRE,
    };
    canvas_text_middle(canvas, &text, words_at);
    canvas_say(canvas, words);
    canvas->unmirrored = true;
    mark_draw(canvas, kiosk_mark(canvas->kiosk));
    canvas->unmirrored = false;
}
