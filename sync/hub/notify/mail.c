/* Mail on its way: see webhooks.h. It is tried again for a day, since an alert that is older than
 * that stands on the page anyway. */
#include "paper.h"
#include "webhooks_int.h"
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>

enum { MAILS_AT_ONCE = 50, AGAIN_SECONDS = 600, GIVEN_UP_SECONDS = 86400 };

bool mail_queue(struct store *store, const char *to, const char *subject, const char *text,
                int64_t now, struct err *err)
{
    uint64_t id;
    struct store_paper paper = { .kind = "mail", .rank = now };
    seal_random(&id, sizeof id);
    (void)snprintf(paper.id, sizeof paper.id, "%016" PRIx64, id);
    return paper_write(store, &paper,
                       json_pack("{s:s, s:s, s:s, s:I}", "to", to, "subject", subject, "text", text,
                                 "made", (json_int_t)now),
                       PAPER_NEW, err);
}

struct waiting {
    char ids[MAILS_AT_ONCE][PAPER_ID_MAX + 1];
    size_t count;
};

static bool take_mail(void *context, const struct store_paper *paper)
{
    struct waiting *waiting = context;
    memcpy(waiting->ids[waiting->count++], paper->id, sizeof paper->id);
    return waiting->count < MAILS_AT_ONCE;
}

static const char *text_of(const json_t *json, const char *name)
{
    const char *text = json_string_value(json_object_get(json, name));
    return text == NULL ? "" : text;
}

/* Later, or never; ret_failed tells that the server is not to be had. */
static bool put_off(struct store *store, struct store_paper *paper, json_t *json, int64_t now,
                    struct err *err)
{
    if (json_integer_value(json_object_get(json, "made")) < now - GIVEN_UP_SECONDS)
        return store_paper_remove(store, "mail", paper->id, err);
    paper->rank = now + AGAIN_SECONDS;
    return paper_write(store, paper, json_incref(json), paper->version, err);
}

static bool send_one(struct store *store, const struct notify_settings *settings, const char *id,
                     int64_t now, bool *ret_failed, struct err *err)
{
    struct store_paper paper;
    struct err why = { 0 };
    json_t *read = NULL;
    if (!paper_read(store, "mail", id, "mail", &paper, &read, err))
        return err->kind == ERR_MISSING;
    JSON_AUTO *json = read;
    struct mailing mailing = { .to = text_of(json, "to"),
                               .subject = text_of(json, "subject"),
                               .text = text_of(json, "text"),
                               .now = now };
    *ret_failed = !send_mail(settings, &mailing, &why);
    return *ret_failed ? put_off(store, &paper, json, now, err)
                       : store_paper_remove(store, "mail", id, err);
}

bool mails_send(struct store *store, const struct digest *key, int64_t now, struct err *err)
{
    struct waiting waiting = { .count = 0 };
    struct notify_settings settings;
    struct paper_query query = { .kind = "mail", .lowest = 1, .below = now + 1 };
    bool failed = false;
    if (!notify_settings_get(store, key, &settings, err))
        return false;
    if (settings.smtp[0] == '\0')
        return store_papers_remove(store, "mail", NULL, now - GIVEN_UP_SECONDS, err);
    bool sent = store_papers(store, &query, take_mail, &waiting, err);
    for (size_t i = 0; sent && !failed && i < waiting.count; i++)
        sent = send_one(store, &settings, waiting.ids[i], now, &failed, err);
    seal_forget(&settings, sizeof settings);
    return sent;
}
