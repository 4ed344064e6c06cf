/* A disk that can be watched and that can fail: see disk_shim.h. */
#include "disk_shim.h"
#include <libgen.h>
#include <limits.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The real file stands behind ours in the memory that SQLite allots. */
struct shim_file {
    sqlite3_file base;
    sqlite3_file *real;
    const char *name; /* SQLite keeps it as long as the file is open; NULL for a file of no name */
    bool fresh;       /* made just now: its first sync makes its name durable too */
};

static sqlite3_vfs *under;
static struct disk_counts counts;
static bool in_a_hurry;
static const struct disk_witness *witness;
static struct {
    long left; /* calls until it fails; below 0: it has fired */
    enum disk_fault fault;
    bool armed, for_ever, fired;
} plan;

/* Is this the call that fails? */
static bool unlucky(void)
{
    if (!plan.armed)
        return false;
    if (plan.left-- > 0)
        return false;
    if (plan.fired && !plan.for_ever)
        return false;
    plan.fired = true;
    return true;
}

static sqlite3_file *real_of(sqlite3_file *file)
{
    return ((struct shim_file *)file)->real;
}

#define REAL(file) real_of(file)->pMethods

/* Who watches, and by which name; NULL when nobody does. */
static const char *watched(sqlite3_file *file)
{
    return witness == NULL ? NULL : ((struct shim_file *)file)->name;
}

static bool sync_names(const char *name)
{
    char folder[PATH_MAX];
    (void)snprintf(folder, sizeof folder, "%s", name);
    return witness->sync_folder(dirname(folder));
}

static int shim_close(sqlite3_file *file)
{
    return REAL(file)->xClose(real_of(file));
}

static int shim_read(sqlite3_file *file, void *to, int size, sqlite3_int64 at)
{
    return REAL(file)->xRead(real_of(file), to, size, at);
}

static int shim_write(sqlite3_file *file, const void *from, int size, sqlite3_int64 at)
{
    if (unlucky()) {
        if (plan.fault == DISK_BROKEN)
            return SQLITE_IOERR_WRITE;
        int half = REAL(file)->xWrite(real_of(file), from, size / 2, at);
        return half == SQLITE_OK ? SQLITE_FULL : half;
    }
    if (watched(file) != NULL && !witness->write(watched(file), from, (size_t)size, (uint64_t)at))
        return SQLITE_IOERR_WRITE;
    counts.writes++;
    counts.bytes += (uint64_t)size;
    return REAL(file)->xWrite(real_of(file), from, size, at);
}

static int shim_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    if (unlucky() || (watched(file) != NULL && !witness->truncate(watched(file), (uint64_t)size)))
        return SQLITE_IOERR_TRUNCATE;
    return REAL(file)->xTruncate(real_of(file), size);
}

static int shim_sync(sqlite3_file *file, int flags)
{
    struct shim_file *shim = (struct shim_file *)file;
    if (unlucky())
        return SQLITE_IOERR_FSYNC;
    if (watched(file) != NULL &&
        (!witness->sync(shim->name) || (shim->fresh && !sync_names(shim->name))))
        return SQLITE_IOERR_FSYNC;
    shim->fresh = false;
    counts.syncs++;
    return in_a_hurry ? SQLITE_OK : REAL(file)->xSync(real_of(file), flags);
}

static int shim_file_size(sqlite3_file *file, sqlite3_int64 *ret)
{
    return REAL(file)->xFileSize(real_of(file), ret);
}

static int shim_lock(sqlite3_file *file, int level)
{
    return REAL(file)->xLock(real_of(file), level);
}

static int shim_unlock(sqlite3_file *file, int level)
{
    return REAL(file)->xUnlock(real_of(file), level);
}

static int shim_check_lock(sqlite3_file *file, int *ret)
{
    return REAL(file)->xCheckReservedLock(real_of(file), ret);
}

static int shim_control(sqlite3_file *file, int what, void *argument)
{
    return REAL(file)->xFileControl(real_of(file), what, argument);
}

static int shim_sector(sqlite3_file *file)
{
    return REAL(file)->xSectorSize(real_of(file));
}

static int shim_traits(sqlite3_file *file)
{
    return REAL(file)->xDeviceCharacteristics(real_of(file));
}

static int shim_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **ret)
{
    return REAL(file)->xShmMap(real_of(file), page, size, extend, ret);
}

static int shim_shm_lock(sqlite3_file *file, int at, int count, int flags)
{
    return REAL(file)->xShmLock(real_of(file), at, count, flags);
}

static void shim_shm_barrier(sqlite3_file *file)
{
    REAL(file)->xShmBarrier(real_of(file));
}

static int shim_shm_unmap(sqlite3_file *file, int delete)
{
    return REAL(file)->xShmUnmap(real_of(file), delete);
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = shim_close,
    .xRead = shim_read,
    .xWrite = shim_write,
    .xTruncate = shim_truncate,
    .xSync = shim_sync,
    .xFileSize = shim_file_size,
    .xLock = shim_lock,
    .xUnlock = shim_unlock,
    .xCheckReservedLock = shim_check_lock,
    .xFileControl = shim_control,
    .xSectorSize = shim_sector,
    .xDeviceCharacteristics = shim_traits,
    .xShmMap = shim_shm_map,
    .xShmLock = shim_shm_lock,
    .xShmBarrier = shim_shm_barrier,
    .xShmUnmap = shim_shm_unmap,
};

static int shim_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
                     int *ret_flags)
{
    struct shim_file *shim = (struct shim_file *)file;
    (void)vfs;
    *shim = (struct shim_file){ .real = (sqlite3_file *)(void *)(shim + 1), .name = name };
    shim->fresh = name != NULL && (flags & SQLITE_OPEN_CREATE) != 0 && access(name, F_OK) != 0;
    if (shim->fresh && witness != NULL && !witness->make(name))
        return SQLITE_CANTOPEN;
    int code = under->xOpen(under, name, shim->real, flags, ret_flags);
    if (code == SQLITE_OK)
        shim->base.pMethods = &methods;
    return code;
}

static int shim_delete(sqlite3_vfs *vfs, const char *name, int sync_folder)
{
    (void)vfs;
    if (unlucky() || (witness != NULL && !witness->remove(name)) ||
        (witness != NULL && sync_folder != 0 && !sync_names(name)))
        return SQLITE_IOERR_DELETE;
    return under->xDelete(under, name, in_a_hurry ? 0 : sync_folder);
}

void disk_shim_install(void)
{
    static sqlite3_vfs shim;
    if (under != NULL)
        return;
    under = sqlite3_vfs_find(NULL);
    shim = *under;
    shim.zName = "disk_shim";
    shim.pNext = NULL;
    shim.szOsFile = (int)sizeof(struct shim_file) + under->szOsFile;
    shim.xOpen = shim_open;
    shim.xDelete = shim_delete;
    if (sqlite3_vfs_register(&shim, 1) != SQLITE_OK)
        abort();
}

struct disk_counts disk_shim_counts(void)
{
    struct disk_counts since = counts;
    counts = (struct disk_counts){ 0 };
    return since;
}

void disk_shim_watch(const struct disk_witness *who)
{
    witness = who;
}

void disk_shim_hurry(bool hurry)
{
    in_a_hurry = hurry;
}

void disk_shim_arm(long n, enum disk_fault fault, bool for_ever)
{
    plan.left = n;
    plan.fault = fault;
    plan.for_ever = for_ever;
    plan.fired = false;
    plan.armed = true;
}

void disk_shim_disarm(void)
{
    plan.armed = false;
}

bool disk_shim_fired(void)
{
    return plan.fired;
}

bool disk_shim_alter(const char *path, const char *sql)
{
    sqlite3 *db = NULL;
    bool done = sqlite3_open(path, &db) == SQLITE_OK &&
                sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
    (void)sqlite3_close(db);
    return done;
}

void disk_shim_make_database(const char *path)
{
    sqlite3 *db = NULL;
    if (sqlite3_open(path, &db) != SQLITE_OK ||
        sqlite3_exec(db, "CREATE TABLE photos(name TEXT)", NULL, NULL, NULL) != SQLITE_OK)
        abort();
    (void)sqlite3_close(db);
}
