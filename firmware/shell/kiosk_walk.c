/* The states that make the screens; see kiosk_walk.h. */
#include "kiosk_walk.h"
#include "clusters.h"
#include "err.h"
#include "keyboard.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NOW = 1000000, SECONDS_SHOWN = 20000 };

struct walk {
    const struct program *program; /* without notices, */
    const struct program *noticed; /* and with them */
    uint8_t language;
    bool (*see)(void *context, const struct walk_screen *screen);
    void *context;
    int number;
    struct kiosk *kiosk;
};

static void begin(struct walk *walk, enum page page)
{
    kiosk_init(walk->kiosk, walk->program);
    walk->kiosk->language = walk->language;
    walk->kiosk->page = page;
}

static bool see(struct walk *walk, const char *name)
{
    struct walk_screen screen = { ++walk->number, name, walk->kiosk, NOW };
    return walk->see(walk->context, &screen);
}

static void ask(struct walk *walk, int question)
{
    begin(walk, PAGE_QUESTION);
    walk->kiosk->woken = true;
    walk->kiosk->question = question;
    walk->kiosk->answers.state[question] = ANSWER_SHOWN;
}

/* Some words in the letters of the language's own keyboard. */
static const char *sample_words(const struct walk *walk)
{
    const struct wording *wording = walk->program->wordings[walk->kiosk->language];
    return keyboard_of(wording->tag)->own_letters ? wording->word[WORD_HELP_MORE]
                                                  : "The person at the desk took time to explain";
}

/* On each layer the cursor stands elsewhere, on the first at the end. */
static void set_cursor(struct kiosk *kiosk, enum keyboard_layer layer)
{
    enum { LETTERS_A_LAYER = 4 };
    const char *text = kiosk_writing(kiosk);
    size_t size = strlen(text), at = size;
    for (int letters = LETTERS_A_LAYER * (int)layer; letters > 0; letters--)
        at = cluster_before(text, at);
    kiosk->behind_cursor = (uint16_t)(size - at);
}

static bool see_keyboard(struct walk *walk, int question, enum keyboard_layer layer,
                         const char *name)
{
    ask(walk, question);
    struct kiosk *kiosk = walk->kiosk;
    int comment = walk->program->survey->questions[question].comment;
    kiosk->layer = layer;
    (void)snprintf(kiosk->writing[comment], sizeof kiosk->writing[comment], "%s",
                   sample_words(walk));
    set_cursor(kiosk, layer);
    return see(walk, name);
}

static bool see_keyboards(struct walk *walk, int question)
{
    static const char *const names[KEYBOARD_LAYERS] = {
        [KEYBOARD_LETTERS] = "keyboard-letters",
        [KEYBOARD_CAPITALS] = "keyboard-capitals",
        [KEYBOARD_SYMBOLS] = "keyboard-symbols",
        [KEYBOARD_ACCENTS] = "keyboard-accents",
        [KEYBOARD_ACCENT_CAPITALS] = "keyboard-accent-capitals",
    };
    for (int layer = 0; layer < KEYBOARD_LAYERS; layer++)
        if (!see_keyboard(walk, question, (enum keyboard_layer)layer, names[layer]))
            return false;
    return true;
}

static bool see_question(struct walk *walk, int question)
{
    char name[80];
    (void)snprintf(name, sizeof name, "question-%s",
                   walk->program->survey->questions[question].name);
    ask(walk, question);
    return see(walk, name);
}

/* A finger on the second answer; of a multiple choice, the first chosen as well. */
static bool see_touched(struct walk *walk, int question)
{
    char name[80];
    const struct question *asked = &walk->program->survey->questions[question];
    if (asked->choice_count < 2)
        return true;
    (void)snprintf(name, sizeof name, "pressed-%s", asked->name);
    ask(walk, question);
    walk->kiosk->pressed = (struct target){ TARGET_ANSWER, 1 };
    if (asked->type == QUESTION_CHECKBOX)
        walk->kiosk->answers.state[question] = ANSWER_FIRST + 1;
    return see(walk, name);
}

static bool see_questions(struct walk *walk)
{
    const struct survey *survey = walk->program->survey;
    bool typed = false;
    for (int i = 0; i < survey->question_count; i++) {
        if (!see_question(walk, i) || !see_touched(walk, i))
            return false;
        if (survey->questions[i].type == QUESTION_COMMENT && !typed && !see_keyboards(walk, i))
            return false;
        typed = typed || survey->questions[i].type == QUESTION_COMMENT;
    }
    return true;
}

static bool see_page(struct walk *walk, enum page page)
{
    begin(walk, page);
    walk->kiosk->came_from = PAGE_ATTRACT;
    walk->kiosk->any_saved = page == PAGE_THANKS;
    if (page == PAGE_THANKS || page == PAGE_GOODBYE)
        walk->kiosk->clears_at = NOW + SECONDS_SHOWN;
    return see(walk, page_name(page));
}

static void begin_noticed(struct walk *walk, enum page page, uint32_t turn)
{
    kiosk_init(walk->kiosk, walk->noticed);
    walk->kiosk->language = walk->language;
    walk->kiosk->page = page;
    walk->kiosk->notice_turn = turn;
}

/* Each notice that speaks this language on the first screen, and one with the thanks. */
static bool see_notices(struct walk *walk)
{
    const struct notice *first = NULL;
    for (uint32_t turn = 0; turn < NOTICES_MAX; turn++) {
        char name[32];
        (void)snprintf(name, sizeof name, "attract-notice-%u", turn + 1);
        begin_noticed(walk, PAGE_ATTRACT, turn);
        const struct notice *notice = kiosk_notice(walk->kiosk);
        if (notice == NULL || notice == first)
            break;
        first = first != NULL ? first : notice;
        if (!see(walk, name))
            return false;
    }
    begin_noticed(walk, PAGE_THANKS, 0);
    walk->kiosk->any_saved = true;
    walk->kiosk->clears_at = NOW + SECONDS_SHOWN;
    return first == NULL || see(walk, "thanks-notice");
}

static bool see_more(struct walk *walk)
{
    bool more = program_venue(walk->program)->taking_part.count > 0;
    return see_page(walk, PAGE_PRIVACY) && see_notices(walk) &&
           (!more || see_page(walk, PAGE_TAKING_PART));
}

static bool see_sheet(struct walk *walk, enum sheet sheet, const char *name)
{
    ask(walk, 0);
    walk->kiosk->sheet = sheet;
    walk->kiosk->any_saved = true;
    walk->kiosk->clears_at = sheet == SHEET_TIME ? NOW + SECONDS_SHOWN : NEVER;
    return see(walk, name);
}

/* What may have become of a call for help, where one is passed on; and with help given. */
static bool see_help(struct walk *walk)
{
    static const struct {
        enum help_call help;
        const char *name;
    } calls[] = { { HELP_CALLING, "sheet-help-calling" },
                  { HELP_TOLD, "sheet-help-told" },
                  { HELP_NOT_TOLD, "sheet-help-not_told" } };
    bool called = program_venue(walk->program)->calls_staff;
    for (size_t i = 0; called && i < sizeof calls / sizeof *calls; i++) {
        ask(walk, 0);
        walk->kiosk->sheet = SHEET_HELP;
        walk->kiosk->help = calls[i].help;
        if (!see(walk, calls[i].name))
            return false;
    }
    ask(walk, 0);
    walk->kiosk->assisted = true;
    return see(walk, "assisted");
}

/* Over a keyboard, which leaves no room for the tools, where the survey asks for words. */
static bool see_menu(struct walk *walk)
{
    const struct survey *survey = walk->program->survey;
    int asked = 0;
    while (asked < survey->question_count && survey->questions[asked].type != QUESTION_COMMENT)
        asked++;
    ask(walk, asked < survey->question_count ? asked : 0);
    walk->kiosk->sheet = SHEET_MENU;
    walk->kiosk->any_saved = true;
    return see(walk, "sheet-menu");
}

static bool see_sheets(struct walk *walk)
{
    return see_sheet(walk, SHEET_TIME, "sheet-time") && see_sheet(walk, SHEET_HELP, "sheet-help") &&
           see_sheet(walk, SHEET_DISPLAY, "sheet-display") &&
           see_sheet(walk, SHEET_LISTEN, "sheet-listen") && see_menu(walk);
}

static void focus_on(struct walk *walk, struct target target)
{
    walk->kiosk->focus.walker = WALKER_KEYPAD;
    walk->kiosk->focus.at = target;
    walk->kiosk->voice.on = true;
}

/* The ring round the whole row of this key. */
static bool see_row(struct walk *walk, int question, struct target key)
{
    ask(walk, question);
    focus_on(walk, key);
    walk->kiosk->focus.whole = true;
    return see(walk, "focus-row");
}

static bool see_focus(struct walk *walk)
{
    const struct survey *survey = walk->program->survey;
    begin(walk, PAGE_ATTRACT);
    focus_on(walk, (struct target){ TARGET_NONE, 0 });
    if (!see(walk, "focus-words"))
        return false;
    ask(walk, 0);
    focus_on(walk, (struct target){ TARGET_ANSWER, survey->questions[0].choice_count > 3 ? 3 : 0 });
    if (!see(walk, "focus-answer"))
        return false;
    for (int i = 0; i < survey->question_count; i++)
        if (survey->questions[i].type == QUESTION_COMMENT)
            return see_row(walk, i, (struct target){ TARGET_KEY_SHIFT, 0 });
    return true;
}

static bool see_displays(struct walk *walk)
{
    ask(walk, 0);
    walk->kiosk->contrast = true;
    if (!see(walk, "display-contrast"))
        return false;
    ask(walk, 0);
    walk->kiosk->large = true;
    return see(walk, "display-large");
}

static bool see_waiting(struct walk *walk, const struct program *program, const char *name)
{
    kiosk_init(walk->kiosk, program);
    walk->kiosk->language = 0;
    return see(walk, name);
}

static bool see_all(struct walk *walk)
{
    static const struct program empty;
    return see_page(walk, PAGE_ATTRACT) && see_page(walk, PAGE_LANGUAGES) && see_questions(walk) &&
           see_page(walk, PAGE_THANKS) && see_page(walk, PAGE_GOODBYE) &&
           see_page(walk, PAGE_DISK_REFUSES) && see_sheets(walk) && see_help(walk) &&
           see_displays(walk) && see_focus(walk) && see_more(walk) &&
           see_waiting(walk, NULL, page_name(PAGE_NOT_ENROLLED)) &&
           see_waiting(walk, &empty, page_name(PAGE_NO_SURVEY)) &&
           walk_staff(walk->program, walk->language, walk->kiosk, walk->number, walk->see,
                      walk->context);
}

uint32_t *walk_part_of(struct kiosk *kiosk)
{
    return kiosk->sheet != SHEET_NONE ? &kiosk->sheet_part : &kiosk->part;
}

/* A desk look has no venue: the survey's owner stands in, here in the language that is walked. */
static void name_owner(struct program *program, uint8_t language)
{
    const struct survey *survey = program->survey;
    const struct texts *owner = &survey->about.owner;
    if (survey->has_about && strcmp(program->venue_name, owner->in[survey->default_language]) == 0)
        (void)snprintf(program->venue_name, sizeof program->venue_name, "%s",
                       owner->in[program->survey_language[language]]);
}

bool walk_screens(const struct program *program, uint8_t language,
                  bool (*seen)(void *context, const struct walk_screen *screen), void *context)
{
    struct program noticed = *program, named;
    struct walk walk = { .program = &named,
                         .noticed = &noticed,
                         .language = language,
                         .see = seen,
                         .context = context,
                         .kiosk = malloc(sizeof *walk.kiosk) };
    name_owner(&noticed, language);
    for (int i = 0; i < noticed.language_count; i++)
        noticed.speaks[i] = true;
    named = noticed;
    named.notices = NULL;
    must(walk.kiosk != NULL, "there is memory for one kiosk");
    bool all = see_all(&walk);
    free(walk.kiosk);
    return all;
}
