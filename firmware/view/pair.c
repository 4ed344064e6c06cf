/*
 * Two cards of one size: what people said and what was done about it, each with its date; or, where
 * there is no notice in the language shown, why we ask and what happens with the answers.
 */
#include "view_int.h"
#include <stdio.h>

/* --- what stands on them --- */

/* "1 November 2026", or "September 2026" where only the month is known. */
static const char *date_text(struct canvas *canvas, struct notice_date date)
{
    char year[8], day[8];
    (void)snprintf(year, sizeof year, "%d", date.year);
    (void)snprintf(day, sizeof day, "%d", date.day);
    const char *const pairs[] = { "year", canvas_number(canvas, year), "day",
                                  canvas_number(canvas, day), NULL };
    enum wording_key first = date.day > 0 ? WORD_DAY_1 : WORD_MONTH_1;
    return canvas_fill(canvas, (enum wording_key)(first + date.month - 1), pairs);
}

static struct card notice_card(struct canvas *canvas, enum wording_key heading,
                               const struct local_texts *texts, struct notice_date date)
{
    const char *const pairs[] = { "date", date_text(canvas, date), NULL };
    struct local_text words = local_text_for(texts, canvas->wording->tag);
    return (struct card){ .heading = canvas_fill(canvas, heading, pairs),
                          .body = words.text,
                          .language = words.tag };
}

static struct card about_card(const struct canvas *canvas, enum wording_key heading,
                              const struct texts *body)
{
    return (struct card){ .heading = canvas_word(canvas, heading),
                          .body = canvas_survey_text(canvas, body) };
}

struct pair pair_of(struct canvas *canvas)
{
    const struct survey *survey = canvas->kiosk->program->survey;
    const struct notice *notice = kiosk_notice(canvas->kiosk);
    struct pair pair = { .largest = TYPE_TEXT };
    if (notice != NULL) {
        pair.first = notice_card(canvas, WORD_YOU_SAID, &notice->said, notice->said_on);
        pair.second = notice_card(canvas, WORD_WE_DID, &notice->did, notice->did_on);
    } else if (survey->has_about) {
        pair.first = about_card(canvas, WORD_WHY_WE_ASK, &survey->about.purpose);
        pair.second = about_card(canvas, WORD_WHAT_HAPPENS, &survey->about.outcome);
    }
    return pair;
}

/* --- side by side --- */

static void pair_at(const struct canvas *canvas, struct pair *pair, enum type type, int most)
{
    pair->first.type = pair->second.type = type;
    int first = part_card_height(canvas, &pair->first, pair->width);
    int second = part_card_height(canvas, &pair->second, pair->width);
    pair->height = first > second ? first : second;
    pair->fits = pair->height <= most;
}

/* Both cards are of one size, and so are their words: the largest that fits. */
struct pair pair_measure(const struct canvas *canvas, const struct pair *words, int room)
{
    const struct theme *theme = &canvas->theme;
    int whole = canvas->panel.width - 2 * theme->margin;
    struct pair pair = *words;
    pair.gap = theme->compact ? theme->s16 : theme->s40;
    pair.stacked = theme->portrait;
    pair.fits = false;
    pair.width = pair.stacked ? whole : (whole - pair.gap) / 2;
    int most = pair.stacked ? (room - pair.gap) / 2 : room;
    int least = canvas->large && pair.largest > TYPE_TINY ? TYPE_SMALL : TYPE_TINY;
    for (int type = (int)pair.largest; type >= least && !pair.fits; type--)
        pair_at(canvas, &pair, (enum type)type, most);
    return pair;
}

int pair_height(const struct pair *pair)
{
    return pair->stacked ? 2 * pair->height + pair->gap : pair->height;
}

void pair_draw(struct canvas *canvas, const struct pair *pair, int top)
{
    int x = canvas->theme.margin, step = pair->gap + (pair->stacked ? pair->height : pair->width);
    struct rect first = { x, top, pair->width, pair->height }, second = first;
    second.x += pair->stacked ? 0 : step;
    second.y += pair->stacked ? step : 0;
    canvas->scene->overflow |= !pair->fits;
    part_card(canvas, &pair->first, first);
    part_card(canvas, &pair->second, second);
}

/* --- one under another --- */

void card_flow(const struct canvas *canvas, struct flow *flow, const struct card *card)
{
    struct text head = { .text = card->heading,
                         .largest = TYPE_SMALL,
                         .smallest = TYPE_TINY,
                         .weight = WEIGHT_BOLD,
                         .colour = COLOUR_ACCENT };
    struct text words = { .text = card->body,
                          .language = card->language,
                          .largest = card->type,
                          .smallest = TYPE_TINY,
                          .colour = COLOUR_INK };
    flow_add(flow, (struct piece){ .text = head, .above = canvas->theme.s24, .stays = true });
    flow_text(flow, words, 0);
}

void pair_flow(const struct canvas *canvas, struct flow *flow, const struct pair *pair)
{
    struct card cards[] = { pair->first, pair->second };
    for (int i = 0; i < 2 && pair->first.heading != NULL; i++) {
        cards[i].type = TYPE_SMALL;
        card_flow(canvas, flow, &cards[i]);
    }
}
