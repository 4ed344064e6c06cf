/*
 * Calling others: webhooks over HTTPS and mail over SMTP with TLS. No redirect is followed, no
 * proxy is asked, and an address is judged when it is connected to, so that no name can lead to a
 * private one unless the operator allows that.
 */
#include "local_time.h"
#include "webhooks_int.h"
#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CONNECT_SECONDS = 5, WHOLE_SECONDS = 15, ANSWER_MAX = 64 * 1024 };

/* ---- which addresses ---- */

static bool is_private_four(uint32_t address)
{
    static const struct {
        uint32_t net, mask;
    } nets[] = {
        { 0x00000000, 0xff000000 }, { 0x0a000000, 0xff000000 }, { 0x64400000, 0xffc00000 },
        { 0x7f000000, 0xff000000 }, { 0xa9fe0000, 0xffff0000 }, { 0xac100000, 0xfff00000 },
        { 0xc0000000, 0xffffff00 }, { 0xc0a80000, 0xffff0000 }, { 0xc6120000, 0xfffe0000 },
        { 0xe0000000, 0xe0000000 },
    };
    for (size_t i = 0; i < sizeof nets / sizeof nets[0]; i++)
        if ((address & nets[i].mask) == nets[i].net)
            return true;
    return false;
}

/* Global unicast is 2000::/3; what carries an address of version 4 in it is judged by that. */
static bool is_private_six(const uint8_t address[16])
{
    uint32_t last = 0;
    for (int i = 12; i < 16; i++)
        last = last << 8 | address[i];
    if (IN6_IS_ADDR_V4MAPPED((const struct in6_addr *)(const void *)address))
        return is_private_four(last);
    return (address[0] & 0xe0) != 0x20 || (address[0] == 0x20 && address[1] == 0x02);
}

static bool is_private(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET)
        return is_private_four(
            ntohl(((const struct sockaddr_in *)(const void *)address)->sin_addr.s_addr));
    if (address->sa_family == AF_INET6)
        return is_private_six(
            ((const struct sockaddr_in6 *)(const void *)address)->sin6_addr.s6_addr);
    return true;
}

static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
    const struct notify_settings *settings = context;
    (void)purpose;
    if (!settings->private_addresses && is_private(&address->addr))
        return CURL_SOCKET_BAD;
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/* ---- one call ---- */

struct calling {
    CURL *curl;
    size_t taken;
    char why[CURL_ERROR_SIZE];
};

/* What they answer is of no interest, and much of it a reason to hang up. */
static size_t take_answer(char *data, size_t one, size_t count, void *context)
{
    struct calling *calling = context;
    (void)data;
    calling->taken += one * count;
    return calling->taken > ANSWER_MAX ? 0 : one * count;
}

static bool set_common(struct calling *calling, const struct notify_settings *settings,
                       const char *protocols)
{
    CURL *curl = calling->curl;
    const char *ca = settings->ca_file[0] == '\0' ? NULL : settings->ca_file;
    return curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, protocols) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_PROXY, "") == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)WHOLE_SECONDS) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2) == CURLE_OK &&
           (ca == NULL || curl_easy_setopt(curl, CURLOPT_CAINFO, ca) == CURLE_OK) &&
           curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, (void *)(uintptr_t)settings) ==
               CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_answer) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_WRITEDATA, calling) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, calling->why) == CURLE_OK;
}

static bool calling_start(struct calling *calling, const struct notify_settings *settings,
                          const char *protocols, struct err *err)
{
    *calling = (struct calling){ .curl = curl_easy_init() };
    if (calling->curl != NULL && set_common(calling, settings, protocols))
        return true;
    curl_easy_cleanup(calling->curl);
    return err_set(err, ERR_LATER, "there is no memory to call anybody");
}

static bool perform(struct calling *calling, struct err *err)
{
    CURLcode done = curl_easy_perform(calling->curl);
    return done == CURLE_OK ||
           err_set(err, ERR_LATER, "%.150s",
                   calling->why[0] != '\0' ? calling->why : curl_easy_strerror(done));
}

/* ---- HTTPS ---- */

static struct curl_slist *put_header(struct curl_slist *list, const char *name, const char *value)
{
    char line[400];
    (void)snprintf(line, sizeof line, "%s: %s", name, value);
    struct curl_slist *longer = curl_slist_append(list, line);
    return longer == NULL ? list : longer;
}

bool send_post(const struct notify_settings *settings, const struct posting *posting,
               int *ret_status, struct err *err)
{
    struct calling calling;
    long status = 0;
    if (!calling_start(&calling, settings, "https", err))
        return false;
    struct curl_slist *headers = put_header(NULL, "Content-Type", "application/json");
    headers = put_header(headers, "webhook-id", posting->id);
    headers = put_header(headers, "webhook-timestamp", posting->timestamp);
    headers = put_header(headers, "webhook-signature", posting->signature);
    bool sent = curl_easy_setopt(calling.curl, CURLOPT_URL, posting->url) == CURLE_OK &&
                curl_easy_setopt(calling.curl, CURLOPT_USERAGENT, "yousaid-hub") == CURLE_OK &&
                curl_easy_setopt(calling.curl, CURLOPT_HTTPHEADER, headers) == CURLE_OK &&
                curl_easy_setopt(calling.curl, CURLOPT_POSTFIELDS, posting->body) == CURLE_OK &&
                perform(&calling, err);
    if (sent)
        (void)curl_easy_getinfo(calling.curl, CURLINFO_RESPONSE_CODE, &status);
    *ret_status = (int)status;
    curl_slist_free_all(headers);
    curl_easy_cleanup(calling.curl);
    return sent;
}

/* ---- SMTP ---- */

struct letter {
    struct buf text;
    size_t at;
};

static size_t read_letter(char *data, size_t one, size_t count, void *context)
{
    struct letter *letter = context;
    size_t left = letter->text.size - letter->at;
    size_t size = one * count < left ? one * count : left;
    memcpy(data, letter->text.data + letter->at, size);
    letter->at += size;
    return size;
}

/* Names and addresses are judged where they are entered; here no line can end early all the same.
 */
static void put_line(struct buf *out, const char *name, const char *value)
{
    buf_printf(out, "%s: ", name);
    for (; *value != '\0'; value++)
        if ((unsigned char)*value >= ' ')
            buf_put_byte(out, (uint8_t)*value);
    buf_printf(out, "\r\n");
}

static void put_text(struct buf *out, const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '\n')
            buf_put_byte(out, '\r');
        if (*text != '\r')
            buf_put_byte(out, (uint8_t)*text);
    }
    buf_printf(out, "\r\n");
}

/* "Sat, 28 Nov 2026 21:45:00 +0000", as RFC 5322 wants it. */
static void put_date(struct buf *out, int64_t now)
{
    static const char *const days[] = { "Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed" };
    static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    enum { DAY_SECONDS = 86400 };
    char day[11];
    int seconds = (int)(now % DAY_SECONDS);
    local_day_text((int32_t)(now / DAY_SECONDS), day);
    long month = strtol(day + 5, NULL, 10);
    buf_printf(out, "Date: %s, %.2s %s %.4s %02d:%02d:%02d +0000\r\n", days[now / DAY_SECONDS % 7],
               day + 8, months[month - 1], day, seconds / 3600, seconds / 60 % 60, seconds % 60);
}

static void write_letter(struct letter *letter, const struct notify_settings *settings,
                         const struct mailing *mailing)
{
    uint8_t id[12];
    seal_random(id, sizeof id);
    put_date(&letter->text, mailing->now);
    put_line(&letter->text, "From", settings->from);
    put_line(&letter->text, "To", mailing->to);
    put_line(&letter->text, "Subject", mailing->subject);
    buf_printf(&letter->text, "Message-ID: <");
    for (size_t i = 0; i < sizeof id; i++)
        buf_printf(&letter->text, "%02x", id[i]);
    buf_printf(&letter->text, "@yousaid>\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
                              "Content-Type: text/plain; charset=utf-8\r\n"
                              "Content-Transfer-Encoding: 8bit\r\n\r\n");
    put_text(&letter->text, mailing->text);
}

static bool set_letter(struct calling *calling, const struct notify_settings *settings,
                       struct letter *letter, struct curl_slist *to)
{
    CURL *curl = calling->curl;
    bool signs_in = settings->user[0] != '\0';
    return curl_easy_setopt(curl, CURLOPT_URL, settings->smtp) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_MAIL_FROM, settings->from) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to) == CURLE_OK &&
           (!signs_in ||
            (curl_easy_setopt(curl, CURLOPT_USERNAME, settings->user) == CURLE_OK &&
             curl_easy_setopt(curl, CURLOPT_PASSWORD, settings->password) == CURLE_OK)) &&
           curl_easy_setopt(curl, CURLOPT_READFUNCTION, read_letter) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_READDATA, letter) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L) == CURLE_OK;
}

bool send_mail(const struct notify_settings *settings, const struct mailing *mailing,
               struct err *err)
{
    struct calling calling;
    struct letter letter = { .text = buf_new(64 * 1024) };
    struct notify_settings anywhere = *settings;
    anywhere.private_addresses = true; /* the mail server is the operator's own choice */
    if (!calling_start(&calling, &anywhere, "smtp,smtps", err)) {
        buf_finish(&letter.text);
        return false;
    }
    struct curl_slist *to = curl_slist_append(NULL, mailing->to);
    write_letter(&letter, settings, mailing);
    bool sent = buf_ok(&letter.text, "a mail", err) &&
                set_letter(&calling, settings, &letter, to) && perform(&calling, err);
    curl_slist_free_all(to);
    curl_easy_cleanup(calling.curl);
    buf_finish(&letter.text);
    seal_forget(&anywhere, sizeof anywhere);
    return sent;
}
