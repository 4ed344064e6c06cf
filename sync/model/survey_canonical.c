/*
 * The file as it is published: it says aloud that answers of hidden questions go at once, so that
 * other tools do the same. survey-core keeps answers inside a hidden page or panel under
 * "onHidden"; where such a one can be hidden, "onHiddenContainer" says what is meant. Nothing else
 * is touched.
 */
#include "json_read.h"
#include "json_text.h"
#include <stdlib.h>

static bool is_conditional(const json_t *object)
{
    return json_string_length(json_object_get(object, "visibleIf")) > 0;
}

static const json_t *elements_of(const json_t *holder)
{
    const json_t *elements = json_object_get(holder, "elements");
    return elements ? elements : json_object_get(holder, "questions");
}

static bool has_conditional_panel(const json_t *holder)
{
    size_t i;
    json_t *element;
    json_array_foreach(elements_of(holder), i, element)
    {
        const char *type = json_string_value(json_object_get(element, "type"));
        if (type && strcmp(type, "panel") == 0 && is_conditional(element))
            return true;
    }
    return false;
}

static bool has_conditional_container(const json_t *root)
{
    size_t i;
    json_t *page;
    json_array_foreach(json_object_get(root, "pages"), i, page)
    {
        if (is_conditional(page) || has_conditional_panel(page))
            return true;
    }
    return has_conditional_panel(root);
}

static void put_rewritten(struct span bytes, const json_t *root, struct buf *out)
{
    const char *word = has_conditional_container(root) ? "onHiddenContainer" : "onHidden";
    const json_t *there = json_object_get(root, "clearInvisibleValues");
    const char *said = json_string_value(there);
    struct span value;
    if (said && (strcmp(said, word) == 0 || strcmp(said, "onHiddenContainer") == 0)) {
        buf_put_span(out, bytes);
        return;
    }
    if (!there || !json_text_find(bytes, "/clearInvisibleValues", &value)) {
        const uint8_t *brace = memchr(bytes.data, '{', bytes.size);
        size_t head = (size_t)(brace - bytes.data) + 1;
        buf_put(out, bytes.data, head);
        buf_printf(out, "\n  \"clearInvisibleValues\": \"%s\"%s", word,
                   json_object_size(root) ? "," : "");
        buf_put(out, bytes.data + head, bytes.size - head);
        return;
    }
    size_t head = (size_t)(value.data - bytes.data);
    buf_put(out, bytes.data, head);
    buf_printf(out, "\"%s\"", word);
    buf_put(out, value.data + value.size, bytes.size - head - value.size);
}

bool survey_canonical(struct span bytes, struct buf *ret_bytes, struct err *err)
{
    struct problems *problems = calloc(1, sizeof *problems);
    if (!problems)
        return err_set(err, ERR_LATER, "there is not enough memory");
    JSON_AUTO *root = json_read_object(bytes, SURVEY_FILE_MAX, problems);
    if (!root)
        err_set(err, problems->starved ? ERR_LATER : ERR_REFUSED,
                "the survey, line %d column %d: %s", problems->list[0].line,
                problems->list[0].column, problems->list[0].text);
    free(problems);
    if (!root)
        return false;
    put_rewritten(bytes, root, ret_bytes);
    return buf_ok(ret_bytes, "the survey", err);
}
