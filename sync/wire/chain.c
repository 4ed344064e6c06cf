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

uint64_t chain_next_life(uint64_t life, const struct public_key *kiosk, const struct digest *branch)
{
    static const char next[] = "yousaid/1 new life";
    uint8_t number[8];
    bytes_put_u64(number, life);
    const struct span parts[] = {
        span_of(next, sizeof next - 1),
        span_of(number, sizeof number),
        span_of(kiosk->bytes, sizeof kiosk->bytes),
        span_of(branch->bytes, sizeof branch->bytes),
    };
    struct digest digest = digest_of_all(parts, sizeof parts / sizeof parts[0]);
    uint64_t begun = 0;
    for (int i = 0; i < 8; i++)
        begun = begun << 8 | digest.bytes[i];
    begun &= INT64_MAX;
    return begun == 0 ? 1 : begun;
}

struct chain_point chain_next(const struct chain_point *point, struct span canonical)
{
    const struct span parts[] = {
        span_of(point->hash.bytes, sizeof point->hash.bytes),
        canonical,
    };
    return (struct chain_point){ point->seq + 1, digest_of_all(parts, 2) };
}
