/*
 * The account at the end of a journey: counts what an export holds and compares it with what the
 * kiosk said it recorded. Reads JSON lines on standard input.
 *
 *   account responses | answers         of an export
 *   account texts                       the texts of `words open`, one JSON string a line
 *   account reconcile RECORDED          an export against the kiosk's recorded lines
 */
#include "err.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void give_up(const char *why, const char *what)
{
    (void)fprintf(stderr, "account: %s %s\n", why, what);
    exit(1);
}

/* Calls take for each line that is a JSON object; other lines (a torn last one) are passed over. */
static void each_line(FILE *in, void (*take)(void *context, json_t *object), void *context)
{
    char *line = NULL;
    size_t capacity = 0;
    while (getline(&line, &capacity, in) > 0) {
        json_t *object = json_loads(line, 0, NULL);
        if (json_is_object(object))
            take(context, object);
        json_decref(object);
    }
    free(line);
}

static size_t answers_in(const json_t *row)
{
    return json_object_size(json_object_get(row, "answers")) +
           json_object_size(json_object_get(row, "words")) +
           (size_t)json_integer_value(json_object_get(row, "counts"));
}

static void add_response(void *context, json_t *row)
{
    (void)row;
    *(size_t *)context += 1;
}

static void add_answers(void *context, json_t *row)
{
    *(size_t *)context += answers_in(row);
}

static void print_text(void *context, json_t *row)
{
    (void)context;
    char *text = json_dumps(json_object_get(row, "text"), JSON_ENCODE_ANY);
    if (text == NULL)
        give_up("a line has", "no text");
    printf("%s\n", text);
    free(text);
}

/* What the kiosk said of one response: question to value, and whether its closing was said. */
struct heard {
    json_t *by_seq; /* "12" to {"answers": {}, "closed": bool} */
    size_t lines;
};

static void hear(void *context, json_t *line)
{
    struct heard *heard = context;
    json_t *seq = json_object_get(line, "recorded");
    if (!json_is_integer(seq))
        return;
    char key[24];
    (void)snprintf(key, sizeof key, "%lld", (long long)json_integer_value(seq));
    json_t *response = json_object_get(heard->by_seq, key);
    if (response == NULL) {
        response = json_pack("{s:{}}", "answers");
        (void)json_object_set_new(heard->by_seq, key, response);
    }
    const char *question = json_string_value(json_object_get(line, "question"));
    json_t *value = json_object_get(line, "value");
    if (question != NULL) {
        json_t *answers = json_object_get(response, "answers");
        if (value == NULL || !json_is_null(value))
            (void)json_object_set_new(answers, question,
                                      value == NULL ? json_null() : json_incref(value));
        else
            (void)json_object_del(answers, question);
        if (json_is_true(json_object_get(line, "closed")))
            (void)json_object_set_new(response, "closed", json_true());
    }
    heard->lines++;
}

struct reconciliation {
    struct heard said;
    json_t *seen;
    size_t rows, answers, faults;
};

static void fault(struct reconciliation *r, const char *what, const char *seq, const char *question)
{
    (void)fprintf(stderr, "account: %s: response %s %s\n", what, seq, question);
    r->faults++;
}

/* A sealed answer was said without its value: it must be there as sealed words. */
static bool exported_as_said(const json_t *row, const char *question, const json_t *value)
{
    if (json_is_null(value))
        return json_object_get(json_object_get(row, "words"), question) != NULL;
    return json_equal(json_object_get(json_object_get(row, "answers"), question), value);
}

static void compare_row(struct reconciliation *r, const char *seq, json_t *row)
{
    json_t *response = json_object_get(r->said.by_seq, seq);
    bool closed = json_is_true(json_object_get(response, "closed"));
    size_t different = 0;
    const char *question;
    json_t *value;
    json_object_foreach(json_object_get(response, "answers"), question,
                        value) if (!exported_as_said(row, question, value) &&
                                   (different++ > 0 || closed))
        fault(r, "what was recorded is not what was exported", seq, question);
}

static void see_row(void *context, json_t *row)
{
    struct reconciliation *r = context;
    char seq[24];
    (void)snprintf(seq, sizeof seq, "%lld",
                   (long long)json_integer_value(json_object_get(row, "seq")));
    if (json_object_get(r->seen, seq) != NULL)
        fault(r, "exported twice", seq, "");
    (void)json_object_set_new(r->seen, seq, json_true());
    r->rows++;
    r->answers += answers_in(row);
    compare_row(r, seq, row);
}

/*
 * Each response that the kiosk said is exported exactly once with the answers that it said. Where
 * death came between the commit and the word of it, one answer of that response may be newer than
 * said.
 */
static int reconcile(const char *recorded)
{
    struct reconciliation r = { .said.by_seq = json_object(), .seen = json_object() };
    FILE *in = fopen(recorded, "re");
    if (in == NULL)
        give_up("cannot open", recorded);
    each_line(in, hear, &r.said);
    (void)fclose(in);
    each_line(stdin, see_row, &r);
    const char *seq;
    json_t *value;
    json_object_foreach(r.said.by_seq, seq, value) if (json_object_get(r.seen, seq) == NULL)
        fault(&r, "recorded and not exported", seq, "");
    printf("recorded: %zu responses in %zu lines; exported: %zu responses, %zu answers; lost or "
           "doubled: %zu\n",
           json_object_size(r.said.by_seq), r.said.lines, r.rows, r.answers, r.faults);
    int status = r.faults > 0 || r.rows == 0 ? 1 : 0;
    json_decref(r.said.by_seq);
    json_decref(r.seen);
    return status;
}

static int count(void (*add)(void *, json_t *))
{
    size_t n = 0;
    each_line(stdin, add, &n);
    printf("%zu\n", n);
    return 0;
}

int main(int argc, char **argv)
{
    const char *verb = argc >= 2 ? argv[1] : "";
    if (strcmp(verb, "responses") == 0)
        return count(add_response);
    if (strcmp(verb, "answers") == 0)
        return count(add_answers);
    if (strcmp(verb, "reconcile") == 0 && argc == 3)
        return reconcile(argv[2]);
    if (strcmp(verb, "texts") != 0)
        give_up("usage:", "account responses | answers | texts | reconcile RECORDED");
    each_line(stdin, print_text, NULL);
    return 0;
}
