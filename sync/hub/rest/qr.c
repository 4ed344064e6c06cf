/* Square codes as SVG pictures: see qr.h. One path of runs, a unit a module. */
#include "qr.h"
#include <ctype.h>
#include <qrencode.h>

enum { QUIET = 4 };

static void code_drop(QRcode **code)
{
    QRcode_free(*code);
}

static void put_row(const QRcode *code, int y, struct buf *out)
{
    for (int x = 0; x < code->width;) {
        int run = 0;
        while (x + run < code->width && (code->data[y * code->width + x + run] & 1))
            run++;
        if (run > 0)
            buf_printf(out, "M%d %dh%dv1h-%dz", x + QUIET, y + QUIET, run, run);
        x += run > 0 ? run : 1;
    }
}

bool qr_put_svg(const char *text, struct buf *ret_svg, struct err *err)
{
    __attribute__((cleanup(code_drop))) QRcode *code =
        QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
    if (code == NULL)
        return err_set(err, ERR_LATER, "there is no memory for a square code");
    int size = code->width + 2 * QUIET;
    buf_printf(ret_svg,
               "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" "
               "shape-rendering=\"crispEdges\"><rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>"
               "<path d=\"",
               size, size, size, size);
    for (int y = 0; y < code->width; y++)
        put_row(code, y, ret_svg);
    buf_put_span(ret_svg, span_text("\"/></svg>"));
    return buf_ok(ret_svg, "a square code", err);
}

void qr_put_uri_text(struct buf *out, const char *text)
{
    for (; *text != '\0'; text++)
        if (isalnum((unsigned char)*text) || strchr("-._~@", *text) != NULL)
            buf_put_byte(out, (uint8_t)*text);
        else
            buf_printf(out, "%%%02X", (unsigned)(unsigned char)*text);
}
