/*
 * The state that all files of this room move: how it begins, is wiped for the next person, and
 * comes to another page. It knows no page's rules.
 */
#include "kiosk_int.h"
#include <string.h>

static const char *const page_names[PAGES] = {
#define X(name, text) [PAGE_##name] = text,
    PAGE_MAP(X)
#undef X
};

const char *page_name(enum page page)
{
    return page < PAGES ? page_names[page] : "";
}

struct effect effect_none(void)
{
    return (struct effect){ .kind = FX_NONE, .question = -1 };
}

const struct survey *kiosk_survey(const struct kiosk *kiosk)
{
    return kiosk->program->survey;
}

msec kiosk_idle_ms(const struct kiosk *kiosk)
{
    bool said = kiosk->program != NULL && kiosk->program->idle_ms != 0;
    return said ? kiosk->program->idle_ms : IDLE_MS;
}

const struct venue_profile *program_venue(const struct program *program)
{
    return program != NULL && program->venue != NULL ? program->venue : &venue_profile_usual;
}

/* Clean, but for what outlives everybody. */
static void begin(struct kiosk *kiosk, const struct program *program)
{
    struct standing standing = kiosk->standing;
    msec now = kiosk->now;
    memset(kiosk, 0, sizeof *kiosk);
    kiosk->standing = standing;
    kiosk->now = now;
    kiosk->program = program;
    kiosk->corner_at = NEVER;
    kiosk->page = standing_page(kiosk);
    kiosk->question = -1;
    kiosk->left_at = -1;
    kiosk->language = program != NULL ? program->default_language : 0;
    kiosk->under_way = effect_none();
    kiosk->clears_at = NEVER;
    kiosk->deadline = NEVER;
    kiosk->notice_at = NEVER;
    kiosk->voice.volume = kiosk_usual_volume(kiosk);
    focus_end(kiosk);
}

void kiosk_init(struct kiosk *kiosk, const struct program *program)
{
    memset(kiosk, 0, sizeof *kiosk);
    kiosk->standing.settings = local_settings_usual();
    begin(kiosk, program);
}

/* Everything of the last person goes. What stays is the journal's business, and what is the same
 * for everybody; a new serial ends what is being said, and the next person meets the next
 * notice. */
void kiosk_reset(struct kiosk *kiosk)
{
    const struct program *program = kiosk->has_next_program ? kiosk->next_program : kiosk->program;
    bool unclosed = kiosk->unclosed;
    enum ending unclosed_ending = kiosk->unclosed_ending;
    uint32_t serial = kiosk->voice.serial + 1, notice_turn = notice_next(kiosk, program);
    int left_at = kiosk->left_at;
    begin(kiosk, program);
    kiosk->voice.serial = serial;
    kiosk->notice_turn = notice_turn;
    kiosk->unclosed = unclosed;
    kiosk->unclosed_ending = unclosed_ending;
    kiosk->left_at = left_at;
}

int kiosk_take_left(struct kiosk *kiosk)
{
    int left_at = kiosk->left_at;
    kiosk->left_at = -1;
    return left_at;
}

void kiosk_show(struct kiosk *kiosk, enum page page)
{
    kiosk->page = page;
    kiosk->sheet = SHEET_NONE;
    kiosk->clears_at = NEVER;
}

struct comfort kiosk_comfort(const struct kiosk *kiosk)
{
    return (struct comfort){ .language = kiosk->language,
                             .large = kiosk->large,
                             .contrast = kiosk->contrast,
                             .focus = kiosk->focus,
                             .voice = kiosk->voice,
                             .keypad_used = kiosk->keypad_used,
                             .switch_used = kiosk->switch_used,
                             .assisted = kiosk->assisted,
                             .drawn = kiosk->drawn,
                             .offers_equality = kiosk->offers_equality,
                             .keeps_no_words = kiosk->keeps_no_words,
                             .help = kiosk->help,
                             .help_until = kiosk->help_until,
                             .notice_turn = kiosk->notice_turn };
}

void kiosk_comfort_again(struct kiosk *kiosk, const struct comfort *comfort)
{
    kiosk->language = comfort->language;
    kiosk->large = comfort->large;
    kiosk->contrast = comfort->contrast;
    kiosk->focus = comfort->focus;
    kiosk->voice = comfort->voice;
    kiosk->keypad_used = comfort->keypad_used;
    kiosk->switch_used = comfort->switch_used;
    kiosk->assisted = comfort->assisted;
    kiosk->drawn = comfort->drawn;
    kiosk->offers_equality = comfort->offers_equality;
    kiosk->keeps_no_words = comfort->keeps_no_words;
    kiosk->help = comfort->help;
    kiosk->help_until = comfort->help_until;
    kiosk->notice_turn = comfort->notice_turn;
}

enum access_mode kiosk_access(const struct kiosk *kiosk)
{
    if (kiosk->switch_used)
        return ACCESS_SWITCH;
    if (kiosk->keypad_used)
        return ACCESS_KEYPAD;
    if (kiosk->voice.on)
        return ACCESS_SPEECH;
    return kiosk->large ? ACCESS_LARGE : ACCESS_TOUCH;
}
