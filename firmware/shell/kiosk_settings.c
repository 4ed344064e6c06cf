/* The screen's own settings file: see kiosk_settings.h. */
#include "kiosk_settings.h"
#include "file.h"
#include "log.h"
#include <jansson.h>
#include <stdio.h>
#include <string.h>

enum { PATH_SIZE = 4096, DAY_MINUTES = 24 * 60, DAYS_MAX = 2932896 /* the year 9999 */ };

static const char *const pauses[PAUSES] = {
#define X(name, word) [PAUSE_##name] = word,
    PAUSE_MAP(X)
#undef X
};

/* One object in the reading: what is wrong is remembered once. */
struct reading {
    const json_t *object;
    const char *fault; /* the member that is wrong; NULL so far */
    size_t known;      /* members that were asked for and there */
};

static const json_t *member(struct reading *in, const char *name)
{
    const json_t *json = json_object_get(in->object, name);
    in->known += json != NULL;
    return json;
}

static void blame(struct reading *in, const char *name)
{
    if (in->fault == NULL)
        in->fault = name;
}

/* `usual` when it is not there. */
static int32_t number(struct reading *in, const char *name, int32_t least, int32_t most,
                      int32_t usual)
{
    const json_t *json = member(in, name);
    json_int_t value = json != NULL ? json_integer_value(json) : usual;
    bool fine = json == NULL || (json_is_integer(json) && value >= least && value <= most);
    if (!fine)
        blame(in, name);
    return fine ? (int32_t)value : usual;
}

static bool flag(struct reading *in, const char *name)
{
    const json_t *json = member(in, name);
    if (json != NULL && !json_is_boolean(json))
        blame(in, name);
    return json_is_true(json);
}

static bool is_tag(const char *tag)
{
    size_t length = strlen(tag);
    return length > 0 && length <= LANGUAGE_TAG_MAX &&
           strspn(tag, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") == length;
}

static void languages(struct reading *in, struct local_settings *ret)
{
    const json_t *list = member(in, "languages");
    size_t count = json_array_size(list);
    if (list != NULL && (!json_is_array(list) || count > SURVEY_LANGUAGES_MAX)) {
        blame(in, "languages");
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const char *tag = json_string_value(json_array_get(list, i));
        if (tag == NULL || !is_tag(tag)) {
            blame(in, "languages");
            return;
        }
        (void)snprintf(ret->languages[ret->language_count++], sizeof ret->languages[0], "%s", tag);
    }
}

static void touch(struct reading *in, struct touch_map *ret)
{
    const json_t *list = member(in, "touch");
    struct touch_map map = touch_map_none;
    bool fine = list == NULL || (json_is_array(list) && json_array_size(list) == 6);
    for (size_t i = 0; fine && list != NULL && i < 6; i++) {
        const json_t *one = json_array_get(list, i);
        json_int_t value = json_integer_value(one);
        fine = json_is_integer(one) && value > -8 * TOUCH_ONE && value < 8 * TOUCH_ONE;
        map.m[i] = (int32_t)value;
    }
    if (fine && touch_map_is_sensible(&map))
        *ret = map;
    else
        blame(in, "touch");
}

/* Enters the object of that name; `inside` reads nothing when it is not there. */
static struct reading enter(struct reading *in, const char *name)
{
    const json_t *json = member(in, name);
    if (json != NULL && !json_is_object(json))
        blame(in, name);
    return (struct reading){ .object = json_is_object(json) ? json : NULL };
}

static void leave(struct reading *in, const struct reading *inside, const char *name)
{
    bool more = inside->object != NULL && json_object_size(inside->object) != inside->known;
    if (inside->fault != NULL || more)
        blame(in, name);
}

static void pause_of(struct reading *in, struct pause *ret)
{
    struct reading inside = enter(in, "pause");
    const char *kind = json_string_value(member(&inside, "kind"));
    int found = PAUSE_NONE;
    for (int i = PAUSE_NONE + 1; kind != NULL && i < PAUSES; i++)
        if (strcmp(kind, pauses[i]) == 0)
            found = i;
    if (inside.object != NULL && found == PAUSE_NONE)
        blame(&inside, "kind");
    *ret = (struct pause){
        .kind = (enum pause_kind)found,
        .day = number(&inside, "day", 0, DAYS_MAX, 0),
        .minute = (uint16_t)number(&inside, "minute", 0, DAY_MINUTES - 1, 0),
    };
    leave(in, &inside, "pause");
}

static void today(struct reading *in, struct other_hours *ret)
{
    struct reading inside = enter(in, "today");
    *ret = (struct other_hours){ .day = number(&inside, "day", 0, DAYS_MAX, 0),
                                 .from = (uint16_t)number(&inside, "from", 0, DAY_MINUTES, 0),
                                 .to = (uint16_t)number(&inside, "to", 0, DAY_MINUTES, 0) };
    if (ret->from > ret->to)
        blame(&inside, "from");
    leave(in, &inside, "today");
}

static bool read_all(const json_t *root, struct local_settings *ret, struct err *err)
{
    struct reading in = { .object = root };
    struct local_settings settings = local_settings_usual();
    if (number(&in, "version", 1, SETTINGS_VERSION, 0) == 0)
        blame(&in, "version");
    languages(&in, &settings);
    settings.light = (uint8_t)number(&in, "light", 0, LIGHT_STEPS, 0);
    settings.volume = (uint8_t)number(&in, "volume", 0, SETTINGS_VOLUME_STEPS, 0);
    settings.silent = flag(&in, "silent");
    int degrees = number(&in, "turn", 0, 270, 0);
    if (degrees % 90 != 0)
        blame(&in, "turn");
    settings.turn = (enum turn)(degrees / 90);
    touch(&in, &settings.touch);
    pause_of(&in, &settings.pause);
    today(&in, &settings.today);
    if (in.fault == NULL && json_object_size(root) == in.known) {
        *ret = settings;
        return true;
    }
    return err_set(err, ERR_CORRUPT, "the screen's settings: %s",
                   in.fault != NULL ? in.fault : "there is a member that is not known");
}

bool settings_read(struct span bytes, struct local_settings *ret, struct err *err)
{
    json_error_t why;
    if (bytes.size > SETTINGS_BYTES_MAX)
        return err_set(err, ERR_TOO_LARGE, "the screen's settings are too long");
    json_t *root = json_loadb((const char *)bytes.data, bytes.size, JSON_REJECT_DUPLICATES, &why);
    bool read = json_is_object(root)
                    ? read_all(root, ret, err)
                    : err_set(err, ERR_CORRUPT, "the screen's settings are no JSON object");
    json_decref(root);
    return read;
}

/* --- writing --- */

void settings_write(const struct local_settings *settings, struct buf *out)
{
    buf_printf(out, "{\"version\": %d", SETTINGS_VERSION);
    if (settings->language_count > 0)
        buf_printf(out, ", \"languages\": [");
    for (int i = 0; i < settings->language_count; i++)
        buf_printf(out, "%s\"%s\"", i > 0 ? ", " : "", settings->languages[i]);
    buf_printf(out, "%s, \"light\": %d, \"volume\": %d, \"silent\": %s, \"turn\": %d, \"touch\": [",
               settings->language_count > 0 ? "]" : "", settings->light, settings->volume,
               settings->silent ? "true" : "false", 90 * (int)settings->turn);
    for (int i = 0; i < 6; i++)
        buf_printf(out, "%s%d", i > 0 ? ", " : "", settings->touch.m[i]);
    buf_printf(out, "]");
    if (settings->pause.kind != PAUSE_NONE)
        buf_printf(out, ", \"pause\": {\"kind\": \"%s\", \"day\": %d, \"minute\": %d}",
                   pauses[settings->pause.kind], settings->pause.day, settings->pause.minute);
    if (settings->today.day != 0)
        buf_printf(out, ", \"today\": {\"day\": %d, \"from\": %d, \"to\": %d}", settings->today.day,
                   settings->today.from, settings->today.to);
    buf_printf(out, "}\n");
}

static bool path_of(const char *data, const char *name, char ret[PATH_SIZE], struct err *err)
{
    char folder[PATH_SIZE];
    return file_join(folder, sizeof folder, data, "screen", err) &&
           file_join(ret, PATH_SIZE, folder, name, err);
}

static void set_aside(const char *data, const char *path, const struct err *why)
{
    char broken[PATH_SIZE];
    log_line(LOG_WARN, "kiosk", "%s; they are kept as settings.broken, and nothing is set",
             why->text);
    if (path_of(data, "settings.broken", broken, NULL))
        (void)rename(path, broken);
}

struct local_settings settings_load(const char *data)
{
    char path[PATH_SIZE];
    struct local_settings settings = local_settings_usual();
    struct err err = { 0 };
    BUF_AUTO bytes = buf_new(SETTINGS_BYTES_MAX);
    if (data == NULL || !path_of(data, "settings", path, &err))
        return settings;
    bool there = file_read(path, &bytes, &err);
    if (there ? !settings_read(buf_span(&bytes), &settings, &err) : err.kind == ERR_TOO_LARGE)
        set_aside(data, path, &err);
    return settings;
}

bool settings_save(const char *data, const struct local_settings *settings, struct err *err)
{
    char path[PATH_SIZE];
    BUF_AUTO bytes = buf_new(SETTINGS_BYTES_MAX);
    settings_write(settings, &bytes);
    return buf_ok(&bytes, "the screen's settings", err) && path_of(data, "settings", path, err) &&
           file_write_durable(path, buf_span(&bytes), 0640, err);
}
