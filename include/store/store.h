#pragma once
/*
 * Where the hub keeps things: domain verbs, no SQL and no engine type crosses this door. Chosen by
 * URL scheme from a table of engines; no optional slots. Every table that grows is keyed by kiosk
 * first.
 *
 * Three classes of tables: kiosk tables (kiosk, watermark, batch, response, aside, tallies, stale,
 * kiosk_day, kiosk_event), frame tables (venue, survey, blob, bundle), desk tables (setting,
 * counter, statement, invitation; papers, audit log and summaries in store_desk.h and
 * store_summary.h). See docs/DATABASE.md.
 *
 * A store is used by one thread at a time; open one a thread. Many processes may use one database.
 * What reads many things hands them to `take` one by one; take returns false to stop early, which
 * is no error. Inside take the store may be asked other things, but not the same again.
 */
#include "response.h"

enum { STORE_NAME_MAX = 200, STORE_ID_MAX = SURVEY_NAME_MAX, STORE_HEALTH_MAX = 1023 };

struct store; /* opaque */

/* "sqlite:/path/hub.sqlite", or a plain path; "postgres://host/name" with all that libpq knows but
 * passwords, which are refused. Migrates on open. With `create` it makes the file, or fills the
 * empty database. */
MUST_CHECK bool store_open(const char *url, bool create, struct store **ret, struct err *err);
void store_close(struct store *store); /* NULL is fine */
/* Writes all of the database, as it is at one moment, into a new file, durably, while others read
 * and write on. ERR_REFUSED for an engine that has tools of its own for this. */
MUST_CHECK bool store_backup(struct store *store, const char *path, struct err *err);

/* ---- desk: settings, statements, words keys ---- */
MUST_CHECK bool store_setting_get(struct store *store, const char *key, struct buf *ret,
                                  struct err *err); /* ERR_MISSING */
MUST_CHECK bool store_setting_put(struct store *store, const char *key, struct span value,
                                  struct err *err);
/* Counters end here, far from the ends of any engine's integers; the wire's serials end here too.
 */
#define STORE_COUNTER_MAX ((UINT64_C(1) << 48) - 1)
/* Reserves the next number of a named counter (from 1), durable: "statement", "bundle". ERR_FULL
 * when it would be over STORE_COUNTER_MAX. */
MUST_CHECK bool store_next(struct store *store, const char *counter, uint64_t at_least,
                           uint64_t *ret, struct err *err);
/* The last number that was reserved; 0 before the first. */
MUST_CHECK bool store_counter(struct store *store, const char *counter, uint64_t *ret,
                              struct err *err);
MUST_CHECK bool store_statement_add(struct store *store, uint64_t number, int kind,
                                    struct span message, struct err *err);
/* All statements in the order of their numbers. */
MUST_CHECK bool store_statements(struct store *store,
                                 bool (*take)(void *context, uint64_t number, int kind,
                                              struct span message),
                                 void *context, struct err *err);

/* ---- frame: venues, blobs, surveys, bundles ---- */
struct venue {
    char id[STORE_ID_MAX + 1];
    char name[STORE_NAME_MAX];
    char time_zone[48];
    char kind[STORE_ID_MAX + 1]; /* "" for none */
};
MUST_CHECK bool store_venue_put(struct store *store, const struct venue *venue, struct err *err);
MUST_CHECK bool store_venue_get(struct store *store, const char *id, struct venue *ret,
                                struct err *err);
MUST_CHECK bool store_venues(struct store *store,
                             bool (*take)(void *context, const struct venue *venue), void *context,
                             struct err *err);

MUST_CHECK bool store_blob_put(struct store *store, const struct digest *name, struct span bytes,
                               struct err *err);
MUST_CHECK bool store_blob_get(struct store *store, const struct digest *name, struct buf *ret,
                               struct err *err); /* ERR_MISSING */

struct published_survey {
    struct digest digest;
    char id[STORE_ID_MAX + 1];
    uint32_t version;  /* counts from 1 for each id */
    int64_t published; /* 0: never here; a kiosk brought it with answers that were given to it */
    char accepted[STORE_NAME_MAX]; /* unreviewed languages accepted by name, comma between */
    struct digest base; /* all zero; else it is that survey with a venue's own questions */
};
/* The blob must be there. The same bytes again: true, with the version it has, and when it was
 * published first. */
MUST_CHECK bool store_survey_publish(struct store *store, struct published_survey *survey,
                                     struct err *err);
MUST_CHECK bool store_survey_get(struct store *store, const struct digest *digest,
                                 struct published_survey *ret, struct err *err);
/* Newest first. */
MUST_CHECK bool store_surveys(struct store *store,
                              bool (*take)(void *context, const struct published_survey *survey),
                              void *context, struct err *err);
/* The survey that each venue asks now, in the order of their ids: of one that it joined questions
 * of its own to, what it joined them to. False from take ends it. */
MUST_CHECK bool store_venue_surveys(struct store *store,
                                    bool (*take)(void *context, const char *venue,
                                                 const struct digest *survey),
                                    void *context, struct err *err);
/* Which survey a venue asks now. */
MUST_CHECK bool store_venue_survey_put(struct store *store, const char *venue,
                                       const struct digest *survey, struct err *err);

/* What a venue chooses, as files by name: its profile, its own questions (docs/VENUE.md). An empty
 * file is one that was taken away. */
#define STORE_FILE_PROFILE "profile"
#define STORE_FILE_LOCAL   "local"
MUST_CHECK bool store_venue_file_put(struct store *store, const char *venue, const char *name,
                                     struct span bytes, struct err *err);
MUST_CHECK bool store_venue_file_get(struct store *store, const char *venue, const char *name,
                                     struct buf *ret, struct err *err); /* ERR_MISSING */

/* A notice, "you said, we did", as the file that it was added as. */
struct store_notice {
    uint64_t number;              /* of the counter "notice" */
    char venue[STORE_ID_MAX + 1]; /* "": at all of them */
    int64_t added;
    int64_t withdrawn; /* 0: it is shown */
    struct span bytes; /* borrowed */
};
MUST_CHECK bool store_notice_add(struct store *store, const struct store_notice *notice,
                                 struct err *err);
/* In the order of their numbers, withdrawn ones too. */
MUST_CHECK bool store_notices(struct store *store,
                              bool (*take)(void *context, const struct store_notice *notice),
                              void *context, struct err *err);
/* ERR_MISSING when there is none that is shown. */
MUST_CHECK bool store_notice_withdraw(struct store *store, uint64_t number, int64_t when,
                                      struct err *err);

struct store_bundle {
    uint64_t serial;
    uint64_t follows;       /* the serial of the one before it, 0 for the first: put only */
    struct digest manifest; /* the blob that holds it */
};
/* ERR_STALE when another follows that one already: somebody made a bundle meanwhile. */
MUST_CHECK bool store_bundle_put(struct store *store, const char *venue,
                                 const struct store_bundle *bundle, struct err *err);
MUST_CHECK bool store_bundle_get(struct store *store, const char *venue, struct store_bundle *ret,
                                 struct err *err); /* ERR_MISSING */
/* The venue that a bundle was made for, by its manifest. ERR_MISSING. */
MUST_CHECK bool store_bundle_venue(struct store *store, const struct digest *manifest,
                                   char ret[STORE_ID_MAX + 1], struct err *err);
MUST_CHECK bool store_venue_survey_get(struct store *store, const char *venue, struct digest *ret,
                                       struct err *err); /* ERR_MISSING */

/* ---- desk: invitations ---- */
struct store_invitation {
    uint16_t id;
    uint8_t mac_key[32];
    char venue[STORE_ID_MAX + 1];
    int64_t expires;
    struct digest pin_blob; /* hashes that go down in the kiosk's bundle */
    bool used;
    uint8_t used_by[32]; /* the kiosk key */
    uint64_t kiosk;
};
/* Chooses an id that no living invitation has and keeps it. */
MUST_CHECK bool store_invitation_add(struct store *store, struct store_invitation *invitation,
                                     int64_t now, struct err *err);
MUST_CHECK bool store_invitation_get(struct store *store, uint16_t id, struct store_invitation *ret,
                                     struct err *err); /* ERR_MISSING */
/* It can no longer be used. ERR_CONFLICT when it was. */
MUST_CHECK bool store_invitation_end(struct store *store, uint16_t id, struct err *err);
/* All, used and expired ones too, in the order of their ids. */
MUST_CHECK bool store_invitations(struct store *store,
                                  bool (*take)(void *context,
                                               const struct store_invitation *invitation),
                                  void *context, struct err *err);

/* ---- kiosks ---- */
/* A hub that was restored from a backup learns from its kiosks which bundles it had made: a kiosk
 * may report one this far above the hub's own counter. What is further is no report. */
enum { STORE_SERIAL_MARGIN = 1000000 };
/* The counter of the highest that any has reported above what was made here. */
#define STORE_SERIAL_REPORTED "reported bundle"

struct store_kiosk {
    uint64_t id; /* random, 63 bits */
    uint8_t key[32];
    char venue[STORE_ID_MAX + 1];
    uint64_t life; /* the current one */
    uint16_t invitation;
    struct digest pin_blob;
    int64_t enrolled;
    int64_t revoked_from;              /* 0: never */
    int64_t last_seen;                 /* 0: never */
    uint64_t bundle_serial;            /* that it reported */
    char health[STORE_HEALTH_MAX + 1]; /* what it last said of itself, as JSON; "": nothing yet */
};
/* In one transaction: uses the invitation for this key, adds kiosk and its watermark at `start`
 * with the reply to be given again. ERR_REFUSED when the invitation is used by another key (and
 * says so). The same key again: true with ret_reply holding the first reply. */
MUST_CHECK bool store_enrol(struct store *store, uint16_t invitation,
                            const struct store_kiosk *kiosk, const struct digest *chain_start,
                            struct span reply, struct buf *ret_reply, struct err *err);
MUST_CHECK bool store_kiosk_get(struct store *store, uint64_t kiosk, struct store_kiosk *ret,
                                struct err *err); /* ERR_MISSING */
MUST_CHECK bool store_kiosks(struct store *store,
                             bool (*take)(void *context, const struct store_kiosk *kiosk),
                             void *context, struct err *err);
/* Those that stand there. */
MUST_CHECK bool store_kiosks_at(struct store *store, const char *venue,
                                bool (*take)(void *context, const struct store_kiosk *kiosk),
                                void *context, struct err *err);
/* From now on it stands there; what it has answered stays where it was asked. */
MUST_CHECK bool store_kiosk_move(struct store *store, uint64_t kiosk, const char *venue,
                                 struct err *err);
MUST_CHECK bool store_kiosk_revoke(struct store *store, uint64_t kiosk, int64_t from,
                                   struct err *err);
/* In one transaction: adds a kiosk that another hub, or this one before it was restored, has
 * enrolled, with its watermark at `start`; its invitation counts as used by it, if nobody else has
 * used it. True and unchanged when it is here with this key; ERR_REFUSED with another. */
MUST_CHECK bool store_adopt(struct store *store, const struct store_kiosk *kiosk,
                            const struct digest *chain_start, struct err *err);
/* In one transaction: a life of a kiosk that is here begins at `start` and is its present one. True
 * and unchanged but for that when it has begun before. ERR_MISSING without the kiosk. */
MUST_CHECK bool store_life_begin(struct store *store, uint64_t kiosk, uint64_t life,
                                 const struct digest *chain_start, struct err *err);

/* Through which response a life is here. run and print carry the burst that its last responses are
 * part of (row.h) from one batch to the next. */
struct store_watermark {
    uint64_t life, seq;
    struct digest hash;
    uint32_t run;
    uint64_t print;
};
/* ERR_MISSING when the kiosk never had this life. */
MUST_CHECK bool store_watermark(struct store *store, uint64_t kiosk, uint64_t life,
                                struct store_watermark *ret, struct err *err);

/* All that is known here of a kiosk that calls, as of one moment. */
struct store_sender {
    struct store_kiosk kiosk;
    struct venue venue;
    uint64_t bundles_made;      /* the last number of the counter "bundle" */
    struct store_bundle bundle; /* its venue's; serial 0: none yet */
    bool found;                 /* `at` is the watermark of its present life */
    struct store_watermark at;
};
/* ERR_MISSING when there is no such kiosk. */
MUST_CHECK bool store_sender(struct store *store, uint64_t kiosk, struct store_sender *ret,
                             struct err *err);

/* Those of all lives of one kiosk. */
MUST_CHECK bool store_watermarks(struct store *store, uint64_t kiosk,
                                 bool (*take)(void *context,
                                              const struct store_watermark *watermark),
                                 void *context, struct err *err);

/* ---- ingest ---- */
enum time_quality { TIME_EXACT, TIME_BELIEVED, TIME_ESTIMATED };

/* One response as a row. Answers are the state array in compact form; words stay in the batch. */
struct store_response {
    uint64_t seq;
    char venue[STORE_ID_MAX + 1];
    struct digest survey;
    int32_t day;  /* the venue's local day, days since 1970-01-01 */
    uint8_t hour; /* 0 to 23, local */
    enum time_quality quality;
    char language[LANGUAGE_TAG_MAX + 1];
    uint8_t access;
    bool assisted;
    uint8_t ending;
    bool flagged; /* looks like one hand: burst or cadence */
    uint8_t count;
    uint32_t state[SURVEY_QUESTIONS_MAX];
};

/* One tally increment. value: the choice's value as text; for sets one each; "" = answered with
 * words, or with a set whatever is in it; ".skipped" and ".shown" for those without an answer.
 * question "" counts the responses themselves, its value is how they ended. Sealed counts are
 * monthly with language "", access 0 and hour 0. */
struct store_tally {
    struct digest survey;
    char question[SURVEY_NAME_MAX + 1];
    char value[SURVEY_NAME_MAX + 1];
    char venue[STORE_ID_MAX + 1];
    int32_t day; /* daily tally: the day, monthly: its month's first day */
    bool monthly;
    bool flagged;                        /* daily only */
    char language[LANGUAGE_TAG_MAX + 1]; /* monthly only */
    uint8_t access;                      /* monthly only */
    uint8_t hour;                        /* monthly only */
    uint32_t n;
};

struct store_aside {
    uint64_t seq;
    char reason[160];
};

enum keep_verdict {
    KEEP_KEPT,
    KEEP_KNOWN,   /* a batch that ends here, with this hash, was kept before */
    KEEP_GAP,     /* begins behind the watermark: something is missing before it */
    KEEP_FORK,    /* another hash at the same number */
    KEEP_OVERLAP, /* begins before the watermark and is no batch that is known: compare it with the
                   * batch that covers its end (store_batch_at) and cut what is here already */
    KEEP_LATER,   /* nothing of it is kept, others of the group are: give it again */
};

/* What a kiosk's own counters have grown by since it was heard last, and its state. They are added
 * to its day only when the exchange begins at the watermark and is a sign of life. */
struct store_counters {
    uint32_t woken, started, completed, restarts;
    uint32_t dead, helped; /* touches that met nothing; calls for help */
    uint32_t pending, room_mib, write_ms;
    char version[24];
};

/* What one exchange adds, already verified and counted. before must be the watermark, else nothing
 * of it is kept (but that the kiosk was heard) and the verdict says what it is. That the kiosk was
 * heard (its health, the bundle it holds) is kept only when its own time goes on in this life: an
 * old message that comes again, or one that was carried, says nothing of today. */
struct store_keep {
    uint64_t kiosk, life;
    struct store_watermark before, after;
    int64_t received;
    struct span batch;     /* the signed bytes as received: the evidence */
    bool carried;          /* on a stick: how long it was under way is not known */
    const char *time_zone; /* by which it was dated */
    const struct store_response *responses;
    size_t response_count;
    const struct store_tally *tallies;
    size_t tally_count;
    const struct store_aside *asides;
    size_t aside_count;
    uint32_t now_segment;   /* the kiosk's own time: its boot segment, 0 for none, */
    uint64_t now_ms;        /* the milliseconds since that began, */
    int64_t now_wall;       /* and what it takes the time to be: asked outside a segment only */
    uint64_t bundle_serial; /* reported by the kiosk */
    struct span health;     /* as text, for the fleet view */
    struct store_counters counters; /* what it said of itself, */
    const char *venue;              /* where it stands, "" when nobody knows, */
    int32_t day;                    /* and the day there on which it is heard */
    enum keep_verdict verdict;      /* out */
    struct store_watermark at;      /* out: the watermark as it now stands */
};

/* Keeps many exchanges in as few commits as the engine can (group commit), each all or nothing;
 * durable on return. False only when nothing at all was kept. No two tallies of an exchange count
 * the same; daily ones stand before monthly ones where that is easy, as it costs least. */
MUST_CHECK bool store_keep(struct store *store, struct store_keep *keeps, size_t count,
                           struct err *err);

/* ---- reading ---- */
struct store_row {
    uint64_t kiosk, life;
    struct store_response response;
};
/* Responses of one survey id (all its versions) by local day, both ends included, in the order of
 * kiosk, life, seq. */
MUST_CHECK bool store_rows(struct store *store, const char *survey_id, int32_t from_day,
                           int32_t to_day, bool (*take)(void *context, const struct store_row *row),
                           void *context, struct err *err);
/* The same behind a place: of `after`, kiosk, life and number count. */
MUST_CHECK bool store_rows_after(struct store *store, const char *survey_id, int32_t from_day,
                                 int32_t to_day, const struct store_row *after,
                                 bool (*take)(void *context, const struct store_row *row),
                                 void *context, struct err *err);
/* A signed batch and what it took to date it: from these the rows can be made again. */
struct store_batch {
    uint64_t kiosk, life;
    /* The responses that were kept from it: its end, when its start was known. */
    uint64_t first, last;
    struct digest hash; /* the chain's value behind the last */
    int64_t received;
    bool carried;
    char time_zone[48];
    struct span bytes;
};
/* Signed batches of one kiosk, or of all when 0, in the order of kiosk, life, seq. */
MUST_CHECK bool store_batches(struct store *store, uint64_t kiosk,
                              bool (*take)(void *context, const struct store_batch *batch),
                              void *context, struct err *err);
/* The signed batch from which response `seq` was kept. ERR_MISSING when there is none. */
MUST_CHECK bool store_batch_at(struct store *store, uint64_t kiosk, uint64_t life, uint64_t seq,
                               struct buf *ret_batch, uint64_t *ret_first, uint64_t *ret_last,
                               struct err *err);
/* All rows of one kiosk, in the order of life and seq. */
MUST_CHECK bool store_kiosk_rows(struct store *store, uint64_t kiosk,
                                 bool (*take)(void *context, const struct store_row *row),
                                 void *context, struct err *err);
/* What was set aside, of one kiosk or of all when 0, in the order of kiosk, life, seq. */
MUST_CHECK bool store_asides(struct store *store, uint64_t kiosk,
                             bool (*take)(void *context, uint64_t kiosk, uint64_t life,
                                          const struct store_aside *aside),
                             void *context, struct err *err);
/* Tallies, daily or monthly; of one kiosk, or of all when 0. */
MUST_CHECK bool store_tallies(struct store *store, uint64_t kiosk, bool monthly,
                              bool (*take)(void *context, uint64_t kiosk,
                                           const struct store_tally *tally),
                              void *context, struct err *err);
/* Something worth remembering about a kiosk ("second key refused", "fork"), for the fleet view. The
 * same words again raise a count, so keep numbers that vary out of them. */
MUST_CHECK bool store_event(struct store *store, uint64_t kiosk, int64_t when, const char *what,
                            struct err *err);
struct store_event {
    uint64_t kiosk;
    int64_t first, last;
    uint32_t times;
    char what[200];
};
/* Latest first; of one kiosk or of all when 0. */
MUST_CHECK bool store_events(struct store *store, uint64_t kiosk,
                             bool (*take)(void *context, const struct store_event *event),
                             void *context, struct err *err);
