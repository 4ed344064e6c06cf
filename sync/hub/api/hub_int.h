#pragma once
/* What the files of the api room share: an open hub, its folder, and the verbs that take a store,
 * so that every thread of a serving hub can use its own. */
#include "api.h"
#include "bundle.h"
#include "clock.h"
#include "statement.h"
#include "venue_profile.h"

enum {
    HUB_PATH_MAX = 4096,
    HUB_URL_MAX = HUB_PATH_MAX + 16,
    HUB_PROGRAMME_MAX = 200,
    PIN_BLOB_MAX = 1024
};

#define SETTING_PROGRAMME_KEY  "programme.public"
#define SETTING_PROGRAMME_NAME "programme.name"
#define SETTING_DRILL          "programme.drill"

struct hub {
    char data[HUB_PATH_MAX];
    char database[HUB_URL_MAX];
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
/* Where the hub's database is: DIR/database says so, else it is DIR/hub.sqlite. */
MUST_CHECK bool hub_database_read(const char *data, char ret[HUB_URL_MAX], struct err *err);
MUST_CHECK bool hub_database_write(const char *data, const char *url, struct err *err);

/* A small file of one hub's folder into another's, under the same name; and all files of a part of
 * it ("keys"), which is there on both sides. */
MUST_CHECK bool hub_file_copy(const char *data, const char *to, const char *name, struct err *err);
MUST_CHECK bool hub_part_copy(const char *data, const char *to, const char *part, struct err *err);

/* ---- init.c ---- */
/* Makes the folders of a new hub in one that is absent or empty. */
MUST_CHECK bool hub_folders_make(const char *data, struct err *err);

/* ---- state.c: statements ---- */
/* Signs the next statement and keeps it. Needs keys/programme.key. */
MUST_CHECK bool hub_state(const char *data, struct store *store, enum statement_kind kind,
                          struct span subject, int64_t from, struct err *err);

/* ---- bundle.c ---- */
MUST_CHECK bool bundle_refresh(const struct hub *hub, struct store *store, const char *venue,
                               struct err *err);
MUST_CHECK bool bundle_refresh_all(const struct hub *hub, struct store *store, struct err *err);

/* ---- lists.c: small lists read whole, so that a change can follow each entry ---- */
/* venue_whole.c: hub_venue_whole of a bundle that is open, with the survey as it is. */
struct manifest;
MUST_CHECK bool venue_whole_put(struct store *store, const struct manifest *manifest,
                                struct span survey, struct buf *whole, struct err *err);

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

/* ---- files that this program carries: generated; a table ends with a NULL name ---- */
struct embedded_file {
    const char *name;
    const uint8_t *bytes;
    size_t size;
};
extern const struct embedded_file language_files[], module_files[], survey_files[];

/* ---- languages.c: the interface's words ---- */
/* The file of this tag, else of the tag before a dash; NULL when there is none. */
const struct embedded_file *language_find(const char *tag);

/* ---- venue_files.c ---- */
/* ERR_MISSING in words that say what to do. */
MUST_CHECK bool venue_is_there(struct store *store, const char *venue, struct err *err);
/* What a venue chooses: its file, empty when it has none, and what that means; the caller's
 * (venue_profile_free). */
MUST_CHECK bool venue_profile_read(struct store *store, const char *venue, struct buf *ret_file,
                                   struct venue_profile **ret, struct err *err);

/* ---- notices.c ---- */
/* The file of the notices that a venue shows, the newest first; nothing is appended when it shows
 * none. */
MUST_CHECK bool notices_file(struct store *store, const char *venue, struct buf *ret,
                             struct err *err);

/* ---- local.c ---- */
/* Which survey a venue asks in the place of this one: itself, or it with the venue's own questions,
 * which is then kept as a version of its own. Where the two no longer go together the log says so
 * and the venue asks the survey alone. */
MUST_CHECK bool local_survey(struct store *store, const char *venue, const struct digest *survey,
                             struct digest *ret, struct err *err);

/* ---- publish.c ---- */
/* From now on the venue asks this survey, with its own questions where it has some. */
MUST_CHECK bool survey_send(struct hub *hub, const char *venue, const struct digest *survey,
                            struct err *err);

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

/* The keys of all hubs that the programme has introduced. */
enum { HUB_KEYS_MAX = 16 }; /* as many as a kiosk knows */
struct hub_keys {
    struct public_key list[HUB_KEYS_MAX];
    size_t count;
};
MUST_CHECK bool hub_keys_read(const struct hub *hub, struct store *store, struct hub_keys *ret,
                              struct err *err);

/* ---- revocations.c ---- */
struct revocation {
    uint64_t number; /* of the statement */
    uint64_t kiosk;
    int64_t from;
};
/* Of a statement that the programme has signed. */
MUST_CHECK bool revocation_open(const struct hub *hub, struct span message, struct revocation *ret,
                                struct err *err);

/* ---- enrol.c ---- */
/* Gives a kiosk that has enrolled the name that it was invited under. */
void enrol_grant_wish(struct store *store, uint16_t invitation, uint64_t kiosk);
/* Members of what is kept of a kiosk (its ID in 16 hexadecimal digits) replace those of the same
 * names. */
struct json_t;
MUST_CHECK bool kiosk_paper_update(struct store *store, const char *kiosk, struct json_t *members,
                                   struct err *err);
/* Judges one request and, when it is good, appends the reply. ret_guess is true when the failure
 * looks like a guessed code. */
MUST_CHECK bool hub_enrol(const struct hub *hub, struct store *store, struct span request,
                          struct buf *ret_reply, bool *ret_guess, struct err *err);
