#pragma once
/* The interface's words: name, key in the language files, the English. A change of names, keys or
 * placeholders is a new version of the files (docs/LANGUAGES.md). */
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
    X(KEY_ACCENTS, "key_accents", "ŵŷâ") \
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
    X(SAY_CHOSEN, "say_chosen", "chosen") \
    X(SAY_SHIFT, "say_shift", "capital letters") \
    X(SAY_DELETE, "say_delete", "delete the last letter") \
    X(LISTEN, "listen", "Listen") \
    X(AGAIN, "again", "Again") \
    X(READ_ALOUD, "read_aloud", "Read aloud") \
    X(VOLUME, "volume", "Volume {number}") \
    X(SAY_NOT_CHOSEN, "say_not_chosen", "not chosen") \
    X(SAY_POSITION, "say_position", "{number} of {count}") \
    X(SAY_ROW, "say_row", "row {number}") \
    X(SAY_LETTERS, "say_letters", "letters") \
    X(SAY_FIGURES, "say_figures", "figures and signs") \
    X(SAY_ACCENTS, "say_accents", "letters with accents") \
    X(SAY_WRITTEN, "say_written", "You have written:") \
    X(SAY_NOTHING_WRITTEN, "say_nothing_written", "Nothing is written yet.") \
    X(SAY_KEYPAD, "say_keypad", "Move with the arrow keys. Choose with the key in the middle.") \
    X(SAY_FACE_1, "say_face_1", "a laughing face") \
    X(SAY_FACE_2, "say_face_2", "a smiling face") \
    X(SAY_FACE_3, "say_face_3", "a straight face") \
    X(SAY_FACE_4, "say_face_4", "a sad face") \
    X(SAY_FACE_5, "say_face_5", "a worried face") \
    X(SAY_ON, "say_on", "on") \
    X(SAY_OFF, "say_off", "off") \
    X(PRACTICE_SHORT, "practice_short", "Practice") \
    X(MENU, "menu", "Menu") \
    X(MORE, "more", "More") \
    X(PRIVACY_BUTTON, "privacy_button", "Privacy") \
    X(PRIVACY_TITLE, "privacy_title", "Your privacy") \
    X(PRIVACY_WHO, "privacy_who", "Who is responsible") \
    X(PRIVACY_KEPT, "privacy_kept", "What is kept") \
    X(PRIVACY_KEPT_MORE, "privacy_kept_more", "Your answers, when and how you gave them, and in which language. No name and no picture: nobody is identified. What you write is locked, and opened only by people who may read it.") \
    X(PRIVACY_LONG, "privacy_long", "How long") \
    X(PRIVACY_LONG_MORE, "privacy_long_more", "The people named here can tell you.") \
    X(PRIVACY_ASK, "privacy_ask", "Whom to ask") \
    X(PRIVACY_ASK_MORE, "privacy_ask_more", "A member of staff.") \
    X(TAKE_PART, "take_part", "Want to do more?") \
    X(YOU_SAID, "you_said", "You said, {date}") \
    X(WE_DID, "we_did", "We did, {date}") \
    X(HELP_CALLING, "help_calling", "Letting staff know…") \
    X(HELP_TOLD, "help_told", "Staff have been told.") \
    X(HELP_NOT_TOLD, "help_not_told", "This screen could not let staff know.") \
    X(WITH_HELP, "with_help", "Someone is helping me answer") \
    X(WITH_HELP_MARK, "with_help_mark", "Answered with help") \
    X(SAY_CURSOR_BACK, "say_cursor_back", "one letter back") \
    X(SAY_CURSOR_ON, "say_cursor_on", "one letter on") \
    X(MONTH_1, "month_1", "January {year}") \
    X(MONTH_2, "month_2", "February {year}") \
    X(MONTH_3, "month_3", "March {year}") \
    X(MONTH_4, "month_4", "April {year}") \
    X(MONTH_5, "month_5", "May {year}") \
    X(MONTH_6, "month_6", "June {year}") \
    X(MONTH_7, "month_7", "July {year}") \
    X(MONTH_8, "month_8", "August {year}") \
    X(MONTH_9, "month_9", "September {year}") \
    X(MONTH_10, "month_10", "October {year}") \
    X(MONTH_11, "month_11", "November {year}") \
    X(MONTH_12, "month_12", "December {year}") \
    X(DAY_1, "day_1", "{day} January {year}") \
    X(DAY_2, "day_2", "{day} February {year}") \
    X(DAY_3, "day_3", "{day} March {year}") \
    X(DAY_4, "day_4", "{day} April {year}") \
    X(DAY_5, "day_5", "{day} May {year}") \
    X(DAY_6, "day_6", "{day} June {year}") \
    X(DAY_7, "day_7", "{day} July {year}") \
    X(DAY_8, "day_8", "{day} August {year}") \
    X(DAY_9, "day_9", "{day} September {year}") \
    X(DAY_10, "day_10", "{day} October {year}") \
    X(DAY_11, "day_11", "{day} November {year}") \
    X(DAY_12, "day_12", "{day} December {year}") \
    X(STAFF_MENU, "staff_menu", "Staff menu") \
    X(STAFF_WAIT, "staff_wait", "One moment…") \
    X(STAFF_USUAL, "staff_usual", "As the venue says") \
    X(STAFF_LESS, "staff_less", "Less") \
    X(STAFF_MORE_OF_IT, "staff_more_of_it", "More") \
    X(STAFF_EARLIER, "staff_earlier", "Earlier") \
    X(STAFF_LATER, "staff_later", "Later") \
    X(STAFF_NEVER, "staff_never", "never") \
    X(STAFF_UNKNOWN, "staff_unknown", "not known") \
    X(STAFF_TODAY_AT, "staff_today_at", "today, {time}") \
    X(PIN_TITLE, "pin_title", "Staff: enter the PIN") \
    X(PIN_MORE, "pin_more", "Six digits, from the sheet that came with this kiosk.") \
    X(PIN_WRONG, "pin_wrong", "That PIN is not right.") \
    X(PIN_WAIT, "pin_wait", "Too many wrong PINs. You can try again in {time}.") \
    X(PIN_LOST, "pin_lost", "Use the recovery code") \
    X(PIN_USE, "pin_use", "Use the PIN") \
    X(PIN_PRIVATE, "pin_private", "Plug in headphones to hear the keys.") \
    X(RECOVERY_TITLE, "recovery_title", "Enter the recovery code") \
    X(CODE_MORE, "code_more", "Four groups of five letters and digits, from the printed sheet.") \
    X(CODE_WRONG, "code_wrong", "That code is not right.") \
    X(CODE_MISTAKE, "code_mistake", "The code does not check: one character is mistyped, or two are swapped.") \
    X(CODE_SHORT, "code_short", "The code is not whole yet.") \
    X(SETUP_START, "setup_start", "Set up this screen") \
    X(SETUP_FILE, "setup_file", "Use a file on a stick") \
    X(SETUP_CODE, "setup_code", "Enter the code from your invitation") \
    X(SETUP_HUB, "setup_hub", "Enter the address of your hub") \
    X(SETUP_HUB_MORE, "setup_hub_more", "As it stands on the sheet, without https://") \
    X(SETUP_WORKS, "setup_works", "Setting up. This takes a moment.") \
    X(SETUP_DONE, "setup_done", "This screen is set up.") \
    X(SETUP_FAILED, "setup_failed", "It did not work.") \
    X(ENROL_UNKNOWN, "enrol_unknown", "The hub does not know this code. Look for a mistyped letter.") \
    X(ENROL_USED, "enrol_used", "Another kiosk has used this code, or it has expired. Ask for a new one.") \
    X(ENROL_ADDRESS, "enrol_address", "This cannot be a hub’s address.") \
    X(ENROL_ALREADY, "enrol_already", "This kiosk is already set up at another hub.") \
    X(ENROL_BUNDLE, "enrol_bundle", "The hub knows this kiosk now. Its questions have not arrived yet; they come by themselves.") \
    X(ENROL_FILE, "enrol_file", "There is no setup file on the stick, or it is damaged.") \
    X(SETUP_CARRY, "setup_carry", "Take the stick to your hub now.") \
    X(SETUP_CARRY_MORE, "setup_carry_more", "There is no network here. The stick carries this screen’s request: put it in again when it comes back with the answer.") \
    X(SETUP_BY_STICK, "setup_by_stick", "Set it up by stick") \
    X(ENROL_ANSWER, "enrol_answer", "The answer on the stick is damaged or not for this screen. The stick asks once more: take it to your hub again.") \
    X(ENROL_BUNDLE_STICK, "enrol_bundle_stick", "The hub knows this kiosk now, but its questions are not on the stick. Ask your hub for them.") \
    X(WHY_NONE, "why_none", "Nothing has been tried yet.") \
    X(WHY_SENT, "why_sent", "The hub has everything.") \
    X(WHY_NO_NETWORK, "why_no_network", "There is no network.") \
    X(WHY_NO_NAME, "why_no_name", "The hub’s name was not found.") \
    X(WHY_NO_ANSWER, "why_no_answer", "The hub did not answer in time.") \
    X(WHY_NOT_TRUSTED, "why_not_trusted", "The hub’s certificate is not the one this kiosk knows.") \
    X(WHY_CLOCK, "why_clock", "The clock of this kiosk is wrong.") \
    X(WHY_SIGN_IN, "why_sign_in", "The network wants a sign-in.") \
    X(WHY_NOT_HUB, "why_not_hub", "Something answered that is not the hub.") \
    X(WHY_BUSY, "why_busy", "The hub is busy and asked to wait.") \
    X(WHY_UNPROVEN, "why_unproven", "This kiosk was turned away, but not over the hub’s signature.") \
    X(WHY_SURVEY, "why_survey", "The hub lacks a survey that was answered here.") \
    X(WHY_REFUSED, "why_refused", "The hub does not accept this kiosk.") \
    X(WHY_FORK, "why_fork", "This kiosk’s memory was copied or set back.") \
    X(WHY_BROKEN, "why_broken", "The kiosk’s own record could not be read.") \
    X(WHY_LACKS, "why_lacks", "The hub was set back further than this kiosk keeps answers.") \
    X(ROW_TODAY, "row_today", "Answers today") \
    X(ROW_PENDING, "row_pending", "Waiting to be sent") \
    X(ROW_SENT, "row_sent", "Last sent") \
    X(ROW_WHY, "row_why", "Why not now") \
    X(ROW_CLOCK, "row_clock", "Clock") \
    X(ROW_ROOM, "row_room", "Room left") \
    X(ROW_VERSION, "row_version", "Version") \
    X(CLOCK_RIGHT, "clock_right", "right, from the hub") \
    X(CLOCK_UNCHECKED, "clock_unchecked", "{time}, not checked") \
    X(ROOM_MONTHS, "room_months", "months of use: {months}") \
    X(ROOM_YEAR, "room_year", "enough for more than a year") \
    X(ROOM_LITTLE, "room_little", "less than a month") \
    X(VERSION_BUNDLE, "version_bundle", "{version}, questions no. {number}") \
    X(DO_PRACTISE, "do_practise", "Practise, nothing counts") \
    X(DO_PAUSE, "do_pause", "Pause this kiosk…") \
    X(DO_STICK, "do_stick", "Save to a USB stick…") \
    X(DO_SAID, "do_said", "What people said") \
    X(DO_MORE, "do_more", "Language, light, sound…") \
    X(VERDICT_WORKING, "verdict_working", "This kiosk is working") \
    X(VERDICT_DISK, "verdict_disk", "This kiosk cannot record answers") \
    X(VERDICT_DISK_MORE, "verdict_disk_more", "Its memory did not take the last answer. Switch it off and on; if this comes again, it needs a new memory card.") \
    X(VERDICT_REVOKED, "verdict_revoked", "This kiosk is no longer in use") \
    X(VERDICT_REVOKED_MORE, "verdict_revoked_more", "The hub has withdrawn it. What is recorded here stays here.") \
    X(VERDICT_REFUSED, "verdict_refused", "The hub does not accept this kiosk") \
    X(VERDICT_REFUSED_MORE, "verdict_refused_more", "Answers are safe on the kiosk. Please tell your central team.") \
    X(VERDICT_NO_SURVEY, "verdict_no_survey", "This kiosk has nothing to ask") \
    X(VERDICT_PAUSED, "verdict_paused", "This kiosk is paused") \
    X(VERDICT_PAUSED_MORE, "verdict_paused_more", "People see that it is, and why. Nothing is asked meanwhile.") \
    X(VERDICT_CLOSED, "verdict_closed", "The survey has ended") \
    X(VERDICT_CLOSED_MORE, "verdict_closed_more", "Its closing date has passed. A new survey appears here by itself.") \
    X(VERDICT_STUCK, "verdict_stuck", "This kiosk has not sent since {when}") \
    X(VERDICT_NEVER, "verdict_never", "This kiosk has not sent anything yet") \
    X(VERDICT_SAFE, "verdict_safe", "Answers are safe on the kiosk. They will be sent when the network is back.") \
    X(VERDICT_FULL, "verdict_full", "This kiosk is nearly full") \
    X(VERDICT_FULL_MORE, "verdict_full_more", "Save to a USB stick, or bring it to a network.") \
    X(VERDICT_ALONE, "verdict_alone", "This kiosk is not sending") \
    X(VERDICT_ALONE_MORE, "verdict_alone_more", "The program that sends is not running. Switch the kiosk off and on.") \
    X(VERDICT_NO_TIME, "verdict_no_time", "It does not know the time. Answers count all the same.") \
    X(VERDICT_LOST, "verdict_lost", "The hub was set back and lacks answers that are no longer kept here: {count}. Please tell your central team.") \
    X(VERDICT_REVIEW, "verdict_review", "The survey is due for review. It goes on until it is changed.") \
    X(VERDICT_SOON, "verdict_soon", "What is waiting goes with the next sending.") \
    X(VERDICT_ALL_SENT, "verdict_all_sent", "Everything has been sent.") \
    X(PAUSE_TITLE, "pause_title", "Pause this kiosk") \
    X(PAUSE_MORE, "pause_more", "People read the reason on the screen.") \
    X(PAUSE_CLEAN, "pause_clean", "Clean the screen: one minute") \
    X(PAUSE_ORDER, "pause_order", "Out of order") \
    X(PAUSE_TODAY, "pause_today", "Closed today") \
    X(PAUSE_BACK, "pause_back", "Back at…") \
    X(PAUSE_RESUME, "pause_resume", "Go on asking") \
    X(PAUSE_NOW, "pause_now", "Pause until then") \
    X(PAUSED_TITLE, "paused_title", "This screen is having a pause.") \
    X(PAUSED_ORDER, "paused_order", "It is out of order at the moment. We are sorry.") \
    X(PAUSED_TODAY, "paused_today", "It is closed today.") \
    X(PAUSED_BACK, "paused_back", "It will be back at {time}.") \
    X(CLOSED_TITLE, "closed_title", "This survey has ended. Thank you to everyone who took part.") \
    X(REVOKED_TITLE, "revoked_title", "This screen is not in use.") \
    X(ASLEEP_TITLE, "asleep_title", "Touch the screen to begin") \
    X(CLEANING_TITLE, "cleaning_title", "Time to clean the screen") \
    X(CLEANING_MORE, "cleaning_more", "Touching it does nothing. Seconds left: {seconds}") \
    X(STICK_TITLE, "stick_title", "Save to a USB stick") \
    X(STICK_MORE, "stick_more", "Answers that wait to be sent go onto the stick, signed. What people wrote is sealed. Put the stick in first.") \
    X(STICK_NOW, "stick_now", "Save now") \
    X(STICK_WORKS, "stick_works", "Saving. Leave the stick in.") \
    X(STICK_DONE, "stick_done", "You can pull the stick out now.") \
    X(STICK_DONE_MORE, "stick_done_more", "Saved: {count}. They stay here too until the hub has them.") \
    X(STICK_DONE_NEWS, "stick_done_news", "Saved: {count}. What the hub sent on the stick is here now.") \
    X(STICK_DONE_BAD, "stick_done_bad", "Saved: {count}. What the hub sent on the stick could not be used. Ask your hub for it again.") \
    X(STICK_NONE, "stick_none", "No USB stick was found. Put one in and try again.") \
    X(STICK_UNREAD, "stick_unread", "The stick cannot be read. Use one that is formatted as FAT or exFAT.") \
    X(STICK_FULL, "stick_full", "The stick is full.") \
    X(STICK_GONE, "stick_gone", "The stick was pulled out, or it cannot be written.") \
    X(SAID_DAYS, "said_days", "Answers: {count}. Days: {days}, from {first} to {last}.") \
    X(SAID_FEW, "said_few", "Not enough answers yet") \
    X(SAID_RULE, "said_rule", "Only days that are over and have ten answers or more are shown. Today is never in it.") \
    X(SETTINGS_TITLE, "settings_title", "Settings of this kiosk") \
    X(SET_LANGUAGES, "set_languages", "Languages") \
    X(SET_LANGUAGES_MORE, "set_languages_more", "Touch a language to put it first. The screen begins in the first one.") \
    X(SET_SOUND, "set_sound", "Light and sound") \
    X(SET_LIGHT, "set_light", "Light") \
    X(SET_NO_LIGHT, "set_no_light", "This panel’s light cannot be set here.") \
    X(SET_VOLUME, "set_volume", "Loudness of the voice") \
    X(SET_ALOUD, "set_aloud", "People can listen to the screen") \
    X(SET_HOURS, "set_hours", "Opening hours today") \
    X(SET_HOURS_MORE, "set_hours_more", "Outside these hours the screen is dark. A touch wakes it.") \
    X(SET_HOURS_ALWAYS, "set_hours_always", "Open at all times") \
    X(SET_OPENS, "set_opens", "Opens at {time}") \
    X(SET_CLOSES, "set_closes", "Closes at {time}") \
    X(SET_LOG, "set_log", "What was sent, and when") \
    X(LOG_NEWER, "log_newer", "Newer") \
    X(LOG_OLDER, "log_older", "Older") \
    X(LOG_COUNT, "log_count", "sent: {count}") \
    X(SET_TEST, "set_test", "Test the touch") \
    X(SET_TEST_MORE, "set_test_more", "Touch the screen anywhere. A ring shows where it was felt. Nothing is recorded.") \
    X(SET_TURN, "set_turn", "Turn the picture") \
    X(SET_TURN_MORE, "set_turn_more", "How does the screen stand? It goes back by itself unless somebody touches “Keep this”.") \
    X(TURN_UPRIGHT, "turn_upright", "As it is built") \
    X(TURN_RIGHT, "turn_right", "Turned right") \
    X(TURN_OVER, "turn_over", "Upside down") \
    X(TURN_LEFT, "turn_left", "Turned left") \
    X(SET_ADJUST, "set_adjust", "Adjust the touch") \
    X(ADJUST_MORE, "adjust_more", "Touch the middle of the cross.") \
    X(ADJUST_AGAIN, "adjust_again", "That did not fit together. Please touch each cross once more.") \
    X(TRIAL_TITLE, "trial_title", "Keep this?") \
    X(TRIAL_MORE, "trial_more", "It goes back by itself. Seconds left: {seconds}") \
    X(TRIAL_KEEP, "trial_keep", "Keep this") \
    X(TRIAL_UNDO, "trial_undo", "Go back")
/* clang-format on */
