/* What people said on days that are over, and the last attempts to send. */
#include "staff_parts.h"
#include <stdio.h>

/* --- what people said --- */

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
        .max_lines = 2,
    };
    struct text number = label;
    number.text = canvas_count(canvas, count);
    number.weight = WEIGHT_BOLD;
    number.align = ALIGN_END;
    number.max_lines = 1;
    int words = at.w * 2 / 5, figures = theme->type[TYPE_TEXT] * 3, bar = theme->s24;
    struct rect middle = { at.x + words + theme->s16, at.y + (at.h - bar) / 2,
                           at.w - words - figures - 2 * theme->s16, bar };
    struct rect words_at = { at.x, at.y, words, at.h };
    label = staff_small(canvas, label, words_at);
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
    struct rect body = staff_page(canvas, &page);
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

/* --- attempts --- */

static const char *attempt_text(struct canvas *canvas, const struct staff_attempt *attempt)
{
    char text[1200];
    const char *words = canvas_word(canvas, attempt->words);
    if (attempt->responses == 0)
        return words;
    const char *sent =
        staff_filled(canvas, WORD_LOG_COUNT, "count", canvas_count(canvas, attempt->responses));
    (void)snprintf(text, sizeof text, "%s (%s)", words, sent);
    return canvas_keep(canvas, text);
}

static struct rect log_foot(struct canvas *canvas, struct rect body, bool newer, bool older)
{
    const struct theme *theme = &canvas->theme;
    struct staff_button buttons[2];
    int count = 0;
    if (newer)
        buttons[count++] = staff_button(canvas, STAFF_NEWER, WORD_LOG_NEWER);
    if (older)
        buttons[count++] = staff_button(canvas, STAFF_OLDER, WORD_LOG_OLDER);
    body.h -= theme->target + theme->s16;
    staff_bar(canvas, (struct rect){ body.x, body.y + body.h + theme->s16, body.w, theme->target },
              buttons, count);
    return body;
}

void screen_staff_log(struct canvas *canvas)
{
    static const struct staff_status nothing;
    const struct staff_status *known = canvas->kiosk->standing.status;
    const struct staff_status *status = known != NULL ? known : &nothing;
    int count = status->attempt_count;
    int first = canvas->kiosk->staff.page * STAFF_LOG_ROWS, shown = 0;
    struct staff_row rows[STAFF_LOG_ROWS];
    struct staff_page page = { .title = canvas_word(canvas, WORD_SET_LOG),
                               .more = count == 0 ? canvas_word(canvas, WORD_WHY_NONE) : "",
                               .out = STAFF_BACK,
                               .small = true };
    for (int i = first; i < count && shown < STAFF_LOG_ROWS; i++)
        rows[shown++] = (struct staff_row){ staff_when(canvas, status->attempts[i].when),
                                            attempt_text(canvas, &status->attempts[i]) };
    struct rect body = staff_page(canvas, &page);
    body = log_foot(canvas, body, first > 0, first + STAFF_LOG_ROWS < count);
    staff_rows(canvas, body, rows, shown, shown);
}
