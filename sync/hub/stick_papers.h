#pragma once
/*
 * What lies beside a batch on a stick: who enrolled its kiosk, for a hub that was set back to
 * before that, and the surveys that were asked. Each is signed, and judged as it is by network.
 */
#include "api.h"

enum { STICK_PATH_MAX = 4096 };

/* A stick is somebody else's: a name on it may be anything but a file. What is looked at is what
 * was opened, and opening waits for nobody at the other end of a pipe. Bounded by the buffer. */
MUST_CHECK bool stick_read(const char *path, struct buf *ret, struct err *err);
/* Shows the hub what lies beside the batch at `path` of this kiosk, which it does not know. */
MUST_CHECK bool stick_adopt(struct hub *hub, const char *path, uint64_t kiosk, struct err *err);
/* Takes the survey that lies there. */
MUST_CHECK bool stick_survey(struct hub *hub, const char *path, uint64_t kiosk,
                             const struct digest *survey, struct err *err);
