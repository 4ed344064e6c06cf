#pragma once
/*
 * SQLite writes each page of its write-ahead log with two calls: a head of 24 bytes, and the page.
 * Half of them are saved where head and page go to the system together. Nothing else is changed:
 * the head waits for nothing but the very next call on that file.
 */

/* The name of a file system for sqlite3_open_v2 that stands on the default one, as that is now;
 * NULL, which is the default one itself, when it cannot be had. Any thread. */
const char *sqlite_log_vfs(void);
