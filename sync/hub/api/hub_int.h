#pragma once
/* What the files of the api room share: an open hub, its folder, and the verbs that take a store,
 * so that every thread of a serving hub can use its own. */
#include "api.h"
#include "bundle.h"
#include "clock.h"
#include "statement.h"

enum { HUB_PATH_MAX = 4096, HUB_PROGRAMME_MAX = 200, PIN_BLOB_MAX = 1024 };

#define SETTING_PROGRAMME_KEY  "programme.public"
#define SETTING_PROGRAMME_NAME "programme.name"

struct hub {
    char data[HUB_PATH_MAX];
    char database[HUB_PATH_MAX + 16];
    struct store *store;
    struct secret_key key;
    struct box_public counts_public;
    struct box_secret counts_secret;
    struct public_key programme;
    char programme_name[HUB_PROGRAMME_MAX];
};

/* ---- hub_folder.c ---- */
MUST_CHECK bool hub_path(const char *data, const char *name, char ret[HUB_PATH_MAX],
                         struct err *err);
/* Reads exactly `size` secret bytes of keys/NAME; says what to do when they are not there. */
MUST_CHECK bool hub_key_read(const char *data, const char *name, void *ret, size_t size,
                             struct err *err);
MUST_CHECK bool hub_key_write(const char *data, const char *name, const void *bytes, size_t size,
                              struct err *err);
/* Holds DIR/lock while something is read, changed and written back; released by file_close. */
MUST_CHECK bool hub_lock(const struct hub *hub, int *ret_fd, struct err *err);

/* ---- state.c: statements ---- */
/* Signs the next statement and keeps it. Needs keys/programme.key. */
MUST_CHECK bool hub_state(const char *data, struct store *store, enum statement_kind kind,
                          struct span subject, int64_t from, struct err *err);

/* ---- bundle.c ---- */
MUST_CHECK bool bundle_refresh(const struct hub *hub, struct store *store, const char *venue,
                               struct err *err);
MUST_CHECK bool bundle_refresh_all(const struct hub *hub, struct store *store, struct err *err);

/* ---- lists.c: small lists read whole, so that a change can follow each entry ---- */
struct venue_list {
    struct venue *list;
    size_t count;
};
MUST_CHECK bool venue_list_read(struct store *store, struct venue_list *ret, struct err *err);
void venue_list_finish(struct venue_list *list); /* fine on zeroes */

/* Language tags that were accepted by name, kept as one text with commas between. */
struct accepted_list {
    char text[STORE_NAME_MAX];
    const char *tags[SURVEY_LANGUAGES_MAX + 1]; /* ends with NULL */
};
void accepted_split(const char *text, struct accepted_list *ret);
MUST_CHECK bool accepted_join(const char *const *tags, char ret[STORE_NAME_MAX], struct err *err);

/* ---- languages.c: the interface's words that this program carries ---- */
struct language_file {
    const char *tag;
    const uint8_t *bytes;
    size_t size;
};
extern const struct language_file language_files[]; /* generated; ends with a NULL tag */
/* The file of this tag, else of the tag before a dash; NULL when there is none. */
const struct language_file *language_find(const char *tag);

/* ---- throttle.c ---- */
enum { THROTTLE_PLACES = 1024 };
struct bucket {
    uint64_t who; /* hash of the address */
    double tokens;
    msec filled;
};
/* Guessed codes are throttled: a few failures an address, and some more from all addresses. */
struct throttle {
    struct bucket everybody;
    struct bucket places[THROTTLE_PLACES];
    uint64_t seed;
};
void throttle_init(struct throttle *throttle, uint64_t seed, msec now);
/* May this address try? 0, or the seconds after which it may. */
unsigned throttle_ask(struct throttle *throttle, const char *peer, msec now);
void throttle_failed(struct throttle *throttle, const char *peer, msec now);

/* ---- invite.c ---- */
/* The MAC key of a kept invitation. */
struct digest invitation_kept_key(const struct store_invitation *kept);

/* ---- statements.c ---- */
/* Those that a kiosk needs: of hub keys and CAs all, of words and counts keys the newest; who else
 * was revoked is no business of its. */
MUST_CHECK bool statements_needed(struct store *store,
                                  bool (*take)(void *context, uint64_t number, int kind,
                                               struct span message),
                                  void *context, struct err *err);

/* ---- survey_in.c ---- */
/* Takes a survey that a kiosk was asked for: `kiosk` is the id in 16 hex digits. */
MUST_CHECK bool hub_survey_take(struct store *store, const char *kiosk, struct span message,
                                struct err *err);

/* ---- enrol.c ---- */
/* Judges one request and, when it is good, appends the reply. ret_guess is true when the failure
 * looks like a guessed code. */
MUST_CHECK bool hub_enrol(const struct hub *hub, struct store *store, struct span request,
                          struct buf *ret_reply, bool *ret_guess, struct err *err);
