/*
 * `yousaid-kiosk run`: the one loop. Everything that happens comes out of panel_wait; each event
 * goes through the kiosk, whatever it asks for is done, and the screen is drawn as it then is.
 */
#include "kiosk_run.h"
#include "device.h"
#include "file.h"
#include "kiosk_keys.h"
#include "kiosk_room.h"
#include "kiosk_shell.h"
#include "log.h"
#include "paint.h"
#include "panel.h"
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_SIZE = 4096, TRACE_BYTES_MAX = 256 * 1024 };

/* --- events --- */

static void take_pointer(struct shell *shell, const struct panel_event *step)
{
    struct event events[GESTURE_EVENTS];
    int count = gesture_take(&shell->gesture, shell->shown, step, clock_mono(), events);
    for (int i = 0; i < count; i++)
        shell_give(shell, events[i]);
}

static void take_character(struct shell *shell, uint32_t character)
{
    shell_give(shell, (struct event){ .kind = EV_CHARACTER, .target = { TARGET_KEY, character } });
}

static void take_key(struct shell *shell, const struct panel_event *event)
{
    struct event meant;
    bool writing = kiosk_is_writing(&shell->kiosk);
    if (keys_take(event->key, writing, shell->shown->right_to_left, &meant))
        shell_give(shell, meant);
}

static void take_text(struct shell *shell, const struct panel_event *event)
{
    take_character(shell, event->character);
}

static void take_new_size(struct shell *shell, const struct panel_event *event)
{
    (void)event;
    pitch_ask(shell);
    shell->drawn = false;
}

/* The display has lost what was shown: all of it is drawn again. */
static void take_exposed(struct shell *shell, const struct panel_event *event)
{
    (void)event;
    shell->drawn = false;
}

static void take_closed(struct shell *shell, const struct panel_event *event)
{
    (void)event;
    shell->ended = true;
}

static void take_jack(struct shell *shell)
{
    enum device_jack seen = device_jack_read(shell->jack);
    if (seen == DEVICE_JACK_IN)
        shell_give(shell, (struct event){ .kind = EV_JACK });
    if (seen == DEVICE_JACK_OUT)
        shell_give(shell, (struct event){ .kind = EV_UNPLUGGED });
    if (seen == DEVICE_JACK_GONE)
        file_close(&shell->jack);
}

static void take_fd(struct shell *shell, const struct panel_event *event)
{
    if (event->fd == shell->signals)
        shell->ended = true;
    else if (event->fd == heard_fd(shell))
        heard_hear(shell);
    else if (event->fd == shell->jack)
        take_jack(shell);
    else if (event->fd == pin_worker_fd(shell->pin))
        staff_pin_answer(shell);
    else if (link_hear(&shell->link, event->fd, clock_mono()))
        news_state(shell);
}

static void take(struct shell *shell, const struct panel_event *event)
{
    static void (*const takers[])(struct shell *, const struct panel_event *) = {
        [PANEL_DOWN] = take_pointer,     [PANEL_MOVE] = take_pointer,
        [PANEL_UP] = take_pointer,       [PANEL_KEY] = take_key,
        [PANEL_TEXT] = take_text,        [PANEL_EXPOSED] = take_exposed,
        [PANEL_RESIZED] = take_new_size, [PANEL_CLOSED] = take_closed,
        [PANEL_LOST] = take_closed,      [PANEL_FD] = take_fd,
    };
    if (event->kind != PANEL_NOTHING)
        takers[event->kind](shell, event);
}

/* --- time --- */

static msec sooner(msec a, msec b)
{
    return a < b ? a : b;
}

static msec next_wake(const struct shell *shell)
{
    if (shell->people)
        return 0;
    msec wake = sooner(sooner(shell->kiosk.deadline, shell->clock_at), shell->chores_at);
    wake = sooner(sooner(wake, shell->link.retry_at), shell->script.next_at);
    return sooner(wake, shell->frame_at);
}

/* What can wait until nobody touches. */
static void do_chores(struct shell *shell)
{
    keep_tidy(shell);
    paint_rest(shell->paint);
}

static void keep_time(struct shell *shell)
{
    msec now = clock_mono();
    if (now >= shell->kiosk.deadline)
        shell_give(shell, (struct event){ .kind = EV_TICK });
    if (now >= shell->chores_at && !shell->kiosk.saving)
        do_chores(shell);
    if (now >= shell->clock_at)
        staff_clock(shell);
    people_go_on(shell);
    link_retry(&shell->link, now);
}

/* What is stored is whole; whoever started this program starts it again. */
static bool display_is_gone(struct shell *shell, struct err *err)
{
    (void)keep_leave(shell);
    return err_set(err, ERR_LATER, "the display is gone; start again when there is one");
}

static bool loop(struct shell *shell, struct err *err)
{
    while (!shell->ended) {
        int fds[LINK_FDS + 4];
        link_fds(&shell->link, fds);
        fds[LINK_FDS] = shell->signals;
        fds[LINK_FDS + 1] = heard_fd(shell);
        fds[LINK_FDS + 2] = shell->jack;
        fds[LINK_FDS + 3] = pin_worker_fd(shell->pin);
        struct panel_event event = panel_wait(shell->panel, next_wake(shell), fds, LINK_FDS + 4);
        take(shell, &event);
        if (event.kind == PANEL_LOST)
            return display_is_gone(shell, err);
        keep_time(shell);
        shell_show(shell);
        if (!script_step(&shell->script, shell, err))
            return false;
        heard_follow(shell);
    }
    (void)keep_leave(shell);
    return true;
}

/* --- starting and ending --- */

static bool take_lock(struct shell *shell, struct err *err)
{
    char path[PATH_SIZE];
    if (!file_join(path, sizeof path, shell->options.data, "screen/running", err))
        return false;
    /* Who can open it can hold it: so nobody else may. An older program made it 0640. */
    shell->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (shell->lock < 0 || fchmod(shell->lock, 0600) != 0)
        return err_errno(err, "cannot open %s", path);
    if (flock(shell->lock, LOCK_EX | LOCK_NB) != 0)
        return err_set(err, ERR_LATER, "another yousaid-kiosk is already running with %s",
                       shell->options.data);
    return true;
}

static bool take_folder(struct shell *shell, struct err *err)
{
    char path[PATH_SIZE];
    if (shell->options.desk.survey)
        return true;
    if (!courier_folder_is_there(shell->options.data, err) ||
        !file_join(path, sizeof path, shell->options.data, "screen", err) ||
        !file_make_folder(path, 02750, err))
        return false;
    return take_lock(shell, err);
}

static bool take_signals(struct shell *shell, struct err *err)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    (void)signal(SIGPIPE, SIG_IGN);
    if (sigprocmask(SIG_BLOCK, &set, NULL) != 0)
        return err_errno(err, "cannot block signals");
    shell->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    return shell->signals >= 0 || err_errno(err, "cannot listen for signals");
}

/* A desk's or a test's machine may not permit it: then the screen still uses no network, and says
 * so. A board's must. */
static bool give_up_network(const struct shell *shell, struct err *err)
{
    struct err why = { 0 };
    if (device_seal_network(&why))
        return true;
    if (shell->options.require_seal)
        return err_set(err, ERR_REFUSED, "--require-seal: %s", why.text);
    log_line(LOG_WARN, "kiosk", "this machine does not let the network be sealed off: %s",
             why.text);
    return true;
}

static bool open_screen(struct shell *shell, struct err *err)
{
    const struct shell_options *options = &shell->options;
    shell->shown = calloc(1, sizeof *shell->shown);
    shell->next = calloc(1, sizeof *shell->next);
    if (!shell->shown || !shell->next)
        return err_set(err, ERR_LATER, "no memory for the screen");
    if (!paint_open(options->fonts, &shell->paint, err) ||
        !panel_open(options->window.width, options->window.height, &shell->panel, err))
        return false;
    shell->measure = paint_measure(shell->paint);
    pitch_ask(shell);
    return true;
}

/* What the courier says is about a call for help or about a task; each knows its own words. */
static void courier_heard(void *self, const char *message)
{
    help_heard(self, message);
    task_heard(self, message);
}

static bool start(struct shell *shell, struct err *err)
{
    if (!take_signals(shell, err) || !take_folder(shell, err) ||
        !script_open(&shell->script, shell->options.script, err))
        return false;
    if (!give_up_network(shell, err) || !news_start(shell, err) || !open_screen(shell, err) ||
        !staff_start(shell, err))
        return false;
    if (shell->held)
        shell->held->program.practice = shell->options.practice;
    kiosk_init(&shell->kiosk, shell->held ? &shell->held->program : NULL);
    staff_begin(shell);
    shell_show(shell); /* people see something before the journal is looked through */
    keep_courier_news(shell);
    staff_news(shell);
    room_look(shell);
    if (shell->journal)
        journal_count(shell->journal, COUNT_RESTARTS);
    shell->link.heard = courier_heard;
    shell->link.self = shell;
    link_open(&shell->link, shell->options.desk.survey ? NULL : shell->options.data, clock_mono());
    shell->jack = device_jack_open();
    device_notify("READY=1");
    return true;
}

static void finish(struct shell *shell)
{
    heard_finish(shell);
    link_close(&shell->link);
    staff_finish(shell);
    journal_close(shell->journal);
    panel_close(shell->panel);
    paint_close(shell->paint);
    holding_free(shell->held);
    holding_free(shell->coming);
    script_close(&shell->script);
    buf_finish(&shell->traced);
    free(shell->state);
    free(shell->shown);
    free(shell->next);
    file_close(&shell->lock);
    file_close(&shell->signals);
    file_close(&shell->jack);
    free(shell);
}

static struct shell *shell_new(const struct shell_options *options, struct err *err)
{
    struct shell *shell = calloc(1, sizeof *shell);
    struct courier_state *state = calloc(1, sizeof *state);
    if (!shell || !state) {
        free(shell);
        free(state);
        (void)err_set(err, ERR_LATER, "no memory to start");
        return NULL;
    }
    shell->options = *options;
    shell->state = state;
    shell->lock = shell->signals = shell->jack = -1;
    shell->link = (struct link){ .notify = -1, .socket = -1, .retry_at = NEVER };
    shell->chores_at = shell->clock_at = NEVER;
    shell->light = shell->own_light = -1;
    shell->traced = buf_new(TRACE_BYTES_MAX);
    return shell;
}

static bool take_options(const struct cli_args *args, struct shell_options *ret, struct err *err)
{
    *ret = (struct shell_options){ .data = cli_value(args, "data", NULL),
                                   .desk = { cli_value(args, "survey", NULL),
                                             cli_value(args, "venue", NULL),
                                             cli_value(args, "notices", NULL) },
                                   .script = cli_value(args, "script", NULL),
                                   .speech = cli_value(args, "speech", NULL),
                                   .stick = cli_value(args, "stick", "/media"),
                                   .fonts = cli_value(args, "fonts", NULL),
                                   .edid = cli_value(args, "edid", "/sys/class/drm"),
                                   .practice = cli_given(args, "practice"),
                                   .trace = cli_given(args, "trace"),
                                   .require_seal = cli_given(args, "require-seal") };
    const char *window = cli_value(args, "window", NULL);
    if (!ret->data && !ret->desk.survey)
        return err_set(err, ERR_USAGE,
                       "run needs --data DIR, or --survey FILE for a look at a desk");
    const char *mm = cli_value(args, "panel", NULL);
    if (window && mm)
        return err_set(
            err, ERR_USAGE,
            "--panel is for the whole screen: a window has its pitch in --window WxH@PPI");
    return (!mm || millimetres_from_text(mm, &ret->panel_mm, err)) &&
           (!window || size_from_text(window, &ret->window, err));
}

bool kiosk_run(const struct cli_args *args, int *ret_status, struct err *err)
{
    struct shell_options options;
    (void)ret_status;
    if (!take_options(args, &options, err))
        return false;
    seal_start();
    struct shell *shell = shell_new(&options, err);
    if (!shell)
        return false;
    bool fine = start(shell, err) && loop(shell, err);
    finish(shell);
    return fine;
}
