#pragma once
/*
 * jansson's memory. Without memory jansson blames the file, leaves a letter out of a text and says
 * nothing, or ends the process. So while a file is read a reserve stands by that is enough for all
 * of it; when that was touched, what was read is not to be used.
 */
#include <stdbool.h>
#include <stddef.h>

/* A reserve for a file of so many bytes, on this thread; false when there is no memory for it. */
bool json_memory_begin(size_t file_size);
/* Was it touched? */
bool json_memory_starved(void);
/* Lets it go. What was read when it was touched must be released before. */
void json_memory_end(void);
