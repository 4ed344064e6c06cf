#pragma once
/*
 * The command line of the programs: verbs and options are tables, help is made from them.
 * Verbs of two words make groups: `PROGRAM GROUP --help` shows that group alone.
 * Exit status: 0 done, 1 failed with one plain sentence on stderr, 2 wrong use.
 */
#include "err.h"
#include <stddef.h>

enum { CLI_OPTIONS_MAX = 16, CLI_FILES_MAX = 4096 };

struct cli_option {
    const char *name;  /* without dashes: "data" */
    const char *value; /* what help calls its value, "DIR"; NULL for a switch */
    const char *help;
    bool required;
    bool many; /* may be given more than once */
};

struct cli_args {
    const struct cli_command *command;
    /* What stands behind the options; files[0] is the first positional word. */
    char **files;
    int file_count;
    /* Private: use cli_value and friends. */
    struct {
        const char *name;
        const char *value;
    } given[64];
    int given_count;
};

struct cli_command {
    const char *name;                 /* "venue add": one or two words */
    const char *usage;                /* the positional words, "ID" or "FILE..."; NULL for none */
    const char *help;                 /* one sentence; after a line break, what --help adds */
    const struct cli_option *options; /* ends with a NULL name; NULL for none */
    int files_min, files_max;
    /* Returns false with *err set when it failed; ERR_USAGE becomes exit status 2. A command may
     * set *ret_status to exit with another status although it returned true (verify: 1). */
    bool (*run)(const struct cli_args *args, int *ret_status, struct err *err);
};

/* The value of an option, or fallback. For a switch "yes" when given. */
const char *cli_value(const struct cli_args *args, const char *name, const char *fallback);
/* The nth value (from 0) of an option that may be given many times; NULL past the last. */
const char *cli_nth(const struct cli_args *args, const char *name, int nth);
bool cli_given(const struct cli_args *args, const char *name);
/* A whole number option within bounds; fallback when it is not given. */
MUST_CHECK bool cli_number(const struct cli_args *args, const char *name, long fallback, long min,
                           long max, long *ret_value, struct err *err);

/* Parses, runs, prints what went wrong; returns the exit status. commands ends with a NULL name.
 * `about` is the sentence under the program's name in its help. */
int cli_main(int argc, char **argv, const char *program, const char *about,
             const struct cli_command *commands);
