#pragma once
/* The sums that deleted responses leave in the tallies, as text: a line a tally, its members
 * between tabs, in one order, so that the same sums are the same bytes. */
#include "store_gone.h"

/* Hands over one text for each survey and month of the list, which it sorts. Texts live until take
 * returns. */
MUST_CHECK bool gone_sums_write(struct store_tally *list, size_t count,
                                bool (*take)(void *context, const struct store_gone_figures *sums),
                                void *context, struct err *err);
/* Adds the tallies of such a text to a list that grows (the caller's: free). ERR_CORRUPT when it is
 * no such text. */
struct tally_list {
    struct store_tally *list;
    size_t count;
};
MUST_CHECK bool gone_sums_read(const struct store_gone_figures *sums, struct tally_list *ret,
                               struct err *err);
/* Everything but the number, member by member, daily before monthly within a month. */
int tally_compare(const struct store_tally *a, const struct store_tally *b);
/* Sorts the list and makes one of those that count the same. */
void tally_list_merge(struct tally_list *list);
