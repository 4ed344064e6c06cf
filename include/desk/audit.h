#pragma once
/*
 * The audit log: who did what at the desk, in lines of which each carries a digest over the line
 * before it and itself. A line is written in the same transaction as what it tells of.
 */
#include "audit_actions.h"
#include "store_desk.h"

struct audit_actor {
    char id[PAPER_ID_MAX + 1]; /* "" for the command line */
    char name[AUDIT_NAME_MAX + 1];
};
extern const struct audit_actor audit_command_line;

/* Adds a line. detail is JSON, without secrets; NULL for none. Within store_together, or alone. */
MUST_CHECK bool audit_note(struct store *store, const struct audit_actor *actor,
                           enum audit_action action, const char *subject, const char *detail,
                           struct err *err);

struct audit_proof {
    uint64_t entries;
    struct digest head;
    uint64_t broken_at; /* the first line that does not follow from the one before it; 0 for none */
};
/* Reads it all again. */
MUST_CHECK bool audit_verify(struct store *store, struct audit_proof *ret, struct err *err);
