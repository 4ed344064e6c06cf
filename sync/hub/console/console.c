/*
 * Serves the console. A file whose name holds its digest stays for ever in a browser; the one page
 * is asked for again each time. What the page may do is said in headers: scripts, styles, pictures
 * and requests of this hub and of nobody else, nothing inline, in no other page's frame.
 */
#include "console.h"
#include "console_files.h"
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <zlib.h>

#define PAGE "/index.html"

static const char page_policy[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'";
/* The one place where WebAssembly runs: a thread without network, in which sealed words are opened.
 */
static const char worker_policy[] =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'none'";

static const struct {
    const char *ending, *type;
} types[] = {
    { ".html", "text/html; charset=utf-8" },
    { ".js", "text/javascript; charset=utf-8" },
    { ".css", "text/css; charset=utf-8" },
    { ".svg", "image/svg+xml" },
    { ".woff2", "font/woff2" },
};

static const char *type_of(const char *path)
{
    const char *ending = strrchr(path, '.');
    for (size_t i = 0; ending != NULL && i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i].ending, ending) == 0)
            return types[i].type;
    return "application/octet-stream";
}

static const struct console_file *file_at(const char *path)
{
    for (size_t i = 0; i < console_file_count; i++)
        if (strcmp(console_files[i].path, path) == 0)
            return &console_files[i];
    return NULL;
}

/* A path that names a file which is not there is a mistake; any other is a page of the console,
 * which finds its own way. */
static bool names_file(const char *path)
{
    const char *last = strrchr(path, '/');
    return strncmp(path, "/api/", 5) == 0 || strncmp(path, "/v1/", 4) == 0 ||
           (last != NULL && strchr(last, '.') != NULL);
}

static bool takes_gzip(const struct http_exchange *exchange)
{
    return strcasestr(http_header(exchange, "Accept-Encoding"), "gzip") != NULL;
}

/* For the rare client that takes nothing packed. */
static bool unpack(const struct console_file *file, struct buf *ret)
{
    z_stream stream = { 0 };
    unsigned char *to = buf_grow(ret, file->size);
    if (to == NULL || inflateInit2(&stream, 16 + MAX_WBITS) != Z_OK)
        return false;
    stream.next_in = (unsigned char *)(uintptr_t)file->packed;
    stream.avail_in = (uInt)(file->packed_end - file->packed);
    stream.next_out = to;
    stream.avail_out = (uInt)file->size;
    bool whole = inflate(&stream, Z_FINISH) == Z_STREAM_END && stream.total_out == file->size;
    (void)inflateEnd(&stream);
    return whole;
}

static void add_field(struct http_reply *reply, const char *name, const char *value)
{
    size_t at = 0;
    while (reply->fields[at].name != NULL)
        at++;
    must(at + 1 < HTTP_FIELDS_MAX, "a console's answer has too many headers");
    reply->fields[at] = (struct http_field){ name, value };
}

static const char *policy_of(const char *path)
{
    if (strcmp(path, PAGE) == 0)
        return page_policy;
    return strncmp(path, "/assets/worker", 14) == 0 ? worker_policy : "default-src 'none'";
}

static void add_guards(struct http_reply *reply, const char *path)
{
    add_field(reply, "Content-Security-Policy", policy_of(path));
    add_field(reply, "X-Content-Type-Options", "nosniff");
    add_field(reply, "Referrer-Policy", "no-referrer");
    add_field(reply, "Cross-Origin-Opener-Policy", "same-origin");
    add_field(reply, "Cross-Origin-Resource-Policy", "same-origin");
    add_field(reply, "Strict-Transport-Security", "max-age=31536000; includeSubDomains");
}

static void answer_file(struct http_exchange *exchange, const struct console_file *file)
{
    BUF_AUTO plain = buf_new(file->size);
    char etag[80];
    bool packed = takes_gzip(exchange), for_ever = strncmp(file->path, "/assets/", 8) == 0;
    struct http_reply reply = { .status = 200, .content_type = type_of(file->path) };
    (void)snprintf(etag, sizeof etag, "\"%s%s\"", file->digest, packed ? "-gzip" : "");
    add_guards(&reply, file->path);
    add_field(&reply, "ETag", etag);
    add_field(&reply, "Vary", "Accept-Encoding");
    add_field(&reply, "Cache-Control",
              for_ever ? "public, max-age=31536000, immutable" : "no-cache");
    if (http_etag_among(http_header(exchange, "If-None-Match"), etag)) {
        reply.status = 304;
        reply.content_type = NULL;
    } else if (packed) {
        add_field(&reply, "Content-Encoding", "gzip");
        reply.body = span_of(file->packed, (size_t)(file->packed_end - file->packed));
    } else if (unpack(file, &plain)) {
        reply.body = buf_span(&plain);
    } else {
        http_answer_error(
            exchange,
            &(struct err){ .kind = ERR_LATER, .text = "there is no memory for this file" }, 5);
        return;
    }
    http_answer_with(exchange, &reply);
}

static void handle(void *context, const struct http_request *request,
                   struct http_exchange *exchange)
{
    const struct console_file *file = file_at(request->path);
    (void)context;
    if (file == NULL && !names_file(request->path))
        file = file_at(PAGE);
    if (file != NULL) {
        answer_file(exchange, file);
        return;
    }
    http_answer_error(
        exchange, &(struct err){ .kind = ERR_MISSING, .text = "There is nothing at this path." },
        0);
}

const struct http_route console_routes[] = {
    { "GET", "*", 0, handle },
    { NULL, NULL, 0, NULL },
};
