/*
 * Two pages of plain text: what is kept of the answers, how long and by whom; and how to do more
 * than answer. The venue's own words stand in the language in which it has written them.
 */
#include "view_int.h"

/* The venue's words, or the interface's where it has none. */
static struct card own_card(const struct canvas *canvas, enum wording_key heading,
                            const struct local_texts *texts, const char *otherwise)
{
    struct local_text own = local_text_for(texts, canvas->wording->tag);
    bool has_own = own.tag != NULL;
    return (struct card){ .heading = canvas_word(canvas, heading),
                          .body = has_own ? own.text : otherwise,
                          .language = own.tag };
}

static const char *responsible(const struct canvas *canvas)
{
    const struct survey *survey = canvas->kiosk->program->survey;
    return survey->has_about ? canvas_survey_text(canvas, &survey->about.owner)
                             : canvas->kiosk->program->venue_name;
}

enum { CARDS_MAX = 6 };

/* Why we ask stands here too: on the first screen a notice may have taken its place. */
static int privacy_cards(const struct canvas *canvas, struct card ret[CARDS_MAX])
{
    const struct venue_profile *venue = program_venue(canvas->kiosk->program);
    const struct survey *survey = canvas->kiosk->program->survey;
    int count = 0;
    ret[count++] = own_card(canvas, WORD_PRIVACY_WHO, &venue->controller, responsible(canvas));
    ret[count++] = (struct card){ .heading = canvas_word(canvas, WORD_PRIVACY_KEPT),
                                  .body = canvas_word(canvas, WORD_PRIVACY_KEPT_MORE) };
    ret[count++] = own_card(canvas, WORD_PRIVACY_LONG, &venue->retention,
                            canvas_word(canvas, WORD_PRIVACY_LONG_MORE));
    ret[count++] = own_card(canvas, WORD_PRIVACY_ASK, &venue->contact,
                            canvas_word(canvas, WORD_PRIVACY_ASK_MORE));
    if (!survey->has_about)
        return count;
    ret[count++] = (struct card){ .heading = canvas_word(canvas, WORD_WHY_WE_ASK),
                                  .body = canvas_survey_text(canvas, &survey->about.purpose) };
    ret[count++] = (struct card){ .heading = canvas_word(canvas, WORD_WHAT_HAPPENS),
                                  .body = canvas_survey_text(canvas, &survey->about.outcome) };
    return count;
}

static struct text page_title(const struct canvas *canvas, enum wording_key title)
{
    return (struct text){
        .text = canvas_word(canvas, title),
        .largest = TYPE_HEAD,
        .smallest = TYPE_TEXT,
        .weight = WEIGHT_BOLD,
        .colour = COLOUR_INK,
    };
}

static struct foot page_foot(const struct canvas *canvas, const struct button *start,
                             const struct button *end)
{
    return (struct foot){ .start = start,
                          .end = end,
                          .count = 1,
                          .y = canvas->theme.foot_y,
                          .right = canvas->panel.width - canvas->theme.margin };
}

static struct flow privacy_flow(const struct canvas *canvas, enum type type)
{
    struct card cards[CARDS_MAX];
    struct flow flow = { .count = 0 };
    int count = privacy_cards(canvas, cards);
    flow_title(canvas, &flow, (struct piece){ .text = page_title(canvas, WORD_PRIVACY_TITLE) });
    for (int i = 0; i < count; i++) {
        cards[i].type = type;
        card_flow(canvas, &flow, &cards[i]);
    }
    return flow;
}

/* In larger words where that needs no more parts; closed from each of them. */
void screen_privacy(struct canvas *canvas)
{
    struct button close = part_word_button(canvas, TARGET_CLOSE, WORD_CLOSE, LOOK_OUTLINED);
    struct foot foot = page_foot(canvas, NULL, &close);
    struct flow large = privacy_flow(canvas, TYPE_TEXT), small = privacy_flow(canvas, TYPE_SMALL);
    struct rect body = flow_body(canvas);
    bool same = flow_parts(canvas, &large, body) == flow_parts(canvas, &small, body);
    flow_page(canvas, same ? &large : &small, &foot);
}

void screen_taking_part(struct canvas *canvas)
{
    const struct venue_profile *venue = program_venue(canvas->kiosk->program);
    struct local_text words = local_text_for(&venue->taking_part, canvas->wording->tag);
    struct button back = part_word_button(canvas, TARGET_BACK, WORD_BACK, LOOK_PLAIN);
    struct button done = part_word_button(canvas, TARGET_DONE, WORD_DONE, LOOK_PRIMARY);
    struct foot foot = page_foot(canvas, &back, &done);
    struct flow flow = { .count = 0 };
    back.arrow = PICTURE_ARROW_BACK;
    struct text text = { .text = words.text,
                         .language = words.tag,
                         .largest = TYPE_BUTTON,
                         .smallest = TYPE_TINY,
                         .colour = COLOUR_INK };
    flow_title(canvas, &flow, (struct piece){ .text = page_title(canvas, WORD_TAKE_PART) });
    flow_text(&flow, text, canvas->theme.s24);
    flow_page(canvas, &flow, &foot);
}
