/* The page to print: see rest_sheet.h. */
#include "local_time.h"
#include "paper.h"
#include "qr.h"
#include "rest_sheet.h"
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static void put_html(struct buf *out, const char *text)
{
    static const char *const escapes[][2] = {
        { "&", "&amp;" }, { "<", "&lt;" }, { ">", "&gt;" }, { "\"", "&quot;" }, { "'", "&#39;" }
    };
    for (; *text != '\0'; text++) {
        const char *escape = NULL;
        for (size_t i = 0; i < sizeof escapes / sizeof escapes[0]; i++)
            if (*text == escapes[i][0][0])
                escape = escapes[i][1];
        if (escape != NULL)
            buf_put_span(out, span_text(escape));
        else
            buf_put_byte(out, (uint8_t)*text);
    }
}

/* A style of its own and nothing else: no script, no picture from elsewhere. What is typed stands
 * in one line. */
static const char head[] =
    "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
    "<title>Yousaid: invitations</title><style>"
    "@page{size:A4;margin:18mm}body{font:14pt/1.45 sans-serif;color:#111;margin:0}"
    "section{page-break-after:always;break-after:page;max-width:174mm}"
    "h1{font-size:24pt;margin:0 0 2mm}.where{font-size:16pt;margin:0 0 8mm}"
    "ol{padding-left:7mm;margin:0;flex:1}li{margin:0 0 5mm}"
    ".code{font:700 18pt monospace;display:block;margin:2mm 0;white-space:nowrap}"
    ".hub{font:700 15pt monospace;display:block;margin:2mm 0;overflow-wrap:anywhere}"
    "table{border-collapse:collapse;margin:8mm 0}td{padding:1.5mm 8mm 1.5mm 0;vertical-align:top}"
    "td+td{font:700 15pt monospace}.row{display:flex;gap:8mm;align-items:flex-start}"
    "svg{width:48mm;height:48mm;flex:none}.keep{border-top:.3mm solid #999;padding-top:5mm;"
    "font-size:12pt}</style></head><body>";

void rest_sheets_begin(struct buf *out)
{
    buf_put_span(out, span_text(head));
}

void rest_sheets_end(struct buf *out)
{
    buf_put_span(out, span_text("</body></html>"));
}

bool rest_sheet_qr(const struct rest_sheet *sheet, struct buf *ret_svg, struct err *err)
{
    if (*sheet->hub == '\0')
        return qr_put_svg(sheet->invite->code, ret_svg, err);
    JSON_AUTO *file =
        json_pack("{s:i, s:s, s:s}", "version", 1, "hub", sheet->hub, "code", sheet->invite->code);
    char *text = file == NULL ? NULL : json_dumps(file, JSON_COMPACT);
    bool put = text != NULL ? qr_put_svg(text, ret_svg, err)
                            : err_set(err, ERR_LATER, "there is no memory for a square code");
    free(text);
    return put;
}

static void put_where(struct buf *out, const struct rest_sheet *sheet)
{
    buf_put_span(out, span_text("<section><h1>A new kiosk</h1><p class=\"where\">"));
    put_html(out, sheet->venue);
    if (*sheet->name != '\0') {
        buf_put_span(out, span_text(" &middot; "));
        put_html(out, sheet->name);
    }
    buf_put_span(out, span_text("<br>"));
    put_html(out, sheet->programme);
}

/* The kiosk takes the address without its beginning, which is always the same. */
static void put_steps(struct buf *out, const struct rest_sheet *sheet)
{
    static const char always[] = "https://";
    bool begins = strncmp(sheet->hub, always, sizeof always - 1) == 0;
    buf_put_span(out,
                 span_text("</p><div class=\"row\"><ol>"
                           "<li>Put the kiosk where people pass, and plug it in.</li>"
                           "<li>When it asks for a code, type this one:<span class=\"code\">"));
    put_html(out, sheet->invite->code);
    buf_put_span(out, span_text("</span></li><li>When it asks for the address of the hub, type "
                                "this one:<span class=\"hub\">"));
    put_html(out, *sheet->hub == '\0' ? "______________________"
                                      : sheet->hub + (begins ? sizeof always - 1 : 0));
    buf_put_span(out, span_text("</span>It says that it is ready. That is all.</li></ol>"));
}

void rest_sheet_put(struct buf *out, const struct rest_sheet *sheet, const char *qr)
{
    char expires[11];
    local_day_text((int32_t)(sheet->invite->expires / 86400), expires);
    put_where(out, sheet);
    put_steps(out, sheet);
    buf_put_span(out, span_text(qr));
    buf_put_span(out, span_text("</div><table><tr><td>PIN of its staff menu</td><td>"));
    put_html(out, sheet->invite->pin);
    buf_put_span(out, span_text("</td></tr><tr><td>if the PIN is lost</td><td>"));
    put_html(out, sheet->invite->recovery);
    buf_put_span(out, span_text("</td></tr><tr><td>use the code before</td><td>"));
    put_html(out, expires);
    buf_put_span(out,
                 span_text("</td></tr></table><p class=\"keep\">The code works once. Keep this "
                           "sheet where only staff can see it: the PIN opens the kiosk's "
                           "staff menu, and none of this can be shown again. The square holds "
                           "code and address as they stand in a setup file for a stick.</p>"
                           "</section>"));
}
