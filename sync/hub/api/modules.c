/* Surveys, and questions that a survey's author can add: files that this program carries. */
#include "hub_int.h"
#include "survey_join.h"

static const struct embedded_file *find(const struct embedded_file *files, const char *name)
{
    for (const struct embedded_file *file = files; file->name != NULL; file++)
        if (strcmp(file->name, name) == 0)
            return file;
    return NULL;
}

struct span hub_survey_carried(const char *name)
{
    const struct embedded_file *file = find(survey_files, name);
    return file == NULL ? span_of(NULL, 0) : span_of(file->bytes, file->size);
}

bool hub_module_add(const char *name, struct span survey, struct buf *ret_survey,
                    struct problems *problems, struct err *err)
{
    const struct embedded_file *module = find(module_files, name);
    if (module == NULL)
        return err_set(err, ERR_MISSING, "there is no module \"%.40s\"; there is \"%s\"", name,
                       module_files[0].name);
    return survey_join_module(survey, span_of(module->bytes, module->size), ret_survey, problems) ||
           err_set(err, problems->starved ? ERR_LATER : ERR_REFUSED,
                   "the module cannot be added; mend what is said above");
}
