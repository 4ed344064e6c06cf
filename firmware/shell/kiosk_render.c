/*
 * `yousaid-kiosk render`: every screen of a survey as a picture and as text, without a display, and
 * a check of what people could not read, hit or hear. The hub's linter runs this, in one go for all
 * languages, sizes and displays, and then nothing is drawn.
 */
#include "device.h"
#include "file.h"
#include "kiosk_faults.h"
#include "kiosk_holding.h"
#include "kiosk_run.h"
#include "kiosk_walk.h"
#include "paint.h"
#include "seal.h"
#include <stdio.h>
#include <stdlib.h>

enum { PATH_SIZE = 4096, ASKED_MAX = 16 };

static const char *const usual_sizes[] = { "1280x800", "1024x600", "800x480", "1080x1920", NULL };

enum display { DISPLAY_STANDARD, DISPLAY_LARGE, DISPLAY_CONTRAST, DISPLAYS };
static const char *const display_names[DISPLAYS] = { "standard", "large", "contrast" };

/* What is to be drawn: each language in each size and display. */
struct asked {
    uint8_t languages[KIOSK_LANGUAGES_MAX];
    const char *size_names[ASKED_MAX];
    struct panel_size sizes[ASKED_MAX];
    enum display displays[DISPLAYS];
    int language_count, size_count, display_count;
};

struct render {
    const char *folder; /* NULL: nothing is drawn */
    bool check;
    bool own; /* only screens that show what a venue says of its own */
    struct asked asked;
    struct paint *paint;
    struct text_measure measure;
    struct scene *scene;
    struct kiosk *kiosk; /* the screen's own, with the display that is asked */
    struct faults *faults;
    struct err *err;

    /* Where the walk is now. */
    const struct program *program;
    struct panel_size size;
    enum display display;
    struct fault_place place;
    char to[PATH_SIZE];
    int screens;
};

/* --- one screen --- */

static bool write_text(struct render *render, const char *path)
{
    BUF_AUTO text = buf_new(1024 * 1024);
    scene_print(render->scene, render->kiosk, &text);
    return buf_ok(&text, "the scene", render->err) &&
           file_write_durable(path, buf_span(&text), 0644, render->err);
}

/* The first part has the screen's own name, the others say which they are. */
static bool draw(struct render *render, const struct walk_screen *screen)
{
    char path[PATH_SIZE], part[24] = "";
    if (render->scene->part > 0)
        (void)snprintf(part, sizeof part, "-part-%d", render->scene->part + 1);
    int length = snprintf(path, sizeof path, "%s/%02d-%s%s.png", render->to, screen->number,
                          screen->name, part);
    if (length < 0 || (size_t)length >= sizeof path)
        return err_set(render->err, ERR_USAGE, "the name of the folder is too long");
    if (!paint_png(render->paint, render->scene, path, render->err))
        return false;
    memcpy(path + length - 3, "txt", sizeof "txt");
    return write_text(render, path);
}

static const char *question_of(const struct kiosk *kiosk)
{
    bool asks = kiosk->page == PAGE_QUESTION && kiosk->sheet == SHEET_NONE;
    return asks ? kiosk->program->survey->questions[kiosk->question].name : NULL;
}

static void check(struct render *render, bool again)
{
    struct check_faults found;
    check_scene(render->scene, render->kiosk, render->size, &render->measure, &found);
    render->place.again = again;
    faults_add(render->faults, &render->place, &found);
}

/* What does not fit at once is shown in parts: each of them is drawn and looked at. */
static bool see_parts(struct render *render, const struct walk_screen *screen)
{
    struct kiosk *kiosk = render->kiosk;
    uint32_t *part = walk_part_of(kiosk);
    render->place.screen = screen->name;
    render->place.question = question_of(kiosk);
    for (bool more = true; more; ++*part) {
        view_draw(kiosk, render->size, &render->measure, screen->now, render->scene);
        if (render->folder && !draw(render, screen))
            return false;
        if (render->check)
            check(render, *part > 0);
        more = render->scene->part + 1 < render->scene->parts;
    }
    return true;
}

/* Its name, its texts, its notices, and questions of its own. */
static bool is_own(const struct walk_screen *screen)
{
    static const char *const names[] = { "attract",     "thanks",     "thanks-notice",
                                         "privacy",     "sheet-help", "sheet-help-calling",
                                         "taking_part", "languages",  "assisted" };
    const char *question = question_of(screen->kiosk);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(screen->name, names[i]) == 0)
            return true;
    return strncmp(screen->name, "attract-notice-", 15) == 0 ||
           (question != NULL && strncmp(question, "local_", 6) == 0);
}

static bool see(void *context, const struct walk_screen *screen)
{
    struct render *render = context;
    if (render->own && !is_own(screen))
        return true;
    *render->kiosk = *screen->kiosk;
    render->kiosk->large |= render->display == DISPLAY_LARGE;
    render->kiosk->contrast |= render->display == DISPLAY_CONTRAST;
    render->screens++;
    return see_parts(render, screen);
}

/* --- all that is asked --- */

static bool is_single(const struct asked *asked)
{
    return asked->language_count == 1 && asked->size_count == 1 && asked->display_count == 1;
}

/* One language in one size and display is drawn into the folder itself, several into folders of it.
 */
static bool open_folder(struct render *render)
{
    const struct fault_place *place = &render->place;
    if (!render->folder)
        return true;
    int length = is_single(&render->asked)
                     ? snprintf(render->to, sizeof render->to, "%s", render->folder)
                     : snprintf(render->to, sizeof render->to, "%s/%s-%s-%s", render->folder,
                                place->language, place->size, place->display);
    if (length < 0 || (size_t)length >= sizeof render->to)
        return err_set(render->err, ERR_USAGE, "the name of the folder is too long");
    return file_make_folder(render->to, 0755, render->err);
}

static bool render_displays(struct render *render, uint8_t language)
{
    for (int i = 0; i < render->asked.display_count; i++) {
        render->display = render->asked.displays[i];
        render->place.display = display_names[render->display];
        if (!open_folder(render) || !walk_screens(render->program, language, see, render))
            return false;
    }
    return true;
}

static bool render_sizes(struct render *render, uint8_t language)
{
    render->place.language = render->program->wordings[language]->tag;
    for (int i = 0; i < render->asked.size_count; i++) {
        render->size = render->asked.sizes[i];
        render->place.size = render->asked.size_names[i];
        if (!render_displays(render, language))
            return false;
    }
    return true;
}

static bool render_all(struct render *render)
{
    render->measure = paint_measure(render->paint);
    render->scene = calloc(1, sizeof *render->scene);
    render->kiosk = calloc(1, sizeof *render->kiosk);
    if (!render->scene || !render->kiosk)
        return err_set(render->err, ERR_LATER, "no memory for drawing");
    for (int i = 0; i < render->asked.language_count; i++)
        if (!render_sizes(render, render->asked.languages[i]))
            return false;
    return true;
}

static void print_all(const struct render *render, bool as_json)
{
    if (as_json) {
        faults_print_json(render->faults);
        return;
    }
    faults_print(render->faults, !is_single(&render->asked));
    (void)printf("%d screens", render->screens);
    if (render->folder)
        (void)printf(" in %s", render->folder);
    (void)printf("%s\n", render->check && !faults_any(render->faults) ? ": everything fits" : "");
}

/* --- what is asked --- */

static bool find_language(const struct program *program, const char *tag, uint8_t *ret,
                          struct err *err)
{
    for (uint8_t i = 0; i < program->language_count; i++)
        if (strcmp(program->wordings[i]->tag, tag) == 0) {
            *ret = i;
            return true;
        }
    return err_set(err, ERR_USAGE, "the survey is not offered in %s", tag);
}

static bool take_languages(struct render *render, const struct cli_args *args)
{
    struct asked *asked = &render->asked;
    const char *tag;
    for (int i = 0; (tag = cli_nth(args, "language", i)) != NULL; i++) {
        if (i == KIOSK_LANGUAGES_MAX)
            return err_set(render->err, ERR_USAGE, "--language is given too often");
        if (!find_language(render->program, tag, &asked->languages[i], render->err))
            return false;
        asked->language_count++;
    }
    while (!cli_given(args, "language") && asked->language_count < render->program->language_count)
        asked->languages[asked->language_count] = (uint8_t)asked->language_count,
        asked->language_count++;
    return true;
}

static bool take_sizes(struct render *render, const struct cli_args *args)
{
    struct asked *asked = &render->asked;
    bool usual = !cli_given(args, "size");
    const char *text;
    for (int i = 0; (text = usual ? usual_sizes[i] : cli_nth(args, "size", i)) != NULL; i++) {
        if (i == ASKED_MAX)
            return err_set(render->err, ERR_USAGE, "--size is given too often");
        asked->size_names[i] = text;
        if (!size_from_text(text, &asked->sizes[i], render->err))
            return false;
        asked->size_count++;
    }
    return true;
}

static bool take_display(const char *name, enum display *ret, struct err *err)
{
    for (enum display i = 0; i < DISPLAYS; i++)
        if (strcmp(display_names[i], name) == 0) {
            *ret = i;
            return true;
        }
    return err_set(err, ERR_USAGE, "--display is standard, large or contrast, not \"%s\"", name);
}

static bool take_displays(struct render *render, const struct cli_args *args)
{
    struct asked *asked = &render->asked;
    const char *name;
    for (int i = 0; (name = cli_nth(args, "display", i)) != NULL; i++) {
        if (i == DISPLAYS)
            return err_set(render->err, ERR_USAGE, "--display is given too often");
        if (!take_display(name, &asked->displays[i], render->err))
            return false;
        asked->display_count++;
    }
    asked->display_count += asked->display_count == 0; /* the standard one */
    return true;
}

static bool render_holding(struct render *render, const struct cli_args *args, int *ret_status)
{
    if (!take_languages(render, args) || !take_sizes(render, args) ||
        !take_displays(render, args) ||
        !paint_open(cli_value(args, "fonts", NULL), &render->paint, render->err))
        return false;
    if (!render_all(render))
        return false;
    print_all(render, cli_given(args, "json"));
    *ret_status = faults_any(render->faults) ? 1 : 0;
    return true;
}

/* The file is somebody's, and drawing it needs no network. */
static bool give_up_network(const struct cli_args *args, struct err *err)
{
    struct err why = { 0 };
    return device_seal_network(&why) || !cli_given(args, "require-seal") ||
           err_set(err, ERR_REFUSED, "--require-seal: %s", why.text);
}

static bool hold(const struct cli_args *args, struct holding **ret, struct err *err)
{
    struct desk desk = { cli_value(args, "survey", NULL), cli_value(args, "venue", NULL),
                         cli_value(args, "notices", NULL) };
    const char *whole = cli_value(args, "whole", NULL);
    return whole ? holding_from_whole(whole, ret, err) : holding_from_file(&desk, ret, err);
}

static bool render_held(struct render *render, const struct cli_args *args, int *ret_status)
{
    struct holding *holding = NULL;
    if (!hold(args, &holding, render->err))
        return false;
    render->program = &holding->program;
    bool fine = render_holding(render, args, ret_status);
    holding_free(holding);
    return fine;
}

bool kiosk_render(const struct cli_args *args, int *ret_status, struct err *err)
{
    struct render render = { .folder = cli_value(args, "to", NULL),
                             .check = cli_given(args, "check"),
                             .own = cli_given(args, "own"),
                             .err = err };
    if (cli_given(args, "survey") == cli_given(args, "whole"))
        return err_set(err, ERR_USAGE, "render needs either --survey FILE or --whole FILE");
    if (!render.folder && !render.check)
        return err_set(err, ERR_USAGE, "render needs --to DIR for its pictures, or --check");
    seal_start();
    if (!give_up_network(args, err) || !faults_new(&render.faults, err))
        return false;
    bool fine = render_held(&render, args, ret_status);
    free(render.scene);
    free(render.kiosk);
    paint_close(render.paint);
    faults_free(render.faults);
    return fine;
}
