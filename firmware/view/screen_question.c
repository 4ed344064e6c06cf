/* A question: its title, its answers in the middle, the way on at the foot (question_foot.c). */
#include "view_int.h"

static struct text information_title(const struct canvas *canvas, const struct question *question)
{
    return (struct text){
        .text = canvas_survey_text(canvas, &question->title),
        .largest = TYPE_HEAD,
        .smallest = TYPE_TEXT,
        .weight = WEIGHT_BOLD,
        .colour = COLOUR_INK,
        .balanced = true,
    };
}

static struct flow information_flow(const struct canvas *canvas, const struct question *question,
                                    enum type type)
{
    struct flow flow = { .count = 0 };
    struct text body = {
        .text = canvas_survey_text(canvas, &question->description),
        .largest = type,
        .smallest = type,
        .colour = COLOUR_INK,
    };
    flow_title(canvas, &flow, (struct piece){ .text = information_title(canvas, question) });
    flow_text(&flow, body, canvas->theme.s16);
    return flow;
}

/* As large as all of it fits; where it does not, in parts that are easy to read. */
static void information_draw(struct canvas *canvas, const struct question *question,
                             const struct foot *foot)
{
    struct rect body = flow_body(canvas);
    struct flow flow = { .count = 0 };
    for (int type = TYPE_BUTTON; type >= TYPE_TINY; type--) {
        flow = information_flow(canvas, question, (enum type)type);
        if (flow_parts(canvas, &flow, body) == 1)
            break;
        flow = information_flow(canvas, question, TYPE_TEXT);
    }
    flow_page(canvas, &flow, foot);
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

/* How far title and words may step down before the next thing gives way. Words below the scale's
 * small ones are the last resort: every title steps down before that. */
static const struct {
    int title, words; /* the least: index of a title's size, hundredths of the words' largest */
} concessions[] = { { 1, 78 }, { 2, 78 }, { TITLES_MAX, 0 }, { 2, 72 }, { TITLES_MAX, 60 } };

/* 0 hundredths are the scale's small words. */
static int least_words(const struct canvas *canvas, int most, int hundredths)
{
    int small = canvas->theme.usual[TYPE_SMALL];
    return canvas_floor(canvas, hundredths > 0 ? most * hundredths / 100 : small);
}

/* A title leaves too little to its answers: it steps down, but no further than one step, where that
 * makes their words a sixth as large again, or their faces a third and the words no smaller. */
static struct plan with_larger_answers(const struct canvas *canvas, const struct question *question,
                                       struct plan plan, int smaller_title)
{
    struct plan tried = plan_with(canvas, question, plan, smaller_title);
    int face = tiles_face(canvas, question, &plan.room);
    int larger = tiles_face(canvas, question, &tried.room);
    bool words = tried.words * 6 >= plan.words * 7;
    bool faces = face > 0 && larger * 3 >= face * 4 && tried.words >= plan.words;
    return words || faces ? tried : plan;
}

/* The plan of some layouts: the answers give way first, then the title steps down. */
static struct plan plan_of(const struct canvas *canvas, const struct question *question,
                           struct plan plan, const int *layouts, int layout_count)
{
    int sizes[TITLES_MAX], count = title_sizes(canvas, sizes), most = plan.room.most;
    for (size_t step = 0; step < sizeof concessions / sizeof *concessions; step++)
        for (int title = 0; title < count && title <= concessions[step].title; title++)
            for (int i = 0; i < layout_count; i++) {
                plan.room.columns = layouts[i];
                plan.room.least = least_words(canvas, most, concessions[step].words);
                struct plan tried = plan_with(canvas, question, plan, sizes[title]);
                if (tried.words > 0)
                    return with_larger_answers(canvas, question, tried,
                                               sizes[title + 1 < count ? title + 1 : title]);
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

/* Where the best layouts make small words, any other that makes them much larger is better; but the
 * steps of a scale stay in one line as long as they can. */
static bool is_worth(const struct plan *found, const struct plan *other, bool one_line)
{
    enum { SMALL = 85, MUCH = 123 };
    if (found->words == 0 || one_line)
        return found->words == 0;
    return found->words * 100 < found->room.most * SMALL &&
           other->words * 100 >= found->words * MUCH;
}

static struct plan usual_plan(const struct canvas *larger, const struct question *question,
                              struct plan plan)
{
    struct canvas canvas = canvas_usual(larger);
    int layouts[TILES_LAYOUTS_MAX], count;
    int good = tiles_layouts(&canvas, question, layouts, &count);
    plan.room.most = canvas.theme.usual[TYPE_BUTTON];
    struct plan found = plan_of(&canvas, question, plan, layouts, good);
    struct plan other = plan_of(&canvas, question, plan, layouts + good, count - good);
    if (is_worth(&found, &other, good > 1))
        found = other;
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
    plan.room.least = canvas_floor(canvas, usual.words);
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

static struct plan best_plan(struct canvas *canvas, const struct question *question)
{
    struct plan plan = {
        .heading = { .title = canvas_survey_text(canvas, &question->title),
                     .description = description_of(canvas, question) },
        .room = { .bottom = canvas->theme.foot_y - canvas->theme.under_title },
    };
    plan = usual_plan(canvas, question, plan);
    return canvas->large ? larger_plan(canvas, question, plan) : plan;
}

static void answers_draw(struct canvas *canvas, const struct question *question,
                         const struct foot *foot)
{
    struct plan plan = best_plan(canvas, question);
    (void)foot_plan(canvas, foot);
    part_head(canvas);
    plan.room.top = part_heading(canvas, &plan.heading) + canvas->theme.under_title;
    plan.room.most = plan.room.least = plan.words;
    tiles_draw(canvas, question, &plan.room);
    foot_draw(canvas, foot);
}

static void answers_in_parts(struct canvas *canvas, const struct question *question,
                             const struct foot *foot)
{
    struct heading heading = { .title = canvas_survey_text(canvas, &question->title),
                               .description = description_of(canvas, question) };
    tiles_page(canvas, question, &heading, foot);
}

void screen_question(struct canvas *canvas)
{
    const struct kiosk *kiosk = canvas->kiosk;
    const struct question *question = &kiosk->program->survey->questions[kiosk->question];
    struct question_foot buttons;
    question_foot(canvas, &buttons);
    if (question->type == QUESTION_COMMENT)
        screen_writing(canvas);
    else if (question->type == QUESTION_INFORMATION)
        information_draw(canvas, question, &buttons.foot);
    else if (canvas->in_parts)
        answers_in_parts(canvas, question, &buttons.foot);
    else
        answers_draw(canvas, question, &buttons.foot);
}
