/*
 * The writing screen: the question, what has been written, the line on privacy, our own keyboard.
 * On low panels the way on stands at the top beside the menu of tools, so that the keys keep their
 * size. Where larger text has no room for all of it, the words come first and then the keys.
 */
#include "writing_box.h"
#include <string.h>

static struct text count_text(struct canvas *canvas)
{
    uint32_t left = kiosk_characters_left(canvas->kiosk);
    const char *const pairs[] = { "count", canvas_count(canvas, left), NULL };
    return (struct text){
        .text = canvas_fill(canvas, WORD_CHARACTERS_LEFT, pairs),
        .px = canvas->theme.usual[TYPE_TINY],
        .colour = COLOUR_MUTED,
        .align = ALIGN_END,
        .max_lines = 1,
    };
}

/* The room beside the text: so many ems, and more for a language that says it at length. */
static int count_width(const struct canvas *canvas, const struct text *count, int usual)
{
    int needed = canvas_width_of(canvas, count);
    return needed > usual ? needed : usual;
}

static void count_draw(struct canvas *canvas, const struct text *count, struct rect at)
{
    struct fitted fitted = canvas_fit(canvas, count, at.w, 0);
    int above = (at.h - fitted.height) / 2;
    at.y += above > 0 ? above : 0;
    (void)canvas_text(canvas, count, (struct rect){ at.x, at.y, at.w, 0 });
}

/* The line on privacy with the count beside it is as small as may be only where it would take a
 * line more from the box. */
static enum type privacy_type(struct canvas *canvas, int whole)
{
    struct text left = count_text(canvas), line = { .text = canvas_word(canvas, WORD_PRIVACY),
                                                    .largest = TYPE_SMALL,
                                                    .smallest = TYPE_SMALL,
                                                    .max_lines = 1 };
    left.px = canvas->theme.type[TYPE_SMALL];
    bool held = canvas_fit(canvas, &line, whole - count_width(canvas, &left, left.px * 6), 0).fits;
    return held || canvas->theme.portrait ? TYPE_SMALL : TYPE_TINY;
}

static const struct question *question_of(const struct canvas *canvas)
{
    return &canvas->kiosk->program->survey->questions[canvas->kiosk->question];
}

/* The largest size from most down to least at which the text fits; fits is false when none does. */
static struct fitted largest_fit(const struct canvas *canvas, struct text *text, int most,
                                 int least, struct rect room)
{
    struct fitted fitted = { .fits = false };
    for (text->px = most; !fitted.fits && text->px >= least; text->px--)
        fitted = canvas_fit(canvas, text, room.w, room.h);
    text->px++;
    return fitted;
}

static struct text title_text(const struct canvas *canvas)
{
    return (struct text){
        .text = canvas_survey_text(canvas, &question_of(canvas)->title),
        .weight = WEIGHT_BOLD,
        .colour = COLOUR_INK,
        .max_lines = 2,
        .balanced = true,
    };
}

/* It stays in sight while people write. */
static struct text privacy_text(const struct canvas *canvas)
{
    return (struct text){
        .text = canvas_word(canvas, WORD_PRIVACY),
        .px = canvas->theme.usual[TYPE_TINY],
        .colour = COLOUR_MUTED,
        .max_lines = 2,
    };
}

/* Below a text, so that the tails of its letters reach nothing. */
static int tail_room(const struct canvas *canvas, const struct text *text)
{
    int tails = text->px / 6 + 1;
    return tails > canvas->theme.s8 / 2 ? tails : canvas->theme.s8 / 2;
}

/* Letters that rise above their line want as much of it above the largest title. */
static int title_tails(const struct canvas *canvas)
{
    return canvas_is_tall(canvas) ? canvas->theme.type[TYPE_SUB] / 6 + 1 : 0;
}

/* Returns its height; ret_tails: the air that the tails of its letters want below. */
static int title_draw(struct canvas *canvas, struct rect room, int *ret_tails)
{
    const struct theme *theme = &canvas->theme;
    struct text title = title_text(canvas);
    struct fitted fitted = largest_fit(canvas, &title, theme->type[TYPE_SUB],
                                       canvas_floor(canvas, theme->usual[TYPE_TINY] * 4 / 5), room);
    canvas->scene->overflow |= !fitted.fits;
    *ret_tails = tail_room(canvas, &title);
    return canvas_text(canvas, &title, room);
}

static bool is_letter_start(char byte)
{
    return ((unsigned char)byte & 0xC0) != 0x80;
}

enum { LETTERS_SAID = 30 };

/* The start of the last letters of a text, so many at most. */
static const char *last_letters(const char *text)
{
    const char *at = text + strlen(text);
    for (int letters = 0; at > text && letters < LETTERS_SAID; letters++) {
        do
            at--;
        while (at > text && !is_letter_start(*at));
    }
    return at;
}

/* Nobody has clips of what people write: its end is spelled. */
static void written_say(struct canvas *canvas)
{
    const char *at = last_letters(kiosk_writing(canvas->kiosk));
    bool nothing = *at == '\0';
    uint32_t left = spoken_count(kiosk_characters_left(canvas->kiosk));
    const char *const pairs[] = { "count", canvas_count(canvas, left), NULL };
    canvas_say(canvas, canvas_word(canvas, nothing ? WORD_SAY_NOTHING_WRITTEN : WORD_SAY_WRITTEN));
    while (*at != '\0') {
        char32_t letter = spoken_next(&at);
        if (letter == ' ')
            canvas_say(canvas, canvas_word(canvas, WORD_SPACE));
        else if (letter <= SPOKEN_LETTER_LAST)
            canvas_say_in(canvas, board_letter(canvas, letter),
                          spoken_voice(canvas->wording, letter));
    }
    canvas_say(canvas, canvas_fill(canvas, WORD_CHARACTERS_LEFT, pairs));
}

static void speak(struct canvas *canvas)
{
    const struct question *question = question_of(canvas);
    canvas_say(canvas, canvas_survey_text(canvas, &question->title));
    canvas_say(canvas, canvas_survey_text(canvas, &question->description));
    canvas_say(canvas, canvas_word(canvas, WORD_PRIVACY));
    written_say(canvas);
}

/* The line on privacy and the count: beside each other, or the count below where that takes fewer
 * lines. */
struct notes {
    struct text privacy, left;
    struct fitted fitted; /* of the line on privacy */
    int width, count;     /* of the two */
    int below;            /* what the count takes of its own */
};

static struct notes notes_of(struct canvas *canvas, int whole)
{
    enum type type = privacy_type(canvas, whole);
    struct notes notes = { .left = count_text(canvas),
                           .privacy = { .text = canvas_word(canvas, WORD_PRIVACY),
                                        .largest = type,
                                        .smallest = type,
                                        .colour = COLOUR_MUTED,
                                        .fixed = true } };
    notes.left.px = canvas->theme.type[type];
    notes.count = count_width(canvas, &notes.left, notes.left.px * 6);
    notes.width = whole - notes.count;
    notes.fitted = canvas_fit(canvas, &notes.privacy, notes.width, 0);
    struct fitted alone = canvas_fit(canvas, &notes.privacy, whole, 0);
    int below = canvas_fit(canvas, &notes.left, whole, 0).height;
    if (alone.lines + 1 < notes.fitted.lines) {
        notes.fitted = alone;
        notes.width = notes.count = whole;
        notes.below = below;
    }
    return notes;
}

static void notes_draw(struct canvas *canvas, struct notes *notes, struct rect at)
{
    int height = notes->fitted.height;
    struct rect count = { at.x + at.w - notes->count, at.y, notes->count, height };
    if (notes->below > 0)
        count = (struct rect){ at.x, at.y + height, at.w, notes->below };
    (void)canvas_fitted(canvas, &notes->privacy, notes->fitted,
                        (struct rect){ at.x, at.y, notes->width, height },
                        at.y + notes->fitted.over);
    count_draw(canvas, &notes->left, count);
}

/* On a standing panel the keys give up of their height what the box wants of it. */
static struct board roomy_board(const struct canvas *canvas, int box_y, int notes_h, int bottom)
{
    enum { LINES_WANTED = 3 };
    const struct theme *theme = &canvas->theme;
    int box = LINES_WANTED * writing_line(canvas) + 2 * (theme->s8 + theme->edge);
    return board_below(canvas, theme->portrait ? box_y + box + notes_h + 2 * theme->s8 : 0, bottom);
}

/* With room: head, question, box, the line on privacy with the count, keys, foot. */
static void roomy_draw(struct canvas *canvas)
{
    struct theme *theme = &canvas->theme;
    theme->bar = theme->row;
    theme->foot_y = canvas->panel.height - theme->s24 - theme->bar;
    int bottom = theme->foot_y - theme->s16, whole = canvas->panel.width - 2 * theme->margin;
    struct board board = board_between(canvas, 0, bottom);
    struct question_foot ways;
    struct notes notes = notes_of(canvas, whole);
    int notes_h = notes.fitted.height + notes.below, tails = title_tails(canvas);
    int y = theme->head_y + theme->head_h + (tails > theme->s8 ? tails : theme->s8);
    question_foot(canvas, &ways);
    (void)foot_plan(canvas, &ways.foot);
    part_head(canvas);
    struct rect title = { theme->margin, y, whole, (board.y - y) * 2 / 5 };
    y += title_draw(canvas, title, &tails);
    y += tails > theme->s8 ? tails : theme->s8;
    board = roomy_board(canvas, y, notes_h, bottom);
    int line_y = board.y - theme->s8 - notes_h;
    writing_box(canvas, (struct rect){ theme->margin, y, whole, line_y - theme->s8 - y });
    notes_draw(canvas, &notes, (struct rect){ theme->margin, line_y, whole, notes_h });
    board_draw(canvas, &board);
    foot_draw(canvas, &ways.foot);
}

/* Without: the way on takes the place of the head. How high the lines above the keys are. */
struct tight {
    struct text title, privacy;
    int title_h, privacy_h;
    bool fits;
};

/* The least height of the box: one line. */
static int box_least(const struct canvas *canvas)
{
    return writing_line(canvas) + 2 * (canvas->theme.s8 + canvas->theme.edge);
}

/* The height of the line on privacy and of the air below it. */
static int privacy_height(const struct canvas *canvas, const struct text *privacy)
{
    int whole = canvas->panel.width - 2 * canvas->theme.margin;
    return canvas_fit(canvas, privacy, whole, 0).height + tail_room(canvas, privacy);
}

/* The line on privacy, and the largest title that leaves so much below it. */
static struct tight tight_measure(const struct canvas *canvas, struct rect title, int below,
                                  const struct text *privacy)
{
    const struct theme *theme = &canvas->theme;
    struct tight tight = { .title = title_text(canvas), .privacy = *privacy };
    tight.privacy_h = privacy_height(canvas, privacy);
    title.h -= below + tight.privacy_h;
    struct fitted head =
        largest_fit(canvas, &tight.title, theme->type[TYPE_SUB], theme->usual[TYPE_TINY], title);
    tight.title_h = head.height;
    tight.fits = title.h > 0 && head.fits;
    return tight;
}

static void privacy_draw(struct canvas *canvas, const struct tight *tight, struct rect at)
{
    at.y -= tight->privacy_h - tail_room(canvas, &tight->privacy);
    struct fitted fitted = canvas_fit(canvas, &tight->privacy, at.w, 0);
    struct scene_item *item =
        canvas_fitted(canvas, &tight->privacy, fitted, at, at.y + fitted.over);
    item->again = tight->privacy.px < canvas->theme.usual[TYPE_TINY];
}

static void set_like(struct button *button, const char *language)
{
    button->said = button->text;
    button->language = language;
}

/* Where the keys leave one row for the ways on, skipping stands on the part before alone. */
static void without_skip(const struct canvas *canvas, struct question_foot *ways)
{
    int count = 0;
    for (int i = 0; i < ways->foot.count; i++)
        if (ways->end[i].target.kind != TARGET_SKIP || canvas->parts.shown == 0)
            ways->end[count++] = ways->end[i];
    ways->foot.count = count;
}

/* The ways on, and behind them the menu with the tools. low: the language in whose low letters the
 * words are set, or NULL. */
static void top_draw(struct canvas *canvas, const char *low, bool skips)
{
    struct theme *theme = &canvas->theme;
    struct question_foot ways;
    theme->bar = theme->row;
    question_foot(canvas, &ways);
    if (!skips)
        without_skip(canvas, &ways);
    for (int i = 0; low != NULL && i < ways.foot.count; i++)
        set_like(&ways.end[i], low);
    ways.foot.y = theme->head_y;
    ways.foot.right = part_menu_start(canvas, theme->bar, true) - theme->s16;
    bool worded = foot_plan(canvas, &ways.foot);
    ways.foot.right = part_menu_button(canvas, theme->head_y, theme->bar, worded) - theme->s16;
    (void)foot_plan(canvas, &ways.foot);
    foot_draw(canvas, &ways.foot);
}

/* The language in whose low letters the keys of this one are set, or NULL. */
static const char *key_letters(const struct canvas *canvas)
{
    const struct keyboard_layout *layout = keyboard_of(canvas->wording->tag);
    return layout->own_letters ? layout->set_like : NULL;
}

/* The question steps down before the box has less than a line, and the line on privacy stays, where
 * it must in the low letters. High letters have their own air above them. */
static void tight_draw(struct canvas *canvas)
{
    struct theme *theme = &canvas->theme;
    struct board board = board_between(canvas, 0, canvas->panel.height - theme->s8);
    struct text left = count_text(canvas);
    int whole = canvas->panel.width - 2 * theme->margin;
    int count = count_width(canvas, &left, left.px * 5), y = theme->head_y + theme->row;
    int bottom = board.y - theme->s8, gap = theme->s8, least = box_least(canvas);
    struct text privacy = privacy_text(canvas);
    struct rect title = { theme->margin, y + gap, whole - count - theme->s16, bottom - y - gap };
    struct tight tight = tight_measure(canvas, title, least + gap, &privacy);
    if (!tight.fits) {
        privacy.language = key_letters(canvas);
        tight = tight_measure(canvas, title, least + gap, &privacy);
    }
    if (!tight.fits)
        least = writing_box_least(canvas);
    gap = tail_room(canvas, &tight.title);
    title.y = y + gap;
    title.h = bottom - title.y;
    tight = tight_measure(canvas, title, least + gap, &privacy);
    if (!tight.fits && canvas_is_tall(canvas)) {
        title.y = y + 1;
        title.h = bottom - title.y;
        tight = tight_measure(canvas, title, least + gap, &privacy);
    }
    y = title.y;
    canvas->scene->overflow |= !tight.fits;
    top_draw(canvas, NULL, true);
    title.h = tight.title_h;
    int used = canvas_text(canvas, &tight.title, title);
    count_draw(canvas, &left, (struct rect){ theme->margin + whole - count, y, count, used });
    y += used + gap;
    privacy_draw(canvas, &tight, (struct rect){ theme->margin, bottom, whole, 0 });
    bottom -= tight.privacy_h;
    writing_box(canvas, (struct rect){ theme->margin, y, whole, bottom - y });
    board_draw(canvas, &board);
}

/* --- larger text: first the words, then the keys --- */

/* Beside the box there may be no room for more than the number. */
static struct text count_beside(struct canvas *canvas, int most, const char *low)
{
    struct text count = count_text(canvas);
    count.language = low;
    if (canvas_width_of(canvas, &count) > most)
        count.text = canvas_count(canvas, kiosk_characters_left(canvas->kiosk));
    return count;
}

/* Words too high for a row of buttons are set in the low letters that are on the keys. */
static const char *low_letters(struct canvas *canvas)
{
    struct theme *theme = &canvas->theme;
    const char *like = key_letters(canvas);
    if (theme->row <= theme->target || like == NULL)
        return NULL;
    int needed = canvas_words_height(canvas, like);
    theme->row = needed > theme->target ? needed : theme->target;
    return like;
}

/* The scale's smallest for whoever has not asked for larger text. */
static int usual_tiny(const struct canvas *canvas)
{
    struct theme usual;
    theme_make(&usual, canvas->panel, (struct display){ .compact = canvas->theme.compact });
    return usual.usual[TYPE_TINY];
}

/* The line on privacy has been read in larger text on the part before: where it has no room in that
 * size, it is here as large as where nobody has asked for larger text. */
static struct text privacy_again(const struct canvas *canvas, const char *low)
{
    struct text privacy = privacy_text(canvas);
    int before = usual_px(canvas, privacy.text);
    privacy.px = before > 0 ? before : usual_tiny(canvas);
    privacy.language = low;
    return privacy;
}

/* It is rather smaller than in the place of the question, and the box rather low, but a line that
 * is written comes first. */
static struct tight keys_measure(const struct canvas *canvas, struct rect title, int below,
                                 const char *low)
{
    struct text privacy = privacy_text(canvas), again = privacy_again(canvas, low);
    struct tight tight = tight_measure(canvas, title, below, &privacy);
    if (!tight.fits)
        tight = tight_measure(canvas, title, below, &again);
    if (title.h - tight.privacy_h < writing_box_least(canvas)) { /* rather small than not at all */
        again.px = usual_tiny(canvas);
        tight = tight_measure(canvas, title, below, &again);
    }
    if (title.h - tight.privacy_h < writing_box_least(canvas))
        tight.privacy_h = 0;
    return tight;
}

/* The least height of the box with that line under it. */
static int box_with_privacy(const struct canvas *canvas, const char *low)
{
    struct text again = privacy_again(canvas, low);
    return box_least(canvas) + privacy_height(canvas, &again);
}

/* Above the box, the question where there is room for it; beside it, how much may be written; under
 * it, the line on privacy. */
static struct rect round_box(struct canvas *canvas, struct rect room, const char *low)
{
    struct text left = count_beside(canvas, room.w / 4, low);
    int count = canvas_width_of(canvas, &left), tails = canvas->theme.type[TYPE_SUB] / 6 + 2;
    struct rect title = { room.x, room.y, room.w - count - canvas->theme.s16, room.h };
    struct tight tight = keys_measure(canvas, title, box_least(canvas) + tails, low);
    if (tight.privacy_h > 0)
        privacy_draw(canvas, &tight, (struct rect){ room.x, room.y + room.h, room.w, 0 });
    room.h -= tight.privacy_h;
    struct rect beside = { room.x + room.w - count, room.y, count, room.h };
    if (tight.fits) {
        title.h = tight.title_h;
        beside.h = canvas_text(canvas, &tight.title, title);
        room.y += beside.h + tails;
        room.h -= beside.h + tails;
    } else {
        room.w -= count + canvas->theme.s16;
    }
    count_draw(canvas, &left, beside);
    return room;
}

/* Under so many rows of ways on, with so much air below them, and below the keys. */
static struct rect keys_room_with(const struct canvas *canvas, int rows, int air, int below,
                                  const char *low, struct board *ret_board)
{
    const struct theme *theme = &canvas->theme;
    int y = theme->head_y + rows * (theme->row + theme->s16) - theme->s16 + air;
    *ret_board = board_between(canvas, y + box_with_privacy(canvas, low) + theme->s8,
                               canvas->panel.height - below);
    return (struct rect){ theme->margin, y, canvas->panel.width - 2 * theme->margin,
                          ret_board->y - theme->s8 - y };
}

/* The air gives way before the line on privacy does: first that above the box, then that at the
 * edges of the panel. */
static struct rect keys_room(struct canvas *canvas, int rows, const char *low,
                             struct board *ret_board)
{
    struct theme *theme = &canvas->theme;
    struct text again = privacy_again(canvas, low);
    int least = writing_box_least(canvas) + privacy_height(canvas, &again);
    int below = theme->compact ? theme->s8 : theme->s24;
    struct rect room = keys_room_with(canvas, rows, theme->s16, below, low, ret_board);
    if (room.h < least)
        room = keys_room_with(canvas, rows, theme->s8, below, low, ret_board);
    if (room.h >= least)
        return room;
    theme->head_y = theme->ribbon + theme->s8;
    return keys_room_with(canvas, rows, theme->s8, theme->s8, low, ret_board);
}

static void keys_draw(struct canvas *canvas)
{
    struct board board;
    const char *low = low_letters(canvas);
    int head_y = canvas->theme.head_y;
    struct rect room = keys_room(canvas, canvas->theme.foot_rows, low, &board);
    bool skips = canvas->theme.foot_rows == 1 || room.h >= box_with_privacy(canvas, low);
    if (!skips) {
        canvas->theme.foot_rows = 1;
        canvas->theme.head_y = head_y;
        room = keys_room(canvas, 1, low, &board);
    }
    top_draw(canvas, low, skips);
    struct rect box = round_box(canvas, room, low);
    canvas->scene->overflow |= box.h < writing_box_least(canvas);
    writing_box(canvas, box);
    board_draw(canvas, &board);
}

static struct flow words_flow(const struct canvas *canvas)
{
    struct flow flow = { .count = 0 };
    struct text title = title_text(canvas), privacy = privacy_text(canvas), description = privacy;
    title.max_lines = privacy.max_lines = description.max_lines = 0;
    title.px = canvas->theme.usual[TYPE_TEXT];
    description.text = canvas_survey_text(canvas, &question_of(canvas)->description);
    description.px = privacy.px = canvas->theme.usual[TYPE_SMALL];
    flow_text(&flow, title, 0);
    flow_text(&flow, description, canvas->theme.s8);
    flow_text(&flow, privacy, canvas->theme.s16);
    for (int i = 0; i < flow.count; i++)
        flow.pieces[i].said = ""; /* speak() says all on every part */
    return flow;
}

static void in_parts(struct canvas *canvas)
{
    struct flow flow = words_flow(canvas);
    struct rect body = flow_body(canvas);
    struct question_foot ways;
    int parts = flow_parts(canvas, &flow, body);
    canvas->scene->overflow |= parts == 0;
    canvas_parts(canvas, parts + 1);
    if (canvas->parts.shown == parts) {
        keys_draw(canvas);
        return;
    }
    question_foot(canvas, &ways);
    (void)foot_plan(canvas, &ways.foot);
    part_head(canvas);
    flow_draw(canvas, &flow, body, canvas->parts.shown);
    foot_draw(canvas, &ways.foot);
}

void screen_writing(struct canvas *canvas)
{
    speak(canvas);
    if (canvas->in_parts)
        in_parts(canvas);
    else if (canvas->theme.compact)
        tight_draw(canvas);
    else
        roomy_draw(canvas);
}
