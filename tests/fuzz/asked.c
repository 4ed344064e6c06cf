/* A small survey with a question of every type: see asked.h. */
#include "asked.h"
#include <stdlib.h>

static const char json[] =
    "{\"title\":\"How was it?\",\"pages\":[{\"name\":\"p\",\"elements\":["
    "{\"type\":\"rating\",\"name\":\"overall\",\"title\":\"Overall?\",\"rateType\":\"labels\","
    "\"rateValues\":[{\"value\":1,\"text\":\"Good\"},{\"value\":2,\"text\":\"Fair\"},"
    "{\"value\":3,\"text\":\"Bad\"}]},"
    "{\"type\":\"boolean\",\"name\":\"again\",\"title\":\"Again?\"},"
    "{\"type\":\"checkbox\",\"name\":\"why\",\"title\":\"Why?\","
    "\"visibleIf\":\"{overall} > 1 and {again} = false\","
    "\"choices\":[{\"value\":\"wait\",\"text\":\"Wait\"},{\"value\":\"staff\",\"text\":\"Staff\"},"
    "{\"value\":\"place\",\"text\":\"Place\"}]},"
    "{\"type\":\"comment\",\"name\":\"words\",\"title\":\"Tell us\","
    "\"visibleIf\":\"{why} contains 'wait' or {overall} empty\"},"
    "{\"type\":\"radiogroup\",\"name\":\"age\",\"title\":\"Age?\","
    "\"choices\":[{\"value\":\"young\",\"text\":\"Young\"},{\"value\":\"old\",\"text\":\"Old\"}]},"
    "{\"type\":\"comment\",\"name\":\"more\",\"title\":\"More?\","
    "\"visibleIf\":\"{words} notempty and !({why} anyof ['staff', 'place'])\"}]}],"
    "\"yousaid\":{\"id\":\"asked\",\"questions\":{\"overall\":{\"role\":\"satisfaction\"},"
    "\"age\":{\"role\":\"equality\"}}}}";

const char *asked_json(void)
{
    return json;
}

struct survey *asked_survey(void)
{
    struct problems *problems = calloc(1, sizeof *problems);
    must(problems != NULL, "there is memory");
    struct survey *survey = survey_load(span_text(json), problems);
    must(survey != NULL, problems->count > 0 ? problems->list[0].text : "the survey loads");
    free(problems);
    return survey;
}
