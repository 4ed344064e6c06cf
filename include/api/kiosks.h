#pragma once
/*
 * Kiosks as people keep them: what they are called, what is noted of them, at which venue they
 * stand, and what an invitation is meant for. One thread a hub.
 */
#include "api.h"
#include "audit.h"

enum { KIOSK_NOTE_MAX = 1000 };

/* What people call it; "" where nobody has named it. */
MUST_CHECK bool hub_kiosk_name(struct hub *hub, uint64_t kiosk, char ret[STORE_NAME_MAX],
                               struct err *err);

struct kiosk_change {
    const char *name;  /* NULL: stays as it is */
    const char *note;  /* NULL: stays; "" takes it away */
    const char *venue; /* NULL: stays where it is */
};

/* Changes a kiosk and notes who did, all or nothing; a kiosk that moves is in both venues' bundles
 * at once, as its staff's PIN goes with it, and what it has recorded stays where that happened.
 * ERR_MISSING without such a kiosk or venue. */
MUST_CHECK bool hub_kiosk_change(struct hub *hub, uint64_t kiosk, const struct kiosk_change *change,
                                 const struct audit_actor *actor, struct err *err);

/* What is wished for with an invitation: what the kiosk that takes it up is called ("" for none),
 * and the kiosk whose place it takes (0 for none). That one may be
 * revoked or replaced no more: ERR_CONFLICT. */
struct kiosk_wish {
    const char *venue, *name;
    uint64_t replaces;
};

/* An invitation with its wish, and who made it. Secrets are the caller's to forget. */
MUST_CHECK bool hub_kiosk_invite(struct hub *hub, const struct kiosk_wish *wish,
                                 const struct audit_actor *actor, struct invite *ret,
                                 struct err *err);
