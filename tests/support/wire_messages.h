#pragma once
/* One example of every message that is not a batch, with nothing random in it. The spans they
 * borrow are static. Used by the tests and by the program that makes the test vectors. */
#include "bundle_file.h"
#include "enrol.h"
#include "receipt.h"
#include "statement.h"
#include "wire_samples.h"

struct reply sample_reply(void);
struct manifest sample_manifest(void);
struct statement sample_statement(void);
/* What the parts of the bundle below are; the last, hashes of a PIN, before it was sealed. */
extern const char *const sample_bundle_parts[3];
/* It lies on a stick for kiosk 7. */
struct bundle_offer sample_offer(void);
/* A bundle as it lies there: signed by the sample hub; its PIN was sealed once. */
struct buf sample_bundle_file(void);
struct enrol_certificate sample_certificate(void);
struct adoption sample_adoption(void);
struct invitation sample_invitation(void);
struct enrol_request sample_enrol_request(void);
struct enrol_reply sample_enrol_reply(void);
/* Three responses: words in one, a counts block in each, an answer that is sealed. */
struct sample_crowd sample_visit(void);
