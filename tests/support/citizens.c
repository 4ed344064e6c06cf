/*
 * Simulated citizens: real X events on a real window. Reads what `yousaid-kiosk run --trace` prints
 * on standard input (which screen, which targets where, what was recorded), decides like a hurried
 * person, and taps through XTest. Keeps its own account of what was said, to be compared with what
 * arrives.
 *
 *   citizens --survey FILE --visits N [--seed S] [--languages en,cy,ur] [--words FILE] [--unlucky]
 *
 * At the end prints one JSON line: {"visits", "responses", "answers", "words"}; the words that were
 * written go to the file, one JSON string a line. With --unlucky the kiosk may die and come back at
 * any moment: a visit that is cut off is given up and the next person comes; what counts then is
 * what the kiosk said it recorded.
 */
#include "answers.h"
#include "clock.h"
#include "file.h"
#include <X11/Xlib.h>
#include <X11/extensions/XTest.h>
#include <errno.h>
#include <getopt.h>
#include <jansson.h>
#include <poll.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    LINE_MAX_BYTES = 262144,
    LANGUAGES_MAX = 16,
    TAP_GAP_MS = 600, /* a person's next tap; the kiosk takes a faster one for a double tap */
    KEY_GAP_MS = 110,
    ARRIVAL_MS = 1000, /* a person looks before touching; a new window has come up by then */
    PATIENCE_MS = 30000,
    UNLUCKY_PATIENCE_MS = 3000,
};

struct citizens {
    Display *display;
    struct survey *survey;
    unsigned seed;
    char languages[LANGUAGES_MAX][LANGUAGE_TAG_MAX + 1];
    int language_count;
    FILE *words_file;

    json_t *screen; /* the newest screen line */
    bool fresh;     /* it has not been acted upon */
    msec shown_at;  /* when it came to be seen here */
    uint64_t recorded_lines;
    bool unlucky;    /* the kiosk may die under a person's finger, */
    jmp_buf cut_off; /* and then the visit ends here */
    long cut_off_visits;
    char pending[LINE_MAX_BYTES];
    size_t pending_size;

    /* The visit. */
    bool visiting;
    int wanted_language;
    struct answers answers;
    char words[SURVEY_COMMENTS_MAX][200];
    /* The account. */
    long visits, responses, answers_given, words_written;
};

static const char *const sentences[] = {
    "the person at the desk took time to explain",
    "diolch yn fawr",
    "i waited a long time but staff were kind",
    "more chairs please",
    "the signs are hard to read",
    "bahut shukria",
};

static void nap(long ms)
{
    struct timespec time = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L };
    while (nanosleep(&time, &time) != 0 && errno == EINTR)
        continue;
}

/* A small generator of our own, so that a seed means the same on every machine. */
static unsigned chance(struct citizens *c, unsigned below)
{
    c->seed = c->seed * 1664525u + 1013904223u;
    return below == 0 ? 0 : (c->seed >> 8) % below;
}

static void give_up(const char *why, const char *what)
{
    (void)fprintf(stderr, "citizens: %s %s\n", why, what);
    exit(1);
}

/* What an unlucky citizen shrugs off and anybody else reports. */
static void cut_off(struct citizens *c, const char *why, const char *what)
{
    if (!c->unlucky)
        give_up(why, what == NULL ? "" : what);
    longjmp(c->cut_off, 1);
}

/* ---- reading the kiosk ---- */

static void take_line(struct citizens *c, const char *line)
{
    json_error_t error;
    json_t *value = json_loads(line, 0, &error);
    if (value == NULL)
        return;
    if (json_object_get(value, "recorded") != NULL)
        c->recorded_lines++;
    if (json_object_get(value, "screen") == NULL) {
        json_decref(value);
        return;
    }
    json_decref(c->screen);
    c->screen = value;
    c->fresh = true;
    c->shown_at = clock_mono();
}

static void take_lines(struct citizens *c)
{
    char *start = c->pending;
    char *newline;
    while ((newline = memchr(start, '\n', c->pending_size - (size_t)(start - c->pending))) !=
           NULL) {
        *newline = '\0';
        take_line(c, start);
        start = newline + 1;
    }
    c->pending_size -= (size_t)(start - c->pending);
    memmove(c->pending, start, c->pending_size);
}

/* Reads what there is within the time; false when the kiosk has ended. */
static bool listen_for(struct citizens *c, int ms)
{
    struct pollfd fd = { .fd = STDIN_FILENO, .events = POLLIN };
    if (poll(&fd, 1, ms) <= 0)
        return true;
    if (c->pending_size == sizeof c->pending)
        give_up("the kiosk printed", "a line without end");
    ssize_t size =
        read(STDIN_FILENO, c->pending + c->pending_size, sizeof c->pending - c->pending_size);
    if (size <= 0)
        return false;
    c->pending_size += (size_t)size;
    take_lines(c);
    return true;
}

static msec patience(const struct citizens *c)
{
    return clock_mono() + (c->unlucky ? UNLUCKY_PATIENCE_MS : PATIENCE_MS);
}

static const char *screen_text(const struct citizens *c, const char *key)
{
    const char *text = json_string_value(json_object_get(c->screen, key));
    return text == NULL ? "" : text;
}

static void listen_or_leave(struct citizens *c, int ms)
{
    if (!listen_for(c, ms))
        cut_off(c, "the kiosk ended", "in mid-visit");
}

/* However late a busy machine shows a screen, it is looked at before it is touched. */
static void await_screen(struct citizens *c)
{
    msec give_up_at = patience(c);
    while (!c->fresh) {
        listen_or_leave(c, 200);
        if (clock_mono() > give_up_at)
            cut_off(c, "no new screen came after", screen_text(c, "screen"));
    }
    for (msec now = clock_mono(); now < c->shown_at + TAP_GAP_MS; now = clock_mono())
        listen_or_leave(c, (int)(c->shown_at + TAP_GAP_MS - now));
}

static json_int_t written_bytes(const struct citizens *c)
{
    return json_integer_value(json_object_get(c->screen, "written_bytes"));
}

/* Whoever types sees each letter appear. */
static void await_letter(struct citizens *c, json_int_t before, const char *name)
{
    msec give_up_at = patience(c);
    while (written_bytes(c) == before) {
        listen_or_leave(c, 200);
        if (clock_mono() > give_up_at)
            cut_off(c, "no letter came after", name);
    }
}

static void await_recorded(struct citizens *c, uint64_t before, const char *name)
{
    msec give_up_at = patience(c);
    while (c->recorded_lines == before) {
        if (!listen_for(c, 200) || clock_mono() > give_up_at)
            cut_off(c, "nothing was recorded after touching", name);
    }
}

static json_t *find_target(const struct citizens *c, const char *name)
{
    size_t i;
    json_t *target;
    json_array_foreach(json_object_get(c->screen, "targets"), i,
                       target) if (strcmp(json_string_value(json_object_get(target, "name")),
                                          name) == 0) return target;
    return NULL;
}

static size_t targets_beginning(const struct citizens *c, const char *prefix, json_t **ret,
                                size_t max)
{
    size_t i;
    size_t count = 0;
    json_t *target;
    json_array_foreach(json_object_get(c->screen, "targets"), i,
                       target) if (count < max &&
                                   strncmp(json_string_value(json_object_get(target, "name")),
                                           prefix, strlen(prefix)) == 0) ret[count++] = target;
    return count;
}

/* ---- touching ---- */

static int within(struct citizens *c, const json_t *target, const char *at, const char *size)
{
    int start = (int)json_integer_value(json_object_get(target, at));
    int length = (int)json_integer_value(json_object_get(target, size));
    return start + length / 4 + (int)chance(c, (unsigned)(length / 2 + 1));
}

static void tap_target(struct citizens *c, const json_t *target)
{
    (void)XTestFakeMotionEvent(c->display, -1, within(c, target, "x", "w"),
                               within(c, target, "y", "h"), 0);
    (void)XTestFakeButtonEvent(c->display, 1, True, 0);
    (void)XFlush(c->display);
    nap(30);
    (void)XTestFakeButtonEvent(c->display, 1, False, 0);
    (void)XFlush(c->display);
}

/* Taps something that leads to another screen. */
static void go(struct citizens *c, const char *name)
{
    json_t *target = find_target(c, name);
    if (target == NULL)
        cut_off(c, "there is no target", name);
    c->fresh = false;
    tap_target(c, target);
}

/* ---- deciding ---- */

static int current_question(const struct citizens *c)
{
    return survey_question(c->survey, screen_text(c, "question"));
}

static void set_answer(struct citizens *c, int question, uint32_t state)
{
    if (answers_set(c->survey, &c->answers, question, state) != ANSWER_TAKEN)
        cut_off(c, "the kiosk took an answer that the survey refuses:",
                c->survey->questions[question].name);
}

static void tap_answer(struct citizens *c, int question, const json_t *target)
{
    const char *name = json_string_value(json_object_get(target, "name"));
    uint32_t state = answers_from_value(&c->survey->questions[question], name + strlen("answer:"));
    uint32_t was = c->answers.state[question];
    uint64_t before = c->recorded_lines;
    if (c->survey->questions[question].type == QUESTION_CHECKBOX) {
        uint32_t mask = (answer_given(was) ? was - ANSWER_FIRST : 0) ^ (state - ANSWER_FIRST);
        state = mask == 0 ? ANSWER_SHOWN : ANSWER_FIRST + mask;
    }
    set_answer(c, question, state);
    tap_target(c, target);
    await_recorded(c, before, name);
}

static void choose_one(struct citizens *c, int question)
{
    json_t *options[SURVEY_CHOICES_MAX];
    size_t count = targets_beginning(c, "answer:", options, SURVEY_CHOICES_MAX);
    if (count == 0)
        cut_off(c, "there is nothing to choose at", screen_text(c, "question"));
    json_t *chosen = json_incref(options[chance(c, (unsigned)count)]);
    c->fresh = false;
    tap_answer(c, question, chosen);
    json_decref(chosen);
}

static void choose_some(struct citizens *c, int question)
{
    json_t *screen = json_incref(c->screen);
    json_t *options[SURVEY_CHOICES_MAX];
    size_t count = targets_beginning(c, "answer:", options, SURVEY_CHOICES_MAX);
    for (size_t i = 0; i < count; i++)
        if (chance(c, 3) == 0) {
            tap_answer(c, question, options[i]);
            nap(TAP_GAP_MS);
        }
    json_decref(screen);
    go(c, "continue");
}

/* A language with letters of its own keeps the Latin ones behind a key. */
static json_t *find_key(struct citizens *c, const char *name)
{
    enum { PATIENCE = 100 };
    json_t *key = find_target(c, name), *latin = find_target(c, "key:accents");
    if (key != NULL || latin == NULL)
        return key;
    tap_target(c, latin);
    for (int i = 0; i < PATIENCE && key == NULL; i++) {
        nap(KEY_GAP_MS);
        (void)listen_for(c, 0);
        key = find_target(c, name);
    }
    return key;
}

static void type_character(struct citizens *c, char letter)
{
    char name[16];
    (void)snprintf(name, sizeof name, letter == ' ' ? "key:space" : "key:%c", letter);
    json_t *key = find_key(c, name);
    if (key == NULL)
        cut_off(c, "there is no key", name);
    json_int_t before = written_bytes(c);
    tap_target(c, key);
    await_letter(c, before, name);
    nap(KEY_GAP_MS);
}

static void write_words(struct citizens *c, int question)
{
    const char *sentence = sentences[chance(c, sizeof sentences / sizeof sentences[0])];
    struct question *q = &c->survey->questions[question];
    for (const char *letter = sentence; *letter != '\0'; letter++)
        type_character(c, *letter);
    nap(TAP_GAP_MS);
    uint64_t before = c->recorded_lines;
    set_answer(c, question, ANSWER_FIRST);
    (void)snprintf(c->words[q->comment], sizeof c->words[0], "%s", sentence);
    go(c, "continue");
    await_recorded(c, before, "continue");
}

/* Whoever comes back to what they wrote and skips it has taken it back. */
static void skip_words(struct citizens *c, int question)
{
    if (answer_given(c->answers.state[question]))
        set_answer(c, question, ANSWER_SKIPPED);
    go(c, "skip");
}

static void answer_question(struct citizens *c)
{
    int question = current_question(c);
    if (question < 0)
        cut_off(c, "the survey has no question", screen_text(c, "question"));
    switch (c->survey->questions[question].type) {
    case QUESTION_INFORMATION:
        go(c, "continue");
        break;
    case QUESTION_CHECKBOX:
        choose_some(c, question);
        break;
    case QUESTION_COMMENT:
        if (chance(c, 2) == 0)
            write_words(c, question);
        else
            skip_words(c, question);
        break;
    default:
        choose_one(c, question);
        break;
    }
}

/* Some people skip, some leave in the middle, most answer. */
static void act_on_question(struct citizens *c)
{
    unsigned mood = chance(c, 20);
    int question = current_question(c);
    bool answered = question >= 0 && answer_given(c->answers.state[question]);
    if (mood == 0 && find_target(c, "leave") != NULL)
        go(c, "leave");
    else if (mood <= 2 && !answered && find_target(c, "skip") != NULL)
        go(c, "skip");
    else if (mood == 3 && find_target(c, "back") != NULL)
        go(c, "back");
    else
        answer_question(c);
}

/* A person who finds another's half-answered screen asks it to end. */
static void act_on_strange_screen(struct citizens *c)
{
    if (find_target(c, "leave") != NULL)
        go(c, "leave");
    else if (find_target(c, "done") != NULL)
        go(c, "done");
    else
        cut_off(c, "citizens do not know the screen", screen_text(c, "screen"));
}

static void act_on_attract(struct citizens *c)
{
    const char *wanted = c->languages[c->wanted_language];
    char name[64];
    (void)snprintf(name, sizeof name, "language:%s", wanted);
    if (strcmp(screen_text(c, "language"), wanted) == 0)
        go(c, "start");
    else if (find_target(c, name) != NULL)
        go(c, name);
    else
        go(c, "more-languages");
}

static void act_on_languages(struct citizens *c)
{
    char name[64];
    (void)snprintf(name, sizeof name, "language:%s", c->languages[c->wanted_language]);
    go(c, name);
}

static void begin_visit(struct citizens *c)
{
    memset(&c->answers, 0, sizeof c->answers);
    memset(c->words, 0, sizeof c->words);
    c->wanted_language = (int)(c->visits % c->language_count);
    c->visiting = true;
}

static void account_words(struct citizens *c, const struct question *question)
{
    json_t *text = json_string(c->words[question->comment]);
    char *line = json_dumps(text, JSON_ENCODE_ANY);
    if (c->words_file != NULL)
        (void)fprintf(c->words_file, "%s\n", line);
    free(line);
    json_decref(text);
    c->words_written++;
}

static void end_visit(struct citizens *c)
{
    long given = 0;
    for (int i = 0; i < c->survey->question_count; i++) {
        if (!answer_given(c->answers.state[i]))
            continue;
        given++;
        if (c->survey->questions[i].type == QUESTION_COMMENT)
            account_words(c, &c->survey->questions[i]);
    }
    c->visits++;
    c->answers_given += given;
    c->responses += given > 0;
    c->visiting = false;
    (void)fprintf(stderr, "  citizen %ld, in %s: %ld answer%s\n", c->visits,
                  c->languages[c->wanted_language], given, given == 1 ? "" : "s");
}

static void act(struct citizens *c)
{
    const char *screen = screen_text(c, "screen");
    if (find_target(c, "more-time") != NULL) {
        go(c, "more-time");
    } else if (strcmp(screen, "attract") == 0) {
        if (c->visiting && !answer_given(c->answers.state[0]) && c->answers.state[0] == 0)
            act_on_attract(c);
        else
            c->fresh = false;
    } else if (strcmp(screen, "languages") == 0) {
        act_on_languages(c);
    } else if (strcmp(screen, "question") == 0) {
        act_on_question(c);
    } else {
        act_on_strange_screen(c);
    }
}

static bool is_screen(const struct citizens *c, const char *name)
{
    return strcmp(screen_text(c, "screen"), name) == 0;
}

static void visit(struct citizens *c)
{
    begin_visit(c);
    await_screen(c);
    nap(ARRIVAL_MS);
    for (;;) {
        await_screen(c);
        if (is_screen(c, "thanks") || is_screen(c, "goodbye"))
            break;
        act(c);
    }
    end_visit(c);
    if (find_target(c, "done") != NULL)
        go(c, "done");
    while (!is_screen(c, "attract")) {
        c->fresh = false;
        await_screen(c);
    }
    c->fresh = true;
}

/* The kiosk died or froze in mid-visit: wait for a screen again, and answer it from where it
 * stands. */
static void shrug_off(struct citizens *c)
{
    c->visiting = false;
    c->visits++;
    c->cut_off_visits++;
    (void)fprintf(stderr, "  citizen %ld was cut off\n", c->visits);
    while (listen_for(c, 200) && c->screen == NULL)
        continue;
    c->fresh = c->screen != NULL;
}

/* ---- the command line ---- */

static struct survey *read_survey(const char *path)
{
    static struct problems problems;
    struct err err = { 0 };
    BUF_AUTO bytes = buf_new(SURVEY_FILE_MAX);
    if (!file_read(path, &bytes, &err))
        give_up("the survey cannot be read:", err.text);
    struct survey *survey = survey_load(buf_span(&bytes), &problems);
    if (survey == NULL)
        give_up("the survey is refused:", problems.list[0].text);
    return survey;
}

static void read_languages(struct citizens *c, const char *list)
{
    char copy[256];
    (void)snprintf(copy, sizeof copy, "%s", list);
    for (char *tag = strtok(copy, ","); tag != NULL && c->language_count < LANGUAGES_MAX;
         tag = strtok(NULL, ","))
        (void)snprintf(c->languages[c->language_count++], sizeof c->languages[0], "%s", tag);
}

static const char *read_options(struct citizens *c, int argc, char **argv, long *ret_visits)
{
    static const struct option options[] = {
        { "survey", required_argument, NULL, 's' },
        { "visits", required_argument, NULL, 'n' },
        { "seed", required_argument, NULL, 'r' },
        { "languages", required_argument, NULL, 'l' },
        { "words", required_argument, NULL, 'w' },
        { "unlucky", no_argument, NULL, 'u' },
        { 0 },
    };
    const char *survey = NULL;
    const char *languages = "en,cy,ur";
    for (int option; (option = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        if (option == 's')
            survey = optarg;
        else if (option == 'n')
            *ret_visits = strtol(optarg, NULL, 10);
        else if (option == 'r')
            c->seed = (unsigned)strtoul(optarg, NULL, 10);
        else if (option == 'l')
            languages = optarg;
        else if (option == 'u')
            c->unlucky = true;
        else if (option == 'w')
            c->words_file = fopen(optarg, "we");
        else
            give_up(
                "usage:",
                "citizens --survey FILE --visits N [--seed S] [--languages L,L] [--words FILE]");
    }
    read_languages(c, languages);
    return survey;
}

int main(int argc, char **argv)
{
    static struct citizens c = { .seed = 1 };
    long visits = 3;
    const char *survey = read_options(&c, argc, argv, &visits);
    if (survey == NULL || c.language_count == 0)
        give_up("needs", "--survey FILE");
    c.survey = read_survey(survey);
    c.display = XOpenDisplay(NULL);
    if (c.display == NULL)
        give_up("there is no X display:",
                getenv("DISPLAY") == NULL ? "DISPLAY is not set" : getenv("DISPLAY"));
    while (c.visits < visits) {
        if (setjmp(c.cut_off) == 0)
            visit(&c);
        else
            shrug_off(&c);
    }
    printf("{\"visits\": %ld, \"responses\": %ld, \"answers\": %ld, \"words\": %ld}\n", c.visits,
           c.responses, c.answers_given, c.words_written);
    if (c.words_file != NULL && fclose(c.words_file) != 0)
        give_up("writing the words failed", "");
    json_decref(c.screen);
    survey_free(c.survey);
    (void)XCloseDisplay(c.display);
    return 0;
}
