/*
 * Session tickets: a kiosk that comes back resumes its TLS session instead of paying a whole
 * handshake. libmicrohttpd leaves them off; they are switched on for each connection as it starts.
 * GnuTLS derives the keys that seal tickets from this one and changes them as time goes by; hubs
 * that were given the same one take each other's tickets.
 */
#include "http_int.h"
#include <gnutls/gnutls.h>
#include <stdlib.h>

/* A kiosk that calls once a day must still be known the next day. */
enum { TICKET_SECONDS = 26 * 3600 };

/* The given secret takes the place of a random one, which has the same size. */
static bool make_key(gnutls_datum_t *key, struct span secret)
{
    if (gnutls_session_ticket_key_generate(key) != GNUTLS_E_SUCCESS)
        return false;
    must(secret.size == 0 || (secret.size == HTTP_TICKET_SECRET && key->size == secret.size),
         "a secret for session tickets of the wrong size");
    if (secret.size > 0)
        memcpy(key->data, secret.data, secret.size);
    return true;
}

bool tickets_new(struct span secret, void **ret_key, struct err *err)
{
    gnutls_datum_t *key = calloc(1, sizeof *key);
    if (key == NULL || !make_key(key, secret)) {
        free(key);
        return err_set(err, ERR_LATER, "no key for TLS session tickets could be made");
    }
    *ret_key = key;
    return true;
}

void tickets_free(void *key)
{
    gnutls_datum_t *datum = key;
    if (datum == NULL)
        return;
    gnutls_memset(datum->data, 0, datum->size);
    gnutls_free(datum->data);
    free(datum);
}

/* ---- one ticket for a session that was resumed ---- */

/* GnuTLS gives two tickets with every handshake: for a short exchange on a resumed session that is
 * a quarter of all its bytes, and the next connection needs one. So there it is kept from giving
 * any by itself, and asked for one when the first request has come. */

static gnutls_session_t session_of(struct MHD_Connection *mhd)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_GNUTLS_SESSION);
    return info == NULL ? NULL : info->tls_session;
}

static bool resumes_13(gnutls_session_t session)
{
    return gnutls_session_is_resumed(session) != 0 &&
           gnutls_protocol_get_version(session) == GNUTLS_TLS1_3;
}

/* The old ticket was taken and answered: whoever is resumed from here on is told that the session's
 * time is over, which is how GnuTLS is kept from giving new ones. */
static int on_server_hello(gnutls_session_t session, unsigned type, unsigned when,
                           unsigned incoming, const gnutls_datum_t *message)
{
    (void)type, (void)when, (void)incoming, (void)message;
    if (resumes_13(session))
        gnutls_db_set_cache_expiration(session, 0);
    return 0;
}

void tickets_enable(void *key, struct MHD_Connection *mhd)
{
    gnutls_session_t session = session_of(mhd);
    if (session == NULL)
        return;
    gnutls_db_set_cache_expiration(session, TICKET_SECONDS);
    gnutls_handshake_set_hook_function(session, GNUTLS_HANDSHAKE_SERVER_HELLO, GNUTLS_HOOK_POST,
                                       on_server_hello);
    /* Without a ticket the session is only dearer, so a failure here is none. */
    (void)gnutls_session_ticket_enable_server(session, key);
}

void tickets_send(struct MHD_Connection *mhd, struct connection *connection)
{
    gnutls_session_t session = session_of(mhd);
    if (session == NULL || connection == NULL || connection->ticket_sent)
        return;
    connection->ticket_sent = true;
    if (!resumes_13(session))
        return;
    gnutls_db_set_cache_expiration(session, TICKET_SECONDS);
    (void)gnutls_session_ticket_send(session, 1, 0);
}
