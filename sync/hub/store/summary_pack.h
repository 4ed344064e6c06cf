#pragma once
/*
 * A summary's counts as bytes in a row: a format number, then runs of counts as LEB128 numbers,
 * each run with how many follow (zeroes at its end are left out): days, bursts, hours, access
 * modes; then languages, each its tag's length, its tag and its count; then what was sealed.
 */
#include "store_summary.h"

enum { SUMMARY_PACKED_MAX = 2048 };

/* Returns the size. */
size_t summary_pack(const struct store_summary *summary, uint8_t ret[SUMMARY_PACKED_MAX]);
/* Sets every count, whatever was in them; the rest of the summary stays. False when the bytes are
 * no such thing. */
MUST_CHECK bool summary_unpack(struct span bytes, struct store_summary *ret);
