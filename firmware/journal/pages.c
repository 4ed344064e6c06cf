/* Responses out of a damaged file: see pages.h. Every offset that a page names is doubted. */
#include "pages.h"
#include "file.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    PAGE_MIN = 512,
    PAGE_MAX = 65536,
    PAGE_USUAL = 1024,
    FILE_HEAD = 100,
    WAL_HEAD = 32,
    FRAME_HEAD = 24,
    LEAF = 0x0d,
    LEAF_HEAD = 8,
    COLUMNS = 8,
    PAYLOAD_MAX = RESPONSE_BYTES_MAX + 256,
    CELLS_MAX = PAGE_MAX / 4,
};

struct pages {
    int file, wal; /* -1 for none */
    uint32_t size; /* of a page */
    uint32_t count;
    off_t *newest; /* of each page: where its newest form stands in the log; 0: in the file */
    uint8_t page[PAGE_MAX];
    uint8_t more[PAGE_MAX];
    uint8_t payload[PAYLOAD_MAX];
    bool (*take)(void *context, const struct row *row);
    void *context;
    bool stopped;
};

static uint32_t get_u16(const uint8_t *at)
{
    return (uint32_t)at[0] << 8 | at[1];
}

static uint32_t get_u32(const uint8_t *at)
{
    return get_u16(at) << 16 | get_u16(at + 2);
}

/* A number of 1 to 9 bytes; 0 bytes taken when it runs beyond the end. */
static size_t get_varint(const uint8_t *at, size_t left, uint64_t *ret)
{
    uint64_t value = 0;
    for (size_t i = 0; i < 9 && i < left; i++) {
        if (i == 8) {
            *ret = value << 8 | at[i];
            return 9;
        }
        value = value << 7 | (at[i] & 0x7f);
        if ((at[i] & 0x80) == 0) {
            *ret = value;
            return i + 1;
        }
    }
    return 0;
}

/* ---- pages ---- */

static bool is_page_size(uint32_t size)
{
    return size >= PAGE_MIN && size <= PAGE_MAX && (size & (size - 1)) == 0;
}

/* By the file's head, else by the log's, else what this program makes. */
static uint32_t page_size(const struct pages *pages)
{
    uint8_t head[WAL_HEAD];
    uint32_t size = 0;
    if (pread(pages->file, head, sizeof head, 0) == (ssize_t)sizeof head &&
        memcmp(head, "SQLite format 3", 16) == 0)
        size = get_u16(head + 16) == 1 ? PAGE_MAX : get_u16(head + 16);
    if (!is_page_size(size) && pages->wal >= 0 &&
        pread(pages->wal, head, sizeof head, 0) == (ssize_t)sizeof head)
        size = get_u32(head + 8);
    return is_page_size(size) ? size : PAGE_USUAL;
}

static bool read_page(const struct pages *pages, uint32_t number, uint8_t *to)
{
    if (number == 0 || number > pages->count)
        return false;
    bool logged = pages->newest[number - 1] != 0;
    int fd = logged ? pages->wal : pages->file;
    off_t at = logged ? pages->newest[number - 1] : (off_t)(number - 1) * (off_t)pages->size;
    return pread(fd, to, pages->size, at) == (ssize_t)pages->size;
}

/* ---- a record ---- */

struct record {
    const uint8_t *head, *head_end, *body, *end;
};

/* How many bytes a column of this type has. */
static uint64_t type_size(uint64_t type)
{
    static const uint8_t sizes[] = { 0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0 };
    return type < sizeof sizes ? sizes[type] : (type - 12) / 2;
}

static bool next_column(struct record *record, uint64_t *ret_type, struct span *ret)
{
    size_t taken = get_varint(record->head, (size_t)(record->head_end - record->head), ret_type);
    uint64_t size = type_size(*ret_type);
    if (taken == 0 || size > (uint64_t)(record->end - record->body))
        return false;
    record->head += taken;
    *ret = span_of(record->body, (size_t)size);
    record->body += size;
    return true;
}

static bool next_int(struct record *record, uint64_t most, uint64_t *ret)
{
    uint64_t type = 0;
    struct span bytes;
    if (!next_column(record, &type, &bytes) || type > 9 || type == 7)
        return false;
    *ret = type == 9 ? 1 : 0;
    for (size_t i = 0; i < bytes.size; i++)
        *ret = *ret << 8 | bytes.data[i];
    return *ret <= most; /* none of ours is below zero: as such it would be over */
}

static bool next_blob(struct record *record, struct span *ret)
{
    uint64_t type = 0;
    return next_column(record, &type, ret) && type >= 12 && type % 2 == 0;
}

/* The columns of `response`: seq is the row's own number and stands as NULL. */
static bool read_row(struct record *record, uint64_t seq, struct row *ret)
{
    uint64_t null = 0;
    uint64_t open = 0;
    uint64_t revision = 0;
    uint64_t segment = 0;
    uint64_t minute = 0;
    struct span nothing;
    struct span hash;
    *ret = (struct row){ .seq = seq };
    if (!next_column(record, &null, &nothing) || null != 0 || !next_int(record, 1, &open) ||
        !next_int(record, UINT32_MAX, &revision) || !next_int(record, UINT32_MAX, &segment) ||
        !next_int(record, UINT32_MAX, &minute) || !next_int(record, INT64_MAX, &ret->total) ||
        !next_blob(record, &hash) || hash.size != sizeof ret->hash.bytes ||
        !next_blob(record, &ret->body) || ret->body.size == 0 ||
        ret->body.size > RESPONSE_BYTES_MAX || record->head != record->head_end)
        return false;
    memcpy(ret->hash.bytes, hash.data, hash.size);
    ret->open = open != 0;
    ret->revision = (uint32_t)revision;
    ret->segment = (uint32_t)segment;
    ret->minute = (uint32_t)minute;
    return true;
}

static void judge_payload(struct pages *pages, size_t size, uint64_t seq)
{
    uint64_t head = 0;
    struct row row;
    size_t taken = get_varint(pages->payload, size, &head);
    if (taken == 0 || head < taken || head > size || seq == 0 || seq > INT64_MAX)
        return;
    struct record record = { pages->payload + taken, pages->payload + head, pages->payload + head,
                             pages->payload + size };
    if (read_row(&record, seq, &row))
        pages->stopped = !pages->take(pages->context, &row);
}

/* ---- a cell ---- */

/* How much of a payload stands in its leaf. */
static size_t local_size(uint32_t page, uint64_t payload)
{
    uint32_t most = page - 35;
    uint32_t least = (page - 12) * 32 / 255 - 23;
    if (payload <= most)
        return (size_t)payload;
    uint64_t fit = least + (payload - least) % (page - 4);
    return fit <= most ? (size_t)fit : least;
}

/* The rest stands on pages of its own, each naming the next. */
static bool read_overflow(struct pages *pages, uint32_t number, size_t have, size_t size)
{
    while (have < size) {
        size_t part = size - have < pages->size - 4 ? size - have : pages->size - 4;
        if (!read_page(pages, number, pages->more))
            return false;
        memcpy(pages->payload + have, pages->more + 4, part);
        number = get_u32(pages->more);
        have += part;
    }
    return true;
}

static void read_cell(struct pages *pages, size_t at)
{
    const uint8_t *page = pages->page;
    uint64_t size = 0;
    uint64_t seq = 0;
    size_t taken = get_varint(page + at, pages->size - at, &size);
    size_t taken_too =
        taken == 0 ? 0 : get_varint(page + at + taken, pages->size - at - taken, &seq);
    if (taken_too == 0 || size == 0 || size > PAYLOAD_MAX)
        return;
    at += taken + taken_too;
    size_t local = local_size(pages->size, size);
    bool spills = local < size;
    if (local + (spills ? 4 : 0) > pages->size - at)
        return;
    memcpy(pages->payload, page + at, local);
    if (!spills || read_overflow(pages, get_u32(page + at + local), local, (size_t)size))
        judge_payload(pages, (size_t)size, seq);
}

/* A page of rows, if it is one. */
static void read_leaf(struct pages *pages, size_t head)
{
    const uint8_t *page = pages->page;
    if (page[head] != LEAF)
        return;
    uint32_t cells = get_u16(page + head + 3);
    for (uint32_t i = 0; i < cells && i < CELLS_MAX && !pages->stopped; i++) {
        size_t pointer = head + LEAF_HEAD + (size_t)i * 2;
        if (pointer + 2 > pages->size)
            return;
        size_t at = get_u16(page + pointer);
        if (at >= head + LEAF_HEAD && at < pages->size)
            read_cell(pages, at);
    }
}

/* ---- the log ---- */

/* The sums that SQLite keeps of a log: each frame's go on from those of the one before it. */
struct sums {
    uint32_t a, b;
    bool big; /* words are big-endian in them */
};

static void add_sums(struct sums *sums, const uint8_t *bytes, size_t size)
{
    for (size_t i = 0; i + 8 <= size; i += 8) {
        uint32_t first = get_u32(bytes + i);
        uint32_t second = get_u32(bytes + i + 4);
        sums->a += (sums->big ? first : __builtin_bswap32(first)) + sums->b;
        sums->b += (sums->big ? second : __builtin_bswap32(second)) + sums->a;
    }
}

/* Is this frame of the log's present round, and whole? The next one goes on from what it says. */
static bool is_whole(struct pages *pages, const uint8_t *head, const uint8_t *frame, off_t at,
                     struct sums *sums)
{
    struct sums here = *sums;
    *sums = (struct sums){ get_u32(frame + 16), get_u32(frame + 20), here.big };
    if (memcmp(frame + 8, head + 16, 8) != 0 ||
        pread(pages->wal, pages->page, pages->size, at) != (ssize_t)pages->size)
        return false;
    add_sums(&here, frame, 8);
    add_sums(&here, pages->page, pages->size);
    return here.a == sums->a && here.b == sums->b;
}

/* Where the newest form of each page stands. A frame in the middle that is damaged takes none of
 * those behind it along. */
static void find_newest(struct pages *pages)
{
    uint8_t head[WAL_HEAD];
    uint8_t frame[FRAME_HEAD];
    if (pages->wal < 0 || pread(pages->wal, head, sizeof head, 0) != (ssize_t)sizeof head)
        return;
    struct sums sums = { get_u32(head + 24), get_u32(head + 28), (head[3] & 1) != 0 };
    off_t step = FRAME_HEAD + (off_t)pages->size;
    for (off_t at = WAL_HEAD;; at += step) {
        if (pread(pages->wal, frame, sizeof frame, at) != (ssize_t)sizeof frame)
            return;
        uint32_t number = get_u32(frame);
        if (is_whole(pages, head, frame, at + FRAME_HEAD, &sums) && number != 0 &&
            number <= pages->count)
            pages->newest[number - 1] = at + FRAME_HEAD;
    }
}

/* ---- the whole ---- */

/* Pages may stand in the log that the file does not have yet. */
static uint32_t count_pages(const struct pages *pages)
{
    struct stat file = { 0 };
    struct stat wal = { 0 };
    (void)fstat(pages->file, &file);
    if (pages->wal >= 0)
        (void)fstat(pages->wal, &wal);
    off_t count = (file.st_size + wal.st_size) / (off_t)pages->size + 1;
    return count > INT32_MAX ? INT32_MAX : (uint32_t)count;
}

/* Only the newest form of each: an older one may hold what was deleted since. */
static void read_all(struct pages *pages)
{
    for (uint32_t number = 1; number <= pages->count && !pages->stopped; number++)
        if (read_page(pages, number, pages->page))
            read_leaf(pages, number == 1 ? FILE_HEAD : 0);
}

static void pages_close(struct pages **at)
{
    struct pages *pages = *at;
    if (pages == NULL)
        return;
    file_close(&pages->file);
    file_close(&pages->wal);
    free(pages->newest);
    free(pages);
}

static bool open_both(struct pages *pages, const char *path, struct err *err)
{
    char log[4096];
    (void)snprintf(log, sizeof log, "%s-wal", path);
    pages->file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (pages->file < 0)
        return err_set(err, ERR_MISSING, "there is no file %s", path);
    pages->wal = open(log, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    pages->size = page_size(pages);
    pages->count = count_pages(pages);
    pages->newest = calloc(pages->count, sizeof *pages->newest);
    return pages->newest != NULL || err_set(err, ERR_LATER, "there is no memory to save a journal");
}

bool pages_read(const char *path, bool (*take)(void *context, const struct row *row), void *context,
                bool *ret_stopped, struct err *err)
{
    __attribute__((cleanup(pages_close))) struct pages *pages = calloc(1, sizeof *pages);
    if (pages == NULL)
        return err_set(err, ERR_LATER, "there is no memory to save a journal");
    pages->file = pages->wal = -1;
    pages->take = take;
    pages->context = context;
    if (!open_both(pages, path, err))
        return false;
    find_newest(pages);
    read_all(pages);
    *ret_stopped = pages->stopped;
    return true;
}
