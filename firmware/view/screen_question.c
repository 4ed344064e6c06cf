/* A question: its title, its answers in the middle, the way on at the foot. */
#include "view_int.h"

static int end_buttons(const struct canvas *canvas, struct button ret[FOOT_BUTTONS_MAX])
{
    const struct kiosk *kiosk = canvas->kiosk;
    const struct question *question = &kiosk->program->survey->questions[kiosk->question];
    int count = 0;
    ret[count++] = (struct button){ .target = { TARGET_LEAVE, 0 },
                                    .text = canvas_word(canvas, WORD_LEAVE),
                                    .look = LOOK_PLAIN,
                                    .type = TYPE_BUTTON };
    if (question->type != QUESTION_INFORMATION)
        ret[count++] = (struct button){ .target = { TARGET_SKIP, 0 },
                                        .text = canvas_word(canvas, WORD_SKIP),
                                        .look = LOOK_OUTLINED,
                                        .type = TYPE_BUTTON };
    if (kiosk_has_continue(kiosk))
        ret[count++] = (struct button){ .target = { TARGET_CONTINUE, 0 },
                                        .text = canvas_word(canvas, WORD_CONTINUE),
                                        .look = LOOK_PRIMARY,
                                        .type = TYPE_BUTTON };
    return count;
}

static struct button back_button(const struct canvas *canvas)
{
    return (struct button){
        .target = { TARGET_BACK, 0 },
        .text = canvas_word(canvas, WORD_BACK),
        .look = LOOK_PLAIN,
        .type = TYPE_BUTTON,
        .arrow = PICTURE_ARROW_BACK,
    };
}

/* With larger text it keeps its size: the room is for what is asked. */
void question_foot(struct canvas *whole)
{
    struct canvas usual = canvas_usual(whole), *canvas = &usual;
    struct button back = back_button(canvas), end[FOOT_BUTTONS_MAX];
    int count = end_buttons(canvas, end);
    part_foot(canvas, kiosk_can_go_back(canvas->kiosk) ? &back : NULL, end, count);
}

static void information_draw(struct canvas *canvas, const struct question *question)
{
    const struct theme *theme = &canvas->theme;
    int bottom = theme->foot_y - theme->s24;
    struct heading heading = { canvas_survey_text(canvas, &question->title), "", TYPE_HEAD, 0 };
    int top = part_heading(canvas, &heading) + theme->s16;
    struct text body = {
        .text = canvas_survey_text(canvas, &question->description),
        .largest = TYPE_BUTTON,
        .smallest = TYPE_TINY,
        .colour = COLOUR_INK,
    };
    (void)canvas_text(
        canvas, &body,
        (struct rect){ theme->margin, top, canvas->panel.width - 2 * theme->margin, bottom - top });
    canvas_say(canvas, body.text);
}

static const char *description_of(const struct canvas *canvas, const struct question *question)
{
    const char *own = canvas_survey_text(canvas, &question->description);
    bool hint = own[0] == '\0' && question->type == QUESTION_CHECKBOX;
    return hint ? canvas_word(canvas, WORD_CHOOSE_ALL) : own;
}

/* How large the title and the words of the answers are, and in how many columns those stand. */
struct plan {
    struct heading heading;
    struct tiles_room room;
    int words; /* 0: no such plan */
};

enum { TITLES_MAX = 6 };

/* The usual sizes of a title that are not below what a title must have; largest first. */
static int title_sizes(const struct canvas *canvas, int ret[TITLES_MAX])
{
    const struct theme *theme = &canvas->theme;
    int least = canvas_is_tall(canvas) ? theme->tall_title_least : theme->title_least, count = 0;
    for (int type = TYPE_HEAD; type >= TYPE_TEXT && theme->usual[type] > least; type--)
        ret[count++] = theme->usual[type];
    ret[count++] = least;
    return count;
}

/* The same plan with a title of this size: its answers as large as they fit then. */
static struct plan plan_with(const struct canvas *canvas, const struct question *question,
                             struct plan plan, int title)
{
    plan.heading.px = title;
    plan.room.top = part_heading_measure(canvas, &plan.heading) + canvas->theme.under_title;
    plan.words = tiles_fit(canvas, question, &plan.room);
    return plan;
}

/* How far title and words may step down, in quarters of the way, before the next thing gives way.
 */
static const struct {
    int title, words; /* the least: index of a title's size, hundredths of the words' largest */
} concessions[] = { { 1, 78 }, { 2, 72 }, { TITLES_MAX, 60 } };

/* The plan of some layouts: the answers give way first, then the title steps down. */
static struct plan plan_of(const struct canvas *canvas, const struct question *question,
                           struct plan plan, const int *layouts, int layout_count)
{
    int sizes[TITLES_MAX], count = title_sizes(canvas, sizes), most = plan.room.most;
    for (size_t step = 0; step < sizeof concessions / sizeof *concessions; step++)
        for (int title = 0; title < count && title <= concessions[step].title; title++)
            for (int i = 0; i < layout_count; i++) {
                plan.room.columns = layouts[i];
                plan.room.least = most * concessions[step].words / 100;
                struct plan tried = plan_with(canvas, question, plan, sizes[title]);
                if (tried.words > 0)
                    return tried;
            }
    return plan;
}

/* A survey with very much to say: anything that can be read. */
static struct plan last_plan(const struct canvas *canvas, const struct question *question,
                             struct plan plan, const int *layouts, int layout_count)
{
    int least = canvas->theme.usual[TYPE_TINY];
    plan.room.least = least;
    for (int title = canvas->theme.usual[TYPE_BUTTON]; title >= least; title--)
        for (int i = 0; i < layout_count; i++) {
            plan.room.columns = layouts[i];
            struct plan tried = plan_with(canvas, question, plan, title);
            if (tried.words > 0)
                return tried;
        }
    plan.heading.px = least;
    return plan;
}

static struct plan usual_plan(const struct canvas *larger, const struct question *question,
                              struct plan plan)
{
    struct canvas canvas = canvas_usual(larger);
    int layouts[TILES_LAYOUTS_MAX], count;
    int good = tiles_layouts(&canvas, question, layouts, &count);
    plan.room.most = canvas.theme.usual[TYPE_BUTTON];
    struct plan found = plan_of(&canvas, question, plan, layouts, good);
    if (found.words == 0)
        found = plan_of(&canvas, question, plan, layouts + good, count - good);
    return found.words > 0 ? found : last_plan(&canvas, question, plan, layouts, count);
}

enum {
    SWITCHING = 115
}; /* hundredths by which another layout's words are larger, to be worth it */

/* Larger text: the largest answers, and then the largest title, but neither below the usual. */
static struct plan larger_plan(const struct canvas *canvas, const struct question *question,
                               struct plan usual)
{
    const struct theme *theme = &canvas->theme;
    struct plan best = usual, plan = usual;
    int layouts[TILES_LAYOUTS_MAX], count;
    (void)tiles_layouts(canvas, question, layouts, &count);
    plan.room.least = usual.words;
    for (int i = 0; i < count; i++)
        for (int title = theme->type[TYPE_HEAD]; title >= usual.heading.px;
             title = canvas_step_down(title, usual.heading.px)) {
            plan.room.columns = layouts[i];
            plan.room.most = title < theme->type[TYPE_BUTTON] ? title : theme->type[TYPE_BUTTON];
            struct plan tried = plan_with(canvas, question, plan, title);
            int worth = tried.room.columns == best.room.columns ? 100 : SWITCHING;
            if (tried.words * 100 > best.words * worth ||
                (worth == 100 && tried.words == best.words && title > best.heading.px))
                best = tried;
        }
    return best;
}

static void answers_draw(struct canvas *canvas, const struct question *question)
{
    struct plan plan = {
        .heading = { .title = canvas_survey_text(canvas, &question->title),
                     .description = description_of(canvas, question) },
        .room = { .bottom = canvas->theme.foot_y - canvas->theme.under_title },
    };
    plan = usual_plan(canvas, question, plan);
    if (canvas->large)
        plan = larger_plan(canvas, question, plan);
    plan.room.top = part_heading(canvas, &plan.heading) + canvas->theme.under_title;
    plan.room.most = plan.room.least = plan.words;
    tiles_draw(canvas, question, &plan.room);
}

void screen_question(struct canvas *canvas)
{
    const struct kiosk *kiosk = canvas->kiosk;
    const struct question *question = &kiosk->program->survey->questions[kiosk->question];
    if (question->type == QUESTION_COMMENT) {
        screen_writing(canvas);
        return;
    }
    part_head(canvas);
    if (question->type == QUESTION_INFORMATION)
        information_draw(canvas, question);
    else
        answers_draw(canvas, question);
    question_foot(canvas);
}
