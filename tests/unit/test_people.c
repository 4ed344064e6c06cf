/* People at the desk: invited, signed in, slowed down, limited; and the log of what they did. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "expect.h"
#include "people_int.h"
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { NOW = 1795000000 };

static char folder[] = "/tmp/yousaid-people-XXXXXX";
static char path[100];
static struct err err;

static const char password[] = "three or four words";

static int opens(void **state)
{
    static int number;
    struct people *p = calloc(1, sizeof *p);
    assert_non_null(p);
    seal_start();
    (void)snprintf(path, sizeof path, "%s/%d.sqlite", folder, number++);
    OK(store_open(path, true, &p->store, &err));
    seal_random(&p->key, sizeof p->key);
    p->actor = audit_command_line;
    p->now = NOW;
    *state = p;
    return 0;
}

static int closes(void **state)
{
    struct people *p = *state;
    store_close(p->store);
    free(p);
    return 0;
}

static struct person invite(struct people *p, const char *email, enum desk_role role,
                            char ret_token[TOKEN_SIZE])
{
    struct person person = { .name = "A. Person", .role = role };
    (void)snprintf(person.email, sizeof person.email, "%s", email);
    OK(people_invite(p, &person, &person, ret_token, &err));
    return person;
}

static struct person begin(struct people *p, const char *email, enum desk_role role)
{
    char token[TOKEN_SIZE];
    struct person person = invite(p, email, role, token);
    OK(people_link_accept(p, token, password, &person, &err));
    return person;
}

static enum sign_in_result try(struct people *p, const char *email, const char *with,
                               const char *code, char ret_token[TOKEN_SIZE])
{
    struct sign_in in = { email, with, code, "Firefox on Linux" };
    enum sign_in_result result = SIGN_IN_WRONG;
    struct person person;
    unsigned wait;
    OK(people_sign_in(p, &in, &result, &wait, &person, ret_token, &err));
    assert_true((wait > 0) == (result == SIGN_IN_WAIT));
    return result;
}

/* ---- invitations ---- */

static void an_invited_person_sets_a_password_and_signs_in(void **state)
{
    struct people *p = *state;
    char token[TOKEN_SIZE];
    bool reset = true;
    int64_t expires = 0;
    struct asker asker;
    struct person person = invite(p, "Ann@Example.org", DESK_ANALYST, token);
    assert_int_equal(try(p, "ann@example.org", password, "", token + 0) == SIGN_IN_DONE, 0);
    (void)invite(p, "bob@example.org", DESK_ANALYST, token);
    OK(people_link(p, token, &person, &reset, &expires, &err));
    assert_string_equal(person.email, "bob@example.org");
    assert_false(reset);
    assert_int_equal(expires, NOW + LINK_DAYS * 86400);
    OK(people_link_accept(p, token, password, &person, &err));
    assert_int_equal(person.state, PERSON_ACTIVE);
    assert_int_equal(try(p, "BOB@example.org", password, "", token), SIGN_IN_DONE);
    OK(people_session(p, token, &asker, &err));
    assert_string_equal(asker.id, person.id);
    assert_true(asker.may == desk_role_may(DESK_ANALYST));
    assert_int_equal(strlen(asker.csrf), 64);
    assert_false(asker.must_set_up);
}

static void a_link_works_once_and_not_for_ever(void **state)
{
    struct people *p = *state;
    char token[TOKEN_SIZE];
    bool reset;
    int64_t expires;
    struct person person = invite(p, "ann@example.org", DESK_ANALYST, token);
    OK(people_link_accept(p, token, password, &person, &err));
    FAILS(ERR_MISSING, people_link_accept(p, token, password, &person, &err));
    person = invite(p, "bob@example.org", DESK_ANALYST, token);
    p->now += LINK_DAYS * 86400;
    FAILS(ERR_MISSING, people_link(p, token, &person, &reset, &expires, &err));
    FAILS(ERR_MISSING, people_link_accept(p, "made up", password, &person, &err));
}

static void a_second_account_of_one_address_is_refused(void **state)
{
    struct people *p = *state;
    char token[TOKEN_SIZE];
    struct person again = { .email = "ANN@example.org", .name = "Ann" };
    (void)invite(p, "ann@example.org", DESK_ANALYST, token);
    FAILS(ERR_CONFLICT, people_invite(p, &again, &again, token, &err));
    (void)snprintf(again.email, sizeof again.email, "nowhere");
    FAILS(ERR_REFUSED, people_invite(p, &again, &again, token, &err));
}

static void a_password_that_is_easily_guessed_is_refused(void **state)
{
    struct people *p = *state;
    static const char *const bad[] = { "",
                                       "short",
                                       "eleven char",
                                       "aaaaaaaaaaaaaaaa",
                                       "annabelle is my name",
                                       "A. Person and so on",
                                       "my password is this" };
    char token[TOKEN_SIZE];
    struct person person = invite(p, "annabelle@example.org", DESK_ANALYST, token);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        FAILS(ERR_REFUSED, people_link_accept(p, token, bad[i], &person, &err));
    OK(people_link_accept(p, token, "twelve chars", &person, &err));
}

static void a_reset_ends_password_codes_and_sessions(void **state)
{
    struct people *p = *state;
    char session[TOKEN_SIZE];
    char token[TOKEN_SIZE];
    struct asker asker;
    struct person person = begin(p, "ann@example.org", DESK_ANALYST);
    assert_int_equal(try(p, "ann@example.org", password, "", session), SIGN_IN_DONE);
    OK(people_reset(p, person.id, token, &err));
    FAILS(ERR_NOBODY, people_session(p, session, &asker, &err));
    assert_int_equal(try(p, "ann@example.org", password, "", session), SIGN_IN_WRONG);
    OK(people_link_accept(p, token, "another set of words", &person, &err));
    assert_int_equal(try(p, "ann@example.org", "another set of words", "", session), SIGN_IN_DONE);
}

/* ---- signing in ---- */

static void wrong_passwords_make_an_account_wait_longer_and_longer(void **state)
{
    struct people *p = *state;
    char token[TOKEN_SIZE];
    (void)begin(p, "ann@example.org", DESK_ANALYST);
    for (int i = 0; i < 5; i++)
        assert_int_equal(try(p, "ann@example.org", "wrong", "", token), SIGN_IN_WRONG);
    assert_int_equal(try(p, "ann@example.org", password, "", token), SIGN_IN_WAIT);
    p->now += 2;
    assert_int_equal(try(p, "ann@example.org", "wrong", "", token), SIGN_IN_WRONG);
    p->now += 3;
    assert_int_equal(try(p, "ann@example.org", password, "", token), SIGN_IN_WAIT);
    p->now += 1;
    assert_int_equal(try(p, "ann@example.org", password, "", token), SIGN_IN_DONE);
    assert_int_equal(try(p, "ann@example.org", "wrong", "", token), SIGN_IN_WRONG);
    assert_int_equal(try(p, "ann@example.org", password, "", token), SIGN_IN_DONE);
}

static void nobody_learns_which_accounts_there_are(void **state)
{
    struct people *p = *state;
    char token[TOKEN_SIZE];
    (void)invite(p, "invited@example.org", DESK_ANALYST, token);
    assert_int_equal(try(p, "nobody@example.org", password, "", token), SIGN_IN_WRONG);
    assert_int_equal(try(p, "invited@example.org", password, "", token), SIGN_IN_WRONG);
    assert_int_equal(try(p, "invited@example.org", "", "", token), SIGN_IN_WRONG);
}

/* ---- one-time codes ---- */

/* RFC 6238, appendix B: SHA-1, the last six digits. */
static void codes_are_those_of_the_rfc(void **state)
{
    static const struct {
        int64_t time;
        const char *code;
    } vectors[] = {
        { 59, "287082" },         { 1111111109, "081804" }, { 1111111111, "050471" },
        { 1234567890, "005924" }, { 2000000000, "279037" }, { 20000000000, "353130" },
    };
    struct span secret = span_text("12345678901234567890");
    char text[64];
    int64_t step = 0;
    (void)state;
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
        assert_true(codes_match(secret, vectors[i].code, vectors[i].time, 0, &step));
        assert_int_equal(step, vectors[i].time / 30);
        assert_true(codes_match(secret, vectors[i].code, vectors[i].time + 30, 0, &step));
        assert_false(codes_match(secret, vectors[i].code, vectors[i].time + 60, 0, &step));
        assert_false(codes_match(secret, vectors[i].code, vectors[i].time, step, &step));
    }
    assert_false(codes_match(secret, "28708", 59, 0, &step));
    assert_false(codes_match(secret, "28708x", 59, 0, &step));
    OK(codes_base32(secret, text, &err));
    assert_string_equal(text, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
}

/* The code that an app shows for this Base32 secret. */
static void code_at(const char *secret, int64_t now, char ret[7])
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    uint8_t key[40] = { 0 };
    size_t bits = 0;
    int64_t step = 0;
    for (const char *c = secret; *c != '\0' && *c != '='; c++)
        for (int bit = 4; bit >= 0; bit--, bits++)
            key[bits / 8] |=
                (uint8_t)(((strchr(letters, *c) - letters) >> bit & 1) << (7 - bits % 8));
    for (int code = 0; code < 1000000; code++) {
        (void)snprintf(ret, 7, "%06d", code);
        if (codes_match(span_of(key, bits / 8), ret, now, now / 30 - 1, &step) && step == now / 30)
            return;
    }
    fail_msg("no code");
}

static void a_second_factor_is_asked_for_and_each_code_is_good_once(void **state)
{
    struct people *p = *state;
    char secret[64];
    char code[7];
    char codes[RECOVERY_CODES][RECOVERY_CODE_SIZE];
    char token[TOKEN_SIZE];
    struct person person = begin(p, "ann@example.org", DESK_ANALYST);
    FAILS(ERR_CONFLICT, people_totp_confirm(p, person.id, "000000", codes, &err));
    FAILS(ERR_DENIED, people_totp_begin(p, person.id, "wrong", secret, &err));
    OK(people_totp_begin(p, person.id, password, secret, &err));
    assert_int_equal(try(p, "ann@example.org", password, "", token), SIGN_IN_DONE);
    code_at(secret, p->now, code);
    FAILS(ERR_DENIED,
          people_totp_confirm(p, person.id, code[0] == '0' ? "111111" : "000000", codes, &err));
    OK(people_totp_confirm(p, person.id, code, codes, &err));
    assert_int_equal(try(p, "ann@example.org", password, "", token), SIGN_IN_NEEDS_CODE);
    assert_int_equal(try(p, "ann@example.org", "wrong", code, token), SIGN_IN_WRONG);
    assert_int_equal(try(p, "ann@example.org", password, code, token), SIGN_IN_WRONG);
    p->now += 60;
    code_at(secret, p->now, code);
    assert_int_equal(try(p, "ann@example.org", password, code, token), SIGN_IN_DONE);
    assert_int_equal(try(p, "ann@example.org", password, code, token), SIGN_IN_WRONG);
}

static void recovery_codes_are_good_once_each(void **state)
{
    struct people *p = *state;
    char secret[64];
    char code[7];
    char codes[RECOVERY_CODES][RECOVERY_CODE_SIZE];
    char token[TOKEN_SIZE];
    struct person person = begin(p, "ann@example.org", DESK_ANALYST);
    FAILS(ERR_CONFLICT, people_recovery(p, person.id, password, codes, &err));
    OK(people_totp_begin(p, person.id, password, secret, &err));
    code_at(secret, p->now, code);
    OK(people_totp_confirm(p, person.id, code, codes, &err));
    assert_int_equal(try(p, "ann@example.org", password, codes[3], token), SIGN_IN_DONE);
    assert_int_equal(try(p, "ann@example.org", password, codes[3], token), SIGN_IN_WRONG);
    OK(people_get(p, person.id, &person, &err));
    assert_int_equal(person.recovery_left, RECOVERY_CODES - 1);
    char old[RECOVERY_CODE_SIZE];
    memcpy(old, codes[4], sizeof old);
    OK(people_recovery(p, person.id, password, codes, &err));
    assert_int_equal(try(p, "ann@example.org", password, old, token), SIGN_IN_WRONG);
    assert_int_equal(try(p, "ann@example.org", password, codes[4], token), SIGN_IN_DONE);
}

static void an_administrator_must_have_a_second_factor(void **state)
{
    struct people *p = *state;
    char token[TOKEN_SIZE];
    char secret[64];
    char code[7];
    char codes[RECOVERY_CODES][RECOVERY_CODE_SIZE];
    struct asker asker;
    struct person person = begin(p, "ann@example.org", DESK_ADMINISTRATOR);
    assert_int_equal(try(p, "ann@example.org", password, "", token), SIGN_IN_DONE);
    OK(people_session(p, token, &asker, &err));
    assert_true(asker.must_set_up);
    OK(people_totp_begin(p, person.id, password, secret, &err));
    code_at(secret, p->now, code);
    OK(people_totp_confirm(p, person.id, code, codes, &err));
    OK(people_session(p, token, &asker, &err));
    assert_false(asker.must_set_up);
    FAILS(ERR_CONFLICT, people_totp_remove(p, person.id, &err));
}

/* ---- sessions ---- */

static void a_session_ends_by_idleness_and_by_age(void **state)
{
    struct people *p = *state;
    char token[TOKEN_SIZE];
    struct asker asker;
    (void)begin(p, "ann@example.org", DESK_ANALYST);
    assert_int_equal(try(p, "ann@example.org", password, "", token), SIGN_IN_DONE);
    for (int64_t used = 0; used < SESSION_SECONDS; used += SESSION_IDLE_SECONDS - 100) {
        p->now = NOW + used;
        OK(people_session(p, token, &asker, &err));
    }
    p->now = NOW + SESSION_SECONDS;
    FAILS(ERR_NOBODY, people_session(p, token, &asker, &err));
    p->now = NOW;
    assert_int_equal(try(p, "ann@example.org", password, "", token), SIGN_IN_DONE);
    p->now += SESSION_IDLE_SECONDS;
    FAILS(ERR_NOBODY, people_session(p, token, &asker, &err));
    OK(people_tidy(p, &err));
    FAILS(ERR_NOBODY, people_session(p, "made up", &asker, &err));
}

static bool count_session(void *context, const struct listed_session *session)
{
    assert_string_equal(session->browser, "Firefox on Linux");
    ++*(int *)context;
    return true;
}

static void sessions_are_listed_and_ended(void **state)
{
    struct people *p = *state;
    char one[TOKEN_SIZE];
    char two[TOKEN_SIZE];
    struct asker asker;
    int count = 0;
    struct person person = begin(p, "ann@example.org", DESK_ANALYST);
    assert_int_equal(try(p, "ann@example.org", password, "", one), SIGN_IN_DONE);
    assert_int_equal(try(p, "ann@example.org", password, "", two), SIGN_IN_DONE);
    OK(people_sessions(p, person.id, count_session, &count, &err));
    assert_int_equal(count, 2);
    OK(people_session(p, one, &asker, &err));
    FAILS(ERR_MISSING, people_session_end(p, "somebody", asker.session, &err));
    OK(people_session_end(p, person.id, asker.session, &err));
    FAILS(ERR_NOBODY, people_session(p, one, &asker, &err));
    OK(people_session(p, two, &asker, &err));
    OK(people_password(p, person.id, password, "yet another set", asker.session, &err));
    OK(people_session(p, two, &asker, &err));
    OK(people_session_end(p, person.id, NULL, &err));
    FAILS(ERR_NOBODY, people_session(p, two, &asker, &err));
}

static void sessions_end_when_rights_shrink(void **state)
{
    struct people *p = *state;
    char token[TOKEN_SIZE];
    struct asker asker;
    struct person person = begin(p, "ann@example.org", DESK_ANALYST);
    assert_int_equal(try(p, "ann@example.org", password, "", token), SIGN_IN_DONE);
    OK(people_get(p, person.id, &person, &err));
    (void)snprintf(person.name, sizeof person.name, "Another Name");
    OK(people_change(p, &person, &err));
    OK(people_session(p, token, &asker, &err));
    assert_string_equal(asker.name, "Another Name");
    OK(people_get(p, person.id, &person, &err));
    person.role = DESK_VENUE_MANAGER;
    OK(people_change(p, &person, &err));
    FAILS(ERR_NOBODY, people_session(p, token, &asker, &err));
    FAILS(ERR_STALE, people_change(p, &person, &err));
}

static void the_last_administrator_stays_one(void **state)
{
    struct people *p = *state;
    struct person one = begin(p, "ann@example.org", DESK_ADMINISTRATOR);
    OK(people_get(p, one.id, &one, &err));
    struct person changed = one;
    changed.role = DESK_ANALYST;
    FAILS(ERR_CONFLICT, people_change(p, &changed, &err));
    changed = one;
    changed.state = PERSON_CLOSED;
    FAILS(ERR_CONFLICT, people_change(p, &changed, &err));
    changed = one;
    changed.scope.count = 1;
    FAILS(ERR_CONFLICT, people_change(p, &changed, &err));
    (void)begin(p, "bob@example.org", DESK_ADMINISTRATOR);
    changed = one;
    changed.state = PERSON_CLOSED;
    OK(people_change(p, &changed, &err));
}

/* ---- tokens ---- */

static void a_token_has_its_own_rights_and_ends(void **state)
{
    struct people *p = *state;
    char secret[TOKEN_SIZE];
    struct asker asker;
    struct api_token token = { .name = "exports",
                               .may = may(MAY_SEE_ROWS),
                               .scope = { { "north" }, 1 },
                               .expires = NOW + 100 };
    OK(people_token_new(p, &token, secret, &err));
    assert_memory_equal(secret, "ysd_", 4);
    OK(people_token(p, secret, &asker, &err));
    assert_true(asker.is_token);
    assert_true(asker.may == may(MAY_SEE_ROWS));
    assert_string_equal(asker.scope.nodes[0], "north");
    assert_string_equal(asker.csrf, "");
    FAILS(ERR_NOBODY, people_token(p, "ysd_made_up", &asker, &err));
    p->now += 100;
    FAILS(ERR_NOBODY, people_token(p, secret, &asker, &err));
    p->now -= 100;
    OK(people_token_end(p, token.id, &err));
    FAILS(ERR_NOBODY, people_token(p, secret, &asker, &err));
    FAILS(ERR_MISSING, people_token_end(p, token.id, &err));
}

static void no_secret_is_kept_as_it_is(void **state)
{
    struct people *p = *state;
    char secret[TOKEN_SIZE];
    char session[TOKEN_SIZE];
    char totp[64];
    struct api_token token = { .name = "exports", .may = may(MAY_SEE_ROWS) };
    struct person person = begin(p, "ann@example.org", DESK_ANALYST);
    assert_int_equal(try(p, "ann@example.org", password, "", session), SIGN_IN_DONE);
    OK(people_token_new(p, &token, secret, &err));
    OK(people_totp_begin(p, person.id, password, totp, &err));
    const char *const secrets[] = { secret, session, totp, password };
    for (size_t i = 0; i < sizeof secrets / sizeof secrets[0]; i++) {
        char command[400];
        (void)snprintf(command, sizeof command, "cat %s* | grep -aqF -- '%s'", path, secrets[i]);
        assert_int_not_equal(system(command), 0);
    }
}

/* ---- the log ---- */

static void change_log(const char *sql)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void the_log_shows_where_it_was_changed(void **state)
{
    struct people *p = *state;
    struct audit_proof proof;
    OK(audit_verify(p->store, &proof, &err));
    assert_int_equal(proof.entries, 0);
    (void)begin(p, "ann@example.org", DESK_ANALYST);
    for (int i = 0; i < 5; i++)
        OK(audit_note(p->store, &audit_command_line, DID_VENUE_CHANGED, "riverside", NULL, &err));
    OK(audit_verify(p->store, &proof, &err));
    assert_int_equal(proof.entries, 7);
    assert_int_equal(proof.broken_at, 0);
    change_log("UPDATE audit SET subject = 'lakeside' WHERE number = 4");
    OK(audit_verify(p->store, &proof, &err));
    assert_int_equal(proof.broken_at, 4);
    change_log("UPDATE audit SET subject = 'riverside' WHERE number = 4");
    OK(audit_verify(p->store, &proof, &err));
    assert_int_equal(proof.broken_at, 0);
    change_log("DELETE FROM audit WHERE number = 3");
    OK(audit_verify(p->store, &proof, &err));
    assert_int_equal(proof.broken_at, 3);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, opens, closes)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(an_invited_person_sets_a_password_and_signs_in),
        CASE(a_link_works_once_and_not_for_ever),
        CASE(a_second_account_of_one_address_is_refused),
        CASE(a_password_that_is_easily_guessed_is_refused),
        CASE(a_reset_ends_password_codes_and_sessions),
        CASE(wrong_passwords_make_an_account_wait_longer_and_longer),
        CASE(nobody_learns_which_accounts_there_are),
        cmocka_unit_test(codes_are_those_of_the_rfc),
        CASE(a_second_factor_is_asked_for_and_each_code_is_good_once),
        CASE(recovery_codes_are_good_once_each),
        CASE(an_administrator_must_have_a_second_factor),
        CASE(a_session_ends_by_idleness_and_by_age),
        CASE(sessions_are_listed_and_ended),
        CASE(sessions_end_when_rights_shrink),
        CASE(the_last_administrator_stays_one),
        CASE(a_token_has_its_own_rights_and_ends),
        CASE(no_secret_is_kept_as_it_is),
        CASE(the_log_shows_where_it_was_changed),
    };
    (void)setenv("YOUSAID_TEST_KDF", "1", 1);
    if (mkdtemp(folder) == NULL)
        return 1;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    char command[100];
    (void)snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command) == 0 ? failed : 1;
}
