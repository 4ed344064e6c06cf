/*
 * The voice's thread; see voice.h. It sleeps on a condition while nothing is to be said. Sound is
 * handed to SDL a little ahead, so that a hush takes it back at once.
 */
#include "voice.h"
#include <SDL.h>
#include <opusfile.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

enum {
    RATE = 48000,
    CHANNELS = 2,
    CHUNK = RATE / 50, /* frames */
    FRAME_BYTES = CHANNELS * 2,
    AHEAD_BYTES = RATE / 10 * FRAME_BYTES,
    PAUSE_CHUNKS = 10, /* between two sentences */
    LOOK_MS = 20,
    LINGER_MS = 1000, /* the device stays open so long: people move on quickly */
    CLIP_BYTES_MAX = 256 * 1024,
};

struct job {
    struct voice_name names[VOICE_CLIPS_MAX];
    int count, step;
    uint32_t serial;
};

struct voice {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    int fd;
    /* Under the lock: */
    bool closing, waiting; /* waiting: `next` has not been begun */
    uint32_t turn;         /* another one ends what is being said */
    struct job next;
    struct voice_source source;
    uint32_t said;
    enum voice_sound sound;
    /* The thread's own: */
    struct job job;
    struct buf clip;
    SDL_AudioDeviceID device;
};

/* --- the device --- */

static void note_sound(struct voice *voice, enum voice_sound sound)
{
    (void)pthread_mutex_lock(&voice->lock);
    voice->sound = sound;
    (void)pthread_mutex_unlock(&voice->lock);
}

static bool device_open(struct voice *voice)
{
    SDL_AudioSpec wanted = {
        .freq = RATE, .format = AUDIO_S16SYS, .channels = CHANNELS, .samples = 1024
    };
    if (voice->device != 0)
        return true;
    if (SDL_InitSubSystem(SDL_INIT_AUDIO) == 0)
        voice->device = SDL_OpenAudioDevice(NULL, 0, &wanted, NULL, 0);
    note_sound(voice, voice->device != 0 ? VOICE_WORKS : VOICE_NO_DEVICE);
    if (voice->device != 0)
        SDL_PauseAudioDevice(voice->device, 0);
    else
        SDL_QuitSubSystem(SDL_INIT_AUDIO);
    return voice->device != 0;
}

static void device_close(struct voice *voice)
{
    if (voice->device == 0)
        return;
    SDL_CloseAudioDevice(voice->device);
    SDL_QuitSubSystem(SDL_INIT_AUDIO);
    voice->device = 0;
}

/* --- waiting --- */

static struct timespec in_ms(long ms)
{
    struct timespec at;
    (void)clock_gettime(CLOCK_MONOTONIC, &at);
    at.tv_sec += ms / 1000;
    at.tv_nsec += ms % 1000 * 1000000L;
    if (at.tv_nsec >= 1000000000L) {
        at.tv_sec++;
        at.tv_nsec -= 1000000000L;
    }
    return at;
}

/* Goes on when somebody has something else to say, or after so many milliseconds. */
static bool wait_within_turn(struct voice *voice, uint32_t turn, long ms)
{
    struct timespec until = in_ms(ms);
    (void)pthread_mutex_lock(&voice->lock);
    if (voice->turn == turn && !voice->closing)
        (void)pthread_cond_timedwait(&voice->wake, &voice->lock, &until);
    bool same = voice->turn == turn && !voice->closing;
    (void)pthread_mutex_unlock(&voice->lock);
    return same;
}

/* --- saying --- */

/* Amplitude in thousandths: each step is 4 dB. */
static void scale(int16_t *samples, size_t count, int step)
{
    static const int amplitude[VOICE_STEPS] = { 40, 63, 100, 158, 251, 398, 631, 1000 };
    int factor = amplitude[step < 1 ? 0 : step > VOICE_STEPS ? VOICE_STEPS - 1 : step - 1];
    for (size_t i = 0; i < count; i++)
        samples[i] = (int16_t)(samples[i] * factor / 1000);
}

/* Hands sound over, and waits while there is enough of it. */
static bool play(struct voice *voice, uint32_t turn, const int16_t *samples, int frames)
{
    bool same = wait_within_turn(voice, turn, 0);
    while (same && SDL_GetQueuedAudioSize(voice->device) > AHEAD_BYTES)
        same = wait_within_turn(voice, turn, LOOK_MS);
    if (same)
        (void)SDL_QueueAudio(voice->device, samples, (Uint32)frames * FRAME_BYTES);
    return same;
}

static bool play_pause(struct voice *voice, uint32_t turn)
{
    static const int16_t silence[CHUNK * CHANNELS];
    for (int i = 0; i < PAUSE_CHUNKS; i++)
        if (!play(voice, turn, silence, CHUNK))
            return false;
    return true;
}

static bool play_stream(struct voice *voice, uint32_t turn, OggOpusFile *stream)
{
    int16_t samples[CHUNK * CHANNELS];
    int frames;
    while ((frames = op_read_stereo(stream, samples, CHUNK * CHANNELS)) > 0) {
        scale(samples, (size_t)frames * CHANNELS, voice->job.step);
        if (!play(voice, turn, samples, frames))
            return false;
    }
    return play_pause(voice, turn);
}

/* Under the lock, so that a source is never used behind its owner's back. */
static bool load(struct voice *voice, uint32_t turn, const struct voice_name *name)
{
    buf_clear(&voice->clip);
    (void)pthread_mutex_lock(&voice->lock);
    bool loaded = voice->turn == turn && voice->source.load != NULL &&
                  voice->source.load(voice->source.self, name, &voice->clip);
    (void)pthread_mutex_unlock(&voice->lock);
    return loaded && !voice->clip.failed && voice->clip.size > 0;
}

/* False when something else is to be said; a clip that cannot be read is passed over. */
static bool say_clip(struct voice *voice, uint32_t turn, const struct voice_name *name)
{
    if (!load(voice, turn, name) || !device_open(voice))
        return true;
    OggOpusFile *stream = op_open_memory(voice->clip.data, voice->clip.size, NULL);
    bool same = stream == NULL || play_stream(voice, turn, stream);
    op_free(stream);
    return same;
}

static bool say_all(struct voice *voice, uint32_t turn)
{
    bool same = true;
    for (int i = 0; i < voice->job.count && same; i++)
        same = say_clip(voice, turn, &voice->job.names[i]);
    while (same && voice->device != 0 && SDL_GetQueuedAudioSize(voice->device) > 0)
        same = wait_within_turn(voice, turn, LOOK_MS);
    return same;
}

static void tell_said(struct voice *voice)
{
    static const uint64_t one = 1;
    (void)pthread_mutex_lock(&voice->lock);
    voice->said = voice->job.serial;
    (void)pthread_mutex_unlock(&voice->lock);
    (void)!write(voice->fd, &one, sizeof one);
}

static void work(struct voice *voice, uint32_t turn)
{
    if (say_all(voice, turn))
        tell_said(voice);
    else if (voice->device != 0)
        SDL_ClearQueuedAudio(voice->device);
}

/* Waits for the next thing to say; false when the time that the device stays open is over. */
static bool await_job(struct voice *voice)
{
    struct timespec until = in_ms(LINGER_MS);
    bool over = false;
    while (!voice->waiting && !voice->closing && !over)
        if (voice->device == 0)
            (void)pthread_cond_wait(&voice->wake, &voice->lock);
        else
            over = pthread_cond_timedwait(&voice->wake, &voice->lock, &until) != 0;
    return !over;
}

static void *run(void *self)
{
    struct voice *voice = self;
    (void)pthread_mutex_lock(&voice->lock);
    while (!voice->closing) {
        bool has_job = await_job(voice) && voice->waiting;
        uint32_t turn = voice->turn;
        if (has_job)
            voice->job = voice->next;
        voice->waiting = false;
        (void)pthread_mutex_unlock(&voice->lock);
        if (has_job)
            work(voice, turn);
        else
            device_close(voice);
        (void)pthread_mutex_lock(&voice->lock);
    }
    (void)pthread_mutex_unlock(&voice->lock);
    device_close(voice);
    SDL_TLSCleanup(); /* what SDL keeps for a thread that it did not make */
    return NULL;
}

/* --- the screen's side --- */

static void init(struct voice *voice)
{
    pthread_condattr_t attributes;
    (void)pthread_condattr_init(&attributes);
    (void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&voice->wake, &attributes);
    (void)pthread_condattr_destroy(&attributes);
    (void)pthread_mutex_init(&voice->lock, NULL);
    voice->clip = buf_new(CLIP_BYTES_MAX);
}

static void drop(struct voice *voice)
{
    if (voice->fd >= 0)
        (void)close(voice->fd);
    (void)pthread_cond_destroy(&voice->wake);
    (void)pthread_mutex_destroy(&voice->lock);
    buf_finish(&voice->clip);
    free(voice);
}

bool voice_open(struct voice **ret, struct err *err)
{
    struct voice *voice = calloc(1, sizeof *voice);
    if (!voice)
        return err_set(err, ERR_LATER, "no memory for a voice");
    init(voice);
    voice->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (voice->fd < 0 || pthread_create(&voice->thread, NULL, run, voice) != 0) {
        drop(voice);
        return err_set(err, ERR_LATER, "this machine gives no thread to speak with");
    }
    *ret = voice;
    return true;
}

/* Changes what is under the lock, and lets the thread see it. */
static void begin_turn(struct voice *voice)
{
    (void)pthread_mutex_lock(&voice->lock);
    voice->turn++;
    voice->waiting = false;
}

static void end_turn(struct voice *voice)
{
    (void)pthread_cond_signal(&voice->wake);
    (void)pthread_mutex_unlock(&voice->lock);
}

void voice_close(struct voice *voice)
{
    if (!voice)
        return;
    begin_turn(voice);
    voice->closing = true;
    end_turn(voice);
    (void)pthread_join(voice->thread, NULL);
    drop(voice);
}

void voice_use(struct voice *voice, struct voice_source source)
{
    begin_turn(voice);
    voice->source = source;
    end_turn(voice);
}

void voice_say(struct voice *voice, const struct voice_name *names, int count, int step,
               uint32_t serial)
{
    must(count >= 0 && count <= VOICE_CLIPS_MAX, "a screen has no more sentences");
    begin_turn(voice);
    voice->next.count = count;
    voice->next.step = step;
    voice->next.serial = serial;
    if (count > 0)
        memcpy(voice->next.names, names, (size_t)count * sizeof *names);
    voice->waiting = true;
    end_turn(voice);
}

void voice_hush(struct voice *voice)
{
    begin_turn(voice);
    end_turn(voice);
}

int voice_fd(const struct voice *voice)
{
    return voice->fd;
}

bool voice_said(struct voice *voice, uint32_t *ret_serial)
{
    uint64_t times;
    if (read(voice->fd, &times, sizeof times) != sizeof times)
        return false;
    (void)pthread_mutex_lock(&voice->lock);
    *ret_serial = voice->said;
    (void)pthread_mutex_unlock(&voice->lock);
    return true;
}

enum voice_sound voice_sound(struct voice *voice)
{
    (void)pthread_mutex_lock(&voice->lock);
    enum voice_sound sound = voice->sound;
    (void)pthread_mutex_unlock(&voice->lock);
    return sound;
}
