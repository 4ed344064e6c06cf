/* Drawing the kiosk as it is, and telling drivers with real fingers what is where. */
#include "kiosk_shell.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

static void swap_scenes(struct shell *shell)
{
    struct scene *shown = shell->shown;
    shell->shown = shell->next;
    shell->next = shown;
    shell->drawn = true;
}

void shell_show(struct shell *shell)
{
    msec now = clock_mono();
    view_draw(&shell->kiosk, shell->size, &shell->measure, now, shell->next);
    shell->frame_at = motion_follow(&shell->motion, &shell->kiosk, now, shell->next);
    struct rect changed = paint_changes(shell->paint, shell->drawn ? shell->shown : NULL,
                                        shell->next, panel_surface(shell->panel));
    panel_show(shell->panel, changed);
    swap_scenes(shell);
    staff_light(shell);
    if (shell->options.trace)
        shell_trace(shell);
}

static json_t *target_line(const struct kiosk *kiosk, const struct scene_target *target)
{
    char name[96];
    target_name(kiosk, target->target, name, sizeof name);
    return json_pack("{s:s, s:i, s:i, s:i, s:i}", "name", name, "x", target->at.x, "y",
                     target->at.y, "w", target->at.w, "h", target->at.h);
}

static json_t *targets_of(const struct shell *shell)
{
    json_t *list = json_array();
    for (int i = 0; i < shell->shown->target_count; i++)
        if (shell->shown->targets[i].live)
            (void)json_array_append_new(list,
                                        target_line(&shell->kiosk, &shell->shown->targets[i]));
    return list;
}

static const char *question_on_screen(const struct kiosk *kiosk)
{
    bool asked = kiosk->page == PAGE_QUESTION && kiosk->question >= 0;
    return asked ? kiosk->program->survey->questions[kiosk->question].name : NULL;
}

void trace_said(const char *text, const char *language)
{
    json_t *line = json_pack("{s:s, s:s}", "said", text, "language", language);
    if (line && json_dumpf(line, stdout, JSON_COMPACT) == 0)
        (void)fputc('\n', stdout);
    (void)fflush(stdout);
    json_decref(line);
}

/* What the ring is on, by its name: null while there is none, "words" on the screen's own words,
 * "group:" and the first of a group that it goes round. */
static json_t *ring_of(struct shell *shell)
{
    char name[96];
    scene_stops(shell->shown, &shell->stops);
    struct focus focus = kiosk_focus(&shell->kiosk, &shell->stops);
    if (focus.walker == WALKER_NONE)
        return json_null();
    if (focus.at.kind == TARGET_NONE)
        return json_string("words");
    target_name(&shell->kiosk, focus.at, name, sizeof name);
    return json_sprintf("%s%s", focus.whole ? "group:" : "", name);
}

/* Of what is being written, by people or by staff, only how much there is of it: whoever types for
 * a test sees each letter appear, as a person does. */
static json_int_t written_bytes(const struct kiosk *kiosk)
{
    const char *written = kiosk_is_writing(kiosk) ? kiosk_writing(kiosk) : kiosk->staff.typed;
    return (json_int_t)strlen(written);
}

void shell_trace(struct shell *shell)
{
    static const char *const sheets[SHEETS] = { NULL, "time", "help", "display", "listen", "menu" };
    const struct kiosk *kiosk = &shell->kiosk;
    json_t *line =
        json_pack("{s:s, s:s?, s:s?, s:s, s:b, s:I, s:o, s:o}", "screen", page_name(kiosk->page),
                  "question", question_on_screen(kiosk), "sheet", sheets[kiosk->sheet], "language",
                  shell->shown->language, "practice", kiosk_is_practice(kiosk), "written_bytes",
                  written_bytes(kiosk), "ring", ring_of(shell), "targets", targets_of(shell));
    char *text = line ? json_dumps(line, JSON_COMPACT) : NULL;
    if (text && strcmp(text, buf_text(&shell->traced)) != 0) {
        buf_clear(&shell->traced);
        buf_printf(&shell->traced, "%s", text);
        (void)printf("%s\n", text);
        (void)fflush(stdout);
    }
    free(text);
    json_decref(line);
}
