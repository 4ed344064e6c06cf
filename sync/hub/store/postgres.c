/*
 * The PostgreSQL engine: one database that many hubs share. This file judges the URL and opens it;
 * how it is spoken to stands in postgres_link.c, postgres_value.c and postgres_rows.c, the verbs in
 * postgres_desk.c, postgres_frame.c, postgres_kiosk.c, postgres_keep.c and postgres_read.c.
 */
#include "postgres_int.h"
#include <stdio.h>
#include <stdlib.h>

enum { URL_MAX = 2048 };

static void options_free(PQconninfoOption **options)
{
    PQconninfoFree(*options);
}

static bool is_secret(const PQconninfoOption *option)
{
    return option->val != NULL && (strcmp(option->keyword, "password") == 0 ||
                                   strcmp(option->keyword, "sslpassword") == 0);
}

/* A URL stands in files, lists of processes and messages: a password has no place in it. */
static bool url_is_sound(const char *url, struct err *err)
{
    char *said = NULL;
    __attribute__((cleanup(options_free))) PQconninfoOption *options = PQconninfoParse(url, &said);
    if (options == NULL) {
        (void)err_set(err, ERR_USAGE, "the database's URL cannot be read: %.*s",
                      said == NULL ? 0 : (int)strcspn(said, "\n"), said == NULL ? "" : said);
        PQfreemem(said);
        return false;
    }
    for (const PQconninfoOption *option = options; option->keyword != NULL; option++)
        if (is_secret(option))
            return err_set(err, ERR_USAGE,
                           "the database's URL has a password in it; take it out and put it into "
                           "a file that the environment variable PGPASSFILE names");
    return true;
}

static void postgres_close(struct store *store)
{
    struct postgres_store *s = postgres_of(store);
    pg_disconnect(s);
    free(s->surveys);
    free(s);
}

/* On a database that is spread over several machines each kiosk's commit stays on one of them. */
static bool look_if_spread(struct postgres_store *s, struct err *err)
{
    RESULT_AUTO *result = pg_say(s, "SELECT to_regclass('pg_dist_partition') IS NOT NULL", err);
    if (result == NULL)
        return false;
    s->spread = pg_int(result, 0, 0) != 0;
    return true;
}

static bool start(struct postgres_store *s, const char *url, bool create, struct err *err)
{
    return url_is_sound(url, err) && pg_connect(s, url, err) && look_if_spread(s, err) &&
           pg_migrate(s, create, err);
}

/* where: what stands behind "postgres:" or "postgresql:". */
static bool postgres_open(const char *where, bool create, struct store **ret, struct err *err)
{
    char url[URL_MAX];
    if (snprintf(url, sizeof url, "postgresql:%s", where) >= (int)sizeof url)
        return err_set(err, ERR_USAGE, "the database's URL is longer than %d bytes", URL_MAX - 1);
    struct postgres_store *s = calloc(1, sizeof *s);
    if (s == NULL)
        return err_set(err, ERR_LATER, "there is no memory for the database");
    s->base.engine = &postgres_engine;
    if (!start(s, url, create, err)) {
        postgres_close(&s->base);
        return false;
    }
    *ret = &s->base;
    return true;
}

static bool postgres_backup(struct store *store, const char *path, struct err *err)
{
    (void)store, (void)path;
    return err_set(err, ERR_REFUSED,
                   "nothing was copied: a database in PostgreSQL is backed up with pg_dump or its "
                   "continuous archiving; beside it keep keys, tls and words of the hub's folder");
}

const struct store_engine postgres_engine = {
    .name = "postgres",
    .open = postgres_open,
    .close = postgres_close,
    .backup = postgres_backup,
    .setting_get = postgres_setting_get,
    .setting_put = postgres_setting_put,
    .next = postgres_next,
    .counter = postgres_counter,
    .statement_add = postgres_statement_add,
    .statements = postgres_statements,
    .invitation_add = postgres_invitation_add,
    .invitation_get = postgres_invitation_get,
    .invitation_end = postgres_invitation_end,
    .invitations = postgres_invitations,
    .venue_put = postgres_venue_put,
    .venue_get = postgres_venue_get,
    .venues = postgres_venues,
    .blob_put = postgres_blob_put,
    .blob_get = postgres_blob_get,
    .survey_publish = postgres_survey_publish,
    .survey_get = postgres_survey_get,
    .surveys = postgres_surveys,
    .venue_surveys = postgres_venue_surveys,
    .venue_survey_put = postgres_venue_survey_put,
    .venue_survey_get = postgres_venue_survey_get,
    .venue_file_put = postgres_venue_file_put,
    .venue_file_get = postgres_venue_file_get,
    .notice_add = postgres_notice_add,
    .notices = postgres_notices,
    .notice_withdraw = postgres_notice_withdraw,
    .bundle_put = postgres_bundle_put,
    .bundle_get = postgres_bundle_get,
    .bundle_venue = postgres_bundle_venue,
    .enrol = postgres_enrol,
    .kiosk_get = postgres_kiosk_get,
    .kiosks = postgres_kiosks,
    .kiosk_move = postgres_kiosk_move,
    .adopt = postgres_adopt,
    .life_begin = postgres_life_begin,
    .kiosk_revoke = postgres_kiosk_revoke,
    .sender = postgres_sender,
    .watermark = postgres_watermark,
    .watermarks = postgres_watermarks,
    .event = postgres_event,
    .events = postgres_events,
    .keep = postgres_keep,
    .rows = postgres_rows,
    .kiosk_rows = postgres_kiosk_rows,
    .batches = postgres_batches,
    .batch_at = postgres_batch_at,
    .asides = postgres_asides,
    .tallies = postgres_tallies,
    .together = postgres_together,
    .together_keep = postgres_together_keep,
    .together_end = postgres_together_end,
    .paper_put = postgres_paper_put,
    .paper_get = postgres_paper_get,
    .paper_find = postgres_paper_find,
    .paper_remove = postgres_paper_remove,
    .papers = postgres_papers,
    .papers_remove = postgres_papers_remove,
    .audit_head = postgres_audit_head,
    .audit_add = postgres_audit_add,
    .audits = postgres_audits,
    .stale = postgres_stale,
    .stale_count = postgres_stale_count,
    .stale_done = postgres_stale_done,
    .members = postgres_members,
    .month_tallies = postgres_month_tallies,
    .summary_put = postgres_summary_put,
    .summaries = postgres_summaries,
    .summary_months = postgres_summary_months,
    .kiosk_days = postgres_kiosk_days,
    .gone_add = postgres_gone_add,
    .gone = postgres_gone,
    .gone_figures = postgres_gone_figures,
    .figures_forget = postgres_figures_forget,
    .summaries_forget = postgres_summaries_forget,
};
