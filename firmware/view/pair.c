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

static void pair_at(const struct canvas *canvas, struct pair *pair, enum type type, int room)
{
    int *heights = pair->heights;
    pair->first.type = pair->second.type = type;
    heights[0] = part_card_height(canvas, &pair->first, pair->width);
    heights[1] = part_card_height(canvas, &pair->second, pair->width);
    if (!pair->stacked)
        heights[0] = heights[1] = heights[0] > heights[1] ? heights[0] : heights[1];
    pair->fits = pair_height(pair) <= room;
}

/* The words of both cards are of one size: the largest that fits. */
struct pair pair_measure(const struct canvas *canvas, const struct pair *words, int room)
{
    const struct theme *theme = &canvas->theme;
    int whole = canvas->panel.width - 2 * theme->margin;
    struct pair pair = *words;
    pair.stacked = theme->portrait;
    pair.gap = theme->compact ? theme->s16 : pair.stacked ? theme->s24 : theme->s40;
    pair.fits = false;
    pair.width = pair.stacked ? whole : (whole - pair.gap) / 2;
    int least = canvas->large && pair.largest > TYPE_TINY ? TYPE_SMALL : TYPE_TINY;
    for (int type = (int)pair.largest; type >= least && !pair.fits; type--)
        pair_at(canvas, &pair, (enum type)type, room);
    return pair;
}

int pair_height(const struct pair *pair)
{
    return pair->stacked ? pair->heights[0] + pair->gap + pair->heights[1] : pair->heights[0];
}

void pair_draw(struct canvas *canvas, const struct pair *pair, int top)
{
    struct rect first = { canvas->theme.margin, top, pair->width, pair->heights[0] };
    struct rect second = { first.x, top, pair->width, pair->heights[1] };
    second.x += pair->stacked ? 0 : pair->gap + pair->width;
    second.y += pair->stacked ? pair->gap + pair->heights[0] : 0;
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
