/* A hub's database moves to PostgreSQL: first everything in it, then the line that says where it
 * is. */
#include "hub_int.h"

bool hub_database_move(const char *data, const char *to,
                       void (*take)(void *context, const struct store_moved *moved), void *context,
                       struct err *err)
{
    char from[HUB_URL_MAX];
    return hub_database_read(data, from, err) && store_move(from, to, take, context, err) &&
           hub_database_write(data, to, err);
}
