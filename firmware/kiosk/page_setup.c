/*
 * First start: the code of the printed invitation, checked while its sheet is still at hand, the
 * hub's address, and how it goes. Or all of it by a file on a stick; and where there is no network,
 * by a stick that goes to the hub and comes back. The code is a secret: it stays
 * in the memory of these pages until they close, and is shown as it is typed, for it must be
 * compared.
 */
#include "kiosk_int.h"
#include <string.h>

static const char code_letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
static const char address_letters[] = "0123456789abcdefghijklmnopqrstuvwxyz-.:";

struct effect setup_by_file(struct kiosk *kiosk)
{
    (void)staff_show(kiosk, PAGE_SETUP_WAIT);
    kiosk->staff.task.phase = TASK_WORKING;
    return effect_of(FX_PROVISION, 0);
}

/* --- the code --- */

static struct effect check_code(struct kiosk *kiosk)
{
    struct staff *staff = &kiosk->staff;
    if (strlen(staff->typed) < CODE_LETTERS) {
        staff->fault = TYPED_SHORT;
        return effect_none();
    }
    staff->checking = true;
    return effect_of(FX_CHECK_CODE, 0);
}

static struct effect tap_code(struct kiosk *kiosk, struct target target, msec now)
{
    struct staff *staff = &kiosk->staff;
    (void)now;
    if (target.kind == TARGET_KEY &&
        typed_add(staff, typed_code_letter(target.value), code_letters, CODE_LETTERS))
        return strlen(staff->typed) == CODE_LETTERS ? check_code(kiosk) : effect_none();
    if (target.kind == TARGET_KEY_BACKSPACE)
        typed_delete(staff);
    if (target.kind != TARGET_STAFF || staff->checking)
        return effect_none();
    if (target.value == STAFF_CLOSE)
        return staff_end(kiosk);
    return target.value == STAFF_NEXT ? check_code(kiosk) : effect_none();
}

struct effect setup_code(struct kiosk *kiosk, struct event event, msec now)
{
    struct staff *staff = &kiosk->staff;
    (void)now;
    if (kiosk->page != PAGE_SETUP_CODE || !staff->checking)
        return effect_none();
    staff->checking = false;
    staff->fault = event.target.value != 0 ? TYPED_FINE : TYPED_MISTAKE;
    if (staff->fault != TYPED_FINE)
        return effect_none();
    kiosk_show(kiosk, PAGE_SETUP_HUB);
    memcpy(staff->code, staff->typed, sizeof staff->code);
    memset(staff->typed, 0, sizeof staff->typed);
    return effect_none();
}

/* --- the address --- */

/* The code comes again where somebody goes back to it. */
static struct effect back_to_code(struct kiosk *kiosk)
{
    struct staff *staff = &kiosk->staff;
    kiosk_show(kiosk, PAGE_SETUP_CODE);
    memset(staff->typed, 0, sizeof staff->typed);
    memcpy(staff->typed, staff->code, sizeof staff->code);
    memset(staff->code, 0, sizeof staff->code);
    return effect_none();
}

static struct effect enrol(struct kiosk *kiosk)
{
    struct staff *staff = &kiosk->staff;
    if (staff->typed[0] == '\0') {
        staff->fault = TYPED_SHORT;
        return effect_none();
    }
    kiosk_show(kiosk, PAGE_SETUP_WAIT);
    staff->task = (struct task){ .phase = TASK_WORKING };
    return effect_of(FX_ENROL, 0);
}

static struct effect tap_hub(struct kiosk *kiosk, struct target target, msec now)
{
    struct staff *staff = &kiosk->staff;
    uint32_t letter = target.value >= 'A' && target.value <= 'Z' ? target.value + 32 : target.value;
    (void)now;
    if (target.kind == TARGET_KEY)
        (void)typed_add(staff, letter, address_letters, HUB_ADDRESS_MAX);
    else if (target.kind == TARGET_KEY_BACKSPACE)
        typed_delete(staff);
    else if (target.kind != TARGET_STAFF)
        return effect_none();
    else if (target.value == STAFF_BACK)
        return back_to_code(kiosk);
    else if (target.value == STAFF_NEXT)
        return enrol(kiosk);
    return effect_none();
}

/* --- how it goes --- */

/* Another try begins where the mistake can be: the address, or the code when there is none. */
static struct effect again(struct kiosk *kiosk)
{
    struct staff *staff = &kiosk->staff;
    bool typed = staff->code[0] != '\0';
    staff->task = (struct task){ .phase = TASK_NONE };
    if (!typed)
        return staff_end(kiosk);
    kiosk_show(kiosk, PAGE_SETUP_HUB);
    return effect_none();
}

/* Where no hub could be reached, the question can go by stick; the courier keeps with which code.
 */
bool setup_goes_by_stick(const struct kiosk *kiosk)
{
    const struct task *task = &kiosk->staff.task;
    switch (task->phase == TASK_FAILED ? task->words : WORD_WHY_NONE) {
    case WORD_WHY_NO_NETWORK:
    case WORD_WHY_NO_NAME:
    case WORD_WHY_NO_ANSWER:
    case WORD_WHY_NOT_TRUSTED:
    case WORD_WHY_CLOCK:
    case WORD_WHY_SIGN_IN:
    case WORD_WHY_NOT_HUB:
        return kiosk->staff.code[0] != '\0';
    case WORD_SETUP_CARRY_MORE:
    case WORD_ENROL_ANSWER:
        return true;
    default:
        return false;
    }
}

static struct effect tap_wait(struct kiosk *kiosk, struct target target, msec now)
{
    (void)now;
    if (target.kind != TARGET_STAFF || kiosk->staff.task.phase == TASK_WORKING)
        return effect_none();
    if (target.value == STAFF_AGAIN && kiosk->staff.task.phase == TASK_FAILED)
        return again(kiosk);
    if (target.value == STAFF_FILE && setup_goes_by_stick(kiosk))
        return setup_by_file(kiosk);
    return target.value == STAFF_CLOSE ? staff_end(kiosk) : effect_none();
}

const struct page_rules page_setup_code = { .tap = tap_code,
                                            .timing = TIMING_RESETS,
                                            .idle_ms = SETUP_IDLE_MS,
                                            .types = true },
                        page_setup_hub = { .tap = tap_hub,
                                           .timing = TIMING_RESETS,
                                           .idle_ms = SETUP_IDLE_MS,
                                           .types = true },
                        page_setup_wait = { .tap = tap_wait,
                                            .timing = TIMING_RESETS,
                                            .idle_ms = SETUP_IDLE_MS };
