/* Staff PINs and recovery codes, kept only as Argon2id hashes: see seal.h. */
#include "seal.h"
#include <sodium.h>

enum {
    PIN_PASSES = 3,
    PIN_MEMORY = 8 * 1024 * 1024, /* what a small board can spare beside its screen */
};

_Static_assert(PIN_HASH_SIZE == crypto_pwhash_STRBYTES, "a hash is libsodium's string");

bool pin_hash(const char *pin, char ret[PIN_HASH_SIZE], struct err *err)
{
    if (crypto_pwhash_str(ret, pin, strlen(pin), PIN_PASSES, PIN_MEMORY) != 0)
        return err_set(err, ERR_LATER, "no memory to hash a PIN");
    return true;
}

/* The cost written in a hash, which may come from outside: no more than our own is paid. */
static bool cost_is_ours(const char *hash)
{
    return strnlen(hash, PIN_HASH_SIZE) < PIN_HASH_SIZE &&
           crypto_pwhash_str_needs_rehash(hash, PIN_PASSES, PIN_MEMORY) == 0;
}

bool pin_matches(const char *hash, const char *pin)
{
    return cost_is_ours(hash) && crypto_pwhash_str_verify(hash, pin, strlen(pin)) == 0;
}
