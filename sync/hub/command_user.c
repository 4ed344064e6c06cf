/* user add, reset, list: people who may sign in. The link is printed once; its secret stands behind
 * #, which no browser sends and no log sees. */
#include "clock.h"
#include "commands.h"
#include "people.h"
#include "rest_tree.h"
#include <stdio.h>

static struct people people_of(struct hub *hub)
{
    return (struct people){ .store = hub_store(hub),
                            .key = hub_desk_key(hub),
                            .actor = audit_command_line,
                            .now = clock_now().wall };
}

static void print_link(const struct cli_args *args, const struct person *person, char *token)
{
    printf("account  %s  %s\n"
           "link     %s/console/welcome#%s\n\n"
           "Hand the link to %s: it works once, for %d days, and cannot be shown again.\n",
           person->id, person->email, cli_value(args, "url", "https://127.0.0.1:8443"), token,
           person->name, LINK_DAYS);
    seal_forget(token, TOKEN_SIZE);
}

/* An ID is taken whole or not at all: a shortened one could name another part. */
static bool scope_from_args(const struct cli_args *args, struct scope *ret, struct err *err)
{
    *ret = (struct scope){ 0 };
    const char *node;
    for (int i = 0; (node = cli_nth(args, "part", i)) != NULL; i++) {
        if (ret->count == SCOPE_MAX)
            return err_set(err, ERR_USAGE, "--part can be given %d times at most", SCOPE_MAX);
        if (strlen(node) > STORE_ID_MAX)
            return err_set(err, ERR_MISSING, "there is no area or venue \"%.60s\"", node);
        (void)snprintf(ret->nodes[ret->count++], sizeof ret->nodes[0], "%s", node);
    }
    return true;
}

static bool person_from_args(const struct cli_args *args, struct person *ret, struct err *err)
{
    const char *email = args->files[0];
    const char *name = cli_value(args, "name", email);
    *ret = (struct person){ 0 };
    if (!command_text_is_sound("the address", email, EMAIL_MAX, err) ||
        !command_text_is_sound("the person's name", name, sizeof ret->name - 1, err))
        return false;
    if (!desk_role_from_name(cli_value(args, "role", "administrator"), &ret->role))
        return err_set(err, ERR_USAGE,
                       "--role is administrator, author, analyst, venue_manager or inspector");
    (void)snprintf(ret->email, sizeof ret->email, "%s", email);
    (void)snprintf(ret->name, sizeof ret->name, "%s", name);
    return scope_from_args(args, &ret->scope, err);
}

static bool run_add(const struct cli_args *args, int *ret_status, struct err *err)
{
    struct person person;
    char token[TOKEN_SIZE];
    (void)ret_status;
    if (!person_from_args(args, &person, err))
        return false;
    HUB_AUTO *hub = command_hub(args, err);
    if (hub == NULL)
        return false;
    struct people people = people_of(hub);
    if (!rest_tree_holds(hub, &person.scope, err) ||
        !people_invite(&people, &person, &person, token, err))
        return false;
    print_link(args, &person, token);
    return true;
}

static const struct cli_option add_options[] = {
    OPTION_DATA,
    { "name", "NAME", "what the person is called", false, false },
    { "role", "ROLE", "administrator unless given; author, analyst, venue_manager, inspector",
      false, false },
    { "part", "ID", "an area or venue that the person is limited to; everything unless given",
      false, true },
    { "url", "URL", "how people reach the console; https://127.0.0.1:8443 unless given", false,
      false },
    OPTION_END,
};

const struct cli_command command_user_add = {
    "user add", "EMAIL", "Invites a person to the console; prints the link once.", add_options, 1,
    1,          run_add,
};

static bool run_reset(const struct cli_args *args, int *ret_status, struct err *err)
{
    struct person person;
    char token[TOKEN_SIZE];
    (void)ret_status;
    HUB_AUTO *hub = command_hub(args, err);
    if (hub == NULL)
        return false;
    struct people people = people_of(hub);
    if (!people_find(&people, args->files[0], &person, err) ||
        !people_reset(&people, person.id, token, err))
        return false;
    print_link(args, &person, token);
    return true;
}

static const struct cli_option reset_options[] = {
    OPTION_DATA,
    { "url", "URL", "how people reach the console; https://127.0.0.1:8443 unless given", false,
      false },
    OPTION_END,
};

const struct cli_command command_user_reset = {
    "user reset",
    "EMAIL",
    "Ends a person's password, second factor and sessions; prints a new link once.",
    reset_options,
    1,
    1,
    run_reset,
};

static bool print_person(void *context, const struct person *person)
{
    (void)context;
    printf("%s  %-14s  %-8s  %-4s  %-32s  %s\n", person->id, desk_role_name(person->role),
           person_state_name(person->state), person->second_factor ? "TOTP" : "-", person->email,
           person->name);
    for (size_t i = 0; i < person->scope.count; i++)
        printf("%s%s%s", i == 0 ? "    of " : ", ", person->scope.nodes[i],
               i + 1 == person->scope.count ? " alone\n" : "");
    return true;
}

static bool run_list(const struct cli_args *args, int *ret_status, struct err *err)
{
    (void)ret_status;
    HUB_AUTO *hub = command_hub(args, err);
    if (hub == NULL)
        return false;
    struct people people = people_of(hub);
    return people_list(&people, NULL, print_person, NULL, err);
}

static const struct cli_option list_options[] = { OPTION_DATA, OPTION_END };

const struct cli_command command_user_list = {
    "user list",  NULL, "Lists the people who may sign in, and to what part each is limited.",
    list_options, 0,    0,
    run_list,
};
