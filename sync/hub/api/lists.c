/* Small lists: venues, and languages accepted by name. */
#include "hub_int.h"
#include <stdlib.h>

enum { VENUES_MAX = 100000 };

/* Grows by doubling; a programme has some thousand venues at most. */
static bool keep_venue(void *context, const struct venue *venue)
{
    struct venue_list *list = context;
    if (list->count == VENUES_MAX)
        return false;
    if ((list->count & (list->count - 1)) == 0) {
        size_t room = list->count == 0 ? 1 : list->count * 2;
        struct venue *more = realloc(list->list, room * sizeof *more);
        if (more == NULL)
            return false;
        list->list = more;
    }
    list->list[list->count++] = *venue;
    return true;
}

bool venue_list_read(struct store *store, struct venue_list *ret, struct err *err)
{
    *ret = (struct venue_list){ 0 };
    return store_venues(store, keep_venue, ret, err);
}

void venue_list_finish(struct venue_list *list)
{
    free(list->list);
    *list = (struct venue_list){ 0 };
}

void accepted_split(const char *text, struct accepted_list *ret)
{
    size_t count = 0;
    char *rest = NULL;
    memset(ret, 0, sizeof *ret);
    memcpy(ret->text, text, strnlen(text, sizeof ret->text - 1));
    for (char *tag = strtok_r(ret->text, ",", &rest); tag != NULL && count < SURVEY_LANGUAGES_MAX;
         tag = strtok_r(NULL, ",", &rest))
        ret->tags[count++] = tag;
}

bool accepted_join(const char *const *tags, char ret[STORE_NAME_MAX], struct err *err)
{
    BUF_AUTO text = buf_new(STORE_NAME_MAX - 1);
    for (size_t i = 0; tags != NULL && tags[i] != NULL; i++)
        buf_printf(&text, i == 0 ? "%s" : ",%s", tags[i]);
    if (!buf_ok(&text, "the list of accepted languages", err))
        return false;
    memset(ret, 0, STORE_NAME_MAX);
    memcpy(ret, buf_text(&text), text.size);
    return true;
}
