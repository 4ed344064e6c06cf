/* The words of a script; see kiosk_script.h. */
#include "kiosk_script.h"
#include "file.h"
#include "kiosk_shell.h"
#include "utf8.h"
#include <stdio.h>
#include <stdlib.h>

enum { WAIT_MS_MAX = 3600 * 1000 };

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

static void tap_at(struct shell *shell, int x, int y)
{
    static const enum panel_event_kind steps[] = { PANEL_DOWN, PANEL_UP };
    for (size_t i = 0; i < 2; i++) {
        struct panel_event step = { .kind = steps[i], .x = x, .y = y };
        struct event event;
        if (gesture_take(&shell->gesture, shell->shown, &step, &event))
            shell_give(shell, event);
        shell_show(shell);
    }
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
    if (character == 0)
        return wrong(script, "no such key", rest, err);
    shell_give(shell, (struct event){ .kind = EV_CHARACTER, .target = { TARGET_KEY, character } });
    shell_show(shell);
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
    { "tap", true, do_tap },    { "touch", true, do_touch }, { "key", false, do_key },
    { "wait", false, do_wait }, { "quit", false, do_quit },
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
        return wrong(script, "the words are tap, touch, key, wait, quit", line, err);
    if (word->touches && clock_mono() < shell->kiosk.quiet_until) {
        script->next_at = shell->kiosk.quiet_until;
        script->line--;
        return true;
    }
    script->at = next;
    return word->run(script, shell, rest, err);
}

bool script_step(struct script *script, struct shell *shell, struct err *err)
{
    char line[256];
    size_t next;
    if (clock_mono() < script->next_at)
        return true;
    if (!next_line(script, line, sizeof line, &next)) {
        script->next_at = NEVER;
        shell->ended = true;
        return true;
    }
    if (do_line(script, shell, line, next, err))
        return true;
    return keep_leave(shell) ? err_wrap(err, "the open visit is closed as left") : false;
}
