#pragma once
/*
 * What an engine of the store fills in: every verb of its doors, none optional. The door's
 * functions do nothing but call the engine that the URL's scheme chose.
 */
#include "store_desk.h"
#include "store_gone.h"
#include "store_summary.h"

/* A kiosk's month that has changed since it was added up. */
struct store_stale {
    struct store_member member;
    uint64_t n; /* tells one time from the next */
};

struct store_engine {
    const char *name;
    bool (*open)(const char *where, bool create, struct store **ret, struct err *err);
    void (*close)(struct store *store);

    bool (*setting_get)(struct store *, const char *key, struct buf *ret, struct err *);
    bool (*setting_put)(struct store *, const char *key, struct span value, struct err *);
    bool (*next)(struct store *, const char *counter, uint64_t at_least, uint64_t *ret,
                 struct err *);
    bool (*counter)(struct store *, const char *counter, uint64_t *ret, struct err *);
    bool (*statement_add)(struct store *, uint64_t number, int kind, struct span message,
                          struct err *);
    bool (*statements)(struct store *, bool (*take)(void *, uint64_t, int, struct span), void *,
                       struct err *);
    bool (*invitation_add)(struct store *, struct store_invitation *, int64_t now, struct err *);
    bool (*invitation_get)(struct store *, uint16_t id, struct store_invitation *ret, struct err *);
    bool (*invitation_end)(struct store *, uint16_t id, struct err *);
    bool (*invitations)(struct store *, bool (*take)(void *, const struct store_invitation *),
                        void *, struct err *);

    bool (*venue_put)(struct store *, const struct venue *, struct err *);
    bool (*venue_get)(struct store *, const char *id, struct venue *ret, struct err *);
    bool (*venues)(struct store *, bool (*take)(void *, const struct venue *), void *,
                   struct err *);
    bool (*blob_put)(struct store *, const struct digest *name, struct span bytes, struct err *);
    bool (*blob_get)(struct store *, const struct digest *name, struct buf *ret, struct err *);
    bool (*survey_publish)(struct store *, struct published_survey *, struct err *);
    bool (*survey_get)(struct store *, const struct digest *, struct published_survey *ret,
                       struct err *);
    bool (*surveys)(struct store *, bool (*take)(void *, const struct published_survey *), void *,
                    struct err *);
    bool (*venue_surveys)(struct store *,
                          bool (*take)(void *, const char *venue, const struct digest *), void *,
                          struct err *);
    bool (*venue_survey_put)(struct store *, const char *venue, const struct digest *,
                             struct err *);
    bool (*venue_survey_get)(struct store *, const char *venue, struct digest *ret, struct err *);
    bool (*venue_file_put)(struct store *, const char *venue, const char *name, struct span bytes,
                           struct err *);
    bool (*venue_file_get)(struct store *, const char *venue, const char *name, struct buf *ret,
                           struct err *);
    bool (*notice_add)(struct store *, const struct store_notice *, struct err *);
    bool (*notices)(struct store *, bool (*take)(void *, const struct store_notice *), void *,
                    struct err *);
    bool (*notice_withdraw)(struct store *, uint64_t number, int64_t when, struct err *);
    bool (*bundle_put)(struct store *, const char *venue, const struct store_bundle *,
                       struct err *);
    bool (*bundle_get)(struct store *, const char *venue, struct store_bundle *ret, struct err *);
    bool (*bundle_venue)(struct store *, const struct digest *manifest, char *ret, struct err *);

    bool (*enrol)(struct store *, uint16_t invitation, const struct store_kiosk *,
                  const struct digest *chain_start, struct span reply, struct buf *ret_reply,
                  struct err *);
    bool (*kiosk_get)(struct store *, uint64_t kiosk, struct store_kiosk *ret, struct err *);
    /* Of one venue, or all where it is NULL. */
    bool (*kiosks)(struct store *, const char *venue,
                   bool (*take)(void *, const struct store_kiosk *), void *, struct err *);
    bool (*backup)(struct store *, const char *path, struct err *);
    bool (*kiosk_move)(struct store *, uint64_t kiosk, const char *venue, struct err *);
    bool (*adopt)(struct store *, const struct store_kiosk *, const struct digest *chain_start,
                  struct err *);
    bool (*life_begin)(struct store *, uint64_t kiosk, uint64_t life,
                       const struct digest *chain_start, struct err *);
    bool (*kiosk_revoke)(struct store *, uint64_t kiosk, int64_t from, struct err *);
    bool (*sender)(struct store *, uint64_t kiosk, struct store_sender *ret, struct err *);
    bool (*watermark)(struct store *, uint64_t kiosk, uint64_t life, struct store_watermark *ret,
                      struct err *);
    bool (*watermarks)(struct store *, uint64_t kiosk,
                       bool (*take)(void *, const struct store_watermark *), void *, struct err *);
    bool (*event)(struct store *, uint64_t kiosk, int64_t when, const char *what, struct err *);
    bool (*events)(struct store *, uint64_t kiosk, bool (*take)(void *, const struct store_event *),
                   void *, struct err *);

    bool (*keep)(struct store *, struct store_keep *, size_t count, struct err *);
    bool (*rows)(struct store *, const char *survey_id, int32_t from_day, int32_t to_day,
                 const struct store_row *after, bool (*take)(void *, const struct store_row *),
                 void *, struct err *);
    bool (*kiosk_rows)(struct store *, uint64_t kiosk,
                       bool (*take)(void *, const struct store_row *), void *, struct err *);
    bool (*batches)(struct store *, uint64_t kiosk,
                    bool (*take)(void *, const struct store_batch *), void *, struct err *);
    bool (*batch_at)(struct store *, uint64_t kiosk, uint64_t life, uint64_t seq, struct buf *ret,
                     uint64_t *ret_first, uint64_t *ret_last, struct err *);
    bool (*asides)(struct store *, uint64_t kiosk,
                   bool (*take)(void *, uint64_t, uint64_t, const struct store_aside *), void *,
                   struct err *);
    bool (*tallies)(struct store *, uint64_t kiosk, bool monthly,
                    bool (*take)(void *, uint64_t, const struct store_tally *), void *,
                    struct err *);

    bool (*together)(struct store *, struct err *);
    bool (*together_keep)(struct store *, struct err *);
    void (*together_end)(struct store *);
    bool (*paper_put)(struct store *, const struct store_paper *, uint64_t over, struct err *);
    bool (*paper_get)(struct store *, const char *kind, const char *id, struct store_paper *ret,
                      struct buf *ret_body, struct err *);
    bool (*paper_find)(struct store *, const char *kind, const char *also, struct store_paper *ret,
                       struct buf *ret_body, struct err *);
    bool (*paper_remove)(struct store *, const char *kind, const char *id, struct err *);
    bool (*papers)(struct store *, const struct paper_query *,
                   bool (*take)(void *, const struct store_paper *), void *, struct err *);
    bool (*papers_remove)(struct store *, const char *kind, const char *part, int64_t below,
                          struct err *);
    bool (*audit_head)(struct store *, uint64_t *ret_number, struct digest *ret_hash, struct err *);
    bool (*audit_add)(struct store *, const struct store_audit *, struct err *);
    bool (*audits)(struct store *, const struct audit_query *,
                   bool (*take)(void *, const struct store_audit *), void *, struct err *);

    /* Folding, which fold.c makes of these. */
    bool (*stale)(struct store *, size_t limit, bool (*take)(void *, const struct store_stale *),
                  void *, struct err *);
    bool (*stale_count)(struct store *, size_t *ret, struct err *);
    /* Forgets it unless it has become stale again, and notes the member for ever. */
    bool (*stale_done)(struct store *, const struct store_stale *, struct err *);
    bool (*members)(struct store *, const char *venue, const struct digest *survey, int32_t month,
                    bool (*take)(void *, const struct store_member *), void *, struct err *);
    /* A kiosk's tallies of a survey and month, at one venue. */
    bool (*month_tallies)(struct store *, const struct store_member *, bool monthly,
                          bool (*take)(void *, uint64_t, const struct store_tally *), void *,
                          struct err *);
    bool (*summary_put)(struct store *, const struct store_summary *, struct err *);
    bool (*summaries)(struct store *, const struct digest *survey, const char *question,
                      int32_t month, const char *venue,
                      bool (*take)(void *, const struct store_summary *), void *, struct err *);
    bool (*summary_months)(struct store *, const struct digest *survey, bool *ret_any,
                           int32_t *ret_first, int32_t *ret_last, struct err *);
    bool (*kiosk_days)(struct store *, uint64_t kiosk, int32_t from, int32_t to,
                       bool (*take)(void *, const struct store_kiosk_day *), void *, struct err *);

    bool (*gone_add)(struct store *, uint64_t kiosk, const struct store_gone *, size_t,
                     const struct store_gone_figures *, size_t, struct err *);
    bool (*gone)(struct store *, uint64_t kiosk, bool (*take)(void *, const struct store_gone *),
                 void *, struct err *);
    bool (*gone_figures)(struct store *, uint64_t kiosk,
                         bool (*take)(void *, const struct store_gone_figures *), void *,
                         struct err *);
    bool (*figures_forget)(struct store *, uint64_t kiosk, const struct digest *survey,
                           int32_t month, struct err *);
    bool (*summaries_forget)(struct store *, const struct digest *survey, int32_t month,
                             struct err *);
};

/* Stands first in every engine's own struct. */
struct store {
    const struct store_engine *engine;
};

/* The engine of a URL, NULL for none, and what stands behind its scheme. */
const struct store_engine *store_engine_of(const char *url, const char **ret_where);
/* A kiosk that is to be adopted is here already: with the same key that is fine. */
MUST_CHECK bool store_adopted(const struct store_kiosk *wanted, const struct store_kiosk *here,
                              struct err *err);

/* A run is not what was to be deleted: ERR_STALE. Returns false. */
bool store_gone_refuse(const struct store_gone *run, struct err *err);

extern const struct store_engine sqlite_engine;
extern const struct store_engine postgres_engine;
