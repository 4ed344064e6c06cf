/* When venues are open: see hours.h. */
#include "hours.h"
#include "local_time.h"
#include "venue_profile.h"
#include <stdio.h>
#include <stdlib.h>

enum { QUARTER = 900, MOST_DAYS = 60, USUAL_FROM = 8, USUAL_TO = 18 };

struct known {
    char venue[STORE_ID_MAX + 1];
    char time_zone[48];
    struct venue_profile *profile; /* NULL: nothing chosen */
};
struct hours_book {
    struct store *store;
    struct known *list;
    size_t count;
    struct problems problems;
    bool failed;
};

static int by_venue(const void *a, const void *b)
{
    return strcmp(((const struct known *)a)->venue, ((const struct known *)b)->venue);
}

static bool take_venue(void *context, const struct venue *venue)
{
    struct hours_book *book = context;
    bool full = (book->count & (book->count - 1)) == 0;
    size_t room = book->count == 0 ? 1 : 2 * book->count;
    struct known *grown = full ? realloc(book->list, room * sizeof *grown) : book->list;
    book->failed = grown == NULL;
    if (grown == NULL)
        return false;
    book->list = grown;
    struct known *known = &grown[book->count++];
    *known = (struct known){ 0 };
    memcpy(known->venue, venue->id, sizeof known->venue);
    memcpy(known->time_zone, venue->time_zone, sizeof known->time_zone);
    return true;
}

/* What cannot be read is as if nothing were chosen: hours are no reason to fail. */
static void read_profile(struct hours_book *book, struct known *known)
{
    struct err err;
    BUF_AUTO file = buf_new(VENUE_FILE_MAX);
    book->problems = (struct problems){ 0 };
    if (store_venue_file_get(book->store, known->venue, STORE_FILE_PROFILE, &file, &err) &&
        file.size > 0)
        known->profile = venue_profile_load(buf_span(&file), &book->problems);
}

bool hours_book_open(struct store *store, struct hours_book **ret, struct err *err)
{
    struct hours_book *book = calloc(1, sizeof *book);
    if (book == NULL)
        return err_set(err, ERR_LATER, "there is no memory for opening hours");
    book->store = store;
    bool read = store_venues(store, take_venue, book, err);
    if (read && book->failed)
        read = err_set(err, ERR_LATER, "there is no memory for opening hours");
    for (size_t i = 0; read && i < book->count; i++)
        read_profile(book, &book->list[i]);
    *ret = book;
    if (read)
        return true;
    hours_book_close(book);
    *ret = NULL;
    return false;
}

void hours_book_close(struct hours_book *book)
{
    if (book == NULL)
        return;
    for (size_t i = 0; i < book->count; i++)
        venue_profile_free(book->list[i].profile);
    free(book->list);
    free(book);
}

static bool is_open(const struct known *known, int64_t at)
{
    int32_t day;
    uint8_t hour;
    local_time(at, known == NULL ? "Europe/London" : known->time_zone, &day, &hour);
    int weekday = (day % 7 + 7 + 3) % 7;
    if (known != NULL && known->profile != NULL && known->profile->has_hours)
        return venue_profile_is_open(known->profile, weekday, hour * 60);
    return weekday < 5 && hour >= USUAL_FROM && hour < USUAL_TO;
}

int hours_open(struct hours_book *book, const char *venue, int64_t from, int64_t to, int most)
{
    struct known key = { .profile = NULL };
    int hours = 0;
    (void)snprintf(key.venue, sizeof key.venue, "%s", venue);
    const struct known *known =
        book->count == 0 ? NULL : bsearch(&key, book->list, book->count, sizeof key, by_venue);
    if (from < to - (int64_t)MOST_DAYS * 86400)
        return most;
    for (int64_t at = from + 3600 - from % QUARTER; at <= to && hours < most; at += 3600)
        hours += is_open(known, at);
    return hours;
}
