/*
 * The development CA: see tls_files.h. A hub has TLS from its first start; whoever has certificates
 * of their own gives them to `serve` instead. Kiosks learn this CA by a programme statement.
 */
#include "tls_files.h"
#include "clock.h"
#include "file.h"
#include "tls_dates.h"
#include <arpa/inet.h>
#include <gnutls/crypto.h>
#include <gnutls/x509.h>
#include <stdlib.h>

enum {
    DAY_SECONDS = 86400,
    CA_DAYS = 3653,
    SERVER_DAYS = 731,
    RENEW_DAYS = 60,
    SERIAL_SIZE = 16,
    TLS_PATH_MAX = 4096,
    TLS_PEM_MAX = 64 * 1024,
};

static void key_free(gnutls_x509_privkey_t *key)
{
    if (*key != NULL)
        gnutls_x509_privkey_deinit(*key);
}
#define KEY_AUTO __attribute__((cleanup(key_free))) gnutls_x509_privkey_t

static void crt_free(gnutls_x509_crt_t *crt)
{
    if (*crt != NULL)
        gnutls_x509_crt_deinit(*crt);
}
#define CRT_AUTO __attribute__((cleanup(crt_free))) gnutls_x509_crt_t

static void datum_free(gnutls_datum_t *datum)
{
    if (datum->data != NULL)
        gnutls_memset(datum->data, 0, datum->size);
    gnutls_free(datum->data);
}
#define DATUM_AUTO __attribute__((cleanup(datum_free))) gnutls_datum_t

/* GnuTLS returns negative codes; this makes them one of our errors. */
static bool done(int code, const char *doing, struct err *err)
{
    if (code >= 0)
        return true;
    return err_set(err, ERR_LATER, "%s: %s", doing, gnutls_strerror(code));
}

static bool key_make(gnutls_x509_privkey_t *ret, struct err *err)
{
    return done(gnutls_x509_privkey_init(ret), "making a TLS key", err) &&
           done(gnutls_x509_privkey_generate(*ret, GNUTLS_PK_EC,
                                             GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0),
                "making a TLS key", err);
}

static unix_seconds days_from_now(int days)
{
    unix_seconds floor = clock_build_floor();
    unix_seconds now = clock_now().wall;
    return (now > floor ? now : floor) + (unix_seconds)days * DAY_SECONDS;
}

/* Valid from a day before the build, so that a clock that stands at its floor can use it. */
static bool set_dates(gnutls_x509_crt_t crt, int days, struct err *err)
{
    unix_seconds start = clock_build_floor() - DAY_SECONDS;
    unix_seconds end = days_from_now(days);
    return tls_dates_set(crt, start, end) ||
           err_set(err, ERR_LATER, "dating a certificate: this machine's TLS library refuses");
}

static bool set_serial(gnutls_x509_crt_t crt, struct err *err)
{
    uint8_t serial[SERIAL_SIZE];
    if (!done(gnutls_rnd(GNUTLS_RND_NONCE, serial, sizeof serial), "numbering a certificate", err))
        return false;
    serial[0] = (uint8_t)((serial[0] & 0x7f) | 0x40); /* positive, and never short */
    return done(gnutls_x509_crt_set_serial(crt, serial, sizeof serial), "numbering a certificate",
                err);
}

/* What both certificates have: version, key, name, number, dates. */
static bool crt_begin(gnutls_x509_crt_t *ret, gnutls_x509_privkey_t key, const char *name, int days,
                      struct err *err)
{
    uint8_t id[32];
    size_t id_size = sizeof id;
    const char *doing = "making a certificate";
    return done(gnutls_x509_crt_init(ret), doing, err) &&
           done(gnutls_x509_crt_set_version(*ret, 3), doing, err) &&
           done(gnutls_x509_crt_set_key(*ret, key), doing, err) &&
           done(gnutls_x509_crt_set_dn_by_oid(*ret, GNUTLS_OID_X520_COMMON_NAME, 0, name,
                                              (unsigned)strlen(name)),
                doing, err) &&
           set_serial(*ret, err) && set_dates(*ret, days, err) &&
           done(gnutls_x509_privkey_get_key_id(key, 0, id, &id_size), doing, err) &&
           done(gnutls_x509_crt_set_subject_key_id(*ret, id, id_size), doing, err);
}

static bool ca_make(gnutls_x509_crt_t *ret, gnutls_x509_privkey_t key, struct err *err)
{
    const char *doing = "making the certificate authority";
    return crt_begin(ret, key, "Yousaid development CA", CA_DAYS, err) &&
           done(gnutls_x509_crt_set_basic_constraints(*ret, 1, 0), doing, err) &&
           done(gnutls_x509_crt_set_key_usage(*ret, GNUTLS_KEY_KEY_CERT_SIGN | GNUTLS_KEY_CRL_SIGN),
                doing, err) &&
           done(gnutls_x509_crt_sign2(*ret, *ret, key, GNUTLS_DIG_SHA256, 0), doing, err);
}

static bool add_name(gnutls_x509_crt_t crt, const char *name, struct err *err)
{
    uint8_t address[sizeof(struct in6_addr)];
    gnutls_x509_subject_alt_name_t kind = GNUTLS_SAN_IPADDRESS;
    const void *data = address;
    unsigned size = sizeof(struct in6_addr);
    if (inet_pton(AF_INET, name, address) == 1) {
        size = sizeof(struct in_addr);
    } else if (inet_pton(AF_INET6, name, address) != 1) {
        kind = GNUTLS_SAN_DNSNAME;
        data = name;
        size = (unsigned)strlen(name);
    }
    return done(gnutls_x509_crt_set_subject_alt_name(crt, kind, data, size, GNUTLS_FSAN_APPEND),
                "naming the hub in its certificate", err);
}

static bool add_names(gnutls_x509_crt_t crt, const char *const *names, struct err *err)
{
    for (; *names != NULL; names++)
        if (!add_name(crt, *names, err))
            return false;
    return true;
}

/* The hub's certificate up to its names; sign_server follows them. */
static bool server_begin(gnutls_x509_crt_t *ret, gnutls_x509_privkey_t key, const char *name,
                         struct err *err)
{
    const char *doing = "making the hub's certificate";
    return crt_begin(ret, key, name, SERVER_DAYS, err) &&
           done(gnutls_x509_crt_set_basic_constraints(*ret, 0, -1), doing, err) &&
           done(gnutls_x509_crt_set_key_usage(*ret, GNUTLS_KEY_DIGITAL_SIGNATURE), doing, err) &&
           done(gnutls_x509_crt_set_key_purpose_oid(*ret, GNUTLS_KP_TLS_WWW_SERVER, 0), doing, err);
}

static bool sign_server(gnutls_x509_crt_t crt, gnutls_x509_crt_t ca, gnutls_x509_privkey_t ca_key,
                        struct err *err)
{
    uint8_t id[32];
    size_t id_size = sizeof id;
    const char *doing = "signing the hub's certificate";
    return done(gnutls_x509_crt_get_subject_key_id(ca, id, &id_size, NULL), doing, err) &&
           done(gnutls_x509_crt_set_authority_key_id(crt, id, id_size), doing, err) &&
           done(gnutls_x509_crt_sign2(crt, ca, ca_key, GNUTLS_DIG_SHA256, 0), doing, err);
}

static bool server_make(gnutls_x509_crt_t *ret, gnutls_x509_privkey_t key, gnutls_x509_crt_t ca,
                        gnutls_x509_privkey_t ca_key, const char *const *names, struct err *err)
{
    return server_begin(ret, key, names[0], err) && add_names(*ret, names, err) &&
           sign_server(*ret, ca, ca_key, err);
}

static bool write_in(const char *folder, const char *name, const gnutls_datum_t *pem, mode_t mode,
                     struct err *err)
{
    char path[TLS_PATH_MAX];
    return file_join(path, sizeof path, folder, name, err) &&
           file_write_durable(path, span_of(pem->data, pem->size), mode, err);
}

static bool write_crt(const char *folder, const char *name, gnutls_x509_crt_t crt, struct err *err)
{
    DATUM_AUTO pem = { 0 };
    return done(gnutls_x509_crt_export2(crt, GNUTLS_X509_FMT_PEM, &pem), "writing a certificate",
                err) &&
           write_in(folder, name, &pem, 0644, err);
}

/* The key first: a certificate that is there means that its key is there too. */
static bool write_pair(const char *folder, const char *key_name, gnutls_x509_privkey_t key,
                       const char *crt_name, gnutls_x509_crt_t crt, struct err *err)
{
    DATUM_AUTO key_pem = { 0 };
    return done(gnutls_x509_privkey_export2_pkcs8(key, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN,
                                                  &key_pem),
                "writing a TLS key", err) &&
           write_in(folder, key_name, &key_pem, 0600, err) && write_crt(folder, crt_name, crt, err);
}

static bool present(const char *folder, const char *name)
{
    char path[TLS_PATH_MAX];
    return file_join(path, sizeof path, folder, name, NULL) && file_exists(path);
}

bool tls_files_make(const char *folder, const char *const *names, struct err *err)
{
    KEY_AUTO ca_key = NULL;
    KEY_AUTO key = NULL;
    CRT_AUTO ca = NULL;
    CRT_AUTO crt = NULL;
    if (present(folder, "ca.pem") && present(folder, "server.pem"))
        return true;
    if (names[0] == NULL)
        return err_set(err, ERR_USAGE, "the hub's certificate needs a name");
    return key_make(&ca_key, err) && ca_make(&ca, ca_key, err) && key_make(&key, err) &&
           server_make(&crt, key, ca, ca_key, names, err) &&
           write_pair(folder, "ca.key", ca_key, "ca.pem", ca, err) &&
           write_pair(folder, "server.key", key, "server.pem", crt, err);
}

/* ---- renewing ---- */

static void forget_pem(struct buf *pem)
{
    if (pem->data != NULL)
        gnutls_memset(pem->data, 0, pem->size);
    buf_finish(pem);
}
#define PEM_AUTO __attribute__((cleanup(forget_pem))) struct buf

static bool read_in(const char *folder, const char *name, struct buf *ret, struct err *err)
{
    char path[TLS_PATH_MAX];
    return file_join(path, sizeof path, folder, name, err) && file_read(path, ret, err);
}

static bool load_crt(const char *folder, const char *name, gnutls_x509_crt_t *ret, struct err *err)
{
    BUF_AUTO pem = buf_new(TLS_PEM_MAX);
    if (!read_in(folder, name, &pem, err))
        return false;
    gnutls_datum_t text = { .data = pem.data, .size = (unsigned)pem.size };
    return done(gnutls_x509_crt_init(ret), "reading a certificate", err) &&
           done(gnutls_x509_crt_import(*ret, &text, GNUTLS_X509_FMT_PEM), name, err);
}

static bool load_key(const char *folder, const char *name, gnutls_x509_privkey_t *ret,
                     struct err *err)
{
    PEM_AUTO pem = buf_new(TLS_PEM_MAX);
    if (!read_in(folder, name, &pem, err))
        return false;
    gnutls_datum_t text = { .data = pem.data, .size = (unsigned)pem.size };
    return done(gnutls_x509_privkey_init(ret), "reading a TLS key", err) &&
           done(gnutls_x509_privkey_import(*ret, &text, GNUTLS_X509_FMT_PEM), name, err);
}

static bool copy_names(gnutls_x509_crt_t from, gnutls_x509_crt_t to, struct err *err)
{
    for (unsigned i = 0;; i++) {
        uint8_t name[512];
        size_t size = sizeof name;
        int kind = gnutls_x509_crt_get_subject_alt_name(from, i, name, &size, NULL);
        if (kind == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE)
            return true;
        if (!done(kind, "reading the hub's names", err) ||
            !done(gnutls_x509_crt_set_subject_alt_name(to, (gnutls_x509_subject_alt_name_t)kind,
                                                       name, (unsigned)size, GNUTLS_FSAN_APPEND),
                  "naming the hub in its certificate", err))
            return false;
    }
}

/* The key stays, so that one file changes and a crash leaves a pair that belongs together. */
static bool sign_anew(const char *folder, gnutls_x509_crt_t old, struct err *err)
{
    KEY_AUTO ca_key = NULL;
    KEY_AUTO key = NULL;
    CRT_AUTO ca = NULL;
    CRT_AUTO crt = NULL;
    char name[256];
    size_t size = sizeof name;
    return load_crt(folder, "ca.pem", &ca, err) && load_key(folder, "ca.key", &ca_key, err) &&
           load_key(folder, "server.key", &key, err) &&
           done(gnutls_x509_crt_get_dn_by_oid(old, GNUTLS_OID_X520_COMMON_NAME, 0, 0, name, &size),
                "reading the hub's name", err) &&
           server_begin(&crt, key, name, err) && copy_names(old, crt, err) &&
           sign_server(crt, ca, ca_key, err) && write_crt(folder, "server.pem", crt, err);
}

bool tls_files_renew(const char *folder, struct err *err)
{
    CRT_AUTO old = NULL;
    if (!present(folder, "ca.key"))
        return true;
    if (!load_crt(folder, "server.pem", &old, err))
        return false;
    if (tls_dates_end(old) > days_from_now(RENEW_DAYS))
        return true;
    return sign_anew(folder, old, err) || err_wrap(err, "renewing the hub's certificate");
}

bool tls_file_der(const char *pem_file, struct buf *ret_der, struct err *err)
{
    BUF_AUTO pem = buf_new(TLS_PEM_MAX);
    CRT_AUTO crt = NULL;
    DATUM_AUTO der = { 0 };
    if (!file_read(pem_file, &pem, err))
        return false;
    gnutls_datum_t text = { .data = pem.data, .size = (unsigned)pem.size };
    if (gnutls_x509_crt_init(&crt) < 0 ||
        gnutls_x509_crt_import(crt, &text, GNUTLS_X509_FMT_PEM) < 0 ||
        gnutls_x509_crt_export2(crt, GNUTLS_X509_FMT_DER, &der) < 0)
        return err_set(err, ERR_CORRUPT, "%s holds no certificate", pem_file);
    buf_put(ret_der, der.data, der.size);
    return buf_ok(ret_der, "the certificate", err);
}

bool tls_file_days_left(const char *pem_file, int *ret_days, struct err *err)
{
    BUF_AUTO pem = buf_new(TLS_PEM_MAX);
    CRT_AUTO crt = NULL;
    if (!file_read(pem_file, &pem, err))
        return false;
    gnutls_datum_t text = { .data = pem.data, .size = (unsigned)pem.size };
    if (gnutls_x509_crt_init(&crt) < 0 ||
        gnutls_x509_crt_import(crt, &text, GNUTLS_X509_FMT_PEM) < 0)
        return err_set(err, ERR_CORRUPT, "%s holds no certificate", pem_file);
    *ret_days = (int)((tls_dates_end(crt) - clock_now().wall) / DAY_SECONDS);
    return true;
}
