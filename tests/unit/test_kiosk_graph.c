/*
 * Every state that a small survey can bring the screen into, one after the other: all that stands
 * on each screen is tapped, the time that it waits for passes, and each save is kept and refused.
 * Then, for all of them and not for a sample: nobody is ever asked what is hidden, a few taps lead
 * out, and who does nothing at all is led out too.
 */
#include "stage.h"
#include "view.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static const char *const small_survey =
    "{\"title\": \"How was it?\", \"elements\": ["
    "{\"type\": \"boolean\", \"name\": \"again\", \"title\": \"Would you come again?\"},"
    "{\"type\": \"checkbox\", \"name\": \"better\", \"title\": \"What could be better?\","
    " \"visibleIf\": \"{again} = false\", \"choices\": [{\"value\": \"a\", \"text\": \"A\"},"
    " {\"value\": \"b\", \"text\": \"B\"}]}]}";

enum { STATES_MAX = 400000, SLOTS = 1 << 20, MOVES_MAX = 64, WAITS_MAX = 60, START = 100000 };

/* A kiosk without the words that nobody can write here, at a time of its own. */
enum { HEAD = offsetof(struct kiosk, words), TAIL = offsetof(struct kiosk, layer) };
struct state {
    uint8_t bytes[HEAD + sizeof(struct kiosk) - TAIL];
};

static struct stage stage;
static struct venue_profile venue; /* says how to take part */
static struct kiosk kiosk;
static struct scene scene;
static struct stops stops;
static struct text_measure measure;

static struct state *states;
static uint32_t *slots;   /* of a hash table: a state's number and 1 */
static uint32_t *nearest; /* taps from here to rest, with a disk that keeps */
static int state_count;

/* --- states --- */

static void put_time(msec *time, msec now)
{
    if (*time != NEVER)
        *time = *time + START > now ? *time + START - now : 0;
}

/* The same a while later is the same: all times are counted from now. */
static void normalise(struct kiosk *at, msec now)
{
    if (at->quiet_until <= now)
        at->quiet_until = 0, at->quiet_target = (struct target){ TARGET_NONE, 0 };
    else
        put_time(&at->quiet_until, now);
    put_time(&at->last_touch, now);
    put_time(&at->clears_at, now);
    put_time(&at->deadline, now);
    at->voice.serial = 0;
    at->now = START;
    (void)kiosk_take_left(at);
}

static struct state packed(const struct kiosk *at)
{
    struct state state;
    memcpy(state.bytes, at, HEAD);
    memcpy(state.bytes + HEAD, (const uint8_t *)at + TAIL, sizeof *at - TAIL);
    return state;
}

static void unpack(const struct state *state)
{
    memset(&kiosk, 0, sizeof kiosk);
    memcpy(&kiosk, state->bytes, HEAD);
    memcpy((uint8_t *)&kiosk + TAIL, state->bytes + HEAD, sizeof kiosk - TAIL);
}

static uint64_t hash_of(const struct state *state)
{
    uint64_t hash = 0xCBF29CE484222325u;
    for (size_t i = 0; i < sizeof state->bytes; i++)
        hash = (hash ^ state->bytes[i]) * 0x100000001B3u;
    return hash;
}

/* The number of the kiosk's state, which may be a new one. */
static uint32_t number_of_kiosk(msec now)
{
    normalise(&kiosk, now);
    struct state state = packed(&kiosk);
    uint64_t slot = hash_of(&state) % SLOTS;
    while (slots[slot] != 0) {
        if (memcmp(&states[slots[slot] - 1], &state, sizeof state) == 0)
            return slots[slot] - 1;
        slot = (slot + 1) % SLOTS;
    }
    assert_true(state_count < STATES_MAX);
    states[state_count++] = state;
    slots[slot] = (uint32_t)state_count;
    return (uint32_t)state_count - 1;
}

/* --- moves --- */

/* Gives an event at START; what it saves is kept or refused. */
static void give(struct event event, msec now, bool refuses)
{
    event.stops = &stops;
    struct effect effect = kiosk_step(&kiosk, event, now);
    enum event_kind answer = refuses ? EV_SAVE_FAILED : EV_SAVED;
    while (effect.kind == FX_SAVE || effect.kind == FX_END)
        effect = kiosk_step(&kiosk, (struct event){ .kind = answer }, now);
    if (kiosk.page == PAGE_QUESTION)
        assert_true(answers_visible(stage.survey, &kiosk.answers, kiosk.question));
}

static uint32_t tap(uint32_t from, struct target target, bool refuses)
{
    msec now = START + 600;
    unpack(&states[from]);
    give((struct event){ .kind = EV_PRESS, .target = target }, now, refuses);
    give((struct event){ .kind = EV_RELEASE, .target = target }, now, refuses);
    return number_of_kiosk(now);
}

static uint32_t wait_from(uint32_t from, bool refuses)
{
    unpack(&states[from]);
    if (kiosk.deadline == NEVER)
        return from;
    msec now = kiosk.deadline > START ? kiosk.deadline : START + 1;
    give((struct event){ .kind = EV_TICK }, now, refuses);
    return number_of_kiosk(now);
}

static bool rests(uint32_t number)
{
    unpack(&states[number]);
    return kiosk.page == PAGE_ATTRACT && kiosk.sheet == SHEET_NONE && !kiosk.any_saved;
}

/* Can be tapped: its targets, each once. */
static int targets_of(uint32_t number, struct target ret[MOVES_MAX])
{
    int count = 0;
    unpack(&states[number]);
    view_draw(&kiosk, (struct panel_size){ 1280, 800, 149, 0 }, &measure, START, &scene);
    scene_stops(&scene, &stops);
    for (int i = 0; i < scene.target_count && count < MOVES_MAX; i++)
        if (scene.targets[i].live)
            ret[count++] = scene.targets[i].target;
    return count;
}

/* --- all of them --- */

/* Each state's moves with a disk that keeps, to go back over. */
static uint32_t (*moves)[MOVES_MAX];
static uint8_t *move_counts;

static void explore_one(uint32_t number)
{
    struct target targets[MOVES_MAX];
    int count = targets_of(number, targets);
    for (int i = 0; i < count; i++) {
        moves[number][i] = tap(number, targets[i], false);
        (void)tap(number, targets[i], true);
    }
    move_counts[number] = (uint8_t)count;
    (void)wait_from(number, false);
    (void)wait_from(number, true);
}

static int open_graph(void **state)
{
    (void)state;
    stage_open(&stage, small_survey);
    stage.program.language_count = 2;
    venue = venue_profile_usual;
    venue.taking_part = (struct local_texts){ .in = { { "en", "Come." } }, .count = 1 };
    stage.program.venue = &venue;
    stage.program.idle_ms = 3000;
    stage.program.warn_ms = 3000;
    stage.program.thanks_ms = 2000;
    measure = stage_measure();
    states = calloc(STATES_MAX, sizeof *states);
    slots = calloc(SLOTS, sizeof *slots);
    nearest = calloc(STATES_MAX, sizeof *nearest);
    moves = calloc(STATES_MAX, sizeof *moves);
    move_counts = calloc(STATES_MAX, sizeof *move_counts);
    if (!states || !slots || !nearest || !moves || !move_counts)
        return -1;
    kiosk_init(&kiosk, &stage.program);
    (void)number_of_kiosk(START);
    for (int i = 0; i < state_count; i++)
        explore_one((uint32_t)i);
    print_message("%d states\n", state_count);
    return 0;
}

static int close_graph(void **state)
{
    (void)state;
    free(states);
    free(slots);
    free(nearest);
    free(moves);
    free(move_counts);
    stage_close(&stage);
    return 0;
}

static void the_graph_holds_every_page_and_sheet(void **state)
{
    (void)state;
    bool pages[PAGES] = { false }, sheets[SHEETS] = { false };
    for (int i = 0; i < state_count; i++) {
        unpack(&states[i]);
        pages[kiosk.page] = sheets[kiosk.sheet] = true;
    }
    for (int page = PAGE_ATTRACT; page <= PAGE_DISK_REFUSES; page++)
        assert_true(pages[page]);
    assert_true(sheets[SHEET_TIME] && sheets[SHEET_HELP] && sheets[SHEET_DISPLAY]);
    assert_true(state_count > 500);
}

static bool leads_to(int number, uint32_t distance)
{
    for (int i = 0; i < move_counts[number]; i++)
        if (nearest[moves[number][i]] == distance)
            return true;
    return false;
}

/* By what stands on the screens alone. */
static void from_every_state_a_few_taps_lead_out(void **state)
{
    (void)state;
    enum { FEW = 4 };
    for (int i = 0; i < state_count; i++)
        nearest[i] = rests((uint32_t)i) ? 0 : UINT32_MAX;
    for (uint32_t taps = 0; taps < FEW; taps++)
        for (int i = 0; i < state_count; i++)
            if (nearest[i] == UINT32_MAX && leads_to(i, taps))
                nearest[i] = taps + 1;
    for (int i = 0; i < state_count; i++)
        assert_true(nearest[i] <= FEW);
}

static void check_waits_out(uint32_t number, bool refuses)
{
    uint32_t at = number;
    for (int i = 0; i < WAITS_MAX; i++) {
        unpack(&states[at]);
        if (kiosk.page == PAGE_ATTRACT && !kiosk.woken && !kiosk.saving)
            return;
        at = wait_from(at, refuses);
    }
    fail_msg("state %u never comes to rest", number);
}

static void from_every_state_time_alone_leads_out(void **state)
{
    (void)state;
    for (int i = 0; i < state_count; i++) {
        check_waits_out((uint32_t)i, false);
        check_waits_out((uint32_t)i, true);
    }
}

/* Whoever comes to the first screen finds one of few kinds of it, whatever was before. */
static void an_untouched_screen_remembers_nobody(void **state)
{
    (void)state;
    struct kiosk found;
    static struct kiosk fresh;
    for (int i = 0; i < state_count; i++) {
        unpack(&states[i]);
        if (kiosk.page != PAGE_ATTRACT || kiosk.woken || kiosk.saving)
            continue;
        found = kiosk;
        kiosk_init(&fresh, &stage.program);
        fresh.unclosed = found.unclosed;
        fresh.unclosed_ending = found.unclosed_ending;
        fresh.deadline = found.deadline;
        fresh.quiet_until = found.quiet_until;
        normalise(&fresh, START);
        fresh.deadline = found.deadline;
        fresh.quiet_until = found.quiet_until;
        fresh.standing.disk_refuses = found.standing.disk_refuses;
        assert_memory_equal(&found, &fresh, sizeof found);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_graph_holds_every_page_and_sheet),
        cmocka_unit_test(from_every_state_a_few_taps_lead_out),
        cmocka_unit_test(from_every_state_time_alone_leads_out),
        cmocka_unit_test(an_untouched_screen_remembers_nobody),
    };
    return cmocka_run_group_tests(tests, open_graph, close_graph);
}
