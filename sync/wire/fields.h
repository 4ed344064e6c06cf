#pragma once
/*
 * Our messages are CBOR maps with small whole numbers as keys: 0 is the version, which is 1, and
 * then every key from 1 on. None may be missing and none may be added: what a reader does not know,
 * it refuses, and new things come with a new version.
 */
#include "cbor_io.h"
#include "response.h"

enum { WIRE_VERSION = 1 };

/* Starts a map of `count` fields, the version among them, and puts the version. */
void fields_put(struct buf *out, size_t count);
/* Reads the map's head and the version. */
void fields_get(struct cbor_reader *in, size_t count);
/* Reads the next key, which must be this one. */
void fields_key(struct cbor_reader *in, uint64_t key);
/* Reads a whole number of at most `max`. */
uint64_t fields_uint(struct cbor_reader *in, uint64_t max, const char *what);
/* Starts an array of exactly `count` items. */
void fields_array(struct cbor_reader *in, size_t count);
/* A language tag: 1 to LANGUAGE_TAG_MAX letters, digits and dashes. */
bool fields_is_tag(const char *tag);
/* The newest bundle there is for a kiosk, [serial, digest], or null for none (serial 0). */
void fields_put_bundle(struct buf *out, uint64_t serial, const struct digest *bundle);
uint64_t fields_get_bundle(struct cbor_reader *in, struct digest *ret_bundle);
