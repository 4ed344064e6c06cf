/*
 * Adoption: a hub that was restored from an older backup meets kiosks that were enrolled since.
 * Such a kiosk shows what a hub of this programme once signed for it; nothing else is believed, and
 * what the programme has revoked stays revoked.
 */
#include "adopt.h"
#include "log.h"
#include <inttypes.h>
#include <stdio.h>

static const char adopted[] =
    "adopted: it was enrolled by a hub of this programme, and was not known here";
static const char elsewhere[] =
    "adopted at the venue of its bundle; it was enrolled for another: see where it stands";

/* Whose word it is: any hub of the programme may have signed it. */
static bool open_certificate(struct adopting *a, struct span message, struct err *err)
{
    struct span bytes;
    if (!adoption_certificate(message, &bytes, err))
        return false;
    for (size_t i = 0; i < a->keys.count; i++)
        if (enrol_certificate_open(bytes, &a->keys.list[i], &a->certificate, err))
            return adoption_open(message, &a->certificate.key, &a->said, err);
        else if (err->kind != ERR_DENIED)
            return false;
    return err_set(err, ERR_DENIED, "no hub of this programme has enrolled this kiosk");
}

static bool open_manifest(struct adopting *a, struct err *err)
{
    if (a->said.manifest.size == 0)
        return true;
    for (size_t i = 0; i < a->keys.count; i++) {
        a->has_manifest = manifest_open(a->said.manifest, &a->keys.list[i], &a->manifest, err);
        if (a->has_manifest)
            return true;
        if (err->kind != ERR_DENIED)
            return false;
    }
    return err_set(err, ERR_DENIED, "no hub of this programme has made this kiosk's bundle");
}

/* ---- revocations ---- */

struct revoking {
    const struct hub *hub;
    uint64_t kiosk;
    int64_t from; /* 0: it is not */
};

/* The newest statement counts, as it does for a kiosk that is here. */
static bool take_revocation(void *context, uint64_t number, int kind, struct span message)
{
    struct revoking *revoking = context;
    struct revocation said = { 0 };
    (void)number;
    if (kind == STATEMENT_REVOKED_KIOSK && revocation_open(revoking->hub, message, &said, NULL) &&
        said.kiosk == revoking->kiosk)
        revoking->from = said.from;
    return true;
}

/* One that was revoked since its enrolment has nothing to say here. One that was revoked later is
 * known again as the hub knew it: what it recorded before that day counts, what came after is set
 * aside. */
static bool check_revoked(struct adopting *a, struct err *err)
{
    struct revoking revoking = { .hub = a->hub, .kiosk = a->kiosk.id };
    if (!store_statements(a->store, take_revocation, &revoking, err))
        return false;
    a->kiosk.revoked_from = revoking.from;
    if (revoking.from == 0 || revoking.from > a->certificate.issued)
        return true;
    return err_set(err, ERR_DENIED, "this kiosk is revoked");
}

/* ---- what it is here ---- */

static bool name_kiosk(struct adopting *a, struct err *err)
{
    const struct enrol_certificate *said = &a->certificate;
    if (said->kiosk == 0 || said->kiosk > INT64_MAX || said->life == 0 || said->life > INT64_MAX)
        return err_set(err, ERR_REFUSED, "the certificate names no kiosk");
    a->kiosk = (struct store_kiosk){ .id = said->kiosk,
                                     .life = said->life,
                                     .invitation = a->said.invitation,
                                     .enrolled = said->issued };
    memcpy(a->kiosk.key, said->key.bytes, sizeof a->kiosk.key);
    (void)snprintf(a->kiosk.venue, sizeof a->kiosk.venue, "%s",
                   a->has_manifest ? a->manifest.venue : said->venue);
    return true;
}

/* A venue that was added since the backup is made from what its bundle says of it. */
static bool have_venue(const struct adopting *a, struct err *err)
{
    struct venue venue = { 0 };
    if (store_venue_get(a->store, a->kiosk.venue, &venue, err))
        return true;
    if (err->kind != ERR_MISSING)
        return false;
    if (!a->has_manifest) {
        log_line(LOG_WARN, "adopt",
                 "kiosk %016" PRIx64 " stands at %s, which is not known here: "
                 "add that venue",
                 a->kiosk.id, a->kiosk.venue);
        return err_set(err, ERR_LATER, "the venue of this kiosk is not known here yet");
    }
    venue = (struct venue){ 0 };
    (void)snprintf(venue.id, sizeof venue.id, "%s", a->manifest.venue);
    (void)snprintf(venue.name, sizeof venue.name, "%s", a->manifest.venue_name);
    (void)snprintf(venue.time_zone, sizeof venue.time_zone, "%s", a->manifest.time_zone);
    log_line(LOG_WARN, "adopt",
             "venue %s is here again, as a bundle of kiosk %016" PRIx64 " describes it", venue.id,
             a->kiosk.id);
    return store_venue_put(a->store, &venue, err);
}

/* Does the bundle, which a hub signed, name this as the PIN of the kiosk's invitation? */
static bool names_pin(const struct adopting *a, const struct digest *digest)
{
    char name[8];
    (void)snprintf(name, sizeof name, "%u", (unsigned)a->said.invitation);
    for (size_t i = 0; a->has_manifest && i < a->manifest.blob_count; i++) {
        const struct blob_name *blob = &a->manifest.blobs[i];
        if (blob->kind == BLOB_PIN && strcmp(blob->name, name) == 0 &&
            memcmp(&blob->digest, digest, sizeof *digest) == 0)
            return true;
    }
    return false;
}

/* One that was sealed to another key, or is none, is no reason not to know the kiosk: it goes on
 * without a PIN. */
static bool take_pin(struct adopting *a, struct err *err)
{
    enum { PIN_MAX = 1024 };
    struct err why = { 0 };
    BUF_AUTO blob = buf_new(PIN_MAX);
    if (a->said.pin.size == 0 || !pin_blob_open(&a->hub->counts_public, &a->hub->counts_secret,
                                                a->kiosk.id, a->said.pin, &blob, &why))
        return true;
    struct digest digest = digest_of(buf_span(&blob));
    if (!names_pin(a, &digest))
        return true;
    a->kiosk.pin_blob = digest;
    return store_blob_put(a->store, &digest, buf_span(&blob), err);
}

static bool add_kiosk(struct adopting *a, struct err *err)
{
    struct chain_point start = chain_start(a->kiosk.life, &a->certificate.key);
    unix_seconds now = clock_now().wall;
    bool moved = strcmp(a->kiosk.venue, a->certificate.venue) != 0;
    if (!check_revoked(a, err) || !have_venue(a, err) || !take_pin(a, err) ||
        !store_adopt(a->store, &a->kiosk, &start.hash, err) ||
        !store_event(a->store, a->kiosk.id, now, moved ? elsewhere : adopted, err))
        return false;
    log_line(LOG_WARN, "adopt", "kiosk %016" PRIx64 " at %s is %s", a->kiosk.id, a->kiosk.venue,
             moved ? elsewhere : adopted);
    return true;
}

/* Here already, by an earlier adoption or because only its venue's bundle was forgotten. */
static bool check_known(struct adopting *a, const struct store_kiosk *here, struct err *err)
{
    if (memcmp(here->key, a->kiosk.key, sizeof here->key) != 0)
        return err_set(err, ERR_REFUSED, "another kiosk has this number here");
    if (here->revoked_from != 0 && here->revoked_from <= clock_now().wall)
        return err_set(err, ERR_DENIED, "this kiosk is revoked");
    a->kiosk = *here;
    return true;
}

static bool adopt(struct adopting *a, struct span message, struct err *err)
{
    struct store_kiosk here;
    if (!hub_keys_read(a->hub, a->store, &a->keys, err) || !open_certificate(a, message, err) ||
        !open_manifest(a, err) || !name_kiosk(a, err))
        return false;
    if (store_kiosk_get(a->store, a->kiosk.id, &here, err)) {
        if (!check_known(a, &here, err))
            return false;
    } else if (err->kind != ERR_MISSING || !add_kiosk(a, err)) {
        return false;
    }
    bool settled = false;
    return adopt_bundle(a, &settled, err) &&
           (!settled || bundle_refresh(a->hub, a->store, a->kiosk.venue, err));
}

bool hub_adopt(const struct hub *hub, struct store *store, struct span message, uint64_t *ret_kiosk,
               struct err *err)
{
    struct adopting a = { .hub = hub, .store = store };
    bool done = adopt(&a, message, err);
    manifest_finish(&a.manifest);
    if (ret_kiosk != NULL)
        *ret_kiosk = a.kiosk.id;
    return done;
}
