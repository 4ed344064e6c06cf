/* What people said on days that are over. */
#include "staff_parts.h"

static const char *days_text(struct canvas *canvas, const struct staff_said *said)
{
    const char *const pairs[] = { "count", canvas_count(canvas, said->total),
                                  "days",  canvas_count(canvas, said->days),
                                  "first", staff_day(canvas, said->first),
                                  "last",  staff_day(canvas, said->last),
                                  NULL };
    return canvas_fill(canvas, WORD_SAID_DAYS, pairs);
}

/* One ink for all answers: a bar says how many, and no colour what to think of it. */
static void bar_draw(struct canvas *canvas, struct rect at, uint32_t count, uint32_t most)
{
    const struct theme *theme = &canvas->theme;
    int width = most > 0 ? (int)((uint64_t)(uint32_t)at.w * count / most) : 0;
    canvas_box(canvas, at, COLOUR_SOFT, COLOUR_NONE, 0, 0);
    canvas_box(canvas, (struct rect){ at.x, at.y, width > theme->line ? width : theme->line, at.h },
               COLOUR_MUTED, COLOUR_NONE, 0, 0);
}

static void answer_draw(struct canvas *canvas, struct rect at, const char *answer, uint32_t count,
                        uint32_t most)
{
    const struct theme *theme = &canvas->theme;
    struct text label = {
        .text = answer,
        .largest = TYPE_TEXT,
        .smallest = TYPE_TINY,
        .colour = COLOUR_INK,
        .max_lines = theme->narrow ? 3 : 2,
    };
    struct text number = label;
    number.text = canvas_count(canvas, count);
    number.weight = WEIGHT_BOLD;
    number.align = ALIGN_END;
    number.max_lines = 1;
    int words = theme->narrow ? at.w * 11 / 20 : at.w * 2 / 5, figures = theme->type[TYPE_TEXT] * 3,
        bar = theme->s24;
    struct rect middle = { at.x + words + theme->s16, at.y + (at.h - bar) / 2,
                           at.w - words - figures - 2 * theme->s16, bar };
    struct rect words_at = { at.x, at.y, words, at.h };
    canvas_text_middle(canvas, &label, words_at);
    bar_draw(canvas, middle, count, most);
    canvas_text_middle(canvas, &number,
                       (struct rect){ at.x + at.w - figures, at.y, figures, at.h });
    canvas_say(canvas, answer);
    canvas_say(canvas, number.text);
}

static uint32_t most_of(const struct staff_said *said)
{
    uint32_t most = 0;
    for (int i = 0; i < SURVEY_CHOICES_MAX; i++)
        most = said->counts[i] > most ? said->counts[i] : most;
    return most;
}

static void answers_draw(struct canvas *canvas, const struct question *question,
                         const struct staff_said *said, struct rect body)
{
    const struct theme *theme = &canvas->theme;
    int count = question->choice_count, height = body.h / (count > 0 ? count : 1);
    height = height > theme->target ? theme->target : height;
    for (int i = 0; i < count; i++)
        answer_draw(canvas, (struct rect){ body.x, body.y + i * height, body.w, height },
                    canvas_survey_text(canvas, &question->choices[i].text), said->counts[i],
                    most_of(said));
}

static void few_draw(struct canvas *canvas, bool known)
{
    struct staff_page page = {
        .title = canvas_word(canvas, known ? WORD_SAID_FEW : WORD_STAFF_WAIT),
        .more = known ? canvas_word(canvas, WORD_SAID_RULE) : "",
        .out = STAFF_BACK,
    };
    (void)staff_page(canvas, &page);
}

void screen_staff_said(struct canvas *canvas)
{
    const struct staff_said *said = canvas->kiosk->standing.said;
    const struct survey *survey =
        canvas->kiosk->program != NULL ? canvas->kiosk->program->survey : NULL;
    bool known = said != NULL && said->known;
    if (!known || survey == NULL || said->question < 0 || said->total < STAFF_SAID_LEAST) {
        few_draw(canvas, known);
        return;
    }
    const struct question *question = &survey->questions[said->question];
    struct staff_page page = { .title = canvas_survey_text(canvas, &question->title),
                               .more = days_text(canvas, said),
                               .out = STAFF_BACK,
                               .small = true };
    struct rect body = staff_list_page(canvas, &page);
    struct text rule = {
        .text = canvas_word(canvas, WORD_SAID_RULE),
        .largest = TYPE_SMALL,
        .smallest = TYPE_TINY,
        .colour = COLOUR_MUTED,
        .max_lines = 3,
    };
    int foot = canvas_fit(canvas, &rule, body.w, 0).height;
    body.h -= foot + canvas->theme.s8;
    answers_draw(canvas, question, said, body);
    (void)canvas_text(canvas, &rule,
                      (struct rect){ body.x, body.y + body.h + canvas->theme.s8, body.w, foot });
    canvas_say(canvas, rule.text);
}
