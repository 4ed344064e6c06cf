/*
 * From html to plain text. Nothing of html is ever interpreted on a kiosk: tags that only shape
 * text are taken out, blocks become lines, entities become characters, everything else is refused.
 */
#include "survey_int.h"
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

enum tag_effect { TAG_INLINE, TAG_LINE };

struct tag {
    const char *name;
    enum tag_effect effect;
};

static const struct tag tags[] = {
    { "b", TAG_INLINE },     { "strong", TAG_INLINE }, { "i", TAG_INLINE },
    { "em", TAG_INLINE },    { "u", TAG_INLINE },      { "span", TAG_INLINE },
    { "small", TAG_INLINE }, { "font", TAG_INLINE },   { "p", TAG_LINE },
    { "br", TAG_LINE },      { "div", TAG_LINE },      { "h1", TAG_LINE },
    { "h2", TAG_LINE },      { "h3", TAG_LINE },       { "h4", TAG_LINE },
    { "h5", TAG_LINE },      { "h6", TAG_LINE },       { "ul", TAG_LINE },
    { "ol", TAG_LINE },      { "li", TAG_LINE },       { "section", TAG_LINE },
    { "article", TAG_LINE },
};

struct entity {
    const char *name, *text;
};

static const struct entity entities[] = {
    { "&amp;", "&" },        { "&lt;", "<" },          { "&gt;", ">" },
    { "&quot;", "\"" },      { "&#39;", "'" },         { "&apos;", "'" },
    { "&nbsp;", " " },       { "&ndash;", "\u2013" },  { "&pound;", "\u00a3" },
    { "&lsquo;", "\u2018" }, { "&rsquo;", "\u2019" },  { "&ldquo;", "\u201c" },
    { "&rdquo;", "\u201d" }, { "&hellip;", "\u2026" },
};

/* The plain text so far; it is never longer than the html. */
struct plain {
    char *text;
    size_t size;
    bool space, line; /* owed before the next character */
};

static void put_owed(struct plain *plain)
{
    if (plain->size && (plain->line || plain->space))
        plain->text[plain->size++] = plain->line ? '\n' : ' ';
    plain->line = plain->space = false;
}

static void put_text(struct plain *plain, const char *text)
{
    if (*text == ' ' || *text == '\n' || *text == '\t' || *text == '\r') {
        plain->space = true;
        return;
    }
    put_owed(plain);
    while (*text)
        plain->text[plain->size++] = *text++;
}

/* Past a tag such as <p> or </p>; NULL when it is none that only shapes text. */
static const char *take_tag(const char *at, struct plain *plain)
{
    const char *name = at + 1 + (at[1] == '/');
    size_t size = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ123456");
    const char *end = name + strcspn(name, "<>");
    if (*end != '>' || !strchr(" \t\r\n/>", name[size]))
        return NULL;
    for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++) {
        if (strlen(tags[i].name) != size || strncasecmp(tags[i].name, name, size) != 0)
            continue;
        plain->line = plain->line || tags[i].effect == TAG_LINE;
        return end + 1;
    }
    return NULL;
}

/* Past an entity; an ampersand that starts none stands for itself. */
static const char *take_entity(const char *at, struct plain *plain)
{
    for (size_t i = 0; i < sizeof entities / sizeof entities[0]; i++) {
        size_t size = strlen(entities[i].name);
        if (strncmp(entities[i].name, at, size) != 0)
            continue;
        put_text(plain, entities[i].text);
        return at + size;
    }
    put_text(plain, "&");
    return at + 1;
}

/* A < that no tag follows stands for itself. */
static bool starts_tag(const char *at)
{
    return *at == '<' && at[1] &&
           strchr("/!?abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", at[1]);
}

static const char *take_any(const char *at, struct plain *plain, bool *ret_had_tags)
{
    if (starts_tag(at)) {
        *ret_had_tags = true;
        return take_tag(at, plain);
    }
    if (*at == '&')
        return take_entity(at, plain);
    put_text(plain, (const char[]){ *at, '\0' });
    return at + 1;
}

bool survey_html_plain(struct arena *arena, const char *html, const char **ret_text,
                       bool *ret_had_tags)
{
    struct plain plain = { .text = arena_take(arena, 2 * strlen(html) + 1) };
    const char *at = html;
    while (plain.text && at && *at)
        at = take_any(at, &plain, ret_had_tags);
    if (plain.text && at)
        *ret_text = plain.text;
    return at != NULL;
}
