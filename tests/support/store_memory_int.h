#pragma once
/* What the model's files share: its lists, which are searched from their start. */
#include "store_memory.h"
#include <stddef.h>

struct list {
    void *items;
    size_t count, size;
};

struct setting {
    char key[64];
    struct buf value;
};
struct counter {
    char name[64];
    uint64_t value;
};
struct statement_row {
    uint64_t number;
    int kind;
    struct buf message;
};
struct invitation_row {
    struct store_invitation invitation;
    struct buf reply;
};
struct blob_row {
    struct digest name;
    struct buf bytes;
};
struct venue_survey {
    char venue[STORE_ID_MAX + 1];
    struct digest survey;
};
struct venue_file {
    char venue[STORE_ID_MAX + 1], name[STORE_ID_MAX + 1];
    struct buf bytes;
};
struct notice_row {
    struct store_notice notice;
    struct buf bytes;
};
struct bundle_row {
    char venue[STORE_ID_MAX + 1];
    struct store_bundle bundle;
};
struct watermark_row {
    uint64_t kiosk;
    struct store_watermark at;
    uint32_t heard_segment;
    uint64_t heard_ms;
    int64_t heard_wall;
};
struct batch_row {
    struct store_batch batch;
    struct buf bytes;
};
struct aside_row {
    uint64_t kiosk, life;
    struct store_aside aside;
};
struct tally_row {
    uint64_t kiosk;
    struct store_tally tally;
};

struct paper_row {
    struct store_paper paper;
    struct buf body;
};
struct audit_row {
    struct store_audit line;
    struct buf detail;
};

struct gone_figures_row {
    struct store_gone_figures figures;
    struct buf text;
};

struct memory {
    struct store base;
    struct list settings, counters, statements, invitations, venues, blobs, surveys, venue_surveys,
        venue_files, notices, bundles, kiosks, watermarks, events, batches, rows, asides, tallies,
        papers, audits, stales, members, summaries, kiosk_days, gone, gone_figures;
    struct list owned;     /* every buf that a row shows: freed at the end */
    struct memory *before; /* as it was when a whole change began; NULL outside of one */
};

/* The lists from settings to gone_figures, in a row. */
#define MEMORY_LISTS                                                                               \
    ((offsetof(struct memory, owned) - offsetof(struct memory, settings)) / sizeof(struct list))

#define LIST(type)                                                                                 \
    (struct list)                                                                                  \
    {                                                                                              \
        .size = sizeof(type)                                                                       \
    }
#define EACH(type, item, list)                                                                     \
    for (type *item = (list).items; item != NULL && item < (type *)(list).items + (list).count;    \
         item++)

static inline struct memory *memory_of(struct store *store)
{
    return (struct memory *)store;
}

/* Copies the item to the list's end. */
void *memory_add(struct list *list, const void *item);
/* A copy of bytes that lives as long as the store. */
struct buf memory_copy(struct memory *m, struct span bytes);
bool memory_missing(struct err *err);
/* Takes away the item at this place of the list. */
void memory_take_away(struct list *list, void *item);
void memory_sort(struct list *list, int (*compare)(const void *a, const void *b));

/* The verbs of store_memory_desk.c and store_memory_gone.c. */
#define MEMORY_VERB(name) extern __typeof__(*((struct store_engine *)0)->name) memory_##name
MEMORY_VERB(together);
MEMORY_VERB(together_keep);
MEMORY_VERB(together_end);
MEMORY_VERB(paper_put);
MEMORY_VERB(paper_get);
MEMORY_VERB(paper_find);
MEMORY_VERB(paper_remove);
MEMORY_VERB(papers);
MEMORY_VERB(papers_remove);
MEMORY_VERB(audit_head);
MEMORY_VERB(audit_add);
MEMORY_VERB(audits);
MEMORY_VERB(stale);
MEMORY_VERB(stale_count);
MEMORY_VERB(stale_done);
MEMORY_VERB(members);
MEMORY_VERB(month_tallies);
MEMORY_VERB(summary_put);
MEMORY_VERB(summaries);
MEMORY_VERB(summary_months);
MEMORY_VERB(kiosk_days);
MEMORY_VERB(gone_add);
MEMORY_VERB(gone);
MEMORY_VERB(gone_figures);
MEMORY_VERB(figures_forget);
MEMORY_VERB(summaries_forget);
#undef MEMORY_VERB
/* What keeping a batch adds to them. */
void memory_keep_desk(struct memory *m, const struct store_keep *keep, bool heard);
