/*
 * Session tickets: a kiosk that comes back resumes its TLS session instead of paying a whole
 * handshake. libmicrohttpd leaves them off; they are switched on for each connection as it starts.
 * GnuTLS derives the keys that seal tickets from this one and changes them as time goes by.
 */
#include "http_int.h"
#include <gnutls/gnutls.h>
#include <stdlib.h>

/* A kiosk that calls once a day must still be known the next day. */
enum { TICKET_SECONDS = 26 * 3600 };

bool tickets_new(void **ret_key, struct err *err)
{
    gnutls_datum_t *key = calloc(1, sizeof *key);
    if (key == NULL || gnutls_session_ticket_key_generate(key) != GNUTLS_E_SUCCESS) {
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

void tickets_enable(void *key, struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
    if (info == NULL || info->tls_session == NULL)
        return;
    gnutls_session_t session = info->tls_session;
    gnutls_db_set_cache_expiration(session, TICKET_SECONDS);
    /* Without a ticket the session is only dearer, so a failure here is none. */
    (void)gnutls_session_ticket_enable_server(session, key);
}
