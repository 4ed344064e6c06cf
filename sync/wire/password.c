/* Passwords of people at the desk, and small secrets sealed to a key of one's own: see seal.h. */
#include "seal.h"
#include <sodium.h>
#include <stdlib.h>

enum {
    PASSES = 3,
    MEMORY = 64 * 1024 * 1024,
    NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
    SEALED_MAX = 4096,
};

_Static_assert(PASSWORD_HASH_SIZE == crypto_pwhash_STRBYTES, "a hash is libsodium's string");
_Static_assert(sizeof(struct digest) == crypto_aead_xchacha20poly1305_ietf_KEYBYTES,
               "a key is a digest");

/* Never in a release: see words_key.c. */
static bool small_cost_wanted(void)
{
#ifdef NDEBUG
    return false;
#else
    const char *test = getenv("YOUSAID_TEST_KDF");
    return test != NULL && strcmp(test, "1") == 0;
#endif
}

bool password_hash(struct span password, char ret[PASSWORD_HASH_SIZE], struct err *err)
{
    bool cheap = small_cost_wanted();
    if (crypto_pwhash_str(ret, (const char *)password.data, password.size,
                          cheap ? crypto_pwhash_OPSLIMIT_MIN : PASSES,
                          cheap ? crypto_pwhash_MEMLIMIT_MIN : MEMORY) != 0)
        return err_set(err, ERR_LATER, "no memory to hash a password");
    return true;
}

bool password_matches(const char *hash, struct span password)
{
    return strnlen(hash, PASSWORD_HASH_SIZE) < PASSWORD_HASH_SIZE &&
           crypto_pwhash_str_verify(hash, (const char *)password.data, password.size) == 0;
}

bool secret_seal(const struct digest *key, const char *name, struct span secret,
                 struct buf *ret_sealed, struct err *err)
{
    uint8_t nonce[NONCE];
    uint8_t sealed[SEALED_MAX];
    unsigned long long size = 0;
    if (secret.size > sizeof sealed - TAG)
        return err_set(err, ERR_TOO_LARGE, "a secret has at most %zu bytes", sizeof sealed - TAG);
    randombytes_buf(nonce, sizeof nonce);
    (void)crypto_aead_xchacha20poly1305_ietf_encrypt(sealed, &size, secret.data, secret.size,
                                                     (const uint8_t *)name, strlen(name), NULL,
                                                     nonce, key->bytes);
    buf_put(ret_sealed, nonce, sizeof nonce);
    buf_put(ret_sealed, sealed, (size_t)size);
    return buf_ok(ret_sealed, "a sealed secret", err);
}

bool secret_open(const struct digest *key, const char *name, struct span sealed,
                 struct buf *ret_secret, struct err *err)
{
    uint8_t secret[SEALED_MAX];
    unsigned long long size = 0;
    bool opened = sealed.size >= NONCE + TAG && sealed.size <= sizeof secret &&
                  crypto_aead_xchacha20poly1305_ietf_decrypt(
                      secret, &size, NULL, sealed.data + NONCE, sealed.size - NONCE,
                      (const uint8_t *)name, strlen(name), sealed.data, key->bytes) == 0;
    if (opened)
        buf_put(ret_secret, secret, (size_t)size);
    sodium_memzero(secret, sizeof secret);
    if (!opened)
        return err_set(err, ERR_DENIED, "a sealed secret does not open: the key is another");
    return buf_ok(ret_secret, "a secret", err);
}
