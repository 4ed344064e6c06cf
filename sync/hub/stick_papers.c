/* What lies beside a batch on a stick: see stick_papers.h. */
#include "stick_papers.h"
#include "enrol.h"
#include "file.h"
#include "survey.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ENTRIES_MAX = 10000, SURVEYS_MAX = 8 };

/* Reads to the end, or one byte more than there is room for. */
static bool read_all(int fd, const char *path, struct buf *ret, struct err *err)
{
    uint8_t part[16 * 1024];
    for (;;) {
        ssize_t count = read(fd, part, sizeof part);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return err_errno(err, "reading %s", path);
        buf_put(ret, part, (size_t)count);
        if (count == 0 || ret->failed)
            return buf_ok(ret, path, err);
    }
}

bool stick_read(const char *path, struct buf *ret, struct err *err)
{
    struct stat at;
    FD_AUTO fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0 && errno == ELOOP)
        return err_set(err, ERR_REFUSED, "%s is not a file", path);
    if (fd < 0 || fstat(fd, &at) != 0)
        return err_errno(err, "opening %s", path);
    if (!S_ISREG(at.st_mode))
        return err_set(err, ERR_REFUSED, "%s is not a file", path);
    return read_all(fd, path, ret, err);
}

/* The kiosk's file of that ending in the batch's folder. */
static bool beside(const char *path, uint64_t kiosk, const char *ending, char ret[STICK_PATH_MAX],
                   struct err *err)
{
    const char *slash = strrchr(path, '/');
    int folder = slash == NULL ? 0 : (int)(slash - path) + 1;
    if (snprintf(ret, STICK_PATH_MAX, "%.*syousaid-%016" PRIx64 "%s", folder, path, kiosk, ending) <
        STICK_PATH_MAX)
        return true;
    return err_set(err, ERR_USAGE, "the path %.100s... is too long", path);
}

static bool take_survey(struct hub *hub, const char *file, uint64_t kiosk, struct err *err)
{
    char id[17];
    BUF_AUTO message = buf_new(SURVEY_FILE_MAX + 1024);
    (void)snprintf(id, sizeof id, "%016" PRIx64, kiosk);
    return stick_read(file, &message, err) &&
           hub_survey_take(hub_store(hub), id, buf_span(&message), err);
}

bool stick_survey(struct hub *hub, const char *path, uint64_t kiosk, const struct digest *survey,
                  struct err *err)
{
    char file[STICK_PATH_MAX];
    char hex[65];
    char ending[40];
    digest_hex(survey, hex);
    (void)snprintf(ending, sizeof ending, "-%.16s.survey", hex);
    return beside(path, kiosk, ending, file, err) && take_survey(hub, file, kiosk, err);
}

static void close_listing(DIR **listing)
{
    if (*listing != NULL)
        (void)closedir(*listing);
}

static bool is_survey_of(const char *name, const char *prefix)
{
    static const char ending[] = ".survey";
    size_t length = strlen(name);
    return strncmp(name, prefix, strlen(prefix)) == 0 && length > sizeof ending &&
           strcmp(name + length - (sizeof ending - 1), ending) == 0;
}

/* All that lie there of this kiosk: one of them is what its bundle asks. */
static bool take_surveys(struct hub *hub, const char *path, uint64_t kiosk)
{
    char folder[STICK_PATH_MAX];
    char file[STICK_PATH_MAX];
    char prefix[32];
    int taken = 0;
    struct err why = { 0 };
    const char *slash = strrchr(path, '/');
    (void)snprintf(folder, sizeof folder, "%.*s", slash == NULL ? 1 : (int)(slash - path) + 1,
                   slash == NULL ? "." : path);
    (void)snprintf(prefix, sizeof prefix, "yousaid-%016" PRIx64 "-", kiosk);
    __attribute__((cleanup(close_listing))) DIR *listing = opendir(folder);
    for (int i = 0; listing != NULL && i < ENTRIES_MAX && taken < SURVEYS_MAX; i++) {
        const struct dirent *entry = readdir(listing);
        if (entry == NULL)
            break;
        if (is_survey_of(entry->d_name, prefix) &&
            snprintf(file, sizeof file, "%s/%s", folder, entry->d_name) < STICK_PATH_MAX &&
            take_survey(hub, file, kiosk, &why))
            taken++;
    }
    return taken > 0;
}

bool stick_adopt(struct hub *hub, const char *path, uint64_t kiosk, struct err *err)
{
    char file[STICK_PATH_MAX];
    uint64_t adopted = 0;
    BUF_AUTO message = buf_new(ADOPTION_BYTES_MAX);
    if (!beside(path, kiosk, ".adoption", file, err) || !stick_read(file, &message, err) ||
        !hub_adopt(hub, hub_store(hub), buf_span(&message), &adopted, err))
        return false;
    if (adopted != kiosk)
        return err_set(err, ERR_REFUSED, "%s is of kiosk %016" PRIx64, file, adopted);
    return !take_surveys(hub, path, kiosk) ||
           hub_adopt(hub, hub_store(hub), buf_span(&message), NULL, err);
}
