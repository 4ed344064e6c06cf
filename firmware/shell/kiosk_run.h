#pragma once
/* The verbs of yousaid-kiosk, each in a file of its own. */
#include "cli.h"
#include "view.h"

bool kiosk_run(const struct cli_args *args, int *ret_status, struct err *err);
bool kiosk_render(const struct cli_args *args, int *ret_status, struct err *err);
bool kiosk_spoken(const struct cli_args *args, int *ret_status, struct err *err);
bool kiosk_move(const struct cli_args *args, int *ret_status, struct err *err);
bool kiosk_status(const struct cli_args *args, int *ret_status, struct err *err);

/* "217", of the longer side of a panel: 40 to 4000. */
MUST_CHECK bool millimetres_from_text(const char *text, int *ret, struct err *err);

/* "1280x800" or "800x480@120"; without a pitch it is that of the usual panel of this size: 133 for
 * 800x480, 102 for 1080x1920, else 149. */
MUST_CHECK bool size_from_text(const char *text, struct panel_size *ret, struct err *err);
