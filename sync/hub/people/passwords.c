/* Passwords: hashed and compared one at a time, each taking 64 MiB for as long as it lasts. */
#include "people_int.h"
#include <ctype.h>
#include <pthread.h>
#include <strings.h>

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

bool passwords_hash(const char *password, char ret[PASSWORD_HASH_SIZE], struct err *err)
{
    (void)pthread_mutex_lock(&one_at_a_time);
    bool hashed = password_hash(span_text(password), ret, err);
    (void)pthread_mutex_unlock(&one_at_a_time);
    return hashed;
}

bool passwords_match(const char *hash, const char *password)
{
    char unused[PASSWORD_HASH_SIZE];
    struct err err;
    bool match = false;
    (void)pthread_mutex_lock(&one_at_a_time);
    if (*hash != '\0')
        match = password_matches(hash, span_text(password));
    else if (!password_hash(span_text(password), unused, &err))
        match = false; /* an account that is not there must not answer sooner than one that is */
    (void)pthread_mutex_unlock(&one_at_a_time);
    return match;
}

static bool is_one_letter(const char *password)
{
    return strspn(password, (char[]){ password[0], '\0' }) == strlen(password);
}

/* Does it hold the word, whatever the case? Short words are in everything. */
static bool holds(const char *password, const char *word, size_t length)
{
    if (length < 4)
        return false;
    for (const char *at = password; strlen(at) >= length; at++)
        if (strncasecmp(at, word, length) == 0)
            return true;
    return false;
}

bool passwords_good(const struct person *person, const char *password, struct err *err)
{
    size_t length = strlen(password);
    if (length < PASSWORD_MIN || length > PASSWORD_MAX)
        return err_tell(err, ERR_REFUSED,
                        "A password has %d characters at least: three or four words will do.",
                        PASSWORD_MIN);
    if (is_one_letter(password) || holds(password, person->email, strcspn(person->email, "@")) ||
        holds(password, person->name, strlen(person->name)) || holds(password, "password", 8))
        return err_tell(
            err, ERR_REFUSED,
            "This password is easily guessed. Take some words that nobody connects with "
            "you.");
    return true;
}
