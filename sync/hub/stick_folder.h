#pragma once
/* What kiosks have put into a folder of a stick, and which kiosks are met there. */
#include "stick_papers.h"

enum { STICK_KIOSKS_MAX = 64 };

struct stick_kiosk {
    uint64_t id;
    char folder[STICK_PATH_MAX];
    uint64_t held; /* the newest bundle that its batches tell of */
    bool is_new;   /* it was enrolled just now: without its bundle it asks nothing */
    bool by_name;  /* nothing but the name of a file says that it was here */
};
struct stick_kiosks {
    struct stick_kiosk list[STICK_KIOSKS_MAX];
    size_t count;
};
/* Notes the kiosk of a file; once, whatever more of its files there are. */
void stick_kiosks_add(struct stick_kiosks *met, const char *path, uint64_t kiosk, uint64_t held,
                      bool is_new);

/* Is it a folder, and not one that bears the name of a kiosk's file? */
bool stick_folder_is(const char *path);

struct stick_folder {
    char **paths;
    int count;
};
void stick_folder_finish(struct stick_folder *folder);
#define STICK_FOLDER_AUTO __attribute__((cleanup(stick_folder_finish))) struct stick_folder
/* All files of kiosks in it, of each life in the order in which they were written. Notes the kiosks
 * that any name there tells of: one that had nothing to say is to have its bundle too. */
MUST_CHECK bool stick_folder_read(const char *path, struct stick_folder *ret,
                                  struct stick_kiosks *met, struct err *err);
