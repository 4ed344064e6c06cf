#pragma once
/* What the two formats of an export share. */
#include "book.h"
#include "cells.h"
#include "report.h"
#include "sealed.h"

enum { EXPORT_LINE_MAX = 256 * 1024, EXPORT_COLUMNS_MAX = 512 };

/* One question of any version, by name. */
struct export_column {
    char name[SURVEY_NAME_MAX + 1];
    bool words; /* a comment: its words are sealed, only its status is shown */
};

struct export
{
    struct store *store;
    FILE *out;
    bool sample;
    struct book book;
    struct sealed_source source;
    struct export_column columns[EXPORT_COLUMNS_MAX];
    size_t column_count;
    struct export_cells *cells; /* CSV's */
    struct {
        int32_t day;
        char text[11];
    } date;                       /* the last that was written */
    char venue[STORE_ID_MAX + 1]; /* the last that was asked for, */
    bool wanted;                  /* and what was said of it */
    struct buf line;
    uint64_t rows, answers;
    struct err err;
    bool failed;
};

/* A format: its first line, if any, and one line a row. */
struct export_writer {
    void (*head)(struct export *export);
    bool (*row)(struct export *export, const struct book_entry *entry, const struct store_row *row,
                struct err *err);
};
extern const struct export_writer export_csv;
extern const struct export_writer export_jsonl;

/* How answers read in CSV: "" before the first row, then the texts of the version that a row was
 * last written of. */
struct export_cells;
MUST_CHECK bool export_cells_put(struct export *export, const struct book_entry *entry,
                                 const struct store_response *response, struct err *err);
void export_cells_free(struct export_cells *cells); /* fine on NULL */

/* Does the question stand in exports? Information is no question, and equality answers never leave
 * as rows. */
bool export_shows(const struct question *question);
/* One column a question of any version, in the order of the newest. */
void export_columns(struct export *export);
/* A local day as text, until the next is asked for: rows of one kiosk come day by day. */
const char *export_date(struct export *export, int32_t day);
/* Adds the equality answers of the export's days and venues to what was counted: they have no rows.
 */
MUST_CHECK bool export_count_sealed(struct export *export, const struct export_query *query,
                                    struct err *err);
/* "answered" and so on. Static. */
const char *export_status(uint32_t state);
const char *export_quality(enum time_quality quality);
