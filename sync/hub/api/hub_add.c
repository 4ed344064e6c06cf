/*
 * Another hub of the same programme: a folder that is carried to its machine. It has a key of its
 * own, which the programme introduces; the counts key, the development CA and the wrapped words
 * keys are the programme's and are copied.
 */
#include "hub_int.h"
#include "tls_files.h"

static bool can_be_shared(const struct hub *hub, struct err *err)
{
    struct hub_keys keys;
    if (strncmp(hub->database, "sqlite:", strlen("sqlite:")) == 0)
        return err_set(err, ERR_REFUSED,
                       "hubs can share a database in PostgreSQL only; yousaid-hub database move "
                       "brings this one there");
    if (!hub_keys_read(hub, hub->store, &keys, err))
        return false;
    return keys.count < HUB_KEYS_MAX ||
           err_set(err, ERR_FULL, "the programme has %d hubs, as many as a kiosk can know",
                   HUB_KEYS_MAX);
}

/* Its certificate is signed by the same development CA, when there is one. */
static bool make_tls(const struct hub *hub, const char *to, const char *const *names,
                     struct err *err)
{
    char path[HUB_PATH_MAX];
    return hub_file_copy(hub->data, to, "tls/ca.pem", err) &&
           hub_file_copy(hub->data, to, "tls/ca.key", err) && hub_path(to, "tls", path, err) &&
           tls_files_make(path, names, err);
}

static bool make_key(const char *to, struct public_key *ret_public, struct err *err)
{
    struct secret_key key;
    key_pair_new(ret_public, &key);
    bool made = hub_key_write(to, "hub.key", &key, sizeof key, err);
    seal_forget(&key, sizeof key);
    return made;
}

bool hub_add(struct hub *hub, const char *to, const char *const *tls_names, struct err *err)
{
    struct public_key key;
    if (!can_be_shared(hub, err) || !hub_folders_make(to, err))
        return false;
    return make_key(to, &key, err) && hub_file_copy(hub->data, to, "keys/counts.key", err) &&
           hub_part_copy(hub->data, to, "words", err) && make_tls(hub, to, tls_names, err) &&
           hub_database_write(to, hub->database, err) &&
           hub_state(hub->data, hub->store, STATEMENT_HUB_KEY, span_of(&key, sizeof key),
                     clock_now().wall, err) &&
           bundle_refresh_all(hub, hub->store, err);
}
