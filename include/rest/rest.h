#pragma once
/*
 * The API under /api/v1, as docs/openapi.json describes it: what the console and other people's
 * programs ask the hub. Its calls run on threads of its own, so that kiosks never wait for a
 * report.
 */
#include "http.h"

struct rest; /* opaque */
struct ingest;

/* For the hub in this folder, which must be there. look_seconds: how often it looks by itself at
 * kiosks, notices, roll-outs and alerts. */
MUST_CHECK bool rest_open(const char *data, int look_seconds, struct rest **ret, struct err *err);
/* What kiosks are to call, as sheets of invitations say: "https://HOST:PORT". Without it, as
 * whoever invites them calls the hub. Before the server starts. ERR_USAGE. */
MUST_CHECK bool rest_address(struct rest *rest, const char *address, struct err *err);
/* After the server has stopped. NULL is fine. */
void rest_close(struct rest *rest);

/* Routes for the server that serves kiosks too, with the rest as their context; end with a NULL
 * method. */
extern const struct http_route rest_routes[];

/* What takes batches in while the hub serves, for GET /metrics; NULL before it is gone. */
void rest_ingest(struct rest *rest, struct ingest *ingest);
