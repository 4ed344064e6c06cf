/*
 * `run --script`: any text as a script, done on a whole kiosk without a window: a survey
 * of the tree in all its languages, a journal for practice, a clock that jumps to whatever is
 * waited for.
 */
#include "fuzz.h"
#include "kiosk_shell.h"
#include "stage.h"
#include "visits.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { TURNS_MAX = 5000 };

static struct shell shell;
static struct scene scenes[2];

/* What kiosk_show.c does, but for the pixels. */
void shell_show(struct shell *of)
{
    view_draw(&of->kiosk, of->size, &of->measure, visits_clock.mono, of->next);
    struct scene *shown = of->shown;
    of->shown = of->next;
    of->next = shown;
}

/* There is no window to be turned, and a PIN is right when it begins with a 1: a hash takes longer
 * than all the rest. */
void __wrap_panel_arrange(struct panel *panel, enum turn turn, const struct touch_map *touch);
struct panel_size __wrap_panel_size(const struct panel *panel);
bool __wrap_pin_matches(const char *hash, const char *pin);

static enum turn turned;

void __wrap_panel_arrange(struct panel *panel, enum turn turn, const struct touch_map *touch)
{
    (void)panel;
    must(touch_map_is_sensible(touch), "a map of touches is one that can be");
    turned = turn;
}

struct panel_size __wrap_panel_size(const struct panel *panel)
{
    (void)panel;
    bool stands = turned == TURN_RIGHT || turned == TURN_LEFT;
    return stands ? (struct panel_size){ 480, 800, 133, 0 }
                  : (struct panel_size){ 800, 480, 133, 0 };
}

bool __wrap_pin_matches(const char *hash, const char *pin)
{
    (void)hash;
    return pin[0] == '1';
}

/* Nobody listens here. */
void heard_forget(struct shell *of)
{
    (void)of;
}

static void open_shell(void)
{
    struct err err = { 0 };
    shell =
        (struct shell){ .options = { .desk = { .survey = SOURCE_DIR "/assets/surveys/gp-fft.json" },
                                     .practice = true,
                                     .stick = "/nowhere" },
                        .measure = stage_measure(),
                        .size = { 800, 480, 133, 0 },
                        .lock = -1,
                        .signals = -1,
                        .link = { .notify = -1, .socket = -1, .retry_at = NEVER },
                        .chores_at = NEVER,
                        .state = calloc(1, sizeof *shell.state) };
    must(shell.state != NULL && news_start(&shell, &err), err.text);
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC); /* what is recorded is printed */
    must(nowhere >= 0 && dup2(nowhere, STDOUT_FILENO) >= 0, "what is printed can go nowhere");
    (void)close(nowhere);
}

/* One turn of the loop in kiosk_run.c, which sleeps by moving the clock. */
static bool turn(struct err *err)
{
    msec due =
        shell.script.next_at < shell.kiosk.deadline ? shell.script.next_at : shell.kiosk.deadline;
    if (due != NEVER && due > visits_clock.mono)
        visits_clock.mono = due;
    if (visits_clock.mono >= shell.kiosk.deadline)
        shell_give(&shell, (struct event){ .kind = EV_TICK });
    if (visits_clock.mono >= shell.chores_at && !shell.kiosk.saving)
        keep_tidy(&shell);
    people_go_on(&shell);
    shell_show(&shell);
    return script_step(&shell.script, &shell, err);
}

static void run(const char *path)
{
    struct err err = { 0 };
    shell.ended = false;
    shell.shown = &scenes[0];
    shell.next = &scenes[1];
    shell.gesture = (struct gesture){ 0 };
    turned = TURN_NONE;
    shell.size = panel_size(NULL);
    shell.people = NULL;
    kiosk_init(&shell.kiosk, &shell.held->program);
    staff_begin(&shell);
    must(script_open(&shell.script, path, &err), err.text);
    shell_show(&shell);
    int turns = 0;
    bool fine = true;
    while (!shell.ended && fine && turns++ < TURNS_MAX)
        fine = turn(&err);
    must(fine || err.text[0] != '\0', "a script that cannot be done says why");
    if (fine)
        fuzz_accepted("whole");
    (void)keep_leave(&shell);
    people_stop(&shell);
    script_close(&shell.script);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[300];
    if (size > SCRIPT_BYTES_MAX)
        return 0;
    if (shell.state == NULL) {
        visits_clock = (struct moment){ .wall = clock_build_floor() + 1000000, .mono = 5000000 };
        open_shell();
    }
    fuzz_write("script", span_of(data, size));
    (void)snprintf(path, sizeof path, "%s/script", fuzz_folder());
    run(path);
    return 0;
}
