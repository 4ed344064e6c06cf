/* Screens that ask nothing: thanks, goodbye, the disk that refuses, and waiting for a survey. */
#include "staff_parts.h"

struct message {
    const char *title, *more;
    const char *parted; /* the title, its last sentence kept on one line; NULL: it has but one */
    const char *said;   /* in place of `more`; NULL: as it is written */
    enum picture picture;
    const struct pair *news; /* what was said and done, at the bottom; NULL: none */
    int below;               /* so much is kept free above the foot */
};

/* In two lines it ends the first one where a sentence ends, if that has room. */
static struct text message_title(const struct canvas *canvas, const struct message *message, int px,
                                 int width)
{
    struct text title = {
        .text = message->title,
        .px = px,
        .weight = WEIGHT_BOLD,
        .colour = COLOUR_INK,
        .max_lines = 2,
        .balanced = true,
    };
    struct text parted = title;
    parted.text = message->parted;
    bool breaks = parted.text != NULL && canvas_fit(canvas, &title, width, 0).lines > 1;
    return breaks && canvas_fit(canvas, &parted, width, 0).fits ? parted : title;
}

static struct text message_more(const struct canvas *canvas, const struct message *message,
                                int title)
{
    enum type type = title > canvas->theme.type[TYPE_TEXT] ? TYPE_TEXT : TYPE_SMALL;
    return (struct text){
        .text = message->more,
        .largest = type,
        .smallest = TYPE_TINY,
        .colour = COLOUR_MUTED,
    };
}

static void message_say(struct canvas *canvas, const struct message *message)
{
    canvas_say(canvas, message->title);
    canvas_say(canvas, message->said != NULL ? message->said : message->more);
}

/* The largest title on one line, or on two, that leaves room for what stands under it. */
static bool message_fits(const struct canvas *canvas, const struct message *message, int width,
                         int height, int *ret)
{
    const int *sizes = canvas->theme.type;
    for (int px = sizes[TYPE_HUGE]; px > sizes[TYPE_SMALL]; px = canvas_title_down(canvas, px)) {
        struct text title = message_title(canvas, message, px, width);
        struct text more = message_more(canvas, message, px);
        struct fitted head = canvas_fit(canvas, &title, width, height);
        int left = height - head.height - canvas->theme.s16;
        bool small_enough = head.lines == 1 || px <= sizes[TYPE_HEAD];
        *ret = px;
        if (head.fits && small_enough && left > 0 && canvas_fit(canvas, &more, width, left).fits)
            return true;
    }
    *ret = sizes[TYPE_SMALL];
    return false;
}

static void tick_draw(struct canvas *canvas, struct rect at)
{
    int inner = at.w * 11 / 20, off = (at.w - inner) / 2;
    canvas_box(canvas, at, COLOUR_NONE, COLOUR_ACCENT, at.w / 18, at.w / 2);
    canvas_picture(canvas, (struct rect){ at.x + off, at.y + off, inner, inner }, PICTURE_TICK,
                   COLOUR_ACCENT);
}

static void picture_draw(struct canvas *canvas, enum picture picture, struct rect at)
{
    if (picture == PICTURE_TICK)
        tick_draw(canvas, at);
    else if (at.w > 0)
        canvas_picture(canvas, at, picture, COLOUR_ACCENT);
}

/* The cards at the bottom take what they need of the lower part; returns where they begin. */
static int news_draw(struct canvas *canvas, const struct pair *news, int top, int bottom)
{
    struct pair pair = pair_measure(canvas, news, (bottom - top) * 3 / 5);
    int y = bottom - pair_height(&pair) - (canvas->theme.compact ? 0 : canvas->theme.s16);
    pair_draw(canvas, &pair, y);
    return y;
}

static void message_words(struct canvas *canvas, const struct message *message, int px,
                          struct rect at)
{
    struct text title = message_title(canvas, message, px, at.w);
    struct text more = message_more(canvas, message, px);
    int y = at.y + canvas_text(canvas, &title, at) + canvas->theme.s16;
    y += canvas_text(canvas, &more, (struct rect){ at.x, y, at.w, at.y + at.h - y });
    canvas_words(canvas, (struct rect){ at.x, at.y, at.w, y - at.y });
}

/* A large sentence with a smaller one under it, and perhaps a picture before them, or above them
 * where the panel is narrow. Beside news the smaller one is left out where it has no room; not on a
 * standing panel with larger text, which holds it in a smaller step, or in parts. */
static void message_draw(struct canvas *canvas, const struct message *message)
{
    const struct theme *theme = &canvas->theme;
    struct message shown = *message;
    int top = theme->head_y + theme->head_h + theme->under_head,
        bottom = theme->foot_y - theme->s16 - message->below;
    int size = message->picture != PICTURE_NONE ? theme->tile * 6 / 5 : 0, x = theme->margin;
    int px;
    if (message->news != NULL)
        bottom = news_draw(canvas, message->news, top, bottom) - theme->s16;
    else if (!theme->compact)
        top += (bottom - top) / 10;
    picture_draw(canvas, message->picture, (struct rect){ x, top, size, size });
    if (size > 0 && theme->narrow)
        top += size + theme->s32;
    else if (size > 0)
        x += size + theme->s40;
    int width = canvas->panel.width - theme->margin - x;
    if (!message_fits(canvas, &shown, width, bottom - top, &px) && message->news != NULL) {
        shown.more = "";
        canvas->scene->overflow |= theme->portrait && theme->least > 0;
        (void)message_fits(canvas, &shown, width, bottom - top, &px);
    }
    message_words(canvas, &shown, px, (struct rect){ x, top, width, bottom - top });
    message_say(canvas, message);
}

static struct foot usual_foot(const struct canvas *canvas, const struct button *buttons, int count)
{
    return (struct foot){ .end = buttons,
                          .count = count,
                          .y = canvas->theme.foot_y,
                          .right = canvas->panel.width - canvas->theme.margin };
}

static void tick_row(struct canvas *canvas, const void *context, int row, struct rect at)
{
    (void)context;
    (void)row;
    tick_draw(canvas, (struct rect){ at.x, at.y, at.h, at.h });
}

/* The tick above the words, as high as they are, where it costs no part more. */
static void add_tick(struct canvas *canvas, struct flow *flow)
{
    struct flow with = { .count = 0 };
    struct rect body = flow_body(canvas);
    struct piece tick = { .rows = 1, .draw = tick_row, .stays = true };
    for (int height = canvas->theme.tile; height >= canvas->theme.target;
         height -= canvas->theme.s8) {
        with.count = 0;
        tick.row_h = height;
        flow_add(&with, tick);
        for (int i = 0; i < flow->count; i++)
            flow_add(&with, flow->pieces[i]);
        with.pieces[1].above = canvas->theme.s16 + canvas->theme.type[TYPE_TEXT] / 6;
        if (flow_parts(canvas, &with, body) == flow_parts(canvas, flow, body)) {
            *flow = with;
            return;
        }
    }
}

/* What does not fit at once; what is left to say of the time comes last. */
static void message_in_parts(struct canvas *canvas, const struct message *message, uint32_t seconds,
                             const struct foot *foot)
{
    struct flow flow = { .count = 0 };
    int px = canvas->theme.type[TYPE_TEXT], width = flow_body(canvas).w;
    px = px > usual_title(canvas) ? px : usual_title(canvas);
    struct text title = message_title(canvas, message, px, width);
    struct text more = message_more(canvas, message, 0);
    more.smallest = TYPE_SMALL;
    title.max_lines = 0;
    flow_title(canvas, &flow, (struct piece){ .text = title, .said = message->title });
    flow_text(&flow, more, canvas->theme.s8);
    if (message->news != NULL)
        pair_flow(canvas, &flow, message->news);
    if (seconds > 0) {
        more.text = part_seconds_text(canvas, seconds, &more, width);
        flow_add(&flow,
                 (struct piece){ .text = more,
                                 .above = canvas->theme.s16,
                                 .said = part_seconds_said(canvas, spoken_seconds(seconds)) });
    }
    if (message->picture == PICTURE_TICK)
        add_tick(canvas, &flow);
    flow_page(canvas, &flow, foot);
}

static struct text seconds_words(struct canvas *canvas, uint32_t left, int room)
{
    struct text words = {
        .largest = TYPE_SMALL,
        .smallest = TYPE_TINY,
        .colour = COLOUR_MUTED,
        .max_lines = 2,
    };
    words.text = part_seconds_text(canvas, left, &words, room);
    return words;
}

/* In the room beside the ways on; or above them, where that is too narrow and the panel has height
 * to spare. */
static struct rect seconds_place(struct canvas *canvas, uint32_t left, const struct foot *foot)
{
    const struct theme *theme = &canvas->theme;
    int whole = canvas->panel.width - 2 * theme->margin;
    int most = canvas->panel.width * 2 / 3 - theme->margin;
    int room = foot_ways_on(canvas, foot) - theme->s24 - theme->margin;
    struct rect beside = { theme->margin, theme->foot_y, room < most ? room : most, theme->bar };
    struct text words = seconds_words(canvas, left, beside.w);
    words.inked = true;
    if (!theme->portrait || (room > 0 && canvas_fit(canvas, &words, beside.w, beside.h).fits))
        return beside;
    words = seconds_words(canvas, left, whole);
    int height = canvas_inked_height(canvas, &words, whole);
    return (struct rect){ theme->margin, theme->foot_y - theme->s16 - height, whole, height };
}

static void clearing_draw(struct canvas *canvas, const struct message *message)
{
    const struct theme *theme = &canvas->theme;
    struct button end[] = { part_word_button(canvas, TARGET_TAKE_PART, WORD_TAKE_PART,
                                             LOOK_OUTLINED),
                            part_word_button(canvas, TARGET_DONE, WORD_DONE, LOOK_PRIMARY) };
    bool more = kiosk_can_take_part(canvas->kiosk);
    end[0].at_last = true;
    struct foot foot = usual_foot(canvas, more ? end : end + 1, more ? 2 : 1);
    uint32_t left = kiosk_seconds_left(canvas->kiosk, canvas->now);
    if (canvas->in_parts) {
        message_in_parts(canvas, message, left, &foot);
        return;
    }
    struct rect place = seconds_place(canvas, left, &foot);
    struct text seconds = seconds_words(canvas, left, place.w);
    struct message shown = *message;
    shown.below = place.y < theme->foot_y ? place.h + theme->s16 : 0;
    part_head(canvas);
    message_draw(canvas, &shown);
    foot_draw(canvas, &foot);
    canvas->scene->overflow |= place.w <= 0;
    canvas_text_middle(canvas, &seconds, place);
    canvas_say(canvas, part_seconds_said(canvas, spoken_seconds(left)));
}

void screen_end(struct canvas *canvas)
{
    bool thanks = canvas->kiosk->page == PAGE_THANKS;
    const struct survey *survey = canvas->kiosk->program->survey;
    struct pair news = pair_of(canvas);
    struct message message = {
        .title = canvas_word(canvas, thanks ? WORD_THANKS : WORD_GOODBYE),
        .more = canvas_word(canvas, WORD_GOODBYE_MORE),
        .picture = thanks ? PICTURE_TICK : PICTURE_NONE,
    };
    message.parted = part_last_together(canvas, message.title);
    if (thanks)
        message.news = kiosk_notice(canvas->kiosk) != NULL ? &news : NULL;
    if (thanks)
        message.more = survey->has_about ? canvas_survey_text(canvas, &survey->about.outcome) : "";
    clearing_draw(canvas, &message);
}

void screen_refuses(struct canvas *canvas)
{
    struct message message = {
        .title = canvas_word(canvas, WORD_REFUSED),
        .more = canvas_word(canvas, WORD_REFUSED_MORE),
    };
    struct button end[] = { part_word_button(canvas, TARGET_LEAVE, WORD_LEAVE, LOOK_OUTLINED),
                            part_word_button(canvas, TARGET_CONTINUE, WORD_TRY_AGAIN,
                                             LOOK_PRIMARY) };
    end[0].may_hide = true;
    struct foot foot = usual_foot(canvas, end, 2);
    if (canvas->in_parts) {
        message_in_parts(canvas, &message, 0, &foot);
        return;
    }
    (void)foot_plan(canvas, &foot);
    part_head(canvas);
    message_draw(canvas, &message);
    foot_draw(canvas, &foot);
}

/* What each of the still screens says. */
static const struct {
    enum page page;
    enum wording_key title, more;
    enum picture picture;
} still[] = {
    { PAGE_NOT_ENROLLED, WORD_NOT_ENROLLED, WORD_NOT_ENROLLED_MORE, PICTURE_PLUG },
    { PAGE_NO_SURVEY, WORD_NO_SURVEY, WORD_NO_SURVEY_MORE, PICTURE_PLUG },
    { PAGE_CLOSED, WORD_CLOSED_TITLE, WORD_NO_SURVEY_MORE, PICTURE_TICK },
    { PAGE_PAUSED, WORD_PAUSED_TITLE, WORD_PAUSED_ORDER, PICTURE_NONE },
    { PAGE_REVOKED, WORD_REVOKED_TITLE, WORD_HELP_TITLE, PICTURE_PLUG },
};

static const char *back_at(struct canvas *canvas, uint32_t minute)
{
    return staff_filled(canvas, WORD_PAUSED_BACK, "time", staff_time(canvas, minute));
}

/* Staff set quarters of an hour; a minute that another program has set is said as the next one. */
static void add_pause_reason(struct canvas *canvas, struct message *message)
{
    const struct pause *pause = &canvas->kiosk->standing.settings.pause;
    if (pause->kind == PAUSE_CLOSED_TODAY)
        message->more = canvas_word(canvas, WORD_PAUSED_TODAY);
    if (pause->kind != PAUSE_BACK_AT)
        return;
    message->more = back_at(canvas, pause->minute);
    message->said = back_at(canvas, spoken_minute(pause->minute));
}

static struct button staff_word_button(const struct canvas *canvas, enum staff_item item,
                                       enum wording_key word, enum look look)
{
    struct button button = part_word_button(canvas, TARGET_STAFF, word, look);
    button.target.value = item;
    return button;
}

/* The two ways to set it up, while it is not. */
static void still_draw(struct canvas *canvas, const struct message *message)
{
    struct button ways[] = {
        staff_word_button(canvas, STAFF_FILE, WORD_SETUP_FILE, LOOK_OUTLINED),
        staff_word_button(canvas, STAFF_SETUP, WORD_SETUP_START, LOOK_PRIMARY),
    };
    bool new = canvas->kiosk->page == PAGE_NOT_ENROLLED;
    struct foot foot = usual_foot(canvas, ways, new ? 2 : 0);
    message_draw(canvas, message);
    foot_draw(canvas, &foot);
}

static struct message still_message(struct canvas *canvas)
{
    enum page page = canvas->kiosk->page;
    size_t i = 0;
    while (still[i].page != page)
        i++;
    struct message message = {
        .title = canvas_word(canvas, still[i].title),
        .more = canvas_word(canvas, still[i].more),
        .picture = still[i].picture,
    };
    if (page == PAGE_PAUSED)
        add_pause_reason(canvas, &message);
    return message;
}

/* One under the other, in one size: nobody can choose a language here. */
static void still_in_all(struct canvas *canvas, const int *languages, int count)
{
    const struct theme *theme = &canvas->theme;
    const struct wording *shown = canvas->wording;
    int top = theme->head_y + theme->head_h + theme->under_head;
    struct message messages[SIDE_BY_SIDE_MAX];
    int px, least = theme->type[TYPE_HUGE];
    struct rect at = { theme->margin, top, canvas->panel.width - 2 * theme->margin,
                       (canvas->panel.height - theme->margin - top) / count - theme->s24 };
    for (int i = 0; i < count; i++) {
        canvas->wording = canvas->kiosk->program->wordings[languages[i]];
        messages[i] = still_message(canvas);
        (void)message_fits(canvas, &messages[i], at.w, at.h, &px);
        least = px < least ? px : least;
    }
    for (int i = 0; i < count; i++, at.y += at.h + theme->s24) {
        canvas->wording = canvas->kiosk->program->wordings[languages[i]];
        message_words(canvas, &messages[i], least, at);
        message_say(canvas, &messages[i]);
    }
    canvas->wording = shown;
}

void screen_waiting(struct canvas *canvas)
{
    int languages[SIDE_BY_SIDE_MAX], count = view_side_by_side(canvas->kiosk, languages);
    struct message message = still_message(canvas);
    if (count > 1)
        still_in_all(canvas, languages, count);
    else
        still_draw(canvas, &message);
}
