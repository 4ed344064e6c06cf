#pragma once
/*
 * What the programme's own desk keeps: papers (accounts, sessions, initiatives, drafts, rules and
 * the like, each a JSON text that the rooms above read and write), and the audit log. Few rows
 * beside what kiosks send; found by name, never by what they say.
 */
#include "store.h"

/* ---- whole changes ---- */

/* What is written from here to store_together_keep is kept whole or not at all, and no other
 * process changes the desk meanwhile. Ends with store_together_end in any case. Short: batches
 * wait. */
MUST_CHECK bool store_together(struct store *store, struct err *err);
MUST_CHECK bool store_together_keep(struct store *store, struct err *err);
void store_together_end(struct store *store); /* undoes what was not kept */

/* Ends it when the variable leaves its scope. */
void store_together_over(struct store **store);
#define TOGETHER_AUTO __attribute__((unused, cleanup(store_together_over))) struct store *

/* ---- papers ---- */

enum {
    PAPER_KIND_MAX = 24,
    PAPER_ID_MAX = 100,
    PAPER_ALSO_MAX = 256,
    PAPER_PART_MAX = 64,
    PAPER_BODY_MAX = 512 * 1024,
};

struct store_paper {
    char kind[PAPER_KIND_MAX + 1]; /* "account", "draft" */
    char id[PAPER_ID_MAX + 1];     /* unique within its kind */
    char also[PAPER_ALSO_MAX + 1]; /* another name, unique within its kind; "" for none */
    char part[PAPER_PART_MAX + 1]; /* what it belongs to, for lists and removal; "" for none */
    int64_t rank;                  /* lists are in this order: a time, say */
    uint64_t version;              /* from 1; rises with each writing */
    struct span body;              /* JSON; borrowed */
};

#define PAPER_NEW 0          /* there must be none yet */
#define PAPER_ANY UINT64_MAX /* whatever is there */

/* Writes it, as the version after `over`, which must be what is there: ERR_STALE otherwise.
 * ERR_CONFLICT when another has that other name. paper->version is not looked at. */
MUST_CHECK bool store_paper_put(struct store *store, const struct store_paper *paper, uint64_t over,
                                struct err *err);
/* ret->body is then ret_body's. ERR_MISSING. */
MUST_CHECK bool store_paper_get(struct store *store, const char *kind, const char *id,
                                struct store_paper *ret, struct buf *ret_body, struct err *err);
/* The same by its other name. */
MUST_CHECK bool store_paper_find(struct store *store, const char *kind, const char *also,
                                 struct store_paper *ret, struct buf *ret_body, struct err *err);
MUST_CHECK bool store_paper_remove(struct store *store, const char *kind, const char *id,
                                   struct err *err); /* none there is fine */

struct paper_query {
    const char *kind;
    const char *part;      /* NULL: whatever they belong to */
    bool backwards;        /* highest rank first */
    int64_t after_rank;    /* those that follow this place; */
    const char *after_id;  /* NULL: from the beginning */
    int64_t lowest, below; /* lowest <= rank < below; 0, 0 for all */
};
/* In the order of rank and id. */
MUST_CHECK bool store_papers(struct store *store, const struct paper_query *query,
                             bool (*take)(void *context, const struct store_paper *paper),
                             void *context, struct err *err);
/* Removes those of a kind (and part, unless NULL) whose rank is below. */
MUST_CHECK bool store_papers_remove(struct store *store, const char *kind, const char *part,
                                    int64_t below, struct err *err);

/* ---- the audit log: it only grows ---- */

enum { AUDIT_NAME_MAX = 199, AUDIT_DETAIL_MAX = 64 * 1024 };

struct store_audit {
    uint64_t number; /* from 1, without a gap */
    int64_t at;
    char actor_id[PAPER_ID_MAX + 1]; /* "" for the command line */
    char actor[AUDIT_NAME_MAX + 1];
    char action[65]; /* "account.invited" */
    char subject[PAPER_ID_MAX + 1];
    struct span detail; /* JSON; borrowed */
    struct digest hash; /* over the hash before it and all of the above */
};
/* The last line's number and hash; 0 and zeroes before the first. Within store_together nobody adds
 * another before this process does. */
MUST_CHECK bool store_audit_head(struct store *store, uint64_t *ret_number, struct digest *ret_hash,
                                 struct err *err);
/* ERR_LATER when somebody was quicker with this number. */
MUST_CHECK bool store_audit_add(struct store *store, const struct store_audit *line,
                                struct err *err);

struct audit_query {
    bool backwards;      /* newest first */
    uint64_t after;      /* those behind this number, in that direction; 0: from the beginning */
    const char *action;  /* begins with this; NULL: any */
    const char *actor;   /* this actor's id; NULL: any */
    const char *subject; /* NULL: any */
};
MUST_CHECK bool store_audits(struct store *store, const struct audit_query *query,
                             bool (*take)(void *context, const struct store_audit *line),
                             void *context, struct err *err);
