/* Equality answers in the count of an export: they leave the hub as no rows, and are known by whole
 * months, which venues' months have added up. See export_int.h. */
#include "export_int.h"
#include "figures.h"
#include "local_time.h"
#include "store_summary.h"

struct counting {
    const struct export_query *query;
    uint64_t n;
};

static bool take_row(void *context, const struct store_summary *row)
{
    struct counting *counting = context;
    const struct export_query *query = counting->query;
    if (row->value[0] != '.' && (query->place == NULL || query->place(query->context, row->venue)))
        counting->n += row->sealed;
    return true;
}

/* The months that the days touch. */
static bool count_question(struct export *export, const struct digest *survey, const char *question,
                           struct counting *counting, struct err *err)
{
    bool any;
    int32_t first;
    int32_t last;
    int32_t from = local_month_start(counting->query->from_day);
    if (!store_summary_months(export->store, survey, &any, &first, &last, err))
        return false;
    for (int32_t month = from > first ? from : first;
         any && month <= last && month <= counting->query->to_day;
         month = local_month_start(month + 31))
        if (!store_summaries(export->store, survey, question, month, NULL, take_row, counting, err))
            return false;
    return true;
}

static bool has_sealed(const struct survey *survey)
{
    for (int i = 0; i < survey->question_count; i++)
        if (survey->questions[i].sensitivity == SENSITIVITY_COUNTS)
            return true;
    return false;
}

static bool count_version(struct export *export, const struct book_entry *entry,
                          struct counting *counting, struct err *err)
{
    for (int i = 0; i < entry->survey->question_count; i++)
        if (entry->survey->questions[i].sensitivity == SENSITIVITY_COUNTS &&
            !count_question(export, &entry->published.digest, entry->survey->questions[i].name,
                            counting, err))
            return false;
    return true;
}

bool export_count_sealed(struct export *export, const struct export_query *query, struct err *err)
{
    struct counting counting = { query, 0 };
    bool folded = false;
    for (size_t i = 0; i < export->book.count; i++) {
        const struct book_entry *entry = &export->book.entries[i];
        if (!has_sealed(entry->survey))
            continue;
        if (!folded && !store_fold_all(export->store, err))
            return false;
        folded = true;
        if (!count_version(export, entry, &counting, err))
            return false;
    }
    export->answers += counting.n;
    return true;
}
