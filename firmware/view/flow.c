/*
 * What does not fit on the screen at once: pieces one under another, texts broken between lines and
 * rows kept whole, in as many parts as they need. One walk through the pieces, with a pen that
 * measures, draws or counts.
 */
#include "view_int.h"
#include <string.h>

void flow_add(struct flow *flow, struct piece piece)
{
    must(flow->count < FLOW_PIECES_MAX, "a page has few pieces");
    flow->pieces[flow->count++] = piece;
}

void flow_text(struct flow *flow, struct text text, int above)
{
    if (text.text[0] != '\0')
        flow_add(flow, (struct piece){ .text = text, .above = above });
}

void flow_title(const struct canvas *canvas, struct flow *flow, struct piece piece)
{
    int width = canvas->panel.width - 2 * canvas->theme.margin;
    struct text larger = piece.text;
    larger.px = usual_title(canvas);
    larger.max_lines = 0;
    if (canvas_fit(canvas, &piece.text, width, 0).size_px < usual_title(canvas) &&
        canvas_fit(canvas, &larger, width, 0).fits)
        piece.text = larger;
    flow_add(flow, piece);
}

/* How far the walk has come: the piece, and in it the byte or the row. */
struct mark {
    int piece;
    size_t at;
};

struct pen {
    const struct canvas *canvas;
    struct canvas *draws; /* the same canvas, or NULL: this part is only measured */
    const struct flow *flow;
    struct rect room;
    int y;
    int words_end; /* of the texts that begin the part */
    bool fits;     /* nothing was wider or higher than the whole room */
};

/* --- slices of a text --- */

/* Does a sentence end in front of this byte? */
static bool ends_sentence(const char *text, size_t at)
{
    static const char *const ends[] = { ".", "?", "!", "…", "۔", "؟", "।", "\n" };
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t size = strlen(ends[i]);
        if (at >= size && memcmp(text + at - size, ends[i], size) == 0)
            return true;
    }
    return false;
}

/* How much of so many bytes of a text is whole sentences, where that is half of it or more: who
 * reads a part should not have to keep half a sentence in mind. All of it otherwise. */
static size_t sentences_of(const char *text, size_t size)
{
    for (size_t at = size; at > size / 2; at--)
        if ((text[at] == ' ' || text[at] == '\n') && ends_sentence(text, at))
            return at;
    return size;
}

/* So many lines from here on; `size` is what they take of it. */
struct slice {
    char text[FLOW_TEXT_MAX];
    size_t size;
    struct fitted fitted;
};

static struct text_style style_of(const struct pen *pen, const struct text *text, int size_px)
{
    const char *own = pen->canvas->wording->tag;
    return (struct text_style){ text->language != NULL ? text->language : own, (uint16_t)size_px,
                                text->weight };
}

static void slice_take(const struct pen *pen, const struct text *text, int lines, int of,
                       struct slice *ret)
{
    const struct text_measure *measure = pen->canvas->measure;
    struct text own = *text;
    size_t size = strlen(text->text);
    struct text_style style = style_of(pen, text, ret->fitted.size_px);
    if (lines < of)
        size = sentences_of(
            text->text, measure->line_start(measure->self, text->text, style, pen->room.w, lines));
    size = size < FLOW_TEXT_MAX ? size : FLOW_TEXT_MAX - 1;
    memcpy(ret->text, text->text, size);
    ret->size = size;
    while (size > 0 && (ret->text[size - 1] == ' ' || ret->text[size - 1] == '\n'))
        size--;
    ret->text[size] = '\0';
    own.text = ret->text;
    own.balanced = text->balanced && lines == of;
    ret->fitted = canvas_fit(pen->canvas, &own, pen->room.w, 0);
}

/* No single line is left alone, neither here nor on the next part, where that can be helped. */
static int lines_here(int fit, int left, bool at_top)
{
    if (fit >= left)
        return left;
    if (left - fit == 1 && fit > 2)
        return fit - 1;
    return fit == 1 && left > 1 && !at_top ? 0 : fit;
}

/* As many lines as have room down to the bottom, at the top of a part at least one; false for none.
 */
static bool slice_fit(struct pen *pen, struct text text, bool at_top, struct slice *ret)
{
    int bottom = pen->room.y + pen->room.h, room = bottom - pen->y;
    text.max_lines = 0;
    ret->fitted = canvas_fit(pen->canvas, &text, pen->room.w, 0);
    pen->fits &= ret->fitted.fits;
    int left = ret->fitted.lines, line = ret->fitted.line_px;
    int lines = lines_here(line > 0 ? room / line : 0, left, at_top);
    for (; lines > 0; lines--) {
        slice_take(pen, &text, lines, left, ret);
        if (ret->fitted.height <= room)
            return true;
    }
    if (!at_top)
        return false;
    pen->fits = false;
    slice_take(pen, &text, 1, left, ret);
    return true;
}

static void slice_draw(struct canvas *canvas, const struct piece *piece, const struct slice *slice,
                       struct rect room, int y)
{
    struct text text = piece->text;
    struct fitted fitted = slice->fitted;
    text.text = canvas_keep(canvas, slice->text);
    fitted.fits = true;
    room.w = fitted.room;
    (void)canvas_fitted(canvas, &text, fitted, room, y + fitted.over);
    canvas_say_in(canvas, piece->said != NULL ? piece->said : piece->text.text,
                  text.language != NULL ? text.language : canvas->wording->tag);
}

/* --- pieces --- */

/* Puts what has room of a text; true when all that was left of it had. */
static bool put_text(struct pen *pen, const struct piece *piece, struct mark *mark, bool at_top)
{
    struct slice slice;
    struct text rest = piece->text;
    rest.text += mark->at;
    if (!slice_fit(pen, rest, at_top, &slice))
        return false;
    if (pen->draws != NULL)
        slice_draw(pen->draws, piece, &slice, pen->room, pen->y);
    pen->y += slice.fitted.height;
    pen->words_end = pen->y;
    mark->at += slice.size;
    while (piece->text.text[mark->at] == ' ' || piece->text.text[mark->at] == '\n')
        mark->at++;
    return piece->text.text[mark->at] == '\0';
}

static bool put_rows(struct pen *pen, const struct piece *piece, struct mark *mark, bool at_top)
{
    int bottom = pen->room.y + pen->room.h;
    for (bool first = true; (int)mark->at < piece->rows; first = false) {
        int y = pen->y + (first ? 0 : piece->row_gap);
        if (y + piece->row_h > bottom && !(at_top && first))
            return false;
        pen->fits &= y + piece->row_h <= bottom;
        if (pen->draws != NULL)
            piece->draw(pen->draws, piece->context, (int)mark->at,
                        (struct rect){ pen->room.x, y, pen->room.w, piece->row_h });
        pen->y = y + piece->row_h;
        mark->at++;
    }
    return true;
}

static bool put(struct pen *pen, const struct piece *piece, struct mark *mark, bool at_top)
{
    return piece->rows > 0 ? put_rows(pen, piece, mark, at_top)
                           : put_text(pen, piece, mark, at_top);
}

/* Would the first of this piece stand here? */
static bool begins(const struct pen *pen, const struct piece *piece)
{
    struct pen trial = *pen;
    struct mark mark = { 0, 0 };
    trial.draws = NULL;
    trial.y += piece->above;
    return put(&trial, piece, &mark, false) || mark.at > 0;
}

/* What stays with the next piece goes to the next part with it. */
static bool goes_along(const struct pen *pen, int number, bool at_top)
{
    const struct flow *flow = pen->flow;
    if (at_top || !flow->pieces[number].stays || number + 1 >= flow->count)
        return false;
    struct pen trial = *pen;
    struct mark mark = { number, 0 };
    trial.draws = NULL;
    return !put(&trial, &flow->pieces[number], &mark, false) ||
           !begins(&trial, &flow->pieces[number + 1]);
}

/* --- parts --- */

static void put_repeated(struct pen *pen)
{
    for (int i = 0; i < pen->flow->repeated; i++) {
        struct mark mark = { i, 0 };
        pen->y += i > 0 ? pen->flow->pieces[i].above : 0;
        pen->fits &= put(pen, &pen->flow->pieces[i], &mark, true);
    }
}

/* Has all of the piece room here; on a part of its own? */
static bool whole_here(const struct pen *pen, const struct piece *piece)
{
    struct pen trial = *pen;
    struct mark mark = { 0, 0 };
    trial.draws = NULL;
    return put(&trial, piece, &mark, false);
}

static bool whole_alone(const struct pen *pen, const struct piece *piece)
{
    struct pen trial = *pen;
    trial.draws = NULL;
    trial.y = trial.room.y;
    put_repeated(&trial);
    trial.y += trial.y > trial.room.y ? piece->above : 0;
    return whole_here(&trial, piece);
}

/* One part, from the mark on; the mark is behind it then. At least something stands on it. */
static void put_part(struct pen *pen, struct mark *mark)
{
    const struct flow *flow = pen->flow;
    pen->y = pen->room.y;
    put_repeated(pen);
    if (mark->piece < flow->repeated)
        *mark = (struct mark){ flow->repeated, 0 };
    for (bool at_top = true; mark->piece < flow->count; at_top = false) {
        const struct piece *piece = &flow->pieces[mark->piece];
        pen->y += pen->y > pen->room.y ? piece->above : 0;
        bool along = mark->at == 0 && goes_along(pen, mark->piece, at_top);
        bool apart = piece->together && mark->at == 0 && !at_top && !whole_here(pen, piece) &&
                     whole_alone(pen, piece);
        if (along || apart || !put(pen, piece, mark, at_top))
            return;
        *mark = (struct mark){ mark->piece + 1, 0 };
    }
}

int flow_parts(const struct canvas *canvas, const struct flow *flow, struct rect room)
{
    struct pen pen = { .canvas = canvas, .flow = flow, .room = room, .fits = true };
    struct mark mark = { 0, 0 };
    int parts = 0;
    do {
        put_part(&pen, &mark);
        parts++;
    } while (mark.piece < flow->count && pen.fits);
    return pen.fits ? parts : 0;
}

int flow_height(const struct canvas *canvas, const struct flow *flow, int width)
{
    enum { ENDLESS = 1 << 20 };
    struct pen pen = {
        .canvas = canvas, .flow = flow, .room = { 0, 0, width, ENDLESS }, .fits = true
    };
    struct mark mark = { 0, 0 };
    put_part(&pen, &mark);
    return pen.y;
}

void flow_draw(struct canvas *canvas, const struct flow *flow, struct rect room, int part)
{
    struct pen pen = { .canvas = canvas, .flow = flow, .room = room, .fits = true };
    struct mark mark = { 0, 0 };
    for (int i = 0; i < part && mark.piece < flow->count; i++)
        put_part(&pen, &mark);
    pen.draws = canvas;
    pen.words_end = room.y;
    put_part(&pen, &mark);
    canvas_words(canvas, (struct rect){ room.x, room.y, room.w, pen.words_end - room.y });
    canvas->scene->overflow |= !pen.fits;
}

/* --- a page --- */

struct rect flow_body(const struct canvas *canvas)
{
    const struct theme *theme = &canvas->theme;
    int top = theme->head_y + theme->head_h + theme->under_head;
    bool tight = theme->compact || theme->foot_rows > 1;
    int bottom = theme->foot_y - (tight ? theme->s8 : theme->s24);
    return (struct rect){ theme->margin, top, canvas->panel.width - 2 * theme->margin,
                          bottom - top };
}

void flow_page(struct canvas *canvas, const struct flow *flow, const struct foot *foot)
{
    struct rect body = flow_body(canvas);
    canvas_parts(canvas, flow_parts(canvas, flow, body));
    (void)foot_plan(canvas, foot);
    part_head(canvas);
    flow_draw(canvas, flow, body, canvas->parts.shown);
    foot_draw(canvas, foot);
}
