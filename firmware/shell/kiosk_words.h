#pragma once
/*
 * The words of the interface for what the screen asks: those of a bundle, and those that are built
 * into the program, which speak where a bundle's cannot.
 */
#include "bundle.h"
#include "wording.h"

/* The words that are built in for this tag, or for what stands before its dash; the caller's. NULL
 * in *ret when there are none. */
MUST_CHECK bool words_built_in(const char *tag, struct wording **ret, struct err *err);

/*
 * The words of each language that the manifest offers, in its order; the caller's, also when this
 * fails. A language whose file this program cannot load is left out: NULL. Where that one is
 * `default_tag` (the survey's default), or where no file loads at all, the words built in take its
 * place; when there are none of those either, the bundle cannot be used. Logs what it left out or
 * replaced.
 */
MUST_CHECK bool words_of_bundle(const char *data, const struct manifest *manifest,
                                const char *default_tag, struct wording *ret[BUNDLE_LANGUAGES_MAX],
                                struct err *err);
