#pragma once
/*
 * Invitations as one page to print: code, PIN and recovery code, which are shown once, the hub's
 * address, a square code and three steps for whoever unpacks the kiosk.
 */
#include "api.h"

enum { REST_SHEETS_MAX = 8 * 1024 * 1024, REST_QR_MAX = 64 * 1024 };

struct rest_sheet {
    const char *programme;
    const char *venue; /* its name */
    const char *name;  /* what the kiosk is to be called; "" for none */
    const char
        *hub; /* "https://HOST:PORT"; "" where nobody knows, and then it is to be written in */
    const struct invite *invite;
};

void rest_sheets_begin(struct buf *out);
/* What the square code holds as an SVG picture: a setup file for the kiosk's stick. */
MUST_CHECK bool rest_sheet_qr(const struct rest_sheet *sheet, struct buf *ret_svg, struct err *err);
void rest_sheet_put(struct buf *out, const struct rest_sheet *sheet, const char *qr);
void rest_sheets_end(struct buf *out);
