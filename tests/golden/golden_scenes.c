/*
 * Golden scenes: every screen of both surveys, in nine languages and at two sizes, as text, with
 * all its parts. What is on a screen changes only when somebody has looked at the difference: a
 * missing golden fails.
 *
 *   golden_scenes                    compares with tests/golden/scenes, exit 1 on any difference
 *   golden_scenes --update           writes them anew
 *   golden_scenes --pictures DIR     draws each part of each screen as PNG into DIR
 */
#include "buf.h"
#include "file.h"
#include "kiosk_walk.h"
#include "paint.h"
#include <stdio.h>
#include <stdlib.h>

enum { LANGUAGES = 9, NOW = 1000000 };

struct size {
    const char *name;
    struct panel_size panel;
};

static const struct size sizes[] = {
    { "1280x800", { 1280, 800, 149, 0 } },
    { "800x480", { 800, 480, 133, 0 } },
    { "1024x600", { 1024, 600, 149, 0 } },
    { "1080x1920", { 1080, 1920, 102, 0 } },
};

static const char *const tags[LANGUAGES] = { "en", "cy", "pl",
                                             "ro", "pa", "ur",
                                             "ar", "bn", "en-GB-x-easyread" };
static const char *const surveys[] = { "gp-fft", "jobcentre" };

/* What is shown on one picture. */
struct shot {
    const char *name;
    void (*arrange)(struct kiosk *kiosk);
    bool once;    /* the same for every survey */
    bool noticed; /* where the venue has notices */
};

struct gallery {
    struct paint *paint;
    struct text_measure measure;
    struct wording *wordings[LANGUAGES];
    struct survey *survey;
    struct venue_profile *venue;
    struct notices *notices;
    struct program program;
    const char *survey_name;
    const char *pictures; /* folder, or NULL */
    bool update;
    int checked, wrong;
};

static struct kiosk kiosk;
static struct scene scene;

static void nothing(struct kiosk *at)
{
    (void)at;
}

static void languages(struct kiosk *at)
{
    at->page = PAGE_LANGUAGES;
    at->came_from = PAGE_ATTRACT;
}

static void thanks(struct kiosk *at)
{
    at->page = PAGE_THANKS;
    at->any_saved = true;
    at->clears_at = NOW + 8000;
}

static void goodbye(struct kiosk *at)
{
    at->page = PAGE_GOODBYE;
    at->clears_at = NOW + 8000;
}

static void privacy(struct kiosk *at)
{
    at->page = PAGE_PRIVACY;
}

static void taking_part(struct kiosk *at)
{
    at->page = PAGE_TAKING_PART;
}

static void refuses(struct kiosk *at)
{
    at->page = PAGE_DISK_REFUSES;
}

static void on_question(struct kiosk *at, enum sheet sheet)
{
    at->page = PAGE_QUESTION;
    at->question = 0;
    at->sheet = sheet;
}

static void still_there(struct kiosk *at)
{
    on_question(at, SHEET_TIME);
    at->any_saved = true;
    at->clears_at = NOW + 24000;
}

static void help(struct kiosk *at)
{
    on_question(at, SHEET_HELP);
}

static void told(struct kiosk *at)
{
    on_question(at, SHEET_HELP);
    at->help = HELP_TOLD;
    at->assisted = true;
}

static void display(struct kiosk *at)
{
    on_question(at, SHEET_DISPLAY);
}

static void listen(struct kiosk *at)
{
    on_question(at, SHEET_LISTEN);
    at->voice.on = true;
}

static void focus(struct kiosk *at)
{
    on_question(at, SHEET_NONE);
    at->focus.walker = WALKER_KEYPAD;
    at->focus.at = (struct target){ TARGET_ANSWER, 3 };
}

static const struct shot shots[] = {
    { "attract", nothing, false, false },
    { "languages", languages, true, false },
    { "thanks", thanks, false, false },
    { "goodbye", goodbye, true, false },
    { "refuses", refuses, true, false },
    { "time", still_there, true, false },
    { "help", help, true, false },
    { "told", told, true, false },
    { "display", display, true, false },
    { "listen", listen, true, false },
    { "focus", focus, true, false },
    { "privacy", privacy, false, false },
    { "taking_part", taking_part, true, false },
    { "noticed", nothing, false, true },
    { "thanks_noticed", thanks, false, true },
};

static void compare(struct gallery *gallery, const char *path, const struct buf *text)
{
    BUF_AUTO golden = buf_new(1 << 20);
    struct err err = { 0 };
    gallery->checked++;
    if (gallery->update) {
        if (!file_write_durable(path, buf_span(text), 0644, &err))
            gallery->wrong += fprintf(stderr, "%s\n", err.text) > 0;
        return;
    }
    if (!file_read(path, &golden, &err)) {
        gallery->wrong++;
        (void)fprintf(stderr, "%s\n", err.text);
    } else if (!span_equal(buf_span(&golden), buf_span(text))) {
        gallery->wrong++;
        (void)fprintf(stderr,
                      "%s: the screen is another; see golden_scenes --pictures, then --update\n",
                      path);
    }
}

/* What becomes of a screen's parts. */
struct look {
    const struct size *size;
    const char *name, *how;
    struct buf *text; /* NULL: nothing is printed */
    bool painted;
};

static void paint(struct gallery *gallery, const struct look *look)
{
    char path[512], part[24] = "";
    struct err err = { 0 };
    if (scene.part > 0)
        (void)snprintf(part, sizeof part, "-part-%d", scene.part + 1);
    (void)snprintf(path, sizeof path, "%s/%s-%s-%s%s.png", gallery->pictures, look->name,
                   scene.language, look->size->name, part);
    if (!paint_png(gallery->paint, &scene, path, &err))
        gallery->wrong += fprintf(stderr, "%s\n", err.text) > 0;
}

static void look_at(struct gallery *gallery, const struct look *look)
{
    uint32_t *part = walk_part_of(&kiosk);
    do {
        view_draw(&kiosk, look->size->panel, &gallery->measure, NOW, &scene);
        if (scene.overflow)
            gallery->wrong += fprintf(stderr, "%s %s %s %s: something does not fit\n", look->name,
                                      scene.language, look->size->name, look->how) > 0;
        if (look->text != NULL)
            scene_print(&scene, &kiosk, look->text);
        if (look->painted)
            paint(gallery, look);
    } while (++*part < (uint32_t)scene.parts);
    *part = 0;
}

/* Larger text and the practice ribbon take room: everything must fit with them too. */
static void check_crowded(struct gallery *gallery, const struct size *size, const char *name)
{
    struct kiosk before = kiosk;
    kiosk.large = true;
    gallery->program.practice = true;
    look_at(gallery, &(struct look){ size, name, "larger, practice", NULL, false });
    gallery->program.practice = false;
    kiosk = before;
}

/* Three languages are kept whole, for layouts; the others once, a survey on a panel of its own. */
static bool is_kept(const struct gallery *gallery, const struct size *size)
{
    static const char *const whole[] = { "en", "cy", "ur" };
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
        if (strcmp(scene.language, whole[i]) == 0)
            return size < sizes + 2;
    return size == sizes + (gallery->survey_name == surveys[0] ? 0 : 1);
}

static void check(struct gallery *gallery, const struct size *size, const char *name)
{
    char path[512];
    BUF_AUTO text = buf_new(1 << 20);
    check_crowded(gallery, size, name);
    look_at(gallery, &(struct look){ size, name, "", &text, gallery->pictures != NULL });
    if (gallery->pictures != NULL || !is_kept(gallery, size))
        return;
    (void)snprintf(path, sizeof path, SOURCE_DIR "/tests/golden/scenes/%s-%s-%s.txt", name,
                   scene.language, size->name);
    compare(gallery, path, &text);
}

static void check_sizes(struct gallery *gallery, const char *name)
{
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        check(gallery, &sizes[i], name);
}

/* The first comment holds a sentence, the second so many that the box must leave some out. */
static void write_words(struct kiosk *at, uint8_t comment)
{
    static const char *const words[LANGUAGES] = {
        "The person at the desk took time to explain",
        "Cymerodd y person wrth y ddesg amser i egluro pob dŵr a thŷ",
        "Osoba przy biurku znalazła czas, żeby wszystko wyjaśnić",
        "Persoana de la ghișeu și-a făcut timp să îmi explice",
        "ਕਾਊਂਟਰ ’ਤੇ ਬੈਠੇ ਵਿਅਕਤੀ ਨੇ ਸਮਾਂ ਕੱਢ ਕੇ ਸਮਝਾਇਆ",
        "میز پر موجود شخص نے وقت نکال کر سمجھایا",
        "أخذ الموظف في الاستقبال وقته ليشرح لي كل شيء",
        "কাউন্টারের কর্মী সময় নিয়ে সবকিছু বুঝিয়ে বলেছেন",
    };
    size_t used = 0;
    for (int i = 0; i < (comment == 0 ? 1 : 8); i++)
        used += (size_t)snprintf(at->writing[comment] + used, KIOSK_WORDS_BYTES - used, "%s%s",
                                 i == 0 ? "" : ", ", words[at->language]);
}

static void question_shots(struct gallery *gallery, uint8_t language)
{
    for (int i = 0; i < gallery->survey->question_count; i++) {
        const struct question *question = &gallery->survey->questions[i];
        char name[128];
        kiosk_init(&kiosk, &gallery->program);
        kiosk.language = language;
        kiosk.page = PAGE_QUESTION;
        kiosk.question = i;
        (void)snprintf(name, sizeof name, "%s-%s", gallery->survey_name, question->name);
        if (question->type == QUESTION_CHECKBOX)
            kiosk.answers.state[i] = ANSWER_FIRST + 5;
        check_sizes(gallery, name);
        if (question->type != QUESTION_COMMENT)
            continue;
        write_words(&kiosk, question->comment);
        (void)snprintf(name, sizeof name, "%s-%s-written", gallery->survey_name, question->name);
        check_sizes(gallery, name);
    }
}

static void display_shots(struct gallery *gallery, uint8_t language)
{
    static const char *const kinds[] = { "large", "contrast" };
    for (int kind = 0; kind < 2; kind++) {
        char name[128];
        kiosk_init(&kiosk, &gallery->program);
        kiosk.language = language;
        on_question(&kiosk, SHEET_NONE);
        kiosk.large = kind == 0;
        kiosk.contrast = kind == 1;
        kiosk.pressed = (struct target){ TARGET_ANSWER, 1 };
        (void)snprintf(name, sizeof name, "%s-first-%s", gallery->survey_name, kinds[kind]);
        check_sizes(gallery, name);
    }
}

/* What staff are told: how the kiosk does and why the last attempt failed, what a test of the
 * touch, a stick and an adjusting have come to. The same for every survey. */
static bool see_staff(void *context, const struct walk_screen *screen)
{
    static const char *const told[] = {
        "staff_menu",       "staff_menu-sent",    "staff_menu-stuck", "staff_menu-disk",
        "staff_menu-alone", "staff_log",          "staff_test",       "staff_stick-works",
        "staff_stick-done", "staff_stick-none",   "staff_adjust",     "staff_adjust-again",
        "staff_pin-wrong",  "staff_adjust-trial",
    };
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        if (strcmp(screen->name, told[i]) != 0)
            continue;
        kiosk = *screen->kiosk;
        check_sizes(context, screen->name);
    }
    return true;
}

static void staff_shots(struct gallery *gallery, uint8_t language)
{
    static struct kiosk room;
    if (gallery->survey_name == surveys[0])
        (void)walk_staff(&gallery->program, language, &room, 0, see_staff, gallery);
}

static void language_shots(struct gallery *gallery, uint8_t language)
{
    bool first = gallery->survey_name == surveys[0];
    for (size_t i = 0; i < sizeof shots / sizeof *shots; i++) {
        char name[128];
        if (shots[i].once && !first)
            continue;
        gallery->program.notices = shots[i].noticed ? gallery->notices : NULL;
        kiosk_init(&kiosk, &gallery->program);
        kiosk.language = language;
        shots[i].arrange(&kiosk);
        (void)snprintf(name, sizeof name, "%s%s%s", shots[i].once ? "" : gallery->survey_name,
                       shots[i].once ? "" : "-", shots[i].name);
        check_sizes(gallery, name);
    }
    gallery->program.notices = NULL;
    question_shots(gallery, language);
    display_shots(gallery, language);
    staff_shots(gallery, language);
}

static void waiting_shots(struct gallery *gallery)
{
    kiosk_init(&kiosk, NULL);
    check_sizes(gallery, "not_enrolled");
    struct program program = gallery->program;
    program.survey = NULL;
    kiosk_init(&kiosk, &program);
    check_sizes(gallery, "no_survey");
}

static bool load(const char *folder, const char *name, struct buf *bytes)
{
    char path[512];
    struct err err = { 0 };
    (void)snprintf(path, sizeof path, SOURCE_DIR "/%s/%s.json", folder, name);
    if (file_read(path, bytes, &err))
        return true;
    (void)fprintf(stderr, "%s\n", err.text);
    return false;
}

static bool open_survey(struct gallery *gallery, const char *name)
{
    static struct problems problems;
    BUF_AUTO bytes = buf_new(SURVEY_FILE_MAX);
    if (!load("assets/surveys", name, &bytes))
        return false;
    gallery->survey = survey_load(buf_span(&bytes), &problems);
    gallery->survey_name = name;
    if (gallery->survey == NULL)
        return false;
    gallery->program = (struct program){ .survey = gallery->survey,
                                         .language_count = LANGUAGES,
                                         .venue = gallery->venue };
    for (int i = 0; i < LANGUAGES; i++) {
        gallery->program.wordings[i] = gallery->wordings[i];
        gallery->program.survey_language[i] = (uint8_t)survey_language(gallery->survey, tags[i]);
        gallery->program.speaks[i] = true;
    }
    (void)snprintf(gallery->program.venue_name, sizeof gallery->program.venue_name, "%s",
                   name == surveys[0] ? "Riverside Surgery" : "Harbour Jobcentre");
    return true;
}

static bool open_wordings(struct gallery *gallery)
{
    static struct problems problems;
    for (int i = 0; i < LANGUAGES; i++) {
        BUF_AUTO bytes = buf_new(1 << 16);
        if (!load("assets/languages", tags[i], &bytes))
            return false;
        gallery->wordings[i] = wording_load(buf_span(&bytes), &problems);
        if (gallery->wordings[i] == NULL)
            return fprintf(stderr, "%s: %s\n", tags[i], problems.list[0].text) < 0;
    }
    return true;
}

static bool open_venue(struct gallery *gallery)
{
    static struct problems problems;
    BUF_AUTO venue = buf_new(VENUE_FILE_MAX), notices = buf_new(NOTICES_FILE_MAX);
    if (!load("tests/golden/content", "venue", &venue) ||
        !load("tests/golden/content", "notices", &notices))
        return false;
    gallery->venue = venue_profile_load(buf_span(&venue), &problems);
    gallery->notices = notices_load(buf_span(&notices), &problems);
    return gallery->venue != NULL && gallery->notices != NULL;
}

static void close_gallery(struct gallery *gallery)
{
    for (int i = 0; i < LANGUAGES; i++)
        wording_free(gallery->wordings[i]);
    venue_profile_free(gallery->venue);
    notices_free(gallery->notices);
    paint_close(gallery->paint);
}

static bool walk(struct gallery *gallery)
{
    for (size_t i = 0; i < sizeof surveys / sizeof *surveys; i++) {
        if (!open_survey(gallery, surveys[i]))
            return false;
        for (uint8_t language = 0; language < LANGUAGES; language++)
            language_shots(gallery, language);
        if (i == 0)
            waiting_shots(gallery);
        survey_free(gallery->survey);
    }
    return true;
}

int main(int argc, char **argv)
{
    struct gallery gallery = { 0 };
    struct err err = { 0 };
    gallery.update = argc == 2 && strcmp(argv[1], "--update") == 0;
    gallery.pictures = argc == 3 && strcmp(argv[1], "--pictures") == 0 ? argv[2] : NULL;
    if (!paint_open(NULL, &gallery.paint, &err)) {
        (void)fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    gallery.measure = paint_measure(gallery.paint);
    bool walked = open_venue(&gallery) && open_wordings(&gallery) && walk(&gallery);
    close_gallery(&gallery);
    (void)printf("%d screens, %d wrong\n", gallery.checked, gallery.wrong);
    return walked && gallery.wrong == 0 ? 0 : 1;
}
