#pragma once
/*
 * What an engine of the store fills in: every verb of store.h, none optional. The door's functions
 * do nothing but call the engine that the URL's scheme chose.
 */
#include "store.h"

struct store_engine {
    const char *scheme;
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
    bool (*venue_survey_put)(struct store *, const char *venue, const struct digest *,
                             struct err *);
    bool (*venue_survey_get)(struct store *, const char *venue, struct digest *ret, struct err *);
    bool (*bundle_put)(struct store *, const char *venue, const struct store_bundle *,
                       struct err *);
    bool (*bundle_get)(struct store *, const char *venue, struct store_bundle *ret, struct err *);

    bool (*enrol)(struct store *, uint16_t invitation, const struct store_kiosk *,
                  const struct digest *chain_start, struct span reply, struct buf *ret_reply,
                  struct err *);
    bool (*kiosk_get)(struct store *, uint64_t kiosk, struct store_kiosk *ret, struct err *);
    bool (*kiosks)(struct store *, bool (*take)(void *, const struct store_kiosk *), void *,
                   struct err *);
    bool (*kiosk_revoke)(struct store *, uint64_t kiosk, int64_t from, struct err *);
    bool (*watermark)(struct store *, uint64_t kiosk, uint64_t life, struct store_watermark *ret,
                      struct err *);
    bool (*watermarks)(struct store *, uint64_t kiosk,
                       bool (*take)(void *, const struct store_watermark *), void *, struct err *);
    bool (*event)(struct store *, uint64_t kiosk, int64_t when, const char *what, struct err *);
    bool (*events)(struct store *, uint64_t kiosk, bool (*take)(void *, const struct store_event *),
                   void *, struct err *);

    bool (*keep)(struct store *, struct store_keep *, size_t count, struct err *);
    bool (*rows)(struct store *, const char *survey_id, int32_t from_day, int32_t to_day,
                 bool (*take)(void *, const struct store_row *), void *, struct err *);
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
};

/* Stands first in every engine's own struct. */
struct store {
    const struct store_engine *engine;
};

extern const struct store_engine sqlite_engine;
