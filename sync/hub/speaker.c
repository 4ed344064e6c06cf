/* The thread that has clips made: see speaker.h. */
#include "speaker.h"
#include "command_programs.h"
#include "log.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { LOOK_SECONDS = 5 };

struct speaker {
    char *data;
    struct speaking_programs programs;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool stopping;
    atomic_bool stop; /* of what is being made */
    bool looked;      /* once at all */
    uint64_t bundles; /* how many there were at the last look */
};

static void warn(const char *what, const struct err *err)
{
    log_line(LOG_WARN, "speech", "%s: %s", what, err->text);
}

static void make(struct speaker *speaker, struct hub *hub)
{
    struct err err = { 0 };
    int waiting = 0, made = 0;
    if (!hub_speech_waiting(hub, &waiting, &err))
        warn("looking for what is new", &err);
    if (waiting == 0)
        return;
    if (!programs_find(&speaker->programs, &err))
        warn("what is new cannot be read aloud yet", &err);
    else if (!hub_speech_freshen(hub, &speaker->programs.found, &made, &err))
        warn("making clips", &err);
    else
        log_line(LOG_INFO, "speech", "%d new sentences can be read aloud", made);
}

/* A look costs nothing but one number where no bundle is new. */
static void look(struct speaker *speaker, struct hub *hub)
{
    struct err err = { 0 };
    uint64_t bundles = 0;
    if (!store_counter(hub_store(hub), "bundle", &bundles, &err)) {
        warn("looking for new bundles", &err);
        return;
    }
    if (speaker->looked && bundles == speaker->bundles)
        return;
    speaker->looked = true;
    speaker->bundles = bundles;
    make(speaker, hub);
}

/* False when it is over. */
static bool wait_a_while(struct speaker *speaker)
{
    struct timespec until;
    (void)clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += LOOK_SECONDS;
    (void)pthread_mutex_lock(&speaker->lock);
    int late = 0;
    while (!speaker->stopping && late == 0)
        late = pthread_cond_timedwait(&speaker->changed, &speaker->lock, &until);
    bool goes_on = !speaker->stopping;
    (void)pthread_mutex_unlock(&speaker->lock);
    return goes_on;
}

static void *run(void *context)
{
    struct speaker *speaker = context;
    struct hub *hub = NULL;
    while (wait_a_while(speaker)) {
        struct err err = { 0 };
        if (hub == NULL && !hub_open(speaker->data, &hub, &err))
            warn("opening the hub", &err);
        else
            look(speaker, hub);
    }
    hub_close(hub);
    return NULL;
}

bool speaker_start(const char *data, const char *kiosk, struct speaker **ret, struct err *err)
{
    struct speaker *speaker = calloc(1, sizeof *speaker);
    if (speaker == NULL)
        return err_set(err, ERR_LATER, "there is no memory to have clips made");
    speaker->data = strdup(data);
    (void)snprintf(speaker->programs.kiosk, sizeof speaker->programs.kiosk, "%s", kiosk);
    speaker->programs.found.stop = &speaker->stop;
    (void)pthread_mutex_init(&speaker->lock, NULL);
    (void)pthread_cond_init(&speaker->changed, NULL);
    if (speaker->data != NULL && pthread_create(&speaker->thread, NULL, run, speaker) == 0) {
        *ret = speaker;
        return true;
    }
    free(speaker->data);
    free(speaker);
    return err_set(err, ERR_LATER, "no thread could be made for clips");
}

void speaker_stop(struct speaker *speaker)
{
    if (speaker == NULL)
        return;
    atomic_store(&speaker->stop, true);
    (void)pthread_mutex_lock(&speaker->lock);
    speaker->stopping = true;
    (void)pthread_cond_signal(&speaker->changed);
    (void)pthread_mutex_unlock(&speaker->lock);
    (void)pthread_join(speaker->thread, NULL);
    (void)pthread_cond_destroy(&speaker->changed);
    (void)pthread_mutex_destroy(&speaker->lock);
    free(speaker->data);
    free(speaker);
}
