/*
 * Disks that lose their power: see crash_disk.h. The real folder always holds what a program sees;
 * beside it stands, in memory, what lasts of each file and name, and what is under way.
 */
#include "crash_disk.h"
#include "disk_calls.h"
#include "disk_shim.h"
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SECTOR = 512, NAMES_MAX = 600, MACHINES_MAX = 8, BINDINGS_MAX = 16, FATES = 4 };

/* A write, or a cut to `at` bytes when bytes is NULL. */
struct change {
    struct change *next;
    uint8_t *bytes;
    size_t size;
    uint64_t at;
};

/* A file's content, whatever its name. Kept until the machine goes. */
struct file {
    struct file *next;
    uint8_t *lasting;
    size_t size;
    struct change *first, **end;
    bool made; /* by settle_file: `lasting` is what the disk has */
};

struct name {
    char path[256];
    struct file *now; /* NULL: nothing has this name */
    struct file *lasting;
    struct file *since[BINDINGS_MAX]; /* what had it since the folder was synced */
    int since_count;
};

struct crash_machine {
    char folder[200];
    struct name names[NAMES_MAX];
    int name_count;
    struct file *files;
    uint64_t syncs, cut_at;
    bool dark;
    uint64_t dice;
    struct crash_fates *fates;
};

static struct crash_machine *machines[MACHINES_MAX];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static _Thread_local bool unwatched; /* our own writing */

static void broken(const char *what)
{
    (void)fprintf(stderr, "crash_disk: %s\n", what);
    abort();
}

static void *allot(size_t size)
{
    void *space = calloc(1, size == 0 ? 1 : size);
    if (space == NULL)
        broken("no memory");
    return space;
}

/* ---- chance ---- */

static uint32_t roll(struct crash_machine *machine, uint32_t limit)
{
    machine->dice = machine->dice * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(machine->dice >> 33) % limit;
}

/* ---- machines, files, names ---- */

static struct crash_machine *machine_of(const char *path)
{
    for (int i = 0; i < MACHINES_MAX; i++) {
        size_t length = machines[i] == NULL ? 0 : strlen(machines[i]->folder);
        if (length > 0 && strncmp(path, machines[i]->folder, length) == 0 &&
            (path[length] == '/' || path[length] == '\0'))
            return machines[i];
    }
    return NULL;
}

static struct file *file_new(struct crash_machine *machine)
{
    struct file *file = allot(sizeof *file);
    file->end = &file->first;
    file->next = machine->files;
    machine->files = file;
    return file;
}

static struct name *name_of(struct crash_machine *machine, const char *path)
{
    for (int i = 0; i < machine->name_count; i++)
        if (strcmp(machine->names[i].path, path) == 0)
            return &machine->names[i];
    if (machine->name_count == NAMES_MAX || strlen(path) >= sizeof machine->names[0].path)
        broken("too many names, or one too long");
    struct name *name = &machine->names[machine->name_count++];
    *name = (struct name){ .now = NULL };
    (void)snprintf(name->path, sizeof name->path, "%s", path);
    return name;
}

/* One that has had this name often enough is as good as another. */
static void bind(struct name *name, struct file *file)
{
    name->now = file;
    name->since[name->since_count % BINDINGS_MAX] = file;
    name->since_count++;
}

static struct file *file_of(struct crash_machine *machine, const char *path)
{
    struct name *name = name_of(machine, path);
    if (name->now == NULL)
        bind(name, file_new(machine));
    return name->now;
}

static void add_change(struct file *file, const void *bytes, size_t size, uint64_t at)
{
    struct change *change = allot(sizeof *change);
    change->at = at;
    change->size = size;
    if (bytes != NULL) {
        change->bytes = allot(size);
        memcpy(change->bytes, bytes, size);
    }
    *file->end = change;
    file->end = &change->next;
}

/* ---- what lasts ---- */

static void set_size(struct file *file, size_t size)
{
    uint8_t *grown = realloc(file->lasting, size == 0 ? 1 : size);
    if (grown == NULL)
        broken("no memory");
    if (size > file->size)
        memset(grown + file->size, 0, size - file->size);
    file->lasting = grown;
    file->size = size;
}

static void put_part(struct file *file, const struct change *change, size_t from, size_t to)
{
    size_t end = (size_t)change->at + to;
    if (end > file->size)
        set_size(file, end);
    memcpy(file->lasting + change->at + from, change->bytes + from, to - from);
}

static void land(struct file *file, const struct change *change)
{
    if (change->bytes == NULL)
        set_size(file, (size_t)change->at);
    else
        put_part(file, change, 0, change->size);
}

/* Calls part for each piece of the write that lies in one sector. */
static void each_sector(struct crash_machine *machine, struct file *file, struct change *change,
                        void (*part)(struct crash_machine *, struct file *, struct change *,
                                     size_t from, size_t to))
{
    for (size_t from = 0; from < change->size;) {
        size_t to = from + SECTOR - (size_t)((change->at + from) % SECTOR);
        to = to > change->size ? change->size : to;
        part(machine, file, change, from, to);
        from = to;
    }
}

static void tear_part(struct crash_machine *machine, struct file *file, struct change *change,
                      size_t from, size_t to)
{
    if (roll(machine, 2) == 0)
        put_part(file, change, from, to);
}

static void spoil_part(struct crash_machine *machine, struct file *file, struct change *change,
                       size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        change->bytes[i] = (uint8_t)roll(machine, 256);
    put_part(file, change, from, to);
}

static void forget_changes(struct file *file)
{
    while (file->first != NULL) {
        struct change *change = file->first;
        file->first = change->next;
        free(change->bytes);
        free(change);
    }
    file->end = &file->first;
}

static void settle_sync(struct file *file)
{
    for (const struct change *change = file->first; change != NULL; change = change->next)
        land(file, change);
    forget_changes(file);
}

/* ---- the witness ---- */

/* Takes the lock when the path is on a machine that has power. */
static struct crash_machine *enter(const char *path, bool *ret_dark)
{
    *ret_dark = false;
    if (unwatched)
        return NULL;
    (void)pthread_mutex_lock(&lock);
    struct crash_machine *machine = machine_of(path);
    *ret_dark = machine != NULL && machine->dark;
    if (machine != NULL && !machine->dark)
        return machine;
    (void)pthread_mutex_unlock(&lock);
    return NULL;
}

static bool leave(bool done)
{
    (void)pthread_mutex_unlock(&lock);
    return done;
}

static bool witness_make(const char *path)
{
    bool dark;
    struct crash_machine *machine = enter(path, &dark);
    if (machine == NULL)
        return !dark;
    struct name *name = name_of(machine, path);
    if (name->now == NULL)
        bind(name, file_new(machine));
    else
        add_change(name->now, NULL, 0, 0);
    return leave(true);
}

static bool witness_write(const char *path, const void *bytes, size_t size, uint64_t at)
{
    bool dark;
    struct crash_machine *machine = enter(path, &dark);
    if (machine == NULL)
        return !dark;
    add_change(file_of(machine, path), bytes, size, at);
    return leave(true);
}

static bool witness_truncate(const char *path, uint64_t size)
{
    bool dark;
    struct crash_machine *machine = enter(path, &dark);
    if (machine == NULL)
        return !dark;
    add_change(file_of(machine, path), NULL, 0, size);
    return leave(true);
}

/* Is there still power for this sync? */
static bool survives_sync(struct crash_machine *machine)
{
    machine->dark = machine->syncs == machine->cut_at;
    machine->syncs += machine->dark ? 0 : 1;
    return !machine->dark;
}

static bool witness_sync(const char *path)
{
    bool dark;
    struct crash_machine *machine = enter(path, &dark);
    if (machine == NULL)
        return !dark;
    bool done = survives_sync(machine);
    if (done)
        settle_sync(file_of(machine, path));
    return leave(done);
}

static bool is_in(const char *path, const char *folder)
{
    size_t length = strlen(folder);
    return strncmp(path, folder, length) == 0 && path[length] == '/' &&
           strchr(path + length + 1, '/') == NULL;
}

static bool witness_sync_folder(const char *path)
{
    bool dark;
    struct crash_machine *machine = enter(path, &dark);
    if (machine == NULL)
        return !dark;
    bool done = survives_sync(machine);
    for (int i = 0; done && i < machine->name_count; i++)
        if (is_in(machine->names[i].path, path)) {
            machine->names[i].lasting = machine->names[i].now;
            machine->names[i].since_count = 0;
        }
    return leave(done);
}

static bool witness_rename(const char *from, const char *to)
{
    bool dark;
    struct crash_machine *machine = enter(to, &dark);
    if (machine == NULL)
        return !dark;
    struct file *file = file_of(machine, from);
    bind(name_of(machine, to), file);
    bind(name_of(machine, from), NULL);
    return leave(true);
}

static bool witness_remove(const char *path)
{
    bool dark;
    struct crash_machine *machine = enter(path, &dark);
    if (machine == NULL)
        return !dark;
    bind(name_of(machine, path), NULL);
    return leave(true);
}

void crash_disk_install(void)
{
    static const struct disk_witness witness = {
        .make = witness_make,
        .write = witness_write,
        .truncate = witness_truncate,
        .sync = witness_sync,
        .sync_folder = witness_sync_folder,
        .rename = witness_rename,
        .remove = witness_remove,
    };
    disk_shim_install();
    disk_shim_hurry(true);
    disk_shim_watch(&witness);
    disk_calls_watch(&witness);
}

/* ---- a machine ---- */

static bool is_kept(const char *name)
{
    size_t length = strlen(name);
    bool is_shared_memory = length > 4 && strcmp(name + length - 4, "-shm") == 0;
    return strcmp(name, "lock") != 0 && strcmp(name, "running") != 0 && !is_shared_memory;
}

static void load_file(struct crash_machine *machine, const char *path, size_t size)
{
    struct name *name = name_of(machine, path);
    FILE *in = fopen(path, "re");
    struct file *file = file_new(machine);
    set_size(file, size);
    if (in == NULL || fread(file->lasting, 1, size, in) != size)
        broken("a file cannot be read");
    (void)fclose(in);
    name->now = name->lasting = file;
}

/* Every regular file below the folder lasts. */
static void load_folder(struct crash_machine *machine, const char *folder)
{
    DIR *open = opendir(folder);
    for (struct dirent *entry; open != NULL && (entry = readdir(open)) != NULL;) {
        char path[PATH_MAX];
        struct stat at;
        (void)snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] == '.' || lstat(path, &at) != 0)
            continue;
        if (S_ISDIR(at.st_mode))
            load_folder(machine, path);
        else if (S_ISREG(at.st_mode) && is_kept(entry->d_name))
            load_file(machine, path, (size_t)at.st_size);
    }
    if (open != NULL)
        (void)closedir(open);
}

struct crash_machine *crash_machine_new(const char *folder)
{
    struct crash_machine *machine = allot(sizeof *machine);
    (void)snprintf(machine->folder, sizeof machine->folder, "%s", folder);
    machine->cut_at = UINT64_MAX;
    load_folder(machine, folder);
    for (int i = 0; i < MACHINES_MAX; i++)
        if (machines[i] == NULL) {
            machines[i] = machine;
            return machine;
        }
    broken("too many machines");
    return NULL;
}

void crash_machine_free(struct crash_machine *machine)
{
    if (machine == NULL)
        return;
    for (int i = 0; i < MACHINES_MAX; i++)
        if (machines[i] == machine)
            machines[i] = NULL;
    while (machine->files != NULL) {
        struct file *file = machine->files;
        machine->files = file->next;
        forget_changes(file);
        free(file->lasting);
        free(file);
    }
    free(machine);
}

void crash_machine_cut_at(struct crash_machine *machine, uint64_t syncs)
{
    machine->cut_at = syncs == UINT64_MAX ? UINT64_MAX : machine->syncs + syncs;
}

void crash_machine_cut(struct crash_machine *machine)
{
    (void)pthread_mutex_lock(&lock);
    machine->dark = true;
    (void)pthread_mutex_unlock(&lock);
}

bool crash_machine_is_dark(const struct crash_machine *machine)
{
    (void)pthread_mutex_lock(&lock);
    bool dark = machine->dark;
    (void)pthread_mutex_unlock(&lock);
    return dark;
}

uint64_t crash_machine_syncs(const struct crash_machine *machine)
{
    return machine->syncs;
}

/* ---- the power comes back ---- */

static void settle_change(struct crash_machine *machine, struct file *file, struct change *change,
                          uint32_t mood)
{
    uint32_t fate = mood < FATES ? mood : roll(machine, FATES);
    if (change->bytes == NULL)
        fate %= 2; /* a cut happens or not */
    if (fate == 0) {
        land(file, change);
        machine->fates->landed++;
    } else if (fate == 1) {
        machine->fates->vanished++;
    } else if (fate == 2) {
        each_sector(machine, file, change, tear_part);
        machine->fates->torn++;
    } else {
        each_sector(machine, file, change, spoil_part);
        machine->fates->garbage++;
    }
}

/* All of a file's changes may share one fate, or each has its own. */
static void settle_file(struct crash_machine *machine, struct file *file)
{
    uint32_t mood = roll(machine, 2 * FATES);
    for (struct change *change = file->first; change != NULL; change = change->next)
        settle_change(machine, file, change, mood);
    forget_changes(file);
}

static struct file *choose(struct crash_machine *machine, const struct name *name)
{
    int bindings = name->since_count < BINDINGS_MAX ? name->since_count : BINDINGS_MAX;
    uint32_t chosen = roll(machine, (uint32_t)bindings + 1);
    machine->fates->names += bindings > 0;
    return chosen == 0 ? name->lasting : name->since[chosen - 1];
}

static void write_out(const char *path, const void *bytes, size_t size)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
    if (fd < 0 || write(fd, bytes, size) != (ssize_t)size || close(fd) != 0)
        broken("a file cannot be written");
}

static void settle_name(struct crash_machine *machine, struct name *name)
{
    struct file *file = choose(machine, name);
    name->now = name->lasting = file;
    name->since_count = 0;
    if (file == NULL)
        (void)unlink(name->path);
    else
        write_out(name->path, file->lasting, file->size);
}

/* What SQLite keeps in shared memory is whatever happened to reach the disk. */
static void spoil_index(struct crash_machine *machine, const char *database)
{
    char path[PATH_MAX];
    uint8_t noise[4096];
    (void)snprintf(path, sizeof path, "%s-shm", database);
    if (access(path, F_OK) != 0)
        return;
    for (size_t i = 0; i < sizeof noise; i++)
        noise[i] = (uint8_t)roll(machine, 256);
    if (roll(machine, 2) == 0)
        (void)unlink(path);
    else
        write_out(path, noise, sizeof noise);
}

void crash_machine_light(struct crash_machine *machine, uint64_t seed, struct crash_fates *add)
{
    (void)pthread_mutex_lock(&lock);
    unwatched = true;
    machine->dice = seed ^ 0x9e3779b97f4a7c15u;
    machine->fates = add;
    add->cuts++;
    for (struct file *file = machine->files; file != NULL; file = file->next)
        settle_file(machine, file);
    for (int i = 0; i < machine->name_count; i++) {
        settle_name(machine, &machine->names[i]);
        spoil_index(machine, machine->names[i].path);
    }
    machine->dark = false;
    machine->cut_at = UINT64_MAX;
    unwatched = false;
    (void)pthread_mutex_unlock(&lock);
}
