/*
 * What the kiosk wants to be heard, to the loudspeaker; see kiosk_voice.h. Whether there is a sound
 * device is known when somebody has listened for the first time, and is then written into
 * DIR/screen/sound for `status`.
 */
#include "kiosk_voice.h"
#include "file.h"
#include "kiosk_shell.h"
#include "log.h"

enum { PATH_SIZE = 4096 };

_Static_assert((int)VOICE_STEPS == (int)VOLUME_STEPS, "as loud as the kiosk says");
_Static_assert((int)VOICE_CLIPS_MAX >= (int)SPOKEN_MAX, "a screen's sentences can be said");

static bool make_voice(struct shell *shell)
{
    struct err err = { 0 };
    if (shell->voice != NULL)
        return true;
    if (voice_open(&shell->voice, &err))
        return true;
    log_line(LOG_WARN, "kiosk", "nothing can be read aloud: %s", err.text);
    return false;
}

static void trace_sentence(const struct shell *shell, const char *text, const char *language)
{
    if (shell->options.trace)
        trace_said(text, language);
}

static void say(struct shell *shell)
{
    struct voice_name names[VOICE_CLIPS_MAX];
    view_spoken(&shell->kiosk, shell->shown, clock_mono(), &shell->spoken);
    int count = 0;
    for (int i = 0; i < shell->spoken.count; i++) {
        const char *text = shell->spoken.sentences[i].text;
        struct speech_key key = speech_key_of(shell->spoken.sentences[i].language, text);
        memcpy(names[count++].bytes, key.bytes, sizeof key.bytes);
        trace_sentence(shell, text, shell->spoken.sentences[i].language);
    }
    voice_use(shell->voice, (struct voice_source){ &shell->held->clips, clips_load });
    voice_say(shell->voice, names, count, shell->kiosk.voice.volume, shell->kiosk.voice.serial);
}

static void note_sound(struct shell *shell)
{
    static const char *const words[] = { [VOICE_WORKS] = "works\n", [VOICE_NO_DEVICE] = "none\n" };
    char path[PATH_SIZE];
    struct err err = { 0 };
    enum voice_sound sound = voice_sound(shell->voice);
    if (sound == shell->sound || sound == VOICE_UNTRIED)
        return;
    shell->sound = sound;
    if (sound == VOICE_NO_DEVICE)
        log_line(LOG_WARN, "kiosk", "there is no sound device: nothing can be read aloud");
    if (shell->options.data == NULL || shell->options.desk.survey != NULL)
        return;
    if (!file_join(path, sizeof path, shell->options.data, "screen/sound", &err) ||
        !file_write_durable(path, span_text(words[sound]), 0640, &err))
        log_line(LOG_WARN, "kiosk", "%s", err.text);
}

void heard_follow(struct shell *shell)
{
    const struct listening *wanted = &shell->kiosk.voice;
    if (wanted->serial == shell->heard_serial)
        return;
    shell->heard_serial = wanted->serial;
    if (shell->voice != NULL)
        note_sound(shell);
    if (wanted->saying == SAYING_NOTHING) {
        if (shell->voice != NULL)
            voice_hush(shell->voice);
    } else if (shell->held != NULL && make_voice(shell)) {
        say(shell);
    }
}

void heard_forget(struct shell *shell)
{
    if (shell->voice != NULL)
        voice_use(shell->voice, (struct voice_source){ NULL, NULL });
}

void heard_hear(struct shell *shell)
{
    uint32_t serial;
    if (!voice_said(shell->voice, &serial))
        return;
    note_sound(shell);
    shell_give(shell, (struct event){ .kind = EV_SAID, .target = { TARGET_KEY, serial } });
}

int heard_fd(const struct shell *shell)
{
    return shell->voice != NULL ? voice_fd(shell->voice) : -1;
}

void heard_finish(struct shell *shell)
{
    if (shell->voice != NULL)
        note_sound(shell);
    voice_close(shell->voice);
    shell->voice = NULL;
}
