/*
 * The courier's record, as the file is and with a digest that is right: what is read is written as
 * the same bytes.
 */
#include "cbor_io.h"
#include "courier_state.h"
#include "fuzz.h"

static void get_and_put(struct span bytes, const char *way)
{
    static struct courier_state state;
    BUF_AUTO again = buf_new(COURIER_STATE_MAX);
    if (!courier_state_get(bytes, &state, NULL))
        return;
    must(courier_state_put(&state, &again, NULL), "what is read can be written");
    must(span_equal(bytes, buf_span(&again)), "as it was");
    for (size_t i = 0; i < state.refused_listed; i++)
        must(courier_state_refused(&state, state.refused[i].seq), "who is listed is found");
    fuzz_accepted(way);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span content = span_of(data, size);
    struct digest digest = digest_of(content);
    BUF_AUTO framed = buf_new(size + 64);
    item_put_array(&framed, 3);
    item_put_uint(&framed, COURIER_STATE_VERSION);
    item_put_bytes(&framed, content);
    item_put_bytes(&framed, span_of(&digest, sizeof digest));
    get_and_put(content, "bare");
    if (size < COURIER_STATE_MAX - 64)
        get_and_put(buf_span(&framed), "framed");
    return 0;
}
