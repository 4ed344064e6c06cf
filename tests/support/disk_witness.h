#pragma once
/*
 * Who is asked before a disk is changed, by SQLite (disk_shim.h) or by the programs' own files
 * (disk_calls.h). False: the change does not happen, as on a disk without power.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct disk_witness {
    bool (*make)(const char *path); /* a new file, or one that is emptied */
    bool (*write)(const char *path, const void *bytes, size_t size, uint64_t at);
    bool (*truncate)(const char *path, uint64_t size);
    bool (*sync)(const char *path);        /* the file's bytes */
    bool (*sync_folder)(const char *path); /* the names in it */
    bool (*rename)(const char *from, const char *to);
    bool (*remove)(const char *path);
};
