/*
 * What is new is read aloud without anybody asking for it, in the languages that kiosks speak
 * already: a language begins to be spoken when somebody makes its clips, which takes a while, and
 * from then on each change adds a few.
 */
#include "hub_int.h"
#include "speech.h"

static bool any_pack(void *context, const char *name, const struct digest *digest, size_t size)
{
    bool *any = context;
    (void)name;
    (void)digest;
    (void)size;
    *any = true;
    return false;
}

bool hub_speaks_aloud(struct store *store, const char *tag, bool *ret, struct err *err)
{
    struct speech_source interface = { .tag = tag };
    *ret = false;
    return speech_packs(store, &interface, any_pack, ret, err);
}

/* One look at all sources. */
struct freshening {
    struct hub *hub;
    const struct speech_programs *programs; /* NULL: only count */
    int waiting, made;
    bool failed;
    struct err *err;
};

static bool is_waiting(struct freshening *freshening, const struct speech_source *source, bool *ret)
{
    bool spoken = false, made = false;
    struct store *store = freshening->hub->store;
    bool looked = hub_speaks_aloud(store, source->tag, &spoken, freshening->err) &&
                  (!spoken || speech_is_made(store, source, &made, freshening->err));
    *ret = spoken && !made;
    return looked;
}

static bool freshen(void *context, const struct speech_source *source)
{
    struct freshening *freshening = context;
    struct speech_count count = { 0 };
    bool waiting = false;
    bool fine = is_waiting(freshening, source, &waiting);
    freshening->waiting += waiting;
    if (fine && waiting && freshening->programs != NULL)
        fine = speech_make(freshening->hub->store, freshening->programs, source, &count,
                           freshening->err);
    freshening->made += count.fresh;
    freshening->failed = !fine;
    return fine;
}

bool hub_speech_waiting(struct hub *hub, int *ret, struct err *err)
{
    struct freshening freshening = { .hub = hub, .err = err };
    bool looked = hub_speech_sources(hub, freshen, &freshening, err) && !freshening.failed;
    *ret = freshening.waiting;
    return looked;
}

bool hub_speech_freshen(struct hub *hub, const struct speech_programs *programs, int *ret_made,
                        struct err *err)
{
    struct freshening freshening = { .hub = hub, .programs = programs, .err = err };
    bool made = hub_speech_sources(hub, freshen, &freshening, err) && !freshening.failed;
    *ret_made = freshening.made;
    return made && (freshening.waiting == 0 || bundle_refresh_all(hub, hub->store, err));
}
