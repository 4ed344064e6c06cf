/*
 * The reading half of batches: see batch.h. Verifies before it unpacks, unpacks within limits,
 * spreads the columns over the responses, and believes the result only when the chain comes out as
 * stated.
 */
#include "batch_body.h"
#include "fields.h"
#include "sealed_text.h"
#include <stdlib.h>

enum { SENDER_BYTES = 64 };

/* What is needed while a body is read. */
struct body {
    struct batch *batch;
    struct context *contexts;
    size_t context_count;
    size_t sheet_count;
    uint32_t *following; /* of each sheet: questions whose words follow their state */
    uint32_t *rows;      /* scratch: which responses a sheet's rows are */
    struct closing *closings;
    struct table all;
    struct cbor_reader in;
};

static void no_memory(struct cbor_reader *in)
{
    if (in->failed)
        return;
    in->failed = true;
    (void)err_set(&in->err, ERR_LATER, "no memory to read it");
}

static void get_contexts(struct body *body)
{
    struct cbor_reader *in = &body->in;
    body->context_count = item_get_array(in, CONTEXTS_MAX);
    if (body->context_count == 0) {
        cbor_refuse(in, "no context");
        return;
    }
    body->contexts = calloc(body->context_count, sizeof *body->contexts);
    body->following = calloc(body->context_count, sizeof *body->following);
    if (body->contexts == NULL || body->following == NULL) {
        no_memory(in);
        return;
    }
    for (size_t i = 0; i < body->context_count && !in->failed; i++) {
        context_get(in, &body->contexts[i]);
        body->sheet_count = context_set_sheet(body->contexts, i, body->sheet_count);
        if (!fields_is_tag(body->contexts[i].language))
            cbor_refuse(in, "a language that is no tag");
    }
}

static void get_following(struct cbor_reader *in, size_t questions, uint32_t *ret)
{
    size_t count = item_get_array(in, questions);
    uint64_t before = 0;
    for (size_t i = 0; i < count && !in->failed; i++) {
        uint64_t question = fields_uint(in, questions - 1, "a question with words");
        if (i > 0 && question <= before)
            cbor_refuse(in, "questions with words out of order");
        if (!in->failed)
            *ret |= 1u << question;
        before = question;
    }
}

/* Copies a question's column into the responses. */
static void spread_states(struct body *body, const struct table *sheet, size_t question)
{
    const uint16_t *column = table_column(sheet, COLUMN_QUESTIONS + question);
    for (size_t i = 0; i < sheet->rows; i++)
        body->batch->responses[body->rows[i]].state[question] =
            column[i] == VALUE_NULL ? ANSWER_SEALED : column[i];
}

static void get_sheet(struct body *body, uint16_t number)
{
    struct cbor_reader *in = &body->in;
    struct table sheet;
    if (!sheet_init(&sheet, &body->all, body->contexts, number, body->rows)) {
        no_memory(in);
        return;
    }
    size_t questions = sheet.width - COLUMN_QUESTIONS;
    if (sheet.rows == 0)
        cbor_refuse(in, "a survey without responses");
    fields_array(in, 2);
    fields_array(in, questions);
    for (size_t i = 0; i < questions && !in->failed; i++) {
        column_get(&sheet, COLUMN_QUESTIONS + i, VALUE_NULL, true, in);
        spread_states(body, &sheet, i);
    }
    get_following(in, questions, &body->following[number]);
    table_finish(&sheet);
}

static const struct context *context_of_row(const struct body *body, size_t row)
{
    return &body->contexts[table_column(&body->all, COLUMN_CONTEXT)[row]];
}

/* Everything but the answers. */
static void spread_rows(struct body *body)
{
    const uint16_t *ending = table_column(&body->all, COLUMN_ENDING);
    for (size_t i = 0; i < body->all.rows; i++) {
        const struct context *context = context_of_row(body, i);
        struct response *response = &body->batch->responses[i];
        response->seq = body->batch->head.before.seq + 1 + i;
        response->bundle = context->bundle;
        response->survey = context->survey;
        memcpy(response->language, context->language, sizeof response->language);
        response->access = context->access;
        response->assisted = context->assisted;
        response->ending = (enum ending)ending[i];
        response->segment = body->closings[i].segment;
        response->minute = body->closings[i].minute;
        response->gap = body->closings[i].gap;
        response->count = context->count;
    }
}

static void add_words(struct cbor_reader *in, struct response *response, size_t question)
{
    if (response->words_count == SURVEY_COMMENTS_MAX) {
        cbor_refuse(in, "more words than a survey has comments");
        return;
    }
    /* Put where it belongs in the order of the questions. */
    size_t at = response->words_count++;
    for (; at > 0 && response->words[at - 1].question > question; at--)
        response->words[at] = response->words[at - 1];
    if (at > 0 && response->words[at - 1].question == question)
        cbor_refuse(in, "words stated twice");
    response->words[at] = (struct sealed_words){ .question = (uint8_t)question };
}

/* Words that follow their state. */
static void spread_following(struct body *body)
{
    for (size_t i = 0; i < body->all.rows && !body->in.failed; i++) {
        struct response *response = &body->batch->responses[i];
        uint32_t following = body->following[context_of_row(body, i)->sheet];
        while (following != 0) {
            size_t question = (size_t)__builtin_ctz(following);
            following &= following - 1;
            if (response->state[question] == ANSWER_FIRST)
                add_words(&body->in, response, question);
        }
    }
}

/* Words that stand elsewhere than their state says. */
static void get_strays(struct body *body)
{
    struct cbor_reader *in = &body->in;
    size_t count = item_get_array(in, (size_t)2 * BATCH_RESPONSES_MAX * SURVEY_COMMENTS_MAX);
    if (count % 2 != 0)
        cbor_refuse(in, "a row without a question");
    for (size_t i = 0; i < count / 2 && !in->failed; i++) {
        size_t row = (size_t)fields_uint(in, body->all.rows - 1, "a row with words");
        struct response *response = &body->batch->responses[row];
        size_t question = (size_t)fields_uint(in, SURVEY_QUESTIONS_MAX, "a question with words");
        if (question >= response->count)
            cbor_refuse(in, "words of a question that is none");
        if (!in->failed)
            add_words(in, response, question);
    }
}

/* Cuts the next `size` bytes off. */
static struct span cut(struct cbor_reader *in, struct span *rest, size_t size)
{
    if (size > rest->size) {
        cbor_refuse(in, "fewer sealed bytes than there should be");
        return (struct span){ 0 };
    }
    struct span head = span_of(rest->data, size);
    *rest = span_of(rest->data + size, rest->size - size);
    return head;
}

static void hand_out_words(struct cbor_reader *in, struct response *response, struct span *lengths,
                           struct span *words)
{
    for (int i = 0; i < response->words_count && !in->failed; i++) {
        struct span length = cut(in, lengths, 1);
        if (length.size == 0)
            return;
        response->words[i].sealed =
            cut(in, words, SEALED_TEXT_EXTRA + (size_t)SEAL_PAD * length.data[0]);
    }
}

static void get_sealed(struct body *body)
{
    struct cbor_reader *in = &body->in;
    fields_array(in, SEALED_PARTS);
    spread_following(body);
    get_strays(body);
    struct span lengths = item_get_bytes(in);
    struct span words = item_get_bytes(in);
    struct span counts = item_get_bytes(in);
    for (size_t i = 0; i < body->all.rows && !in->failed; i++) {
        struct response *response = &body->batch->responses[i];
        hand_out_words(in, response, &lengths, &words);
        size_t size = context_of_row(body, i)->counts_size;
        if (size > 0)
            response->counts = cut(in, &counts, size);
    }
    if (lengths.size + words.size + counts.size > 0)
        cbor_refuse(in, "more sealed bytes than there should be");
}

static void get_columns(struct body *body)
{
    struct cbor_reader *in = &body->in;
    fields_array(in, BODY_PARTS);
    get_contexts(body);
    times_get(in, body->closings, body->all.rows);
    if (!in->failed)
        column_get(&body->all, COLUMN_CONTEXT, (uint16_t)body->context_count, false, in);
    column_get(&body->all, COLUMN_ENDING, ENDINGS, false, in);
    if (in->failed)
        return;
    spread_rows(body);
    fields_array(in, body->sheet_count);
    for (size_t i = 0; i < body->sheet_count && !in->failed; i++)
        get_sheet(body, (uint16_t)i);
    if (!in->failed)
        get_sealed(body);
}

static void get_segments(struct cbor_reader *in, struct batch *batch)
{
    fields_key(in, BATCH_SEGMENTS);
    size_t count = item_get_array(in, BATCH_SEGMENTS_MAX);
    if (count == 0)
        return;
    batch->segments = calloc(count, sizeof *batch->segments);
    if (batch->segments == NULL) {
        no_memory(in);
        return;
    }
    batch->segment_count = count;
    for (size_t i = 0; i < count && !in->failed; i++) {
        struct segment *segment = &batch->segments[i];
        fields_array(in, 3);
        segment->number = (uint32_t)fields_uint(in, UINT32_MAX, "a boot segment");
        segment->clock = (enum clock_class)fields_uint(in, CLOCK_SIGNED, "a clock class");
        segment->base_wall = item_get_int(in);
        if (i > 0 && segment->number <= batch->segments[i - 1].number)
            cbor_refuse(in, "boot segments out of order");
    }
}

static bool body_alloc(struct body *body, size_t rows)
{
    body->batch->responses = calloc(rows, sizeof *body->batch->responses);
    body->rows = calloc(rows, sizeof *body->rows);
    body->closings = calloc(rows, sizeof *body->closings);
    body->batch->response_count = rows;
    return body->batch->responses != NULL && body->rows != NULL && body->closings != NULL &&
           table_init(&body->all, rows, COLUMN_QUESTIONS);
}

static void body_finish(struct body *body)
{
    table_finish(&body->all);
    free(body->contexts);
    free(body->following);
    free(body->rows);
    free(body->closings);
}

/* Reads the responses from the reader on. */
static void get_responses(struct cbor_reader *in, struct batch *batch, size_t rows)
{
    struct body body = { .batch = batch, .in = *in };
    if (body_alloc(&body, rows))
        get_columns(&body);
    else
        no_memory(&body.in);
    *in = body.in;
    body_finish(&body);
}

/* How many responses there are, by what the head says. */
static size_t count_responses(struct cbor_reader *in, const struct batch_head *head)
{
    uint64_t count = head->after.seq - head->before.seq;
    if (head->after.seq < head->before.seq || count > BATCH_RESPONSES_MAX)
        cbor_refuse(in, "from response %llu to %llu", (unsigned long long)head->before.seq,
                    (unsigned long long)head->after.seq);
    return in->failed ? 0 : (size_t)count;
}

static void get_batch(struct cbor_reader *in, struct batch *batch)
{
    head_get(in, &batch->head);
    get_segments(in, batch);
    fields_key(in, BATCH_BODY);
    size_t count = count_responses(in, &batch->head);
    if (in->failed)
        return;
    if (count > 0)
        get_responses(in, batch, count);
    else if (!item_take_null(in))
        cbor_refuse(in, "a body without responses");
}

/* Computes the chain anew: each response's bytes, then the point behind the last. */
static bool chain_holds(const struct batch *batch, struct err *err)
{
    BUF_AUTO canonical = buf_new(RESPONSE_BYTES_MAX);
    struct chain_point point = batch->head.before;
    for (size_t i = 0; i < batch->response_count; i++) {
        buf_clear(&canonical);
        if (!response_put(&batch->responses[i], &canonical, err))
            return false;
        point = chain_next(&point, buf_span(&canonical));
    }
    const struct chain_point *after = &batch->head.after;
    if (memcmp(point.hash.bytes, after->hash.bytes, sizeof point.hash.bytes) != 0)
        return err_set(err, ERR_REFUSED,
                       "the batch's responses do not lead to the chain it states");
    return true;
}

static bool batch_read(struct span packed, struct batch *batch, struct err *err)
{
    batch->open = buf_new(BATCH_OPEN_MAX);
    if (!unpack(packed, &batch->open, err))
        return false;
    struct cbor_reader in = cbor_reader_of(buf_span(&batch->open));
    get_batch(&in, batch);
    return cbor_done(&in, "a batch", err) && chain_holds(batch, err);
}

static bool size_fits(struct span message, struct err *err)
{
    if (message.size <= BATCH_PACKED_MAX)
        return true;
    return err_set(err, ERR_TOO_LARGE, "a batch of %zu bytes, at most %d are allowed", message.size,
                   BATCH_PACKED_MAX);
}

bool batch_open(struct span message, const struct public_key *kiosk, struct batch *ret,
                struct err *err)
{
    struct span packed = { 0 };
    struct batch batch = { 0 };
    if (!size_fits(message, err) || !envelope_verify(PURPOSE_BATCH, kiosk, message, &packed, err))
        return false;
    if (!batch_read(packed, &batch, err)) {
        batch_finish(&batch);
        return false;
    }
    *ret = batch;
    return true;
}

void batch_finish(struct batch *batch)
{
    free(batch->segments);
    free(batch->responses);
    buf_finish(&batch->open);
    *batch = (struct batch){ 0 };
}

bool batch_sender(struct span message, uint64_t *ret_kiosk, struct err *err)
{
    struct key_id key;
    struct span packed = { 0 };
    uint8_t start[SENDER_BYTES];
    size_t size = 0;
    if (!size_fits(message, err) || !envelope_open(message, &key, &packed, err) ||
        !unpack_start(packed, start, sizeof start, &size, err))
        return false;
    struct cbor_reader in = cbor_reader_of(span_of(start, size));
    fields_get(&in, BATCH_FIELDS);
    fields_key(&in, BATCH_KIOSK);
    uint64_t kiosk = item_get_uint(&in);
    if (in.failed)
        return err_set(err, in.err.kind, "a batch: %.300s", in.err.text);
    *ret_kiosk = kiosk;
    return true;
}
