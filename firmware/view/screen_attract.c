/* The first screen: who asks, why, what becomes of it, how long it takes; start, or a language. */
#include "view_int.h"
#include <stdio.h>

/* A person's pace on each kind of screen, in seconds. */
static int seconds_for(enum question_type type)
{
    static const int seconds[] = {
        [QUESTION_RATING] = 8,  [QUESTION_RADIOGROUP] = 10, [QUESTION_CHECKBOX] = 15,
        [QUESTION_BOOLEAN] = 6, [QUESTION_COMMENT] = 40,    [QUESTION_INFORMATION] = 10,
    };
    return seconds[type];
}

struct length {
    int questions, seconds;
};

/* One way through the survey: a person who always takes the first choice, or always the last. */
static struct length length_of_walk(const struct survey *survey, bool last)
{
    struct answers answers = { .state = { 0 } };
    struct length length = { 0, 0 };
    for (int i = answers_next(survey, &answers, -1); i >= 0;
         i = answers_next(survey, &answers, i)) {
        const struct question *question = &survey->questions[i];
        bool many = question->type == QUESTION_CHECKBOX;
        uint32_t choice = last && question->choice_count > 0 ? question->choice_count - 1U : 0;
        length.questions += question->type != QUESTION_INFORMATION;
        length.seconds += seconds_for(question->type);
        (void)answers_set(survey, &answers, i,
                          ANSWER_FIRST + (many ? UINT32_C(1) << choice : choice));
    }
    return length;
}

static const char *length_text(struct canvas *canvas)
{
    const struct survey *survey = canvas->kiosk->program->survey;
    struct length first = length_of_walk(survey, false), last = length_of_walk(survey, true);
    int count = first.questions > last.questions ? first.questions : last.questions;
    int seconds = first.seconds > last.seconds ? first.seconds : last.seconds;
    if (count < 2)
        return "";
    char number[16], length[16];
    bool minutes = seconds > 90;
    (void)snprintf(number, sizeof number, "%d", count);
    (void)snprintf(length, sizeof length, "%d",
                   minutes ? (seconds + 59) / 60 : (seconds + 9) / 10 * 10);
    const char *const pairs[] = { "count", number, minutes ? "minutes" : "seconds", length, NULL };
    return canvas_fill(canvas, minutes ? WORD_UP_TO_MINUTES : WORD_UP_TO_SECONDS, pairs);
}

/* What the paragraph can do without, first who asks, whose name stands in the head. */
enum brevity { SAYS_ALL, WITHOUT_ASKER, WITHOUT_ONE_TAP, BREVITIES };

/* Who asks and how long: one paragraph. */
static const char *intro_text(struct canvas *canvas, enum brevity brevity)
{
    const struct program *program = canvas->kiosk->program;
    const char *owner = canvas_survey_text(canvas, &program->survey->about.owner);
    const char *asker = owner != NULL && owner[0] != '\0' ? owner : program->venue_name;
    const char *const pairs[] = { "owner", asker, NULL };
    const char *asks = brevity < WITHOUT_ASKER && asker[0] != '\0'
                           ? canvas_fill(canvas, WORD_ASKED_BY, pairs)
                           : "";
    const char *length = length_text(canvas);
    const char *one_tap = brevity < WITHOUT_ONE_TAP ? canvas_word(canvas, WORD_ONE_TAP) : "";
    char whole[1600];
    (void)snprintf(whole, sizeof whole, "%s%s%s%s%s %s", asks, asks[0] != '\0' ? " " : "", one_tap,
                   length[0] != '\0' ? " " : "", length, canvas_word(canvas, WORD_ANONYMOUS));
    return canvas_keep(canvas, whole);
}

static struct button language_button(const struct canvas *canvas, int language)
{
    const struct wording *wording = canvas->kiosk->program->wordings[language];
    return (struct button){
        .target = { TARGET_LANGUAGE, (uint32_t)language },
        .text = wording->name,
        .language = wording->tag,
        .look = LOOK_OUTLINED,
        .type = TYPE_BUTTON,
    };
}

/* Start and, in the room beside it, the other languages; what does not fit is behind More. */
static void buttons(struct canvas *canvas)
{
    const struct theme *theme = &canvas->theme;
    const struct program *program = canvas->kiosk->program;
    int padding = theme->compact ? theme->s32 : theme->s40, x = theme->margin;
    int limit = canvas->panel.width - theme->margin;
    struct button start = {
        .target = { TARGET_START, 0 },
        .text = canvas_word(canvas, WORD_START),
        .look = LOOK_PRIMARY,
        .type = TYPE_SUB,
    };
    int width = part_button_width(canvas, &start, padding * 2);
    part_button(canvas, &start, (struct rect){ x, theme->foot_y, width, theme->bar });
    x += width + theme->s32;
    for (int i = 0; i < program->language_count; i++) {
        struct button button = language_button(canvas, i);
        width = part_button_width(canvas, &button, padding);
        if (i == canvas->kiosk->language || x + width > limit)
            continue;
        part_button(canvas, &button, (struct rect){ x, theme->foot_y, width, theme->bar });
        x += width + theme->s32;
    }
}

/* The two cards, "why we ask" and "what happens with it", beside or under one another. */
struct pair {
    struct card why, outcome;
    int width, height, gap;
    bool stacked;
    bool fits;
};

static void pair_at(const struct canvas *canvas, struct pair *pair, enum type type, int most)
{
    pair->why.type = pair->outcome.type = type;
    int first = part_card_height(canvas, &pair->why, pair->width);
    int second = part_card_height(canvas, &pair->outcome, pair->width);
    pair->height = first > second ? first : second;
    pair->fits = pair->height <= most;
}

/* Both cards are of one size, and so are their words: the largest that fits. */
static struct pair pair_measure(const struct canvas *canvas, int room)
{
    const struct theme *theme = &canvas->theme;
    const struct survey_about *about = &canvas->kiosk->program->survey->about;
    int whole = canvas->panel.width - 2 * theme->margin;
    struct pair pair = {
        .why = { .heading = canvas_word(canvas, WORD_WHY_WE_ASK),
                 .body = canvas_survey_text(canvas, &about->purpose) },
        .outcome = { .heading = canvas_word(canvas, WORD_WHAT_HAPPENS),
                     .body = canvas_survey_text(canvas, &about->outcome) },
        .gap = theme->compact ? theme->s16 : theme->s40,
        .stacked = theme->portrait,
    };
    pair.width = pair.stacked ? whole : (whole - pair.gap) / 2;
    int most = pair.stacked ? (room - pair.gap) / 2 : room;
    int least = canvas->large ? TYPE_SMALL : TYPE_TINY;
    for (int type = TYPE_TEXT; type >= least && !pair.fits; type--)
        pair_at(canvas, &pair, (enum type)type, most);
    return pair;
}

static void pair_draw(struct canvas *canvas, const struct pair *pair, int top)
{
    int x = canvas->theme.margin, step = pair->gap + (pair->stacked ? pair->height : pair->width);
    struct rect first = { x, top, pair->width, pair->height }, second = first;
    second.x += pair->stacked ? 0 : step;
    second.y += pair->stacked ? step : 0;
    canvas->scene->overflow |= !pair->fits;
    part_card(canvas, &pair->why, first);
    part_card(canvas, &pair->outcome, second);
}

static struct text attract_title(const struct canvas *canvas, int step)
{
    return (struct text){
        .text = canvas_survey_text(canvas, &canvas->kiosk->program->survey->title),
        .largest = (enum type)(TYPE_HUGE - step),
        .smallest = TYPE_TEXT,
        .weight = WEIGHT_BOLD,
        .colour = COLOUR_INK,
        .max_lines = 1,
    };
}

static struct text attract_intro(const char *intro, int step)
{
    int type = TYPE_TEXT - step / 2;
    return (struct text){
        .text = intro,
        .largest = (enum type)(type > TYPE_TINY ? type : TYPE_TINY),
        .smallest = TYPE_TINY,
        .colour = COLOUR_MUTED,
    };
}

enum { STEPS = 5 };

/* How many steps down the scale leave the cards their room; STEPS when none does. */
static int steps_down(const struct canvas *canvas, const char *intro, int width, int height)
{
    int step = 0;
    for (; step < STEPS; step++) {
        struct text title = attract_title(canvas, step), under = attract_intro(intro, step);
        int room = height - canvas_fit(canvas, &title, width, 0).height -
                   canvas_fit(canvas, &under, width, 0).height - 2 * canvas->theme.s16;
        if (room > 0 && pair_measure(canvas, room).fits)
            break;
    }
    return step;
}

void screen_attract(struct canvas *canvas)
{
    const struct theme *theme = &canvas->theme;
    int x = theme->margin, width = canvas->panel.width - 2 * x;
    int y = theme->head_y + theme->head_h + theme->under_head;
    int bottom = theme->foot_y - (theme->compact ? theme->s16 : theme->s32);
    bool about = canvas->kiosk->program->survey->has_about;
    const char *intro = "";
    int step = STEPS;
    for (int brevity = SAYS_ALL; brevity < BREVITIES && step == STEPS; brevity++) {
        intro = intro_text(canvas, (enum brevity)brevity);
        step = about ? steps_down(canvas, intro, width, bottom - y) : 0;
    }
    step = step == STEPS ? STEPS - 1 : step;
    struct text title = attract_title(canvas, step), under = attract_intro(intro, step);
    part_head(canvas);
    canvas_say(canvas, title.text);
    canvas_say(canvas, intro);
    y += canvas_text(canvas, &title, (struct rect){ x, y, width, 0 });
    y += theme->compact ? 0 : theme->s8;
    y += canvas_text(canvas, &under, (struct rect){ x, y, width, bottom - y });
    if (about) {
        struct pair pair = pair_measure(canvas, bottom - y - theme->s16);
        int spare = bottom - y - (pair.stacked ? 2 * pair.height + pair.gap : pair.height);
        pair_draw(canvas, &pair, y + (spare > theme->s32 ? theme->s32 : spare));
    }
    buttons(canvas);
}
