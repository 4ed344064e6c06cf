/* All that a store holds as text: see store_picture.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "expect.h"
#include "store_desk.h"
#include "store_gone.h"
#include "store_picture.h"
#include "store_summary.h"
#include <string.h>

static bool note_statement(void *out, uint64_t number, int kind, struct span message)
{
    buf_printf(out, "statement %d %d %zu\n", (int)number, kind, message.size);
    return true;
}

static bool note_invitation(void *out, const struct store_invitation *i)
{
    buf_printf(out, "invitation %d %s %d %d\n", i->id, i->venue, i->used, (int)i->kiosk);
    return true;
}

static bool note_kiosk(void *out, const struct store_kiosk *k)
{
    buf_printf(out, "kiosk %d %s %d %d %d %s\n", (int)k->id, k->venue, (int)k->enrolled,
               (int)k->revoked_from, (int)k->last_seen, k->health);
    return true;
}

static bool note_watermark(void *out, const struct store_watermark *w)
{
    buf_printf(out, "watermark %d %d %d\n", (int)w->life, (int)w->seq, w->hash.bytes[0]);
    return true;
}

static bool note_event(void *out, const struct store_event *e)
{
    buf_printf(out, "event %s %u\n", e->what, e->times);
    return true;
}

static bool note_row(void *out, const struct store_row *row)
{
    const struct store_response *r = &row->response;
    buf_printf(out, "row %d %d %d %s %d%d %u %d\n", (int)r->seq, r->survey.bytes[0], r->day,
               r->language, r->assisted, r->flagged, r->state[0], r->state[1] == ANSWER_SEALED);
    return true;
}

static bool note_batch(void *out, const struct store_batch *b)
{
    buf_printf(out, "batch %d-%d %d %s %zu %d\n", (int)b->first, (int)b->last, (int)b->received,
               b->time_zone, b->bytes.size, b->hash.bytes[31]);
    return true;
}

static bool note_aside(void *out, uint64_t kiosk, uint64_t life, const struct store_aside *a)
{
    buf_printf(out, "aside %d %d %d %s\n", (int)kiosk, (int)life, (int)a->seq, a->reason);
    return true;
}

static bool note_tally(void *out, uint64_t kiosk, const struct store_tally *t)
{
    buf_printf(out, "tally %d %d %s %s %d %u\n", (int)kiosk, t->day, t->question, t->language,
               t->monthly, t->n);
    return true;
}

static bool note_paper(void *out, const struct store_paper *p)
{
    buf_printf(out, "paper %s/%s %d %d %zu\n", p->id, p->also, (int)p->rank, (int)p->version,
               p->body.size);
    return true;
}

static bool note_audit(void *out, const struct store_audit *a)
{
    buf_printf(out, "audit %d %s %.*s %d\n", (int)a->number, a->action, (int)a->detail.size,
               (const char *)a->detail.data, a->hash.bytes[0]);
    return true;
}

static bool note_member(void *out, const struct store_member *m)
{
    buf_printf(out, "member %s %d %d\n", m->venue, m->month, (int)m->kiosk);
    return true;
}

static bool note_summary(void *out, const struct store_summary *s)
{
    buf_printf(out, "summary %s %s %u %u\n", s->venue, s->value, s->days[1], s->days[3]);
    return true;
}

static bool note_day(void *out, const struct store_kiosk_day *d)
{
    buf_printf(out, "day %d %u %u %u %u\n", d->day, d->exchanges, d->responses, d->dead, d->helped);
    return true;
}

static bool note_gone(void *out, const struct store_gone *g)
{
    buf_printf(out, "gone %d %d-%d %d %u %u %u\n", (int)g->life, (int)g->first, (int)g->last,
               g->hash.bytes[31], g->batches, g->responses, g->asides);
    return true;
}

static bool note_gone_figures(void *out, const struct store_gone_figures *f)
{
    buf_printf(out, "gone figures %d %d %.*s\n", f->survey.bytes[0], f->month, (int)f->text.size,
               (const char *)f->text.data);
    return true;
}

static bool note_venue(void *out, const struct venue *v)
{
    buf_printf(out, "venue %s %s %s\n", v->id, v->name, v->time_zone);
    return true;
}

static bool note_survey(void *out, const struct published_survey *s)
{
    buf_printf(out, "survey %s %u %d\n", s->id, s->version, (int)s->published);
    return true;
}

/* What a door gives one by one: the text, or that there is none. */
static void draw_bytes(struct buf *out, const char *what, bool there, const struct buf *bytes,
                       const struct err *err)
{
    if (there)
        buf_printf(out, "%s %zu\n", what, bytes->size);
    else if (err->kind != ERR_MISSING)
        fail_msg("%s: %s", what, err->text);
}

static void draw_single(struct store *store, struct buf *out)
{
    struct digest one;
    struct err err = { 0 };
    struct store_bundle bundle;
    uint64_t counter;
    BUF_AUTO bytes = buf_new(100);
    memset(one.bytes, 1, sizeof one.bytes);
    OK(store_counter(store, "bundle", &counter, &err));
    buf_printf(out, "counter %d\n", (int)counter);
    draw_bytes(out, "name", store_setting_get(store, "programme.name", &bytes, &err), &bytes, &err);
    buf_clear(&bytes);
    draw_bytes(out, "blob", store_blob_get(store, &one, &bytes, &err), &bytes, &err);
    buf_clear(&bytes);
    draw_bytes(out, "file", store_venue_file_get(store, "gp", STORE_FILE_PROFILE, &bytes, &err),
               &bytes, &err);
    if (store_bundle_get(store, "gp", &bundle, &err))
        buf_printf(out, "bundle %d %d\n", (int)bundle.serial, bundle.manifest.bytes[0]);
}

void store_picture(struct store *store, uint64_t kiosk, struct buf *out)
{
    struct err err = { 0 };
    struct digest one;
    memset(one.bytes, 1, sizeof one.bytes);
    struct paper_query drafts = { .kind = "draft" };
    draw_single(store, out);
    OK(store_statements(store, note_statement, out, &err));
    OK(store_invitations(store, note_invitation, out, &err));
    OK(store_venues(store, note_venue, out, &err));
    OK(store_surveys(store, note_survey, out, &err));
    OK(store_kiosks(store, note_kiosk, out, &err));
    OK(store_watermarks(store, kiosk, note_watermark, out, &err));
    OK(store_events(store, 0, note_event, out, &err));
    OK(store_rows(store, "fft", 0, INT32_MAX, note_row, out, &err));
    OK(store_batches(store, 0, note_batch, out, &err));
    OK(store_asides(store, 0, note_aside, out, &err));
    OK(store_tallies(store, 0, false, note_tally, out, &err));
    OK(store_tallies(store, 0, true, note_tally, out, &err));
    OK(store_papers(store, &drafts, note_paper, out, &err));
    OK(store_audits(store, &(struct audit_query){ 0 }, note_audit, out, &err));
    OK(store_members(store, note_member, out, &err));
    OK(store_summaries(store, &one, "q", PICTURE_MONTH, NULL, note_summary, out, &err));
    OK(store_kiosk_days(store, 0, 0, INT32_MAX, note_day, out, &err));
    OK(store_gone(store, 0, note_gone, out, &err));
    OK(store_gone_figures(store, 0, note_gone_figures, out, &err));
}
