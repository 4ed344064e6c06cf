/* Keeping and printing what was found; see kiosk_faults.h. */
#include "kiosk_faults.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

/* So many are kept; whoever has more mends the first ones first. */
enum { FAULTS_MAX = 5000 };

struct faults {
    json_t *list;
    int screens, count;
};

bool faults_new(struct faults **ret, struct err *err)
{
    struct faults *faults = calloc(1, sizeof *faults);
    json_t *list = json_array();
    if (!faults || !list) {
        free(faults);
        json_decref(list);
        return err_set(err, ERR_LATER, "no memory for what is found");
    }
    faults->list = list;
    *ret = faults;
    return true;
}

void faults_free(struct faults *faults)
{
    if (!faults)
        return;
    json_decref(faults->list);
    free(faults);
}

static json_t *one(const struct fault_place *place, enum check_kind kind,
                   const struct check_fault *fault)
{
    return json_pack("{s:s, s:s, s:s?, s:s, s:s, s:s, s:s, s:i}", "kind", check_name(kind),
                     "screen", place->screen, "question", place->question, "language",
                     place->language, "size", place->size, "display", place->display, "about",
                     fault->about, "count", fault->count);
}

void faults_add(struct faults *faults, const struct fault_place *place,
                const struct check_faults *found)
{
    faults->screens += !place->again;
    for (enum check_kind kind = 0; kind < CHECK_KINDS; kind++) {
        if (found->of[kind].count == 0)
            continue;
        faults->count++;
        if (json_array_size(faults->list) < FAULTS_MAX)
            (void)json_array_append_new(faults->list, one(place, kind, &found->of[kind]));
    }
}

bool faults_any(const struct faults *faults)
{
    return faults->count > 0;
}

static const char *member(const json_t *found, const char *key)
{
    const char *text = json_string_value(json_object_get(found, key));
    return text ? text : "";
}

static const char *text_of(const char *name)
{
    for (enum check_kind kind = 0; kind < CHECK_KINDS; kind++)
        if (strcmp(check_name(kind), name) == 0)
            return check_text(kind);
    return name;
}

/* "keyboard: 33 things (key:q and others) are smaller than 12 mm" */
static void print_one(const json_t *fault, bool many)
{
    json_int_t count = json_integer_value(json_object_get(fault, "count"));
    const char *about = member(fault, "about");
    if (many)
        (void)printf("%s %s %s ", member(fault, "language"), member(fault, "size"),
                     member(fault, "display"));
    (void)printf("%s: ", member(fault, "screen"));
    if (count > 1)
        (void)printf("%lld things (%s and others) are ", (long long)count, about);
    else if (*about)
        (void)printf("%s is ", about);
    (void)printf("%s\n", text_of(member(fault, "kind")));
}

void faults_print(const struct faults *faults, bool many)
{
    size_t i;
    json_t *fault;
    json_array_foreach(faults->list, i, fault)
    {
        print_one(fault, many);
    }
    if (faults->count > FAULTS_MAX)
        (void)printf("and %d more\n", faults->count - FAULTS_MAX);
}

void faults_print_json(const struct faults *faults)
{
    json_t *all = json_pack("{s:i, s:i, s:O}", "screens", faults->screens, "found", faults->count,
                            "faults", faults->list);
    (void)json_dumpf(all, stdout, JSON_COMPACT);
    (void)fputc('\n', stdout);
    json_decref(all);
}
