/* Revoking a kiosk: said by the programme, so that it outlives a hub restored from a backup. */
#include "hub_int.h"

static struct span kiosk_subject(uint64_t kiosk, uint8_t bytes[8])
{
    for (int i = 0; i < 8; i++)
        bytes[i] = (uint8_t)(kiosk >> (56 - 8 * i));
    return span_of(bytes, 8);
}

bool hub_revoke(struct hub *hub, uint64_t kiosk_id, int64_t from, struct err *err)
{
    struct store_kiosk kiosk;
    uint8_t subject[8];
    if (!store_kiosk_get(hub->store, kiosk_id, &kiosk, err))
        return err->kind == ERR_MISSING
                   ? err_set(err, ERR_MISSING, "there is no such kiosk; see yousaid-hub kiosk list")
                   : false;
    return hub_state(hub->data, hub->store, STATEMENT_REVOKED_KIOSK,
                     kiosk_subject(kiosk_id, subject), from, err) &&
           store_kiosk_revoke(hub->store, kiosk_id, from, err) &&
           bundle_refresh(hub, hub->store, kiosk.venue, err);
}
