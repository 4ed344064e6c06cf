/* Exports, figures, words and the proof, over a store that ingest has filled from real batches. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base64.h"
#include "book.h"
#include "cells.h"
#include "clock.h"
#include "figures.h"
#include "hub_fixture.h"
#include "ingest_wait.h"
#include "json_depth.h"
#include "local_time.h"
#include "report.h"
#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

#define EXPECT_ERR hub->f.err
#include "expect.h"

struct hub {
    struct fixture f;
    struct ingest *ingest;
    char today[11];
};

static int opens(void **state)
{
    struct hub *hub = calloc(1, sizeof *hub);
    struct ingest_config config = { .has_counts_key = true };
    struct public_key key;
    int32_t day;
    uint8_t hour;
    assert_non_null(hub);
    fixture_open(&hub->f);
    key_pair_new(&key, &config.hub_key);
    config.store_url = hub->f.url;
    config.counts_public = hub->f.counts_public;
    config.counts_secret = hub->f.counts_secret;
    OK(ingest_start(&config, &hub->ingest, &hub->f.err));
    local_time(clock_now().wall - 3600 + 600, "Europe/London", &day, &hour);
    local_day_text(day, hub->today);
    *state = hub;
    return 0;
}

static int closes(void **state)
{
    struct hub *hub = *state;
    ingest_stop(hub->ingest);
    fixture_close(&hub->f);
    free(hub);
    return 0;
}

static void send_from(struct hub *hub, struct fixture_kiosk *kiosk,
                      const struct response *responses, size_t count)
{
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    BUF_AUTO reply = buf_new(REPLY_BYTES_MAX);
    fixture_sign(kiosk, responses, count, NULL, &message);
    struct err err = ingest_send(hub->ingest, ingest_batch, buf_span(&message), &reply);
    if (err.kind != ERR_NONE)
        fail_msg("%s", err.text);
}

static void send(struct hub *hub, const struct response *responses, size_t count)
{
    send_from(hub, &hub->f.kiosk, responses, count);
}

/* `counts` of good, fair and bad, one batch each. */
static void send_counts(struct hub *hub, const unsigned counts[3])
{
    uint64_t seq = hub->f.kiosk.point.seq + 1;
    for (uint32_t value = 0; value < 3; value++) {
        struct response *list = calloc(counts[value] + 1, sizeof *list);
        for (unsigned i = 0; i < counts[value]; i++)
            list[i] = fixture_response(&hub->f, seq++, ANSWER_FIRST + value);
        if (counts[value] > 0)
            send(hub, list, counts[value]);
        free(list);
    }
}

/* What a report writes, as one text. */
#define CAPTURE(text, call)                                                                        \
    char *text = NULL;                                                                             \
    do {                                                                                           \
        size_t size_ = 0;                                                                          \
        FILE *out = open_memstream(&text, &size_);                                                 \
        assert_non_null(out);                                                                      \
        OK(call);                                                                                  \
        (void)fclose(out);                                                                         \
    } while (0)

/* ---- cells ---- */

static const char *csv_of(struct buf *out, const char *text)
{
    buf_clear(out);
    cells_put_csv(out, text);
    return buf_text(out);
}

static void csv_cells_are_quoted_and_never_formulas(void **state)
{
    (void)state;
    BUF_AUTO out = buf_new(200);
    assert_string_equal(csv_of(&out, "plain"), "plain");
    assert_string_equal(csv_of(&out, "a,b"), "\"a,b\"");
    assert_string_equal(csv_of(&out, "say \"so\""), "\"say \"\"so\"\"\"");
    assert_string_equal(csv_of(&out, "two\nlines"), "\"two\nlines\"");
    assert_string_equal(csv_of(&out, "Ŵy, اردو"), "\"Ŵy, اردو\"");
    assert_string_equal(csv_of(&out, "=1+1"), "'=1+1");
    assert_string_equal(csv_of(&out, "+44"), "'+44");
    assert_string_equal(csv_of(&out, "-1"), "'-1");
    assert_string_equal(csv_of(&out, "@SUM(A1)"), "'@SUM(A1)");
    assert_string_equal(csv_of(&out, "\tx"), "'\tx");
    assert_string_equal(csv_of(&out, "\rx"), "\"'\rx\"");
    assert_string_equal(csv_of(&out, "=\"a\",b"), "\"'=\"\"a\"\",b\"");
    assert_string_equal(csv_of(&out, "a=b"), "a=b");
    (void)csv_of(&out, "");
    assert_int_equal(out.size, 0);
}

static void base64_goes_there_and_back_and_is_strict(void **state)
{
    (void)state;
    struct err err = { 0 };
    BUF_AUTO text = buf_new(100);
    BUF_AUTO back = buf_new(100);
    const char *const pairs[][2] = {
        { "", "" },        { "f", "Zg==" },        { "fo", "Zm8=" },
        { "foo", "Zm9v" }, { "foob", "Zm9vYg==" }, { "\xff\xfe", "//4=" }
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        buf_clear(&text);
        buf_clear(&back);
        base64_put(&text, span_text(pairs[i][0]));
        assert_string_equal(buf_text(&text), pairs[i][1]);
        assert_true(base64_get(pairs[i][1], &back, &err));
        assert_true(span_equal(buf_span(&back), span_text(pairs[i][0])));
    }
    const char *const wrong[] = {
        "Zg=", "Zg", "Zh==", "Zm9=", "Z===", "Zg==Zg==", "Z g=", "Zm9v\n"
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_false(base64_get(wrong[i], &back, &err));
}

/* ---- surveys at hand ---- */

static const char later_json[] =
    "{\"title\":\"Later %d\",\"elements\":[{\"type\":\"boolean\",\"name\":\"fine\","
    "\"title\":\"Fine?\"}],\"yousaid\":{\"id\":\"test\"}}";

static void publish_later(struct hub *hub, int number)
{
    char json[sizeof later_json + 8];
    (void)snprintf(json, sizeof json, later_json, number);
    (void)fixture_publish(&hub->f, "test", json);
}

static void reports_share_surveys_and_see_what_is_published_later(void **state)
{
    struct hub *hub = *state;
    struct report_ask ask = { .store = hub->f.store };
    BOOK_AUTO own = { 0 };
    OK(book_for(&ask, &own, &hub->f.err));
    ask.surveys = survey_cache_new(SURVEY_CACHE_BYTES);
    assert_non_null(ask.surveys);
    struct book first = { 0 };
    struct book second = { 0 };
    OK(book_for(&ask, &first, &hub->f.err));
    assert_int_equal(first.count, own.count);
    assert_ptr_not_equal(first.entries[0].survey, own.entries[0].survey);
    publish_later(hub, 0);
    OK(book_for(&ask, &second, &hub->f.err));
    assert_int_equal(second.count, first.count + 1);
    assert_int_equal(survey_question(second.entries[0].survey, "fine"), 0);
    assert_int_equal(survey_question(second.entries[1].survey, "fine"), -1);
    assert_ptr_equal(second.entries[1].survey, first.entries[0].survey);
    book_finish(&first);
    book_finish(&second);
    survey_cache_free(ask.surveys);
}

/* More than are kept at hand: those that a report holds stay until it is over. */
/* A county's venues each ask questions of their own, and all of them are asked about. */
static void hundreds_of_versions_are_loaded_once_each(void **state)
{
    enum { VERSIONS = 300 };
    struct hub *hub = *state;
    struct report_ask ask = { .store = hub->f.store,
                              .surveys = survey_cache_new(SURVEY_CACHE_BYTES) };
    assert_non_null(ask.surveys);
    for (int i = 0; i < VERSIONS; i++)
        publish_later(hub, i);
    uint64_t loads[2];
    for (int round = 0; round < 2; round++) {
        struct book book = { 0 };
        OK(book_for(&ask, &book, &hub->f.err));
        assert_true(book.count > VERSIONS);
        book_finish(&book);
        loads[round] = survey_cache_loads(ask.surveys);
    }
    assert_true(loads[0] > VERSIONS);
    assert_int_equal(loads[1], loads[0]);
    survey_cache_free(ask.surveys);
}

static void a_report_holds_all_its_surveys_however_many_there_are(void **state)
{
    enum { VERSIONS = 70 };
    struct hub *hub = *state;
    /* With room for a few of them: what a report holds stays all the same. */
    struct report_ask ask = { .store = hub->f.store,
                              .surveys = survey_cache_new(5 * sizeof(struct survey)) };
    assert_non_null(ask.surveys);
    for (int i = 0; i < VERSIONS; i++)
        publish_later(hub, i);
    for (int round = 0; round < 2; round++) {
        struct book book = { 0 };
        OK(book_for(&ask, &book, &hub->f.err));
        assert_true(book.count > VERSIONS);
        for (size_t i = 0; i < VERSIONS; i++)
            assert_int_equal(survey_question(book.entries[i].survey, "fine"), 0);
        book_finish(&book);
    }
    survey_cache_free(ask.surveys);
}

/* ---- exports ---- */

static struct export_query query_of(enum export_format format)
{
    return (struct export_query){ .survey_id = "test", .to_day = INT32_MAX, .format = format };
}

static void an_export_in_csv_reads_as_written_down_here(void **state)
{
    struct hub *hub = *state;
    struct export_query query = query_of(EXPORT_CSV);
    uint64_t rows = 0;
    uint64_t answers = 0;
    char wanted[2000];
    struct response list[3];
    struct buf space[2];
    int32_t day;
    uint8_t hour;
    list[0] = fixture_response(&hub->f, 1, ANSWER_FIRST + 2);
    list[0].state[Q_WHY] = ANSWER_FIRST + 3;
    list[1] = fixture_response(&hub->f, 2, ANSWER_SKIPPED);
    list[1].ending = ENDING_TIMEOUT;
    list[1].access = ACCESS_SWITCH;
    list[1].assisted = true;
    list[2] = fixture_sealed(&hub->f, hub->f.kiosk.life, 3, ANSWER_FIRST, "-thanks",
                             ANSWER_FIRST + 1, space);
    send(hub, list, 3);
    CAPTURE(text, report_export(hub->f.store, &query, out, &rows, &answers, &hub->f.err));
    local_time(clock_now().wall - 3600 + 600, "Europe/London", &day, &hour);
    (void)snprintf(wanted, sizeof wanted,
                   "kiosk,life,seq,venue,survey,version,date,hour,time_quality,language,access,"
                   "assisted,ending,flagged,overall,overall.status,why,why.status,words.status\r\n"
                   "0000000000001b59,0000000000001b83,1,gp,test,1,%s,%u,exact,en,touch,false,"
                   "complete,false,bad,answered,wait|staff,answered,shown\r\n"
                   "0000000000001b59,0000000000001b83,2,gp,test,1,%s,%u,exact,en,switch,true,"
                   "timeout,false,,skipped,,unseen,shown\r\n"
                   "0000000000001b59,0000000000001b83,3,gp,test,1,%s,%u,exact,en,touch,false,"
                   "complete,false,good,answered,,unseen,answered\r\n",
                   hub->today, hour, hub->today, hour, hub->today, hour);
    assert_string_equal(text, wanted);
    assert_int_equal(rows, 3);
    assert_int_equal(answers, 5); /* bad, a set, good, words, and an age by month */
    free(text);
    buf_finish(&space[0]);
    buf_finish(&space[1]);
}

static bool at_another_venue(void *context, const char *venue)
{
    int *asked = context;
    (*asked)++;
    return strcmp(venue, "gp") != 0;
}

/* The same holds for equality answers, which are counted with rows and leave with none. */
static void an_export_counts_what_its_venues_and_days_hold(void **state)
{
    struct hub *hub = *state;
    struct export_query query = query_of(EXPORT_CSV);
    uint64_t rows = 9;
    uint64_t answers = 9;
    int asked = 0;
    struct response list[1];
    struct buf space[2];
    list[0] = fixture_sealed(&hub->f, hub->f.kiosk.life, 1, ANSWER_FIRST, "thanks",
                             ANSWER_FIRST + 1, space);
    send(hub, list, 1);
    query.from_day = (int32_t)(clock_now().wall / 86400) + 40; /* a month that is still to come */
    CAPTURE(later, report_export(hub->f.store, &query, out, &rows, &answers, &hub->f.err));
    assert_int_equal(rows + answers, 0);
    query.from_day = 0;
    query.place = at_another_venue;
    query.context = &asked;
    CAPTURE(elsewhere, report_export(hub->f.store, &query, out, &rows, &answers, &hub->f.err));
    assert_int_equal(rows + answers, 0);
    assert_true(asked > 0);
    assert_string_equal(elsewhere, later); /* the line of names alone */
    query.place = NULL;
    CAPTURE(all, report_export(hub->f.store, &query, out, &rows, &answers, &hub->f.err));
    assert_int_equal(rows, 1);
    assert_int_equal(answers, 3); /* good, words, and an age by month */
    free(all);
    free(elsewhere);
    free(later);
    buf_finish(&space[0]);
    buf_finish(&space[1]);
}

static void columns_are_the_union_over_versions(void **state)
{
    struct hub *hub = *state;
    struct export_query query = query_of(EXPORT_CSV);
    uint64_t rows;
    uint64_t answers;
    static const char json[] =
        "{\"title\":\"Later\",\"elements\":[{\"type\":\"rating\",\"name\":\"ease\",\"title\":\"?\","
        "\"rateValues\":[{\"value\":-1,\"text\":\"no\"},{\"value\":1,\"text\":\"yes\"}]},"
        "{\"type\":\"boolean\",\"name\":\"fine\",\"title\":\"Fine?\"}],"
        "\"yousaid\":{\"id\":\"test\"}}";
    struct response list[3] = { fixture_response(&hub->f, 1, ANSWER_FIRST) };
    list[1] = fixture_response(&hub->f, 2, ANSWER_FIRST);
    list[1].survey = fixture_publish(&hub->f, "test", json);
    list[1].count = 2;
    list[1].state[1] = ANSWER_FIRST;
    list[2] =
        fixture_response(&hub->f, 3, ANSWER_FIRST + 2); /* asked as it was before, once more */
    send(hub, list, 3);
    CAPTURE(text, report_export(hub->f.store, &query, out, &rows, &answers, &hub->f.err));
    assert_non_null(strstr(text, "flagged,ease,ease.status,fine,fine.status,overall,overall.status,"
                                 "why,why.status,words.status\r\n"));
    assert_non_null(strstr(text, "false,,,,,good,answered,,unseen,shown\r\n"));
    assert_non_null(strstr(text, "false,-1,answered,false,answered,,,,,\r\n")); /* a number */
    assert_non_null(strstr(text, "false,,,,,bad,answered,,unseen,shown\r\n"));
    free(text);
}

static void an_export_in_jsonl_is_exact_and_opens_offline(void **state)
{
    struct hub *hub = *state;
    struct export_query query = query_of(EXPORT_JSONL);
    uint64_t rows;
    uint64_t answers;
    uint64_t opened = 0;
    struct buf space[4];
    struct response list[2];
    uint64_t life = hub->f.kiosk.life;
    list[0] = fixture_sealed(&hub->f, life, 1, ANSWER_FIRST + 2, "=cmd \"x\" Ŵ اردو",
                             ANSWER_SKIPPED, space);
    list[0].state[Q_WHY] = ANSWER_FIRST + 3;
    list[1] =
        fixture_sealed(&hub->f, life, 2, ANSWER_SKIPPED, "two\nlines", ANSWER_SKIPPED, space + 2);
    send(hub, list, 2);
    CAPTURE(text, report_export(hub->f.store, &query, out, &rows, &answers, &hub->f.err));
    assert_int_equal(answers, 4);
    assert_non_null(strstr(text, "\"answers\":{\"overall\":\"bad\",\"why\":[\"wait\",\"staff\"]},"
                                 "\"skipped\":[],\"shown\":[],\"words\":{\"words\":\""));
    assert_non_null(strstr(text, "\"answers\":{},\"skipped\":[\"overall\"],\"shown\":[],"));
    assert_null(strstr(text, "\"age\""));
    CAPTURE(offline, report_words_file(span_text(text), &hub->f.words_public, &hub->f.words_secret,
                                       out, &opened, &hub->f.err));
    assert_int_equal(opened, 2);
    assert_non_null(strstr(offline, "\"text\":\"=cmd \\\"x\\\" Ŵ اردو\""));
    assert_non_null(strstr(offline, "\"seq\":2"));
    CAPTURE(online, report_words(hub->f.store, &hub->f.words_public, &hub->f.words_secret, out,
                                 &opened, &hub->f.err));
    assert_int_equal(opened, 2);
    assert_string_equal(online, offline);
    free(online);
    free(offline);
    free(text);
    for (int i = 0; i < 4; i++)
        buf_finish(&space[i]);
}

static void words_that_were_moved_are_noticed(void **state)
{
    struct hub *hub = *state;
    struct export_query query = query_of(EXPORT_JSONL);
    uint64_t rows;
    uint64_t answers;
    uint64_t opened;
    struct buf space[4];
    struct response list[2];
    uint64_t life = hub->f.kiosk.life;
    list[0] = fixture_sealed(&hub->f, life, 1, ANSWER_FIRST, "mine", ANSWER_SKIPPED, space);
    list[1] = fixture_sealed(&hub->f, life, 2, ANSWER_FIRST, "yours", ANSWER_SKIPPED, space + 2);
    struct sealed_words first = list[0].words[0];
    list[0].words[0] = list[1].words[0]; /* a kiosk that swaps two people's words */
    list[1].words[0] = first;
    send(hub, list, 2);
    CAPTURE(lines, report_export(hub->f.store, &query, out, &rows, &answers, &hub->f.err));
    for (int offline = 0; offline < 2; offline++) {
        char *text = NULL;
        size_t size;
        FILE *out = open_memstream(&text, &size);
        bool opens_all = offline
                             ? report_words_file(span_text(lines), &hub->f.words_public,
                                                 &hub->f.words_secret, out, &opened, &hub->f.err)
                             : report_words(hub->f.store, &hub->f.words_public,
                                            &hub->f.words_secret, out, &opened, &hub->f.err);
        assert_false(opens_all);
        (void)fclose(out);
        assert_int_equal(hub->f.err.kind, ERR_REFUSED);
        assert_int_equal(opened, 0);
        assert_null(strstr(text, "mine"));
        assert_non_null(strstr(text, "\"error\""));
        free(text);
    }
    free(lines);
    for (int i = 0; i < 4; i++)
        buf_finish(&space[i]);
}

/* A line of an export in which so many brackets are nested. */
static bool opens_line(const struct hub *hub, int depth, struct err *ret)
{
    uint64_t opened = 0;
    BUF_AUTO line = buf_new(1000);
    FILE *out = fopen("/dev/null", "w");
    assert_non_null(out);
    buf_printf(&line, "{\"more\":");
    for (int i = 1; i < depth; i++)
        buf_put_byte(&line, '[');
    for (int i = 1; i < depth; i++)
        buf_put_byte(&line, ']');
    buf_printf(&line, "}\n");
    bool fine = report_words_file(buf_span(&line), &hub->f.words_public, &hub->f.words_secret, out,
                                  &opened, ret);
    (void)fclose(out);
    return fine;
}

static void a_line_of_an_export_is_no_deeper_than_files_are(void **state)
{
    struct hub *hub = *state;
    struct err err = { 0 };
    assert_true(opens_line(hub, JSON_FILE_DEPTH_MAX, &err));
    assert_false(opens_line(hub, JSON_FILE_DEPTH_MAX + 1, &err));
    assert_int_equal(err.kind, ERR_REFUSED);
    assert_non_null(strstr(err.text, "line 1: it is nested too deeply"));
}

static void words_for_another_key_are_passed_over(void **state)
{
    struct hub *hub = *state;
    struct buf space[2];
    struct box_public other;
    struct box_secret other_secret;
    uint64_t opened = 7;
    struct response response =
        fixture_sealed(&hub->f, hub->f.kiosk.life, 1, ANSWER_FIRST, "mine", ANSWER_SKIPPED, space);
    send(hub, &response, 1);
    box_pair_new(&other, &other_secret);
    CAPTURE(text, report_words(hub->f.store, &other, &other_secret, out, &opened, &hub->f.err));
    assert_int_equal(opened, 0);
    assert_string_equal(text, "");
    free(text);
    buf_finish(&space[0]);
    buf_finish(&space[1]);
}

/* ---- figures ---- */

static void wilson_intervals_are_those_of_the_page(void **state)
{
    (void)state;
    const struct {
        unsigned count, n;
        double low, high;
    } vectors[] = { { 0, 10, 0.0, 27.8 },     { 5, 10, 23.7, 76.3 },    { 9, 10, 59.6, 98.2 },
                    { 27, 30, 74.4, 96.5 },   { 45, 50, 78.6, 95.7 },   { 90, 100, 82.6, 94.5 },
                    { 180, 200, 85.1, 93.4 }, { 450, 500, 87.1, 92.3 }, { 10, 10, 72.2, 100.0 } };
    double low;
    double high;
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
        assert_true(figure_interval(vectors[i].count, vectors[i].n, &low, &high));
        assert_true(fabs(low - vectors[i].low) < 0.051);
        assert_true(fabs(high - vectors[i].high) < 0.051);
    }
    assert_false(figure_interval(0, 0, &low, &high));
}

static void percentages_are_whole_with_a_half_rounded_up(void **state)
{
    (void)state;
    assert_int_equal(figure_percent(0, 7), 0);
    assert_int_equal(figure_percent(7, 7), 100);
    assert_int_equal(figure_percent(1, 8), 13); /* 12.5 */
    assert_int_equal(figure_percent(1, 3), 33);
    assert_int_equal(figure_percent(2, 3), 67);
}

static void satisfaction_is_held_back_while_few_have_answered(void **state)
{
    struct hub *hub = *state;
    struct report_query query = { NULL, NULL, 0, INT32_MAX, REPORT_TEXT };
    CAPTURE(nobody, report_satisfaction(hub->f.store, &query, out, &hub->f.err));
    assert_non_null(strstr(nobody, "Nobody has answered"));
    free(nobody);
    send_counts(hub, (unsigned[]){ 5, 4, 0 });
    CAPTURE(nine, report_satisfaction(hub->f.store, &query, out, &hub->f.err));
    assert_non_null(strstr(nine, "fewer than 10 responses"));
    assert_null(strstr(nine, "Good"));
    free(nine);
    send_counts(hub, (unsigned[]){ 0, 0, 1 });
    CAPTURE(ten, report_satisfaction(hub->f.store, &query, out, &hub->f.err));
    assert_non_null(strstr(ten, "         5  Good\n         4  Fair\n         1  Bad\n"
                                "        10  answered\n  too few to compare"));
    assert_null(strstr(ten, "%"));
    free(ten);
    send_counts(hub, (unsigned[]){ 20, 0, 0 });
    CAPTURE(thirty, report_satisfaction(hub->f.store, &query, out, &hub->f.err));
    assert_non_null(strstr(thirty, "        25   83 %  Good\n"));
    assert_non_null(strstr(thirty, "positive 83 % (95 % interval 66 to 93)"));
    free(thirty);
}

static void satisfaction_goes_to_programs_too(void **state)
{
    struct hub *hub = *state;
    struct report_query query = { "test", "gp", 0, INT32_MAX, REPORT_CSV };
    send_counts(hub, (unsigned[]){ 27, 3, 0 });
    CAPTURE(csv, report_satisfaction(hub->f.store, &query, out, &hub->f.err));
    assert_string_equal(csv,
                        "survey,venue,question,answer,count,n,flagged,percent,low,high,status\r\n"
                        "test,gp,overall,good,27,30,0,90,,,\r\n"
                        "test,gp,overall,fair,3,30,0,10,,,\r\n"
                        "test,gp,overall,bad,0,30,0,0,,,\r\n"
                        "test,gp,overall,(positive),27,30,0,90,74.4,96.5,\r\n");
    free(csv);
    query.format = REPORT_JSON;
    CAPTURE(json, report_satisfaction(hub->f.store, &query, out, &hub->f.err));
    assert_non_null(strstr(json, "\"positive\":{\"count\":27,\"percent\":90,\"low\":74.4,"
                                 "\"high\":96.5},\"status\":\"\"}"));
    free(json);
    query.venue = "elsewhere";
    CAPTURE(none, report_satisfaction(hub->f.store, &query, out, &hub->f.err));
    assert_non_null(strstr(none, "\"results\":[]"));
    free(none);
    query = (struct report_query){ "test", NULL, 0, 100, REPORT_TEXT }; /* long ago */
    CAPTURE(before, report_satisfaction(hub->f.store, &query, out, &hub->f.err));
    assert_non_null(strstr(before, "1970-01-01 to 1970-04-11"));
    assert_non_null(strstr(before, "Nobody"));
    free(before);
}

static struct digest publish_fft(struct hub *hub)
{
    BUF_AUTO json = buf_new(4000);
    const char *const answers[] = {
        "very_good", "good", "neither", "poor", "very_poor", "dont_know"
    };
    buf_printf(&json, "{\"title\":\"FFT\",\"elements\":[{\"type\":\"rating\",\"name\":\"fft\","
                      "\"title\":\"Overall\",\"rateValues\":[");
    for (int i = 0; i < 6; i++)
        buf_printf(&json, "%s{\"value\":\"%s\",\"text\":\"%s\"}", i > 0 ? "," : "", answers[i],
                   answers[i]);
    buf_printf(&json, "]}],\"yousaid\":{\"id\":\"fft\",\"questions\":{\"fft\":{\"role\":"
                      "\"fft_overall\"}}}}");
    return fixture_publish(&hub->f, "fft", buf_text(&json));
}

static void the_fft_keeps_dont_know_in_the_base(void **state)
{
    struct hub *hub = *state;
    struct report_query query = { NULL, NULL, 0, INT32_MAX, REPORT_CSV };
    struct response list[40];
    struct digest fft = publish_fft(hub);
    const int counts[6] = { 10, 8, 6, 5, 4, 7 };
    char wanted[300];
    uint64_t seq = 0;
    for (uint32_t value = 0; value < 6; value++)
        for (int i = 0; i < counts[value]; i++) {
            list[seq] = fixture_response(&hub->f, seq + 1, ANSWER_FIRST + value);
            list[seq].survey = fft;
            list[seq].count = 1;
            seq++;
        }
    send(hub, list, 40);
    CAPTURE(csv, report_fft(hub->f.store, &query, out, &hub->f.err));
    (void)snprintf(wanted, sizeof wanted,
                   "month,survey,venue,very_good,good,neither,poor,very_poor,dont_know,total,"
                   "tablet_or_kiosk,positive_percent,negative_percent,status\r\n"
                   "%.7s,fft,gp,10,8,6,5,4,7,40,40,45,23,\r\n", /* 18 and 9 of 40 */
                   hub->today);
    assert_string_equal(csv, wanted);
    free(csv);
    query.format = REPORT_TEXT;
    CAPTURE(text, report_fft(hub->f.store, &query, out, &hub->f.err));
    assert_non_null(strstr(text, "positive 45 %, negative 23 %"));
    assert_non_null(strstr(text, "kiosk at point of care 40"));
    free(text);
    query.format = REPORT_JSON;
    CAPTURE(json, report_fft(hub->f.store, &query, out, &hub->f.err));
    assert_non_null(strstr(json, "\"dont_know\":7},\"total\":40"));
    free(json);
}

/* ---- the proof ---- */

static char *verify(struct hub *hub, bool *clean)
{
    CAPTURE(text, report_verify(hub->f.store, out, clean, &hub->f.err));
    return text;
}

static void fill_for_proof(struct hub *hub)
{
    struct response list[5];
    struct buf space[2];
    struct fixture_kiosk idle;
    fixture_enrol(&hub->f, 9001, "gp", &idle);
    send_counts(hub, (unsigned[]){ 3, 2, 1 });
    uint64_t seq = hub->f.kiosk.point.seq;
    for (uint64_t i = 0; i < 4; i++) {
        list[i] = fixture_response(&hub->f, seq + 1 + i, ANSWER_FIRST);
        list[i].gap = 1;
    }
    list[1].state[Q_OVERALL] = ANSWER_FIRST + 9; /* to be set aside */
    list[4] = fixture_sealed(&hub->f, hub->f.kiosk.life, seq + 5, ANSWER_FIRST, "words",
                             ANSWER_FIRST, space);
    send(hub, list, 5);
    buf_finish(&space[0]);
    buf_finish(&space[1]);
}

static void the_proof_is_clean_over_what_ingest_made(void **state)
{
    struct hub *hub = *state;
    bool clean = false;
    fill_for_proof(hub);
    char *text = verify(hub, &clean);
    assert_true(clean);
    assert_string_equal(text, "fine   0000000000001b59  gp  10 responses, 1 set aside, 4 signed "
                              "batches, rows and tallies agree\n"
                              "fine   0000000000002329  gp  0 responses, 0 set aside, 0 signed "
                              "batches, rows and tallies agree\n");
    free(text);
}

static void the_proof_holds_after_overlaps_and_revocation(void **state)
{
    struct hub *hub = *state;
    bool clean = false;
    struct response list[6];
    struct chain_point start = hub->f.kiosk.point;
    for (uint64_t i = 0; i < 6; i++) {
        list[i] = fixture_response(&hub->f, i + 1, ANSWER_FIRST);
        list[i].gap = 2;
    }
    send(hub, list, 4);
    hub->f.kiosk.point = start;
    send(hub, list, 6);
    fixture_revoke(&hub->f, FIXTURE_KIOSK, clock_now().wall, clock_now().wall - 86400);
    list[0] = fixture_response(&hub->f, 7, ANSWER_FIRST);
    send(hub, list, 1);
    char *text = verify(hub, &clean);
    if (!clean)
        fail_msg("%s", text);
    assert_non_null(strstr(text, "6 responses, 1 set aside, 3 signed"));
    assert_non_null(strstr(text, "; 1 set aside by revocation\n"));
    free(text);
}

static void the_proof_says_how_many_asides_it_cannot_check(void **state)
{
    struct hub *hub = *state;
    bool clean = false;
    struct buf space[2];
    struct response moved =
        fixture_sealed(&hub->f, hub->f.kiosk.life, 9, ANSWER_FIRST, "words", ANSWER_FIRST, space);
    moved.seq = 1; /* what is sealed says another number */
    send(hub, &moved, 1);
    char *text = verify(hub, &clean);
    if (!clean)
        fail_msg("%s", text);
    assert_non_null(
        strstr(text, "1 set aside (1 for sealed answers, which cannot be checked here)"));
    free(text);
    buf_finish(&space[0]);
    buf_finish(&space[1]);
}

static void the_proof_holds_for_a_batch_that_waited_for_its_survey(void **state)
{
    static const char json[] =
        "{\"title\":\"Later\",\"elements\":[{\"type\":\"boolean\",\"name\":\"fine\","
        "\"title\":\"Fine?\"}],\"yousaid\":{\"id\":\"later\"}}";
    struct hub *hub = *state;
    bool clean = false;
    struct response list[4];
    struct chain_point start = hub->f.kiosk.point;
    for (uint64_t i = 0; i < 4; i++)
        list[i] = fixture_response(&hub->f, i + 1, ANSWER_FIRST);
    list[2].survey = digest_of(span_text(json));
    list[2].count = 1;
    send(hub, list, 4);
    char *text = verify(hub, &clean);
    if (!clean)
        fail_msg("%s", text);
    assert_non_null(strstr(text, "2 responses, 0 set aside, 1 signed"));
    free(text);
    (void)fixture_publish(&hub->f, "later", json);
    hub->f.kiosk.point = start;
    send(hub, list, 4);
    text = verify(hub, &clean);
    if (!clean)
        fail_msg("%s", text);
    assert_non_null(strstr(text, "4 responses, 0 set aside, 2 signed"));
    free(text);
}

static void tamper(struct hub *hub, const char *sql)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(hub->f.url + strlen("sqlite:"), &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s", sqlite3_errmsg(db));
    assert_true(sqlite3_changes(db) > 0);
    (void)sqlite3_close(db);
}

static void the_proof_notices(void **state, const char *sql, const char *says)
{
    struct hub *hub = *state;
    bool clean = true;
    fill_for_proof(hub);
    tamper(hub, sql);
    char *text = verify(hub, &clean);
    if (clean || strstr(text, says) == NULL)
        fail_msg("after \"%s\" the proof should say \"%s\" and says: %s", sql, says, text);
    assert_non_null(strstr(text, "DOUBT"));
    assert_non_null(strstr(text, "fine   0000000000002329")); /* the other kiosk is not doubted */
    free(text);
}

#define NOTICES(name, sql, says)                                                                   \
    static void name(void **state)                                                                 \
    {                                                                                              \
        the_proof_notices(state, sql, says);                                                       \
    }

NOTICES(a_changed_answer, "UPDATE response SET answers = x'05020200' WHERE seq = 2",
        "the row of response 2 is not")
NOTICES(a_changed_day, "UPDATE response SET day = day - 1 WHERE seq = 2", "row of response 2")
NOTICES(a_changed_hour, "UPDATE response SET hour = (hour + 1) % 24 WHERE seq = 6", "response 6")
NOTICES(a_changed_quality, "UPDATE response SET quality = 1 WHERE seq = 1", "response 1")
NOTICES(a_changed_venue, "UPDATE response SET venue = 'x' WHERE seq = 1", "response 1")
NOTICES(a_changed_language, "UPDATE response SET language = 'cy' WHERE seq = 1", "response 1")
NOTICES(a_changed_access, "UPDATE response SET access = 2 WHERE seq = 1", "response 1")
NOTICES(a_changed_ending, "UPDATE response SET ending = 2 WHERE seq = 1", "response 1")
NOTICES(a_changed_flag, "UPDATE response SET flagged = 1 - flagged WHERE seq = 10", "response 10")
NOTICES(a_removed_row, "DELETE FROM response WHERE seq = 3", "response 3 was signed and is nowhere")
NOTICES(an_invented_row,
        "INSERT INTO response SELECT kiosk_id, life, 99, venue, survey, day, hour, quality, "
        "language, access, assisted, ending, flagged, answers FROM response WHERE seq = 1",
        "response 99 is in no signed batch")
NOTICES(a_row_set_aside,
        "INSERT INTO aside SELECT kiosk_id, life, seq, 'unwelcome' FROM response WHERE seq = 2",
        "counts and was set aside")
NOTICES(a_removed_aside, "DELETE FROM aside", "is nowhere")
NOTICES(a_changed_reason, "UPDATE aside SET reason = 'a better one'", "reason")
NOTICES(a_sealed_response_set_aside,
        "INSERT INTO aside SELECT kiosk_id, life, seq, 'unwelcome' FROM response WHERE seq = 11;"
        "DELETE FROM response WHERE seq = 11",
        "response 11 was set aside without reason")
NOTICES(a_response_before_the_revocation_set_aside,
        "UPDATE kiosk SET revoked_from = 99999999999 WHERE kiosk_id = 7001;"
        "INSERT INTO aside SELECT kiosk_id, life, seq, 'the kiosk was revoked before this' "
        "FROM response WHERE seq = 2;"
        "DELETE FROM response WHERE seq = 2",
        "response 2 was set aside without reason")
NOTICES(a_changed_daily_tally, "UPDATE tally_day SET n = n + 1 WHERE value = 'good'",
        "the daily tally of \"overall\" = \"good\"")
NOTICES(a_changed_monthly_tally, "UPDATE tally_month SET n = n - 1 WHERE value = 'fair'",
        "the monthly tally of \"overall\" = \"fair\"")
NOTICES(a_removed_tally, "DELETE FROM tally_day WHERE value = 'bad'", "says 0")
NOTICES(a_deleted_batch, "DELETE FROM batch WHERE first = 4", "are in no signed batch")
NOTICES(a_deleted_first_batch, "DELETE FROM batch WHERE first = 1", "are in no signed batch")
NOTICES(a_deleted_last_batch, "DELETE FROM batch WHERE first = 7", "signed batches end at 6")
NOTICES(a_flipped_byte,
        "UPDATE batch SET bytes = substr(bytes, 1, 99) || x'00' || substr(bytes, 101) "
        "WHERE first = 4",
        "the batch of responses 4 to 5")
NOTICES(a_raised_watermark, "UPDATE watermark SET seq = seq + 1 WHERE seq > 0", "watermark says 12")
NOTICES(a_lowered_watermark, "UPDATE watermark SET seq = 5 WHERE seq > 0", "watermark says 5")
NOTICES(a_changed_watermark_hash, "UPDATE watermark SET hash = zeroblob(32) WHERE seq > 0",
        "watermark")
NOTICES(a_changed_receipt_time, "UPDATE batch SET time_zone = 'Asia/Tokyo' WHERE first = 1",
        "row of response 1")
NOTICES(a_renumbered_batch, "UPDATE batch SET last = 12 WHERE first = 7", "other numbers")

static void the_proof_notices_another_kiosks_key(void **state)
{
    struct hub *hub = *state;
    bool clean = true;
    fill_for_proof(hub);
    tamper(hub, "UPDATE kiosk SET public_key = (SELECT public_key FROM kiosk WHERE kiosk_id = "
                "9001) WHERE kiosk_id = 7001");
    char *text = verify(hub, &clean);
    assert_false(clean);
    assert_non_null(strstr(text, "DOUBT"));
    free(text);
}

static void the_proof_notices_a_watermark_without_batches(void **state)
{
    struct hub *hub = *state;
    bool clean = true;
    tamper(hub, "UPDATE watermark SET seq = 3");
    char *text = verify(hub, &clean);
    assert_false(clean);
    assert_non_null(strstr(text, "watermark says 3"));
    free(text);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, opens, closes)

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(csv_cells_are_quoted_and_never_formulas),
    cmocka_unit_test(base64_goes_there_and_back_and_is_strict),
    CASE(reports_share_surveys_and_see_what_is_published_later),
    CASE(a_report_holds_all_its_surveys_however_many_there_are),
    CASE(hundreds_of_versions_are_loaded_once_each),
    CASE(an_export_in_csv_reads_as_written_down_here),
    CASE(an_export_counts_what_its_venues_and_days_hold),
    CASE(columns_are_the_union_over_versions),
    CASE(an_export_in_jsonl_is_exact_and_opens_offline),
    CASE(a_line_of_an_export_is_no_deeper_than_files_are),
    CASE(words_that_were_moved_are_noticed),
    CASE(words_for_another_key_are_passed_over),
    cmocka_unit_test(wilson_intervals_are_those_of_the_page),
    cmocka_unit_test(percentages_are_whole_with_a_half_rounded_up),
    CASE(satisfaction_is_held_back_while_few_have_answered),
    CASE(satisfaction_goes_to_programs_too),
    CASE(the_fft_keeps_dont_know_in_the_base),
    CASE(the_proof_is_clean_over_what_ingest_made),
    CASE(the_proof_holds_after_overlaps_and_revocation),
    CASE(a_changed_answer),
    CASE(a_changed_day),
    CASE(a_changed_hour),
    CASE(a_changed_quality),
    CASE(a_changed_venue),
    CASE(a_changed_language),
    CASE(a_changed_access),
    CASE(a_changed_ending),
    CASE(a_changed_flag),
    CASE(a_removed_row),
    CASE(an_invented_row),
    CASE(a_row_set_aside),
    CASE(a_sealed_response_set_aside),
    CASE(a_response_before_the_revocation_set_aside),
    CASE(the_proof_says_how_many_asides_it_cannot_check),
    CASE(the_proof_holds_for_a_batch_that_waited_for_its_survey),
    CASE(a_removed_aside),
    CASE(a_changed_reason),
    CASE(a_changed_daily_tally),
    CASE(a_changed_monthly_tally),
    CASE(a_removed_tally),
    CASE(a_deleted_batch),
    CASE(a_deleted_first_batch),
    CASE(a_deleted_last_batch),
    CASE(a_flipped_byte),
    CASE(a_raised_watermark),
    CASE(a_lowered_watermark),
    CASE(a_changed_watermark_hash),
    CASE(a_changed_receipt_time),
    CASE(a_renumbered_batch),
    CASE(the_proof_notices_another_kiosks_key),
    CASE(the_proof_notices_a_watermark_without_batches),
};

int main(void)
{
    return cmocka_run_group_tests(tests, NULL, NULL);
}
