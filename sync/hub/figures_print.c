/* A report as a table: see figures_print.h. Made from its CSV, so that all forms say the same. */
#include "figures_print.h"
#include "reports.h"
#include <jansson.h>
#include <stdlib.h>

enum { CELLS_MAX = 40, CELL_MAX = 200, TABLE_MAX = 64 * 1024 * 1024 };

/* One line of CSV, its quotes taken off. */
struct line {
    char cells[CELLS_MAX][CELL_MAX];
    size_t count;
};

/* Puts a byte into the line's last cell, as far as there is room. */
static void put(struct line *line, size_t *length, char byte)
{
    if (*length + 1 < CELL_MAX)
        line->cells[line->count - 1][(*length)++] = byte;
    line->cells[line->count - 1][*length] = '\0';
}

static void next_cell(struct line *line, size_t *length)
{
    if (line->count < CELLS_MAX)
        line->count++;
    *length = 0;
    line->cells[line->count - 1][0] = '\0';
}

/* Reads a line; where the next begins, or NULL past the last. */
static const char *read_line(const char *at, const char *end, struct line *ret)
{
    bool quoted = false;
    size_t length = 0;
    ret->count = 0;
    if (at == end)
        return NULL;
    next_cell(ret, &length);
    for (; at < end && (quoted || *at != '\n'); at++) {
        bool doubled = quoted && *at == '"' && at + 1 < end && at[1] == '"';
        if (doubled)
            put(ret, &length, *at++);
        else if (*at == '"')
            quoted = !quoted;
        else if (*at == ',' && !quoted)
            next_cell(ret, &length);
        else if ((unsigned char)*at >= ' ')
            put(ret, &length, *at);
    }
    return at < end ? at + 1 : end;
}

/* How many letters a text has, each one column wide. */
static int letters(const char *text)
{
    int count = 0;
    for (; *text != '\0'; text++)
        count += ((unsigned char)*text & 0xc0) != 0x80;
    return count;
}

static void measure(const struct line *line, int widths[CELLS_MAX])
{
    for (size_t i = 0; i < line->count; i++) {
        int width = letters(line->cells[i]);
        widths[i] = width > widths[i] ? width : widths[i];
    }
}

/* How many of the first cells say the same in both: a group's figure, of which each line has
 * another answer. */
static size_t same_cells(const struct line *a, const struct line *b)
{
    size_t same = 0;
    while (same < a->count && same < b->count && strcmp(a->cells[same], b->cells[same]) == 0)
        same++;
    return same;
}

/* A column in which nothing stands is left out with its name, and what was said just before. */
static void print_line(const struct line *line, size_t said, const int widths[CELLS_MAX], FILE *out)
{
    const char *before = "";
    for (size_t i = 0; i < line->count; i++) {
        const char *cell = i < said ? "" : line->cells[i];
        if (widths[i] == 0)
            continue;
        (void)fprintf(out, "%s%s", before, cell);
        if (i + 1 < line->count)
            (void)fprintf(out, "%*s", widths[i] - letters(cell), "");
        before = "  ";
    }
    (void)fputc('\n', out);
}

static void name_widths(const struct line *names, int widths[CELLS_MAX])
{
    for (size_t i = 0; i < names->count; i++) {
        int width = letters(names->cells[i]);
        if (widths[i] > 0 && width > widths[i])
            widths[i] = width;
    }
}

/* "very good" of the column "counts.very_good": names are for programs. */
static void name_plainly(struct line *names)
{
    for (size_t i = 0; i < names->count; i++) {
        char *cell = names->cells[i];
        const char *group = strrchr(cell, '.');
        if (group != NULL)
            memmove(cell, group + 1, strlen(group + 1) + 1);
        for (char *at = cell; *at != '\0'; at++)
            if (*at == '_')
                *at = ' ';
    }
}

/* Two lines at a time: this one, and the one before it. */
static void print_table(const char *text, const char *end, struct line lines[2], FILE *out)
{
    int widths[CELLS_MAX] = { 0 };
    const char *rows = read_line(text, end, &lines[0]);
    if (rows == NULL || rows == end) {
        (void)fprintf(out, "There is nothing to tell.\n");
        return;
    }
    for (const char *at = rows; at != NULL && (at = read_line(at, end, &lines[0])) != NULL;)
        measure(&lines[0], widths);
    (void)read_line(text, end, &lines[1]);
    name_plainly(&lines[1]);
    name_widths(&lines[1], widths);
    print_line(&lines[1], 0, widths, out);
    int now = 0;
    for (const char *at = rows; at != NULL && (at = read_line(at, end, &lines[now])) != NULL;
         now = 1 - now)
        print_line(&lines[now], same_cells(&lines[now], &lines[1 - now]), widths, out);
}

/* Where people left, which no line of the CSV has room for. */
static void print_left(const json_t *report, FILE *out)
{
    size_t i;
    const json_t *place;
    json_array_foreach(json_object_get(json_object_get(report, "total"), "left_at"), i, place)
    {
        (void)fprintf(out, "%s%lld left at %s\n", i == 0 ? "\n" : "",
                      json_integer_value(json_object_get(place, "n")),
                      json_string_value(json_object_get(place, "question")));
    }
}

static void print_notes(const json_t *report, FILE *out)
{
    size_t i;
    const json_t *note;
    json_array_foreach(json_object_get(report, "notes"), i, note)
    {
        const char *text = json_string_value(json_object_get(note, "text"));
        if (text != NULL)
            (void)fprintf(out, "%s%s\n", i == 0 ? "\n" : "", text);
    }
}

bool figures_print(const json_t *report, FILE *out, struct err *err)
{
    BUF_AUTO csv = buf_new(TABLE_MAX);
    struct line *lines = calloc(2, sizeof *lines);
    if (lines == NULL)
        return err_set(err, ERR_LATER, "there is no memory for a table");
    bool fine = report_csv(report, &csv, err);
    if (fine) {
        print_table(buf_text(&csv), buf_text(&csv) + csv.size, lines, out);
        print_left(report, out);
        print_notes(report, out);
    }
    free(lines);
    return fine;
}
