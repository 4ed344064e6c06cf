/*
 * What the columns of an export mean: for people and programs (codebook), and as CSVW metadata
 * ("Metadata Vocabulary for Tabular Data", W3C), which statistics packages and validators read.
 */
#include "export_int.h"
#include <jansson.h>
#include <stdlib.h>

/* ---- the columns that every export has ---- */

static const struct fixed {
    const char *name, *title, *type, *meaning;
} fixed[] = {
    { "kiosk", "Kiosk", "string", "Which kiosk, 16 hexadecimal digits." },
    { "life", "Life", "string", "Which of its lives, 16 hexadecimal digits." },
    { "seq", "Number", "integer", "The response's number in that life, from 1." },
    { "venue", "Venue", "string", "Where it was asked." },
    { "survey", "Survey", "string", "The survey's id." },
    { "version", "Version", "integer", "The survey's version." },
    { "date", "Date", "date", "The venue's local day." },
    { "hour", "Hour", "integer", "The venue's local hour, 0 to 23." },
    { "time_quality", "Quality of the time", "string",
      "exact: the hub's own time; believed: a clock that somebody set; estimated: the latest that "
      "it "
      "can have been." },
    { "language", "Language", "string", "In which it was answered (BCP 47)." },
    { "access", "Way of answering", "string", "By touch, keypad, switch, speech or large text." },
    { "assisted", "Assisted", "boolean", "Did somebody help?" },
    { "ending", "How it ended", "string", "complete, left, timeout or crashed." },
    { "flagged", "Flagged", "boolean",
      "Part of a burst of equal answers that looks like one hand." },
};

/* Behind those, in what a made-up county exports. */
static const struct fixed made_up = { "sample", "Sample", "boolean",
                                      "Made up: nobody ever answered this." };

static json_t *fixed_json(const struct fixed *column)
{
    return json_pack("{s:s, s:s, s:s, s:s, s:[]}", "name", column->name, "title", column->title,
                     "type", column->type, "meaning", column->meaning, "values");
}

/* ---- questions ---- */

/* In the newest version that asks it. */
static const struct question *newest_of(const struct book *book, const char *name,
                                        const struct survey **ret_survey)
{
    for (size_t i = 0; i < book->count; i++) {
        int at = survey_question(book->entries[i].survey, name);
        if (at < 0)
            continue;
        *ret_survey = book->entries[i].survey;
        return &book->entries[i].survey->questions[at];
    }
    return NULL;
}

static json_t *find_value(json_t *values, const char *value)
{
    size_t i;
    json_t *known;
    json_array_foreach(values, i, known)
    {
        if (strcmp(json_string_value(json_object_get(known, "value")), value) == 0)
            return known;
    }
    return NULL;
}

/* "3" before "1, 2": books have the newest first. */
static void add_version(json_t *value, unsigned version)
{
    char versions[200];
    const char *known = json_string_value(json_object_get(value, "versions"));
    (void)snprintf(versions, sizeof versions, *known == '\0' ? "%u%s" : "%u, %s", version, known);
    (void)json_object_set_new(value, "versions", json_string(versions));
}

/* Every value that any version had, with the newest version's words for it. */
static json_t *values_of(const struct book *book, const char *name)
{
    json_t *values = json_array();
    for (size_t i = 0; i < book->count; i++) {
        const struct survey *survey = book->entries[i].survey;
        int at = survey_question(survey, name);
        for (int k = 0; at >= 0 && k < survey->questions[at].choice_count; k++) {
            const struct choice *choice = &survey->questions[at].choices[k];
            if (find_value(values, choice->value) == NULL)
                (void)json_array_append_new(
                    values, json_pack("{s:s, s:s, s:s}", "value", choice->value, "label",
                                      choice->text.in[survey->default_language], "versions", ""));
            add_version(find_value(values, choice->value), book->entries[i].published.version);
        }
    }
    return values;
}

static const char *type_of(const struct question *question)
{
    if (question->type == QUESTION_BOOLEAN)
        return "boolean";
    return question->choice_count > 0 && question->choices[0].is_number ? "integer" : "string";
}

static const char *meaning_of(const struct question *question)
{
    return question->type == QUESTION_CHECKBOX
               ? "What was chosen; several values have a bar between them."
               : "What was answered; empty when nothing was.";
}

static void put_question(json_t *columns, const struct book *book,
                         const struct export_column *column)
{
    static const char *const states[][2] = { { "answered", "An answer was given." },
                                             { "skipped", "It was skipped." },
                                             { "shown", "It was seen and not answered." },
                                             { "unseen", "It was never on the screen." } };
    char status[SURVEY_NAME_MAX + 8];
    const struct survey *survey = NULL;
    const struct question *question = newest_of(book, column->name, &survey);
    must(question != NULL, "a column of no question");
    const char *title = question->title.in[survey->default_language];
    if (!column->words)
        (void)json_array_append_new(
            columns, json_pack("{s:s, s:s, s:s, s:s, s:o}", "name", column->name, "title", title,
                               "type", type_of(question), "meaning", meaning_of(question), "values",
                               values_of(book, column->name)));
    json_t *values = json_array();
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++)
        (void)json_array_append_new(values, json_pack("{s:s, s:s, s:s}", "value", states[i][0],
                                                      "label", states[i][1], "versions", ""));
    (void)snprintf(status, sizeof status, "%s.status", column->name);
    (void)json_array_append_new(
        columns, json_pack("{s:s, s:s, s:s, s:s, s:o}", "name", status, "title", title, "type",
                           "string", "meaning",
                           column->words ? "What became of it; the words themselves are sealed."
                                         : "What became of it.",
                           "values", values));
}

/* NULL with *err. */
static json_t *columns_of(struct store *store, const char *survey_id, bool sample, struct err *err)
{
    struct export *export = calloc(1, sizeof *export);
    json_t *columns = NULL;
    if (export == NULL || !book_open(store, survey_id, &export->book, err)) {
        if (export == NULL)
            (void)err_set(err, ERR_LATER, "there is no memory for a codebook");
    } else if (export->book.count == 0) {
        (void)err_set(err, ERR_MISSING, "No survey of this id was published.");
    } else {
        columns = json_array();
        export_columns(export);
        for (size_t i = 0; i < sizeof fixed / sizeof fixed[0]; i++)
            (void)json_array_append_new(columns, fixed_json(&fixed[i]));
        if (sample)
            (void)json_array_append_new(columns, fixed_json(&made_up));
        for (size_t i = 0; i < export->column_count; i++)
            put_question(columns, &export->book, &export->columns[i]);
    }
    if (export != NULL)
        book_finish(&export->book);
    free(export);
    return columns;
}

bool report_codebook(struct store *store, const char *survey_id, bool sample, json_t **ret,
                     struct err *err)
{
    json_t *columns = columns_of(store, survey_id, sample, err);
    if (columns == NULL)
        return false;
    *ret = json_pack("{s:s, s:o}", "survey", survey_id, "columns", columns);
    return *ret != NULL || err_set(err, ERR_LATER, "there is no memory for a codebook");
}

/* ---- CSVW ---- */

/* A set's values stand in one cell with bars between them. */
static json_t *csvw_column(const json_t *column)
{
    const char *meaning = json_string_value(json_object_get(column, "meaning"));
    json_t *csvw =
        json_pack("{s:O, s:O, s:O, s:O}", "name", json_object_get(column, "name"), "titles",
                  json_object_get(column, "name"), "dc:description",
                  json_object_get(column, "meaning"), "datatype", json_object_get(column, "type"));
    if (strstr(meaning, "several values") != NULL)
        (void)json_object_set_new(csvw, "separator", json_string("|"));
    return csvw;
}

/* Column names of CSVW have no dots; titles, which the header has, may. */
static void name_column(json_t *csvw)
{
    char name[SURVEY_NAME_MAX + 8];
    (void)snprintf(name, sizeof name, "%s", json_string_value(json_object_get(csvw, "name")));
    for (char *at = name; *at != '\0'; at++)
        if (*at == '.' || *at == '-')
            *at = '_';
    (void)json_object_set_new(csvw, "name", json_string(name));
}

bool report_csvw(struct store *store, const char *survey_id, bool sample, const char *file,
                 json_t **ret, struct err *err)
{
    size_t i;
    json_t *column;
    json_t *columns = columns_of(store, survey_id, sample, err);
    json_t *list = json_array();
    json_array_foreach(columns, i, column)
    {
        json_t *csvw = csvw_column(column);
        name_column(csvw);
        (void)json_array_append_new(list, csvw);
    }
    bool found = columns != NULL;
    json_decref(columns);
    *ret = json_pack("{s:s, s:s, s:{s:s, s:b, s:s}, s:{s:[s, s, s], s:o}}", "@context",
                     "http://www.w3.org/ns/csvw", "url", file, "dialect", "encoding", "utf-8",
                     "header", 1, "lineTerminators", "\r\n", "tableSchema", "primaryKey", "kiosk",
                     "life", "seq", "columns", list);
    if (found)
        return *ret != NULL || err_set(err, ERR_LATER, "there is no memory for metadata");
    json_decref(*ret);
    *ret = NULL;
    return false;
}
