/* A mail a day, or a week, with all that is open: see alert_mail.h. */
#include "alert_mail.h"
#include "webhooks.h"
#include <stdio.h>

enum { DAY_SECONDS = 86400, FROM_HOUR = 7, LINES_MOST = 100, TEXT_MAX = 64 * 1024 };

struct digesting {
    struct hub *hub;
    const struct people *people;
    int64_t now;
    const struct person *person;
    struct buf text;
    int lines;
    bool failed;
    struct err *err;
};

/* 1970-01-01 was a Thursday. */
static bool is_due(const json_t *wishes, int64_t now)
{
    const char *digest = json_string_value(json_object_get(wishes, "digest"));
    bool monday = now / DAY_SECONDS % 7 == 4;
    if (digest == NULL || now % DAY_SECONDS < FROM_HOUR * 3600)
        return false;
    return strcmp(digest, "daily") == 0 || (strcmp(digest, "weekly") == 0 && monday);
}

static bool take_alert(void *context, const struct alert *alert)
{
    bool reached = false;
    struct digesting *digesting = context;
    if (alert->state == ALERT_CLOSED)
        return true;
    digesting->failed = !mail_reaches(digesting->hub, digesting->person, alert->matter.venue,
                                      &reached, digesting->err);
    if (digesting->failed)
        return false;
    if (!reached)
        return true;
    buf_printf(&digesting->text, "- %s%s%s\n", alert->matter.text,
               alert->acknowledged_by[0] == '\0' ? "" : " Looked after by ",
               alert->acknowledged_by);
    return ++digesting->lines < LINES_MOST;
}

/* That it was sent today is kept with the mail itself: nobody gets two. */
static bool queue(struct digesting *digesting, struct store_paper *sent, struct err *err)
{
    char subject[300];
    struct store *store = hub_store(digesting->hub);
    uint64_t over = sent->version;
    (void)snprintf(subject, sizeof subject, "%.200s: %d open alert%s",
                   hub_programme(digesting->hub), digesting->lines,
                   digesting->lines == 1 ? "" : "s");
    if (!store_together(store, err))
        return false;
    TOGETHER_AUTO together = store;
    sent->rank = digesting->now / DAY_SECONDS;
    return paper_write(store, sent, json_object(), over, err) &&
           (digesting->lines == 0 || mail_queue(store, digesting->person->email, subject,
                                                buf_text(&digesting->text), digesting->now, err)) &&
           store_together_keep(store, err);
}

static bool write_one(struct digesting *digesting, struct err *err)
{
    json_t *json = NULL;
    struct store *store = hub_store(digesting->hub);
    struct store_paper sent = { .kind = "digest" };
    if (!paper_read(store, "digest", digesting->person->id, "digest", &sent, &json, err)) {
        if (err->kind != ERR_MISSING)
            return false;
        sent = (struct store_paper){ .kind = "digest" };
        (void)snprintf(sent.id, sizeof sent.id, "%s", digesting->person->id);
    }
    json_decref(json);
    if (sent.rank >= digesting->now / DAY_SECONDS)
        return true;
    buf_printf(&digesting->text, "What is open:\n\n");
    return alert_list(store, NULL, take_alert, digesting, err) && !digesting->failed &&
           buf_ok(&digesting->text, "a digest", err) && queue(digesting, &sent, err);
}

static bool take_person(void *context, const struct person *person)
{
    struct digesting *digesting = context;
    if (person->state != PERSON_ACTIVE)
        return true;
    JSON_AUTO *wishes = mail_wishes(digesting->people, person, digesting->err);
    digesting->failed = wishes == NULL;
    if (digesting->failed || !is_due(wishes, digesting->now))
        return !digesting->failed;
    digesting->person = person;
    digesting->text = buf_new(TEXT_MAX);
    digesting->lines = 0;
    digesting->failed = !write_one(digesting, digesting->err);
    buf_finish(&digesting->text);
    return !digesting->failed;
}

bool digests_turn(struct hub *hub, const struct people *people, int64_t now, struct err *err)
{
    struct digesting digesting = { .hub = hub, .people = people, .now = now, .err = err };
    return people_list(people, NULL, take_person, &digesting, err) && !digesting.failed;
}
