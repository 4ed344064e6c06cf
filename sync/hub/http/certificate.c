/*
 * The certificate that a server shows, and the ones that take its place while it serves: whoever
 * connects after a new one was read is shown that one, and handshakes under way keep theirs. Those
 * of before are kept until the server ends: a renewal is rare, and a handshake may still need them.
 */
#include "file.h"
#include "http_int.h"
#include <gnutls/abstract.h>
#include <stdlib.h>

enum { CHAIN_MAX = 8, PEM_MAX = 64 * 1024, KEY_ID_MAX = 64 };

struct certificate {
    gnutls_pcert_st chain[CHAIN_MAX];
    unsigned length;
    gnutls_privkey_t key;
    struct certificate *former;
};

static void drop(struct certificate *certificate)
{
    for (unsigned i = 0; i < certificate->length; i++)
        gnutls_pcert_deinit(&certificate->chain[i]);
    if (certificate->key != NULL)
        gnutls_privkey_deinit(certificate->key);
    free(certificate);
}

static void drop_unless_taken(struct certificate **certificate)
{
    if (*certificate != NULL)
        drop(*certificate);
}
#define CERTIFICATE_AUTO __attribute__((cleanup(drop_unless_taken))) struct certificate

static bool read_chain(struct certificate *certificate, const char *file, struct err *err)
{
    BUF_AUTO pem = buf_new(PEM_MAX);
    unsigned length = CHAIN_MAX;
    if (!file_read(file, &pem, err))
        return false;
    gnutls_datum_t bytes = { pem.data, (unsigned)pem.size };
    if (gnutls_pcert_list_import_x509_raw(certificate->chain, &length, &bytes, GNUTLS_X509_FMT_PEM,
                                          0) != GNUTLS_E_SUCCESS)
        return err_set(err, ERR_USAGE, "%s holds no certificate, or more than %d", file, CHAIN_MAX);
    certificate->length = length;
    return true;
}

static bool read_key(struct certificate *certificate, const char *file, struct err *err)
{
    BUF_AUTO pem = buf_new(PEM_MAX);
    if (!file_read(file, &pem, err))
        return false;
    gnutls_datum_t bytes = { pem.data, (unsigned)pem.size };
    bool taken = gnutls_privkey_init(&certificate->key) == GNUTLS_E_SUCCESS &&
                 gnutls_privkey_import_x509_raw(certificate->key, &bytes, GNUTLS_X509_FMT_PEM, NULL,
                                                0) == GNUTLS_E_SUCCESS;
    explicit_bzero(pem.data, pem.size);
    return taken || err_set(err, ERR_USAGE, "%s holds no key without a password", file);
}

/* Both have the same public half. */
static bool belong_together(const struct certificate *certificate)
{
    uint8_t ids[2][KEY_ID_MAX];
    size_t sizes[2] = { KEY_ID_MAX, KEY_ID_MAX };
    gnutls_pubkey_t own = NULL;
    bool same = gnutls_pubkey_init(&own) == GNUTLS_E_SUCCESS &&
                gnutls_pubkey_import_privkey(own, certificate->key, 0, 0) == GNUTLS_E_SUCCESS &&
                gnutls_pubkey_get_key_id(own, GNUTLS_KEYID_USE_SHA256, ids[0], &sizes[0]) ==
                    GNUTLS_E_SUCCESS &&
                gnutls_pubkey_get_key_id(certificate->chain[0].pubkey, GNUTLS_KEYID_USE_SHA256,
                                         ids[1], &sizes[1]) == GNUTLS_E_SUCCESS &&
                sizes[0] == sizes[1] && memcmp(ids[0], ids[1], sizes[0]) == 0;
    if (own != NULL)
        gnutls_pubkey_deinit(own);
    return same;
}

bool certificate_read(struct http_server *server, const char *cert_file, const char *key_file,
                      struct err *err)
{
    CERTIFICATE_AUTO *fresh = calloc(1, sizeof *fresh);
    if (fresh == NULL)
        return err_set(err, ERR_LATER, "there is no memory for a certificate");
    if (!read_chain(fresh, cert_file, err) || !read_key(fresh, key_file, err))
        return false;
    if (!belong_together(fresh))
        return err_set(err, ERR_USAGE,
                       "the certificate in %s and the key in %s do not belong together", cert_file,
                       key_file);
    fresh->former = atomic_load(&server->certificate);
    atomic_store(&server->certificate, fresh);
    fresh = NULL;
    return true;
}

void certificate_free(struct http_server *server)
{
    struct certificate *certificate = atomic_load(&server->certificate);
    while (certificate != NULL) {
        struct certificate *former = certificate->former;
        drop(certificate);
        certificate = former;
    }
}

static gnutls_session_t session_of(struct MHD_Connection *mhd)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_GNUTLS_SESSION);
    return info == NULL ? NULL : info->tls_session;
}

/* The session keeps no database of sessions, so that place of it is free for whose it is. */
void certificate_enable(struct http_server *server, struct MHD_Connection *mhd)
{
    gnutls_session_t session = session_of(mhd);
    if (session != NULL)
        gnutls_db_set_ptr(session, server);
}

int certificate_show(gnutls_session_t session, const gnutls_datum_t *authorities, int count,
                     const gnutls_pk_algorithm_t *algorithms, int algorithm_count,
                     gnutls_pcert_st **ret_chain, unsigned *ret_length, gnutls_privkey_t *ret_key)
{
    struct http_server *server = gnutls_db_get_ptr(session);
    struct certificate *shown = server == NULL ? NULL : atomic_load(&server->certificate);
    (void)authorities, (void)count, (void)algorithms, (void)algorithm_count;
    if (shown == NULL)
        return -1;
    *ret_chain = shown->chain;
    *ret_length = shown->length;
    *ret_key = shown->key;
    return 0;
}
