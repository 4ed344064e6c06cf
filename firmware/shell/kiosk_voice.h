#pragma once
/* What the kiosk wants to be heard, to the loudspeaker. */
#include "voice.h"

struct shell;

/* After the screen was drawn: says what the kiosk wants, or ends what is being said. The voice is
 * made when there is something to say for the first time. */
void heard_follow(struct shell *shell);
/* The clips of what is asked are about to change or to go. */
void heard_forget(struct shell *shell);
/* Something has been said to its end. */
void heard_hear(struct shell *shell);
int heard_fd(const struct shell *shell); /* -1: there is no voice yet */
void heard_finish(struct shell *shell);
