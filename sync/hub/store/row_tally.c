/*
 * Adds up what rows count for: see row.h. Increments are gathered in groups (one survey, venue, day
 * or month, and so on) with a plain array of counts each, so that a response costs a handful of
 * additions however many questions it answers, and a batch of any size few rows in the store.
 */
#include "local_time.h"
#include "row.h"
#include <stdlib.h>

enum {
    SLOT_SHOWN = SURVEY_CHOICES_MAX,
    SLOT_SKIPPED,
    SLOT_ANSWERED,
    SLOTS,
    BUCKETS = 1024,
};

/* What all increments of a group share. Zeroed whole before it is filled in, and without a hole
 * between its members, so that it compares as bytes. */
struct group_key {
    struct digest survey;
    char venue[SURVEY_NAME_MAX + 1];
    char language[LANGUAGE_TAG_MAX + 1];
    uint8_t monthly, flagged, access;
    int32_t day;
    uint32_t hour;
};
_Static_assert(sizeof(struct group_key) == sizeof(struct digest) + SURVEY_NAME_MAX + 1 +
                                               LANGUAGE_TAG_MAX + 1 + 3 + 2 * sizeof(uint32_t),
               "a key has no hole");

struct group {
    struct group *next;     /* in the bucket */
    struct group *next_all; /* in the order in which they came */
    const struct survey *survey;
    struct group_key key;
    uint32_t endings[ENDINGS];
    uint32_t n[SURVEY_QUESTIONS_MAX][SLOTS];
};

struct tally_sum {
    struct group *buckets[BUCKETS];
    struct group *first;
    struct group **end;
};

struct tally_sum *tally_sum_new(void)
{
    struct tally_sum *sum = calloc(1, sizeof *sum);
    if (sum != NULL)
        sum->end = &sum->first;
    return sum;
}

void tally_sum_free(struct tally_sum *sum)
{
    if (sum == NULL)
        return;
    for (struct group *group = sum->first, *next; group != NULL; group = next) {
        next = group->next_all;
        free(group);
    }
    free(sum);
}

/* Digest, venue and language seldom differ within a sum: the rest spreads well enough. */
static size_t bucket_of(const struct group_key *key)
{
    size_t hash = (size_t)(uint32_t)key->day * 31 + key->monthly;
    hash = hash * 31 + key->hour;
    hash = hash * 31 + key->access;
    hash = hash * 31 + (size_t)(key->language[0] * 7 + key->language[1]);
    return (hash * 31 + key->flagged + key->survey.bytes[0]) % BUCKETS;
}

static struct group *group_find(struct tally_sum *sum, const struct group_key *key,
                                const struct survey *survey, struct err *err)
{
    struct group **bucket = &sum->buckets[bucket_of(key)];
    for (struct group *group = *bucket; group != NULL; group = group->next)
        if (memcmp(&group->key, key, sizeof *key) == 0)
            return group;
    struct group *group = calloc(1, sizeof *group);
    if (group == NULL) {
        (void)err_set(err, ERR_LATER, "there is no memory to count");
        return NULL;
    }
    group->survey = survey;
    memcpy(&group->key, key, sizeof *key);
    group->next = *bucket;
    *bucket = group;
    *sum->end = group;
    sum->end = &group->next_all;
    return group;
}

/* Each that is in the set, and once who answered: the base of their shares. */
static void count_set(uint32_t n[SLOTS], const struct question *question, uint32_t state)
{
    n[SLOT_ANSWERED]++;
    for (uint32_t i = 0; i < question->choice_count; i++)
        n[i] += (state - ANSWER_FIRST) >> i & 1;
}

static void count_answer(uint32_t n[SLOTS], const struct question *question, uint32_t state)
{
    if (state == ANSWER_SHOWN && question->type != QUESTION_INFORMATION)
        n[SLOT_SHOWN]++;
    else if (state == ANSWER_SKIPPED)
        n[SLOT_SKIPPED]++;
    else if (answer_given(state) && question->type == QUESTION_COMMENT)
        n[SLOT_ANSWERED]++;
    else if (answer_given(state) && question->type == QUESTION_CHECKBOX)
        count_set(n, question, state);
    else if (answer_given(state) && state - ANSWER_FIRST < question->choice_count)
        n[state - ANSWER_FIRST]++;
}

/* Counts the questions that are sealed, or those that are not. */
static void count_answers(struct group *group, const uint32_t *state, bool sealed)
{
    const struct survey *survey = group->survey;
    for (int i = 0; i < survey->question_count; i++)
        if ((survey->questions[i].sensitivity == SENSITIVITY_COUNTS) == sealed)
            count_answer(group->n[i], &survey->questions[i], state[i]);
}

static struct group_key key_of(const struct store_response *row)
{
    struct group_key key;
    memset(&key, 0, sizeof key);
    key.survey = row->survey;
    memcpy(key.venue, row->venue, strlen(row->venue));
    return key;
}

static struct group_key month_of(const struct store_response *row)
{
    struct group_key key = key_of(row);
    key.monthly = 1;
    key.day = local_month_start(row->day);
    return key;
}

static bool add(struct tally_sum *sum, const struct group_key *key, const struct survey *survey,
                const struct store_response *row, struct err *err)
{
    struct group *group = group_find(sum, key, survey, err);
    if (group == NULL)
        return false;
    group->endings[row->ending]++;
    count_answers(group, row->state, false);
    return true;
}

bool tally_sum_add(struct tally_sum *sum, const struct survey *survey,
                   const struct store_response *row, struct err *err)
{
    struct group_key day = key_of(row);
    struct group_key month = month_of(row);
    day.day = row->day;
    day.flagged = row->flagged;
    memcpy(month.language, row->language, strlen(row->language));
    month.access = row->access;
    month.hour = row->hour;
    return add(sum, &day, survey, row, err) && add(sum, &month, survey, row, err);
}

bool tally_sum_add_sealed(struct tally_sum *sum, const struct survey *survey,
                          const struct store_response *row, const struct answers *answers,
                          struct err *err)
{
    struct group_key month = month_of(row);
    struct group *group = group_find(sum, &month, survey, err);
    if (group == NULL)
        return false;
    count_answers(group, answers->state, true);
    return true;
}

static const char *slot_value(const struct question *question, int slot)
{
    switch (slot) {
    case SLOT_SHOWN:
        return ".shown";
    case SLOT_SKIPPED:
        return ".skipped";
    case SLOT_ANSWERED:
        return "";
    default:
        return question->choices[slot].value;
    }
}

static void put_text(char *to, size_t size, const char *text)
{
    size_t length = strnlen(text, size - 1);
    memcpy(to, text, length);
    to[length] = '\0';
}

/* Writes one increment when there is one to write; only counts it when there is no list. */
static void put(const struct group *group, const char *question, const char *value, uint32_t n,
                struct store_tally *list, size_t *at)
{
    if (n == 0)
        return;
    if (list != NULL) {
        struct store_tally *tally = &list[*at];
        *tally = (struct store_tally){ .survey = group->key.survey,
                                       .day = group->key.day,
                                       .monthly = group->key.monthly,
                                       .flagged = group->key.flagged,
                                       .access = group->key.access,
                                       .hour = (uint8_t)group->key.hour,
                                       .n = n };
        put_text(tally->question, sizeof tally->question, question);
        put_text(tally->value, sizeof tally->value, value);
        memcpy(tally->venue, group->key.venue, sizeof tally->venue);
        memcpy(tally->language, group->key.language, sizeof tally->language);
    }
    (*at)++;
}

static void put_group(const struct group *group, struct store_tally *list, size_t *at)
{
    for (int i = 0; i < ENDINGS; i++)
        put(group, "", ending_name((enum ending)i), group->endings[i], list, at);
    for (int i = 0; i < group->survey->question_count; i++)
        for (int slot = 0; slot < SLOTS; slot++)
            put(group, group->survey->questions[i].name,
                slot_value(&group->survey->questions[i], slot), group->n[i][slot], list, at);
}

static void put_groups(const struct tally_sum *sum, bool monthly, struct store_tally *list,
                       size_t *at)
{
    for (const struct group *group = sum->first; group != NULL; group = group->next_all)
        if (group->key.monthly == monthly)
            put_group(group, list, at);
}

bool tally_sum_list(const struct tally_sum *sum, struct store_tally **ret, size_t *ret_count,
                    struct err *err)
{
    size_t count = 0;
    size_t at = 0;
    put_groups(sum, false, NULL, &count);
    put_groups(sum, true, NULL, &count);
    struct store_tally *list = calloc(count + 1, sizeof *list);
    if (list == NULL)
        return err_set(err, ERR_LATER, "there is no memory to count");
    put_groups(sum, false, list, &at);
    put_groups(sum, true, list, &at);
    *ret = list;
    *ret_count = count;
    return true;
}
