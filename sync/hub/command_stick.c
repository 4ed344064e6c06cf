/* kiosk stick: what a venue without a network shows next, for the first time or on demand. */
#include "commands.h"
#include "stick_file.h"
#include <inttypes.h>
#include <stdio.h>

static bool run_stick(const struct cli_args *args, int *ret_status, struct err *err)
{
    uint64_t kiosk = 0;
    uint64_t serial = 0;
    const char *to = cli_value(args, "to", "");
    (void)ret_status;
    if (!command_kiosk_id(args->files[0], &kiosk, err))
        return false;
    HUB_AUTO *hub = command_hub(args, err);
    if (hub == NULL || !stick_file_bundle(hub, to, kiosk, &serial, err))
        return false;
    printf("bundle %" PRIu64 " for kiosk %016" PRIx64 " is in %s; the kiosk takes it when somebody "
           "saves to the stick there\n",
           serial, kiosk, to);
    return true;
}

static const struct cli_option stick_options[] = {
    OPTION_DATA,
    { "to", "DIR", "the folder of the stick", true, false },
    OPTION_END,
};

const struct cli_command command_kiosk_stick = {
    "kiosk stick",
    "ID",
    "Puts what a kiosk without a network is to ask and show onto a stick.\nimport does so by "
    "itself for the kiosks whose files it meets.",
    stick_options,
    1,
    1,
    run_stick,
};
