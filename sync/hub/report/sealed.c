/* The signed response behind a row: see sealed.h. */
#include "sealed.h"

struct sealed_source sealed_source_of(struct store *store)
{
    return (struct sealed_source){ .store = store };
}

void sealed_source_finish(struct sealed_source *source)
{
    batch_finish(&source->batch);
    source->batch = (struct batch){ 0 };
    source->last = 0;
}

static bool turn_to(struct sealed_source *source, const struct store_row *row, struct err *err)
{
    struct store_kiosk kiosk;
    struct public_key key;
    uint64_t first;
    uint64_t last;
    BUF_AUTO bytes = buf_new(BATCH_PACKED_MAX);
    sealed_source_finish(source);
    if (!store_kiosk_get(source->store, row->kiosk, &kiosk, err) ||
        !store_batch_at(source->store, row->kiosk, row->life, row->response.seq, &bytes, &first,
                        &last, err))
        return false;
    memcpy(key.bytes, kiosk.key, sizeof key.bytes);
    if (!batch_open(buf_span(&bytes), &key, &source->batch, err))
        return false;
    source->kiosk = row->kiosk;
    source->life = row->life;
    source->first = first;
    source->last = last;
    return true;
}

bool sealed_find(struct sealed_source *source, const struct store_row *row,
                 const struct response **ret, struct err *err)
{
    uint64_t seq = row->response.seq;
    bool open = source->last != 0 && source->kiosk == row->kiosk && source->life == row->life &&
                seq >= source->first && seq <= source->last;
    if (!open && !turn_to(source, row, err))
        return err_wrap(err, "the batch of response %llu", (unsigned long long)seq);
    uint64_t at = seq - source->batch.head.before.seq - 1;
    if (seq <= source->batch.head.before.seq || at >= source->batch.response_count)
        return err_set(err, ERR_CORRUPT, "response %llu is not in its batch",
                       (unsigned long long)seq);
    *ret = &source->batch.responses[at];
    return true;
}

void sealed_bound_to(const struct sealed_source *source, const struct response *response,
                     uint64_t *ret_life, uint64_t *ret_seq)
{
    batch_bound(&source->batch.head, response->seq, ret_life, ret_seq);
}
