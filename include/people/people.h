#pragma once
/*
 * People who may use the hub: accounts by invitation, passwords and one-time codes, sessions, API
 * tokens, and what each role may do in which part of the venue tree. Every change is in the audit
 * log. Passwords are hashed one at a time in a process, so that a crowd at the door cannot take the
 * hub's memory.
 */
#include "audit.h"
#include "seal.h"

/* ---- what may be done ---- */

#define PERMISSION_MAP(X)                                                                          \
    X(SEE_REPORTS, "see_reports")                                                                  \
    X(SEE_LIVE, "see_live")                                                                        \
    X(SEE_ROWS, "see_rows")                                                                        \
    X(SEE_WORDS, "see_words")                                                                      \
    X(SEE_SURVEYS, "see_surveys")                                                                  \
    X(EDIT_SURVEYS, "edit_surveys")                                                                \
    X(PUBLISH_SURVEYS, "publish_surveys")                                                          \
    X(SEE_VENUES, "see_venues")                                                                    \
    X(EDIT_VENUES, "edit_venues")                                                                  \
    X(ENTER_COUNTS, "enter_counts")                                                                \
    X(SEE_KIOSKS, "see_kiosks")                                                                    \
    X(EDIT_KIOSKS, "edit_kiosks")                                                                  \
    X(INVITE_KIOSKS, "invite_kiosks")                                                              \
    X(EDIT_NOTICES, "edit_notices")                                                                \
    X(APPROVE_NOTICES, "approve_notices")                                                          \
    X(EDIT_INITIATIVES, "edit_initiatives")                                                        \
    X(FREEZE_RETURNS, "freeze_returns")                                                            \
    X(SEE_ALERTS, "see_alerts")                                                                    \
    X(EDIT_ALERTS, "edit_alerts")                                                                  \
    X(SEE_AUDIT, "see_audit")                                                                      \
    X(VERIFY, "verify")                                                                            \
    X(EDIT_PEOPLE, "edit_people")                                                                  \
    X(EDIT_TOKENS, "edit_tokens")                                                                  \
    X(EDIT_KEYS, "edit_keys")                                                                      \
    X(SEE_METRICS, "see_metrics")                                                                  \
    X(IMPORT_BATCHES, "import_batches")

enum permission {
#define X(name, text) MAY_##name,
    PERMISSION_MAP(X)
#undef X
        PERMISSIONS
};
typedef uint32_t permissions; /* bit i: permission i */

static inline permissions may(enum permission permission)
{
    return (permissions)1 << permission;
}
const char *permission_name(enum permission permission);
/* False when there is none of that name. */
MUST_CHECK bool permission_from_name(const char *name, enum permission *ret);

enum desk_role {
    DESK_ADMINISTRATOR,
    DESK_AUTHOR,
    DESK_ANALYST,
    DESK_VENUE_MANAGER,
    DESK_INSPECTOR,
    DESK_ROLES
};
const char *desk_role_name(enum desk_role role);
MUST_CHECK bool desk_role_from_name(const char *name, enum desk_role *ret);
permissions desk_role_may(enum desk_role role);

/* Areas and venues that somebody is limited to; none: everything. */
enum { SCOPE_MAX = 32 };
struct scope {
    char nodes[SCOPE_MAX][STORE_ID_MAX + 1];
    size_t count;
};

/* ---- accounts ---- */

enum {
    EMAIL_MAX = 254,
    PEOPLE_ID_SIZE = 17, /* 16 hexadecimal digits */
    TOKEN_SIZE = 60,     /* a secret as text, with its prefix */
    RECOVERY_CODES = 10,
    RECOVERY_CODE_SIZE = 20, /* "XXXX-XXXX-XXXX-XXXX" */
    PASSWORD_MIN = 12,
    PASSWORD_MAX = 1024,
};

enum person_state { PERSON_INVITED, PERSON_ACTIVE, PERSON_CLOSED };
const char *person_state_name(enum person_state state);

struct person {
    char id[PEOPLE_ID_SIZE];
    char email[EMAIL_MAX + 1]; /* as it was given; compared without regard to case */
    char name[STORE_NAME_MAX];
    enum desk_role role;
    struct scope scope;
    enum person_state state;
    bool second_factor;
    int recovery_left;
    int64_t created, last_sign_in; /* 0: never */
    uint64_t version;
};

/* What all verbs need. */
struct people {
    struct store *store;
    struct digest key; /* seals one-time secrets; the same for all hubs of a database */
    struct audit_actor actor;
    int64_t now;
};

/* ERR_CONFLICT when the e-mail has an account. ret_token is the link's secret, to be handed over.
 */
MUST_CHECK bool people_invite(const struct people *p, const struct person *person,
                              struct person *ret, char ret_token[TOKEN_SIZE], struct err *err);
/* Ends password, second factor and sessions; a new link. */
MUST_CHECK bool people_reset(const struct people *p, const char *account,
                             char ret_token[TOKEN_SIZE], struct err *err);
MUST_CHECK bool people_get(const struct people *p, const char *account, struct person *ret,
                           struct err *err);
MUST_CHECK bool people_find(const struct people *p, const char *email, struct person *ret,
                            struct err *err);
/* In the order in which they were invited, behind `after` (NULL: from the beginning). */
MUST_CHECK bool people_list(const struct people *p, const struct person *after,
                            bool (*take)(void *context, const struct person *person), void *context,
                            struct err *err);
/* Changes name, role, scope and state (active, closed); ERR_STALE when version is not what is
 * there. Sessions end when rights change. The last administrator stays one. */
MUST_CHECK bool people_change(const struct people *p, const struct person *person, struct err *err);
MUST_CHECK bool people_rename(const struct people *p, const char *account, const char *name,
                              struct err *err);
/* Alert wishes and the like: a JSON object that the account carries. "" when there is none. */
MUST_CHECK bool people_wishes(const struct people *p, const char *account, struct buf *ret,
                              struct err *err);
MUST_CHECK bool people_wishes_put(const struct people *p, const char *account, struct span json,
                                  struct err *err);

/* ---- links, passwords, codes ---- */

enum { LINK_DAYS = 7 };

/* Whose link it is; ret_reset tells a reset from an invitation. ERR_MISSING when it has ended. */
MUST_CHECK bool people_link(const struct people *p, const char *token, struct person *ret,
                            bool *ret_reset, int64_t *ret_expires, struct err *err);
/* Sets the password; the link ends. ERR_REFUSED for a password that will not do. */
MUST_CHECK bool people_link_accept(const struct people *p, const char *token, const char *password,
                                   struct person *ret, struct err *err);
/* ERR_DENIED when the old one is wrong. Other sessions end. */
MUST_CHECK bool people_password(const struct people *p, const char *account, const char *old,
                                const char *password, const char *session, struct err *err);

/* A new secret as Base32; nothing changes until it is confirmed. ERR_DENIED for a wrong password.
 */
MUST_CHECK bool people_totp_begin(const struct people *p, const char *account, const char *password,
                                  char ret_secret[64], struct err *err);
/* Takes it up; ERR_DENIED for a wrong code. The recovery codes are shown once. */
MUST_CHECK bool people_totp_confirm(const struct people *p, const char *account, const char *code,
                                    char ret_codes[RECOVERY_CODES][RECOVERY_CODE_SIZE],
                                    struct err *err);
/* ERR_CONFLICT for an administrator. */
MUST_CHECK bool people_totp_remove(const struct people *p, const char *account, struct err *err);
MUST_CHECK bool people_recovery(const struct people *p, const char *account, const char *password,
                                char ret_codes[RECOVERY_CODES][RECOVERY_CODE_SIZE],
                                struct err *err);

/* ---- sessions ---- */

enum { SESSION_IDLE_SECONDS = 3600, SESSION_SECONDS = 12 * 3600 };

struct sign_in {
    const char *email, *password;
    const char *code;    /* six digits or a recovery code; "" for none */
    const char *browser; /* as coarse as "Firefox on Linux" */
};
enum sign_in_result {
    SIGN_IN_DONE,
    SIGN_IN_WRONG,      /* e-mail, password or code: which is not said */
    SIGN_IN_NEEDS_CODE, /* the password is right */
    SIGN_IN_WAIT,       /* too many wrong ones: *ret_wait seconds */
};
/* False only when it could not be judged. */
MUST_CHECK bool people_sign_in(const struct people *p, const struct sign_in *in,
                               enum sign_in_result *ret, unsigned *ret_wait,
                               struct person *ret_person, char ret_token[TOKEN_SIZE],
                               struct err *err);
MUST_CHECK bool people_session_new(const struct people *p, const struct person *person,
                                   const char *browser, char ret_token[TOKEN_SIZE],
                                   struct err *err);

/* Who asks, by session or token. */
struct asker {
    char id[PEOPLE_ID_SIZE]; /* of the account, or of the token */
    char name[STORE_NAME_MAX];
    bool is_token;
    enum desk_role role; /* an account's */
    permissions may;
    struct scope scope;
    char session[PEOPLE_ID_SIZE];
    char csrf[65];    /* what changes must carry; "" for a token */
    int64_t expires;  /* 0: never */
    bool must_set_up; /* an administrator without a second factor: nothing else is allowed */
};
/* ERR_NOBODY when it is none, or has ended. Its use is noted. */
MUST_CHECK bool people_session(const struct people *p, const char *token, struct asker *ret,
                               struct err *err);
MUST_CHECK bool people_session_end(const struct people *p, const char *account, const char *session,
                                   struct err *err); /* session NULL: all of the account's */

struct listed_session {
    char id[PEOPLE_ID_SIZE];
    int64_t created, last_used;
    char browser[80];
};
MUST_CHECK bool people_sessions(const struct people *p, const char *account,
                                bool (*take)(void *context, const struct listed_session *session),
                                void *context, struct err *err);

/* ---- API tokens ---- */

struct api_token {
    char id[PEOPLE_ID_SIZE];
    char name[STORE_NAME_MAX];
    char by[STORE_NAME_MAX];
    permissions may;
    struct scope scope;
    int64_t created, expires; /* 0: never */
    int32_t last_used;        /* a day; 0: never */
};
MUST_CHECK bool people_token_new(const struct people *p, struct api_token *token,
                                 char ret_secret[TOKEN_SIZE], struct err *err);
MUST_CHECK bool people_token(const struct people *p, const char *secret, struct asker *ret,
                             struct err *err);
MUST_CHECK bool people_tokens(const struct people *p, const struct api_token *after,
                              bool (*take)(void *context, const struct api_token *token),
                              void *context, struct err *err);
MUST_CHECK bool people_token_end(const struct people *p, const char *id, struct err *err);

/* What has expired is removed: sessions, links. */
MUST_CHECK bool people_tidy(const struct people *p, struct err *err);
