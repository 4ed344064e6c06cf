/* Reading whose screens they are: see brand.h. */
#include "brand_read.h"
#include <stdio.h>

/* A logo stands in a line with words: not higher than wide, and no more than six times as wide. */
enum { WIDEST = 6, SVG_MAX = LOGO_PATH_MAX + 256, DIGITS_MAX = 4 };

static int hexadecimal(char digit)
{
    static const char digits[] = "0123456789abcdef";
    char low = (char)(digit >= 'A' && digit <= 'F' ? digit - 'A' + 'a' : digit);
    const char *at = low != '\0' ? strchr(digits, low) : NULL;
    return at ? (int)(at - digits) : -1;
}

static bool colour_of(const char *text, uint32_t *ret)
{
    uint32_t colour = 0;
    if (text[0] != '#' || strlen(text) != 7)
        return false;
    for (int i = 1; i < 7; i++) {
        int digit = hexadecimal(text[i]);
        if (digit < 0)
            return false;
        colour = colour << 4 | (uint32_t)digit;
    }
    *ret = colour;
    return true;
}

static void read_colour(const struct members *brand, struct brand *ret)
{
    const json_t *json = json_object_get(brand->object, "colour");
    struct path path = path_key(brand->path, "colour");
    const char *text = json_is_string(json) ? json_string_value(json) : "";
    ret->has_colour = json && colour_of(text, &ret->colour);
    if (json && !ret->has_colour)
        problems_error(brand->problems, &path, "write a colour such as \"#005eb8\"");
}

/* Path data as SVG has it, and nothing else: no other element, no entity, no number that is longer
 * than a drawing needs. */
static bool is_path(const char *text)
{
    static const char known[] = "MmLlHhVvCcSsQqTtAaZz0123456789 ,.-";
    int digits = 0;
    if (text[0] != 'M' || strlen(text) > LOGO_PATH_MAX)
        return false;
    for (; *text != '\0'; text++) {
        digits = *text >= '0' && *text <= '9' ? digits + 1 : 0;
        if (strchr(known, *text) == NULL || digits > DIGITS_MAX)
            return false;
    }
    return true;
}

static void make_logo(const struct members *logo, const char *path, struct brand *ret)
{
    char svg[SVG_MAX];
    int length =
        snprintf(svg, sizeof svg,
                 "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %u %u\" "
                 "width=\"%u\" height=\"%u\"><path fill-rule=\"evenodd\" d=\"%s\"/></svg>",
                 ret->logo_width, ret->logo_height, ret->logo_width, ret->logo_height, path);
    if (length > 0 && length < SVG_MAX)
        ret->logo = arena_text(logo->arena, svg, (size_t)length);
}

static void read_logo(const struct members *brand, struct brand *ret)
{
    static const char *const known[] = { "width", "height", "path", NULL };
    struct path path;
    struct members logo = members_enter(brand, "logo", &path);
    struct path path_path = path_key(&path, "path");
    const json_t *json = json_object_get(logo.object, "path");
    const char *text = json_is_string(json) ? json_string_value(json) : "";
    members_check(&logo, known);
    member_number(&logo, "width", 1, LOGO_SIDE_MAX, &ret->logo_width);
    member_number(&logo, "height", 1, LOGO_SIDE_MAX, &ret->logo_height);
    if (!logo.object)
        return;
    if (ret->logo_height == 0 || ret->logo_width < ret->logo_height ||
        ret->logo_width > WIDEST * ret->logo_height)
        problems_error(logo.problems, &path,
                       "write its width and height: as wide as high, to %d times as wide", WIDEST);
    else if (!is_path(text))
        problems_error(
            logo.problems, &path_path,
            "write the \"d\" of one SVG path: from \"M\", letters and numbers of at most "
            "%d digits, %d characters",
            DIGITS_MAX, LOGO_PATH_MAX);
    else
        make_logo(&logo, text, ret);
}

void brand_read(const struct members *file, struct brand *ret)
{
    static const char *const known[] = { "name", "colour", "logo", NULL };
    struct path path;
    struct members brand = members_enter(file, "brand", &path);
    members_check(&brand, known);
    member_texts(&brand, "name", BRAND_NAME_MAX, &ret->name);
    read_colour(&brand, ret);
    read_logo(&brand, ret);
}
