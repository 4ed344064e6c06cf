/* The one row of the table `standing`: see standing.h. */
#include "standing.h"

#define COLUMNS "former_life, clean, may_move, salvages, lost, counts_all"

bool standing_load(sqlite3 *db, struct standing *ret, struct err *err)
{
    SQL_STATEMENT_AUTO *row = NULL;
    bool there = false;
    *ret = (struct standing){ .clean = true, .counts_all = true };
    if (!sql_prepare(db, "SELECT " COLUMNS " FROM standing", &row, err) ||
        !sql_step(row, "reading how the journal stands", &there, err))
        return false;
    if (!there)
        return true;
    int64_t move = sqlite3_column_int64(row, 2);
    if (move < MOVE_NOT || move > MOVE_ALL)
        return err_set(err, ERR_CORRUPT, "the journal's record of its past is damaged");
    *ret = (struct standing){ .former_life = (uint64_t)sqlite3_column_int64(row, 0),
                              .clean = sqlite3_column_int(row, 1) != 0,
                              .may_move = (enum move_leave)move,
                              .salvages = (uint64_t)sqlite3_column_int64(row, 3),
                              .lost = (uint64_t)sqlite3_column_int64(row, 4),
                              .counts_all = sqlite3_column_int(row, 5) != 0 };
    return true;
}

bool standing_save(sqlite3 *db, const struct standing *standing, struct err *err)
{
    const char *doing = "writing how the journal stands";
    SQL_STATEMENT_AUTO *row = NULL;
    if (!sql_prepare(db,
                     "INSERT OR REPLACE INTO standing(one, " COLUMNS
                     ") VALUES(1, ?1, ?2, ?3, ?4, ?5, ?6)",
                     &row, err))
        return false;
    int codes = sqlite3_bind_int64(row, 1, (sqlite3_int64)standing->former_life) |
                sqlite3_bind_int(row, 2, standing->clean) |
                sqlite3_bind_int(row, 3, (int)standing->may_move) |
                sqlite3_bind_int64(row, 4, (sqlite3_int64)standing->salvages) |
                sqlite3_bind_int64(row, 5, (sqlite3_int64)standing->lost) |
                sqlite3_bind_int(row, 6, standing->counts_all);
    return sql_bound(row, codes, doing, err) && sql_run(row, doing, err);
}
