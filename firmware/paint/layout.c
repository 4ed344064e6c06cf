/*
 * Breaking and ordering text; see layout.h. FriBidi gives each character its level; a run is a
 * stretch of one level, script and face. A line's runs are turned round by rule L2 of the bidi
 * algorithm.
 */
#include "layout.h"
#include "utf8.h"
#include <fribidi.h>
#include <stdlib.h>

/* One paragraph, character by character. */
struct layout_scratch {
    int count;
    FriBidiChar character[LAYOUT_CHARS_MAX];
    uint32_t at[LAYOUT_CHARS_MAX + 1]; /* byte offsets */
    FriBidiCharType type[LAYOUT_CHARS_MAX];
    FriBidiBracketType bracket[LAYOUT_CHARS_MAX];
    FriBidiLevel level[LAYOUT_CHARS_MAX];
    uint8_t script[LAYOUT_CHARS_MAX];
    uint8_t face[LAYOUT_CHARS_MAX];
};

struct layout_key {
    const char *text;
    const struct writing *writing;
    struct text_style style;
    int max_width;
};

static void layout_drop(struct lru_entry *entry)
{
    struct layout *layout = (struct layout *)entry;
    free(layout->lines);
    free(layout->runs);
    free(layout);
}

static bool layout_same(const struct lru_entry *entry, const void *wanted)
{
    const struct layout *layout = (const struct layout *)entry;
    const struct layout_key *key = wanted;
    return layout->writing == key->writing && layout->weight == key->style.weight &&
           layout->size_px == key->style.size_px && layout->max_width == key->max_width &&
           strcmp(layout->text, key->text) == 0;
}

bool layouts_init(struct layouts *layouts, struct runs *runs, struct err *err)
{
    *layouts = (struct layouts){ .runs = runs };
    layouts->kept.limit = LAYOUTS_BYTES;
    layouts->kept.drop = layout_drop;
    layouts->kept.same = layout_same;
    layouts->scratch = malloc(sizeof *layouts->scratch);
    return layouts->scratch != NULL || err_set(err, ERR_LATER, "no memory for laying out text");
}

void layouts_finish(struct layouts *layouts)
{
    lru_empty(&layouts->kept);
    free(layouts->scratch);
    layouts->scratch = NULL;
}

struct run_key layout_run_key(const struct layout *layout, const struct layout_run *run)
{
    return (struct run_key){ layout->text + run->start, run->size,   layout->size_px,    run->face,
                             (uint8_t)layout->weight,   run->script, run->level % 2 == 1 };
}

/* --- a paragraph's characters --- */

static void take_characters(struct layout_scratch *s, const char *text, size_t start, size_t end)
{
    s->count = 0;
    size_t at = start;
    while (at < end && s->count < LAYOUT_CHARS_MAX) {
        s->at[s->count] = (uint32_t)at;
        s->character[s->count++] = utf8_next(text, end, &at);
    }
    s->at[s->count] = (uint32_t)at;
}

static void find_levels(struct layout_scratch *s, const struct writing *writing)
{
    FriBidiParType base = writing->right_to_left ? FRIBIDI_PAR_RTL : FRIBIDI_PAR_LTR;
    fribidi_get_bidi_types(s->character, s->count, s->type);
    fribidi_get_bracket_types(s->character, s->count, s->type, s->bracket);
    if (!fribidi_get_par_embedding_levels_ex(s->type, s->bracket, s->count, &base, s->level))
        memset(s->level, 0, sizeof s->level[0] * (size_t)s->count);
}

enum { BRACKETS_MAX = 16 };

struct open_bracket {
    FriBidiBracketType type;
    uint8_t script;
};

/* A closing bracket is set like its opening one, whatever stands between them. */
static void match_brackets(struct layout_scratch *s)
{
    struct open_bracket open[BRACKETS_MAX];
    int depth = 0;
    for (int i = 0; i < s->count; i++) {
        FriBidiBracketType type = s->bracket[i];
        if (type == FRIBIDI_NO_BRACKET)
            continue;
        if (FRIBIDI_IS_BRACKET_OPEN(type) && depth < BRACKETS_MAX)
            open[depth++] = (struct open_bracket){ type, s->script[i] };
        else if (depth > 0 && ((open[depth - 1].type ^ type) & FRIBIDI_BRACKET_ID_MASK) == 0)
            s->script[i] = open[--depth].script;
    }
}

/* What has no script of its own goes with what stands before it; at the start, with what follows.
 */
static void find_scripts(struct layout_scratch *s, const struct writing *writing)
{
    enum script last = SCRIPT_COMMON;
    for (int i = 0; i < s->count; i++) {
        enum script own = script_of(s->character[i]);
        last = own == SCRIPT_COMMON ? last : own;
        s->script[i] = (uint8_t)last;
    }
    enum script first = writing->script;
    for (int i = 0; i < s->count; i++)
        if (s->script[i] != SCRIPT_COMMON) {
            first = s->script[i];
            break;
        }
    for (int i = 0; i < s->count && s->script[i] == SCRIPT_COMMON; i++)
        s->script[i] = (uint8_t)first;
    match_brackets(s);
}

static void find_faces(struct layouts *layouts, const struct layout *layout)
{
    struct layout_scratch *s = layouts->scratch;
    for (int i = 0; i < s->count; i++) {
        enum face wanted = script_face(s->script[i], layout->writing);
        if (i > 0 && script_joins_previous(s->character[i]))
            s->face[i] = s->face[i - 1];
        else
            s->face[i] =
                (uint8_t)faces_for(layouts->runs->faces, s->character[i], wanted, layout->weight);
    }
}

/* --- runs in a stretch of the paragraph --- */

static bool same_run(const struct layout_scratch *s, int a, int b)
{
    return s->level[a] == s->level[b] && s->script[a] == s->script[b] && s->face[a] == s->face[b];
}

/* The run that begins at character `from`, not beyond `to`; its width is measured. */
static struct layout_run take_run(struct layouts *layouts, const struct layout *layout, int from,
                                  int to, int *ret_next)
{
    const struct layout_scratch *s = layouts->scratch;
    int end = from + 1;
    while (end < to && same_run(s, from, end))
        end++;
    *ret_next = end;
    struct layout_run run = { .start = (uint16_t)s->at[from],
                              .size = (uint16_t)(s->at[end] - s->at[from]),
                              .face = s->face[from],
                              .script = s->script[from],
                              .level = (uint8_t)s->level[from] };
    struct run_key key = layout_run_key(layout, &run);
    const struct run *shaped = runs_measure(layouts->runs, &key);
    run.width = shaped ? shaped->width : 0;
    return run;
}

static int stretch_width(struct layouts *layouts, const struct layout *layout, int from, int to)
{
    int width = 0;
    while (from < to)
        width += take_run(layouts, layout, from, to, &from).width;
    return width;
}

/* --- breaking --- */

static bool is_space(const struct layout_scratch *s, int i)
{
    return s->character[i] == ' ' || s->character[i] == '\t';
}

static int skip_spaces(const struct layout_scratch *s, int i)
{
    while (i < s->count && is_space(s, i))
        i++;
    return i;
}

static int word_end(const struct layout_scratch *s, int i)
{
    while (i < s->count && !is_space(s, i))
        i++;
    return i;
}

static int grapheme_end(const struct layout_scratch *s, int i)
{
    i++;
    while (i < s->count && script_joins_previous(s->character[i]))
        i++;
    return i;
}

/* As much of a word as fits, and at least one grapheme: only for words wider than the whole line.
 */
static int part_that_fits(struct layouts *layouts, const struct layout *layout, int from, int to)
{
    int end = grapheme_end(layouts->scratch, from);
    while (end < to) {
        int more = grapheme_end(layouts->scratch, end);
        if (stretch_width(layouts, layout, from, more) > layout->max_width)
            break;
        end = more;
    }
    return end;
}

/* Adds words while their widths add up to no more than the line. */
static int add_words(struct layouts *layouts, const struct layout *layout, int end, int width)
{
    const struct layout_scratch *s = layouts->scratch;
    for (int word = skip_spaces(s, end); word < s->count; word = skip_spaces(s, end)) {
        int next = word_end(s, word);
        width +=
            stretch_width(layouts, layout, end, word) + stretch_width(layouts, layout, word, next);
        if (width > layout->max_width)
            break;
        end = next;
    }
    return end;
}

/* Words that are narrower together than apart, as in Nastaliq, leave room for more of them. */
static int add_words_that_fit(struct layouts *layouts, const struct layout *layout, int from,
                              int end)
{
    const struct layout_scratch *s = layouts->scratch;
    for (int word = skip_spaces(s, end); word < s->count; word = skip_spaces(s, end)) {
        int next = word_end(s, word);
        if (stretch_width(layouts, layout, from, next) > layout->max_width)
            break;
        end = next;
    }
    return end;
}

static int without_last_word(const struct layout_scratch *s, int from, int end)
{
    while (end > from && !is_space(s, end - 1))
        end--;
    while (end > from && is_space(s, end - 1))
        end--;
    return end;
}

/* Where the line that begins at `from` ends. Words shaped together may be wider than apart, so the
 * line is measured once more as it will be drawn. */
static int line_end(struct layouts *layouts, const struct layout *layout, int from)
{
    const struct layout_scratch *s = layouts->scratch;
    if (layout->max_width <= 0)
        return s->count;
    int first = word_end(s, from);
    int width = stretch_width(layouts, layout, from, first);
    if (width > layout->max_width)
        return part_that_fits(layouts, layout, from, first);
    int end = add_words(layouts, layout, first, width);
    while (end > first && stretch_width(layouts, layout, from, end) > layout->max_width) {
        int shorter = without_last_word(s, from, end);
        end = shorter > first ? shorter : first;
    }
    return add_words_that_fit(layouts, layout, from, end);
}

/* --- putting lines together --- */

static bool grow(void **list, int *room, int count, size_t size)
{
    if (count < *room)
        return true;
    int wanted = *room ? *room * 2 : 4;
    void *more = realloc(*list, (size_t)wanted * size);
    if (!more)
        return false;
    *list = more;
    *room = wanted;
    return true;
}

static void turn_round(struct layout_run *runs, int from, int to)
{
    for (to--; from < to; from++, to--) {
        struct layout_run kept = runs[from];
        runs[from] = runs[to];
        runs[to] = kept;
    }
}

/* Rule L2: from the highest level down, turn round every stretch of that level or above. */
static void put_in_seen_order(struct layout_run *runs, int count)
{
    int highest = 0;
    for (int i = 0; i < count; i++)
        highest = runs[i].level > highest ? runs[i].level : highest;
    for (int level = highest; level > 0; level--)
        for (int i = 0; i < count; i++) {
            int end = i;
            while (end < count && runs[end].level >= level)
                end++;
            turn_round(runs, i, end);
            i = end > i ? end - 1 : i;
        }
}

static void place_runs(struct layout *layout, struct layout_line *line)
{
    if (line->count == 0)
        return;
    struct layout_run *runs = layout->runs + line->first;
    put_in_seen_order(runs, line->count);
    for (int i = 0; i < line->count; i++) {
        runs[i].x = line->width;
        line->width += runs[i].width;
    }
}

static bool add_line(struct layouts *layouts, struct layout *layout, int from, int to)
{
    const struct layout_scratch *s = layouts->scratch;
    if (!grow((void **)&layout->lines, &layout->line_room, layout->line_count,
              sizeof *layout->lines))
        return false;
    struct layout_line line = { s->at[from], s->at[to], layout->run_count, 0, 0 };
    while (from < to) {
        if (!grow((void **)&layout->runs, &layout->run_room, layout->run_count,
                  sizeof *layout->runs))
            return false;
        layout->runs[layout->run_count++] = take_run(layouts, layout, from, to, &from);
        line.count++;
    }
    place_runs(layout, &line);
    layout->lines[layout->line_count++] = line;
    layout->size.width = line.width > layout->size.width ? line.width : layout->size.width;
    return true;
}

static void find_longest_word(struct layouts *layouts, struct layout *layout)
{
    const struct layout_scratch *s = layouts->scratch;
    for (int word = skip_spaces(s, 0); word < s->count;) {
        int end = word_end(s, word);
        int width = stretch_width(layouts, layout, word, end);
        layout->size.longest_word =
            width > layout->size.longest_word ? width : layout->size.longest_word;
        word = skip_spaces(s, end);
    }
}

/* Spaces at a break vanish; those at the end of the text stay, so that a caret behind them moves.
 */
static bool add_paragraph(struct layouts *layouts, struct layout *layout, size_t start, size_t end)
{
    struct layout_scratch *s = layouts->scratch;
    take_characters(s, layout->text, start, end);
    find_levels(s, layout->writing);
    find_scripts(s, layout->writing);
    find_faces(layouts, layout);
    find_longest_word(layouts, layout);
    int from = 0;
    do {
        int to = line_end(layouts, layout, from);
        int next = skip_spaces(s, to);
        if (!add_line(layouts, layout, from, next == s->count ? s->count : to))
            return false;
        from = next;
    } while (from < s->count);
    return true;
}

static bool fill(struct layouts *layouts, struct layout *layout)
{
    size_t size = strlen(layout->text);
    for (size_t start = 0;;) {
        const char *line_feed = memchr(layout->text + start, '\n', size - start);
        size_t end = line_feed ? (size_t)(line_feed - layout->text) : size;
        if (!add_paragraph(layouts, layout, start, end))
            return false;
        if (!line_feed)
            break;
        start = end + 1;
    }
    layout->size.lines = layout->line_count;
    layout->size.line_px = (layout->size_px * layout->writing->line_percent + 50) / 100;
    return true;
}

static size_t layout_cost(const struct layout *layout)
{
    return sizeof *layout + strlen(layout->text) +
           (size_t)layout->line_room * sizeof *layout->lines +
           (size_t)layout->run_room * sizeof *layout->runs;
}

static struct layout *layout_new(struct layouts *layouts, const struct layout_key *key,
                                 uint64_t hash)
{
    size_t size = strnlen(key->text, UINT16_MAX - 1);
    struct layout *layout = calloc(1, sizeof *layout + size + 1);
    if (!layout)
        return NULL;
    memcpy(layout->text, key->text, size);
    layout->writing = key->writing;
    layout->weight = key->style.weight;
    layout->size_px = key->style.size_px;
    layout->max_width = key->max_width;
    if (!fill(layouts, layout)) {
        layout_drop(&layout->entry);
        return NULL;
    }
    lru_add(&layouts->kept, &layout->entry, hash, layout_cost(layout));
    return layout;
}

const struct layout *layouts_get(struct layouts *layouts, const char *text, struct text_style style,
                                 int max_width)
{
    struct layout_key key = { text, writing_of(style.language), style, max_width };
    int rest[] = { style.size_px, (int)style.weight, max_width };
    uint64_t hash = lru_hash(lru_hash(LRU_HASH_START, text, strlen(text)), rest, sizeof rest);
    struct lru_entry *entry = lru_find(&layouts->kept, hash, &key);
    return entry ? (const struct layout *)entry : layout_new(layouts, &key, hash);
}

/* --- the caret --- */

static int line_of(const struct layout *layout, size_t byte)
{
    int line = 0;
    while (line + 1 < layout->line_count && layout->lines[line + 1].start <= byte)
        line++;
    return line;
}

enum { BEFORE_BYTES = 1024, JOINER_BYTES = 3 };

/* Does what stands before such a letter lose its tail? */
static bool joins_what_precedes(uint32_t letter)
{
    FriBidiJoiningType type = fribidi_get_joining_type(letter);
    return type == FRIBIDI_JOINING_TYPE_R || type == FRIBIDI_JOINING_TYPE_D ||
           type == FRIBIDI_JOINING_TYPE_C;
}

/* The width of a run's first bytes as they are seen in it: a letter that goes on into the next one
 * is asked for without its tail. */
static int width_before(struct layouts *layouts, const struct layout *layout,
                        const struct layout_run *run, size_t size)
{
    static const char joiner[] = "\u200D";
    char text[BEFORE_BYTES + JOINER_BYTES];
    struct run_key key = layout_run_key(layout, run);
    size_t next = size;
    key.size = (uint16_t)size;
    bool joins = size < run->size && joins_what_precedes(utf8_next(key.text, run->size, &next));
    if (joins && size <= BEFORE_BYTES) {
        memcpy(text, key.text, size);
        memcpy(text + size, joiner, JOINER_BYTES);
        key.text = text;
        key.size += JOINER_BYTES;
    }
    const struct run *shaped = size > 0 ? runs_measure(layouts->runs, &key) : NULL;
    return shaped ? shaped->width : 0;
}

static int caret_in_run(struct layouts *layouts, const struct layout *layout,
                        const struct layout_run *run, size_t byte)
{
    int width = width_before(layouts, layout, run, byte - run->start);
    return run->x + (run->level % 2 ? run->width - width : width);
}

/* The run at whose letter the caret stands: where two meet, the one that has just been read. */
static const struct layout_run *run_of_caret(const struct layout *layout,
                                             const struct layout_line *line, size_t byte)
{
    const struct layout_run *found = NULL;
    for (int i = 0; i < line->count; i++) {
        const struct layout_run *run = &layout->runs[line->first + i];
        bool holds = byte >= run->start && byte <= (size_t)run->start + run->size;
        if (holds && (found == NULL || byte > run->start))
            found = run;
    }
    return found;
}

/* Among spaces at a break, which are in no line, it stays behind the line's last letter. */
void layout_caret(struct layouts *layouts, const struct layout *layout, size_t byte, int *ret_line,
                  int *ret_x)
{
    *ret_line = line_of(layout, byte);
    const struct layout_line *line = &layout->lines[*ret_line];
    byte = byte < line->end ? byte : line->end;
    const struct layout_run *run = run_of_caret(layout, line, byte);
    *ret_x = run != NULL ? caret_in_run(layouts, layout, run, byte) : 0;
}
