/*
 * An invitation: a code that works once, and the staff PIN and recovery code of the kiosk it
 * becomes. The hub keeps the key derived from the code's secret and hashes of the rest; all three
 * are shown once.
 */
#include "hub_int.h"
#include <stdio.h>

enum { INVITATION_DAYS = 30, DAY_SECONDS = 86400, PIN_CODES = 1000000, RECOVERY_LETTERS = 20 };

/* An even choice below `below`: what is left over at the top is drawn again. */
static uint32_t random_below(uint32_t below)
{
    uint32_t value;
    uint32_t limit = UINT32_MAX - UINT32_MAX % below;
    do
        seal_random(&value, sizeof value);
    while (value >= limit);
    return value % below;
}

/* Crockford's letters: none that can be taken for another. */
static void new_recovery(char ret[24])
{
    static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    size_t at = 0;
    for (int i = 0; i < RECOVERY_LETTERS; i++) {
        if (i > 0 && i % 5 == 0)
            ret[at++] = '-';
        ret[at++] = letters[random_below(32)];
    }
    ret[at] = '\0';
}

/* The hashes, as a blob for the kiosk. A hash is letters, digits and "$,=+/" only. */
static bool put_pin_blob(struct store *store, const struct invite *invite, struct digest *ret,
                         struct err *err)
{
    char pin[PIN_HASH_SIZE];
    char recovery[PIN_HASH_SIZE];
    BUF_AUTO blob = buf_new(PIN_BLOB_MAX);
    if (!pin_hash(invite->pin, pin, err) || !pin_hash(invite->recovery, recovery, err))
        return false;
    buf_printf(&blob, "{\"pin\":\"%s\",\"recovery\":\"%s\"}", pin, recovery);
    *ret = digest_of(buf_span(&blob));
    return buf_ok(&blob, "the PIN's hash", err) && store_blob_put(store, ret, buf_span(&blob), err);
}

struct digest invitation_kept_key(const struct store_invitation *kept)
{
    struct digest key;
    memcpy(key.bytes, kept->mac_key, sizeof key.bytes);
    return key;
}

static bool keep(struct store *store, const char *venue, struct invite *ret, struct err *err)
{
    struct invitation secret;
    struct store_invitation invitation = { .expires = ret->expires };
    unix_seconds now = clock_now().wall;
    (void)snprintf(invitation.venue, sizeof invitation.venue, "%s", venue);
    invitation_new(0, &secret);
    struct digest key = invitation_key(&secret);
    memcpy(invitation.mac_key, key.bytes, sizeof invitation.mac_key);
    bool kept = put_pin_blob(store, ret, &invitation.pin_blob, err) &&
                store_invitation_add(store, &invitation, now, err);
    secret.id = invitation.id;
    ret->id = invitation.id;
    if (kept)
        invitation_code(&secret, ret->code);
    seal_forget(&secret, sizeof secret);
    seal_forget(&key, sizeof key);
    seal_forget(&invitation, sizeof invitation);
    return kept;
}

bool hub_venue_get(struct hub *hub, const char *id, struct venue *ret, struct err *err)
{
    if (store_venue_get(hub->store, id, ret, err))
        return true;
    return err->kind == ERR_MISSING &&
           err_set(err, ERR_MISSING, "there is no venue \"%.40s\"; see yousaid-hub venue list", id);
}

bool hub_invite(struct hub *hub, const char *venue, struct invite *ret, struct err *err)
{
    struct venue known;
    if (!hub_venue_get(hub, venue, &known, err))
        return false;
    *ret = (struct invite){ .expires = clock_now().wall + INVITATION_DAYS * DAY_SECONDS };
    (void)snprintf(ret->pin, sizeof ret->pin, "%06u", random_below(PIN_CODES));
    new_recovery(ret->recovery);
    return keep(hub->store, known.id, ret, err) && bundle_refresh(hub, hub->store, known.id, err);
}
