/*
 * The hashes of a kiosk's PIN and recovery code on ways that others may read, sealed to the counts
 * key: a PIN has six digits, and whoever held its hash could try them all. See seal.h.
 */
#include "sealed_text.h"

#define SEALED_PIN "yousaid/1 pin"

bool pin_blob_seal(const struct box_public *key, uint64_t kiosk, struct span blob,
                   struct buf *ret_sealed, struct err *err)
{
    struct seal_binding binding = { .life = kiosk };
    return sealed_text_put(SEALED_PIN, key, &binding, blob, ret_sealed, err);
}

bool pin_blob_open(const struct box_public *key, const struct box_secret *secret, uint64_t kiosk,
                   struct span sealed, struct buf *ret_blob, struct err *err)
{
    struct seal_binding binding = { .life = kiosk };
    return sealed_text_open(SEALED_PIN, key, secret, &binding, sealed, ret_blob, err);
}
