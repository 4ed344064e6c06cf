/* Parts of a batch that its two halves share: see batch_body.h. */
#include "batch_body.h"
#include "fields.h"
#include "sealed_text.h"

static bool same_survey(const struct context *a, const struct context *b)
{
    return a->count == b->count &&
           memcmp(a->survey.bytes, b->survey.bytes, sizeof a->survey.bytes) == 0;
}

size_t context_set_sheet(struct context *contexts, size_t index, size_t sheet_count)
{
    for (size_t i = 0; i < index; i++) {
        if (same_survey(&contexts[i], &contexts[index])) {
            contexts[index].sheet = contexts[i].sheet;
            return sheet_count;
        }
    }
    contexts[index].sheet = (uint16_t)sheet_count;
    return sheet_count + 1;
}

void context_put(const struct context *context, struct buf *out)
{
    item_put_array(out, CONTEXT_PARTS);
    item_put_bytes(out, span_of(context->bundle.bytes, sizeof context->bundle.bytes));
    item_put_bytes(out, span_of(context->survey.bytes, sizeof context->survey.bytes));
    item_put_text(out, context->language);
    item_put_uint(out, context->access);
    item_put_bool(out, context->assisted);
    item_put_uint(out, context->count);
    item_put_uint(out, context->counts_size);
}

void context_get(struct cbor_reader *in, struct context *ret)
{
    fields_array(in, CONTEXT_PARTS);
    item_get_bytes_exact(in, ret->bundle.bytes, sizeof ret->bundle.bytes);
    item_get_bytes_exact(in, ret->survey.bytes, sizeof ret->survey.bytes);
    item_get_text_into(in, ret->language, sizeof ret->language);
    ret->access = (enum access_mode)fields_uint(in, ACCESS_MODES - 1, "the access mode");
    ret->assisted = item_get_bool(in);
    ret->count = (uint8_t)fields_uint(in, SURVEY_QUESTIONS_MAX, "the number of questions");
    ret->counts_size = (uint16_t)fields_uint(in, WORDS_SEALED_MAX, "the size of a counts block");
    if (ret->counts_size > 0 && !sealed_text_size_fits(ret->counts_size))
        cbor_refuse(in, "a counts block has no such size");
}

static void put_point(const struct chain_point *point, struct buf *out)
{
    item_put_array(out, 2);
    item_put_uint(out, point->seq);
    item_put_bytes(out, span_of(point->hash.bytes, sizeof point->hash.bytes));
}

static void get_point(struct cbor_reader *in, struct chain_point *ret)
{
    fields_array(in, 2);
    ret->seq = item_get_uint(in);
    item_get_bytes_exact(in, ret->hash.bytes, sizeof ret->hash.bytes);
}

static void put_origins(const struct batch_head *head, struct buf *out)
{
    item_put_array(out, head->origin_count);
    for (size_t i = 0; i < head->origin_count; i++) {
        item_put_array(out, 3);
        item_put_uint(out, head->origins[i].life);
        item_put_uint(out, head->origins[i].first);
        item_put_uint(out, head->origins[i].through);
    }
}

/* Runs follow one another. The first may have nothing in it: it names the life before this one. */
static void get_origins(struct cbor_reader *in, struct batch_head *ret)
{
    uint64_t end = 0;
    ret->origin_count = item_get_array(in, BATCH_ORIGINS_MAX);
    for (size_t i = 0; i < ret->origin_count && !in->failed; i++) {
        struct life_origin *origin = &ret->origins[i];
        fields_array(in, 3);
        origin->life = item_get_uint(in);
        origin->first = item_get_uint(in);
        origin->through = item_get_uint(in);
        if (origin->first == 0 || (i > 0 && origin->through <= end) ||
            origin->through - end > UINT64_MAX - origin->first)
            cbor_refuse(in, "an origin of no responses");
        end = origin->through;
    }
}

void batch_bound(const struct batch_head *head, uint64_t seq, uint64_t *ret_life, uint64_t *ret_seq)
{
    uint64_t end = 0;
    *ret_life = head->life;
    *ret_seq = seq;
    for (size_t i = 0; i < head->origin_count; i++) {
        const struct life_origin *origin = &head->origins[i];
        if (seq > end && seq <= origin->through) {
            *ret_life = origin->life;
            *ret_seq = origin->first + (seq - end - 1);
            return;
        }
        end = origin->through;
    }
}

void head_put(const struct batch_head *head, struct buf *out)
{
    fields_put(out, BATCH_FIELDS);
    item_put_uint(out, BATCH_KIOSK);
    item_put_uint(out, head->kiosk);
    item_put_uint(out, BATCH_LIFE);
    item_put_uint(out, head->life);
    item_put_uint(out, BATCH_NONCE);
    item_put_bytes(out, span_of(head->nonce.bytes, sizeof head->nonce.bytes));
    item_put_uint(out, BATCH_BEFORE);
    put_point(&head->before, out);
    item_put_uint(out, BATCH_AFTER);
    put_point(&head->after, out);
    item_put_uint(out, BATCH_ORIGINS);
    put_origins(head, out);
    item_put_uint(out, BATCH_BUNDLE_SERIAL);
    item_put_uint(out, head->bundle_serial);
    item_put_uint(out, BATCH_NOW);
    item_put_array(out, 3);
    item_put_uint(out, head->now_segment);
    item_put_uint(out, head->now_ms);
    item_put_int(out, head->now_wall);
    item_put_uint(out, BATCH_HEALTH);
    health_put(&head->health, out);
}

void head_get(struct cbor_reader *in, struct batch_head *ret)
{
    fields_get(in, BATCH_FIELDS);
    fields_key(in, BATCH_KIOSK);
    ret->kiosk = item_get_uint(in);
    fields_key(in, BATCH_LIFE);
    ret->life = item_get_uint(in);
    fields_key(in, BATCH_NONCE);
    item_get_bytes_exact(in, ret->nonce.bytes, sizeof ret->nonce.bytes);
    fields_key(in, BATCH_BEFORE);
    get_point(in, &ret->before);
    fields_key(in, BATCH_AFTER);
    get_point(in, &ret->after);
    fields_key(in, BATCH_ORIGINS);
    get_origins(in, ret);
    fields_key(in, BATCH_BUNDLE_SERIAL);
    ret->bundle_serial = fields_uint(in, BUNDLE_SERIAL_MAX, "the bundle's serial");
    fields_key(in, BATCH_NOW);
    fields_array(in, 3);
    ret->now_segment = (uint32_t)fields_uint(in, UINT32_MAX, "the segment");
    ret->now_ms = item_get_uint(in);
    ret->now_wall = item_get_int(in);
    fields_key(in, BATCH_HEALTH);
    health_get(in, &ret->health);
}

void segments_put(const struct segment *segments, size_t count, struct buf *out)
{
    item_put_uint(out, BATCH_SEGMENTS);
    item_put_array(out, count);
    for (size_t i = 0; i < count; i++) {
        item_put_array(out, 3);
        item_put_uint(out, segments[i].number);
        item_put_uint(out, segments[i].clock);
        item_put_int(out, segments[i].base_wall);
    }
}

bool sheet_init(struct table *sheet, const struct table *all, const struct context *contexts,
                uint16_t number, uint32_t *ret_rows)
{
    const uint16_t *context = table_column(all, COLUMN_CONTEXT);
    const uint16_t *ending = table_column(all, COLUMN_ENDING);
    size_t rows = 0;
    size_t questions = 0;
    for (size_t i = 0; i < all->rows; i++) {
        if (contexts[context[i]].sheet != number)
            continue;
        questions = contexts[context[i]].count;
        ret_rows[rows++] = (uint32_t)i;
    }
    if (!table_init(sheet, rows, COLUMN_QUESTIONS + questions))
        return false;
    for (size_t i = 0; i < rows; i++) {
        table_column(sheet, COLUMN_CONTEXT)[i] = context[ret_rows[i]];
        table_column(sheet, COLUMN_ENDING)[i] = ending[ret_rows[i]];
    }
    return true;
}
