/* CSV cells and JSON strings: see cells.h. */
#include "cells.h"

void cells_put_csv(struct buf *out, const char *text)
{
    bool formula = *text != '\0' && strchr("=+-@\t\r", *text) != NULL;
    bool quoted = strpbrk(text, ",\"\r\n") != NULL;
    if (quoted)
        buf_put_byte(out, '"');
    if (formula)
        buf_put_byte(out, '\'');
    for (; *text != '\0'; text++) {
        if (*text == '"')
            buf_put_byte(out, '"');
        buf_put_byte(out, (uint8_t)*text);
    }
    if (quoted)
        buf_put_byte(out, '"');
}

void cells_put_json(struct buf *out, const char *text)
{
    buf_put_byte(out, '"');
    for (; *text != '\0'; text++) {
        unsigned char byte = (unsigned char)*text;
        if (byte == '"' || byte == '\\')
            buf_printf(out, "\\%c", byte);
        else if (byte < ' ' || byte == 0x7f)
            buf_printf(out, "\\u%04x", byte);
        else
            buf_put_byte(out, byte);
    }
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
