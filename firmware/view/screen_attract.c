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
    bool minutes = seconds > 110;
    (void)snprintf(number, sizeof number, "%d", count);
    (void)snprintf(length, sizeof length, "%d",
                   minutes ? (seconds + 59) / 60 : (seconds + 9) / 10 * 10);
    const char *const pairs[] = { "count", number, minutes ? "minutes" : "seconds", length, NULL };
    return canvas_fill(canvas, minutes ? WORD_UP_TO_MINUTES : WORD_UP_TO_SECONDS, pairs);
}

/* Who asks and how long: one paragraph. */
static const char *intro_text(struct canvas *canvas)
{
    const struct program *program = canvas->kiosk->program;
    const char *owner = canvas_survey_text(canvas, &program->survey->about.owner);
    const char *asker = owner != NULL && owner[0] != '\0' ? owner : program->venue_name;
    const char *const pairs[] = { "owner", asker, NULL };
    const char *asks = asker[0] != '\0' ? canvas_fill(canvas, WORD_ASKED_BY, pairs) : "";
    const char *length = length_text(canvas);
    char whole[1600];
    (void)snprintf(whole, sizeof whole, "%s%s%s%s%s %s", asks, asks[0] != '\0' ? " " : "",
                   canvas_word(canvas, WORD_ONE_TAP), length[0] != '\0' ? " " : "", length,
                   canvas_word(canvas, WORD_ANONYMOUS));
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

static void cards(struct canvas *canvas, int top, int bottom)
{
    const struct theme *theme = &canvas->theme;
    const struct survey *survey = canvas->kiosk->program->survey;
    if (!survey->has_about)
        return;
    int whole = canvas->panel.width - 2 * theme->margin, gap = theme->s40;
    int width = theme->portrait ? whole : (whole - gap) / 2;
    int most = theme->portrait ? (bottom - top - gap) / 2 : bottom - top;
    const char *purpose = canvas_survey_text(canvas, &survey->about.purpose);
    const char *outcome = canvas_survey_text(canvas, &survey->about.outcome);
    int height =
        part_card_height(canvas, canvas_word(canvas, WORD_WHY_WE_ASK), purpose, width, most);
    int other =
        part_card_height(canvas, canvas_word(canvas, WORD_WHAT_HAPPENS), outcome, width, most);
    height = other > height ? other : height;
    struct rect first = { theme->margin, top, width, height };
    struct rect second = { theme->margin + width + gap, top, width, height };
    if (theme->portrait)
        second = (struct rect){ theme->margin, top + height + gap, width, height };
    part_card(canvas, canvas_word(canvas, WORD_WHY_WE_ASK), purpose, first);
    part_card(canvas, canvas_word(canvas, WORD_WHAT_HAPPENS), outcome, second);
}

void screen_attract(struct canvas *canvas)
{
    const struct theme *theme = &canvas->theme;
    int width = canvas->panel.width - 2 * theme->margin;
    int y = theme->head_y + theme->head_h + theme->s32, bottom = theme->foot_y - theme->s32;
    struct text title = {
        .text = canvas_survey_text(canvas, &canvas->kiosk->program->survey->title),
        .largest = TYPE_HUGE,
        .smallest = TYPE_BUTTON,
        .weight = WEIGHT_BOLD,
        .colour = COLOUR_INK,
        .max_lines = 1,
    };
    struct text intro = {
        .text = intro_text(canvas),
        .largest = TYPE_TEXT,
        .smallest = TYPE_TINY,
        .colour = COLOUR_MUTED,
        .max_lines = 3,
    };
    part_head(canvas);
    canvas_say(canvas, title.text);
    canvas_say(canvas, intro.text);
    y += canvas_text(canvas, &title, (struct rect){ theme->margin, y, width, bottom - y });
    y += theme->s8;
    y += canvas_text(canvas, &intro, (struct rect){ theme->margin, y, width, bottom - y });
    cards(canvas, y + theme->s24, bottom);
    buttons(canvas);
}
