/* The screen program: its verbs and their options. */
#include "kiosk_run.h"

static const struct cli_option run_options[] = {
    { "data", "DIR", "the kiosk's folder", false, false },
    { "window", "WxH[@PPI]", "a window of this size instead of the whole screen", false, false },
    { "panel", "MM", "the longer side of the whole screen's picture, measured", false, false },
    { "edid", "DIR", "where panels say how large they are (/sys/class/drm)", false, false },
    { "survey", "FILE", "a look at this survey on a desk: nothing is kept", false, false },
    { "venue", "FILE", "with --survey: as at a venue that has chosen this", false, false },
    { "notices", "FILE", "with --survey: with these notices", false, false },
    { "script", "FILE|-", "taps and keys from a file, one a line (- for standard input)", false,
      false },
    { "speech", "DIR", "with --survey: read aloud with the speech packs of this folder", false,
      false },
    { "fonts", "DIR", "with these fonts; without it, the system's", false, false },
    { "require-seal", NULL, "do not start where the network cannot be sealed off", false, false },
    { "practice", NULL, "a ribbon on every screen, and nothing counts", false, false },
    { "stick", "DIR", "where a USB stick appears, as a folder in this one (/media)", false, false },
    { "trace", NULL,
      "print each screen with its targets, and each answer recorded, as lines of JSON", false,
      false },
    { 0 },
};

static const struct cli_option render_options[] = {
    { "survey", "FILE|-", "the survey", false, false },
    { "venue", "FILE", "as at a venue that has chosen this", false, false },
    { "notices", "FILE", "with these notices", false, false },
    { "whole", "FILE|-",
      "instead of these, one JSON object with survey, venue, notices and the venue's name", false,
      false },
    { "own", NULL, "only the screens with the venue's own name, texts, notices and questions",
      false, false },
    { "language", "TAG", "in this language; without it, in all that it offers", false, true },
    { "size", "WxH[@PPI]", "the screen in pixels, and its pitch in pixels an inch", false, true },
    { "display", "NAME", "standard (unless told otherwise), large or contrast", false, true },
    { "fonts", "DIR", "with these fonts; without it, the system's", false, false },
    { "to", "DIR", "where the pictures go", false, false },
    { "check", NULL, "say what cannot be read, hit or heard; status 1 if anything", false, false },
    { "json", NULL, "as JSON", false, false },
    { "require-seal", NULL, "not where the network cannot be sealed off", false, false },
    { 0 },
};

static const struct cli_option spoken_options[] = {
    { "survey", "FILE", "the sentences of this survey's screens; without it, of every interface",
      false, false },
    { "venue", "FILE", "what the venue chooses", false, false },
    { "notices", "FILE", "its notices", false, false },
    { "whole", "FILE|-",
      "instead of these, one JSON object with survey, venue, notices and the venue's name", false,
      false },
    { "language", "TAG", "in this language", true, false },
    { 0 },
};

static const struct cli_option move_options[] = {
    { "data", "DIR", "the kiosk's folder", true, false },
    { "take", "unsent|all",
      "what goes along: what no hub has, or, when the old hub is gone for good, all that is kept",
      true, false },
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
    "On the whole screen sizes are right by what is measured with a ruler (--panel), else by what\n"
    "the panel says of itself, which is asked again when it is changed; else as for a window\n"
    "without @PPI.\n\n"
    "A script has one event a line; empty lines and those that begin with # are passed over:\n"
    "  touch NAME   taps what has this name: start, continue, answer:very_good, key:a\n"
    "  tap X Y      taps at these pixels\n"
    "  key C        types the character C, or space, backspace, enter; or a key of the keypad: "
    "up,\n"
    "               down, select, repeat, volume; or the one switch: switch\n"
    "  keypad NAME  moves the ring to NAME and chooses it, press by press\n"
    "  scan NAME    the same with one switch, as the ring moves by itself\n"
    "  wait MS      waits so many milliseconds\n"
    "  hold MS      holds the corner that opens the staff menu\n"
    "  until NAME   waits, a minute at most, for what has this name, or for a page: staff_menu\n"
    "  quit         ends the program; so does the end of the script, which closes the visit as "
    "left\n"
    "--trace prints the names that each screen has, and which of them the ring is on.";

static const char render_help[] =
    "Draws every screen of a survey, without a display.\n" PITCHES "\n\n"
    "Without --size the screens are 1280x800, 1024x600, 800x480 and 1080x1920. Of more than one\n"
    "language, size or display, each has a folder in DIR. With --check nothing need be drawn.";

static const char move_help[] =
    "Lets this kiosk be enrolled at another hub, and take responses along.\n"
    "The screen must not run. Then yousaid-courier leave, and a new invitation as for a new "
    "kiosk.\n"
    "With --take unsent, what the old hub has acknowledged stays its own: nothing is counted at "
    "two\n"
    "hubs. With --take all, the new hub is sent all that is still kept here, thirty days or more:\n"
    "only when nobody will ever ask the old hub again.";

static const struct cli_command commands[] = {
    { "run", NULL, run_help, run_options, 0, 0, kiosk_run },
    { "render", NULL, render_help, render_options, 0, 0, kiosk_render },
    { "spoken", NULL, "Prints every sentence that may have to be read aloud, as lines of JSON.",
      spoken_options, 0, 0, kiosk_spoken },
    { "move", NULL, move_help, move_options, 0, 0, kiosk_move },
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
