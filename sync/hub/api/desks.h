#pragma once
/* A few open stores that threads borrow. */
#include "store.h"
#include <pthread.h>

enum { DESKS_MAX = 16 };

struct desks {
    const char *database; /* borrowed */
    pthread_mutex_t lock;
    struct store *free[DESKS_MAX];
    size_t free_count;
};

void desks_init(struct desks *desks, const char *database);
void desks_finish(struct desks *desks);
/* NULL when none can be opened. */
struct store *desk_take(struct desks *desks, struct err *err);
void desk_give(struct desks *desks, struct store *store);
