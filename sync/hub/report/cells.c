/* CSV cells and JSON strings: see cells.h. */
#include "cells.h"

/* Nearly every text of an export is plain, and is looked at once and copied whole. */
static const bool is_quoted[256] = { [','] = true, ['"'] = true, ['\r'] = true, ['\n'] = true };

static void put_quoted(struct buf *out, const char *text, bool formula)
{
    buf_put_byte(out, '"');
    if (formula)
        buf_put_byte(out, '\'');
    for (; *text != '\0'; text++) {
        if (*text == '"')
            buf_put_byte(out, '"');
        buf_put_byte(out, (uint8_t)*text);
    }
    buf_put_byte(out, '"');
}

void cells_put_csv(struct buf *out, const char *text)
{
    bool formula = *text != '\0' && strchr("=+-@\t\r", *text) != NULL;
    bool quoted = false;
    const char *end = text;
    for (; *end != '\0'; end++)
        quoted |= is_quoted[(uint8_t)*end];
    if (quoted) {
        put_quoted(out, text, formula);
        return;
    }
    if (formula)
        buf_put_byte(out, '\'');
    buf_put(out, text, (size_t)(end - text));
}

void cells_put_number(struct buf *out, uint64_t number)
{
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    buf_put(out, digits + at, sizeof digits - at);
}

void cells_put_hex(struct buf *out, uint64_t number)
{
    char digits[16];
    for (size_t at = sizeof digits; at-- > 0; number >>= 4)
        digits[at] = "0123456789abcdef"[number & 15];
    buf_put(out, digits, sizeof digits);
}

static void put_escaped(struct buf *out, unsigned char byte)
{
    if (byte == '"' || byte == '\\')
        buf_printf(out, "\\%c", byte);
    else
        buf_printf(out, "\\u%04x", byte);
}

static bool is_escaped(unsigned char byte)
{
    return byte == '"' || byte == '\\' || byte < ' ' || byte == 0x7f;
}

void cells_put_json(struct buf *out, const char *text)
{
    const char *plain = text; /* where what has not been written begins */
    buf_put_byte(out, '"');
    for (; *text != '\0'; text++)
        if (is_escaped((unsigned char)*text)) {
            buf_put(out, plain, (size_t)(text - plain));
            put_escaped(out, (unsigned char)*text);
            plain = text + 1;
        }
    buf_put(out, plain, (size_t)(text - plain));
    buf_put_byte(out, '"');
}

bool cells_flush(struct buf *out, FILE *file, struct err *err)
{
    if (!buf_ok(out, "a line of the output", err))
        return false;
    if (out->size > 0 && fwrite(out->data, 1, out->size, file) != out->size)
        return err_errno(err, "writing the output");
    buf_clear(out);
    return true;
}
