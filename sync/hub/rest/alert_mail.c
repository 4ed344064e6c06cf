/* Who gets a mail about an alert: those who asked for its kind and may know of its venue. */
#include "alert_mail.h"
#include "spread.h"
#include "webhooks.h"
#include <stdio.h>
#include <string.h>

enum { MAIL_MOST = 8192 };

struct mailing {
    struct alert_mailing *look;
    const struct alert *list;
    size_t count;
    const struct alert *wanted[SPREAD_AT_ONCE]; /* by the person who is looked at */
    size_t wanted_count;
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

static bool want(struct mailing *mailing, const struct person *person, const json_t *wishes,
                 const struct alert *alert)
{
    bool reached = false;
    struct hub *hub = mailing->look->hub;
    if (!has_kind(wishes, alert->matter.kind))
        return true;
    mailing->failed = !mail_reaches(hub, person, alert->matter.venue, &reached, mailing->err);
    if (reached && mailing->wanted_count < SPREAD_AT_ONCE)
        mailing->wanted[mailing->wanted_count++] = alert;
    return !mailing->failed;
}

/* Which of them this person gets. False with failed. */
static bool find_wanted(struct mailing *mailing, const struct person *person)
{
    mailing->wanted_count = 0;
    if (person->state != PERSON_ACTIVE)
        return true;
    JSON_AUTO *wishes = mail_wishes(&mailing->look->people, person, mailing->err);
    mailing->failed = wishes == NULL;
    for (size_t i = 0; !mailing->failed && i < mailing->count; i++)
        if (!want(mailing, person, wishes, &mailing->list[i]))
            return false;
    return !mailing->failed;
}

static bool queue(struct mailing *mailing, const struct person *person, const char *subject,
                  const char *text)
{
    const struct alert_mailing *look = mailing->look;
    mailing->failed = !mail_queue(hub_store(look->hub), person->email, subject, text,
                                  look->people.now, mailing->err);
    return !mailing->failed;
}

static bool mail_each(struct mailing *mailing, const struct person *person)
{
    char subject[300];
    char text[800];
    for (size_t i = 0; i < mailing->wanted_count; i++) {
        const struct alert_matter *matter = &mailing->wanted[i]->matter;
        (void)snprintf(subject, sizeof subject, "%.100s: %.150s", hub_programme(mailing->look->hub),
                       matter->text);
        (void)snprintf(text, sizeof text,
                       "%.300s\n\nIt stands among the alerts in the console, where somebody can "
                       "say that they look after it.\nWhich mails you get is chosen under your "
                       "account.\n",
                       matter->text);
        if (!queue(mailing, person, subject, text))
            return false;
    }
    return true;
}

static bool was_mailed(struct alert_mailing *look, const struct person *person)
{
    for (size_t i = 0; i < look->mailed_count; i++)
        if (strcmp(look->mailed[i], person->id) == 0)
            return true;
    return false;
}

/* When a network fails, all of its kiosks fall silent: one mail says so. */
static bool mail_many(struct mailing *mailing, const struct person *person)
{
    char subject[300];
    BUF_AUTO text = buf_new(MAIL_MOST);
    struct alert_mailing *look = mailing->look;
    if (was_mailed(look, person) || look->mailed_count == ALERT_MAILED_MOST)
        return true;
    (void)snprintf(look->mailed[look->mailed_count++], PEOPLE_ID_SIZE, "%s", person->id);
    (void)snprintf(subject, sizeof subject, "%.100s: many alerts at once",
                   hub_programme(look->hub));
    buf_printf(&text, "Many alerts were raised at once. The newest of them:\n\n");
    for (size_t i = 0; i < ALERT_MAILS_MOST; i++)
        buf_printf(&text, "- %.300s\n", mailing->wanted[i]->matter.text);
    buf_printf(&text, "\nAll of them stand among the alerts in the console. Where many kiosks of a "
                      "place fall silent together, look first at what they share: the network, or "
                      "the power.\nWhich mails you get is chosen under your account.\n");
    mailing->failed = !buf_ok(&text, "a mail", mailing->err);
    return !mailing->failed && queue(mailing, person, subject, buf_text(&text));
}

static bool mail_one(void *context, const struct person *person)
{
    struct mailing *mailing = context;
    if (!find_wanted(mailing, person))
        return false;
    bool many = mailing->wanted_count > ALERT_MAILS_MOST;
    if (!many && was_mailed(mailing->look, person))
        return true; /* the end of what that mail was about */
    return many ? mail_many(mailing, person) : mail_each(mailing, person);
}

bool alert_mail(void *context, const struct alert *list, size_t count, struct err *err)
{
    struct alert_mailing *look = context;
    struct mailing mailing = { .look = look, .list = list, .count = count, .err = err };
    return people_list(&look->people, NULL, mail_one, &mailing, err) && !mailing.failed;
}
