#pragma once
/*
 * When room runs out, what goes first: what a hub has acknowledged (the courier lets go of media
 * that nothing asks for), then words are no longer asked for, and last a reserve that was held for
 * this. What no hub has is never deleted.
 */
#include "kiosk_shell.h"

/* Looks at the room that is left, and holds the reserve while there is enough. */
void room_look(struct shell *shell);
/* The disk refused for want of room: gives the reserve up. True when there was one, and it is worth
 * another try. */
bool room_make(struct shell *shell, const struct err *why);
/* How long what is acknowledged is kept. */
uint32_t room_keep_minutes(const struct shell *shell);
