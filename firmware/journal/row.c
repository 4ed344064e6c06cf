/* A row of the table `response`: see row.h. What a card gives back is doubted before it is used. */
#include "row.h"

static bool damaged(uint64_t seq, struct err *err)
{
    return err_set(err, ERR_CORRUPT, "response %llu in the journal is damaged",
                   (unsigned long long)seq);
}

bool row_get(sqlite3_stmt *statement, struct row *ret, struct err *err)
{
    int64_t seq = sqlite3_column_int64(statement, 0);
    int64_t revision = sqlite3_column_int64(statement, 2);
    int64_t segment = sqlite3_column_int64(statement, 3);
    int64_t minute = sqlite3_column_int64(statement, 4);
    int64_t total = sqlite3_column_int64(statement, 5);
    *ret = (struct row){ .seq = (uint64_t)seq,
                         .open = sqlite3_column_int(statement, 1) != 0,
                         .revision = (uint32_t)revision,
                         .segment = (uint32_t)segment,
                         .minute = (uint32_t)minute,
                         .total = (uint64_t)total };
    if (seq < 1 || revision < 1 || revision > UINT32_MAX || segment < 1 || segment > UINT32_MAX ||
        minute < 0 || minute > UINT32_MAX || total < 0 ||
        !sql_blob(statement, 6, ret->hash.bytes, sizeof ret->hash.bytes))
        return damaged(ret->seq, err);
    ret->body =
        span_of(sqlite3_column_blob(statement, 7), (size_t)sqlite3_column_bytes(statement, 7));
    if (ret->body.size == 0 || ret->body.size > RESPONSE_BYTES_MAX)
        return damaged(ret->seq, err);
    return true;
}

bool row_is_behind(const struct row *row, const struct chain_point *purged, struct err *err)
{
    return row->seq > purged->seq ||
           err_set(err, ERR_CORRUPT, "the journal holds response %llu, and that it was deleted",
                   (unsigned long long)row->seq);
}

bool row_bind(sqlite3_stmt *statement, const struct row *row, struct err *err)
{
    int codes =
        sqlite3_bind_int64(statement, 1, (sqlite3_int64)row->seq) |
        sqlite3_bind_int64(statement, 2, row->open) |
        sqlite3_bind_int64(statement, 3, row->revision) |
        sqlite3_bind_int64(statement, 4, row->segment) |
        sqlite3_bind_int64(statement, 5, row->minute) |
        sqlite3_bind_int64(statement, 6, (sqlite3_int64)row->total) |
        sqlite3_bind_blob(statement, 7, row->hash.bytes, sizeof row->hash.bytes, SQLITE_STATIC) |
        sqlite3_bind_blob(statement, 8, row->body.data, (int)row->body.size, SQLITE_STATIC);
    return sql_bound(statement, codes, "saving the answer", err);
}

bool row_find(sqlite3_stmt *by_seq, uint64_t seq, struct row *ret, struct err *err)
{
    bool there = false;
    if (!sql_bound(by_seq, sqlite3_bind_int64(by_seq, 1, (sqlite3_int64)seq), "reading the journal",
                   err) ||
        !sql_step(by_seq, "reading the journal", &there, err))
        return false;
    if (!there)
        return err_set(err, ERR_CORRUPT, "response %llu is missing from the journal",
                       (unsigned long long)seq);
    return row_get(by_seq, ret, err);
}
