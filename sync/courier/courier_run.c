/*
 * The courier's loop: the only place of this room that sleeps. It wakes for a message, for the next
 * exchange that courier_plan.c has set, and for the end; between those it does nothing at all.
 */
#include "courier_bell.h"
#include "courier_int.h"
#include "courier_listen.h"
#include "log.h"
#include <limits.h>
#include <stdio.h>
#include <sys/socket.h>

/* Messages taken in one turn, so that a chatterer cannot keep the loop from its work; and how soon
 * a socket that failed is made again. */
enum { MESSAGES_A_TURN = 64, MEND_MS = 1000 };
static const char room[] = "courier";

struct loop {
    struct courier *courier;
    struct listening listening;
    struct courier_work work;
    struct bell bell;
    bool look; /* the journal may have more than we know of */
};

static msec now_of(const struct loop *loop)
{
    return courier_now(loop->courier).mono;
}

static uint64_t random_bits(void)
{
    uint64_t bits;
    seal_random(&bits, sizeof bits);
    return bits;
}

/* What the journal has for us. One that cannot be read shows in the next exchange. */
static void look_at_journal(struct loop *loop)
{
    struct courier *courier = loop->courier;
    struct chain_point purged;
    struct chain_point last;
    struct err err;
    loop->look = false;
    if (courier->outbox.ends == NULL || !courier->state.enrolled ||
        !courier->outbox.ends(courier->outbox.self, &purged, &last, &err))
        return;
    uint64_t mark = courier->state.acknowledged.seq;
    loop->work.pending = last.seq > mark ? last.seq - mark : 0;
    if (loop->work.pending == 0)
        loop->work.oldest = NEVER;
    else if (loop->work.oldest == NEVER)
        loop->work.oldest = now_of(loop);
}

/* The journal may have begun another life, or may be waiting to know how much of the old one the
 * hub has: neither is worth a wait. */
static void look_at_life(struct loop *loop)
{
    struct courier *courier = loop->courier;
    struct outbox_lives lives;
    struct err err;
    if (courier->outbox.lives == NULL || !courier->state.enrolled ||
        !courier->outbox.lives(courier->outbox.self, &lives, &err) ||
        lives.life == courier->state.life)
        return;
    loop->work.news_due = now_of(loop);
    loop->work.not_before = courier->not_before = 0;
}

/* When the next exchange is due: a call for help is worth one of its own. */
static msec next_exchange(const struct loop *loop)
{
    struct courier_work work = loop->work;
    msec help = courier_help_due(loop->courier);
    if (help < work.news_due)
        work.news_due = help;
    return courier_plan_next(&loop->courier->settings, &work);
}

static void log_failure(const struct courier *courier, const struct courier_result *result,
                        msec now)
{
    msec away = courier->not_before > now ? (courier->not_before - now) / 1000 : 0;
    log_line(LOG_WARN, room, "%s (%s) %llu responses are waiting; the next try is in %llu s.",
             attempt_sentence(result->outcome), result->detail, (unsigned long long)result->pending,
             (unsigned long long)away);
    if (courier_plan_pauses(result->outcome))
        log_line(LOG_WARN, room, "This is certain, so tries are rare until somebody sees to it.");
    else if (result->outcome == ATTEMPT_UNPROVEN)
        log_line(LOG_INFO, room, "Nobody signed that, so it is tried again like after a failure.");
}

static void log_success(const struct courier *courier, const struct courier_result *result)
{
    if (result->acknowledged > 0)
        log_line(LOG_INFO, room, "The hub has %llu more responses, %llu in all; %llu are waiting.",
                 (unsigned long long)result->acknowledged,
                 (unsigned long long)courier->state.acknowledged.seq,
                 (unsigned long long)result->pending);
    if (result->refused > 0)
        log_line(LOG_WARN, room, "The hub set %llu responses aside.",
                 (unsigned long long)result->refused);
    if (result->detail[0] != '\0')
        log_line(LOG_WARN, room, "The hub says: %s.", result->detail);
    if (result->new_bundle)
        log_line(LOG_INFO, room, "Bundle %llu is here.",
                 (unsigned long long)courier->state.bundle_serial);
}

/* Sets the times that follow from how it went. */
static void plan_on(struct loop *loop, bool fine)
{
    const struct courier_settings *settings = &loop->courier->settings;
    msec now = now_of(loop);
    loop->work.not_before = loop->courier->not_before;
    loop->work.news_due = fine ? now + courier_plan_news(settings, random_bits()) : now;
    loop->work.open_until = fine ? now + settings->kept_open : 0;
    loop->work.oldest = NEVER;
    look_at_journal(loop);
}

static bool exchange_now(struct loop *loop, struct courier_result *ret)
{
    struct courier *courier = loop->courier;
    struct err err = { 0 };
    bool fine = courier_sync(courier, ret, &err);
    if (!courier->state.enrolled) {
        (void)snprintf(ret->detail, sizeof ret->detail, "%.190s", err.text);
        return false;
    }
    if (fine)
        log_success(courier, ret);
    else
        log_failure(courier, ret, now_of(loop));
    plan_on(loop, fine);
    listen_tell(&loop->listening, "state");
    return fine;
}

/* Whoever cannot be told learns by the line's end that there is no answer, and does not wait. */
static void answer(int fd, bool fine, const char *text)
{
    char line[COURIER_MESSAGE_MAX];
    (void)snprintf(line, sizeof line, "%s %.900s", fine ? "ok" : "failed", text);
    if (!courier_say(fd, line))
        (void)shutdown(fd, SHUT_RDWR);
}

static void hear_poke(struct loop *loop, int fd, const char *rest)
{
    (void)fd, (void)rest;
    loop->look = true;
}

/* The screen says no more than this. */
static void tell_of_help(struct loop *loop, enum bell_news news)
{
    if (news == BELL_NO_NEWS)
        return;
    if (news == BELL_NOT_TOLD && loop->bell.program != NULL)
        log_line(LOG_WARN, room, "%s did not call anybody.", loop->bell.program);
    listen_tell(&loop->listening, news == BELL_TOLD ? "told" : "untold");
}

static void hear_help(struct loop *loop, int fd, const char *rest)
{
    (void)fd, (void)rest;
    log_line(LOG_INFO, room, "Somebody asked for help at the kiosk.");
    courier_help_asked(loop->courier);
    tell_of_help(loop, bell_ring(&loop->bell, now_of(loop)));
}

static void hear_sync(struct loop *loop, int fd, const char *rest)
{
    struct courier_result result;
    char text[COURIER_MESSAGE_MAX];
    (void)rest;
    bool fine = exchange_now(loop, &result);
    courier_result_words(&result, text, sizeof text);
    answer(fd, fine, text);
}

/* Whoever asked is told how far it is; a screen that is gone need not be. */
static void tell_progress(void *self, uint32_t done, uint32_t total)
{
    char line[64];
    (void)snprintf(line, sizeof line, "working %u %u", done, total);
    (void)courier_say(*(const int *)self, line);
}

/* How it ended, for a screen, which has words of its own. */
static void tell_end(const struct courier *courier, int fd, bool fine,
                     const struct courier_stick *stick)
{
    char line[80];
    if (fine)
        (void)snprintf(line, sizeof line, "finished %llu%s", (unsigned long long)stick->written,
                       stick->bundle != 0  ? " news"
                       : stick->bundle_bad ? " bad"
                                           : "");
    else
        (void)snprintf(line, sizeof line, "stopped %.60s", courier_fault(courier));
    (void)courier_say(fd, line);
}

static void enrolled(struct loop *loop, int fd, bool fine, struct err *err)
{
    static const struct courier_stick none;
    const struct courier_state *state = &loop->courier->state;
    if (fine)
        (void)snprintf(err->text, sizeof err->text, "this kiosk is %016llx of %s",
                       (unsigned long long)state->kiosk, state->programme_name);
    log_line(fine ? LOG_INFO : LOG_WARN, room, "Enrolment: %s.", err->text);
    if (state->enrolled)
        plan_on(loop, fine);
    loop->work.news_due = state->enrolled ? now_of(loop) : NEVER;
    listen_tell(&loop->listening, "state");
    tell_end(loop->courier, fd, fine, &none);
    answer(fd, fine, err->text);
}

static void hear_provision(struct loop *loop, int fd, const char *rest)
{
    struct err err = { 0 };
    courier_on_progress(loop->courier, tell_progress, &fd);
    bool fine = courier_provision(loop->courier, rest, &err);
    courier_on_progress(loop->courier, NULL, NULL);
    enrolled(loop, fd, fine, &err);
}

static void hear_enrol(struct loop *loop, int fd, const char *rest)
{
    char url[COURIER_URL_MAX] = "";
    char code[64] = "";
    struct err err = { 0 };
    courier_on_progress(loop->courier, tell_progress, &fd);
    bool fine = sscanf(rest, "%499s %63s", url, code) == 2
                    ? courier_enrol(loop->courier, url, code, &err)
                    : err_set(&err, ERR_USAGE, "an address and a code are wanted");
    courier_on_progress(loop->courier, NULL, NULL);
    seal_forget(code, sizeof code);
    enrolled(loop, fd, fine, &err);
}

static void hear_leave(struct loop *loop, int fd, const char *rest)
{
    struct err err = { 0 };
    (void)rest;
    bool fine = courier_leave(loop->courier, &err);
    if (fine) {
        loop->work = (struct courier_work){ .oldest = NEVER, .news_due = NEVER };
        listen_tell(&loop->listening, "state");
    }
    answer(fd, fine, fine ? "this kiosk belongs to no hub now" : err.text);
}

static void hear_stick(struct loop *loop, int fd, const char *rest)
{
    struct courier_stick stick = { 0 };
    struct err err = { 0 };
    char text[COURIER_MESSAGE_MAX];
    courier_on_progress(loop->courier, tell_progress, &fd);
    bool fine = courier_stick(loop->courier, rest, &stick, &err);
    courier_on_progress(loop->courier, NULL, NULL);
    if (fine)
        courier_stick_words(&stick, text, sizeof text);
    log_line(fine ? LOG_INFO : LOG_WARN, room, "Stick: %s.", fine ? text : err.text);
    listen_tell(&loop->listening, "state");
    tell_end(loop->courier, fd, fine, &stick);
    answer(fd, fine, fine ? text : err.text);
}

static const struct {
    const char *word;
    void (*hear)(struct loop *loop, int fd, const char *rest);
} words[] = {
    { "poke", hear_poke },   { "help", hear_help },   { "sync", hear_sync },
    { "enrol", hear_enrol }, { "stick", hear_stick }, { "provision", hear_provision },
    { "leave", hear_leave },
};

static void hear(struct loop *loop, int fd, char *message)
{
    size_t length = strcspn(message, " ");
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strlen(words[i].word) == length && strncmp(words[i].word, message, length) == 0)
            words[i].hear(loop, fd, message[length] == '\0' ? "" : message + length + 1);
    seal_forget(message, COURIER_MESSAGE_MAX); /* it may have held a code */
}

static void take_messages(struct loop *loop)
{
    char message[COURIER_MESSAGE_MAX];
    if (listen_accept(&loop->listening))
        loop->look = true;
    for (int i = 0; i < MESSAGES_A_TURN; i++) {
        int fd = listen_hear(&loop->listening, message);
        if (fd < 0)
            return;
        hear(loop, fd, message);
    }
}

/* Milliseconds for poll: -1 for ever. A far day is reached in steps. */
static int wait_ms(msec now, msec due)
{
    if (due == NEVER)
        return -1;
    if (due <= now)
        return 0;
    return due - now > INT_MAX ? INT_MAX : (int)(due - now);
}

/* Sleeps until there is something to do; false when it is time to end. */
static bool wait_turn(struct loop *loop)
{
    struct pollfd fds[LISTEN_CLIENTS_MAX + 3];
    msec due = next_exchange(loop);
    if (due > loop->bell.until)
        due = loop->bell.until;
    if (!listen_mend(&loop->listening, loop->courier->data) && due > now_of(loop) + MEND_MS)
        due = now_of(loop) + MEND_MS;
    int count = listen_fds(&loop->listening, fds);
    fds[count++] = (struct pollfd){ .fd = loop->courier->stop_fd, .events = POLLIN };
    fds[count++] = (struct pollfd){ .fd = loop->bell.fd, .events = POLLIN };
    (void)poll(fds, (nfds_t)count, wait_ms(now_of(loop), due));
    return !courier_stopping(loop->courier);
}

/* A restart is no reason to forget that the hub was to be left alone, nor to wait for hours. */
static msec first_exchange(const struct courier *courier)
{
    const struct courier_settings *settings = &courier->settings;
    struct moment now = courier_now(courier);
    unix_seconds left = courier->state.next_attempt - now.wall;
    if (courier->state.failures > 0 && left > 0 && !courier_clock_wrong(courier)) {
        msec away = (msec)left * 1000;
        return now.mono + (away < settings->backoff_cap ? away : settings->backoff_cap);
    }
    return now.mono + courier_plan_start(settings, now.mono, random_bits());
}

static void begin(struct loop *loop)
{
    const struct courier *courier = loop->courier;
    msec first = first_exchange(courier);
    loop->work = (struct courier_work){ .oldest = NEVER, .news_due = first, .not_before = first };
    loop->look = true;
    if (courier->notice[0] != '\0')
        log_line(LOG_WARN, room, "%s", courier->notice);
    if (courier->state.enrolled) {
        log_line(LOG_INFO, room, "Kiosk %016llx of %s carries to %s.",
                 (unsigned long long)courier->state.kiosk, courier->state.programme_name,
                 courier->state.hub_url);
        return;
    }
    loop->work.news_due = NEVER;
    loop->work.not_before = 0;
    log_line(LOG_INFO, room, "This kiosk is not enrolled yet; it waits for that.");
}

bool courier_run(struct courier *courier, int stop_fd, struct err *err)
{
    struct loop loop = { .courier = courier };
    courier->stop_fd = stop_fd;
    bell_open(&loop.bell, courier->bell);
    if (!listen_open(courier->data, &loop.listening, err))
        return false;
    begin(&loop);
    do {
        take_messages(&loop);
        tell_of_help(&loop, bell_look(&loop.bell, now_of(&loop)));
        if (loop.look) {
            look_at_journal(&loop);
            look_at_life(&loop);
        }
        struct courier_result result;
        if (next_exchange(&loop) <= now_of(&loop))
            (void)exchange_now(&loop, &result);
    } while (wait_turn(&loop));
    bell_close(&loop.bell);
    listen_close(&loop.listening, courier->data);
    log_line(LOG_INFO, room, "The courier ends; everything that matters is on the disk.");
    return true;
}
