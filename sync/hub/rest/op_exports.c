/* Exports: rows in flat memory, however many; and what their columns mean. Each stands in the log.
 */
#include "local_time.h"
#include "report.h"
#include "report_ask.h"
#include <stdio.h>
#include <stdlib.h>

/* ---- a file that is written into an answer ---- */

struct streaming {
    struct http_stream *stream;
    struct err err;
};

static ssize_t write_stream(void *cookie, const char *bytes, size_t size)
{
    struct streaming *streaming = cookie;
    return http_stream_write(streaming->stream, span_of(bytes, size), &streaming->err)
               ? (ssize_t)size
               : 0;
}

static FILE *open_stream(struct streaming *streaming)
{
    static const cookie_io_functions_t functions = { .write = write_stream };
    FILE *file = fopencookie(streaming, "w", functions);
    if (file != NULL)
        (void)setvbuf(file, NULL, _IOFBF, 64 * 1024);
    return file;
}

/* ---- what is asked ---- */

static bool is_chosen(void *context, const char *venue)
{
    const struct asking *asking = context;
    const struct place *place = frame_place(asking->frame, venue);
    return place != NULL && asking->chosen[place - asking->frame->places];
}

static bool choose_format(struct call *call, enum export_format *ret, struct err *err)
{
    char format[16];
    const char *accept = http_header(call->exchange, "Accept");
    if (!query_text(call, "format", format, sizeof format, err))
        return false;
    bool lines = strcmp(format, "jsonl") == 0 ||
                 (format[0] == '\0' && strstr(accept, "application/jsonl") != NULL);
    bool csv = strcmp(format, "csv") == 0 ||
               (format[0] == '\0' && (*accept == '\0' || strstr(accept, "*/*") != NULL ||
                                      strstr(accept, "text/csv") != NULL));
    *ret = lines ? EXPORT_JSONL : EXPORT_CSV;
    if (lines || csv)
        return true;
    return format[0] != '\0'
               ? err_set(err, ERR_USAGE, "\"format\" is csv or jsonl.")
               : err_set(err, ERR_UNACCEPTED, "This is answered as text/csv or application/jsonl.");
}

static bool is_published(struct call *call, const char *survey, struct err *err)
{
    json_t *book = NULL;
    bool there = report_codebook(call->store, survey, false, &book, err);
    json_decref(book);
    return there;
}

/* ---- rows ---- */

static bool note_export(struct call *call, const struct export_query *query, struct err *err)
{
    JSON_AUTO *detail = json_pack("{s:o, s:o, s:s}", "from", value_day(query->from_day), "to",
                                  value_day(query->to_day), "format",
                                  query->format == EXPORT_CSV ? "csv" : "jsonl");
    return asking_where(call, detail, err) &&
           call_note(call, DID_EXPORT_MADE, query->survey_id, json_incref(detail), err);
}

static bool send_rows(struct call *call, const struct export_query *query,
                      struct streaming *streaming, struct err *err)
{
    uint64_t rows;
    uint64_t answers;
    FILE *file = open_stream(streaming);
    if (file == NULL)
        return err_set(err, ERR_LATER, "there is no memory for an export");
    bool sent = report_export(call->store, query, file, &rows, &answers, err);
    return fclose(file) == 0 && sent;
}

static bool stream_rows(struct call *call, const struct export_query *query, struct err *err)
{
    struct streaming streaming = { .stream = NULL };
    const char *type =
        query->format == EXPORT_CSV ? "text/csv; charset=utf-8" : "application/jsonl";
    streaming.stream = call_stream(call, type, err);
    if (streaming.stream == NULL)
        return false;
    bool sent = send_rows(call, query, &streaming, err);
    http_stream_end(streaming.stream, sent);
    call_stream_over(call, sent, err);
    return sent;
}

bool op_export_responses(struct call *call, struct err *err)
{
    ASKING_AUTO asking = { 0 };
    struct export_query query = { .sample = hub_is_sample(call->hub),
                                  .place = is_chosen,
                                  .context = &asking };
    if (!asking_begin(call, &asking, err) || !choose_format(call, &query.format, err))
        return false;
    if (asking.survey[0] == '\0')
        return err_set(err, ERR_USAGE, "The parameter survey says which survey's rows.");
    query.survey_id = asking.survey;
    query.from_day = asking.ask.from;
    query.to_day = asking.ask.to;
    return is_published(call, query.survey_id, err) && note_export(call, &query, err) &&
           stream_rows(call, &query, err);
}

/* ---- what they mean ---- */

static bool survey_asked(struct call *call, char ret[STORE_ID_MAX + 2], struct err *err)
{
    return query_text(call, "survey", ret, STORE_ID_MAX + 2, err) &&
           (ret[0] != '\0' ||
            err_set(err, ERR_USAGE, "The parameter survey says which survey's rows."));
}

bool op_export_metadata(struct call *call, struct err *err)
{
    char survey[STORE_ID_MAX + 2];
    char file[STORE_ID_MAX + 8];
    json_t *csvw = NULL;
    if (!survey_asked(call, survey, err))
        return false;
    (void)snprintf(file, sizeof file, "%s.csv", survey);
    bool sample = hub_is_sample(call->hub);
    if (!report_csvw(call->store, survey, sample, file, &csvw, err))
        return false;
    if (sample)
        (void)json_object_set_new(csvw, "dc:description",
                                  json_string("SAMPLE DATA: this hub holds a made-up county."));
    char *text = json_dumps(csvw, JSON_INDENT(1));
    json_decref(csvw);
    if (text != NULL)
        buf_put_span(&call->text, span_text(text));
    free(text);
    call->type = "application/csvm+json";
    return buf_ok(&call->text, "the metadata", err);
}

bool op_export_codebook(struct call *call, struct err *err)
{
    char survey[STORE_ID_MAX + 2];
    json_t *book = NULL;
    return survey_asked(call, survey, err) &&
           report_codebook(call->store, survey, hub_is_sample(call->hub), &book, err) &&
           asking_answer(call, book, err);
}
