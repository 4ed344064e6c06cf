/* The log sink: see log.h. */
#include "log.h"
#include "buf.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { TEXT_MAX = 800, LINE_MAX_JSON = 6 * TEXT_MAX + 200 };

static const char *const names[] = { "info", "warning", "error" };

/* Is standard error systemd's journal? It says which stream it gave to the service. */
static bool is_journal(void)
{
    const char *stream = getenv("JOURNAL_STREAM");
    struct stat here;
    unsigned long long device, inode;
    return stream != NULL && sscanf(stream, "%llu:%llu", &device, &inode) == 2 &&
           fstat(STDERR_FILENO, &here) == 0 && here.st_dev == device && here.st_ino == inode;
}

/* Bytes of the letter that begins here; 0 when it is none. */
static size_t letter_size(const char *at)
{
    const unsigned char *byte = (const unsigned char *)at;
    size_t size = byte[0] < 0x80                                ? 1
                  : byte[0] >= 0xc2 && (byte[0] & 0xe0) == 0xc0 ? 2
                  : (byte[0] & 0xf0) == 0xe0                    ? 3
                  : byte[0] <= 0xf4 && (byte[0] & 0xf8) == 0xf0 ? 4
                                                                : 0;
    for (size_t i = 1; i < size; i++)
        if ((byte[i] & 0xc0) != 0x80)
            return 0;
    return size;
}

/* Whatever stands in it, it stays one string of one line. */
static void put_string(struct buf *line, const char *text)
{
    buf_put_byte(line, '"');
    while (*text != '\0') {
        size_t size = letter_size(text);
        unsigned char byte = (unsigned char)*text;
        if (byte == '"' || byte == '\\')
            buf_printf(line, "\\%c", byte);
        else if (size == 0 || byte < ' ' || byte == 0x7f)
            buf_printf(line, "\\u%04x", size == 0 ? 0xfffd : byte);
        else
            buf_put(line, text, size);
        text += size == 0 ? 1 : size;
    }
    buf_put_byte(line, '"');
}

static void write_json(enum log_level level, const char *room, const char *text)
{
    char when[32] = "";
    struct tm utc;
    time_t now = time(NULL);
    BUF_AUTO line = buf_new(LINE_MAX_JSON);
    if (gmtime_r(&now, &utc) != NULL)
        (void)strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", &utc);
    buf_printf(&line, "{\"time\":\"%s\",\"level\":\"%s\",\"room\":", when, names[level]);
    put_string(&line, room);
    buf_put_text(&line, ",\"text\":");
    put_string(&line, text);
    (void)fprintf(stderr, "%s}\n", buf_text(&line));
}

void log_line(enum log_level level, const char *room, const char *fmt, ...)
{
    static const char *const priorities[] = { "<6>", "<4>", "<3>" };
    char text[TEXT_MAX];
    const char *form = getenv("YOUSAID_LOG");
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    if (form != NULL && strcmp(form, "json") == 0) {
        write_json(level, room, text);
        return;
    }
    /* One call, so that lines of several threads do not mix. */
    (void)fprintf(stderr, "%s%s %s: %s\n", is_journal() ? priorities[level] : "", names[level],
                  room, text);
}
