/*
 * The writing half of batches: see batch.h. Responses are kept as small rows; their sealed bytes
 * are appended in the order in which they will travel.
 */
#include "batch_body.h"
#include "sealed_text.h"
#include <stdlib.h>

struct row {
    struct closing closing;
    uint16_t context;
    uint8_t ending;
    uint8_t words_count;
    uint8_t words_question[SURVEY_COMMENTS_MAX];
    uint16_t state[SURVEY_QUESTIONS_MAX];
};

struct batch_writer {
    struct batch_head head;
    struct chain_point point; /* behind the last response added */
    struct segment *segments;
    size_t segment_count;
    struct row *rows;
    size_t row_count, row_room;
    struct context *contexts;
    size_t context_count, context_room;
    size_t sheet_count;
    struct buf canonical; /* scratch */
    struct buf lengths;   /* of the words: a byte each, in units of SEAL_PAD */
    struct buf words;
    struct buf counts;
    size_t estimate; /* no fewer bytes than the message will have */
    bool failed;
    struct err err;
};

/* What things may take at most in the message, however badly they pack. */
enum {
    HEAD_ESTIMATE = 1024,
    SEGMENT_ESTIMATE = 24,
    CONTEXT_ESTIMATE = 128,
    QUESTION_ESTIMATE = 320, /* heads and marks of a column's groups, in a new sheet */
    ROW_ESTIMATE = 20,       /* time, context, ending */
    WORDS_ESTIMATE = 8,
    SMALL_STATE = 23,         /* one byte in an alphabet */
    SMALL_STATE_ESTIMATE = 3, /* two in the column, one in the alphabet */
    LARGE_STATE_ESTIMATE = 5,
    PACKING_LOSS = 128, /* zstd adds no more than one byte in this many */
};

struct batch_writer *batch_writer_new(const struct batch_head *head)
{
    struct batch_writer *writer = calloc(1, sizeof *writer);
    if (writer == NULL)
        return NULL;
    writer->head = *head;
    writer->point = head->before;
    writer->canonical = buf_new(RESPONSE_BYTES_MAX);
    writer->lengths = buf_new((size_t)BATCH_RESPONSES_MAX * SURVEY_COMMENTS_MAX);
    writer->words = buf_new(BATCH_PACKED_MAX);
    writer->counts = buf_new(BATCH_PACKED_MAX);
    writer->estimate = HEAD_ESTIMATE;
    return writer;
}

void batch_writer_free(struct batch_writer *writer)
{
    if (writer == NULL)
        return;
    free(writer->segments);
    free(writer->rows);
    free(writer->contexts);
    buf_finish(&writer->canonical);
    buf_finish(&writer->lengths);
    buf_finish(&writer->words);
    buf_finish(&writer->counts);
    free(writer);
}

/* Remembers the first thing that went wrong, for finish. */
static bool writer_fail(struct batch_writer *writer, enum err_kind kind, const char *text)
{
    if (!writer->failed)
        (void)err_set(&writer->err, kind, "%s", text);
    writer->failed = true;
    return false;
}

void batch_writer_segment(struct batch_writer *writer, const struct segment *segment)
{
    size_t count = writer->segment_count;
    if (count == BATCH_SEGMENTS_MAX) {
        (void)writer_fail(writer, ERR_TOO_LARGE, "too many boot segments for one batch");
        return;
    }
    if (count > 0 && segment->number <= writer->segments[count - 1].number) {
        (void)writer_fail(writer, ERR_USAGE, "boot segments come in the order of their numbers");
        return;
    }
    struct segment *grown = realloc(writer->segments, (count + 1) * sizeof *grown);
    if (grown == NULL) {
        (void)writer_fail(writer, ERR_LATER, "no memory for a batch");
        return;
    }
    writer->segments = grown;
    writer->segments[writer->segment_count++] = *segment;
    writer->estimate += SEGMENT_ESTIMATE;
}

static struct context context_of(const struct response *response)
{
    struct context context = {
        .bundle = response->bundle,
        .survey = response->survey,
        .access = response->access,
        .assisted = response->assisted,
        .count = response->count,
        .counts_size = (uint16_t)response->counts.size,
    };
    memcpy(context.language, response->language, sizeof context.language);
    return context;
}

static bool same_context(const struct context *a, const struct context *b)
{
    return memcmp(a->bundle.bytes, b->bundle.bytes, sizeof a->bundle.bytes) == 0 &&
           memcmp(a->survey.bytes, b->survey.bytes, sizeof a->survey.bytes) == 0 &&
           strcmp(a->language, b->language) == 0 && a->access == b->access &&
           a->assisted == b->assisted && a->count == b->count && a->counts_size == b->counts_size;
}

/* Index of the context that equals the candidate behind the last; its own when it is a new one. */
static size_t find_context(const struct batch_writer *writer)
{
    const struct context *candidate = &writer->contexts[writer->context_count];
    for (size_t i = writer->context_count; i > 0; i--) {
        if (same_context(&writer->contexts[i - 1], candidate))
            return i - 1;
    }
    return writer->context_count;
}

static size_t estimate_answers(const struct response *response)
{
    size_t bytes = response->counts.size;
    for (int i = 0; i < response->count; i++)
        bytes += response->state[i] > SMALL_STATE ? LARGE_STATE_ESTIMATE : SMALL_STATE_ESTIMATE;
    for (int i = 0; i < response->words_count; i++)
        bytes += response->words[i].sealed.size + WORDS_ESTIMATE;
    return bytes;
}

/* Room for one more row and one more context. */
static bool make_room(struct batch_writer *writer)
{
    if (writer->row_count == writer->row_room) {
        size_t room = writer->row_room == 0 ? 64 : 2 * writer->row_room;
        struct row *rows = realloc(writer->rows, room * sizeof *rows);
        if (rows == NULL)
            return false;
        writer->rows = rows;
        writer->row_room = room;
    }
    if (writer->context_count == writer->context_room) {
        size_t room = writer->context_room == 0 ? 8 : 2 * writer->context_room;
        struct context *contexts = realloc(writer->contexts, room * sizeof *contexts);
        if (contexts == NULL)
            return false;
        writer->contexts = contexts;
        writer->context_room = room;
    }
    return true;
}

static void row_set(struct row *row, const struct response *response, size_t context)
{
    *row = (struct row){
        .closing = { response->segment, response->minute, response->gap },
        .context = (uint16_t)context,
        .ending = (uint8_t)response->ending,
        .words_count = response->words_count,
    };
    for (int i = 0; i < response->count; i++)
        row->state[i] =
            response->state[i] == ANSWER_SEALED ? VALUE_NULL : (uint16_t)response->state[i];
    for (int i = 0; i < response->words_count; i++)
        row->words_question[i] = response->words[i].question;
}

/* Appends what is sealed; it travels in this order. */
static bool keep_sealed(struct batch_writer *writer, const struct response *response)
{
    for (int i = 0; i < response->words_count; i++) {
        struct span sealed = response->words[i].sealed;
        buf_put_byte(&writer->lengths, (uint8_t)((sealed.size - SEALED_TEXT_EXTRA) / SEAL_PAD));
        buf_put_span(&writer->words, sealed);
    }
    buf_put_span(&writer->counts, response->counts);
    return !writer->lengths.failed && !writer->words.failed && !writer->counts.failed;
}

/* Goes on in the chain; false when the response is none or not the next one. */
static bool chain_on(struct batch_writer *writer, const struct response *response)
{
    if (response->seq != writer->point.seq + 1)
        return writer_fail(writer, ERR_USAGE, "responses of a batch are numbered without a hole");
    buf_clear(&writer->canonical);
    struct err err = { 0 };
    if (!response_put(response, &writer->canonical, &err))
        return writer_fail(writer, err.kind, err.text);
    return true;
}

/* What the message may take with this response; SIZE_MAX when it cannot be in this batch at all.
 * The context stands behind the others, as a candidate. */
static size_t estimate_with(struct batch_writer *writer, const struct response *response,
                            size_t context)
{
    size_t estimate = writer->estimate + ROW_ESTIMATE + estimate_answers(response);
    if (context == CONTEXTS_MAX)
        return SIZE_MAX;
    if (context < writer->context_count)
        return estimate;
    estimate += CONTEXT_ESTIMATE;
    if (context_set_sheet(writer->contexts, context, writer->sheet_count) > writer->sheet_count)
        estimate += QUESTION_ESTIMATE * (size_t)response->count;
    return estimate;
}

/* Takes up the candidate context when it is a new one. */
static void keep_context(struct batch_writer *writer, size_t context)
{
    if (context < writer->context_count)
        return;
    writer->sheet_count = context_set_sheet(writer->contexts, context, writer->sheet_count);
    writer->context_count++;
}

bool batch_writer_add(struct batch_writer *writer, const struct response *response)
{
    if (writer->failed || writer->row_count == BATCH_RESPONSES_MAX || !chain_on(writer, response))
        return false;
    if (!make_room(writer))
        return writer_fail(writer, ERR_LATER, "no memory for a batch");
    writer->contexts[writer->context_count] = context_of(response);
    size_t context = find_context(writer);
    size_t estimate = estimate_with(writer, response, context);
    if (estimate > BATCH_PACKED_MAX - BATCH_PACKED_MAX / PACKING_LOSS)
        return false;
    if (!keep_sealed(writer, response))
        return writer_fail(writer, ERR_LATER, "no memory for a batch");
    keep_context(writer, context);
    row_set(&writer->rows[writer->row_count++], response, context);
    writer->point = chain_next(&writer->point, buf_span(&writer->canonical));
    writer->estimate = estimate;
    return true;
}

static bool put_times(const struct batch_writer *writer, struct buf *out, struct marks *marks)
{
    struct closing *closings = calloc(writer->row_count, sizeof *closings);
    if (closings == NULL)
        return false;
    for (size_t i = 0; i < writer->row_count; i++)
        closings[i] = writer->rows[i].closing;
    times_put(closings, writer->row_count, out, marks);
    free(closings);
    return true;
}

/* All rows with their contexts and endings. */
static bool all_init(const struct batch_writer *writer, struct table *all)
{
    if (!table_init(all, writer->row_count, COLUMN_QUESTIONS))
        return false;
    for (size_t i = 0; i < writer->row_count; i++) {
        table_column(all, COLUMN_CONTEXT)[i] = writer->rows[i].context;
        table_column(all, COLUMN_ENDING)[i] = writer->rows[i].ending;
    }
    return true;
}

static bool has_words(const struct row *row, size_t question)
{
    for (int i = 0; i < row->words_count; i++) {
        if (row->words_question[i] == question)
            return true;
    }
    return false;
}

/* Do this question's words stand exactly where its state says that words were written? */
static bool words_follow(const struct batch_writer *writer, const uint32_t *rows, size_t count,
                         size_t question)
{
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        const struct row *row = &writer->rows[rows[i]];
        bool words = has_words(row, question);
        if (words != (row->state[question] == ANSWER_FIRST))
            return false;
        any |= words;
    }
    return any;
}

/* The questions whose words follow their state, as bits. */
static uint32_t words_following(const struct batch_writer *writer, const uint32_t *rows,
                                size_t count, size_t questions)
{
    uint32_t following = 0;
    for (size_t i = 0; i < questions; i++) {
        if (words_follow(writer, rows, count, i))
            following |= 1u << i;
    }
    return following;
}

static void put_following(uint32_t following, struct buf *out)
{
    item_put_array(out, (size_t)__builtin_popcount(following));
    for (uint32_t i = 0; i < SURVEY_QUESTIONS_MAX; i++) {
        if ((following >> i & 1) != 0)
            item_put_uint(out, i);
    }
}

static bool put_sheet(const struct batch_writer *writer, const struct table *all, uint16_t number,
                      uint32_t *rows, uint32_t *ret_following, struct buf *out, struct marks *marks)
{
    struct table sheet;
    if (!sheet_init(&sheet, all, writer->contexts, number, rows))
        return false;
    size_t questions = sheet.width - COLUMN_QUESTIONS;
    item_put_array(out, 2);
    item_put_array(out, questions);
    for (size_t i = 0; i < questions; i++) {
        uint16_t *column = table_column(&sheet, COLUMN_QUESTIONS + i);
        for (size_t row = 0; row < sheet.rows; row++)
            column[row] = writer->rows[rows[row]].state[i];
        column_put(&sheet, COLUMN_QUESTIONS + i, out, marks);
    }
    *ret_following = words_following(writer, rows, sheet.rows, questions);
    put_following(*ret_following, out);
    table_finish(&sheet);
    return true;
}

static void put_marked(struct span bytes, struct buf *out, struct marks *marks)
{
    marks_add(marks, out->size);
    item_put_bytes(out, bytes);
    marks_add(marks, out->size);
}

/* Which words stand elsewhere than where their state says: row and question in turn. */
static void put_strays(const struct batch_writer *writer, const uint32_t *following,
                       struct buf *out)
{
    BUF_AUTO strays = buf_new(BATCH_OPEN_MAX);
    size_t count = 0;
    for (size_t i = 0; i < writer->row_count; i++) {
        const struct row *row = &writer->rows[i];
        uint32_t follow = following[writer->contexts[row->context].sheet];
        for (int word = 0; word < row->words_count; word++) {
            if ((follow >> row->words_question[word] & 1) != 0)
                continue;
            item_put_uint(&strays, i);
            item_put_uint(&strays, row->words_question[word]);
            count += 2;
        }
    }
    item_put_array(out, count);
    buf_put_span(out, buf_span(&strays));
    buf_fail_with(out, &strays);
}

static void put_sealed(const struct batch_writer *writer, const uint32_t *following,
                       struct buf *out, struct marks *marks)
{
    item_put_array(out, SEALED_PARTS);
    put_strays(writer, following, out);
    put_marked(buf_span(&writer->lengths), out, marks);
    put_marked(buf_span(&writer->words), out, marks);
    put_marked(buf_span(&writer->counts), out, marks);
}

static bool put_columns(const struct batch_writer *writer, struct table *all, uint32_t *rows,
                        uint32_t *following, struct buf *out, struct marks *marks)
{
    column_put(all, COLUMN_CONTEXT, out, marks);
    column_put(all, COLUMN_ENDING, out, marks);
    item_put_array(out, writer->sheet_count);
    for (size_t i = 0; i < writer->sheet_count; i++) {
        if (!put_sheet(writer, all, (uint16_t)i, rows, &following[i], out, marks))
            return false;
    }
    put_sealed(writer, following, out, marks);
    return true;
}

static bool put_body(const struct batch_writer *writer, struct buf *out, struct marks *marks)
{
    if (writer->row_count == 0) {
        item_put_null(out);
        return true;
    }
    item_put_array(out, BODY_PARTS);
    item_put_array(out, writer->context_count);
    for (size_t i = 0; i < writer->context_count; i++)
        context_put(&writer->contexts[i], out);
    struct table all = { 0 };
    uint32_t *rows = calloc(writer->row_count, sizeof *rows);
    uint32_t *following = calloc(writer->sheet_count, sizeof *following);
    bool fine = rows != NULL && following != NULL && put_times(writer, out, marks) &&
                all_init(writer, &all) && put_columns(writer, &all, rows, following, out, marks);
    free(rows);
    free(following);
    table_finish(&all);
    return fine;
}

/* Packs and signs what has been written. */
static bool send_off(struct span raw, const struct marks *marks, const struct secret_key *kiosk,
                     struct buf *ret_message, struct err *err)
{
    BUF_AUTO packed = buf_new(BATCH_PACKED_MAX);
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    if (!pack(raw, marks, &packed, err) ||
        !envelope_sign(PURPOSE_BATCH, kiosk, buf_span(&packed), &message, err))
        return false;
    buf_put_span(ret_message, buf_span(&message));
    return buf_ok(ret_message, "a batch", err);
}

bool batch_writer_finish(struct batch_writer *writer, const struct secret_key *kiosk,
                         struct buf *ret_message, struct chain_point *ret_after, struct err *err)
{
    if (writer->failed)
        return err_set(err, writer->err.kind, "%s", writer->err.text);
    BUF_AUTO raw = buf_new(BATCH_OPEN_MAX);
    struct marks *marks = calloc(1, sizeof *marks);
    if (marks == NULL)
        return err_set(err, ERR_LATER, "no memory for a batch");
    writer->head.after = writer->point;
    head_put(&writer->head, &raw);
    segments_put(writer->segments, writer->segment_count, &raw);
    item_put_uint(&raw, BATCH_BODY);
    bool fine = put_body(writer, &raw, marks) || err_set(err, ERR_LATER, "no memory for a batch");
    fine = fine && buf_ok(&raw, "a batch", err) &&
           send_off(buf_span(&raw), marks, kiosk, ret_message, err);
    free(marks);
    if (fine)
        *ret_after = writer->point;
    return fine;
}
