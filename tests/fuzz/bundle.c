/* A bundle's manifest, bare and behind its signature: what is read is written as the same bytes. */
#include "bundle.h"
#include "fuzz.h"
#include "wire_samples.h"

static void open_and_sign_again(struct span message, const struct sample_keys *hub)
{
    struct manifest manifest;
    if (!manifest_open(message, &hub->public, &manifest, NULL))
        return;
    BUF_AUTO again = buf_new(BUNDLE_BYTES_MAX);
    must(manifest.blob_count <= BUNDLE_BLOBS_MAX, "no more blobs than are allowed");
    must(manifest_sign(&manifest, &hub->secret, &again, NULL), "what is read can be written");
    must(span_equal(message, buf_span(&again)), "as it was");
    fuzz_accepted("whole");
    manifest_finish(&manifest);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sample_keys hub = sample_hub();
    BUF_AUTO message = fuzz_signed(PURPOSE_BUNDLE, &hub.secret, span_of(data, size));
    open_and_sign_again(span_of(data, size), &hub);
    open_and_sign_again(buf_span(&message), &hub);
    return 0;
}
