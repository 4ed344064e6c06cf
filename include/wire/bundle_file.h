#pragma once
/*
 * A bundle as it lies on a stick: one file for one kiosk, which a reader takes piece by piece. What
 * is in it proves itself: the offer names the kiosk and the manifest, and is signed by a hub of the
 * programme; statements are the programme's; each blob is what the manifest says, by its digest.
 * The PINs' hashes are sealed to the kiosk, as sticks are lost.
 */
#include "bundle.h"
#include "enrol.h"
#include "statement.h"

enum {
    OFFER_BYTES_MAX = 1024,
    /* All that stands before the first blob. */
    BUNDLE_FILE_HEAD_MAX =
        ENROL_STATEMENTS_MAX * (STATEMENT_BYTES_MAX + 8) + BUNDLE_BYTES_MAX + OFFER_BYTES_MAX + 64,
    /* A blob with the head of its byte string. */
    BUNDLE_FILE_BLOB_MAX = BLOB_BYTES_MAX + 16,
    STICK_NAME_SIZE = 48,
};
#define BUNDLE_FILE_MAX (UINT64_C(256) << 20)

/* The hub's word that this bundle is for this kiosk. */
struct bundle_offer {
    uint64_t kiosk;
    uint64_t serial; /* never 0 */
    struct digest manifest;
};

MUST_CHECK bool bundle_offer_sign(const struct bundle_offer *offer, const struct secret_key *hub,
                                  struct buf *ret_message, struct err *err);
/* ERR_DENIED when another key has signed it. */
MUST_CHECK bool bundle_offer_open(struct span message, const struct public_key *hub,
                                  struct bundle_offer *ret, struct err *err);

/* What stands before the blobs. Spans are borrowed. */
struct bundle_file {
    struct span offer;
    struct span statements[ENROL_STATEMENTS_MAX];
    size_t statement_count;
    struct span manifest;
    size_t blob_count;
};

MUST_CHECK bool bundle_file_head_put(const struct bundle_file *head, struct buf *ret_bytes,
                                     struct err *err);
/* Reads it from the file's first BUNDLE_FILE_HEAD_MAX bytes and more, or from all of a smaller
 * file. *ret_size: where the first blob begins. */
MUST_CHECK bool bundle_file_head_get(struct span bytes, struct bundle_file *ret, size_t *ret_size,
                                     struct err *err);
/* One blob after the other, in the manifest's order. */
void bundle_file_blob_put(struct span blob, struct buf *ret_bytes);
/* Reads the blob that begins there; what follows it is let be. *ret_size: where the next begins. */
MUST_CHECK bool bundle_file_blob_get(struct span bytes, struct span *ret_blob, size_t *ret_size,
                                     struct err *err);

/* "yousaid-0123456789abcdef.bundle" */
void bundle_file_name(uint64_t kiosk, char ret[STICK_NAME_SIZE]);
/* "yousaid-0123456789abcdef.enrol": the first digits of a key that nobody knows yet. The answer's
 * name ends in ".enrolled". */
void enrol_file_name(const struct public_key *kiosk, bool answer, char ret[STICK_NAME_SIZE]);
