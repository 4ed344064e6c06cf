#pragma once
/* The interface's words: name, key in the language files, the English. */
/* clang-format off */
#define WORDING_MAP(X) \
    X(START, "start", "Start") \
    X(CONTINUE, "continue", "Continue") \
    X(SKIP, "skip", "Skip") \
    X(BACK, "back", "Back") \
    X(LEAVE, "leave", "Leave") \
    X(DONE, "done", "Done") \
    X(CLOSE, "close", "Close") \
    X(YES, "yes", "Yes") \
    X(NO, "no", "No") \
    X(HELP, "help", "I need help") \
    X(DISPLAY, "display", "Display") \
    X(LARGER_TEXT, "larger_text", "Larger text") \
    X(MORE_CONTRAST, "more_contrast", "Stronger contrast") \
    X(CHOOSE_LANGUAGE, "choose_language", "Choose your language") \
    X(MORE_LANGUAGES, "more_languages", "More…") \
    X(ASKED_BY, "asked_by", "{owner} would like to know what you think.") \
    X(ONE_TAP, "one_tap", "One tap is enough.") \
    X(UP_TO_SECONDS, "up_to_seconds", "If you like, answer up to {count} questions: about {seconds} seconds.") \
    X(UP_TO_MINUTES, "up_to_minutes", "If you like, answer up to {count} questions: about {minutes} minutes.") \
    X(ANONYMOUS, "anonymous", "We do not ask who you are.") \
    X(WHY_WE_ASK, "why_we_ask", "Why we ask") \
    X(WHAT_HAPPENS, "what_happens", "What happens with your answers") \
    X(CHOOSE_ALL, "choose_all", "Choose all that fit.") \
    X(PRIVACY, "privacy", "Do not include names or personal details. If someone is in danger, tell staff now.") \
    X(CHARACTERS_LEFT, "characters_left", "{count} left") \
    X(SPACE, "space", "space") \
    X(KEY_FIGURES, "key_figures", "123") \
    X(KEY_LETTERS, "key_letters", "abc") \
    X(KEY_ACCENTS, "key_accents", "ŵ ŷ â") \
    X(STILL_THERE, "still_there", "Are you still there?") \
    X(SAFE, "safe", "Your answers so far are safe.") \
    X(UNSENT, "unsent", "Words that you have not sent with Continue are not kept.") \
    X(SECONDS_LEFT, "seconds_left", "This screen clears by itself. Seconds left: {seconds}") \
    X(MORE_TIME, "more_time", "I need more time") \
    X(FINISHED, "finished", "Finished") \
    X(THANKS, "thanks", "Thank you. It is recorded.") \
    X(GOODBYE, "goodbye", "Goodbye, and thank you for stopping by.") \
    X(GOODBYE_MORE, "goodbye_more", "You can come back to this screen at any time.") \
    X(HELP_TITLE, "help_title", "Ask a member of staff") \
    X(HELP_MORE, "help_more", "They can help you with this screen. You do not have to answer, and you can stop at any time.") \
    X(REFUSED, "refused", "We could not record your answer.") \
    X(REFUSED_MORE, "refused_more", "This is a fault of this screen, not yours. You can try again, or leave and tell a member of staff.") \
    X(TRY_AGAIN, "try_again", "Try again") \
    X(NOT_ENROLLED, "not_enrolled", "This screen is not set up yet.") \
    X(NOT_ENROLLED_MORE, "not_enrolled_more", "Staff: enter the code from your invitation to set it up.") \
    X(NO_SURVEY, "no_survey", "There is nothing to answer at the moment.") \
    X(NO_SURVEY_MORE, "no_survey_more", "Questions will appear here as soon as they arrive.") \
    X(PRACTICE, "practice", "Practice: nothing here counts") \
    X(SAY_CHOSEN, "say_chosen", "{answer}, chosen") \
    X(SAY_SHIFT, "say_shift", "capital letters") \
    X(SAY_DELETE, "say_delete", "delete the last letter")
/* clang-format on */
