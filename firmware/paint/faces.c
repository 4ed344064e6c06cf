/* Opening fonts on demand, and falling back between them; see faces.h. */
#include "faces.h"
#include "err.h"
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define SYSTEM_FOLDER "/usr/share/fonts/truetype/noto"

/* A font needs some size to be opened with; each use sets its own. */
enum { FIRST_SIZE_PX = 26 };

static const char *const files[FACES][WEIGHTS] = {
    [FACE_SANS] = { "NotoSans-Regular.ttf", "NotoSans-Bold.ttf" },
    [FACE_NASTALIQ] = { "NotoNastaliqUrdu-Regular.ttf", "NotoNastaliqUrdu-Bold.ttf" },
    [FACE_NASKH] = { "NotoNaskhArabic-Regular.ttf", "NotoNaskhArabic-Bold.ttf" },
    [FACE_DEVANAGARI] = { "NotoSansDevanagari-Regular.ttf", "NotoSansDevanagari-Bold.ttf" },
    [FACE_BENGALI] = { "NotoSansBengali-Regular.ttf", "NotoSansBengali-Bold.ttf" },
    [FACE_GURMUKHI] = { "NotoSansGurmukhi-Regular.ttf", "NotoSansGurmukhi-Bold.ttf" },
    [FACE_TAMIL] = { "NotoSansTamil-Regular.ttf", "NotoSansTamil-Bold.ttf" },
    [FACE_SYMBOLS] = { "NotoSansSymbols-Regular.ttf", "NotoSansSymbols-Bold.ttf" },
    [FACE_SYMBOLS_2] = { "NotoSansSymbols2-Regular.ttf", "NotoSansSymbols2-Regular.ttf" },
};

bool faces_init(struct faces *faces, const char *folder, struct err *err)
{
    *faces = (struct faces){ 0 };
    int length =
        snprintf(faces->folder, sizeof faces->folder, "%s", folder ? folder : SYSTEM_FOLDER);
    if (length < 0 || (size_t)length >= sizeof faces->folder)
        return err_set(err, ERR_USAGE, "the name of the font folder is too long");
    if (TTF_Init() != 0)
        return err_set(err, ERR_LATER, "cannot start the font library: %s", TTF_GetError());
    if (!faces_font(faces, FACE_SANS, WEIGHT_REGULAR, FIRST_SIZE_PX))
        return err_set(err, ERR_MISSING, "no %s in %s: install Debian's fonts-noto-core",
                       files[FACE_SANS][0], faces->folder);
    return true;
}

static void close_face(struct open_face *open)
{
    if (open->font)
        TTF_CloseFont(open->font);
    if (open->bytes)
        (void)munmap(open->bytes, open->size);
    *open = (struct open_face){ 0 };
}

void faces_finish(struct faces *faces)
{
    for (int face = 0; face < FACES; face++)
        for (int weight = 0; weight < WEIGHTS; weight++)
            close_face(&faces->open[face][weight]);
    if (TTF_WasInit())
        TTF_Quit();
    *faces = (struct faces){ 0 };
}

void faces_rest(struct faces *faces)
{
    for (int face = 0; face < FACES; face++)
        for (int weight = 0; weight < WEIGHTS; weight++) {
            const struct open_face *open = &faces->open[face][weight];
            if (open->bytes)
                (void)madvise(open->bytes, open->size, MADV_DONTNEED);
        }
}

static bool map_file(struct open_face *ret, const char *path)
{
    struct stat stat;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool sized = fstat(fd, &stat) == 0 && stat.st_size > 0 && stat.st_size <= INT32_MAX;
    void *bytes = sized ? mmap(NULL, (size_t)stat.st_size, PROT_READ, MAP_PRIVATE, fd, 0) : NULL;
    (void)close(fd);
    if (!sized || bytes == MAP_FAILED)
        return false;
    ret->bytes = bytes;
    ret->size = (size_t)stat.st_size;
    return true;
}

/* Reading through the mapping, a glyph costs no call of the system. */
static bool open_font(struct faces *faces, struct open_face *open, const char *file)
{
    char path[512];
    (void)snprintf(path, sizeof path, "%s/%s", faces->folder, file);
    SDL_RWops *bytes =
        map_file(open, path) ? SDL_RWFromConstMem(open->bytes, (int)open->size) : NULL;
    open->font = bytes ? TTF_OpenFontRW(bytes, 1, FIRST_SIZE_PX) : NULL;
    open->size_px = FIRST_SIZE_PX;
    if (open->font)
        TTF_SetFontHinting(open->font, TTF_HINTING_LIGHT_SUBPIXEL);
    return open->font != NULL;
}

/* At whatever size it was used last. */
static struct open_face *face_of(struct faces *faces, enum face face, enum weight weight)
{
    struct open_face *open = &faces->open[face][weight];
    if (!open->font && !open->absent && !open_font(faces, open, files[face][weight])) {
        close_face(open);
        open->absent = true;
    }
    return open->font ? open : NULL;
}

TTF_Font *faces_font(struct faces *faces, enum face face, enum weight weight, uint16_t size_px)
{
    struct open_face *open = face_of(faces, face, weight);
    if (open && open->size_px != size_px) {
        if (TTF_SetFontSize(open->font, size_px) != 0)
            return NULL;
        open->size_px = size_px;
    }
    return open ? open->font : NULL;
}

static bool has(struct faces *faces, enum face face, enum weight weight, uint32_t character)
{
    struct open_face *open = face_of(faces, face, weight);
    return open && TTF_GlyphIsProvided32(open->font, character);
}

enum face faces_for(struct faces *faces, uint32_t character, enum face wanted, enum weight weight)
{
    if (has(faces, wanted, weight, character))
        return wanted;
    for (int face = 0; face < FACES; face++)
        if ((enum face)face != wanted && has(faces, (enum face)face, weight, character))
            return (enum face)face;
    return wanted;
}

bool faces_have(struct faces *faces, uint32_t character, enum weight weight)
{
    for (int face = 0; face < FACES; face++)
        if (has(faces, (enum face)face, weight, character))
            return true;
    return false;
}
