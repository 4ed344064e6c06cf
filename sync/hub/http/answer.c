/*
 * Answers: what a handler says, from any thread, and what is refused before a handler is asked. The
 * body of an error is a problem (RFC 9457).
 */
#include "http_int.h"
#include <stdio.h>

static void add_header(struct MHD_Response *response, const char *name, const char *value)
{
    if (response != NULL && value != NULL)
        (void)MHD_add_response_header(response, name, value);
}

/* NULL when there is no memory. */
static struct MHD_Response *response_of(struct span body, enum MHD_ResponseMemoryMode mode)
{
    /* The library asks for a pointer to write to, but copies or only reads in these modes. */
    union {
        const void *from;
        void *to;
    } bytes = { .from = body.size == 0 ? "" : (const void *)body.data };
    return MHD_create_response_from_buffer(body.size, bytes.to, mode);
}

void http_answer(struct http_exchange *exchange, int status, const char *content_type,
                 struct span body, unsigned retry_after)
{
    struct MHD_Response *response = response_of(body, MHD_RESPMEM_MUST_COPY);
    char seconds[16];
    add_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, content_type);
    (void)snprintf(seconds, sizeof seconds, "%u", retry_after);
    if (retry_after > 0)
        add_header(response, MHD_HTTP_HEADER_RETRY_AFTER, seconds);
    exchange_hand_back(exchange, status, response, body.size);
}

void http_answer_static(struct http_exchange *exchange, int status, const char *content_type,
                        struct span body)
{
    struct MHD_Response *response = response_of(body, MHD_RESPMEM_PERSISTENT);
    add_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, content_type);
    exchange_hand_back(exchange, status, response, body.size);
}

/* ---- answers with headers of their own ---- */

enum { PACK_MIN = 1024 };

/* An entity tag names one form of a thing: a compressed one has its own. */
static void put_etag(struct MHD_Response *response, const char *etag, enum coding coding)
{
    char own[128];
    size_t length = strlen(etag);
    if (coding == CODING_NONE || length < 2 || length > sizeof own - 8) {
        add_header(response, MHD_HTTP_HEADER_ETAG, etag);
        return;
    }
    (void)snprintf(own, sizeof own, "%.*s-%s\"", (int)length - 1, etag, coding_name(coding));
    add_header(response, MHD_HTTP_HEADER_ETAG, own);
}

void reply_put_fields(struct MHD_Response *response, const struct http_reply *reply,
                      enum coding coding)
{
    char seconds[16];
    (void)snprintf(seconds, sizeof seconds, "%u", reply->retry_after);
    add_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, reply->content_type);
    if (reply->retry_after > 0)
        add_header(response, MHD_HTTP_HEADER_RETRY_AFTER, seconds);
    if (reply->pack)
        add_header(response, MHD_HTTP_HEADER_VARY, MHD_HTTP_HEADER_ACCEPT_ENCODING);
    if (coding != CODING_NONE)
        add_header(response, MHD_HTTP_HEADER_CONTENT_ENCODING, coding_name(coding));
    for (const struct http_field *field = reply->fields; field->name != NULL; field++)
        if (strcmp(field->name, MHD_HTTP_HEADER_ETAG) == 0)
            put_etag(response, field->value, coding);
        else
            add_header(response, field->name, field->value);
}

/* Without memory to compress, the plain form serves. */
static enum coding pack(const struct http_exchange *exchange, const struct http_reply *reply,
                        struct buf *packed)
{
    enum coding coding = CODING_NONE;
    if (reply->pack && reply->body.size >= PACK_MIN)
        coding = coding_choose(http_header(exchange, MHD_HTTP_HEADER_ACCEPT_ENCODING));
    struct packer *packer = coding == CODING_NONE ? NULL : packer_new(coding);
    bool done = packer != NULL && packer_put(packer, reply->body, true, packed);
    packer_free(packer);
    return done ? coding : CODING_NONE;
}

void http_answer_with(struct http_exchange *exchange, const struct http_reply *reply)
{
    BUF_AUTO packed = buf_new(reply->body.size + PACK_MIN);
    enum coding coding = pack(exchange, reply, &packed);
    struct span body = coding == CODING_NONE ? reply->body : buf_span(&packed);
    struct MHD_Response *response = response_of(body, MHD_RESPMEM_MUST_COPY);
    reply_put_fields(response, reply, coding);
    exchange_hand_back(exchange, reply->status, response, body.size);
}

const char *http_header(const struct http_exchange *exchange, const char *name)
{
    const char *value = MHD_lookup_connection_value(exchange->mhd, MHD_HEADER_KIND, name);
    return value == NULL ? "" : value;
}

struct buf *http_kept(struct http_exchange *exchange)
{
    return exchange->connection == NULL ? NULL : &exchange->connection->kept;
}

/* ---- entity tags ---- */

/* `length` letters of a tag, without the coding that put_etag has added. */
static size_t bare_length(const char *tag, size_t length)
{
    for (enum coding coding = CODING_GZIP; coding <= CODING_ZSTD; coding++) {
        size_t more = strlen(coding_name(coding)) + 1;
        if (length > more && tag[length - more] == '-' &&
            strncmp(tag + length - more + 1, coding_name(coding), more - 1) == 0)
            return length - more;
    }
    return length;
}

bool http_etag_among(const char *header, const char *etag)
{
    size_t wanted = strlen(etag);
    if (strcmp(header, "*") == 0)
        return true;
    for (const char *at = strchr(header, '"'); at != NULL; at = strchr(at, '"')) {
        const char *end = strchr(at + 1, '"');
        if (end == NULL)
            return false;
        size_t length = bare_length(at + 1, (size_t)(end - at - 1));
        if (length + 2 == wanted && strncmp(at, etag, length + 1) == 0)
            return true;
        at = end + 1;
    }
    return false;
}

/* ---- part of a body ---- */

static void answer_range(struct http_exchange *exchange, const char *content_type,
                         struct span whole, uint64_t from)
{
    char range[80];
    bool behind = from >= whole.size;
    struct span rest =
        behind ? span_of(NULL, 0) : span_of(whole.data + from, whole.size - (size_t)from);
    struct MHD_Response *response = response_of(rest, MHD_RESPMEM_MUST_COPY);
    if (behind)
        (void)snprintf(range, sizeof range, "bytes */%zu", whole.size);
    else
        (void)snprintf(range, sizeof range, "bytes %zu-%zu/%zu", (size_t)from, whole.size - 1,
                       whole.size);
    add_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, content_type);
    add_header(response, MHD_HTTP_HEADER_CONTENT_RANGE, range);
    exchange_hand_back(exchange, behind ? MHD_HTTP_RANGE_NOT_SATISFIABLE : MHD_HTTP_PARTIAL_CONTENT,
                       response, rest.size);
}

void http_answer_part(struct http_exchange *exchange, const char *content_type, struct span whole)
{
    if (exchange->request.range_from > 0)
        answer_range(exchange, content_type, whole, exchange->request.range_from);
    else
        http_answer(exchange, MHD_HTTP_OK, content_type, whole, 0);
}

/* A JSON string: what stands in an error may have come from outside. */
static void put_json_text(struct buf *out, const char *text)
{
    buf_put_byte(out, '"');
    for (const char *c = text; *c != '\0'; c++) {
        if (*c == '"' || *c == '\\')
            buf_printf(out, "\\%c", *c);
        else if ((unsigned char)*c < 0x20)
            buf_printf(out, "\\u%04x", (unsigned)(unsigned char)*c);
        else
            buf_put_byte(out, (uint8_t)*c);
    }
    buf_put_byte(out, '"');
}

static void put_problem(struct buf *out, int status, const char *name, const char *title,
                        const char *detail)
{
    buf_printf(out, "{\"type\":\"urn:yousaid:problem:%s\",\"title\":", name);
    put_json_text(out, title);
    buf_printf(out, ",\"status\":%d,\"detail\":", status);
    put_json_text(out, detail);
    buf_put_span(out, span_text("}\n"));
}

static const char problem_type[] = "application/problem+json";

void http_answer_error(struct http_exchange *exchange, const struct err *err, unsigned retry_after)
{
    BUF_AUTO body = buf_new(8 * sizeof err->text);
    put_problem(&body, err_http(err->kind), err_name(err->kind), err_meaning(err->kind), err->text);
    http_answer(exchange, err_http(err->kind), problem_type, buf_span(&body), retry_after);
}

/* What a program may call a status that no kind of error has. */
static const char *name_of(unsigned status)
{
    switch (status) {
    case MHD_HTTP_NOT_FOUND:
        return err_name(ERR_MISSING);
    case MHD_HTTP_CONTENT_TOO_LARGE:
    case MHD_HTTP_URI_TOO_LONG:
    case MHD_HTTP_REQUEST_HEADER_FIELDS_TOO_LARGE:
        return err_name(ERR_TOO_LARGE);
    case MHD_HTTP_METHOD_NOT_ALLOWED:
        return "wrong-method";
    case MHD_HTTP_SERVICE_UNAVAILABLE:
        return err_name(ERR_LATER);
    default:
        return err_name(ERR_USAGE);
    }
}

static enum MHD_Result refuse(struct http_exchange *exchange, unsigned status, const char *title,
                              const char *detail, const char *header, const char *value)
{
    BUF_AUTO body = buf_new(4096);
    put_problem(&body, (int)status, name_of(status), title, detail);
    struct MHD_Response *response = response_of(buf_span(&body), MHD_RESPMEM_MUST_COPY);
    add_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, problem_type);
    add_header(response, header, value);
    exchange->refused = true;
    if (response == NULL)
        return MHD_NO;
    guard_writing(&exchange->server->guard, exchange->connection, body.size);
    enum MHD_Result queued = MHD_queue_response(exchange->mhd, status, response);
    MHD_destroy_response(response);
    return queued;
}

enum MHD_Result exchange_refuse(struct http_exchange *exchange, unsigned status, const char *title,
                                const char *detail, const char *allow)
{
    return refuse(exchange, status, title, detail, MHD_HTTP_HEADER_ALLOW, allow);
}

enum MHD_Result exchange_refuse_for(struct http_exchange *exchange, unsigned seconds,
                                    const char *title, const char *detail)
{
    char value[16];
    (void)snprintf(value, sizeof value, "%u", seconds);
    return refuse(exchange, MHD_HTTP_SERVICE_UNAVAILABLE, title, detail,
                  MHD_HTTP_HEADER_RETRY_AFTER, value);
}
