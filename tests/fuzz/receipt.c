/* The hub's reply, bare and behind its signature: what is read is written as the same bytes. */
#include "receipt.h"
#include "fuzz.h"
#include "wire_samples.h"

static void open_and_sign_again(struct span message, const struct sample_keys *hub)
{
    struct reply reply;
    if (!reply_open(message, &hub->public, &reply, NULL))
        return;
    BUF_AUTO again = buf_new(REPLY_BYTES_MAX);
    must(reply.refusal_count <= REPLY_REFUSALS_MAX, "no more refusals than are allowed");
    must(reply_sign(&reply, &hub->secret, &again, NULL), "what is read can be written");
    must(span_equal(message, buf_span(&again)), "as it was");
    fuzz_accepted("whole");
    reply_finish(&reply);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sample_keys hub = sample_hub();
    BUF_AUTO message = fuzz_signed(PURPOSE_REPLY, &hub.secret, span_of(data, size));
    open_and_sign_again(span_of(data, size), &hub);
    open_and_sign_again(buf_span(&message), &hub);
    return 0;
}
