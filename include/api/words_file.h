#pragma once
/*
 * A words key as a file: {"words_key": ID, "public": hex, "wrapped": hex}. The private half is
 * wrapped by a passphrase; the file is of no use without it and can be carried to where words are
 * read.
 */
#include "seal.h"

enum { WORDS_FILE_MAX = 8 * 1024, WORDS_ID_SIZE = 17 };

/* What a key is called: 16 hex digits of its public half's digest. */
void words_key_id(const struct box_public *key, char ret[WORDS_ID_SIZE]);
MUST_CHECK bool words_file_put(const struct box_public *key, const struct box_secret *secret,
                               struct span passphrase, struct buf *ret_text, struct err *err);
/* ERR_DENIED when the passphrase is another's. */
MUST_CHECK bool words_file_get(struct span text, struct span passphrase, struct box_public *ret_key,
                               struct box_secret *ret_secret, struct err *err);
/* Is the key in this file wrapped with less than the default cost? */
bool words_file_is_weak(struct span text);
