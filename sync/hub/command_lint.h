#pragma once
/* The linter as the verbs of surveys run it: with the panels and the program of the command line.
 */
#include "commands.h"
#include "lint.h"

#define OPTION_LINT_PANEL                                                                          \
    {                                                                                              \
        "panel", "WxH[@PPI]",                                                                      \
            "look at the screens on this panel; unless told, on those that the venues have, and "  \
            "for who has not said: 1280x800, 1024x600, 800x480, 1080x1920, 800x1280",              \
            false, true                                                                            \
    }
#define OPTION_LINT_KIOSK                                                                          \
    {                                                                                              \
        "kiosk", "PROGRAM", "the yousaid-kiosk that lays out the screens", false, false            \
    }

#define OPTION_LINT_VENUE(help)                                                                    \
    {                                                                                              \
        "venue", "ID", help, false, true                                                           \
    }

/* hub: whose venues the survey is looked at with, those of --venue or all that it is for, NULL for
 * none; clips: and which of its sentences have none there. languages: bit i for the survey's
 * language i. */
MUST_CHECK bool command_lint(const struct cli_args *args, struct hub *hub, bool clips,
                             const struct survey *survey, uint32_t languages,
                             struct lint_report *ret, struct err *err);
