#pragma once
/* The interface's words: name, key in the language files, the English for the reader of this code. */
#define WORDING_MAP(X)                                                                             \
    X(START, "start", "Start")                                                                     \
    X(CONTINUE, "continue", "Continue")                                                            \
    X(SKIP, "skip", "Skip")                                                                        \
    X(BACK, "back", "Back")                                                                        \
    X(LEAVE, "leave", "Leave")                                                                     \
    X(DONE, "done", "Done")                                                                        \
    X(FINISHED, "finished", "Finished")                                                            \
    X(MORE_TIME, "more_time", "I need more time")                                                  \
    X(STILL_THERE, "still_there", "Are you still there?")                                          \
    X(CLEARS_IN, "clears_in", "Your answer so far is safe. This screen clears in {seconds} seconds.")\
    X(THANKS, "thanks", "Thank you. It is recorded.")                                              \
    X(HELP, "help", "I need help")                                                                 \
    X(DISPLAY, "display", "Display")                                                               \
    X(CHOOSE_ALL, "choose_all", "Choose all that fit.")                                            \
    X(PRIVACY, "privacy", "Do not include names or personal details. If someone is in danger, tell staff now.") \
    X(CHARACTERS_LEFT, "characters_left", "{count} left")                                          \
    X(SPACE, "space", "space")                                                                     \
    X(MORE_LANGUAGES, "more_languages", "More...")                                                 \
    X(CHOOSE_LANGUAGE, "choose_language", "Choose your language")
