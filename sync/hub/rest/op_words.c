/*
 * What people wrote, as it was sealed: it is opened where it is read, and nothing that was read
 * comes back but which theme somebody gave it, or that it holds personal data.
 */
#include "base64.h"
#include "local_time.h"
#include "readings.h"
#include "report_ask.h"
#include "words_list.h"
#include <stdio.h>
#include <stdlib.h>

enum { THEMES_MOST = 200, THEMES_EACH = 12, SEALED_TEXT_MAX = 16 * 1024 };

/* ---- marks ---- */

/* What a reader noted of these words; NULL for nothing. False with *err. */
static bool mark_read(struct store *store, const char *ref, json_t **ret, struct err *err)
{
    struct store_paper paper;
    *ret = NULL;
    return paper_read(store, "mark", ref, "mark", &paper, ret, err) || err->kind == ERR_MISSING;
}

static bool has_theme(const json_t *mark, const char *theme)
{
    const json_t *themes = json_object_get(mark, "themes");
    for (size_t i = 0; i < json_array_size(themes); i++) {
        const char *id = json_string_value(json_array_get(themes, i));
        if (id != NULL && strcmp(id, theme) == 0)
            return true;
    }
    return false;
}

/* ---- listing ---- */

struct listing {
    struct call *call;
    struct page page;
    char theme[STORE_ID_MAX + 2];
    bool failed;
    struct err *err;
};

static json_t *sealed_json(struct span sealed)
{
    BUF_AUTO text = buf_new(SEALED_TEXT_MAX);
    base64_put(&text, sealed);
    return json_stringn(buf_text(&text), text.size);
}

static json_t *item_json(const struct words_item *item, const char *ref, const json_t *mark)
{
    char digest[65];
    const struct store_row *row = item->row;
    json_t *themes = json_object_get(mark, "themes");
    json_t *by = json_object_get(mark, "by");
    digest_hex(&row->response.survey, digest);
    return json_pack(
        "{s:s, s:o, s:o, s:I, s:s, s:s, s:s, s:s, s:o, s:s, s:o, s:{s:o, s:I}, s:o, s:o, s:b, s:o}",
        "ref", ref, "kiosk", value_key(row->kiosk), "life", value_key(row->life), "seq",
        (json_int_t)row->response.seq, "survey", item->survey, "digest", digest, "question",
        item->name, "venue", row->response.venue, "day", value_day(row->response.day), "language",
        row->response.language, "answer",
        item->answer == NULL ? json_null() : json_string(item->answer), "bound_to", "life",
        value_key(item->bound_life), "seq", (json_int_t)item->bound_seq, "sealed",
        sealed_json(item->sealed), "themes", themes == NULL ? json_array() : json_incref(themes),
        "hidden", json_is_true(json_object_get(mark, "hidden")), "theme_by",
        by == NULL ? json_null() : json_incref(by));
}

static bool take_words(void *context, const struct words_item *item)
{
    struct listing *listing = context;
    char ref[WORDS_REF_SIZE];
    json_t *found = NULL;
    words_ref(item->row, item->name, ref);
    listing->failed = !mark_read(listing->call->store, ref, &found, listing->err);
    JSON_AUTO *mark = found;
    if (listing->failed)
        return false;
    if (listing->theme[0] != '\0' && !has_theme(mark, listing->theme))
        return true;
    return page_take(&listing->page, item->question, ref, item_json(item, ref, mark));
}

/* Each reading stands in the log: whoever is handed a page may have the passphrase too. */
static bool note_reading(struct call *call, const struct asking *asking, struct err *err)
{
    JSON_AUTO *detail = json_pack("{s:o, s:o}", "from", value_day(asking->ask.from), "to",
                                  value_day(asking->ask.to));
    return asking_where(call, detail, err) &&
           readings_note(call, asking->survey, json_incref(detail), err);
}

bool op_words(struct call *call, struct err *err)
{
    ASKING_AUTO asking = { 0 };
    struct listing listing = { .call = call, .err = err };
    if (!asking_begin(call, &asking, err) ||
        !query_text(call, "theme", listing.theme, sizeof listing.theme, err) ||
        !page_begin(call, &listing.page, err) || !note_reading(call, &asking, err))
        return false;
    uint64_t total;
    const char *after = listing.page.continues ? listing.page.id : NULL;
    bool listed =
        words_list(&asking.ask, after, take_words, &listing, &total, err) && !listing.failed;
    page_end(call, &listing.page);
    bool of_all = listing.theme[0] == '\0'; /* how many have a theme is not known beforehand */
    (void)json_object_set_new(call->answer, "total",
                              of_all ? json_integer((json_int_t)total) : json_null());
    (void)json_object_set_new(call->answer, "notes", json_array());
    return listed && notes_put(&asking, "notes", call->answer, err);
}

/* ---- marking ---- */

static bool theme_is_there(struct call *call, const char *id)
{
    struct store_paper paper;
    struct err why;
    json_t *json = NULL;
    bool there = paper_read(call->store, "theme", id, "theme", &paper, &json, &why);
    json_decref(json);
    return there;
}

static json_t *read_mark(struct call *call, struct err *err)
{
    struct body body = body_of(call);
    const json_t *themes = body_array(&body, "themes", true, THEMES_EACH);
    for (size_t i = 0; i < json_array_size(themes); i++) {
        const char *id = json_string_value(json_array_get(themes, i));
        if (id == NULL || !value_is_id(id) || !theme_is_there(call, id))
            body_problem(&body, "themes", "It names a theme that is not there.");
    }
    if (body_json(&body, "hidden", true) != NULL &&
        !json_is_boolean(json_object_get(call->body, "hidden")))
        body_problem(&body, "hidden", "It must be true or false.");
    if (!body_end(&body, err))
        return NULL;
    return json_pack("{s:O, s:O, s:s}", "themes", json_object_get(call->body, "themes"), "hidden",
                     json_object_get(call->body, "hidden"), "by", call->asker.name);
}

static bool keep_mark(struct call *call, json_t *mark, const char *venue, struct err *err)
{
    struct store_paper paper = { .kind = "mark", .rank = call->people.now };
    JSON_AUTO *owned = mark;
    (void)snprintf(paper.id, sizeof paper.id, "%s", call->values[0]);
    (void)snprintf(paper.part, sizeof paper.part, "%s", venue);
    call->answer = json_pack("{s:O, s:O}", "themes", json_object_get(mark, "themes"), "hidden",
                             json_object_get(mark, "hidden"));
    if (!store_together(call->store, err))
        return false;
    TOGETHER_AUTO together = call->store;
    return paper_write(call->store, &paper, json_incref(owned), PAPER_ANY, err) &&
           call_note(call, DID_WORDS_MARKED, call->values[0], json_incref(call->answer), err) &&
           store_together_keep(call->store, err);
}

bool op_words_mark(struct call *call, struct err *err)
{
    char venue[STORE_ID_MAX + 1];
    if (!words_venue(call->store, call->values[0], venue, err))
        return false;
    if (call_place(call, venue, err) == NULL)
        return err->kind == ERR_MISSING ? err_set(err, ERR_MISSING, "There are no such words.")
                                        : false;
    json_t *mark = read_mark(call, err);
    return mark != NULL && keep_mark(call, mark, venue, err);
}

/* ---- themes ---- */

struct themes {
    struct call *call;
    struct {
        char id[PAPER_ID_MAX + 1];
        char name[STORE_NAME_MAX];
    } list[THEMES_MOST];
    struct words_count counts[THEMES_MOST];
    size_t count;
};

static bool take_theme(void *context, const struct store_paper *paper)
{
    struct err err;
    struct themes *themes = context;
    JSON_AUTO *json = paper_json(paper, &err);
    if (json == NULL || themes->count == THEMES_MOST)
        return themes->count < THEMES_MOST;
    memcpy(themes->list[themes->count].id, paper->id, sizeof paper->id);
    paper_text(json, "name", themes->list[themes->count].name, STORE_NAME_MAX);
    themes->counts[themes->count++] = (struct words_count){ 0 };
    return true;
}

static bool count_mark(void *context, const struct store_paper *paper)
{
    struct err err;
    struct themes *themes = context;
    const struct place *place = frame_place(themes->call->frame, paper->part);
    JSON_AUTO *mark = paper_json(paper, &err);
    if (place == NULL || !call_reaches(themes->call, themes->call->frame, place))
        return true;
    for (size_t i = 0; i < themes->count; i++)
        themes->counts[i].n += has_theme(mark, themes->list[i].id);
    return true;
}

static json_t *theme_json(const struct themes *themes, size_t i)
{
    const struct words_count *count = &themes->counts[i];
    return json_pack("{s:s, s:s, s:o, s:s}", "id", themes->list[i].id, "name", themes->list[i].name,
                     "n", count->shown ? json_integer((json_int_t)count->n) : json_null(), "status",
                     count->status);
}

/* Their names alone; NULL with *err. */
static struct themes *themes_named(struct call *call, struct err *err)
{
    struct paper_query named = { .kind = "theme" };
    struct themes *themes = calloc(1, sizeof *themes);
    if (themes == NULL) {
        (void)err_set(err, ERR_LATER, "there is no memory for themes");
        return NULL;
    }
    themes->call = call;
    if (store_papers(call->store, &named, take_theme, themes, err))
        return themes;
    free(themes);
    return NULL;
}

/* And how many comments each has; NULL with *err. */
static struct themes *themes_read(struct call *call, struct err *err)
{
    struct paper_query marked = { .kind = "mark" };
    struct themes *themes = call_frame(call, err) == NULL ? NULL : themes_named(call, err);
    if (themes == NULL)
        return NULL;
    if (store_papers(call->store, &marked, count_mark, themes, err)) {
        words_disclose(themes->counts, themes->count);
        return themes;
    }
    free(themes);
    return NULL;
}

bool op_themes(struct call *call, struct err *err)
{
    struct themes *themes = themes_read(call, err);
    if (themes == NULL)
        return false;
    json_t *items = json_array();
    for (size_t i = 0; i < themes->count; i++)
        (void)json_array_append_new(items, theme_json(themes, i));
    call->answer = json_pack("{s:o}", "items", items);
    free(themes);
    return true;
}

static bool keep_theme(struct call *call, const char *name, struct err *err)
{
    struct store_paper paper = { .kind = "theme" };
    (void)snprintf(paper.id, sizeof paper.id, "%s", call->values[0]);
    if (!store_together(call->store, err))
        return false;
    TOGETHER_AUTO together = call->store;
    return paper_write(call->store, &paper, json_pack("{s:s}", "name", name), PAPER_ANY, err) &&
           call_note(call, DID_THEME_CHANGED, call->values[0], json_pack("{s:s}", "name", name),
                     err) &&
           store_together_keep(call->store, err);
}

/* themes->count when it is not among them. */
static size_t theme_at(const struct themes *themes, const char *id)
{
    size_t i = 0;
    while (i < themes->count && strcmp(themes->list[i].id, id) != 0)
        i++;
    return i;
}

/* Asked before anything is kept: a new one needs room, one that is there alone is renamed. */
static bool theme_has_room(struct call *call, struct err *err)
{
    struct themes *themes = themes_named(call, err);
    if (themes == NULL)
        return false;
    bool room = themes->count < THEMES_MOST || theme_at(themes, call->values[0]) < themes->count;
    free(themes);
    return room || err_tell(err, ERR_CONFLICT,
                            "There are as many themes as there may be: remove one first.");
}

static bool answer_theme(struct call *call, struct err *err)
{
    struct themes *themes = themes_read(call, err);
    size_t at = themes == NULL ? 0 : theme_at(themes, call->values[0]);
    if (themes != NULL && at < themes->count)
        call->answer = theme_json(themes, at);
    else if (themes != NULL)
        (void)err_set(err, ERR_MISSING, "There is no such theme.");
    free(themes);
    return call->answer != NULL;
}

bool op_theme_put(struct call *call, struct err *err)
{
    char name[STORE_NAME_MAX];
    struct body body = body_of(call);
    if (!value_is_id(call->values[0]))
        return err_set(err, ERR_USAGE,
                       "A theme's id has 1 to 32 small letters, digits, - or _, a letter first.");
    body_text(&body, "name", true, name, sizeof name);
    return body_end(&body, err) && theme_has_room(call, err) && keep_theme(call, name, err) &&
           answer_theme(call, err);
}

bool op_theme_remove(struct call *call, struct err *err)
{
    return paper_remove_noted(call, "theme", "theme", DID_THEME_REMOVED, err);
}
