#pragma once
/* The venue tree for whoever works at the hub itself. */
#include "api.h"
#include "people.h"

/* Is each of these an area or a venue that is there? ERR_MISSING names the first that is not. */
MUST_CHECK bool rest_tree_holds(struct hub *hub, const struct scope *scope, struct err *err);
