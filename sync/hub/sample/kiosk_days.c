/* One made-up kiosk's day, from people to a signed batch: see kiosk_days.h. */
#include "kiosk_days.h"
#include <stdio.h>
#include <stdlib.h>

enum {
    DAY_SECONDS = 86400,
    DAY_MINUTES = 24 * 60,
    OPENS = 8 * 60 + 30, /* minutes of the day */
    CLOSES = 17 * 60 + 30,
    SENDS = 19 * 60,
    PEOPLE_MAX = 2000,
    HAND_LEAST = 10,
    HAND_MORE = 25,
    CLOCK_DEAD_DAYS = 14,
};
/* On so many of its days a hand taps and taps at the venue of that story: one answer in five or
 * more. */
static const double hand_days = 0.4;

/* One day in the making. A batch's head says what the day was like and stands before its responses,
 * so these are made first. */
struct making {
    struct sample_kiosk *kiosk;
    const struct sample_time *time;
    struct dice *dice;
    uint32_t day;
    struct health health;
    struct response *responses;
    size_t count, room;
    struct buf words; /* sealed; of one size from the start, as responses point into it */
    uint64_t words_count;
    uint32_t last_minute;
};

int64_t sample_sent(const struct sample_time *time, uint32_t day)
{
    return ((int64_t)time->first + day) * DAY_SECONDS + (int64_t)SENDS * 60;
}

/* ---- boot segments ---- */

static uint32_t dead_from(const struct sample_time *time)
{
    return time->days / 2;
}

static bool clock_is_dead(const struct making *making)
{
    uint32_t from = dead_from(making->time);
    return making->kiosk->place->story == STORY_CLOCK && making->day >= from &&
           making->day < from + CLOCK_DEAD_DAYS;
}

/* Until its clock died a kiosk ran in one stretch; then it was switched on anew each morning and in
 * the evening once more; since then it runs in one stretch again. */
static struct segment segment_of(const struct making *making)
{
    uint32_t from = dead_from(making->time);
    int64_t first = (int64_t)making->time->first * DAY_SECONDS;
    if (making->kiosk->place->story != STORY_CLOCK || making->day < from)
        return (struct segment){ 1, CLOCK_SIGNED, first };
    if (clock_is_dead(making))
        return (struct segment){ 2 + 2 * (making->day - from), CLOCK_UNKNOWN, 0 };
    return (struct segment){ 2 + 2 * CLOCK_DEAD_DAYS, CLOCK_SIGNED,
                             first + (int64_t)(from + CLOCK_DEAD_DAYS) * DAY_SECONDS };
}

/* Minutes since the segment's base at this minute of the day. */
static uint32_t since_base(const struct making *making, uint32_t minute)
{
    struct segment segment = segment_of(making);
    int64_t today = ((int64_t)making->time->first + making->day) * DAY_SECONDS;
    if (segment.clock == CLOCK_UNKNOWN)
        return minute - OPENS;
    return (uint32_t)((today - segment.base_wall) / 60) + minute;
}

static struct batch_head head_of(const struct making *making)
{
    const struct sample_kiosk *kiosk = making->kiosk;
    struct segment segment = segment_of(making);
    bool dead = clock_is_dead(making);
    struct batch_head head = {
        .kiosk = kiosk->id,
        .life = kiosk->life,
        .before = kiosk->point,
        .bundle_serial = kiosk->bundle_serial,
        .now_segment = dead ? segment.number + 1 : segment.number,
        .now_ms = dead ? 60000 : (uint64_t)since_base(making, SENDS) * 60000,
        .now_wall = dead ? 60 : sample_sent(making->time, making->day),
        .health = making->health,
    };
    seal_random(head.nonce.bytes, sizeof head.nonce.bytes);
    return head;
}

/* ---- people ---- */

static bool write_words(struct making *making, const struct person *person,
                        struct response *response, int question, struct err *err)
{
    struct seal_binding binding = { .life = making->kiosk->life,
                                    .seq = response->seq,
                                    .survey = response->survey };
    size_t before = making->words.size;
    (void)snprintf(binding.question, sizeof binding.question, "%s",
                   making->kiosk->survey->questions[question].name);
    if (!words_seal(&making->time->words, &binding, span_text(person_words(person, making->dice)),
                    &making->words, err))
        return false;
    response->words[response->words_count++] =
        (struct sealed_words){ (uint8_t)question,
                               span_of(making->words.data + before, making->words.size - before) };
    making->words_count++;
    return true;
}

static bool write_all_words(struct making *making, const struct person *person, uint32_t wanted,
                            struct response *response, struct err *err)
{
    const struct survey *survey = making->kiosk->survey;
    for (int q = 0; q < survey->question_count; q++) {
        const struct question *question = &survey->questions[q];
        if (question->type == QUESTION_COMMENT && (wanted >> question->comment & 1) != 0 &&
            response->state[q] == ANSWER_FIRST && !write_words(making, person, response, q, err))
            return false;
    }
    return true;
}

static void count_health(struct making *making, int left)
{
    struct health *health = &making->health;
    health->started++;
    health->completed += left < 0;
    if (left >= 0)
        health->left.at[left]++;
    if (dice_chance(making->dice, 0.1))
        health->dead[dice_roll(making->dice, HEALTH_REGIONS)]++;
    health->writes.count += 4;
}

static bool add_response(struct making *making, const struct person *person, uint32_t minute,
                         uint8_t gap, bool writes, struct err *err)
{
    struct response *response = &making->responses[making->count++];
    uint32_t wanted = 0;
    *response = (struct response){ .seq = making->kiosk->point.seq + making->count,
                                   .bundle = making->kiosk->bundle,
                                   .survey = making->kiosk->survey_digest,
                                   .access = person->access,
                                   .assisted = person->assisted,
                                   .segment = segment_of(making).number,
                                   .minute = since_base(making, minute),
                                   .gap = gap };
    (void)snprintf(response->language, sizeof response->language, "%s", person->language);
    count_health(making, person_answer(person, making->kiosk->survey, writes, making->dice,
                                       response, &wanted));
    making->last_minute = minute;
    return write_all_words(making, person, wanted, response, err);
}

static int by_minute(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a;
    uint32_t y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* One hand that taps the same again and again: no dice are thrown for its answers. */
static bool add_hand(struct making *making, uint32_t minute, struct err *err)
{
    struct person hand = { .language = "en", .content = true };
    struct dice answers = { 7 };
    struct dice *own = making->dice;
    uint32_t times = HAND_LEAST + dice_roll(own, HAND_MORE);
    bool added = true;
    making->dice = &answers;
    for (uint32_t i = 0; i < times && added; i++) {
        answers.state = 7;
        added = add_response(making, &hand, minute, i == 0 ? 60 : 2, false, err);
    }
    making->dice = own;
    return added;
}

static bool add_people(struct making *making, uint32_t count, struct err *err)
{
    uint32_t minutes[PEOPLE_MAX] = { 0 };
    double mood = place_mood(making->kiosk->place, making->day, making->time->days,
                             making->time->first + (int32_t)making->day);
    for (uint32_t i = 0; i < count; i++)
        minutes[i] = OPENS + dice_roll(making->dice, CLOSES - OPENS);
    qsort(minutes, count, sizeof minutes[0], by_minute);
    for (uint32_t i = 0; i < count; i++) {
        struct person person = person_make(making->kiosk->place, mood, making->dice);
        uint8_t gap = 60;
        if (making->last_minute == minutes[i])
            gap = (uint8_t)(20 + dice_roll(making->dice, 40));
        if (!add_response(making, &person, minutes[i], gap, making->time->has_words, err))
            return false;
    }
    bool hand = making->kiosk->place->story == STORY_HAND && dice_chance(making->dice, hand_days);
    return !hand || add_hand(making, CLOSES, err);
}

/* ---- a day ---- */

static struct health health_of(struct making *making, uint32_t people)
{
    bool dead = clock_is_dead(making);
    struct health health = { .woken = people + people / 3 + dice_roll(making->dice, 5),
                             .room_mib = 6200 - making->day,
                             .writes = { .half_ms = 4, .most_ms = 11, .slowest_ms = 40 },
                             .restarts = dead ? 2 : 0,
                             .trouble = dead ? TROUBLE_CLOCK : 0,
                             .left = { .survey = making->kiosk->survey_digest,
                                       .count = making->kiosk->survey->question_count } };
    (void)snprintf(health.version, sizeof health.version, "%s", YOUSAID_VERSION);
    return health;
}

/* The writer is the caller's in any case. */
static bool pack(struct making *making, struct batch_writer *writer, struct buf *ret_message,
                 struct err *err)
{
    struct sample_kiosk *kiosk = making->kiosk;
    struct segment segment = segment_of(making);
    batch_writer_segment(writer, &segment);
    if (clock_is_dead(making))
        batch_writer_segment(writer, &(struct segment){ segment.number + 1, CLOCK_UNKNOWN, 0 });
    for (size_t i = 0; i < making->count; i++)
        if (!batch_writer_add(writer, &making->responses[i]))
            return err_set(err, ERR_TOO_LARGE, "a made-up day does not fit into one batch");
    return batch_writer_finish(writer, &kiosk->secret, ret_message, &kiosk->point, err);
}

static bool pack_and_sign(struct making *making, struct buf *ret_message, struct err *err)
{
    making->health.pending = (uint32_t)making->count;
    struct batch_head head = head_of(making);
    struct batch_writer *writer = batch_writer_new(&head);
    if (writer == NULL)
        return err_set(err, ERR_LATER, "there is no memory for a batch");
    bool packed = pack(making, writer, ret_message, err);
    batch_writer_free(writer);
    return packed;
}

static bool room_for_words(struct making *making)
{
    size_t most = making->room * WORDS_SEALED_MAX;
    making->words = buf_new(most);
    bool room = buf_grow(&making->words, most) != NULL;
    making->words.size = 0;
    return room;
}

bool sample_day(struct sample_kiosk *kiosk, const struct sample_time *time, uint32_t day,
                struct dice *dice, struct buf *ret_message, struct sample_made *made,
                struct err *err)
{
    struct making making = { .kiosk = kiosk, .time = time, .dice = dice, .day = day };
    uint32_t people = place_people(kiosk->place, time->first + (int32_t)day, day, time->days, dice);
    people = people < PEOPLE_MAX ? people : PEOPLE_MAX;
    if (people == 0)
        return true;
    making.health = health_of(&making, people);
    making.room = people + HAND_LEAST + HAND_MORE;
    making.responses = calloc(making.room, sizeof *making.responses);
    bool done = making.responses != NULL && room_for_words(&making)
                    ? add_people(&making, people, err) && pack_and_sign(&making, ret_message, err)
                    : err_set(err, ERR_LATER, "there is no memory for a day");
    made->responses += done ? making.count : 0;
    made->words += done ? making.words_count : 0;
    buf_finish(&making.words);
    free(making.responses);
    return done;
}
