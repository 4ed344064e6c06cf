/* Head and page of a log's frame in one write: see sqlite_log.h. */
#include "sqlite_log.h"
#include <pthread.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

enum { HEAD = 24, PAGE_MOST = 4096 };

/* What stands behind the file of the system below, in the room that SQLite gives. */
struct log_file {
    const sqlite3_io_methods *below;
    sqlite3_io_methods methods;
    bool held;
    sqlite3_int64 at; /* where the head goes */
    unsigned char frame[HEAD + PAGE_MOST];
};

static struct {
    pthread_mutex_t lock;
    sqlite3_vfs *below;
    sqlite3_vfs vfs;
} shim = { .lock = PTHREAD_MUTEX_INITIALIZER };

static size_t room_below(const sqlite3_vfs *below)
{
    size_t align = _Alignof(max_align_t);
    return ((size_t)below->szOsFile + align - 1) / align * align;
}

static struct log_file *log_of(sqlite3_file *file)
{
    return (struct log_file *)((unsigned char *)file + room_below(shim.below));
}

/* A head that turned out to stand alone. */
static int let_go(sqlite3_file *file)
{
    struct log_file *log = log_of(file);
    if (!log->held)
        return SQLITE_OK;
    log->held = false;
    return log->below->xWrite(file, log->frame, HEAD, log->at);
}

/* ---- what SQLite calls on a log ---- */

static int log_write(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 at)
{
    struct log_file *log = log_of(file);
    if (log->held && at == log->at + HEAD && size <= PAGE_MOST) {
        memcpy(log->frame + HEAD, bytes, (size_t)size);
        log->held = false;
        return log->below->xWrite(file, log->frame, HEAD + size, log->at);
    }
    int code = let_go(file);
    if (code != SQLITE_OK || size != HEAD)
        return code != SQLITE_OK ? code : log->below->xWrite(file, bytes, size, at);
    memcpy(log->frame, bytes, HEAD);
    log->at = at;
    log->held = true;
    return SQLITE_OK;
}

static int log_read(sqlite3_file *file, void *bytes, int size, sqlite3_int64 at)
{
    int code = let_go(file);
    return code != SQLITE_OK ? code : log_of(file)->below->xRead(file, bytes, size, at);
}

static int log_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    int code = let_go(file);
    return code != SQLITE_OK ? code : log_of(file)->below->xTruncate(file, size);
}

static int log_sync(sqlite3_file *file, int flags)
{
    int code = let_go(file);
    return code != SQLITE_OK ? code : log_of(file)->below->xSync(file, flags);
}

static int log_size(sqlite3_file *file, sqlite3_int64 *ret)
{
    int code = let_go(file);
    return code != SQLITE_OK ? code : log_of(file)->below->xFileSize(file, ret);
}

static int log_control(sqlite3_file *file, int what, void *with)
{
    int code = let_go(file);
    return code != SQLITE_OK ? code : log_of(file)->below->xFileControl(file, what, with);
}

/* What is closed must be closed; a head that failed then was of a frame that never came. */
static int log_close(sqlite3_file *file)
{
    struct log_file *log = log_of(file);
    const sqlite3_io_methods *below = log->below;
    (void)let_go(file);
    file->pMethods = below;
    return below->xClose(file);
}

static void go_between(sqlite3_file *file)
{
    struct log_file *log = log_of(file);
    log->below = file->pMethods;
    log->held = false;
    log->methods = *log->below;
    log->methods.xWrite = log_write;
    log->methods.xRead = log_read;
    log->methods.xTruncate = log_truncate;
    log->methods.xSync = log_sync;
    log->methods.xFileSize = log_size;
    log->methods.xFileControl = log_control;
    log->methods.xClose = log_close;
    file->pMethods = &log->methods;
}

static int shim_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *ret)
{
    (void)vfs;
    int code = shim.below->xOpen(shim.below, name, file, flags, ret);
    if (code == SQLITE_OK && (flags & SQLITE_OPEN_WAL) != 0)
        go_between(file);
    return code;
}

static void stand_on(sqlite3_vfs *below)
{
    shim.below = below;
    shim.vfs = *below;
    shim.vfs.pNext = NULL;
    shim.vfs.zName = "yousaid-log";
    shim.vfs.szOsFile = (int)(room_below(below) + sizeof(struct log_file));
    shim.vfs.xOpen = shim_open;
}

const char *sqlite_log_vfs(void)
{
    (void)pthread_mutex_lock(&shim.lock);
    bool ready = shim.below != NULL;
    sqlite3_vfs *below = ready ? NULL : sqlite3_vfs_find(NULL);
    if (below != NULL) {
        stand_on(below);
        ready = sqlite3_vfs_register(&shim.vfs, 0) == SQLITE_OK;
        if (!ready)
            shim.below = NULL;
    }
    (void)pthread_mutex_unlock(&shim.lock);
    return ready ? shim.vfs.zName : NULL;
}
