#pragma once
/* How values are written in CSV (RFC 4180) and JSON. */
#include "buf.h"
#include <stdio.h>

/* A text cell, quoted where it must be. One that a spreadsheet would take for a formula (it begins
 * with = + - @ tab or CR) gets an apostrophe before it. */
void cells_put_csv(struct buf *out, const char *text);
/* A number, and one as 16 hexadecimal digits: what every row of an export has, without a format. */
void cells_put_number(struct buf *out, uint64_t number);
void cells_put_hex(struct buf *out, uint64_t number);
/* A JSON string; the text must be UTF-8. */
void cells_put_json(struct buf *out, const char *text);
/* Writes what the buffer holds and empties it; false when the file does not take it. */
MUST_CHECK bool cells_flush(struct buf *out, FILE *file, struct err *err);
