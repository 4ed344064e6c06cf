/* All that one venue's kiosks show, in one JSON object; see holding_from_whole. */
#include "file.h"
#include "kiosk_holding.h"
#include <jansson.h>
#include <stdlib.h>

/* A member as the file that it is; nothing where it is not there. */
static bool member(const json_t *whole, const char *name, struct buf *ret, struct err *err)
{
    const json_t *json = json_object_get(whole, name);
    char *text = json ? json_dumps(json, JSON_COMPACT) : NULL;
    if (json && !text)
        return err_set(err, ERR_LATER, "no memory for what a venue says");
    buf_put_span(ret, span_text(text ? text : ""));
    free(text);
    return buf_ok(ret, name, err);
}

static bool from_members(const json_t *whole, struct holding **ret, struct err *err)
{
    BUF_AUTO survey = buf_new(SURVEY_FILE_MAX);
    BUF_AUTO venue = buf_new(VENUE_FILE_MAX);
    BUF_AUTO notices = buf_new(NOTICES_FILE_MAX);
    if (!member(whole, "survey", &survey, err) || !member(whole, "venue", &venue, err) ||
        !member(whole, "notices", &notices, err))
        return false;
    struct desk_bytes desk = { buf_span(&survey), buf_span(&venue), buf_span(&notices),
                               json_string_value(json_object_get(whole, "name")) };
    return holding_from_bytes(&desk, ret, err);
}

bool holding_from_whole(const char *path, struct holding **ret, struct err *err)
{
    BUF_AUTO file = buf_new(SURVEY_FILE_MAX + VENUE_FILE_MAX + NOTICES_FILE_MAX);
    if (!file_read(path, &file, err))
        return false;
    json_t *whole = json_loadb((const char *)file.data, file.size, 0, NULL);
    bool held = json_is_object(whole) ? from_members(whole, ret, err)
                                      : err_set(err, ERR_REFUSED, "%s is no JSON object", path);
    json_decref(whole);
    return held;
}
