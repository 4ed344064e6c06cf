/* The query of a request, and pages of lists: see rest_int.h. */
#include "local_time.h"
#include "rest_int.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static int nibble(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Decodes until & or the end; false when it does not fit or is no text. */
static bool decode(const char *from, char *ret, size_t size)
{
    size_t at = 0;
    for (; *from != '\0' && *from != '&'; from++) {
        char c = *from;
        if (c == '+')
            c = ' ';
        if (c == '%') {
            int high = nibble(from[1]);
            int low = high < 0 ? -1 : nibble(from[2]);
            if (low < 0 || (high == 0 && low == 0))
                return false;
            c = (char)(high << 4 | low);
            from += 2;
        }
        if (at + 1 >= size)
            return false;
        ret[at++] = c;
    }
    ret[at] = '\0';
    return true;
}

/* What stands behind "name=" in the query; NULL without it. */
static const char *find(const struct call *call, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = call->request->query; at != NULL && *at != '\0';) {
        if (strncmp(at, name, length) == 0 && at[length] == '=')
            return at + length + 1;
        at = strchr(at, '&');
        at = at == NULL ? NULL : at + 1;
    }
    return NULL;
}

bool query_text(const struct call *call, const char *name, char *ret, size_t size, struct err *err)
{
    const char *value = find(call, name);
    ret[0] = '\0';
    if (value == NULL)
        return true;
    JSON_AUTO *text = decode(value, ret, size) ? json_string(ret) : NULL; /* is it UTF-8? */
    if (text == NULL)
        return err_set(err, ERR_USAGE, "The parameter %s is too long, or not text.", name);
    return true;
}

bool query_int(const struct call *call, const char *name, int fallback, int min, int max, int *ret,
               struct err *err)
{
    char text[16];
    char *end = NULL;
    if (!query_text(call, name, text, sizeof text, err))
        return false;
    *ret = fallback;
    if (text[0] == '\0')
        return true;
    long value = strtol(text, &end, 10);
    if (*end != '\0' || value < min || value > max)
        return err_set(err, ERR_USAGE, "The parameter %s is a whole number from %d to %d.", name,
                       min, max);
    *ret = (int)value;
    return true;
}

bool query_day(const struct call *call, const char *name, int32_t *ret, bool *ret_given,
               struct err *err)
{
    char text[16];
    if (!query_text(call, name, text, sizeof text, err))
        return false;
    *ret_given = text[0] != '\0';
    if (!*ret_given || local_day_from_text(text, ret, NULL))
        return true;
    return err_set(err, ERR_USAGE, "The parameter %s is a day such as 2026-11-23.", name);
}

/* ---- pages ---- */

bool page_begin(struct call *call, struct page *ret, struct err *err)
{
    char cursor[CALL_VALUE_MAX + 32];
    *ret = (struct page){ 0 };
    if (!query_int(call, "limit", PAGE_USUAL, 1, PAGE_MOST, &ret->limit, err) ||
        !query_text(call, "cursor", cursor, sizeof cursor, err))
        return false;
    if (cursor[0] != '\0' &&
        sscanf(cursor, "%20" SCNd64 "_%100[a-zA-Z0-9_.-]", &ret->rank, ret->id) != 2)
        return err_set(err, ERR_USAGE, "This cursor is none that the hub has given.");
    ret->continues = cursor[0] != '\0';
    ret->items = json_array();
    call->answer = json_pack("{s:o, s:n}", "items", ret->items, "next");
    return call->answer != NULL || err_set(err, ERR_LATER, "there is no memory for a list");
}

bool page_take(struct page *page, int64_t rank, const char *id, json_t *item)
{
    if (json_array_size(page->items) == (size_t)page->limit) {
        page->more = true;
        json_decref(item);
        return false;
    }
    page->rank = rank;
    (void)snprintf(page->id, sizeof page->id, "%s", id);
    (void)json_array_append_new(page->items, item);
    return true;
}

void page_end(struct call *call, struct page *page)
{
    char cursor[CALL_VALUE_MAX + 32];
    if (!page->more)
        return;
    (void)snprintf(cursor, sizeof cursor, "%" PRId64 "_%s", page->rank, page->id);
    (void)json_object_set_new(call->answer, "next", json_string(cursor));
}

bool page_papers(struct call *call, struct page *page, const char *kind,
                 bool (*take)(void *context, const struct store_paper *paper), void *context,
                 struct err *err)
{
    struct paper_query query = { .kind = kind,
                                 .backwards = true,
                                 .after_rank = page->rank,
                                 .after_id = page->continues ? page->id : NULL };
    bool listed = store_papers(call->store, &query, take, context, err);
    page_end(call, page);
    return listed;
}
