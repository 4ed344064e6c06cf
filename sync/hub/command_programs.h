#pragma once
/* The programs that clips are made with, found once. */
#include "commands.h"
#include "speech.h"

struct speaking_programs {
    char kiosk[KIOSK_PATH_MAX], espeak[KIOSK_PATH_MAX], opusenc[KIOSK_PATH_MAX];
    struct speech_programs found;
};

/* Finds espeak-ng and opusenc in the folders of PATH, beside the yousaid-kiosk that is in `kiosk`
 * already. ERR_MISSING names the package to install. */
MUST_CHECK bool programs_find(struct speaking_programs *programs, struct err *err);
