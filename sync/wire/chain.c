/* The chain over a life's responses: see chain.h. */
#include "chain.h"
#include "bytes.h"

static const char purpose[] = "yousaid/1 life";

struct chain_point chain_start(uint64_t life, const struct public_key *kiosk)
{
    uint8_t number[8];
    bytes_put_u64(number, life);
    const struct span parts[] = {
        span_of(purpose, sizeof purpose - 1),
        span_of(number, sizeof number),
        span_of(kiosk->bytes, sizeof kiosk->bytes),
    };
    return (struct chain_point){ 0, digest_of_all(parts, sizeof parts / sizeof parts[0]) };
}

struct chain_point chain_next(const struct chain_point *point, struct span canonical)
{
    const struct span parts[] = {
        span_of(point->hash.bytes, sizeof point->hash.bytes),
        canonical,
    };
    return (struct chain_point){ point->seq + 1, digest_of_all(parts, 2) };
}
