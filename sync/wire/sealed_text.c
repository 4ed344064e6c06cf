/* Sealed texts: see sealed_text.h. Used by words and counts blocks. */
#include "sealed_text.h"
#include "bytes.h"
#include <sodium.h>

_Static_assert(SEALED_TEXT_EXTRA == crypto_box_SEALBYTES, "a sealed box adds what libsodium says");

/*
 * A digest of who, when, which survey and which question stands for them: 16 bytes instead of 80,
 * and to move a text one would have to find a second preimage among 2^128. Collisions help nobody,
 * as whoever can choose both ends of one holds the text anyway.
 */
static void binding_of(const char *purpose, const struct seal_binding *binding,
                       uint8_t ret[BINDING_SIZE])
{
    uint8_t numbers[16];
    bytes_put_u64(numbers, binding->life);
    bytes_put_u64(numbers + 8, binding->seq);
    const struct span parts[] = {
        span_of(purpose, strlen(purpose) + 1),
        span_of(numbers, sizeof numbers),
        span_of(binding->survey.bytes, sizeof binding->survey.bytes),
        span_text(binding->question),
    };
    struct digest digest = digest_of_all(parts, sizeof parts / sizeof parts[0]);
    memcpy(ret, digest.bytes, BINDING_SIZE);
}

static size_t padded(size_t size)
{
    return (size + SEAL_PAD - 1) / SEAL_PAD * SEAL_PAD;
}

bool sealed_text_size_fits(size_t size)
{
    return size >= SEALED_TEXT_EXTRA + SEAL_PAD && size <= WORDS_SEALED_MAX &&
           (size - SEALED_TEXT_EXTRA) % SEAL_PAD == 0;
}

bool sealed_text_put(const char *purpose, const struct box_public *key,
                     const struct seal_binding *binding, struct span text, struct buf *ret_sealed,
                     struct err *err)
{
    size_t size = padded(SEALED_TEXT_HEAD + text.size);
    if (text.size > SEALED_TEXT_PLAIN_MAX || !sealed_text_size_fits(size + SEALED_TEXT_EXTRA))
        return err_set(err, ERR_TOO_LARGE, "%zu bytes are too many to seal", text.size);
    uint8_t plain[SEALED_TEXT_PLAIN_MAX] = { 0 };
    binding_of(purpose, binding, plain);
    plain[BINDING_SIZE] = (uint8_t)(text.size >> 8);
    plain[BINDING_SIZE + 1] = (uint8_t)text.size;
    if (text.size > 0)
        memcpy(plain + SEALED_TEXT_HEAD, text.data, text.size);
    uint8_t *to = buf_grow(ret_sealed, size + SEALED_TEXT_EXTRA);
    bool sealed = to != NULL && crypto_box_seal(to, plain, size, key->bytes) == 0;
    seal_forget(plain, sizeof plain);
    if (to != NULL && !sealed)
        return err_set(err, ERR_REFUSED, "the key to seal with is not a good one");
    return buf_ok(ret_sealed, "a sealed text", err);
}

/* The text inside, when its binding, size and padding are right. */
static bool text_inside(struct span plain, const uint8_t expected[BINDING_SIZE], struct span *ret,
                        struct err *err)
{
    if (!seal_equal(plain.data, expected, BINDING_SIZE))
        return err_set(err, ERR_REFUSED, "what is sealed belongs to another response or question");
    size_t size = (size_t)plain.data[BINDING_SIZE] << 8 | plain.data[BINDING_SIZE + 1];
    if (padded(SEALED_TEXT_HEAD + size) != plain.size)
        return err_set(err, ERR_REFUSED, "what is sealed states a wrong size");
    for (size_t i = SEALED_TEXT_HEAD + size; i < plain.size; i++) {
        if (plain.data[i] != 0)
            return err_set(err, ERR_REFUSED, "what is sealed has a wrong padding");
    }
    *ret = span_of(plain.data + SEALED_TEXT_HEAD, size);
    return true;
}

bool sealed_text_open(const char *purpose, const struct box_public *key,
                      const struct box_secret *secret, const struct seal_binding *binding,
                      struct span sealed, struct buf *ret_text, struct err *err)
{
    if (!sealed_text_size_fits(sealed.size))
        return err_set(err, ERR_REFUSED, "%zu bytes are no sealed text", sealed.size);
    uint8_t plain[SEALED_TEXT_PLAIN_MAX];
    uint8_t expected[BINDING_SIZE];
    binding_of(purpose, binding, expected);
    if (crypto_box_seal_open(plain, sealed.data, sealed.size, key->bytes, secret->bytes) != 0)
        return err_set(err, ERR_DENIED, "sealed to another key, or damaged");
    struct span text = { 0 };
    bool fine = text_inside(span_of(plain, sealed.size - SEALED_TEXT_EXTRA), expected, &text, err);
    if (fine) {
        buf_put_span(ret_text, text);
        fine = buf_ok(ret_text, "an opened text", err);
    }
    seal_forget(plain, sizeof plain);
    return fine;
}
