#pragma once
/* The engines that the contract suites hold to the same promises, each with something empty to be
 * opened on. PostgreSQL is asked twice: as one server, and as it is asked when it is spread over
 * several machines. That is a stand-in on one server, unless YOUSAID_CITUS_URL names a database in
 * which the extension citus is: then it is that, in schemas of the suite's own, which it drops. */
#include "store_int.h"

enum { STORE_ENGINES = 4 };
extern const struct store_engine *const store_engines[STORE_ENGINES];

/* Before the first case, and after the last. */
void store_engines_start(void);
void store_engines_stop(void);
/* A store of this engine with nothing in it. */
MUST_CHECK bool store_engine_open(const struct store_engine *engine, struct store **ret,
                                  struct err *err);
