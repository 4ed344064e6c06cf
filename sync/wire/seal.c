/* Keys, digests and signatures over libsodium: see seal.h. The ground of the room wire. */
#include "seal.h"
#include "err.h"
#include <sodium.h>

void seal_start(void)
{
    must(sodium_init() >= 0, "this machine has no source of randomness");
}

void seal_random(void *ret, size_t size)
{
    randombytes_buf(ret, size);
}

void seal_forget(void *secret, size_t size)
{
    sodium_memzero(secret, size);
}

bool seal_equal(const void *a, const void *b, size_t size)
{
    return sodium_memcmp(a, b, size) == 0;
}

struct digest digest_of(struct span bytes)
{
    return digest_of_all(&bytes, 1);
}

struct digest digest_of_all(const struct span *spans, size_t count)
{
    crypto_generichash_state state;
    struct digest digest;
    (void)crypto_generichash_init(&state, NULL, 0, sizeof digest.bytes);
    for (size_t i = 0; i < count; i++)
        (void)crypto_generichash_update(&state, spans[i].data, spans[i].size);
    (void)crypto_generichash_final(&state, digest.bytes, sizeof digest.bytes);
    return digest;
}

void digest_hex(const struct digest *digest, char ret[65])
{
    (void)sodium_bin2hex(ret, 65, digest->bytes, sizeof digest->bytes);
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool digest_from_hex(const char *hex, struct digest *ret)
{
    struct digest digest;
    if (strlen(hex) != 2 * sizeof digest.bytes)
        return false;
    for (size_t i = 0; i < sizeof digest.bytes; i++) {
        int high = hex_value(hex[2 * i]);
        int low = hex_value(hex[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        digest.bytes[i] = (uint8_t)(high << 4 | low);
    }
    *ret = digest;
    return true;
}

void key_pair_new(struct public_key *ret_public, struct secret_key *ret_secret)
{
    (void)crypto_sign_keypair(ret_public->bytes, ret_secret->bytes);
}

struct public_key key_public(const struct secret_key *secret)
{
    struct public_key key;
    (void)crypto_sign_ed25519_sk_to_pk(key.bytes, secret->bytes);
    return key;
}

struct signature key_sign(const struct secret_key *secret, struct span message)
{
    struct signature signature;
    (void)crypto_sign_detached(signature.bytes, NULL, message.data, message.size, secret->bytes);
    return signature;
}

bool key_verify(const struct public_key *key, struct span message, const struct signature *sig)
{
    return crypto_sign_verify_detached(sig->bytes, message.data, message.size, key->bytes) == 0;
}

void box_pair_new(struct box_public *ret_public, struct box_secret *ret_secret)
{
    (void)crypto_box_keypair(ret_public->bytes, ret_secret->bytes);
}

bool box_public_of(const struct public_key *key, struct box_public *ret)
{
    return crypto_sign_ed25519_pk_to_curve25519(ret->bytes, key->bytes) == 0;
}

void box_secret_of(const struct secret_key *key, struct box_secret *ret)
{
    (void)crypto_sign_ed25519_sk_to_curve25519(ret->bytes, key->bytes);
}

struct digest hmac_of(struct span key, struct span message)
{
    struct digest mac;
    crypto_auth_hmacsha256_state state;
    (void)crypto_auth_hmacsha256_init(&state, key.data, key.size);
    (void)crypto_auth_hmacsha256_update(&state, message.data, message.size);
    (void)crypto_auth_hmacsha256_final(&state, mac.bytes);
    seal_forget(&state, sizeof state);
    return mac;
}

struct digest mac_of(struct span key, struct span message)
{
    must(key.size <= crypto_generichash_KEYBYTES_MAX, "a MAC key has at most 64 bytes");
    struct digest mac;
    (void)crypto_generichash(mac.bytes, sizeof mac.bytes, message.data, message.size, key.data,
                             key.size);
    return mac;
}
