/* Findings as text and as JSON: see lint_print.h. */
#include "lint_print.h"
#include "buf.h"
#include "problems_print.h"

enum { WHERE_BYTES = 2000 };

/* Names of one kind, of which a finding has some. */
struct names {
    const char *(*name)(const void *of, int number);
    const void *of;
    uint32_t all;
    const char *all_of_them; /* "all languages" */
};

static const char *tag_name(const void *of, int number)
{
    const struct survey *survey = of;
    return survey->languages[number].tag;
}

static const char *panel_name(const void *of, int number)
{
    const struct lint_report *report = of;
    return report->panels[number];
}

static const char *display_name(const void *of, int number)
{
    (void)of;
    return lint_display_name(number);
}

static uint32_t first_bits(int count)
{
    return (UINT32_C(1) << count) - 1;
}

static bool is_several(uint32_t set)
{
    return (set & (set - 1)) != 0;
}

/* Names what is in the set, behind a semicolon where something stands before it. */
static void put_names(struct buf *where, uint32_t set, const struct names *names)
{
    const char *between = where->size > 0 ? "; " : "";
    if (is_several(set) && set == names->all) {
        buf_printf(where, "%s%s", between, names->all_of_them);
        return;
    }
    for (int i = 0; i < 32; i++)
        if (set >> i & 1) {
            buf_printf(where, "%s%s", between, names->name(names->of, i));
            between = ", ";
        }
}

static void names_of(const struct lint_report *report, const struct survey *survey,
                     struct names ret[3])
{
    ret[0] = (struct names){ tag_name, survey, report->seen, "all languages" };
    ret[1] = (struct names){ panel_name, report, first_bits(report->panel_count), "all panels" };
    ret[2] = (struct names){ display_name, NULL, first_bits(LINT_DISPLAYS), "all displays" };
}

static void print_one(const struct lint_report *report, const struct survey *survey,
                      const struct lint_finding *finding, FILE *out)
{
    char text[600];
    struct names names[3];
    BUF_AUTO where = buf_new(WHERE_BYTES);
    lint_text(finding, text, sizeof text);
    names_of(report, survey, names);
    put_names(&where, finding->languages, &names[0]);
    put_names(&where, finding->panels, &names[1]);
    put_names(&where, finding->displays, &names[2]);
    (void)fprintf(out, "%s ", problem_level_word(finding->level));
    if (finding->venue[0] != '\0')
        (void)fprintf(out, "venue %s ", finding->venue);
    if (finding->line > 0)
        (void)fprintf(out, "%d:%d ", finding->line, finding->column);
    (void)fprintf(out, "%s: ", finding->pointer[0] == '\0' ? "/" : finding->pointer);
    if (finding->screen[0] != '\0')
        (void)fprintf(out, "%s: ", finding->screen);
    (void)fprintf(out, where.size > 0 ? "%s (%s)\n" : "%s\n", text, buf_text(&where));
}

void lint_print(const struct lint_report *report, const struct survey *survey, FILE *out)
{
    for (int i = 0; i < report->count; i++)
        print_one(report, survey, &report->findings[i], out);
    int more = report->errors + report->warnings - report->count;
    if (more > 0)
        (void)fprintf(out, "and %d more\n", more);
}

void lint_print_venues(const struct lint_report *report, FILE *out)
{
    if (report->venues > 0)
        (void)fprintf(out, ", and what %d venue%s of %s own", report->venues,
                      report->venues == 1 ? " says" : "s say",
                      report->venues == 1 ? "its" : "their");
    (void)fputc('\n', out);
}

static json_t *list_names(uint32_t set, const struct names *names)
{
    json_t *list = json_array();
    for (int i = 0; i < 32; i++)
        if (set >> i & 1)
            (void)json_array_append_new(list, json_string(names->name(names->of, i)));
    return list;
}

static json_t *one_as_json(const struct lint_report *report, const struct survey *survey,
                           const struct lint_finding *finding)
{
    char text[600];
    struct names names[3];
    lint_text(finding, text, sizeof text);
    names_of(report, survey, names);
    const char *venue = finding->venue[0] != '\0' ? finding->venue : NULL;
    return json_pack("{s:s, s:s, s:s*, s:s, s:s, s:i, s:i, s:s, s:s, s:o, s:o, s:o}", "level",
                     problem_level_word(finding->level), "kind", lint_kind_name(finding->kind),
                     "venue", venue, "pointer", finding->pointer, "text", text, "line",
                     finding->line, "column", finding->column, "screen", finding->screen, "about",
                     finding->about, "languages", list_names(finding->languages, &names[0]),
                     "panels", list_names(finding->panels, &names[1]), "displays",
                     list_names(finding->displays, &names[2]));
}

void lint_put_json(const struct lint_report *report, const struct survey *survey, json_t *list)
{
    for (int i = 0; i < report->count; i++)
        (void)json_array_append_new(list, one_as_json(report, survey, &report->findings[i]));
}

json_t *lint_readings_json(const struct lint_report *report, const struct survey *survey)
{
    json_t *list = json_array();
    for (int i = 0; i < report->reading_count; i++) {
        const struct lint_reading *reading = &report->readings[i];
        (void)json_array_append_new(list, json_pack("{s:s, s:f, s:i, s:i, s:i}", "language",
                                                    survey->languages[reading->language].tag, "age",
                                                    reading->age, "sentences", reading->sentences,
                                                    "words", reading->words, "syllables",
                                                    reading->syllables));
    }
    return list;
}
