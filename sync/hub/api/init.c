/* Making a hub: folder, keys, certificates, database, and the statements that introduce them. */
#include "file.h"
#include "hub_int.h"
#include "tls_files.h"
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

/* Only an empty or absent folder becomes a hub: nothing of anybody else's may end up in it. */
static bool folder_is_free(const char *data, struct err *err)
{
    DIR *folder = opendir(data);
    if (folder == NULL)
        return errno == ENOENT || err_errno(err, "opening %s", data);
    int found = 0;
    for (const struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder))
        found += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    (void)closedir(folder);
    if (found == 0)
        return true;
    char url[HUB_URL_MAX];
    bool is_hub = hub_database_read(data, url, NULL);
    return err_set(err, ERR_REFUSED,
                   is_hub ? "%s already holds a hub; choose another folder"
                          : "%s is not empty; choose another folder",
                   data);
}

bool hub_folders_make(const char *data, struct err *err)
{
    static const char *const parts[] = { "keys", "tls", "words" };
    char path[HUB_PATH_MAX];
    if (!folder_is_free(data, err) || !file_make_folder(data, 0700, err))
        return false;
    if (chmod(data, 0700) != 0)
        return err_errno(err, "closing %s to others", data);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (!hub_path(data, parts[i], path, err) || !file_make_folder(path, 0700, err))
            return false;
    return true;
}

struct fresh_keys {
    struct public_key programme_public, hub_public;
    struct secret_key programme, hub;
    struct {
        struct box_secret secret;
        struct box_public public;
    } counts;
};

static bool make_keys(const char *data, struct fresh_keys *keys, struct err *err)
{
    key_pair_new(&keys->programme_public, &keys->programme);
    key_pair_new(&keys->hub_public, &keys->hub);
    box_pair_new(&keys->counts.public, &keys->counts.secret);
    return hub_key_write(data, "programme.key", &keys->programme, sizeof keys->programme, err) &&
           hub_key_write(data, "hub.key", &keys->hub, sizeof keys->hub, err) &&
           hub_key_write(data, "counts.key", &keys->counts, sizeof keys->counts, err);
}

static bool state_all(const char *data, struct store *store, const struct fresh_keys *keys,
                      struct err *err)
{
    char path[HUB_PATH_MAX];
    BUF_AUTO ca = buf_new(STATEMENT_BYTES_MAX / 2);
    int64_t from = clock_build_floor();
    return hub_state(data, store, STATEMENT_HUB_KEY, span_of(&keys->hub_public, 32), from, err) &&
           hub_state(data, store, STATEMENT_COUNTS_KEY, span_of(&keys->counts.public, 32), from,
                     err) &&
           hub_path(data, "tls/ca.pem", path, err) && tls_file_der(path, &ca, err) &&
           hub_state(data, store, STATEMENT_CA, buf_span(&ca), from, err);
}

/* The programme's name is written last: it says that the hub is whole. */
static bool fill_store(const char *data, struct store *store, const char *programme,
                       const struct fresh_keys *keys, struct err *err)
{
    return state_all(data, store, keys, err) &&
           store_setting_put(store, SETTING_PROGRAMME_KEY, span_of(&keys->programme_public, 32),
                             err) &&
           store_setting_put(store, SETTING_PROGRAMME_NAME, span_text(programme), err);
}

/* A database that other hubs share may hold a programme already. */
static bool holds_nothing(struct store *store, struct err *err)
{
    BUF_AUTO name = buf_new(HUB_PROGRAMME_MAX);
    if (!store_setting_get(store, SETTING_PROGRAMME_NAME, &name, err))
        return err->kind == ERR_MISSING;
    return err_set(err, ERR_REFUSED,
                   "this database holds the programme \"%s\" already; yousaid-hub hub add makes "
                   "another hub for it",
                   buf_text(&name));
}

static bool make_database(const char *data, const struct hub_making *making,
                          const struct fresh_keys *keys, struct err *err)
{
    char url[HUB_URL_MAX];
    struct store *store = NULL;
    bool named = making->database == NULL
                     ? hub_path(data, "hub.sqlite", url, err)
                     : snprintf(url, sizeof url, "%s", making->database) < HUB_URL_MAX;
    bool made = named && store_open(url, true, &store, err) && holds_nothing(store, err) &&
                fill_store(data, store, making->programme, keys, err) &&
                (making->database == NULL || hub_database_write(data, url, err));
    store_close(store);
    return made;
}

static bool make_tls(const char *data, const char *const *names, struct err *err)
{
    char path[HUB_PATH_MAX];
    return hub_path(data, "tls", path, err) && tls_files_make(path, names, err);
}

static bool name_is_sound(const char *programme, struct err *err)
{
    size_t length = strlen(programme);
    if (length == 0 || length >= HUB_PROGRAMME_MAX)
        return err_set(err, ERR_USAGE, "a programme's name has 1 to %d bytes",
                       HUB_PROGRAMME_MAX - 1);
    return true;
}

/* Asked before anything is made: nothing is left behind by a URL that is of no use. */
static bool database_is_free(const char *url, struct err *err)
{
    struct store *store = NULL;
    bool is_free = store_open(url, true, &store, err) && holds_nothing(store, err);
    store_close(store);
    return is_free;
}

bool hub_init(const char *data, const struct hub_making *making, struct err *err)
{
    struct fresh_keys keys;
    seal_start();
    if (!name_is_sound(making->programme, err) ||
        (making->database != NULL && !database_is_free(making->database, err)) ||
        !hub_folders_make(data, err))
        return false;
    bool made = make_keys(data, &keys, err) && make_tls(data, making->tls_names, err) &&
                make_database(data, making, &keys, err);
    seal_forget(&keys, sizeof keys);
    return made;
}
