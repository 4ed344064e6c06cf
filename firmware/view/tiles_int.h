#pragma once
/* What the files that draw answers share: a question's tiles, and the words on them. */
#include "view_int.h"

enum { TILES_FACES = 5, TILES_SCALE_MAX = 6, TILES_NUMBER_BYTES = 40, TILES_GRID_LINES = 3 };

/* One question's tiles: what is shown where. */
struct tiles {
    const struct question *question;
    int order[SURVEY_CHOICES_MAX]; /* place -> choice */
    int count;                     /* in the row or grid */
    int steps;                     /* of the scale: those that have a face */
    bool sixth;                    /* five faces and one more choice without a face ... */
    bool apart;                    /* ... that stands by itself under the row */
    bool faces;
    bool pictures; /* the answers have pictures of the survey's, and this language shows them */
    int top, bottom;
    int most, least; /* sizes of the words */
    /* Of a scale of numbers: each in the language's own digits. */
    char number[SURVEY_CHOICES_MAX][TILES_NUMBER_BYTES];
};

struct tiles tiles_of(const struct canvas *canvas, const struct question *question,
                      const struct tiles_room *room);
const char *tiles_words(const struct canvas *canvas, const struct tiles *tiles, int choice);
/* The words as they stay with the scene. */
const char *tiles_kept_words(struct canvas *canvas, const struct tiles *tiles, int place);
/* The face or picture of an answer; none for one that has none beside others that have. */
enum picture tiles_picture(const struct tiles *tiles, int place);
static inline bool tiles_pictured(const struct tiles *tiles)
{
    return tiles->faces || tiles->pictures;
}
struct text tiles_text(const char *text, int px, int lines, enum align align);
void tiles_tile(struct canvas *canvas, const struct tiles *tiles, int place, struct rect at);
/* What an answer is called, the face it shows, whether it is chosen, and where it stands. */
void tiles_name(struct canvas *canvas, const struct tiles *tiles, int place, const char *words);
bool tiles_is_chosen(const struct canvas *canvas, const struct question *question, int choice);
/* A scale of numbers, without words on its tiles? */
bool tiles_are_numbers(const struct question *question);
bool tiles_are_scale(const struct question *question);

/* Where the words of every tile stand, and in what sizes. */
struct words_room {
    int width, height, lines;
    int most, least;
};
/* The largest size at which the words of so many tiles fit this room; 0 when none does. */
int tiles_common_px(const struct canvas *canvas, const struct tiles *tiles, int count,
                    const struct words_room *room);

/* tiles_row.c: a row of tall tiles. */
struct row {
    int width, height, gap, pad, y;
    int face, words_h;
    int px;
};
struct row row_best(const struct canvas *canvas, const struct tiles *tiles);
void row_draw(struct canvas *canvas, const struct tiles *tiles, const struct row *row);

/* tiles_grid.c: rows of tiles, the mark at the start and the words beside it. */
struct grid {
    int columns, rows;
    int width, height, gap_x, gap_y;
    int mark, picture, pad; /* picture: beside the mark of what can be chosen many times, else 0 */
    bool under; /* the picture stands under the mark, for long words on a narrow panel */
    int px, lines;
};
struct grid grid_measure(const struct canvas *canvas, const struct tiles *tiles, int columns);
/* For parts: as high as the words need at the sizes of the tiles; px 0 when a word has no room. */
struct grid grid_by_words(const struct canvas *canvas, const struct tiles *tiles, int columns);
/* Its pictures as large as its rows are high and its words leave room for. */
void grid_grow_pictures(const struct canvas *canvas, const struct tiles *tiles, struct grid *grid);
void grid_draw(struct canvas *canvas, const struct tiles *tiles, const struct grid *grid);
void grid_row_draw(struct canvas *canvas, const struct tiles *tiles, const struct grid *grid,
                   int row, int y);

/* tiles_numbers.c: numbers in one row or two, what the ends mean under them. */
struct numbers {
    int rows, per_row;
    int width, height, gap, ends;
    int px;
    bool fits;
};
struct numbers numbers_measure(const struct canvas *canvas, const struct tiles *tiles);
void numbers_draw(struct canvas *canvas, const struct tiles *tiles);
/* For parts: as many in a row as have room. */
struct numbers numbers_by_width(const struct canvas *canvas, const struct tiles *tiles);
void numbers_row_draw(struct canvas *canvas, const struct tiles *tiles,
                      const struct numbers *numbers, int row, int y);
