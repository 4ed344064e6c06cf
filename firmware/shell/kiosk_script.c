/* The words of a script; see kiosk_script.h. */
#include "kiosk_script.h"
#include "file.h"
#include "kiosk_keys.h"
#include "kiosk_shell.h"
#include "utf8.h"
#include <stdio.h>
#include <stdlib.h>

enum { WAIT_MS_MAX = 3600 * 1000, UNTIL_MS_MAX = 60 * 1000, UNTIL_STEP_MS = 20 };

bool script_open(struct script *script, const char *path, struct err *err)
{
    *script = (struct script){ .text = buf_new(SCRIPT_BYTES_MAX), .next_at = NEVER };
    if (!path)
        return true;
    script->next_at = 0;
    return file_read(path, &script->text, err);
}

void script_close(struct script *script)
{
    buf_finish(&script->text);
}

static bool wrong(const struct script *script, const char *what, const char *word, struct err *err)
{
    return err_set(err, ERR_USAGE, "script line %d: %s: %s", script->line, what, word);
}

/* The whole number at the start of the text; the rest is left in *text. */
static bool take_number(const char **text, long max, long *ret)
{
    char *end;
    *ret = strtol(*text, &end, 10);
    bool taken = end != *text && *ret >= 0 && *ret <= max;
    *text = end;
    return taken;
}

static void step_at(struct shell *shell, enum panel_event_kind kind, int x, int y)
{
    struct panel_event step = { .kind = kind, .x = x, .y = y };
    struct event events[GESTURE_EVENTS];
    int count = gesture_take(&shell->gesture, shell->shown, &step, clock_mono(), events);
    for (int i = 0; i < count; i++)
        shell_give(shell, events[i]);
    shell_show(shell);
}

static void tap_at(struct shell *shell, int x, int y)
{
    step_at(shell, PANEL_DOWN, x, y);
    step_at(shell, PANEL_UP, x, y);
}

static bool do_tap(struct script *script, struct shell *shell, const char *rest, struct err *err)
{
    const char *text = rest;
    long x, y;
    if (!take_number(&text, 100000, &x) || !take_number(&text, 100000, &y) || *text)
        return wrong(script, "tap wants X Y", rest, err);
    tap_at(shell, (int)x, (int)y);
    return true;
}

static bool not_there(const struct script *script, const struct shell *shell, const char *name,
                      struct err *err)
{
    BUF_AUTO names = buf_new(300);
    for (int i = 0; i < shell->shown->target_count; i++) {
        char known[96];
        target_name(&shell->kiosk, shell->shown->targets[i].target, known, sizeof known);
        if (shell->shown->targets[i].live && names.size + strlen(known) + 2 < 300)
            buf_printf(&names, " %s", known);
    }
    return err_set(err, ERR_USAGE, "script line %d: %s is not on the screen, which has:%s",
                   script->line, name, buf_text(&names));
}

static bool do_touch(struct script *script, struct shell *shell, const char *rest, struct err *err)
{
    struct target target;
    struct rect at;
    if (!scene_find(shell->shown, &shell->kiosk, rest, &target, &at))
        return not_there(script, shell, rest, err);
    tap_at(shell, at.x + at.w / 2, at.y + at.h / 2);
    return true;
}

static uint32_t key_of(const char *name)
{
    static const struct {
        const char *name;
        uint32_t character;
    } named[] = { { "space", ' ' }, { "backspace", 8 }, { "enter", '\n' } };
    for (size_t i = 0; i < sizeof named / sizeof named[0]; i++)
        if (strcmp(name, named[i].name) == 0)
            return named[i].character;
    size_t at = 0, size = strlen(name);
    uint32_t character = size ? utf8_next(name, size, &at) : 0;
    return at == size ? character : 0;
}

static bool do_key(struct script *script, struct shell *shell, const char *rest, struct err *err)
{
    uint32_t character = key_of(rest);
    struct event event = { .kind = EV_CHARACTER, .target = { TARGET_KEY, character } };
    if (!keys_named(rest, &event) && character == 0)
        return wrong(script, "no such key", rest, err);
    shell_give(shell, event);
    shell_show(shell);
    return true;
}

/* --- the ring --- */

enum { RING_STEPS_MAX = 400 };

static bool in_group_of(const struct stops *stops, struct target target, uint8_t group)
{
    int index = stops_find(stops, target);
    return index >= 0 && stops->list[index].group == group;
}

/* Is the ring on it, or round the group that it is in? */
enum ring { RING_ELSEWHERE, RING_AROUND, RING_ON };

static enum ring ring_at(struct shell *shell, struct target target)
{
    scene_stops(shell->shown, &shell->stops);
    struct focus focus = kiosk_focus(&shell->kiosk, &shell->stops);
    if (focus.at.kind == TARGET_NONE)
        return RING_ELSEWHERE;
    if (focus.whole)
        return in_group_of(&shell->stops, target, focus.group) ? RING_AROUND : RING_ELSEWHERE;
    return target_equal(focus.at, target) ? RING_ON : RING_ELSEWHERE;
}

static bool find_target(const struct script *script, struct shell *shell, const char *name,
                        struct target *ret, struct err *err)
{
    struct rect at;
    if (!scene_find(shell->shown, &shell->kiosk, name, ret, &at))
        return not_there(script, shell, name, err);
    return script->steps < RING_STEPS_MAX || wrong(script, "the ring does not come to", name, err);
}

static void press_key(struct shell *shell, const char *key)
{
    struct event event = { .kind = EV_TICK };
    (void)keys_named(key, &event);
    shell_give(shell, event);
    shell_show(shell);
}

/* The line is done with the press that chooses. */
static void stay_unless(struct script *script, bool done)
{
    script->stays = !done;
    script->steps = done ? 0 : script->steps + 1;
}

static bool do_keypad(struct script *script, struct shell *shell, const char *rest, struct err *err)
{
    struct target target;
    if (!find_target(script, shell, rest, &target, err))
        return false;
    bool walks = shell->kiosk.focus.walker == WALKER_KEYPAD;
    enum ring ring = walks ? ring_at(shell, target) : RING_ELSEWHERE;
    press_key(shell, ring == RING_ELSEWHERE ? "down" : "select");
    stay_unless(script, ring == RING_ON);
    return true;
}

/* Nobody presses while the ring is elsewhere: it moves by itself. */
static bool do_scan(struct script *script, struct shell *shell, const char *rest, struct err *err)
{
    struct target target;
    if (!find_target(script, shell, rest, &target, err))
        return false;
    bool walks = shell->kiosk.focus.walker == WALKER_SWITCH;
    enum ring ring = walks ? ring_at(shell, target) : RING_ELSEWHERE;
    if (!walks || ring != RING_ELSEWHERE)
        press_key(shell, "switch");
    else
        script->next_at = shell->kiosk.deadline;
    stay_unless(script, ring == RING_ON);
    return true;
}

static bool do_wait(struct script *script, struct shell *shell, const char *rest, struct err *err)
{
    const char *text = rest;
    long ms;
    (void)shell;
    if (!take_number(&text, WAIT_MS_MAX, &ms) || *text)
        return wrong(script, "wait wants milliseconds, an hour at most", rest, err);
    script->next_at = clock_mono() + (msec)ms;
    return true;
}

/* A finger that holds the corner for so long. */
static bool do_hold(struct script *script, struct shell *shell, const char *rest, struct err *err)
{
    const char *text = rest;
    long ms;
    if (!take_number(&text, WAIT_MS_MAX, &ms) || *text)
        return wrong(script, "hold wants milliseconds, an hour at most", rest, err);
    step_at(shell, PANEL_DOWN, shell->shown->corner / 2, shell->shown->corner / 2);
    script->holds = true;
    script->next_at = clock_mono() + (msec)ms;
    return true;
}

static void let_go(struct script *script, struct shell *shell)
{
    script->holds = false;
    step_at(shell, PANEL_UP, shell->shown->corner / 2, shell->shown->corner / 2);
}

/* Waits for a thing to touch, or for a page. */
static bool do_until(struct script *script, struct shell *shell, const char *rest, struct err *err)
{
    struct target target;
    struct rect at;
    msec now = clock_mono();
    bool there = strcmp(page_name(shell->kiosk.page), rest) == 0 ||
                 scene_find(shell->shown, &shell->kiosk, rest, &target, &at);
    if (script->until == 0)
        script->until = now + UNTIL_MS_MAX;
    script->stays = !there && now < script->until;
    script->next_at = script->stays ? now + UNTIL_STEP_MS : now;
    if (script->stays)
        return true;
    script->until = 0;
    return there || not_there(script, shell, rest, err);
}

static bool do_quit(struct script *script, struct shell *shell, const char *rest, struct err *err)
{
    (void)script;
    (void)rest;
    (void)err;
    shell->ended = true;
    return true;
}

static const struct word {
    const char *name;
    bool touches; /* waits until the kiosk takes a tap for a tap, as a person would */
    bool (*run)(struct script *, struct shell *, const char *rest, struct err *);
} words[] = {
    { "tap", true, do_tap },    { "touch", true, do_touch },   { "key", true, do_key },
    { "wait", false, do_wait }, { "hold", true, do_hold },     { "until", false, do_until },
    { "quit", false, do_quit }, { "keypad", true, do_keypad }, { "scan", true, do_scan },
};

/* The next line without its end; false when there is none. Empty lines and # lines are passed over.
 */
static bool next_line(struct script *script, char *ret, size_t size, size_t *ret_next)
{
    const char *text = buf_text(&script->text);
    for (size_t at = script->at; at < script->text.size;) {
        size_t length = strcspn(text + at, "\n");
        *ret_next = at + length + 1;
        (void)snprintf(ret, size, "%.*s", (int)length, text + at);
        script->line++;
        if (ret[0] && ret[0] != '#')
            return true;
        at = *ret_next;
        script->at = at;
    }
    return false;
}

static const struct word *word_of(const char *line, const char **ret_rest)
{
    size_t length = strcspn(line, " ");
    *ret_rest = line[length] ? line + length + 1 : "";
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strlen(words[i].name) == length && memcmp(words[i].name, line, length) == 0)
            return &words[i];
    return NULL;
}

static bool do_line(struct script *script, struct shell *shell, const char *line, size_t next,
                    struct err *err)
{
    const char *rest;
    const struct word *word = word_of(line, &rest);
    if (!word)
        return wrong(script, "the words are tap, touch, key, keypad, scan, wait, hold, until, quit",
                     line, err);
    if (word->touches && clock_mono() < kiosk_ready_at(&shell->kiosk)) {
        script->next_at = kiosk_ready_at(&shell->kiosk);
        script->line--;
        return true;
    }
    script->stays = false;
    if (!word->run(script, shell, rest, err))
        return false;
    if (script->stays)
        script->line--;
    else
        script->at = next;
    return true;
}

bool script_step(struct script *script, struct shell *shell, struct err *err)
{
    char line[256];
    size_t next;
    if (clock_mono() < script->next_at)
        return true;
    if (script->holds)
        let_go(script, shell);
    if (!next_line(script, line, sizeof line, &next)) {
        script->next_at = NEVER;
        shell->ended = true;
        return true;
    }
    if (do_line(script, shell, line, next, err))
        return true;
    return keep_leave(shell) ? err_wrap(err, "the open visit is closed as left") : false;
}
