#pragma once
/*
 * The hub as one thing: its keys and its folder, the routes of its HTTP surface, and the verbs that
 * make venues, surveys and invitations become a signed bundle on a kiosk. The command line above is
 * thin.
 */
#include "enrol.h"
#include "http.h"
#include "ingest.h"
#include "store.h"

struct hub; /* opaque */

/* Makes the folder (0700), database, programme, hub and counts keys, development certificates, and
 * the first statements. ERR_REFUSED when DIR already holds a hub. */
MUST_CHECK bool hub_init(const char *data, const char *programme, const char *const *tls_names,
                         struct err *err);
MUST_CHECK bool hub_open(const char *data, struct hub **ret, struct err *err);
void hub_close(struct hub *hub); /* NULL is fine */
struct store *hub_store(struct hub *hub);

/* Adds a venue or changes it. One that asks nothing yet takes up the newest published survey that
 * is for its kind. Makes its bundle. */
MUST_CHECK bool hub_venue_put(struct hub *hub, const struct venue *venue, struct err *err);

/* Makes and signs a venue's next bundle from what the store holds; true and unchanged when nothing
 * changed. */
MUST_CHECK bool hub_bundle_refresh(struct hub *hub, const char *venue, struct err *err);

struct invite {
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

/* Makes a words key, wraps it, states it, refreshes all bundles. ret_id names DIR/words/<id>.key.
 * When only the last fails the key stands; serving makes the bundles. */
MUST_CHECK bool hub_words_new(struct hub *hub, struct span passphrase, char ret_id[17],
                              struct err *err);

/* Sets aside what this kiosk recorded from then on. Needs the programme key. */
MUST_CHECK bool hub_revoke(struct hub *hub, uint64_t kiosk, int64_t from, struct err *err);

/* The keys that ingest needs, for whoever feeds it without serving (batches from a stick). */
struct ingest_config hub_ingest_config(const struct hub *hub);

struct hub_serving {
    const char *listen; /* "ADDR:PORT" */
    const char *cert;   /* PEM files, or NULL for the hub's own */
    const char *key;
    unsigned connections_each; /* that one address may hold; 0: 256 */
    int stop_fd;
};
/* Makes the bundles anew where something changed and serves until stop_fd is readable. Prints one
 * line with the address when it listens. Says in the log when the certificate is about to end. */
MUST_CHECK bool hub_serve(struct hub *hub, const struct hub_serving *how, struct err *err);
