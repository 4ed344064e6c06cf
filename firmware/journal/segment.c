/* Boot segments: see segment.h. */
#include "segment.h"
#include <stdlib.h>
#include <string.h>

enum { SAME_SECONDS = 60, MINUTE_MS = 60000 };

/* No clock shows more than the year 9999; keeps sums far from overflow. */
#define WALL_MAX INT64_C(253402300799)

enum clock_class segment_belief(unix_seconds wall)
{
    return wall >= clock_build_floor() ? CLOCK_BELIEVED : CLOCK_UNKNOWN;
}

bool segment_get(sqlite3_stmt *row, struct boot_segment *ret, struct err *err)
{
    int64_t number = sqlite3_column_int64(row, 0);
    int64_t base = sqlite3_column_int64(row, 2);
    int64_t wall = sqlite3_column_int64(row, 3);
    int64_t clock = sqlite3_column_int64(row, 4);
    if (wall < -WALL_MAX || wall > WALL_MAX || number < 1 || number > UINT32_MAX || base < 0 ||
        clock < CLOCK_UNKNOWN || clock > CLOCK_SIGNED ||
        !sql_blob(row, 1, ret->boot.bytes, sizeof ret->boot.bytes))
        return err_set(err, ERR_CORRUPT, "a boot segment in the journal is damaged");
    ret->known = (struct segment){ .number = (uint32_t)number,
                                   .clock = (enum clock_class)clock,
                                   .base_wall = wall };
    ret->base = (msec)base;
    return true;
}

static bool segment_put(sqlite3 *db, const struct boot_segment *segment, struct err *err)
{
    static const char sql[] =
        "INSERT OR REPLACE INTO segment(" SEGMENT_COLUMNS ") VALUES(?, ?, ?, ?, ?)";
    const char *doing = "writing a boot segment";
    SQL_STATEMENT_AUTO *row = NULL;
    if (!sql_prepare(db, sql, &row, err))
        return false;
    int codes =
        sqlite3_bind_int64(row, 1, segment->known.number) |
        sqlite3_bind_blob(row, 2, segment->boot.bytes, sizeof segment->boot.bytes, SQLITE_STATIC) |
        sqlite3_bind_int64(row, 3, (sqlite3_int64)segment->base) |
        sqlite3_bind_int64(row, 4, segment->known.base_wall) |
        sqlite3_bind_int64(row, 5, (sqlite3_int64)segment->known.clock);
    return sql_bound(row, codes, doing, err) && sql_run(row, doing, err);
}

static bool is_of_boot(const struct boot_segment *segment, const struct moment *now)
{
    return memcmp(segment->boot.bytes, now->boot.bytes, sizeof now->boot.bytes) == 0 &&
           now->mono >= segment->base;
}

static bool newest(sqlite3 *db, struct boot_segment *ret, struct err *err)
{
    static const char sql[] =
        "SELECT " SEGMENT_COLUMNS " FROM segment ORDER BY number DESC LIMIT 1";
    SQL_STATEMENT_AUTO *row = NULL;
    bool there = false;
    *ret = (struct boot_segment){ 0 };
    return sql_prepare(db, sql, &row, err) && sql_step(row, "reading the journal", &there, err) &&
           (!there || segment_get(row, ret, err));
}

bool segment_enter(sqlite3 *db, const struct moment *now, struct boot_segment *ret, struct err *err)
{
    if (!newest(db, ret, err))
        return false;
    if (ret->known.number != 0 && is_of_boot(ret, now))
        return true;
    if (ret->known.number == UINT32_MAX)
        return err_set(err, ERR_CORRUPT, "the journal has no number left for a boot segment");
    *ret = (struct boot_segment){ .known = { .number = ret->known.number + 1,
                                             .clock = segment_belief(now->wall),
                                             .base_wall = now->wall },
                                  .boot = now->boot,
                                  .base = now->mono };
    return segment_put(db, ret, err);
}

bool segment_teach(sqlite3 *db, struct boot_segment *segment, enum clock_class clock,
                   unix_seconds wall, msec mono, struct err *err)
{
    if (clock == CLOCK_UNKNOWN || wall < 0 || wall > WALL_MAX || mono > INT64_MAX)
        return true;
    struct boot_segment taught = *segment;
    /* The moment may lie before the base: a time signed at enrolment, before there was a journal.
     */
    int64_t since = ((int64_t)mono - (int64_t)segment->base) / 1000;
    taught.known.clock = clock;
    taught.known.base_wall = wall - since;
    bool same = llabs(taught.known.base_wall - segment->known.base_wall) < SAME_SECONDS;
    if (clock < segment->known.clock || (clock == segment->known.clock && same))
        return true;
    if (!segment_put(db, &taught, err))
        return false;
    *segment = taught;
    return true;
}

uint32_t segment_minute(const struct boot_segment *segment, msec mono)
{
    msec minute = mono < segment->base ? 0 : (mono - segment->base) / MINUTE_MS;
    return minute > UINT32_MAX ? UINT32_MAX : (uint32_t)minute;
}
