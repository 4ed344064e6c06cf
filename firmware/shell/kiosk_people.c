/*
 * What people said, for those who work here: how often each answer to the main question was given,
 * on days that are over, from the journal as far back as it goes. Counted are whole local days with
 * ten answers or more, and nothing else, as the page says. Looking again tomorrow adds a day of ten
 * or more people, or nothing, so that nobody's answer can be told from the difference.
 */
#include "kiosk_shell.h"
#include "log.h"
#include <stdlib.h>

enum { DAYS = 64, AT_ONCE = 500, UNKNOWN_CHOICE = -1 };

struct day {
    int32_t day;
    uint32_t total, counts[SURVEY_CHOICES_MAX];
};

struct people {
    const struct shell *shell;
    int question;
    uint64_t next; /* the response to go on with */
    bool more;
    bool purged; /* the first day may have lost some */
    int32_t today;
    struct day days[DAYS]; /* as they come: days rise */
    int count;
};

/* The question that the figures of a programme go by; else the first that is answered by one touch.
 */
static int main_question(const struct survey *survey)
{
    for (int i = 0; i < survey->question_count; i++) {
        enum question_role role = survey->questions[i].role;
        if (role == ROLE_FFT_OVERALL || role == ROLE_SATISFACTION)
            return i;
    }
    for (int i = 0; i < survey->question_count; i++) {
        enum question_type type = survey->questions[i].type;
        bool one_touch =
            type == QUESTION_RATING || type == QUESTION_RADIOGROUP || type == QUESTION_BOOLEAN;
        if (one_touch && survey->questions[i].sensitivity == SENSITIVITY_OPEN)
            return i;
    }
    return -1;
}

static struct day *day_of(struct people *people, int32_t day)
{
    for (int i = people->count - 1; i >= 0; i--)
        if (people->days[i].day == day)
            return &people->days[i];
    if (people->count == DAYS) {
        memmove(people->days, people->days + 1, sizeof people->days - sizeof people->days[0]);
        people->count--;
    }
    people->days[people->count] = (struct day){ .day = day };
    return &people->days[people->count++];
}

static int choice_of(const struct people *people, const struct response *response)
{
    bool same =
        seal_equal(&response->survey, &people->shell->held->survey_digest, sizeof response->survey);
    if (!same || people->question >= response->count)
        return UNKNOWN_CHOICE;
    uint32_t state = response->state[people->question];
    bool given = answer_given(state) && state - ANSWER_FIRST < SURVEY_CHOICES_MAX;
    return given ? (int)(state - ANSWER_FIRST) : UNKNOWN_CHOICE;
}

static void take(void *context, const struct response *response, unix_seconds wall)
{
    struct people *people = context;
    people->next = response->seq + 1;
    people->more = true;
    if (wall == INT64_MIN)
        return;
    struct staff_when when = status_when(people->shell, wall);
    struct day *day = day_of(people, when.day); /* an unanswered one says that the day is here */
    int choice = choice_of(people, response);
    if (choice == UNKNOWN_CHOICE)
        return;
    day->counts[choice]++;
    day->total++;
}

/* --- adding up --- */

static void add(struct staff_said *said, const struct day *day)
{
    if (day->total < STAFF_SAID_LEAST)
        return;
    for (int i = 0; i < SURVEY_CHOICES_MAX; i++)
        said->counts[i] += day->counts[i];
    if (said->days == 0)
        said->first = day->day;
    said->last = day->day;
    said->total += day->total;
    said->days++;
}

static int by_day(const void *a, const void *b)
{
    const struct day *first = a, *second = b;
    return first->day < second->day ? -1 : first->day > second->day;
}

static void add_up(struct people *people, struct staff_said *said)
{
    *said = (struct staff_said){ .known = true, .question = people->question };
    qsort(people->days, (size_t)people->count, sizeof people->days[0], by_day);
    for (int i = 0; i < people->count; i++) {
        bool over = people->days[i].day < people->today;
        bool lost = people->purged && i == 0;
        if (over && !lost)
            add(said, &people->days[i]);
    }
}

/* --- a little at a time --- */

static struct effect tell(struct shell *shell)
{
    return kiosk_step(&shell->kiosk, (struct event){ .kind = EV_PEOPLE, .said = &shell->said },
                      clock_mono());
}

static bool begin(struct shell *shell)
{
    struct journal_status status;
    struct err err;
    struct people *people = calloc(1, sizeof *people);
    const struct survey *survey = shell->held ? shell->held->survey : NULL;
    int32_t today;
    uint16_t minute;
    bool begun = people && survey && shell->journal &&
                 kiosk_local_now(&shell->kiosk, &today, &minute) &&
                 journal_status(shell->journal, &status, &err);
    if (!begun) {
        free(people);
        return false;
    }
    people->shell = shell;
    people->question = main_question(survey);
    people->next = status.purged.seq + 1;
    people->purged = status.purged.seq > 0;
    people->today = today;
    shell->people = people;
    return true;
}

struct effect people_ask(struct shell *shell, struct effect effect)
{
    (void)effect;
    people_stop(shell);
    shell->said = (struct staff_said){ .question = -1 };
    shell->said.known = !begin(shell);
    return tell(shell);
}

void people_go_on(struct shell *shell)
{
    struct people *people = shell->people;
    struct err err = { 0 };
    if (!people)
        return;
    people->more = false;
    bool read = people->question >= 0 &&
                journal_each(shell->journal, people->next, AT_ONCE, take, people, &err);
    if (read && people->more)
        return;
    if (people->question >= 0 && !read)
        log_line(LOG_WARN, "kiosk", "what people said: %s", err.text);
    add_up(people, &shell->said);
    people_stop(shell);
    shell_give(shell, (struct event){ .kind = EV_PEOPLE, .said = &shell->said });
}

void people_stop(struct shell *shell)
{
    free(shell->people);
    shell->people = NULL;
}
