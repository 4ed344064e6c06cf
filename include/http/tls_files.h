#pragma once
/* The development CA that `init` makes: a root of ten years and a server certificate of two, EC
 * P-256. */
#include "err.h"

/* Writes ca.pem, ca.key (0600), server.pem, server.key (0600) into folder unless they are there.
 * names: DNS names and addresses of the hub, ends with NULL. Certificates are valid from a day
 * before the build on, so that a slow clock can use them. */
MUST_CHECK bool tls_files_make(const char *folder, const char *const *names, struct err *err);

/* Signs server.pem anew, for the same key and names, when it ends within 60 days and ca.key is
 * there to sign with; otherwise leaves it as it is. */
MUST_CHECK bool tls_files_renew(const char *folder, struct err *err);

/* How many whole days the first certificate of a PEM file still holds; negative when it has ended.
 */
MUST_CHECK bool tls_file_days_left(const char *pem_file, int *ret_days, struct err *err);

/* The DER of the first certificate in a PEM file. */
#include "buf.h"
MUST_CHECK bool tls_file_der(const char *pem_file, struct buf *ret_der, struct err *err);
