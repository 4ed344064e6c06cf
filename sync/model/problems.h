#pragma once
/*
 * Reporting what is wrong with a file while walking through it: a path names the place that is
 * being looked at and lives on the stack, one link for each level.
 */
#include "survey.h"

struct expression_error;

struct path {
    const struct path *up; /* NULL: the whole file */
    const char *key;       /* NULL: an entry of an array */
    size_t index;
};

static inline struct path path_key(const struct path *up, const char *key)
{
    return (struct path){ up, key, 0 };
}

static inline struct path path_index(const struct path *up, size_t index)
{
    return (struct path){ up, NULL, index };
}

/* Writes the JSON pointer of a path; "" for the whole file (path NULL). Cuts at size - 1. */
void problems_pointer(const struct path *path, char *ret, size_t size);

/* Each adds one problem; what does not fit in the list is counted all the same. */
void problems_error(struct problems *problems, const struct path *path, const char *fmt, ...)
    PRINTF(3, 4);
void problems_warning(struct problems *problems, const struct path *path, const char *fmt, ...)
    PRINTF(3, 4);
/* For a place that is known by its pointer. */
void problems_at(struct problems *problems, enum problem_level level, const char *pointer,
                 const char *fmt, ...) PRINTF(4, 5);
/* For broken syntax: there is no pointer, but a line and a column. */
void problems_syntax(struct problems *problems, int line, int column, const char *fmt, ...)
    PRINTF(4, 5);
/* For a condition: where in it, and which of the sentences about conditions that is. */
void problems_condition(struct problems *problems, const struct path *path,
                        const struct expression_error *error);

/* For a lack of memory, which is no fault of the file. */
void problems_starved(struct problems *problems);

/* Writes line and column where only the pointer is known, by finding the pointers in the bytes. */
void problems_place(struct problems *problems, int first, struct span bytes);
