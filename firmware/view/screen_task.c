/* Something that takes a while: enrolling, saving to a stick. How far it is, and how it ended. */
#include "staff_parts.h"

static void progress_draw(struct canvas *canvas, const struct task *task, struct rect at)
{
    const struct theme *theme = &canvas->theme;
    at.h = theme->s24;
    uint64_t done = task->total > 0 ? (uint64_t)at.w * task->done / task->total : 0;
    int width = done > (uint64_t)at.w ? at.w : (int)done;
    canvas_box(canvas, at, COLOUR_SOFT, COLOUR_EDGE, theme->line, at.h / 2);
    if (width >= at.h)
        canvas_box(canvas, (struct rect){ at.x, at.y, width, at.h }, COLOUR_ACCENT, COLOUR_NONE, 0,
                   at.h / 2);
}

static struct rect buttons_room(const struct canvas *canvas, struct rect body)
{
    const struct theme *theme = &canvas->theme;
    body.y += theme->s24;
    body.h = theme->bar;
    return body;
}

/* While it is under way there is no way out: it ends, and says so. */
static struct rect under_way(struct canvas *canvas, enum wording_key title, const struct task *task)
{
    struct staff_page page = { .title = canvas_word(canvas, title),
                               .more = canvas_word(canvas, WORD_STAFF_WAIT),
                               .out = STAFF_ITEMS };
    struct rect body = staff_page(canvas, &page);
    progress_draw(canvas, task, body);
    return body;
}

/* The stick is to go to the hub: no failure, and no success either. */
static bool is_carried(const struct task *task)
{
    return task->phase == TASK_FAILED && task->words == WORD_SETUP_CARRY_MORE;
}

static enum wording_key setup_title(const struct task *task)
{
    if (task->phase == TASK_DONE)
        return WORD_SETUP_DONE;
    return is_carried(task) ? WORD_SETUP_CARRY : WORD_SETUP_FAILED;
}

/* What can be done about it: once more, or by a stick. */
static int setup_ways(const struct canvas *canvas, const struct task *task,
                      struct staff_button ret[2])
{
    int count = 0;
    if (task->phase != TASK_FAILED)
        return 0;
    if (!is_carried(task))
        ret[count++] = staff_button(canvas, STAFF_AGAIN, WORD_TRY_AGAIN);
    if (setup_goes_by_stick(canvas->kiosk))
        ret[count++] = staff_button(canvas, STAFF_FILE,
                                    is_carried(task) ? WORD_SETUP_FILE : WORD_SETUP_BY_STICK);
    return count;
}

void screen_setup_wait(struct canvas *canvas)
{
    const struct task *task = &canvas->kiosk->staff.task;
    bool done = task->phase == TASK_DONE;
    struct staff_button ways[2];
    struct staff_page page = {
        .title = canvas_word(canvas, setup_title(task)),
        .more = canvas_word(canvas, done ? WORD_NO_SURVEY_MORE : task->words),
        .out = STAFF_CLOSE,
    };
    if (task->phase == TASK_WORKING) {
        (void)under_way(canvas, WORD_SETUP_WORKS, task);
        return;
    }
    struct rect body = staff_page(canvas, &page);
    int count = setup_ways(canvas, task, ways);
    if (count > 0)
        staff_bar(canvas, buttons_room(canvas, body), ways, count);
}

/* What is saved, and what the stick brought. */
static enum wording_key saved_words(const struct task *task)
{
    if (task->news == NEWS_TAKEN)
        return WORD_STICK_DONE_NEWS;
    return task->news == NEWS_BAD ? WORD_STICK_DONE_BAD : WORD_STICK_DONE_MORE;
}

static struct staff_page stick_page(struct canvas *canvas, const struct task *task)
{
    struct staff_page page = { .out = STAFF_BACK };
    switch (task->phase) {
    case TASK_DONE:
        page.title = canvas_word(canvas, WORD_STICK_DONE);
        page.more = staff_filled(canvas, saved_words(task), "count",
                                 canvas_count(canvas, (uint32_t)task->count));
        break;
    case TASK_FAILED:
        page.title = canvas_word(canvas, WORD_SETUP_FAILED);
        page.more = canvas_word(canvas, task->words);
        break;
    default:
        page.title = canvas_word(canvas, WORD_STICK_TITLE);
        page.more = canvas_word(canvas, WORD_STICK_MORE);
    }
    return page;
}

void screen_staff_stick(struct canvas *canvas)
{
    const struct task *task = &canvas->kiosk->staff.task;
    if (task->phase == TASK_WORKING) {
        (void)under_way(canvas, WORD_STICK_WORKS, task);
        return;
    }
    struct staff_page page = stick_page(canvas, task);
    struct staff_button begin = staff_button(canvas, STAFF_NEXT, WORD_STICK_NOW);
    if (task->phase == TASK_FAILED)
        begin = staff_button(canvas, STAFF_AGAIN, WORD_TRY_AGAIN);
    struct rect body = staff_page(canvas, &page);
    if (task->phase != TASK_DONE)
        staff_bar(canvas, buttons_room(canvas, body), &begin, 1);
}
