/* speech make, add, list: what kiosks read aloud. */
#include "command_programs.h"
#include "speech_pack.h"
#include <jansson.h>
#include <stdio.h>

static bool find_programs(const struct cli_args *args, bool makes, struct speaking_programs *ret,
                          struct err *err)
{
    if (!command_kiosk(args, ret->kiosk, err))
        return false;
    ret->found.kiosk = ret->kiosk;
    return !makes || programs_find(ret, err);
}

/* ---- make ---- */

struct speaking {
    struct hub *hub;
    struct speaking_programs programs;
    const char *language; /* NULL: every one */
    bool failed;
    struct err *err;
};

static bool is_wanted(const struct speaking *speaking, const struct speech_source *source)
{
    return speaking->language == NULL || strcmp(speaking->language, source->tag) == 0;
}

static bool make_one(void *context, const struct speech_source *source)
{
    struct speaking *speaking = context;
    struct speech_count count;
    if (!is_wanted(speaking, source))
        return true;
    if (!speech_make(hub_store(speaking->hub), &speaking->programs.found, source, &count,
                     speaking->err)) {
        speaking->failed = true;
        return false;
    }
    printf("%-12s %-9s  %4d sentences: %d recorded, %d made (%d of them now), %d without a clip; "
           "%zu KiB\n",
           source->tag, source->venue != NULL ? source->venue : speech_source_name(source),
           count.sentences, count.recorded, count.made, count.fresh, count.missing,
           count.bytes / 1024);
    (void)fflush(stdout);
    return true;
}

static bool make_all(struct speaking *speaking)
{
    return hub_speech_sources(speaking->hub, make_one, speaking, speaking->err) &&
           !speaking->failed && hub_bundles_refresh(speaking->hub, speaking->err);
}

static bool run_make(const struct cli_args *args, int *ret_status, struct err *err)
{
    struct speaking speaking = { .language = cli_value(args, "language", NULL), .err = err };
    (void)ret_status;
    if (!find_programs(args, true, &speaking.programs, err))
        return false;
    HUB_AUTO *hub = command_hub(args, err);
    speaking.hub = hub;
    return hub != NULL && make_all(&speaking);
}

void command_speech_for(struct hub *hub, const struct cli_args *args)
{
    struct err err = { 0 };
    struct speaking speaking = { .hub = hub, .err = &err };
    if (!find_programs(args, true, &speaking.programs, &err) || !make_all(&speaking))
        printf("What is new cannot be read aloud yet: %s. Then run yousaid-hub speech make.\n",
               err.text);
}

void command_speech_fresh(struct hub *hub, const struct cli_args *args)
{
    struct err err = { 0 };
    struct speaking_programs programs = { .kiosk = "" };
    int waiting = 0, made = 0;
    bool fine = hub_speech_waiting(hub, &waiting, &err);
    if (fine && waiting > 0)
        fine = find_programs(args, true, &programs, &err) &&
               hub_speech_freshen(hub, &programs.found, &made, &err);
    if (!fine)
        printf("What is new cannot be read aloud yet: %s. Then run yousaid-hub speech make.\n",
               err.text);
    else if (made > 0)
        printf("%d new sentence%s can be read aloud\n", made, made == 1 ? "" : "s");
}

#define OPTION_LANGUAGE                                                                            \
    {                                                                                              \
        "language", "TAG", "only this language; without it, every one that a venue offers", false, \
            false                                                                                  \
    }
#define OPTION_KIOSK                                                                               \
    {                                                                                              \
        "kiosk", "PROGRAM", "the yousaid-kiosk that says which sentences there are", false, false  \
    }

static const struct cli_option make_options[] = {
    OPTION_DATA,
    OPTION_LANGUAGE,
    OPTION_KIOSK,
    OPTION_END,
};

const struct cli_command command_speech_make = {
    "speech make",
    NULL,
    "Makes the clips that are missing, and sends all to the kiosks.\n"
    "Runs espeak-ng and opusenc, once for each new sentence. What people have recorded stands "
    "before what is made.",
    make_options,
    0,
    0,
    run_make,
};

/* ---- list ---- */

static void print_sentence(void *context, const char *language, const char *text,
                           enum speech_clip_state state)
{
    static const char *const states[] = {
        [SPEECH_RECORDED] = "recorded", [SPEECH_MADE] = "made", [SPEECH_MISSING] = "missing"
    };
    (void)context;
    printf("%-9s %-12s %s\n", states[state], language, text);
}

static bool list_one(void *context, const struct speech_source *source)
{
    struct speaking *speaking = context;
    if (!is_wanted(speaking, source))
        return true;
    speaking->failed = !speech_list(hub_store(speaking->hub), &speaking->programs.found, source,
                                    print_sentence, NULL, speaking->err);
    return !speaking->failed;
}

static bool run_list(const struct cli_args *args, int *ret_status, struct err *err)
{
    struct speaking speaking = { .language = cli_value(args, "language", NULL), .err = err };
    (void)ret_status;
    if (!find_programs(args, false, &speaking.programs, err))
        return false;
    HUB_AUTO *hub = command_hub(args, err);
    speaking.hub = hub;
    return hub != NULL && hub_speech_sources(hub, list_one, &speaking, err) && !speaking.failed;
}

static const struct cli_option list_options[] = {
    OPTION_DATA,
    OPTION_LANGUAGE,
    OPTION_KIOSK,
    OPTION_END,
};

const struct cli_command command_speech_list = {
    "speech list", NULL, "Lists every sentence that kiosks may say, and what clip there is of it.",
    list_options,  0,    0,
    run_list,
};

/* ---- add ---- */

static bool run_add(const struct cli_args *args, int *ret_status, struct err *err)
{
    BUF_AUTO opus = buf_new(SPEECH_CLIP_MAX);
    (void)ret_status;
    if (!file_read(args->files[0], &opus, err))
        return false;
    HUB_AUTO *hub = command_hub(args, err);
    if (hub == NULL ||
        !speech_add(hub_store(hub), cli_value(args, "language", ""), cli_value(args, "text", ""),
                    buf_span(&opus), err) ||
        !command_note(hub, DID_CLIP_KEPT, cli_value(args, "language", ""),
                      json_pack("{s:s}", "text", cli_value(args, "text", "")), err))
        return false;
    printf("kept; yousaid-hub speech make sends it to the kiosks\n");
    return true;
}

static const struct cli_option add_options[] = {
    OPTION_DATA,
    { "language", "TAG", "the language that is spoken", true, false },
    { "text", "SENTENCE", "what is said, exactly as speech list prints it", true, false },
    OPTION_END,
};

const struct cli_command command_speech_add = {
    "speech add", "FILE", "Keeps what a person has recorded of a sentence: one Ogg Opus file.",
    add_options,  1,      1,
    run_add,
};
