/*
 * The small things that people, files and servers write: a command line, a screen's size, a day, a
 * time zone, a digest, a server's own words about a failure, a JSON export to open words from. The
 * first byte says which.
 */
#include "cli.h"
#include "courier_int.h"
#include "fuzz.h"
#include "kiosk_run.h"
#include "local_time.h"
#include "report.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { WORDS_MAX = 300 };

/* ---- a command line ---- */

static bool see(const struct cli_args *args, int *ret_status, struct err *err)
{
    long number = 0;
    must(args->file_count >= args->command->files_min &&
             args->file_count <= args->command->files_max,
         "as many words as were allowed");
    for (int i = 0; i < args->file_count; i++)
        must(args->files[i] != NULL, "each of which is there");
    for (int i = 0; cli_nth(args, "tag", i) != NULL; i++)
        must(i < 64, "and no endless options");
    fuzz_accepted("command");
    *ret_status = cli_given(args, "quiet") ? 3 : 0;
    return cli_number(args, "count", 1, -5, 5, &number, err) && number >= -5 && number <= 5;
}

static const struct cli_option options[] = {
    { "data", "DIR", "a folder", true, false },  { "count", "N", "a number", false, false },
    { "tag", "TAG", "a language", false, true }, { "quiet", NULL, "a switch", false, false },
    { NULL, NULL, NULL, false, false },
};

static const struct cli_command commands[] = {
    { "take", "FILE...", "Takes files.", options, 1, CLI_FILES_MAX, see },
    { "venue add", "ID", "Adds one.\nMore.", options, 1, 1, see },
    { "venue list", NULL, "Lists them.", NULL, 0, 0, see },
    { NULL, NULL, NULL, NULL, 0, 0, NULL },
};

/* Words end with a zero, as the system hands them over; what is said goes nowhere. */
static void command_line(struct span bytes)
{
    static char room[8192];
    static char program[] = "program";
    char *words[WORDS_MAX] = { program };
    int count = 1;
    (void)fuzz_text(bytes, room, sizeof room);
    size_t size = bytes.size < sizeof room ? bytes.size : sizeof room - 1;
    for (size_t at = 0; at < size && count < WORDS_MAX - 1; at += strlen(room + at) + 1)
        words[count++] = room + at;
    int kept[2] = { dup(STDOUT_FILENO), dup(STDERR_FILENO) };
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    (void)fflush(stdout);
    (void)dup2(nowhere, STDOUT_FILENO);
    (void)dup2(nowhere, STDERR_FILENO);
    int status = cli_main(count, words, "program", "Says nothing.", commands);
    (void)fflush(stdout);
    (void)dup2(kept[0], STDOUT_FILENO);
    (void)dup2(kept[1], STDERR_FILENO);
    (void)close(kept[0]), (void)close(kept[1]), (void)close(nowhere);
    must(status >= 0 && status <= 3, "a command ends in one of its ways");
}

/* ---- small values ---- */

static void values(struct span bytes)
{
    char text[200];
    char shown[65];
    struct panel_size size;
    struct digest digest;
    int32_t day;
    uint8_t hour = 0;
    (void)fuzz_text(bytes, text, sizeof text);
    if (size_from_text(text, &size, NULL)) {
        must(size.width >= 320 && size.height >= 320 && size.ppi > 0, "a size is one of a screen");
        fuzz_accepted("size");
    }
    if (local_day_from_text(text, &day, NULL)) {
        local_day_text(day, shown);
        must(strcmp(text, shown) == 0, "a day is shown as it was written");
        must(local_month_start(day) <= day && local_month_start(day) > day - 31, "in its month");
        fuzz_accepted("day");
    }
    if (digest_from_hex(text, &digest)) {
        digest_hex(&digest, shown);
        must(strcmp(text, shown) == 0, "a digest is shown as it was written");
        fuzz_accepted("digest");
    }
    if (local_zone_known(text)) {
        local_time(1793491200, text, &day, &hour);
        must(hour < 24 && abs(day - 1793491200 / 86400) <= 1,
             "a zone is within a day of the others");
        fuzz_accepted("zone");
    }
}

/* ---- what a server says ---- */

static void server_words(struct span bytes)
{
    struct err err = { 0 };
    struct transport_answer answer = { .status = 422, .type = "application/problem+json" };
    answer.body = buf_new(bytes.size + 1);
    buf_put_span(&answer.body, bytes);
    courier_quote_answer(&answer, &err);
    for (const char *at = err.text; *at != '\0'; at++)
        must((unsigned char)*at >= ' ' && *at != 127, "what is quoted cannot steer a terminal");
    (void)courier_is_survey(bytes);
    if (err.text[0] != '\0')
        fuzz_accepted("quote");
    buf_finish(&answer.body);
}

/* ---- an export ---- */

static void export_lines(struct span bytes)
{
    static const struct box_public key = { { 1 } };
    static const struct box_secret secret = { { 2 } };
    uint64_t opened = 0;
    FILE *out = fopen("/dev/null", "w");
    struct err err = { 0 };
    must(out != NULL, "what is opened can go nowhere");
    bool fine = report_words_file(bytes, &key, &secret, out, &opened, &err);
    (void)fclose(out);
    must(fine || err.text[0] != '\0', "a refusal has its reason");
    if (fine)
        fuzz_accepted("export");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static void (*const kinds[])(struct span bytes) = { command_line, values, server_words,
                                                        export_lines };
    struct feed feed = { span_of(data, size) };
    uint8_t kind = feed_byte(&feed);
    kinds[kind % 4](feed.rest);
    return 0;
}
