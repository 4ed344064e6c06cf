/*
 * What comes from the courier: enrolment, and bundles. The screen verifies a bundle itself, asks it
 * from the next untouched moment on, and makes durable which one it asks.
 */
#include "kiosk_shell.h"
#include "log.h"
#include <stdlib.h>

static const struct digest none;

static bool is_none(const struct digest *digest)
{
    return seal_equal(digest, &none, sizeof none);
}

/* The newest bundle, unless it is the one that is asked already; NULL when there is nothing new. */
static struct holding *newest_bundle(struct shell *shell)
{
    const struct courier_state *state = shell->state;
    const struct holding *last = shell->coming ? shell->coming : shell->held;
    uint64_t newest = shell->active.serial;
    struct holding *holding = NULL;
    struct err err = { 0 };
    if (!state->enrolled || is_none(&state->bundle) ||
        (last && seal_equal(&last->bundle, &state->bundle, sizeof state->bundle)))
        return NULL;
    if (!holding_from_bundle(shell->options.data, &shell->trust, &state->bundle, &holding, &err)) {
        log_line(LOG_WARN, "kiosk", "the new bundle is not used: %s", err.text);
        return NULL;
    }
    if (last && last->serial > newest)
        newest = last->serial;
    if (holding->serial < newest) {
        log_line(LOG_WARN, "kiosk", "bundle %llu is older than %llu, which was asked before",
                 (unsigned long long)holding->serial, (unsigned long long)newest);
        holding_free(holding);
        return NULL;
    }
    return holding;
}

/* What was asked before this program started. Its serial holds even when it cannot be read. */
static struct holding *active_bundle(struct shell *shell)
{
    struct active *active = &shell->active;
    struct holding *holding = NULL;
    struct err err = { 0 };
    if (!shell->state->enrolled)
        return NULL;
    if (!holding_active_load(shell->options.data, active, &err)) {
        if (err.kind != ERR_MISSING)
            log_line(LOG_WARN, "kiosk", "which survey was asked is not known: %s", err.text);
        return NULL;
    }
    if (active->kiosk != 0 && active->kiosk != shell->state->kiosk) {
        *active = (struct active){ 0 };
        return NULL;
    }
    if (!holding_from_bundle(shell->options.data, &shell->trust, &active->bundle, &holding, &err))
        log_line(LOG_WARN, "kiosk", "the bundle in use cannot be read: %s", err.text);
    return holding;
}

/* A kiosk that is enrolled but has no survey says so; so it needs a program without one. */
static struct holding *waiting_holding(const struct shell *shell)
{
    return shell->state->enrolled ? calloc(1, sizeof(struct holding)) : NULL;
}

static void save_active(struct shell *shell)
{
    struct err err = { 0 };
    if (!shell->options.data || is_none(&shell->held->bundle))
        return;
    shell->active =
        (struct active){ shell->held->bundle, shell->held->serial, shell->state->kiosk };
    if (!holding_active_save(shell->options.data, &shell->active, &err))
        log_line(LOG_WARN, "kiosk", "remembering which survey is asked: %s", err.text);
}

/* Takes over what the courier knows, unless it is another kiosk's, and what the programme has
 * introduced since. */
static bool load_state(struct shell *shell, struct err *err)
{
    const char *data = shell->options.data;
    struct courier_state *state = calloc(1, sizeof *state);
    struct err why = { 0 };
    if (!state)
        return err_set(err, ERR_LATER, "no memory to read what the courier knows");
    bool known = courier_state_load(data, state, err) && keep_knows(shell, state, err);
    if (known)
        *shell->state = *state;
    free(state);
    if (!known)
        return err_wrap(err, "reading what the courier knows");
    if (shell->state->enrolled && !trust_load(data, &shell->state->programme, &shell->trust, &why))
        log_line(LOG_WARN, "kiosk", "%s", why.text);
    return true;
}

static bool start_at_desk(struct shell *shell, struct err *err)
{
    const struct shell_options *options = &shell->options;
    if (!holding_from_file(&options->desk, &shell->held, err))
        return false;
    if (options->speech && !holding_add_speech(shell->held, options->speech, err))
        return false;
    return keep_open(shell, err);
}

bool news_start(struct shell *shell, struct err *err)
{
    if (shell->options.desk.survey)
        return start_at_desk(shell, err);
    if (!load_state(shell, err) || !keep_open(shell, err))
        return false;
    shell->held = active_bundle(shell);
    struct holding *newest = newest_bundle(shell);
    if (newest) {
        holding_free(shell->held);
        shell->held = newest;
        save_active(shell);
    }
    if (!shell->held)
        shell->held = waiting_holding(shell);
    return true;
}

static void offer(struct shell *shell, struct holding *holding)
{
    struct holding *passed_over = shell->coming;
    holding->program.practice = shell->options.practice;
    holding_arrange(holding, &shell->kiosk.standing.settings);
    shell->coming = holding;
    shell_give(shell, (struct event){ .kind = EV_PROGRAM, .program = &holding->program });
    holding_free(passed_over);
}

void news_state(struct shell *shell)
{
    struct err err = { 0 };
    if (!load_state(shell, &err) || (!shell->journal && !keep_open(shell, &err))) {
        log_line(LOG_ERROR, "kiosk", "%s", err.text);
        return;
    }
    keep_courier_news(shell);
    staff_news(shell);
    struct holding *holding = newest_bundle(shell);
    if (!holding && !shell->held && !shell->coming)
        holding = waiting_holding(shell);
    if (holding)
        offer(shell, holding);
}

void news_settle(struct shell *shell)
{
    if (!shell->coming || shell->kiosk.program != &shell->coming->program)
        return;
    heard_forget(shell);
    holding_free(shell->held);
    shell->held = shell->coming;
    shell->coming = NULL;
    save_active(shell);
    staff_news(shell);
}
