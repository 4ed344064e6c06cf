/* The screen program: its verbs and their options. */
#include "kiosk_run.h"

static const struct cli_option run_options[] = {
    { "data", "DIR", "the kiosk's folder", false, false },
    { "window", "WxH", "a window of this size instead of the whole screen", false, false },
    { "survey", "FILE", "a look at this survey on a desk: nothing is kept", false, false },
    { "script", "FILE", "taps and keys from a file, one a line (- for standard input)", false,
      false },
    { "practice", NULL, "a ribbon on every screen, and nothing counts", false, false },
    { "trace", NULL, "print each screen and its targets as a line of JSON", false, false },
    { 0 },
};

static const struct cli_option render_options[] = {
    { "survey", "FILE", "the survey", true, false },
    { "language", "TAG", "its language", true, false },
    { "size", "WxH[@PPI]", "the screen in pixels, and its pitch", true, false },
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

static const struct cli_command commands[] = {
    { "run", NULL, "Shows the survey and records answers.", run_options, 0, 0, kiosk_run },
    { "render", NULL, "Draws every screen of a survey, without a display.", render_options, 0, 0,
      kiosk_render },
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
