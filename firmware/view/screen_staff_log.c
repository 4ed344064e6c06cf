/*
 * The last attempts to send, in words, newest first: as many on a page as stand there calmly, all
 * rows of one size on every page, and which page of how many it is.
 */
#include "staff_parts.h"
#include <stdio.h>

/* How every row of the list looks. */
struct log {
    const struct staff_status *status;
    int px, lines; /* of the words; lines: at most so many */
    int when_w, words_w;
    int row_h, rows; /* rows: on a page */
};

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

static struct text row_text(const char *words, bool said, int px, int lines)
{
    return (struct text){
        .text = words,
        .px = px,
        .weight = said ? WEIGHT_BOLD : WEIGHT_REGULAR,
        .colour = said ? COLOUR_INK : COLOUR_MUTED,
        .align = said ? ALIGN_END : ALIGN_START,
        .max_lines = lines,
        .inked = true,
    };
}

/* Of the widest time of all, since digits are not equally wide in every script. What was made to be
 * measured alone is not kept. */
static int when_width(struct canvas *canvas, const struct staff_status *status, int px)
{
    size_t kept = canvas->scene->pool_used;
    int widest = 0;
    for (int i = 0; i < status->attempt_count; i++) {
        struct text when = row_text(staff_when(canvas, status->attempts[i].when), false, px, 1);
        int width = canvas_width_of(canvas, &when);
        widest = width > widest ? width : widest;
        canvas->scene->pool_used = kept;
    }
    return widest + canvas->theme.s8;
}

/* So many attempts have few sentences: each is measured once, with the most that it says was sent.
 */
static bool words_measure(struct canvas *canvas, struct log *log, enum wording_key words)
{
    struct staff_attempt longest = { .words = words };
    int count = log->status->attempt_count;
    bool any = false;
    for (int i = 0; i < count; i++) {
        const struct staff_attempt *attempt = &log->status->attempts[i];
        any |= attempt->words == words;
        if (attempt->words == words && attempt->responses > longest.responses)
            longest = *attempt;
    }
    if (!any)
        return true;
    struct text text = row_text(attempt_text(canvas, &longest), true, log->px, log->lines);
    int height = canvas_inked_height(canvas, &text, log->words_w) + canvas->theme.line;
    log->row_h = height > log->row_h ? height : log->row_h;
    return canvas_fit(canvas, &text, log->words_w, 0).fits;
}

/* Rows in words of this size; false when a sentence does not fit so many lines. */
static bool log_measure(struct canvas *canvas, struct log *log, struct rect body, int px, int lines)
{
    const struct theme *theme = &canvas->theme;
    bool fits = true;
    log->px = px;
    log->lines = lines;
    log->when_w = when_width(canvas, log->status, px);
    log->words_w = body.w - log->when_w - theme->s16;
    log->row_h = theme->target * 2 / 3;
    for (int words = 0; words < WORD_COUNT && fits; words++)
        fits = words_measure(canvas, log, (enum wording_key)words);
    log->rows = body.h / log->row_h;
    return fits && log->rows > 0;
}

/* The largest words with which every sentence has one line and a page some rows, or as many as may
 * be; else small ones in two lines, or in as many as a narrow panel needs. */
static struct log log_of(struct canvas *canvas, const struct staff_status *status, struct rect body)
{
    enum { ROWS_WANTED = 6, LINES_MOST = 5 };
    const struct theme *theme = &canvas->theme;
    struct log log = { .status = status }, found = { .rows = 0 };
    for (int type = TYPE_TEXT; type >= TYPE_TINY && found.rows < ROWS_WANTED; type--)
        if (log_measure(canvas, &log, body, theme->type[type], 1))
            found = log;
    if (found.rows > 0)
        return found;
    for (int lines = 2; lines <= LINES_MOST; lines++)
        if (log_measure(canvas, &log, body, theme->type[TYPE_TINY], lines))
            return log;
    canvas->scene->overflow = true;
    log.rows = 1;
    return log;
}

static void row_draw(struct canvas *canvas, const struct log *log, int number, struct rect at)
{
    const struct staff_attempt *attempt = &log->status->attempts[number];
    int line = canvas->theme.line;
    struct text when = row_text(staff_when(canvas, attempt->when), false, log->px, 1);
    struct text words = row_text(attempt_text(canvas, attempt), true, log->px, log->lines);
    canvas_text_middle(canvas, &when, (struct rect){ at.x, at.y, log->when_w, at.h - line });
    canvas_text_middle(
        canvas, &words,
        (struct rect){ at.x + at.w - log->words_w, at.y, log->words_w, at.h - line });
    staff_rule(canvas, at.x, at.y + at.h - line, at.w);
    canvas_say(canvas, when.text);
    canvas_say(canvas, words.text);
}

static void log_draw(struct canvas *canvas, const struct staff_status *status, struct rect body)
{
    const struct theme *theme = &canvas->theme;
    struct rect foot = { body.x, body.y + body.h - theme->target, body.w, theme->target };
    int count = status->attempt_count;
    body.h -= theme->target + theme->s16;
    struct log log = log_of(canvas, status, body);
    canvas_parts(canvas, (count + log.rows - 1) / log.rows);
    body.h = log.row_h;
    for (int i = canvas->parts.shown * log.rows; i < count; i++) {
        if (i == (canvas->parts.shown + 1) * log.rows)
            break;
        row_draw(canvas, &log, i, body);
        body.y += log.row_h;
    }
    if (canvas->parts.count > 1)
        staff_turns(canvas, foot, WORD_LOG_NEWER, WORD_LOG_OLDER);
}

void screen_staff_log(struct canvas *canvas)
{
    const struct staff_status *status = canvas->kiosk->standing.status;
    bool any = status != NULL && status->attempt_count > 0;
    struct staff_page page = { .title = canvas_word(canvas, WORD_SET_LOG),
                               .more = any ? "" : canvas_word(canvas, WORD_WHY_NONE),
                               .out = STAFF_BACK,
                               .small = true };
    struct rect body = staff_list_page(canvas, &page);
    if (any)
        log_draw(canvas, status, body);
}
