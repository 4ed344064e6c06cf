/*
 * A private words key wrapped by a passphrase: see seal.h. The cost stands in the wrapped form;
 * none above the default is ever paid, so that a forged form cannot eat the machine.
 */
#include "cbor_io.h"
#include "fields.h"
#include "seal.h"
#include <sodium.h>
#include <stdlib.h>

enum {
    SALT_SIZE = crypto_pwhash_SALTBYTES,
    NONCE_BYTES = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    WRAPPED_SIZE = 32 + crypto_aead_xchacha20poly1305_ietf_ABYTES,
    KIBIBYTE = 1024,
};

static const char purpose[] = "yousaid/1 words key";

/* What the wrapped form holds. */
struct wrapped {
    uint64_t passes;
    uint64_t memory_kib;
    uint8_t salt[SALT_SIZE];
    uint8_t nonce[NONCE_BYTES];
    uint8_t sealed[WRAPPED_SIZE];
};

/* Tests ask for the smallest cost in the environment. What is built for use (NDEBUG) does not look:
 * a line left in somebody's profile must not weaken a key for good. */
static bool small_cost_wanted(void)
{
#ifdef NDEBUG
    return false;
#else
    const char *test = getenv("YOUSAID_TEST_KDF");
    return test != NULL && strcmp(test, "1") == 0;
#endif
}

/* The form says which was taken. */
static void choose_cost(struct wrapped *form)
{
    bool cheap = small_cost_wanted();
    form->passes = cheap ? crypto_pwhash_OPSLIMIT_MIN : crypto_pwhash_OPSLIMIT_SENSITIVE;
    form->memory_kib =
        (cheap ? crypto_pwhash_MEMLIMIT_MIN : crypto_pwhash_MEMLIMIT_SENSITIVE) / KIBIBYTE;
}

static bool derive(const struct wrapped *form, struct span passphrase, uint8_t ret_key[32],
                   struct err *err)
{
    if (crypto_pwhash(ret_key, 32, (const char *)passphrase.data, passphrase.size, form->salt,
                      form->passes, (size_t)form->memory_kib * KIBIBYTE,
                      crypto_pwhash_ALG_ARGON2ID13) != 0)
        return err_set(err, ERR_LATER,
                       "deriving a key takes %llu MiB, which this machine lacks now",
                       (unsigned long long)(form->memory_kib / KIBIBYTE));
    return true;
}

static void form_put(const struct wrapped *form, struct buf *out)
{
    fields_put(out, 6);
    item_put_uint(out, 1);
    item_put_uint(out, form->passes);
    item_put_uint(out, 2);
    item_put_uint(out, form->memory_kib);
    item_put_uint(out, 3);
    item_put_bytes(out, span_of(form->salt, sizeof form->salt));
    item_put_uint(out, 4);
    item_put_bytes(out, span_of(form->nonce, sizeof form->nonce));
    item_put_uint(out, 5);
    item_put_bytes(out, span_of(form->sealed, sizeof form->sealed));
}

static bool form_get(struct span bytes, struct wrapped *ret, struct err *err)
{
    struct cbor_reader in = cbor_reader_of(bytes);
    fields_get(&in, 6);
    fields_key(&in, 1);
    ret->passes = item_get_uint(&in);
    fields_key(&in, 2);
    ret->memory_kib = item_get_uint(&in);
    fields_key(&in, 3);
    item_get_bytes_exact(&in, ret->salt, sizeof ret->salt);
    fields_key(&in, 4);
    item_get_bytes_exact(&in, ret->nonce, sizeof ret->nonce);
    fields_key(&in, 5);
    item_get_bytes_exact(&in, ret->sealed, sizeof ret->sealed);
    if (ret->passes < crypto_pwhash_OPSLIMIT_MIN || ret->passes > crypto_pwhash_OPSLIMIT_SENSITIVE)
        cbor_refuse(&in, "no cost that a words key is wrapped with");
    if (ret->memory_kib < crypto_pwhash_MEMLIMIT_MIN / KIBIBYTE ||
        ret->memory_kib > crypto_pwhash_MEMLIMIT_SENSITIVE / KIBIBYTE)
        cbor_refuse(&in, "no amount of memory that a words key is wrapped with");
    return cbor_done(&in, "a wrapped words key", err);
}

bool words_key_wrap(const struct box_secret *secret, struct span passphrase,
                    struct buf *ret_wrapped, struct err *err)
{
    struct wrapped form;
    uint8_t key[32];
    choose_cost(&form);
    seal_random(form.salt, sizeof form.salt);
    seal_random(form.nonce, sizeof form.nonce);
    if (!derive(&form, passphrase, key, err))
        return false;
    (void)crypto_aead_xchacha20poly1305_ietf_encrypt(form.sealed, NULL, secret->bytes,
                                                     sizeof secret->bytes, (const uint8_t *)purpose,
                                                     sizeof purpose - 1, NULL, form.nonce, key);
    seal_forget(key, sizeof key);
    form_put(&form, ret_wrapped);
    return buf_ok(ret_wrapped, "a wrapped words key", err);
}

bool words_key_is_weak(struct span wrapped)
{
    struct wrapped form;
    return form_get(wrapped, &form, NULL) &&
           (form.passes < crypto_pwhash_OPSLIMIT_SENSITIVE ||
            form.memory_kib < crypto_pwhash_MEMLIMIT_SENSITIVE / KIBIBYTE);
}

bool words_key_is_sound(struct span wrapped)
{
    struct wrapped form;
    return form_get(wrapped, &form, NULL) && !words_key_is_weak(wrapped);
}

bool words_key_unwrap(struct span wrapped, struct span passphrase, struct box_secret *ret_secret,
                      struct err *err)
{
    struct wrapped form;
    uint8_t key[32];
    if (!form_get(wrapped, &form, err) || !derive(&form, passphrase, key, err))
        return false;
    struct box_secret secret;
    int opened = crypto_aead_xchacha20poly1305_ietf_decrypt(
        secret.bytes, NULL, NULL, form.sealed, sizeof form.sealed, (const uint8_t *)purpose,
        sizeof purpose - 1, form.nonce, key);
    seal_forget(key, sizeof key);
    if (opened != 0)
        return err_set(err, ERR_DENIED, "that is not the passphrase of this words key");
    *ret_secret = secret;
    seal_forget(&secret, sizeof secret);
    return true;
}
