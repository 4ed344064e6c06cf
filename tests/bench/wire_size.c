/*
 * How many bytes a response takes on the wire, beside the entropy of what it carries: the traffic
 * of one kiosk for thirty days, in batches of different sizes, and how long packing and opening
 * take.
 *
 * Traffic: Poisson arrivals, 200 responses a day between 8 and 20 o'clock with the pattern of a
 * day; a smiley of five; reasons, several of six, asked at the lower three; yes or no, sometimes
 * skipped; a comment now and then. Seeded, so the same on every machine.
 */
#include "wire_samples.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { DAYS = 30, PER_DAY = 200, TUPLES = 1 << 16 };

struct traffic {
    struct response *responses;
    size_t count;
    uint8_t *sealed;
    size_t sealed_bytes;
};

static double uniform(struct dice *dice)
{
    return (dice_roll(dice, 1u << 30) + 0.5) / (1u << 30);
}

static uint32_t pick(struct dice *dice, const double *weights, uint32_t count)
{
    double at = uniform(dice);
    for (uint32_t i = 0; i + 1 < count; i++) {
        at -= weights[i];
        if (at < 0)
            return i;
    }
    return count - 1;
}

/* Smiley, reasons, yes or no, comment, as states. */
static void answer(struct dice *dice, struct response *response)
{
    static const double smiley[] = { .06, .07, .12, .30, .45 };
    static const double reasons[3][6] = { { .55, .35, .25, .12, .10, .15 },
                                          { .48, .28, .22, .15, .12, .12 },
                                          { .35, .15, .18, .18, .15, .10 } };
    static const double yes[] = { .10, .22, .50, .85, .95 };
    uint32_t face = pick(dice, smiley, 5);
    uint32_t mask = 0;
    for (uint32_t i = 0; face < 3 && i < 6; i++)
        mask |= (uint32_t)(uniform(dice) < reasons[face][i]) << i;
    response->count = 4;
    response->state[0] = ANSWER_FIRST + face;
    response->state[1] = face >= 3   ? ANSWER_UNSEEN
                         : mask == 0 ? ANSWER_SKIPPED
                                     : ANSWER_FIRST + mask;
    response->state[2] =
        uniform(dice) < .08 ? ANSWER_SKIPPED : ANSWER_FIRST + (uniform(dice) < yes[face]);
    response->state[3] = uniform(dice) < .058 ? ANSWER_FIRST : ANSWER_SKIPPED;
}

static void comment(struct dice *dice, struct traffic *traffic, struct response *response)
{
    size_t size = 48 + (18 + 1 + dice_roll(dice, 140) + SEAL_PAD - 1) / SEAL_PAD * SEAL_PAD;
    uint8_t *at = traffic->sealed + traffic->sealed_bytes;
    for (size_t i = 0; i < size; i++)
        at[i] = (uint8_t)dice_roll(dice, 256);
    response->words_count = 1;
    response->words[0] = (struct sealed_words){ 3, span_of(at, size) };
    traffic->sealed_bytes += size;
}

/* Seconds to the next arrival from this second of the month. */
static double next_arrival(struct dice *dice, double now)
{
    static const double hours[24] = {
        [8] = 5,  [9] = 7,  [10] = 9, [11] = 10, [12] = 12, [13] = 10,
        [14] = 7, [15] = 7, [16] = 9, [17] = 11, [18] = 8,  [19] = 5
    };
    for (double left = -log(uniform(dice));;) {
        double rate = PER_DAY * hours[(long)(now / 3600) % 24] / 100 / 3600;
        double hour_end = (floor(now / 3600) + 1) * 3600;
        if (rate > 0 && left < rate * (hour_end - now))
            return now + left / rate;
        left -= rate * (hour_end - now);
        now = hour_end;
    }
}

static struct traffic traffic_new(bool words)
{
    struct dice dice = dice_new(1);
    struct traffic traffic = { 0 };
    traffic.responses = calloc(DAYS * PER_DAY * 2, sizeof *traffic.responses);
    traffic.sealed = calloc(DAYS * PER_DAY * 2, 256);
    if (traffic.responses == NULL || traffic.sealed == NULL)
        abort();
    long before = -60;
    double now = 0;
    while ((now = next_arrival(&dice, now)) < DAYS * 86400.0 &&
           traffic.count < DAYS * PER_DAY * 2) {
        struct response *response = &traffic.responses[traffic.count++];
        *response = (struct response){ .seq = traffic.count, .language = "en", .segment = 1 };
        long second = (long)now;
        response->minute = (uint32_t)(second / 60);
        response->gap = (uint8_t)(second - before < 60 ? second - before : 60);
        for (size_t i = 0; i < sizeof response->bundle.bytes; i++) {
            response->bundle.bytes[i] = (uint8_t)(i * 151 + 7);
            response->survey.bytes[i] = (uint8_t)(i * 89 + 3);
        }
        answer(&dice, response);
        if (words && response->state[3] == ANSWER_FIRST)
            comment(&dice, &traffic, response);
        before = second;
    }
    return traffic;
}

static double entropy(const uint32_t *counts, size_t letters, size_t rows)
{
    double bits = 0;
    for (size_t i = 0; i < letters; i++) {
        if (counts[i] > 0)
            bits += counts[i] * log2((double)rows / counts[i]);
    }
    return bits;
}

/* Bits of all that the responses carry: times by their own statistics, answers all together, so
 * that what depends on another answer is not counted twice. */
static double traffic_entropy(const struct traffic *traffic)
{
    uint32_t *times = calloc(TUPLES, sizeof *times);
    uint32_t *answers = calloc(TUPLES, sizeof *answers);
    if (times == NULL || answers == NULL)
        abort();
    for (size_t i = 1; i < traffic->count; i++) {
        const struct response *now = &traffic->responses[i];
        uint32_t minutes = now->minute - now[-1].minute;
        times[(minutes * 61 + now->gap) % TUPLES]++;
    }
    for (size_t i = 0; i < traffic->count; i++) {
        const uint32_t *state = traffic->responses[i].state;
        uint32_t mask = state[1] == 0 ? 0 : state[1] == 2 ? 1 : state[1] - 2;
        answers[((state[0] - 3) * 128 + mask) * 8 + (state[2] - 2) * 2 + (state[3] - 2)]++;
    }
    double time_bits = entropy(times, TUPLES, traffic->count - 1);
    double answer_bits = entropy(answers, TUPLES, traffic->count);
    printf("entropy, bits a response: time %.2f, answers %.2f\n",
           time_bits / (double)traffic->count, answer_bits / (double)traffic->count);
    free(times);
    free(answers);
    return time_bits + answer_bits + 8 * (double)traffic->sealed_bytes;
}

static double seconds(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

struct measure {
    size_t bytes, batches, responses;
    double packing, opening;
};

static void measure_batch(const struct traffic *traffic, size_t from, size_t size,
                          struct measure *measure)
{
    struct sample_keys kiosk = sample_kiosk();
    struct batch_head head = sample_head();
    struct batch batch;
    head.before.seq = from;
    struct sample_crowd crowd = { &traffic->responses[from], size, NULL };
    struct chain_point after;
    double start = seconds();
    BUF_AUTO message = crowd_pack(&crowd, &head, &after);
    double packed = seconds();
    if (!batch_open(buf_span(&message), &kiosk.public, &batch, NULL))
        abort();
    measure->opening += seconds() - packed;
    measure->packing += packed - start;
    batch_finish(&batch);
    measure->bytes += message.size;
    measure->batches++;
    measure->responses += size;
}

static void measure_size(const struct traffic *traffic, size_t size, double bits, const char *name)
{
    struct measure measure = { 0 };
    for (size_t from = 0; from + size <= traffic->count && measure.batches < 500; from += size)
        measure_batch(traffic, from, size, &measure);
    double bytes = (double)measure.bytes / (double)measure.responses;
    double bound = bits / 8 / (double)traffic->count;
    printf("%-14s %6zu responses  %8.1f B a batch  %7.3f B a response  %6.2f x entropy (%.3f B)  "
           "packing %7.0f/s  opening %7.0f/s\n",
           name, size, (double)measure.bytes / (double)measure.batches, bytes, bytes / bound, bound,
           (double)measure.responses / measure.packing,
           (double)measure.responses / measure.opening);
}

int main(void)
{
    seal_start();
    for (int words = 0; words < 2; words++) {
        struct traffic traffic = traffic_new(words);
        printf("%s words: %zu responses\n", words ? "with" : "without", traffic.count);
        double bits = traffic_entropy(&traffic);
        measure_size(&traffic, traffic.count, bits, "thirty days");
        measure_size(&traffic, PER_DAY, bits, "a day");
        measure_size(&traffic, 17, bits, "an hour");
        measure_size(&traffic, 3, bits, "three");
        measure_size(&traffic, 1, bits, "one");
        free(traffic.responses);
        free(traffic.sealed);
    }
    return 0;
}
