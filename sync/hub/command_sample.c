/* sample: a made-up county, to see what the hub shows before anybody has tapped. */
#include "commands.h"
#include "sample.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { VENUES = 40, MONTHS = 12 };

/* On a terminal one line that grows old; nothing in a log. */
static void say_done(void *context, uint32_t day, uint32_t days)
{
    (void)context;
    if (isatty(STDERR_FILENO) && (day % 7 == 0 || day == days))
        (void)fprintf(stderr, "\r%u of %u days%s", day, days, day == days ? "\n" : "");
}

static bool number(const struct cli_args *args, const char *name, uint64_t otherwise, uint64_t *ret,
                   struct err *err)
{
    const char *text = cli_value(args, name, NULL);
    char *end = NULL;
    *ret = otherwise;
    if (text == NULL)
        return true;
    *ret = strtoull(text, &end, 10);
    return (*text >= '0' && *text <= '9' && *end == '\0') ||
           err_set(err, ERR_USAGE, "--%s is a whole number, not \"%.40s\"", name, text);
}

static bool run_sample(const struct cli_args *args, int *ret_status, struct err *err)
{
    uint64_t venues;
    uint64_t months;
    uint64_t busier;
    struct sample_wish wish;
    struct sample_made made;
    (void)ret_status;
    if (!number(args, "venues", VENUES, &venues, err) ||
        !number(args, "months", MONTHS, &months, err) || !number(args, "busier", 1, &busier, err) ||
        !number(args, "seed", 1, &wish.seed, err))
        return false;
    wish.venues = venues <= UINT32_MAX ? (uint32_t)venues : UINT32_MAX;
    wish.months = months <= UINT32_MAX ? (uint32_t)months : UINT32_MAX;
    wish.busier = busier <= UINT32_MAX ? (uint32_t)busier : UINT32_MAX;
    HUB_AUTO *hub = command_hub(args, err);
    if (hub == NULL || !sample_make(hub, &wish, say_done, NULL, &made, err))
        return false;
    printf("made up: %u venues with a kiosk each, %llu responses, %llu of them with words\n",
           made.venues, (unsigned long long)made.responses, (unsigned long long)made.words);
    if (made.words == 0)
        printf("Nobody wrote anything: words are sealed to a key, which yousaid-hub words new "
               "makes.\n");
    return true;
}

static const struct cli_option sample_options[] = {
    OPTION_DATA,
    { "venues", "N", "how many; 40 unless given", false, false },
    { "months", "N", "how many, this one the last; 12 unless given", false, false },
    { "busier", "N", "so many times as many people at each venue; 1 unless given", false, false },
    { "seed", "N", "the same number makes the same county on the same day; 1 unless given", false,
      false },
    OPTION_END,
};

const struct cli_command command_sample = {
    "sample",       "", "Fills a new hub with a made-up county, marked as such on every page.",
    sample_options, 0,  0,
    run_sample,
};
