/*
 * Our side of the differential test: one process that loads surveys and applies answers, one line
 * in, one line out, so that thousands of walks need no thousand processes.
 *
 *   load JSON        loads the survey as it would be published; prints it, or {"problems": [...]}
 *   start            forgets all answers; prints nothing
 *   set NAME JSON    one answer; prints {"visible", "answers", "why": null or text, "consistent"}
 *   walk JSON        a whole walk (answers_walk); prints its result
 */
#include "answers_walk.h"
#include <stdio.h>
#include <stdlib.h>

enum { LINE_MAX_BYTES = 2 * SURVEY_FILE_MAX };

static void print_problems(const struct problems *problems)
{
    JSON_AUTO *list = json_array();
    for (int i = 0; i < problems->count; i++)
        json_array_append_new(
            list, json_pack("[s, s]", problems->list[i].pointer, problems->list[i].text));
    JSON_AUTO *root = json_pack("{s:O}", "problems", list);
    json_dumpf(root, stdout, JSON_COMPACT);
    putchar('\n');
}

static void print_json(struct span bytes)
{
    JSON_AUTO *root = json_loadb((const char *)bytes.data, bytes.size, JSON_DECODE_ANY, NULL);
    must(root != NULL, "what the model writes is JSON");
    json_dumpf(root, stdout, JSON_COMPACT);
    putchar('\n');
}

static void load(struct answers_walk *walk, const char *text)
{
    static struct problems problems;
    struct err err = { 0 };
    BUF_AUTO canonical = buf_new(LINE_MAX_BYTES);
    problems.count = problems.errors = 0;
    answers_walk_finish(walk);
    survey_free((struct survey *)(uintptr_t)walk->survey);
    walk->survey = NULL;
    if (survey_canonical(span_text(text), &canonical, &err))
        walk->survey = survey_load(buf_span(&canonical), &problems);
    if (walk->survey)
        print_json(walk->survey->bytes);
    else
        print_problems(&problems);
}

static void set(struct answers_walk *walk, char *line)
{
    char *space = strchr(line, ' ');
    must(walk->survey && space, "set NAME JSON, after load");
    *space = '\0';
    JSON_AUTO *json = json_loads(space + 1, JSON_DECODE_ANY, NULL);
    must(json != NULL, "the answer is JSON");
    const char *why = answers_walk_step(walk, line, json);
    struct err err = { 0 };
    BUF_AUTO out = buf_new(LINE_MAX_BYTES);
    answers_walk_put(walk, &out);
    bool consistent = answers_consistent(walk->survey, &walk->answers, &err);
    (void)printf("{%s, \"why\": %s%s%s, \"consistent\": %s}\n", buf_text(&out), why ? "\"" : "",
                 why ? why : "null", why ? "\"" : "", consistent ? "true" : "false");
}

static void walk_whole(const struct answers_walk *walk, const char *text)
{
    struct err err = { 0 };
    BUF_AUTO out = buf_new(LINE_MAX_BYTES);
    must(walk->survey && answers_walk(walk->survey, span_text(text), &out, &err), err.text);
    print_json(buf_span(&out));
}

static void obey(struct answers_walk *walk, char *line)
{
    line[strcspn(line, "\n")] = '\0';
    if (strncmp(line, "load ", 5) == 0)
        load(walk, line + 5);
    else if (strcmp(line, "start") == 0)
        answers_walk_finish(walk);
    else if (strncmp(line, "set ", 4) == 0)
        set(walk, line + 4);
    else if (strncmp(line, "walk ", 5) == 0)
        walk_whole(walk, line + 5);
    else
        must(false, "load, start, set or walk");
}

int main(void)
{
    struct answers_walk walk = { 0 };
    char *line = NULL;
    size_t room = 0;
    (void)setvbuf(stdout, NULL, _IOLBF, BUFSIZ); /* a reply goes out at once, into a pipe too */
    while (getline(&line, &room, stdin) > 0)
        obey(&walk, line);
    free(line);
    answers_walk_finish(&walk);
    survey_free((struct survey *)(uintptr_t)walk.survey);
    return 0;
}
