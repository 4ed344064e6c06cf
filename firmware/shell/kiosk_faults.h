#pragma once
/* The faults of many screens, kept to be printed: as lines for people, as one object for programs.
 */
#include "kiosk_check.h"

struct faults; /* opaque */

/* Where a screen was looked at; all borrowed. */
struct fault_place {
    const char *screen;   /* "question-overall" */
    const char *question; /* its name, NULL where the screen asks none */
    const char *language, *size, *display;
    bool again; /* another part of the screen that was looked at before */
};

MUST_CHECK bool faults_new(struct faults **ret, struct err *err);
void faults_free(struct faults *faults); /* NULL is fine */
/* One more screen was looked at. */
void faults_add(struct faults *faults, const struct fault_place *place,
                const struct check_faults *found);
bool faults_any(const struct faults *faults);

/* many: each line says language, size and display too. */
void faults_print(const struct faults *faults, bool many);
void faults_print_json(const struct faults *faults);
