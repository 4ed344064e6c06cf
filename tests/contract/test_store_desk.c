/* What every engine of the store promises of the desk's papers, the audit log and summaries, asked
 * through its doors. The engine is chosen as in test_store.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "expect.h"
#include "store_engines.h"
#include <stdio.h>
#include <stdlib.h>

enum { KIOSK = 7001, LIFE = 42, NOW = 1795000000, MONTH = 20393 /* 2025-11-01 */ };

static struct err err;

static const struct store_engine *engine;

static int opens(void **state)
{
    struct store *store;
    if (!store_engine_open(engine, &store, &err)) {
        print_error("%s\n", err.text);
        return 1;
    }
    *state = store;
    return 0;
}

static int closes(void **state)
{
    store_close(*state);
    return 0;
}

/* ---- papers ---- */

static struct store_paper paper_of(const char *id, int64_t rank, const char *body)
{
    struct store_paper paper = { .kind = "draft", .rank = rank, .body = span_text(body) };
    (void)snprintf(paper.id, sizeof paper.id, "%s", id);
    return paper;
}

static void put(struct store *store, struct store_paper paper)
{
    OK(store_paper_put(store, &paper, PAPER_ANY, &err));
}

static void a_paper_is_kept_and_found_by_either_name(void **state)
{
    struct store_paper paper = paper_of("one", 5, "{\"a\":1}");
    struct store_paper back;
    BUF_AUTO body = buf_new(100);
    (void)snprintf(paper.also, sizeof paper.also, "first@example.org");
    (void)snprintf(paper.part, sizeof paper.part, "north");
    FAILS(ERR_MISSING, store_paper_get(*state, "draft", "one", &back, &body, &err));
    OK(store_paper_put(*state, &paper, PAPER_NEW, &err));
    OK(store_paper_get(*state, "draft", "one", &back, &body, &err));
    assert_string_equal(buf_text(&body), "{\"a\":1}");
    assert_string_equal(back.also, "first@example.org");
    assert_string_equal(back.part, "north");
    assert_int_equal(back.rank, 5);
    assert_int_equal(back.version, 1);
    buf_clear(&body);
    OK(store_paper_find(*state, "draft", "first@example.org", &back, &body, &err));
    assert_string_equal(back.id, "one");
    FAILS(ERR_MISSING, store_paper_find(*state, "draft", "one", &back, &body, &err));
    FAILS(ERR_MISSING, store_paper_get(*state, "other", "one", &back, &body, &err));
}

static void a_paper_is_changed_only_over_what_was_read(void **state)
{
    struct store_paper paper = paper_of("one", 0, "first");
    struct store_paper back;
    BUF_AUTO body = buf_new(100);
    OK(store_paper_put(*state, &paper, PAPER_NEW, &err));
    FAILS(ERR_STALE, store_paper_put(*state, &paper, PAPER_NEW, &err));
    paper.body = span_text("second");
    OK(store_paper_put(*state, &paper, 1, &err));
    paper.body = span_text("late");
    FAILS(ERR_STALE, store_paper_put(*state, &paper, 1, &err));
    FAILS(ERR_STALE, store_paper_put(*state, &paper, 3, &err));
    OK(store_paper_get(*state, "draft", "one", &back, &body, &err));
    assert_string_equal(buf_text(&body), "second");
    assert_int_equal(back.version, 2);
    OK(store_paper_put(*state, &paper, PAPER_ANY, &err));
}

static void two_papers_never_share_their_other_name(void **state)
{
    struct store_paper one = paper_of("one", 0, "1");
    struct store_paper two = paper_of("two", 0, "2");
    put(*state, paper_of("three", 0, "3")); /* no other name is no name */
    put(*state, paper_of("four", 0, "4"));
    (void)snprintf(one.also, sizeof one.also, "same");
    (void)snprintf(two.also, sizeof two.also, "same");
    put(*state, one);
    FAILS(ERR_CONFLICT, store_paper_put(*state, &two, PAPER_ANY, &err));
    put(*state, one);
    (void)snprintf(two.kind, sizeof two.kind, "rule"); /* another kind has names of its own */
    put(*state, two);
    OK(store_paper_remove(*state, "draft", "one", &err));
    (void)snprintf(two.kind, sizeof two.kind, "draft");
    put(*state, two);
}

static void a_body_may_hold_anything_up_to_its_bound(void **state)
{
    struct store_paper paper = paper_of("one", 0, "");
    struct store_paper back;
    BUF_AUTO body = buf_new(PAPER_BODY_MAX + 1);
    BUF_AUTO short_of = buf_new(10);
    for (size_t i = 0; i <= PAPER_BODY_MAX; i++)
        buf_put_byte(&body, (uint8_t)i);
    paper.body = buf_span(&body);
    FAILS(ERR_TOO_LARGE, store_paper_put(*state, &paper, PAPER_ANY, &err));
    paper.body.size--;
    put(*state, paper);
    FAILS(ERR_TOO_LARGE, store_paper_get(*state, "draft", "one", &back, &short_of, &err));
    BUF_AUTO again = buf_new(PAPER_BODY_MAX);
    OK(store_paper_get(*state, "draft", "one", &back, &again, &err));
    assert_true(span_equal(back.body, paper.body));
}

static bool note_paper(void *context, const struct store_paper *paper)
{
    buf_printf(context, "%s/%d/%.*s ", paper->id, (int)paper->rank, (int)paper->body.size,
               (const char *)paper->body.data);
    return true;
}

static bool note_one(void *context, const struct store_paper *paper)
{
    (void)note_paper(context, paper);
    return false;
}

static void list(struct store *store, struct paper_query query, const char *wanted)
{
    BUF_AUTO seen = buf_new(1000);
    OK(store_papers(store, &query, note_paper, &seen, &err));
    assert_string_equal(buf_text(&seen), wanted);
}

static void papers_come_in_the_order_of_their_rank(void **state)
{
    BUF_AUTO seen = buf_new(100);
    struct store_paper other = paper_of("x", 1, "x");
    put(*state, paper_of("b", 2, "B"));
    put(*state, paper_of("c", 1, "C"));
    put(*state, paper_of("a", 2, "A"));
    put(*state, paper_of("d", -3, "D"));
    (void)snprintf(other.kind, sizeof other.kind, "other");
    put(*state, other);
    list(*state, (struct paper_query){ .kind = "draft" }, "d/-3/D c/1/C a/2/A b/2/B ");
    list(*state, (struct paper_query){ .kind = "draft", .backwards = true },
         "b/2/B a/2/A c/1/C d/-3/D ");
    list(*state, (struct paper_query){ .kind = "draft", .after_rank = 2, .after_id = "a" },
         "b/2/B ");
    list(*state,
         (struct paper_query){
             .kind = "draft", .backwards = true, .after_rank = 2, .after_id = "a" },
         "c/1/C d/-3/D ");
    list(*state, (struct paper_query){ .kind = "draft", .lowest = -3, .below = 2 },
         "d/-3/D c/1/C ");
    OK(store_papers(*state, &(struct paper_query){ .kind = "draft" }, note_one, &seen, &err));
    assert_string_equal(buf_text(&seen), "d/-3/D ");
}

static void put_part(struct store *store, const char *id, int64_t rank, const char *part)
{
    struct store_paper paper = paper_of(id, rank, id);
    (void)snprintf(paper.part, sizeof paper.part, "%s", part);
    put(store, paper);
}

static void papers_are_listed_and_removed_by_what_they_belong_to(void **state)
{
    put_part(*state, "a", 1, "one");
    put_part(*state, "b", 2, "two");
    put_part(*state, "c", 3, "one");
    put_part(*state, "d", 4, "two");
    list(*state, (struct paper_query){ .kind = "draft", .part = "one" }, "a/1/a c/3/c ");
    list(*state,
         (struct paper_query){
             .kind = "draft", .part = "two", .backwards = true, .after_rank = 4, .after_id = "d" },
         "b/2/b ");
    OK(store_papers_remove(*state, "draft", "one", 3, &err));
    list(*state, (struct paper_query){ .kind = "draft" }, "b/2/b c/3/c d/4/d ");
    OK(store_papers_remove(*state, "draft", NULL, 4, &err));
    list(*state, (struct paper_query){ .kind = "draft" }, "d/4/d ");
    OK(store_papers_remove(*state, "draft", "two", INT64_MAX, &err));
    list(*state, (struct paper_query){ .kind = "draft" }, "");
}

/* ---- the audit log ---- */

static struct store_audit line_of(uint64_t number, const char *action)
{
    struct store_audit line = { .number = number,
                                .at = NOW,
                                .actor_id = "me",
                                .actor = "My Name",
                                .subject = "it",
                                .detail = span_text("{}") };
    (void)snprintf(line.action, sizeof line.action, "%s", action);
    memset(line.hash.bytes, (int)number, sizeof line.hash.bytes);
    return line;
}

static bool note_line(void *context, const struct store_audit *line)
{
    buf_printf(context, "%d %s %s %s %s %.*s %d; ", (int)line->number, line->actor_id, line->actor,
               line->action, line->subject, (int)line->detail.size, (const char *)line->detail.data,
               line->hash.bytes[31]);
    return true;
}

static void lines_of_the_log_follow_each_other_without_a_gap(void **state)
{
    uint64_t number = 77;
    struct digest hash;
    struct store_audit line = line_of(1, "account.invited");
    BUF_AUTO seen = buf_new(500);
    OK(store_audit_head(*state, &number, &hash, &err));
    assert_int_equal(number, 0);
    assert_int_equal(hash.bytes[0], 0);
    OK(store_audit_add(*state, &line, &err));
    FAILS(ERR_LATER, store_audit_add(*state, &line, &err));
    line = line_of(3, "late");
    FAILS(ERR_LATER, store_audit_add(*state, &line, &err));
    line = line_of(2, "venue.changed");
    OK(store_audit_add(*state, &line, &err));
    OK(store_audit_head(*state, &number, &hash, &err));
    assert_int_equal(number, 2);
    assert_int_equal(hash.bytes[0], 2);
    OK(store_audits(*state, &(struct audit_query){ 0 }, note_line, &seen, &err));
    assert_string_equal(buf_text(&seen), "1 me My Name account.invited it {} 1; "
                                         "2 me My Name venue.changed it {} 2; ");
}

static void lines(struct store *store, struct audit_query query, const char *wanted)
{
    BUF_AUTO seen = buf_new(1000);
    OK(store_audits(store, &query, note_line, &seen, &err));
    assert_int_equal(seen.size, strlen(wanted) * strlen("1 me My Name a.b it {} 1; "));
    for (size_t i = 0; wanted[i] != '\0'; i++)
        assert_int_equal(buf_text(&seen)[i * strlen("1 me My Name a.b it {} 1; ")], wanted[i]);
}

static void the_log_is_read_in_either_direction(void **state)
{
    static const char *const actions[] = { "a.b", "a.c", "b.a" };
    for (uint64_t i = 1; i <= 3; i++) {
        struct store_audit line = line_of(i, actions[i - 1]);
        OK(store_audit_add(*state, &line, &err));
    }
    lines(*state, (struct audit_query){ 0 }, "123");
    lines(*state, (struct audit_query){ .after = 1 }, "23");
    lines(*state, (struct audit_query){ .backwards = true }, "321");
    lines(*state, (struct audit_query){ .backwards = true, .after = 2 }, "1");
    lines(*state, (struct audit_query){ .action = "a." }, "12");
    lines(*state, (struct audit_query){ .action = "b.a", .actor = "me" }, "3");
    lines(*state, (struct audit_query){ .actor = "you" }, "");
    lines(*state, (struct audit_query){ .subject = "it" }, "123");
}

/* ---- whole changes ---- */

static void what_is_changed_together_is_kept_whole_or_not_at_all(void **state)
{
    struct store *store = *state;
    struct store_audit line = line_of(1, "a.b");
    struct venue venue = { .id = "gp", .name = "One", .time_zone = "UTC" };
    OK(store_venue_put(store, &venue, &err));
    put(store, paper_of("old", 0, "old"));
    OK(store_together(store, &err));
    put(store, paper_of("new", 1, "new"));
    OK(store_paper_remove(store, "draft", "old", &err));
    OK(store_audit_add(store, &line, &err));
    (void)snprintf(venue.name, sizeof venue.name, "Two");
    OK(store_venue_put(store, &venue, &err));
    store_together_end(store); /* not kept: undone */
    list(store, (struct paper_query){ .kind = "draft" }, "old/0/old ");
    lines(store, (struct audit_query){ 0 }, "");
    OK(store_venue_get(store, "gp", &venue, &err));
    assert_string_equal(venue.name, "One");
    OK(store_together(store, &err));
    put(store, paper_of("new", 1, "new"));
    OK(store_audit_add(store, &line, &err));
    OK(store_together_keep(store, &err));
    store_together_end(store); /* after it was kept: nothing */
    list(store, (struct paper_query){ .kind = "draft" }, "old/0/old new/1/new ");
    lines(store, (struct audit_query){ 0 }, "1");
}

/* ---- summaries ---- */

static struct digest digest_like(uint8_t fill)
{
    struct digest digest;
    memset(digest.bytes, fill, sizeof digest.bytes);
    return digest;
}

static void begin_kiosk(struct store *store, uint64_t id)
{
    struct published_survey survey = { .digest = digest_like(1), .id = "fft", .published = NOW };
    struct store_invitation invitation = { .expires = NOW + 100, .venue = "gp" };
    struct store_kiosk kiosk = { .id = id, .venue = "gp", .life = LIFE, .enrolled = NOW - 1000 };
    struct digest start = digest_like(100);
    BUF_AUTO reply = buf_new(10);
    OK(store_blob_put(store, &survey.digest, span_text("{}"), &err));
    OK(store_survey_publish(store, &survey, &err));
    OK(store_invitation_add(store, &invitation, NOW, &err));
    kiosk.invitation = invitation.id;
    memset(kiosk.key, (int)(id & 0xff), sizeof kiosk.key);
    OK(store_enrol(store, invitation.id, &kiosk, &start, span_text("r"), &reply, &err));
}

static struct store_tally tally_of(const char *value, int32_t day, bool monthly, uint32_t n)
{
    struct store_tally tally = {
        .survey = digest_like(1), .question = "overall", .venue = "gp", .day = day, .n = n
    };
    (void)snprintf(tally.value, sizeof tally.value, "%s", value);
    tally.monthly = monthly;
    if (monthly)
        (void)snprintf(tally.language, sizeof tally.language, "cy");
    return tally;
}

/* Keeps an exchange of one response, number seq, with these tallies and counters. */
static void keep(struct store *store, uint64_t kiosk, uint64_t seq, struct store_tally *tallies,
                 size_t count, struct store_counters counters)
{
    struct store_response row = { .seq = seq, .venue = "gp", .survey = digest_like(1) };
    struct store_keep exchange = {
        .kiosk = kiosk,
        .life = LIFE,
        .before = { LIFE, seq - 1, digest_like((uint8_t)(99 + seq)), 0, 0 },
        .after = { LIFE, seq, digest_like((uint8_t)(100 + seq)), 0, 0 },
        .received = NOW,
        .batch = span_text("signed"),
        .time_zone = "UTC",
        .responses = &row,
        .response_count = 1,
        .tallies = tallies,
        .tally_count = count,
        .now_segment = 1,
        .now_ms = seq,
        .counters = counters,
        .venue = "gp",
        .day = MONTH + 4,
    };
    OK(store_keep(store, &exchange, 1, &err));
    assert_int_equal(exchange.verdict, KEEP_KEPT);
}

static bool note_summary(void *context, const struct store_summary *s)
{
    buf_printf(context, "%s %s:", s->venue, s->value);
    for (int i = 0; i < SUMMARY_DAYS; i++)
        if (s->days[i] > 0)
            buf_printf(context, " d%d=%u/%u", i, s->days[i], s->flagged[i]);
    for (int i = 0; i < SUMMARY_HOURS; i++)
        if (s->hours[i] > 0)
            buf_printf(context, " h%d=%u", i, s->hours[i]);
    for (int i = 0; i < ACCESS_MODES; i++)
        if (s->access[i] > 0)
            buf_printf(context, " a%d=%u", i, s->access[i]);
    for (int i = 0; i < SUMMARY_LANGUAGES && s->languages[i].n > 0; i++)
        buf_printf(context, " %s=%u", s->languages[i].tag, s->languages[i].n);
    buf_printf(context, " s%u; ", s->sealed);
    return true;
}

static void summary_is(struct store *store, const char *venue, const char *wanted)
{
    struct digest survey = digest_like(1);
    BUF_AUTO seen = buf_new(1000);
    OK(store_summaries(store, &survey, "overall", MONTH, venue, note_summary, &seen, &err));
    assert_string_equal(buf_text(&seen), wanted);
}

static void fold_all(struct store *store)
{
    size_t left = 1;
    OK(store_fold(store, 1000, &left, &err));
    assert_int_equal(left, 0);
}

static void months_are_added_up_from_their_kiosks(void **state)
{
    struct store *store = *state;
    struct store_tally first[] = { tally_of("good", MONTH + 1, false, 3),
                                   tally_of("good", MONTH, true, 3),
                                   tally_of("poor", MONTH + 29, false, 1),
                                   tally_of("poor", MONTH, true, 1) };
    struct store_tally second[] = { tally_of("good", MONTH + 1, false, 2),
                                    tally_of("good", MONTH, true, 2),
                                    tally_of("old", MONTH, true, 7),
                                    tally_of("good", MONTH + 30, false, 100), /* December's */
                                    tally_of("good", MONTH + 30, true, 100) };
    begin_kiosk(store, KIOSK);
    begin_kiosk(store, KIOSK + 1);
    first[0].flagged = true;
    first[1].hour = 9;
    first[1].access = ACCESS_KEYPAD;
    second[2].language[0] = '\0'; /* sealed */
    summary_is(store, NULL, "");
    keep(store, KIOSK, 1, first, 4, (struct store_counters){ 0 });
    summary_is(store, NULL, "");
    fold_all(store);
    summary_is(store, NULL,
               "gp good: d1=3/3 h9=3 a1=3 cy=3 s0; gp poor: d29=1/0 h0=1 a0=1 cy=1 s0; ");
    keep(store, KIOSK + 1, 1, second, 5, (struct store_counters){ 0 });
    fold_all(store);
    summary_is(store, "gp",
               "gp good: d1=5/3 h0=2 h9=3 a0=2 a1=3 cy=5 s0; gp old: s7; "
               "gp poor: d29=1/0 h0=1 a0=1 cy=1 s0; ");
    summary_is(store, "lake", "");
    struct digest survey = digest_like(1);
    bool any = true;
    int32_t month = 0;
    OK(store_summary_months(store, &survey, &any, &month, &month, &err));
    assert_false(any); /* months are told by the responses themselves, question "" */
}

static void the_months_of_a_survey_are_known(void **state)
{
    struct store *store = *state;
    struct store_tally tallies[] = { tally_of("complete", MONTH, true, 3),
                                     tally_of("complete", MONTH + 30, true, 1) };
    struct digest survey = digest_like(1);
    bool any = false;
    int32_t first = 0;
    int32_t last = 0;
    begin_kiosk(store, KIOSK);
    tallies[0].question[0] = tallies[1].question[0] = '\0';
    keep(store, KIOSK, 1, tallies, 2, (struct store_counters){ 0 });
    fold_all(store);
    OK(store_summary_months(store, &survey, &any, &first, &last, &err));
    assert_true(any);
    assert_int_equal(first, MONTH);
    assert_int_equal(last, MONTH + 30);
}

static void folding_again_changes_nothing_and_is_what_it_would_be(void **state)
{
    struct store *store = *state;
    struct store_tally tallies[] = { tally_of("good", MONTH + 1, false, 3),
                                     tally_of("good", MONTH, true, 3) };
    struct digest survey = digest_like(1);
    BUF_AUTO again = buf_new(1000);
    begin_kiosk(store, KIOSK);
    keep(store, KIOSK, 1, tallies, 2, (struct store_counters){ 0 });
    fold_all(store);
    fold_all(store);
    summary_is(store, NULL, "gp good: d1=3/0 h0=3 a0=3 cy=3 s0; ");
    OK(store_summary_again(store, "gp", &survey, MONTH, note_summary, &again, &err));
    assert_string_equal(buf_text(&again), "gp good: d1=3/0 h0=3 a0=3 cy=3 s0; ");
}

static bool count_member(void *context, const struct store_member *member)
{
    assert_string_equal(member->venue, "gp");
    assert_int_equal(member->month, MONTH);
    ++*(int *)context;
    return true;
}

static void what_waits_to_be_folded_can_be_done_in_parts(void **state)
{
    struct store *store = *state;
    struct store_tally tallies[] = { tally_of("good", MONTH + 1, false, 1),
                                     tally_of("good", MONTH, true, 1) };
    size_t left = 0;
    int members = 0;
    for (uint64_t i = 0; i < 3; i++) {
        begin_kiosk(store, KIOSK + i);
        keep(store, KIOSK + i, 1, tallies, 2, (struct store_counters){ 0 });
    }
    OK(store_fold(store, 2, &left, &err));
    assert_int_equal(left, 1);
    OK(store_fold(store, 2, &left, &err));
    assert_int_equal(left, 0);
    summary_is(store, NULL, "gp good: d1=3/0 h0=3 a0=3 cy=3 s0; ");
    OK(store_members(store, count_member, &members, &err));
    assert_int_equal(members, 3);
}

/* ---- kiosks' days ---- */

static bool note_day(void *context, const struct store_kiosk_day *d)
{
    buf_printf(context, "%d %s %d: x%u w%u s%u c%u r%u t%u h%u n%u p%u ms%u mib%u %s; ",
               (int)d->kiosk, d->venue, d->day - MONTH, d->exchanges, d->woken, d->started,
               d->completed, d->restarts, d->dead, d->helped, d->responses, d->pending, d->write_ms,
               d->room_mib, d->version);
    return true;
}

static void a_kiosks_day_gathers_its_counters(void **state)
{
    struct store *store = *state;
    struct store_tally tally = tally_of("good", MONTH + 4, false, 1);
    BUF_AUTO seen = buf_new(500);
    begin_kiosk(store, KIOSK);
    begin_kiosk(store, KIOSK + 1);
    keep(store, KIOSK, 1, &tally, 1,
         (struct store_counters){ 9, 5, 4, 1, 7, 1, 2, 700, 30, "0.1.0" });
    keep(store, KIOSK, 2, &tally, 1,
         (struct store_counters){ 1, 1, 1, 0, 5, 2, 1, 900, 20, "0.2.0" });
    keep(store, KIOSK + 1, 1, &tally, 1, (struct store_counters){ 2, 2, 2, 0, 0, 0, 1, 50, 1, "" });
    OK(store_kiosk_days(store, KIOSK, 0, INT32_MAX, note_day, &seen, &err));
    assert_string_equal(buf_text(&seen),
                        "7001 gp 4: x2 w10 s6 c5 r1 t12 h3 n2 p2 ms30 mib700 0.2.0; ");
    buf_clear(&seen);
    OK(store_kiosk_days(store, 0, MONTH + 4, MONTH + 4, note_day, &seen, &err));
    assert_non_null(strstr(buf_text(&seen), "; 7002 gp 4: x1 w2"));
    buf_clear(&seen);
    OK(store_kiosk_days(store, 0, MONTH + 5, MONTH + 9, note_day, &seen, &err));
    assert_string_equal(buf_text(&seen), "");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, opens, closes)

static const struct CMUnitTest promises[] = {
    CASE(a_paper_is_kept_and_found_by_either_name),
    CASE(a_paper_is_changed_only_over_what_was_read),
    CASE(two_papers_never_share_their_other_name),
    CASE(a_body_may_hold_anything_up_to_its_bound),
    CASE(papers_come_in_the_order_of_their_rank),
    CASE(papers_are_listed_and_removed_by_what_they_belong_to),
    CASE(lines_of_the_log_follow_each_other_without_a_gap),
    CASE(the_log_is_read_in_either_direction),
    CASE(what_is_changed_together_is_kept_whole_or_not_at_all),
    CASE(months_are_added_up_from_their_kiosks),
    CASE(the_months_of_a_survey_are_known),
    CASE(folding_again_changes_nothing_and_is_what_it_would_be),
    CASE(what_waits_to_be_folded_can_be_done_in_parts),
    CASE(a_kiosks_day_gathers_its_counters),
};

int main(void)
{
    int failed = 0;
    store_engines_start();
    for (int i = 0; i < STORE_ENGINES; i++) {
        engine = store_engines[i];
        failed += cmocka_run_group_tests_name(engine->name, promises, NULL, NULL);
    }
    store_engines_stop();
    return failed;
}
