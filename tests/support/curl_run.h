#pragma once
/* Asks a server through the curl program: real TLS, real HTTP, none of our code. */
#include "buf.h"

struct curl_result {
    int exit;   /* curl's own */
    int status; /* 0 when there was no answer */
    struct buf headers, body;
};

/* Runs `curl OPTIONS URL`; options are shell words. */
struct curl_result curl_run(const char *folder, const char *ca, const char *options,
                            const char *url);
void curl_finish(struct curl_result *result);
#define CURL_AUTO __attribute__((cleanup(curl_finish))) struct curl_result

/* Runs a shell command, appends what it prints, and returns its exit status. */
int shell_run(struct buf *ret_output, const char *fmt, ...) PRINTF(2, 3);

/* A new empty folder under the build folder; kept as text in ret. */
void folder_new(char *ret, size_t size);
void folder_remove(const char *folder);
