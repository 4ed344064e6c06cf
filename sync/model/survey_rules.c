/*
 * The one table of properties: what of SurveyJS is honoured, what is cosmetic (a kiosk does it in
 * its own way: ignored with a warning) and what is refused, because leaving it out silently would
 * change what is asked or what an answer means. A refused property with its harmless value is let
 * through, as editors write defaults.
 */
#include "survey_int.h"
#include <stdlib.h>
#include <strings.h>

enum verdict { HONOURED, COSMETIC, REFUSED };

#define ON(kind) (1U << KIND_##kind)
#define QUESTIONS                                                                                  \
    (ON(RATING) | ON(RADIOGROUP) | ON(CHECKBOX) | ON(BOOLEAN) | ON(COMMENT) | ON(HTML))
#define SELECTS    (ON(RADIOGROUP) | ON(CHECKBOX))
#define CONTAINERS (ON(PAGE) | ON(PANEL))
#define ELEMENTS   (QUESTIONS | CONTAINERS)

struct rule {
    const char *property;
    unsigned kinds;
    enum verdict verdict;
    const char *harmless; /* refused: the value that changes nothing; "" for none */
    const char *advice;   /* refused: why, and what to do; cosmetic: what happens instead */
};

#define SKIPPABLE  "every question can be skipped here; leave it out"
#define NO_DEFAULT "nothing is chosen beforehand; leave it out"
#define NO_SCRIPT  "answers are never changed or calculated; leave it out"
#define ALL_SHOWN  "what is shown depends on visibleIf alone; use that or leave it out"
#define LISTED     "every choice is listed in the file, in the order shown; list them"
#define OWN_CHOICE "write it as an ordinary choice with a value of its own"
#define OWN_LOOKS  "the kiosk has its own look"
#define OWN_STEPS  "the kiosk has its own buttons and pages"
#define NO_TIMER   "the venue's settings say how long a screen waits; leave it out"
#define NO_PANEL   "pages and panels have no screen of their own"
#define NOT_SHOWN  "it is not shown"

static const struct rule rules[] = {
    /* The survey. */
    { "title", ON(SURVEY) | QUESTIONS, HONOURED, "", "" },
    { "locale", ON(SURVEY), HONOURED, "", "" },
    { "pages", ON(SURVEY), HONOURED, "", "" },
    { "elements", ON(SURVEY) | CONTAINERS, HONOURED, "", "" },
    { "questions", ON(SURVEY) | CONTAINERS, HONOURED, "", "" },
    { "clearInvisibleValues", ON(SURVEY), HONOURED, "", "" },
    { "yousaid", ON(SURVEY), HONOURED, "", "" },
    { "$schema", ON(SURVEY), COSMETIC, "", NOT_SHOWN },
    { "allowResizeComment", ON(SURVEY), COSMETIC, "", OWN_LOOKS },
    { "autoAdvanceAllowComplete", ON(SURVEY), COSMETIC, "", OWN_STEPS },
    { "allowCompleteSurveyAutomatic", ON(SURVEY), COSMETIC, "", OWN_STEPS },
    { "autoAdvanceEnabled", ON(SURVEY), COSMETIC, "", OWN_STEPS },
    { "goNextPageAutomatic", ON(SURVEY), COSMETIC, "", OWN_STEPS },
    { "autoFocusFirstError", ON(SURVEY), COSMETIC, "", OWN_STEPS },
    { "focusOnFirstError", ON(SURVEY), COSMETIC, "", OWN_STEPS },
    { "autoFocusFirstQuestion", ON(SURVEY), COSMETIC, "", OWN_STEPS },
    { "focusFirstQuestionAutomatic", ON(SURVEY), COSMETIC, "", OWN_STEPS },
    { "autoGrowComment", ON(SURVEY), COSMETIC, "", OWN_LOOKS },
    { "backgroundImage", ON(SURVEY), COSMETIC, "", OWN_LOOKS },
    { "backgroundImageAttachment", ON(SURVEY), COSMETIC, "", OWN_LOOKS },
    { "backgroundImageFit", ON(SURVEY), COSMETIC, "", OWN_LOOKS },
    { "backgroundOpacity", ON(SURVEY), COSMETIC, "", OWN_LOOKS },
    { "calculatedValues", ON(SURVEY), REFUSED, "[]", NO_SCRIPT },
    { "checkErrorsMode", ON(SURVEY), COSMETIC, "", OWN_STEPS },
    { "commentAreaRows", ON(SURVEY), COSMETIC, "", OWN_LOOKS },
    { "completeText", ON(SURVEY), COSMETIC, "", OWN_STEPS },
    { "completedBeforeHtml", ON(SURVEY), COSMETIC, "", OWN_STEPS },
    { "completedHtml", ON(SURVEY), COSMETIC, "", "the kiosk thanks in its own words" },
    { "completedHtmlOnCondition", ON(SURVEY), COSMETIC, "", "the kiosk thanks in its own words" },
    { "cookieName", ON(SURVEY), COSMETIC, "", "a kiosk knows no visitors" },
    { "description", ON(SURVEY), COSMETIC, "",
      "it is not shown; yousaid.purpose says why you ask" },
    { "editText", ON(SURVEY), COSMETIC, "", OWN_STEPS },
    { "firstPageIsStartPage", ON(SURVEY), REFUSED, "false",
      "the kiosk has its own first screen; leave it out and keep only questions" },
    { "firstPageIsStarted", ON(SURVEY), REFUSED, "false",
      "the kiosk has its own first screen; leave it out and keep only questions" },
    { "fitToContainer", ON(SURVEY), COSMETIC, "", OWN_LOOKS },
    { "gridLayoutEnabled", ON(SURVEY), COSMETIC, "", OWN_LOOKS },
    { "headerView", ON(SURVEY), COSMETIC, "", OWN_LOOKS },
    { "loadingHtml", ON(SURVEY), COSMETIC, "", OWN_STEPS },
    { "logo", ON(SURVEY), COSMETIC, "", "the theme of the venue brings the logo" },
    { "logoFit", ON(SURVEY), COSMETIC, "", OWN_LOOKS },
    { "logoHeight", ON(SURVEY), COSMETIC, "", OWN_LOOKS },
    { "logoPosition", ON(SURVEY), COSMETIC, "", OWN_LOOKS },
    { "logoWidth", ON(SURVEY), COSMETIC, "", OWN_LOOKS },
    { "matrixDragHandleArea", ON(SURVEY), COSMETIC, "", OWN_LOOKS },
    { "maxCommentLength", ON(SURVEY), COSMETIC, "", "there are no comments beside choices" },
    { "maxOthersLength", ON(SURVEY), COSMETIC, "", "there are no comments beside choices" },
    { "maxTextLength", ON(SURVEY), REFUSED, "0", "give maxLength to each comment instead" },
    { "mode", ON(SURVEY), REFUSED, "\"edit\"", "a kiosk asks; leave it out" },
    { "navigateToUrl", ON(SURVEY), REFUSED, "\"\"", "a kiosk goes nowhere else; leave it out" },
    { "navigateToUrlOnCondition", ON(SURVEY), REFUSED, "[]",
      "a kiosk goes nowhere else; leave it out" },
    { "navigationButtonsLocation", ON(SURVEY), COSMETIC, "", OWN_STEPS },
    { "pageNextText", ON(SURVEY), COSMETIC, "", OWN_STEPS },
    { "pagePrevText", ON(SURVEY), COSMETIC, "", OWN_STEPS },
    { "partialSendEnabled", ON(SURVEY), COSMETIC, "", "every answer is kept at once" },
    { "sendResultOnPageNext", ON(SURVEY), COSMETIC, "", "every answer is kept at once" },
    { "previewMode", ON(SURVEY), COSMETIC, "", OWN_STEPS },
    { "previewText", ON(SURVEY), COSMETIC, "", OWN_STEPS },
    { "progressBarInheritWidthFrom", ON(SURVEY), COSMETIC, "", OWN_LOOKS },
    { "progressBarLocation", ON(SURVEY), COSMETIC, "", OWN_LOOKS },
    { "progressBarNavigationTextLocation", ON(SURVEY), COSMETIC, "", OWN_LOOKS },
    { "progressBarShowNavigationText", ON(SURVEY), COSMETIC, "", OWN_LOOKS },
    { "progressBarShowPageNumbers", ON(SURVEY), COSMETIC, "", OWN_LOOKS },
    { "progressBarShowPageTitles", ON(SURVEY), COSMETIC, "", OWN_LOOKS },
    { "progressBarType", ON(SURVEY), COSMETIC, "", OWN_LOOKS },
    { "questionDescriptionLocation", ON(SURVEY), COSMETIC, "", OWN_LOOKS },
    { "questionErrorLocation", ON(SURVEY) | CONTAINERS, COSMETIC, "", OWN_LOOKS },
    { "questionOrder", ON(SURVEY), REFUSED, "\"initial\"",
      "questions are asked in the order of the file; leave it out" },
    { "questionsOrder", ON(SURVEY), REFUSED, "\"initial\"",
      "questions are asked in the order of the file; leave it out" },
    { "questionOrder", CONTAINERS, REFUSED, "\"default\" \"initial\"",
      "questions are asked in the order of the file; leave it out" },
    { "questionsOrder", CONTAINERS, REFUSED, "\"default\" \"initial\"",
      "questions are asked in the order of the file; leave it out" },
    { "questionStartIndex", ON(SURVEY) | CONTAINERS, COSMETIC, "", OWN_LOOKS },
    { "questionTitleLocation", ON(SURVEY) | CONTAINERS, COSMETIC, "", OWN_LOOKS },
    { "questionTitlePattern", ON(SURVEY), COSMETIC, "", OWN_LOOKS },
    { "questionsOnPageMode", ON(SURVEY), COSMETIC, "", "each question has its own screen" },
    { "readOnly", ON(SURVEY) | ELEMENTS, REFUSED, "false", "a kiosk asks; leave it out" },
    { "regionalFormat", ON(SURVEY), COSMETIC, "", OWN_LOOKS },
    { "requiredMark", ON(SURVEY), COSMETIC, "", OWN_LOOKS },
    { "requiredText", ON(SURVEY), COSMETIC, "", OWN_LOOKS },
    { "showBrandInfo", ON(SURVEY), COSMETIC, "", OWN_LOOKS },
    { "showCompletePage", ON(SURVEY), COSMETIC, "", OWN_STEPS },
    { "showCompletedPage", ON(SURVEY), COSMETIC, "", OWN_STEPS },
    { "showNavigationButtons", ON(SURVEY) | ON(PAGE), COSMETIC, "", OWN_STEPS },
    { "showPageNumbers", ON(SURVEY), COSMETIC, "", OWN_LOOKS },
    { "showPageTitles", ON(SURVEY), COSMETIC, "", OWN_LOOKS },
    { "showPrevButton", ON(SURVEY), COSMETIC, "", OWN_STEPS },
    { "showPreviewBeforeComplete", ON(SURVEY), COSMETIC, "", OWN_STEPS },
    { "showProgressBar", ON(SURVEY), COSMETIC, "", OWN_LOOKS },
    { "showQuestionNumbers", ON(SURVEY) | CONTAINERS, COSMETIC, "", OWN_LOOKS },
    { "showTOC", ON(SURVEY), COSMETIC, "", OWN_LOOKS },
    { "showTimer", ON(SURVEY), COSMETIC, "", OWN_LOOKS },
    { "showTimerPanel", ON(SURVEY), COSMETIC, "", OWN_LOOKS },
    { "showTitle", ON(SURVEY), COSMETIC, "", OWN_LOOKS },
    { "sjsVersion", ON(SURVEY), COSMETIC, "", NOT_SHOWN },
    { "startSurveyText", ON(SURVEY), COSMETIC, "", OWN_STEPS },
    { "storeOthersAsComment", ON(SURVEY) | SELECTS, COSMETIC, "",
      "there are no comments beside choices" },
    { "surveyId", ON(SURVEY), COSMETIC, "", NOT_SHOWN },
    { "surveyPostId", ON(SURVEY), COSMETIC, "", "answers go to the hub only" },
    { "surveyShowDataSaving", ON(SURVEY), COSMETIC, "", OWN_STEPS },
    { "textUpdateMode", ON(SURVEY) | ON(COMMENT), COSMETIC, "", OWN_STEPS },
    { "timeLimit", ON(SURVEY) | ON(PAGE), REFUSED, "0", NO_TIMER },
    { "timeLimitPerPage", ON(SURVEY), REFUSED, "0", NO_TIMER },
    { "maxTimeToFinish", ON(SURVEY) | ON(PAGE), REFUSED, "0", NO_TIMER },
    { "maxTimeToFinishPage", ON(SURVEY), REFUSED, "0", NO_TIMER },
    { "timerInfoMode", ON(SURVEY), COSMETIC, "", OWN_LOOKS },
    { "showTimerPanelMode", ON(SURVEY), COSMETIC, "", OWN_LOOKS },
    { "timerLocation", ON(SURVEY), COSMETIC, "", OWN_LOOKS },
    { "tocItemComponent", ON(SURVEY), COSMETIC, "", OWN_LOOKS },
    { "tocLocation", ON(SURVEY), COSMETIC, "", OWN_LOOKS },
    { "triggers", ON(SURVEY), REFUSED, "[]", "questions are skipped by visibleIf alone; use that" },
    { "validateVisitedEmptyFields", ON(SURVEY), COSMETIC, "", OWN_STEPS },
    { "width", ON(SURVEY) | ELEMENTS, COSMETIC, "", OWN_LOOKS },
    { "widthMode", ON(SURVEY), COSMETIC, "", OWN_LOOKS },

    /* Pages, panels and all questions. */
    { "name", ELEMENTS, HONOURED, "", "" },
    { "type", QUESTIONS | ON(PANEL), HONOURED, "", "" },
    { "type", ON(PAGE), REFUSED, "\"page\"", "pages have no type; leave it out" },
    { "visibleIf", ELEMENTS, HONOURED, "", "" },
    { "description", QUESTIONS, HONOURED, "", "" },
    { "title", CONTAINERS, COSMETIC, "", NO_PANEL },
    { "description", CONTAINERS, COSMETIC, "", NO_PANEL },
    { "navigationTitle", ON(PAGE), COSMETIC, "", NO_PANEL },
    { "navigationDescription", ON(PAGE), COSMETIC, "", NO_PANEL },
    { "navigationButtonsVisibility", ON(PAGE), COSMETIC, "", OWN_STEPS },
    { "visible", ELEMENTS, REFUSED, "true", ALL_SHOWN },
    { "enableIf", ELEMENTS, REFUSED, "\"\"", ALL_SHOWN },
    { "isRequired", ELEMENTS, REFUSED, "false", SKIPPABLE },
    { "requiredIf", ELEMENTS, REFUSED, "\"\"", SKIPPABLE },
    { "requiredErrorText", ELEMENTS, COSMETIC, "", "every question can be skipped" },
    { "allowAdaptiveActions", CONTAINERS, COSMETIC, "", OWN_LOOKS },
    { "colSpan", ELEMENTS, COSMETIC, "", OWN_LOOKS },
    { "gridLayoutColumns", CONTAINERS, COSMETIC, "", OWN_LOOKS },
    { "indent", ELEMENTS, COSMETIC, "", OWN_LOOKS },
    { "innerIndent", CONTAINERS, COSMETIC, "", OWN_LOOKS },
    { "maxWidth", ELEMENTS, COSMETIC, "", OWN_LOOKS },
    { "minWidth", ELEMENTS, COSMETIC, "", OWN_LOOKS },
    { "questionTitleWidth", CONTAINERS, COSMETIC, "", OWN_LOOKS },
    { "showNumber", ELEMENTS, COSMETIC, "", OWN_LOOKS },
    { "startWithNewLine", ELEMENTS, COSMETIC, "", "each question has its own screen" },
    { "state", ELEMENTS, COSMETIC, "", "each question has its own screen" },
    { "bindings", QUESTIONS, REFUSED, "{}", NO_SCRIPT },
    { "clearIfInvisible", QUESTIONS, REFUSED, "\"default\" \"onHidden\" \"onHiddenContainer\"",
      "answers of hidden questions always go at once; leave it out" },
    { "commentPlaceholder", QUESTIONS, COSMETIC, "", NOT_SHOWN },
    { "commentPlaceHolder", QUESTIONS, COSMETIC, "", NOT_SHOWN },
    { "commentText", QUESTIONS, COSMETIC, "", NOT_SHOWN },
    { "correctAnswer", QUESTIONS, COSMETIC, "", "no answer is right or wrong" },
    { "defaultDisplayValue", QUESTIONS, COSMETIC, "", NOT_SHOWN },
    { "defaultValue", QUESTIONS, REFUSED, "", NO_DEFAULT },
    { "defaultValueExpression", QUESTIONS, REFUSED, "\"\"", NO_DEFAULT },
    { "descriptionLocation", QUESTIONS, COSMETIC, "", OWN_LOOKS },
    { "errorLocation", QUESTIONS, COSMETIC, "", OWN_LOOKS },
    { "hideNumber", QUESTIONS, COSMETIC, "", OWN_LOOKS },
    { "randomize", QUESTIONS, COSMETIC, "", "questions keep the order of the file" },
    { "randomizeCategory", QUESTIONS, COSMETIC, "", "questions keep the order of the file" },
    { "renderAs", QUESTIONS, COSMETIC, "", OWN_LOOKS },
    { "resetValueIf", QUESTIONS, REFUSED, "\"\"", NO_SCRIPT },
    { "setValueExpression", QUESTIONS, REFUSED, "\"\"", NO_SCRIPT },
    { "setValueIf", QUESTIONS, REFUSED, "\"\"", NO_SCRIPT },
    { "showCommentArea", QUESTIONS, REFUSED, "false", "add a question of type comment instead" },
    { "hasComment", QUESTIONS, REFUSED, "false", "add a question of type comment instead" },
    { "titleLocation", QUESTIONS, COSMETIC, "", OWN_LOOKS },
    { "useDisplayValuesInDynamicTexts", QUESTIONS, COSMETIC, "", "texts do not quote answers" },
    { "useDisplayValuesInTitle", QUESTIONS, COSMETIC, "", "texts do not quote answers" },
    { "validators", QUESTIONS, REFUSED, "[]", SKIPPABLE },
    { "valueName", QUESTIONS, REFUSED, "\"\"",
      "an answer goes by its question's name; leave it out" },

    /* Single and multiple choice. */
    { "choices", SELECTS, HONOURED, "", "" },
    { "allowClear", ON(RADIOGROUP), COSMETIC, "", "a choice can always be taken back" },
    { "showClearButton", ON(RADIOGROUP), COSMETIC, "", "a choice can always be taken back" },
    { "choiceTextsFromQuestion", SELECTS, REFUSED, "\"\"", LISTED },
    { "choiceValuesFromQuestion", SELECTS, REFUSED, "\"\"", LISTED },
    { "choicesByUrl", SELECTS, REFUSED, "{}", LISTED },
    { "choicesEnableIf", SELECTS, REFUSED, "\"\"", LISTED },
    { "choicesFromQuestion", SELECTS, REFUSED, "\"\"", LISTED },
    { "choicesFromQuestionMode", SELECTS, COSMETIC, "", LISTED },
    { "choicesOrder", SELECTS, REFUSED, "\"none\"", LISTED },
    { "choicesVisibleIf", SELECTS, REFUSED, "\"\"", LISTED },
    { "colCount", SELECTS, COSMETIC, "", OWN_LOOKS },
    { "dontKnowText", SELECTS, COSMETIC, "", NOT_SHOWN },
    { "hideIfChoicesEmpty", SELECTS, COSMETIC, "", "there are always choices" },
    { "itemComponent", SELECTS | ON(RATING), COSMETIC, "", OWN_LOOKS },
    { "noneText", SELECTS, COSMETIC, "", NOT_SHOWN },
    { "otherErrorText", SELECTS, COSMETIC, "", NOT_SHOWN },
    { "otherPlaceholder", SELECTS, COSMETIC, "", NOT_SHOWN },
    { "otherPlaceHolder", SELECTS, COSMETIC, "", NOT_SHOWN },
    { "otherText", SELECTS, COSMETIC, "", NOT_SHOWN },
    { "refuseText", SELECTS, COSMETIC, "", NOT_SHOWN },
    { "selectAllText", ON(CHECKBOX), COSMETIC, "", NOT_SHOWN },
    { "separateSpecialChoices", SELECTS, COSMETIC, "", OWN_LOOKS },
    { "showDontKnowItem", SELECTS, REFUSED, "false", OWN_CHOICE },
    { "showNoneItem", SELECTS, REFUSED, "false", OWN_CHOICE },
    { "hasNone", SELECTS, REFUSED, "false", OWN_CHOICE },
    { "showOtherItem", SELECTS, REFUSED, "false",
      "write \"other\" as an ordinary choice and add a question of type comment" },
    { "hasOther", SELECTS, REFUSED, "false",
      "write \"other\" as an ordinary choice and add a question of type comment" },
    { "showRefuseItem", SELECTS, REFUSED, "false", OWN_CHOICE },
    { "showSelectAllItem", ON(CHECKBOX), REFUSED, "false", "leave it out" },
    { "hasSelectAll", ON(CHECKBOX), REFUSED, "false", "leave it out" },
    { "maxSelectedChoices", ON(CHECKBOX), REFUSED, "0", "any number may be chosen; leave it out" },
    { "minSelectedChoices", ON(CHECKBOX), REFUSED, "0", "any number may be chosen; leave it out" },
    { "valuePropertyName", ON(CHECKBOX), REFUSED, "\"\"",
      "an answer is a plain list of values; leave it out" },
    { "value", ON(CHOICE), HONOURED, "", "" },
    { "text", ON(CHOICE), HONOURED, "", "" },
    { "visibleIf", ON(CHOICE), REFUSED, "\"\"", "every choice is always shown; ask two questions" },
    { "enableIf", ON(CHOICE), REFUSED, "\"\"", "every choice is always shown; ask two questions" },
    { "elements", ON(CHOICE), REFUSED, "[]", "choices hold no questions; use visibleIf on them" },
    { "showCommentArea", ON(CHOICE), REFUSED, "false", "add a question of type comment instead" },
    { "isCommentRequired", ON(CHOICE), REFUSED, "false", SKIPPABLE },
    { "commentPlaceholder", ON(CHOICE), COSMETIC, "", NOT_SHOWN },
    { "randomize", ON(CHOICE), COSMETIC, "", "choices keep the order of the file" },
    { "randomizeCategory", ON(CHOICE), COSMETIC, "", "choices keep the order of the file" },

    /* Ratings. */
    { "rateValues", ON(RATING), HONOURED, "", "" },
    { "rateMin", ON(RATING), HONOURED, "", "" },
    { "rateMax", ON(RATING), HONOURED, "", "" },
    { "rateCount", ON(RATING), HONOURED, "", "" },
    { "rateStep", ON(RATING), REFUSED, "1", "steps are of one; list rateValues instead" },
    { "rateType", ON(RATING), HONOURED, "", "" },
    { "rateDisplayMode", ON(RATING), HONOURED, "", "" },
    { "autoGenerate", ON(RATING), HONOURED, "", "" },
    { "minRateDescription", ON(RATING), HONOURED, "", "" },
    { "maxRateDescription", ON(RATING), HONOURED, "", "" },
    { "mininumRateDescription", ON(RATING), REFUSED, "", "write minRateDescription" },
    { "maximumRateDescription", ON(RATING), REFUSED, "", "write maxRateDescription" },
    { "displayMode", ON(RATING) | ON(BOOLEAN), COSMETIC, "", OWN_LOOKS },
    { "displayRateDescriptionsAsExtremeItems", ON(RATING), COSMETIC, "", OWN_LOOKS },
    { "rateColorMode", ON(RATING), COSMETIC, "", OWN_LOOKS },
    { "rateDescriptionLocation", ON(RATING), COSMETIC, "", OWN_LOOKS },
    { "scaleColorMode", ON(RATING), COSMETIC, "", OWN_LOOKS },

    /* Yes and no; words; information. */
    { "labelTrue", ON(BOOLEAN), HONOURED, "", "" },
    { "labelFalse", ON(BOOLEAN), HONOURED, "", "" },
    { "swapOrder", ON(BOOLEAN), HONOURED, "", "" },
    { "valueTrue", ON(BOOLEAN), REFUSED, "true", "a yes is stored as true; leave it out" },
    { "valueFalse", ON(BOOLEAN), REFUSED, "false", "a no is stored as false; leave it out" },
    { "label", ON(BOOLEAN), REFUSED, "", "write the question in title" },
    { "useTitleAsLabel", ON(BOOLEAN), COSMETIC, "", OWN_LOOKS },
    { "maxLength", ON(COMMENT), HONOURED, "", "" },
    { "placeholder", ON(COMMENT), COSMETIC, "", "it is not shown; say it in description" },
    { "placeHolder", ON(COMMENT), COSMETIC, "", "it is not shown; say it in description" },
    { "rows", ON(COMMENT), COSMETIC, "", OWN_LOOKS },
    { "cols", ON(COMMENT), COSMETIC, "", OWN_LOOKS },
    { "autoGrow", ON(COMMENT), COSMETIC, "", OWN_LOOKS },
    { "allowResize", ON(COMMENT), COSMETIC, "", OWN_LOOKS },
    { "acceptCarriageReturn", ON(COMMENT), COSMETIC, "", OWN_LOOKS },
    { "html", ON(HTML), HONOURED, "", "" },

    /* Our own. */
    { "id", ON(ABOUT), HONOURED, "", "" },
    { "owner", ON(ABOUT), HONOURED, "", "" },
    { "purpose", ON(ABOUT), HONOURED, "", "" },
    { "outcome", ON(ABOUT), HONOURED, "", "" },
    { "review", ON(ABOUT), HONOURED, "", "" },
    { "closes", ON(ABOUT), HONOURED, "", "" },
    { "kinds", ON(ABOUT), HONOURED, "", "" },
    { "questions", ON(ABOUT), HONOURED, "", "" },
    { "pictures", ON(ABOUT), HONOURED, "", "" },
    { "languages", ON(ABOUT), HONOURED, "", "" },
    { "role", ON(ABOUT_QUESTION), HONOURED, "", "" },
    { "sensitivity", ON(ABOUT_QUESTION), HONOURED, "", "" },
    { "pictures", ON(ABOUT_QUESTION), HONOURED, "", "" },
    { "reviewed", ON(ABOUT_LANGUAGE), HONOURED, "", "" },
};

enum { RULES = sizeof rules / sizeof rules[0] };

static const struct rule *rule_of(const char *property, enum element_kind kind)
{
    for (size_t i = 0; i < RULES; i++)
        if (rules[i].kinds >> kind & 1 && strcmp(rules[i].property, property) == 0)
            return &rules[i];
    return NULL;
}

/* The property that was probably meant: the same but for capitals. */
static const char *nearly(const char *property, enum element_kind kind)
{
    for (size_t i = 0; i < RULES; i++)
        if (rules[i].kinds >> kind & 1 && strcasecmp(rules[i].property, property) == 0)
            return rules[i].property;
    return NULL;
}

/* Is the value one of those written in `harmless`, as JSON, with spaces between? */
static bool is_harmless(const json_t *value, const char *harmless)
{
    char *text = *harmless ? json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT) : NULL;
    size_t size = text ? strlen(text) : 0;
    bool found = false;
    for (const char *at = harmless; size && !found && (at = strstr(at, text)); at += size)
        found = (at == harmless || at[-1] == ' ') && (at[size] == ' ' || at[size] == '\0');
    free(text);
    return found;
}

static void unknown(struct reading *reading, const char *property, enum element_kind kind,
                    const struct path *path)
{
    const char *meant = nearly(property, kind);
    if (meant)
        problems_error(reading->problems, path, "no such property; did you mean \"%s\"?", meant);
    else
        problems_error(reading->problems, path,
                       "no such property here; leave it out or correct its name");
}

static void judge(struct reading *reading, const char *property, const json_t *value,
                  enum element_kind kind, const struct path *path)
{
    const struct rule *rule = rule_of(property, kind);
    if (!rule)
        unknown(reading, property, kind, path);
    else if (rule->verdict == COSMETIC)
        problems_warning(reading->problems, path, "ignored: %s", rule->advice);
    else if (rule->verdict == REFUSED && !is_harmless(value, rule->harmless))
        problems_error(reading->problems, path, "not taken: %s", rule->advice);
}

void survey_rules_check(struct reading *reading, const json_t *object, enum element_kind kind,
                        const struct path *path)
{
    const char *property;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)object, property, value)
    {
        struct path here = path_key(path, property);
        judge(reading, property, value, kind, &here);
    }
}

struct replacement {
    const char *type, *instead;
};

static const struct replacement replacements[] = {
    { "text", "use comment for words or rating for a number" },
    { "dropdown", "use radiogroup, which shows every choice" },
    { "buttongroup", "use radiogroup" },
    { "tagbox", "use checkbox" },
    { "imagepicker", "use radiogroup or checkbox" },
    { "ranking", "use checkbox" },
    { "slider", "use rating" },
    { "matrix", "ask one question for each row" },
    { "matrixdropdown", "ask one question for each row" },
    { "matrixdynamic", "ask one question for each row" },
    { "multipletext", "ask one question for each text" },
    { "paneldynamic", "use panel with each question written out" },
    { "expression", "nothing is calculated; use html for a text" },
    { "image", "use html with plain text" },
    { "imagemap", "use radiogroup or checkbox" },
    { "file", "files are not taken; leave it out" },
    { "signaturepad", "a kiosk is anonymous; leave it out" },
    { "flowpanel", "use panel" },
};

const char *survey_rules_instead(const char *type)
{
    for (size_t i = 0; i < sizeof replacements / sizeof replacements[0]; i++)
        if (strcmp(replacements[i].type, type) == 0)
            return replacements[i].instead;
    return NULL;
}
