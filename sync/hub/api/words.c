/*
 * Words keys: the private half opens what people wrote. It is made here only to be wrapped by a
 * passphrase at once; the hub keeps the wrapped form for convenience and cannot open it.
 */
#include "file.h"
#include "hub_int.h"
#include "words_file.h"
#include <stdio.h>

static bool write_key(struct hub *hub, const char *id, const struct box_public *public,
                      const struct box_secret *secret, struct span passphrase, struct err *err)
{
    char name[64];
    char path[HUB_PATH_MAX];
    BUF_AUTO text = buf_new(WORDS_FILE_MAX);
    (void)snprintf(name, sizeof name, "words/%s.key", id);
    return words_file_put(public, secret, passphrase, &text, err) &&
           hub_path(hub->data, name, path, err) &&
           file_write_durable(path, buf_span(&text), 0600, err);
}

bool hub_words_file(const struct hub *hub, const char *id, struct buf *ret_text, struct err *err)
{
    char name[64];
    char path[HUB_PATH_MAX];
    (void)snprintf(name, sizeof name, "words/%.16s.key", id);
    return hub_path(hub->data, name, path, err) && file_read(path, ret_text, err);
}

bool hub_words_state(struct hub *hub, const struct box_public *key, struct err *err)
{
    return hub_state(hub->data, hub->store, STATEMENT_WORDS_KEY, span_of(key, sizeof *key),
                     clock_now().wall, err) &&
           bundle_refresh_all(hub, hub->store, err);
}

bool hub_words_new(struct hub *hub, struct span passphrase, char ret_id[17], struct err *err)
{
    struct box_public public;
    struct box_secret secret;
    box_pair_new(&public, &secret);
    words_key_id(&public, ret_id);
    bool written = write_key(hub, ret_id, &public, &secret, passphrase, err);
    seal_forget(&secret, sizeof secret);
    if (!written || !hub_state(hub->data, hub->store, STATEMENT_WORDS_KEY,
                               span_of(&public, sizeof public), clock_now().wall, err))
        return false;
    return bundle_refresh_all(hub, hub->store, err) ||
           err_wrap(err,
                    "the words key %s is made and stated, so make no other; it goes to the venues "
                    "when yousaid-hub serve starts again, as now",
                    ret_id);
}
