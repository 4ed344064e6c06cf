/*
 * The CSV form of an export (RFC 4180): a header line, then a line a response. Each question has
 * two columns, its value and NAME.status, so that an empty value is never a riddle; a set's values
 * are joined by a bar; a comment has its status alone, since its words are sealed.
 */
#include "export_int.h"

static void put_head(struct export *export)
{
    struct buf *line = &export->line;
    buf_printf(line, "kiosk,life,seq,venue,survey,version,date,hour,time_quality,language,access,"
                     "assisted,ending,flagged");
    if (export->sample)
        buf_put_text(line, ",sample");
    for (size_t i = 0; i < export->column_count; i++) {
        if (!export->columns[i].words) {
            buf_put_byte(line, ',');
            cells_put_csv(line, export->columns[i].name);
        }
        buf_put_byte(line, ',');
        BUF_AUTO status = buf_new(2 * SURVEY_NAME_MAX);
        buf_printf(&status, "%s.status", export->columns[i].name);
        cells_put_csv(line, buf_text(&status));
    }
    buf_printf(line, "\r\n");
}

static void put_text(struct buf *line, const char *text)
{
    buf_put_byte(line, ',');
    cells_put_csv(line, text);
}

/* A cell that needs no quotes. */
static void put_word(struct buf *line, const char *word)
{
    buf_put_byte(line, ',');
    buf_put_text(line, word);
}

static void put_number(struct buf *line, uint64_t number)
{
    buf_put_byte(line, ',');
    cells_put_number(line, number);
}

static bool put_row(struct export *export, const struct book_entry *entry,
                    const struct store_row *row, struct err *err)
{
    const struct store_response *response = &row->response;
    struct buf *line = &export->line;
    cells_put_hex(line, row->kiosk);
    buf_put_byte(line, ',');
    cells_put_hex(line, row->life);
    put_number(line, response->seq);
    put_text(line, response->venue);
    put_text(line, entry->published.id);
    put_number(line, entry->published.version);
    put_word(line, export_date(export, response->day));
    put_number(line, response->hour);
    put_word(line, export_quality(response->quality));
    put_text(line, response->language);
    put_word(line, access_mode_name((enum access_mode)response->access));
    put_word(line, response->assisted ? "true" : "false");
    put_word(line, ending_name((enum ending)response->ending));
    put_word(line, response->flagged ? "true" : "false");
    if (export->sample)
        put_word(line, "true");
    if (!export_cells_put(export, entry, response, err))
        return false;
    buf_put(line, "\r\n", 2);
    return buf_ok(line, "a line of the export", err);
}

const struct export_writer export_csv = { put_head, put_row };
