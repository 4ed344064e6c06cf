/* Who answers: participation by the kiosks' own counters, and fairness against who visits. */
#include "entered.h"
#include "local_time.h"
#include "spread.h"
#include <stdio.h>
#include <stdlib.h>

static const uint32_t satisfaction_roles = 1u << ROLE_SATISFACTION | 1u << ROLE_FFT_OVERALL;

/* ---- counters by group ---- */

struct counted {
    char key[STORE_ID_MAX + 8];
    char label[STORE_NAME_MAX];
    uint64_t woken, started, completed, days;
};
struct counting {
    const struct report_ask *ask;
    struct counted total;
    struct counted *groups;
    size_t count;
    bool failed;
};

static struct counted *counted_of(struct counting *counting, const char *key, const char *label)
{
    for (size_t i = counting->count; i-- > 0;)
        if (strcmp(counting->groups[i].key, key) == 0)
            return &counting->groups[i];
    size_t room = counting->count == 0 ? 1 : counting->count * 2;
    bool full = (counting->count & (counting->count - 1)) == 0;
    struct counted *grown =
        full ? realloc(counting->groups, room * sizeof *grown) : counting->groups;
    counting->failed = grown == NULL;
    if (grown == NULL)
        return NULL;
    counting->groups = grown;
    struct counted *group = &grown[counting->count++];
    *group = (struct counted){ 0 };
    (void)snprintf(group->key, sizeof group->key, "%s", key);
    (void)snprintf(group->label, sizeof group->label, "%s", label);
    return group;
}

static void add_day(struct counted *counted, const struct store_kiosk_day *day)
{
    counted->woken += day->woken;
    counted->started += day->started;
    counted->completed += day->completed;
    counted->days += day->exchanges > 0;
}

static bool take_day(void *context, const struct store_kiosk_day *day)
{
    struct counting *counting = context;
    const struct report_ask *ask = counting->ask;
    struct report_place place;
    char date[11];
    if (!ask->place(ask->context, day->venue, &place) || (!ask->live && day->day >= place.today))
        return true;
    add_day(&counting->total, day);
    local_day_text(ask->by == BY_WEEK    ? report_week_start(day->day)
                   : ask->by == BY_MONTH ? local_month_start(day->day)
                                         : day->day,
                   date);
    date[ask->by == BY_MONTH ? 7 : 10] = '\0';
    struct counted *group = NULL;
    if (ask->by == BY_VENUE)
        group = counted_of(counting, day->venue, place.name);
    else if (ask->by == BY_AREA)
        group = counted_of(counting, place.area, place.area_name);
    else if (ask->by != BY_NONE)
        group = counted_of(counting, date, date);
    if (group != NULL)
        add_day(group, day);
    return !counting->failed;
}

/* ---- participation ---- */

static json_t *share_json(uint64_t part, uint64_t n)
{
    return n < DISCLOSE_RELIABLE || part > n ? json_null() : json_integer(figure_percent(part, n));
}

static json_t *endings_json(const struct figure *figure, bool shown)
{
    json_t *endings = json_object();
    for (int i = 0; i < ENDINGS; i++)
        (void)json_object_set_new(
            endings, ending_name((enum ending)i),
            json_integer(shown && figure != NULL ? (json_int_t)figure->values[i].count : 0));
    return endings;
}

/* Counters of a screen are no person's data, yet a handful of visits is somebody's: the rule holds
 * for what was started. */
static json_t *row_json(const struct counted *counted, const struct figure *endings,
                        json_t *left_at, const struct entered_visits *visits)
{
    enum disclosure shown = disclose(counted->started);
    bool counts = disclosed_n(shown) != 0;
    uint64_t n = endings == NULL ? 0 : endings->n;
    bool known = visits != NULL && visits->total > 0;
    uint64_t tenths = known ? 1000 * n / (uint64_t)visits->total : 0;
    return json_pack(
        "{s:s, s:s, s:I, s:I, s:I, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:I}", "key", counted->key,
        "label", counted->label, "woken", (json_int_t)counted->woken, "started",
        counts ? (json_int_t)counted->started : 0, "completed",
        counts ? (json_int_t)counted->completed : 0, "status", disclosure_name(shown),
        "start_percent", counts ? share_json(counted->started, counted->woken) : json_null(),
        "completion_percent",
        counts ? share_json(counted->completed, counted->started) : json_null(), "endings",
        endings_json(endings, counts), "left_at", left_at, "visits",
        known ? json_integer((json_int_t)visits->total) : json_null(), "footfall_percent",
        known && counts ? json_real((double)tenths / 10) : json_null(), "days_heard",
        (json_int_t)counted->days);
}

static const struct figure *endings_of(const struct spread *spread, const char *key)
{
    for (size_t i = 0; i < spread->count; i++)
        if (strcmp(spread->groups[i].key, key) == 0)
            return &spread->groups[i].figure;
    return NULL;
}

static json_t *groups_json(const struct counting *counting, const struct spread *spread)
{
    json_t *list = json_array();
    for (size_t i = 0; i < counting->count; i++)
        (void)json_array_append_new(list, row_json(&counting->groups[i],
                                                   endings_of(spread, counting->groups[i].key),
                                                   json_array(), NULL));
    return list;
}

/* Where people stopped, and how often each question was seen, answered and skipped. */
static bool tell_questions(const struct report_ask *ask, const struct book *book,
                           const struct book_entry *entry, json_t *questions, json_t *left_at,
                           struct err *err)
{
    for (int i = 0; i < entry->survey->question_count; i++) {
        const struct question *asked = &entry->survey->questions[i];
        struct spread_question question = { entry->published.id, asked };
        struct report_ask whole = *ask;
        SPREAD_AUTO spread = { 0 };
        whole.by = BY_NONE;
        if (asked->type == QUESTION_INFORMATION || asked->sensitivity == SENSITIVITY_COUNTS)
            continue;
        if (!spread_collect(&whole, book, &question, &spread, err))
            return false;
        bool shown = disclosed_n(disclose(spread.total.n + spread.shown + spread.skipped)) != 0;
        if (!shown)
            continue;
        (void)json_array_append_new(
            questions,
            json_pack("{s:s, s:s, s:I, s:I, s:I, s:I}", "name", asked->name, "title",
                      asked->title.in[0], "shown",
                      (json_int_t)spread.total.n + (json_int_t)spread.shown +
                          (json_int_t)spread.skipped,
                      "answered", (json_int_t)spread.total.n, "skipped", (json_int_t)spread.skipped,
                      "unanswered", (json_int_t)spread.shown));
        if (spread.shown > 0)
            (void)json_array_append_new(left_at, json_pack("{s:s, s:s, s:I}", "question",
                                                           asked->name, "title", asked->title.in[0],
                                                           "n", (json_int_t)spread.shown));
    }
    return true;
}

static const struct book_entry *newest(const struct book *book, const char *survey)
{
    for (size_t i = 0; i < book->count; i++)
        if (strcmp(book->entries[i].published.id, survey) == 0)
            return &book->entries[i];
    return NULL;
}

static bool participation_json(const struct report_ask *ask, const struct book *book,
                               const struct counting *counting, const struct spread *spread,
                               json_t **ret, struct err *err)
{
    struct entered_visits visits;
    json_t *questions = json_array();
    json_t *left_at = json_array();
    json_t *notes = spread_notes();
    (void)json_array_append_new(
        notes, finding_json("no_response_rate", NULL,
                            "Nobody was sampled, so this is participation and completion and no "
                            "response rate. Counters are the kiosks' own; what a lost reply made "
                            "them say again is left out."));
    bool told =
        tell_questions(ask, book, newest(book, spread->question.survey), questions, left_at, err) &&
        entered_visits(ask, &visits, err);
    if (told)
        *ret =
            json_pack("{s:o, s:s, s:o, s:o, s:o, s:o}", "days",
                      spread_days_json(ask->from, ask->to), "by", report_by_name(ask->by), "total",
                      row_json(&counting->total, &spread->total, left_at, &visits), "groups",
                      groups_json(counting, spread), "questions", questions, "notes", notes);
    if (told)
        entered_visits_finish(&visits);
    return told;
}

bool report_tell_participation(const struct report_ask *ask, json_t **ret, struct err *err)
{
    struct counting counting = { .ask = ask };
    struct spread_question question;
    BOOK_AUTO book = { 0 };
    SPREAD_AUTO spread = { 0 };
    (void)snprintf(counting.total.key, sizeof counting.total.key, "all");
    (void)snprintf(counting.total.label, sizeof counting.total.label, "all");
    bool told = book_for(ask, &book, err) &&
                spread_choose(&book, ask, satisfaction_roles, &question, err) &&
                spread_responses(ask, &book, question.survey, &spread, err) &&
                store_kiosk_days(ask->store, 0, ask->from, ask->to, take_day, &counting, err) &&
                (!counting.failed || err_set(err, ERR_LATER, "there is no memory")) &&
                participation_json(ask, &book, &counting, &spread, ret, err);
    free(counting.groups);
    return told;
}

/* ---- fairness ---- */

static json_t *visits_of(const struct entered_visits *visits, const char *tag)
{
    json_t *n = json_object_get(visits->by_language, tag);
    return n == NULL ? json_null() : json_incref(n);
}

/* Speakers who answer far less often than they visit, told where enough have answered to tell. */
static void find_unequal(const struct spread *spread, const struct entered_visits *visits,
                         json_t *findings)
{
    for (size_t i = 0; i < spread->count; i++) {
        const struct spread_group *group = &spread->groups[i];
        json_int_t here = json_integer_value(json_object_get(visits->by_language, group->key));
        double answers = (double)group->figure.n / (double)spread->total.n;
        double visited = visits->total == 0 ? 0 : (double)here / (double)visits->total;
        if (here < DISCLOSE_CHANGE || !disclosed_n(group->disclosure) ||
            spread->total.n < DISCLOSE_CHANGE || answers > visited * 0.67)
            continue;
        (void)json_array_append_new(
            findings,
            finding_json("answers_less_than_visits",
                         json_pack("{s:s, s:o}", "language", group->key, "ratio",
                                   spread_tenth(answers / visited)),
                         "People who read \"%s\" answer %.1f times as often as they visit.",
                         group->key, answers / visited));
    }
}

static json_t *rows_json(const struct spread *spread, const struct entered_visits *visits)
{
    json_t *list = json_array();
    for (size_t i = 0; i < spread->count; i++) {
        const struct spread_group *group = &spread->groups[i];
        bool shown = disclosed_n(group->disclosure) != 0;
        bool percent = shown && spread->total.n >= DISCLOSE_RELIABLE;
        json_t *n = visits == NULL ? json_null() : visits_of(visits, group->key);
        json_t *share = visits != NULL && json_is_integer(n) && visits->total > 0
                            ? json_integer(figure_percent((uint64_t)json_integer_value(n),
                                                          (uint64_t)visits->total))
                            : json_null();
        (void)json_array_append_new(
            list, json_pack("{s:s, s:s, s:o, s:s, s:o, s:o, s:o}", "key", group->key, "label",
                            group->label, "n",
                            shown ? json_integer((json_int_t)group->figure.n) : json_null(),
                            "status", disclosure_name(group->disclosure), "percent",
                            percent ? json_integer(figure_percent(group->figure.n, spread->total.n))
                                    : json_null(),
                            "visits", n, "visits_percent", share));
    }
    return list;
}

static json_t *dimension_json(const struct spread *spread, const char *name,
                              const struct entered_visits *visits)
{
    bool known = visits != NULL && visits->total > 0 && json_object_size(visits->by_language) > 0;
    json_t *findings = json_array();
    if (known)
        find_unequal(spread, visits, findings);
    return json_pack("{s:s, s:b, s:o, s:o}", "dimension", name, "visits_known", known, "rows",
                     rows_json(spread, known ? visits : NULL), "findings", findings);
}

static bool tell_dimension(const struct report_ask *ask, const struct book *book,
                           const char *survey, enum report_by by,
                           const struct entered_visits *visits, json_t *list, struct err *err)
{
    struct report_ask one = *ask;
    SPREAD_AUTO spread = { 0 };
    one.by = by;
    if (!spread_responses(&one, book, survey, &spread, err))
        return false;
    (void)json_array_append_new(
        list, dimension_json(&spread, report_by_name(by), by == BY_LANGUAGE ? visits : NULL));
    return true;
}

/* A sealed question is known by its months' sums alone: 1 to 7 are held back, others rounded. */
static json_t *equality_json(const struct spread *spread)
{
    uint64_t total = 0;
    json_t *rows = json_array();
    for (size_t i = 0; i < spread->total.value_count; i++)
        total += spread->sealed[i];
    if (spread->question.asked->type == QUESTION_CHECKBOX)
        total = spread->sealed[SPREAD_ANSWERED];
    for (size_t i = 0; i < spread->total.value_count; i++) {
        uint64_t n = disclose_equality(spread->sealed[i]);
        bool shown = total >= DISCLOSE_PRIVATE && n != UINT64_MAX;
        (void)json_array_append_new(
            rows, json_pack("{s:s, s:s, s:o, s:s, s:o, s:n, s:n}", "key",
                            spread->total.values[i].value, "label", spread->total.values[i].label,
                            "n", shown ? json_integer((json_int_t)n) : json_null(), "status",
                            shown ? "fine" : "suppressed_small_base", "percent",
                            shown && total >= DISCLOSE_RELIABLE && n <= total
                                ? json_integer(figure_percent(n, total))
                                : json_null(),
                            "visits", "visits_percent"));
    }
    return json_pack("{s:s, s:b, s:o, s:[]}", "dimension", spread->question.asked->name,
                     "visits_known", false, "rows", rows, "findings");
}

static bool tell_equality(const struct report_ask *ask, const struct book *book,
                          const struct book_entry *entry, json_t *list, struct err *err)
{
    for (int i = 0; i < entry->survey->question_count; i++) {
        struct spread_question question = { entry->published.id, &entry->survey->questions[i] };
        struct report_ask whole = *ask;
        SPREAD_AUTO spread = { 0 };
        whole.by = BY_NONE;
        if (question.asked->sensitivity != SENSITIVITY_COUNTS)
            continue;
        if (!spread_collect(&whole, book, &question, &spread, err))
            return false;
        (void)json_array_append_new(list, equality_json(&spread));
    }
    return true;
}

static bool tell_all(const struct report_ask *ask, const struct book *book, const char *survey,
                     const struct entered_visits *visits, json_t *list, struct err *err)
{
    return tell_dimension(ask, book, survey, BY_LANGUAGE, visits, list, err) &&
           tell_dimension(ask, book, survey, BY_ACCESS, visits, list, err) &&
           tell_dimension(ask, book, survey, BY_HOUR, visits, list, err) &&
           tell_equality(ask, book, newest(book, survey), list, err);
}

bool report_tell_fairness(const struct report_ask *ask, json_t **ret, struct err *err)
{
    struct spread_question question;
    struct entered_visits visits = { 0 };
    BOOK_AUTO book = { 0 };
    json_t *list = json_array();
    bool told = book_for(ask, &book, err) &&
                spread_choose(&book, ask, satisfaction_roles, &question, err) &&
                entered_visits(ask, &visits, err) &&
                tell_all(ask, &book, question.survey, &visits, list, err);
    entered_visits_finish(&visits);
    if (told)
        *ret = json_pack("{s:o, s:o, s:o}", "days",
                         spread_days_json(local_month_start(ask->from),
                                          local_month_start(local_month_start(ask->to) + 31) - 1),
                         "dimensions", list, "notes", spread_notes());
    else
        json_decref(list);
    return told;
}

bool report_tell_who(const struct report_ask *ask, json_t **ret, struct err *err)
{
    struct spread_question question;
    struct entered_visits visits = { 0 };
    BOOK_AUTO book = { 0 };
    json_t *list = json_array();
    bool told = book_for(ask, &book, err) &&
                spread_choose(&book, ask, satisfaction_roles, &question, err) &&
                entered_visits(ask, &visits, err) &&
                tell_dimension(ask, &book, question.survey, BY_LANGUAGE, &visits, list, err);
    if (told)
        *ret = json_incref(json_array_get(list, 0));
    entered_visits_finish(&visits);
    json_decref(list);
    return told;
}
