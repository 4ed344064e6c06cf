/* What happens by itself: see watch.h. */
#include "watch.h"
#include "alert_mail.h"
#include "alert_watch.h"
#include "chain_signed.h"
#include "clock.h"
#include "deletion.h"
#include "fleet_share.h"
#include "log.h"
#include "low_score.h"
#include "notice_desk.h"
#include "people.h"
#include "proof.h"
#include "rest_int.h"
#include "rollout.h"
#include "store_summary.h"
#include "tls_files.h"
#include "webhooks.h"
#include <malloc.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum {
    SENDINGS = 4, /* in the time between two looks */
    TIDY_SECONDS = 3600,
    ROOM_SECONDS = 600,
    LEASE_SECONDS = 300,
    ALERT_DAYS = 400,
    DELIVERY_DAYS = 60,
    DAY_SECONDS = 86400,
    FOLD_SECONDS = 2, /* how often, */
    FOLD_MS = 200,    /* for how long, */
    FOLD_FEW = 20,    /* and how many kiosks' months between two looks at the clock */
};

struct watch {
    char *data;
    struct rest *rest;
    int look_seconds;
    char who[PEOPLE_ID_SIZE];
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    atomic_bool stopping; /* also looked at in the midst of a long turn */
    bool woken;
    struct proof_progress proof;
    int64_t turned, tidied, measured; /* when that was done last */
    msec due;                         /* the next turn, by the clock that nobody sets */
    bool ours;                        /* the lease, as the last turn found it */
};

struct proof_progress *watch_proof(struct watch *watch)
{
    return &watch->proof;
}

/* ---- one hub of several ---- */

static bool lease_is_ours(const struct watch *watch, struct store *store, int64_t now, bool *ret,
                          struct err *err)
{
    struct store_paper paper = { .kind = "lease", .id = "watch" };
    char holder[PEOPLE_ID_SIZE] = "";
    json_t *json = NULL;
    *ret = false;
    if (!paper_read(store, "lease", "watch", "lease", &paper, &json, err)) {
        if (err->kind != ERR_MISSING)
            return false;
        paper = (struct store_paper){ .kind = "lease", .id = "watch" };
    }
    paper_text(json, "hub", holder, sizeof holder);
    json_decref(json);
    bool ours = strcmp(holder, watch->who) == 0;
    if ((!ours && paper.rank > now) || (ours && paper.rank > now + LEASE_SECONDS / 2)) {
        *ret = ours;
        return true;
    }
    paper.rank = now + LEASE_SECONDS;
    *ret = paper_write(store, &paper, json_pack("{s:s}", "hub", watch->who), paper.version, err);
    return *ret || err->kind == ERR_STALE;
}

/* So that the next hub, or this one when it begins again, need not wait until it has run out. */
static bool give_back_lease(const struct watch *watch, struct store *store, struct err *err)
{
    struct store_paper paper = { .kind = "lease", .id = "watch" };
    char holder[PEOPLE_ID_SIZE] = "";
    json_t *json = NULL;
    if (!paper_read(store, "lease", "watch", "lease", &paper, &json, err))
        return err->kind == ERR_MISSING;
    paper_text(json, "hub", holder, sizeof holder);
    json_decref(json);
    if (strcmp(holder, watch->who) != 0)
        return true;
    paper.rank = 0;
    return paper_write(store, &paper, json_pack("{s:s}", "hub", ""), paper.version, err) ||
           err->kind == ERR_STALE;
}

/* ---- what is due ---- */

static bool turn_proof(struct watch *watch, struct hub *hub, int64_t now, struct err *err)
{
    bool made = false;
    bool clean = false;
    return proof_turn(hub, &watch->proof, &made, &clean, err) &&
           (!made || alert_proof(hub_store(hub), clean, now, err));
}

static bool turn_fleet(const struct watch *watch, struct hub *hub, int64_t now, struct err *err)
{
    struct alert_rules rules;
    FLEET_AUTO fleet = { 0 };
    return alert_rules_get(hub_store(hub), &rules, err) &&
           fleet_read(hub_store(hub), &rules.fleet, now, &fleet, err) &&
           alerts_from_fleet(hub_store(hub), &fleet, &rules, now, &watch->stopping, err) &&
           rollouts_turn(hub, &fleet, now, err);
}

static bool turn_scores(struct hub *hub, int64_t now, struct err *err)
{
    struct alert_rules rules;
    return alert_rules_get(hub_store(hub), &rules, err) && low_scores_turn(hub, &rules, now, err);
}

static struct people people_of(struct hub *hub, int64_t now)
{
    return (struct people){
        .store = hub_store(hub), .key = hub_desk_key(hub), .actor = audit_command_line, .now = now
    };
}

static bool tell(const struct watch *watch, struct hub *hub, int64_t now, struct err *err)
{
    struct alert_rules rules;
    struct alert_mailing mailing = { .hub = hub, .people = people_of(hub, now) };
    return alert_rules_get(hub_store(hub), &rules, err) &&
           alerts_tell(hub_store(hub), &rules, now, &watch->stopping, alert_mail, &mailing, err);
}

/* The hub's own; one that the operator brought is renewed where it came from, and its end is said
 * in the log. */
static bool look_at_certificate(const struct watch *watch, struct hub *hub, int64_t now,
                                struct err *err)
{
    int days;
    char path[600];
    (void)snprintf(path, sizeof path, "%.500s/tls/server.pem", watch->data);
    return tls_file_days_left(path, &days, err) &&
           alert_certificate(hub_store(hub), "own", days, now, err);
}

/* Of several hubs each sees to its own disk. */
static bool look_at_room(const struct watch *watch, struct hub *hub, int64_t now, struct err *err)
{
    char machine[64] = "";
    uint64_t bytes;
    (void)gethostname(machine, sizeof machine - 1);
    return rest_room(watch->data, &bytes, err) &&
           alert_room(hub_store(hub), machine, bytes / (1024 * 1024), now, err);
}

static bool digest(struct hub *hub, int64_t now, struct err *err)
{
    struct people people = people_of(hub, now);
    return digests_turn(hub, &people, now, err);
}

static bool send(struct hub *hub, int64_t now, struct err *err)
{
    struct digest key = hub_desk_key(hub);
    return deliveries_send(hub_store(hub), &key, now, err) &&
           mails_send(hub_store(hub), &key, now, err);
}

/* Once a month there is something. */
static bool retire(struct hub *hub, int64_t now, struct err *err)
{
    static const struct audit_actor itself = { "", "the hub, as was decided" };
    struct hub_deletion done;
    bool due = false;
    return hub_retention_due(hub, now, &due, err) &&
           (!due || hub_retention_run(hub, &itself, now, &done, err));
}

static bool tidy(struct hub *hub, int64_t now, struct err *err)
{
    struct people people = people_of(hub, now);
    return people_tidy(&people, err) &&
           alerts_tidy(hub_store(hub), now - (int64_t)ALERT_DAYS * DAY_SECONDS, err) &&
           deliveries_tidy(hub_store(hub), now - (int64_t)DELIVERY_DAYS * DAY_SECONDS, err) &&
           store_papers_remove(hub_store(hub), "preview", NULL, now - DAY_SECONDS, err);
}

/* One that fails keeps none of the others from being done. */
static void complain(bool done, const char *what, struct err *err)
{
    if (!done)
        log_line(LOG_WARN, "watch", "%s: %s", what, err->text);
    *err = (struct err){ 0 };
}

static void turn(struct watch *watch, struct hub *hub)
{
    struct err err = { 0 };
    int64_t now = clock_now().wall;
    if (now >= watch->measured + ROOM_SECONDS) {
        watch->measured = now;
        complain(look_at_room(watch, hub, now, &err), "looking at the room left", &err);
    }
    complain(lease_is_ours(watch, hub_store(hub), now, &watch->ours, &err), "taking turns", &err);
    if (!watch->ours)
        return;
    complain(turn_proof(watch, hub, now, &err), "proving", &err);
    if (now >= watch->turned + watch->look_seconds) {
        watch->turned = now;
        complain(notices_turn(hub, now, &err), "notices", &err);
        complain(turn_fleet(watch, hub, now, &err), "looking at kiosks", &err);
        (void)malloc_trim(0); /* a hundred thousand kiosks take 50 MiB while they are looked at */
        complain(tell(watch, hub, now, &err), "telling of alerts", &err);
    }
    complain(send(hub, now, &err), "sending", &err);
    if (now >= watch->tidied + TIDY_SECONDS) {
        watch->tidied = now;
        complain(look_at_certificate(watch, hub, now, &err), "looking at the certificate", &err);
        complain(turn_scores(hub, now, &err), "looking at scores", &err);
        complain(digest(hub, now, &err), "writing digests", &err);
        complain(tidy(hub, now, &err), "tidying", &err);
        complain(hub_chain_turn(hub, now, &err), "listing chain points", &err);
        complain(retire(hub, now, &err), "deleting what is over", &err);
    }
}

/* What batches have added to is added up while nobody waits for it, so that a report finds little
 * left to do; a tenth of the time at most, for batches wait meanwhile. */
static bool fold_a_while(const struct watch *watch, struct store *store, struct err *err)
{
    size_t left = 1;
    msec until = clock_mono() + FOLD_MS;
    while (left > 0 && !watch->stopping && clock_mono() < until)
        if (!store_fold(store, FOLD_FEW, &left, err))
            return false;
    return true;
}

/* ---- the thread ---- */

static msec pause_ms(const struct watch *watch)
{
    return 1000 * (watch->look_seconds < SENDINGS ? 1 : (msec)watch->look_seconds / SENDINGS);
}

static struct timespec next_waking(const struct watch *watch)
{
    struct timespec until;
    msec now = clock_mono();
    msec left = watch->due > now ? watch->due - now : 0;
    msec wait = left < FOLD_SECONDS * 1000 ? left : FOLD_SECONDS * 1000;
    (void)clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += (long)(wait % 1000) * 1000000;
    until.tv_sec += (time_t)(wait / 1000) + until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    return until;
}

/* False when it is over; *ret_due: a turn is, not only adding up. By the clock that nobody sets: a
 * wall clock that is put back would hold everything up for as long. */
static bool wait_a_while(struct watch *watch, bool *ret_due)
{
    struct timespec until = next_waking(watch);
    (void)pthread_mutex_lock(&watch->lock);
    int late = 0;
    while (!watch->stopping && !watch->woken && late == 0)
        late = pthread_cond_timedwait(&watch->changed, &watch->lock, &until);
    *ret_due = watch->woken || clock_mono() >= watch->due;
    watch->woken = false;
    bool goes_on = !watch->stopping;
    (void)pthread_mutex_unlock(&watch->lock);
    return goes_on;
}

static void *run(void *context)
{
    struct watch *watch = context;
    struct hub *hub = NULL;
    bool due;
    while (wait_a_while(watch, &due)) {
        struct err err = { 0 };
        if (hub == NULL && !hub_open(watch->data, &hub, &err)) {
            complain(false, "opening the hub", &err);
            continue;
        }
        if (due) {
            turn(watch, hub);
            watch->due = clock_mono() + pause_ms(watch);
        }
        complain(fleet_renew(watch->rest, hub_store(hub), clock_now().wall, &err),
                 "reading the kiosks", &err);
        if (watch->ours)
            complain(fold_a_while(watch, hub_store(hub), &err), "adding up", &err);
    }
    struct err err = { 0 };
    if (hub != NULL)
        complain(give_back_lease(watch, hub_store(hub), &err), "giving back its turn", &err);
    hub_close(hub);
    return NULL;
}

static void make_condition(pthread_cond_t *ret)
{
    pthread_condattr_t attributes;
    (void)pthread_condattr_init(&attributes);
    (void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    (void)pthread_cond_init(ret, &attributes);
    (void)pthread_condattr_destroy(&attributes);
}

bool watch_start(const char *data, int look_seconds, struct rest *rest, struct watch **ret,
                 struct err *err)
{
    struct watch *watch = calloc(1, sizeof *watch);
    if (watch == NULL)
        return err_set(err, ERR_LATER, "there is no memory for the watch");
    watch->data = strdup(data);
    watch->rest = rest;
    watch->look_seconds = look_seconds;
    watch->due = clock_mono() + pause_ms(watch);
    value_new_key(watch->who);
    (void)pthread_mutex_init(&watch->lock, NULL);
    make_condition(&watch->changed);
    if (watch->data != NULL && pthread_create(&watch->thread, NULL, run, watch) == 0) {
        *ret = watch;
        return true;
    }
    free(watch->data);
    free(watch);
    return err_set(err, ERR_LATER, "no thread could be made for the watch");
}

void watch_wake(struct watch *watch)
{
    (void)pthread_mutex_lock(&watch->lock);
    watch->woken = true;
    (void)pthread_cond_signal(&watch->changed);
    (void)pthread_mutex_unlock(&watch->lock);
}

void watch_stop(struct watch *watch)
{
    if (watch == NULL)
        return;
    (void)pthread_mutex_lock(&watch->lock);
    watch->stopping = true;
    (void)pthread_cond_signal(&watch->changed);
    (void)pthread_mutex_unlock(&watch->lock);
    (void)pthread_join(watch->thread, NULL);
    (void)pthread_cond_destroy(&watch->changed);
    (void)pthread_mutex_destroy(&watch->lock);
    free(watch->data);
    free(watch);
}
