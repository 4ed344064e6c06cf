/*
 * `yousaid-kiosk render`: every screen of a survey as a picture and as text, without a display, and
 * a check of what people could not read or hit. The hub's previews and linter run this.
 */
#include "file.h"
#include "kiosk_holding.h"
#include "kiosk_run.h"
#include "kiosk_walk.h"
#include "paint.h"
#include "seal.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

/* Least sides of what can be touched, in tenths of a millimetre: a grown finger's, as in look.md.
 */
enum { PATH_SIZE = 4096, LEAST_TARGET = 120 };

struct render {
    const char *folder;
    struct panel_size size;
    struct paint *paint;
    struct text_measure measure;
    struct scene *scene;
    bool check;
    int screens;
    json_t *faults;
    struct err *err;
};

static void fault(struct render *render, const char *screen, const char *what, const char *target)
{
    (void)json_array_append_new(render->faults, json_pack("{s:s, s:s, s:s?}", "screen", screen,
                                                          "fault", what, "target", target));
}

static double tenths_of_mm(const struct render *render, int pixels)
{
    return pixels * 254.0 / render->size.ppi;
}

static void check_target(struct render *render, const struct walk_screen *screen,
                         const struct scene_target *target)
{
    char name[96];
    int side = target->at.w < target->at.h ? target->at.w : target->at.h;
    target_name(screen->kiosk, target->target, name, sizeof name);
    if (target->live && tenths_of_mm(render, side) < LEAST_TARGET - 1)
        fault(render, screen->name, "smaller than 12 mm", name);
    if (target->at.x < 0 || target->at.y < 0 || target->at.x + target->at.w > render->size.width ||
        target->at.y + target->at.h > render->size.height)
        fault(render, screen->name, "partly beyond the screen", name);
}

static void check_screen(struct render *render, const struct walk_screen *screen)
{
    if (render->scene->overflow)
        fault(render, screen->name, "too full for its texts", NULL);
    for (int i = 0; i < render->scene->target_count; i++)
        check_target(render, screen, &render->scene->targets[i]);
}

static bool write_text(struct render *render, const struct walk_screen *screen, const char *path)
{
    BUF_AUTO text = buf_new(1024 * 1024);
    scene_print(render->scene, screen->kiosk, &text);
    return buf_ok(&text, "the scene", render->err) &&
           file_write_durable(path, buf_span(&text), 0644, render->err);
}

static bool render_screen(void *context, const struct walk_screen *screen)
{
    struct render *render = context;
    char path[PATH_SIZE];
    view_draw(screen->kiosk, render->size, &render->measure, screen->now, render->scene);
    render->screens++;
    if (render->check)
        check_screen(render, screen);
    int length =
        snprintf(path, sizeof path, "%s/%02d-%s.png", render->folder, screen->number, screen->name);
    if (length < 0 || (size_t)length >= sizeof path)
        return err_set(render->err, ERR_USAGE, "the name of the folder is too long");
    if (!paint_png(render->paint, render->scene, path, render->err))
        return false;
    memcpy(path + length - 3, "txt", 3);
    return write_text(render, screen, path);
}

static bool find_language(const struct holding *holding, const char *tag, uint8_t *ret,
                          struct err *err)
{
    for (uint8_t i = 0; i < holding->program.language_count; i++)
        if (strcmp(holding->program.wordings[i]->tag, tag) == 0) {
            *ret = i;
            return true;
        }
    return err_set(err, ERR_USAGE, "the survey is not offered in %s", tag);
}

static const char *member(const json_t *found, const char *key)
{
    const char *text = json_string_value(json_object_get(found, key));
    return text ? text : "";
}

/* How many faults from `first` on are the same one on the same screen. */
static size_t same_faults(const json_t *faults, size_t first)
{
    const json_t *fault = json_array_get(faults, first);
    size_t end = first + 1;
    while (end < json_array_size(faults) &&
           strcmp(member(fault, "screen"), member(json_array_get(faults, end), "screen")) == 0 &&
           strcmp(member(fault, "fault"), member(json_array_get(faults, end), "fault")) == 0)
        end++;
    return end - first;
}

/* One line for what is the same on a screen: "keyboard: 33 targets (key:q and others) are ..." */
static void print_same(const json_t *fault, size_t count)
{
    const char *target = member(fault, "target");
    (void)printf("%s: ", member(fault, "screen"));
    if (count > 1)
        (void)printf("%zu targets (%s and others) are ", count, target);
    else if (*target)
        (void)printf("%s is ", target);
    (void)printf("%s\n", member(fault, "fault"));
}

static void print_faults_text(const struct render *render)
{
    size_t count;
    for (size_t i = 0; i < json_array_size(render->faults); i += count) {
        count = same_faults(render->faults, i);
        print_same(json_array_get(render->faults, i), count);
    }
    (void)printf("%d screens in %s%s\n", render->screens, render->folder,
                 !render->check                         ? ""
                 : json_array_size(render->faults) == 0 ? ": everything fits"
                                                        : "");
}

static void print_faults_json(const struct render *render)
{
    json_t *all = json_pack("{s:i, s:O}", "screens", render->screens, "faults", render->faults);
    (void)json_dumpf(all, stdout, JSON_COMPACT);
    (void)fputc('\n', stdout);
    json_decref(all);
}

static bool render_all(struct render *render, const struct holding *holding, uint8_t language)
{
    render->measure = paint_measure(render->paint);
    render->scene = calloc(1, sizeof *render->scene);
    render->faults = json_array();
    if (!render->scene || !render->faults)
        return err_set(render->err, ERR_LATER, "no memory for drawing");
    return walk_screens(&holding->program, language, render_screen, render);
}

static bool render_holding(struct render *render, const struct holding *holding,
                           const struct cli_args *args, int *ret_status)
{
    uint8_t language = 0;
    if (!find_language(holding, cli_value(args, "language", ""), &language, render->err) ||
        !file_make_folder(render->folder, 0755, render->err) ||
        !paint_open(NULL, &render->paint, render->err))
        return false;
    bool drawn = render_all(render, holding, language);
    if (drawn && cli_given(args, "json"))
        print_faults_json(render);
    else if (drawn)
        print_faults_text(render);
    *ret_status = json_array_size(render->faults) > 0 ? 1 : 0;
    free(render->scene);
    json_decref(render->faults);
    paint_close(render->paint);
    return drawn;
}

bool kiosk_render(const struct cli_args *args, int *ret_status, struct err *err)
{
    struct render render = { .folder = cli_value(args, "to", "."),
                             .check = cli_given(args, "check"),
                             .err = err };
    struct holding *holding;
    seal_start();
    if (!size_from_text(cli_value(args, "size", ""), &render.size, err) ||
        !holding_from_file(cli_value(args, "survey", ""), &holding, err))
        return false;
    bool fine = render_holding(&render, holding, args, ret_status);
    holding_free(holding);
    return fine;
}
