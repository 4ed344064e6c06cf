/* Lists of chain points: see chain_list.h. */
#include "chain_list.h"
#include "batch.h"
#include "grow.h"
#include "local_time.h"
#include "store_gone.h"
#include <inttypes.h>
#include <stdlib.h>

enum { DAY_SECONDS = 86400, LINE_LONGEST = 200 };

/* ---- making ---- */

struct point {
    uint64_t kiosk, life, seq;
    struct digest hash;
};

struct points {
    struct point *list; /* by kiosk and life, as the store gives them */
    size_t count;
    int64_t before;
    bool starved;
};

/* The furthest of its life. */
static bool note(struct points *points, const struct point *point)
{
    for (size_t i = points->count; i-- > 0 && points->list[i].kiosk == point->kiosk;)
        if (points->list[i].life == point->life) {
            if (point->seq > points->list[i].seq)
                points->list[i] = *point;
            return true;
        }
    struct point *grown = grow(points->list, points->count, sizeof *grown);
    points->starved |= grown == NULL;
    if (grown == NULL)
        return false;
    points->list = grown;
    points->list[points->count++] = *point;
    return true;
}

static bool take_batch(void *context, const struct store_batch *batch)
{
    struct points *points = context;
    struct point point = { batch->kiosk, batch->life, batch->last, batch->hash };
    return batch->received >= points->before || note(points, &point);
}

static bool take_run(void *context, const struct store_gone *run)
{
    struct point point = { run->kiosk, run->life, run->last, run->hash };
    return note(context, &point);
}

struct listing {
    struct store *store;
    int64_t before;
    struct buf *out;
    struct err *err;
    bool failed;
};

static void put_points(const struct store_kiosk *kiosk, const struct points *points,
                       struct buf *out)
{
    struct digest key;
    char hex[65];
    memcpy(key.bytes, kiosk->key, sizeof key.bytes);
    digest_hex(&key, hex);
    buf_printf(out, "kiosk %016" PRIx64 " %s\n", kiosk->id, hex);
    for (size_t i = 0; i < points->count; i++) {
        digest_hex(&points->list[i].hash, hex);
        buf_printf(out, "life %016" PRIx64 " %" PRIu64 " %s\n", points->list[i].life,
                   points->list[i].seq, hex);
    }
}

static bool take_kiosk(void *context, const struct store_kiosk *kiosk)
{
    struct listing *listing = context;
    struct points points = { .before = listing->before };
    bool read = store_gone(listing->store, kiosk->id, take_run, &points, listing->err) &&
                store_batches(listing->store, kiosk->id, take_batch, &points, listing->err) &&
                (!points.starved || err_set(listing->err, ERR_LATER, "there is no memory for it"));
    if (read && kiosk->enrolled < listing->before)
        put_points(kiosk, &points, listing->out);
    free(points.list);
    listing->failed = !read;
    return read;
}

bool report_chain_points(struct store *store, int32_t month, struct buf *out, struct err *err)
{
    struct err walking = { 0 };
    struct listing listing = { .store = store,
                               .before = (int64_t)local_month_start(month + 31) * DAY_SECONDS,
                               .out = out,
                               .err = err };
    if (!store_kiosks(store, take_kiosk, &listing, &walking))
        return err_set(err, walking.kind, "%s", walking.text);
    return !listing.failed && buf_ok(out, "the list of chain points", err);
}

/* ---- reading ---- */

struct reader {
    struct span rest;
    uint64_t kiosk; /* that the lines are about */
    uint8_t key[32];
};

static bool next_line(struct span *rest, char ret[LINE_LONGEST])
{
    const uint8_t *end = memchr(rest->data, '\n', rest->size);
    size_t size = end == NULL ? 0 : (size_t)(end - rest->data);
    if (end == NULL || size >= LINE_LONGEST)
        return false;
    memcpy(ret, rest->data, size);
    ret[size] = '\0';
    *rest = span_of(end + 1, rest->size - size - 1);
    return true;
}

/* The next point, whatever else stands before it; false at the end, and ret_fine tells whether all
 * of it was read. */
static bool next_point(struct reader *reader, struct point *ret, bool *ret_fine)
{
    char line[LINE_LONGEST];
    char hex[66];
    struct digest key;
    while (next_line(&reader->rest, line)) {
        if (sscanf(line, "kiosk %16" SCNx64 " %65s", &reader->kiosk, hex) == 2) {
            *ret_fine = digest_from_hex(hex, &key);
            memcpy(reader->key, key.bytes, sizeof reader->key);
        } else if (strncmp(line, "life ", 5) == 0) {
            ret->kiosk = reader->kiosk;
            *ret_fine = sscanf(line, "life %16" SCNx64 " %20" SCNu64 " %65s", &ret->life, &ret->seq,
                               hex) == 3 &&
                        digest_from_hex(hex, &ret->hash);
            return *ret_fine;
        }
        if (!*ret_fine)
            return false;
    }
    *ret_fine = reader->rest.size == 0;
    return false;
}

static bool unreadable(struct err *err)
{
    return err_set(err, ERR_CORRUPT, "the list cannot be read to its end");
}

/* ---- against the hub ---- */

enum found { FOUND_SAME, FOUND_OTHER, FOUND_DELETED, FOUND_SHORT };

struct run_at {
    const struct point *point;
    bool within, ends, same;
};

static bool take_run_at(void *context, const struct store_gone *run)
{
    struct run_at *at = context;
    const struct point *point = at->point;
    if (run->life != point->life || point->seq < run->first || point->seq > run->last)
        return true;
    at->within = true;
    at->ends = run->last == point->seq;
    at->same = at->ends && memcmp(&run->hash, &point->hash, sizeof run->hash) == 0;
    return false;
}

static bool among_deleted(struct store *store, const struct point *point, enum found *ret,
                          struct err *err)
{
    struct run_at at = { .point = point };
    if (!store_gone(store, point->kiosk, take_run_at, &at, err))
        return false;
    *ret = !at.within ? FOUND_SHORT : !at.ends ? FOUND_DELETED : at.same ? FOUND_SAME : FOUND_OTHER;
    return true;
}

/* The chain's value behind this number, made again from the signed batch that holds it. */
static bool hash_at(struct span bytes, const struct reader *reader, uint64_t seq,
                    struct digest *ret, struct err *err)
{
    struct public_key key;
    __attribute__((cleanup(batch_finish))) struct batch batch = { 0 };
    BUF_AUTO canonical = buf_new(RESPONSE_BYTES_MAX);
    memcpy(key.bytes, reader->key, sizeof key.bytes);
    if (!batch_open(bytes, &key, &batch, err))
        return false;
    struct chain_point point = batch.head.before;
    for (size_t i = 0; i < batch.response_count && point.seq < seq; i++) {
        buf_clear(&canonical);
        if (!response_put(&batch.responses[i], &canonical, err))
            return false;
        point = chain_next(&point, buf_span(&canonical));
    }
    *ret = point.hash;
    return true;
}

static bool look_up(struct store *store, const struct reader *reader, const struct point *point,
                    enum found *ret, struct err *err)
{
    uint64_t first;
    uint64_t last;
    struct digest hash;
    BUF_AUTO bytes = buf_new(BATCH_PACKED_MAX);
    if (!store_batch_at(store, point->kiosk, point->life, point->seq, &bytes, &first, &last, err))
        return err->kind == ERR_MISSING && among_deleted(store, point, ret, err);
    bool same = hash_at(buf_span(&bytes), reader, point->seq, &hash, err) &&
                memcmp(&hash, &point->hash, sizeof hash) == 0;
    *ret = same ? FOUND_SAME : FOUND_OTHER;
    return true;
}

struct tally_of_found {
    uint64_t same, deleted, doubts;
};

static void tell(const struct point *point, enum found found, struct tally_of_found *counts,
                 FILE *out)
{
    counts->same += found == FOUND_SAME;
    counts->deleted += found == FOUND_DELETED;
    if (found != FOUND_OTHER && found != FOUND_SHORT)
        return;
    counts->doubts++;
    (void)fprintf(out, "DOUBT  %016" PRIx64 "  response %" PRIu64 " of life %016" PRIx64 " %s\n",
                  point->kiosk, point->seq, point->life,
                  found == FOUND_OTHER ? "has another history here than in the list"
                                       : "was there when the list was made, and is not here");
}

bool report_chain_check(struct store *store, struct span list, FILE *out, bool *ret_clean,
                        struct err *err)
{
    struct reader reader = { .rest = list };
    struct tally_of_found counts = { 0 };
    struct point point;
    bool fine = true;
    enum found found = FOUND_SAME;
    while (next_point(&reader, &point, &fine)) {
        if (!look_up(store, &reader, &point, &found, err))
            return false;
        tell(&point, found, &counts, out);
    }
    if (!fine)
        return unreadable(err);
    (void)fprintf(out, "%s  %" PRIu64 " lives are as the list says",
                  counts.doubts == 0 ? "fine " : "DOUBT", counts.same);
    if (counts.deleted > 0)
        (void)fprintf(out,
                      "; %" PRIu64 " points lie among what was deleted, and cannot be compared",
                      counts.deleted);
    (void)fprintf(out, counts.doubts == 0 ? "\n" : "; %" PRIu64 " are not\n", counts.doubts);
    *ret_clean = counts.doubts == 0;
    return true;
}

/* ---- against another list ---- */

static int by_life(const void *a, const void *b)
{
    const struct point *left = a;
    const struct point *right = b;
    if (left->kiosk != right->kiosk)
        return left->kiosk < right->kiosk ? -1 : 1;
    return (left->life > right->life) - (left->life < right->life);
}

static bool read_points(struct span list, struct points *ret, struct err *err)
{
    struct reader reader = { .rest = list };
    struct point point;
    bool fine = true;
    while (next_point(&reader, &point, &fine)) {
        struct point *grown = grow(ret->list, ret->count, sizeof *grown);
        if (grown == NULL)
            return err_set(err, ERR_LATER, "there is no memory for the list");
        ret->list = grown;
        ret->list[ret->count++] = point;
    }
    if (fine && ret->count > 0)
        qsort(ret->list, ret->count, sizeof *ret->list, by_life);
    return fine || unreadable(err);
}

/* The same number has the same value of the chain, and no number is lower. */
static bool goes_on(const struct point *before, const struct point *after)
{
    bool same = memcmp(&after->hash, &before->hash, sizeof after->hash) == 0;
    return after->seq > before->seq || (after->seq == before->seq && same);
}

static uint64_t compare(const struct points *earlier, const struct points *later, FILE *out)
{
    uint64_t doubts = 0;
    for (size_t i = 0; i < earlier->count; i++) {
        const struct point *before = &earlier->list[i];
        const struct point *after =
            later->count == 0 ? NULL
                              : bsearch(before, later->list, later->count, sizeof *before, by_life);
        if (after != NULL && goes_on(before, after))
            continue;
        doubts++;
        (void)fprintf(
            out, "DOUBT  %016" PRIx64 "  life %016" PRIx64 " %s\n", before->kiosk, before->life,
            after != NULL ? "does not go on from the earlier list" : "is not in the later list");
    }
    (void)fprintf(out, "%s  %" PRIu64 " lives go on from the earlier list\n",
                  doubts == 0 ? "fine " : "DOUBT", (uint64_t)earlier->count - doubts);
    return doubts;
}

bool report_chain_compare(struct span earlier, struct span later, FILE *out, bool *ret_clean,
                          struct err *err)
{
    struct points old = { 0 };
    struct points new = { 0 };
    bool read = read_points(earlier, &old, err) && read_points(later, &new, err);
    if (read)
        *ret_clean = compare(&old, &new, out) == 0;
    free(old.list);
    free(new.list);
    return read;
}
