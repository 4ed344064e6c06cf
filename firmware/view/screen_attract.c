/* The first screen: who asks, why, what came of it, how long it takes; start, or a language. */
#include "stack.h"
#include <stdio.h>
#include <string.h>

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
    bool minutes = seconds > 90;
    int length = minutes ? (seconds + 59) / 60 : (seconds + 9) / 10 * 10;
    const char *const pairs[] = { "count", canvas_count(canvas, (uint32_t)count),
                                  minutes ? "minutes" : "seconds",
                                  canvas_count(canvas, (uint32_t)length), NULL };
    return canvas_fill(canvas, minutes ? WORD_UP_TO_MINUTES : WORD_UP_TO_SECONDS, pairs);
}

static const char *asker_of(const struct canvas *canvas)
{
    const struct program *program = canvas->kiosk->program;
    const char *owner = canvas_survey_text(canvas, &program->survey->about.owner);
    return owner != NULL && owner[0] != '\0' ? owner : program->venue_name;
}

static const char *asks_text(struct canvas *canvas)
{
    const char *const pairs[] = { "owner", asker_of(canvas), NULL };
    return pairs[1][0] != '\0' ? canvas_fill(canvas, WORD_ASKED_BY, pairs) : "";
}

/* All of it is said, however much of it is seen. */
static void intro_say(struct canvas *canvas)
{
    struct local_text name = part_venue_name(canvas);
    if (name.tag != NULL)
        canvas_say_in(canvas, name.text, name.tag);
    else
        canvas_say(canvas, name.text);
    canvas_say(canvas, canvas_survey_text(canvas, &canvas->kiosk->program->survey->title));
    canvas_say(canvas, asks_text(canvas));
    canvas_say(canvas, canvas_word(canvas, WORD_ONE_TAP));
    canvas_say(canvas, length_text(canvas));
    canvas_say(canvas, canvas_word(canvas, WORD_ANONYMOUS));
    if (canvas->kiosk->focus.walker == WALKER_KEYPAD)
        canvas_say(canvas, canvas_word(canvas, WORD_SAY_KEYPAD));
}

/* What the paragraph can do without, first who asks, whose name stands in the head. */
enum brevity { SAYS_ALL, WITHOUT_ASKER, WITHOUT_ONE_TAP, BREVITIES };

/* Who asks and how long: one paragraph. */
static const char *intro_text(struct canvas *canvas, enum brevity brevity)
{
    const char *asks = brevity < WITHOUT_ASKER ? asks_text(canvas) : "";
    const char *one_tap = brevity < WITHOUT_ONE_TAP ? canvas_word(canvas, WORD_ONE_TAP) : "";
    const char *const sentences[] = { asks, one_tap, length_text(canvas),
                                      canvas_word(canvas, WORD_ANONYMOUS) };
    char whole[1600] = "";
    size_t used = 0;
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences && used < sizeof whole; i++)
        if (sentences[i][0] != '\0')
            used += (size_t)snprintf(whole + used, sizeof whole - used, "%s%s", used > 0 ? " " : "",
                                     sentences[i]);
    return canvas_keep(canvas, whole);
}

/* The row of languages: how its buttons look, and where they may stand. */
struct bar {
    enum type type;
    int padding, gap;
    int x, limit;
};

static int bar_width(const struct canvas *canvas, const struct bar *bar, const int *languages,
                     int count)
{
    int width = 0;
    for (int i = 0; i < count; i++) {
        struct button button = stack_language(canvas, languages[i], bar->type);
        width += part_button_width(canvas, &button, bar->padding) + (i > 0 ? bar->gap : 0);
    }
    return width;
}

static void bar_button(struct canvas *canvas, struct bar *bar, const struct button *button)
{
    int width = part_button_width(canvas, button, bar->padding);
    canvas->scene->overflow |= bar->x + width > bar->limit;
    part_button(canvas, button,
                (struct rect){ bar->x, canvas->theme.foot_y, width, canvas->theme.bar });
    bar->x += width + bar->gap;
}

/* How many languages have a button of their own beside one for the others: as many as fit; -1 when
 * even that one is too wide. */
static int own_buttons(const struct canvas *canvas, const struct bar *bar, const int *others,
                       int count)
{
    struct button more = stack_more(canvas, bar->type);
    int room = bar->limit - bar->x - part_button_width(canvas, &more, bar->padding),
        own = count - 1;
    while (own > 0 && bar_width(canvas, bar, others, own) + bar->gap > room)
        own--;
    return own > 0 || room >= 0 ? own : -1;
}

/* Everybody finds their own language by its own name, one tap away: its buttons are as airy as
 * leaves all of them room. */
enum { AIRS = 3 };

static struct bar with_air(const struct canvas *canvas, const struct bar *bar, int step)
{
    const struct theme *theme = &canvas->theme;
    const struct {
        enum type type;
        int padding, gap;
    } airs[AIRS] = { { bar->type, bar->padding, bar->gap },
                     { TYPE_SMALL, theme->s24, theme->s16 },
                     { TYPE_SMALL, theme->s8, theme->s8 } };
    struct bar airy = *bar;
    airy.type = airs[step].type;
    airy.padding = airs[step].padding;
    airy.gap = airs[step].gap;
    return airy;
}

static bool all_fit(const struct canvas *canvas, const struct bar *bar, const int *others,
                    int count)
{
    return bar->x + bar_width(canvas, bar, others, count) <= bar->limit;
}

/* So many languages, and behind them the button for the others. */
static int row_width(const struct canvas *canvas, const struct bar *bar, const int *languages,
                     int own, bool others)
{
    struct button more = stack_more(canvas, bar->type);
    int behind = others ? part_button_width(canvas, &more, bar->padding) : 0;
    return bar_width(canvas, bar, languages, own) + behind + (others && own > 0 ? bar->gap : 0);
}

/* What the row would leave over stands within its buttons. A little that is left even then, since
 * the narrowest were wider than their names before, stands between them: the row ends at the
 * margin. */
static void share_rest(const struct canvas *canvas, struct bar *bar, const int *languages, int own,
                       bool others)
{
    int count = own + others, most = canvas->theme.s24 - bar->padding;
    int rest = bar->limit - bar->x - row_width(canvas, bar, languages, own, others);
    int each = count > 0 && rest > 0 ? rest / (2 * count) : 0;
    if (most > 0)
        bar->padding += each < most ? each : most;
    rest = bar->limit - bar->x - row_width(canvas, bar, languages, own, others);
    if (count > 1 && rest > 0 && rest < (count - 1) * canvas->theme.s8)
        bar->gap += rest / (count - 1);
}

/* The airiest in which all fit; with the least air where they do not even then. */
static struct bar fitting(const struct canvas *canvas, const struct bar *bar, const int *others,
                          int count, bool *ret_all)
{
    struct bar tried = *bar;
    *ret_all = false;
    for (int step = 0; step < AIRS && !*ret_all; step++) {
        tried = with_air(canvas, bar, step);
        *ret_all = all_fit(canvas, &tried, others, count);
    }
    if (*ret_all)
        share_rest(canvas, &tried, others, count, false);
    return tried;
}

static bool names_fit(const struct canvas *canvas, const struct bar *bar)
{
    int others[KIOSK_LANGUAGES_MAX], count = stack_others(canvas, others);
    bool all;
    (void)fitting(canvas, bar, others, count, &all);
    return all;
}

static void languages_draw(struct canvas *canvas, const struct bar *room)
{
    int others[KIOSK_LANGUAGES_MAX] = { 0 };
    int count = stack_others(canvas, others), own = count;
    bool all;
    struct bar bar = fitting(canvas, room, others, count, &all);
    if (!all) {
        own = own_buttons(canvas, &bar, others, count);
        share_rest(canvas, &bar, others, own, true);
    }
    for (int i = 0; i < own; i++) {
        struct button button = stack_language(canvas, others[i], bar.type);
        bar_button(canvas, &bar, &button);
    }
    if (own < count) {
        struct button more = stack_more(canvas, bar.type);
        bar_button(canvas, &bar, &more);
    }
}

/* Is there room for the languages at all, be it behind one button? */
static bool bar_holds(const struct canvas *canvas, const struct bar *bar)
{
    int others[KIOSK_LANGUAGES_MAX], count = stack_others(canvas, others);
    struct bar least = with_air(canvas, bar, AIRS - 1);
    return names_fit(canvas, bar) || own_buttons(canvas, &least, others, count) >= 0;
}

static struct bar bar_behind(const struct canvas *canvas, int start)
{
    const struct theme *theme = &canvas->theme;
    return (struct bar){
        .type = TYPE_BUTTON,
        .padding = theme->compact ? theme->s32 : theme->s40,
        .gap = theme->s32,
        .x = theme->margin + start + theme->s32,
        .limit = canvas->panel.width - theme->margin,
    };
}

/* --- start --- */

static struct button start_in(const struct canvas *canvas, int language)
{
    const struct wording *wording = canvas->kiosk->program->wordings[language];
    return (struct button){
        .target = { TARGET_START, (uint32_t)language + 1 },
        .text = wording->word[WORD_START],
        .language = wording->tag,
        .look = LOOK_PRIMARY,
        .type = TYPE_SUB,
    };
}

/* One that begins in the language shown; or, where the venue wants it, one in Welsh and one in
 * English of one size, neither behind the other, and before them that of whoever has chosen a third
 * language. */
static int starts_of(const struct canvas *canvas, struct button ret[SIDE_BY_SIDE_MAX])
{
    int languages[SIDE_BY_SIDE_MAX], count = view_side_by_side(canvas->kiosk, languages);
    for (int i = 0; i < count; i++)
        ret[i] = start_in(canvas, languages[i]);
    if (count > 1)
        return count;
    ret[0] = part_word_button(canvas, TARGET_START, WORD_START, LOOK_PRIMARY);
    ret[0].type = TYPE_SUB;
    return 1;
}

/* All starts are as wide as the widest. */
static int start_width(const struct canvas *canvas, const struct button *starts, int count,
                       int padding)
{
    int widest = 0;
    for (int i = 0; i < count; i++) {
        int width = part_button_width(canvas, &starts[i], padding);
        widest = width > widest ? width : widest;
    }
    return widest;
}

/* Start and, in the room beside it, the other languages. It is wide, unless their names need that
 * room, and as small as other buttons where not even one for all of them had any. */
static void buttons(struct canvas *canvas)
{
    const struct theme *theme = &canvas->theme;
    struct button starts[SIDE_BY_SIDE_MAX];
    int count = starts_of(canvas, starts), gap = theme->s16;
    int padding = theme->compact ? theme->s32 : theme->s40;
    int width = start_width(canvas, starts, count, count > 1 ? padding : padding * 2);
    struct bar bar = bar_behind(canvas, count * width + (count - 1) * gap);
    if (!names_fit(canvas, &bar)) {
        width = start_width(canvas, starts, count, count > 1 ? theme->s24 : padding);
        bar = bar_behind(canvas, count * width + (count - 1) * gap);
    }
    if (!bar_holds(canvas, &bar)) {
        for (int i = 0; i < count; i++)
            starts[i].type = TYPE_BUTTON;
        width = start_width(canvas, starts, count, theme->s24);
        bar = bar_behind(canvas, count * width + (count - 1) * gap);
        bar.x -= theme->s16;
    }
    for (int i = 0; i < count; i++)
        part_button(
            canvas, &starts[i],
            (struct rect){ theme->margin + i * (width + gap), theme->foot_y, width, theme->bar });
    languages_draw(canvas, &bar);
}

/* The starts across the panel, and under them the stack of languages, down to where the foot ends.
 */
static int stacked_top(const struct canvas *canvas, const struct stack *stack)
{
    const struct theme *theme = &canvas->theme;
    return theme->foot_y - stack_height(canvas, stack) - theme->s16;
}

static void buttons_stacked(struct canvas *canvas, const struct stack *stack)
{
    const struct theme *theme = &canvas->theme;
    struct button starts[SIDE_BY_SIDE_MAX];
    int count = starts_of(canvas, starts), top = stacked_top(canvas, stack);
    int whole = canvas->panel.width - 2 * theme->margin;
    int width = (whole - (count - 1) * theme->s16) / count;
    for (int i = 0; i < count; i++)
        part_button(
            canvas, &starts[i],
            (struct rect){ theme->margin + i * (width + theme->s16), top, width, theme->bar });
    stack_draw(canvas, stack, top + theme->bar + theme->s16);
}

static struct text attract_title(const struct canvas *canvas, int step)
{
    return (struct text){
        .text = canvas_survey_text(canvas, &canvas->kiosk->program->survey->title),
        .largest = (enum type)(TYPE_HUGE - step),
        .smallest = TYPE_TEXT,
        .weight = WEIGHT_BOLD,
        .colour = COLOUR_INK,
        .max_lines = canvas->theme.portrait ? 2 : 1,
        .balanced = true,
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

/* The title is larger than all else as long as that is possible. */
enum { STEPS = 5, STEPS_GOOD = 2 };

/* Which words of the paragraph, and how far down the scale. */
struct manner {
    const char *intro;
    int step;
    bool fits;
};

/* Cards are never set larger than the paragraph above them. */
static struct pair cards_under(const struct canvas *canvas, const struct pair *pair, int step,
                               int room)
{
    struct pair cards = *pair;
    cards.largest = attract_intro("", step).largest;
    return pair_measure(canvas, &cards, room);
}

static bool step_fits(const struct canvas *canvas, const struct pair *pair, const char *intro,
                      int step, struct rect room)
{
    struct text title = attract_title(canvas, step), under = attract_intro(intro, step);
    struct fitted head = canvas_fit(canvas, &title, room.w, 0);
    int left =
        room.h - head.height - canvas_fit(canvas, &under, room.w, 0).height - 2 * canvas->theme.s16;
    return left > 0 && head.size_px >= usual_title(canvas) &&
           (pair->first.heading == NULL || cards_under(canvas, pair, step, left).fits);
}

/* How many steps down the scale leave the cards their room. */
static struct manner manner_in(struct canvas *canvas, const struct pair *pair, struct rect room,
                               enum brevity briefest, int steps)
{
    struct manner manner = { .step = steps - 1 };
    for (int brevity = SAYS_ALL; brevity <= (int)briefest; brevity++) {
        manner.intro = intro_text(canvas, (enum brevity)brevity);
        for (int step = 0; step < steps; step++)
            if (step_fits(canvas, pair, manner.intro, step, room))
                return (struct manner){ manner.intro, step, true };
    }
    return manner;
}

/* Who asks is left out before the title is small, where the head says it; more of the words only
 * after that, and only when larger text is no larger than it must be. */
static struct manner manner_of(struct canvas *canvas, const struct pair *pair, struct rect room)
{
    if (pair->first.heading == NULL)
        return (struct manner){ intro_text(canvas, SAYS_ALL), 0, true };
    enum brevity brief = part_head_names(canvas) ? WITHOUT_ASKER : SAYS_ALL;
    struct manner manner = manner_in(canvas, pair, room, brief, STEPS_GOOD);
    canvas->scene->overflow |= !manner.fits && canvas->display.larger > 0;
    return manner.fits ? manner : manner_in(canvas, pair, room, BREVITIES - 1, STEPS);
}

/* Are the cards' words as large in this height, and with a title in this step, as they are now? */
static bool spares(const struct canvas *canvas, const struct pair *pair,
                   const struct manner *manner, int step, struct rect room, int height)
{
    struct text title = attract_title(canvas, step), under = attract_intro(manner->intro, step);
    int words = canvas_fit(canvas, &title, room.w, 0).height + 2 * canvas->theme.s16 +
                canvas_fit(canvas, &under, room.w, 0).height;
    if (pair->first.heading == NULL)
        return words <= height;
    struct pair now = cards_under(canvas, pair, manner->step, room.h - words);
    struct pair then = cards_under(canvas, pair, step, height - words);
    return then.fits && then.first.type == now.first.type;
}

/* Has the one row of a lying panel room for all languages? */
static bool one_row_holds(const struct canvas *canvas)
{
    const struct theme *theme = &canvas->theme;
    struct button starts[SIDE_BY_SIDE_MAX];
    int count = starts_of(canvas, starts);
    int width = start_width(canvas, starts, count, count > 1 ? theme->s24 : theme->s40);
    struct bar bar = bar_behind(canvas, count * width + (count - 1) * theme->s16);
    return names_fit(canvas, &bar);
}

/* Rows of languages where a standing panel has room for them, and for the same words: as many rows
 * as are needed, for which the title may step down once. */
static struct stack spare_stack(const struct canvas *canvas, const struct pair *pair,
                                struct manner *manner, struct rect room)
{
    enum { ROWS = 3 };
    int smaller = manner->step + 1 < STEPS_GOOD ? STEPS_GOOD - 1 : manner->step;
    bool stands = canvas->theme.portrait && !one_row_holds(canvas);
    for (int rows = stands ? ROWS : 0; rows > 0; rows--) {
        struct stack stack = stack_of(canvas, rows);
        int height = room.h - (canvas->theme.foot_y - stacked_top(canvas, &stack));
        for (int step = manner->step; stack.rows > 0 && step <= smaller; step++)
            if (spares(canvas, pair, manner, step, room, height)) {
                manner->step = step;
                return stack;
            }
    }
    return (struct stack){ .rows = 0 };
}

/* The lowest rows that show as many languages as are wanted. */
static struct stack wanted_stack(const struct canvas *canvas)
{
    enum { ROWS_MOST = 4 };
    struct stack stack = { .rows = 0 };
    for (int rows = 1; rows <= ROWS_MOST; rows++) {
        stack = stack_of(canvas, rows);
        int wanted = canvas->display.languages;
        wanted = wanted < stack.count ? wanted : stack.count;
        if (stack.rows > 0 && stack.own >= wanted)
            return stack;
    }
    return (struct stack){ .rows = 0 };
}

/* Larger text beside its languages: what the head says is left out, then the title steps down as
 * far as it is larger than all else; more of the words only where the text is hardly larger than it
 * must be, and why we ask, which the page on privacy says too, only then. False where there is no
 * room even so. */
static bool beside_languages(struct canvas *canvas, struct pair *pair, struct rect room,
                             struct manner *ret_manner, struct stack *ret_stack)
{
    enum { STEPS_LARGER = 3 };
    int first = part_head_names(canvas) ? WITHOUT_ASKER : SAYS_ALL;
    int last = canvas->display.larger > 1 ? WITHOUT_ASKER : WITHOUT_ONE_TAP;
    *ret_stack = wanted_stack(canvas);
    room.h -= canvas->theme.foot_y - stacked_top(canvas, ret_stack);
    for (int brevity = first; ret_stack->rows > 0 && brevity <= last; brevity++) {
        ret_manner->intro = intro_text(canvas, (enum brevity)brevity);
        for (ret_manner->step = 0; ret_manner->step < STEPS_LARGER; ret_manner->step++)
            if (step_fits(canvas, pair, ret_manner->intro, ret_manner->step, room))
                return true;
    }
    bool noticed = kiosk_notice(canvas->kiosk) != NULL, has_cards = pair->first.heading != NULL;
    if (ret_stack->rows == 0 || last == WITHOUT_ASKER || noticed || !has_cards)
        return false;
    pair->first.heading = NULL;
    ret_manner->step = 0;
    return step_fits(canvas, pair, ret_manner->intro, 0, room);
}

static void words_draw(struct canvas *canvas, struct pair *pair, const struct manner *manner,
                       struct rect room)
{
    const struct theme *theme = &canvas->theme;
    struct text title = attract_title(canvas, manner->step);
    struct text under = attract_intro(manner->intro, manner->step);
    int y = room.y, bottom = room.y + room.h;
    y += canvas_text(canvas, &title, (struct rect){ room.x, y, room.w, 0 });
    y += theme->compact ? 0 : theme->s8;
    y += canvas_text(canvas, &under, (struct rect){ room.x, y, room.w, bottom - y });
    canvas_words(canvas, (struct rect){ room.x, room.y, room.w, y - room.y });
    if (pair->first.heading == NULL)
        return;
    *pair = cards_under(canvas, pair, manner->step, bottom - y - theme->s16);
    int spare = bottom - y - pair_height(pair);
    pair_draw(canvas, pair, y + (spare > theme->s32 ? theme->s32 : spare));
}

static void at_once(struct canvas *canvas)
{
    const struct theme *theme = &canvas->theme;
    struct rect room = { theme->margin, theme->head_y + theme->head_h + theme->under_head,
                         canvas->panel.width - 2 * theme->margin, 0 };
    room.h = theme->foot_y - (theme->compact ? theme->s16 : theme->s32) - room.y;
    struct pair pair = pair_of(canvas);
    struct manner manner = { .step = 0 };
    struct stack stack = { .rows = 0 };
    bool wanted = canvas->display.languages > 0 && !one_row_holds(canvas);
    if (wanted && !beside_languages(canvas, &pair, room, &manner, &stack)) {
        canvas->scene->overflow = true;
        return;
    }
    if (!wanted) {
        manner = manner_of(canvas, &pair, room);
        stack = spare_stack(canvas, &pair, &manner, room);
    }
    room.h -= stack.rows > 0 ? theme->foot_y - stacked_top(canvas, &stack) : 0;
    part_head(canvas);
    intro_say(canvas);
    words_draw(canvas, &pair, &manner, room);
    if (stack.rows > 0)
        buttons_stacked(canvas, &stack);
    else
        buttons(canvas);
}

/* The other languages are behind their picture, where there is one for it. */
static int parts_buttons(const struct canvas *canvas, struct button ret[FOOT_BUTTONS_MAX])
{
    int count = 0;
    if (canvas->kiosk->program->language_count > 1)
        ret[count++] = (struct button){ .target = { TARGET_MORE_LANGUAGES, 0 },
                                        .text = "",
                                        .said = canvas_word(canvas, WORD_MORE_LANGUAGES),
                                        .look = LOOK_OUTLINED,
                                        .type = TYPE_BUTTON,
                                        .icon = PICTURE_LANGUAGE };
    int first = count;
    count += starts_of(canvas, ret + count);
    for (int i = first; i < count; i++)
        ret[i].type = TYPE_BUTTON;
    return count;
}

static void in_parts(struct canvas *canvas)
{
    struct pair pair = pair_of(canvas);
    struct flow flow = { .count = 0 };
    struct button end[FOOT_BUTTONS_MAX];
    struct text title = attract_title(canvas, 0), intro = attract_intro("", 0);
    struct foot foot = { .end = end,
                         .count = parts_buttons(canvas, end),
                         .y = canvas->theme.foot_y,
                         .right = canvas->panel.width - canvas->theme.margin };
    title.largest = TYPE_BUTTON;
    title.max_lines = 0;
    intro.text = intro_text(canvas, SAYS_ALL);
    intro.largest = TYPE_SMALL;
    flow_title(canvas, &flow, (struct piece){ .text = title, .said = "" });
    flow_add(&flow, (struct piece){ .text = intro, .above = canvas->theme.s8, .said = "" });
    pair_flow(canvas, &flow, &pair);
    canvas_parts(canvas, flow_parts(canvas, &flow, flow_body(canvas)));
    if (canvas->parts.shown == 0)
        intro_say(canvas);
    flow_page(canvas, &flow, &foot);
}

void screen_attract(struct canvas *canvas)
{
    if (canvas->in_parts)
        in_parts(canvas);
    else
        at_once(canvas);
}
