/*
 * Pictures of every screen of a survey that is being written, drawn by the kiosk's own program in
 * narrow limits. They are kept as papers for a day, so that any hub of the programme shows them.
 */
#include "base64.h"
#include "file.h"
#include "limited.h"
#include "panel_name.h"
#include "survey_view.h"
#include <dirent.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    PATH_SIZE = 600,
    LANGUAGES_MOST = 16,
    PICTURE_MAX = 380 * 1024, /* as base64 it must fit in a paper */
    PICTURES_MOST = 600,
    OUTPUT_MAX = 4 * 1024 * 1024,
};

static const struct limits limits = { .processor_seconds = 120,
                                      .memory_bytes = (size_t)1024 * 1024 * 1024,
                                      .output_bytes = OUTPUT_MAX,
                                      .time_ms = 120000 };

struct preview {
    struct call *call;
    char id[PEOPLE_ID_SIZE];
    struct span survey;
    char kiosk[PATH_SIZE]; /* yousaid-kiosk, with its folder */
    char folder[PATH_SIZE];
    char size[40]; /* "1280x800@149" */
    int width, height;
    const char *language;
    json_t *faults; /* of the language that is drawn */
    json_t *pictures;
};

/* ---- a folder for a while ---- */

static bool make_folder(struct preview *preview, struct err *err)
{
    (void)snprintf(preview->folder, sizeof preview->folder, "/tmp/yousaid-preview-XXXXXX");
    return mkdtemp(preview->folder) != NULL || err_errno(err, "making a folder for pictures");
}

/* In the order of the walk: a screen's number, then its first part, which has no name of its own.
 */
static int in_order(const struct dirent **a, const struct dirent **b)
{
    char one[sizeof(*a)->d_name], other[sizeof(*b)->d_name];
    (void)snprintf(one, sizeof one, "%.*s", (int)strcspn((*a)->d_name, "."), (*a)->d_name);
    (void)snprintf(other, sizeof other, "%.*s", (int)strcspn((*b)->d_name, "."), (*b)->d_name);
    return strverscmp(one, other);
}

/* Calls `see` with each name in the folder, in order; stops when it says false. */
static bool each_file(const struct preview *preview,
                      bool (*see)(struct preview *preview, const char *name, struct err *err),
                      struct preview *context, struct err *err)
{
    struct dirent **names = NULL;
    bool fine = true;
    int count = scandir(preview->folder, &names, NULL, in_order);
    if (count < 0)
        return err_errno(err, "reading pictures");
    for (int i = 0; i < count; i++) {
        if (names[i]->d_name[0] != '.')
            fine = fine && see(context, names[i]->d_name, err);
        free(names[i]);
    }
    free(names);
    return fine;
}

static bool remove_file(struct preview *preview, const char *name, struct err *err)
{
    char path[PATH_SIZE + 300];
    (void)err;
    (void)snprintf(path, sizeof path, "%s/%s", preview->folder, name);
    (void)unlink(path);
    return true;
}

static void remove_folder(struct preview *preview)
{
    struct err err;
    if (each_file(preview, remove_file, preview, &err))
        (void)rmdir(preview->folder);
}

/* ---- the kiosk's program ---- */

static bool find_kiosk(struct preview *preview, struct err *err)
{
    char own[PATH_SIZE];
    ssize_t size = readlink("/proc/self/exe", own, sizeof own - 1);
    if (size < 0)
        return err_errno(err, "finding the folder of this program");
    own[size] = '\0';
    if (!file_join(preview->kiosk, sizeof preview->kiosk, dirname(own), "yousaid-kiosk", err))
        return false;
    return access(preview->kiosk, X_OK) == 0 ||
           err_tell(err, ERR_LATER,
                    "The screens cannot be drawn: yousaid-kiosk is not beside the hub's program.");
}

static bool draw(struct preview *preview, struct buf *said, struct err *err)
{
    const char *const arguments[] = { "render",        "--check",     "--json",
                                      "--survey",      "-",           "--to",
                                      preview->folder, "--language",  preview->language,
                                      "--size",        preview->size, NULL };
    struct limited_program program = { preview->kiosk, arguments, "--require-seal" };
    struct limited child;
    int status;
    if (!limited_start(&program, preview->survey, &limits, &child, err))
        return false;
    (void)limited_wait(&child, 1);
    return limited_finish(&child, &status, said, err);
}

/* What people could not read or hit on this screen. */
static json_t *problems_of(const struct preview *preview, const char *screen)
{
    size_t i;
    json_t *fault;
    json_t *problems = json_array();
    json_array_foreach(json_object_get(preview->faults, "faults"), i, fault)
    {
        const char *on = json_string_value(json_object_get(fault, "screen"));
        const char *kind = json_string_value(json_object_get(fault, "kind"));
        const char *about = json_string_value(json_object_get(fault, "about"));
        if (on != NULL && kind != NULL && strcmp(on, screen) == 0)
            (void)json_array_append_new(
                problems, json_sprintf("%s%s%s", kind, about == NULL || *about == '\0' ? "" : ": ",
                                       about == NULL ? "" : about));
    }
    return problems;
}

/* ---- pictures ---- */

static void picture_id(const char *preview, int number, char ret[PAPER_ID_MAX + 1])
{
    enum { NUMBER = 12 };
    (void)snprintf(ret, PAPER_ID_MAX + 1, "%.*s.%d", PAPER_ID_MAX - NUMBER, preview, number);
}

static bool keep_picture(struct preview *preview, int number, struct span png, struct err *err)
{
    struct store_paper paper = { .kind = "preview", .rank = preview->call->people.now };
    BUF_AUTO text = buf_new(PAPER_BODY_MAX);
    picture_id(preview->id, number, paper.id);
    base64_put(&text, png);
    return buf_ok(&text, "a picture", err) &&
           paper_write(preview->call->store, &paper,
                       json_pack("{s:s%}", "png", buf_text(&text), text.size), PAPER_NEW, err);
}

/* "07-question-2.png": its number and its screen. */
static bool take_file(struct preview *preview, const char *name, struct err *err)
{
    char path[PATH_SIZE + 300];
    char screen[80];
    BUF_AUTO png = buf_new(PICTURE_MAX);
    int number = (int)json_array_size(preview->pictures) + 1;
    const char *dash = strchr(name, '-');
    size_t length = strlen(name);
    if (dash == NULL || length < 5 || strcmp(name + length - 4, ".png") != 0)
        return true;
    (void)snprintf(screen, sizeof screen, "%.*s", (int)(name + length - 4 - dash - 1), dash + 1);
    (void)snprintf(path, sizeof path, "%s/%s", preview->folder, name);
    if (number > PICTURES_MOST || !file_read(path, &png, err) ||
        !keep_picture(preview, number, buf_span(&png), err))
        return number > PICTURES_MOST ? err_tell(err, ERR_TOO_LARGE, "These are too many pictures.")
                                      : false;
    json_t *href = json_sprintf("/api/v1/previews/%s/%d", preview->id, number);
    (void)json_array_append_new(preview->pictures,
                                json_pack("{s:i, s:s, s:s, s:o, s:i, s:i, s:o}", "number", number,
                                          "language", preview->language, "screen", screen, "href",
                                          href, "width", preview->width, "height", preview->height,
                                          "problems", problems_of(preview, screen)));
    return true;
}

static bool take_language(struct preview *preview, const char *language, struct err *err)
{
    BUF_AUTO said = buf_new(OUTPUT_MAX);
    preview->language = language;
    if (!make_folder(preview, err))
        return false;
    bool drawn = draw(preview, &said, err);
    preview->faults = drawn ? json_loadb((const char *)said.data, said.size, 0, NULL) : NULL;
    drawn = drawn && each_file(preview, take_file, preview, err);
    json_decref(preview->faults);
    remove_folder(preview);
    return drawn;
}

/* ---- what is asked ---- */

/* Each must be one that the survey has wholly and that kiosks speak. */
static void judge_languages(struct body *body, const json_t *languages, const struct survey *survey)
{
    for (size_t i = 0; i < json_array_size(languages); i++) {
        const char *tag = json_string_value(json_array_get(languages, i));
        int at = tag == NULL ? -1 : survey_language(survey, tag);
        bool same = at >= 0 && strcmp(survey->languages[at].tag, tag) == 0;
        if (!same || !survey->languages[at].complete || !hub_speaks(tag)) {
            body_problem(body, "languages",
                         "It names a language in which not every text is there, or that kiosks do "
                         "not speak.");
            return;
        }
    }
}

/* Without a pitch the kiosk's program takes that of the usual panel of the size. */
static void name_size(struct preview *preview, int ppi)
{
    char pitch[16] = "";
    if (ppi > 0)
        (void)snprintf(pitch, sizeof pitch, "@%d", ppi);
    (void)snprintf(preview->size, sizeof preview->size, "%dx%d%s", preview->width, preview->height,
                   pitch);
}

static bool read_preview(struct preview *preview, struct buf *file, const json_t **ret_languages,
                         struct err *err)
{
    struct body body = body_of(preview->call);
    struct problems *problems = calloc(1, sizeof *problems);
    bool there = survey_of_body(&body, "survey", file);
    *ret_languages = body_array(&body, "languages", true, LANGUAGES_MOST);
    preview->width = (int)body_int(&body, "width", true, 0, PANEL_SIDE_MIN, PANEL_SIDE_MAX);
    preview->height = (int)body_int(&body, "height", true, 0, PANEL_SIDE_MIN, PANEL_SIDE_MAX);
    int ppi = (int)body_int(&body, "ppi", false, 0, PANEL_PPI_MIN, PANEL_PPI_MAX);
    SURVEY_AUTO *survey = there && problems != NULL ? survey_load(buf_span(file), problems) : NULL;
    if (survey != NULL)
        judge_languages(&body, *ret_languages, survey);
    else if (there && problems != NULL)
        survey_refuse(preview->call, "/survey", problems);
    free(problems);
    name_size(preview, ppi);
    return body_end(&body, err) && there;
}

bool op_preview_new(struct call *call, struct err *err)
{
    BUF_AUTO file = buf_new(SURVEY_FILE_MAX);
    struct preview preview = { .call = call, .pictures = NULL };
    const json_t *languages = NULL;
    if (!read_preview(&preview, &file, &languages, err) || !find_kiosk(&preview, err))
        return false;
    preview.survey = buf_span(&file);
    preview.pictures = json_array();
    value_new_key(preview.id);
    call->answer = json_pack("{s:s, s:o}", "id", preview.id, "pictures", preview.pictures);
    for (size_t i = 0; i < json_array_size(languages); i++)
        if (!take_language(&preview, json_string_value(json_array_get(languages, i)), err))
            return false;
    call->status = 201;
    (void)snprintf(call->location, sizeof call->location, "/api/v1/previews/%s/1", preview.id);
    return true;
}

bool op_preview_picture(struct call *call, struct err *err)
{
    char id[PAPER_ID_MAX + 1];
    struct store_paper paper;
    json_t *json = NULL;
    int number = 0;
    if (sscanf(call->values[1], "%5d", &number) != 1)
        return err_set(err, ERR_MISSING, "There is no such picture.");
    picture_id(call->values[0], number, id);
    if (strlen(call->values[0]) != PEOPLE_ID_SIZE - 1 ||
        !paper_read(call->store, "preview", id, "picture", &paper, &json, err))
        return err_set(err, ERR_MISSING, "There is no such picture; pictures are kept for a day.");
    const char *png = json_string_value(json_object_get(json, "png"));
    bool read = png != NULL && base64_get(png, &call->text, err);
    json_decref(json);
    call->type = "image/png";
    return read;
}
