/* Opening, closing and the exchanges in a row: see courier.h. */
#include "courier_int.h"
#include "file.h"
#include "receipt.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* How often in one go a hub may send the watermark back. */
enum { LOWERED_MAX = 3 };

struct moment courier_now(const struct courier *courier)
{
    return courier->world.now(courier->world.self);
}

bool courier_clock_wrong(const struct courier *courier)
{
    unix_seconds wall = courier_now(courier).wall;
    return wall < clock_build_floor() || wall < courier->state.hub_time;
}

bool courier_stopping(const struct courier *courier)
{
    struct pollfd stop = { .fd = courier->stop_fd, .events = POLLIN };
    return courier->stop_fd >= 0 && poll(&stop, 1, 0) > 0;
}

const struct courier_state *courier_state(const struct courier *courier)
{
    return &courier->state;
}

const char *courier_notice(const struct courier *courier)
{
    return courier->notice;
}

void courier_set_outbox(struct courier *courier, const struct outbox *outbox)
{
    courier->outbox = *outbox;
}

void courier_set_settings(struct courier *courier, const struct courier_settings *settings)
{
    courier->settings = *settings;
    courier->batch = settings->batch_max;
}

bool courier_folder_make(const char *data, const char *name, struct err *err)
{
    char path[COURIER_PATH_MAX];
    struct stat about;
    if (!courier_path(data, name, path, err) || !file_make_folder(path, COURIER_FOLDER_MODE, err))
        return false;
    if (stat(path, &about) != 0)
        return err_errno(err, "looking at %s", path);
    /* mkdir obeys the umask and keeps no group bit; a folder of another owner is left as it is. */
    if ((about.st_mode & 07777) != COURIER_FOLDER_MODE && about.st_uid == geteuid() &&
        chmod(path, COURIER_FOLDER_MODE) != 0)
        return err_errno(err, "setting the mode of %s", path);
    return true;
}

/* One courier a folder: two would overwrite each other's watermark. The kernel frees the lock
 * however the process ends. */
static bool take_lock(struct courier *courier, struct err *err)
{
    char path[COURIER_PATH_MAX];
    if (!courier_path(courier->data, "lock", path, err))
        return false;
    courier->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (courier->lock_fd < 0)
        return err_errno(err, "opening %s", path);
    if (flock(courier->lock_fd, LOCK_EX | LOCK_NB) == 0)
        return true;
    if (errno == EWOULDBLOCK)
        return err_set(err, ERR_LATER, "another courier is at work in %s", courier->data);
    return err_errno(err, "locking %s", path);
}

/* Sets a damaged file aside under a name that tells. */
static void set_aside(const struct courier *courier, const char *name)
{
    char from[COURIER_PATH_MAX];
    char to[COURIER_PATH_MAX];
    char broken[40];
    (void)snprintf(broken, sizeof broken, "%s.broken", name);
    if (courier_path(courier->data, name, from, NULL) &&
        courier_path(courier->data, broken, to, NULL))
        (void)rename(from, to);
}

static bool recover(struct courier *courier, struct err *err)
{
    set_aside(courier, "state");
    courier->ask_first = true;
    (void)snprintf(
        courier->notice, sizeof courier->notice,
        "The courier's state was damaged or missing; who this kiosk is was kept, and the "
        "hub will say how far it has its responses.");
    return courier_state_save(courier->data, &courier->state, err);
}

/* Reads the state. When nothing of it can be read the files are kept aside and it is an error once:
 * forgetting an enrolment must never pass in silence. */
static bool read_state(struct courier *courier, struct err *err)
{
    enum state_found found = STATE_NEW;
    if (!courier_state_find(courier->data, &courier->state, &found, err)) {
        if (err->kind == ERR_CORRUPT) {
            set_aside(courier, "state");
            set_aside(courier, "identity");
        }
        return false;
    }
    return found != STATE_RECOVERED || recover(courier, err);
}

/* The twin must be there before it is needed. */
static bool check_twin(const struct courier *courier, struct err *err)
{
    char path[COURIER_PATH_MAX];
    BUF_AUTO bytes = buf_new(COURIER_STATE_MAX);
    struct courier_state twin;
    struct err why;
    if (!courier_path(courier->data, "identity", path, err))
        return false;
    if (file_read(path, &bytes, &why) && courier_state_get(buf_span(&bytes), &twin, &why))
        return true;
    return courier_identity_save(courier->data, &courier->state, err);
}

static bool read_key(struct courier *courier, struct err *err)
{
    if (!courier_key_load(courier->data, false, &courier->key, err))
        return false;
    struct public_key public = key_public(&courier->key);
    courier->has_key = memcmp(&public, &courier->state.kiosk_key, sizeof public) == 0;
    return courier->has_key ||
           err_set(err, ERR_CORRUPT, "the key in %s is not this kiosk's", courier->data);
}

static bool open_folder(struct courier *courier, struct err *err)
{
    if (!courier_folder_make(courier->data, "", err) || !take_lock(courier, err) ||
        !read_state(courier, err))
        return false;
    return !courier->state.enrolled || (check_twin(courier, err) && read_key(courier, err));
}

bool courier_open_in(const char *data, const struct courier_world *world, struct courier **ret,
                     struct err *err)
{
    struct courier *courier = calloc(1, sizeof *courier);
    seal_start();
    if (courier == NULL) {
        world->transport.close(world->transport.self);
        return err_set(err, ERR_LATER, "there is no memory for the courier");
    }
    courier->world = *world;
    courier->lock_fd = -1;
    courier->stop_fd = -1;
    courier->settings = courier_settings_default();
    courier->batch = courier->settings.batch_max;
    int length = snprintf(courier->data, sizeof courier->data, "%s", data);
    bool fits = length >= 0 && (size_t)length < sizeof courier->data;
    if (!fits)
        (void)err_set(err, ERR_USAGE, "the path %.100s... is too long", data);
    if (!fits || !open_folder(courier, err)) {
        courier_close(courier);
        return false;
    }
    *ret = courier;
    return true;
}

static struct moment real_now(void *self)
{
    (void)self;
    return clock_now();
}

bool courier_open(const char *data, struct courier **ret, struct err *err)
{
    struct courier_world world = { .now = real_now };
    char ca_file[COURIER_PATH_MAX];
    return courier_path(data, "ca.pem", ca_file, err) &&
           transport_curl_open(ca_file, &world.transport, err) &&
           courier_open_in(data, &world, ret, err);
}

void courier_close(struct courier *courier)
{
    if (courier == NULL)
        return;
    courier->world.transport.close(courier->world.transport.self);
    file_close(&courier->lock_fd);
    seal_forget(&courier->key, sizeof courier->key);
    free(courier);
}

static msec stay_away(const struct courier *courier, enum attempt_outcome outcome)
{
    uint64_t random;
    seal_random(&random, sizeof random);
    if (courier_plan_pauses(outcome))
        return courier_plan_pause(&courier->settings, random);
    return courier_plan_backoff(&courier->settings, courier->state.failures, courier->retry_after,
                                random);
}

static void note_success(struct courier *courier)
{
    struct courier_state *state = &courier->state;
    state->failures = 0;
    state->next_attempt = 0;
    state->paused = false;
    state->pause_reason[0] = '\0';
    courier->not_before = 0;
}

static void note_failure(struct courier *courier, enum attempt_outcome outcome, const char *why)
{
    struct courier_state *state = &courier->state;
    struct moment now = courier_now(courier);
    if (state->failures < UINT8_MAX)
        state->failures++;
    if (courier_plan_pauses(outcome)) {
        state->paused = true;
        (void)snprintf(state->pause_reason, sizeof state->pause_reason, "%s", why);
    }
    msec away = stay_away(courier, outcome);
    courier->not_before = now.mono + away;
    state->next_attempt = now.wall + (unix_seconds)(away / 1000);
}

bool courier_note(struct courier *courier, enum attempt_outcome outcome, uint64_t responses,
                  const char *why, struct err *err)
{
    struct courier_state *state = &courier->state;
    if (state->attempt_count == COURIER_ATTEMPTS_MAX)
        memmove(&state->attempts[0], &state->attempts[1],
                --state->attempt_count * sizeof state->attempts[0]);
    state->attempts[state->attempt_count++] = (struct attempt){
        .when = courier_now(courier).wall,
        .outcome = outcome,
        .responses = responses > UINT32_MAX ? UINT32_MAX : (uint32_t)responses,
    };
    state->attempts_total++;
    if (outcome == ATTEMPT_ACKNOWLEDGED)
        note_success(courier);
    else
        note_failure(courier, outcome, why);
    courier->retry_after = 0;
    return courier_state_save(courier->data, state, err);
}

void courier_quote_answer(const struct transport_answer *answer, struct err *err)
{
    static const char key[] = "\"detail\":";
    const char *at =
        strncmp(answer->type, "application/problem+json", 24) == 0 && answer->body.size > 0
            ? strstr(buf_text(&answer->body), key)
            : NULL;
    at = at == NULL ? NULL : strchr(at + sizeof key - 1, '"');
    int length = at == NULL ? 0 : (int)strcspn(at + 1, "\"\\\n\r\t");
    if (length == 0)
        (void)err_set(err, ERR_LATER, "the answer had status %d and type \"%s\"", answer->status,
                      answer->type);
    else
        (void)err_set(err, ERR_LATER, "status %d: %.*s", answer->status,
                      length < 150 ? length : 150, at + 1);
}

static enum attempt_outcome send_batch(struct courier *courier, struct exchange *x,
                                       struct span message, struct err *err)
{
    struct transport *transport = &courier->world.transport;
    struct transport_answer answer = { .body = buf_new(REPLY_BYTES_MAX) };
    char url[COURIER_URL_MAX + 20];
    (void)snprintf(url, sizeof url, "%s/v1/sync", courier->state.hub_url);
    struct transport_request request = {
        .url = url,
        .type = "application/cose",
        .body = message,
        .system_trust = !courier->state.has_ca,
        .stop_fd = courier->stop_fd,
    };
    enum transport_result result = transport->post(transport->self, &request, &answer, err);
    enum attempt_outcome outcome =
        courier_plan_outcome(result, &answer, "application/cose", courier_clock_wrong(courier));
    bool proven = false;
    courier->retry_after = answer.retry_after;
    if (outcome == ATTEMPT_ACKNOWLEDGED)
        proven = exchange_take(courier, x, buf_span(&answer.body), false, &outcome, err);
    else if (result == TRANSPORT_ANSWERED)
        courier_quote_answer(&answer, err);
    buf_finish(&answer.body);
    if (proven && x->count > 0 && x->acknowledged == 0 && !x->again && !x->lacks_survey) {
        (void)err_set(err, ERR_LATER, "the hub took none of the responses%s%s",
                      x->remark[0] == '\0' ? "" : "; ", x->remark);
        outcome = ATTEMPT_BUSY;
    }
    return outcome;
}

static enum attempt_outcome exchange_once(struct courier *courier, struct exchange *x,
                                          struct err *err)
{
    enum attempt_outcome outcome;
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    size_t limit = courier->ask_first ? 0 : courier->batch;
    if (!exchange_make(courier, limit, NULL, x, &message, &outcome, err)) {
        if (err->kind == ERR_TOO_LARGE && limit > 1)
            courier->batch = limit / 2;
        return outcome;
    }
    outcome = send_batch(courier, x, buf_span(&message), err);
    courier->batch = courier_plan_batch(&courier->settings, courier->batch, outcome, x->count);
    return outcome;
}

static void add_up(struct courier_result *ret, const struct courier *courier,
                   const struct exchange *x)
{
    uint64_t mark = courier->state.acknowledged.seq;
    ret->sent += x->count;
    ret->acknowledged += x->acknowledged;
    ret->refused += x->refused;
    ret->pending = x->last.seq > mark ? x->last.seq - mark : 0;
    if (x->remark[0] != '\0')
        (void)snprintf(ret->detail, sizeof ret->detail, "%s", x->remark);
}

static bool ended(struct courier *courier, enum attempt_outcome outcome, uint64_t responses,
                  struct courier_result *ret, struct err *err)
{
    struct err disk = { 0 };
    ret->outcome = outcome;
    /* An exchange that was broken off because this program ends is no failure of anybody's. */
    if (outcome != ATTEMPT_ACKNOWLEDGED && courier_stopping(courier))
        return false;
    if (outcome != ATTEMPT_ACKNOWLEDGED)
        (void)snprintf(ret->detail, sizeof ret->detail, "%.190s", err->text);
    if (courier_note(courier, outcome, responses, ret->detail, &disk))
        return outcome == ATTEMPT_ACKNOWLEDGED;
    ret->outcome = ATTEMPT_BROKEN;
    (void)snprintf(ret->detail, sizeof ret->detail, "%.190s", disk.text);
    *err = disk;
    return false;
}

/* A newer bundle that the last reply offered. An older one is never taken. */
static bool take_bundle(struct courier *courier, const struct exchange *x,
                        struct courier_result *ret, struct err *err)
{
    enum attempt_outcome outcome;
    uint64_t held = courier->state.bundle_serial;
    if (x->bundle_serial < held)
        (void)snprintf(ret->detail, sizeof ret->detail,
                       "the hub offers bundle %llu, older than %llu held here; it is not taken",
                       (unsigned long long)x->bundle_serial, (unsigned long long)held);
    if (x->bundle_serial <= held)
        return true;
    ret->new_bundle = courier_bundle_fetch(courier, x->bundle_serial, &x->bundle, &outcome, err);
    return ret->new_bundle || ended(courier, outcome, 0, ret, err);
}

/* The responses wait for a survey: it is sent, and the attempt noted either way. True when they may
 * be sent again at once. */
static bool supply_survey(struct courier *courier, const struct exchange *x,
                          struct survey_errands *errands, struct courier_result *ret,
                          struct err *err)
{
    enum attempt_outcome outcome;
    bool supplied = courier_survey_send(courier, &x->survey, errands, &outcome, err);
    (void)ended(courier, outcome, x->acknowledged, ret, err);
    return supplied && ret->outcome == outcome && !courier_stopping(courier);
}

bool courier_sync(struct courier *courier, struct courier_result *ret, struct err *err)
{
    struct exchange x;
    struct survey_errands errands = { .count = 0 };
    unsigned lowered = 0;
    *ret = (struct courier_result){ 0 };
    if (!courier->state.enrolled)
        return err_set(err, ERR_DENIED, "this kiosk is not enrolled yet");
    for (;;) {
        bool asking = courier->ask_first;
        enum attempt_outcome outcome = exchange_once(courier, &x, err);
        add_up(ret, courier, &x);
        if (outcome == ATTEMPT_ACKNOWLEDGED && x.lacks_survey) {
            if (supply_survey(courier, &x, &errands, ret, err))
                continue;
            /* The responses wait; what the hub has for this kiosk need not. */
            if (ret->outcome == ATTEMPT_SURVEY_WANTED)
                (void)take_bundle(courier, &x, ret, err);
            return false;
        }
        if (!ended(courier, outcome, x.acknowledged, ret, err))
            return false;
        lowered += x.again ? 1 : 0;
        bool moved = asking || x.acknowledged > 0 || (x.again && lowered <= LOWERED_MAX);
        if (courier_stopping(courier))
            return true;
        if (ret->pending == 0 || !moved)
            return take_bundle(courier, &x, ret, err);
    }
}
