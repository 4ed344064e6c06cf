/* Who gets a mail about an alert: those who asked for its kind and may know of its venue. */
#include "alert_mail.h"
#include "webhooks.h"
#include <stdio.h>

struct mailing {
    struct hub *hub;
    const struct people *people;
    const struct alert *alert;
    struct err *err;
    bool failed;
};

json_t *mail_wishes(const struct people *people, const struct person *person, struct err *err)
{
    BUF_AUTO text = buf_new(PAPER_BODY_MAX);
    if (!people_wishes(people, person->id, &text, err))
        return NULL;
    json_t *wishes = json_loadb((const char *)text.data, text.size, 0, NULL);
    return wishes == NULL ? json_object() : wishes;
}

/* Somebody with a part of the tree hears of the venues that are named in it. */
bool mail_reaches(struct hub *hub, const struct person *person, const char *venue, bool *ret,
                  struct err *err)
{
    *ret = person->scope.count == 0;
    if (*ret || *venue == '\0' || (desk_role_may(person->role) & may(MAY_SEE_ALERTS)) == 0)
        return true;
    return frame_scope_has(hub_store(hub), &person->scope, venue, ret, err);
}

static bool has_kind(const json_t *wishes, enum alert_kind kind)
{
    const json_t *kinds = json_object_get(wishes, "kinds");
    for (size_t i = 0; i < json_array_size(kinds); i++) {
        const char *name = json_string_value(json_array_get(kinds, i));
        if (name != NULL && strcmp(name, alert_kind_name(kind)) == 0)
            return true;
    }
    return false;
}

/* Does this person get this one? False with failed. */
static bool wants(struct mailing *mailing, const struct person *person)
{
    bool reached = false;
    const struct alert_matter *matter = &mailing->alert->matter;
    if (person->state != PERSON_ACTIVE)
        return false;
    JSON_AUTO *wishes = mail_wishes(mailing->people, person, mailing->err);
    mailing->failed = wishes == NULL;
    if (wishes == NULL || !has_kind(wishes, matter->kind))
        return false;
    mailing->failed = !mail_reaches(mailing->hub, person, matter->venue, &reached, mailing->err);
    return !mailing->failed && reached;
}

static bool mail_one(void *context, const struct person *person)
{
    char subject[300];
    char text[800];
    struct mailing *mailing = context;
    const struct alert_matter *matter = &mailing->alert->matter;
    if (!wants(mailing, person))
        return !mailing->failed;
    (void)snprintf(subject, sizeof subject, "%.100s: %.150s", hub_programme(mailing->hub),
                   matter->text);
    (void)snprintf(text, sizeof text,
                   "%.300s\n\nIt stands among the alerts in the console, where somebody can say "
                   "that they look after it.\nWhich mails you get is chosen under your account.\n",
                   matter->text);
    mailing->failed = !mail_queue(hub_store(mailing->hub), person->email, subject, text,
                                  mailing->people->now, mailing->err);
    return !mailing->failed;
}

bool alert_mail(void *context, const struct alert *alert, struct err *err)
{
    struct alert_mailing *to = context;
    struct mailing mailing = { .hub = to->hub, .people = &to->people, .alert = alert, .err = err };
    return people_list(&to->people, NULL, mail_one, &mailing, err) && !mailing.failed;
}
