/* Opening a hub that `init` made: its keys, its programme, its database. */
#include "hub_int.h"
#include <stdio.h>
#include <stdlib.h>

struct counts_pair {
    struct box_secret secret;
    struct box_public public;
};

static bool load_keys(struct hub *hub, struct err *err)
{
    struct counts_pair counts;
    if (!hub_key_read(hub->data, "hub.key", &hub->key, sizeof hub->key, err) ||
        !hub_key_read(hub->data, "counts.key", &counts, sizeof counts, err))
        return false;
    hub->counts_secret = counts.secret;
    hub->counts_public = counts.public;
    seal_forget(&counts, sizeof counts);
    return true;
}

static bool load_programme(struct hub *hub, struct err *err)
{
    BUF_AUTO key = buf_new(sizeof hub->programme);
    BUF_AUTO name = buf_new(sizeof hub->programme_name - 1);
    if (!store_setting_get(hub->store, SETTING_PROGRAMME_KEY, &key, err) ||
        !store_setting_get(hub->store, SETTING_PROGRAMME_NAME, &name, err) ||
        key.size != sizeof hub->programme)
        return err_set(err, ERR_CORRUPT,
                       "%s was not wholly made; remove it and run yousaid-hub init again",
                       hub->data);
    memcpy(&hub->programme, key.data, sizeof hub->programme);
    (void)snprintf(hub->programme_name, sizeof hub->programme_name, "%s", buf_text(&name));
    return true;
}

static bool load(struct hub *hub, struct err *err)
{
    return hub_database_read(hub->data, hub->database, err) && load_keys(hub, err) &&
           store_open(hub->database, false, &hub->store, err) && load_programme(hub, err);
}

bool hub_open(const char *data, struct hub **ret, struct err *err)
{
    struct hub *hub = calloc(1, sizeof *hub);
    if (hub == NULL)
        return err_set(err, ERR_LATER, "there is no memory to open the hub");
    seal_start();
    (void)snprintf(hub->data, sizeof hub->data, "%s", data);
    if (!load(hub, err)) {
        hub_close(hub);
        return false;
    }
    *ret = hub;
    return true;
}

void hub_close(struct hub *hub)
{
    if (hub == NULL)
        return;
    store_close(hub->store);
    seal_forget(hub, sizeof *hub);
    free(hub);
}

/* Its receipts would be true to the keys and false to everybody: what it acknowledged, the hub that
 * goes on would lack, or count under another life. */
bool hub_takes_in(struct store *store, struct err *err)
{
    BUF_AUTO value = buf_new(16);
    struct err none = { 0 };
    if (store_setting_get(store, SETTING_DRILL, &value, &none))
        return err_set(
            err, ERR_REFUSED,
            "This hub is a drill (restore --drill): it takes nothing in, and signs nothing "
            "for kiosks.");
    return none.kind == ERR_MISSING || (*err = none, false);
}

struct store *hub_store(struct hub *hub)
{
    return hub->store;
}

/* Derived from the counts key, which all hubs of a database share. */
struct digest hub_desk_key(const struct hub *hub)
{
    return mac_of(span_of(&hub->counts_secret, sizeof hub->counts_secret),
                  span_text("yousaid desk 1"));
}

const char *hub_programme(const struct hub *hub)
{
    return hub->programme_name;
}

bool hub_is_sample(const struct hub *hub)
{
    struct err err;
    BUF_AUTO value = buf_new(16);
    return store_setting_get(hub->store, HUB_SAMPLE_SETTING, &value, &err) && value.size > 0;
}

bool hub_bundle_refresh(struct hub *hub, const char *venue, struct err *err)
{
    return bundle_refresh(hub, hub->store, venue, err);
}
