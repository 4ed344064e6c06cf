#pragma once
/*
 * The signed list of every kiosk's chain points at a month's end (chain_list.h): made once when the
 * month is over, kept, and handed to inspectors. It carries what introduces the hub's key, so that
 * the programme's public key alone is needed to check it.
 */
#include "api.h"

enum { CHAIN_HEAD_MAX = 8 * 1024 };

/* The list of a month (its first day), made now if it was not made yet: signed bytes. ERR_CONFLICT
 * for a month that is not over. */
MUST_CHECK bool hub_chain_list(struct hub *hub, int32_t month, int64_t now, struct buf *ret,
                               struct err *err);
/* Makes that of the last month, if it is missing. */
MUST_CHECK bool hub_chain_turn(struct hub *hub, int64_t now, struct err *err);

/* Opens a list from a file; the text is borrowed from it. Needs no hub. ret_programme is the key
 * under which the signing hub was introduced: compare it with the one that is known. */
MUST_CHECK bool chain_list_open(struct span message, struct span *ret_text,
                                struct public_key *ret_programme, struct err *err);
