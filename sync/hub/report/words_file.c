/* Opens sealed words of a JSON lines export, far from the hub: the line itself says to which life,
 * number and survey they must be bound. */
#include "base64.h"
#include "json_depth.h"
#include "report.h"
#include "words.h"
#include <inttypes.h>

static bool get_hex64(const json_t *object, const char *name, uint64_t *ret)
{
    const char *text = json_string_value(json_object_get(object, name));
    uint64_t value = 0;
    if (text == NULL || strlen(text) != 16)
        return false;
    for (; *text != '\0'; text++) {
        const char *at = strchr("0123456789abcdef", *text);
        if (at == NULL)
            return false;
        value = value << 4 | (uint64_t)(at - "0123456789abcdef");
    }
    *ret = value;
    return true;
}

/* What every text of this line is bound to, but for the question. */
static bool get_binding(const json_t *row, struct seal_binding *ret, struct err *err)
{
    const json_t *bound = json_object_get(row, "bound_to");
    const json_t *place = bound == NULL ? row : bound;
    const json_t *seq = json_object_get(place, "seq");
    const char *digest = json_string_value(json_object_get(row, "digest"));
    if (!get_hex64(place, "life", &ret->life) || !json_is_integer(seq) ||
        json_integer_value(seq) < 1 || digest == NULL || !digest_from_hex(digest, &ret->survey))
        return err_set(err, ERR_REFUSED, "it does not say what its words are bound to");
    ret->seq = (uint64_t)json_integer_value(seq);
    return true;
}

/* The members that say whose words they are. */
static json_t *line_of(const json_t *row)
{
    static const char *const names[] = { "kiosk",  "life",    "seq",  "venue",
                                         "survey", "version", "date", "language" };
    json_t *line = json_object();
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (json_object_get(row, names[i]) != NULL)
            (void)json_object_set(line, names[i], json_object_get(row, names[i]));
    return line;
}

static bool open_row(struct words_opening *opening, json_t *row, struct err *err)
{
    struct seal_binding binding = { 0 };
    const char *question;
    json_t *words;
    json_t *all = json_object_get(row, "words");
    if (json_object_size(all) == 0)
        return true;
    if (!get_binding(row, &binding, err))
        return false;
    json_object_foreach(all, question, words)
    {
        BUF_AUTO sealed = buf_new(WORDS_SEALED_MAX);
        if (!json_is_string(words) || strlen(question) > SURVEY_NAME_MAX)
            return err_set(err, ERR_REFUSED, "its words are no sealed words");
        (void)snprintf(binding.question, sizeof binding.question, "%s", question);
        if (!base64_get(json_string_value(words), &sealed, err) ||
            !words_write(opening, line_of(row), &binding, buf_span(&sealed), err))
            return false;
    }
    return true;
}

static bool open_line(struct words_opening *opening, struct span line, struct err *err)
{
    if (!json_is_shallow(line, JSON_FILE_DEPTH_MAX, NULL))
        return err_set(err, ERR_REFUSED, "it is nested too deeply");
    json_t *row = json_loadb((const char *)line.data, line.size, JSON_REJECT_DUPLICATES, NULL);
    bool opened = json_is_object(row) ? open_row(opening, row, err)
                                      : err_set(err, ERR_REFUSED, "it is no JSON object");
    json_decref(row);
    return opened;
}

bool report_words_file(struct span jsonl, const struct box_public *key,
                       const struct box_secret *secret, FILE *out, uint64_t *ret_opened,
                       struct err *err)
{
    struct words_opening opening = { .key = key, .secret = secret, .out = out };
    size_t number = 0;
    while (jsonl.size > 0) {
        const uint8_t *end = memchr(jsonl.data, '\n', jsonl.size);
        size_t size = end == NULL ? jsonl.size : (size_t)(end - jsonl.data);
        number++;
        if (size > 0 && !open_line(&opening, span_of(jsonl.data, size), err))
            return err_wrap(err, "line %zu", number);
        size += end != NULL;
        jsonl = span_of(jsonl.data + size, jsonl.size - size);
    }
    *ret_opened = opening.opened;
    return words_whole(&opening, err);
}
