/* Opening a courier's folder, one courier at a time, and closing it: see courier.h. */
#include "courier_int.h"
#include "file.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

const struct courier_state *courier_state(const struct courier *courier)
{
    return &courier->state;
}

const char *courier_notice(const struct courier *courier)
{
    return courier->notice;
}

void courier_set_bell(struct courier *courier, const char *program)
{
    courier->bell = program;
}

void courier_set_stick_socket(struct courier *courier, const char *path)
{
    courier->stick_socket = path;
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
    struct leaning *leaning = calloc(1, sizeof *leaning);
    seal_start();
    if (courier == NULL || leaning == NULL) {
        free(courier);
        free(leaning);
        world->transport.close(world->transport.self);
        return err_set(err, ERR_LATER, "there is no memory for the courier");
    }
    courier->world = *world;
    courier->lock_fd = -1;
    courier->stop_fd = -1;
    courier->leaning = leaning;
    leaning_open(leaning);
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
    leaning_close(courier->leaning);
    free(courier->leaning);
    free(courier);
}
