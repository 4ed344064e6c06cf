/* Numbers of surveys, by which rows name them: they never change, so all are remembered. */
#include "postgres_int.h"
#include <stdlib.h>

enum { NUMBERS_MAX = 65536 };

struct pg_survey {
    struct digest digest;
    int64_t number;
    char id[STORE_ID_MAX + 1];
};

static bool load(struct postgres_store *s, struct err *err)
{
    struct pg_args args = pg_args_of(PG_SURVEY_NUMBERS);
    RESULT_AUTO *result = pg_run(s, PG_SURVEY_NUMBERS, &args, err);
    if (result == NULL)
        return false;
    int count = PQntuples(result);
    struct pg_survey *list = calloc((size_t)count + 1, sizeof *list);
    if (list == NULL || count > NUMBERS_MAX) {
        free(list);
        return err_set(err, ERR_LATER, "there is no memory for the surveys' numbers");
    }
    for (int i = 0; i < count; i++) {
        pg_bytes(result, i, 0, list[i].digest.bytes, sizeof list[i].digest.bytes);
        list[i].number = pg_int(result, i, 1);
        pg_text(result, i, 2, list[i].id, sizeof list[i].id);
    }
    free(s->surveys);
    s->surveys = list;
    s->survey_count = (size_t)count;
    s->survey_last = 0;
    return true;
}

/* The one that was asked for last is asked for again and again. */
static const struct pg_survey *by_digest(struct postgres_store *s, const struct digest *digest)
{
    for (size_t i = 0; i < s->survey_count; i++) {
        size_t at = (s->survey_last + i) % s->survey_count;
        if (memcmp(&s->surveys[at].digest, digest, sizeof *digest) == 0) {
            s->survey_last = at;
            return &s->surveys[at];
        }
    }
    return NULL;
}

static const struct pg_survey *by_number(struct postgres_store *s, int64_t number)
{
    for (size_t i = 0; i < s->survey_count; i++) {
        size_t at = (s->survey_last + i) % s->survey_count;
        if (s->surveys[at].number == number) {
            s->survey_last = at;
            return &s->surveys[at];
        }
    }
    return NULL;
}

bool pg_survey_number(struct postgres_store *s, const struct digest *digest, int64_t *ret,
                      struct err *err)
{
    const struct pg_survey *survey = by_digest(s, digest);
    if (survey == NULL && !load(s, err))
        return false;
    if (survey == NULL)
        survey = by_digest(s, digest);
    if (survey == NULL)
        return err_set(err, ERR_MISSING, "a response names a survey that was not published here");
    *ret = survey->number;
    return true;
}

bool pg_survey_digest(struct postgres_store *s, int64_t number, struct digest *ret, struct err *err)
{
    const struct pg_survey *survey = by_number(s, number);
    if (survey == NULL && !load(s, err))
        return false;
    if (survey == NULL)
        survey = by_number(s, number);
    if (survey == NULL)
        return err_set(err, ERR_CORRUPT, "a row names survey %lld, which is not there",
                       (long long)number);
    *ret = survey->digest;
    return true;
}

/* As the parameter of an ANY. */
bool pg_survey_versions(struct postgres_store *s, const char *id, struct buf *ret, struct err *err)
{
    size_t count = 0;
    if (!load(s, err))
        return false;
    pg_array_begin(ret, 'n');
    for (size_t i = 0; i < s->survey_count; i++)
        if (strcmp(s->surveys[i].id, id) == 0) {
            pg_array_int(ret, 'n', s->surveys[i].number);
            count++;
        }
    pg_array_end(ret, count);
    return buf_ok(ret, "the versions of a survey", err);
}
