#pragma once
/*
 * The pictures that a survey may put beside its answers, by name: a small set of our own in one
 * ink, the faces among them. What an answer means stands in its words; a picture helps to find it.
 */
#define PICTOGRAM_MAP(X)                                                                           \
    X(FACE_1, "face-1")                                                                            \
    X(FACE_2, "face-2")                                                                            \
    X(FACE_3, "face-3")                                                                            \
    X(FACE_4, "face-4")                                                                            \
    X(FACE_5, "face-5")                                                                            \
    X(YES_YES, "yes-yes")                                                                          \
    X(YES, "yes")                                                                                  \
    X(BETWEEN, "between")                                                                          \
    X(NO, "no")                                                                                    \
    X(NO_NO, "no-no")                                                                              \
    X(QUESTION, "question")                                                                        \
    X(HAND, "hand")                                                                                \
    X(DOTS, "dots")                                                                                \
    X(CALENDAR, "calendar")                                                                        \
    X(CLOCK, "clock")                                                                              \
    X(CLOCK_QUARTER, "clock-quarter")                                                              \
    X(CLOCK_HALF, "clock-half")                                                                    \
    X(CLOCK_FULL, "clock-full")                                                                    \
    X(PERSON, "person")                                                                            \
    X(PEOPLE, "people")                                                                            \
    X(EAR, "ear")                                                                                  \
    X(EAR_CROSSED, "ear-crossed")                                                                  \
    X(SPEECH, "speech")                                                                            \
    X(LANGUAGES, "languages")                                                                      \
    X(BUILDING, "building")                                                                        \
    X(PAPER, "paper")                                                                              \
    X(PAPER_CROSSED, "paper-crossed")                                                              \
    X(MESSAGE, "message")                                                                          \
    X(PHONE, "phone")                                                                              \
    X(CAR, "car")                                                                                  \
    X(MONEY, "money")

enum pictogram {
    PICTOGRAM_NONE,
#define X(name, text) PICTOGRAM_##name,
    PICTOGRAM_MAP(X)
#undef X
        PICTOGRAMS
};
