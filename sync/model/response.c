/* The words that exports use for how a response was given and how it ended. */
#include "response.h"

const char *access_mode_name(enum access_mode access)
{
    static const char *const names[ACCESS_MODES] = { "touch", "keypad", "switch", "speech",
                                                     "large" };
    return (unsigned)access < ACCESS_MODES ? names[access] : "unknown";
}

const char *ending_name(enum ending ending)
{
    static const char *const names[ENDINGS] = { "complete", "left", "timeout", "crashed" };
    return (unsigned)ending < ENDINGS ? names[ending] : "unknown";
}
