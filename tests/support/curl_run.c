/* The curl program as a client for tests: see curl_run.h. */
#include "curl_run.h"
#include "file.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
/* cmocka wants these first. */
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { COMMAND_MAX = 8192, OUTPUT_MAX = 16 * 1024 * 1024 };

int shell_run(struct buf *ret_output, const char *fmt, ...)
{
    char command[COMMAND_MAX];
    char chunk[4096];
    size_t size;
    va_list args;
    va_start(args, fmt);
    int length = vsnprintf(command, sizeof command, fmt, args);
    va_end(args);
    assert_true(length > 0 && length < COMMAND_MAX);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    while ((size = fread(chunk, 1, sizeof chunk, pipe)) > 0)
        if (ret_output != NULL)
            buf_put(ret_output, chunk, size);
    int status = pclose(pipe);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

static void read_back(const char *folder, const char *name, struct buf *ret)
{
    char path[COMMAND_MAX];
    struct err err;
    assert_true(file_join(path, sizeof path, folder, name, &err));
    if (file_exists(path))
        assert_true(file_read(path, ret, &err));
    (void)unlink(path);
}

struct curl_result curl_run(const char *folder, const char *ca, const char *options,
                            const char *url)
{
    struct curl_result result = { .headers = buf_new(OUTPUT_MAX), .body = buf_new(OUTPUT_MAX) };
    BUF_AUTO status = buf_new(64);
    result.exit = shell_run(&status,
                            "curl -s --max-time 60 --cacert '%s' -D '%s/curl.headers' "
                            "-o '%s/curl.body' -w '%%{http_code}' %s '%s'",
                            ca, folder, folder, options, url);
    result.status = atoi(buf_text(&status));
    read_back(folder, "curl.headers", &result.headers);
    read_back(folder, "curl.body", &result.body);
    return result;
}

void curl_finish(struct curl_result *result)
{
    buf_finish(&result->headers);
    buf_finish(&result->body);
}

void folder_new(char *ret, size_t size)
{
    int length = snprintf(ret, size, "%s/test-XXXXXX", BINARY_DIR);
    assert_true(length > 0 && (size_t)length < size);
    assert_non_null(mkdtemp(ret));
}

void folder_remove(const char *folder)
{
    (void)shell_run(NULL, "rm -rf '%s'", folder);
}
