/* The records of what was deleted (docs/DATABASE.md): each must be signed by a hub of the
 * programme, stand in the audit log under its digest, and agree with what stands in the place of
 * the deleted; and nothing may be deleted without one. See verify_int.h. */
#include "audit_actions.h"
#include "base64.h"
#include "envelope.h"
#include "grow.h"
#include "local_time.h"
#include "retention.h"
#include "verify_int.h"
#include <inttypes.h>
#include <jansson.h>
#include <stdarg.h>

struct records {
    struct store *store;
    const struct papers *papers;
    const struct report_listener *listener;
    FILE *out;
    uint64_t *numbers; /* of all records, finished or not */
    size_t count;
    json_t *stated; /* by survey: the latest month before which a record says figures are gone */
    bool *clean;
    char doubt[200];
    struct said said; /* which sentence that is */
    struct err *err;
    bool failed;
};

static void doubt(struct records *records, const char *fmt, ...) PRINTF(2, 3);

static void doubt(struct records *records, const char *fmt, ...)
{
    va_list args;
    if (records->doubt[0] != '\0')
        return;
    va_start(args, fmt);
    said_note(&records->said, fmt, args);
    (void)vsnprintf(records->doubt, sizeof records->doubt, fmt, args);
    va_end(args);
    *records->clean = false;
}

/* ---- the record itself ---- */

static json_t *open_signed(const struct papers *papers, struct span message)
{
    struct span payload;
    struct err err;
    for (size_t i = 0; i < papers->hub_count; i++)
        if (envelope_verify(PURPOSE_DELETION, &papers->hubs[i], message, &payload, &err))
            return json_loadb((const char *)payload.data, payload.size, 0, NULL);
    return NULL;
}

struct finding {
    char digest[65];
    bool found;
};

static bool take_line(void *context, const struct store_audit *line)
{
    struct finding *finding = context;
    json_t *detail = json_loadb((const char *)line->detail.data, line->detail.size, 0, NULL);
    const char *digest = json_string_value(json_object_get(detail, "record"));
    finding->found |= digest != NULL && strcmp(digest, finding->digest) == 0;
    json_decref(detail);
    return !finding->found;
}

static void check_audit(struct records *records, const char *id, struct span message)
{
    struct finding finding = { .found = false };
    struct digest digest = digest_of(message);
    struct audit_query query = { .action = audit_action_code(DID_RETENTION_DELETED),
                                 .subject = id };
    digest_hex(&digest, finding.digest);
    if (!store_audits(records->store, &query, take_line, &finding, records->err))
        records->failed = true;
    else if (!finding.found)
        doubt(records, "its record is not the one in the audit log");
}

/* The digests of months whose figures are still here. */
static bool months_agree(struct records *records, const char *survey, const json_t *said,
                         const json_t *here)
{
    const char *month;
    json_t *digest;
    int32_t day;
    struct retention retention;
    struct err err;
    if (!retention_get(records->store, survey, &retention, &err))
        return false;
    json_object_foreach((json_t *)(uintptr_t)said, month, digest)
    {
        bool gone = local_day_from_text(month, &day, &err) && day < retention.figures_before;
        if (!gone && !json_equal(digest, json_object_get(here, month)))
            return false;
    }
    return true;
}

static bool surveys_agree(struct records *records, const json_t *said, const json_t *here)
{
    const char *survey;
    json_t *facts;
    json_object_foreach((json_t *)(uintptr_t)said, survey, facts)
    {
        const json_t *now = json_object_get(here, survey);
        if (!months_agree(records, survey, json_object_get(facts, "months"),
                          json_object_get(now, "months")))
            return false;
    }
    return true;
}

static void check_facts(struct records *records, uint64_t number, const json_t *said)
{
    static const char *const counts[] = { "kiosks", "batches", "responses", "set_aside", "runs" };
    json_t *here = NULL;
    if (!report_deletion_facts(records->store, number, &here, records->err)) {
        records->failed = records->err->kind != ERR_CORRUPT;
        doubt(records, "%s", records->err->text);
        return;
    }
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++)
        if (!json_equal(json_object_get(said, counts[i]), json_object_get(here, counts[i])))
            doubt(records,
                  "its record does not agree with what stands in the place of the "
                  "deleted (%s)",
                  counts[i]);
    if (!surveys_agree(records, json_object_get(said, "surveys"), json_object_get(here, "surveys")))
        doubt(records, "its record does not agree with the sums of the deleted");
    json_decref(here);
}

/* What it says of figures holds from then on. */
static void take_rules(struct records *records, const json_t *rules)
{
    for (size_t i = 0; i < json_array_size(rules); i++) {
        const json_t *rule = json_array_get(rules, i);
        const char *survey = json_string_value(json_object_get(rule, "survey"));
        const char *month = json_string_value(json_object_get(rule, "figures_before"));
        const char *known =
            survey == NULL ? NULL : json_string_value(json_object_get(records->stated, survey));
        if (survey != NULL && month != NULL && (known == NULL || strcmp(month, known) > 0))
            (void)json_object_set_new(records->stated, survey, json_string(month));
    }
}

/* Of a deletion's id, or of the survey whose figures are gone; "" for what no record tells of. */
static void tell_doubt(const struct records *records, const char *deletion)
{
    struct report_doubt doubt = { .deletion = deletion, .said = records->said };
    records->listener->doubt(records->listener->context, &doubt);
}

static void print(const struct records *records, const char *id, const json_t *record)
{
    const json_t *facts = json_object_get(record, "facts");
    const char *by = json_string_value(json_object_get(record, "by"));
    const char *at = json_string_value(json_object_get(record, "at"));
    (void)fprintf(records->out, "%s  deletion %s  ", records->doubt[0] == '\0' ? "fine " : "DOUBT",
                  id);
    if (records->doubt[0] != '\0') {
        (void)fprintf(records->out, "%s\n", records->doubt);
        tell_doubt(records, id);
    } else if (record == NULL)
        (void)fprintf(records->out, "begun and not finished: it is gone on with next time\n");
    else
        (void)fprintf(records->out,
                      "%.10s, by %s: %" JSON_INTEGER_FORMAT " responses and %" JSON_INTEGER_FORMAT
                      " set aside, in %" JSON_INTEGER_FORMAT " signed batches; its record agrees\n",
                      at == NULL ? "" : at, by == NULL ? "" : by,
                      json_integer_value(json_object_get(facts, "responses")),
                      json_integer_value(json_object_get(facts, "set_aside")),
                      json_integer_value(json_object_get(facts, "batches")));
}

static json_t *check_record(struct records *records, const struct store_paper *paper,
                            const char *text)
{
    struct err err;
    BUF_AUTO message = buf_new(PAPER_BODY_MAX);
    json_t *record =
        base64_get(text, &message, &err) ? open_signed(records->papers, buf_span(&message)) : NULL;
    if (record == NULL ||
        json_integer_value(json_object_get(record, "number")) != (json_int_t)paper->rank) {
        doubt(records, "its record is not signed by a hub of the programme");
        return record;
    }
    check_audit(records, paper->id, buf_span(&message));
    check_facts(records, (uint64_t)paper->rank, json_object_get(record, "facts"));
    take_rules(records, json_object_get(record, "rules"));
    return record;
}

static bool take_paper(void *context, const struct store_paper *paper)
{
    struct records *records = context;
    uint64_t *grown = grow(records->numbers, records->count, sizeof *grown);
    json_t *json = json_loadb((const char *)paper->body.data, paper->body.size, 0, NULL);
    const char *text = json_string_value(json_object_get(json, "signed"));
    json_t *record = NULL;
    records->failed = grown == NULL;
    if (grown == NULL) {
        json_decref(json);
        return err_set(records->err, ERR_LATER, "there is no memory for the proof");
    }
    records->numbers = grown;
    grown[records->count++] = (uint64_t)paper->rank;
    records->doubt[0] = '\0';
    if (json == NULL)
        doubt(records, "its record cannot be read");
    else if (text != NULL)
        record = check_record(records, paper, text);
    print(records, paper->id, record);
    json_decref(record);
    json_decref(json);
    return !records->failed;
}

/* ---- what no record tells of ---- */

static bool is_recorded(const struct records *records, uint64_t number)
{
    for (size_t i = 0; i < records->count; i++)
        if (records->numbers[i] == number)
            return true;
    return false;
}

static const char *key_text(uint64_t key, char ret[17])
{
    (void)snprintf(ret, 17, "%016" PRIx64, key);
    return ret;
}

static bool take_run(void *context, const struct store_gone *run)
{
    struct records *records = context;
    char key[17];
    if (is_recorded(records, run->deletion))
        return true;
    records->doubt[0] = '\0';
    doubt(records, "responses of kiosk %s were deleted and there is no record of it",
          key_text(run->kiosk, key));
    (void)fprintf(records->out, "DOUBT  deletion %" PRIu64 "  %s\n", run->deletion, records->doubt);
    tell_doubt(records, "");
    return false;
}

static bool take_retention(void *context, const struct retention *retention)
{
    struct records *records = context;
    char month[11];
    const char *stated = json_string_value(json_object_get(records->stated, retention->survey));
    local_day_text(retention->figures_before, month);
    if (retention->figures_before == 0 || (stated != NULL && strcmp(month, stated) <= 0))
        return true;
    records->doubt[0] = '\0';
    doubt(records, "those before %s are said to be deleted and there is no record of it", month);
    (void)fprintf(records->out, "DOUBT  figures of %s  %s\n", retention->survey, records->doubt);
    tell_doubt(records, retention->survey);
    return true;
}

bool verify_deletions(struct store *store, const struct papers *papers,
                      const struct report_listener *listener, FILE *out, bool *ret_clean,
                      struct err *err)
{
    struct records records = { .store = store,
                               .papers = papers,
                               .listener = listener,
                               .out = out,
                               .clean = ret_clean,
                               .stated = json_object(),
                               .err = err };
    struct paper_query query = { .kind = "deletion" };
    bool read = store_papers(store, &query, take_paper, &records, err) && !records.failed &&
                store_gone(store, 0, take_run, &records, err) &&
                retentions(store, take_retention, &records, err);
    free(records.numbers);
    json_decref(records.stated);
    return read;
}
