#pragma once
/*
 * The hub as one thing: its keys and its folder, the routes of its HTTP surface, and the verbs that
 * make venues, surveys and invitations become a signed bundle on a kiosk. The command line above is
 * thin.
 */
#include "enrol.h"
#include "http.h"
#include "ingest.h"
#include "store_move.h"

struct hub; /* opaque */

struct hub_making {
    const char *programme;        /* its name, as citizens know it */
    const char *database;         /* "postgres://..."; NULL: SQLite, in the hub's folder */
    const char *const *tls_names; /* names and addresses that kiosks call; ends with NULL */
};
/* Makes the folder (0700), database, programme, hub and counts keys, development certificates, and
 * the first statements. ERR_REFUSED when DIR already holds a hub, or the database a programme. */
MUST_CHECK bool hub_init(const char *data, const struct hub_making *making, struct err *err);
/* Makes another hub of the same programme in the folder `to`, with a key of its own, and introduces
 * it to all kiosks. Needs the programme key, and a database that hubs can share. */
MUST_CHECK bool hub_add(struct hub *hub, const char *to, const char *const *tls_names,
                        struct err *err);
/* Moves the database of the hub in this folder to PostgreSQL: see store_move.h. */
MUST_CHECK bool hub_database_move(const char *data, const char *to,
                                  void (*take)(void *context, const struct store_moved *moved),
                                  void *context, struct err *err);
/* Copies a hub that may be serving, as it is at one moment, into the folder `to`, which is not
 * there yet. Keys are in it: it is as secret as the hub. ERR_REFUSED where the database is
 * PostgreSQL's. */
MUST_CHECK bool hub_backup(struct hub *hub, const char *to, struct err *err);
/* Makes the hub in DIR, which is absent or empty, from such a backup, which stays as it is. A drill
 * is one to look at: it takes nothing in and signs nothing for kiosks, which would believe it. */
MUST_CHECK bool hub_restore(const char *data, const char *from, bool drill, struct err *err);
/* ERR_REFUSED, in words for people, when this hub is a drill. */
MUST_CHECK bool hub_takes_in(struct store *store, struct err *err);
MUST_CHECK bool hub_open(const char *data, struct hub **ret, struct err *err);
void hub_close(struct hub *hub); /* NULL is fine */
struct store *hub_store(struct hub *hub);
/* Seals what the desk keeps secret; the same for all hubs of a database. */
struct digest hub_desk_key(const struct hub *hub);
const char *hub_programme(const struct hub *hub);
/* Set, to anything, by whoever fills a hub with made-up data. */
#define HUB_SAMPLE_SETTING "programme.sample"
/* Does it hold made-up data? Every page says so. */
bool hub_is_sample(const struct hub *hub);

/* The nth language whose words this program carries; NULL past the last. */
const char *hub_language(size_t nth);

/* Rises whenever venues or areas change, so that whoever keeps them in memory reads them again. */
#define HUB_FRAME_COUNTER "frame"

/* Adds a venue or changes it. One that asks nothing yet takes up the newest published survey that
 * is for its kind. Makes its bundle. */
MUST_CHECK bool hub_venue_put(struct hub *hub, const struct venue *venue, struct err *err);
/* The same without the bundle, within store_together. */
MUST_CHECK bool hub_venue_keep(struct hub *hub, const struct venue *venue, struct err *err);

/* What a venue chooses, as the file that docs/VENUE.md explains. Putting it makes the venue's
 * bundle; problems are the caller's to print. A venue without one has what every venue has. */
MUST_CHECK bool hub_venue_profile_put(struct hub *hub, const char *venue, struct span file,
                                      struct problems *problems, struct err *err);
MUST_CHECK bool hub_venue_profile_get(struct hub *hub, const char *venue, struct buf *ret_file,
                                      struct err *err);
/* The same, read; the caller's, for venue_profile_free. */
struct venue_profile;
MUST_CHECK bool hub_venue_profile(struct hub *hub, const char *venue, struct venue_profile **ret,
                                  struct err *err);

/* What a venue asks of its own behind the survey: a small survey file (model/survey_join.h); an
 * empty one takes them away. Makes the venue's bundle; problems are the caller's to print. */
MUST_CHECK bool hub_local_put(struct hub *hub, const char *venue, struct span file,
                              struct problems *problems, struct err *err);
MUST_CHECK bool hub_local_get(struct hub *hub, const char *venue, struct buf *ret_file,
                              struct err *err);
/* Could they be put? Nothing is changed. */
MUST_CHECK bool hub_local_fits(struct hub *hub, const char *venue, struct span file,
                               struct problems *problems, struct err *err);

/* Adds a notice, "you said, we did", at these venues (ends with NULL), or at all of them; makes
 * their bundles. Its numbers, one for each venue, or one, go to `take` (NULL is fine). Problems are
 * the caller's to print. */
MUST_CHECK bool hub_notice_add(struct hub *hub, const char *const *venues, struct span file,
                               struct problems *problems,
                               void (*take)(void *context, uint64_t number), void *context,
                               struct err *err);
MUST_CHECK bool hub_notice_withdraw(struct hub *hub, uint64_t number, struct err *err);

/* The survey with the questions of a module that this program carries ("equality") behind its own.
 * ERR_MISSING when there is no such module. Needs no hub. */
MUST_CHECK bool hub_module_add(const char *name, struct span survey, struct buf *ret_survey,
                               struct problems *problems, struct err *err);

/* A survey that this program carries, by its file's name: "gp-fft", "jobcentre". Static; empty when
 * there is none such. */
struct span hub_survey_carried(const char *name);

/* All that the venue's kiosks would show with this survey, as yousaid-kiosk's --whole takes it: its
 * own questions joined where they go with it, what it chooses, its notices, its name. ERR_MISSING
 * where it has no bundle. */
enum { VENUE_WHOLE_MAX = 9 * 1024 * 1024 };
MUST_CHECK bool hub_venue_whole(struct hub *hub, const char *venue, struct span survey,
                                struct buf *ret, struct err *err);

/* Makes and signs a venue's next bundle from what the store holds; true and unchanged when nothing
 * changed. */
MUST_CHECK bool hub_bundle_refresh(struct hub *hub, const char *venue, struct err *err);

/* Every language of the interface, of each survey, and of what each venue says of its own, that a
 * venue's bundle offers; each once, until `take` returns false. */
struct speech_source;
MUST_CHECK bool hub_speech_sources(struct hub *hub,
                                   bool (*take)(void *context, const struct speech_source *source),
                                   void *context, struct err *err);
/* Do kiosks speak this language: have clips of the interface once been made? */
MUST_CHECK bool hub_speaks_aloud(struct store *store, const char *tag, bool *ret, struct err *err);
/* How many of these, in languages that kiosks speak, say what no clips were made of yet. */
MUST_CHECK bool hub_speech_waiting(struct hub *hub, int *ret, struct err *err);
/* Makes them, and the bundles; *ret_made: sentences. Safe beside others that do the same. */
struct speech_programs;
MUST_CHECK bool hub_speech_freshen(struct hub *hub, const struct speech_programs *programs,
                                   int *ret_made, struct err *err);
/* Makes the bundles of all venues anew where something changed. */
MUST_CHECK bool hub_bundles_refresh(struct hub *hub, struct err *err);

/* A venue by its ID; ERR_MISSING says how to see which there are. */
MUST_CHECK bool hub_venue_get(struct hub *hub, const char *id, struct venue *ret, struct err *err);

struct invite {
    uint16_t id;
    char code[CODE_SIZE];
    char pin[7];
    char recovery[24];
    int64_t expires;
};
MUST_CHECK bool hub_invite(struct hub *hub, const char *venue, struct invite *ret, struct err *err);

/* Publishes a survey file: checks, keeps, and refreshes the bundles of the venues it is for (by
 * kind, or those named; ends with NULL). Problems are the caller's to print. */
MUST_CHECK bool hub_publish(struct hub *hub, struct span file, const char *const *venues,
                            const char *const *accepted_languages, struct problems *problems,
                            struct published_survey *ret, struct err *err);

/* The two halves of it, for whoever sends a survey out stage by stage: it is checked and kept, and
 * no venue asks it yet; then a venue asks it from now on, its own questions joined. */
MUST_CHECK bool hub_survey_keep(struct hub *hub, struct span file,
                                const char *const *accepted_languages, struct problems *problems,
                                struct published_survey *ret, struct err *err);
MUST_CHECK bool hub_survey_send(struct hub *hub, const char *venue, const struct digest *survey,
                                struct err *err);
/* Is it for venues of this one's kind? */
bool hub_survey_is_for(const struct survey *survey, const struct venue *venue);

/* Are the kiosk's own words there in this language, or in the one before the dash? */
bool hub_speaks(const char *tag);

/* Makes a words key, wraps it, states it, refreshes all bundles. ret_id names DIR/words/<id>.key.
 * When only the last fails the key stands; serving makes the bundles. */
MUST_CHECK bool hub_words_new(struct hub *hub, struct span passphrase, char ret_id[17],
                              struct err *err);

/* Introduces a words key that was made elsewhere; refreshes all bundles. Needs the programme key.
 */
MUST_CHECK bool hub_words_state(struct hub *hub, const struct box_public *key, struct err *err);
/* The file that hub_words_new wrote in this hub's folder. ERR_MISSING. */
MUST_CHECK bool hub_words_file(const struct hub *hub, const char *id, struct buf *ret_text,
                               struct err *err);
/* Is the programme key here, so that something can be stated? ERR_MISSING in words when not. */
MUST_CHECK bool hub_can_state(const struct hub *hub, struct err *err);
/* Opens one of the programme's statements. */
struct statement;
MUST_CHECK bool hub_statement(const struct hub *hub, struct span message, struct statement *ret,
                              struct err *err);

/* Sets aside what this kiosk recorded from then on. Needs the programme key. */
MUST_CHECK bool hub_revoke(struct hub *hub, uint64_t kiosk, int64_t from, struct err *err);

/* All revocations of the programme as one file, to be kept outside of any hub, and the way back:
 * what is here already is passed over. ERR_DENIED when the programme did not sign one of them,
 * ERR_CONFLICT when another statement here has its number. */
enum { HUB_REVOCATIONS_MAX = 512 * 1024 };
MUST_CHECK bool hub_revocations_get(struct hub *hub, struct buf *ret, size_t *ret_count,
                                    struct err *err);
MUST_CHECK bool hub_revocations_take(struct hub *hub, struct span bytes, size_t *ret_new,
                                     struct err *err);

/* The keys that ingest needs, for whoever feeds it without serving (batches from a stick). */
struct ingest_config hub_ingest_config(const struct hub *hub);

/* What kiosks bring beside their batches, by network or on a stick. */

/* Takes a survey that a kiosk was asked for: `kiosk` is the id in 16 hex digits. */
MUST_CHECK bool hub_survey_take(struct store *store, const char *kiosk, struct span message,
                                struct err *err);
/* Takes in a kiosk that a hub of the programme has enrolled and this one does not know, by the
 * message that it shows, and what its bundle says of its venue; ret_kiosk may be NULL. ERR_DENIED
 * when nobody of the programme vouches for it, or it is revoked. */
MUST_CHECK bool hub_adopt(const struct hub *hub, struct store *store, struct span message,
                          uint64_t *ret_kiosk, struct err *err);

/* What goes to a kiosk on a stick. */

/* Where a bundle's file goes, piece by piece. */
struct bundle_sink {
    bool (*put)(void *self, struct span bytes, struct err *err);
    void *self;
};
/* Writes what this kiosk's venue asks and shows now as a stick's file (bundle_file.h), made anew
 * where something changed. ERR_MISSING without the kiosk, ERR_REFUSED when it is revoked. */
MUST_CHECK bool hub_stick_bundle(const struct hub *hub, struct store *store, uint64_t kiosk,
                                 const struct bundle_sink *to, uint64_t *ret_serial,
                                 struct err *err);
/* Its serial when that is newer than `held`, and than what the kiosk said by network; else 0. */
MUST_CHECK bool hub_stick_bundle_due(const struct hub *hub, struct store *store, uint64_t kiosk,
                                     uint64_t held, uint64_t *ret_serial, struct err *err);
/* Which bundle the kiosk held when it wrote this batch; 0 where nobody knows. */
uint64_t hub_batch_holds(struct store *store, uint64_t kiosk, struct span message);
/* Judges a kiosk's question to be enrolled as if it had come by network; the answer is to be
 * carried back. *ret_guess: it failed as a guessed code would. */
MUST_CHECK bool hub_enrol_carried(const struct hub *hub, struct store *store, struct span request,
                                  struct buf *ret_reply, uint64_t *ret_kiosk, bool *ret_guess,
                                  struct err *err);

struct hub_serving {
    const char *listen; /* "ADDR:PORT" */
    const char *cert;   /* PEM files, or NULL for the hub's own */
    const char *key;
    unsigned connections;          /* that there may be at all; 0: 2000 */
    unsigned connections_each;     /* that one address may hold; 0: 256 */
    const struct http_route *more; /* what is served beside the kiosks' routes; NULL for none */
    void *more_context;
    /* Told, with more_context, what takes batches in, and NULL before that ends; NULL: nobody. */
    void (*ingesting)(void *context, struct ingest *ingest);
    const struct http_route *pages; /* for people with a browser; NULL for none */
    int stop_fd;
    int renew_fd; /* a signalfd; 0 for none */
};
/* Makes the bundles anew where something changed and serves until stop_fd is readable. Prints one
 * line with the address when it listens. Once a day, and with each signal of renew_fd, the
 * certificate's files are read again; says in the log when it is about to end. */
MUST_CHECK bool hub_serve(struct hub *hub, const struct hub_serving *how, struct err *err);
