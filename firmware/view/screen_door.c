/* Keys with a line over them: PIN, recovery code, the invitation's code, the hub's address. */
#include "staff_parts.h"
#include <stdio.h>
#include <string.h>

/* What such a page asks for. */
struct entry {
    struct staff_page page;
    const char *typed;
    const char *fault; /* "" for none */
    const char *const *rows;
    int row_count; /* 0: nothing can be typed now */
    struct staff_button other;
    bool narrow; /* few keys: they stay together */
    bool secret; /* what is typed is not said, but to somebody with headphones ... */
    bool masked; /* ... and this, which is not shown either, to nobody */
};

static const char *const digits[] = { "123", "456", "789", " 0<" };
static const char *const letters[] = { "0123456789", "ABCDEFGHJK", "MNPQRSTVWX", "YZ       <" };
static const char *const address[] = { "1234567890", "qwertyuiop", "asdfghjkl-", "zxcvbnm.:<" };
enum { ROWS = 4 };

/* Said while something is wrong or under way; the sentence under the title otherwise. */
static const char *fault_text(struct canvas *canvas, enum wording_key wrong)
{
    const struct staff *staff = &canvas->kiosk->staff;
    static const enum wording_key words[] = { [TYPED_FINE] = WORD_CODE_SHORT,
                                              [TYPED_WRONG] = WORD_CODE_WRONG,
                                              [TYPED_MISTAKE] = WORD_CODE_MISTAKE,
                                              [TYPED_SHORT] = WORD_CODE_SHORT };
    if (staff->checking)
        return canvas_word(canvas, WORD_STAFF_WAIT);
    if (staff->fault == TYPED_FINE)
        return "";
    return canvas_word(canvas, staff->fault == TYPED_WRONG ? wrong : words[staff->fault]);
}

static int line_h(const struct canvas *canvas)
{
    return canvas->theme.compact ? canvas->theme.target * 3 / 4 : canvas->theme.target;
}

static struct rect keys_room(const struct canvas *canvas, const struct entry *entry,
                             struct rect body)
{
    const struct theme *theme = &canvas->theme;
    int rows = entry->narrow ? ROWS : staff_key_rows(theme, body.w, entry->rows, ROWS);
    int most = rows * theme->tile + (rows - 1) * theme->s16;
    struct rect keys = body;
    if (keys.h > most) {
        keys.y += (keys.h - most) / 4;
        keys.h = most;
    }
    if (entry->narrow) {
        keys.w = keys.h * 6 / 5 < body.w ? keys.h * 6 / 5 : body.w;
        keys.x += (body.w - keys.w) / 2;
    }
    return keys;
}

/* Another way; or the way on, which looks as it does everywhere. */
static void other_draw(struct canvas *canvas, const struct staff_button *other, struct rect at)
{
    struct button on = {
        .target = other->target, .text = other->text, .look = LOOK_PRIMARY, .type = TYPE_BUTTON
    };
    if (other->target.value == STAFF_NEXT)
        part_button(canvas, &on, at);
    else
        staff_list(canvas, at, other, 1, 1);
}

/* The line with what is typed; beside or under it another way. */
static struct rect line_draw(struct canvas *canvas, const struct entry *entry, struct rect body)
{
    const struct theme *theme = &canvas->theme;
    struct rect line = { body.x, body.y, body.w, line_h(canvas) };
    if (theme->portrait) {
        int used = theme->target + theme->s16;
        struct rect at = { body.x, body.y + body.h - theme->target, body.w, theme->target };
        other_draw(canvas, &entry->other, at);
        body.h -= used;
    } else {
        int width = body.w * 7 / 20;
        line.w -= width + theme->s16;
        other_draw(canvas, &entry->other,
                   (struct rect){ line.x + line.w + theme->s16, body.y, width, theme->target });
        line.h = theme->target;
    }
    staff_typed(canvas, entry->typed, line);
    int used = line.h + (theme->compact ? theme->s8 : theme->s16);
    body.y += used;
    body.h -= used;
    return body;
}

static struct rect entry_body(struct canvas *canvas, const struct staff_page *page)
{
    const struct theme *theme = &canvas->theme;
    if (!theme->compact)
        return staff_page(canvas, page);
    struct rect body = { theme->margin, staff_head_title(canvas, page),
                         canvas->panel.width - 2 * theme->margin, 0 };
    body.h = canvas->panel.height - theme->s8 - body.y;
    return body;
}

/* Letter by letter, in the voice of the keys' names. */
static void spell(struct canvas *canvas, const char *typed)
{
    for (; *typed != '\0'; typed++) {
        const char letter[] = { *typed, '\0' };
        canvas_say_in(canvas, canvas_keep(canvas, letter), "en");
    }
}

static void entry_draw(struct canvas *canvas, struct entry *entry)
{
    entry->page.small = true;
    if (entry->fault[0] != '\0')
        entry->page.more = entry->fault;
    struct rect body = entry_body(canvas, &entry->page);
    body = line_draw(canvas, entry, body);
    if (entry->row_count > 0)
        staff_keys(canvas, keys_room(canvas, entry, body), entry->rows, entry->row_count);
    bool overheard = entry->secret && !canvas->kiosk->standing.headphones;
    if (overheard)
        canvas_say(canvas, canvas_word(canvas, WORD_PIN_PRIVATE));
    else if (!entry->masked)
        spell(canvas, canvas->kiosk->staff.typed);
}

/* --- PIN and recovery code --- */

static const char *pin_dots(struct canvas *canvas)
{
    char text[PIN_DIGITS * 8] = "";
    size_t typed = strlen(canvas->kiosk->staff.typed), used = 0;
    for (size_t i = 0; i < PIN_DIGITS; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s", i > 0 ? "  " : "",
                                 i < typed ? "●" : "○");
    return canvas_keep(canvas, text);
}

/* "7K2QF  3·" */
static const char *grouped(struct canvas *canvas, const char *typed)
{
    char text[CODE_LETTERS * 4 + 16] = "";
    size_t length = strlen(typed), used = 0;
    for (size_t i = 0; i < CODE_LETTERS; i++) {
        const char *gap = i > 0 && i % CODE_GROUP == 0 ? "   " : "";
        used += i < length
                    ? (size_t)snprintf(text + used, sizeof text - used, "%s%c", gap, typed[i])
                    : (size_t)snprintf(text + used, sizeof text - used, "%s·", gap);
    }
    return canvas_keep(canvas, text);
}

static const char *wait_text(struct canvas *canvas, uint32_t seconds)
{
    char text[16];
    (void)snprintf(text, sizeof text, "%u:%02u", seconds / 60, seconds % 60);
    return staff_filled(canvas, WORD_PIN_WAIT, "time", canvas_number(canvas, text));
}

/* While no PIN is taken there are no keys that look as if one were. */
void screen_pin(struct canvas *canvas)
{
    uint32_t seconds = kiosk_pin_wait(canvas->kiosk, canvas->now);
    struct entry entry = {
        .page = { .title = canvas_word(canvas, WORD_PIN_TITLE),
                  .more = canvas_word(canvas, WORD_PIN_MORE),
                  .out = STAFF_CLOSE },
        .typed = pin_dots(canvas),
        .fault = seconds > 0 ? wait_text(canvas, seconds) : fault_text(canvas, WORD_PIN_WRONG),
        .rows = digits,
        .row_count = seconds > 0 ? 0 : ROWS,
        .other = staff_button(canvas, STAFF_RECOVERY, WORD_PIN_LOST),
        .narrow = true,
        .secret = true,
        .masked = true,
    };
    entry_draw(canvas, &entry);
}

void screen_recovery(struct canvas *canvas)
{
    struct entry entry = {
        .page = { .title = canvas_word(canvas, WORD_RECOVERY_TITLE),
                  .more = canvas_word(canvas, WORD_CODE_MORE),
                  .out = STAFF_CLOSE },
        .typed = grouped(canvas, canvas->kiosk->staff.typed),
        .fault = fault_text(canvas, WORD_CODE_WRONG),
        .rows = letters,
        .row_count = ROWS,
        .other = staff_button(canvas, STAFF_PIN, WORD_PIN_USE),
        .secret = true,
    };
    entry_draw(canvas, &entry);
}

/* --- first start --- */

void screen_setup_code(struct canvas *canvas)
{
    struct entry entry = {
        .page = { .title = canvas_word(canvas, WORD_SETUP_CODE),
                  .more = canvas_word(canvas, WORD_CODE_MORE),
                  .out = STAFF_CLOSE },
        .typed = grouped(canvas, canvas->kiosk->staff.typed),
        .fault = fault_text(canvas, WORD_CODE_WRONG),
        .rows = letters,
        .row_count = ROWS,
        .other = staff_button(canvas, STAFF_NEXT, WORD_CONTINUE),
        .secret = true,
    };
    entry_draw(canvas, &entry);
}

void screen_setup_hub(struct canvas *canvas)
{
    char text[HUB_ADDRESS_MAX + 20];
    (void)snprintf(text, sizeof text, "https://%s", canvas->kiosk->staff.typed);
    bool empty = canvas->kiosk->staff.fault == TYPED_SHORT;
    struct entry entry = {
        .page = { .title = canvas_word(canvas, WORD_SETUP_HUB),
                  .more = canvas_word(canvas, WORD_SETUP_HUB_MORE),
                  .out = STAFF_BACK },
        .typed = canvas_keep(canvas, text),
        .fault = empty ? canvas_word(canvas, WORD_ENROL_ADDRESS) : "",
        .rows = address,
        .row_count = ROWS,
        .other = staff_button(canvas, STAFF_NEXT, WORD_CONTINUE),
    };
    entry_draw(canvas, &entry);
}
