/*
 * Runs a fuzz entry over the files of its corpus, without libFuzzer: an ordinary test in every
 * build. Each file is given in memory of exactly its size, so that a sanitizer sees a byte too far.
 * Behind the folder stand the ways in which at least one input has to be accepted: bytes that are
 * all turned away at the door would test the door alone.
 */
#include "file.h"
#include "fuzz.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

enum { INPUT_MAX = 16 * 1024 * 1024, PATH_SIZE = 4096 };

static bool replay(const char *folder, const char *name)
{
    char path[PATH_SIZE];
    struct err err = { 0 };
    BUF_AUTO bytes = buf_new(INPUT_MAX);
    if (!file_join(path, sizeof path, folder, name, &err) || !file_read(path, &bytes, &err)) {
        (void)fprintf(stderr, "%s\n", err.text);
        return false;
    }
    uint8_t *exact = malloc(bytes.size + (bytes.size == 0));
    must(exact != NULL, "there is memory for one input");
    if (bytes.size > 0)
        memcpy(exact, bytes.data, bytes.size);
    (void)fprintf(stderr, "%s\n", name); /* the last one named is the one that ended us */
    (void)LLVMFuzzerTestOneInput(exact, bytes.size);
    free(exact);
    return true;
}

static bool was_accepted(const char *way)
{
    size_t count = fuzz_accepted_count(way);
    (void)fprintf(stderr, "%s: %zu accepted\n", way, count);
    return count > 0;
}

int main(int argc, char **argv)
{
    int count = 0;
    bool fine = argc > 2;
    DIR *folder = fine ? opendir(argv[1]) : NULL;
    for (const struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;) {
        if (entry->d_name[0] == '.')
            continue;
        fine = replay(argv[1], entry->d_name) && fine;
        count++;
    }
    if (folder != NULL)
        (void)closedir(folder);
    (void)fprintf(stderr, "%d inputs\n", count);
    for (int i = 2; i < argc; i++)
        fine = was_accepted(argv[i]) && fine;
    return fine && count > 0 ? 0 : 1;
}
