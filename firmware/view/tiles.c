/*
 * The answers of a question as tiles, by rule: a scale is one row of tall tiles or one column where
 * its words fit, else it is read row by row as everything else; numbers in one row or two. All
 * tiles of a question are equal, and so is the size of their words.
 */
#include "tiles_int.h"
#include <string.h>

static bool is_number(const struct canvas *canvas, const struct choice *choice)
{
    const char *text = canvas_survey_text(canvas, &choice->text);
    return choice->is_number && (text[0] == '\0' || strcmp(text, choice->value) == 0);
}

const char *tiles_words(const struct canvas *canvas, const struct tiles *tiles, int choice)
{
    const struct question *question = tiles->question;
    const char *text = canvas_survey_text(canvas, &question->choices[choice].text);
    if (tiles->number[choice][0] != '\0')
        return tiles->number[choice];
    if (text[0] != '\0')
        return text;
    if (question->type == QUESTION_BOOLEAN)
        return canvas_word(canvas, choice == 1 ? WORD_YES : WORD_NO);
    return question->choices[choice].value;
}

bool tiles_is_chosen(const struct canvas *canvas, const struct question *question, int choice)
{
    const struct kiosk *kiosk = canvas->kiosk;
    uint32_t state = kiosk->answers.state[kiosk->question];
    if (!answer_given(state))
        return false;
    uint32_t value = state - ANSWER_FIRST;
    if (question->type == QUESTION_CHECKBOX)
        return (value >> choice & 1) != 0;
    return value == (uint32_t)choice;
}

static bool has_faces(const struct question *question)
{
    return question->type == QUESTION_RATING && question->look == RATING_SMILEYS &&
           question->choice_count >= 2 && question->choice_count <= TILES_FACES + 1;
}

static bool has_pictures(const struct canvas *canvas, const struct question *question)
{
    bool any = false;
    for (int i = 0; i < question->choice_count; i++)
        any |= question->choices[i].picture != PICTOGRAM_NONE;
    return any && survey_shows_pictures(canvas->kiosk->program->survey, canvas->language);
}

/* Best first, as people read; a scale of numbers rises, so that its first step is the worst. */
static enum picture face_of(const struct tiles *tiles, int place)
{
    static const enum picture faces[TILES_FACES + 1][TILES_FACES] = {
        [0] = { PICTURE_NONE },
        [1] = { PICTURE_FACE_3 },
        [2] = { PICTURE_FACE_1, PICTURE_FACE_5 },
        [3] = { PICTURE_FACE_1, PICTURE_FACE_3, PICTURE_FACE_5 },
        [4] = { PICTURE_FACE_1, PICTURE_FACE_2, PICTURE_FACE_4, PICTURE_FACE_5 },
        [5] = { PICTURE_FACE_1, PICTURE_FACE_2, PICTURE_FACE_3, PICTURE_FACE_4, PICTURE_FACE_5 },
    };
    bool rising = tiles->question->choices[0].is_number;
    if (place >= tiles->steps)
        return PICTURE_NONE;
    return faces[tiles->steps][rising ? tiles->steps - 1 - place : place];
}

enum picture tiles_picture(const struct tiles *tiles, int place)
{
    if (tiles->faces)
        return face_of(tiles, place);
    const struct choice *choice = &tiles->question->choices[tiles->order[place]];
    return tiles->pictures ? (enum picture)choice->picture : PICTURE_NONE;
}

struct tiles tiles_of(const struct canvas *canvas, const struct question *question,
                      const struct tiles_room *room)
{
    struct tiles tiles = { .question = question,
                           .top = room->top,
                           .bottom = room->bottom,
                           .most = room->most,
                           .least = room->least };
    tiles.faces = has_faces(question);
    tiles.pictures = !tiles.faces && has_pictures(canvas, question);
    tiles.sixth = tiles.faces && question->choice_count == TILES_FACES + 1;
    tiles.apart = tiles.sixth && !canvas->theme.compact;
    tiles.count = question->choice_count - (tiles.apart ? 1 : 0);
    tiles.steps = question->choice_count - (tiles.sixth ? 1 : 0);
    bool turned = question->type == QUESTION_BOOLEAN && question->first_shown == 1;
    for (int i = 0; i < question->choice_count; i++)
        tiles.order[i] = turned ? question->choice_count - 1 - i : i;
    for (int i = 0; i < question->choice_count; i++)
        if (is_number(canvas, &question->choices[i]))
            (void)wording_number(tiles.number[i], TILES_NUMBER_BYTES, canvas->wording,
                                 question->choices[i].value);
    return tiles;
}

/* The words as they stay with the scene. */
const char *tiles_kept_words(struct canvas *canvas, const struct tiles *tiles, int place)
{
    const char *words = tiles_words(canvas, tiles, tiles->order[place]);
    return words == tiles->number[tiles->order[place]] ? canvas_keep(canvas, words) : words;
}

struct text tiles_text(const char *text, int px, int lines, enum align align)
{
    return (struct text){
        .text = text,
        .px = px,
        .weight = WEIGHT_BOLD,
        .colour = COLOUR_INK,
        .align = align,
        .max_lines = lines,
        .inked = true,
    };
}

static bool words_fit(const struct canvas *canvas, const struct tiles *tiles, int count,
                      const struct words_room *room, int px)
{
    bool fits = true;
    for (int i = 0; i < count && fits; i++) {
        struct text text =
            tiles_text(tiles_words(canvas, tiles, tiles->order[i]), px, room->lines, ALIGN_CENTRE);
        fits = canvas_fit(canvas, &text, room->width, room->height).fits;
    }
    return fits;
}

/* The largest size at which the words of every tile fit this room; 0 when none does. */
int tiles_common_px(const struct canvas *canvas, const struct tiles *tiles, int count,
                    const struct words_room *room)
{
    if (room->width <= 0 || room->height <= 0 || room->least <= 0)
        return 0;
    for (int px = room->most; px >= room->least; px = canvas_step_down(px, room->least))
        if (words_fit(canvas, tiles, count, room, px))
            return px;
    return 0;
}

static struct target answer_target(const struct tiles *tiles, int place)
{
    return (struct target){ TARGET_ANSWER, (uint32_t)tiles->order[place] };
}

void tiles_tile(struct canvas *canvas, const struct tiles *tiles, int place, struct rect at)
{
    part_tile(canvas, answer_target(tiles, place), at,
              tiles_is_chosen(canvas, tiles->question, tiles->order[place]));
}

static const enum wording_key face_words[] = {
    [PICTURE_FACE_1] = WORD_SAY_FACE_1, [PICTURE_FACE_2] = WORD_SAY_FACE_2,
    [PICTURE_FACE_3] = WORD_SAY_FACE_3, [PICTURE_FACE_4] = WORD_SAY_FACE_4,
    [PICTURE_FACE_5] = WORD_SAY_FACE_5,
};

void tiles_name(struct canvas *canvas, const struct tiles *tiles, int place, const char *words)
{
    struct target target = answer_target(tiles, place);
    enum picture picture = tiles_picture(tiles, place);
    bool is_face = picture >= PICTURE_FACE_1 && picture <= PICTURE_FACE_5;
    bool chosen = tiles_is_chosen(canvas, tiles->question, tiles->order[place]);
    canvas_name(canvas, target, words, NULL);
    if (is_face)
        canvas_name(canvas, target, canvas_word(canvas, face_words[picture]), NULL);
    if (chosen || tiles->question->type == QUESTION_CHECKBOX)
        canvas_name(canvas, target,
                    canvas_word(canvas, chosen ? WORD_SAY_CHOSEN : WORD_SAY_NOT_CHOSEN), NULL);
    canvas_name_position(canvas, target, place + 1, tiles->question->choice_count);
}

bool tiles_are_numbers(const struct question *question)
{
    return question->type == QUESTION_RATING && question->look == RATING_NUMBERS;
}

/* So many choices may be a scale, and are read in one line where that is possible. Six in words
 * have none: a scale has five steps at most, and its sixth answer is a rating's. */
bool tiles_are_scale(const struct question *question)
{
    int most = question->type == QUESTION_RADIOGROUP ? TILES_FACES : TILES_SCALE_MAX;
    return question->type != QUESTION_CHECKBOX && question->choice_count <= most;
}

enum reading { READ_ACROSS, READ_DOWN, READ_FEW, READ_MANY, READ_TALL };

static const struct {
    int good, columns[TILES_LAYOUTS_MAX];
} layouts[] = {
    [READ_ACROSS] = { 2, { 0, 1, 2, 3 } }, [READ_DOWN] = { 2, { 1, 0, 2, 3 } },
    [READ_FEW] = { 2, { 1, 2, 3, 4 } },    [READ_MANY] = { 1, { 2, 3, 4, 1 } },
    [READ_TALL] = { 1, { 1, 2, 3, 4 } },
};

static enum reading reading_of(const struct canvas *canvas, const struct question *question)
{
    if (canvas->theme.portrait)
        return READ_TALL;
    if (tiles_are_scale(question))
        return question->type == QUESTION_RADIOGROUP ? READ_DOWN : READ_ACROSS;
    return question->choice_count <= 3 ? READ_FEW : READ_MANY;
}

int tiles_layouts(const struct canvas *canvas, const struct question *question,
                  int ret[TILES_LAYOUTS_MAX], int *ret_count)
{
    enum reading reading = reading_of(canvas, question);
    memcpy(ret, layouts[reading].columns, sizeof layouts[reading].columns);
    *ret_count = TILES_LAYOUTS_MAX;
    return layouts[reading].good;
}

int tiles_fit(const struct canvas *canvas, const struct question *question,
              const struct tiles_room *room)
{
    struct tiles tiles = tiles_of(canvas, question, room);
    if (tiles_are_numbers(question)) {
        struct numbers numbers = numbers_measure(canvas, &tiles);
        return numbers.fits && numbers.px >= room->least ? numbers.px : 0;
    }
    return room->columns == 0 ? row_best(canvas, &tiles).px
                              : grid_measure(canvas, &tiles, room->columns).px;
}

int tiles_face(const struct canvas *canvas, const struct question *question,
               const struct tiles_room *room)
{
    struct tiles tiles = tiles_of(canvas, question, room);
    return room->columns == 0 && tiles.faces ? row_best(canvas, &tiles).face : 0;
}

void tiles_draw(struct canvas *canvas, const struct question *question,
                const struct tiles_room *room)
{
    struct tiles tiles = tiles_of(canvas, question, room);
    if (tiles_are_numbers(question)) {
        numbers_draw(canvas, &tiles);
        return;
    }
    if (room->columns == 0) {
        struct row row = row_best(canvas, &tiles);
        canvas->scene->overflow |= row.px == 0;
        row_draw(canvas, &tiles, &row);
        return;
    }
    struct grid grid = grid_measure(canvas, &tiles, room->columns);
    canvas->scene->overflow |= grid.px == 0;
    grid_draw(canvas, &tiles, &grid);
}
