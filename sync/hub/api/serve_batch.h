#pragma once
/* Batches that come over HTTPS: see serve_batch.c. Each of these answers the exchange, now or
 * later. */
#include "http.h"
#include "ingest.h"

/* A batch that is said whole. It is borrowed until the exchange is answered. */
void batch_take(struct ingest *ingest, struct span batch, struct http_exchange *exchange);
/* A batch that leans on what passed over this connection before (lean.h). */
void batch_take_next(struct ingest *ingest, struct span body, struct http_exchange *exchange);

/* Says what is wrong; when it is only a matter of time, after how long to come again. */
void answer_failure(struct http_exchange *exchange, const struct err *err);
