/*
 * What the staff screens ask of the machine: how it does, whether a PIN is right, practice, and
 * settings that hold at once: how the picture stands, the light, the order of the languages.
 */
#include "device.h"
#include "enrol.h"
#include "kiosk_settings.h"
#include "kiosk_shell.h"
#include "local_time.h"
#include "log.h"
#include <stdio.h>

enum { CLOCK_EVERY_MS = 15 * 60 * 1000, MINUTE = 60, PERCENT_A_STEP = 100 / LIGHT_STEPS };

static struct effect give(struct shell *shell, struct event event)
{
    return kiosk_step(&shell->kiosk, event, clock_mono());
}

/* --- settings --- */

/* The words on the screen stay in the language that they are in. */
static void arrange_languages(struct shell *shell, const struct local_settings *settings)
{
    struct holding *held = shell->held;
    uint8_t shown = shell->kiosk.language;
    if (!held || held->program.language_count == 0)
        return;
    const struct wording *words = shown < held->program.language_count
                                      ? held->program.wordings[shown]
                                      : held->program.wordings[0];
    holding_arrange(held, settings);
    for (uint8_t i = 0; i < held->program.language_count; i++)
        if (held->program.wordings[i] == words && shell->kiosk.program == &held->program)
            shell->kiosk.language = i;
}

static void arrange_panel(struct shell *shell, const struct local_settings *settings)
{
    panel_arrange(shell->panel, settings->turn, &settings->touch);
    pitch_ask(shell);
    shell->drawn = false;
}

static void apply(struct shell *shell, const struct local_settings *settings)
{
    arrange_languages(shell, settings);
    arrange_panel(shell, settings);
    staff_light(shell);
}

struct effect staff_settings(struct shell *shell, struct effect effect)
{
    const struct local_settings *settings = &shell->kiosk.standing.settings;
    struct err err = { 0 };
    apply(shell, settings);
    bool keeps = effect.kind == FX_KEEP_SETTINGS && shell->options.data;
    if (keeps && !settings_save(shell->options.data, settings, &err))
        log_line(LOG_WARN, "kiosk", "what was set holds until the next start only: %s", err.text);
    return (struct effect){ .kind = FX_NONE };
}

/* Nought while the screen is dark, else as it is set, or as it was found. */
void staff_light(struct shell *shell)
{
    int set = shell->kiosk.standing.settings.light;
    int wanted = set != 0 ? set * PERCENT_A_STEP : shell->own_light;
    if (shell->kiosk.page == PAGE_ASLEEP)
        wanted = 0;
    if (wanted < 0 || wanted == shell->light || !shell->status.has_light)
        return;
    if (device_light_set(wanted))
        shell->light = wanted;
}

/* --- time --- */

/* A signed time goes on by the monotonic clock; else the machine's own is believed or not. */
static unix_seconds wall_now(const struct shell *shell, const struct moment *now)
{
    const struct courier_state *state = shell->state;
    if (shell->clock != CLOCK_SIGNED)
        return now->wall;
    return state->hub_time + (unix_seconds)((now->mono - state->hub_time_mono) / 1000);
}

static enum clock_class class_now(const struct shell *shell, const struct moment *now)
{
    if (shell->clock == CLOCK_SIGNED)
        return CLOCK_SIGNED;
    return now->wall >= device_clock_floor(shell->state->hub_time) ? CLOCK_BELIEVED : CLOCK_UNKNOWN;
}

void staff_clock(struct shell *shell)
{
    struct moment now = clock_now();
    unix_seconds wall = wall_now(shell, &now);
    struct staff_when when = status_when(shell, wall);
    shell->clock = class_now(shell, &now);
    struct local_clock clock = { .known = shell->clock != CLOCK_UNKNOWN,
                                 .day = when.day,
                                 .minute = when.minute,
                                 .at = now.mono - (msec)(wall % MINUTE) * 1000 };
    shell->clock_at = now.mono + CLOCK_EVERY_MS;
    shell_give(shell, (struct event){ .kind = EV_CLOCK, .clock = clock });
}

/* --- PIN --- */

static void know_the_pin(struct shell *shell)
{
    struct err err = { 0 };
    struct pin_hashes hashes = { 0 };
    if (!shell->options.data || !shell->held || shell->held->serial == 0)
        return;
    if (holding_pin(shell->options.data, &shell->trust, &shell->held->bundle,
                    shell->state->invitation, &hashes, &err))
        shell->hashes = hashes;
    else
        log_line(LOG_WARN, "kiosk", "the staff menu: %s", err.text);
}

/* A bundle that lacks our PIN opens no door: only a kiosk that has never had one is open. */
static bool asks_for_pin(const struct shell *shell)
{
    return shell->held && shell->held->serial != 0;
}

static void tell_pin(struct shell *shell, uint32_t tries)
{
    shell_give(shell, (struct event){ .kind = EV_TRIES,
                                      .target = { TARGET_NONE, tries },
                                      .place = { asks_for_pin(shell), 0 } });
}

static void group_code(const char *letters, char *ret, size_t size)
{
    size_t used = 0;
    for (size_t i = 0; letters[i] != '\0' && used + 2 < size; i++) {
        if (i > 0 && i % CODE_GROUP == 0)
            ret[used++] = '-';
        ret[used++] = letters[i];
    }
    ret[used] = '\0';
}

/* A recovery code is hashed in the groups in which it is printed. */
struct effect staff_check_pin(struct shell *shell, struct effect effect)
{
    char typed[PIN_TYPED_MAX];
    if (effect.value != 0)
        group_code(shell->kiosk.staff.typed, typed, sizeof typed);
    else
        (void)snprintf(typed, sizeof typed, "%.*s", PIN_DIGITS, shell->kiosk.staff.typed);
    if (shell->pin)
        pin_worker_ask(shell->pin, &shell->hashes, typed, effect.value != 0);
    seal_forget(typed, sizeof typed);
    return (struct effect){ .kind = FX_NONE };
}

void staff_pin_answer(struct shell *shell)
{
    bool right;
    uint32_t tries;
    if (!pin_worker_take(shell->pin, &right, &tries))
        return;
    shell_give(shell, (struct event){ .kind = EV_PIN,
                                      .target = { TARGET_NONE, right },
                                      .place = { (int32_t)tries, 0 } });
}

struct effect staff_check_code(struct shell *shell, struct effect effect)
{
    struct invitation invitation;
    struct err err;
    (void)effect;
    bool fine = invitation_from_code(shell->kiosk.staff.typed, &invitation, &err);
    seal_forget(&invitation, sizeof invitation);
    return give(shell, (struct event){ .kind = EV_CODE, .target = { TARGET_NONE, fine } });
}

/* --- the rest --- */

struct effect staff_look(struct shell *shell, struct effect effect)
{
    (void)effect;
    status_now(shell, &shell->status);
    return give(shell, (struct event){ .kind = EV_STATUS, .status = &shell->status });
}

struct effect staff_practise(struct shell *shell, struct effect effect)
{
    struct err err = { 0 };
    if (effect.value == 0) {
        journal_close(shell->practised);
        shell->practised = NULL;
    } else if (!keep_practise(shell, &err)) {
        log_line(LOG_WARN, "kiosk", "practice: %s", err.text);
    }
    return give(shell, (struct event){ .kind = EV_PRACTICE });
}

bool staff_start(struct shell *shell, struct err *err)
{
    struct local_settings settings = settings_load(shell->options.data);
    shell->status.has_light = device_has_light();
    shell->own_light = shell->status.has_light ? device_light() : -1;
    shell->kiosk.standing.settings = settings;
    if (shell->held)
        holding_arrange(shell->held, &settings);
    arrange_panel(shell, &settings);
    know_the_pin(shell);
    return pin_worker_open(shell->options.data, &shell->pin, err);
}

void staff_begin(struct shell *shell)
{
    struct local_settings settings = settings_load(shell->options.data);
    shell_give(shell, (struct event){ .kind = EV_SETTINGS, .settings = &settings });
    tell_pin(shell, pin_tries_load(shell->options.data));
    staff_clock(shell);
}

void staff_finish(struct shell *shell)
{
    people_stop(shell);
    pin_worker_close(shell->pin);
    journal_close(shell->practised);
    if (shell->own_light >= 0 && shell->light >= 0)
        (void)!device_light_set(shell->own_light);
    seal_forget(&shell->hashes, sizeof shell->hashes);
}

void staff_news(struct shell *shell)
{
    know_the_pin(shell);
    tell_pin(shell, shell->kiosk.standing.tries);
    staff_clock(shell);
    shell_give(shell,
               (struct event){ .kind = EV_REVOKED, .target = { TARGET_NONE, shell->revoked } });
    if (shell->kiosk.page == PAGE_STAFF_MENU || shell->kiosk.page == PAGE_STAFF_LOG) {
        status_now(shell, &shell->status);
        shell_give(shell, (struct event){ .kind = EV_STATUS, .status = &shell->status });
    }
}
