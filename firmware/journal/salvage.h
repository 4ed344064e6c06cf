#pragma once
/* A damaged journal made whole again beside itself: journal_salvage of journal.h. */
#include "journal.h"

/* Where the new file stands while it is made, and when it is whole. */
#define SALVAGE_MAKING "journal.sqlite.new"
#define SALVAGE_WHOLE  "journal.sqlite.salvaged"
