#pragma once
/* Notices on their way to kiosks and back, for the calls and for the watch. */
#include "rest_int.h"

#define NOTICE_PAPER "notice"

/* What kiosks are sent of it. done: the day on which it is shown first, 0: as it says, or today. */
json_t *notice_file(const json_t *kept, int64_t now, int32_t done);
/* An approved one is shown when its first day has come, one that is shown ends after its last day;
 * otherwise nothing happens. */
MUST_CHECK bool notice_turn(struct hub *hub, const char *id, int64_t now, struct err *err);
/* Turns all of them. */
MUST_CHECK bool notices_turn(struct hub *hub, int64_t now, struct err *err);
/* Takes it from the kiosks that show it. */
MUST_CHECK bool notice_withdraw(struct hub *hub, const json_t *kept, struct err *err);
