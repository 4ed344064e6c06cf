/* What the staff pages share: their items' names, the way from one to the other, typing. */
#include "kiosk_int.h"
#include <string.h>

static const char *const item_names[STAFF_ITEMS] = {
#define X(name, word) [STAFF_##name] = word,
    STAFF_ITEM_MAP(X)
#undef X
};

const char *staff_item_name(enum staff_item item)
{
    return (unsigned)item < STAFF_ITEMS ? item_names[item] : "";
}

bool kiosk_is_staff_page(enum page page)
{
    return page >= PAGE_CLEANING && page < PAGE_PRIVACY;
}

struct effect effect_of(enum effect_kind kind, int value)
{
    return (struct effect){ .kind = kind, .value = value, .question = -1 };
}

/* What a page wants to know when it is shown. */
static enum effect_kind wanted(enum page page)
{
    if (page == PAGE_STAFF_MENU || page == PAGE_STAFF_LOG)
        return FX_LOOK;
    return page == PAGE_STAFF_SAID ? FX_PEOPLE : FX_NONE;
}

struct effect staff_show(struct kiosk *kiosk, enum page page)
{
    kiosk_show(kiosk, page);
    memset(&kiosk->staff, 0, sizeof kiosk->staff);
    kiosk->woken = true;
    return effect_of(wanted(page), 0);
}

struct effect staff_follow(struct kiosk *kiosk, const struct staff_way *ways, size_t count,
                           struct target target)
{
    for (size_t i = 0; i < count && target.kind == TARGET_STAFF; i++)
        if (ways[i].item == target.value)
            return staff_show(kiosk, ways[i].page);
    return effect_none();
}

/* --- trials: what is not kept in time is undone --- */

void staff_try(struct kiosk *kiosk, const struct local_settings *settings)
{
    struct staff *staff = &kiosk->staff;
    if (!staff->on_trial)
        staff->before = kiosk->standing.settings;
    staff->on_trial = true;
    kiosk->standing.settings = *settings;
}

struct effect staff_undo(struct kiosk *kiosk)
{
    if (!kiosk->staff.on_trial)
        return effect_none();
    kiosk->standing.settings = kiosk->staff.before;
    kiosk->staff.on_trial = false;
    return effect_of(FX_TRY_SETTINGS, 0);
}

struct effect staff_end(struct kiosk *kiosk)
{
    struct effect effect = staff_undo(kiosk);
    kiosk_reset(kiosk);
    return effect;
}

/* --- typing --- */

bool typed_add(struct staff *staff, uint32_t character, const char *allowed, size_t most)
{
    size_t used = strlen(staff->typed);
    if (character == 0 || character > 126 || strchr(allowed, (int)character) == NULL ||
        used >= most || staff->checking)
        return false;
    staff->typed[used] = (char)character;
    staff->fault = TYPED_FINE;
    return true;
}

void typed_delete(struct staff *staff)
{
    size_t used = strlen(staff->typed);
    if (used == 0 || staff->checking)
        return;
    staff->typed[used - 1] = '\0';
    staff->fault = TYPED_FINE;
}

/* Capital letters; those that no code has are taken for what they look like. */
uint32_t typed_code_letter(uint32_t character)
{
    if (character >= 'a' && character <= 'z')
        character -= 'a' - 'A';
    if (character == 'O')
        return '0';
    return character == 'I' || character == 'L' ? '1' : character;
}

/* A real key on a page where something is typed is that page's key. */
struct effect staff_character(struct kiosk *kiosk, uint32_t character, msec now)
{
    bool deletes = character == 8 || character == 127;
    struct target key = { deletes ? TARGET_KEY_BACKSPACE : TARGET_KEY, character };
    kiosk->last_touch = now;
    return pages_tap(kiosk, key, now);
}
