/* The screen program: its verbs and their options. */
#include "kiosk_run.h"

static const struct cli_option run_options[] = {
    { "data", "DIR", "the kiosk's folder", false, false },
    { "window", "WxH[@PPI]", "a window of this size instead of the whole screen", false, false },
    { "survey", "FILE", "a look at this survey on a desk: nothing is kept", false, false },
    { "script", "FILE|-", "taps and keys from a file, one a line (- for standard input)", false,
      false },
    { "require-seal", NULL, "do not start where the network cannot be sealed off", false, false },
    { "practice", NULL, "a ribbon on every screen, and nothing counts", false, false },
    { "trace", NULL, "print each screen and its targets as a line of JSON", false, false },
    { 0 },
};

static const struct cli_option render_options[] = {
    { "survey", "FILE", "the survey", true, false },
    { "language", "TAG", "its language", true, false },
    { "size", "WxH[@PPI]", "the screen in pixels, and its pitch in pixels an inch", true, false },
    { "to", "DIR", "where the pictures go", true, false },
    { "check", NULL, "say what does not fit or is too small to touch; status 1 if anything", false,
      false },
    { "json", NULL, "as JSON", false, false },
    { 0 },
};

static const struct cli_option status_options[] = {
    { "data", "DIR", "the kiosk's folder", true, false },
    { "json", NULL, "as JSON", false, false },
    { 0 },
};

#define PITCHES                                                                                    \
    "Without @PPI the pitch is that of the usual panel of the size: 133 for 800x480, 102 for\n"    \
    "1080x1920, and 149 for every other one, as 1280x800 on 10.1 inches has."

static const char run_help[] =
    "Shows the survey and records answers.\n" PITCHES "\n\n"
    "A script has one event a line; empty lines and those that begin with # are passed over:\n"
    "  touch NAME   taps what has this name: start, continue, answer:very_good, key:a\n"
    "  tap X Y      taps at these pixels\n"
    "  key C        types the character C, or space, backspace, enter\n"
    "  wait MS      waits so many milliseconds\n"
    "  quit         ends the program; so does the end of the script, which closes the visit as "
    "left\n"
    "--trace prints the names that each screen has.";

static const char render_help[] = "Draws every screen of a survey, without a display.\n" PITCHES;

static const struct cli_command commands[] = {
    { "run", NULL, run_help, run_options, 0, 0, kiosk_run },
    { "render", NULL, render_help, render_options, 0, 0, kiosk_render },
    { "status", NULL, "Says how the kiosk is doing; works beside a running one.", status_options, 0,
      0, kiosk_status },
    { 0 },
};

int main(int argc, char **argv)
{
    return cli_main(argc, argv, "yousaid-kiosk",
                    "The screen of a Yousaid kiosk: asks, records, and never uses a network.",
                    commands);
}
