/* Joining more questions to a survey: see survey_join.h. Members keep their order, so that the same
 * two files always make the same bytes. */
#include "survey_join.h"
#include "survey_int.h"
#include <strings.h>

static const char local_prefix[] = "local_";

/* ---- pages ---- */

/* The questions of a page, or of a survey without pages; "questions" is their older name. */
static json_t *elements_of(const json_t *holder)
{
    json_t *elements = json_object_get(holder, "elements");
    return elements ? elements : json_object_get(holder, "questions");
}

/* The survey's pages; one that has its questions at the top gets a page for them. NULL without
 * memory. */
static json_t *pages_of(json_t *root, const char *name)
{
    json_t *pages = json_object_get(root, "pages");
    if (json_is_array(pages))
        return pages;
    pages = json_pack("[{s:s, s:O}]", "name", name, "elements", elements_of(root));
    if (!pages || json_object_set_new(root, "pages", pages) != 0)
        return NULL;
    (void)json_object_del(root, "elements");
    (void)json_object_del(root, "questions");
    return pages;
}

static bool is_offer(const json_t *root, const json_t *element)
{
    const json_t *questions = json_object_get(json_object_get(root, "yousaid"), "questions");
    const char *name = json_string_value(json_object_get(element, "name"));
    const json_t *role = name ? json_object_get(json_object_get(questions, name), "role") : NULL;
    return json_is_string(role) && strcmp(json_string_value(role), "equality_offer") == 0;
}

/* The page on which the equality questions are offered, or the end. */
static size_t page_of_offer(const json_t *root, const json_t *pages)
{
    size_t i, n;
    json_t *page, *element;
    json_array_foreach(pages, i, page)
    {
        json_array_foreach(elements_of(page), n, element)
        {
            if (is_offer(root, element))
                return i;
        }
    }
    return json_array_size(pages);
}

static bool insert_pages(json_t *into, size_t at, const json_t *pages)
{
    size_t i;
    json_t *page;
    json_array_foreach(pages, i, page)
    {
        if (json_array_insert(into, at + i, page) != 0)
            return false;
    }
    return true;
}

/* ---- our extension object ---- */

static json_t *member_of(json_t *object, const char *key)
{
    if (!json_object_get(object, key))
        (void)json_object_set_new(object, key, json_object());
    return json_object_get(object, key);
}

/* The language that everything is written in first needs no second reader, unless the file says
 * that it does; a translation does. */
static bool is_reviewed(const json_t *languages, const char *tag, const char *plain)
{
    const json_t *said = json_object_get(json_object_get(languages, tag), "reviewed");
    return said != NULL ? json_is_true(said) : strcasecmp(tag, plain) == 0;
}

/* What is reviewed in one of the two files alone is not reviewed as a whole. */
static bool join_reviews(json_t *languages, const json_t *others, const char *plain)
{
    const char *tag;
    json_t *language;
    json_object_foreach(languages, tag, language)
    {
        bool both =
            json_is_true(json_object_get(language, "reviewed")) && is_reviewed(others, tag, plain);
        if (json_object_set_new(language, "reviewed", json_boolean(both)) != 0)
            return false;
    }
    return true;
}

static bool join_about(json_t *root, const json_t *part, const char *plain)
{
    json_t *about = member_of(root, "yousaid");
    const json_t *other = json_object_get(part, "yousaid");
    json_t *questions = json_object_get(other, "questions");
    return (!questions || json_object_update(member_of(about, "questions"), questions) == 0) &&
           join_reviews(json_object_get(about, "languages"), json_object_get(other, "languages"),
                        plain);
}

/* ---- languages ---- */

static bool speaks(const struct survey *survey, const char *tag)
{
    for (int i = 0; i < survey->language_count; i++)
        if (strcasecmp(survey->languages[i].tag, tag) == 0)
            return true;
    return false;
}

/* Takes out of each text what the survey does not speak: it would begin a language that lacks
 * everything else. Depth is bounded by reading. */
static void prune(json_t *json, const struct survey *survey)
{
    const char *key;
    void *next;
    size_t i;
    json_t *member;
    bool is_text = json_is_string(json_object_get(json, "default"));
    json_object_foreach_safe(json, next, key, member)
    {
        if (!is_text)
            prune(member, survey);
        else if (strcmp(key, "default") != 0 && !speaks(survey, key))
            (void)json_object_del(json, key);
    }
    json_array_foreach(json, i, member)
    {
        prune(member, survey);
    }
}

/* What "default" means must be the same in both. */
static bool same_default(const struct survey *survey, const struct survey *part,
                         struct problems *problems)
{
    const char *wanted = survey->languages[PLAIN_LANGUAGE].tag;
    if (strcasecmp(part->languages[PLAIN_LANGUAGE].tag, wanted) == 0)
        return true;
    problems_error(problems, NULL, "\"default\" is \"%s\" in the survey, and must be so here",
                   wanted);
    return false;
}

/* ---- both ---- */

/* For jansson, which does not always say that memory ran out in the middle; the buffer does. */
static int put_piece(const char *piece, size_t size, void *out)
{
    struct buf *buf = out;
    buf_put(buf, piece, size);
    return buf->failed ? -1 : 0;
}

static bool write_out(const json_t *root, struct buf *ret, struct problems *problems)
{
    bool written = json_dump_callback(root, put_piece, ret, JSON_INDENT(2)) == 0;
    buf_put_byte(ret, '\n');
    bool starved = ret->starved || (!written && !ret->failed);
    if (starved)
        problems_starved(problems);
    else if (ret->failed)
        problems_error(problems, NULL, "together they are larger than %d bytes", SURVEY_FILE_MAX);
    return !starved && !ret->failed;
}

/* What is joined to what, and where it belongs. */
struct joining {
    const struct survey *survey, *part;
    const char *page; /* what a part without pages calls its one */
    bool before_offer;
};

/* False without memory. */
static bool join_roots(const struct joining *joining, json_t *root, json_t *part)
{
    json_t *into = pages_of(root, "main"), *others = pages_of(part, joining->page);
    size_t at = joining->before_offer ? page_of_offer(root, into) : json_array_size(into);
    prune(others, joining->survey);
    return into && others && insert_pages(into, at, others) &&
           join_about(root, part, joining->survey->languages[PLAIN_LANGUAGE].tag);
}

static bool join(const struct joining *joining, struct buf *ret, struct problems *problems)
{
    if (!same_default(joining->survey, joining->part, problems))
        return false;
    JSON_AUTO *root = json_read_object(joining->survey->bytes, SURVEY_FILE_MAX, problems);
    JSON_AUTO *part =
        root ? json_read_object(joining->part->bytes, SURVEY_FILE_MAX, problems) : NULL;
    if (!part)
        return false;
    if (join_roots(joining, root, part))
        return write_out(root, ret, problems);
    problems_starved(problems);
    return false;
}

static void survey_drop(struct survey **survey)
{
    survey_free(*survey);
}
#define SURVEY_AUTO __attribute__((cleanup(survey_drop))) struct survey

/* What is joined must be a survey still: too many questions, names that are there twice. */
static bool loads(const struct buf *bytes, struct problems *problems)
{
    SURVEY_AUTO *survey = survey_load(buf_span(bytes), problems);
    return survey != NULL;
}

bool survey_join_module(struct span survey, struct span module, struct buf *ret_survey,
                        struct problems *problems)
{
    SURVEY_AUTO *whole = survey_load(survey, problems);
    SURVEY_AUTO *part = whole ? survey_load(module, problems) : NULL;
    struct joining joining = { whole, part, "module", false };
    return part && join(&joining, ret_survey, problems) && loads(ret_survey, problems);
}

/* ---- a venue's own questions ---- */

static void check_question(const struct question *question, struct problems *problems)
{
    struct path about = path_key(NULL, "yousaid"), questions = path_key(&about, "questions");
    struct path path = path_key(&questions, question->name);
    if (strncmp(question->name, local_prefix, sizeof local_prefix - 1) != 0)
        problems_error(problems, NULL,
                       "\"%s\" must begin with \"%s\", so that it is known as the "
                       "venue's own",
                       question->name, local_prefix);
    if (question->role != ROLE_NONE)
        problems_error(problems, &path, "a venue's own question has no role; leave it out");
}

static bool local_fits(const struct survey *survey, struct problems *problems)
{
    int errors = problems->errors;
    if (survey->question_count < 1 || survey->question_count > LOCAL_QUESTIONS_MAX)
        problems_error(problems, NULL, "a venue has 1 to %d questions of its own",
                       LOCAL_QUESTIONS_MAX);
    for (int i = 0; i < survey->question_count; i++)
        check_question(&survey->questions[i], problems);
    return problems->errors == errors;
}

bool survey_local_fits(struct span local, struct problems *problems)
{
    SURVEY_AUTO *survey = survey_load(local, problems);
    return survey && local_fits(survey, problems);
}

static bool is_complete(const struct survey *survey, const char *tag)
{
    for (int i = 0; i < survey->language_count; i++)
        if (strcasecmp(survey->languages[i].tag, tag) == 0)
            return survey->languages[i].complete;
    return false;
}

/* Nobody loses a language because a venue asks something of its own. */
static bool keeps_languages(const struct survey *survey, const struct survey *local,
                            struct problems *problems)
{
    int errors = problems->errors;
    for (int i = 0; i < survey->language_count; i++)
        if (survey->languages[i].complete && !is_complete(local, survey->languages[i].tag))
            problems_error(problems, NULL, "the survey speaks \"%s\", and so must these questions",
                           survey->languages[i].tag);
    return problems->errors == errors;
}

bool survey_join_local(struct span survey, struct span local, struct buf *ret_survey,
                       struct problems *problems)
{
    SURVEY_AUTO *whole = survey_load(survey, problems);
    SURVEY_AUTO *part = whole ? survey_load(local, problems) : NULL;
    struct joining joining = { whole, part, "local", true };
    return part && local_fits(part, problems) && keeps_languages(whole, part, problems) &&
           join(&joining, ret_survey, problems) && loads(ret_survey, problems);
}
