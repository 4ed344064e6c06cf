/* The audit log as an inspector reads it: its lines, what each is about by the name that people
 * know, and who is in it. */
#include "audit_actions.h"
#include "fleet_share.h"
#include "rest_int.h"
#include <stdio.h>

enum { ACTORS_MAX = 2000 };

/* ---- names: what a line is about is an id there, and has a name only now ---- */

struct naming {
    struct call *call;
    const struct frame *frame;
    const struct fleet *fleet;
    char name[2 * STORE_NAME_MAX + 2];
};

static void name_of_venue(struct naming *naming, const char *subject)
{
    char venue[STORE_ID_MAX + 1];
    (void)snprintf(venue, sizeof venue, "%.*s", (int)strcspn(subject, "/"), subject);
    const struct place *place = frame_place(naming->frame, venue);
    if (place != NULL) /* a month of a venue is "riverside/2026-10" */
        (void)snprintf(naming->name, sizeof naming->name, "%s%s%s", place->venue.name,
                       subject[strlen(venue)] == '/' ? ", " : "",
                       subject[strlen(venue)] == '/' ? subject + strlen(venue) + 1 : "");
}

static void name_of_area(struct naming *naming, const char *subject)
{
    const struct area *area = frame_area(naming->frame, subject);
    if (area != NULL)
        (void)snprintf(naming->name, sizeof naming->name, "%s", area->name);
}

static void name_of_kiosk(struct naming *naming, const char *subject)
{
    uint64_t id = 0;
    const struct fleet_kiosk *kiosk =
        value_key_read(subject, &id) ? fleet_find(naming->fleet, id) : NULL;
    const struct place *place = kiosk == NULL ? NULL : frame_place(naming->frame, kiosk->venue);
    if (place != NULL)
        (void)snprintf(naming->name, sizeof naming->name, "%s, %s", place->venue.name, kiosk->name);
}

static void name_of_account(struct naming *naming, const char *subject)
{
    struct person person;
    struct err none = { 0 };
    if (people_get(&naming->call->people, subject, &person, &none))
        (void)snprintf(naming->name, sizeof naming->name, "%s", person.name);
}

/* What a paper is called stands in one of a few members. */
static void name_of_paper(struct naming *naming, const char *kind, const char *subject)
{
    struct store_paper paper;
    json_t *read = NULL;
    struct err none = { 0 };
    if (!paper_read(naming->call->store, kind, subject, kind, &paper, &read, &none))
        return;
    JSON_AUTO *json = read;
    for (size_t i = 0; i < 3 && naming->name[0] == '\0'; i++)
        paper_text(json, (const char *const[]){ "title", "name", "url" }[i], naming->name,
                   STORE_NAME_MAX);
}

static void name_of_initiative(struct naming *naming, const char *subject)
{
    name_of_paper(naming, "initiative", subject);
}

static void name_of_draft(struct naming *naming, const char *subject)
{
    name_of_paper(naming, "draft", subject);
}

static void name_of_theme(struct naming *naming, const char *subject)
{
    name_of_paper(naming, "theme", subject);
}

static void name_of_webhook(struct naming *naming, const char *subject)
{
    name_of_paper(naming, "webhook", subject);
}

static const struct {
    const char *prefix;
    void (*name)(struct naming *naming, const char *subject);
} namers[] = {
    { "venue.", name_of_venue },           { "area.", name_of_area },
    { "kiosk.", name_of_kiosk },           { "batch.", name_of_kiosk },
    { "account.", name_of_account },       { "session.", name_of_account },
    { "initiative.", name_of_initiative }, { "draft.", name_of_draft },
    { "theme.", name_of_theme },           { "webhook.", name_of_webhook },
};

/* What the line itself kept of it is what it was called then, and what is left of what was removed.
 */
static void name_in_detail(struct naming *naming, const json_t *detail)
{
    for (size_t i = 0; i < 3 && naming->name[0] == '\0'; i++)
        paper_text(detail, (const char *const[]){ "title", "name", "url" }[i], naming->name,
                   STORE_NAME_MAX);
}

static void name_line(struct naming *naming, json_t *line)
{
    const char *action = json_string_value(json_object_get(line, "action"));
    const char *subject = json_string_value(json_object_get(line, "subject"));
    naming->name[0] = '\0';
    for (size_t i = 0; i < sizeof namers / sizeof *namers && subject[0] != '\0'; i++)
        if (strncmp(action, namers[i].prefix, strlen(namers[i].prefix)) == 0)
            namers[i].name(naming, subject);
    name_in_detail(naming, json_object_get(line, "detail"));
    (void)json_object_set_new(line, "subject_name", json_string(naming->name));
}

/* After the log was read: names are looked up in the same store. */
static bool name_lines(struct call *call, json_t *items, struct err *err)
{
    size_t i;
    json_t *line;
    struct naming naming = { .call = call, .frame = call_frame(call, err) };
    if (naming.frame == NULL)
        return false;
    SHARED_AUTO *shared = fleet_take(call, err);
    if (shared == NULL)
        return false;
    naming.fleet = &shared->fleet;
    json_array_foreach(items, i, line)
    {
        name_line(&naming, line);
    }
    return true;
}

/* ---- lines ---- */

static json_t *line_json(const struct store_audit *line)
{
    char hash[65];
    json_t *detail = json_loadb((const char *)line->detail.data, line->detail.size, 0, NULL);
    digest_hex(&line->hash, hash);
    return json_pack("{s:I, s:o, s:s, s:s, s:s, s:s, s:o, s:s}", "number", (json_int_t)line->number,
                     "at", value_time(line->at), "actor", line->actor, "actor_id", line->actor_id,
                     "action", line->action, "subject", line->subject, "detail",
                     detail == NULL ? json_object() : detail, "hash", hash);
}

static bool take_line(void *context, const struct store_audit *line)
{
    return page_take(context, (int64_t)line->number, "-", line_json(line));
}

bool op_audit(struct call *call, struct err *err)
{
    struct page page;
    char action[65];
    char actor[65];
    char subject[65];
    if (!page_begin(call, &page, err) || !query_text(call, "action", action, sizeof action, err) ||
        !query_text(call, "actor", actor, sizeof actor, err) ||
        !query_text(call, "subject", subject, sizeof subject, err))
        return false;
    /* The command line and the hub itself have no id: "-" asks for them. */
    struct audit_query query = { .backwards = true,
                                 .after = (uint64_t)page.rank,
                                 .action = action[0] == '\0' ? NULL : action,
                                 .actor = actor[0] == '\0' ? NULL : actor,
                                 .subject = subject[0] == '\0' ? NULL : subject };
    if (strcmp(actor, "-") == 0)
        query.actor = "";
    bool listed = store_audits(call->store, &query, take_line, &page, err);
    page_end(call, &page);
    return listed && name_lines(call, json_object_get(call->answer, "items"), err);
}

/* ---- who can be in it ---- */

static bool add_actor(json_t *items, const char *id, const char *name, const char *kind)
{
    (void)json_array_append_new(items,
                                json_pack("{s:s, s:s, s:s}", "id", id, "name", name, "kind", kind));
    return json_array_size(items) < ACTORS_MAX;
}

static bool take_person(void *context, const struct person *person)
{
    return add_actor(context, person->id, person->name, "person");
}

static bool take_token(void *context, const struct api_token *token)
{
    return add_actor(context, token->id, token->name, "token");
}

bool op_audit_actors(struct call *call, struct err *err)
{
    json_t *items = json_array();
    call->answer = json_pack("{s:o}", "items", items);
    return people_list(&call->people, NULL, take_person, items, err) &&
           (json_array_size(items) >= ACTORS_MAX ||
            people_tokens(&call->people, NULL, take_token, items, err));
}
