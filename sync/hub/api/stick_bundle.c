/*
 * A kiosk's bundle as it lies on a stick (bundle_file.h), piece by piece: what the venue asks and
 * shows now, with this hub's word that it is for this kiosk. The PINs' hashes are sealed to the
 * kiosk's own key, since sticks are lost and six digits are soon tried.
 */
#include "bundle_file.h"
#include "hub_int.h"
#include <inttypes.h>
#include <stdlib.h>

/* All that stands before the parts, and the manifest open. */
struct carried {
    struct store_kiosk kiosk;
    struct store_bundle bundle;
    struct bundle_file head;
    struct buf statements[ENROL_STATEMENTS_MAX];
    bool full;
    struct buf offer, manifest_bytes;
    struct manifest manifest;
};

static void carried_free(struct carried **carried)
{
    if (*carried == NULL)
        return;
    for (size_t i = 0; i < (*carried)->head.statement_count; i++)
        buf_finish(&(*carried)->statements[i]);
    buf_finish(&(*carried)->offer);
    buf_finish(&(*carried)->manifest_bytes);
    manifest_finish(&(*carried)->manifest);
    free(*carried);
}

static bool take_statement(void *context, uint64_t number, int kind, struct span message)
{
    struct carried *carried = context;
    struct bundle_file *head = &carried->head;
    (void)number, (void)kind;
    carried->full = head->statement_count == ENROL_STATEMENTS_MAX;
    if (carried->full)
        return false;
    struct buf *copy = &carried->statements[head->statement_count];
    *copy = buf_new(STATEMENT_BYTES_MAX);
    buf_put_span(copy, message);
    head->statements[head->statement_count++] = buf_span(copy);
    carried->full = copy->failed;
    return !carried->full;
}

/* The kiosk must be one that may have it, and its venue's bundle as new as can be. */
static bool find_kiosk(const struct hub *hub, struct store *store, uint64_t kiosk,
                       struct store_kiosk *ret, struct store_bundle *ret_bundle, struct err *err)
{
    if (!hub_takes_in(store, err))
        return false;
    if (!store_kiosk_get(store, kiosk, ret, err))
        return err->kind == ERR_MISSING
                   ? err_set(err, ERR_MISSING, "kiosk %016" PRIx64 " is not enrolled here", kiosk)
                   : false;
    if (ret->revoked_from != 0)
        return err_set(err, ERR_REFUSED, "kiosk %016" PRIx64 " is revoked", kiosk);
    return bundle_refresh(hub, store, ret->venue, err) &&
           store_bundle_get(store, ret->venue, ret_bundle, err);
}

static bool open_manifest(const struct hub *hub, struct store *store, struct carried *carried,
                          struct err *err)
{
    struct hub_keys keys;
    carried->manifest_bytes = buf_new(BUNDLE_BYTES_MAX);
    if (!hub_keys_read(hub, store, &keys, err) ||
        !store_blob_get(store, &carried->bundle.manifest, &carried->manifest_bytes, err))
        return false;
    for (size_t i = 0; i < keys.count; i++)
        if (manifest_open(buf_span(&carried->manifest_bytes), &keys.list[i], &carried->manifest,
                          err))
            return true;
    return err_set(err, ERR_CORRUPT, "nobody of the programme has signed the bundle of %s",
                   carried->kiosk.venue);
}

static bool check_size(const struct carried *carried, struct err *err)
{
    uint64_t size = BUNDLE_FILE_HEAD_MAX;
    for (size_t i = 0; i < carried->manifest.blob_count; i++)
        size += carried->manifest.blobs[i].size + 16;
    return size <= BUNDLE_FILE_MAX ||
           err_set(err, ERR_TOO_LARGE, "the bundle of %s is too large for a stick",
                   carried->kiosk.venue);
}

static bool collect(const struct hub *hub, struct store *store, uint64_t kiosk,
                    struct carried *carried, struct err *err)
{
    if (!find_kiosk(hub, store, kiosk, &carried->kiosk, &carried->bundle, err) ||
        !open_manifest(hub, store, carried, err) || !check_size(carried, err) ||
        !statements_needed(store, take_statement, carried, err))
        return false;
    if (carried->full)
        return err_set(err, ERR_FULL, "there are more statements than a stick's bundle takes");
    const struct bundle_offer offer = { kiosk, carried->bundle.serial, carried->bundle.manifest };
    carried->offer = buf_new(OFFER_BYTES_MAX);
    if (!bundle_offer_sign(&offer, &hub->key, &carried->offer, err))
        return false;
    carried->head.offer = buf_span(&carried->offer);
    carried->head.manifest = buf_span(&carried->manifest_bytes);
    carried->head.blob_count = carried->manifest.blob_count;
    return true;
}

static bool seal_pin(const struct store_kiosk *kiosk, struct span blob, struct buf *ret,
                     struct err *err)
{
    struct public_key key;
    struct box_public box;
    memcpy(key.bytes, kiosk->key, sizeof key.bytes);
    return (box_public_of(&key, &box) ||
            err_set(err, ERR_CORRUPT, "nothing can be sealed to kiosk %016" PRIx64, kiosk->id)) &&
           pin_blob_seal(&box, kiosk->id, blob, ret, err);
}

static bool put_blob(struct store *store, const struct carried *carried,
                     const struct blob_name *blob, const struct bundle_sink *to, struct err *err)
{
    BUF_AUTO bytes = buf_new(BLOB_BYTES_MAX);
    BUF_AUTO sealed = buf_new(BLOB_BYTES_MAX);
    BUF_AUTO out = buf_new(BUNDLE_FILE_BLOB_MAX);
    bool pin = blob->kind == BLOB_PIN;
    if (!store_blob_get(store, &blob->digest, &bytes, err) ||
        (pin && !seal_pin(&carried->kiosk, buf_span(&bytes), &sealed, err)))
        return false;
    bundle_file_blob_put(pin ? buf_span(&sealed) : buf_span(&bytes), &out);
    return buf_ok(&out, "a part of the bundle", err) && to->put(to->self, buf_span(&out), err);
}

bool hub_stick_bundle(const struct hub *hub, struct store *store, uint64_t kiosk,
                      const struct bundle_sink *to, uint64_t *ret_serial, struct err *err)
{
    __attribute__((cleanup(carried_free))) struct carried *carried = calloc(1, sizeof *carried);
    BUF_AUTO head = buf_new(BUNDLE_FILE_HEAD_MAX);
    if (carried == NULL)
        return err_set(err, ERR_LATER, "there is no memory for a bundle");
    if (!collect(hub, store, kiosk, carried, err) ||
        !bundle_file_head_put(&carried->head, &head, err) ||
        !to->put(to->self, buf_span(&head), err))
        return false;
    for (size_t i = 0; i < carried->manifest.blob_count; i++)
        if (!put_blob(store, carried, &carried->manifest.blobs[i], to, err))
            return false;
    *ret_serial = carried->bundle.serial;
    return true;
}

bool hub_stick_bundle_due(const struct hub *hub, struct store *store, uint64_t kiosk, uint64_t held,
                          uint64_t *ret_serial, struct err *err)
{
    struct store_kiosk found = { 0 };
    struct store_bundle bundle = { 0 };
    *ret_serial = 0;
    if (!find_kiosk(hub, store, kiosk, &found, &bundle, err))
        return false;
    if (bundle.serial > held && bundle.serial > found.bundle_serial)
        *ret_serial = bundle.serial;
    return true;
}

uint64_t hub_batch_holds(struct store *store, uint64_t kiosk, struct span message)
{
    struct store_kiosk found;
    struct public_key key;
    struct batch batch = { 0 };
    struct err why = { 0 };
    if (!store_kiosk_get(store, kiosk, &found, &why))
        return 0;
    memcpy(key.bytes, found.key, sizeof key.bytes);
    if (!batch_open(message, &key, &batch, &why))
        return 0;
    uint64_t held = batch.head.bundle_serial;
    batch_finish(&batch);
    return held;
}

bool hub_enrol_carried(const struct hub *hub, struct store *store, struct span request,
                       struct buf *ret_reply, uint64_t *ret_kiosk, bool *ret_guess, struct err *err)
{
    struct store_invitation invitation;
    uint16_t id = 0;
    *ret_guess = false;
    if (!hub_enrol(hub, store, request, ret_reply, ret_guess, err) ||
        !enrol_request_invitation(request, &id, err) ||
        !store_invitation_get(store, id, &invitation, err))
        return false;
    *ret_kiosk = invitation.kiosk;
    return true;
}
