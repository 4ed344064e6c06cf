#pragma once
/* The store as plain lists in memory: the model that the contract suite holds real engines to. Slow
 * and simple on purpose; nothing outlives it. */
#include "store_int.h"

extern const struct store_engine memory_engine;
