/*
 * What comes out of the loudspeaker: SDL writes it into a file instead. Clips are tones of our own,
 * so that each is known by its pitch. No device is opened before somebody asks.
 */
#include "file.h"
#include "voice.h"
#include <math.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { RATE = 48000, PATIENCE_MS = 60000, LOW = 400, HIGH = 900, PCM_MAX = 64 * 1024 * 1024 };

static struct buf low, high;

/* A second of this pitch as Ogg Opus, made by the same program as all clips. */
static void make_tone(int pitch, struct buf *ret)
{
    char command[400];
    struct err err = { 0 };
    BUF_AUTO raw = buf_new(RATE * 2);
    for (int i = 0; i < RATE; i++) {
        int16_t sample = (int16_t)(12000 * sin(2 * 3.14159265358979 * pitch * i / RATE));
        buf_put(&raw, &sample, sizeof sample);
    }
    assert_true(file_write_durable(BINARY_DIR "/voice-tone.raw", buf_span(&raw), 0600, &err));
    (void)snprintf(command, sizeof command,
                   "opusenc --quiet --raw --raw-chan 1 --raw-rate %d --bitrate 24 "
                   "%s/voice-tone.raw %s/voice-tone.opus",
                   RATE, BINARY_DIR, BINARY_DIR);
    assert_int_equal(system(command), 0);
    assert_true(file_read(BINARY_DIR "/voice-tone.opus", ret, &err));
}

/* Names begin with L or H; nobody has a clip of any other. */
static bool load(void *self, const struct voice_name *name, struct buf *ret)
{
    const struct buf *clip = name->bytes[0] == 'L' ? &low : &high;
    (void)self;
    if (name->bytes[0] != 'L' && name->bytes[0] != 'H')
        return false;
    buf_put_span(ret, buf_span(clip));
    return true;
}

static const char *const pcm_path = BINARY_DIR "/voice.pcm";

static int begin(void **state)
{
    struct voice *voice = NULL;
    struct err err = { 0 };
    (void)unlink(pcm_path);
    if (!voice_open(&voice, &err))
        fail_msg("%s", err.text);
    voice_use(voice, (struct voice_source){ NULL, load });
    *state = voice;
    return 0;
}

static int end(void **state)
{
    voice_close(*state);
    return 0;
}

static void say(struct voice *voice, const char *letters, int step, uint32_t serial)
{
    struct voice_name names[8] = { { { 0 } } };
    int count = (int)strlen(letters);
    for (int i = 0; i < count; i++)
        names[i].bytes[0] = (uint8_t)letters[i];
    voice_say(voice, names, count, step, serial);
}

static uint32_t await_said(struct voice *voice)
{
    struct pollfd readable = { voice_fd(voice), POLLIN, 0 };
    uint32_t serial = 0;
    assert_int_equal(poll(&readable, 1, PATIENCE_MS), 1);
    assert_true(voice_said(voice, &serial));
    return serial;
}

/* What was heard: how many frames were not silent, how loud, and in which pitch. */
struct heard {
    long frames;
    int loudest;
    double pitch;
};

static struct heard listen_to(const int16_t *samples, size_t frames)
{
    struct heard heard = { 0, 0, 0 };
    long crossings = 0;
    for (size_t i = 1; i < frames; i++) {
        int now = samples[2 * i], before = samples[2 * i - 2];
        heard.frames += now != 0;
        heard.loudest = abs(now) > heard.loudest ? abs(now) : heard.loudest;
        crossings += before < 0 && now >= 0;
    }
    heard.pitch = heard.frames > 0 ? (double)crossings * RATE / (double)heard.frames : 0;
    return heard;
}

/* Ends the voice first, so that all of it is in the file. */
static struct heard hear(void **state)
{
    BUF_AUTO pcm = buf_new(PCM_MAX);
    struct err err = { 0 };
    voice_close(*state);
    *state = NULL;
    assert_true(file_read(pcm_path, &pcm, &err));
    return listen_to((const int16_t *)(const void *)pcm.data, pcm.size / 4);
}

static bool about(double value, double wanted, double part)
{
    return fabs(value - wanted) < wanted * part;
}

static void a_clip_is_played_whole_and_in_its_pitch(void **state)
{
    say(*state, "H", VOICE_STEPS, 7);
    assert_int_equal(await_said(*state), 7);
    assert_int_equal(voice_sound(*state), VOICE_WORKS);
    struct heard heard = hear(state);
    assert_true(about((double)heard.frames, RATE, 0.1));
    assert_true(about(heard.pitch, HIGH, 0.1));
}

static void sentences_follow_one_another_and_what_has_no_clip_is_passed_over(void **state)
{
    say(*state, "L?L", VOICE_STEPS, 8);
    assert_int_equal(await_said(*state), 8);
    struct heard heard = hear(state);
    assert_true(about((double)heard.frames, 2 * RATE, 0.1));
    assert_true(about(heard.pitch, LOW, 0.1));
}

static void new_words_end_the_old_ones(void **state)
{
    say(*state, "LLLLLLLL", VOICE_STEPS, 1);
    say(*state, "H", VOICE_STEPS, 2);
    assert_int_equal(await_said(*state), 2);
    struct heard heard = hear(state);
    assert_true(heard.frames < 7 * RATE);
    assert_true(heard.pitch > LOW * 1.05);
}

/* What was cut off says nothing more, and nobody is told that it was said. */
static void a_hush_is_heard_at_once(void **state)
{
    uint32_t serial;
    say(*state, "LLLLLLLL", VOICE_STEPS, 3);
    while (voice_sound(*state) == VOICE_UNTRIED)
        (void)poll(NULL, 0, 1);
    voice_hush(*state);
    say(*state, "", VOICE_STEPS, 4);
    assert_int_equal(await_said(*state), 4);
    assert_false(voice_said(*state, &serial));
    assert_true(hear(state).frames < 7 * RATE);
}

static void loudness_rises_in_steps(void **state)
{
    int last = 0;
    for (int step = 1; step <= VOICE_STEPS; step++) {
        say(*state, "L", step, (uint32_t)step);
        assert_int_equal(await_said(*state), step);
        int loudest = hear(state).loudest;
        assert_true(loudest > last * 5 / 4);
        last = loudest;
        (void)begin(state);
    }
    assert_true(last > 10000);
}

static void nothing_is_opened_when_nobody_asks(void **state)
{
    struct stat status;
    voice_hush(*state);
    say(*state, "??", VOICE_STEPS, 5);
    assert_int_equal(await_said(*state), 5);
    assert_int_equal(voice_sound(*state), VOICE_UNTRIED);
    assert_int_not_equal(stat(pcm_path, &status), 0);
}

static void without_a_device_everything_is_said_in_silence(void **state)
{
    assert_int_equal(setenv("SDL_AUDIODRIVER", "no such driver", 1), 0);
    say(*state, "LHL", VOICE_STEPS, 6);
    assert_int_equal(await_said(*state), 6);
    assert_int_equal(voice_sound(*state), VOICE_NO_DEVICE);
    assert_int_equal(setenv("SDL_AUDIODRIVER", "disk", 1), 0);
}

static void damaged_clips_are_passed_over(void **state)
{
    for (size_t i = 0; i < high.size; i += 1 + high.size / 40) {
        high.data[i] ^= 0xFF;
        say(*state, "H", VOICE_STEPS, (uint32_t)i + 100);
        voice_hush(*state);
        say(*state, "H", 1, (uint32_t)i + 101);
        voice_hush(*state);
        high.data[i] ^= 0xFF;
    }
    BUF_AUTO whole = buf_new(high.size);
    buf_put_span(&whole, buf_span(&high));
    high.size = high.size / 3;
    say(*state, "H", VOICE_STEPS, 9);
    /* One of those above may have been at its end, damaged as it was, before it was hushed. */
    uint32_t said = await_said(*state);
    while (said >= 100)
        said = await_said(*state);
    assert_int_equal(said, 9);
    high.size = whole.size;
}

static int begin_all(void **state)
{
    (void)state;
    low = buf_new(1 << 20);
    high = buf_new(1 << 20);
    make_tone(LOW, &low);
    make_tone(HIGH, &high);
    assert_int_equal(setenv("SDL_AUDIODRIVER", "disk", 1), 0);
    assert_int_equal(setenv("SDL_DISKAUDIOFILE", pcm_path, 1), 0);
    return 0;
}

static int end_all(void **state)
{
    (void)state;
    buf_finish(&low);
    buf_finish(&high);
    return 0;
}

int main(void)
{
#define VOICED(test) cmocka_unit_test_setup_teardown(test, begin, end)
    const struct CMUnitTest tests[] = {
        VOICED(a_clip_is_played_whole_and_in_its_pitch),
        VOICED(sentences_follow_one_another_and_what_has_no_clip_is_passed_over),
        VOICED(new_words_end_the_old_ones),
        VOICED(a_hush_is_heard_at_once),
        VOICED(loudness_rises_in_steps),
        VOICED(nothing_is_opened_when_nobody_asks),
        VOICED(without_a_device_everything_is_said_in_silence),
        VOICED(damaged_clips_are_passed_over),
    };
    return cmocka_run_group_tests(tests, begin_all, end_all);
}
