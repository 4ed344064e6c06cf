/* Choosing among texts by language: see local_text.h. */
#include "local_text.h"
#include <strings.h>

static const struct local_text *find(const struct local_texts *texts, const char *tag, size_t size)
{
    for (int i = 0; i < texts->count; i++)
        if (strlen(texts->in[i].tag) == size && strncasecmp(texts->in[i].tag, tag, size) == 0)
            return &texts->in[i];
    return NULL;
}

static const struct local_text *find_own(const struct local_texts *texts, const char *tag)
{
    const struct local_text *found = find(texts, tag, strlen(tag));
    return found ? found : find(texts, tag, strcspn(tag, "-"));
}

struct local_text local_text_for(const struct local_texts *texts, const char *tag)
{
    const struct local_text *own = find_own(texts, tag);
    if (own)
        return *own;
    return texts->count > 0 ? texts->in[0] : (struct local_text){ NULL, "" };
}

bool local_text_speaks(const struct local_texts *texts, const char *tag)
{
    return find_own(texts, tag) != NULL;
}
