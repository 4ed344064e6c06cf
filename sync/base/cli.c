/* The command line of the programs: see cli.h. */
#include "cli.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int words_in(const char *name)
{
    return strchr(name, ' ') == NULL ? 1 : 2;
}

/* Does argv begin with the words of this command's name? */
static bool names_command(const char *name, int argc, char **argv)
{
    char said[80];
    if (words_in(name) > argc)
        return false;
    if (words_in(name) == 1)
        return strcmp(name, argv[0]) == 0;
    (void)snprintf(said, sizeof said, "%.38s %.38s", argv[0], argv[1]);
    return strcmp(name, said) == 0;
}

static const struct cli_command *find_command(const struct cli_command *commands, int argc,
                                              char **argv)
{
    for (const struct cli_command *c = commands; c->name != NULL; c++)
        if (names_command(c->name, argc, argv))
            return c;
    return NULL;
}

static const struct cli_option *find_option(const struct cli_command *command, const char *name,
                                            size_t length)
{
    for (const struct cli_option *o = command->options; o != NULL && o->name != NULL; o++)
        if (strlen(o->name) == length && strncmp(o->name, name, length) == 0)
            return o;
    return NULL;
}

static void print_command_line(const char *program, const struct cli_command *command)
{
    printf("  %s %s", program, command->name);
    if (command->usage != NULL && command->usage[0] != '\0')
        printf(" %s", command->usage);
    for (const struct cli_option *o = command->options; o != NULL && o->name != NULL; o++) {
        printf(o->required ? " --%s" : " [--%s", o->name);
        if (o->value != NULL)
            printf(" %s", o->value);
        printf(o->required ? "" : "]");
        printf(o->many ? "..." : "");
    }
    printf("\n");
}

/* Is the command one of this group, the verbs that begin with the same word? NULL: all are. */
static bool is_of_group(const struct cli_command *command, const char *group)
{
    size_t length = group == NULL ? 0 : strlen(group);
    return group == NULL ||
           (strncmp(command->name, group, length) == 0 && command->name[length] == ' ');
}

/* The sentence, without what follows it. */
static int sentence_length(const struct cli_command *command)
{
    return (int)strcspn(command->help, "\n");
}

static void print_help(const char *program, const struct cli_command *commands, const char *group)
{
    for (const struct cli_command *c = commands; c->name != NULL; c++) {
        if (!is_of_group(c, group))
            continue;
        print_command_line(program, c);
        printf("      %.*s\n", sentence_length(c), c->help);
    }
    printf("\nEach command explains its options with --help.\n"
           "Exit status: 0 done, 1 failed, 2 wrong use.\n");
}

static void print_short_list(const char *program, const struct cli_command *commands,
                             const char *group)
{
    for (const struct cli_command *c = commands; c->name != NULL; c++)
        if (is_of_group(c, group))
            printf("  %-22s %.*s\n", c->name, sentence_length(c), c->help);
    printf("\n%s %s%s--help says more.\n", program, group == NULL ? "" : group,
           group == NULL ? "" : " ");
}

static void print_command_help(const char *program, const struct cli_command *command)
{
    const char *more = command->help + sentence_length(command);
    printf("%.*s\n\n", sentence_length(command), command->help);
    print_command_line(program, command);
    printf("\n");
    for (const struct cli_option *o = command->options; o != NULL && o->name != NULL; o++) {
        char shown[60];
        (void)snprintf(shown, sizeof shown, "--%s %s", o->name, o->value == NULL ? "" : o->value);
        printf("  %-26s %s%s\n", shown, o->help, o->required ? " (required)" : "");
    }
    printf("  %-26s %s\n", "--help", "shows this");
    if (*more != '\0')
        printf("\n%s\n", more + 1);
}

static bool keep_option(struct cli_args *args, const struct cli_option *option, const char *value,
                        struct err *err)
{
    if (!option->many && cli_given(args, option->name))
        return err_set(err, ERR_USAGE, "--%s is given twice", option->name);
    if (args->given_count == (int)(sizeof args->given / sizeof args->given[0]))
        return err_set(err, ERR_USAGE, "there are too many options");
    args->given[args->given_count].name = option->name;
    args->given[args->given_count].value = value;
    args->given_count++;
    return true;
}

/* One option at argv[*at]; moves *at over its value. */
static bool parse_option(struct cli_args *args, int argc, char **argv, int *at, struct err *err)
{
    const char *name = argv[*at] + 2;
    const char *equals = strchr(name, '=');
    size_t length = equals == NULL ? strlen(name) : (size_t)(equals - name);
    const struct cli_option *option = find_option(args->command, name, length);
    if (option == NULL)
        return err_set(err, ERR_USAGE, "there is no option %s; see --help", argv[*at]);
    if (option->value == NULL)
        return equals == NULL ? keep_option(args, option, "yes", err)
                              : err_set(err, ERR_USAGE, "--%s takes no value", option->name);
    if (equals != NULL)
        return keep_option(args, option, equals + 1, err);
    if (*at + 1 >= argc)
        return err_set(err, ERR_USAGE, "--%s needs a value, %s", option->name, option->value);
    *at += 1;
    return keep_option(args, option, argv[*at], err);
}

static bool check_complete(const struct cli_args *args, struct err *err)
{
    const struct cli_command *command = args->command;
    for (const struct cli_option *o = command->options; o != NULL && o->name != NULL; o++)
        if (o->required && !cli_given(args, o->name))
            return err_set(err, ERR_USAGE, "--%s %s is missing; see --help", o->name,
                           o->value == NULL ? "" : o->value);
    if (args->file_count < command->files_min)
        return err_set(err, ERR_USAGE, "%s is missing; see --help", command->usage);
    if (args->file_count > command->files_max)
        return err_set(err, ERR_USAGE, "\"%s\" is one word too many; see --help",
                       args->files[command->files_max]);
    return true;
}

static bool parse(struct cli_args *args, int argc, char **argv, struct err *err)
{
    bool only_files = false;
    for (int i = 0; i < argc; i++) {
        if (!only_files && strcmp(argv[i], "--") == 0) {
            only_files = true;
        } else if (!only_files && strncmp(argv[i], "--", 2) == 0) {
            if (!parse_option(args, argc, argv, &i, err))
                return false;
        } else if (args->file_count == CLI_FILES_MAX) {
            return err_set(err, ERR_USAGE, "there are more than %d words", CLI_FILES_MAX);
        } else {
            args->files[args->file_count++] = argv[i];
        }
    }
    return check_complete(args, err);
}

const char *cli_nth(const struct cli_args *args, const char *name, int nth)
{
    for (int i = 0; i < args->given_count; i++)
        if (strcmp(args->given[i].name, name) == 0 && nth-- == 0)
            return args->given[i].value;
    return NULL;
}

const char *cli_value(const struct cli_args *args, const char *name, const char *fallback)
{
    const char *value = cli_nth(args, name, 0);
    return value == NULL ? fallback : value;
}

bool cli_given(const struct cli_args *args, const char *name)
{
    return cli_nth(args, name, 0) != NULL;
}

bool cli_number(const struct cli_args *args, const char *name, long fallback, long min, long max,
                long *ret_value, struct err *err)
{
    const char *text = cli_value(args, name, NULL);
    *ret_value = fallback;
    if (text == NULL)
        return true;
    char *end = NULL;
    long value = strtol(text, &end, 10);
    if (*text == '\0' || *end != '\0' || value < min || value > max)
        return err_set(err, ERR_USAGE, "--%s takes a whole number from %ld to %ld, not \"%s\"",
                       name, min, max, text);
    *ret_value = value;
    return true;
}

static bool asks_help(int argc, char **argv)
{
    for (int i = 0; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return true;
    return false;
}

static int run_command(const char *program, const struct cli_command *command, int argc,
                       char **argv)
{
    static char *files[CLI_FILES_MAX];
    struct cli_args args = { .command = command, .files = files };
    struct err err = { 0 };
    int status = 0;
    if (parse(&args, argc, argv, &err) && command->run(&args, &status, &err))
        return status;
    (void)fflush(stdout);
    (void)fprintf(stderr, "%s %s: %s\n", program, command->name, err.text);
    return err.kind == ERR_USAGE ? 2 : 1;
}

static const char *group_of(const struct cli_command *commands, const char *word)
{
    for (const struct cli_command *c = commands; word != NULL && c->name != NULL; c++)
        if (is_of_group(c, word))
            return word;
    return NULL;
}

/* There is no such command: perhaps help is wanted, of all or of a group. */
static int explain(int argc, char **argv, const char *program, const char *about,
                   const struct cli_command *commands)
{
    const char *group = group_of(commands, argc >= 2 ? argv[1] : NULL);
    bool asked = argc >= 2 && asks_help(argc - 1, argv + 1);
    if (!asked && argc > (group == NULL ? 1 : 2)) {
        (void)fprintf(stderr, "%s: there is no command \"%s%s%s\"; see %s %s%s--help\n", program,
                      argv[1], group == NULL ? "" : " ", group == NULL ? "" : argv[2], program,
                      group == NULL ? "" : group, group == NULL ? "" : " ");
        return 2;
    }
    if (group == NULL)
        printf("%s: %s\n\n", program, about);
    (asked ? print_help : print_short_list)(program, commands, group);
    return asked ? 0 : 2;
}

int cli_main(int argc, char **argv, const char *program, const char *about,
             const struct cli_command *commands)
{
    if (argc >= 2 && strcmp(argv[1], "--version") == 0) {
        printf("%s %s\n", program, YOUSAID_VERSION);
        return 0;
    }
    const struct cli_command *command = find_command(commands, argc - 1, argv + 1);
    if (command == NULL)
        return explain(argc, argv, program, about, commands);
    int skip = 1 + words_in(command->name);
    if (asks_help(argc - skip, argv + skip)) {
        print_command_help(program, command);
        return 0;
    }
    return run_command(program, command, argc - skip, argv + skip);
}
