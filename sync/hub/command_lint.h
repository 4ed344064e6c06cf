#pragma once
/* The linter as the verbs of surveys run it: with the panels and the program of the command line.
 */
#include "commands.h"
#include "lint.h"

#define OPTION_LINT_PANEL                                                                          \
    {                                                                                              \
        "panel", "WxH[@PPI]",                                                                      \
            "look at the screens on this panel; unless told: 1280x800, 1024x600, 800x480, "        \
            "1080x1920",                                                                           \
            false, true                                                                            \
    }
#define OPTION_LINT_KIOSK                                                                          \
    {                                                                                              \
        "kiosk", "PROGRAM", "the yousaid-kiosk that lays out the screens", false, false            \
    }

/* hub: whose clips are looked for, NULL for none. languages: bit i for the survey's language i. */
MUST_CHECK bool command_lint(const struct cli_args *args, struct hub *hub,
                             const struct survey *survey, uint32_t languages,
                             struct lint_report *ret, struct err *err);
