#pragma once
/* In which order kiosks are listed. A page goes on behind a rank and an id, which stand in its
 * cursor: what changes its place meanwhile may be met twice or not at all, and nothing else. */
#include "fleet.h"
#include "rest_int.h"

enum kiosk_order {
    KIOSKS_BY_ID,
    KIOSKS_BY_NEED,  /* what needs somebody first; of those the longest unheard */
    KIOSKS_BY_NAME,  /* venue, then kiosk, as people read them */
    KIOSKS_BY_HEARD, /* the longest unheard first */
};

/* A kiosk on its way into a list. Borrows. */
struct listed_kiosk {
    const struct fleet_kiosk *kiosk;
    const struct place *place; /* NULL: its venue is not in the frame */
    int64_t rank;
};

/* The query's `order`; KIOSKS_BY_ID without it. ERR_USAGE for another word. */
MUST_CHECK bool kiosk_order_read(const struct call *call, enum kiosk_order *ret, struct err *err);
struct listed_kiosk kiosk_listed(enum kiosk_order order, const struct fleet_kiosk *kiosk,
                                 const struct place *place);
/* Less than, equal to or greater than 0, as for qsort: never 0 for two kiosks. */
int kiosk_order_compare(enum kiosk_order order, const struct listed_kiosk *a,
                        const struct listed_kiosk *b);
void kiosk_order_sort(enum kiosk_order order, struct listed_kiosk *list, size_t count);
