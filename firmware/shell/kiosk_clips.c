/* Speech packs on the disk; see kiosk_clips.h. */
#include "kiosk_clips.h"
#include "courier_state.h"
#include "file.h"
#include "log.h"
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { PATH_SIZE = 4096 };

/* --- taking packs in --- */

/* Takes the descriptor over when it succeeds. */
static bool add(struct clips *clips, int *fd, struct span pack, const char *language,
                struct err *err)
{
    struct clips_pack *slot = &clips->packs[clips->count];
    if (clips->count == CLIPS_PACKS_MAX)
        return err_set(err, ERR_FULL, "more than %d speech packs", CLIPS_PACKS_MAX);
    *slot = (struct clips_pack){ .fd = -1 };
    if (!speech_pack_open(pack, &slot->entries, &slot->count, err))
        return false;
    (void)snprintf(slot->language, sizeof slot->language, "%s", language);
    slot->fd = *fd;
    *fd = -1;
    clips->count++;
    return true;
}

/* What stands before the sign; the whole name when it is too long for a language. */
static void language_of(const char *name, char sign, char ret[LANGUAGE_TAG_MAX + 1])
{
    size_t length = 0;
    while (name[length] != '\0' && name[length] != sign && length < LANGUAGE_TAG_MAX)
        length++;
    memcpy(ret, name, length);
    ret[length] = '\0';
}

static bool add_blob(struct clips *clips, const char *data, const struct blob_name *blob,
                     struct err *err)
{
    char language[LANGUAGE_TAG_MAX + 1];
    FD_AUTO fd = -1;
    BUF_AUTO pack = buf_new(BLOB_BYTES_MAX);
    language_of(blob->name, '/', language);
    return courier_blob_load(data, &blob->digest, &pack, err) &&
           courier_blob_open(data, &blob->digest, &fd, err) &&
           add(clips, &fd, buf_span(&pack), language, err);
}

void clips_of_bundle(struct clips *clips, const char *data, const struct manifest *manifest)
{
    for (size_t i = 0; i < manifest->blob_count; i++) {
        struct err err = { 0 };
        const struct blob_name *blob = &manifest->blobs[i];
        if (blob->kind == BLOB_CLIP && !add_blob(clips, data, blob, &err))
            log_line(LOG_WARN, "kiosk", "%s is not spoken: %s", blob->name, err.text);
    }
}

static bool add_file(struct clips *clips, const char *folder, const char *name, struct err *err)
{
    char path[PATH_SIZE], language[LANGUAGE_TAG_MAX + 1];
    BUF_AUTO pack = buf_new(SPEECH_PACK_MAX);
    language_of(name, '.', language);
    if (!file_join(path, sizeof path, folder, name, err) || !file_read(path, &pack, err))
        return false;
    FD_AUTO fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return err_errno(err, "cannot open %s", path);
    return add(clips, &fd, buf_span(&pack), language, err) || err_wrap(err, "reading %s", path);
}

static int is_pack(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);
    return length > 5 && strcmp(entry->d_name + length - 5, ".pack") == 0;
}

bool clips_of_folder(struct clips *clips, const char *folder, struct err *err)
{
    struct dirent **list = NULL;
    int count = scandir(folder, &list, is_pack, alphasort);
    if (count < 0)
        return err_errno(err, "cannot look into %s", folder);
    bool added = true;
    for (int i = 0; i < count; i++) {
        added = added && add_file(clips, folder, list[i]->d_name, err);
        free(list[i]);
    }
    free(list);
    return added;
}

void clips_finish(struct clips *clips)
{
    for (int i = 0; i < clips->count; i++) {
        file_close(&clips->packs[i].fd);
        free(clips->packs[i].entries);
    }
    clips->count = 0;
}

bool clips_speak(const struct clips *clips, const char *language)
{
    for (int i = 0; i < clips->count; i++)
        if (clips->packs[i].count > 0 && strcmp(clips->packs[i].language, language) == 0)
            return true;
    return false;
}

/* --- a clip --- */

static bool read_at(int fd, const struct speech_entry *entry, struct buf *ret)
{
    uint8_t *to = buf_grow(ret, entry->size);
    size_t got = 0;
    while (to != NULL && got < entry->size) {
        ssize_t more = pread(fd, to + got, entry->size - got, (off_t)(entry->offset + got));
        if (more <= 0)
            return false;
        got += (size_t)more;
    }
    return to != NULL;
}

bool clips_load(void *self, const struct voice_name *name, struct buf *ret)
{
    const struct clips *clips = self;
    struct speech_key key;
    memcpy(key.bytes, name->bytes, sizeof key.bytes);
    for (int i = 0; i < clips->count; i++) {
        const struct clips_pack *pack = &clips->packs[i];
        const struct speech_entry *entry = speech_find(pack->entries, pack->count, &key);
        if (entry != NULL)
            return read_at(pack->fd, entry, ret) && speech_clip_is(entry, buf_span(ret));
    }
    return false;
}
