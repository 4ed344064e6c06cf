/* Checking a PIN on a thread of its own: see kiosk_pin.h. */
#include "kiosk_pin.h"
#include "file.h"
#include "log.h"
#include "seal.h"
#include <jansson.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { PATH_SIZE = 4096, TRIES_BYTES_MAX = 16, TRIES_MAX = 1000, TRIES_WHEN_DAMAGED = 8 };

_Static_assert((int)PIN_HASH_MAX == (int)PIN_HASH_SIZE, "a hash fits");

/* --- hashes --- */

static bool take_hash(const json_t *root, const char *name, char ret[PIN_HASH_MAX])
{
    const json_t *json = json_object_get(root, name);
    size_t length = json_string_length(json);
    if (length == 0 || length >= PIN_HASH_MAX || strlen(json_string_value(json)) != length)
        return false;
    memcpy(ret, json_string_value(json), length + 1);
    return true;
}

bool pin_hashes_read(struct span bytes, struct pin_hashes *ret, struct err *err)
{
    enum { PIN_BLOB_MAX = 1024 };
    struct pin_hashes hashes = { .known = true };
    json_error_t why;
    json_t *root = bytes.size <= PIN_BLOB_MAX ? json_loadb((const char *)bytes.data, bytes.size,
                                                           JSON_REJECT_DUPLICATES, &why)
                                              : NULL;
    bool read = json_is_object(root) && json_object_size(root) == 2 &&
                take_hash(root, "pin", hashes.pin) && take_hash(root, "recovery", hashes.recovery);
    json_decref(root);
    if (read)
        *ret = hashes;
    return read || err_set(err, ERR_REFUSED, "the bundle's PIN is none that this program knows");
}

/* --- tries --- */

static bool tries_path(const char *data, char ret[PATH_SIZE], struct err *err)
{
    char folder[PATH_SIZE];
    return file_join(folder, sizeof folder, data, "screen", err) &&
           file_join(ret, PATH_SIZE, folder, "tries", err);
}

uint32_t pin_tries_load(const char *data)
{
    char path[PATH_SIZE];
    BUF_AUTO text = buf_new(TRIES_BYTES_MAX);
    struct err err = { 0 };
    if (data == NULL || !tries_path(data, path, &err))
        return 0;
    if (!file_read(path, &text, &err))
        return err.kind == ERR_MISSING ? 0 : TRIES_WHEN_DAMAGED;
    char *end;
    unsigned long tries = strtoul(buf_text(&text), &end, 10);
    bool whole = end != buf_text(&text) && strcmp(end, "\n") == 0 && tries <= TRIES_MAX;
    return whole ? (uint32_t)tries : TRIES_WHEN_DAMAGED;
}

static bool tries_save(const char *data, uint32_t tries, struct err *err)
{
    char path[PATH_SIZE], text[TRIES_BYTES_MAX];
    (void)snprintf(text, sizeof text, "%u\n", tries);
    return data == NULL ||
           (tries_path(data, path, err) && file_write_durable(path, span_text(text), 0640, err));
}

/* --- the thread --- */

struct check {
    char hash[PIN_HASH_MAX];
    char typed[PIN_TYPED_MAX];
    bool counts; /* a recovery code is not counted: nobody guesses it */
};

struct pin_worker {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    const char *data;
    int answered; /* an eventfd */
    bool ending, asked, busy, done, right;
    uint32_t tries;
    struct check check;
};

/* A try that cannot be counted is no try: else a full disk would make them free. */
static bool judge(struct pin_worker *worker, const struct check *check, uint32_t *tries)
{
    struct err err = { 0 };
    uint32_t counted = *tries < TRIES_MAX ? *tries + 1 : TRIES_MAX;
    if (check->counts && !tries_save(worker->data, counted, &err)) {
        log_line(LOG_WARN, "kiosk", "a PIN was not checked: %s", err.text);
        return false;
    }
    if (check->counts)
        *tries = counted;
    if (!pin_matches(check->hash, check->typed))
        return false;
    *tries = 0;
    if (!tries_save(worker->data, 0, &err))
        log_line(LOG_WARN, "kiosk", "the PIN was right, but is still counted as wrong: %s",
                 err.text);
    return true;
}

static void answer_one(struct pin_worker *worker)
{
    static const uint64_t one = 1;
    struct check check = worker->check;
    uint32_t tries = worker->tries;
    seal_forget(&worker->check, sizeof worker->check);
    worker->asked = false;
    (void)pthread_mutex_unlock(&worker->lock);
    bool right = judge(worker, &check, &tries);
    seal_forget(&check, sizeof check);
    (void)pthread_mutex_lock(&worker->lock);
    worker->tries = tries;
    worker->right = right;
    worker->done = true;
    must(write(worker->answered, &one, sizeof one) == (ssize_t)sizeof one, "an answer is told");
}

static void *work(void *self)
{
    struct pin_worker *worker = self;
    (void)pthread_mutex_lock(&worker->lock);
    while (!worker->ending) {
        if (worker->asked)
            answer_one(worker);
        else
            (void)pthread_cond_wait(&worker->wake, &worker->lock);
    }
    (void)pthread_mutex_unlock(&worker->lock);
    return NULL;
}

bool pin_worker_open(const char *data, struct pin_worker **ret, struct err *err)
{
    struct pin_worker *worker = calloc(1, sizeof *worker);
    int fd = worker != NULL ? eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK) : -1;
    seal_start();
    if (fd >= 0) {
        worker->data = data;
        worker->answered = fd;
        worker->tries = pin_tries_load(data);
        (void)pthread_mutex_init(&worker->lock, NULL);
        (void)pthread_cond_init(&worker->wake, NULL);
        if (pthread_create(&worker->thread, NULL, work, worker) == 0) {
            *ret = worker;
            return true;
        }
        (void)close(fd);
    }
    free(worker);
    return err_set(err, ERR_LATER, "this machine has no thread for checking PINs");
}

void pin_worker_close(struct pin_worker *worker)
{
    if (worker == NULL)
        return;
    (void)pthread_mutex_lock(&worker->lock);
    worker->ending = true;
    (void)pthread_cond_signal(&worker->wake);
    (void)pthread_mutex_unlock(&worker->lock);
    (void)pthread_join(worker->thread, NULL);
    (void)pthread_cond_destroy(&worker->wake);
    (void)pthread_mutex_destroy(&worker->lock);
    (void)close(worker->answered);
    seal_forget(&worker->check, sizeof worker->check);
    free(worker);
}

int pin_worker_fd(const struct pin_worker *worker)
{
    return worker != NULL ? worker->answered : -1;
}

void pin_worker_ask(struct pin_worker *worker, const struct pin_hashes *hashes, const char *typed,
                    bool recovery)
{
    (void)pthread_mutex_lock(&worker->lock);
    if (!worker->busy) {
        struct check *check = &worker->check;
        worker->busy = worker->asked = true;
        check->counts = !recovery;
        (void)snprintf(check->hash, sizeof check->hash, "%s",
                       recovery ? hashes->recovery : hashes->pin);
        (void)snprintf(check->typed, sizeof check->typed, "%s", typed);
        (void)pthread_cond_signal(&worker->wake);
    }
    (void)pthread_mutex_unlock(&worker->lock);
}

bool pin_worker_take(struct pin_worker *worker, bool *ret_right, uint32_t *ret_tries)
{
    uint64_t count;
    (void)pthread_mutex_lock(&worker->lock);
    bool done = worker->done;
    if (done) {
        (void)!read(worker->answered, &count, sizeof count);
        *ret_right = worker->right;
        *ret_tries = worker->tries;
        worker->done = worker->busy = false;
    }
    (void)pthread_mutex_unlock(&worker->lock);
    return done;
}
