/* Random names and secrets as text. A secret is kept only as a digest: it has 256 random bits, so
 * no slow hash is needed. */
#include "people_int.h"
#include <ctype.h>
#include <stdio.h>

void secret_id(char ret[PEOPLE_ID_SIZE])
{
    uint8_t bytes[8];
    seal_random(bytes, sizeof bytes);
    for (size_t i = 0; i < sizeof bytes; i++)
        (void)snprintf(ret + 2 * i, 3, "%02x", bytes[i]);
}

void secret_token(const char *prefix, char ret[TOKEN_SIZE])
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    uint8_t bytes[SECRET_BYTES + 1] = { 0 };
    size_t at = (size_t)snprintf(ret, TOKEN_SIZE, "%s", prefix);
    seal_random(bytes, SECRET_BYTES);
    for (size_t bit = 0; bit < SECRET_BYTES * 8 && at < TOKEN_SIZE - 1; bit += 6) {
        unsigned pair = (unsigned)bytes[bit / 8] << 8 | bytes[bit / 8 + 1];
        ret[at++] = letters[pair >> (10 - bit % 8) & 63];
    }
    ret[at] = '\0';
    seal_forget(bytes, sizeof bytes);
}

void secret_digest(const char *token, char ret[65])
{
    struct digest digest = digest_of(span_text(token));
    digest_hex(&digest, ret);
}

void secret_recovery(char ret[RECOVERY_CODE_SIZE])
{
    static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    uint8_t bytes[16];
    size_t at = 0;
    seal_random(bytes, sizeof bytes);
    for (size_t i = 0; i < sizeof bytes; i++) {
        if (i > 0 && i % 4 == 0)
            ret[at++] = '-';
        ret[at++] = letters[bytes[i] % 32];
    }
    ret[at] = '\0';
}

void secret_recovery_plain(const char *code, char ret[RECOVERY_CODE_SIZE])
{
    size_t at = 0;
    for (; *code != '\0' && at < RECOVERY_CODE_SIZE - 1; code++)
        if (isalnum((unsigned char)*code))
            ret[at++] = (char)toupper((unsigned char)*code);
    ret[at] = '\0';
}
