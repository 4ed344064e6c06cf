#pragma once
/* Square codes as SVG pictures. */
#include "buf.h"

enum { QR_SVG_MAX = 64 * 1024 };

/* A text as an SVG that scales: black on white, with its quiet zone. */
MUST_CHECK bool qr_put_svg(const char *text, struct buf *ret_svg, struct err *err);
/* A text as it stands in a URI. */
void qr_put_uri_text(struct buf *out, const char *text);
