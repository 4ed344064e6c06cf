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

static struct shell stand_in;
static struct scene scenes[2];

/* What kiosk_show.c does, but for the pixels. */
void shell_show(struct shell *shell)
{
    view_draw(&shell->kiosk, shell->size, &shell->measure, visits_clock.mono, shell->next);
    struct scene *shown = shell->shown;
    shell->shown = shell->next;
    shell->next = shown;
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
void heard_forget(struct shell *shell)
{
    (void)shell;
}

static void open_shell(void)
{
    struct err err = { 0 };
    stand_in =
        (struct shell){ .options = { .desk = { .survey = SOURCE_DIR "/assets/surveys/gp-fft.json" },
                                     .practice = true,
                                     .stick = "/nowhere" },
                        .measure = stage_measure(),
                        .size = { 800, 480, 133, 0 },
                        .lock = -1,
                        .signals = -1,
                        .link = { .notify = -1, .socket = -1, .retry_at = NEVER },
                        .chores_at = NEVER,
                        .state = calloc(1, sizeof *stand_in.state) };
    must(stand_in.state != NULL && news_start(&stand_in, &err), err.text);
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC); /* what is recorded is printed */
    must(nowhere >= 0 && dup2(nowhere, STDOUT_FILENO) >= 0, "what is printed can go nowhere");
    (void)close(nowhere);
}

/* One turn of the loop in kiosk_run.c, which sleeps by moving the clock. */
static bool turn(struct err *err)
{
    msec due = stand_in.script.next_at < stand_in.kiosk.deadline ? stand_in.script.next_at
                                                                 : stand_in.kiosk.deadline;
    if (due != NEVER && due > visits_clock.mono)
        visits_clock.mono = due;
    if (visits_clock.mono >= stand_in.kiosk.deadline)
        shell_give(&stand_in, (struct event){ .kind = EV_TICK });
    if (visits_clock.mono >= stand_in.chores_at && !stand_in.kiosk.saving)
        keep_tidy(&stand_in);
    people_go_on(&stand_in);
    shell_show(&stand_in);
    return script_step(&stand_in.script, &stand_in, err);
}

static void run(const char *path)
{
    struct err err = { 0 };
    stand_in.ended = false;
    stand_in.shown = &scenes[0];
    stand_in.next = &scenes[1];
    stand_in.gesture = (struct gesture){ 0 };
    turned = TURN_NONE;
    stand_in.size = panel_size(NULL);
    stand_in.people = NULL;
    kiosk_init(&stand_in.kiosk, &stand_in.held->program);
    staff_begin(&stand_in);
    must(script_open(&stand_in.script, path, &err), err.text);
    shell_show(&stand_in);
    int turns = 0;
    bool fine = true;
    while (!stand_in.ended && fine && turns++ < TURNS_MAX)
        fine = turn(&err);
    must(fine || err.text[0] != '\0', "a script that cannot be done says why");
    if (fine)
        fuzz_accepted("whole");
    (void)keep_leave(&stand_in);
    people_stop(&stand_in);
    script_close(&stand_in.script);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[300];
    if (size > SCRIPT_BYTES_MAX)
        return 0;
    if (stand_in.state == NULL) {
        visits_clock = (struct moment){ .wall = clock_build_floor() + 1000000, .mono = 5000000 };
        open_shell();
    }
    fuzz_write("script", span_of(data, size));
    (void)snprintf(path, sizeof path, "%s/script", fuzz_folder());
    run(path);
    return 0;
}
