/* People's words, sealed to the words key: see seal.h. */
#include "sealed_text.h"

bool words_seal(const struct box_public *key, const struct seal_binding *binding, struct span text,
                struct buf *ret_sealed, struct err *err)
{
    return sealed_text_put(SEALED_WORDS, key, binding, text, ret_sealed, err);
}

bool words_open(const struct box_public *key, const struct box_secret *secret,
                const struct seal_binding *binding, struct span sealed, struct buf *ret_text,
                struct err *err)
{
    return sealed_text_open(SEALED_WORDS, key, secret, binding, sealed, ret_text, err);
}
