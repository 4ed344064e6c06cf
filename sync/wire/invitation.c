/*
 * Invitations and the codes that people type: see enrol.h. The check character makes a weighted sum
 * over the field of 32 elements zero. All twenty weights differ and none is zero, so every single
 * mistyped character and every swap of two is noticed.
 */
#include "enrol.h"

enum {
    CODE_LETTERS = 20,
    ID_LETTERS = 3,
    SECRET_LETTERS = 16,
    GROUP_LETTERS = 5,
    LETTER_BITS = 5,
    FIELD_SIZE = 32,
    FIELD_POLYNOMIAL = 0x25, /* x^5 + x^2 + 1: x generates all 31 */
};

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
static const char purpose[] = "yousaid/1 invitation";

void invitation_new(uint16_t id, struct invitation *ret)
{
    ret->id = id & 0x7FFF;
    seal_random(ret->secret, sizeof ret->secret);
}

static unsigned field_times_x(unsigned value)
{
    value <<= 1;
    return (value & FIELD_SIZE) != 0 ? value ^ FIELD_POLYNOMIAL : value;
}

/* The sum of letter i times x^(19 - i), by Horner's rule. The check stands last: its weight is 1.
 */
static unsigned weighted_sum(const uint8_t letters[CODE_LETTERS])
{
    unsigned sum = 0;
    for (int i = 0; i < CODE_LETTERS; i++)
        sum = field_times_x(sum) ^ letters[i];
    return sum;
}

/* Ten bytes as sixteen letters of five bits. */
static void secret_letters(const uint8_t secret[10], uint8_t to[SECRET_LETTERS])
{
    for (int i = 0; i < SECRET_LETTERS; i++) {
        int bit = i * LETTER_BITS;
        unsigned pair = (unsigned)secret[bit / 8] << 8;
        if (bit / 8 + 1 < 10)
            pair |= secret[bit / 8 + 1];
        to[i] = (uint8_t)(pair >> (16 - LETTER_BITS - bit % 8) & (FIELD_SIZE - 1));
    }
}

static void letters_secret(const uint8_t letters[SECRET_LETTERS], uint8_t to[10])
{
    unsigned bits = 0;
    int count = 0;
    for (int i = 0; i < SECRET_LETTERS; i++) {
        bits = (bits << LETTER_BITS | letters[i]) & 0xFFFF;
        count += LETTER_BITS;
        if (count >= 8) {
            count -= 8;
            *to++ = (uint8_t)(bits >> count);
        }
    }
}

void invitation_code(const struct invitation *invitation, char ret[CODE_SIZE])
{
    uint8_t letters[CODE_LETTERS] = { 0 };
    letters[0] = (uint8_t)(invitation->id >> 10 & 31);
    letters[1] = (uint8_t)(invitation->id >> 5 & 31);
    letters[2] = (uint8_t)(invitation->id & 31);
    secret_letters(invitation->secret, letters + ID_LETTERS);
    letters[CODE_LETTERS - 1] = (uint8_t)weighted_sum(letters);
    for (int i = 0; i < CODE_LETTERS; i++) {
        ret[i + i / GROUP_LETTERS] = alphabet[letters[i]];
        if (i % GROUP_LETTERS == GROUP_LETTERS - 1)
            ret[i + i / GROUP_LETTERS + 1] = '-';
    }
    ret[CODE_SIZE - 1] = '\0';
    seal_forget(letters, sizeof letters);
}

/* The value of a character, -1 when it stands for none. */
static int letter_value(char c)
{
    if (c >= 'a' && c <= 'z')
        c = (char)(c - 'a' + 'A');
    if (c == 'O')
        c = '0';
    if (c == 'I' || c == 'L')
        c = '1';
    const char *found = c == '\0' ? NULL : strchr(alphabet, c);
    return found == NULL ? -1 : (int)(found - alphabet);
}

static bool is_space(char c)
{
    return c == '-' || c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Reads the letters, whatever stands between them. */
static bool code_letters(const char *code, uint8_t letters[CODE_LETTERS], struct err *err)
{
    int count = 0;
    for (; *code != '\0'; code++) {
        if (is_space(*code))
            continue;
        int value = letter_value(*code);
        if (value < 0)
            return err_set(err, ERR_USAGE, "group %d of the code has a character that no code has",
                           count / GROUP_LETTERS + 1);
        if (count == CODE_LETTERS)
            return err_set(err, ERR_USAGE, "the code has more than %d characters", CODE_LETTERS);
        letters[count++] = (uint8_t)value;
    }
    if (count < CODE_LETTERS)
        return err_set(err, ERR_USAGE, "the code has %d of %d characters", count, CODE_LETTERS);
    return true;
}

bool invitation_from_code(const char *code, struct invitation *ret, struct err *err)
{
    uint8_t letters[CODE_LETTERS] = { 0 };
    if (!code_letters(code, letters, err))
        return false;
    if (weighted_sum(letters) != 0)
        return err_set(err, ERR_USAGE,
                       "the code does not check: a character is mistyped, or two are "
                       "swapped");
    ret->id = (uint16_t)(letters[0] << 10 | letters[1] << 5 | letters[2]);
    letters_secret(letters + ID_LETTERS, ret->secret);
    seal_forget(letters, sizeof letters);
    return true;
}

struct digest invitation_key(const struct invitation *invitation)
{
    return mac_of(span_of(invitation->secret, sizeof invitation->secret), span_text(purpose));
}
