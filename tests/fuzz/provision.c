/* A setup file from a strange stick: whatever it holds, it is read whole or refused, and no problem
 * quotes it. */
#include "provision.h"
#include "fuzz.h"

static bool is_bounded(const char *text, size_t size)
{
    return strnlen(text, size) < size;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct problems problems;
    static struct provision file;
    problems = (struct problems){ 0 };
    bool read = provision_read(span_of(data, size), &file, &problems);
    must(read == (problems.errors == 0 && !problems.starved), "what is wrong is said");
    must(is_bounded(file.hub, sizeof file.hub) && is_bounded(file.code, sizeof file.code) &&
             is_bounded(file.ca, sizeof file.ca),
         "texts end");
    if (read) {
        must(file.hub[0] != '\0' && file.code[0] != '\0', "and are there");
        fuzz_accepted("whole");
    }
    return 0;
}
